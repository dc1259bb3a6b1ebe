"""附件2 督查激励争取任务分解表, joined with the measures of 渝府办发〔2021〕83号."""

from typing import Literal

from pydantic import Field

from kaohe_cli.tables.base import SCHEMA_VERSION, Date, IncentiveId, Model, Text, Version, Year
from kaohe_cli.words.plaques import department_named

Eligible = Literal["区县", "乡镇（街道）", "国家级开发开放平台"]
Reward = Literal["资金支持", "项目支持", "试点示范", "政策支持", "考核加分"]

_CLAIMING, _CLAIM_MATERIAL = "申报", "申报材料"
"""How a step is known in which claims are sent in: by its name, else by what it asks for."""


class TimelineStep(Model):
    """A step of 83号文, part two (组织实施), with its deadline where the document gives one."""

    name: Text
    """步骤名称"""
    due: Date | None = None
    """截止日期，如 "2022-02-01"；原文没有规定的不写"""
    wording: Text | None = None
    """截止日期在原文中的写法，如 2022年3月底前"""
    content: Text
    """这一步的要求，照录原文"""


class Incentive(Model):
    """One 督查激励措施 that the district may win."""

    id: IncentiveId
    """编号，J01 起"""
    title: Text
    """措施名称"""
    city_lead: tuple[Text, ...]
    """市级牵头单位；原文没有时写 []"""
    city_support: tuple[Text, ...]
    """市级配合单位，“等”照录；没有时写 []"""
    units: tuple[Text, ...]
    """区级责任单位，照录附件2"""
    resolved: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    """统称落实到的具体单位，如 {区级有关部门: [区商务委, 区教委]}；原文的写法仍留在 units 里"""
    eligible: tuple[Eligible, ...] = ()
    """激励对象；政策文件没有写的不写"""
    rewards: tuple[Reward, ...] = ()
    """激励方式的种类；政策文件没有写的不写"""
    bonus_points: bool = Field(default=False, strict=True)
    """是否在区县经济社会发展考核或其他有关考核中予以加分"""
    measure: Text = ""
    """措施全文，照录原文（不含名称和括号内的单位）；没有政策文件的不写"""

    @property
    def city_departments(self) -> tuple[str, ...]:
        """The names of the leading and supporting departments, without “等”."""
        return tuple(department_named(wording) for wording in (*self.city_lead, *self.city_support))


class IncentiveTable(Model):
    """The whole of ``incentives.yaml``."""

    schema_version: Version
    """数据格式的版本，目前是 1"""
    year: Year
    """考核年度"""
    title: Text
    """表的标题"""
    document: Text = ""
    """政策文件的文号；没有的不写"""
    document_title: Text | None = None
    """政策文件的名称"""
    issuer: Text | None = None
    """印发机关"""
    issued: Date | None = None
    """成文日期；没有的不写"""
    published: Date | None = None
    """发布日期"""
    replaces: Text | None = None
    """同时废止的文件的文号"""
    timeline: tuple[TimelineStep, ...]
    """组织实施的步骤，按时间先后"""
    incentives: tuple[Incentive, ...] = Field(min_length=1)
    """激励措施，按文件的顺序"""

    @property
    def claim_step(self) -> TimelineStep | None:
        """The step in which the districts send in their claims (区县申报), or None where no step says so."""
        called = (step for step in self.timeline if _CLAIMING in step.name)
        asked = (step for step in self.timeline if _CLAIM_MATERIAL in step.content)
        return next(called, None) or next(asked, None)

    @classmethod
    def empty(cls, year: int, title: str) -> "IncentiveTable":
        """Returns what stands for the table where a workspace has none: no rows."""
        return cls.model_construct(
            schema_version=SCHEMA_VERSION,
            year=year,
            title=title,
            timeline=(),
            incentives=(),
        )
