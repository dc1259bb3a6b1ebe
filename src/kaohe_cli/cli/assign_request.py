"""One change that ``kaohe assign`` was asked for, from its words to the diff that is printed."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kaohe_cli.cli.changes import changing, have_shown, refuse_shipped, show_changes
from kaohe_cli.cli.output import remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.looking import is_there
from kaohe_cli.files.paths import shown_path
from kaohe_cli.query.rows import Row, all_rows
from kaohe_cli.query.selection import find_body, find_city, matching_ids, row_bodies, unit_names
from kaohe_cli.tables.units import Collective, Unit
from kaohe_cli.words.listed_bodies import names_listed
from kaohe_cli.workspace.names import MARKERS, table_of
from kaohe_cli.workspace.workspace import Tables, Workspace

if TYPE_CHECKING:
    from kaohe_cli.assignment.responsibility import Change

Edits: TypeAlias = dict[Path, Callable[[str], str]]
"""What happens to the text of each file."""


class Request:
    """One change, from the words of the command line to the diff that is printed."""

    def __init__(self, workspace: Workspace, queries: Sequence[str], show_phones: bool) -> None:
        self._workspace = workspace
        self._queries = queries
        self._show_phones = show_phones
        self._allow_empty = False

    def change_units(
        self, add: list[str], remove: list[str], replace: list[str], lead: list[str], allow_empty: bool
    ) -> None:
        """Adds, removes, replaces bodies, or lets others lead."""
        from kaohe_cli.assignment.responsibility import UnitChange

        self._allow_empty = allow_empty

        def change(tables: Tables) -> "Change":
            names = (tuple(replace), tuple(remove), tuple(add), tuple(lead))
            return UnitChange(tables.registry, *names, allow_empty)

        self._change_rows(change)

    def resolve(self, collective: str | None, to: str | None) -> None:
        """Names the bodies that a collective stands for."""
        from kaohe_cli.assignment.responsibility import Resolution

        if collective is None or to is None:
            raise WrongUseError("落实统称要写 --resolve 统称 --to 单位,单位")
        names = tuple(names_listed(to))
        collective = collective.strip()
        self._change_rows(lambda tables: Resolution(tables.registry, collective, names))

    def _change_rows(self, change: "Callable[[Tables], Change]") -> None:
        from kaohe_cli.assignment.responsibility import apply

        if not self._queries:
            raise WrongUseError("未指明要改的项；例：kaohe assign A18.1 --add 区商务委")

        def plan(tables: Tables) -> Edits:
            wanted: dict[str, list[str]] = {}
            for row in self._rows(tables):
                wanted.setdefault(table_of(row.id), []).append(row.id)
            return {
                self._workspace.data.path / name: partial(apply, ids=wanted[name], change=change(tables))
                for name in MARKERS
                if name in wanted
            }

        self.commit(plan)

    def set_people(self, unit: str | None, fields: Mapping[str, str]) -> None:
        """Writes who answers in a body, or there for single rows."""
        if unit is None or not fields:
            raise WrongUseError(
                "填联系人要写 --unit 单位，和 --leader、--contact、--mobile、"
                "--email、--cc、--salutation 中至少一个"
            )

        def plan(tables: Tables) -> Edits:
            name, *others = unit_names([unit], tables.registry)
            if others:
                raise WrongUseError("填联系人一次只能写一个单位，未作改动；请分成几条命令")
            body = find_body(name, tables.registry)
            if isinstance(body, Collective):
                raise WrongUseError(f"“{unit}”是统称，没有责任人；请写具体单位")
            rows = self._rows(tables)
            _check_rows_of(body, rows, tables)
            ids: list[str | None] = [row.id for row in rows]
            change = partial(_with_people, body=body.name, ids=ids or [None], fields=fields)
            return {self._workspace.contacts_path: change}

        self.commit(plan)

    def set_city(self, city: str | None, fields: Mapping[str, str]) -> None:
        """Writes whom to ask in a city department, or about single rows."""
        if not fields or bool(city) == bool(self._queries):
            raise WrongUseError(
                "填市级对接情况要写编号或 --city 市级部门（两者选一），"
                "和 --city-leader、--city-office、--city-phone 中至少一个"
            )

        def plan(tables: Tables) -> Edits:
            keys = [find_city(city, tables.registry)] if city else [row.id for row in self._rows(tables)]
            change = partial(_with_city, keys=keys, fields=fields, is_row=city is None)
            return {self._workspace.contacts_path: change}

        self.commit(plan)

    def _rows(self, tables: Tables) -> list[Row]:
        """Returns the rows that the ids name, each once, in the order asked for."""
        rows = tuple(all_rows(tables))
        found: dict[str, Row] = {}
        for query in self._queries:
            found |= {row.id: row for row in matching_ids(query, rows)}
        return list(found.values())

    def commit(self, plan: Callable[[Tables], Edits], tell: Callable[[], object] | None = None) -> None:
        """Plans the edits with the data as it is under the lock, makes them, and shows them.

        ``tell`` says what was planned, before the diff; where it returns False, the diff is not shown.
        """
        from kaohe_cli.assignment.people import NEW_ROSTER
        from kaohe_cli.assignment.safety import refuse_new_errors

        refuse_shipped(self._workspace)
        with changing(self._workspace) as transaction:
            for path, change in plan(self._workspace.again().tables()).items():
                is_new = path == self._workspace.contacts_path and not is_there(path)
                if is_new and (text := change(NEW_ROSTER)) != NEW_ROSTER:
                    transaction.create(path, text)
                    remark(f"新建联系人文件 {shown_path(path)}，里面有手机号，不要放进公开的 git")
                elif not is_new:
                    transaction.edit(path, change)
            refuse_new_errors(self._workspace, transaction.staged(), allow_empty=self._allow_empty)
            diffs = transaction.diffs()
            if diffs:
                transaction.commit()
        if tell is None or tell() is not False:
            show_changes(diffs, show_phones=self._show_phones)
        else:
            have_shown(diffs)
        if not diffs:
            remark("与现有内容一致，未作改动")


def _with_people(text: str, body: str, ids: Sequence[str | None], fields: Mapping[str, str]) -> str:
    from kaohe_cli.assignment.people import set_people

    for row_id in ids:
        text = set_people(text, body, row_id, fields)
    return text


def _with_city(text: str, keys: Sequence[str], fields: Mapping[str, str], *, is_row: bool) -> str:
    from kaohe_cli.assignment.people import set_city

    for key in keys:
        text = set_city(text, key, fields, is_row=is_row)
    return text


def _check_rows_of(body: Unit, rows: Sequence[Row], tables: Tables) -> None:
    for row in rows:
        if body not in row_bodies(row, tables.registry):
            raise WrongUseError(f"{row.id}（{row.name}）的责任单位里没有{body.name}，未作改动")
