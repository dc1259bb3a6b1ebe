"""``kaohe assign``: who does what, and changes to it."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe_cli.cli.app import Session
from kaohe_cli.cli.assign_views import View, matrix, people_text
from kaohe_cli.cli.changes import refuse_shipped, show_changes
from kaohe_cli.cli.formats import FORMATS
from kaohe_cli.cli.list import FormatOption, OutputOption
from kaohe_cli.cli.output import emit, remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.model.units import Collective, Unit
from kaohe_cli.query.rows import Row, all_rows
from kaohe_cli.query.selection import find_body, find_city, matching_ids, row_bodies
from kaohe_cli.workspace.workspace import Workspace

if TYPE_CHECKING:
    from kaohe_cli.assignment.responsibility import Change


def command(
    ctx: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="编号…", help="改哪些行；指标编号（A02）指它的每一行")
    ] = None,
    add: Annotated[list[str] | None, typer.Option(metavar="单位", help="增加责任单位，用逗号隔开")] = None,
    remove: Annotated[list[str] | None, typer.Option(metavar="单位", help="去掉责任单位，用逗号隔开")] = None,
    replace: Annotated[
        str | None, typer.Option("--set", metavar="甲,乙", help="责任单位改为这些，第一个牵头")
    ] = None,
    lead: Annotated[str | None, typer.Option(metavar="单位", help="改由这个单位牵头")] = None,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="允许去掉最后一个责任单位")] = False,
    resolve: Annotated[str | None, typer.Option(metavar="统称", help="落实统称，和 --to 一起用")] = None,
    to: Annotated[str | None, typer.Option(metavar="甲,乙", help="统称落实到的单位；写空的是取消")] = None,
    unit: Annotated[str | None, typer.Option(metavar="单位", help="看或填这个单位的联系人")] = None,
    leader: Annotated[str | None, typer.Option(metavar="姓名", help="责任领导")] = None,
    contact: Annotated[str | None, typer.Option(metavar="姓名", help="责任人")] = None,
    mobile: Annotated[str | None, typer.Option(metavar="号码", help="责任人的手机号")] = None,
    city: Annotated[str | None, typer.Option(metavar="市级部门", help="填这个市级部门的对接情况")] = None,
    city_leader: Annotated[str | None, typer.Option(metavar="姓名", help="市级考核单位分管领导")] = None,
    city_office: Annotated[str | None, typer.Option(metavar="处室", help="市级经办处室")] = None,
    city_phone: Annotated[str | None, typer.Option(metavar="号码", help="市级经办处室的电话")] = None,
    by: Annotated[View, typer.Option(help="按 unit（单位）、section（部分）或 city（市级部门）列")] = "unit",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示要改的地方，不写文件")] = False,
    show_phones: Annotated[bool, typer.Option("--show-phones", help="显示电话号码，不用 * 遮住")] = False,
    format: FormatOption = "table",  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """谁做什么：不带编号时列出各单位牵头、配合的任务；带编号时改责任单位；也管联系人。

    例：kaohe assign；kaohe assign A18.1 --add 区教委；kaohe assign A02 J03 --lead 区工商联；
    kaohe assign C01.1 --resolve 区级有关部门 --to 区商务委,区教委；
    kaohe assign --unit 区商务委 --leader 张样例 --contact 李样例 --mobile 13800000000；
    kaohe assign A18.1 --city-office 市场处 --city-phone 023-60000000
    """
    session: Session = ctx.obj
    people = _given(leader=leader, contact=contact, mobile=mobile)
    liaison = _given(leader=city_leader, office=city_office, phone=city_phone)
    request = _Request(session.workspace, ids or [], dry_run, show_phones)
    if any((add, remove, replace, lead)):
        request.change_units(_names(add), _names(remove), _names([replace or ""]), lead, allow_empty)
    elif resolve is not None or to is not None:
        request.resolve(resolve, to)
    elif people:
        request.set_people(unit, people)
    elif liaison or city:
        request.set_city(city, liaison)
    elif ids:
        raise WrongUseError("没有写要改什么；改法见 kaohe assign --help，只看内容用 kaohe show")
    else:
        tables = session.workspace.tables()
        only = find_body(unit, tables.registry).name if unit else None
        emit(FORMATS[format](matrix(tables, by, only)), output, exact=format == "csv")
        if only and format == "table":
            emit(people_text(session.workspace, only, show_phones=show_phones))


class _Request:
    """One change, from the words of the command line to the diff that is printed."""

    def __init__(
        self, workspace: Workspace, queries: Sequence[str], dry_run: bool, show_phones: bool
    ) -> None:
        self._workspace = workspace
        self._queries = queries
        self._dry_run = dry_run
        self._show_phones = show_phones

    def change_units(
        self, add: list[str], remove: list[str], replace: list[str], lead: str | None, allow_empty: bool
    ) -> None:
        from kaohe_cli.assignment.responsibility import UnitChange

        registry = self._workspace.tables().registry
        change = UnitChange(registry, tuple(replace), tuple(remove), tuple(add), lead, allow_empty)
        self._change_rows(change)

    def resolve(self, collective: str | None, to: str | None) -> None:
        from kaohe_cli.assignment.responsibility import Resolution

        if collective is None or to is None:
            raise WrongUseError("落实统称要写 --resolve 统称 --to 单位,单位")
        self._change_rows(Resolution(self._workspace.tables().registry, collective, tuple(_names([to]))))

    def _change_rows(self, change: "Change") -> None:
        from kaohe_cli.assignment.responsibility import apply

        rows = self._rows()
        if not rows:
            raise WrongUseError("没有写改哪一行；例：kaohe assign A18.1 --add 区商务委")
        edits: dict[Path, Callable[[str], str]] = {}
        for name, prefix in (("indicators.yaml", False), ("incentives.yaml", True)):
            wanted = [row.id for row in rows if row.id.startswith("J") == prefix]
            if wanted:
                edits[self._workspace.data.path / name] = partial(apply, ids=wanted, change=change)
        self._commit(edits)

    def set_people(self, unit: str | None, fields: Mapping[str, str]) -> None:
        from kaohe_cli.assignment.people import set_people

        if unit is None or not fields:
            raise WrongUseError("填联系人要写 --unit 单位，和 --leader、--contact、--mobile 中至少一个")
        body = find_body(unit, self._workspace.tables().registry)
        if isinstance(body, Collective):
            raise WrongUseError(f"“{unit}”是统称，没有责任人；请写具体单位")
        row_ids: list[str | None] = [row.id for row in self._rows()]
        self._check_rows_of(body)

        def change(text: str) -> str:
            for row_id in row_ids or [None]:
                text = set_people(text, body.name, row_id, fields)
            return text

        self._commit({self._workspace.contacts_path: change})

    def set_city(self, city: str | None, fields: Mapping[str, str]) -> None:
        from kaohe_cli.assignment.people import set_city

        if not fields or bool(city) == bool(self._queries):
            raise WrongUseError(
                "填市级对接情况要写编号或 --city 市级部门（两者选一），"
                "和 --city-leader、--city-office、--city-phone 中至少一个"
            )
        keys = (
            [find_city(city, self._workspace.tables().registry)] if city else [row.id for row in self._rows()]
        )

        def change(text: str) -> str:
            for key in keys:
                text = set_city(text, key, fields, is_row=city is None)
            return text

        self._commit({self._workspace.contacts_path: change})

    def _rows(self) -> list[Row]:
        """Returns the rows that the ids name, each once, in the order asked for."""
        rows = tuple(all_rows(self._workspace.tables()))
        found: dict[str, Row] = {}
        for query in self._queries:
            found |= {row.id: row for row in matching_ids(query, rows)}
        return list(found.values())

    def _check_rows_of(self, body: Unit) -> None:
        registry = self._workspace.tables().registry
        for row in self._rows():
            if body not in row_bodies(row, registry):
                raise WrongUseError(f"{row.id}（{row.name}）的责任单位里没有{body.name}，没有改动")

    def _commit(self, edits: Mapping[Path, Callable[[str], str]]) -> None:
        from kaohe_cli.assignment.people import NEW_ROSTER
        from kaohe_cli.editing import Transaction

        refuse_shipped(self._workspace)
        with Transaction(self._workspace.data.path) as transaction:
            for path, change in edits.items():
                if path == self._workspace.contacts_path and not path.exists():
                    transaction.create(path, change(NEW_ROSTER))
                else:
                    transaction.edit(path, change)
            diffs = transaction.diffs()
            if diffs and not self._dry_run:
                transaction.commit()
        show_changes(diffs, show_phones=self._show_phones)
        if not diffs:
            remark("本来就是这样，没有改动")
        elif self._dry_run:
            remark("只是试一试（--dry-run），没有写文件")


def _given(**fields: str | None) -> dict[str, str]:
    return {name: value.strip() for name, value in fields.items() if value is not None}


def _names(values: Sequence[str] | None) -> list[str]:
    """Returns the names in lists with any comma: 甲,乙，丙、丁; one inside brackets does not part names."""
    parts = (part for value in values or () for part in re.split(r"[,，、](?![^（]*）)", value))
    return [part.strip() for part in parts if part.strip()]
