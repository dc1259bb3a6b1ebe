"""A summary beside an earlier one: the round before, or last year's, whose rows are found by their texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kaohe_cli.query.rows import CriterionRow
from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.summarizing.totals import Totals


@dataclass(frozen=True)
class EarlierRow:
    """What was said of a row then."""

    ids: tuple[str, ...]
    """What it was called then; several where it was reported in parts."""
    name: str
    full_marks: Decimal | None
    progress: Decimal | None
    forecast: Decimal | None

    @property
    def last(self) -> Decimal | None:
        """The score that was known last: what was forecast, else what had been reached."""
        return self.forecast if self.forecast is not None else self.progress


@dataclass(frozen=True)
class Earlier:
    """An earlier summary, row by row."""

    label: str
    """What people call it: 2021年1—6月, or the folder or version that was named."""
    rows: Mapping[str, EarlierRow]
    """By the id of the row now; a row that was not there then has none."""
    totals: Totals
    dropped: tuple[CriterionRow, ...] = ()
    """The criteria of then that are no more."""
    remarks: tuple[str, ...] = ()
    """What people should know of how it was read."""


class Compared(NamedTuple):
    """A summary, and what it is shown beside."""

    summary: Summary
    before: Earlier | None = None
    """The round before."""
    against: Earlier | None = None
    """The year before."""
    is_narrowed: bool = False
    """Whether it is of some rows only; then each of them is listed wherever it is shown."""

    @property
    def earlier(self) -> tuple[tuple[str, Earlier], ...]:
        """What it is compared with, each under the name that people give it."""
        named = (("上轮", self.before), ("上年", self.against))
        return tuple((name, one) for name, one in named if one is not None)


def round_before(now: Summary, then: Summary, label: str) -> Earlier:
    """Returns an earlier round of the same tables beside this one."""
    ids = {row.id: row.id for standing in now.standings for row in standing.criteria}
    return Earlier(label, _rows(now.standings, then.standings, ids), then.totals)


def year_before(now: Summary, then: Summary, label: str) -> Earlier:
    """Returns another year's summary beside this one; rows are matched by their texts as ``diff`` does."""
    from kaohe_cli.comparing.matching import match_rows  # few summaries need it, and each pays for its start

    old, new = _criteria(then), _criteria(now)
    matching = match_rows(old, new)
    ids = {pair.new.id: pair.old.id for pair in matching.pairs}
    return Earlier(label, _rows(now.standings, then.standings, ids), then.totals, matching.dropped)


def _criteria(summary: Summary) -> list[CriterionRow]:
    return [row for standing in summary.standings for row in standing.criteria]


def _rows(now: Iterable[Standing], then: Iterable[Standing], ids: Mapping[str, str]) -> dict[str, EarlierRow]:
    """Returns for each row of now those of then that stand for the same criteria and no others."""
    standing_for = {row.id: standing for standing in then for row in standing.criteria}
    found = {}
    for standing in now:
        wanted = {ids.get(row.id, "") for row in standing.criteria}
        same = {one.id: one for one in (standing_for.get(old) for old in wanted) if one is not None}
        if same and {row.id for one in same.values() for row in one.criteria} == wanted:
            found[standing.id] = _together(sorted(same.values(), key=lambda one: one.id))
    return found


def _together(standings: list[Standing]) -> EarlierRow:
    return EarlierRow(
        tuple(one.id for one in standings),
        standings[0].name if len(standings) == 1 else standings[0].row.name,
        _sum(one.full_marks for one in standings),
        _sum(one.progress for one in standings),
        _sum(one.forecast for one in standings),
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """Returns the sum, or None where one is missing: part of a score is no score."""
    total = Decimal(0)
    for value in values:
        if value is None:
            return None
        total += value
    return total
