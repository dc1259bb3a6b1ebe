"""Build the Word files of `examples/交回` and `examples/全年`: invented returns of two rounds.

    python tools/build_examples.py            write examples/交回 and examples/全年
    python tools/build_examples.py FOLDER     write those of 交回 elsewhere

Two are drafts of kaohe filled in with Word, one is typed by hand into an old sheet, one is no form at all;
the fourth body sends nothing. The script makes the same bytes again: run it after a change of the template
or of `examples/data`.
"""

import re
import sys
import zipfile
from collections.abc import Iterable, Mapping
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Final

from lxml import etree

from kaohe_cli.word.drafts import open_drafter
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "examples"
TARGET: Final = EXAMPLES / "交回"
YEAR_END: Final = EXAMPLES / "全年"
TEMPLATE: Final = EXAMPLES.parent / "templates" / "annex3.docx"

Answers = Mapping[str, Mapping[str, str]]
"""What a unit fills in, by the id of the row and the field's path in a report."""


# --- 区商务委: a draft, filled in well -----------------------------------------------------------------

TRADE_PEOPLE: Final = {"leader": "张样例", "contact/name": "李样例", "contact/mobile": "13800000000"}
TRADE: Final[Answers] = {
    "A01.1": {
        "progress/situation": "社会消费品零售总额100亿元，同比增长8.0%，高于全市0.5个百分点",
        "progress/self_score": "2.8",
        "progress/self_rank": "第3名",
        "forecast/situation": "预计全年120亿元，增长8.5%",
        "forecast/self_score": "3",
        "forecast/self_rank": "第2名",
        "problems": "限额以上企业偏少，建议加大培育力度",
        "city_liaison/leader": "陈样例",
        "city_liaison/office": "市场处",
        "city_liaison/phone": "023-60000000",
        **TRADE_PEOPLE,
    },
    "B01.1": {
        "progress/situation": "已走访企业60户，收到意见12条，办结11条",
        "progress/completed": "是",
        "forecast/situation": "预计全年走访100户，意见全部办结",
        "forecast/completed": "是",
        "problems": "无扣分风险点",
        "city_liaison/leader": "陈样例",
        "city_liaison/office": "综合处",
        "city_liaison/phone": "023-60000001",
        **TRADE_PEOPLE,
    },
}

# --- The same body for the whole year: results, and nothing expected any more ---------------------------

TRADE_RESULTS: Final[Answers] = {
    "A01.1": {
        "progress/situation": "社会消费品零售总额121亿元，同比增长8.4%",
        "progress/self_score": "2.9",
        "progress/self_rank": "第2名",
        "problems": "无",
    },
    "B01.1": {
        "progress/situation": "全年走访企业103户，收到意见20条，全部办结",
        "progress/completed": "是",
        "problems": "无",
    },
}
TRADE_YEAR_END: Final[Answers] = {
    row: {key: value for key, value in answers.items() if not key.startswith("forecast/")}
    | dict(TRADE_RESULTS[row])
    for row, answers in TRADE.items()
}

# --- 区经济信息委: a draft, half filled, while changes are tracked --------------------------------------

INDUSTRY_PEOPLE: Final = {"leader": "周样例", "contact/name": "吴样例", "contact/mobile": "13900000000"}
INDUSTRY: Final[Answers] = {
    "A02.1": {
        "progress/situation": "规上工业增加值50亿元，同比增长[-9.1%-]{+9.6%+}",
        "progress/self_score": "5.2",
        "progress/self_rank": "第5名",
        "forecast/situation": "预计全年增长10%【请填写基本情况】",
        "problems": "[-无-]{+工业技改投资占比偏低，可能扣分+}",
        **INDUSTRY_PEOPLE,
    },
    "B01.1": {
        "progress/situation": "已召开企业座谈会3场，走访企业××户",
        "progress/completed": "是",
        **INDUSTRY_PEOPLE,
    },
    "J02": {
        "progress/situation": "已与市经济信息委对接，申报材料正在准备",
        "forecast/eligible": "是",
        **INDUSTRY_PEOPLE,
    },
}
"""`[-…-]` is text deleted and `{+…+}` text typed while changes are tracked."""

# --- 区教委: typed by hand into an old sheet ------------------------------------------------------------

EDUCATION: Final = """\
2021年市对区考核指标完成情况
（区教委报送）
一、基本公共服务均等化
（一）责任单位:区教委
(二）1-10月完成情况
1、基本情况：学前教育普惠率92%，新增普惠性幼儿园4所；
义务教育优质均衡发展水平稳步提升。
2、自评得分：满分3分，自评2.9分
3．自评排名 ：并列第2
（ 三 ）全年预计情况：
１．基本情况：预计学前教育普惠率达到93%
2.自评得分（满分为3分）：3分。3.自评排名：第1名
(四)存在问题及建议：城区学位偏紧，建议加快2所新建学校建设。
（五）对接市级部门情况
1、市级考核单位分管领导：冯样例
2、经办处室名称及联系电话：基础教育处　023－60000002
(六)区级责任单位
1、责任领导：郑样例   2、责任人：王样例，联系电话（手机）：１３７００００００００

二、上级交办任务（儿童青少年近视综合防控）
（一）责任单位：区教委
（二）1—10月完成情况
1.基本情况：中小学生视力筛查覆盖率100%，总体近视率比上年下降1.2个百分点。
2.是否完成  √
（三）全年预计情况
1.基本情况：预计完成年度目标。
2.是否完成：能够完成
（四）存在问题及建议（是否存在扣分风险点，分别是哪些？）
无
（五）对接市级部门情况
1.市级考核单位分管领导：冯样例
2.经办处室名称及联系电话：体卫艺处，023-60000003
（六）区级责任单位
1.责任领导：郑样例
2.责任人：王样例；联系电话（手机）：13700000000
"""

