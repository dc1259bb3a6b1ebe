"""A part's paragraphs and tables, read in one pass over the tree."""

from collections.abc import Callable, Iterator
from typing import Final, Literal

from kaohe_cli.ooxml.reading.content import Block, Cell, Control, Paragraph, Row, Table, TextPlace
from kaohe_cli.ooxml.reading.formulas import O_MATH, O_MATH_PARA, linear
from kaohe_cli.ooxml.reading.inline import ALTERNATIVES, CHOICE, FALLBACK, Inline, control_at
from kaohe_cli.ooxml.reading.looks import Looks
from kaohe_cli.ooxml.reading.numbering import Numbers
from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import (
    BOOKMARK_START,
    NAME,
    P_PR,
    R_PR,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    TBL,
    TC,
    TR,
    VAL,
    P,
    w,
)
from kaohe_cli.ooxml.wml.nodes import ancestor, first_child

_SILENT: Final = {
    *(P_PR, R_PR, SDT_PR),
    *map(w, ("sdtEndPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "del", "moveFrom")),
}
_ALT_CHUNK: Final = w("altChunk")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REVISIONS: Final = (w("ins"), w("del"), w("moveTo"), w("moveFrom"))
_STYLE: Final = w("pStyle")


def revised_paragraphs(root: Element) -> list[Element]:
    """The paragraphs that hold tracked changes; to be asked before these are accepted."""
    found = (ancestor(change, P) for change in root.iter(*_REVISIONS))
    return list(dict.fromkeys(paragraph for paragraph in found if paragraph is not None))


class ContentReader:
    """Reads one part. Accept its tracked changes first."""

    def __init__(
        self,
        numbers: Numbers,
        style_names: dict[str, tuple[str, int | None]],
        revised: list[Element],
        looks: Looks | None,
        embedded: Callable[[str], tuple[Block, ...]],
    ) -> None:
        """`looks` may be None where no run has a look; `embedded` reads the file behind an altChunk's id."""
        self._numbers = numbers
        self._styles = style_names
        self._revised = set(revised)
        self._looks = looks
        self._embedded = embedded

    def blocks(self, container: Element, place: TextPlace = "正文") -> Iterator[Block]:
        """The paragraphs and tables of a body, cell, text box, note or header."""
        yield from self._blocks(container, place, _Open())

    def _blocks(self, container: Element, place: TextPlace, opened: "_Open") -> Iterator[Block]:
        for node in container:
            name = node.tag
            if name == P:
                yield from self._paragraph(node, place, opened)
            elif name == TBL:
                yield Table(
                    tuple(self._rows(node)), place, tuple(control.name for control in opened.controls)
                )
            elif name == BOOKMARK_START:
                opened.bookmarks.append(node.get(NAME, ""))
            elif name == SDT:
                opened.controls.append(control_at(node, 0, 0))
                for content in node.iterchildren(SDT_CONTENT):
                    yield from self._blocks(content, place, opened)
                opened.controls.pop()
            elif name not in _SILENT:
                yield from self._others(node, place, opened)

    def _others(self, node: Element, place: TextPlace, opened: "_Open") -> Iterator[Block]:
        if node.tag == ALTERNATIVES:
            yield from self._alternatives(node, place, opened)
        elif node.tag == _ALT_CHUNK:
            yield from self._embedded(node.get(_RELATION, ""))
        elif node.tag in {O_MATH, O_MATH_PARA}:
            yield Paragraph(linear(node), place=place)
        else:
            yield from self._blocks(node, place, opened)

    def _alternatives(self, node: Element, place: TextPlace, opened: "_Open") -> Iterator[Block]:
        """The first way in which something shows."""
        for way in [*node.findall(CHOICE), *node.findall(FALLBACK)]:
            found = list(self._blocks(way, place, opened))
            if any(isinstance(block, Table) or block.shown or block.asides for block in found):
                yield from found
                return

    def _paragraph(self, node: Element, place: TextPlace, opened: "_Open") -> Iterator[Block]:
        properties = first_child(node, P_PR)
        style = None if properties is None else first_child(properties, _STYLE)
        style_id = "" if style is None else style.get(VAL, "")
        inline = Inline(self._looks, style_id)
        inline.read(node)
        name, level = self._styles.get(style_id, ("", None))
        text = "".join(inline.texts)
        controls = [control._replace(end=len(text)) for control in opened.controls]
        yield Paragraph(
            text=text,
            number=self._numbers.next(properties, style_id),
            style=name,
            level=level,
            controls=(*controls, *_by_start(inline.controls)),
            bookmarks=(*[(0, name) for name in opened.bookmarks], *inline.bookmarks),
            asides=tuple(inline.asides),
            revised=node in self._revised,
            place=place,
        )
        opened.bookmarks.clear()
        for box in inline.boxes:
            yield from self.blocks(box, "文本框")

    def _rows(self, table: Element) -> Iterator[Row]:
        for node in _children(table, TR):
            properties = node.find(w("trPr"))
            column = _value(properties, "gridBefore", 0)
            cells: list[Cell] = []
            for cell in _children(node, TC):
                own = cell.find(w("tcPr"))
                span = _value(own, "gridSpan", 1)
                if cells and _merge(own, "hMerge") == "further":
                    cells[-1] = _widened(cells[-1], span)
                else:
                    cells.append(Cell(tuple(self.blocks(cell)), column, span, _merge(own, "vMerge")))
                column += span
            is_header = properties is not None and properties.find(w("tblHeader")) is not None
            yield Row(tuple(cells), is_header)


class _Open:
    """What stands around the next paragraph: block-level controls, bookmarks that began between blocks."""

    def __init__(self) -> None:
        self.controls: list[Control] = []
        self.bookmarks: list[str] = []


def _by_start(controls: list[Control]) -> list[Control]:
    """Controls in the order of their starts, the outer of nested ones first."""
    return sorted(controls, key=lambda c: (c.start, -c.end)) if len(controls) > 1 else controls


def _children(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those in content controls included."""
    for child in parent:
        if child.tag == name:
            yield child
        elif child.tag not in _SILENT and child.tag not in {TBL, P}:
            yield from _children(child, name)


def _value(properties: Element | None, name: str, default: int) -> int:
    node = None if properties is None else properties.find(w(name))
    text = "" if node is None else node.get(VAL, "")
    return min(int(text), 1000) if text.isdigit() and text.isascii() else default


def _merge(properties: Element | None, name: str) -> Literal["", "first", "further"]:
    node = None if properties is None else properties.find(w(name))
    if node is None:
        return ""
    return "first" if node.get(VAL) == "restart" else "further"


def _widened(cell: Cell, span: int) -> Cell:
    return Cell(cell.blocks, cell.column, cell.span + span, cell.merged)
