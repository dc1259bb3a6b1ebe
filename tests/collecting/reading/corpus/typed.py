"""Forms that somebody typed: numbers, punctuation and line ends in every mixture."""

from typing import Any

from tests.collecting.reading.builder import (
    SCORED_TITLE,
    Writing,
    break_,
    docx,
    numbered,
    p,
    r,
    replaced,
    scored,
    unscored,
    with_numbering,
    without,
)
from tests.collecting.reading.corpus.case import ANY, Case
from tests.collecting.reading.corpus.values import A10, A18, B02, INVESTMENT, SURVEY

PLAIN = scored(f"一、{A10}", INVESTMENT, marks="2")
ENTRIES = {"A10.1": INVESTMENT}


def form(*lines: str) -> bytes:
    """A returned file with the title of the first form above it."""
    return docx(*SCORED_TITLE, *lines)


def written(name: str, writing: Writing, heading: str = f"一、{A10}") -> Case:
    """The same form in another way of typing numbers and punctuation."""
    return Case(name, form(*scored(heading, INVESTMENT, marks="2", writing=writing)), ENTRIES)


def typed(name: str, *changes: tuple[str, str], values: dict[str, Any] | None = None, **more: Any) -> Case:
    """The plain form with some texts typed otherwise; `values` says what that changes in what is read."""
    lines = PLAIN
    for old, new in changes:
        lines = replaced(lines, old, new)
    expected = {path: value for path, value in {**INVESTMENT, **(values or {})}.items() if value is not None}
    return Case(name, form(*lines), {"A10.1": expected}, **more)


NUMBERS = [
    Case("照原表", form(*PLAIN), ENTRIES),
    written("半角点", Writing(item="{1}.")),
    written("半角点加空格", Writing(item="{1}. ")),
    written("半角顿号", Writing(item="{1}、")),
    written("全角数字顿号", Writing(item="{１}、")),
    written("全角数字点", Writing(item="{１}．")),
    written("小点", Writing(item="{1}﹒")),
    written("中圆点", Writing(item="{1}·")),
    written("数字加全角括号", Writing(item="（{1}）")),
    written("数字加半角括号", Writing(item="({1})")),
    written("圆圈数字", Writing(item="{①}")),
    written("数字后是空格", Writing(item="{1} ")),
    written("节号半角括号", Writing(section="({一})")),
    written("节号括号内有空格", Writing(section="（ {一} ）")),
    written("节号左右括号不一", Writing(section="（{一})")),
    written("节号用阿拉伯数字", Writing(section="（{1}）", item="{①}")),
    written("节号用顿号", Writing(section="{一}、"), A10),
    written("没有小号", Writing(item="")),
    written("没有节号和小号", Writing(section="", item="")),
    written("半角冒号", Writing(colon=":")),
    written("比号作冒号", Writing(colon="∶")),
    written("冒号后有空格", Writing(colon="： ")),
    written("没有冒号", Writing(colon="")),
    written("空格代冒号", Writing(colon="　")),
    written("没有句号", Writing(stop="")),
    Case(
        "半角句点",
        form(*scored(f"一、{A10}", INVESTMENT, marks="2", writing=Writing(stop="."))),
        {
            "A10.1": {
                **INVESTMENT,
                "progress/situation": f"{INVESTMENT['progress/situation']}.",
                "forecast/situation": f"{INVESTMENT['forecast/situation']}.",
            }
        },
    ),
    typed("分号收尾", ("：第3名。", "：第3名；"), ("：1.9。", "：1.9；"), ("：张三。", "：张三；")),
    typed(
        "各种编号混用",
        ("1．基本情况", "1.基本情况"),
        ("2．自评得分", "２、自评得分"),
        ("3．自评排名", "3﹒自评排名"),
        ("（三）全年", "(三) 全年"),
        ("（四）存在", "（ 四 ）存在"),
        ("（五）对接", "五、对接"),
        ("1．市级", "① 市级"),
        ("2．经办", "2 、经办"),
    ),
]


def _automatic(lines: list[str], levels: dict[str, int]) -> list[str]:
    """The lines with numbers taken out and left to Word."""
    found = []
    for line in lines:
        for start, level in levels.items():
            if line.startswith(start):
                found.append(numbered(line.removeprefix(start), level))
                break
        else:
            found.append(line)
    return found


_HEADING, _SECTIONS = {"一、": 0}, {f"（{number}）": 1 for number in "一二三四五六"}
_ITEMS = {f"{number}．": 2 for number in (1, 2, 3)}

