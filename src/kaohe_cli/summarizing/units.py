"""What each body answers for and how far it has come, in the registry's order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kaohe_cli.forms.rounds import Round
from kaohe_cli.progress.standing import BodyProgress, ReportState, Returned, progress_of
from kaohe_cli.progress.standing import Round as Measure
from kaohe_cli.query.entries import entries_of, rows_by_unit
from kaohe_cli.query.reported import Reported
from kaohe_cli.query.rows import CriterionRow
from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.totals import Totals, totals_of
from kaohe_cli.workspace.workspace import Tables


class Now(NamedTuple):
    """What a summary is measured against."""

    round: Round
    due: date | None
    """When the reports of the round are due, where that is set."""
    today: date

    @property
    def measure(self) -> Measure:
        """The same as ``progress`` has it."""
        return Measure(self.round.year, self.round.month, self.due, self.today)


@dataclass(frozen=True)
class UnitStanding:
    """One body: the rows it leads and their sums, and what it has left out."""

    unit: str
    state: ReportState
    led: tuple[Standing, ...]
    """The rows of 附件1 that it leads; the sums are of these, since only the lead's score counts."""
    supported: tuple[Standing, ...]
    """The rows of 附件1 that it answers for without leading them."""
    totals: Totals
    missing: tuple[str, ...]
    """The ids of the rows that it answers for and has said nothing of."""
    late_days: int = 0
    through_month: int | None = None
    """Through which month its report goes, that of another round as well; None without a report."""


def unit_standings(
    tables: Tables,
    standings: Sequence[Standing],
    reported: Reported,
    returned: Mapping[str, Returned],
    now: Now,
) -> list[UnitStanding]:
    """Returns every body that has rows."""
    led: dict[str, list[Standing]] = {}
    supported: dict[str, list[Standing]] = {}
    for standing in standings:
        for body in standing.bodies:
            (led if body.leads else supported).setdefault(body.name, []).append(standing)
    said = _who_said(standings)
    rows = rows_by_unit(tables)
    found = []
    for unit in tables.registry.units:
        if own := rows[unit.name]:
            progress = progress_of(
                unit, tuple(entries_of(own)), returned.get(unit.name), now.measure, reported
            )
            leading = tuple(led.get(unit.name, ()))
            found.append(
                UnitStanding(
                    unit.name,
                    progress.state,
                    leading,
                    tuple(supported.get(unit.name, ())),
                    totals_of(leading),
                    _missing(progress, said.get(unit.name, frozenset())),
                    progress.late_days,
                    progress.through_month,
                )
            )
    return found


def _who_said(standings: Iterable[Standing]) -> dict[str, set[str]]:
    """Returns the ids of the criteria and metrics of which each body has said something."""
    said: dict[str, set[str]] = {}
    for standing in standings:
        for statement in standing.statements:
            ids = (statement.id, *standing.below())
            said.setdefault(statement.unit, set()).update(ids)
    return said


def _missing(progress: BodyProgress, said: "set[str] | frozenset[str]") -> tuple[str, ...]:
    """Returns the rows of which nothing is said; one with metrics by its own id if none of them is there."""
    silent = [gap.entry for gap in progress.gaps if gap.is_whole and gap.entry.id not in said]
    ids: dict[str, None] = {}
    for entry in silent:
        metrics = entry.row.criterion.metric_ids() if isinstance(entry.row, CriterionRow) else ()
        whole = entry.id in metrics and not said.intersection(metrics)
        if entry.row.id not in said:
            ids[entry.row.id if whole or not metrics else entry.id] = None
    return tuple(ids)
