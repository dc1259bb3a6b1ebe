"""From tags typed in paragraphs to marks in the tree: each tag becomes one node between runs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.errors import CrossingTagError, TagError, TemplateError
from kaohe_cli.ooxml.places import PartPlace, paragraph_places, shorten
from kaohe_cli.ooxml.template import tags
from kaohe_cli.ooxml.template.filters import Unusable
from kaohe_cli.ooxml.template.sandbox import SLOT, VALUE_END, VALUE_START, Sandbox
from kaohe_cli.ooxml.template.syntax import ALLOWED_STATEMENTS, Statement, check_expression, check_statement
from kaohe_cli.ooxml.template.tags import Span, Unfinished
from kaohe_cli.ooxml.wml import Element, RunPiece

COMMENT = Statement("#")


@dataclass(frozen=True)
class Tag:
    """One tag of a template, as typed, and where it stands."""

    text: str
    code: str
    """In Jinja's spelling, without delimiters; empty for a comment, which counts as a statement."""
    place: PartPlace
    statement: Statement | None = None
    """What kind of statement it is; None for a value."""

    def __str__(self) -> str:
        return shorten(self.text, 60)


@dataclass
class Slot:
    """What takes a mark's place in the translated template."""

    source: str = ""
    """Jinja source, delimiters included; set when the meaning of the mark is known."""
    tag: Tag | None = None
    run_properties: Element | None = None


@dataclass
class MarkedPart:
    """An XML part whose tags have become marks, with what was wrong with them."""

    label: str
    root: Element
    slots: list[Slot] = field(default_factory=list)
    problems: list[TemplateError] = field(default_factory=list)

    @property
    def tags(self) -> list[Tag]:
        """The tags, in the order in which they stand; comments and repeated text boxes are left out."""
        found = (self.slots[number].tag for number in self._slots_in_order())
        return [tag for tag in found if tag and tag.statement != COMMENT]

    def _slots_in_order(self) -> Iterator[int]:
        for node in self.root.iter():
            if wml.is_mark(node) and not wml.in_fallback(node):
                yield wml.mark_number(node)
            elif not wml.is_mark(node) and SLOT in node.get(wml.VAL, ""):
                yield from map(int, node.get(wml.VAL, "").split(SLOT)[1::2])

    def new_mark(self, source: str = "", tag: Tag | None = None) -> Element:
        """A node, not yet in the tree, for a new slot."""
        node = wml.new_mark(len(self.slots))
        self.slots.append(Slot(source, tag))
        return node

    def new_attribute_slot(self, source: str, tag: Tag | None = None) -> str:
        """The text that stands in an attribute for a new slot."""
        self.slots.append(Slot(source, tag))
        return f"{SLOT}{len(self.slots) - 1}{SLOT}"

    def slot(self, mark: Element) -> Slot:
        """The slot that a mark stands for."""
        return self.slots[wml.mark_number(mark)]

    def statement(self, mark: Element) -> Statement | None:
        """The statement that a mark stands for, if it stands for one."""
        tag = self.slot(mark).tag
        return tag.statement if tag else None


def mark_tags(root: Element, label: str, sandbox: Sandbox) -> MarkedPart:
    """The part with a mark for each tag; mistakes are collected, not raised."""
    part = MarkedPart(label, root)
    places = paragraph_places(root, label)
    for paragraph, place in places.items():
        _mark_paragraph(part, paragraph, place, sandbox)
    _mark_attributes(part, places, sandbox)
    return part


def _mark_paragraph(part: MarkedPart, paragraph: Element, place: PartPlace, sandbox: Sandbox) -> None:
    try:
        spans = tags.scan(place.text)
    except Unfinished as mistake:
        part.problems.append(_unfinished(mistake, place))
        return
    if not spans:
        return
    pieces = wml.pieces(paragraph)
    found = [(span, part.new_mark(tag=_tag(part, span, place, sandbox))) for span in spans]
    for span, mark in reversed(found):  # from the end, so that the offsets before it stay true
        slot = part.slot(mark)
        touched, begin = _touched(pieces, span)
        if slot.tag:
            _check_boundaries(part, touched, slot.tag)
        slot.run_properties = wml.replace_text(touched, span.start - begin, span.end - begin, mark)


