"""Cells with spans, as web pages and Excel have them, laid out as a grid."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from kaohe_cli.importing.stream import Cell, Grid, GridRow, StreamItem, Text

MOST_ROWS: Final = 50_000
"""Rows of one table: ten times what the largest district would have, and still read in half a minute."""
MOST_COLUMNS: Final = 256
"""Columns of one table; that of the widest issued tables is below 20."""
MOST_CELLS: Final = 500_000
"""Cells of one table: 50,000 rows of ten. A few bytes of rowspan could ask for millions."""


class TooLargeError(Exception):
    """A table has more rows or columns than any that people issue."""


class Spanning(NamedTuple):
    """A cell over so many columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1


class _Held(NamedTuple):
    """A cell of a row above that reaches further down."""

    text: str
    start: int
    span: int
    until: int
    """The number of the last row that it reaches, from 0."""


def laid_out(rows: Iterable[Sequence[Spanning]]) -> tuple[GridRow, ...]:
    """Returns the rows of a grid: each cell goes where the cells above leave room for it.

    A span that reaches below the last row ends there.

    Raises:
        TooLargeError: there is more than a table may have.
    """
    laid: list[list[Cell]] = []
    count = 0
    held: list[_Held] = []
    for cells in rows:
        if len(laid) >= MOST_ROWS:
            raise TooLargeError
        row = [Cell(one.text, one.start, one.span, "further") for one in held]
        held = [one for one in held if one.until > len(laid)]
        taken = {column for cell in row for column in range(cell.start, cell.end)}
        at = 0
        for one in cells:
            while at in taken:
                at += 1
            span = _span(one.columns, at, taken)
            if at + span > MOST_COLUMNS:
                raise TooLargeError
            row.append(Cell(one.text, at, span, "first" if one.rows > 1 else ""))
            if one.rows > 1:
                held.append(_Held(one.text, at, span, len(laid) + one.rows - 1))
            at += span
        count += len(row)
        if count > MOST_CELLS:
            raise TooLargeError
        laid.append(sorted(row, key=lambda cell: cell.start))
    return tuple(
        GridRow(number, tuple(_ended(laid, number, row))) for number, row in enumerate(laid, start=1)
    )


def _span(columns: int, start: int, taken: set[int]) -> int:
    """Returns over how many columns a cell goes before one from above is in its way."""
    free = 1
    while free < min(columns, MOST_COLUMNS + 1) and start + free not in taken:
        free += 1
    return free


def _ended(laid: Sequence[Sequence[Cell]], number: int, row: Sequence[Cell]) -> Iterable[Cell]:
    """Yields the cells of a row; one of the last row begins nothing that goes on."""
    is_last = number == len(laid)
    for cell in row:
        yield Cell(cell.text, cell.start, cell.span) if is_last and cell.merged == "first" else cell


_TITLE: Final = re.compile(r"\s*附(?:件|表)|.*(?:表|清单|目录)\s*(?:[（(].*[)）])?\s*$", re.DOTALL)


def items_of(rows: Sequence[GridRow], before: int, *, shows_merges: bool) -> Iterator[StreamItem]:
    """Yields the tables of a sheet, and the lines of one cell above each; ``before`` tables came earlier.

    A blank row ends a table only where the title of another stands behind it: people part sections by blank
    rows as well.
    """
    number = before
    for block in _blocks(rows):
        start = next((n for n, row in enumerate(block) if len(row.filled) > 1), len(block))
        yield from (Text(row.filled[0].text) for row in block[:start] if row.filled)
        table = _without_blank_end(block[start:])
        if table:
            number += 1
            yield Grid(number, _cut(table), shows_merges)


def _blocks(rows: Sequence[GridRow]) -> Iterator[Sequence[GridRow]]:
    start = 0
    for at in range(1, len(rows)):
        if not rows[at - 1].filled and _is_title(rows[at]):
            yield rows[start:at]
            start = at
    yield rows[start:]


def _is_title(row: GridRow) -> bool:
    return len(row.filled) == 1 and bool(_TITLE.match(row.filled[0].text))


def _without_blank_end(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    stop = max((n for n, row in enumerate(rows, start=1) if row.filled), default=0)
    while stop < len(rows) and any(
        cell.merged == "further" and cell.text.strip() for cell in rows[stop].cells
    ):
        stop += 1
    return rows[:stop]


def _cut(rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """Returns the rows without the blank columns on both sides, numbered from 1."""
    filled = [cell for row in rows for cell in row.filled]
    left, right = min(cell.start for cell in filled), max(cell.end for cell in filled)
    return tuple(
        GridRow(number, tuple(_moved(cell, left) for cell in row.cells if left <= cell.start < right))
        for number, row in enumerate(rows, start=1)
    )


def _moved(cell: Cell, left: int) -> Cell:
    return Cell(cell.text, cell.start - left, cell.span, cell.merged, cell.has_picture)
