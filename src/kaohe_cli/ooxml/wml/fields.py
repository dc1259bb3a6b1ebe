"""Fields: what they are told to show."""

from collections.abc import Callable
from typing import Final

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import w

INSTRUCTION: Final = w("instrText")
SIMPLE: Final = w("fldSimple")
CODE: Final = w("instr")


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
