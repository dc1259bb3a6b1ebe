"""A Word file as its reader sees it: paragraphs and tables in order, with the marks around their text.

Tracked changes are taken as accepted. Nothing that shows is left out: text boxes follow the paragraph
that holds their anchor; footnotes, comments, headers and footers stand in `Content.notes`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Place: TypeAlias = Literal["正文", "文本框", "隐藏文字", "脚注", "尾注", "批注", "页眉", "页脚"]


@dataclass(frozen=True, slots=True)
class Control:
    """A content control around a piece of a paragraph's text."""

    tag: str
    """"" where it has none."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. Offsets count the characters of `text`."""

    text: str
    """What it shows, without an automatic number; line breaks are “\\n”, tabs “\\t”."""
    number: str = ""
    """Its automatic number as Word shows it: “1.”, “（一）”; "" where it has none."""
    style: str = ""
    """The name of its style."""
    level: int | None = None
    """Its outline level: 0 for a top heading, None for text."""
    controls: tuple[Control, ...] = ()
    """In the order of their starts; of nested ones the outer comes first."""
    bookmarks: tuple[tuple[int, str], ...] = ()
    """Where bookmarks start, and their names."""
    pictures: tuple[int, ...] = ()
    """Where pictures and embedded objects stand."""
    revised: bool = False
    """Whether tracked changes were accepted in it."""
    place: Place = "正文"

    @property
    def shown(self) -> str:
        """The text with its automatic number before it."""
        return self.number + self.text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row."""

    blocks: tuple["Block", ...]
    column: int
    """The grid column where it starts, from 0."""
    span: int = 1
    """Over how many grid columns it is merged."""
    merged: Literal["", "first", "further"] = ""
    """A cell merged over several rows: "first" has the text, "further" stands below it."""

    @property
    def text(self) -> str:
        """The text of its paragraphs and nested tables, a line each."""
        return "\n".join(line for block in self.blocks for line in block_lines(block))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    is_header: bool = False
    """Whether it is repeated as a header on every page."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; tables nested in its cells stand in the cells' blocks."""

    rows: tuple[Row, ...]
    place: Place = "正文"

    @property
    def text(self) -> str:
        """A line a row, the cells joined by tabs."""
        return "\n".join("\t".join(cell.text.replace("\n", " ") for cell in row.cells) for row in self.rows)


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Content:
    """The whole of a Word file."""

    blocks: tuple[Block, ...]
    """The body, with its text boxes."""
    notes: tuple[Paragraph, ...]
    """Hidden text, and the footnotes, endnotes, comments, headers and footers that hold text."""
    revised: bool
    """Whether the file had tracked changes, which were taken as accepted."""


def block_lines(block: Block) -> Iterator[str]:
    """The lines of a paragraph (with its number) or a table."""
    if isinstance(block, Paragraph):
        yield block.shown
    else:
        yield from block.text.split("\n")
