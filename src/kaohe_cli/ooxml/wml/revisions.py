"""Tracked changes, taken as accepted."""

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import P_PR, TBL, TR, P, w
from kaohe_cli.ooxml.wml.nodes import ancestor, elements, remove, unwrap
from kaohe_cli.ooxml.wml.runs import paragraph_of

_KEPT = (w("ins"), w("moveTo"))
_DROPPED = (w("del"), w("moveFrom"))
_NOTES = tuple(
    w(name)
    for name in (
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "tcPrChange", "trPrChange",
        "tblPrExChange", "numberingChange", "cellIns", "cellMerge",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
        "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
    )
)  # fmt: skip


def accept_changes(root: Element) -> None:
    """Make the part what it is when every tracked change is accepted."""
    for node in elements(root, *_NOTES):
        remove(node)
    _drop_deleted_rows_and_cells(root)
    deleted_marks = [mark for mark in elements(root, *_DROPPED) if _is_paragraph_mark(mark)]
    paragraphs = [paragraph_of(mark) for mark in deleted_marks]
    for node in elements(root, *_DROPPED):
        remove(node)
    for node in elements(root, *_KEPT):
        unwrap(node)
    for paragraph in paragraphs:
        _join_with_next(paragraph)


def _is_paragraph_mark(node: Element) -> bool:
    parent = node.getparent()
    around = None if parent is None else parent.getparent()
    return around is not None and around.tag == P_PR


def _drop_deleted_rows_and_cells(root: Element) -> None:
    for change in elements(root, w("del"), w("cellDel")):
        parent = change.getparent()
        if parent is None or parent.tag not in {w("trPr"), w("tcPr")}:
            continue
        table = ancestor(change, TBL)
        owner = parent.getparent()
        if owner is not None:
            remove(owner)
        if table is not None and table.find(f".//{TR}") is None:
            remove(table)


def _join_with_next(paragraph: Element) -> None:
    """Give a paragraph whose mark was deleted to the next one, whose properties the two then have."""
    content = [child for child in paragraph if child.tag != P_PR]
    following = paragraph.getnext()
    if following is not None and following.tag == P:
        start = 1 if following.find(P_PR) is not None else 0
        following[start:start] = content
        remove(paragraph)
    elif not content:
        remove(paragraph)
