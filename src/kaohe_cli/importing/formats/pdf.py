"""PDF files with a text layer as a stream: ruled tables as grids, lines around them as texts.

A table that goes on over pages comes as one grid. A scan has no text, and is refused.
"""

import re
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kaohe_cli.exceptions import KaoheError, MissingExtraError
from kaohe_cli.importing.formats.laying_out import MOST_CELLS, MOST_ROWS, TooLargeError
from kaohe_cli.importing.stream import Cell, Grid, GridRow, Merged, Stream, StreamItem, Text
from kaohe_cli.ooxml.package import MAX_UNPACKED

if TYPE_CHECKING:
    from pdfplumber.page import Page

_MOST_PAGES: Final = 500  # a table of 5,000 rows has 300
_SAME_EDGE: Final = 3.0  # points; lines of one edge are drawn up to a line's width apart
_MOST_RULES: Final = 20_000  # lines and boxes of a page; one full of small print has 2,000
_AT_ONCE: Final = 2**20
_STREAM: Final = re.compile(rb"stream\r?\n")
_PACKED_TWICE: Final = re.compile(rb"/FlateDecode\s*/(?:FlateDecode|LZWDecode|RunLengthDecode)")
_PAGE_NUMBER: Final = re.compile(r"[-—–\s\d第页共/]*")
_HIGHEST_HEADER: Final = 3  # rows
_FULL_LINE: Final = 0.7  # of the page's width; a shorter line is a title, whatever stands beside it
_NAMED: Final = 5
_INSTEAD: Final = "请换成 Word 或 Excel 文件，或从 PDF 复制表格存为 .txt 再导入"


class NoPdfError(KaoheError):
    """A PDF file cannot be read; the message says why and what to do."""


class _Line(NamedTuple):
    """A line outside the tables: where it begins and ends, and how large its signs are, in points."""

    text: str
    left: float
    right: float
    size: float


class _Area(NamedTuple):
    """Over which columns and rows of a table a cell goes, the ends left out."""

    left: int
    right: int
    top: int
    bottom: int


class _Table(NamedTuple):
    """A table of one page: where its columns begin and end, and its cells by row."""

    edges: tuple[float, ...]
    rows: list[list[Cell]]


def read_pdf(name: str, data: bytes) -> Stream:
    """Returns a PDF file as a stream; ``name`` is what messages call it.

    Raises:
        MissingExtraError: pdfplumber is not installed.
        NoPdfError: it is a scan, has a password, is damaged, or has more pages than any table.
        TooLargeError: a table has more rows than any that people issue.
    """
    try:
        import pdfplumber
    except ImportError:
        raise MissingExtraError(f"读 {name} ", "pdfplumber", "pdf", "换成 Word、Excel 文件") from None
    _refuse_bomb(name, data)
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise NoPdfError(f"{name} 超过 {_MOST_PAGES} 页，不像印发的表；请只留下有表的几页")
            return _stream(name, pdf.pages)
    except (KaoheError, TooLargeError):
        raise
    except Exception as error:  # whatever a damaged file makes the libraries stumble over
        if b"/Encrypt" in data:
            raise NoPdfError(f"{name} 设了打开密码，请取消密码后再导入") from None
        raise NoPdfError(f"{name} 不完整或已损坏；{_INSTEAD}") from error


def _refuse_bomb(name: str, data: bytes) -> None:
    """Refuses a file whose streams are more than any table has, before a library unpacks them whole.

    Raises:
        NoPdfError: they are.
    """
    left = MAX_UNPACKED
    view = memoryview(data)
    for found in _STREAM.finditer(data):
        rest: Any = view[found.end() : max(found.end(), data.find(b"endstream", found.end()))]
        unpacking = zlib.decompressobj()
        while rest and left >= 0:
            try:
                left -= len(unpacking.decompress(rest, _AT_ONCE))
            except zlib.error:  # not compressed this way
                break
            rest = unpacking.unconsumed_tail
    if left < 0 or _PACKED_TWICE.search(data):
        raise NoPdfError(f"{name} 解开后超过 {MAX_UNPACKED // 2**20} MB，可能是压缩炸弹，已拒绝打开")


def _stream(name: str, pages: Sequence["Page"]) -> Stream:
    reader = _Reader(name)
    for page in pages:
        reader.read(page)
        page.close()  # what it has laid out is not needed any more
    return reader.done()


