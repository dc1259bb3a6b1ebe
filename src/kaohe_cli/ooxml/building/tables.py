"""Tables as documents are issued with: ruled, the header on every page, cells merged from above to below."""

import math
from collections.abc import Sequence
from typing import Any, Final, TypeAlias
from unicodedata import east_asian_width

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.shared import Twips
from docx.table import Table

from kaohe_cli.ooxml.building import markup
from kaohe_cli.ooxml.building.grid import Cell, Column, Grid
from kaohe_cli.ooxml.building.text import add_run

_Made: TypeAlias = Any
"""A cell of python-docx, whose class has no public name."""
HEADER, CENTRED, SENTENCE = "表头", "表格文字", "表格文字（左对齐）"
"""The styles of what stands in a cell."""

_MARGINS: Final = {"top": 15, "left": 85, "bottom": 15, "right": 85}
_BESIDE: Final = _MARGINS["left"] + _MARGINS["right"]
_EDGES: Final = _MARGINS["top"] + _MARGINS["bottom"] + 10  # with a line of half a point
_LINE: Final = 310  # of 300 at least; CJK fonts of another make stand a little higher
_CHARACTER: Final = 210
"""The width of a character of 五号, in twips."""
_TALL: Final = 20
"""About half a page of lines of 五号. Such a row may go on over the page: kept whole, it would leave so much
of a page empty, and one of more than a page would be cut."""


def add_table(document: Document, grid: Grid) -> Table:
    """Adds a table at the end of a document. Its width is that of its columns.

    The header and one row are laid out cell by cell; the other rows are copies of that one, since python-docx
    looks through all styles for every paragraph that is given one.
    """
    columns = grid.columns
    table: Table = document.add_table(2, len(columns))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, made in zip(columns, table.columns, strict=True):
        made.width = Twips(column.width)
    sentences = [SENTENCE if column.is_text else CENTRED for column in columns]
    header, sample = table.rows
    _lay_out(header.cells, columns, [HEADER] * len(columns))
    _lay_out(sample.cells, columns, sentences)
    header_element, sample_element = (markup.around(_element(row.cells[0])) for row in (header, sample))
    for element in (header_element, sample_element):
        markup.keep_row_whole(element)
    markup.repeat_row(header_element)
    markup.rule(markup.around(header_element), sum(column.width for column in columns), _MARGINS)
    markup.repeat(sample_element, len(grid.rows))
    titles = tuple(Cell((column.title,)) for column in columns)
    for row, cells in zip(table.rows, (titles, *grid.rows), strict=True):
        _fill(row.cells, cells)
        if _is_tall(cells, columns):
            markup.let_row_break(markup.around(_element(row.cells[0])))
    return table


def lines_needed(text: str, width: int, character: int = _CHARACTER) -> int:
    """Returns on how many lines a text stands that has so much room, in twips.

    >>> lines_needed("甲乙丙丁", 420), lines_needed("甲\\n乙", 420), lines_needed("2021", 420)
    (2, 2, 1)
    """
    room = max(width, character)
    return sum(max(1, math.ceil(characters(line) * character / room)) for line in text.split("\n"))


def characters(text: str) -> float:
    """Returns how wide a text is, in 汉字.

    >>> characters("2021年")
    3.0
    """
    return sum(1.0 if east_asian_width(one) in "FWA" else 0.5 for one in text)


def height_of(grid: Grid) -> int:
    """Returns about how high a table is, with its header, in twips."""
    header = tuple(Cell((column.title,)) for column in grid.columns)
    return sum(
        max(_lines(cell, column) for cell, column in zip(row, grid.columns, strict=True)) * _LINE + _EDGES
        for row in (header, *grid.rows)
    )


def _lines(cell: Cell, column: Column) -> int:
    return sum(lines_needed(line, column.width - _BESIDE) for line in cell.lines)


def _is_tall(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    return any(_lines(cell, column) > _TALL for cell, column in zip(cells, columns, strict=True))


def _lay_out(row: Sequence[_Made], columns: Sequence[Column], styles: Sequence[str]) -> None:
    """Gives the empty cells of a row their width and style."""
    for made, column, style in zip(row, columns, styles, strict=True):
        made.width = Twips(column.width)
        made.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        made.paragraphs[0].style = style


def _fill(row: Sequence[_Made], cells: Sequence[Cell]) -> None:
    """Writes a row, of which the cells were asked for before they are merged: later python-docx climbs up.

    A cell that continues a merged one is empty, but has a paragraph, as every cell must.
    """
    for made, cell in zip(row, cells, strict=True):
        if cell.merge:
            markup.merge(_element(made), begins=cell.merge == "restart")
        if cell.shade:
            markup.shade(_element(made), cell.shade)
        if cell.merge == "continue" or not cell.lines:
            continue
        markup.repeat(made.paragraphs[0].paragraph_format.element, len(cell.lines))
        for paragraph, line in zip(made.paragraphs, cell.lines, strict=True):
            if line:
                add_run(paragraph, line)


def _element(cell: _Made) -> markup.Element:
    return markup.around(cell.paragraphs[0].paragraph_format.element)
