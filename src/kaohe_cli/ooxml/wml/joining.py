"""Several documents of one template in one, each beginning on a page of its own."""

from collections.abc import Sequence

from lxml import etree

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import BODY, P_PR, SECT_PR, P, w

_BEFORE_PAGE_BREAK = (w("pStyle"), w("keepNext"), w("keepLines"))


def joined(documents: Sequence[Element]) -> Element:
    """The first document with the bodies of the others behind its own; the last section is the first's."""
    first, *others = documents
    body = _body(first)
    section = body.find(SECT_PR)
    for document in others:
        content = [child for child in _body(document) if child.tag != SECT_PR]
        _begin_on_new_page(content)
        for child in content:
            if section is None:
                body.append(child)
            else:
                section.addprevious(child)
    return first


def _body(document: Element) -> Element:
    body = document.find(BODY)
    assert body is not None, "a document has a body"  # noqa: S101 - checked when the package was opened
    return body


def _begin_on_new_page(content: list[Element]) -> None:
    """A property of the first paragraph, not a break: a break would leave an empty line or page."""
    paragraph = next((node for child in content for node in child.iter(P)), None)
    if paragraph is None:
        return
    properties = paragraph.find(P_PR)
    if properties is None:
        properties = etree.Element(P_PR)
        paragraph.insert(0, properties)
    if properties.find(w("pageBreakBefore")) is None:
        position = sum(child.tag in _BEFORE_PAGE_BREAK for child in properties)
        properties.insert(position, etree.Element(w("pageBreakBefore")))
