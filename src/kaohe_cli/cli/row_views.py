"""How rows look: the short table of ``list``, the full columns of a spreadsheet, the details of ``show``."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING

from kaohe_cli.cli.formats import Column, Grid, Rows
from kaohe_cli.query.rows import CriterionRow, IncentiveRow, Row, open_columns, points, unit_texts
from kaohe_cli.query.selection import find_body, lead_bodies
from kaohe_cli.tables.indicators import EXTRA
from kaohe_cli.tables.units import Registry
from kaohe_cli.words.shortening import shortened

if TYPE_CHECKING:  # only ``show`` reads the reports
    from kaohe_cli.query.details import Detail

_LONGEST_NAME = 48
_LONGEST_UNIT_LINE = 15  # 汉字; leaves the name half of an 80-column screen

_BRIEF = (
    Column("编号", fixed=True),
    Column("名称"),
    Column("权重", align_right=True, fixed=True),
    Column("责任单位"),
)
_FULL = (
    *(Column(title) for title in ("编号", "种类", "部分", "名称", "考核内容或措施")),
    Column("权重", align_right=True),
    *(Column(title) for title in ("责任单位", "市级牵头", "市级配合", "激励对象", "予以加分")),
)


def listing(rows: Sequence[Row], unit_names: Sequence[str], registry: Registry) -> Rows:
    """Returns the rows of ``kaohe list``; with bodies named, the summary says what they lead."""

    def summary() -> str:
        return _summary(rows, unit_names, registry)

    return Rows(
        brief=lambda: Grid(_BRIEF, [_brief_cells(row) for row in rows], summary()),
        full=lambda: _full_grid(rows, summary()),
        records=lambda: [row.record() for row in rows],
    )


def details(found: "Sequence[Detail]") -> Rows:
    """Returns the rows of ``kaohe show``: a line a fact."""
    columns = (Column("项目", fixed=True), Column("内容"))

    def grid() -> Grid:
        cells: list[tuple[str, str]] = []
        for detail in found:
            cells += [*([("", "")] if cells else []), *detail.facts]
        return Grid(columns, cells, f"共 {len(found)} 项" if len(found) > 1 else "")

    return Rows(brief=grid, full=grid, records=lambda: [detail.record for detail in found])


def _brief_cells(row: Row) -> tuple[str, ...]:
    name = shortened(row.heading, _LONGEST_NAME)
    is_extra = isinstance(row, CriterionRow) and row.criterion.extra
    return (row.id, name, EXTRA if is_extra else _weight(row), _in_lines(unit_texts(row)))


def _in_lines(units: Sequence[str]) -> str:
    """Returns the names joined by “、”, in lines that end behind a name and not within one."""
    lines: list[str] = []
    for position, name in enumerate(units):
        piece = f"{name}、" if position < len(units) - 1 else name
        if lines and len(lines[-1]) + len(piece) <= _LONGEST_UNIT_LINE:
            lines[-1] += piece
        else:
            lines.append(piece)
    return "\n".join(lines)


def _full_grid(rows: Sequence[Row], summary: str) -> Grid:
    """Returns every column; behind those of 2021 the ones that any of the rows fills."""
    criteria = [row.criterion for row in rows if isinstance(row, CriterionRow)]
    further = {
        **({"牵头单位": None} if any(one.leads for one in criteria) else {}),
        **({"加减分项": None} if any(one.extra for one in criteria) else {}),
        **open_columns(rows),
    }
    cells = [(*_full_cells(row), *map(_further_cells(row).get, further, repeat(""))) for row in rows]
    return Grid((*_FULL, *map(Column, further)), cells, summary)


def _further_cells(row: Row) -> dict[str, str]:
    if isinstance(row, IncentiveRow):
        return {}
    extra = {"加减分项": "是"} if row.criterion.extra else {}
    return {"牵头单位": "、".join(row.leads), **extra, **row.criterion.open_columns()}


def _full_cells(row: Row) -> tuple[str, ...]:
    if isinstance(row, CriterionRow):
        kind, section, text = "考核指标", row.section.title, row.criterion.content
        rest: tuple[str, ...] = ("", "", "", "")
    else:
        kind, section, text = "督查激励", "督查激励", row.incentive.measure
        rest = (
            "、".join(row.incentive.city_lead),
            "、".join(row.incentive.city_support),
            "、".join(row.incentive.eligible),
            "是" if row.incentive.bonus_points else "否",
        )
    return (row.id, kind, section, row.name, text, _weight(row), "、".join(unit_texts(row)), *rest)


def _weight(row: Row) -> str:
    return points(row.weight) if row.weight is not None else ""


def _summary(rows: Sequence[Row], unit_names: Sequence[str], registry: Registry) -> str:
    if not rows:
        return "没有符合条件的项"
    criteria = [row for row in rows if isinstance(row, CriterionRow)]
    counts = [
        f"{len(criteria)} 条考核内容" if criteria else "",
        f"{len(rows) - len(criteria)} 项督查激励" if len(criteria) < len(rows) else "",
    ]
    text = "共 " + "、".join(filter(None, counts))
    if criteria:
        text += f"，权重合计 {points(_sum_of_weights(criteria))}"
    if unit_names and criteria:
        bodies = [find_body(name, registry) for name in unit_names]
        led = [row for row in criteria if any(body in bodies for body in lead_bodies(row, registry))]
        text += f"，其中牵头 {len(led)} 条、权重 {points(_sum_of_weights(led))}"
    return text


def _sum_of_weights(rows: Iterable[Row]) -> Decimal:
    return sum((row.weight or Decimal(0) for row in rows), Decimal(0))
