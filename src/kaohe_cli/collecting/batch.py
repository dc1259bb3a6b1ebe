"""Returned files taken into the reports: each read and checked, all changes written together."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from kaohe_cli.collecting.files import Refused, ReturnedFile
from kaohe_cli.collecting.merging import Change, Merged, merge
from kaohe_cli.collecting.writing import changed_text, new_text, report_document
from kaohe_cli.editing import Transaction
from kaohe_cli.exceptions import KaoheError
from kaohe_cli.model.base import SCHEMA_VERSION
from kaohe_cli.model.reports import Report
from kaohe_cli.model.units import Unit
from kaohe_cli.query.entries import FORM_MONTH, Entry
from kaohe_cli.query.rows import all_rows
from kaohe_cli.rules.entry_checks import Problem
from kaohe_cli.rules.report_checks import asked_entries, report_problems
from kaohe_cli.word.returns import Reader, Remark, ReturnedForm, Titles, Unclaimed
from kaohe_cli.workspace.finding import UnusableDataError, shown_path
from kaohe_cli.workspace.source import load, source_of
from kaohe_cli.workspace.workspace import Workspace

State = Literal["taken", "same", "empty", "older", "refused"]


@dataclass(frozen=True)
class Options:
    """How files are to be taken in."""

    received: date
    """When they came."""
    wanted: Unit | None = None
    """The body that they are from, where the person says so."""
    answers: dict[str, str] = field(default_factory=dict)
    """Row ids by heading, where the person says what a heading means."""
    force: bool = False
    """Whether an older return may replace a newer one."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    path: Path
    state: State
    message: str = ""
    """Why it was not taken in, or not wholly."""
    unit: str = ""
    changes: tuple[Change, ...] = ()
    held_back: tuple[Change, ...] = ()
    remarks: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()
    unclaimed: tuple[Unclaimed, ...] = ()
    sha256: str = ""
    """The digest of a file of which a copy is to be kept."""

    @property
    def needs_a_look(self) -> bool:
        """Whether something was lost, refused or wrong, and a person has to see to it."""
        remarked = any(remark.severity == "error" for remark in self.remarks)
        wrong = any(problem.severity == "error" for problem in self.problems)
        return bool(self.state in {"refused", "older"} or self.unclaimed or remarked or wrong)


@dataclass(frozen=True)
class _Arrival:
    """A file that was read."""

    path: Path
    sha256: str
    saved: str | None
    untouched: bool
    form: ReturnedForm


