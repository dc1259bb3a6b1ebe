"""附件1 and 附件2 as the tables they are printed as: numbers, merged cells, a body's own rows only."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from kaohe_cli.ooxml.building.grid import Cell, Column, Grid, Merge
from kaohe_cli.query.rows import (
    CriterionRow,
    IncentiveRow,
    Row,
    all_rows,
    lead_and_support,
    open_columns,
    points,
    unit_texts,
)
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.tables.indicators import EXTRA, OPEN_COLUMNS, Section
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.workspace import Tables


class AnnexPart(NamedTuple):
    """A section of 附件1 with its number in the whole table, from 1."""

    number: int
    section: Section
    rows: Sequence[CriterionRow]
    grid: Grid


class Numbered(NamedTuple):
    """A row with its number as the documents count: indicators within their section, incentives in all."""

    number: int
    row: CriterionRow


_TEXT_WIDTH: Final = 8845
"""Of the page, in twips; the widths of a table's columns add up to it."""
_SCORED: Final = (
    Column("序号", 640),
    Column("指标", 1985),
    Column("权重", 640),
    Column("考核内容及说明", 3680, is_text=True),
    Column("责任单位", 1900),
)
_UNSCORED: Final = (
    Column("序号", 640),
    Column("指标", 2205),
    Column("考核内容及说明", 4000, is_text=True),
    Column("责任单位", 2000),
)
_LEAD_AND_SUPPORT: Final = (Column("牵头单位", 1500), Column("配合单位", 1500))
# How wide an open column would be beside the others, before all are made to fit the page.
_WIDTHS: Final = {OPEN_COLUMNS["scoring"]: 2200, OPEN_COLUMNS["target"]: 1500}
_USUAL_WIDTH: Final = 1100
_NARROW: Final = frozenset({"序号", "权重"})
"""Columns of one or two signs, which cannot be narrower than they are."""
_INCENTIVES: Final = (
    Column("序号", 780),
    Column("督查激励措施", 3425),
    Column("市级牵头部门", 2320),
    Column("区级责任单位", 2320),
)
_INCENTIVES_IN_FULL: Final = (
    Column("序号", 640),
    Column("督查激励措施", 1625),
    Column("市级牵头部门", 1660),
    Column("区级责任单位", 1660),
    Column("激励对象", 2070),
    Column("激励方式", 1190),
)


class Extract(NamedTuple):
    """The rows that are exported: all, or those that a body leads or supports."""

    tables: Tables
    unit: Unit | None = None

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to export."""
        return any(map(self._has, all_rows(self.tables)))

    def parts(self) -> list[AnnexPart]:
        """Returns the sections of 附件1 that have rows."""
        found = []
        for number, section in enumerate(self.tables.indicators.sections, 1):
            rows = [
                Numbered(position, row)
                for position, indicator in enumerate(section.indicators, 1)
                for row in (CriterionRow(section, indicator, one) for one in indicator.criteria)
                if self._has(row)
            ]
            if rows:
                found.append(
                    AnnexPart(number, section, [row for _, row in rows], self._indicators(section, rows))
                )
        return found

    def incentives(self) -> list[tuple[int, IncentiveRow]]:
        """Returns the rows of 附件2 with their numbers."""
        rows = map(IncentiveRow, self.tables.incentives.incentives)
        return [(number, row) for number, row in enumerate(rows, 1) if self._has(row)]

    def incentive_grid(self, *, in_full: bool = False) -> Grid:
        """Returns the table of 附件2; in full with two columns more, which say who may win what."""
        rows = [
            (
                Cell((str(number),)),
                Cell((row.incentive.title,)),
                Cell(row.incentive.city_lead),
                Cell(self.units(row)),
                *([Cell(row.incentive.eligible), Cell(row.incentive.rewards)] if in_full else []),
            )
            for number, row in self.incentives()
        ]
        return Grid(_INCENTIVES_IN_FULL if in_full else _INCENTIVES, rows)

    def units(self, row: Row) -> tuple[str, ...]:
        """Returns the responsible units of a row, one a line.

        The whole table keeps the document's wording. In an extract a resolved collective has its bodies
        behind it, since the body may be there for no other reason.
        """
        return row.units if self.unit is None else tuple(unit_texts(row))

    def _has(self, row: Row) -> bool:
        return self.unit is None or self.unit in row_bodies(row, self.tables.registry)

    def _indicators(self, section: Section, rows: Sequence[Numbered]) -> Grid:
        """One row a criterion; number and name go over an indicator's rows.

        Equal contents go over the rows of several indicators, as issued. Two rows of one indicator keep a
        cell each: one over both would read as one criterion with the units of two.
        """
        criteria = [row for _, row in rows]
        weighed = section.has_weights or any(row.criterion.extra for row in criteria)
        divided = any(row.leads for row in criteria)
        further = tuple(open_columns(criteria))
        numbers = _merges([above.number == row.number for above, row in pairwise(rows)])
        contents = _merges(
            [
                above.number != row.number and above.row.criterion.content == row.row.criterion.content
                for above, row in pairwise(rows)
            ]
        )
        cells = []
        for (number, row), of_indicator, of_content in zip(rows, numbers, contents, strict=True):
            texts = row.criterion.open_columns()
            cells.append(
                (
                    Cell((str(number),), of_indicator),
                    Cell((row.name,), of_indicator),
                    *([Cell((_weight(row),))] if weighed else []),
                    Cell((row.criterion.content,), of_content),
                    *map(Cell, self._lead_and_support(row) if divided else (self.units(row),)),
                    *(Cell((texts.get(title, ""),)) for title in further),
                )
            )
        return Grid(_columns(_SCORED if weighed else _UNSCORED, divided, further), cells)

    def _lead_and_support(self, row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
        lead, support = lead_and_support(row)
        if self.unit is None:
            return lead, support
        shown = dict(zip(row.units, unit_texts(row), strict=True))
        return tuple(shown[one] for one in lead), tuple(shown[one] for one in support)


def _weight(row: CriterionRow) -> str:
    if row.criterion.extra:
        return EXTRA
    return points(row.weight) if row.weight is not None else ""


def _columns(usual: Sequence[Column], divided: bool, further: Sequence[str]) -> tuple[Column, ...]:
    """Returns the columns of a section's table, as wide together as the text of the page."""
    bodies = _LEAD_AND_SUPPORT if divided else usual[-1:]
    opened = (Column(title, _WIDTHS.get(title, _USUAL_WIDTH), is_text=title in _WIDTHS) for title in further)
    columns = (*usual[:-1], *bodies, *opened)
    narrow = sum(column.width for column in columns if column.title in _NARROW)
    wide = sum(column.width for column in columns) - narrow
    fitted = [
        column
        if column.title in _NARROW
        else column._replace(width=column.width * (_TEXT_WIDTH - narrow) // wide)
        for column in columns
    ]
    rest = _TEXT_WIDTH - sum(column.width for column in fitted)
    return (*fitted[:-1], fitted[-1]._replace(width=fitted[-1].width + rest))


def _merges(continues: Sequence[bool]) -> list[Merge]:
    """Returns how the cells of a column are merged, from whether each but the first continues the one above.

    >>> _merges([False, True, True, False])
    ['', 'restart', 'continue', 'continue', '']
    """
    above = (False, *continues)
    below = (*continues, False)
    return ["continue" if up else "restart" if down else "" for up, down in zip(above, below, strict=True)]
