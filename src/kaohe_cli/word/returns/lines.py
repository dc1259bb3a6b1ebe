"""A returned file as lines: one a paragraph or table row, with the marks of kaohe at their offsets."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kaohe_cli.word.engine import Block, Content, Control, Paragraph, Table
from kaohe_cli.word.returns.labels import looks_like_label

CELL_JOINT: Final = " | "
_FOLDS: Final[dict[int, int | str]] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\t"), " "),
    **dict.fromkeys(map(ord, "﹒．·•"), "."),
    **dict.fromkeys(map(ord, "﹕∶"), ":"),
    **dict.fromkeys(map(ord, "﹙〈"), "("),
    **dict.fromkeys(map(ord, "﹚〉"), ")"),
}


def fold(text: str) -> str:
    """Returns the text with half-width signs, digits and spaces; every character keeps its offset."""
    return text.translate(_FOLDS)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a table row with its cells joined by “ | ”."""

    text: str
    """With the automatic number before it."""
    folded: str
    controls: tuple[Control, ...] = ()
    bookmarks: tuple[tuple[int, str], ...] = ()
    pictures: int = 0
    revised: bool = False
    in_box: bool = False
    """Whether it stands in a text box."""


def lines_of(content: Content) -> list[Line]:
    """Returns the lines of a file's body.

    A table in which labels of the form stand is the form itself, laid out in a table: it is read cell by
    cell. The rows of any other table stay together, for it belongs to a text.
    """
    return [line for block in content.blocks for line in _lines(block)]


def _lines(block: Block) -> Iterator[Line]:
    if isinstance(block, Paragraph):
        yield _line(block)
        return
    cells = [cell for row in block.rows for cell in row.cells]
    if any(looks_like_label(fold(cell.text)) for cell in cells):
        for cell in cells:
            for inner in cell.blocks:
                yield from _lines(inner)
        return
    yield from _rows(block)


def _rows(table: Table) -> Iterator[Line]:
    for row in table.rows:
        text = CELL_JOINT.join(" ".join(cell.text.split("\n")) for cell in row.cells)
        inner = [block for cell in row.cells for block in cell.blocks if isinstance(block, Paragraph)]
        yield Line(
            text,
            fold(text),
            bookmarks=tuple((0, name) for paragraph in inner for _, name in paragraph.bookmarks),
            pictures=sum(len(paragraph.pictures) for paragraph in inner),
            revised=any(paragraph.revised for paragraph in inner),
            in_box=table.place == "文本框",
        )


def _line(paragraph: Paragraph) -> Line:
    shift = len(paragraph.number)
    return Line(
        paragraph.shown,
        fold(paragraph.shown),
        tuple(Control(c.tag, c.start + shift, c.end + shift) for c in paragraph.controls),
        tuple((offset and offset + shift, name) for offset, name in paragraph.bookmarks),
        len(paragraph.pictures),
        paragraph.revised,
        paragraph.place == "文本框",
    )
