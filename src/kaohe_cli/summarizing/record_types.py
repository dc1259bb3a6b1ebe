"""What ``kaohe summary --format json`` prints and ``kaohe_cli.summary`` returns, key by key.

A number that is not known is None, never 0: 未报 is not nothing. Points are int where they are whole.
"""

from typing import NotRequired, TypeAlias, TypedDict

from kaohe_cli.summarizing.lights import Light

Points: TypeAlias = int | float | None


class TotalsRecord(TypedDict):
    """Sums over some rows, each with how many rows it rests on."""

    full_marks: Points
    """Of all weighted rows, reported or not; bonus and penalty rows are in no sum."""
    progress: Points
    forecast: Points
    expected_loss: Points
    """Full marks less forecast, of the rows that have a forecast."""
    rows: int
    progress_rows: int
    forecast_rows: int
    lights: dict[str, int]
    """How many rows are ``green``, ``yellow``, ``red``, or ``none``: of these nothing is known."""


class PartRecord(TotalsRecord):
    """A part of 附件1."""

    id: str
    title: str


class EarlierRowRecord(TypedDict):
    """What was said of a row in an earlier round or year."""

    ids: list[str]
    name: str
    full_marks: Points
    progress: Points
    forecast: Points


class RowRecord(TypedDict):
    """A row: a criterion, or an indicator that is reported on as a whole."""

    id: str
    covers: list[str]
    name: str
    section: str
    units: list[str]
    leads: list[str]
    full_marks: Points
    progress: Points
    forecast: Points
    expected_loss: Points
    light: Light | None
    reported_by: list[str]
    problems: list[str]
    """What people should look at, in a sentence each."""
    before: NotRequired[EarlierRowRecord | None]
    """In the round before, where there is one."""
    against: NotRequired[EarlierRowRecord | None]
    """In the year that was named."""


class UnitRecord(TypedDict):
    """A body; its sums are of the rows that it leads."""

    unit: str
    state: str
    """``missing``, ``unreadable``, ``partial`` or ``complete``."""
    rows: int
    full_marks: Points
    progress: Points
    forecast: Points
    expected_loss: Points
    forecast_rows: int
    leads: list[str]
    supports: list[str]
    late_days: int | None


class MissingRecord(TypedDict):
    """A body that has said nothing of these rows."""

    unit: str
    rows: list[str]


class ConflictRecord(TypedDict):
    """A field of a row of which two bodies said different things."""

    id: str
    field: str
    values: dict[str, str | int | float | None]
    """By the body, the lead first."""


class RiskRecord(TypedDict):
    """A reason to fear for a row, in the words of the body."""

    id: str
    unit: str
    says_no: bool
    quote: str


class IncentiveRecord(TypedDict):
    """An incentive, and what each body says of it."""

    id: str
    name: str
    units: list[str]
    bonus_points: bool
    eligible: dict[str, str]
    expected_result: dict[str, str]


class ClaimRecord(TypedDict):
    """Where a claim stands."""

    id: str
    name: str
    state: str | None
    days_left: int | None
    lead: str | None
    problem: str | None


class DroppedRecord(TypedDict):
    """A row of then that is no more."""

    id: str
    name: str


class EarlierRecord(TypedDict):
    """An earlier round or year."""

    label: str
    totals: TotalsRecord
    dropped: list[DroppedRecord]


class SummaryRecord(TypedDict):
    """What a round comes to."""

    round: str
    """2021-10."""
    due: str | None
    """2021-11-15."""
    lights: dict[str, Points]
    """From which percentage of full marks on a row is ``green`` or ``yellow``."""
    totals: TotalsRecord
    parts: list[PartRecord]
    rows: list[RowRecord]
    units: list[UnitRecord]
    missing: list[MissingRecord]
    conflicts: list[ConflictRecord]
    risks: list[RiskRecord]
    unranked: list[str]
    incentives: list[IncentiveRecord]
    claims: list[ClaimRecord]
    before: EarlierRecord | None
    against: EarlierRecord | None
    remarks: list[str]
    """What is in the reports and was not counted, in a sentence each."""
