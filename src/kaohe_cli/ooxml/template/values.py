"""What a value looks like in a document: escaped text, breaks, paragraphs, placeholders."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

_SPECIAL: Final = re.compile('[&<>"\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK: Final = re.compile("\r\n|[\r\n\v]")

Scalar: TypeAlias = str | int | float | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Text of which each further line is to become a paragraph of its own; blank lines are dropped."""

    text: str

    def lines(self) -> list[str]:
        """The lines that are not blank; at least one."""
        return [line for line in _LINE_BREAK.split(self.text) if line.strip()] or [""]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Text that stands for what is still to be filled in, shown in the placeholder style."""

    text: str


def as_text(value: object) -> str | None:
    """A value the way it is written in a document, or None when it cannot be written as text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal, date)):
        return str(value)
    return None


def escape(text: str) -> str:
    """Text for an XML attribute or element; what XML forbids and other control characters are dropped."""
    if not _SPECIAL.search(text):
        return text
    text = _FORBIDDEN.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def plain(text: str) -> str:
    """Text for a program that writes XML itself: line ends are all newlines, what XML forbids is dropped."""
    return _FORBIDDEN.sub("", _LINE_BREAK.sub("\n", text))


def escape_attribute(text: str) -> str:
    """Text for an attribute, on one line."""
    return escape(" ".join(text.split()))


def escape_run(text: str, line_break: str, tab: str) -> str:
    """Text for the inside of a `w:t`, with the given XML in place of line breaks and tabs."""
    if not _SPECIAL.search(text):
        return text
    return _LINE_BREAK.sub(lambda _: line_break, escape(text)).replace("\t", tab)
