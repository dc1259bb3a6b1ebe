"""The roster of people: registered bodies and departments, rows that exist, numbers that can be dialled."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kaohe_cli.query.rows import Row, all_rows
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.words.masks import is_masked_number
from kaohe_cli.words.phones import HOW_TO_WRITE_PHONES, is_phone
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace

if TYPE_CHECKING:  # most workspaces have no roster, and need not build its model
    from kaohe_cli.tables.contacts import CityLiaison, Contacts, People


def phones_can_be_dialled(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH805 for the roster."""
    roster = workspace.contacts
    if roster is None or roster.model is None:
        return
    contacts = roster.model
    for unit in contacts.units.values():
        for people in (unit, *unit.rows.values()):
            yield from _phone_finding(roster, people.mobile, people, "mobile")
            yield from _phone_finding(roster, people.leader_mobile, people, "leader_mobile")
    for city in (*contacts.city_departments.values(), *contacts.city_rows.values()):
        yield from _phone_finding(roster, city.phone, city, "phone")


def _phone_finding(
    roster: "Loaded[Contacts]", number: str | None, person: "People | CityLiaison", field: str
) -> Iterator[Finding]:
    if number and is_masked_number(number):
        yield roster.finding(
            "KH805", "联系电话已打码，无法联系", person, field, hint="补上完整的号码", severity="warning"
        )
    elif number and not is_phone(number):
        yield roster.finding("KH805", "联系电话格式不对", person, field, hint=HOW_TO_WRITE_PHONES)


def addresses_can_be_written_to(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH843 where a field of e-mail addresses of the roster holds something else."""
    roster = workspace.contacts
    if roster is None or roster.model is None:
        return
    from kaohe_cli.words.addresses import is_address_list

    for unit in roster.model.units.values():
        for people in (unit, *unit.rows.values()):
            for name in ("email", "cc"):
                written = getattr(people, name)
                if written and not is_address_list(written):
                    message = "邮箱的写法不对，邮件写不到那里"
                    hint = "写成 li@example.com 的样子，几个用分号隔开"
                    yield roster.finding("KH843", message, people, name, hint=hint, severity="warning")


def people_belong_to_the_tables(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH806 where the roster names a body, department or row that it cannot be about."""
    roster = workspace.contacts
    usable = workspace.indicators.usable and workspace.incentives.usable and workspace.registry.usable
    if roster is None or roster.model is None or not usable:
        return
    tables = workspace.tables()
    rows = {row.id: row for row in all_rows(tables)}
    yield from _check_units(roster, roster.model, workspace, rows)
    departments = {} if workspace.registry.missing else roster.model.city_departments
    for name, department in departments.items():
        if name not in tables.registry.city_names:
            hint = did_you_mean(name, tables.registry.city_names) or "先用 kaohe unit add --city 加进名录"
            yield roster.finding("KH806", f"市级部门“{name}”不在名录中", department, hint=hint)
    for row_id, city in roster.model.city_rows.items():
        if row_id not in rows and workspace.knows_rows_like(row_id):
            hint = did_you_mean(row_id, rows) or "对照 kaohe list 里的编号"
            yield roster.finding("KH806", f"表里没有编号是 {row_id} 的项", city, hint=hint)


def _check_units(
    roster: "Loaded[Contacts]", contacts: "Contacts", workspace: Workspace, rows: dict[str, Row]
) -> Iterator[Finding]:
    tables = workspace.tables()
    proper = {unit.name: unit for unit in tables.registry.units}
    for name, people in contacts.units.items():
        body = proper.get(name)
        if body is None:
            known = tables.registry.resolve(name)
            if known is None and not workspace.knows_all_bodies:
                continue
            hint = f"改为 {known.name}" if known else did_you_mean(name, proper)
            yield roster.finding("KH806", f"“{name}”不是名录里的正式名称", people, hint=hint)
            continue
        for row_id, own in people.rows.items():
            row = rows.get(row_id)
            if row is None and not workspace.knows_rows_like(row_id):
                continue
            if row is None:
                hint = did_you_mean(row_id, rows) or "对照 kaohe list 里的编号"
                yield roster.finding("KH806", f"表里没有编号是 {row_id} 的项", own, hint=hint)
            elif body not in row_bodies(row, tables.registry):
                message = f"{row_id}（{row.name}）的责任单位里没有{name}"
                yield roster.finding("KH806", message, own, hint="核对编号，或先改责任单位")