def _mark_attributes(part: MarkedPart, places: dict[Element, PartPlace], sandbox: Sandbox) -> None:
    for node, text in wml.attributes_with_tags(part.root):
        place = _place_of_control(part, node, places)
        try:
            spans = tags.scan(text)
        except Unfinished as mistake:
            part.problems.append(_unfinished(mistake, place))
            continue
        written, end = "", 0
        for span in spans:
            written += text[end : span.start] + _attribute_slot(part, span, place, sandbox)
            end = span.end
        if spans:
            node.set(wml.VAL, written + text[end:])


def _place_of_control(part: MarkedPart, node: Element, places: dict[Element, PartPlace]) -> PartPlace:
    control = wml.ancestor(node, wml.SDT)
    around = wml.ancestor(node, wml.P) if control is None else wml.paragraph_at(control)
    return PartPlace(part.label, 0) if around is None else places[around]


def _attribute_slot(part: MarkedPart, span: Span, place: PartPlace, sandbox: Sandbox) -> str:
    tag = _tag(part, span, place, sandbox)
    if tag.statement == COMMENT:
        return ""
    if tag.statement:
        what = f"内容控件的标记和标题里只能写值，不能写语句 {tag}"
        part.problems.append(TagError(str(place), what, tag.text))
    return part.new_attribute_slot(f"{VALUE_START}\n({tag.code})|_attribute{VALUE_END}", tag)


def _unfinished(mistake: Unfinished, place: PartPlace) -> TagError:
    begun = mistake.text[:1] in "{｛"
    what = (
        f"标记“{shorten(mistake.text)}”没有写完，请在同一段里补上结尾的大括号"
        if begun
        else f"“{shorten(mistake.text)}”处多出了标记的结尾，请补上开头的大括号或删去"
    )
    return TagError(str(place), what, mistake.text)


def _tag(part: MarkedPart, span: Span, place: PartPlace, sandbox: Sandbox) -> Tag:
    """The tag at a span; a mistake in it is noted, and the tag then counts as a value."""
    statement = COMMENT if span.opening == "{#" else None
    try:
        if wml.OBJECT in span.text:
            raise Unusable("中间夹着图片、域或分页符，请把它移到标记外面")
        if span.opening == "{%":
            statement = check_statement(span.code, sandbox)[0]
        elif span.opening == "{{":
            check_expression(span.code, sandbox)
    except Unusable as mistake:
        statement = _intended(span)
        part.problems.append(TagError(str(place), f"标记 {shorten(span.text, 60)} {mistake}", span.text))
    return Tag(span.text, span.code, place, statement)


def _intended(span: Span) -> Statement | None:
    """The statement that a mistaken tag was meant to be, so that its partner is not blamed too."""
    keyword = (span.code.split(maxsplit=1) or [""])[0]
    return Statement(keyword) if span.opening == "{%" and keyword in ALLOWED_STATEMENTS else None


def _touched(pieces: list[RunPiece], span: Span) -> tuple[list[RunPiece], int]:
    """The pieces that hold a span's text, and the offset at which the first one begins."""
    touched: list[RunPiece] = []
    offset = begin = 0
    for piece in pieces:
        end = offset + len(piece.text)
        if end > span.start and offset < span.end:
            begin = begin if touched else offset
            touched.append(piece)
        offset = end
    return touched, begin


def _check_boundaries(part: MarkedPart, touched: list[RunPiece], tag: Tag) -> None:
    around = wml.controls_around(touched[0].node)
    where = str(tag.place)
    if any(wml.controls_around(piece.node) != around for piece in touched[1:]):
        what = f"标记 {tag} 跨过了内容控件的边界，请让它整个在控件里面或外面"
        part.problems.append(CrossingTagError(where, what, tag.text))
