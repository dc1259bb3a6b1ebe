"""What a paragraph shows, gathered run by run."""

import re
from collections.abc import Callable
from typing import Any, Final

from kaohe_cli.ooxml.reading.check_boxes import check_box_or_list
from kaohe_cli.ooxml.reading.content import Aside, AsideKind, Control
from kaohe_cli.ooxml.reading.fields import is_computed, name_of, shown_by
from kaohe_cli.ooxml.reading.formulas import O_MATH, O_MATH_PARA, linear
from kaohe_cli.ooxml.reading.looks import PLAIN, Looks
from kaohe_cli.ooxml.reading.scripts import lowered, raised
from kaohe_cli.ooxml.reading.symbols import symbol
from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import (
    BOOKMARK_START,
    MC,
    NAME,
    OFFICE,
    R_PR,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    TEXT_BOX,
    VAL,
    VML,
    WP,
    P,
    R,
    T,
    w,
)
from kaohe_cli.ooxml.wml.nodes import ancestor, first_child
from kaohe_cli.words.folding import as_it_looks

CHOICE, FALLBACK, ALTERNATIVES = (f"{{{MC}}}{name}" for name in ("Choice", "Fallback", "AlternateContent"))
_SYMBOL_EX: Final = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"
_PICTURE: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_GRAPHIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
_TEXT_PATH: Final = f"{{{VML}}}textpath"
_IN_LINE: Final = f"{{{WP}}}inline"
_WARP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}prstTxWarp"
_NO_WARP: Final = "textNoShape"
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_OF_A_FONT: Final = re.compile("[!-\u00ff\ue000-\uf8ff]")
_TAG, _TITLE, _TYPE = w("tag"), w("alias"), w("fldCharType")
_BOXES: Final = 1
"""Where the number of text boxes stands in a state."""
_JOINED: Final = frozenset({"删除线", "隐藏文字"})
"""What Word cuts into several runs where it looks like one."""


class _Field:
    """A field that has begun in a paragraph."""

    def __init__(self, count: int, at: int) -> None:
        self.code: list[str] = []
        self.in_code = True
        self.has_result = False
        self.count, self.at = count, at
        """How many texts, and characters, stood before its result."""


