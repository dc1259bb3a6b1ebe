"""The levels of a document: among runs, among paragraphs, among rows."""

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import BODY, MC, R_PR, SDT, SDT_CONTENT, TBL, TC, TEXT_BOX, TR, P, R, T, w
from kaohe_cli.ooxml.wml.nodes import ancestor, is_mark
from kaohe_cli.ooxml.wml.runs import OBJECT, _shown, only_marks

_FALLBACK = f"{{{MC}}}Fallback"
_BLOCKS = {P, TBL, SDT}
_STORIES = {BODY, TC, TEXT_BOX, *(w(n) for n in ("hdr", "ftr", "footnote", "endnote", "comment"))}


def is_run_level(node: Element) -> bool:
    """Whether a node stands among the runs of a paragraph, not among paragraphs or rows."""
    around = ancestor(node, P, TC, BODY, TEXT_BOX, TBL)
    return around is not None and around.tag == P


def shows_nothing(row: Element) -> bool:
    """Whether a table row has no text, picture, control or nested table."""
    if row.find(f".//{TBL}") is not None:
        return False
    return all(only_marks(paragraph) for paragraph in row.iter(P))


def shows_outside(row: Element, first: Element, last: Element) -> bool:
    """Whether a row shows anything before the mark `first` or after the mark `last`."""
    inside = False
    for node in row.iter():
        if node is first or node is last:
            inside = node is first
        elif not inside and _is_content(node):
            return True
    return False


def _is_content(node: Element) -> bool:
    if node.tag == T:
        return bool((node.text or "").strip())
    parent = node.getparent()
    in_run = parent is not None and parent.tag == R
    return in_run and node.tag != R_PR and _shown(node) == OBJECT


def block_end(container: Element) -> Element:
    """The last child of a container that is a block or a mark, trailing bookmarks left aside."""
    for child in reversed(container):
        if is_mark(child) or child.tag in _BLOCKS:
            return child
    raise ValueError("a container that holds a mark has a last block")


def block_container(mark: Element) -> Element | None:
    """The cell, control, header or the like whose paragraphs a mark stands among."""
    parent = mark.getparent()
    if parent is None or is_run_level(mark) or row_level(mark) is not None:
        return None
    return parent if parent.tag in _STORIES or parent.tag == SDT_CONTENT else None


def row_level(mark: Element) -> Element | None:
    """The table whose rows a mark stands among."""
    around = ancestor(mark, TBL, TC, P, BODY)
    return around if around is not None and around.tag == TBL else None


def in_fallback(node: Element) -> bool:
    """Whether a node repeats, for programs older than Word 2010, what stands before it in another form."""
    return ancestor(node, _FALLBACK) is not None


def outer_tables(root: Element) -> list[Element]:
    """The tables of a part that are not inside another table."""
    return [table for table in root.iter(TBL) if ancestor(table, TBL) is None]


def rows(table: Element) -> list[Element]:
    """A table's own rows, those of tables nested in its cells left out."""
    return [row for row in table.iter(TR) if ancestor(row, TBL) is table]


def bodies(root: Element) -> list[Element]:
    """The body of a main part."""
    return root.findall(BODY)
