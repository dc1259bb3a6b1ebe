"""Returned files taken into the reports: each read and checked, all changes written together."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from kaohe_cli.collecting.kept import NOT_READ, is_kept, keep, place_for
from kaohe_cli.collecting.merging import Change, Merged, merge
from kaohe_cli.collecting.opening import Refused, ReturnedFile, shown_name
from kaohe_cli.collecting.outcomes import Options, Outcome, State
from kaohe_cli.collecting.writing import Layout, changed_text, new_text, report_document
from kaohe_cli.editing import Transaction
from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.looking import is_there
from kaohe_cli.forms import known
from kaohe_cli.forms.record import PEOPLE
from kaohe_cli.forms.reports import Report
from kaohe_cli.model.base import SCHEMA_VERSION
from kaohe_cli.model.contacts import Contacts
from kaohe_cli.model.units import Unit
from kaohe_cli.query.entries import FORM_MONTH, Entry
from kaohe_cli.query.rows import IncentiveRow, all_rows
from kaohe_cli.rules.entry_checks import Problem
from kaohe_cli.rules.report_checks import asked_entries, report_problems
from kaohe_cli.word.engine import block_lines
from kaohe_cli.word.returns import (
    Known,
    Reader,
    Remark,
    ReturnedForm,
    Titles,
    UncertainBodyError,
    UnknownReturnError,
)
from kaohe_cli.word.returns.bullets import without_bullets
from kaohe_cli.word.returns.summary_tables import laid_out
from kaohe_cli.words.control import shown_on_one_line
from kaohe_cli.words.phones import dialled
from kaohe_cli.workspace.finding import UnusableDataError, cut, shown_path
from kaohe_cli.workspace.source import load, read_source, source_of
from kaohe_cli.workspace.workspace import Tables, Workspace

_Answer = TypeVar("_Answer")
_File = TypeVar("_File", ReturnedFile, "_Arrival")


class WrongReportError(KaoheError):
    """What stands where a body's report belongs is not its report of this year."""


