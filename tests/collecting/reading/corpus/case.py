"""A returned file with what is to be read from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

ANY: Final = object()
"""A value of which only has to be said that it was not clear: there, or left out."""

Entries = Mapping[str, Any]
"""Expected values: by row, then by the path of the field. A row may be ANY as a whole."""


@dataclass(frozen=True)
class Case:
    """One returned file. Fields that `entries` does not name must come out empty."""

    name: str
    data: bytes = field(repr=False)
    entries: Entries
    """None at all: no report may be written."""
    unit: str = "区商务委"
    file: str = "报送材料.docx"
    options: tuple[str, ...] = ()
    through_month: int = 10
    remarks: tuple[str, ...] = ()
    """Pieces of what must be said."""
    unclaimed: tuple[str, ...] = ()
    """Texts that must be listed as not claimed by any field; without any, nothing may be listed."""
    code: int | None = None
    """The exit code, where the case is about it."""

    def __str__(self) -> str:
        return self.name
