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
from kaohe_cli.query.evidence_files import EvidenceFile
from kaohe_cli.query.reported import Reported, Said
from kaohe_cli.query.rows import IncentiveRow, Row
from kaohe_cli.rules.entry_checks import is_empty
from kaohe_cli.tables.sent import OldForm
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.finding import Finding

COMPLETENESS: Final = {"KH810", "KH811", "KH812"}
"""Findings that only repeat what ``gaps`` say, and are not counted as problems."""
ANNOUNCED: Final = {"KH823", "KH824", "KH825"}
"""What a body says of its year, which is no slip in its report."""


class ReportState(Enum):
    """How far a body's report has come; the value is the word for it."""

    MISSING = "未报"
    UNREADABLE = "无法读取"
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
    state: ReportState
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
    evidence: tuple[EvidenceFile, ...] = ()
    """The 佐证材料 that it handed in."""
    lacks_evidence: tuple[Row, ...] = ()
    """Its rows that ask for 佐证材料, of which neither it nor another body of the row has handed in any."""
    old_form: OldForm | None = None
    """On how old a form its report was made, where a newer one was sent to it."""
    shared_with: tuple[str, ...] = ()
    """Under whose names joint reports are filed in which it reported rows of its own."""

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


def progress_of(
    unit: Unit, entries: Sequence[Entry], returned: Returned | None, now: Round, reported: Reported
) -> BodyProgress:
    """Returns what a body has reported under its headings: itself, or together with others.

    ``reported`` are the reports of the round that count.
    """
    report = returned.report if returned else None
    outdated = outdated_by(report, now) if report else None
    said = {entry.id: reported.of(unit.name, entry) for entry in entries}
    shared = next((one.report for one in said.values() if one is not None), None)
    counted = report if report is not None and outdated is None else shared
    asked = {entry.id: _asked(entry, said[entry.id], counted, now) for entry in entries}
    gaps = tuple(_gaps(entries, asked, said, counted))
    state = ReportState.PARTIAL if gaps else ReportState.COMPLETE
    if counted is None:
        state = ReportState.UNREADABLE if returned and report is None else ReportState.MISSING
    received = counted.returned.received if counted and counted.returned else None
    findings = returned.findings if returned else ()
    return BodyProgress(
        unit=unit,
        state=state,
        entries=tuple(entries),
        gaps=gaps,
        findings=tuple(sorted(one for one in findings if one.code not in COMPLETENESS | ANNOUNCED)),
        late_days=_late_days(state, received, now),
        asked=sum(map(len, asked.values())),
        file=returned.file if returned else None,
        received=received,
        through_month=(report or counted).through_month if report or counted else None,  # type: ignore[union-attr]
        outdated=outdated,
        contact=_contact(counted) if counted else None,
        shared_with=tuple(
            dict.fromkeys(one.report.unit for one in said.values() if one and one.report is not report)
        ),
    )


def _contact(report: Report) -> str | None:
    name = report.said.get(known.CONTACT_NAME)
    return " ".join(name.split()) if isinstance(name, str) and not is_empty(name) else None


def outdated_by(report: Report, now: Round) -> str | None:
    """Returns why a report does not count in a round, None where it does."""
    if report.year != now.year:
        return f"{report.year} 年"
    if now.month is not None and report.through_month != now.month:
        return f"截至 {report.through_month} 月"
    return None


def _asked(entry: Entry, said: Said | None, counted: Report | None, now: Round) -> tuple[Field, ...]:
    report = said.report if said is not None else counted
    return report.asked(entry.form) if report is not None else entry.form.asked(now.month)


def _gaps(
    entries: Iterable[Entry],
    asked: Mapping[str, tuple[Field, ...]],
    said: Mapping[str, Said | None],
    counted: Report | None,
) -> Iterator[Gap]:
    for entry in entries:
        empty, known = asked[entry.id], said[entry.id]
        report, key = (known.report, known.key) if known is not None else (counted, entry.id)
        if report is not None:  # who answers may be said once for all rows, this one among them
            empty = tuple(one for one in empty if is_empty(report.value(key, one.key)))
        if empty:
            yield Gap(entry, empty, asked[entry.id])


def _late_days(state: ReportState, received: date | None, now: Round) -> int:
    """Returns the days after the due date; a report without a date of receipt is taken to be in time."""
    arrived = now.today if state is ReportState.MISSING else received
    return max(0, (arrived - now.due).days) if arrived and now.due else 0
