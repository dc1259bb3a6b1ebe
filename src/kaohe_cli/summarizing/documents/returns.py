"""Each unit's return of a round: in time or late, what is missing, what is to be corrected."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kaohe_cli.forms.reports import Report
from kaohe_cli.progress.standing import BodyProgress, Gap, ReportState, progress_of
from kaohe_cli.query.entries import Entry
from kaohe_cli.query.reported import bodies_called
from kaohe_cli.query.rows import points
from kaohe_cli.rules.entry_checks import Problem
from kaohe_cli.rules.report_checks import AskedEntries, asked_entries, report_problems
from kaohe_cli.summarizing.documents.telling import short
from kaohe_cli.summarizing.summary import RoundReports, Summary
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.phones import masked

_FOR_THE_UNIT: Final = frozenset({"KH802", "KH804", "KH805", "KH808", "KH809", "KH814", "KH815", "KH816"})
"""What only the unit can settle. A slip in a key or an id is the office's own, and what is empty is a gap."""
_LONGEST_QUOTE: Final = 60  # 汉字: two lines of a slip


class Correction(NamedTuple):
    """Something that a unit must look at again."""

    title: str
    """The row, by its name; "" for the return as a whole."""
    field: str
    """What the form calls it; "" for the row as a whole."""
    said: str
    """What the unit wrote there, on one line, without the digits of telephone numbers."""
    wrong: str
    """What is wrong with it."""
    how: str
    """How to mend it."""

    @property
    def place(self) -> str:
        """Where it is, in the unit's words."""
        return "，".join(part for part in (self.title, self.field) if part) or "整份材料"

    @property
    def line(self) -> str:
        """All of it in a sentence."""
        said = f"填的是“{self.said}”，" if self.said else ""
        return f"{self.place}：{said}{self.wrong}；{self.how}。"


@dataclass(frozen=True)
class UnitReturn:
    """What a unit has returned in a round."""

    unit: Unit
    progress: BodyProgress
    corrections: tuple[Correction, ...]

    @property
    def state(self) -> ReportState:
        return self.progress.state

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return self.progress.gaps

    @property
    def has_returned(self) -> bool:
        """Whether there is something that can be read."""
        return self.state in (ReportState.PARTIAL, ReportState.COMPLETE)

    @property
    def is_late(self) -> bool:
        """Whether it came after the day that it was due."""
        return self.has_returned and self.progress.late_days > 0

    @property
    def needs_work(self) -> bool:
        """Whether the unit has something to add to its return, or to correct."""
        return self.has_returned and bool(self.gaps or self.corrections)


def returns_of(summary: Summary, reports: RoundReports) -> list[UnitReturn]:
    """Returns every unit that has rows, in the registry's order."""
    tables = summary.tables
    asked = asked_entries(tables)
    found = []
    for unit in tables.registry.units:
        if entries := asked.of_body[unit.name]:
            returned = reports.returned.get(unit.name)
            progress = progress_of(unit, entries, returned, summary.now.measure, reports.reported)
            report = returned.report if returned and progress.outdated is None else None
            corrections: tuple[Correction, ...] = ()
            if report is not None and tables.registry.resolve(report.unit) == unit:
                together = tuple(bodies_called(report.joint, tables.registry))
                corrections = tuple(_corrections(report, unit, together, asked))
            found.append(UnitReturn(unit, progress, corrections))
    return found


def _corrections(
    report: Report, unit: Unit, together: Sequence[Unit], asked: AskedEntries
) -> Iterator[Correction]:
    """Yields what the body that a report is filed under must look at; the others of a joint one need not."""
    for problem in report_problems(report, unit, asked, together=together):
        if problem.code in _FOR_THE_UNIT:
            yield _correction(problem, report, asked.by_id)


def _correction(problem: Problem, report: Report, entries: Mapping[str, Entry]) -> Correction:
    entry = entries.get(problem.entry_id or "")
    value = report.value(problem.entry_id or "", problem.path) if problem.path else None
    if problem.entry_id is None:
        value = report.said.get(problem.path)
    field = entry.form.by_key.get(problem.path) if entry is not None else None
    said = "" if value is None else value if isinstance(value, str) else points(value)
    wrong = problem.message.removeprefix(f"{problem.entry_id} ")
    if problem.code == "KH802" and entry is not None:
        wrong = f"这一项的责任单位里没有{report.unit}"
    if field is not None:  # a slip names the field and quotes the value beside it
        for before in (field.in_a_sentence, field.title, "里", f" {said} "):
            wrong = wrong.removeprefix(before)
    return Correction(
        title=entry.title if entry is not None else "",
        field=field.title if field is not None else "",
        said=masked(short(said, _LONGEST_QUOTE)),
        wrong=masked(wrong.strip()),
        how=problem.hint,
    )


def gap_words(gap: Gap) -> str:
    """Returns what is missing under a heading: the whole of it, or which fields."""
    if gap.is_whole:
        return "整项没有填写"
    return f"缺{'、'.join(field.title for field in gap.fields)}"


def named(returns: Iterable[UnitReturn]) -> list[str]:
    """Returns the units' names."""
    return [one.unit.name for one in returns]
