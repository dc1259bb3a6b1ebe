"""A sheet of Excel or a .csv file, parted into titles and tables as people see them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kaohe_cli.importing.stream import Cell, Grid, Item, Row, Text

_TITLE: Final = re.compile(r"\s*附(?:件|表)|.*(?:表|清单|目录)\s*(?:[（(].*[)）])?\s*$", re.DOTALL)


def items_of(rows: Sequence[Row], before: int, *, shows_merges: bool) -> Iterator[Item]:
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


def _blocks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    start = 0
    for at in range(1, len(rows)):
        if not rows[at - 1].filled and _is_title(rows[at]):
            yield rows[start:at]
            start = at
    yield rows[start:]


def _is_title(row: Row) -> bool:
    return len(row.filled) == 1 and bool(_TITLE.match(row.filled[0].text))


def _without_blank_end(rows: Sequence[Row]) -> Sequence[Row]:
    stop = max((n for n, row in enumerate(rows, start=1) if row.filled), default=0)
    while stop < len(rows) and any(
        cell.merged == "further" and cell.text.strip() for cell in rows[stop].cells
    ):
        stop += 1
    return rows[:stop]


def _cut(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Returns the rows without the blank columns on both sides, numbered from 1."""
    filled = [cell for row in rows for cell in row.filled]
    left, right = min(cell.start for cell in filled), max(cell.end for cell in filled)
    return tuple(
        Row(number, tuple(_moved(cell, left) for cell in row.cells if left <= cell.start < right))
        for number, row in enumerate(rows, start=1)
    )


def _moved(cell: Cell, left: int) -> Cell:
    return Cell(cell.text, cell.start - left, cell.span, cell.merged, cell.has_picture)
