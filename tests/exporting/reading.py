"""Reading exported annexes in tests, by python-docx: an independent witness."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx

HEADERS = ("序号", "督查激励措施")


def tables_of(source: Path | bytes) -> list[list[tuple[str, ...]]]:
    """Returns every table as rows of texts: a merged cell repeats, lines are joined by “|”."""
    document = docx.Document(BytesIO(source) if isinstance(source, bytes) else str(source))
    return [
        [tuple("|".join(p.text for p in cell.paragraphs) for cell in _cells(row)) for row in table.rows]
        for table in document.tables
    ]


def _cells(row: Any) -> list[Any]:
    return list(row.cells)


def paragraphs_of(source: Path | bytes) -> list[str]:
    """Returns the paragraphs outside tables that hold text."""
    document = docx.Document(BytesIO(source) if isinstance(source, bytes) else str(source))
    return [one.text for one in document.paragraphs if one.text]


def without_joints(cell: str) -> str:
    """Returns a cell's text without what may stand between or inside names: line ends and 、."""
    return re.sub(r"[|\s、]", "", cell)
