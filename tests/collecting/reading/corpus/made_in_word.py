"""What Word puts around text: recorded changes, boxes, tables, notes, fields, pictures, controls."""

from tests.collecting.reading.builder import (
    SCORED_TITLE,
    break_,
    changed,
    comment_reference,
    deleted,
    document,
    docx,
    field,
    footnote_reference,
    hidden,
    hyperlink,
    inserted,
    p,
    package,
    picture,
    r,
    replaced,
    scored,
    sdt,
    smart_tag,
    tbl,
    tc,
    text_box,
    tr,
    with_parts,
    with_picture,
)
from tests.collecting.reading.corpus.case import Case
from tests.collecting.reading.corpus.values import A10, INVESTMENT

PLAIN = scored(f"一、{A10}", INVESTMENT, marks="2")
ENTRIES = {"A10.1": INVESTMENT}
SITUATION = str(INVESTMENT["progress/situation"])
_LABEL = "1．基本情况："
_FIRST = 3
"""Where the first 基本情况 stands."""


def form(*first: str) -> list[str]:
    """The whole form with other paragraphs in the place of the first 基本情况."""
    return [*SCORED_TITLE, *PLAIN[:_FIRST], *first, *PLAIN[_FIRST + 1 :]]


def body(*first: str) -> bytes:
    """The same as a file."""
    return docx(*form(*first))


def reads(situation: str) -> dict[str, dict[str, object]]:
    """What is read when only the first 基本情况 is another."""
    return {"A10.1": {**INVESTMENT, "progress/situation": situation}}


def split(text: str) -> str:
    """A paragraph with a run for each character, as an editor leaves it after much correcting."""
    return p(*(r(sign) for sign in text))


_DELETED_END = '<w:rPr><w:del w:id="8" w:author="张三" w:date="2021-11-01T09:00:00Z"/></w:rPr>'

CHANGES = [
    Case(
        "值有修订痕迹",
        body(changed(_LABEL, "增长7%", SITUATION, "。")),
        ENTRIES,
        remarks=("修订",),
    ),
    Case(
        "标签有修订痕迹",
        body(p(deleted("2．基本"), inserted("1．基本"), r(f"情况：{SITUATION}。"))),
        ENTRIES,
        remarks=("修订",),
    ),
    Case(
        "控件内外都有修订痕迹",
        body(p(r(_LABEL), sdt(deleted("旧"), inserted(SITUATION)), deleted("，旧"), inserted("。"))),
        ENTRIES,
        remarks=("修订",),
    ),
    Case(
        "修订中删掉一整段",
        body(
            f"{_LABEL}{SITUATION}。",
            p(deleted("这一段已经删去。"), properties=_DELETED_END),
        ),
        ENTRIES,
        remarks=("修订",),
    ),
    Case(
        "修订中移走的文字",
        body(
            p(
                r(_LABEL),
                f'<w:moveFrom w:id="5" w:author="张三">{r("移走的")}</w:moveFrom>',
                f'<w:moveTo w:id="6" w:author="张三">{r(SITUATION)}</w:moveTo>',
                r("。"),
            )
        ),
        ENTRIES,
        remarks=("修订",),
    ),
]

_ROWS = [["项目", "到资"], ["甲项目", "0.8"], ["乙项目", "1.3"]]
_TABLE = tbl(*(tr(*cells) for cells in _ROWS))
_LINES = "项目 | 到资\n甲项目 | 0.8\n乙项目 | 1.3"


def _pairs(lines: list[str]) -> list[str]:
    """The lines of a form as rows of a table: label left, value right."""
    rows = []
    for line in lines:
        label, colon, value = line.partition("：")
        rows.append(tr(label, value.removesuffix("。")) if colon else tr(tc(line), tc("")))
    return rows


def _merged(lines: list[str]) -> list[str]:
    """A table of three columns: the （一） headings stand at the left, merged over their rows."""
    rows, continued = [], False
    section = ""
    for line in lines:
        if line.startswith("（"):
            section, colon, value = line.partition("：")
            continued = False
            if colon:
                rows.append(tr(section, "", value.removesuffix("。")))
            continue
        label, _, value = line.partition("：")
        kind = "<w:vMerge/>" if continued else '<w:vMerge w:val="restart"/>'
        cell = f"<w:tc><w:tcPr>{kind}</w:tcPr>{p('' if continued else section)}</w:tc>"
        rows.append(tr(cell, label, value.removesuffix("。")))
        continued = True
    return rows


