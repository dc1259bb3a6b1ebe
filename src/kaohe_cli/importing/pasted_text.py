"""Text pasted from a web page or from Word, as a stream: cells a line each behind a tab, or rows of tabs."""

import re
import unicodedata
from collections.abc import Iterator
from typing import TypeAlias

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.importing.stream import Cell, Grid, GridRow, Stream, StreamItem, Text
from kaohe_cli.importing.texts import heading
from kaohe_cli.words.numerals import HAN

MAX_BYTES = 10 * 2**20
_ANNEX = re.compile(rf"附件\s*(?:\d|{HAN})*\s*[:：]?")
_ENCODINGS = ("utf-8-sig", "gb18030")
_SAMPLE = 4000
_NEVER_WRITTEN = frozenset({"Cc", "Cn", "Co", "Cs"})
_LAYOUT = frozenset("\t\n\r\x07\x0b\x0c")  # \x07 ends a cell of Word


class UnreadableTextError(KaoheError):
    """A text file cannot be read."""


def read_text(name: str, data: bytes) -> Stream:
    """Returns a text file as a stream; ``name`` is what messages call it.

    Raises:
        UnreadableTextError: it is too large, or not text at all.
    """
    lines = decoded(name, data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return Stream(name, tuple(_Parser().items(lines.split("\n"))))


def refuse_large(name: str, data: bytes) -> None:
    """Raises UnreadableTextError for more text than any table has."""
    if len(data) > MAX_BYTES:
        raise UnreadableTextError(f"{name} 超过 {MAX_BYTES // 2**20} MB，不像是一张表；请只留下要导入的表格")


def decoded(name: str, data: bytes) -> str:
    """Returns the text of a file that is UTF-8, GBK or UTF-16.

    Raises:
        UnreadableTextError: it is too large, or not text at all.
    """
    refuse_large(name, data)
    encodings: tuple[str, ...] = _ENCODINGS
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    elif b"\0" in data[:1000]:
        encodings = ("utf-16-le" if data[1:2] == b"\0" or data[:1] != b"\0" else "utf-16-be",)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise UnreadableTextError(
        f"{name} 不是文本文件，也不是 .docx；请用 Word 或 WPS 另存为 .docx，或另存为 UTF-8 文本"
    )


def _is_text(text: str) -> bool:
    """False for what only happens to decode: full of signs that nobody writes."""
    sample = text[:_SAMPLE]
    odd = sum(unicodedata.category(sign) in _NEVER_WRITTEN and sign not in _LAYOUT for sign in sample)
    return odd * 100 <= len(sample)


_Lines: TypeAlias = list[str]
"""The lines of a cell."""


class _Parser:
    """Goes through the lines once; knows the table it stands in."""

    def __init__(self) -> None:
        self._grids = 0
        self._rows: list[list[_Lines]] = []
        self._cells: list[_Lines] = []
        self._after_blank = True
        self._by_rows = False
        """True where a line is a row; False where it is a cell."""

    def items(self, lines: list[str]) -> Iterator[StreamItem]:
        for line in lines:
            if not line.strip(" \u3000\xa0") and "\t" not in line:
                self._end_row()
                self._after_blank = True
                continue
            if "\t" in line:
                self._table_line(line)
            elif self._belongs_to_cell(line) or self._resumes_cell():
                self._cells[-1].append(line)
            else:
                yield from self._end_table()
                yield Text(line)
            self._after_blank = False
        yield from self._end_table()

    def _table_line(self, line: str) -> None:
        pieces = line.split("\t")
        if not self._rows and not self._cells:
            self._by_rows = len(pieces) > 2 or bool(pieces[0].strip())
        if not self._by_rows:
            self._one_cell(line)
        elif self._is_cut() and pieces[0].strip():  # a row of tabs that a line break cut in two
            self._cells[-1].append(pieces[0])
            self._cells += [[piece] for piece in pieces[1:]]
        else:
            self._end_row()
            self._cells = [[piece] for piece in pieces]

    def _one_cell(self, line: str) -> None:
        before, _, text = line.partition("\t")
        if before.strip() and self._cells and not self._after_blank:
            self._cells[-1].append(line)
            return
        if self._after_blank:
            self._end_row()
        self._cells.append([f"{before} {text}".strip(" ")])

    def _is_cut(self) -> bool:
        return not self._after_blank and bool(self._rows) and 0 < len(self._cells) < len(self._rows[0])

    def _belongs_to_cell(self, line: str) -> bool:
        """True for a further line of a cell; False for a paragraph behind the table."""
        if not self._cells or self._after_blank or _ANNEX.fullmatch(line.strip()):
            return False
        is_last = bool(self._rows) and len(self._cells) >= len(self._rows[0])
        is_below_header = self._by_rows and not self._rows
        return not ((is_last or is_below_header) and heading(line))

    def _resumes_cell(self) -> bool:
        """True for the text behind a blank line in the middle of a row, which is then taken up again."""
        if self._cells or not self._rows or not 1 < len(self._rows[-1]) < len(self._rows[0]):
            return False
        self._cells = self._rows.pop()
        return True

    def _end_row(self) -> None:
        if self._cells:
            self._rows.append(self._cells)
            self._cells = []

    def _end_table(self) -> Iterator[Grid]:
        self._end_row()
        if self._rows:
            self._grids += 1
            yield Grid(
                self._grids,
                tuple(
                    GridRow(number, tuple(Cell("\n".join(text), column) for column, text in enumerate(cells)))
                    for number, cells in enumerate(self._rows, start=1)
                ),
                shows_merges=False,
            )
            self._rows = []
