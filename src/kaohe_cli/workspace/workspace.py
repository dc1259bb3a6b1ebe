"""A workspace: the tables, the registry and the reports, read once each, when they are first asked for."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kaohe_cli.files.changing import Content
from kaohe_cli.model.incentives import IncentiveTable
from kaohe_cli.model.indicators import IndicatorTable
from kaohe_cli.model.units import Registry
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.locate import DataFolder, find_contacts, find_reports
from kaohe_cli.workspace.source import ENOUGH, Loaded, Source, load, source_as_read
from kaohe_cli.workspace.store import Disk, Overlay

if TYPE_CHECKING:  # most commands read neither; their models are built when they are first asked for
    from kaohe_cli.model.contacts import Contacts
    from kaohe_cli.model.reports import Report


_ABSENT = (FileNotFoundError, NotADirectoryError)
_TABLES = ("indicators.yaml", "incentives.yaml", "units.yaml")


class Tables(NamedTuple):
    """What every command needs: both tables and the registry of bodies."""

    indicators: IndicatorTable
    incentives: IncentiveTable
    registry: Registry


class Workspace:
    """The files of one year. Reading never raises; :meth:`tables` and :meth:`report` raise on bad data.

    What the system does not let us look at is a ``CannotLookError`` wherever it is asked for.
    """

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
        read = {name for name, kind in vars(Workspace).items() if isinstance(kind, cached_property)}
        copy = Workspace.__new__(Workspace)  # its places were found already
        copy.__dict__ |= {name: value for name, value in vars(self).items() if name not in read}
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
        return self.store.read([*paths, self.contacts_path], ENOUGH)

    def _table(self, name: str) -> Source:
        path = self.data.path / name
        return source_as_read(self._contents[path], path)

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
        from kaohe_cli.model.reports import Report

        contents = self.store.read(paths, ENOUGH)
        return tuple(load(source_as_read(contents[path], path, private=True), Report) for path in paths)

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
        from kaohe_cli.model.reports import Report

        return load(source_as_read(content, path, private=True), Report).get()

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
        return Tables(self.indicators.get(), self.incentives.get(), self.registry.get())
