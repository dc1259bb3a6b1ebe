"""Returned files taken into the reports: each read and checked, all changes written together."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from kaohe_cli.collecting.files import open_files
from kaohe_cli.collecting.kept import NOT_READ, is_kept, keep, originals, place_for
from kaohe_cli.collecting.merging import Change, Merged, merge
from kaohe_cli.collecting.opening import Refused, ReturnedFile, shown_name
from kaohe_cli.collecting.outcomes import FileState, Options, Outcome
from kaohe_cli.collecting.reading import (
    Known,
    Printed,
    Reader,
    Remark,
    ReturnedForm,
    Titles,
    UncertainBodyError,
    UnknownReturnError,
)
from kaohe_cli.collecting.reading.bullets import without_bullets
from kaohe_cli.collecting.reading.summary_tables import laid_out
from kaohe_cli.collecting.replaying import Original, empties_too_much, replayed
from kaohe_cli.collecting.senders import bodies_by_address, bodies_by_number
from kaohe_cli.collecting.writing import (
    Layout,
    changed_text,
    new_text,
    relative_schema,
    report_document,
)
from kaohe_cli.drafting import draft_properties
from kaohe_cli.drafting.template_file import read_template
from kaohe_cli.exceptions import KaoheError, WrongUseError
from kaohe_cli.files.looking import is_folder, is_there
from kaohe_cli.files.paths import shown_path
from kaohe_cli.files.transaction import Transaction
from kaohe_cli.forms import known
from kaohe_cli.forms.record import PEOPLE
from kaohe_cli.forms.reports import Report, Returned
from kaohe_cli.forms.rounds import Round
from kaohe_cli.ooxml.errors import DocumentError
from kaohe_cli.ooxml.reading.content import block_lines
from kaohe_cli.ooxml.reading.reading import read_content
from kaohe_cli.query.entries import Entry
from kaohe_cli.query.reported import Reported, bodies_called
from kaohe_cli.query.rows import IncentiveRow, all_rows
from kaohe_cli.rules.entry_checks import Problem
from kaohe_cli.rules.report_checks import asked_entries, report_problems
from kaohe_cli.tables.base import SCHEMA_VERSION
from kaohe_cli.tables.contacts import Contacts
from kaohe_cli.tables.sent import OLD_FORM_HINT, is_version, old_form_words
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.control import shown_on_one_line
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.locate import own_template, shipped_template
from kaohe_cli.workspace.source import load, source_of
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
    version: str
    """Of which version of its form it was made, as it says of itself; "" where it does not."""
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
        self._meant = workspace.round_meant(options.asked)
        self._listed = workspace.listed_rounds
        self._reader = Reader(
            Known(
                tables.registry,
                bodies_by_number(workspace, tables),
                self._area_code,
                bodies_by_address(workspace, tables),
            ),
            Titles(all_rows(tables)),
            {unit: frozenset(entry.id for entry in own) for unit, own in self._asked.of_body.items()},
            tables.forms,
            options.answers,
            _printed_of(workspace, tables),
        )
        self._seen: dict[str, Path] = {}
        self._taken: dict[tuple[str, Round], Path] = {}
        self._originals: dict[Path, list[Original]] = {}
        """What this batch has taken into each report."""
        self._kept: dict[Path, list[Original] | None] = {}
        """What was kept beside each report before; None where that cannot be read again."""
        self._misnamed: dict[Round, dict[str, Path]] = {}
        self._reports: dict[Path, Report] = {}
        self._schemas: dict[Path, str] = {}
        """Where the JSON Schema of reports lies, as seen from a folder of them."""

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
                arrived += read
        for arrival in sorted(arrived, key=lambda file: (file.saved or "", str(file.path))):
            yield _guarded(self._take, arrival)

    def _read(self, file: ReturnedFile) -> "list[_Arrival] | Outcome":
        if file.sha256 in self._seen:
            return Outcome(file.path, "twice", f"与 {shown_name(self._seen[file.sha256])} 是同一份文件")
        self._seen[file.sha256] = file.path
        try:
            forms = self._forms_of(file)
        except UnknownReturnError:
            if not file.is_loose:
                raise
            del self._seen[file.sha256]  # “请查收” stands in many mails
            return _no_return(file)
        first = forms[0]
        first.remarks += [Remark(words, severity="note") for words in file.told]
        if first.year is not None and first.year != self._year:
            years = f"是 {first.year} 年的材料，表是 {self._year} 年的，未录入"
            message = f"{years}；核对文件，或用 --data 指明那一年的表"
            return Outcome(file.path, "refused", message, first.unit)
        if first.doubt and self._options.asked is None:
            message = f"{first.doubt}，未录入；请核对，或用 --round 指明是哪一轮，如 --round {self._meant}"
            return Outcome(file.path, "question", message, first.unit)
        version = file.properties.get(draft_properties.VERSION, "")
        version = version if is_version(version) else ""
        return [
            _Arrival(file.path, file.sha256, file.size, file.saved, file.untouched, file.data, version, form)
            for form in forms
        ]

    def _forms_of(self, file: ReturnedFile) -> list[ReturnedForm]:
        """Returns what a file says, laid out as the forms print it, by body."""
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
        target = self._round_of(form)
        path = self._workspace.report_path(form.unit, target)
        if is_there(path.parent) and not is_folder(path.parent):
            raise WrongReportError(f"{shown_path(path.parent)} 不是文件夹，未录入；请先把它移走或改名")
        report = self._report(path)
        self._check(path, report, form.unit, target)
        if (known := self._known_already(file, report, path)) and not self._options.force:
            beside = self._kept_in(file, path) or path
            copy = self._place_for(file, beside) if known[0] == "same" else None
            return self._outcome(file, *known, copy=copy)
        if not form.rows and form.unclaimed:
            return self._outcome(file, "question", "标题均无法辨认，未录入")
        if not any(row.values for row in form.rows.values()):
            return self._outcome(file, "refused", "没有读到任何填写的内容，未录入")
        self._tell_of_round(form, target)
        self._tell_of_old_form(file, target)
        older = "" if self._options.force else _older(file, report)
        merged = merge(
            form, report, self.entries, older=bool(older), month=target.month, area_code=self._area_code
        )
        if not self._options.force and empties_too_much(form, merged):
            merged = merged.without_clearing()
            form.remarks.append(_would_empty(form, merged))
        if older and report is not None and (late := self._replayed(file, report, path, target)) is not None:
            merged = replace(late, held_back=_not_among(late.changes, merged.held_back))
        copy = self._place_for(file, path)
        if file.saved:
            self._originals.setdefault(path, []).append(Original(file.saved, form))
        if older and not merged.changes:
            return self._outcome(file, "older", older, held_back=merged.held_back, copy=copy)
        self._tell_of_another(file, target)
        report = self._stage(path, file, report, merged, target, is_newest=not older)
        problems = tuple(self._problems(report, form))
        done = self._outcome(file, "taken", older, merged.changes, merged.held_back, problems, copy)
        return replace(done, round=target)

    def _refused(self, file: Refused) -> Outcome:
        """Returns what is said of a file that cannot be read; a PDF, a scan, a sheet is kept all the same."""
        if file.to_keep is not None:
            digest = hashlib.sha256(file.to_keep).hexdigest()
            folder = self._workspace.report_path(NOT_READ, self._meant).parent
            place = place_for(self._change, folder, NOT_READ, file.path, digest)
            self._change.copy(file.path, place, digest, file.to_keep)
            return Outcome(file.path, "unreadable", f"{file.reason}；原件存在 {shown_path(place)}")
        return Outcome(file.path, "unreadable", file.reason)

    def _replayed(self, file: _Arrival, report: Report, path: Path, target: Round) -> Merged | None:
        """Returns what a report says with an older file taken in at its time; None where that is not sure."""
        known = self._originals_beside(path, file.form.unit, target)
        if known is None or not file.saved:
            return None
        late = Original(file.saved, file.form)
        return replayed(known, late, report, self.entries, month=target.month, area_code=self._area_code)

    def _originals_beside(self, path: Path, unit: str, target: Round) -> list[Original] | None:
        """Returns what was taken in of a body and round before; None where one of them is not to be had."""
        if path not in self._kept:
            self._kept[path] = self._opened_again(path, unit, target)
        kept = self._kept[path]
        return None if kept is None else [*kept, *self._originals.get(path, ())]

    def _opened_again(self, path: Path, unit: str, target: Round) -> list[Original] | None:
        found: list[Original] = []
        for file in open_files(originals(path.parent, unit)).files:
            if isinstance(file, Refused) or not file.saved:
                return None
            try:
                read = self._forms_of(file)
            except KaoheError:  # it was taken in with an answer that nobody gives now
                return None
            own = [form for form in read if form.unit == unit and self._round_of(form) == target]
            if not own:
                return None
            found += [Original(file.saved, form) for form in own]
        return found

    def _round_of(self, form: ReturnedForm) -> Round:
        """Returns the round that a form states, or else the one that is meant."""
        return Round(self._year, form.through_month) if form.through_month else self._meant

    def _tell_of_round(self, form: ReturnedForm, target: Round) -> None:
        """Says where a form does not state its round, states another than is meant, or one not listed."""
        if form.through_month is None:
            why = form.doubt or "没有写是几月的材料"
            how = "按 --round " if self._options.asked else f"按{target.spoken}"
            hint = "" if self._options.asked else "；不是这一轮的，加 --round 重新录入"
            form.remarks.append(Remark(f"{why}，{how}录入 {target} 这一轮{hint}"))
        elif target != self._meant:
            said = f"写的是{target.spoken}，录入 {target} 这一轮（不是 {self._meant}）"
            form.remarks.append(Remark(said, severity="note"))
        if self._listed and target not in self._listed:
            said = f"indicators.yaml 的 rounds 里没有 {target} 这一轮，照常录入；要催报的，在 rounds 里加上"
            form.remarks.append(Remark(said))

    def _tell_of_old_form(self, file: _Arrival, target: Round) -> None:
        """Says where a return was made on a form that is not the one sent last."""
        form = file.form
        sent = self._workspace.sent.model if self._workspace.sent is not None else None
        units = dict.fromkeys((form.unit, *form.joint))
        old = sent.old_form(str(target), units, file.version) if sent is not None else None
        if old is not None:
            form.remarks.append(Remark(f"{old_form_words(old, str(target))}；{OLD_FORM_HINT}"))

    def _place_for(self, file: _Arrival, path: Path) -> Path:
        return place_for(self._change, path.parent, file.form.unit, file.path, file.sha256)

    def _known_already(
        self, file: _Arrival, report: Report | None, path: Path
    ) -> tuple[FileState, str] | None:
        """Returns why there is nothing to take, or None."""
        if file.untouched:
            return "empty", "还是生成时的样子，没有人填写过，未录入"
        if self._kept_in(file, path) is not None:
            return "same", "这一份已经录入过；确实要重新录入，加 --force"
        if report is not None and report.returned and report.returned.sha256 == file.sha256:
            return "same", "这一份已经录入过；确实要重新录入，加 --force"
        if self._is_prefilled(file.form):
            return "empty", "只有原来就印好的联系人，其他各栏都没有填，未录入；确实如此的，加 --force"
        return None

    def _kept_in(self, file: _Arrival, path: Path) -> Path | None:
        """Returns a report's path beside which a file is kept already, or None.

        One that states no round may have been filed under any: what is meant changes over the year.
        """
        beside = [path]
        if file.form.through_month is None and self._options.asked is None:
            rounds = self._workspace.rounds_with_reports
            beside += [self._workspace.report_path(file.form.unit, one) for one in rounds]
        kept = (one for one in beside if is_kept(one.parent, file.form.unit, file.sha256, file.size))
        return next(kept, None)

    def _is_prefilled(self, form: ReturnedForm) -> bool:
        """Whether a form holds nothing but people of the roster, whom the draft had already."""
        roster = self._workspace.contacts.model if self._workspace.contacts else None
        said = [(row.row_id, path, value) for row in form.rows.values() for path, value in row.values.items()]
        if roster is None or not said or any(not self._is_of_people(path) for _, path, _ in said):
            return False
        return all(value in _printed(roster, form.unit, self.entries[row_id]) for row_id, _, value in said)

    def _is_of_people(self, key: str) -> bool:
        return self._forms.fields[key].kind in PEOPLE

    def _check(self, path: Path, report: Report | None, unit: str, target: Round) -> None:
        """Raises where what stands in a body's file is not its report of the round."""
        registry = self._registry
        if other_name := registry.one_file.get(unit):
            raise WrongReportError(
                f"{unit}和{other_name}在 Windows、macOS 上是同一个文件名，未录入；"
                "请先用 kaohe unit rename 改一个"
            )
        if report is not None:
            if report.year != self._year:
                raise WrongReportError(
                    f"{shown_path(path)} 里还是 {report.year} 年的数据，未录入；请先把它移走存档"
                )
            if report.through_month != target.month:
                raise WrongReportError(
                    f"{shown_path(path)} 里写的是截至 {report.through_month} 月，未录入；请先改好这个文件"
                )
            if registry.resolve(report.unit) != registry.resolve(unit):
                raise WrongReportError(
                    f"{shown_path(path)} 里写的单位是{report.unit}，未录入；请先改好这个文件"
                )
        elif other := self._under_another_name(target).get(unit):
            raise WrongReportError(
                f"{shown_path(other)} 里已有{unit}的报送数据，未录入；请先把文件改名为 {path.name}"
            )

    def _under_another_name(self, target: Round) -> dict[str, Path]:
        """Returns the reports of a round that stand in files without their body's name."""
        if target not in self._misnamed:
            registry = self._registry
            found: dict[str, Path] = {}
            named = {unit.name for unit in registry.units}
            for loaded in self._workspace.reports_of(target):
                if loaded.source.path.stem not in named and loaded.model is not None:
                    body = registry.resolve(loaded.model.unit)
                    found |= {body.name: loaded.source.path} if body is not None else {}
            self._misnamed[target] = found
        return self._misnamed[target]

    def _outcome(
        self,
        file: _Arrival,
        state: FileState,
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
            {row.row_id: len(row.values) for row in form.rows.values() if row.values},
            about=self._round_of(form),
        )

    def _tell_of_another(self, file: _Arrival, target: Round) -> None:
        """Says where one body sent several files of a round: the one that was saved last has the say."""
        first = self._taken.setdefault((file.form.unit, target), file.path)
        if first != file.path:
            order = "后保存的" if file.saved else "文件名在后的"
            message = f"{file.form.unit}还交了 {shown_name(first)}；同一项两份都有的，以{order}这一份为准"
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
        target: Round,
        *,
        is_newest: bool,
    ) -> Report:
        facts: dict[str, Any] = {
            "schema_version": SCHEMA_VERSION,
            "year": self._year,
            "unit": file.form.unit,
            "joint": self._joint(file.form, report, merged, is_newest=is_newest) or None,
            "through_month": target.month,
        }
        if is_newest:
            same = None if self._options.force else report
            without = self._without(file.form)
            facts["returned"] = _returned(file, same, self._options.received, without)
        layout = Layout(self.entries, self._forms)
        document = report_document(facts, merged.values, layout, report)
        if not is_newest and report is not None and report.returned is not None:
            first = min(report.returned.received, self._options.received)
            document["returned"] = report.returned.model_copy(update={"received": first})
            if first != report.returned.received:
                facts["returned"] = {**_facts_of(report.returned), "received": first.isoformat()}
        new = Report.model_validate(document, context=self._forms)
        if report is None:
            if path.parent not in self._schemas:
                self._schemas[path.parent] = relative_schema(path, self._workspace.data.path)
            self._change.create(path, new_text(document, self._schemas[path.parent], layout))
        else:
            self._change.edit(path, lambda text: changed_text(text, facts, merged.values, layout))
        self._reports[path] = new
        return new

    def _joint(
        self, form: ReturnedForm, report: Report | None, merged: Merged, *, is_newest: bool
    ) -> list[str]:
        """Returns the bodies of a joint report, the one that it is filed under first; none for any other.

        A body that a newer return does not name is left out once that return has all rows it answers for.
        """
        known = [unit.name for unit in bodies_called(report.joint, self._registry)] if report else []
        held = {key for row_id in (report.entries if report else ()) for key in self._headings(row_id)}
        replaced = {key for row_id in form.rows for key in self._headings(row_id)} if is_newest else set()
        kept = [
            name
            for name in known
            if (is_newest and name in form.joint) or self._headings_of(name) & held - replaced
        ]
        is_taken = is_newest or any(change.entry.id in form.rows for change in merged.changes)
        together = dict.fromkeys([form.unit, *kept, *(form.joint if is_taken else ())])
        return list(together) if len(together) > 1 else []

    def _headings(self, row_id: str) -> tuple[str, ...]:
        return self.entries[row_id].headings if row_id in self.entries else ()

    def _headings_of(self, unit: str) -> set[str]:
        return {entry.id for entry in self._asked.of_body.get(unit, ())}

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
        unit = body if isinstance(body, Unit) else None
        together = tuple(bodies_called(report.joint, self._registry))
        elsewhere = self._elsewhere(report, unit) if unit is not None else ()
        for problem in report_problems(report, unit, self._asked, together=together, elsewhere=elsewhere):
            if problem.entry_id is None or problem.entry_id in form.rows:
                yield problem

    def _elsewhere(self, report: Report, unit: Unit) -> set[str]:
        """Returns the headings of a body that others reported for it, as this batch leaves their reports."""
        known = {
            loaded.source.path: loaded.model
            for loaded in self._workspace.reports_of(Round(report.year, report.through_month))
            if loaded.model is not None
        }
        others = [
            one
            for one in (known | self._reports).values()
            if one.unit != unit.name and one.joint and one.through_month == report.through_month
        ]
        reported = Reported(self._workspace.tables(), others) if others else None
        own = self._asked.of_body[unit.name] if reported is not None else ()
        return {entry.id for entry in own if reported is not None and reported.of(unit.name, entry)}


