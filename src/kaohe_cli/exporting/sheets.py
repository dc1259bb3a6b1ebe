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

Value: TypeAlias = str | Decimal


class Field(NamedTuple):
    """A column of a sheet, as wide as so many half-width characters."""

    title: str
    width: int
    wraps: bool = True
    """False where a long text may be cut off, because its beginning says enough."""


class Sheet(NamedTuple):
    """A sheet: its name, its columns, its rows."""

    name: str
    fields: tuple[Field, ...]
    rows: Sequence[tuple[Value, ...]]


_CRITERIA: Final = (
    Field("编号", 8),
    Field("部分", 20, wraps=False),
    Field("指标", 28),
    Field("权重", 7),
    Field("考核内容及说明", 60),
    Field("牵头单位", 24),
    Field("配合单位", 24),
    Field("统称落实到", 20),
)
_WIDTHS: Final = {OPEN_COLUMNS["scoring"]: 40, OPEN_COLUMNS["target"]: 24, "加减分项": 10}
_USUAL_WIDTH: Final = 18
_INCENTIVES: Final = (
    Field("编号", 8),
    Field("督查激励措施", 26),
    Field("市级牵头部门", 18),
    Field("市级配合部门", 18),
    Field("区级牵头单位", 16),
    Field("区级配合单位", 16),
    Field("统称落实到", 16),
    Field("激励对象", 18),
    Field("激励方式", 10),
    Field("是否加分", 10),
    Field("措施全文", 70),
)
_SHARES: Final = (
    Field("单位", 24),
    Field("分工", 7),
    Field("编号", 8),
    Field("名称", 32),
    Field("权重", 7),
    Field("考核内容及说明", 60),
)
_STEPS: Final = (Field("步骤", 16), Field("截止日期", 13), Field("时限", 20), Field("要求", 90))


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
    fields = (*_CRITERIA, *(Field(title, _WIDTHS.get(title, _USUAL_WIDTH)) for title in titles))
    return Sheet("考核指标", fields, [_criterion(row, titles) for row in rows])


def _criterion(row: CriterionRow, further: Sequence[str]) -> tuple[Value, ...]:
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


def _incentive(row: IncentiveRow) -> tuple[Value, ...]:
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


def _shares(extract: Extract, rows: Sequence[Row]) -> Iterator[tuple[Value, ...]]:
    """Yields a line for each body of each row, body by body in the order of the registry.

    A name that the registry does not know stands behind them as it is written.
    """
    registry = extract.tables.registry
    order = {body.name: number for number, body in enumerate((*registry.units, *registry.collectives))}
    lines: list[tuple[int, tuple[Value, ...]]] = []
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
