"""A workspace: the tables, the registry and the reports, read once each, when they are first asked for."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel

from kaohe_cli.files.changing import Content
from kaohe_cli.model.incentives import Incentive, IncentiveTable
from kaohe_cli.model.indicators import Criterion, IndicatorTable
from kaohe_cli.model.units import BodiesOfTables, Registry
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.locate import DataFolder, find_contacts, find_reports, shipped
from kaohe_cli.workspace.names import FORMS, INCENTIVES, INDICATORS, TABLES, UNITS
from kaohe_cli.workspace.source import Loaded, Source, load, not_there, read_source, source_as_read
from kaohe_cli.workspace.store import ENOUGH, Disk, Overlay, Store

if TYPE_CHECKING:  # most commands read neither; their models are built when they are first asked for
    from kaohe_cli.forms.record import Forms
    from kaohe_cli.forms.reports import Report
    from kaohe_cli.forms.written import FormTable
    from kaohe_cli.model.contacts import Contacts


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

    @property
    def private(self) -> tuple[Path, Path]:
        """Where personal data stands: the folder of the reports, and the roster."""
        return self.reports, self.contacts_path

    def again(self, staged: Mapping[Path, bytes | None] | None = None) -> "Workspace":
        """Returns the same workspace, to be read anew; with ``staged`` as a change would leave it."""
        read = {name for name, kind in vars(Workspace).items() if isinstance(kind, cached_property)}
        copy = Workspace.__new__(Workspace)  # its places were found already
        copy.__dict__ |= {name: value for name, value in vars(self).items() if name not in read}
        copy.store = Disk(self.data.path)
        if staged is not None:
            copy.store = Overlay(copy.store, staged)
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
        """The tables and the roster as they were at one moment, since a command may change several."""
        paths = [self.data.path / name for name in (*TABLES, FORMS)]
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
        from kaohe_cli.model.contacts import Contacts

        return load(source_as_read(content, self.contacts_path, private=True), Contacts)

    @cached_property
    def all_reports(self) -> "tuple[Loaded[Report], ...]":
        """Every file of the reports folder, in the order of their names."""
        paths = self.report_paths()
        if not paths:
            return ()
        from kaohe_cli.forms.reports import Report

        contents, forms = self.store.read(paths, ENOUGH), self._forms_or_none
        sources = (source_as_read(contents[path], path, private=True) for path in paths)
        return tuple(load(source, Report, forms) for source in sources)

    @property
    def _forms_or_none(self) -> "Forms | None":
        return self.record if self.forms.usable else None

    def report_paths(self) -> list[Path]:
        """Returns the files of the reports folder, in the order of their names.

        Raises:
            CannotLookError: the folder is there and cannot be listed.
        """
        return self.store.listing(self.reports, "*.yaml")

    def report(self, unit: str) -> "Report | None":
        """Returns a body's report, or None where it has none yet.

        Raises:
            UnusableDataError: the file is there but cannot be used.
        """
        path = self.reports / f"{unit}.yaml"
        content = self.store.read([path], ENOUGH)[path]
        if isinstance(content, _ABSENT):
            return None
        from kaohe_cli.forms.reports import Report

        return load(source_as_read(content, path, private=True), Report, self.record).get()

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
