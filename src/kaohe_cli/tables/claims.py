"""The claims (申报) for the incentives of 附件2: how far each has come on its way to the city."""

from datetime import date

from pydantic import Field

from kaohe_cli.tables.base import BodyName, Date, Filled, Model, Text, Version, Year
from kaohe_cli.tables.claim_states import DRAFTING, WANTED, ClaimState


class Claim(Filled):
    """How far the claim for one incentive has come."""

    state: ClaimState
    """进度：拟申报、材料起草、已报送、已推荐、已通报，或不申报"""
    lead: BodyName | None = None
    """牵头申报的单位；不写时是附件2的第一个责任单位"""
    material: Text | None = None
    """申报材料：文件名或标题"""
    sent: Date | None = None
    """报送市级牵头部门的日期，如 2022-01-20"""
    copied: Date | None = None
    """抄送市政府督查办的日期"""
    recommended: Date | None = None
    """市级牵头部门推荐的日期"""
    announced: Date | None = None
    """市政府通报的日期"""
    result: Text | None = None
    """结果，如 获得激励、未获激励"""
    notes: Text | None = None
    """备注；不申报的写原因"""

    @property
    def is_open(self) -> bool:
        """Whether it still has to be sent to the city."""
        return self.state in (WANTED, DRAFTING)

    @property
    def dates(self) -> dict[str, date]:
        """The days that are known, by field, in the order in which they should follow."""
        named = {name: getattr(self, name) for name in ("sent", "recommended", "announced")}
        return {name: day for name, day in named.items() if day is not None}


class Claims(Model):
    """The whole of ``claims.yaml``."""

    schema_version: Version
    """数据格式的版本，目前是 1"""
    year: Year
    """考核年度，与附件2的一致"""
    claims: dict[str, Claim] = Field(default_factory=dict)
    """各项激励的申报，以编号为键，如 J04；没有写的是还没有定"""
