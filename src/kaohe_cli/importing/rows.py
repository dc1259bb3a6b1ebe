"""The rows of a table by the meaning of their columns: merged cells repeated, headers and sums told apart."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from kaohe_cli.importing.columns import Column, Layout, Role, header_text
from kaohe_cli.importing.layout import header_at, without_twins
from kaohe_cli.importing.stream import Cell, Grid, GridRow
from kaohe_cli.importing.texts import clean, heading, number_of
from kaohe_cli.words.numerals import numeral_value

Origin: TypeAlias = Literal["own", "above", "blank"]
C = TypeVar("C", bound=str)
"""A column: a role, or the name of one that no field has a place for."""
RowKind: TypeAlias = Literal["data", "header", "title", "total", "note", "blank"]

_TOTAL = re.compile(r"(?:合|总|小|共)计|总分|合计.*|总计.*")
_NOTE = re.compile(r"(?:备?注|说明|填表说明|填表人|制表|单位)\d?[：:]")
_DITTO = re.compile('同(?:上|前)(?:一?[行项条])?|[〃″]|["＂]')
_LONGEST_NUMBER = 3
_CONTINUED = re.compile(r"[（(]?续(?:表|上表|前表)?\d*[)）]?")


class KnownTable(NamedTuple):
    """A grid whose columns are known."""

    grid: Grid
    layout: Layout
    header_rows: int = 0
    """Rows at the top that are a header only a person could read."""
    is_named: bool = False
    """The columns were named by hand: headers in the grid do not change them."""
    year: int | None = None
    """The year of the table, which tells columns of several years apart."""
    known: frozenset[str] = frozenset()
    """The bodies that the file names whole, for those that a space or a line breaks."""


class CellValue(NamedTuple):
    """What a row says in one column."""

    text: str
    origin: Origin
    """"above" where the cell is merged with the one above, whose text it has."""
    shared: bool = False
    """True for the first of several rows that share a merged cell."""
    has_picture: bool = False


_NOTHING = CellValue("", "blank")


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row, classified."""

    number: int
    kind: RowKind
    values: dict[Role, CellValue]
    title: str = ""
    """What the row says, where it is a title, a sum or a note."""
    layout: Layout | None = None
    """For a header: the columns from here on."""
    oddity: str = ""
    """What is odd about the form of the row."""
    further: Mapping[str, CellValue] = field(default_factory=dict)
    """What the row says in the columns that no field has a place for, by their names."""

    def __getitem__(self, role: Role) -> CellValue:
        """What the row says in a column; nothing where the table has no such column."""
        return self.values.get(role, _NOTHING)


def data_rows(table: KnownTable) -> Iterator[DataRow]:
    """Yields every row of a table."""
    layout, header_rows = table.layout, table.header_rows
    above: dict[int, str] = {}
    counts = _counts_in_digits(table)
    before: Mapping[Role, CellValue] = {}
    before_further: Mapping[str, CellValue] = {}
    for index, row in enumerate(table.grid.rows):
        cells = tuple(_with_text_above(row, above))
        if header_rows:
            header_rows -= 1
            yield DataRow(row.number, "header", {})
        elif (header := header_at(table.grid, index, table.year)) and _goes_with(header.layout, layout):
            header_rows = header.height - 1
            if not table.is_named and not header.layout.is_like(table.layout):
                layout = _with_roles_of(table.layout, header.layout)
            yield DataRow(row.number, "header", {}, layout=layout)
        else:
            values = _with_dittos(_values(cells, layout), before)
            found = _classified(row, values, layout, counts=counts)
            if found.kind == "data":
                before = values
                found = replace(found, further=_with_dittos(_further(cells, layout), before_further))
                before_further = found.further
            yield found


def _with_roles_of(known: Layout, header: Layout) -> Layout:
    """Returns the columns of a later header; those called as in the first one mean the same."""
    before = {column.title: column.role for column in known.columns}
    columns = [column._replace(role=before.get(column.title, column.role)) for column in header.columns]
    return header._replace(columns=without_twins(columns), is_in_percent=known.is_in_percent)


def _goes_with(header: Layout, layout: Layout) -> bool:
    """False for a row that only happens to be worded like a header."""
    known = {column.title for column in layout.columns}
    return "number" in header.roles or sum(column.title in known for column in header.columns) > 1


def _with_text_above(row: GridRow, above: dict[int, str]) -> Iterator[Cell]:
    """Yields the cells of a row, those merged with the cell above with its text; remembers them."""
    for cell in row.cells:
        if cell.merged == "further":
            yield Cell(above.get(cell.start, ""), cell.start, cell.span, "further")
        else:
            if cell.merged == "first":
                above[cell.start] = cell.text
            yield cell


def _values(cells: tuple[Cell, ...], layout: Layout) -> dict[Role, CellValue]:
    values: dict[Role, CellValue] = {}
    taken = layout.roles
    read: dict[int, Role] = {}
    for column, cell in _column_cells(cells, layout):
        if column.role is None or taken[column.role] is not column:
            continue
        if _may_say(column.role, read.setdefault(cell.start, column.role)):
            values[column.role] = _value(cell)
    return values


def _further(cells: tuple[Cell, ...], layout: Layout) -> dict[str, CellValue]:
    """Returns what stands in the further columns; a cell that a known column reads too is that one's."""
    known = {cell.start for column, cell in _column_cells(cells, layout) if column.role is not None}
    at = {column.start: cell for column, cell in _column_cells(cells, layout) if cell.start not in known}
    return {name: _value(at[column.start]) for name, column in layout.further.items() if column.start in at}


