"""Sums over rows, which say how many rows they rest on; what is not reported is in no sum, and is not 0."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kaohe_cli.summarizing.lights import Light
from kaohe_cli.summarizing.standings import Standing


@dataclass(frozen=True)
class Sum:
    """A sum in points, and of how many rows; None where there is none to add."""

    points: Decimal | None
    rows: int


@dataclass(frozen=True)
class Totals:
    """The sums of some rows of 附件1; what has no full marks is counted in ``lights`` alone."""

    full_marks: Sum
    progress: Sum
    forecast: Sum
    expected_loss: Sum
    """Of the rows that have a forecast."""
    loss: Sum
    """By the forecast, or in the round of the whole year by the result."""
    lights: Counter[Light | None]

    @property
    def rows(self) -> int:
        """How many rows have a weight."""
        return self.full_marks.rows


def totals_of(standings: Iterable[Standing]) -> Totals:
    """Returns the sums of these rows."""
    every = list(standings)
    weighted = [one for one in every if one.counts]
    return Totals(
        full_marks=_sum(one.full_marks for one in weighted),
        progress=_sum(one.progress for one in weighted),
        forecast=_sum(one.forecast for one in weighted),
        expected_loss=_sum(one.expected_loss for one in weighted),
        loss=_sum(one.loss for one in weighted),
        lights=Counter(one.light for one in every),
    )


def _sum(values: Iterable[Decimal | None]) -> Sum:
    there = [value for value in values if value is not None]
    return Sum(sum(there, Decimal(0)) if there else None, len(there))