@dataclass(frozen=True)
class _Arrival:
    """A file that was read."""

    path: Path
    sha256: str
    size: int
    saved: str | None
    untouched: bool
    data: bytes | None
    """What it holds, where it lies in no folder by itself."""
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
        self._registry = tables.registry
        self._area_code = tables.indicators.area_code or ""
        self._forms = tables.forms
        self._reader = Reader(
            Known(tables.registry, _phones(workspace, tables), self._area_code, _mails(workspace, tables)),
            Titles(all_rows(tables)),
            {unit: frozenset(entry.id for entry in own) for unit, own in self._asked.of_body.items()},
            tables.forms,
            options.answers,
        )
        self._seen: dict[str, Path] = {}
        self._taken: dict[str, Path] = {}
        self._reports: dict[Path, Report] = {}

    @property
    def unused_answers(self) -> list[str]:
        """The headings of which a person said what they mean, and which no file has."""
        return [heading for heading in self._options.answers if heading not in self._reader.answered]

    @property
    def entries(self) -> dict[str, Entry]:
        """Every heading of the forms, by its id."""
        return self._reader.titles.entries

    def take(self, files: Iterable[ReturnedFile | Refused]) -> Iterator[Outcome]:
        """Reads every file, stages what they say, the oldest first, and yields what became of each."""
        arrived: list[_Arrival] = []
        for file in files:
            if isinstance(file, Refused):
                yield self._refused(file)
                continue
            read = _guarded(self._read, file)
            if isinstance(read, Outcome):
                yield read
            else:
                arrived.append(read)
        for arrival in sorted(arrived, key=lambda file: (file.saved or "", str(file.path))):
            yield _guarded(self._take, arrival)

    def _read(self, file: ReturnedFile) -> "_Arrival | Outcome":
        if file.sha256 in self._seen:
            return Outcome(file.path, "twice", f"与 {shown_name(self._seen[file.sha256])} 是同一份文件")
        self._seen[file.sha256] = file.path
        try:
            form = self._form_of(file)
        except UnknownReturnError:
            if not file.is_loose:
                raise
            del self._seen[file.sha256]  # “请查收” stands in many mails
            return _no_return(file)
        form.remarks += [Remark(words, severity="note") for words in file.told]
        if form.year is not None and form.year != self._year:
            years = f"是 {form.year} 年的材料，表是 {self._year} 年的，没有收"
            message = f"{years}；核对文件，或用 --data 指明那一年的表"
            return Outcome(file.path, "refused", message, form.unit)
        return _Arrival(file.path, file.sha256, file.size, file.saved, file.untouched, file.data, form)

    def _form_of(self, file: ReturnedFile) -> ReturnedForm:
        """Returns what a file says, laid out as the forms print it."""
        content = laid_out(without_bullets(file.content, self._forms), self._forms, self._reader.titles)
        wanted = self._options.wanted
        return self._reader.read(content, file.properties, file.path.name, wanted, file.sender)

    def _take(self, file: _Arrival) -> Outcome:
        """Stages what a file says.

        Raises:
            UnusableDataError: the body's report cannot be read.
            WrongReportError: it is another's or another year's, or stands under another name.
        """
        form = file.form
        path = self._workspace.reports / f"{form.unit}.yaml"
        report = self._report(path)
        self._check(path, report, form.unit)
        if (known := self._known_already(file, report)) and not self._options.force:
            copy = self._place_for(file) if known[0] == "same" else None
            return self._outcome(file, *known, copy=copy)
        if not any(row.values for row in form.rows.values()):
            return self._outcome(file, "refused", "没有读到任何填写的内容，没有收")
        month = form.through_month or (report.through_month if report else FORM_MONTH)
        older = "" if self._options.force else _older(file, report, month)
        if older and report is not None and month < report.through_month:
            return self._outcome(file, "older", older)
        merged = merge(form, report, self.entries, older=bool(older), month=month, area_code=self._area_code)
        if older and not merged.changes:
            return self._outcome(file, "older", older, held_back=merged.held_back)
        self._tell_of_another(file)
        copy = self._place_for(file)
        report = self._stage(path, file, report, merged, month, is_newest=not older)
        problems = tuple(self._problems(report, form))
        return self._outcome(file, "taken", older, merged.changes, merged.held_back, problems, copy)

    def _refused(self, file: Refused) -> Outcome:
        """Returns what is said of a file that cannot be read; a PDF, a scan, a sheet is kept all the same."""
        if file.to_keep is not None:
            digest = hashlib.sha256(file.to_keep).hexdigest()
            place = place_for(self._change, self._workspace.reports, NOT_READ, file.path, digest)
            self._change.copy(file.path, place, digest, file.to_keep)
            return Outcome(file.path, "unreadable", f"{file.reason}；原件存在 {shown_path(place)}")
        return Outcome(file.path, "unreadable", file.reason)

    def _place_for(self, file: _Arrival) -> Path:
        return place_for(self._change, self._workspace.reports, file.form.unit, file.path, file.sha256)

    def _known_already(self, file: _Arrival, report: Report | None) -> tuple[State, str] | None:
        """Returns why there is nothing to take, or None."""
        if file.untouched:
            return "empty", "还是生成时的样子，没有人填写过，没有收"
        if is_kept(self._workspace.reports, file.form.unit, file.sha256, file.size):
            return "same", "这一份已经收过；确实要再收一次，加 --force"
        if report is not None and report.returned and report.returned.sha256 == file.sha256:
            return "same", "这一份已经收过；确实要再收一次，加 --force"
        if self._is_prefilled(file.form):
            return "empty", "只有原来就印好的联系人，其他各栏都没有填，没有收；就是这样的，加 --force"
        return None

    def _is_prefilled(self, form: ReturnedForm) -> bool:
        """Whether a form holds nothing but people of the roster, whom the draft had already."""
        roster = self._workspace.contacts.model if self._workspace.contacts else None
        said = [(row.row_id, path, value) for row in form.rows.values() for path, value in row.values.items()]
        if roster is None or not said or any(not self._is_of_people(path) for _, path, _ in said):
            return False
        return all(value in _printed(roster, form.unit, self.entries[row_id]) for row_id, _, value in said)

    def _is_of_people(self, key: str) -> bool:
        return self._forms.fields[key].kind in PEOPLE

    def _check(self, path: Path, report: Report | None, unit: str) -> None:
        """Raises where what stands in a body's file is not its report of this year."""
        registry = self._registry
        if other_name := registry.one_file.get(unit):
            raise WrongReportError(
                f"{unit}和{other_name}在 Windows、macOS 上是同一个文件名，没有收；"
                "请先用 kaohe unit rename 改一个"
            )
        if report is not None:
            if report.year != self._year:
                raise WrongReportError(
                    f"{shown_path(path)} 里还是 {report.year} 年的数据，没有收；请先把它移走存档"
                )
            if registry.resolve(report.unit) != registry.resolve(unit):
                raise WrongReportError(
                    f"{shown_path(path)} 里写的单位是{report.unit}，没有收；请先改好这个文件"
                )
        elif other := self._under_another_name.get(unit):
            raise WrongReportError(
                f"{shown_path(other)} 里已有{unit}的报送数据，没有收；请先把文件改名为 {path.name}"
            )

    @cached_property
    def _under_another_name(self) -> dict[str, Path]:
        """The reports of bodies in files that do not have their name."""
        registry = self._registry
        named = {unit.name for unit in registry.units}
        found = {}
        for path in self._workspace.report_paths():
            if path.stem in named:
                continue
            model = load(read_source(path, private=True), Report, self._forms).model
            body = registry.resolve(model.unit) if model is not None else None
            if body is not None:
                found[body.name] = path
        return found

    def _outcome(
        self,
        file: _Arrival,
        state: State,
        message: str,
        changes: tuple[Change, ...] = (),
        held_back: tuple[Change, ...] = (),
        problems: tuple[Problem, ...] = (),
        copy: Path | None = None,
    ) -> Outcome:
        form = file.form
        remarks, unclaimed = tuple(form.remarks), tuple(form.unclaimed)
        listing = None
        if copy is not None:
            listing = keep(self._change, file.path, copy, file.sha256, unclaimed, file.data)
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
            listing,
        )

    def _tell_of_another(self, file: _Arrival) -> None:
        """Says where one body sent several files: the one that was saved last has the say."""
        first = self._taken.setdefault(file.form.unit, file.path)
        if first != file.path:
            order = "后保存的" if file.saved else "文件名在后的"
            message = f"{file.form.unit}还交了 {shown_name(first)}；同一行两份都有的，以{order}这一份为准"
            file.form.remarks.append(Remark(message))

    def _report(self, path: Path) -> Report | None:
        """Returns a report as this batch leaves it.

        Raises:
            UnusableDataError: the file is there but cannot be used.
        """
        if path not in self._reports and is_there(path):
            text = self._change.read(path)
            source = source_of(text.encode(), path, shown_path(path), private=True)
            self._reports[path] = load(source, Report, self._forms).get()
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
            same_round = report is not None and report.through_month == month and not self._options.force
            same = report if same_round else None
            without = self._without(file.form)
            facts["returned"] = _returned(file, same, self._options.received, without)
        layout = Layout(self.entries, self._forms)
        document = report_document(facts, merged.values, layout, report)
        if not is_newest and report is not None and report.returned is not None:
            document["returned"] = report.returned
        new = Report.model_validate(document, context=self._forms)
        if report is None:
            schema = relative_schema(path, self._workspace.data.path)
            self._change.create(path, new_text(document, schema, layout))
        else:
            self._change.edit(path, lambda text: changed_text(text, facts, merged.values, layout))
        self._reports[path] = new
        return new

    def _without(self, form: ReturnedForm) -> list[str]:
        """Returns the keys that a paper has in none of its rows: they were added after it was sent out."""
        lacking: set[str] = set()
        shown: set[str] = set()
        for row in form.rows.values():
            lacking |= row.without
            shown |= set(self.entries[row.row_id].form.by_key) - row.without
        return [key for key in self._forms.order if key in lacking - shown]

    def _problems(self, report: Report, form: ReturnedForm) -> Iterator[Problem]:
        """Yields what validate will say of the rows that came back, and of the report as a whole."""
        body = self._registry.resolve(form.unit)
        for problem in report_problems(report, body if isinstance(body, Unit) else None, self._asked):
            if problem.entry_id is None or problem.entry_id in form.rows:
                yield problem


