"""附件1 考核指标任务分解表: sections of indicators, each with one or more criteria."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic.config import JsonDict

from kaohe_cli.tables.base import (
    SCHEMA_VERSION,
    AreaCode,
    CriterionId,
    Date,
    DateOfYear,
    IndicatorId,
    Integer,
    Model,
    Number,
    SectionId,
    Text,
    Version,
    Weight,
    Year,
)
from kaohe_cli.words.dates import date_in

Evidence = Literal["required"]
Percent = Annotated[Number, Field(ge=0, le=100)]

OPEN_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "target": "目标值",
        "scoring": "评分标准",
        "due": "完成时限",
        "assessed_by": "考核单位",
        "data_source": "数据来源",
        "evidence": "佐证材料",
        "note": "备注",
    }
)
"""The columns that an issued table may have besides those of 2021, each with what it is called.

``list``, ``show``, ``export``, ``diff``, ``import`` and the merge go by this list; ``more`` stands behind it.
"""
REQUIRED: Final = "须提供"
"""What 佐证材料 says in words where ``evidence`` is ``required``."""
EXTRA: Final = "加减分"
"""What stands in place of the weight of a bonus or penalty row."""


class Criterion(Model):
    """One row of the table (考核内容及说明): the unit of responsibility and of reporting."""

    id: CriterionId
    """编号，如 A02.1；只有一条时也带 .1"""
    weight: Weight | None = None
    """权重（满分），0.5 的倍数；不计分的部分不写"""
    extra: bool = Field(default=False, strict=True)
    """加分项或扣分项写 true：不写权重，不计入合计"""
    units: tuple[Text, ...]
    """责任单位，照录原文，第一个是牵头单位；名称须在 units.yaml 中"""
    leads: tuple[Text, ...] = ()
    """几个单位并列牵头的，依次写 units 最前面的几个；只有第一个牵头的不写"""
    resolved: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    """统称落实到的具体单位，如 {区级有关部门: [区商务委, 区教委]}；原文的写法仍留在 units 里"""
    content: Text
    """考核内容及说明，照录原文"""
    target: Text | None = None
    """目标值"""
    scoring: Text | None = None
    """评分标准、计分办法"""
    due: Text | None = None
    """完成时限，照录原文，如 6月底前；也可以写日期，如 2021-06-30"""
    assessed_by: Text | None = None
    """考核单位、监考单位"""
    data_source: Text | None = None
    """数据来源"""
    evidence: Evidence | None = None
    """须提供佐证材料的写 required"""
    note: Text | None = None
    """备注"""
    more: dict[Text, Text] = Field(default_factory=dict)
    """原表的其他列，以列名为键，照录原文"""
    metrics: tuple[Text, ...] = ()
    """需要逐项单独报送的指标；不需要时不写"""

    @property
    def full_marks(self) -> Decimal | None:
        """The weight, which a bonus or penalty row does not have: it counts in no total."""
        return None if self.extra else self.weight

    def open_columns(self) -> dict[str, str]:
        """Returns what the row says in the open columns, by their names, as people read it."""
        known = {label: getattr(self, name) for name, label in OPEN_COLUMNS.items()}
        if self.evidence is not None:
            known[OPEN_COLUMNS["evidence"]] = REQUIRED
        return {label: text for label, text in known.items() if text is not None} | self.more

    def metric_ids(self) -> tuple[str, ...]:
        """Returns the report id of each metric: ``A19.1.1``, ``A19.1.2``, …"""
        return tuple(f"{self.id}.{number}" for number in range(1, len(self.metrics) + 1))


class Indicator(Model):
    """A 考核指标 with its criteria, in the document's order."""

    id: IndicatorId
    """编号，如 A02"""
    name: Text
    """指标名称"""
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    """考核内容，一行一条"""