class Inline:
    """Reads one paragraph."""

    def __init__(self, looks: Looks | None, style: str) -> None:
        self.texts: list[str] = []
        self.length = 0
        self.controls: list[Control] = []
        self.bookmarks: list[tuple[int, str]] = []
        self.asides: list[Aside] = []
        self.boxes: list[Element] = []
        self._looks = looks
        """None where no run has a look."""
        self._style = style
        self._look = PLAIN
        self._fields: list[_Field] = []
        self._formula_end = -1
        self._unknown: list[Element] = []

    def read(self, paragraph: Element) -> None:
        """Gather what it shows."""
        self.walk(paragraph)
        for field in self._fields:
            if field.in_code and (code := "".join(field.code).strip()):
                self._tell("域", code)

    def walk(self, parent: Element) -> None:
        """Gather what stands among the runs of a paragraph or of what wraps some of them."""
        for item in parent:
            name = item.tag
            if name == R:
                self.run(item)
            else:
                _PARAGRAPH_ITEMS.get(str(name), Inline.walk)(self, item)

    # --- among runs -----------------------------------------------------------------------------

    def nothing(self, item: Element) -> None:
        """Take an element that shows nothing."""

    def bookmark(self, item: Element) -> None:
        self.bookmarks.append((self.length, item.get(NAME, "")))

    def control(self, item: Element) -> None:
        start = self.length
        for content in item.iterchildren(SDT_CONTENT):
            self.walk(content)
        self.controls.append(control_at(item, start, self.length))

    def formula(self, item: Element) -> None:
        self._show_apart(linear(item))

    def simple_field(self, item: Element) -> None:
        field = _Field(len(self.texts), self.length)
        field.code, field.in_code = [item.get(w("instr"), "")], False
        self._fields.append(field)
        self.walk(item)
        self._close(self._fields.pop())

    def other_file(self, _: Element) -> None:
        self._tell("嵌入内容", "子文档")

    def alternatives(self, item: Element) -> None:
        """Take the first way that says something, else the first that shows something.

        Each is gone through once; so a file cannot make the work double with each nesting.
        """
        before = self._state()
        best: tuple[tuple[bool, bool], int, list[list[Any]]] | None = None
        for way in [*item.findall(CHOICE), *item.findall(FALLBACK)]:
            self._alternative(way)
            state, count = self._state(), len(self._unknown)
            says = self.length > before[0] or len(self.boxes) > before[_BOXES]
            rank = (says, count == before[-1])
            if state != before and (best is None or rank > best[0]):
                gained = zip(self._gathered(), before[1:], strict=True)
                best = rank, self.length, [gathered[start:] for gathered, start in gained]
            self._back_to(before)
        if best is not None:
            _, self.length, added = best
            for gathered, more in zip(self._gathered(), added, strict=True):
                gathered += more

    def _alternative(self, way: Element) -> None:
        for item in way:
            if str(item.tag) in _RUN_ITEMS and item.tag != ALTERNATIVES:
                self._item(item)
            elif item.tag == R:
                self.run(item)
            elif str(item.tag) in _PARAGRAPH_ITEMS:
                _PARAGRAPH_ITEMS[str(item.tag)](self, item)
            else:
                self.unknown(item)

    def _gathered(self) -> tuple[list[Any], ...]:
        shown = (self.boxes, self.texts, self.asides, self.controls, self.bookmarks)
        return (*shown, self._fields, self._unknown)

    def _state(self) -> tuple[int, ...]:
        return (self.length, *map(len, self._gathered()))

    def _back_to(self, state: tuple[int, ...]) -> None:
        self.length = state[0]
        for gathered, count in zip(self._gathered(), state[1:], strict=True):
            del gathered[count:]

    # --- in a run -------------------------------------------------------------------------------

    def run(self, run: Element) -> None:
        if self._looks is None:
            self._items(run)
            return
        outer, look = self._look, self._looks.of(run, self._style)
        self._look = look
        count, at = len(self.texts), self.length
        self._items(run)
        if look is not PLAIN and look.apart:
            self._cut(look.apart, count, at)
        self._look = outer

    def _items(self, run: Element) -> None:
        for item in run:
            name = item.tag
            if name == T:
                self.text(item)
            elif name != R_PR:
                self._item(item)

    def _cut(self, kind: AsideKind, count: int, at: int) -> None:
        """Take what was shown from here on out of the text."""
        words = "".join(self.texts[count:])
        del self.texts[count:]
        self.length = at
        if words.strip():
            self._tell(kind, words)

    def _item(self, item: Element) -> None:
        _RUN_ITEMS.get(str(item.tag), Inline.unknown)(self, item)

    def text(self, item: Element) -> None:
        words = item.text
        if words:
            if self._look is not PLAIN or not words.isprintable():
                words = self._as_shown(words)
            if self._fields or self._formula_end == self.length:
                self._show(words)
            else:  # nearly always
                self.texts.append(words)
                self.length += len(words)

    def sign(self, item: Element) -> None:
        self._show(_SIGN_OF[str(item.tag)])

    def line_break(self, item: Element) -> None:
        if item.get(w("type"), "textWrapping") == "textWrapping":
            self._show("\n")

    def symbol(self, item: Element) -> None:
        space = _SYMBOL_EX if str(item.tag).startswith(_SYMBOL_EX) else w("")
        font, char = item.get(f"{space}font", ""), item.get(f"{space}char", "")
        try:
            sign = symbol(font, int(char, 16))
        except ValueError:
            sign = None
        if sign is None:
            self._tell("符号", f"{font} {char}")
        else:
            self._show(self._in_look(sign))

    def ruby(self, item: Element) -> None:
        for guide in item.findall(w("rt")):
            count, at = len(self.texts), self.length
            self.walk(guide)
            self._cut("注音", count, at)
        for base in item.findall(w("rubyBase")):
            self.walk(base)

    def computed(self, item: Element) -> None:
        """Take what Word fills in when it shows the file: a page number, today's date."""
        self._tell("域", str(item.tag).rpartition("}")[2])

    def note(self, item: Element) -> None:
        self._tell("注", item.get(w("id"), ""))

    def picture(self, item: Element) -> None:
        outer = ancestor(item, TEXT_BOX)
        boxes = [
            box
            for box in item.iter(TEXT_BOX)
            if ancestor(box, TEXT_BOX) is outer and not _within_fallback(box, item)
        ]
        art = "".join(node.get("string", "") for node in item.iter(_TEXT_PATH))
        self._show(art)
        if _is_word_art(item):
            for box in boxes:
                self.walk_all(box)
        else:
            self.boxes += boxes
        if not (boxes or art) or _has_image(item):
            self._tell(*_kind_of(item))

    def walk_all(self, box: Element) -> None:
        """Gather what the paragraphs of WordArt show: it stands among the words of a line."""
        for paragraph in box.iter(P):
            self.walk(paragraph)

    def embedded(self, item: Element) -> None:
        self._tell("嵌入内容", str(item.tag).rpartition("}")[2])

    def unknown(self, item: Element) -> None:
        self._unknown.append(item)
        self._tell("嵌入内容", str(item.tag).rpartition("}")[2])

    # --- fields ---------------------------------------------------------------------------------

    def field_mark(self, item: Element) -> None:
        kind = item.get(_TYPE)
        if kind == "begin":
            self._show(check_box_or_list(item))
            self._fields.append(_Field(len(self.texts), self.length))
        elif self._fields and kind == "separate":
            field = self._fields[-1]
            field.in_code, field.count, field.at = False, len(self.texts), self.length
        elif self._fields and kind == "end":
            self._close(self._fields.pop())

    def field_code(self, item: Element) -> None:
        if self._fields and self._fields[-1].in_code:
            self._fields[-1].code.append(item.text or "")

    def _close(self, field: _Field) -> None:
        code = "".join(field.code)
        if field.has_result and not is_computed(code):
            return
        shown = shown_by(code)
        if shown is not None:
            del self.texts[field.count :]
            self.length = field.at
            self._show_apart(self._in_look(shown.text))
            for kind, words in (("注音", shown.ruby), ("符号", shown.beside)):
                if words:
                    self._tell(kind, words)  # type: ignore[arg-type]
        elif not field.has_result or name_of(code) == "EQ":
            self._tell("公式" if name_of(code) == "EQ" else "域", code.strip())

    # --- what is shown --------------------------------------------------------------------------

    def _as_shown(self, words: str) -> str:
        own = _OF_A_FONT if self._look.font else _PRIVATE
        words = own.sub(lambda found: self._of_font(ord(found[0])), words)
        return self._in_look(as_it_looks(words))

    def _of_font(self, code: int) -> str:
        sign = symbol(self._look.font or "", code)
        if sign is None:
            self._tell("符号", f"{self._look.font or '字体不明'} {code:04X}")
        return sign or ""

    def _in_look(self, words: str) -> str:
        look = self._look
        if look is PLAIN:
            return words
        if look.caps or look.small_caps:
            words = words.upper()
        kind = look.script or look.position
        if kind and words.strip():
            changed = raised(words) if kind == "上标" else lowered(words)
            if changed is None:
                self._tell(kind, words)
            words = changed or words
        return words

    def _show_apart(self, words: str) -> None:
        """Show a formula or a sign: its digits are none of the numbers beside it."""
        if words[:1].isdigit() and self._last().isdigit():
            words = f" {words}"
        self._show(words)
        self._formula_end = self.length

    def _last(self) -> str:
        return next((text[-1] for text in reversed(self.texts) if text), "")

    def _show(self, words: str) -> None:
        if self._fields and words:
            for field in self._fields:
                field.has_result = field.has_result or not field.in_code
            code = next((field.code for field in reversed(self._fields) if field.in_code), None)
            if code is not None:
                code.append(words)
                return
        if self._formula_end == self.length and words[:1].isdecimal() and self._last().isdecimal():
            words = f" {words}"
        self.texts.append(words)
        self.length += len(words)

    def _tell(self, kind: AsideKind, words: str) -> None:
        last = self.asides[-1] if self.asides else None
        if last is not None and (last.kind, last.at) == (kind, self.length) and kind in _JOINED:
            self.asides[-1] = Aside(kind, last.text + words, self.length)
        else:
            self.asides.append(Aside(kind, words, self.length))


