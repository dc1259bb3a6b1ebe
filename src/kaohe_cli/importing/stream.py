"""A file as import sees it: running text and grids in their order, whether it was Word or pasted text."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

from kaohe_cli.words.folding import as_it_looks

Merged: TypeAlias = Literal["", "first", "further"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph outside the tables, or a line of a text file."""

    text: str
    """As it shows, its automatic number included."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid."""

    text: str
    """Line breaks are “\\n”."""
    start: int
    """The grid column where it starts, from 0."""
    span: int = 1
    merged: Merged = ""
    """Over several rows: a "further" cell has the text of the "first" above it."""
    has_picture: bool = False

    @property
    def end(self) -> int:
        """The grid column behind it."""
        return self.start + self.span

    @property
    def is_blank(self) -> bool:
        """True where it says nothing of its own."""
        return self.merged == "further" or not self.text.strip()


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid."""

    number: int
    """Its place in the table, from 1."""
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that say something of their own."""
        return tuple(cell for cell in self.cells if not cell.is_blank)


@dataclass(frozen=True)
class Grid:
    """A table."""

    number: int
    """Its place in the file, from 1."""
    rows: tuple[GridRow, ...]
    shows_merges: bool
    """False for pasted text, where a blank cell may be one that was merged with the cell above."""

    @cached_property
    def width(self) -> int:
        """The number of cells in its widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


StreamItem: TypeAlias = Text | Grid


@dataclass(frozen=True)
class Stream:
    """A whole file."""

    name: str
    items: tuple[StreamItem, ...]
    remarks: tuple[str, ...] = ()
    """What its reader should know: tracked changes, notes that are not part of the text."""

    def as_it_looks(self) -> "Stream":
        """Returns the file with its texts as a person reads them, whatever signs a PDF put there."""
        return replace(self, items=tuple(map(_as_it_looks, self.items)))


def _as_it_looks(item: StreamItem) -> StreamItem:
    if isinstance(item, Text):
        return Text(as_it_looks(item.text))
    rows = (
        GridRow(row.number, tuple(replace(cell, text=as_it_looks(cell.text)) for cell in row.cells))
        for row in item.rows
    )
    return replace(item, rows=tuple(rows))