def _no_return(file: ReturnedFile) -> Outcome:
    """Returns what is said of a text that is no form: what a mail says is quoted, for a person to read.

    It is quoted whole: what of it must not be shown is starred before it is cut.
    """
    if not file.is_body:
        return Outcome(file.path, "other", "不是填报的表，未录入")
    words = " ".join(line.strip() for block in file.content.blocks for line in block_lines(block))
    return Outcome(file.path, "letter", f"信里写的是“{words.strip()}”")


def _guarded(take: Callable[[_File], _Answer], file: _File) -> _Answer | Outcome:
    """Returns what became of a file; whatever goes wrong with one does not stop the others."""
    path = file.path
    try:
        return take(file)
    except UnusableDataError as error:
        first = error.findings[0]
        message = f"{first.file} 有误（{first.message}），未录入；先用 kaohe validate 查明、改正"
        return Outcome(path, "refused", message)
    except UncertainBodyError as error:
        return Outcome(path, "question", str(error))
    except KaoheError as error:
        return Outcome(path, "refused", str(error))
    except Exception as error:  # a file nobody foresaw
        kind = type(error).__name__
        return Outcome(path, "refused", f"读到一半出错（{kind}），未录入；请把这份文件和这一行告诉维护者")


def _printed_of(workspace: Workspace, tables: Tables) -> Printed:
    """Returns what the files that were sent out say of themselves, besides the form."""
    path = own_template(workspace.data)
    template = None
    if path is not None:
        with suppress(WrongUseError, DocumentError):  # drafts say what is wrong with it
            data = read_template(path)
            template = read_content(data) if data != shipped_template().read_bytes() else None
    return Printed(tuple(all_rows(tables)), (tables.indicators.title, tables.incentives.title), template)


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
    if file.version:
        facts["form"] = file.version
    return {**facts, "without": without} if without else facts


def _facts_of(returned: Returned) -> dict[str, Any]:
    """Returns the facts of a return as the file has them."""
    facts: dict[str, Any] = returned.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return facts


def _not_among(changes: Iterable[Change], held_back: Iterable[Change]) -> tuple[Change, ...]:
    """Returns what is still held back where some of it is taken after all."""
    taken = {(change.entry.id, change.path) for change in changes}
    return tuple(change for change in held_back if (change.entry.id, change.path) not in taken)


def _would_empty(form: ReturnedForm, merged: Merged) -> Remark:
    kept = sum(change.kind == "cleared" for change in merged.held_back)
    why = "看来是更正或补充，其中" if form.is_partial else ""
    message = f"{why}有 {kept} 项是空的，原来填过，先没有清空；核对后确实要清空的，加 --force 重新录入"
    return Remark(message, severity="error")


def _older(file: _Arrival, report: Report | None) -> str:
    """Returns why a file is not to replace what the report of its round says, "" where it may."""
    if report is None:
        return ""
    known = report.returned
    if known is None or not (known.saved and file.saved) or file.saved >= known.saved:
        return ""
    return f"比已录入的那份（{known.file}，保存于 {known.saved}）旧，没有替换；确实要换回，加 --force"
