"""An indicator reported on as a whole: one row for all of its criteria, as 附件3 says 指标名称."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from kaohe_cli.query.rows import CriterionRow, Row
from kaohe_cli.tables.indicators import Indicator, Section

if TYPE_CHECKING:
    from kaohe_cli.forms.record import Form


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator of several criteria, or those of them that are asked of one body."""

    section: Section
    indicator: Indicator
    criteria: tuple[CriterionRow, ...]
    """The rows that it stands for: all of the indicator's, or some where they have no weight."""

    @property
    def form(self) -> "Form":
        """The form of 附件3 in which it is reported."""
        return self.criteria[0].form

    @property
    def part(self) -> str:
        """The title of the part of the tables that it stands in."""
        return self.criteria[0].part

    @property
    def id(self) -> str:
        return self.indicator.id

    @property
    def covers(self) -> tuple[str, ...]:
        """The ids of the criteria that it stands for."""
        return tuple(row.id for row in self.criteria)

    @property
    def name(self) -> str:
        return self.indicator.name

    @property
    def heading(self) -> str:
        return self.indicator.name

    @property
    def content(self) -> str:
        """The contents of its criteria, one behind the other."""
        return "；".join(row.criterion.content.rstrip("；。") for row in self.criteria)

    @property
    def units(self) -> tuple[str, ...]:
        """The wordings of all its criteria, each once."""
        return tuple(dict.fromkeys(wording for row in self.criteria for wording in row.units))

    @property
    def resolved(self) -> Mapping[str, tuple[str, ...]]:
        """The bodies of each collective, whichever criterion names it."""
        bodies: dict[str, dict[str, None]] = {}
        for row in self.criteria:
            for wording, names in row.resolved.items():
                bodies.setdefault(wording, {}).update(dict.fromkeys(names))
        return {wording: tuple(names) for wording, names in bodies.items()}

    @property
    def leads(self) -> tuple[str, ...]:
        """Those that lead its first criterion: they have the say where bodies differ."""
        return self.criteria[0].leads

    @property
    def weight(self) -> Decimal | None:
        """The sum of the criteria's full marks; None where none of them has any."""
        marks = [row.weight for row in self.criteria if row.weight is not None]
        return sum(marks, Decimal(0)) if marks else None


def indicator_rows(rows: Iterable[Row]) -> Iterator[IndicatorRow]:
    """Yields the indicators of which several criteria are among these rows (in the documents' order)."""
    criteria = (row for row in rows if isinstance(row, CriterionRow))
    for _, found in groupby(criteria, key=lambda row: (row.section.id, row.indicator.id)):
        own = tuple(found)
        if len(own) > 1:
            yield IndicatorRow(own[0].section, own[0].indicator, own)
