"""What 附件3 asks: its three forms, line by line, with the fields that a unit fills in.

The one record of the forms. `tools/build_annex3.py` lays the template out from it, `kaohe template` checks
other templates against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Field:
    """A value that a unit fills in, in a content control of its own."""

    label: str
    """The words before the control. The field's bookmark stands on them."""
    path: str
    """Where the value stands in a report file, `progress/situation`; the end of the control's tag."""
    variable: str
    """What the template calls it, after `项.`."""
    hint: str
    """What the placeholder of an empty field asks for."""
    filters: str = '待填("{hint}")'
    choices: tuple[str, ...] = ()
    """The items of a drop-down list; none for text."""
    joint: str = ""
    """The punctuation between the field before it on the line and the label."""


@dataclass(frozen=True)
class Heading:
    """A （一） heading on a line of its own."""

    text: str


@dataclass(frozen=True)
class Line:
    """A paragraph of the body: labels, each before its field, or a label before a text with tags."""

    fields: tuple[Field, ...] = ()
    label: str = ""
    text: str = ""
    style: str = ""
    """Its paragraph style; none for 正文."""
    is_section: bool = False
    """Whether the label is a （一） heading, on one line with what follows it."""


@dataclass(frozen=True)
class Form:
    """One of the three forms of 附件3."""

    letter: str
    """Tells the bookmarks of the forms apart: a name may stand only once in a file."""
    part: str
    """What the template calls its part of the data; its items are `部分.项目`."""
    title: str
    subtitle: str
    lines: tuple[Heading | Line, ...]

    def fields(self) -> Iterator[Field]:
        """Every field of the form, in order."""
        for line in self.lines:
            if isinstance(line, Line):
                yield from line.fields

    def bookmark(self, field: Field) -> str:
        """The name of the bookmark on a field's label, as the template has it."""
        return f"kh_{self.letter}_{field.path.replace('/', '_')}"


PARAGRAPHS: Final = '待填("{hint}")|分段'
SCORE: Final = '分数|待填("{hint}")'
YES_NO: Final = ("是", "否")


def situation(label: str, period: str, variable: str, hint: str = "基本情况") -> Field:
    """The 基本情况 of a period, which may take several paragraphs."""
    return Field(label, f"{period}/situation", f"{variable}.基本情况", hint, PARAGRAPHS)


def scored(period: str, variable: str) -> tuple[Line, ...]:
    """What the first form asks for each of the two periods."""
    score = Field(
        "2. 自评得分（{{ 项.满分说明 }}）：",
        f"{period}/self_score",
        f"{variable}.自评得分",
        "自评得分",
        SCORE,
    )
    rank = Field("3. 自评排名：", f"{period}/self_rank", f"{variable}.自评排名", "自评排名")
    return Line((situation("1. 基本情况：", period, variable),)), Line((score,)), Line((rank,))


def unscored(period: str, variable: str) -> tuple[Line, ...]:
    """What the second form asks for each of the two periods."""
    completed = Field(
        "2. 是否完成：", f"{period}/completed", f"{variable}.是否完成", "是否完成", choices=YES_NO
    )
    return Line((situation("1. 基本情况：", period, variable),)), Line((completed,))


def problems(label: str) -> Line:
    """（四）, whose label differs between the forms."""
    return Line((Field(label, "problems", "存在问题", "存在问题及建议", PARAGRAPHS),), is_section=True)


UNITS: Final = Line(label="（一）责任单位：", text="{{ 项.责任单位|顿号 }}。", is_section=True)

ELIGIBLE: Final = Field(
    "2. 是否符合申报条件：",
    "forecast/eligible",
    "全年预计.是否符合申报条件",
    "是否符合申报条件",
    choices=YES_NO,
)
EXPECTED_RESULT: Final = Field(
    "3. 预计争取结果：", "forecast/expected_result", "全年预计.预计争取结果", "预计争取结果"
)

CITY_LEADER: Final = Field(
    "1. 市级考核单位分管领导：", "city_liaison/leader", "对接市级部门.分管领导", "分管领导"
)
CITY_OFFICE: Final = Field(
    "2. 经办处室名称及联系电话：", "city_liaison/office", "对接市级部门.经办处室", "经办处室名称"
)
CITY_PHONE: Final = Field("，", "city_liaison/phone", "对接市级部门.联系电话", "联系电话")
LEADER: Final = Field("1. 责任领导：", "leader", "责任领导", "责任领导")
CONTACT: Final = Field("2. 责任人：", "contact/name", "责任人", "责任人")
MOBILE: Final = Field("联系电话（手机）：", "contact/mobile", "联系电话", "联系电话", joint="；")

PEOPLE: Final = (
    Heading("（五）对接市级部门情况"),
    Line((CITY_LEADER,)),
    Line((CITY_OFFICE, CITY_PHONE), style="Contact"),
    Heading("（六）区级责任单位"),
    Line((LEADER,)),
    Line((CONTACT, MOBILE), style="Contact"),
)

TO_DATE, YEAR = Heading("（二）1—{{ 截至月份 }}月完成情况"), Heading("（三）全年预计情况")

FORMS: Final = (
    Form(
        letter="a",
        part="计分部分",
        title="{{ 年度 }}年市对区考核指标完成情况",
        subtitle="（{{ 计分部分.标题 }}{{ 计分部分.指标数 }}项指标报送模板）",
        lines=(
            UNITS,
            TO_DATE,
            *scored("progress", "完成情况"),
            YEAR,
            *scored("forecast", "全年预计"),
            problems("（四）存在问题及建议："),
            *PEOPLE,
        ),
    ),
    Form(
        letter="b",
        part="不计分部分",
        title="{{ 年度 }}年市对区考核指标完成情况",
        subtitle="（{{ 不计分部分.标题 }}报送模板）",
        lines=(
            UNITS,
            TO_DATE,
            *unscored("progress", "完成情况"),
            YEAR,
            *unscored("forecast", "全年预计"),
            problems("（四）存在问题及建议（是否存在扣分风险点，分别是哪些？）："),
            *PEOPLE,
        ),
    ),
    Form(
        letter="c",
        part="激励部分",
        title="督查激励支持政策争取情况",
        subtitle="（报送模板）",
        lines=(
            UNITS,
            Line(
                (situation("（二）政策争取情况：", "progress", "完成情况", "政策争取情况"),), is_section=True
            ),
            YEAR,
            Line((situation("1. 基本情况：", "forecast", "全年预计"),)),
            Line((ELIGIBLE,)),
            Line((EXPECTED_RESULT,)),
            problems("（四）存在问题及建议："),
            *PEOPLE,
        ),
    ),
)