# --- No form ------------------------------------------------------------------------------------------

NOTICE: Final = """\
关于报送2021年考核指标完成情况的通知
各有关单位：
请于2021年11月15日前将本单位考核指标完成情况报区考核办。
联系人：孙样例，023-60000009。
"""


# --- Drafts, filled in --------------------------------------------------------------------------------

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES: Final = {"w": W}
TRACKED: Final = re.compile(r"\[-(.*?)-]|\{\+(.*?)\+}")


def drafted(unit: str, answers: Answers, month: int | None = None) -> dict[str, bytes]:
    """The parts of a unit's draft of a round with these answers in its controls."""
    workspace = Workspace(DataFolder(EXAMPLES / "data", EXAMPLES))
    workspace.reports = workspace.contacts_path = EXAMPLES / "nothing"  # whatever has been collected here
    drafter = open_drafter(workspace, TEMPLATE, month)
    (body,) = (one for one in drafter.tables.registry.units if one.name == unit)
    with zipfile.ZipFile(BytesIO(drafter.render([body], print))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    for row, fields in answers.items():
        for path, value in fields.items():
            type_into(control(root, f"{row}/{path}"), value)
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return parts


def control(root: etree._Element, tag: str) -> etree._Element:
    """The content control with this tag."""
    (found,) = (name for name in root.iter(f"{{{W}}}tag") if name.get(f"{{{W}}}val") == tag)
    return next(found.iterancestors(f"{{{W}}}sdt"))


def type_into(field: etree._Element, value: str) -> None:
    """Puts a text in the place of a control's content, as Word does."""
    for properties in field.findall("w:sdtPr", NAMES):
        etree.strip_elements(properties, f"{{{W}}}showingPlcHdr", with_tail=False)
    for content in field.findall("w:sdtContent", NAMES):
        content[:] = [element(xml) for xml in typed(value)]


def typed(value: str) -> Iterable[str]:
    """The runs of a text, with its tracked changes."""
    kept = 0
    for number, change in enumerate(TRACKED.finditer(value), 901):
        old, new = change.groups()
        if change.start() > kept:
            yield run(value[kept : change.start()])
        mark = f'w:id="{number}" w:author="吴样例" w:date="2021-11-09T09:00:00Z"'
        yield f"<w:del {mark}>{run(old, 'delText')}</w:del>" if old else f"<w:ins {mark}>{run(new)}</w:ins>"
        kept = change.end()
    if kept < len(value):
        yield run(value[kept:])


def run(text: str, part: str = "t") -> str:
    """A run of text."""
    return (
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
        f'<w:{part} xml:space="preserve">{escape(text, quote=False)}</w:{part}></w:r>'
    )


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of text."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run(text) if text else ''}</w:p>"


def element(xml: str) -> etree._Element:
    """A piece of WordprocessingML as an element."""
    return etree.fromstring(f'<w:body xmlns:w="{W}">{xml}</w:body>')[0]


# --- Typed by hand ------------------------------------------------------------------------------------

PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES: Final = (
    f'{DECLARATION}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="30"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
)


def sheet(text: str) -> dict[str, bytes]:
    """The parts of a plain document: the first line is centred, the others are set in by two characters."""
    title, *lines = text.splitlines()
    body = paragraph(title, '<w:jc w:val="center"/>')
    body += "".join(paragraph(line, '<w:ind w:firstLine="600"/>') for line in lines)
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440"'
    page += ' w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    return {
        "[Content_Types].xml": (
            f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{KIND}.styles+xml"/>'
            '<Override PartName="/docProps/core.xml"'
            ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        ).encode(),
        "_rels/.rels": relationships(
            {
                "word/document.xml": f"{OFFICE}/officeDocument",
                "docProps/core.xml": f"{PACKAGE}/relationships/metadata/core-properties",
            }
        ),
        "word/document.xml": (
            f'{DECLARATION}<w:document xmlns:w="{W}"><w:body>{body}{page}</w:body></w:document>'
        ).encode(),
        "word/_rels/document.xml.rels": relationships({"styles.xml": f"{OFFICE}/styles"}),
        "word/styles.xml": STYLES.encode(),
    }


def relationships(targets: Mapping[str, str]) -> bytes:
    """A .rels part."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'.encode()


# --- Files --------------------------------------------------------------------------------------------


def saved(parts: dict[str, bytes], day: int, month: str = "2021-11") -> bytes:
    """A Word file last saved on this day of a month.

    Its parts are stored as they are: compressed bytes differ between versions of zlib.
    """
    parts["docProps/core.xml"] = (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{month}-{day:02d}T08:30:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, content)
    return buffer.getvalue()


def build() -> dict[str, bytes]:
    """The Word files by name."""
    return {
        "区商务委.docx": saved(drafted("区商务委", TRADE), 10),
        "教委报送材料（定稿）.docx": saved(sheet(EDUCATION), 11),
        "经信委.docx": saved(drafted("区经济信息委", INDUSTRY), 9),
        "关于报送考核指标完成情况的通知.docx": saved(sheet(NOTICE), 1),
    }


def build_year_end() -> dict[str, bytes]:
    """The Word files of the next round, the whole year's, by name."""
    return {"区商务委.docx": saved(drafted("区商务委", TRADE_YEAR_END, 12), 8, "2022-01")}


def main() -> None:
    """Write the files where the command line says, or to where they are kept."""
    folders = {TARGET: build(), YEAR_END: build_year_end()}
    if len(sys.argv) > 1:
        folders = {Path(sys.argv[1]): build()}
    for folder, files in folders.items():
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
            print(folder / name)


if __name__ == "__main__":
    main()
