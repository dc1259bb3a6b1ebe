"""A workspace: the tables, the registry and the reports, read once each, when they are first asked for."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.changing import Content
from kaohe_cli.tables.incentives import Incentive, IncentiveTable
from kaohe_cli.tables.indicators import Criterion, IndicatorTable
from kaohe_cli.tables.units import BodiesOfTables, Registry
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.locate import DataFolder, find_contacts, find_reports, shipped
from kaohe_cli.workspace.names import CLAIMS, FORMS, INCENTIVES, INDICATORS, SENT, TABLES, UNITS
from kaohe_cli.workspace.source import Loaded, Source, load, not_there, read_source, source_as_read
from kaohe_cli.workspace.store import ENOUGH, Disk, Overlay, Store

if TYPE_CHECKING:  # most commands read neither; their models are built when they are first asked for
    from kaohe_cli.forms.record import Forms
    from kaohe_cli.forms.reports import Report
    from kaohe_cli.forms.rounds import Round
    from kaohe_cli.forms.written import FormTable
    from kaohe_cli.tables.claims import Claims
    from kaohe_cli.tables.contacts import Contacts
    from kaohe_cli.tables.sent import Sent


M = TypeVar("M", bound=BaseModel)

_ABSENT = (FileNotFoundError, NotADirectoryError)
_WITHOUT = {
    INDICATORS: "没有 indicators.yaml（附件1），只有督查激励",
    INCENTIVES: "没有 incentives.yaml（附件2），只有考核指标",
    UNITS: "没有 units.yaml（单位名录），单位按表里写的认",
    FORMS: "没有 forms.yaml（附件3），用随程序安装的报送表",
}
"""What the lack of each file comes to."""


def no_forms() -> "Forms":
    """Returns the record of no forms at all: of tables that are looked at for themselves."""
    from kaohe_cli.forms.record import NO_FORMS

    return NO_FORMS


class Tables(NamedTuple):
    """What every command needs: both tables, the registry of bodies, and the forms of 附件3.

    A table that a workspace does without is one without rows, under the year and title of the other; without
    ``units.yaml`` the bodies are those that the tables name.
    """

    indicators: IndicatorTable
    incentives: IncentiveTable
    registry: Registry
    load_forms: "Callable[[], Forms]" = no_forms
    """Gives the record of the forms, which is read when it is first asked for: a list of rows needs none."""

    @property
    def forms(self) -> "Forms":
        """The record of the forms.

        Raises:
            UnusableDataError: ``forms.yaml`` cannot be used.
        """
        return self.load_forms()


class Workspace:
    """The files of one year. Reading never raises; :meth:`tables` and :meth:`report` raise on bad data.

    What the system does not let us look at is a ``CannotLookError`` wherever it is asked for.
    """

    def __init__(
        self,
        data: DataFolder,
        reports: Path | None = None,
        contacts: Path | None = None,
        store: Store | None = None,
    ) -> None:
        self.data = data
        self.reports = find_reports(reports, data)
        self.contacts_path = find_contacts(contacts, data)
        self.store: Store = store or Disk(data.path)
        self._only: Round | None = None

    @property
    def private(self) -> tuple[Path, ...]:
        """Where personal data stands: the folder of the reports, the roster, and who was sent what."""
        return self.reports, self.contacts_path, self.sent_path

    def again(self, staged: Mapping[Path, bytes | None] | None = None) -> "Workspace":
        """Returns the same workspace, to be read anew; with ``staged`` as a change would leave it."""
        read = {name for name, kind in vars(Workspace).items() if isinstance(kind, cached_property)}
        copy = Workspace.__new__(Workspace)  # its places were found already
        copy.__dict__ |= {name: value for name, value in vars(self).items() if name not in read}
        copy.store = Disk(self.data.path)
        if staged is not None:
            copy.store = Overlay(copy.store, staged)
        return copy

    def narrowed(self, to: "Round") -> "Workspace":
        """Returns the same workspace, as it was read, whose :attr:`all_reports` are those of one round."""
        copy = Workspace.__new__(Workspace)
        copy.__dict__ |= {name: value for name, value in vars(self).items() if name != "all_reports"}
        copy.__dict__["_only"] = to
        return copy

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The names of the files that it does without; having neither table is an error instead."""
        missing = [name for name in _WITHOUT if not self.has(name)]
        has_none = {INDICATORS, INCENTIVES} <= {*missing}
        return tuple(name for name in missing if name in (UNITS, FORMS) or not has_none)

    @property
    def present_tables(self) -> tuple[str, ...]:
        """The names of the tables that it has."""
        return tuple(name for name in (INDICATORS, INCENTIVES) if name not in self.missing)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What it comes to that these files are missing, as it is said to people."""
        return tuple(_WITHOUT[name] for name in self.missing)

    @cached_property
    def indicators(self) -> Loaded[IndicatorTable]:
        return self._table(INDICATORS, IndicatorTable)

    @cached_property
    def incentives(self) -> Loaded[IncentiveTable]:
        return self._table(INCENTIVES, IncentiveTable)

    @cached_property
    def registry(self) -> Loaded[Registry]:
        """``units.yaml``; what counts without it are :attr:`bodies`."""
        return self._table(UNITS, Registry)

    @cached_property
    def _contents(self) -> dict[Path, Content]:
        """Tables, roster, claims, … as they were at one moment, since a command may change several."""
        paths = [self.data.path / name for name in (*TABLES, FORMS, CLAIMS, SENT)]
        return self.store.read([*paths, self.contacts_path], ENOUGH)

    def _table(self, name: str, model: type[M]) -> Loaded[M]:
        path = self.data.path / name
        if name in self.missing:
            return not_there(path)
        return load(self._source(path), model)

    def _source(self, path: Path) -> Source:
        return source_as_read(self._contents[path], path, self.store.called(path))

    def has(self, name: str) -> bool:
        """Whether there is a file of this name, be it one that cannot be read."""
        return not isinstance(self._contents[self.data.path / name], _ABSENT)

    @property
    def present(self) -> dict[str, Loaded[Any]]:
        """Those of the tables and the registry that are there, by the names of their files."""
        tables: dict[str, Loaded[Any]] = {
            INDICATORS: self.indicators,
            INCENTIVES: self.incentives,
            UNITS: self.registry,
        }
        return {name: loaded for name, loaded in tables.items() if self.has(name)}

    @cached_property
    def bodies(self) -> Registry | None:
        """The registry, or without one the bodies that the tables name; None where it is broken."""
        if not self.registry.missing:
            return self.registry.model
        return bodies_in(self.indicators.model, self.incentives.model)

    def knows_rows_like(self, row_id: str) -> bool:
        """False for the id of a row whose table is not there, so that nothing can be said of it."""
        table = self.incentives if row_id.startswith("J") else self.indicators
        return not table.missing

    @property
    def knows_all_bodies(self) -> bool:
        """False without a registry and with one table: the other may well name further bodies."""
        is_whole = not (self.indicators.missing or self.incentives.missing)
        return is_whole or not self.registry.missing

    @cached_property
    def forms(self) -> "Loaded[FormTable]":
        """The forms of 附件3: those of the workspace, or where it has none those that ship."""
        from kaohe_cli.forms.written import FormTable

        path = self.data.path / FORMS
        if not self.has_forms:
            return load(read_source(shipped("data") / FORMS), FormTable)
        return load(self._source(path), FormTable)

    @cached_property
    def has_forms(self) -> bool:
        """Whether the workspace has forms of its own."""
        return self.has(FORMS)

    @cached_property
    def record(self) -> "Forms":
        """The record of the forms.

        Raises:
            UnusableDataError: ``forms.yaml`` cannot be used.
        """
        from kaohe_cli.forms.record import record_of

        forms = self.forms
        own = self.has_forms and not self.data.shipped
        as_shipped = not own or forms.source.text.encode() == (shipped("data") / FORMS).read_bytes()
        return record_of(forms.get(), is_shipped=not self.has_forms, is_as_shipped=as_shipped)

    @cached_property
    def contacts(self) -> "Loaded[Contacts] | None":
        """The roster of people, or None where there is none."""
        content = self._contents[self.contacts_path]
        if isinstance(content, _ABSENT):
            return None
        from kaohe_cli.tables.contacts import Contacts

        return load(source_as_read(content, self.contacts_path, private=True), Contacts)

    @property
    def sent_path(self) -> Path:
        """Where it stands, or belongs, who got which version of which form."""
        return self.data.path / SENT

    @cached_property
    def sent(self) -> "Loaded[Sent] | None":
        """Who got which version of which form, or None where nothing was sent yet."""
        content = self._contents[self.sent_path]
        if isinstance(content, _ABSENT):
            return None
        from kaohe_cli.tables.sent import Sent

        return load(source_as_read(content, self.sent_path, private=True), Sent)

    @property
    def claims_path(self) -> Path:
        """Where the claims for the incentives stand, or belong."""
        return self.data.path / CLAIMS

    @cached_property
    def claims(self) -> "Loaded[Claims] | None":
        """The claims for the incentives, or None where nobody has begun to keep them."""
        content = self._contents[self.claims_path]
        if isinstance(content, _ABSENT):
            return None
        from kaohe_cli.tables.claims import Claims

        return load(source_as_read(content, self.claims_path, private=True), Claims)

    @property
    def year(self) -> int | None:
        """The year of the tables; None where neither can be read."""
        table = self.indicators.model or self.incentives.model
        return table.year if table is not None else None

    @cached_property
    def listed_rounds(self) -> "tuple[Round, ...]":
        """The rounds that the tables list, in their order; empty where they list none."""
        from kaohe_cli.forms.rounds import listed_rounds

        return listed_rounds(self.indicators.model) if self.indicators.model is not None else ()

    @cached_property
    def rounds_with_reports(self) -> "tuple[Round, ...]":
        """The rounds of the tables' year of which there is a report, the oldest first.

        Raises:
            CannotLookError: a folder of reports is there and cannot be listed.
        """
        by_folder = [one for one, folder in self._round_folders.items() if self._files_in(folder)]
        found = {*by_folder, *(self.round_of(loaded) for loaded in self.unmigrated)}
        return tuple(sorted(one for one in found if one is not None and one.year == self.year))

    @property
    def rounds_there(self) -> "tuple[Round, ...]":
        """The rounds of the tables' year that have a folder, or a report of the old shape; the oldest first.

        Raises:
            CannotLookError: a folder of reports is there and cannot be listed.
        """
        own = {one for one in self._round_folders if one.year == self.year}
        return tuple(sorted(own | {*self.rounds_with_reports}))

    def round_meant(self, asked: "str | Round | None" = None) -> "Round":
        """Returns the round that is asked for, or that a command means which is asked for none.

        That is the newest listed round that has a report, else the first listed, else 附件3's own (1—10月).
        No command asks the clock.

        Raises:
            WrongUseError: what was asked for is no round, or one of another year than the tables'.
            CannotLookError: a folder of reports is there and cannot be listed.
        """
        from kaohe_cli.forms.rounds import FORM_MONTH, HOW_TO_WRITE, Round, round_in

        year = self.year or self.tables().indicators.year
        if asked is None:
            reported = [one for one in self.listed_rounds if one in self.rounds_with_reports]
            return max(reported, default=next(iter(self.listed_rounds), Round(year, FORM_MONTH)))
        found = round_in(asked, year) if isinstance(asked, str) else asked
        if found is None:
            raise WrongUseError(f"“{asked}”不是一轮报送，请写成 {HOW_TO_WRITE}")
        if found.year != year:
            raise WrongUseError(
                f"表是 {year} 年的，没有 {found} 这一轮；核对 --round，或用 --data 指明那一年的表"
            )
        return found

    def round_folder(self, asked: "Round") -> Path:
        """Returns the folder of a round's reports, which need not be there yet."""
        return self.reports / str(asked)

    def report_path(self, unit: str, asked: "Round") -> Path:
        """Returns where a body's report of a round is, or belongs.

        A file of the old shape, ``reports/<unit>.yaml``, is that of the round it names; one whose round
        cannot be read stands in the way of every round.
        """
        path, old = self.round_folder(asked) / f"{unit}.yaml", self.reports / f"{unit}.yaml"
        if path in self._files_in(path.parent):
            return path
        unmigrated = self._loaded([old] if old in self.unmigrated_paths else [])
        return old if any(self.round_of(one) in (asked, None) for one in unmigrated) else path

    def round_of(self, loaded: "Loaded[Report]") -> "Round | None":
        """Returns the round that a report file is of: by its folder, or in the old shape by what it says.

        None where a file of the old shape cannot be read.
        """
        from kaohe_cli.forms.rounds import round_of, round_of_folder

        if loaded.source.path.parent != self.reports:
            return round_of_folder(loaded.source.path.parent.name)
        root = loaded.source.root
        said = root.data() if root is not None else None
        return round_of(said.get("year"), said.get("through_month")) if isinstance(said, dict) else None

    @cached_property
    def all_reports(self) -> "tuple[Loaded[Report], ...]":
        """Every report file of the tables' year: those of the old shape, then round by round."""
        return self.reports_of(self._only) if self._only is not None else self._loaded(self.report_paths())

    def reports_of(self, asked: "Round") -> "tuple[Loaded[Report], ...]":
        """Returns every report file of a round, in the order of their names.

        Those of the old shape count as the round they name; one whose round cannot be read is among those
        of every round, so that nobody overlooks it.

        Raises:
            CannotLookError: the folder of the round is there and cannot be listed.
        """
        old = [one for one in self.unmigrated if self.round_of(one) in (asked, None)]
        files = (*old, *self._loaded(self._files_in(self.round_folder(asked))))
        return tuple(sorted(files, key=lambda one: one.source.path.name))

    @cached_property
    def unmigrated(self) -> "tuple[Loaded[Report], ...]":
        """The reports of the old shape, which stand in no folder of a round."""
        return self._loaded(self.unmigrated_paths)

    @cached_property
    def unmigrated_paths(self) -> list[Path]:
        """The report files of the old shape, in the order of their names.

        Raises:
            CannotLookError: the folder of the reports is there and cannot be listed.
        """
        return self._files_in(self.reports)

    @cached_property
    def _round_folders(self) -> "dict[Round, Path]":
        """The folders of rounds that are there, of any year, the oldest first."""
        from kaohe_cli.forms.rounds import round_of_folder

        found = ((round_of_folder(path.name), path) for path in self.store.folders(self.reports))
        return {one: path for one, path in found if one is not None}

    def report_paths(self) -> list[Path]:
        """Returns the report files of the tables' year: those of the old shape, then round by round.

        Raises:
            CannotLookError: a folder is there and cannot be listed.
        """
        paths = list(self.unmigrated_paths)
        for one, folder in self._round_folders.items():
            if self.year in (one.year, None):
                paths += self._files_in(folder)
        return paths

    def _files_in(self, folder: Path) -> list[Path]:
        if folder not in self._listed:
            self._listed[folder] = self.store.listing(folder, "*.yaml")
        return self._listed[folder]

    @cached_property
    def _listed(self) -> dict[Path, list[Path]]:
        """The report files of each folder that was looked into."""
        return {}

    @cached_property
    def _read(self) -> "dict[Path, Loaded[Report]]":
        """The report files that were read."""
        return {}

    def _loaded(self, paths: list[Path]) -> "tuple[Loaded[Report], ...]":
        """Returns report files, each read once."""
        unread = [path for path in paths if path not in self._read]
        if unread:
            from kaohe_cli.forms.reports import Report

            contents, forms = self.store.read(unread, ENOUGH), self._forms_or_none
            for path in unread:
                self._read[path] = load(source_as_read(contents[path], path, private=True), Report, forms)
        return tuple(self._read[path] for path in paths)

    @property
    def _forms_or_none(self) -> "Forms | None":
        return self.record if self.forms.usable else None

    def report(self, unit: str, asked: "Round") -> "Report | None":
        """Returns a body's report of a round, or None where it has none yet.

        Raises:
            UnusableDataError: the file is there but cannot be used.
        """
        path = self.report_path(unit, asked)
        if path not in self._files_in(path.parent):
            return None
        _ = self.record  # says what is wrong with the forms before anything else
        return self._loaded([path])[0].get()

    def tables(self) -> Tables:
        """Returns the tables and the registry.

        Raises:
            UnusableDataError: one of the files cannot be read or does not have the right form.
        """
        bad = [
            finding
            for loaded in (self.indicators, self.incentives, self.registry)
            if not loaded.usable
            for finding in loaded.findings
        ]
        if bad:
            raise UnusableDataError(tuple(sorted(bad)))
        registry = self.bodies or self.registry.get()
        if self.indicators.missing:
            incentives = self.incentives.get()
            empty_table = IndicatorTable.empty(incentives.year, incentives.title)
            return Tables(empty_table, incentives, registry, self._load_record)
        indicators = self.indicators.get()
        if self.incentives.missing:
            empty = IncentiveTable.empty(indicators.year, indicators.title)
            return Tables(indicators, empty, registry, self._load_record)
        return Tables(indicators, self.incentives.get(), registry, self._load_record)

    def _load_record(self) -> "Forms":
        return self.record


def bodies_in(indicators: IndicatorTable | None, incentives: IncentiveTable | None) -> Registry:
    """Returns the bodies that the tables name, with those that collectives were resolved to."""
    rows: list[Criterion | Incentive] = [*(incentives.incentives if incentives else ())]
    rows[:0] = [place.criterion for place in indicators.criteria()] if indicators else []
    wordings = [name for row in rows for names in (row.units, *row.resolved.values()) for name in names]
    departments = [
        name
        for one in (incentives.incentives if incentives else ())
        for name in (*one.city_lead, *one.city_support)
    ]
    return BodiesOfTables.named(wordings, departments)
