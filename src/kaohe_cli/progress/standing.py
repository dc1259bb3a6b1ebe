"""Who has reported what: of each body how much is filled in, what is wrong with it, how late it came."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, NamedTuple

from kaohe_cli.forms import known
from kaohe_cli.forms.record import PEOPLE, Field
from kaohe_cli.forms.reports import Report
from kaohe_cli.query.entries import Entry
from kaohe_cli.query.rows import IncentiveRow
from kaohe_cli.rules.entry_checks import is_empty
from kaohe_cli.tables.units import Unit
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
    fields: tuple[Field, ...]
    asked: tuple[Field, ...]
    """All that is asked under it."""

    @property
    def is_whole(self) -> bool:
        """True where nothing is filled in under the heading that is about this row only."""
        return all(
            field in self.fields for field in self.asked if field.kind not in PEOPLE and not field.once
        )


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
    asked: int
    """How many fields its forms ask for."""
    file: str | None = None
    received: date | None = None
    through_month: int | None = None
    outdated: str | None = None
    """Why the report that is there does not count."""
    contact: str | None = None
    """责任人, as the report has it."""

    @property
    def filled(self) -> int:
        """How many fields are filled in."""
        return self.asked - sum(len(gap.fields) for gap in self.gaps)

    @property
    def empty_incentives(self) -> list[Entry]:
        """The incentives about which nothing is said."""
        return [gap.entry for gap in self.gaps if isinstance(gap.entry.row, IncentiveRow) and gap.is_whole]


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
    asked = {entry.id: _asked(entry, counted, now) for entry in entries}
    gaps = tuple(_gaps(entries, asked, counted))
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
        asked=sum(map(len, asked.values())),
        file=returned.file if returned else None,
        received=received,
        through_month=report.through_month if report else None,
        outdated=outdated,
        contact=_contact(counted) if counted else None,
    )


def _contact(report: Report) -> str | None:
    name = report.said.get(known.CONTACT_NAME)
    return " ".join(name.split()) if isinstance(name, str) and not is_empty(name) else None


def _outdated(report: Report, now: Round) -> str | None:
    if report.year != now.year:
        return f"{report.year} 年"
    if now.month is not None and report.through_month != now.month:
        return f"截至 {report.through_month} 月"
    return None


def _asked(entry: Entry, report: Report | None, now: Round) -> tuple[Field, ...]:
    return report.asked(entry.form) if report is not None else entry.form.asked(now.month)


def _gaps(
    entries: Iterable[Entry], asked: Mapping[str, tuple[Field, ...]], report: Report | None
) -> Iterator[Gap]:
    for entry in entries:
        empty = asked[entry.id]
        if report is not None:
            empty = tuple(field for field in empty if is_empty(report.value(entry.id, field.key)))
        if empty:
            yield Gap(entry, empty, asked[entry.id])


def _late_days(state: State, received: date | None, now: Round) -> int:
    """Returns the days after the due date; a report without a date of receipt is taken to be in time."""
    arrived = now.today if state is State.MISSING else received
    return max(0, (arrived - now.due).days) if arrived and now.due else 0
