"""How documents are bound. Importing it imports nothing of Word."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Front:
    """Pages before the first body, made elsewhere."""

    document: bytes
    """A main part whose last section ends it. Fields may name the bookmarks around bodies (`body_name`)."""
    styles: bytes
    """The styles part that it was written with; each of them stands on none but the others."""


@dataclass(frozen=True)
class Binding:
    """How documents are bound."""

    front: Front | None = None
    counted_through: bool = False
    """Whether pages count through the file; otherwise each body counts its own."""
    count_pages: Callable[[bytes], Mapping[str, str] | None] | None = None
    """Says on which page of a file each bookmark is that a field asks the page of; None where it cannot."""


PLAIN = Binding()
"""Without any pages before the bodies, each of which counts its own."""


def body_name(number: int) -> str:
    """The bookmark around a body, counted from 1."""
    return f"kaohe_body_{number}"