_Take = Callable[[Inline, Element], None]
_SIGN_OF: Final = {w(name): sign for name, sign in _SIGNS.items()}


def _each(take: _Take, *names: str) -> dict[str, _Take]:
    return {w(name): take for name in names}


_RANGES: Final = _each(
    Inline.nothing,
    *("proofErr", "permStart", "permEnd", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd"),
    *("customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd"),
    *("customXmlMoveToRangeStart", "customXmlMoveToRangeEnd"),
)
_PARAGRAPH_ITEMS: Final[dict[str, _Take]] = {
    **_RANGES,
    **_each(Inline.nothing, "pPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"),
    **_each(Inline.nothing, "del", "moveFrom"),
    **_each(Inline.walk, "hyperlink", "smartTag", "customXml", "dir", "bdo", "ins", "moveTo"),
    BOOKMARK_START: Inline.bookmark,
    R: Inline.run,
    SDT: Inline.control,
    w("fldSimple"): Inline.simple_field,
    w("subDoc"): Inline.other_file,
    O_MATH: Inline.formula,
    O_MATH_PARA: Inline.formula,
    ALTERNATIVES: Inline.alternatives,
}
"""Everything that may stand among a paragraph's runs (EG_PContent of ECMA-376), and what becomes of it."""
_RUN_ITEMS: Final[dict[str, _Take]] = {
    T: Inline.text,
    **_each(Inline.sign, *_SIGNS),
    w("br"): Inline.line_break,
    w("sym"): Inline.symbol,
    w("ruby"): Inline.ruby,
    w("fldChar"): Inline.field_mark,
    w("instrText"): Inline.field_code,
    **_each(Inline.picture, "drawing", "pict", "object"),
    **_each(Inline.embedded, "contentPart", "control"),
    **_each(Inline.note, "footnoteReference", "endnoteReference"),
    **_each(
        Inline.computed, "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong", "pgNum"
    ),
    **_each(Inline.nothing, "rPr", "softHyphen", "lastRenderedPageBreak", "delText", "delInstrText"),
    **_each(
        Inline.nothing, "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator"
    ),
    **_each(Inline.nothing, "commentReference"),
    f"{_SYMBOL_EX}symEx": Inline.symbol,
    ALTERNATIVES: Inline.alternatives,
}
"""Everything that may stand in a run (EG_RunInnerContent of ECMA-376), and what becomes of it."""


def decisions() -> dict[str, dict[str, str]]:
    """What becomes of each element, by the place where it may stand and by its full name."""
    tables = {"run": _RUN_ITEMS, "paragraph": _PARAGRAPH_ITEMS}
    return {place: {name: take.__name__ for name, take in table.items()} for place, table in tables.items()}


def control_at(node: Element, start: int, end: int) -> Control:
    """A content control around these characters."""
    properties = first_child(node, SDT_PR)
    if properties is None:
        return Control("", start, end)
    tag = first_child(properties, _TAG)
    if tag is not None and (name := tag.get(VAL, "")):
        return Control(name, start, end)
    title = first_child(properties, _TITLE)
    return Control("", start, end, "" if title is None else title.get(VAL, ""))


def _has_image(item: Element) -> bool:
    return next(item.iter(_PICTURE, f"{{{VML}}}imagedata"), None) is not None


def _kind_of(item: Element) -> tuple[AsideKind, str]:
    """What a drawing or an object is."""
    program = next((node.get("ProgID", "") for node in item.iter(f"{{{OFFICE}}}OLEObject")), "")
    if program.startswith("Equation"):
        return "公式", program
    if item.tag == w("object"):
        return "嵌入内容", program
    graphic = next((node.get("uri", "") for node in item.iter(_GRAPHIC)), "")
    name = {"chart": "图表", "chartex": "图表", "diagram": "SmartArt 图形"}.get(graphic.rpartition("/")[2])
    return ("嵌入内容", name) if name else ("图片", "")


def _is_word_art(item: Element) -> bool:
    """Whether the words of a drawing stand in a line of text, and are bent or stretched like a picture."""
    if next(item.iter(_IN_LINE), None) is None:
        return False
    return any(node.get("prst", _NO_WARP) != _NO_WARP for node in item.iter(_WARP))


def _within_fallback(node: Element, top: Element) -> bool:
    for parent in node.iterancestors():
        if parent is top:
            return False
        if parent.tag == FALLBACK:
            return True
    return False
