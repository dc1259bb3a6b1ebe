"""How ``kaohe assign`` shows who does what: by body, by section, by city department."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kaohe_cli.assignment.matrix import Load, by_city, by_section, by_unit, unassigned
from kaohe_cli.cli.choices import AssignView
from kaohe_cli.cli.formats import Column, Grid, Rows
from kaohe_cli.query.rows import Row, plain_number, points
from kaohe_cli.tables.contacts import People
from kaohe_cli.words.phones import masked
from kaohe_cli.workspace.workspace import Tables, Workspace

_COUNT_NAMES = {"unit": "单位", "section": "部分", "city": "市级部门"}


def matrix(
    tables: Tables,
    view: AssignView,
    only: Sequence[str] = (),
    people: Mapping[str, Sequence[dict[str, object]]] = MappingProxyType({}),
) -> Rows:
    """Returns who does what, seen by body, section or city department; ``only`` some of the bodies.

    ``people`` are those of each body, as records.
    """
    loads = {"unit": by_unit, "section": by_section, "city": by_city}[view](tables)
    if only:
        loads = [load for load in loads if load.name in only]
    waiting = [] if only else unassigned(tables)
    summary = "" if only else _summary(loads, waiting, view)
    columns, cells = _VIEWS[view]
    grid = Grid(columns, [cells(load) for load in loads], summary)
    return Rows(lambda: grid, lambda: grid, lambda: [_record(load, view, people) for load in loads])


def _unit_cells(load: Load) -> tuple[str, ...]:
    return (
        load.name,
        points(load.weight) if load.weight else "",
        _ids(load.led),
        _ids(load.supported),
        _ids(load.incentives),
    )


def _section_cells(load: Load) -> tuple[str, ...]:
    rows = len(load.led) + len(load.incentives)
    return (load.name, str(rows), points(load.weight) if load.weight else "", str(len(load.bodies)))


def _city_cells(load: Load) -> tuple[str, ...]:
    return (load.name, _ids(load.incentives), "、".join(load.bodies))


_VIEWS = {
    "unit": (
        (
            Column("单位", fixed=True),
            Column("牵头权重", align_right=True, fixed=True),
            Column("牵头"),
            Column("配合"),
            Column("督查激励"),
        ),
        _unit_cells,
    ),
    "section": (
        (
            Column("部分"),
            Column("项数", align_right=True, fixed=True),
            Column("权重", align_right=True, fixed=True),
            Column("单位数", align_right=True, fixed=True),
        ),
        _section_cells,
    ),
    "city": ((Column("市级部门", fixed=True), Column("督查激励"), Column("区级责任单位")), _city_cells),
}


def _ids(rows: Sequence[Row]) -> str:
    return " ".join(row.id for row in rows)


def _record(
    load: Load, view: AssignView, people: Mapping[str, Sequence[dict[str, object]]]
) -> dict[str, object]:
    record: dict[str, object] = {
        "name": load.name,
        "led": [row.id for row in load.led],
        "supported": [row.id for row in load.supported],
        "incentives": [row.id for row in load.incentives],
        "weight": plain_number(load.weight),
    }
    if view == "unit" and load.name in people:
        record["people"] = list(people[load.name])
    return record if view == "unit" else record | {"units": list(load.bodies)}


def _summary(loads: Sequence[Load], waiting: Sequence[Row], view: AssignView) -> str:
    text = f"共 {len(loads)} 个{_COUNT_NAMES[view]}"
    if not waiting:
        return f"{text}，每一项都已落实到具体单位"
    lines = [f"{row.id} {row.name}：{'、'.join(row.units) or '没有责任单位'}" for row in waiting]
    return f"{text}；还有 {len(waiting)} 项没有全部落实到具体单位：\n" + "\n".join(lines)


def people_text(workspace: Workspace, unit: str, *, show_phones: bool) -> str:
    """Returns who answers in a body, and for which rows others do; phone numbers only where asked for."""
    roster = workspace.contacts
    people = roster.get().units.get(unit) if roster else None
    if people is None:
        return f"{unit}还没有填联系人；用 kaohe assign --unit {unit} --leader … --contact … --mobile … 填写"
    lines = [f"全单位：{_people(people)}", *(f"{key}：{_people(own)}" for key, own in people.rows.items())]
    text = "\n".join(lines)
    return text if show_phones else masked(text)


def _people(people: People) -> str:
    named = (
        ("责任领导", people.leader, people.leader_post),
        ("电话", people.leader_mobile, None),
        ("责任人", people.contact, people.post),
        ("电话", people.mobile, None),
        ("邮箱", people.email, None),
        ("抄送", people.cc, None),
        ("称呼", people.salutation, None),
    )
    return "，".join(
        f"{title} {value}{f'（{post}）' if post else ''}" for title, value, post in named if value
    )
