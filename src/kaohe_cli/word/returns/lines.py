"""A returned file as lines: one a paragraph or table row, with the marks of kaohe at their offsets."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kaohe_cli.word.engine import Aside, Block, Content, Control, Paragraph, Row, Table, asides_of
from kaohe_cli.words.folding import fold

CELL_JOINT: Final = " | "
_LABELS_OF_A_FORM: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a table row with its cells joined by “ | ”."""

    text: str
    """With the automatic number before it."""
    folded: str
    controls: tuple[Control, ...] = ()
    bookmarks: tuple[tuple[int, str], ...] = ()
    asides: tuple[Aside, ...] = ()
    """What is in it, and not said by its text."""
    revised: bool = False
    in_box: bool = False
    """Whether it stands in a text box."""


LabelLines = Callable[[str], int]
"""Says how many lines of a folded text begin with a label of the form."""


def lines_of(content: Content, label_lines: LabelLines) -> list[Line]:
    """Returns the lines of a file's body.

    A table in which labels of the form stand is the form itself, laid out in a table: it is read cell by
    cell. The rows of any other table stay together, for it belongs to a text.
    """
    return [line for block in content.blocks for line in _lines(block, label_lines)]


def next_with_text(lines: Sequence[Line], number: int) -> Line | None:
    """Returns the next line behind one that has text."""
    for index in range(number + 1, len(lines)):
        if lines[index].folded.strip():
            return lines[index]
    return None


def _lines(block: Block, label_lines: LabelLines) -> Iterator[Line]:
    if isinstance(block, Paragraph):
        yield from _paragraph_lines(block)
    elif sum(_label_lines(row, label_lines) for row in block.rows) >= _LABELS_OF_A_FORM:
        for inner in (inner for row in block.rows for cell in row.cells for inner in cell.blocks):
            yield from _lines(inner, label_lines)
    else:
        yield from _rows(block)


def _label_lines(row: Row, label_lines: LabelLines) -> int:
    """How many labels stand below each other in a row; those beside each other are column heads."""
    return max((label_lines(fold(cell.text)) for cell in row.cells), default=0)


def _rows(table: Table) -> Iterator[Line]:
    for row in table.rows:
        text = CELL_JOINT.join(" ".join(cell.text.split("\n")) for cell in row.cells)
        inner = [block for cell in row.cells for block in cell.blocks if isinstance(block, Paragraph)]
        yield Line(
            text,
            fold(text),
            bookmarks=tuple((0, name) for paragraph in inner for _, name in paragraph.bookmarks),
            asides=tuple(
                replace(aside, at=0) for cell in row.cells for block in cell.blocks for aside in told(block)
            ),
            revised=any(paragraph.revised for paragraph in inner),
            in_box=table.place == "文本框",
        )


def told(block: Block) -> list[Aside]:
    """Returns what is to be told of a block: not the place of a note, which is listed by itself."""
    return [aside for aside in asides_of(block) if aside.kind != "注"]


def _paragraph_lines(paragraph: Paragraph) -> Iterator[Line]:
    """Yields a paragraph cut at its line breaks, but for those inside a control."""
    shift = len(paragraph.number)
    controls = [Control(c.tag, c.start + shift, c.end + shift) for c in paragraph.controls]
    bookmarks = [(offset and offset + shift, name) for offset, name in paragraph.bookmarks]
    asides = told(paragraph)
    text = paragraph.shown
    found = (sign.start() for sign in re.finditer("\n", text))
    breaks = [n for n in found if not any(control.start <= n < control.end for control in controls)]
    start = 0
    for end in [*breaks, len(text)]:
        piece = text[start:end]
        yield Line(
            piece,
            fold(piece),
            tuple(
                Control(c.tag, c.start - start, c.end - start) for c in controls if start <= c.start <= end
            ),
            tuple((offset - start, name) for offset, name in bookmarks if start <= offset <= end),
            tuple(
                replace(aside, at=aside.at + shift - start)
                for aside in asides
                if start <= aside.at + shift <= end
            ),
            paragraph.revised,
            paragraph.place == "文本框",
        )
        start = end + 1
