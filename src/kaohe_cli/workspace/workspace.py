"""A workspace: the tables, the registry and the reports, read once each, when they are first asked for."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kaohe_cli.files.changing import Content
from kaohe_cli.model.incentives import IncentiveTable
from kaohe_cli.model.indicators import IndicatorTable
from kaohe_cli.model.units import Registry
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.locate import DataFolder, find_contacts, find_reports, shipped
from kaohe_cli.workspace.source import ENOUGH, Loaded, Source, load, read_source, source_as_read
from kaohe_cli.workspace.store import Disk, Overlay

if TYPE_CHECKING:  # most commands read neither; their models are built when they are first asked for
    from kaohe_cli.forms.record import Forms
    from kaohe_cli.forms.reports import Report
    from kaohe_cli.forms.written import FormTable
    from kaohe_cli.model.contacts import Contacts


FORMS: Final = "forms.yaml"


_TABLES = ("indicators.yaml", "incentives.yaml", "units.yaml")


def no_forms() -> "Forms":
    """Returns the record of no forms at all: of tables that are looked at for themselves."""
    from kaohe_cli.forms.record import NO_FORMS

    return NO_FORMS


class Tables(NamedTuple):
    """What every command needs: both tables, the registry of bodies, and the forms of 附件3."""

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
    """The files of one year. Reading never raises; :meth:`tables` and :meth:`report` raise on bad data."""

    def __init__(
        self,
        data: DataFolder,
        reports: Path | None = None,
        contacts: Path | None = None,
        store: Disk | None = None,
    ) -> None:
        self.data = data
        self.reports = find_reports(reports, data)
        self.contacts_path = find_contacts(contacts, data)
        self.store = store or Disk(data.path)

    @property
    def private(self) -> tuple[Path, Path]:
        """Where personal data stands: the folder of the reports, and the roster."""
        return self.reports, self.contacts_path

    def again(self, staged: Mapping[Path, bytes | None] | None = None) -> "Workspace":
        """Returns the same workspace, to be read anew; with ``staged`` as a change would leave it."""
        copy = Workspace.__new__(Workspace)  # its places were found already
        copy.data, copy.reports, copy.contacts_path = self.data, self.reports, self.contacts_path
        copy.store = Disk(self.data.path) if staged is None else Overlay(self.data.path, staged)
        return copy

    @cached_property
    def indicators(self) -> Loaded[IndicatorTable]:
        return load(self._table("indicators.yaml"), IndicatorTable)

    @cached_property
    def incentives(self) -> Loaded[IncentiveTable]:
        return load(self._table("incentives.yaml"), IncentiveTable)

    @cached_property
    def registry(self) -> Loaded[Registry]:
        return load(self._table("units.yaml"), Registry)

    @cached_property
    def _contents(self) -> dict[Path, Content]:
        """The tables and the roster as they were at one moment, since a command may change several."""
        paths = [self.data.path / name for name in _TABLES]
        if self.has_forms:
            paths.append(self.data.path / FORMS)
        if self.store.is_there(self.contacts_path):
            paths.append(self.contacts_path)
        return self.store.read(paths, ENOUGH)

    def _table(self, name: str) -> Source:
        path = self.data.path / name
        return source_as_read(self._contents[path], path)

    @cached_property
    def forms(self) -> "Loaded[FormTable]":
        """The forms of 附件3: those of the workspace, or where it has none those that ship."""
        from kaohe_cli.forms.written import FormTable

        if not self.has_forms:
            return load(read_source(shipped("data") / FORMS), FormTable)
        return load(self._table(FORMS), FormTable)

    @cached_property
    def has_forms(self) -> bool:
        """Whether the workspace has forms of its own."""
        return self.store.is_there(self.data.path / FORMS)

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
        content = self._contents.get(self.contacts_path)
        if content is None:
            return None
        from kaohe_cli.model.contacts import Contacts

        return load(source_as_read(content, self.contacts_path, private=True), Contacts)

    @cached_property
    def all_reports(self) -> "tuple[Loaded[Report], ...]":
        """Every file of the reports folder, in the order of their names."""
        paths = self.store.listing(self.reports, "*.yaml")
        if not paths:
            return ()
        from kaohe_cli.forms.reports import Report

        contents, forms = self.store.read(paths, ENOUGH), self._forms_or_none
        sources = (source_as_read(contents[path], path, private=True) for path in paths)
        return tuple(load(source, Report, forms) for source in sources)

    @property
    def _forms_or_none(self) -> "Forms | None":
        return self.record if self.forms.usable else None

    def report(self, unit: str) -> "Report | None":
        """Returns a body's report, or None where it has none yet.

        Raises:
            UnusableDataError: the file is there but cannot be used.
        """
        path = self.reports / f"{unit}.yaml"
        if not self.store.is_there(path):
            return None
        from kaohe_cli.forms.reports import Report

        content = self.store.read([path], ENOUGH)[path]
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
        return Tables(self.indicators.get(), self.incentives.get(), self.registry.get(), lambda: self.record)
