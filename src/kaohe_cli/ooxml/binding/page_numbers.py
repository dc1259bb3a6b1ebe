"""On which pages the bodies of a file begin, as LibreOffice lays it out."""

import re
from typing import Final

from kaohe_cli.ooxml.errors import PackageError
from kaohe_cli.ooxml.office import NoOfficeError, laid_out
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.fields import INSTRUCTION
from kaohe_cli.ooxml.wml.names import T, w

_PAGE_OF: Final = re.compile(r"\s*PAGEREF (kaohe_body_\d+)\b")
_FIELD: Final = w("fldChar")
_KIND: Final = w("fldCharType")


def page_numbers(document: bytes) -> dict[str, str] | None:
    """The page of each bookmark that the contents name; None where LibreOffice is not there to say."""
    try:
        package = open_package(laid_out(document), to_read=True)
    except (NoOfficeError, PackageError):
        return None
    found = _results(package.xml(package.main))
    return found if found and all(found.values()) else None


def _results(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    asked = ""
    for node in root.iter(INSTRUCTION, T, _FIELD):
        if node.tag == INSTRUCTION:
            named = _PAGE_OF.match(node.text or "")
            asked = named[1] if named else ""
        elif node.tag == _FIELD and node.get(_KIND) == "end":
            asked = ""
        elif node.tag == T and asked:
            found[asked] = found.get(asked, "") + (node.text or "")
    return found
