"""A workspace: the tables, the registry and the reports, read once each, when they are first asked for."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kaohe_cli.model.incentives import IncentiveTable
from kaohe_cli.model.indicators import IndicatorTable
from kaohe_cli.model.units import Registry
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.locate import DataFolder, find_contacts, find_reports
from kaohe_cli.workspace.source import Loaded, load, read_source

if TYPE_CHECKING:  # most commands read neither; their models are built when they are first asked for
    from kaohe_cli.model.contacts import Contacts
    from kaohe_cli.model.reports import Report


class Tables(NamedTuple):
    """What every command needs: both tables and the registry of bodies."""

    indicators: IndicatorTable
    incentives: IncentiveTable
    registry: Registry


class Workspace:
    """The files of one year. Reading never raises; :meth:`tables` and :meth:`report` raise on bad data."""

    def __init__(self, data: DataFolder, reports: Path | None = None, contacts: Path | None = None) -> None:
        self.data = data
        self.reports = find_reports(reports, data)
        self.contacts_path = find_contacts(contacts, data)

    @cached_property
    def indicators(self) -> Loaded[IndicatorTable]:
        return load(read_source(self.data.path / "indicators.yaml"), IndicatorTable)

    @cached_property
    def incentives(self) -> Loaded[IncentiveTable]:
        return load(read_source(self.data.path / "incentives.yaml"), IncentiveTable)

    @cached_property
    def registry(self) -> Loaded[Registry]:
        return load(read_source(self.data.path / "units.yaml"), Registry)

    @cached_property
    def contacts(self) -> "Loaded[Contacts] | None":
        """The roster of people, or None where there is none."""
        if not self.contacts_path.exists():
            return None
        from kaohe_cli.model.contacts import Contacts

        return load(read_source(self.contacts_path, private=True), Contacts)

    @cached_property
    def all_reports(self) -> "tuple[Loaded[Report], ...]":
        """Every file of the reports folder, in the order of their names."""
        if not self.reports.is_dir():
            return ()
        from kaohe_cli.model.reports import Report

        paths = sorted(self.reports.glob("*.yaml"))
        return tuple(load(read_source(path, private=True), Report) for path in paths)

    def report(self, unit: str) -> "Report | None":
        """Returns a body's report, or None where it has none yet.

        Raises:
            UnusableDataError: the file is there but cannot be used.
        """
        path = self.reports / f"{unit}.yaml"
        if not path.exists():
            return None
        from kaohe_cli.model.reports import Report

        return load(read_source(path, private=True), Report).get()

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
