"""附件1 考核指标任务分解表: sections of indicators, each with one or more criteria."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import Field, ValidationInfo, field_validator

from kaohe_cli.model.base import (
    AreaCode,
    CriterionId,
    DateOfYear,
    IndicatorId,
    Model,
    Number,
    SectionId,
    Text,
    Version,
    Year,
)
from kaohe_cli.words.dates import date_in


class Criterion(Model):
    """One row of the table (考核内容及说明): the unit of responsibility and of reporting."""

    id: CriterionId
    """编号，如 A02.1；只有一条时也带 .1"""
    weight: Number | None = None
    """权重（满分），0.5 的倍数；不计分的部分不写"""
    units: tuple[Text, ...]
    """责任单位，照录原文，第一个是牵头单位；名称须在 units.yaml 中"""
    resolved: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    """统称落实到的具体单位，如 {区级有关部门: [区商务委, 区教委]}；原文的写法仍留在 units 里"""
    content: Text
    """考核内容及说明，照录原文"""
    metrics: tuple[Text, ...] = ()
    """需要逐项单独报送的指标；不需要时不写"""

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


class Section(Model):
    """A part of the table: 25 scored indicators, 群众主观感受, 重点专项 or 基础保障."""

    id: SectionId
    """编号，A、B、C……（J 留给督查激励）"""
    title: Text
    """这一部分的标题"""
    form: Text | None = None
    """用附件3的哪种表，如 scored 计分、unscored 不计分；不写时按 forms.yaml 的 covers"""
    total_weight: Number | None = None
    """权重合计，与各行之和核对；不计分的部分不写"""
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    """考核指标，按文件的顺序"""

    @property
    def has_weights(self) -> bool:
        """Whether its rows count with a weight."""
        rows = (one for indicator in self.indicators for one in indicator.criteria)
        return self.total_weight is not None or any(one.weight is not None for one in rows)

    @property
    def weight_sum(self) -> Decimal:
        """The sum of the criteria's weights, in points (分)."""
        return sum((c.weight or Decimal(0) for i in self.indicators for c in i.criteria), Decimal(0))


class CriterionPlace(NamedTuple):
    """A criterion with the indicator and section it stands in."""

    section: Section
    indicator: Indicator
    criterion: Criterion


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
    area_code: AreaCode | None = None
    """本地座机的区号，如 "023"；只写 8 位的座机按它认"""
    sections: tuple[Section, ...] = Field(min_length=1)
    """表的各个部分"""

    @field_validator("report_due", mode="before")
    @classmethod
    def _of_the_year(cls, value: Any, info: ValidationInfo) -> Any:
        """Returns 11月15日 as the day of the year of the table."""
        day = date_in(value, info.data.get("year")) if isinstance(value, str) else None
        return day or value

    def criteria(self) -> Iterator[CriterionPlace]:
        """Yields every row of the table in the document's order."""
        for section in self.sections:
            for indicator in section.indicators:
                for criterion in indicator.criteria:
                    yield CriterionPlace(section, indicator, criterion)