TABLES = [
    Case("基本情况下有表格", body(f"{_LABEL}{SITUATION}。", _TABLE), reads(f"{SITUATION}。\n{_LINES}")),
    Case("基本情况只有表格", body(_LABEL, _TABLE), reads(_LINES)),
    Case(
        "表格后还有一段",
        body(f"{_LABEL}{SITUATION}。", _TABLE, "以上为主要项目。"),
        reads(f"{SITUATION}。\n{_LINES}\n以上为主要项目。"),
    ),
    Case(
        "表头里有标签的字样",
        body(
            _LABEL,
            tbl(tr("项目", "责任单位", "责任人", "联系电话"), tr("甲", "区商务委", "李四", "13800000000")),
        ),
        reads("项目 | 责任单位 | 责任人 | 联系电话\n甲 | 区商务委 | 李四 | 13800000000"),
    ),
    Case("整份是两列表格", docx(*SCORED_TITLE, PLAIN[0], tbl(*_pairs(PLAIN[1:]))), ENTRIES),
    Case("整份是三列表格，节名纵向合并", docx(*SCORED_TITLE, PLAIN[0], tbl(*_merged(PLAIN[1:]))), ENTRIES),
    Case("标题也在表格里", docx(*SCORED_TITLE, tbl(*_pairs(PLAIN))), ENTRIES),
    Case("整份套在一个格子里", docx(tbl(tr(tc(*SCORED_TITLE, *PLAIN)))), ENTRIES),
    Case(
        "基本情况的格子里又有表格",
        docx(
            *SCORED_TITLE,
            PLAIN[0],
            tbl(*_pairs(PLAIN[1:3]), tr("1．基本情况", tc(_TABLE, p())), *_pairs(PLAIN[4:])),
        ),
        reads(_LINES),
    ),
]

BOXES = [
    Case("值在文本框里", body(p(r(_LABEL), text_box(f"{SITUATION}。"))), ENTRIES),
    Case("整份在文本框里", docx(p(text_box(*SCORED_TITLE, *PLAIN))), ENTRIES),
    Case(
        "旁边的文本框",
        docx(p(text_box("请审阅")), *form(f"{_LABEL}{SITUATION}。")),
        ENTRIES,
        unclaimed=("请审阅",),
        code=1,
    ),
]

AROUND = [
    Case(
        "基本情况下有图片",
        with_picture(*form(f"{_LABEL}{SITUATION}。", p(picture()))),
        ENTRIES,
        unclaimed=("图片",),
        code=1,
    ),
    Case(
        "脚注",
        with_parts(
            *form(p(r(f"{_LABEL}{SITUATION}。"), footnote_reference())), footnotes="数据来源：商务部门"
        ),
        ENTRIES,
        unclaimed=("数据来源：商务部门",),
        code=1,
    ),
    Case(
        "批注",
        with_parts(*form(p(r(_LABEL), comment_reference(SITUATION), r("。"))), comments="请再核实"),
        ENTRIES,
        unclaimed=("请再核实",),
        code=1,
    ),
    Case(
        "页眉有字",
        with_parts(*form(f"{_LABEL}{SITUATION}。"), header="内部材料 注意保管"),
        ENTRIES,
        unclaimed=("内部材料 注意保管",),
        code=1,
    ),
    Case("页脚只有页码", with_parts(*form(f"{_LABEL}{SITUATION}。"), footer="— 1 —"), ENTRIES),
    Case(
        "隐藏文字",
        body(p(r(f"{_LABEL}{SITUATION}。"), hidden("旧的说法"))),
        ENTRIES,
        unclaimed=("旧的说法",),
        code=1,
    ),
    Case(
        "文前有称呼",
        docx("区政府督查室：", "现将我委有关情况报送如下。", *form(f"{_LABEL}{SITUATION}。")),
        ENTRIES,
        unclaimed=("现将我委有关情况报送如下",),
        code=1,
    ),
]

_TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"

