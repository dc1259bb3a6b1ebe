"""A Word file as plain text: for reading, for `git diff`, and line by line for other formats."""

from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from kaohe_cli.ooxml.package import Source, open_package
from kaohe_cli.ooxml.reading.content import Block, Cell, Control, Paragraph, Table
from kaohe_cli.ooxml.reading.reading import PartReader
from kaohe_cli.ooxml.text_parts import text_parts

_IN_THE_TEXT: Final = frozenset({"上标", "下标"})


class OutlineLine(NamedTuple):
    """A paragraph or table row of the main text."""

    style: str
    """The name of its style; “table” for a table row."""
    level: int | None
    """0 for a top heading, None for text."""
    text: str
    """What it shows; what cannot stand in a text is named where it stands: 〔图片〕."""


def outline(source: Source) -> list[OutlineLine]:
    """The paragraphs and table rows of the main text, with their styles and heading levels.

    Raises PackageError for an unusable file.
    """
    package = open_package(source)
    blocks, _ = PartReader(package).blocks(package.main)
    return [line for block in blocks for line in _outlined(block)]


def plain_text(source: Source) -> str:
    """The text of a Word file, part by part; tracked changes are taken as accepted.

    Content controls are shown as `［name：text］`.
    """
    package = open_package(source)
    reader = PartReader(package)
    sections = []
    for name, label in text_parts(package).items():
        lines = [line for block in reader.blocks(name)[0] for line in _lines(block)]
        if any(line.strip() for line in lines):
            sections.append("\n".join([f"〔{label}〕", *lines]))
    return "\n\n".join(sections) + "\n"


def _outlined(block: Block) -> Iterator[OutlineLine]:
    if isinstance(block, Paragraph):
        yield OutlineLine(block.style, block.level, _woven(block, with_controls=False))
        return
    for row in block.rows:
        cells = ("\n".join(_texts(cell)).replace("\t", " ") for cell in row.cells)
        yield OutlineLine("table", None, "\t".join(cells))


def _texts(cell: Cell) -> Iterator[str]:
    for block in cell.blocks:
        yield from (line.text for line in _outlined(block))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (f"［{name}：" for name in block.controls)
        for row in block.rows:
            cells = (" ⏎ ".join(chain.from_iterable(map(_lines, cell.blocks))) for cell in row.cells)
            yield f"| {' | '.join(cells)} |"
        yield from ("］" for _ in block.controls)
    else:
        box = "〔文本框〕" if block.place == "文本框" else ""
        yield box + _woven(block, with_controls=True).replace("\n", "↵")


def _woven(paragraph: Paragraph, *, with_controls: bool) -> str:
    """A paragraph with what is in it beside its text, each at its place."""
    weaver = _Weaver(paragraph)
    for control in paragraph.controls if with_controls else ():
        weaver.open(control)
    return weaver.rest()


class _Weaver:
    def __init__(self, paragraph: Paragraph) -> None:
        self._text = paragraph.text
        self._asides = [aside for aside in paragraph.asides if aside.kind not in _IN_THE_TEXT]
        self._shown = [paragraph.number]
        self._at = 0
        self._opened: list[Control] = []

    def open(self, control: Control) -> None:
        while self._opened and self._opened[-1].end <= control.start:
            self._close()
        self._go_to(control.start, past=False)
        self._shown.append(f"［{control.name}：")
        self._opened.append(control)

    def rest(self) -> str:
        while self._opened:
            self._close()
        self._go_to(len(self._text), past=True)
        return "".join(self._shown)

    def _close(self) -> None:
        self._go_to(self._opened.pop().end, past=True)
        self._shown.append("］")

    def _go_to(self, end: int, *, past: bool) -> None:
        """Show the text up to there; what stands just there too where `past`."""
        while self._asides and self._asides[0].at < end + past:
            aside = self._asides.pop(0)
            self._shown += [self._text[self._at : aside.at], str(aside)]
            self._at = aside.at
        self._shown.append(self._text[self._at : end])
        self._at = max(self._at, end)
