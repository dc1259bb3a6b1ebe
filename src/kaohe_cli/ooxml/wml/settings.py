"""The settings of a file."""

from collections.abc import Collection

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import w
from kaohe_cli.ooxml.wml.nodes import elements, remove

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def drop_attached_template(settings: Element, ids: Collection[str]) -> None:
    """Has a file name no template by these relations."""
    for node in elements(settings, w("attachedTemplate")):
        if node.get(_ID) in ids:
            remove(node)
