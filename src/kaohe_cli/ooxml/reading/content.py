"""A Word file as its reader sees it: paragraphs and tables in order, with the marks around their text.

Tracked changes are taken as accepted. Nothing that shows is left out: text boxes follow the paragraph
that holds their anchor; what cannot stand in a paragraph's text is an `Aside` of it; footnotes, comments,
headers and footers stand in `Content.notes`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

TextPlace: TypeAlias = Literal["正文", "文本框", "脚注", "尾注", "批注", "页眉", "页脚"]
AsideKind: TypeAlias = Literal[
    "符号", "公式", "上标", "下标", "删除线", "域", "嵌入内容", "注音", "图片", "隐藏文字", "注"
]


class Control(NamedTuple):
    """A content control around a piece of a paragraph's text."""

    tag: str
    """"" where it has none."""
    start: int
    end: int
    title: str = ""
    """Read where it has no tag."""

    @property
    def name(self) -> str:
        """What to call it."""
        return self.tag or self.title or "控件"


class Aside(NamedTuple):
    """Something that is in a paragraph, and is not said by its text."""

    kind: AsideKind
    """上标 and 下标 stand in the text all the same, where they look like any other letters; 注 is only the
    place of a note, which has its own text."""
    text: str
    """Its words: what was struck out, a field's code, the font of a symbol; "" where it has none."""
    at: int
    """Before which character of the text it stands."""

    def __str__(self) -> str:
        return f"〔{self.kind}{' ' if self.text else ''}{self.text}〕"


class Paragraph(NamedTuple):
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
    asides: tuple[Aside, ...] = ()
    """In the order of their places."""
    revised: bool = False
    """Whether tracked changes were accepted in it."""
    place: TextPlace = "正文"

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
    place: TextPlace = "正文"
    controls: tuple[str, ...] = ()
    """The names of the content controls around it, the outer ones first."""

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
    """The footnotes, endnotes, comments, headers and footers that hold text."""
    revised: bool
    """Whether the file had tracked changes, which were taken as accepted."""


def asides_of(block: Block) -> Iterator[Aside]:
    """What is in a paragraph or in the cells of a table, and not said by the text."""
    if isinstance(block, Paragraph):
        yield from block.asides
    else:
        for row in block.rows:
            for cell in row.cells:
                for inner in cell.blocks:
                    yield from asides_of(inner)


def block_lines(block: Block) -> Iterator[str]:
    """The lines of a paragraph (with its number) or a table."""
    if isinstance(block, Paragraph):
        yield block.shown
    else:
        yield from block.text.split("\n")
