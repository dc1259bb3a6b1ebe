"""Fields: what they are told to show."""

from collections.abc import Callable
from typing import Final

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import w
from kaohe_cli.ooxml.wml.nodes import elements, remove, unwrap

INSTRUCTION: Final = w("instrText")
SIMPLE: Final = w("fldSimple")
CODE: Final = w("instr")
_MARK, _MARK_KIND = w("fldChar"), w("fldCharType")


def change_codes(root: Element, change: Callable[[str], str]) -> None:
    """Rewrites the codes of all fields under a node, in the order in which they stand."""
    for node in root.iter(INSTRUCTION, SIMPLE):
        old = (node.text if node.tag == INSTRUCTION else node.get(CODE)) or ""
        new = change(old)
        if new == old:
            continue
        if node.tag == INSTRUCTION:
            node.text = new
        else:
            node.set(CODE, new)


def unlink(root: Element, wanted: Callable[[str], bool]) -> None:
    """Puts in the place of the fields with these codes what they show."""
    for node in elements(root, SIMPLE):
        if wanted(node.get(CODE, "")):
            unwrap(node)
    open_fields: list[list[Element]] = []
    for node in elements(root, INSTRUCTION, _MARK):
        if node.get(_MARK_KIND) == "begin":
            open_fields.append([])
        if open_fields:
            open_fields[-1].append(node)
        if node.get(_MARK_KIND) == "end" and open_fields:
            own = open_fields.pop()
            if wanted("".join(one.text or "" for one in own if one.tag == INSTRUCTION)):
                for one in own:
                    remove(one)
