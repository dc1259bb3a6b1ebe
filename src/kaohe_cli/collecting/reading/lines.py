"""A returned file as lines: one a paragraph or table row, with the marks of kaohe at their offsets."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol, TypeAlias

from kaohe_cli.ooxml.reading.content import Aside, Block, Content, Control, Paragraph, Row, Table, asides_of
from kaohe_cli.words.folding import fold

CELL_JOINT: Final = " | "
_LABELS_OF_A_FORM: Final = 3
_SHORTEST_FORM: Final = 60
"""The signs of three headings with their values, at least; nothing shorter is looked at as a whole form."""


class FormLine(NamedTuple):
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


LabelLines: TypeAlias = Callable[[str], int]
Cuts: TypeAlias = Callable[[str], list[int]]


class Labels(Protocol):
    """What is known of labels while a file is cut into lines."""

    def label_lines(self, folded: str) -> int:
        """Returns how many lines of a text begin with a label of the form."""

    def cuts(self, folded: str) -> list[int]:
        """Returns where a line that holds a whole form is to be cut."""


def lines_of(content: Content, labels: Labels) -> list[FormLine]:
    """Returns the lines of a file's body.

    A table in which labels of the form stand is the form itself, laid out in a table: it is read cell by
    cell. The rows of any other table stay together, for it belongs to a text. A paragraph that holds a whole
    form is cut before its labels, but not in a draft: there it is a text that quotes them.
    """
    cuts = _no_cuts if any(_is_marked(block) for block in content.blocks) else labels.cuts
    return [line for block in content.blocks for line in _lines(block, labels.label_lines, cuts)]


def _no_cuts(folded: str) -> list[int]:  # noqa: ARG001
    return []


def _is_marked(block: Block) -> bool:
    """Whether a mark of kaohe stands on a paragraph."""
    if not isinstance(block, Paragraph):
        return False
    return any(name.startswith("kh_") for _, name in block.bookmarks) or any(c.tag for c in block.controls)


def next_with_text(lines: Sequence[FormLine], number: int) -> FormLine | None:
    """Returns the next line behind one that has text."""
    for index in range(number + 1, len(lines)):
        if lines[index].folded.strip():
            return lines[index]
    return None


def _lines(block: Block, label_lines: LabelLines, cuts: Cuts) -> Iterator[FormLine]:
    if isinstance(block, Paragraph):
        yield from _paragraph_lines(block, cuts)
    elif sum(_label_lines(row, label_lines) for row in block.rows) >= _LABELS_OF_A_FORM:
        for inner in (inner for row in block.rows for cell in row.cells for inner in cell.blocks):
            yield from _lines(inner, label_lines, cuts)
    else:
        yield from _rows(block)


def _label_lines(row: Row, label_lines: LabelLines) -> int:
    """How many labels stand below each other in a row; those beside each other are column heads."""
    return max((label_lines(fold(cell.text)) for cell in row.cells), default=0)


def _rows(table: Table) -> Iterator[FormLine]:
    for row in table.rows:
        text = CELL_JOINT.join(" ".join(cell.text.split("\n")) for cell in row.cells)
        inner = [block for cell in row.cells for block in cell.blocks if isinstance(block, Paragraph)]
        yield FormLine(
            text,
            fold(text),
            bookmarks=tuple((0, name) for paragraph in inner for _, name in paragraph.bookmarks),
            asides=tuple(
                aside._replace(at=0) for cell in row.cells for block in cell.blocks for aside in told(block)
            ),
            revised=any(paragraph.revised for paragraph in inner),
            in_box=table.place == "文本框",
        )


def told(block: Block) -> list[Aside]:
    """Returns what is to be told of a block: not the place of a note, which is listed by itself."""
    return [aside for aside in asides_of(block) if aside.kind != "注"]


def _paragraph_lines(paragraph: Paragraph, cuts: Cuts) -> Iterator[FormLine]:
    """Yields a paragraph cut at its line breaks, but for those inside a control."""
    text = paragraph.shown
    is_whole = "\n" not in text and (paragraph.controls or len(text) < _SHORTEST_FORM)
    if is_whole and not paragraph.number and not paragraph.asides:  # nearly always
        drafted = paragraph.controls, paragraph.bookmarks, ()
        yield FormLine(text, fold(text), *drafted, paragraph.revised, paragraph.place == "文本框")
        return
    shift = len(paragraph.number)
    controls = list(paragraph.controls)
    bookmarks = list(paragraph.bookmarks)
    if shift:
        controls = [Control(c.tag, c.start + shift, c.end + shift) for c in controls]
        bookmarks = [(offset and offset + shift, name) for offset, name in bookmarks]
    asides = told(paragraph)
    ends = _ends(text, controls, cuts)
    if len(ends) == 1:
        asides = [aside._replace(at=aside.at + shift) for aside in asides] if shift else asides
        in_box = paragraph.place == "文本框"
        marks = tuple(controls), tuple(bookmarks), tuple(asides)
        yield FormLine(text, fold(text), *marks, paragraph.revised, in_box)
        return
    start = 0
    for end, following in ends:
        piece = text[start:end]
        yield FormLine(
            piece,
            fold(piece),
            tuple(
                Control(c.tag, c.start - start, c.end - start) for c in controls if start <= c.start <= end
            ),
            tuple((offset - start, name) for offset, name in bookmarks if start <= offset <= end),
            tuple(
                aside._replace(at=aside.at + shift - start)
                for aside in asides
                if start <= aside.at + shift <= end
            ),
            paragraph.revised,
            paragraph.place == "文本框",
        )
        start = following


def _ends(text: str, controls: Sequence[Control], cuts: Cuts) -> list[tuple[int, int]]:
    """Returns where the lines of a paragraph end, and the next ones begin."""
    found = (sign.start() for sign in re.finditer("\n", text)) if "\n" in text else ()
    breaks = [(n, n + 1) for n in found if not any(one.start <= n < one.end for one in controls)]
    further = cuts(fold(text)) if len(text) >= _SHORTEST_FORM and not controls else []
    return [*sorted(breaks + [(n, n) for n in further]), (len(text), len(text))]
