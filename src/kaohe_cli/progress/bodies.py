"""Who has reported what: of each body how much is filled in, what is wrong with it, how late it came."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, NamedTuple

from kaohe_cli.model.reports import Report
from kaohe_cli.model.units import Unit
from kaohe_cli.query.entries import ASKED, AskedField, Entry, value_of
from kaohe_cli.rules.entry_checks import is_empty
from kaohe_cli.workspace.finding import Finding

COMPLETENESS: Final = {"KH810", "KH811", "KH812"}
"""Findings that only repeat what ``gaps`` say, and are not counted as problems."""


class State(Enum):
    """How far a body's report has come; the value is the word for it."""

    MISSING = "未交"
    UNREADABLE = "读不出来"
    PARTIAL = "部分"
    COMPLETE = "完整"


class Gap(NamedTuple):
    """A heading of the form, and its fields that are still empty."""

    entry: Entry
    fields: tuple[AskedField, ...]

    @property
    def is_whole(self) -> bool:
        """True where nothing is filled in under the heading that is about this row only."""
        empty = {field.path for field in self.fields}
        return all(field.path in empty for field in ASKED[self.entry.form] if _is_substance(field))


class Round(NamedTuple):
    """What the reports are measured against."""

    year: int
    month: int | None
    """The month that the reports must go through; None takes them as they are."""
    due: date | None
    today: date


@dataclass(frozen=True)
class BodyProgress:
    """What a body has reported."""

    unit: Unit
    state: State
    entries: tuple[Entry, ...]
    """The headings of its form."""
    gaps: tuple[Gap, ...]
    """The headings under which fields are still empty."""
    findings: tuple[Finding, ...]
    """What is wrong with its files, beyond what is missing."""
    late_days: int
    """By how many days its report came after the due date, or is overdue; 0 where it is not late."""
    file: str | None = None
    received: date | None = None
    through_month: int | None = None
    outdated: str | None = None
    """Why the report that is there does not count."""
    contact: str | None = None
    """责任人, as the report has it."""

    @property
    def asked(self) -> int:
        """How many fields its forms ask for."""
        return sum(len(ASKED[entry.form]) for entry in self.entries)

    @property
    def filled(self) -> int:
        """How many fields are filled in."""
        return self.asked - sum(len(gap.fields) for gap in self.gaps)

    @property
    def empty_incentives(self) -> list[Entry]:
        """The incentives about which nothing is said."""
        return [gap.entry for gap in self.gaps if gap.entry.form == "incentive" and gap.is_whole]


class Returned(NamedTuple):
    """The report file of a body, and what is wrong with it and with further files of the same body."""

    file: str
    report: Report | None
    """None where the file cannot be read."""
    findings: tuple[Finding, ...]


def progress_of(unit: Unit, entries: Sequence[Entry], returned: Returned | None, now: Round) -> BodyProgress:
    """Returns what a body has reported under its headings."""
    report = returned.report if returned else None
    outdated = _outdated(report, now) if report else None
    counted = report if outdated is None else None
    gaps = tuple(_gaps(entries, counted))
    state = State.PARTIAL if gaps else State.COMPLETE
    if counted is None:
        state = State.UNREADABLE if returned and report is None else State.MISSING
    received = counted.returned.received if counted and counted.returned else None
    findings = returned.findings if returned else ()
    return BodyProgress(
        unit=unit,
        state=state,
        entries=tuple(entries),
        gaps=gaps,
        findings=tuple(sorted(one for one in findings if one.code not in COMPLETENESS)),
        late_days=_late_days(state, received, now),
        file=returned.file if returned else None,
        received=received,
        through_month=report.through_month if report else None,
        outdated=outdated,
        contact=_contact(counted) if counted else None,
    )


def _contact(report: Report) -> str | None:
    name = report.contact.name
    return " ".join(name.split()) if name and not is_empty(name) else None


def _outdated(report: Report, now: Round) -> str | None:
    if report.year != now.year:
        return f"{report.year} 年"
    if now.month is not None and report.through_month != now.month:
        return f"截至 {report.through_month} 月"
    return None


def _gaps(entries: Iterable[Entry], report: Report | None) -> Iterator[Gap]:
    for entry in entries:
        asked = ASKED[entry.form]
        if report is not None:
            asked = tuple(field for field in asked if is_empty(value_of(report, entry.id, field.path)))
        if asked:
            yield Gap(entry, asked)


def _late_days(state: State, received: date | None, now: Round) -> int:
    """Returns the days after the due date; a report without a date of receipt is taken to be in time."""
    arrived = now.today if state is State.MISSING else received
    return max(0, (arrived - now.due).days) if arrived and now.due else 0


def _is_substance(field: AskedField) -> bool:
    return field.path.startswith(("progress/", "forecast/")) or field.path == "problems"
