"""A round in sum, computed from the tables, the record of the forms and the reports that count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kaohe_cli.forms.rounds import Round
from kaohe_cli.progress.standing import Returned
from kaohe_cli.query.reported import Reported
from kaohe_cli.query.rows import IncentiveRow, all_rows
from kaohe_cli.summarizing.incentives import ClaimLine, IncentiveStanding, incentive_standings, usual_claims
from kaohe_cli.summarizing.lights import USUAL_LIGHTS
from kaohe_cli.summarizing.risks import Risk, risks_of
from kaohe_cli.summarizing.standings import Conflict, Standing, standings_of
from kaohe_cli.summarizing.statements import gathered
from kaohe_cli.summarizing.totals import Totals, totals_of
from kaohe_cli.summarizing.units import Now, UnitStanding, unit_standings
from kaohe_cli.tables.indicators import Lights
from kaohe_cli.words.shortening import some_of
from kaohe_cli.workspace.workspace import Tables

_MOST_NAMED: Final = 5


class RoundReports(NamedTuple):
    """The reports of a round: those that count, and what became of each body's file."""

    reported: Reported
    returned: Mapping[str, Returned]
    """What each body has sent, by its name, readable or not."""
    remarks: tuple[str, ...] = ()
    """What is there and does not count, in a sentence each."""


@dataclass(frozen=True)
class PartSummary:
    """A part of 附件1 and its sums."""

    id: str
    title: str
    standings: tuple[Standing, ...]
    totals: Totals


@dataclass(frozen=True)
class Summary:
    """What a round comes to. Rows are in the tables' order, bodies in the registry's."""

    tables: Tables
    now: Now
    lights: Lights
    standings: tuple[Standing, ...]
    """Every row of 附件1."""
    incentives: tuple[IncentiveStanding, ...]
    parts: tuple[PartSummary, ...]
    units: tuple[UnitStanding, ...]
    totals: Totals
    claims: tuple[ClaimLine, ...]
    remarks: tuple[str, ...]
    """What is in the reports and could not be counted, in a sentence each."""

    @property
    def year(self) -> int:
        return self.tables.indicators.year

    @property
    def round(self) -> Round:
        """The round; ``str`` has it as programs and file names do: 2021-10."""
        return self.now.round

    @property
    def is_final(self) -> bool:
        """Whether it is of the whole year, in which no scored row is asked for a forecast."""
        return all(one.is_final for one in self.standings if one.is_scored)

    @property
    def reports(self) -> int:
        """How many bodies have said anything that counts."""
        said = {one.unit for row in self.standings for one in row.statements}
        return len(said | {one.unit for row in self.incentives for one in row.statements})

    @property
    def losses(self) -> tuple[Standing, ...]:
        """The rows that lose points, or are expected to, those that lose most first."""
        losing = [one for one in self.standings if (one.loss or 0) > 0]
        return tuple(sorted(losing, key=lambda one: -(one.loss or 0)))

    @property
    def units_by_loss(self) -> tuple[UnitStanding, ...]:
        """The bodies that lose points, or are expected to, those that lose most first."""
        losing = [one for one in self.units if (one.totals.loss.points or 0) > 0]
        return tuple(sorted(losing, key=lambda one: -(one.totals.loss.points or 0)))

    @property
    def missing(self) -> tuple[UnitStanding, ...]:
        """The bodies that have said nothing of some of their rows."""
        return tuple(one for one in self.units if one.missing)

    @property
    def unreported(self) -> tuple[Standing, ...]:
        """The scored rows of 附件1 of which no loss is known, and the others of which nothing is said."""
        return tuple(
            one
            for one in self.standings
            if (one.loss is None if one.counts and one.is_scored else not one.statements)
        )

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The fields of which two bodies said different things."""
        return tuple(conflict for one in self.standings for conflict in one.conflicts)

    @property
    def risks(self) -> tuple[Risk, ...]:
        """Where a loss is to be feared, row by row."""
        return tuple(risk for one in self.standings for risk in risks_of(one))

    @property
    def unranked(self) -> tuple[Standing, ...]:
        """The rows with a score beside which no rank stands."""
        return tuple(one for one in self.standings if any(flag.kind == "unranked" for flag in one.flags))


def summary_of(
    tables: Tables,
    reports: RoundReports,
    now: Now,
    claims: Sequence[ClaimLine] | None = None,
) -> Summary:
    """Returns what the reports of a round come to; without ``claims`` as where none is recorded.

    The order of the reports makes no difference, and a report changes no row but those it is about.
    """
    statements = gathered(reports.reported)
    lights = tables.indicators.lights or USUAL_LIGHTS
    standings = tuple(standings_of(tables, statements, lights, now.round.month))
    offered = (row for row in all_rows(tables) if isinstance(row, IncentiveRow))
    incentives = tuple(incentive_standings(offered, tables.registry, statements))
    parts = tuple(_parts(tables, standings))
    return Summary(
        tables=tables,
        now=now,
        lights=lights,
        standings=standings,
        incentives=incentives,
        parts=parts,
        units=tuple(unit_standings(tables, standings, reports.reported, reports.returned, now)),
        totals=totals_of(standings),
        claims=tuple(
            usual_claims(incentives, tables.incentives.claim_step, now.today) if claims is None else claims
        ),
        remarks=(*reports.remarks, *_uncounted(standings, incentives, reports.reported)),
    )


def _parts(tables: Tables, standings: Sequence[Standing]) -> Iterator[PartSummary]:
    of_section: dict[str, list[Standing]] = {}
    for standing in standings:
        of_section.setdefault(standing.row.section.id, []).append(standing)
    for section in tables.indicators.sections:
        own = tuple(of_section.get(section.id, ()))
        yield PartSummary(section.id, section.title, own, totals_of(own))


def _uncounted(
    standings: Iterable[Standing], incentives: Iterable[IncentiveStanding], reported: Reported
) -> list[str]:
    """Returns a sentence for each report that says something under an id that no row takes."""
    standings = list(standings)
    spoken = [statement for row in standings for statement in row.statements]
    spoken += [statement for row in incentives for statement in row.statements]
    told = {one.id for one in spoken} | {below for one in standings for below in one.below()}
    lines = []
    for unit, report in reported.reports.items():
        if strays := [key for key, values in report.entries.items() if values and key not in told]:
            which = some_of(strays, _MOST_NAMED, "项")
            lines.append(f"{unit}报送的 {which} 不是表里可以单独报送的编号，未计入")
    return sorted(lines)
