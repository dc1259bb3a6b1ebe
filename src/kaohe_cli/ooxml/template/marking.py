"""From tags typed in paragraphs to marks in the tree: each tag becomes one node between runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.errors import CrossingTagError, TagError, TemplateError
from kaohe_cli.ooxml.places import NamedPlace, PartPlace, paragraph_places, shorten
from kaohe_cli.ooxml.template import tags
from kaohe_cli.ooxml.template.filters import Unusable
from kaohe_cli.ooxml.template.leftovers import Leftover, of_text_part
from kaohe_cli.ooxml.template.other_engines import (
    advice_on_statement,
    advice_on_value,
    escaped_braces,
    is_of_another,
)
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
    place: PartPlace | NamedPlace
    statement: Statement | None = None
    """What kind of statement it is; None for a value."""

    @property
    def kind(self) -> str:
        """What people call such a tag."""
        return kind_of(self.text)

    def __str__(self) -> str:
        return shorten(self.text, 60)


def kind_of(text: str) -> str:
    """What people call a tag that begins like this.

    >>> kind_of("{{ 单位 }}"), kind_of("｛％ endif ％｝"), kind_of("{# 说明 #}")
    ('填空处', '控制语句', '注释')
    """
    return {"{%": "控制语句", "{#": "注释"}.get(tags.opening_of(text), "填空处")


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
    of_texts: bool = False
    """Whether the slots stand in the texts of elements, not in their `w:val`."""
    leftovers: list[Leftover] = field(default_factory=list)
    """Tags where none is filled in."""

    @property
    def tags(self) -> list[Tag]:
        """The tags, in the order in which they stand; comments and repeated text boxes are left out."""
        found = (self.slots[number].tag for number in self._slots_in_order())
        return [tag for tag in found if tag and tag.statement != COMMENT]

    def _slots_in_order(self) -> Iterator[int]:
        for node in self.root.iter():
            if wml.is_mark(node) and not wml.in_fallback(node):
                yield wml.mark_number(node)
            elif not wml.is_mark(node):
                written = (node.text or "") if self.of_texts else node.get(wml.VAL, "")
                if SLOT in written:
                    yield from map(int, written.split(SLOT)[1::2])

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
    part.leftovers = of_text_part(root, places, label)
    return part


def mark_texts(root: Element, named: Callable[[Element], str], label: str, sandbox: Sandbox) -> MarkedPart:
    """The same for a part of plain texts, such as the properties; `named` says what each is called."""
    part = MarkedPart(label, root, of_texts=True)
    for node in root.iter("*"):
        if node.text and "{" in tags.half_width(node.text):
            place = NamedPlace(named(node), node.text)
            node.text = _with_slots(part, node.text, place, sandbox, "文档属性里只能写填空处，不能写控制语句")
    return part


def _mark_paragraph(part: MarkedPart, paragraph: Element, place: PartPlace, sandbox: Sandbox) -> None:
    try:
        spans = tags.scan(place.text)
    except Unfinished as mistake:
        part.problems.append(_unfinished(mistake, place))
        return
    if advice := escaped_braces(place.text):
        part.problems.append(TagError(str(place), advice, place.text))
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
        refusal = "内容控件的标记和标题里只能写填空处，不能写控制语句"
        node.set(wml.VAL, _with_slots(part, text, place, sandbox, refusal))


def _with_slots(
    part: MarkedPart, text: str, place: PartPlace | NamedPlace, sandbox: Sandbox, refusal: str
) -> str:
    """A text with a slot for each tag; `refusal` says that a statement cannot stand there."""
    try:
        spans = tags.scan(text)
    except Unfinished as mistake:
        part.problems.append(_unfinished(mistake, place))
        return text
    written, end = "", 0
    for span in spans:
        written += text[end : span.start] + _attribute_slot(part, span, place, sandbox, refusal)
        end = span.end
    return written + text[end:]


def _place_of_control(part: MarkedPart, node: Element, places: dict[Element, PartPlace]) -> PartPlace:
    control = wml.ancestor(node, wml.SDT)
    around = wml.ancestor(node, wml.P) if control is None else wml.paragraph_at(control)
    return PartPlace(part.label, 0) if around is None else places[around]


def _attribute_slot(
    part: MarkedPart, span: Span, place: PartPlace | NamedPlace, sandbox: Sandbox, refusal: str
) -> str:
    tag = _tag(part, span, place, sandbox)
    if tag.statement == COMMENT:
        return ""
    if tag.statement:
        part.problems.append(TagError(str(place), f"{refusal} {tag}", tag.text))
    return part.new_attribute_slot(f"{VALUE_START}\n({tag.code})|_attribute{VALUE_END}", tag)


def _unfinished(mistake: Unfinished, place: PartPlace | NamedPlace) -> TagError:
    opening = tags.opening_of(mistake.text)
    what = (
        f"{kind_of(mistake.text)}“{shorten(mistake.text)}”没有写完，请在同一段里补上结尾的大括号"
        f'（要照原样印出 {opening}，写 {{{{ "{opening}" }}}}）'
        if opening
        else f"“{shorten(mistake.text)}”处多出了标记的结尾，请补上开头的大括号或删去"
    )
    return TagError(str(place), what, mistake.text)


def _tag(part: MarkedPart, span: Span, place: PartPlace | NamedPlace, sandbox: Sandbox) -> Tag:
    """The tag at a span; a mistake in it is noted, and the tag then counts as a value."""
    statement = COMMENT if span.opening == "{#" else None
    try:
        if wml.OBJECT in span.text:
            raise Unusable("中间夹着图片、域或分页符，请把它移到大括号外面")
        if is_of_another(span.opening, span.code):
            raise Unusable("")
        if span.opening == "{%":
            statement = check_statement(span.code, sandbox)[0]
        elif span.opening == "{{":
            check_expression(span.code, sandbox)
    except Unusable as mistake:
        statement = _intended(span)
        what = f"{kind_of(span.text)} {shorten(span.text, 60)} {_advice(span) or mistake}"
        part.problems.append(TagError(str(place), what, span.text))
        return Tag(span.text, "", place, statement)  # it names nothing of which more could be wrong
    return Tag(span.text, span.code, place, statement)


def _advice(span: Span) -> str:
    if wml.OBJECT in span.text:
        return ""
    return advice_on_statement(span.code) if span.opening == "{%" else advice_on_value(span.code)


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
        what = f"{tag.kind} {tag} 跨过了内容控件的边界，请让它整个在控件里面或外面"
        part.problems.append(CrossingTagError(where, what, tag.text))
