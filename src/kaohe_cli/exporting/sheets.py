"""What the Excel file shows: a sheet each of criteria, incentives, bodies and steps, one fact a cell.

Nothing is merged, so that people can filter and sort; names are one a line within their cell.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from kaohe_cli.exporting.annexes import Extract
from kaohe_cli.query.rows import CriterionRow, IncentiveRow, Row, lead_and_support, open_columns, shares
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.tables.indicators import OPEN_COLUMNS

SheetValue: TypeAlias = str | Decimal


class SheetField(NamedTuple):
    """A column of a sheet, as wide as so many half-width characters."""

    title: str
    width: int
    wraps: bool = True
    """False where a long text may be cut off, because its beginning says enough."""


class Sheet(NamedTuple):
    """A sheet: its name, its columns, its rows."""

    name: str
    fields: tuple[SheetField, ...]
    rows: Sequence[tuple[SheetValue, ...]]


_CRITERIA: Final = (
    SheetField("编号", 8),
    SheetField("部分", 20, wraps=False),
    SheetField("指标", 28),
    SheetField("权重", 7),
    SheetField("考核内容及说明", 60),
    SheetField("牵头单位", 24),
    SheetField("配合单位", 24),
    SheetField("统称落实到", 20),
)
_WIDTHS: Final = {OPEN_COLUMNS["scoring"]: 40, OPEN_COLUMNS["target"]: 24, "加减分项": 10}
_USUAL_WIDTH: Final = 18
_INCENTIVES: Final = (
    SheetField("编号", 8),
    SheetField("督查激励措施", 26),
    SheetField("市级牵头部门", 18),
    SheetField("市级配合部门", 18),
    SheetField("区级牵头单位", 16),
    SheetField("区级配合单位", 16),
    SheetField("统称落实到", 16),
    SheetField("激励对象", 18),
    SheetField("激励方式", 10),
    SheetField("是否加分", 10),
    SheetField("措施全文", 70),
)
_SHARES: Final = (
    SheetField("单位", 24),
    SheetField("分工", 7),
    SheetField("编号", 8),
    SheetField("名称", 32),
    SheetField("权重", 7),
    SheetField("考核内容及说明", 60),
)
_STEPS: Final = (
    SheetField("步骤", 16),
    SheetField("截止日期", 13),
    SheetField("时限", 20),
    SheetField("要求", 90),
)


def sheets(extract: Extract) -> list[Sheet]:
    """Returns the sheets; one without rows is left out."""
    criteria = [row for part in extract.parts() for row in part.rows]
    incentives = [row for _, row in extract.incentives()]
    timeline = extract.tables.incentives.timeline if incentives else ()
    steps = [
        (step.name, step.due.isoformat() if step.due else "", step.wording or "", step.content)
        for step in timeline
    ]
    found = (
        _criteria(criteria),
        Sheet("督查激励", _INCENTIVES, list(map(_incentive, incentives))),
        Sheet("单位分工", _SHARES, list(_shares(extract, [*criteria, *incentives]))),
        Sheet("组织实施", _STEPS, steps),
    )
    return [sheet for sheet in found if sheet.rows]


def _criteria(rows: Sequence[CriterionRow]) -> Sheet:
    """Returns the sheet of criteria; behind the columns of 2021 those that any of the rows fills."""
    extra = ("加减分项",) if any(row.criterion.extra for row in rows) else ()
    titles = (*extra, *open_columns(rows))
    fields = (*_CRITERIA, *(SheetField(title, _WIDTHS.get(title, _USUAL_WIDTH)) for title in titles))
    return Sheet("考核指标", fields, [_criterion(row, titles) for row in rows])


def _criterion(row: CriterionRow, further: Sequence[str]) -> tuple[SheetValue, ...]:
    lead, support = _lead_and_support(row)
    texts = {"加减分项": "是" if row.criterion.extra else "", **row.criterion.open_columns()}
    return (
        row.id,
        f"{row.section.id} {row.section.title}",
        row.name,
        row.weight if row.weight is not None else "",
        row.criterion.content,
        lead,
        support,
        _resolved(row),
        *(texts.get(title, "") for title in further),
    )


def _incentive(row: IncentiveRow) -> tuple[SheetValue, ...]:
    incentive = row.incentive
    lead, support = _lead_and_support(row)
    return (
        row.id,
        incentive.title,
        "\n".join(incentive.city_lead),
        "\n".join(incentive.city_support),
        lead,
        support,
        _resolved(row),
        "\n".join(incentive.eligible),
        "\n".join(incentive.rewards),
        "是" if incentive.bonus_points else "否",
        incentive.measure,
    )


def _lead_and_support(row: Row) -> tuple[str, str]:
    lead, support = lead_and_support(row)
    return "\n".join(lead), "\n".join(support)


def _resolved(row: Row) -> str:
    return "\n".join(body for bodies in row.resolved.values() for body in bodies)


def _shares(extract: Extract, rows: Sequence[Row]) -> Iterator[tuple[SheetValue, ...]]:
    """Yields a line for each body of each row, body by body in the order of the registry.

    A name that the registry does not know stands behind them as it is written.
    """
    registry = extract.tables.registry
    order = {body.name: number for number, body in enumerate((*registry.units, *registry.collectives))}
    lines: list[tuple[int, tuple[SheetValue, ...]]] = []
    for row in rows:
        seen: set[str] = set()
        for one, body in zip(shares(row), row_bodies(row, registry), strict=True):
            shown = body.name if body is not None else one.name
            if shown in seen or (extract.unit is not None and shown != extract.unit.name):
                continue
            seen.add(shown)
            content = row.criterion.content if isinstance(row, CriterionRow) else ""
            weight = row.weight if row.weight is not None else ""
            share = "牵头" if one.leads else "配合"
            lines.append((order.get(shown, len(order)), (shown, share, row.id, row.name, weight, content)))
    yield from (line for _, line in sorted(lines, key=lambda one: one[0]))