INSIDE = [
    Case(
        "智能标记和超链接",
        body(p(r(_LABEL), smart_tag(SITUATION[:5]), hyperlink(SITUATION[5:]), r("。"))),
        ENTRIES,
    ),
    Case(
        "域",
        body(
            p(
                r(_LABEL),
                field("REF a", SITUATION[:6]),
                f'<w:fldSimple w:instr="REF b">{r(SITUATION[6:])}</w:fldSimple>',
                r("。"),
            )
        ),
        ENTRIES,
    ),
    Case("一字一格式", docx(*SCORED_TITLE, *map(split, PLAIN)), ENTRIES),
    Case("别处来的控件", body(p(r(_LABEL), sdt(r(SITUATION), properties="<w:text/>"), r("。"))), ENTRIES),
    Case(
        "整份在段落级控件里",
        docx(sdt(*map(p, [*SCORED_TITLE, *PLAIN]), properties="<w:id w:val='4'/>")),
        ENTRIES,
    ),
    Case(
        "标签和值之间是制表符",
        body(p(r("1．基本情况："), "<w:r><w:tab/></w:r>", r(f"{SITUATION}。"))),
        ENTRIES,
    ),
    Case(
        "电话用不间断连字符",
        docx(
            *SCORED_TITLE,
            *(
                p(
                    r("2．经办处室名称及联系电话：外资处，023"),
                    "<w:r><w:noBreakHyphen/></w:r>",
                    r("60000001。"),
                )
                if line.startswith("2．经办")
                else line
                for line in PLAIN
            ),
        ),
        ENTRIES,
    ),
    Case(
        "模板文件改的扩展名",
        package(document(*form(f"{_LABEL}{SITUATION}。")), main_type=_TEMPLATE_TYPE),
        ENTRIES,
    ),
    Case("空格不间断", docx(*SCORED_TITLE, *replaced(PLAIN, "：1.9。", "：\u00a01.9\u00a0。")), ENTRIES),
    Case(
        "零宽字符",
        docx(*SCORED_TITLE, *replaced(PLAIN, "自评排名：第3名", "自评\u200b排名\ufeff：第3名")),
        ENTRIES,
    ),
    Case(
        "分页符在段中",
        body(p(r(_LABEL), r(SITUATION), '<w:r><w:br w:type="page"/></w:r>', r("。"))),
        ENTRIES,
    ),
    Case(
        "一段两行，换行后是下一个标签",
        docx(
            *SCORED_TITLE,
            *PLAIN[:4],
            p(r("2．自评得分：1.9。"), break_(), r("3．自评排名：第3名。")),
            *PLAIN[6:],
        ),
        ENTRIES,
    ),
]

_HALF = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    "<m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>"
)


def symbol(font: str, char: str) -> str:
    """A run with a sign of a symbol font."""
    return f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'


SHOWN = [
    Case(
        "符号字体的大于等于号",
        body(p(r(f"{_LABEL}增速"), symbol("Symbol", "F0B3"), r("8%。"))),
        reads("增速≥8%"),
    ),
    Case(
        "上标和下标",
        body(
            p(
                *(r(f"{_LABEL}10"), r("4", '<w:vertAlign w:val="superscript"/>'), r("亩，CO")),
                *(r("2", '<w:vertAlign w:val="subscript"/>'), r("减排。")),
            )
        ),
        reads("10⁴亩，CO₂减排"),
    ),
    Case("公式", body(p(r(f"{_LABEL}占比"), _HALF, r("。"))), reads("占比3/4")),
    Case("带圈字符", body(p(r(_LABEL), field(r"eq \o\ac(○,1)", ""), r("引进企业。"))), reads("①引进企业")),
    Case(
        "删除线",
        body(p(r(f"{_LABEL}增长"), r("8%", "<w:strike/>"), r("9%。"))),
        reads("增长9%"),
        unclaimed=("〔删除线 8%〕（在“1．基本情况：增长”后面）",),
        code=1,
    ),
    Case(
        "无法辨认的符号",
        body(p(r(f"{_LABEL}增速"), symbol("Marlett", "F061"), r("8%。"))),
        reads("增速8%"),
        unclaimed=("〔符号 Marlett F061〕（在“1．基本情况：增速”后面）",),
        code=1,
    ),
    Case(
        "没有对应字符的上标",
        body(p(r(f"{_LABEL}面积"), r("注", '<w:vertAlign w:val="superscript"/>'), r("8亩。"))),
        reads("面积注8亩"),
        remarks=("〔上标 注〕", "只能按普通文字读取"),
        code=1,
    ),
    Case(
        "标题里的删除线",
        docx(*SCORED_TITLE, p(r(f"一、{A10}"), r("（旧）", "<w:strike/>")), *PLAIN[1:]),
        ENTRIES,
        unclaimed=("〔删除线 （旧）〕",),
        code=1,
    ),
    Case(
        "嵌入的别的文件",
        body(p(f"{_LABEL}{SITUATION}。"), '<w:altChunk r:id="x"/>'),
        ENTRIES,
        unclaimed=("〔嵌入内容",),
        code=1,
    ),
    Case(
        "整份都是嵌入的别的文件",
        docx('<w:altChunk r:id="x"/>'),
        {},
        remarks=("嵌入内容", "另存为"),
        code=2,
    ),
]

CASES = [*SHOWN, *CHANGES, *TABLES, *BOXES, *AROUND, *INSIDE]
