"""Ids, bookmarks and other ranges."""

import re

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import (
    BOOKMARK_END,
    BOOKMARK_START,
    ID,
    NAME,
    OFFICE,
    SDT_PR,
    VAL,
    VML,
    WP,
    w,
)
from kaohe_cli.ooxml.wml.nodes import elements, remove

_RANGES = {BOOKMARK_START: BOOKMARK_END, w("permStart"): w("permEnd")}
_ANCHORS = {w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")}
_NUMBER = re.compile(r"-?[0-9]{1,10}")
"""An id that Word would write: 32 bits."""
_CURSOR = "_GoBack"


def number_in(text: str) -> int:
    """The id that an attribute holds; 0 for what is none.

    >>> number_in("12"), number_in("-1"), number_in("9" * 5000)
    (12, -1, 0)
    """
    return int(text) if _NUMBER.fullmatch(text) else 0


def bookmark_starts(node: Element) -> list[Element]:
    """The bookmarks that begin inside a node."""
    return elements(node, BOOKMARK_START)


def bookmark_names(root: Element) -> list[str]:
    """The names of a part's bookmarks."""
    return [node.get(NAME, "") for node in bookmark_starts(root)]


def single_ids(root: Element) -> list[tuple[Element, str]]:
    """The controls and drawings that carry an id, with the name of the attribute."""
    controls = [(node, VAL) for node in root.iter(ID) if _is_child_of(node, SDT_PR)]
    return [*controls, *((node, "id") for node in root.iter(f"{{{WP}}}docPr"))]


def _is_child_of(node: Element, name: str) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == name


def numbers_in_use(root: Element) -> set[int]:
    """The numeric ids that a part holds."""
    values = [node.get(name, "") for node, name in single_ids(root)]
    values += [node.get(ID, "") for node in root.iter(*_RANGES)]
    return {int(value) for value in values if _NUMBER.fullmatch(value)}


def range_pairs(root: Element) -> list[tuple[Element, Element | None]]:
    """Each range's start with its end, if it has one; ends without a start and the cursor's place go."""
    pairs: dict[Element, Element | None] = {}
    begun: dict[tuple[str, str | None], Element] = {}
    for node in elements(root, *_RANGES, *_RANGES.values()):
        if node.tag in _RANGES:
            pairs[node] = None
            begun[_RANGES[str(node.tag)], node.get(ID)] = node
        elif (start := begun.pop((str(node.tag), node.get(ID)), None)) is not None:
            pairs[start] = node
        else:
            remove(node)
    for start in [start for start in pairs if start.get(NAME) == _CURSOR]:
        end = pairs.pop(start)
        remove(start)
        if end is not None:
            remove(end)
    return list(pairs.items())


def close_at_once(start: Element, end: Element | None) -> Element:
    """The end of a range, moved or made right behind its start."""
    if end is None:
        end = start.makeelement(_RANGES[str(start.tag)])
    start.addnext(end)
    return end


def drop_repeated_anchors(nodes: list[Element]) -> None:
    """Drop what a loop may not repeat: ties to a reviewer's comment, and the optional ids of old shapes."""
    for node in nodes:
        if node.tag in _ANCHORS:
            remove(node)
        elif str(node.tag).startswith(f"{{{VML}}}") and node.tag != f"{{{VML}}}shapetype":
            for name in {"id", f"{{{OFFICE}}}spid"}.intersection(map(str, node.attrib)):
                del node.attrib[name]
