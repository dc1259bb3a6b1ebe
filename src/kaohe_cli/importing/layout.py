"""Finding a table's header: one level or two, anywhere in its rows."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from kaohe_cli.importing.columns import (
    LEFT_OUT,
    Column,
    Layout,
    Role,
    header_text,
    is_sufficient,
    role_named,
    role_of,
)
from kaohe_cli.importing.stream import Cell, Grid, Row
from kaohe_cli.importing.texts import clean, number_of, weight_of


class Header(NamedTuple):
    """The columns that a header names, and over how many rows it goes."""

    layout: Layout
    height: int


def header_at(grid: Grid, index: int) -> Header | None:
    """Returns the header that begins in a row; None where there is none."""
    top = grid.rows[index]
    if len(top.filled) < 2 or not _is_header(top.filled):
        return None
    below = grid.rows[index + 1] if index + 1 < len(grid.rows) else None
    if below is not None and (columns := _two_levels(grid, top, below)):
        return Header(Layout(columns), 2)
    columns = tuple(_column(cell) for cell in top.cells)
    return Header(Layout(columns), 1) if is_sufficient([column.role for column in columns]) else None


def first_header(grid: Grid) -> tuple[int, Header] | None:
    """Returns the first header of a grid and the row where it begins."""
    found = ((index, header_at(grid, index)) for index in range(len(grid.rows)))
    return next(((index, header) for index, header in found if header is not None), None)


def layout_like(before: Layout, grid: Grid) -> Layout | None:
    """Returns the columns of the table before for a continuation of it; None where it has another width."""
    if grid.width != len(before.columns):
        return None
    return _placed([(column.role, column.title, column.wording) for column in before.columns], grid)


def layout_named(words: Sequence[str], grid: Grid) -> Layout | None:
    """Returns the columns as a person names them, from left to right; None where there are not as many."""
    if grid.width != len(words):
        return None
    return _placed([(role_named(word), word or LEFT_OUT, word) for word in words], grid)


def unreadable_header_rows(grid: Grid, layout: Layout) -> int:
    """Returns how many rows at the top, with columns named by hand, are a header that says nothing."""
    first = grid.rows[0]
    cells = first.cells if len(first.cells) == len(layout.columns) else ()
    for column, cell in zip(layout.columns, cells, strict=False):
        text = cell.text.strip()
        if column.role == "number" and text and number_of(text) is None:
            return 1
        if column.role == "weight" and text and weight_of(text) is None:
            return 1
    return 0


def _placed(columns: Sequence[tuple[Role | None, str, str]], grid: Grid) -> Layout:
    widest = max(grid.rows, key=lambda row: len(row.cells))
    return Layout(
        tuple(
            Column(role, title, cell.start, cell.end, wording)
            for (role, title, wording), cell in zip(columns, widest.cells, strict=True)
        )
    )


def _is_header(cells: Sequence[Cell]) -> bool:
    """True where most cells are words of headers, or the usual three are there; and none is a number."""
    roles = [role_of(cell.text) for cell in cells]
    known = sum(role is not None for role in roles)
    is_number = any(header_text(cell.text).isdigit() for cell in cells)
    names_the_table = {"number", "name"} <= set(roles) and bool({"units", "lead"} & set(roles))
    return known >= 2 and (known * 3 >= len(cells) * 2 or names_the_table) and not is_number


def _two_levels(grid: Grid, top: Row, below: Row) -> tuple[Column, ...] | None:
    """Returns the columns where the row below divides cells of the header."""
    uppers = _spread(top) if grid.shows_merges else _stretched(top, below)
    lowers = [cell for cell in below.cells if not cell.is_blank]
    if not lowers or len(below.cells) <= len(top.cells):
        return None
    is_known = all(role_of(cell.text) is not None for cell in lowers)
    if not is_known and not (grid.shows_merges and _only_divides(top, below)):
        return None
    return tuple(_divided(uppers, below))


def _only_divides(top: Row, below: Row) -> bool:
    """True where the row below is but parts of wider cells, beside cells that go on from the header."""
    beside = [cell for cell in top.cells if cell.span == 1]
    going_on = {cell.start for cell in below.cells if cell.merged == "further"}
    return bool(going_on) and all(cell.merged == "first" and cell.start in going_on for cell in beside)


def _spread(row: Row) -> dict[int, Cell]:
    return {column: cell for cell in row.cells for column in range(cell.start, cell.end)}


def _stretched(top: Row, below: Row) -> dict[int, Cell]:
    """Pasted text does not show spans: the last cell of the header is taken to reach to the end."""
    last = top.cells[-1]
    further = dict.fromkeys(range(last.start, below.cells[-1].end), last)
    return _spread(top) | further


def _divided(uppers: dict[int, Cell], below: Row) -> Iterator[Column]:
    for cell in below.cells:
        upper = uppers.get(cell.start)
        above = upper.text if upper else ""
        if cell.is_blank:
            yield Column(role_of(above) or None, header_text(above), cell.start, cell.end, clean(above))
        else:
            title = header_text(above) + header_text(cell.text)
            role = _role_below(above, cell, is_last=upper is None or cell.end >= upper.end)
            yield Column(role or None, title, cell.start, cell.end, clean(above) + clean(cell.text))


def _role_below(above: str, cell: Cell, *, is_last: bool) -> Role | Literal[""] | None:
    """Returns the role of a part of a header; of names with words of their own the last one is the finest."""
    whole, own = role_of(above + cell.text), role_of(cell.text)
    if whole in ("city_lead", "city_support"):
        return whole
    if own is not None:
        return own
    role = role_of(above)
    return "section" if role == "name" and not is_last else role


def _column(cell: Cell) -> Column:
    role = role_of(cell.text) or None
    return Column(role, header_text(cell.text), cell.start, cell.end, clean(cell.text))