def _no_return(file: ReturnedFile) -> Outcome:
    """Returns what is said of a text that is no form: what a mail says is quoted, for a person to read."""
    if not file.is_body:
        return Outcome(file.path, "other", "不是填报的表，没有收")
    words = " ".join(line.strip() for block in file.content.blocks for line in block_lines(block))
    return Outcome(file.path, "letter", f"信里写的是“{cut(words.strip())}”")


def _guarded(take: Callable[[_File], _Answer], file: _File) -> _Answer | Outcome:
    """Returns what became of a file; whatever goes wrong with one does not stop the others."""
    path = file.path
    try:
        return take(file)
    except UnusableDataError as error:
        first = error.findings[0]
        message = f"{first.file} 有误（{first.message}），没有收；先用 kaohe validate 看明白、改好"
        return Outcome(path, "refused", message)
    except UncertainBodyError as error:
        return Outcome(path, "question", str(error))
    except KaoheError as error:
        return Outcome(path, "refused", str(error))
    except Exception as error:  # a file nobody foresaw
        kind = type(error).__name__
        return Outcome(path, "refused", f"读到一半出错（{kind}），没有收；请把这份文件和这一行告诉维护者")


def _mails(workspace: Workspace, tables: Tables) -> dict[str, tuple[Unit, ...]]:
    """Returns the bodies of the roster's people by their e-mail addresses, in small letters."""
    roster = workspace.contacts.model if workspace.contacts else None
    found: dict[str, tuple[Unit, ...]] = {}
    for name, unit in roster.units.items() if roster else ():
        body = tables.registry.resolve(name)
        for people in (unit, *unit.rows.values()):
            address = (people.email or "").strip().lower()
            if address and isinstance(body, Unit) and body not in found.get(address, ()):
                found[address] = (*found.get(address, ()), body)
    return found


