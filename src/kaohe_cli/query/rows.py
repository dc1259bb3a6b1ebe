"""The rows of the tables as one list: criteria, then incentives, each with what people ask of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeAlias

from kaohe_cli.tables.incentives import Incentive
from kaohe_cli.tables.indicators import OPEN_COLUMNS, Criterion, Indicator, Section
from kaohe_cli.workspace.workspace import Tables, no_forms

if TYPE_CHECKING:  # a list of rows needs no forms
    from kaohe_cli.forms.record import Form, Forms

INCENTIVES: Final = "督查激励"
"""What 附件2 is called where parts of the tables are named."""

Record: TypeAlias = dict[str, Any]
"""A row as JSON has it."""


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One row of 附件1."""

    section: Section
    indicator: Indicator
    criterion: Criterion
    load_forms: "Callable[[], Forms]" = field(default=no_forms, compare=False, repr=False)
    """Gives the record of the forms."""

    @property
    def form(self) -> "Form":
        """The form of 附件3 in which it is reported."""
        return self.load_forms().of_section(self.section)

    @property
    def part(self) -> str:
        """The title of the part of the tables that it stands in."""
        return self.section.title

    @property
    def id(self) -> str:
        return self.criterion.id

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id that selects this row: section, indicator, criterion and its metrics."""
        return (self.section.id, self.indicator.id, self.criterion.id, *self.criterion.metric_ids())

    @property
    def name(self) -> str:
        return self.indicator.name

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts in which a piece of a name is looked for."""
        return (self.indicator.name, self.criterion.content, *self.criterion.metrics)

    @property
    def heading(self) -> str:
        """The name, with the content behind it where the indicator has several criteria."""
        if len(self.indicator.criteria) == 1:
            return self.indicator.name
        return f"{self.indicator.name}——{self.criterion.content}"

    @property
    def units(self) -> tuple[str, ...]:
        return self.criterion.units

    @property
    def resolved(self) -> Mapping[str, tuple[str, ...]]:
        return self.criterion.resolved

    @property
    def leads(self) -> tuple[str, ...]:
        """The wordings that lead together; empty where the first of the units leads alone."""
        return self.criterion.leads

    @property
    def weight(self) -> Decimal | None:
        """The full marks; None for a bonus or penalty row, too."""
        return self.criterion.full_marks

    def record(self) -> Record:
        return {
            "kind": "criterion",
            "id": self.id,
            "indicator_id": self.indicator.id,
            "section": self.section.id,
            "name": self.indicator.name,
            "content": self.criterion.content,
            "weight": plain_number(self.weight),
            "units": list(self.criterion.units),
            "form": self.form.id or self.section.form,
        } | self._further()

    def _further(self) -> Record:
        """Returns the keys that only some rows have."""
        criterion = self.criterion
        given = {name: getattr(criterion, name) for name in ("extra", *OPEN_COLUMNS)}
        record = {name: value for name, value in given.items() if value}
        if criterion.leads:
            record["leads"] = list(criterion.leads)
        if criterion.more:
            record["more"] = dict(criterion.more)
        return record | _resolved_record(self.resolved)


@dataclass(frozen=True, slots=True)
class IncentiveRow:
    """One row of 附件2."""

    incentive: Incentive
    load_forms: "Callable[[], Forms]" = field(default=no_forms, compare=False, repr=False)
    """Gives the record of the forms."""

    @property
    def form(self) -> "Form":
        """The form of 附件3 in which it is reported."""
        return self.load_forms().of_incentives

    @property
    def part(self) -> str:
        """The title of the part of the tables that it stands in."""
        return INCENTIVES

    @property
    def id(self) -> str:
        return self.incentive.id

    @property
    def ids(self) -> tuple[str, ...]:
        return ("J", self.incentive.id)

    @property
    def name(self) -> str:
        return self.incentive.title

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.incentive.title,)

    @property
    def heading(self) -> str:
        return self.incentive.title

    @property
    def units(self) -> tuple[str, ...]:
        return self.incentive.units

    @property
    def resolved(self) -> Mapping[str, tuple[str, ...]]:
        return self.incentive.resolved

    @property
    def leads(self) -> tuple[str, ...]:
        return ()

    @property
    def weight(self) -> Decimal | None:
        return None

    def record(self) -> Record:
        incentive = self.incentive
        return {
            "kind": "incentive",
            "id": incentive.id,
            "name": incentive.title,
            "city_lead": list(incentive.city_lead),
            "city_support": list(incentive.city_support),
            "units": list(incentive.units),
            "eligible": list(incentive.eligible),
            "bonus_points": incentive.bonus_points,
            "measure": incentive.measure,
        } | _resolved_record(self.resolved)


Row: TypeAlias = CriterionRow | IncentiveRow


class Assigned(Protocol):
    """Whatever bodies are named for: a row, or an indicator as a whole."""

    @property
    def units(self) -> tuple[str, ...]:
        """The wordings of the document, in its order."""

    @property
    def resolved(self) -> Mapping[str, tuple[str, ...]]:
        """The names that stand for a wording that is a collective."""

    @property
    def leads(self) -> tuple[str, ...]:
        """The wordings that lead together; empty where the first leads alone."""


def unit_texts(row: Assigned) -> list[str]:
    """Returns the wordings of a row, a resolved collective as 区级有关部门（区商务委、区教委）."""
    return [
        f"{wording}（{'、'.join(row.resolved[wording])}）" if row.resolved.get(wording) else wording
        for wording in row.units
    ]


def open_columns(rows: Iterable[Row]) -> dict[str, None]:
    """Returns the names of the open columns in which any of these rows says something, in their order."""
    texts = [row.criterion.open_columns() for row in rows if isinstance(row, CriterionRow)]
    used = {name: None for one in texts for name in one}
    return {name: None for name in OPEN_COLUMNS.values() if name in used} | used


class Share(NamedTuple):
    """A name that a row gives the work to, and whether it leads (牵头) or supports (配合)."""

    name: str
    leads: bool


def shares(row: Assigned) -> list[Share]:
    """Returns the names of a row in their order, those of a resolved collective in its place.

    The first leads; where the row has ``leads``, all that these stand for do.
    """
    named = [(name, wording) for wording in row.units for name in row.resolved.get(wording) or (wording,)]
    if row.leads:
        return [Share(name, wording in row.leads) for name, wording in named]
    return [Share(name, not position) for position, (name, _) in enumerate(named)]


def lead_and_support(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the wordings of a row that lead, and the others."""
    lead = row.leads or row.units[:1]
    return lead, tuple(wording for wording in row.units if wording not in lead)


def all_rows(tables: Tables) -> Iterator[Row]:
    """Yields every row in the documents' order: 附件1, then 附件2."""
    for place in tables.indicators.criteria():
        yield CriterionRow(*place, tables.load_forms)
    for incentive in tables.incentives.incentives:
        yield IncentiveRow(incentive, tables.load_forms)


def _resolved_record(resolved: Mapping[str, tuple[str, ...]]) -> Record:
    """Returns the key that a row has only where a collective of it has been resolved."""
    return {"resolved": {name: list(bodies) for name, bodies in resolved.items()}} if resolved else {}


def plain_number(value: Decimal | None) -> int | float | None:
    """Returns a weight or score as JSON has it: 4, 0.5 or null."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def points(value: Decimal) -> str:
    """Returns a weight or score as people write it, without trailing zeros.

    >>> points(Decimal("4.50")), points(Decimal("90"))
    ('4.5', '90')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
