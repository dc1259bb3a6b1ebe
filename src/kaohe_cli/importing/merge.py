"""Freshly imported tables brought into a workspace that has been worked in: only what differs is changed.

Ids count up in the document's order without gaps (rule KH303), so a row's place in the new document settles
its id, and keeping an old one is not a choice. What is kept is the row itself: a row that is the same (by
name and content, see :mod:`kaohe_cli.comparing.matching`) takes its text along, with its comments, its
``metrics`` and what its collectives were ``resolved`` to. Where nothing was put in or taken out before it,
its id stays as well. Where its id does change, all that refers to it is keyed anew: the roster, and the
reports of the same year.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from kaohe_cli.comparing.changes import Comparison, State, compare
from kaohe_cli.editing import Transaction
from kaohe_cli.importing.merge_rows import Rearranged, merged_incentives, merged_indicators, with_fields
from kaohe_cli.importing.merge_units import merged_units
from kaohe_cli.importing.rekeying import Rekeyed, rekey_contacts, rekey_reports
from kaohe_cli.model.incentives import IncentiveTable
from kaohe_cli.model.indicators import IndicatorTable
from kaohe_cli.model.units import Registry
from kaohe_cli.query.rows import all_rows
from kaohe_cli.workspace.finding import shown_path
from kaohe_cli.workspace.source import load, source_of
from kaohe_cli.workspace.workspace import Tables, Workspace

_M = TypeVar("_M", bound=BaseModel)

_INDICATOR_FACTS = ("year", "title", "heading")
_INCENTIVE_FACTS = (
    *("year", "title", "document", "document_title", "issuer", "issued", "published", "replaces"),
)
_LABELS = {
    "heading": "一级标题（heading）",
    "document_title": "文件名称（document_title）",
    "issuer": "印发机关（issuer）",
    "published": "发布日期（published）",
    "replaces": "废止的文件（replaces）",
}


@dataclass(frozen=True)
class Merge:
    """What a merge does; its texts are staged in the transaction."""

    comparison: Comparison
    """The workspace's tables before and after."""
    renumbered: tuple[tuple[str, str], ...]
    """Old and new id of each row that stays under another id."""
    remarks: tuple[str, ...]
    """What people should look at: finished sentences."""


def plan_merge(change: Transaction, workspace: Workspace, new: State) -> Merge:
    """Stages the workspace's files with the imported tables in them; commit the transaction to write them.

    ``new`` may lack a table; what the workspace has of it then stays. ``units.yaml`` only gains.

    Raises:
        UnusableDataError: the workspace's own tables cannot be read.
        CannotEditError: a file is written in a way that cannot be edited safely.
        WrongUseError: a report would lose its row to another.
    """
    folder = workspace.data.path
    paths = [folder / name for name in ("indicators.yaml", "incentives.yaml", "units.yaml")]
    old = _tables(change, paths)
    remarks: list[str] = []
    tables: list[Rearranged] = []
    if (indicators := new.indicators) is not None:
        staging = _Staging(change, paths[0], old.indicators, indicators, _INDICATOR_FACTS)
        tables.append(staging.rows(lambda text: merged_indicators(text, old.indicators, indicators)))
        if old.indicators.report_due and indicators.year != old.indicators.year:
            remarks.append(f"报送截止日期还是 {old.indicators.report_due}，请改成新一年的（report_due）")
    if (incentives := new.incentives) is not None:
        staging = _Staging(change, paths[1], old.incentives, incentives, _INCENTIVE_FACTS)
        tables.append(staging.rows(lambda text: merged_incentives(text, old.incentives, incentives)))
    ids = {before: after for table in tables for before, after in table.ids.items()}
    dropped = [row_id for table in tables for row_id in table.dropped]
    remarks += [remark for table in tables for remark in table.remarks]
    if new.registry is not None:
        registry = new.registry
        change.edit(paths[2], lambda text: merged_units(text, old.registry, registry, remarks))
    merged = _tables(change, paths)
    for rekeyed in _rekeyed(change, workspace, old, merged, ids, dropped):
        remarks += rekeyed.remarks
    return Merge(
        comparison=compare(old, merged),
        renumbered=tuple((before, after) for before, after in ids.items() if before != after),
        remarks=tuple(remarks),
    )


def _tables(change: Transaction, paths: list[Path]) -> Tables:
    """Returns the tables as the transaction leaves them.

    Raises:
        UnusableDataError: a file does not have the right form.
    """
    return Tables(
        _model(change, paths[0], IndicatorTable),
        _model(change, paths[1], IncentiveTable),
        _model(change, paths[2], Registry),
    )


def _model(change: Transaction, path: Path, model: type[_M]) -> _M:
    return load(source_of(change.read(path).encode(), path, shown_path(path)), model).get()


class _Staging(NamedTuple):
    """One table on its way: what the workspace has, what was imported, and the facts at its head."""

    change: Transaction
    path: Path
    old: BaseModel
    new: BaseModel
    names: tuple[str, ...]

    def rows(self, merged: Callable[[str], Rearranged]) -> Rearranged:
        """Stages the table with its new rows and facts; a fact that was not imported stays."""
        done: list[Rearranged] = []
        was, said = _facts(self.old, self.names), _facts(self.new, self.names)

        def rewritten(text: str) -> str:
            done.append(merged(text))
            return with_fields(done[0].text, (), was, was | said, self.names)

        self.change.edit(self.path, rewritten)
        if any(was.get(name) != said.get(name) for name in ("year", "document")):
            done[0].remarks += [
                f"导入的文件里没有{_LABELS[name]}，仍是“{was[name]}”，请核对"
                for name in self.names
                if name in was and name not in said
            ]
        return done[0]


def _facts(table: Any, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(table, name) for name in names}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
        if value is not None
    }


def _rekeyed(
    change: Transaction,
    workspace: Workspace,
    old: Tables,
    new: Tables,
    ids: dict[str, str],
    dropped: list[str],
) -> list[Rekeyed]:
    reports = sorted(workspace.reports.glob("*.yaml")) if workspace.reports.is_dir() else []
    done = []
    if new.indicators.year == old.indicators.year:
        used = {row.id for row in all_rows(new)}
        done.append(rekey_reports(change, reports, ids, dropped, used))
    elif reports:
        where = f"{shown_path(workspace.reports)} 里还有 {old.indicators.year} 年的报送 {len(reports)} 份"
        done.append(Rekeyed(remarks=[f"{where}，没有改动；请移到别处存档，再收新一年的"]))
    if workspace.contacts_path.exists():
        done.append(rekey_contacts(change, workspace.contacts_path, ids, dropped))
    return done
