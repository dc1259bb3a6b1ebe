"""What was read, against what was to be read."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.rounds import Round
from kaohe_cli.query.entries import all_entries
from kaohe_cli.query.rows import all_rows
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace

from .corpus.case import ANY


class Difference(NamedTuple):
    """A field that came out otherwise than it should."""

    entry: str
    path: str
    expected: Any
    found: Any


OCTOBER = Round(2021, 10)


def report_of(folder: Path, unit: str, of: Round = OCTOBER) -> Report | None:
    """A unit's report of a round in a workspace, read as kaohe reads it; None where there is none."""
    return _workspace(folder).report(unit, of)


def reports_in(folder: Path, of: Round = OCTOBER) -> list[str]:
    """The units that have a report of a round in a workspace."""
    return sorted(path.stem for path in (folder / "data" / "reports" / str(of)).glob("*.yaml"))


def differences(folder: Path, report: Report | None, entries: Mapping[str, Any]) -> list[Difference]:
    """Every field of the rows in question that is not what was expected; None stands for an empty one."""
    if report is None:
        return [
            Difference(entry, path, value, None)
            for entry, fields in entries.items()
            if fields is not ANY
            for path, value in fields.items()
            if value is not ANY
        ]
    asked = _asked(folder)
    assert set(entries) <= set(asked)
    return [
        difference
        for entry in sorted({*entries, *report.entries})
        if entries.get(entry) is not ANY
        for difference in _of_entry(report, entry, asked[entry], entries.get(entry, {}))
    ]


def _of_entry(
    report: Report, entry: str, paths: list[str], expected: Mapping[str, Any]
) -> Iterator[Difference]:
    written = report.entries.get(entry)
    for path in paths:
        wanted = expected.get(path)
        found = report.value(entry, path) if written is not None or expected else None
        if wanted is not ANY and _plain(found) != _plain(wanted):
            yield Difference(entry, path, wanted, found)


def _plain(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float | Decimal) else value


def _asked(folder: Path) -> dict[str, list[str]]:
    tables = _workspace(folder).tables()
    return {entry.id: [field.key for field in entry.form.fields] for entry in all_entries(all_rows(tables))}


def _workspace(folder: Path) -> Workspace:
    return Workspace(DataFolder(folder / "data", folder / "data", shipped=False))
