"""Cells with spans, as web pages and Excel have them, laid out as a grid."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from kaohe_cli.importing.stream import Cell, Row

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


def laid_out(rows: Iterable[Sequence[Spanning]]) -> tuple[Row, ...]:
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
    return tuple(Row(number, tuple(_ended(laid, number, row))) for number, row in enumerate(laid, start=1))


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
