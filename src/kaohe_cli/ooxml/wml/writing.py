"""Elements written as text, and the styles they name."""

import copy
from typing import Final, cast

from lxml import etree

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import R_PR, SECT_PR, VAL, w


def fragment(node: Element | None, root: Element) -> str:
    """A property element as text, without the namespace declarations that its root already makes."""
    if node is None:
        return ""
    text = etree.tostring(node, encoding="unicode", with_tail=False)
    for prefix, uri in root.nsmap.items():
        declaration = f' xmlns:{prefix}="{uri}"' if prefix else f' xmlns="{uri}"'
        text = text.replace(declaration, "")
    return text


def with_style(properties: Element | None, style: str | None, root: Element) -> Element | None:
    """A copy of run properties that names the character style, or names none."""
    result = (
        copy.deepcopy(properties)
        if properties is not None
        else root.makeelement(R_PR, nsmap=cast(dict[str, str], root.nsmap))
    )
    for node in result.findall(w("rStyle")):
        result.remove(node)
    if style:
        result.insert(0, result.makeelement(w("rStyle"), {VAL: style}))
    return result if len(result) else None


def has_style(properties: Element | None, style: str) -> bool:
    """Whether run properties name the character style."""
    node = None if properties is None else properties.find(w("rStyle"))
    return node is not None and node.get(VAL) == style


_BEFORE_NUMBERING = {w(name) for name in ("pStyle", "keepNext", "keepLines", "widowControl")}
_NOT_CONTINUED = (SECT_PR, w("numPr"), w("pageBreakBefore"), w("framePr"))


def continued(properties: Element | None) -> Element | None:
    """Paragraph properties for a paragraph that goes on from the one before: no number, no break."""
    if properties is None:
        return None
    result = copy.deepcopy(properties)
    for name in _NOT_CONTINUED:
        for node in result.findall(name):
            result.remove(node)
    if result.find(w("pStyle")) is not None:  # the style may number its paragraphs
        numbering = result.makeelement(w("numPr"))
        etree.SubElement(numbering, w("numId"), {VAL: "0"})
        result.insert(sum(1 for child in result if child.tag in _BEFORE_NUMBERING), numbering)
    return result


def to_text(root: Element) -> str:
    """The part as text, without an XML declaration."""
    return etree.tostring(root, encoding="unicode")


def prefix_of(root: Element) -> str:
    """The prefix, colon included, that the part uses for WordprocessingML."""
    return f"{root.prefix}:" if root.prefix else ""


def placeholder_style(styles: Element) -> tuple[str, bool]:
    """The id of the style called “Placeholder Text”, and whether it had to be added."""
    for style in styles.findall(w("style")):
        name = style.find(w("name"))
        called = "" if name is None else name.get(VAL, "")
        if style.get(w("styleId")) == PLACEHOLDER_STYLE or called.lower() == "placeholder text":
            return style.get(w("styleId"), PLACEHOLDER_STYLE), False
    style = etree.SubElement(styles, w("style"), {w("type"): "character", w("styleId"): PLACEHOLDER_STYLE})
    etree.SubElement(style, w("name"), {VAL: "Placeholder Text"})
    etree.SubElement(style, w("uiPriority"), {VAL: "99"})
    etree.SubElement(style, w("semiHidden"))
    etree.SubElement(etree.SubElement(style, R_PR), w("color"), {VAL: "808080"})
    return PLACEHOLDER_STYLE, True


PLACEHOLDER_STYLE: Final = "PlaceholderText"
