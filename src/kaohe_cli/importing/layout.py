"""Finding a table's header: one level or two, anywhere in its rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kaohe_cli.importing.assigning import BODIES, assigned_columns
from kaohe_cli.importing.columns import (
    LEFT_OUT,
    LONGEST_HEADER,
    VERBATIM,
    Column,
    Layout,
    Role,
    header_text,
    is_sufficient,
    role_named,
    role_of,
)
from kaohe_cli.importing.contents import Contents, contents_of
from kaohe_cli.importing.stream import Cell, Grid, GridRow
from kaohe_cli.importing.texts import clean, number_of, points_or_wording

_LOOKED_AT = 60
_HALF = 0.5
_MOST_HEADER_ROWS = 4


class Header(NamedTuple):
    """The columns that a header names, and over how many rows it goes."""

    layout: Layout
    height: int


def header_at(grid: Grid, index: int, year: int | None = None) -> Header | None:
    """Returns the header that begins in a row; None where there is none."""
    top = grid.rows[index]
    if len(top.filled) < 2 or not _is_header(top.filled):
        return None
    below = grid.rows[index + 1] if index + 1 < len(grid.rows) else None
    columns, height = _two_levels(grid, top, below) if below is not None else None, 2
    if columns is None:
        columns, height = tuple(map(_column, top.cells)), 1
    rows = grid.rows[index + height :]
    columns = _parted(columns, rows)
    layout = assigned_columns(columns, contents_of(columns, rows), year)
    if layout is None or not (layout.questions or is_sufficient([column.role for column in layout.columns])):
        return None
    return Header(layout, height)


def first_header(grid: Grid, year: int | None = None) -> tuple[int, Header] | None:
    """Returns the first header of a grid and the row where it begins."""
    found = ((index, header_at(grid, index, year)) for index in range(len(grid.rows)))
    return next(((index, header) for index, header in found if header is not None), None)


def _parted(columns: Sequence[Column], rows: Sequence[GridRow]) -> tuple[Column, ...]:
    """Returns the columns with those parted that one header stands over and most rows part below it."""
    found: list[Column] = []
    looked_at = [row for row in rows[:_LOOKED_AT] if len(row.cells) > 1]
    for column in columns:
        starts = Counter(
            cell.start for row in looked_at for cell in row.cells if column.start < cell.start < column.end
        )
        edges = sorted(at for at, count in starts.items() if count * 2 > len(looked_at))
        for start, end in zip((column.start, *edges), (*edges, column.end), strict=True):
            found.append(column._replace(start=start, end=end))
    return tuple(found)


def layout_like(before: Layout, grid: Grid) -> Layout | None:
    """Returns the columns of the table before for a continuation of it; None where it has another width."""
    if grid.width != len(before.columns):
        return None
    found = _placed([(column.role, column.title, column.wording) for column in before.columns], grid)
    return found._replace(is_in_percent=before.is_in_percent)


def layout_named(words: Sequence[str], grid: Grid) -> Layout | None:
    """Returns the columns as a person names them, from left to right; None where there are not as many."""
    if grid.width != len(words):
        return None
    titles = _titles_above(grid)
    columns = [
        (role_named(word), title or word if word == VERBATIM else word or LEFT_OUT, title or word)
        for word, title in zip(words, titles, strict=True)
    ]
    found = _placed(columns, grid)
    return Layout(without_twins(found.columns), is_in_percent=_is_in_percent(found, grid))


def _titles_above(grid: Grid) -> list[str]:
    """Returns the words of the header that a table seems to have, for columns that keep their own names."""
    widest = max(grid.rows, key=lambda row: len(row.cells))
    first = grid.rows[0].cells
    above = [next((one.text for one in first if one.start <= at.start < one.end), "") for at in widest.cells]
    return [clean(text) if len(text.strip()) <= LONGEST_HEADER else "" for text in above]


def without_twins(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Returns the columns with each role once; a column named as one before is kept under its own name."""
    seen: set[Role | None] = set()
    found = []
    for column in columns:
        found.append(column._replace(role=None) if column.role in seen else column)
        seen.add(column.role)
    return tuple(found)