AUTOMATIC = [
    Case(
        "三级都是自动编号",
        with_numbering(*SCORED_TITLE, *_automatic(PLAIN, {**_HEADING, **_SECTIONS, **_ITEMS})),
        ENTRIES,
    ),
    Case("只有小号是自动编号", with_numbering(*SCORED_TITLE, *_automatic(PLAIN, _ITEMS)), ENTRIES),
    Case(
        "两行都是自动编号的标题",
        with_numbering(
            *SCORED_TITLE,
            *_automatic([*PLAIN, *scored(f"一、{A18}", INVESTMENT, marks="3")], {**_HEADING, **_SECTIONS}),
        ),
        {"A10.1": INVESTMENT, "A18.1": INVESTMENT},
    ),
]

_SCORE_LINE, _RANK_LINE = "2．自评得分（满分为2分）：1.9。", "3．自评排名：第3名。"


def _joined(joint: str) -> list[str]:
    """The plain form with score and rank of the first period on one line."""
    first = PLAIN.index(_SCORE_LINE)
    return [*PLAIN[:first], f"{_SCORE_LINE}{joint}{_RANK_LINE}", *PLAIN[first + 2 :]]


_SITUATION = "1—10月，全区实际利用外资2.1亿美元，同比增长8.2%"
_LONG = (
    f"{_SITUATION}。\n一是新签约项目12个，其中：制造业8个。\n（1）到资项目5个；\n1.增资项目3个；\n"
    "二是自评得分较上年提高，存在问题及建议见后文。"
)

_NUMBERED = "主要指标：\n1 到资2.1亿美元\n2 签约12个\n3、增资3个\n（三）类企业5家"
_HOTLINE = "项目责任人尚未明确；企业反映渠道：联系电话 023-60000009，责任领导：待定"

LINES = [
    Case("两项同一行", form(*_joined("")), ENTRIES),
    Case("两项同一行有空格", form(*_joined("　　")), ENTRIES),
    Case("两项同一行有制表符", form(*_joined("\t")), ENTRIES),
    Case(
        "得分排名写在一起没有编号",
        form(*replaced(_joined(""), f"{_SCORE_LINE}{_RANK_LINE}", "2．自评得分：1.9，自评排名：第3名。")),
        ENTRIES,
    ),
    Case(
        "值另起一行",
        form(*PLAIN[:3], "1．基本情况：", f"　　{_SITUATION}。", *PLAIN[4:]),
        ENTRIES,
    ),
    Case("每行都有缩进和空行", form(*(line for one in PLAIN for line in (f"　　{one} ", ""))), ENTRIES),
    Case(
        "多段基本情况，段内有标签的字样",
        form(*scored(f"一、{A10}", {**INVESTMENT, "progress/situation": _LONG}, marks="2")),
        {"A10.1": {**INVESTMENT, "progress/situation": _LONG}},
    ),
    Case(
        "段内换行",
        form(
            *PLAIN[:3],
            p(r("1．基本情况："), r("第一行"), break_(), r("第二行")),
            *PLAIN[4:],
        ),
        {"A10.1": {**INVESTMENT, "progress/situation": "第一行\n第二行"}},
    ),
    Case(
        "整份都用换行，只有一段",
        form(p(*(piece for line in PLAIN for piece in (r(line), break_())))),
        ENTRIES,
    ),
    Case(
        "段内以数字开头的行",
        form(*scored(f"一、{A10}", {**INVESTMENT, "progress/situation": _NUMBERED}, marks="2")),
        {"A10.1": {**INVESTMENT, "progress/situation": _NUMBERED}},
    ),
    Case(
        "问题里有电话和责任人",
        form(*scored(f"一、{A10}", {**INVESTMENT, "problems": _HOTLINE}, marks="2")),
        {"A10.1": {**INVESTMENT, "problems": _HOTLINE}},
    ),
    Case("标签中间有空格", form(*replaced(PLAIN, "1．基本情况", "1．基 本 情 况", times=2)), ENTRIES),
    typed("标签说法略有不同", ("自评得分（满分为2分）", "自评分（满分2分）"), ("自评排名", "自评位次")),
    *(
        Case(f"完成情况写作 {words}", form(*replaced(PLAIN, "1—10月完成情况", words)), ENTRIES)
        for words in (
            "1-10月完成情况",
            "1－10月完成情况",
            "1~10月完成情况",
            "１至10月完成情况",
            "1–10月份工作完成情况",
        )
    ),
    Case(
        "截至别的月份", form(*replaced(PLAIN, "1—10月完成情况", "1—11月完成情况")), ENTRIES, through_month=11
    ),
]

