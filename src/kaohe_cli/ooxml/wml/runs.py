"""Paragraphs, and the runs of text they are made of."""

import copy
from typing import Final, NamedTuple

from lxml import etree

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import (
    BOOKMARK_END,
    BOOKMARK_START,
    HYPERLINK,
    P_PR,
    R_PR,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    SECT_PR,
    W14,
    WP14,
    XML_SPACE,
    P,
    R,
    T,
    W,
    w,
)
from kaohe_cli.ooxml.wml.nodes import elements, is_mark, remove, unwrap

OBJECT: Final = "\ufffc"
"""Stands, in a paragraph's text, for anything that is not text: a picture, a field, a page break."""
_TRANSPARENT = {HYPERLINK, SDT, SDT_CONTENT, w("fldSimple"), w("dir"), w("bdo")}
_POINTS = {BOOKMARK_START, BOOKMARK_END, w("permStart"), w("permEnd")}
_INVISIBLE = {P_PR, SDT_PR, w("sdtEndPr"), w("commentRangeStart"), w("commentRangeEnd"), *_POINTS}
_TEXT_LIKE = {
    w("tab"): "\t",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "",
    w("commentReference"): "",  # a reviewer's remark on a statement does not keep its paragraph
}
_NOISE = {w("proofErr"), w("lastRenderedPageBreak")}
_UNWRAPPED = {w("smartTag"), w("customXml")}
_WRAPPER_PROPERTIES = {w("smartTagPr"), w("customXmlPr")}


class RunPiece(NamedTuple):
    """One child of a run, with the text it shows."""

    node: Element
    text: str


def drop_noise(root: Element) -> None:
    """Drop what Word leaves behind while typing: spelling marks, revision ids, smart tags.

    Paragraph ids go too; they are optional and would be repeated by loops.
    """
    for node in elements(root, *_NOISE, *_WRAPPER_PROPERTIES):
        remove(node)
    for node in elements(root, *_UNWRAPPED):
        unwrap(node)
    for node in root.iter("*"):
        for name in list(node.attrib):
            if _is_volatile(str(name)):
                del node.attrib[name]


def _is_volatile(attribute: str) -> bool:
    namespace, _, name = attribute[1:].rpartition("}")
    if namespace == W:
        return name.startswith("rsid")
    return namespace == WP14 or (namespace == W14 and name in {"paraId", "textId"})


def pieces(parent: Element) -> list[RunPiece]:
    """What a paragraph shows, run by run; paragraphs nested in its text boxes are not looked into."""
    found: list[RunPiece] = []
    for child in parent:
        if child.tag == R:
            found += [RunPiece(item, _shown(item)) for item in child if item.tag != R_PR]
        elif child.tag in _TRANSPARENT:
            found += pieces(child)
        elif child.tag not in _INVISIBLE and not is_mark(child):
            found.append(RunPiece(child, OBJECT))
    return found


def _shown(item: Element) -> str:
    if item.tag == T:
        return item.text or ""
    if item.tag == w("br"):
        return "\n" if item.get(w("type"), "textWrapping") == "textWrapping" else OBJECT
    return _TEXT_LIKE.get(str(item.tag), OBJECT)


def text_of(paragraph: Element) -> str:
    """A paragraph's text; pictures and the like count as one object character."""
    return "".join(piece.text for piece in pieces(paragraph))


def paragraph_of(node: Element) -> Element:
    """The paragraph around a node that stands among runs."""
    return next(node.iterancestors(P))


def replace_text(touched: list[RunPiece], start: int, end: int, mark: Element) -> Element | None:
    """Replace the text from `start` to `end` by a mark, and return the first run's properties.

    `touched` are the pieces that hold the text, the first one a `w:t`; offsets count from its
    beginning. The mark stands between runs, where the text began.
    """
    first = touched[0]
    run = next(first.node.iterancestors(R))
    rest = (first.node.text or "")[end : len(first.text)]
    first.node.text = (first.node.text or "")[:start]
    consumed = len(first.text)
    for piece in touched[1:]:
        _cut_front(piece, end - consumed)
        consumed += len(piece.text)
    _split_after(run, first.node, rest)
    run.addnext(mark)
    properties = run.find(R_PR)
    _tidy(first.node)
    return properties


def _cut_front(piece: RunPiece, length: int) -> None:
    piece.node.text = (piece.node.text or "")[length:] if piece.node.tag == T else None
    _tidy(piece.node)


def _split_after(run: Element, node: Element, rest: str) -> None:
    """Move what follows `node` in its run, and the text `rest`, into a new run of the same look."""
    following = list(node.itersiblings())
    if not rest and not following:
        return
    second = run.makeelement(R)
    properties = run.find(R_PR)
    if properties is not None:
        second.append(copy.deepcopy(properties))
    if rest:
        text = etree.SubElement(second, T)
        text.text = rest
        text.set(XML_SPACE, "preserve")
    second.extend(following)
    run.addnext(second)


def _tidy(node: Element) -> None:
    """Remove a run's child that shows nothing any more, then the run, then what wrapped it."""
    if node.tag == T and node.text:
        node.set(XML_SPACE, "preserve")
        return
    parent = node.getparent()
    if parent is None:
        return
    parent.remove(node)
    if any(child.tag != R_PR for child in parent):
        return
    around = parent.getparent()
    remove(parent)
    if around is not None and around.tag == HYPERLINK and not any(is_mark(n) or n.tag == R for n in around):
        unwrap(around)


def only_marks(paragraph: Element) -> bool:
    """Whether a paragraph shows nothing by itself, whatever its marks will show."""
    return not text_of(paragraph).strip() and paragraph.find(f".//{SDT}") is None


def section_break(paragraph: Element) -> bool:
    """Whether the paragraph ends a section, and so must stay."""
    return paragraph.find(f"{P_PR}/{SECT_PR}") is not None
