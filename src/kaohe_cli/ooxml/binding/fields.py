"""Fields that look at the whole file and were meant to look at one document: pages, contents, captions."""

import re
from typing import Final

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.fields import change_codes, unlink

_PAGES: Final = re.compile(r"^(\s*)(?:NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"^\s*TOC\b(?!.*\\b)", re.IGNORECASE | re.DOTALL)
_SEQUENCE: Final = re.compile(r'^\s*SEQ\s+("[^"]+"|\S+)(?P<rest>.*)$', re.IGNORECASE | re.DOTALL)
_PROPERTY: Final = re.compile(
    r"\s*(?:INFO\s+)?(?:DOCPROPERTY|TITLE|SUBJECT|AUTHOR|KEYWORDS|COMMENTS|LASTSAVEDBY)\b", re.IGNORECASE
)
_SETS_OUT: Final = re.compile(r"\\[rc]\b", re.IGNORECASE)


def counts_pages(root: Element) -> bool:
    """Whether a part says how many pages there are."""
    found = False

    def look(code: str) -> str:
        nonlocal found
        found = found or _PAGES.match(code) is not None
        return code

    change_codes(root, look)
    return found


def confine(root: Element, body: str, end: str, *, restart: bool) -> None:
    """Keeps the fields of a document within it.

    `body` is the bookmark around the document, `end` the one on whose page its pages end. NUMPAGES counts the
    pages of the file; a reference to the last page of a document that begins with 1 is how many it has. Word
    brings references to bookmarks up to date whenever it prints, LibreOffice when it opens the file. With
    `restart` captions begin with 1 again.
    """
    begun: set[str] = set()

    def confined(code: str) -> str:
        if _PAGES.match(code):
            return _PAGES.sub(rf"\1PAGEREF {end}", code)
        if _CONTENTS.match(code):
            return f"{code.rstrip()} \\b {body} "
        sequence = _SEQUENCE.match(code)
        if restart and sequence and sequence[1].lower() not in begun:
            begun.add(sequence[1].lower())
            return code if _SETS_OUT.search(sequence["rest"]) else f"{code.rstrip()} \\r 1 "
        return code

    change_codes(root, confined)


def settle_properties(root: Element) -> None:
    """Puts in the place of the fields that show document properties what they show of this document.

    One file has its properties once, and Word brings these fields up to date in headers by itself.
    """
    unlink(root, lambda code: _PROPERTY.match(code) is not None)