TWICE = [
    Case(
        "整份粘贴两遍，内容相同",
        form(*PLAIN, *SCORED_TITLE, *PLAIN),
        ENTRIES,
        remarks=("A10.1", "内容相同"),
    ),
    Case(
        "整份粘贴两遍，内容不同",
        form(*PLAIN, *SCORED_TITLE, *replaced(PLAIN, "：1.9。", "：1.7。")),
        {"A10.1": {**INVESTMENT, "progress/self_score": ANY}},
        remarks=("A10.1", "内容不同"),
        unclaimed=("1.7",),
        code=1,
    ),
]

SCORES = [
    typed(f"得分写作 {words}", ("：1.9。", f"：{words}。"))
    for words in ("1.9分", "满分2分，自评1.9分", "自评1.9分", "1.90", "１．９")
]
RANKS = [
    typed(f"排名写作 {words}", ("：第3名。", f"：{words}。"), values={"progress/self_rank": rank})
    for words, rank in (
        ("并列第2", "并列第2"),
        ("第3位（并列）", "第3位（并列）"),
        ("主城都市区第5名", "主城都市区第5名"),
        ("全市第１５名", "全市第15名"),
        ("3", "3"),
        ("暂未公布", "暂未公布"),
    )
]


def _completed(words: str, read: str) -> Case:
    values = {**SURVEY, "progress/completed": words}
    return Case(
        f"是否完成写作 {words}",
        docx(*SCORED_TITLE, *unscored(f"一、{B02}", values)),
        {"B02.1": {**SURVEY, "progress/completed": read}},
    )


COMPLETED = [
    _completed("√", "是"),
    _completed("是的", "是"),
    _completed("已完成", "已完成"),
    _completed("正在推进", "正在推进"),
    _completed("能够完成", "能够完成"),
    _completed("否", "否"),
    _completed("否，预计12月底前完成", "否，预计12月底前完成"),
]

PHONES = (
    [
        typed(f"手机写作 {words}", ("：13800000000。", f"：{words}。"))
        for words in ("138 0000 0000", "138-0000-0000", "１３８００００００００", "13800000000　")
    ]
    + [
        typed(f"处室电话写作 {words}", ("外资处，023-60000001", words))
        for words in (
            "外资处 023-60000001",
            "外资处（023-60000001）",
            "外资处；023-60000001",
            "外资处，０２３—６０００００01",
            "外资处023-60000001",
            "外资处，电话：023-60000001",
        )
    ]
    + [
        typed("责任人和电话没有分号", ("李四；联系电话（手机）：13800000000", "李四 联系电话：13800000000")),
        typed("责任人后直接写电话", ("李四；联系电话（手机）：13800000000", "李四，13800000000")),
        typed("只有处室没有电话", ("外资处，023-60000001", "外资处"), values={"city_liaison/phone": None}),
    ]
)

EMPTY = [
    Case("一个字没填", form(*scored(f"一、{A10}", {})), {}, options=("--unit", "区商务委"), code=2),
    typed("问题写无", ("部分项目到资进度滞后，建议加大招商力度", "无"), values={"problems": "无"}),
    typed("只剩句号", ("：第3名。", "：。。"), values={"progress/self_rank": None}),
    typed("排名空着", ("：第3名。", "：。"), values={"progress/self_rank": None}, remarks=("自评排名",)),
    typed(
        "留着占位文字",
        (f"{_SITUATION}。", "【请填写基本情况】。"),
        ("：第3名。", "：【请填写自评排名】。"),
        values={"progress/situation": None, "progress/self_rank": None},
        remarks=("基本情况",),
    ),
    typed(
        "留着原表的点和叉",
        ("：张三。", "：××。"),
        ("李四；", "．．；"),
        values={"leader": None, "contact/name": None},
    ),
    Case(
        "缺一行标签",
        form(*without(PLAIN, "3．自评排名：第2名")),
        {"A10.1": {path: value for path, value in INVESTMENT.items() if path != "forecast/self_rank"}},
        remarks=("自评排名",),
    ),
]

CASES = [*NUMBERS, *AUTOMATIC, *LINES, *TWICE, *SCORES, *RANKS, *COMPLETED, *PHONES, *EMPTY]
