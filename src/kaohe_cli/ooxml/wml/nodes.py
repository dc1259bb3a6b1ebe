"""The tree itself: marks that stand for tags, and small changes."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from kaohe_cli.ooxml.wml.element import Element

MARK: Final = "kaohe"
"""Target of the processing instructions that stand for tags in the tree (templates hold no others)."""


def is_mark(node: Element) -> bool:
    """Whether the node stands for a tag."""
    tag: object = node.tag  # the function that makes one, where other nodes have a name
    return tag is etree.ProcessingInstruction


def new_mark(number: int) -> Element:
    """A node that stands for slot `number`."""
    return etree.ProcessingInstruction(MARK, str(number))


def mark_number(node: Element) -> int:
    """The slot that a mark stands for."""
    return int(node.text or "")


def marks(root: Element) -> Iterator[Element]:
    """Every mark under `root`, in document order."""
    return root.iter(etree.ProcessingInstruction)


def remove(node: Element) -> None:
    """Take a node out of the tree."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def unwrap(node: Element) -> None:
    """Replace a node by its children."""
    for child in list(node):
        node.addprevious(child)
    remove(node)


def first_child(node: Element, name: str) -> Element | None:
    """The first child with a name; three times as fast as ``find``, which goes through a path in Python."""
    return next(node.iterchildren(name), None)


def ancestor(node: Element, *names: str) -> Element | None:
    """The nearest enclosing element with one of the names."""
    return next(node.iterancestors(*names), None)


def elements(root: Element, *names: str) -> list[Element]:
    """All descendants with one of the names, in document order, as a list that survives changes."""
    return list(root.iter(*names))
