"""A printed table as a value: columns, and rows of cells. Importing it imports no python-docx."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

Merge: TypeAlias = Literal["", "restart", "continue"]


class Column(NamedTuple):
    """A column of a printed table."""

    title: str
    width: int
    """In twips."""
    is_text: bool = False
    """True for sentences, which begin at the left; the other columns are centred."""


class Cell(NamedTuple):
    """A cell: its lines, a paragraph each, and how it is merged with the cells above and below."""

    lines: tuple[str, ...]
    merge: Merge = ""
    shade: str = ""
    """The colour of its ground, as RGB; none where it is empty."""


class Grid(NamedTuple):
    """A printed table."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