class _Reader:
    """Goes through the pages; knows the table that the page before ended with."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: list[str | _Table] = []
        self._open = False
        self._flows = False
        self._measured: tuple[int, tuple[float, float]] | None = None
        self._without_text: list[int] = []
        self._has_text = False
        self._rows = 0
        self._cut_rows: Counter[int] = Counter()

    def read(self, page: "Page") -> None:
        """Adds what stands on a page."""
        if len(page.lines) + len(page.rects) + len(page.curves) > _MOST_RULES:
            raise NoPdfError(f"{self._name} 第{page.page_number}页的线条太多，不像印发的表；{_INSTEAD}")
        if not page.chars:
            if page.images or page.rects or page.curves:
                self._without_text.append(page.page_number)
            return
        self._has_text = True
        page = page.dedupe_chars()  # bold print is often the same sign twice
        tables = sorted(page.find_tables(), key=lambda table: (table.bbox[1], table.bbox[0]))
        top = 0.0
        for table in tables:
            self._lines(page, top, table.bbox[1])
            self._table(_read_table(page, table))
            top = max(top, table.bbox[3])
        self._lines(page, top, float(page.height))

    def _lines(self, page: "Page", top: float, bottom: float) -> None:
        """Adds the paragraphs between two tables; a page number does not part a table."""
        if bottom - top < 1:
            return
        part = page.crop((0, max(0, top), page.width, min(bottom, float(page.height))), strict=False)
        for line in part.extract_text_lines():
            text = line["text"].strip()
            if not _PAGE_NUMBER.fullmatch(text):
                self._line(_Line(text, line["x0"], line["x1"], line["chars"][0]["size"]), page)
                self._open = False

    def _line(self, line: _Line, page: "Page") -> None:
        """Adds a line to the paragraph before, where that came to the edge and this one is not indented."""
        left, right = self._margins(page)
        before = self._parts[-1] if self._parts else None
        if self._flows and isinstance(before, str) and line.left - left < line.size:
            joint = " " if before[-1].isascii() and line.text[0].isascii() else ""
            self._parts[-1] = f"{before}{joint}{line.text}"
        else:
            self._parts.append(line.text)
        self._flows = right - line.right < 2 * line.size and line.right > _FULL_LINE * float(page.width)

    def _margins(self, page: "Page") -> tuple[float, float]:
        if self._measured is None or self._measured[0] != page.page_number:
            chars = [char for char in page.chars if char["text"].strip()]
            edges = min(char["x0"] for char in chars), max(char["x1"] for char in chars)
            self._measured = (page.page_number, edges)
        return self._measured[1]

    def _table(self, table: _Table) -> None:
        self._rows += len(table.rows)
        if self._rows > MOST_ROWS or self._rows * len(table.edges) > MOST_CELLS:
            raise TooLargeError
        before = self._parts[-1] if self._parts and self._open else None
        if isinstance(before, _Table) and _is_same(before.edges, table.edges):
            self._cut_rows[id(before)] += _join(before.rows, table.rows)
        else:
            self._parts.append(table)
        self._open = True

    def done(self) -> Stream:
        """Returns the stream.

        Raises:
            NoPdfError: no page has text.
        """
        if not self._has_text:
            raise NoPdfError(
                f"{self._name} 是扫描件或图片，没有可以读的文字；请找 Word、Excel 原件，或先做文字识别（OCR）"
            )
        remarks = list(self._remarks_on_cut_rows())
        if self._without_text:
            shown = "、".join(map(str, self._without_text[:_NAMED]))
            more = "等" if len(self._without_text) > _NAMED else ""
            remarks.append(f"第 {shown} 页{more}是图片，没有文字，没有读")
        return Stream(self._name, tuple(self._items()), tuple(remarks))

    def _remarks_on_cut_rows(self) -> Iterator[str]:
        tables = (part for part in self._parts if isinstance(part, _Table))
        for number, table in enumerate(tables, start=1):
            if count := self._cut_rows[id(table)]:
                yield f"表{number}有 {count} 行在换页处分成两段，各按一行读"

    def _items(self) -> Iterator[StreamItem]:
        number = 0
        for part in self._parts:
            if isinstance(part, str):
                yield Text(part)
            else:
                number += 1
                rows = tuple(GridRow(place, tuple(cells)) for place, cells in enumerate(part.rows, start=1))
                yield Grid(number, rows, shows_merges=True)


def _join(rows: list[list[Cell]], further: list[list[Cell]]) -> int:
    """Adds the rows of the next page; returns how many of them go on from the last row of the page before.

    What a page break cuts off a row is the end of a long text or two. A row of its own says at least what is
    asked and of whom, so it has more cells than half of those of the row before.
    """
    headers = [[cell.text for cell in row] for row in rows[:_HIGHEST_HEADER]]
    start = 0
    while start < min(len(further), len(headers)) and [c.text for c in further[start]] == headers[start]:
        start += 1
    if start >= len(further) or not _goes_on(rows[-1], further[start]):
        rows += further
        return 0
    rest = {cell.start: cell.text for cell in further[start]}
    rows[-1] = [replace(cell, text=_joined(cell.text, rest.get(cell.start, ""))) for cell in rows[-1]]
    rows += further[:start] + further[start + 1 :]
    return 1


def _goes_on(last: Sequence[Cell], row: Sequence[Cell]) -> bool:
    if [cell.start for cell in last] != [cell.start for cell in row] or row[0].text.strip():
        return False
    filled = {cell.start for cell in row if not cell.is_blank}
    before = {cell.start for cell in last if cell.text.strip()}
    return bool(filled) and filled <= before and len(filled) * 2 <= len(before)


def _joined(text: str, rest: str) -> str:
    return f"{text}\n{rest}" if text and rest else text or rest


def _is_same(one: Sequence[float], other: Sequence[float]) -> bool:
    """True for the columns of one table on two pages: as many, and as wide."""
    if len(one) != len(other):
        return False
    shift = other[0] - one[0]  # the margins of left and right pages differ
    return all(abs(b - a - shift) <= _SAME_EDGE for a, b in zip(one, other, strict=True))


def _read_table(page: "Page", table: Any) -> _Table:
    """Returns the cells of a ruled table, each with the columns and rows that its box goes over."""
    boxes = sorted(table.cells, key=lambda box: (box[1], box[0]))
    edges = _edges([x for box in boxes for x in (box[0], box[2])])
    levels = _edges([y for box in boxes for y in (box[1], box[3])])
    areas = [_area(box, edges, levels) for box in boxes]
    texts = _texts(page, areas, edges, levels)
    rows: list[list[Cell]] = [[] for _ in levels[:-1]]
    for area, text in zip(areas, texts, strict=True):
        for row in range(area.top, area.bottom):
            merged: Merged = "" if area.bottom - area.top == 1 else "first" if row == area.top else "further"
            rows[row].append(Cell(text, area.left, max(1, area.right - area.left), merged))
    return _Table(edges, [sorted(row, key=lambda cell: cell.start) for row in rows if row])


def _area(box: Sequence[float], edges: Sequence[float], levels: Sequence[float]) -> _Area:
    left, top, right, bottom = box
    columns = _nearest(edges, left), _nearest(edges, right)
    return _Area(*columns, _nearest(levels, top), _nearest(levels, bottom))


def _texts(
    page: "Page", areas: Sequence[_Area], edges: Sequence[float], levels: Sequence[float]
) -> list[str]:
    """Returns what stands in each cell: a sign belongs where its middle is, for tall ones cross the lines."""
    from pdfplumber.utils.text import extract_text

    owner = {
        (row, column): number
        for number, area in enumerate(areas)
        for row in range(area.top, area.bottom)
        for column in range(area.left, area.right)
    }
    signs: list[list[Any]] = [[] for _ in areas]
    for char in page.chars:
        row = bisect_right(levels, (char["top"] + char["bottom"]) / 2) - 1
        column = bisect_right(edges, (char["x0"] + char["x1"]) / 2) - 1
        if (row, column) in owner:
            signs[owner[row, column]].append(char)
    texts = (extract_text(one).split("\n") if one else [] for one in signs)
    return ["\n".join(line.strip() for line in lines if line.strip()) for lines in texts]


def _edges(places: Sequence[float]) -> tuple[float, ...]:
    """Returns where lines are, those that are drawn a little apart taken as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _SAME_EDGE:
            found.append(place)
    return tuple(found)


def _nearest(edges: Sequence[float], place: float) -> int:
    at = bisect_right(edges, place)
    around = range(max(0, at - 1), min(len(edges), at + 1))
    return min(around, key=lambda n: abs(edges[n] - place))
