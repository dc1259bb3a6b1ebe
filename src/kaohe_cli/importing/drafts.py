"""What the recognisers find, before it has ids and is checked as a whole."""

from dataclasses import dataclass, field
from decimal import Decimal

from kaohe_cli.importing.report import DocumentPlace
from kaohe_cli.tables.indicators import REQUIRED


@dataclass
class CriterionDraft:
    """A row of an indicator table."""

    place: DocumentPlace
    content: str
    units: tuple[str, ...]
    weight: Decimal | None = None
    is_weight_explained: bool = False
    """True where a doubt has said already why there is no weight."""
    is_extra: bool = False
    metrics: tuple[str, ...] = ()
    """The items that are reported one by one, where the form's own example shows it."""
    leads: tuple[str, ...] = ()
    """The bodies that lead together, where the document says so of several."""
    columns: dict[str, str] = field(default_factory=dict)
    """What stands in the open columns, by the names of their fields."""
    more: dict[str, str] = field(default_factory=dict)
    """What stands in columns that no field has a place for, by their own names."""

    def texts(self) -> tuple[str, ...]:
        """Returns every text of the row."""
        evidence = (REQUIRED, "需提供", "是", "√") if "evidence" in self.columns else ()
        return (self.content, *self.units, *self.columns.values(), *self.more.values(), *evidence)


@dataclass
class IndicatorDraft:
    """An indicator with its rows."""

    name: str
    number: int | None
    criteria: list[CriterionDraft] = field(default_factory=list)


@dataclass
class SectionDraft:
    """A part of the table."""

    title: str
    place: DocumentPlace
    declared: Decimal | None = None
    """The sum that the document itself gives."""
    indicators: list[IndicatorDraft] = field(default_factory=list)

    @property
    def criteria(self) -> list[CriterionDraft]:
        """All rows of the part."""
        return [criterion for indicator in self.indicators for criterion in indicator.criteria]

    @property
    def weight_sum(self) -> Decimal:
        """The sum of the weights, in points (分)."""
        return sum((criterion.weight or Decimal(0) for criterion in self.criteria), Decimal(0))

    @property
    def is_scored(self) -> bool:
        """True where any row has a weight."""
        return any(criterion.weight is not None for criterion in self.criteria)


@dataclass
class IndicatorsDraft:
    """Everything that becomes ``indicators.yaml``."""

    title: str = ""
    heading: str = ""
    sections: list[SectionDraft] = field(default_factory=list)


@dataclass
class IncentiveDraft:
    """A 督查激励措施, from 附件2, from the policy text, or from both."""

    place: DocumentPlace
    number: int | None
    title: str
    city_lead: tuple[str, ...] = ()
    city_support: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    measure: str = ""
    eligible: tuple[str, ...] = ()
    rewards: tuple[str, ...] = ()
    bonus_points: bool | None = None
    wording: str = ""
    """Title and measure in one, as the policy text has them."""


@dataclass(frozen=True)
class StepDraft:
    """A step of 组织实施."""

    name: str
    content: str
    due: str = ""
    wording: str = ""


@dataclass
class PolicyDraft:
    """The policy text: its measures, and the facts of its head and end."""

    measures: list[IncentiveDraft] = field(default_factory=list)
    timeline: list[StepDraft] = field(default_factory=list)
    document: str = ""
    document_title: str = ""
    issuer: str = ""
    issued: str = ""
    published: str = ""
    replaces: str = ""


@dataclass
class IncentivesDraft:
    """Everything that becomes ``incentives.yaml``."""

    title: str = ""
    rows: list[IncentiveDraft] = field(default_factory=list)
    policy: PolicyDraft = field(default_factory=PolicyDraft)
