"""A draft as Markdown: the same report for reading in a browser or a chat."""

import re
from collections.abc import Iterator

from kaohe_cli.ooxml.reading.plaintext import OutlineLine, outline

_TITLE_STYLES = ("公文标题", "Title")
_SPECIAL = re.compile(r"([\\`*_<>\[\]|])")
_LINE_MARKUP = re.compile(r"^(?=[#+-])", re.MULTILINE)
_LIST_NUMBER = re.compile(r"^(\d{1,9})(?=[.)])", re.MULTILINE)
_TABLE = "table"


def markdown(draft: bytes) -> str:
    """Returns the text of a Word file as Markdown, headings by their outline level, tables as tables.

    Raises:
        PackageError: the file cannot be read.
    """
    return "\n\n".join(_blocks(outline(draft))) + "\n"


def _blocks(lines: list[OutlineLine]) -> Iterator[str]:
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if line.style == _TABLE:
            rows = [line.text]
            while position < len(lines) and lines[position].style == _TABLE:
                rows.append(lines[position].text)
                position += 1
            yield _table(rows)
        elif line.text.strip():
            yield f"{_heading(line)}{_escaped(line.text)}"


def _heading(line: OutlineLine) -> str:
    if line.style.startswith(_TITLE_STYLES):
        return "# "
    return "" if line.level is None else f"{'#' * min(line.level + 2, 6)} "


def _escaped(text: str) -> str:
    """Returns text that Markdown shows as it is; numbers stay as typed and do not become lists."""
    escaped = _SPECIAL.sub(r"\\\1", text.strip())
    escaped = _LINE_MARKUP.sub(r"\\", _LIST_NUMBER.sub(r"\1\\", escaped))
    return escaped.replace("\n", "  \n")


def _table(rows: list[str]) -> str:
    cells = [[_SPECIAL.sub(r"\\\1", cell).replace("\n", "<br>") for cell in row.split("\t")] for row in rows]
    width = max(map(len, cells))
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in cells]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])