def _column_cells(cells: tuple[Cell, ...], layout: Layout) -> Iterator[tuple[Column, Cell]]:
    """Yields each column with the cell that stands in it."""
    by_place = len(cells) == len(layout.columns)
    for position, column in enumerate(layout.columns):
        cell = cells[position] if by_place else _covering(cells, column.start, column.end)
        if cell is not None:
            yield column, cell


def _value(cell: Cell) -> CellValue:
    origin: Origin = "above" if cell.merged == "further" else "own" if cell.text.strip() else "blank"
    return CellValue(cell.text, origin, cell.merged == "first", cell.has_picture)


def _with_dittos(values: Mapping[C, CellValue], before: Mapping[C, CellValue]) -> dict[C, CellValue]:
    """Returns the values with what “同上” and “〃” stand for; a name so written goes on."""
    found = dict(values)
    for role, value in values.items():
        last = before.get(role)
        repeats = value.origin == "own" and _DITTO.fullmatch(value.text.strip()) is not None
        if repeats and last is not None and role not in ("number", "weight"):
            found[role] = CellValue(last.text, "above" if role in ("name", "section") else "own")
    return found


def _may_say(role: Role, other: Role) -> bool:
    """True where a cell that goes over two columns speaks for this one, too: a name that is the content."""
    return role == other or {role, other} == {"name", "content"}


def _covering(cells: tuple[Cell, ...], start: int, end: int) -> Cell | None:
    """Returns the cell that covers most of a column, among equals the left one."""
    best, most = None, 0
    for cell in cells:
        common = min(cell.end, end) - max(cell.start, start)
        if common > most:
            best, most = cell, common
    return best


def _counts_in_digits(table: KnownTable) -> bool:
    """True where rows are numbered 1, 2, 3: one numbered 一、 among them is the title of a part."""
    column = table.layout.roles.get("number")
    if column is None:
        return False
    texts = (cell.text for row in table.grid.rows for cell in row.filled if cell.start == column.start)
    return any(text.strip("（）()、.． ").isdecimal() for text in texts)


def _classified(row: GridRow, values: dict[Role, CellValue], layout: Layout, *, counts: bool) -> DataRow:
    texts = [" ".join(cell.text.split()) for cell in row.filled]
    if not texts:
        merged_on = any(cell.merged == "further" for cell in row.cells)
        return DataRow(row.number, "data" if merged_on else "blank", values)
    if any(_TOTAL.fullmatch(header_text(text)) for text in texts[:2]):
        return DataRow(row.number, "total", values, " ".join(texts))
    if len(texts) == 1 and _stands_alone(row, layout):
        kind: RowKind = "note" if _NOTE.match(texts[0]) or _CONTINUED.fullmatch(texts[0]) else "title"
        return DataRow(row.number, kind, values, texts[0])
    if _is_section(values, counts=counts):
        return DataRow(row.number, "title", values, _section_title(values), oddity=_beside_title(values))
    return DataRow(row.number, "data", values, oddity=_oddity(row, layout))


def _oddity(row: GridRow, layout: Layout) -> str:
    cells, columns = row.cells[-1].end, layout.columns[-1].end
    if len(row.cells) == len(layout.columns) or cells == columns:
        return ""
    return f"这一行有 {len(row.cells)} 格，表头有 {len(layout.columns)} 列，可能读错了位置"


def _stands_alone(row: GridRow, layout: Layout) -> bool:
    """True where the one text of a row belongs to no column: its cell goes over most, or is all there is."""
    cell = row.filled[0]
    if len(row.cells) == 1 and len(layout.columns) > 1:
        return True
    covered = sum(cell.start < column.end and column.start < cell.end for column in layout.columns)
    if covered * 2 > len(layout.columns):
        return True
    if any(other.merged == "further" for other in row.cells):
        return False
    return heading(cell.text) is not None or _is_no_number(cell, layout)


def _is_no_number(cell: Cell, layout: Layout) -> bool:
    """True for words in the column of numbers."""
    column = layout.roles.get("number")
    is_there = column is not None and column.start <= cell.start < column.end
    return is_there and number_of(cell.text) is None and len(cell.text.strip()) > _LONGEST_NUMBER


def _is_section(values: dict[Role, CellValue], *, counts: bool) -> bool:
    """True for a row such as “一 | 经济发展 | 40”: a Chinese number, a name, no content and no bodies.

    Among rows numbered 1, 2, 3 it is one with these, too.
    """
    number = values.get("number", _NOTHING)
    if number.origin != "own" or numeral_value(number.text.strip("（）()、.． ")) is None:
        return False
    rest = [value for role, value in values.items() if role not in ("number", "name", "weight")]
    is_bare = all(value.origin == "blank" for value in rest)
    return values.get("name", _NOTHING).origin == "own" and (is_bare or counts)


def _beside_title(values: dict[Role, CellValue]) -> str:
    """Returns what to say of the texts that stand beside the title of a part."""
    told = ("number", "name", "weight", "section")
    texts = [clean(one.text) for role, one in values.items() if role not in told and one.origin == "own"]
    if not texts:
        return ""
    return f"这一行是部分的标题，旁边的{'、'.join(f'“{text}”' for text in texts)}没有作为一项导入，请核对"


def _section_title(values: dict[Role, CellValue]) -> str:
    number = values["number"].text.strip()
    points = values.get("weight", _NOTHING).text.strip().removesuffix("分")
    mark = "" if number[-1] in "）)、.．" else "、"
    return f"{number}{mark}{values['name'].text}" + (f"（{points}分）" if points else "")