def _phones(workspace: Workspace, tables: Tables) -> dict[str, tuple[Unit, ...]]:
    """Returns the bodies whose people have a number in the roster, by the number as it is dialled."""
    roster = workspace.contacts.model if workspace.contacts else None
    found: dict[str, tuple[Unit, ...]] = {}
    for name, unit in roster.units.items() if roster else ():
        body = tables.registry.resolve(name)
        for people in (unit, *unit.rows.values()):
            number = dialled(people.mobile or "", tables.indicators.area_code or "")
            if number and isinstance(body, Unit) and body not in found.get(number, ()):
                found[number] = (*found.get(number, ()), body)
    return found


def _printed(roster: Contacts, unit: str, entry: Entry) -> set[str | None]:
    """Returns what a draft says of the people for a row, from the roster."""
    people = roster.people(unit, entry.row.id)
    department = entry.row.incentive.city_lead[0] if isinstance(entry.row, IncentiveRow) else None
    city = roster.city(entry.row.id, department)
    return set(known.roster(people, city).values())


def _returned(file: _Arrival, report: Report | None, received: date, without: list[str]) -> dict[str, Any]:
    """Returns the facts of a return; within a round, who first sent something in time stays in time."""
    first = report.returned.received if report is not None and report.returned is not None else received
    facts = {"file": shown_on_one_line(file.path.name), "received": min(first, received).isoformat()}
    if file.saved:
        facts["saved"] = file.saved
    facts["sha256"] = file.sha256
    return {**facts, "without": without} if without else facts


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
