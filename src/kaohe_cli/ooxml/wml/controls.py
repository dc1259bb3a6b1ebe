"""Content controls."""

from collections.abc import Iterator

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.levels import is_run_level
from kaohe_cli.ooxml.wml.names import SDT, SDT_CONTENT, SDT_PR, VAL, P, w
from kaohe_cli.ooxml.wml.nodes import ancestor, elements, remove

_SDT_PR_BEFORE_PLACEHOLDER = {
    w(name) for name in ("rPr", "alias", "tag", "id", "lock", "placeholder", "temporary")
}
SHOWING_PLACEHOLDER = w("showingPlcHdr")


def attributes_with_tags(root: Element) -> Iterator[tuple[Element, str]]:
    """The attributes that may hold tags, the tag and the title of content controls, with their text."""
    for node in elements(root, w("tag"), w("alias")):
        parent = node.getparent()
        if parent is not None and parent.tag == SDT_PR and node.get(VAL):
            yield node, node.get(VAL, "")


def control_tags(root: Element) -> list[str]:
    """The tags of the content controls, in order; "" for one without."""
    nodes = (control.find(f"{SDT_PR}/{w('tag')}") for control in elements(root, SDT))
    return ["" if node is None else node.get(VAL, "") for node in nodes]


def controls_around(node: Element) -> list[Element]:
    """The content controls between a node and its paragraph, innermost first."""
    found = []
    for parent in node.iterancestors():
        if parent.tag == P:
            break
        if parent.tag == SDT:
            found.append(parent)
    return found


def paragraph_at(control: Element) -> Element | None:
    """The paragraph around a content control, or else the first one inside it."""
    return next(control.iter(P), None) if not is_run_level(control) else ancestor(control, P)


def sole_content(mark: Element) -> Element | None:
    """The run-level content control whose only content is this mark."""
    content = mark.getparent()
    if content is None or content.tag != SDT_CONTENT or len(content) != 1:
        return None
    return content.getparent()


def forget_placeholder(control: Element) -> None:
    """Say that a control holds real text, not its placeholder."""
    for node in control.findall(f"{SDT_PR}/{SHOWING_PLACEHOLDER}"):
        remove(node)


def insert_placeholder_mark(control: Element, mark: Element) -> None:
    """Put a mark where the schema wants `w:showingPlcHdr`."""
    properties = control.find(SDT_PR)
    if properties is None:
        properties = control.makeelement(SDT_PR)
        control.insert(0, properties)
    position = sum(1 for child in properties if child.tag in _SDT_PR_BEFORE_PLACEHOLDER)
    properties.insert(position, mark)
