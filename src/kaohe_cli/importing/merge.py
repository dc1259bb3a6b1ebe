"""Freshly imported tables brought into a workspace that has been worked in: only what differs is changed.

Ids count up in the document's order without gaps (rule KH303), so a row's place in the new document settles
its id, and keeping an old one is not a choice. What is kept is the row itself: a row that is the same (by
name and content, see :mod:`kaohe_cli.comparing.matching`) takes its text along, with its comments, its
``metrics`` and what its collectives were ``resolved`` to. Where nothing was put in or taken out before it,
its id stays as well. Where its id does change, all that refers to it is keyed anew: the roster, and the
reports of the same year.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from kaohe_cli.comparing.changes import Comparison, TableState, compare, criterion_rows, incentive_rows
from kaohe_cli.files.looking import is_there
from kaohe_cli.files.paths import shown_path
from kaohe_cli.files.transaction import Transaction
from kaohe_cli.forms.written import FormTable
from kaohe_cli.importing.completing import completed
from kaohe_cli.importing.imported import Imported
from kaohe_cli.importing.merge_forms import form_changes, joined_forms, merged_forms
from kaohe_cli.importing.merge_rows import Rearranged, merged_incentives, merged_indicators, with_fields
from kaohe_cli.importing.merge_units import merged_units
from kaohe_cli.importing.rekeying import Rekeyed, rekey_claims, rekey_contacts, rekey_reports
from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.tables.units import Registry
from kaohe_cli.workspace.names import FORMS, INCENTIVES, INDICATORS, TABLES, UNITS
from kaohe_cli.workspace.workspace import Workspace, bodies_in
from kaohe_cli.yamltext.edits import remove_key, set_scalar
from kaohe_cli.yamltext.new_file import yaml_text
from kaohe_cli.yamltext.reader import read_yaml

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
    serious: tuple[str, ...] = ()
    """What people must see to: finished sentences."""
    forms: tuple[str, ...] = ()
    """What changes in the forms of 附件3: finished sentences."""

    @property
    def drops_most(self) -> tuple[str, ...]:
        """What tables lose more than half of their rows, as it is said to people."""
        tables = (("考核内容", self.comparison.criteria), ("督查激励", self.comparison.incentives))
        return tuple(
            f"现有{name} {rows.before} 条会取消 {len(rows.dropped)} 条"
            for name, rows in tables
            if rows is not None and 2 * len(rows.dropped) > rows.before
        )


class _Old(NamedTuple):
    """The tables of a workspace, of which some may not be there."""

    indicators: IndicatorTable | None
    incentives: IncentiveTable | None
    registry: Registry | None

    @property
    def year(self) -> int | None:
        """The year of the tables."""
        return next((table.year for table in (self.indicators, self.incentives) if table), None)


def plan_merge(
    change: Transaction, workspace: Workspace, new: TableState, imported: Imported | None = None
) -> Merge:
    """Stages the workspace's files with the imported tables in them; commit the transaction to write them.

    ``new`` may lack a table; what the workspace has of it then stays. ``units.yaml`` only gains. With all
    that was ``imported``, parts of a table are merged too, and a file that the workspace lacks is created.

    Raises:
        UnusableDataError: the workspace's own tables cannot be read.
        CannotEditError: a file is written in a way that cannot be edited safely.
        WrongUseError: a report would lose its row to another.
    """
    merging = _Merging(change, workspace, imported)
    return merging.done(new)


class _Merging:
    """One merge on its way."""

    def __init__(self, change: Transaction, workspace: Workspace, imported: Imported | None) -> None:
        self._change = change
        self._workspace = workspace
        self._imported = imported
        self._paths = {name: workspace.data.path / name for name in TABLES}
        self._there = {name for name in TABLES if workspace.has(name)}
        self._tables: list[Rearranged] = []
        self._remarks: list[str] = []
        self._serious: list[str] = []
        self._form_changes: list[str] = []

    def done(self, new: TableState) -> Merge:
        """Stages everything and says what it comes to."""
        old = self._state()
        self._indicators(old.indicators, new.indicators)
        self._incentives(old.incentives, new.incentives)
        self._registry(old.registry, new.registry)
        self._create(new)
        self._forms(new)
        ids = {before: after for table in self._tables for before, after in table.ids.items()}
        self._remarks += [remark for table in self._tables for remark in table.remarks]
        merged = self._state()
        for rekeyed in self._rekeyed(old, merged, ids):
            self._remarks += rekeyed.remarks
        return Merge(
            comparison=compare(old, merged),
            renumbered=tuple((before, after) for before, after in ids.items() if before != after),
            remarks=tuple(self._remarks),
            serious=tuple(self._serious),
            forms=tuple(self._form_changes),
        )

    def _state(self) -> _Old:
        """Returns the tables as the transaction leaves them.

        Raises:
            UnusableDataError: a file does not have the right form.
        """
        present = self._workspace.again(self._change.staged()).present
        return _Old(*(present[name].get() if name in present else None for name in TABLES))

    def _indicators(self, old: IndicatorTable | None, new: IndicatorTable | None) -> None:
        if old is None:
            return
        if new is None:
            if self._imported and INDICATORS in self._imported.files():
                self._serious.append(
                    "附件1 还有必须补上或改正的（见上面），合不成完整的表，indicators.yaml 没有改"
                )
            return
        staging = self._staging(INDICATORS, old, new, _INDICATOR_FACTS)
        self._tables.append(staging.rows(lambda text: merged_indicators(text, old, new)))
        if old.report_due and new.year != old.year:
            self._remarks.append(
                f"报送截止日期还是 {old.report_due}，请在 rounds 里写新一年的（report_due 是旧的写法）"
            )
        if any(one.due for one in old.rounds) and new.year != old.year:
            self._remarks.append("各轮报送的截止日期照旧，请改成新一年的（rounds）")

    def _incentives(self, old: IncentiveTable | None, new: IncentiveTable | None) -> None:
        if old is None:
            return
        parts = self._imported.incentive_parts if self._imported else None
        if parts is not None and not (parts.is_whole and new):
            done = completed(parts, old)
            self._remarks += done.remarks
            self._serious += done.serious
            new = done.table
        if new is not None:
            table = new
            staging = self._staging(INCENTIVES, old, table, _INCENTIVE_FACTS)
            self._tables.append(staging.rows(lambda text: merged_incentives(text, old, table)))

    def _staging(self, name: str, old: BaseModel, new: BaseModel, facts: tuple[str, ...]) -> "_Staging":
        source = self._imported.source if self._imported else ""
        return _Staging(self._change, self._paths[name], old, new, facts, source)

    def _registry(self, old: Registry | None, new: Registry | None) -> None:
        if old is not None and new is not None:
            path = self._paths[UNITS]
            self._change.edit(path, lambda text: merged_units(text, old, new, self._remarks, self._serious))
        elif old is not None and self._imported and self._imported.found.get("单位"):
            self._serious.append("新表里有不能用作单位名称的责任单位（见上面），units.yaml 没有改")

    def _create(self, new: TableState) -> None:
        """Stages the files that the workspace lacks, where the import makes a whole one.

        What neither the workspace nor the import has is nothing to speak of: either table works alone.
        """
        if self._imported is None:
            return
        texts = self._imported.files()
        found = {INDICATORS: INDICATORS in texts, INCENTIVES: self._has_incentives}
        for name, model in zip(found, (new.indicators, new.incentives), strict=True):
            if name in self._there or not found[name]:
                continue
            if name in texts and model is not None:
                self._create_file(name, texts[name])
            else:
                self._serious.append(
                    f"原来没有 {name}，这次也合不成完整的一份，没有写；请把附件1、附件2 和政策文件一起导入"
                )
        if UNITS not in self._there:
            tables = self._state()
            bodies = bodies_in(tables.indicators, tables.incentives)
            source = f"来源：各表写的责任单位和市级部门（{self._imported.source}，kaohe import 并入）"
            self._create_file(UNITS, yaml_text("units", bodies.as_data(), (source,)))

    @property
    def _has_incentives(self) -> bool:
        return self._imported is not None and self._imported.incentive_parts is not None

    def _create_file(self, name: str, text: str) -> None:
        self._change.create(self._paths[name], text)
        self._there.add(name)
        self._remarks.append(f"原来没有 {name}，按导入的内容新写")

    def _forms(self, new: TableState) -> None:
        """Stages the forms; where no part of 附件1 was imported, those of the workspace get theirs named."""
        if self._imported is None or self._imported.forms is None:
            return
        workspace, imported = self._workspace, self._imported.forms.table
        path, old, shall = workspace.data.path / FORMS, workspace.forms.get(), imported
        if workspace.has_forms:
            shall = joined_forms(old, imported)
            self._change.edit(path, lambda text: merged_forms(text, old, imported))
        else:
            self._change.create(path, self._imported.files()[FORMS])
            self._remarks.append(f"原来没有 {FORMS}，按导入的内容新写")
        self._form_changes += form_changes(old, shall)
        if new.indicators is None and INDICATORS in self._there:
            self._change.edit(self._paths[INDICATORS], lambda text: _with_forms(text, shall))
        if self._form_changes:
            self._remarks.append(
                "报送表变了：自己的 Word 模板请照着改，或运行 kaohe template new --force 换一份；"
                "编辑器的提示运行 kaohe schema 更新"
            )

    def _rekeyed(self, old: _Old, new: _Old, ids: dict[str, str]) -> list[Rekeyed]:
        workspace, change = self._workspace, self._change
        dropped = [row_id for table in self._tables for row_id in table.dropped]
        reports = workspace.report_paths()
        has_claims = is_there(workspace.claims_path)
        done = []
        if new.year == old.year:
            used = {row.id for row in criterion_rows(new.indicators)}
            used |= {row.id for row in incentive_rows(new.incentives)}
            done.append(rekey_reports(change, reports, ids, dropped, used))
            if has_claims:
                done.append(rekey_claims(change, workspace.claims_path, ids, dropped, used))
        else:
            done += _of_last_year(workspace, old.year, has_claims=has_claims)
        if is_there(workspace.contacts_path):
            done.append(rekey_contacts(change, workspace.contacts_path, ids, dropped))
        return done


def _of_last_year(workspace: Workspace, year: int | None, *, has_claims: bool) -> Iterator[Rekeyed]:
    """Yields what is left of the year before, which is for people to put away."""
    if unmigrated := workspace.unmigrated_paths:  # those in the folders of rounds are in nobody's way
        where = f"{shown_path(workspace.reports)} 里还有 {year} 年的报送 {len(unmigrated)} 份"
        yield Rekeyed(remarks=[f"{where}，未作改动；请用 kaohe migrate 归到各轮，再录入新一年的"])
    if has_claims:
        where = f"{shown_path(workspace.claims_path)} 里是 {year} 年的申报"
        yield Rekeyed(remarks=[f"{where}，未作改动；请移到别处存档，新一年的另建"])


def _with_forms(text: str, forms: FormTable) -> str:
    """Returns the text of ``indicators.yaml`` where the parts that name their form name the right one."""
    covering = {part: form.id for form in reversed(forms.forms) for part in form.covers}
    ids = {form.id for form in forms.forms}
    root, _ = read_yaml(text)
    sections = root.data()["sections"] if root is not None else []
    for place, section in enumerate(sections):
        named = section.get("form")
        form = covering.get(section["id"], named)
        if form not in ids and named is not None:
            text = remove_key(text, ("sections", place), "form")
        elif named != form and named is not None:
            text = set_scalar(text, ("sections", place, "form"), form)
    return text


class _Staging(NamedTuple):
    """One table on its way: what the workspace has, what was imported, and the facts at its head."""

    change: Transaction
    path: Path
    old: BaseModel
    new: BaseModel
    names: tuple[str, ...]
    source: str

    def rows(self, merged: Callable[[str], Rearranged]) -> Rearranged:
        """Stages the table with its new rows and facts; a fact that was not imported stays."""
        done: list[Rearranged] = []
        was, said = _facts(self.old, self.names), _facts(self.new, self.names)

        def rewritten(text: str) -> str:
            done.append(merged(text))
            whole = with_fields(done[0].text, (), was, was | said, self.names)
            return self._sourced(whole, was, said)

        self.change.edit(self.path, rewritten)
        if any(was.get(name) != said.get(name) for name in ("year", "document")):
            done[0].remarks += [
                f"导入的文件里没有{_LABELS[name]}，仍是“{was[name]}”，请核对"
                for name in self.names
                if name in was and name not in said
            ]
        return done[0]

    def _sourced(self, text: str, was: dict[str, Any], said: dict[str, Any]) -> str:
        """Returns the text with the new source at its head, where it is another year's or document's now."""
        is_new = any(was.get(name) != said.get(name) for name in ("year", "document"))
        if self.source and (is_new or has_year_note(text)):
            return with_source(text, f"{self.source}（kaohe import 并入，{said['year']} 年）")
        return text


def _facts(table: Any, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(table, name) for name in names}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
        if value is not None
    }


_BOM = "\ufeff"
_SOURCE = "来源："
_YEAR_NOTE = "# 注意：年度已经写成"
_OWN_NOTE = re.compile(rf"{_YEAR_NOTE}|# {_SOURCE}.*（kaohe import (导入|并入)")


def with_source(text: str, source: str) -> str:
    """Returns a file's text with a line at its head that says where it is from; what said so before is kept.

    What kaohe itself wrote there (an earlier import, the note that the contents are of another year) goes.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    lines = text.removeprefix(_BOM).split("\n")
    end = "\r" if lines[0].endswith("\r") else ""
    begin = int(lines[0].startswith("# yaml-language-server"))
    stop = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = [line for line in lines[begin:stop] if not _OWN_NOTE.match(line)]
    head = [line.replace(f"# {_SOURCE}", f"# 以前的{_SOURCE}", 1) for line in head]
    return mark + "\n".join([*lines[:begin], f"# {_SOURCE}{source}{end}", *head, *lines[stop:]])


def has_year_note(text: str) -> bool:
    """True where the head still says that the contents are of another year."""
    return _YEAR_NOTE in text.split("\nschema_version", 1)[0]