class Batch:
    """Takes returned files into the reports of a workspace, within one transaction."""

    def __init__(self, workspace: Workspace, change: Transaction, options: Options) -> None:
        tables = workspace.tables()
        self._asked = asked_entries(tables)
        self._workspace = workspace
        self._change = change
        self._options = options
        self._year = tables.indicators.year
        self._reader = Reader(
            tables.registry,
            Titles(all_rows(tables)),
            {unit: frozenset(entry.id for entry in own) for unit, own in self._asked.of_body.items()},
            options.answers,
        )
        self._seen: dict[str, Path] = {}
        self._taken: dict[str, Path] = {}
        self._reports: dict[Path, Report] = {}

    @property
    def entries(self) -> dict[str, Entry]:
        """Every heading of the forms, by its id."""
        return self._reader.titles.entries

    def take(self, files: Iterable[ReturnedFile | Refused]) -> Iterator[Outcome]:
        """Reads every file, stages what they say, the oldest first, and yields what became of each."""
        arrived: list[_Arrival] = []
        for file in files:
            read = (
                Outcome(file.path, "refused", file.reason) if isinstance(file, Refused) else self._read(file)
            )
            if isinstance(read, Outcome):
                yield read
            else:
                arrived.append(read)
        for arrival in sorted(arrived, key=lambda file: (file.saved or "", str(file.path))):
            try:
                yield self._take(arrival)
            except UnusableDataError as error:
                first = error.findings[0]
                message = f"{first.file} 有误（{first.message}），没有收；先用 kaohe validate 看明白、改好"
                yield Outcome(arrival.path, "refused", message)
            except KaoheError as error:
                yield Outcome(arrival.path, "refused", str(error))

    def _read(self, file: ReturnedFile) -> "_Arrival | Outcome":
        if file.sha256 in self._seen:
            return Outcome(file.path, "same", f"与 {self._seen[file.sha256].name} 是同一份文件")
        self._seen[file.sha256] = file.path
        try:
            form = self._reader.read(file.content, file.properties, file.path.name, self._options.wanted)
        except KaoheError as error:
            return Outcome(file.path, "refused", str(error))
        if form.year is not None and form.year != self._year:
            years = f"是 {form.year} 年的材料，表是 {self._year} 年的，没有收"
            message = f"{years}；核对文件，或用 --data 指明那一年的表"
            return Outcome(file.path, "refused", message, form.unit)
        return _Arrival(file.path, file.sha256, file.saved, file.untouched, form)

    def _take(self, file: _Arrival) -> Outcome:
        form = file.form
        path = self._workspace.reports / f"{form.unit}.yaml"
        report = self._report(path)
        forced = self._options.force
        if file.untouched and not forced:
            return Outcome(file.path, "empty", "还是生成时的样子，没有人填写过，没有收", form.unit)
        if report is not None and report.returned and report.returned.sha256 == file.sha256 and not forced:
            return Outcome(file.path, "same", "这一份已经收过", form.unit)
        if not any(row.values for row in form.rows.values()):
            return self._outcome(file, "refused", "没有读到任何填写的内容，没有收")
        month = form.through_month or (report.through_month if report else FORM_MONTH)
        older = "" if forced else _older(file, report, month)
        merged = merge(form, report, self.entries, older=bool(older), month=month)
        if older and not merged.changes:
            return self._outcome(file, "older", older, held_back=merged.held_back)
        self._tell_of_another(file)
        report = self._stage(path, file, report, merged, month, is_newest=not older)
        problems = tuple(self._problems(report, form))
        return self._outcome(file, "taken", older, merged.changes, merged.held_back, problems)

    def _outcome(
        self,
        file: _Arrival,
        state: State,
        message: str,
        changes: tuple[Change, ...] = (),
        held_back: tuple[Change, ...] = (),
        problems: tuple[Problem, ...] = (),
    ) -> Outcome:
        form = file.form
        remarks, unclaimed = tuple(form.remarks), tuple(form.unclaimed)
        return Outcome(
            file.path,
            state,
            message,
            form.unit,
            changes,
            held_back,
            remarks,
            problems,
            unclaimed,
            file.sha256,
        )

    def _tell_of_another(self, file: _Arrival) -> None:
        """Says where one body sent several files: the one that was saved last has the say."""
        first = self._taken.setdefault(file.form.unit, file.path)
        if first != file.path:
            message = f"{file.form.unit}还交了 {first.name}；同一行两份都有的，以后保存的这一份为准"
            file.form.remarks.append(Remark(message))

    def _report(self, path: Path) -> Report | None:
        """Returns a report as this batch leaves it.

        Raises:
            UnusableDataError: the file is there but cannot be used.
        """
        if path not in self._reports and path.exists():
            text = self._change.read(path)
            source = source_of(text.encode(), path, shown_path(path), private=True)
            self._reports[path] = load(source, Report).get()
        return self._reports.get(path)

    def _stage(
        self,
        path: Path,
        file: _Arrival,
        report: Report | None,
        merged: Merged,
        month: int,
        *,
        is_newest: bool,
    ) -> Report:
        facts: dict[str, Any] = {
            "schema_version": SCHEMA_VERSION,
            "year": self._year,
            "unit": file.form.unit,
            "through_month": month,
        }
        if is_newest:
            facts["returned"] = _returned(file, report, self._options.received)
        order = list(self.entries)
        document = report_document(facts, merged.values, order, report)
        if report is None:
            schema = relative_schema(path, self._workspace.data.path)
            self._change.create(path, new_text(document, schema))
        else:
            self._change.edit(
                path, lambda text: changed_text(text, facts, merged.values, self.entries, order)
            )
        self._reports[path] = Report.model_validate(document)
        return self._reports[path]

    def _problems(self, report: Report, form: ReturnedForm) -> Iterator[Problem]:
        """Yields what validate will say of the rows that came back, and of the report as a whole."""
        body = self._reader.registry.resolve(form.unit)
        for problem in report_problems(report, body if isinstance(body, Unit) else None, self._asked):
            if problem.entry_id is None or problem.entry_id in form.rows:
                yield problem


def _returned(file: _Arrival, report: Report | None, received: date) -> dict[str, Any]:
    """Returns the facts of a return; who first sent something in time stays in time."""
    first = report.returned.received if report is not None and report.returned is not None else received
    facts = {"file": file.path.name, "received": min(first, received).isoformat()}
    if file.saved:
        facts["saved"] = file.saved
    return {**facts, "sha256": file.sha256}


def _older(file: _Arrival, report: Report | None, month: int) -> str:
    """Returns why a file is not to replace what the report says, "" where it may."""
    if report is None:
        return ""
    if month < report.through_month:
        return f"是截至 {month} 月的，已收的是截至 {report.through_month} 月的；确实要换回，加 --force"
    known = report.returned
    if known is None or not (known.saved and file.saved) or file.saved >= known.saved:
        return ""
    return f"比已收的那份（{known.file}，保存于 {known.saved}）旧，没有替换；确实要换回，加 --force"


def relative_schema(report: Path, data: Path) -> str:
    """Returns where the JSON Schema of reports lies, as seen from a report file."""
    schema = data.resolve().parent / "schema" / "report.schema.json"
    try:
        return Path(os.path.relpath(schema, report.resolve().parent)).as_posix()
    except ValueError:  # on another drive of Windows
        return schema.as_uri()
