"""A part's paragraphs and tables, read in one pass over the tree."""

from collections.abc import Callable, Iterator
from typing import Final, Literal

from kaohe_cli.word.engine.content import Block, Cell, Control, Paragraph, Place, Row, Table
from kaohe_cli.word.engine.oxml.element import Element
from kaohe_cli.word.engine.oxml.names import (
    BOOKMARK_START,
    MC,
    NAME,
    P_PR,
    R_PR,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    TBL,
    TC,
    TEXT_BOX,
    TR,
    VAL,
    P,
    R,
    T,
    w,
)
from kaohe_cli.word.engine.oxml.nodes import ancestor
from kaohe_cli.word.engine.oxml.numbering import Numbers
from kaohe_cli.words.control import without_controls

_CHOICE, _FALLBACK, _ALTERNATIVES = (f"{{{MC}}}{name}" for name in ("Choice", "Fallback", "AlternateContent"))
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PICTURES: Final = {w("drawing"), w("pict"), w("object")}
_SIGNS: Final = {w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"}
_SILENT: Final = {
    *(P_PR, R_PR, SDT_PR, _FALLBACK),
    *map(w, ("sdtEndPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "instrText", "rt", "softHyphen")),
    *map(w, ("del", "moveFrom", "delText", "delInstrText", "lastRenderedPageBreak")),
    *map(w, ("footnoteReference", "endnoteReference", "commentReference", "annotationRef")),
}
_SYMBOLS: Final = {"FC": "√", "FE": "☑", "FD": "☒", "A8": "□", "6F": "□", "FB": "×", "50": "√", "52": "☑"}
"""The usual signs of the fonts Wingdings and Wingdings 2, by the end of their code."""
_REVISIONS: Final = (w("ins"), w("del"), w("moveTo"), w("moveFrom"))
_STYLE, _TAG, _VANISH = w("pStyle"), w("tag"), w("vanish")
_OFF: Final = {"0", "false", "off"}


def has_hidden(root: Element) -> bool:
    """Whether a part may hold hidden text."""
    return next(root.iter(_VANISH), None) is not None


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
        *,
        has_hidden: bool = True,
    ) -> None:
        self._numbers = numbers
        self._styles = style_names
        self._revised = set(revised)
        self._some_hidden = has_hidden
        self.hidden: list[Paragraph] = []

    def blocks(self, container: Element, place: Place = "正文") -> Iterator[Block]:
        """The paragraphs and tables of a body, cell, text box, note or header."""
        yield from self._blocks(container, place, _Open())

    def _blocks(self, container: Element, place: Place, opened: "_Open") -> Iterator[Block]:
        for child in container:
            name = child.tag
            if name == P:
                yield from self._paragraph(child, place, opened)
            elif name == TBL:
                yield Table(tuple(self._rows(child)), place)
            elif name == BOOKMARK_START:
                opened.bookmarks.append(child.get(NAME, ""))
            elif name == SDT:
                opened.tags.append(_tag(child))
                for content in child.findall(SDT_CONTENT):
                    yield from self._blocks(content, place, opened)
                opened.tags.pop()
            elif name not in _SILENT:
                yield from self._blocks(child, place, opened)

    def _paragraph(self, node: Element, place: Place, opened: "_Open") -> Iterator[Block]:
        inline = _Inline(self._some_hidden)
        inline.walk(node)
        properties = node.find(P_PR)
        style = None if properties is None else properties.find(_STYLE)
        style_id = "" if style is None else style.get(VAL, "")
        name, level = self._styles.get(style_id, ("", None))
        text = "".join(inline.texts)
        controls = [Control(tag, 0, len(text)) for tag in opened.tags]
        yield Paragraph(
            text=text,
            number=self._numbers.next(properties, style_id),
            style=name,
            level=level,
            controls=(*controls, *sorted(inline.controls, key=lambda c: (c.start, -c.end))),
            bookmarks=(*((0, name) for name in opened.bookmarks), *inline.bookmarks),
            pictures=tuple(inline.pictures),
            revised=node in self._revised,
            place=place,
        )
        opened.bookmarks.clear()
        if inline.hidden:
            self.hidden.append(Paragraph("".join(inline.hidden), place="隐藏文字"))
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
        self.tags: list[str] = []
        self.bookmarks: list[str] = []


class _Inline:
    """What a paragraph shows, gathered run by run."""

    def __init__(self, some_hidden: bool) -> None:
        self.texts: list[str] = []
        self._some_hidden = some_hidden
        self.length = 0
        self.controls: list[Control] = []
        self.bookmarks: list[tuple[int, str]] = []
        self.pictures: list[int] = []
        self.boxes: list[Element] = []
        self.hidden: list[str] = []

    def walk(self, parent: Element) -> None:
        for child in parent:
            name = child.tag
            if name == R:
                self._run(child)
            elif name == BOOKMARK_START:
                self.bookmarks.append((self.length, child.get(NAME, "")))
            elif name == SDT:
                start = self.length
                for content in child.findall(SDT_CONTENT):
                    self.walk(content)
                self.controls.append(Control(_tag(child), start, self.length))
            elif name == _MATH_TEXT:
                self._show(child.text or "")
            elif name not in _SILENT:
                self.walk(child)

    def _run(self, run: Element) -> None:
        if self._some_hidden and _is_hidden(run):
            self.hidden.append("".join(node.text or "" for node in run.iter(T)))
            return
        for item in run:
            if item.tag == T:
                self.text(item)
            else:
                self._item(item)

    def _item(self, item: Element) -> None:
        read = _ITEMS.get(str(item.tag))
        if read is not None:
            read(self, item)

    def text(self, item: Element) -> None:
        self._show(without_controls(item.text or ""))

    def sign(self, item: Element) -> None:
        self._show(_SIGNS[str(item.tag)])

    def line_break(self, item: Element) -> None:
        if item.get(w("type"), "textWrapping") == "textWrapping":
            self._show("\n")

    def symbol(self, item: Element) -> None:
        self._show(_SYMBOLS.get(item.get(w("char"), "").upper()[-2:], ""))

    def form_field(self, item: Element) -> None:
        self._show(_form_field(item))

    def ruby(self, item: Element) -> None:
        for base in item.findall(w("rubyBase")):
            self.walk(base)

    def alternatives(self, item: Element) -> None:
        for choice in item.findall(_CHOICE) or item.findall(_FALLBACK):
            for child in choice:
                self._item(child)

    def picture(self, item: Element) -> None:
        outer = ancestor(item, TEXT_BOX)
        boxes = [
            box
            for box in item.iter(TEXT_BOX)
            if ancestor(box, TEXT_BOX) is outer and not _within_fallback(box, item)
        ]
        if boxes:
            self.boxes += boxes
        else:
            self.pictures.append(self.length)

    def _show(self, text: str) -> None:
        self.texts.append(text)
        self.length += len(text)


_ITEMS: Final[dict[str, Callable[[_Inline, Element], None]]] = {
    T: _Inline.text,
    **dict.fromkeys(_SIGNS, _Inline.sign),
    w("br"): _Inline.line_break,
    w("sym"): _Inline.symbol,
    w("fldChar"): _Inline.form_field,
    w("ruby"): _Inline.ruby,
    _ALTERNATIVES: _Inline.alternatives,
    **dict.fromkeys(_PICTURES, _Inline.picture),
}


def _within_fallback(node: Element, top: Element) -> bool:
    for parent in node.iterancestors():
        if parent is top:
            return False
        if parent.tag == _FALLBACK:
            return True
    return False


def _is_hidden(run: Element) -> bool:
    vanish = run[0].find(_VANISH) if len(run) and run[0].tag == R_PR else None
    return vanish is not None and vanish.get(VAL, "1") not in _OFF


def _form_field(mark: Element) -> str:
    """What a check box or list of Word's old form fields shows."""
    box = mark.find(f".//{w('checkBox')}")
    if box is not None:
        states = [
            node.get(VAL, "1")
            for node in (box.find(w("checked")), box.find(w("default")))
            if node is not None
        ]
        return "√" if states and states[0] not in _OFF else "□"
    choices = mark.find(f".//{w('ddList')}")
    if choices is not None:
        entries = [node.get(VAL, "") for node in choices.findall(w("listEntry"))]
        chosen = _value(choices, "result", 0)
        return entries[chosen] if chosen < len(entries) else ""
    return ""


def _tag(control: Element) -> str:
    properties = control.find(SDT_PR)
    node = None if properties is None else properties.find(_TAG)
    return "" if node is None else node.get(VAL, "")


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