def _weights(kind: str, required: bool) -> JsonDict:
    """Returns the JSON Schema of a section in which every weight is of one kind."""
    weight: JsonDict = {"properties": {"weight": {"type": kind}}}
    total: JsonDict = {"properties": {"total_weight": {"type": kind}}}
    if required:
        weight["required"] = ["weight"]
        total["required"] = ["total_weight"]
    row: JsonDict = {
        "if": {"properties": {"extra": {"const": True}}, "required": ["extra"]},  # KH405
        "then": {"properties": {"weight": {"type": "null"}}},
        "else": weight,
    }
    rows: JsonDict = {"items": {"properties": {"criteria": {"items": row}}}}
    return {"allOf": [total, {"properties": {"indicators": rows}}]}


class Section(Model):
    """A part of the table: 25 scored indicators, 群众主观感受, 重点专项 or 基础保障."""

    model_config = ConfigDict(
        json_schema_extra={  # what KH401, KH402 and KH404 say, for the editor
            "if": {"properties": {"form": {"const": "scored"}}},
            "then": _weights("number", required=True),
            "else": _weights("null", required=False),
        }
    )

    id: SectionId
    """编号，A、B、C……（J 留给督查激励）"""
    title: Text
    """这一部分的标题"""
    form: Text | None = None
    """用附件3的哪种表，如 scored 计分、unscored 不计分；不写时按 forms.yaml 的 covers"""
    total_weight: Weight | None = None
    """权重合计，与各项之和核对；不计分的部分不写"""
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    """考核指标，按文件的顺序"""

    @property
    def has_weights(self) -> bool:
        """Whether its rows count with a weight."""
        rows = (one for indicator in self.indicators for one in indicator.criteria)
        return self.total_weight is not None or any(one.weight is not None for one in rows)

    @property
    def weight_sum(self) -> Decimal:
        """The sum of the criteria's weights, in points (分); bonus and penalty rows are in no total."""
        return sum((c.full_marks or Decimal(0) for i in self.indicators for c in i.criteria), Decimal(0))


class CriterionPlace(NamedTuple):
    """A criterion with the indicator and section it stands in."""

    section: Section
    indicator: Indicator
    criterion: Criterion


class ReportingRound(Model):
    """A round of reports: through which month, and when they are due."""

    through_month: Integer = Field(ge=1, le=12)
    """完成情况截至的月份"""
    due: Date | None = None
    """这一轮的截止日期，如 "2021-11-15"；没有定时不写"""


class Lights(Model):
    """From what share of the full marks on a row is green, and from what on yellow; below that it is red."""

    green: Percent
    """预计得分占满分的百分之几起算绿灯，如 95"""
    yellow: Percent
    """百分之几起算黄灯，如 85；再低是红灯"""


class IndicatorTable(Model):
    """The whole of ``indicators.yaml``."""

    schema_version: Version
    """数据格式的版本，目前是 1"""
    year: Year
    """考核年度"""
    title: Text
    """表的标题"""
    heading: Text | None = None
    """表内的一级标题（不带“一、”）；没有时不写"""
    report_due: DateOfYear | None = None
    """各单位交回报送材料的截止日期，如 "2021-11-15"；只写 11月15日 的是考核年度的；没有定时不写"""
    rounds: tuple[ReportingRound, ...] = ()
    """全年的各轮报送，如 1—10月一轮、全年一轮"""
    lights: Lights | None = None
    """红黄绿灯的界限"""
    area_code: AreaCode | None = None
    """本地座机的区号，如 "023"；只写 8 位的座机按它认"""
    office: Text | None = None
    """落款的单位"""
    sections: tuple[Section, ...] = Field(min_length=1)
    """表的各个部分"""

    @field_validator("report_due", mode="before")
    @classmethod
    def _of_the_year(cls, value: Any, info: ValidationInfo) -> Any:
        """Returns 11月15日 as the day of the year of the table."""
        day = date_in(value, info.data.get("year")) if isinstance(value, str) else None
        return day or value

    @classmethod
    def empty(cls, year: int, title: str) -> "IndicatorTable":
        """Returns what stands for the table where a workspace has none: no rows."""
        return cls.model_construct(schema_version=SCHEMA_VERSION, year=year, title=title, sections=())

    def criteria(self) -> Iterator[CriterionPlace]:
        """Yields every row of the table in the document's order."""
        for section in self.sections:
            for indicator in section.indicators:
                for criterion in indicator.criteria:
                    yield CriterionPlace(section, indicator, criterion)
