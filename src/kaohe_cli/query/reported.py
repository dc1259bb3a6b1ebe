"""For whom the rows of reports count: joint ones for several bodies, indicators for their criteria."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from kaohe_cli.forms.reports import Report
from kaohe_cli.query.entries import Entry
from kaohe_cli.query.scopes import Scope, scopes
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.tables.units import Registry, Unit
from kaohe_cli.workspace.workspace import Tables


class Said(NamedTuple):
    """Where something that counts for a heading of a body stands."""

    report: Report
    key: str
    """The key of the report's ``entries``: that of the heading, or of the indicator that covers it."""


class Reported:
    """The reports of one round."""

    def __init__(self, tables: Tables, reports: Iterable[Report]) -> None:
        """``reports`` has one of each body at most; that of a body nobody knows is left out."""
        self._tables = tables
        self.reports: dict[str, Report] = {}
        """By the proper name of the body that each is filed under."""
        for report in reports:
            body = tables.registry.resolve(report.unit)
            if isinstance(body, Unit):
                self.reports.setdefault(body.name, report)

    @cached_property
    def scopes(self) -> dict[str, Scope]:
        """What each id of a report is about."""
        return scopes(self._tables)

    @cached_property
    def by_id(self) -> dict[str, dict[str, Report]]:
        """For each id that was reported, the bodies that it counts for and the report in which it stands.

        The body that a report is filed under is first. A body's own report goes before one that it shares.
        """
        found: dict[str, dict[str, Report]] = {}
        for unit, report in self.reports.items():
            for key in report.entries:
                found.setdefault(key, {})[unit] = report
        for unit, report in sorted(
            self.reports.items(), key=lambda one: one[0]
        ):  # in whatever order they came
            for name in self.with_whom(report):
                for key in report.entries:
                    if name != unit and self._answers(name, key):
                        found[key].setdefault(name, report)
        return found

    def with_whom(self, report: Report) -> tuple[str, ...]:
        """Returns the proper names of the bodies that a joint report is of; none for any other."""
        return tuple(body.name for body in bodies_called(report.joint, self._tables.registry))

    def of(self, unit: str, entry: Entry) -> Said | None:
        """Returns what counts for a heading of a body: in its own report, else in one that it shares."""
        keys = (entry.id, *self._wholes.get(entry.row.id, ()))
        own = self.reports.get(unit)
        if own is not None and (key := next((one for one in keys if one in own.entries), None)):
            return Said(own, key)
        return next(
            (Said(self.by_id[key][unit], key) for key in keys if unit in self.by_id.get(key, ())), None
        )

    @cached_property
    def _wholes(self) -> dict[str, tuple[str, ...]]:
        """The indicator that covers each criterion."""
        return {one: (key,) for key, scope in self.scopes.items() for one in scope.covers}

    def _answers(self, unit: str, key: str) -> bool:
        scope = self.scopes.get(key)
        bodies = row_bodies(scope.row, self._tables.registry) if scope is not None else ()
        return any(isinstance(body, Unit) and body.name == unit for body in bodies)


def bodies_called(names: Iterable[str], registry: Registry) -> Iterator[Unit]:
    """Yields the bodies that names of the registry mean."""
    for name in names:
        body = registry.resolve(name)
        if isinstance(body, Unit):
            yield body