def _is_in_percent(layout: Layout, grid: Grid) -> bool:
    told = contents_of(layout.columns, grid.rows)
    return any(
        column.role == "weight" and one.percents > _HALF
        for column, one in zip(layout.columns, told, strict=True)
    )


def unreadable_header_rows(grid: Grid, layout: Layout) -> int:
    """Returns how many rows at the top, with columns named by hand, are a header that says nothing.

    A row is one where no number stands in the columns of numbers and points, or none of its words in the
    column of bodies is a body while most below are.
    """
    told = dict(zip(layout.columns, contents_of(layout.columns, grid.rows), strict=True))
    for at, row in enumerate(grid.rows[:_MOST_HEADER_ROWS]):
        if len(row.filled) > 1 and not any(_is_of_header(row, column, one) for column, one in told.items()):
            return at
    return 0


def _is_of_header(row: GridRow, column: Column, told: Contents) -> bool:
    cell = next((cell for cell in row.cells if cell.start <= column.start < cell.end), None)
    text = cell.text.strip() if cell is not None and cell.merged != "further" else ""
    if not text:
        return False
    if column.role == "number":
        return number_of(text) is None
    if column.role == "weight":
        return told.numbers > 0 and not points_or_wording(text)
    is_of_bodies = column.role in BODIES and told.bodies >= _HALF
    return is_of_bodies and role_of(text) is not None


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
    return (known * 3 >= len(cells) * 2 or names_the_table) and not is_number


def _two_levels(grid: Grid, top: GridRow, below: GridRow) -> tuple[Column, ...] | None:
    """Returns the columns where the row below divides cells of the header."""
    uppers = _spread(top) if grid.shows_merges else _stretched(top, below)
    lowers = [cell for cell in below.cells if not cell.is_blank]
    if not lowers or len(below.cells) <= len(top.cells):
        return None
    is_known = all(role_of(cell.text) is not None for cell in lowers)
    if not is_known and not (grid.shows_merges and _only_divides(top, below)):
        return None
    return tuple(_divided(uppers, below))


def _only_divides(top: GridRow, below: GridRow) -> bool:
    """True where the row below is but parts of wider cells, beside cells that go on from the header."""
    beside = [cell for cell in top.cells if cell.span == 1]
    going_on = {cell.start for cell in below.cells if cell.merged == "further"}
    return bool(going_on) and all(cell.merged == "first" and cell.start in going_on for cell in beside)


def _spread(row: GridRow) -> dict[int, Cell]:
    return {column: cell for cell in row.cells for column in range(cell.start, cell.end)}


def _stretched(top: GridRow, below: GridRow) -> dict[int, Cell]:
    """Pasted text does not show spans: the last cell of the header is taken to reach to the end."""
    last = top.cells[-1]
    further = dict.fromkeys(range(last.start, below.cells[-1].end), last)
    return _spread(top) | further


def _divided(uppers: dict[int, Cell], below: GridRow) -> Iterator[Column]:
    for cell in below.cells:
        upper = uppers.get(cell.start)
        above = upper.text if upper else ""
        if cell.is_blank:
            yield Column(None, header_text(above), cell.start, cell.end, clean(above))
        else:
            title = header_text(above) + header_text(cell.text)
            own = header_text(cell.text) if _speaks_alone(above, cell.text) else ""
            yield Column(None, title, cell.start, cell.end, clean(above) + clean(cell.text), own)


def _speaks_alone(above: str, text: str) -> bool:
    """True for a part of a header whose own words tell the column; 牵头单位 below 市级 needs both."""
    return role_of(text) is not None and role_of(above + text) not in ("city_lead", "city_support")


def _column(cell: Cell) -> Column:
    return Column(None, header_text(cell.text), cell.start, cell.end, clean(cell.text))
