"""Excel files as a stream: what each sheet shows, its merged cells as they are.

openpyxl reads values and number formats, row by row. How far a sheet goes, what is merged and what is hidden
is looked up in its XML before that: a few bytes can say that a billion cells are merged or filled.
"""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Final, NamedTuple

from kaohe_cli.exceptions import KaoheError, MissingExtraError
from kaohe_cli.importing.formats.laying_out import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Spanning,
    TooLargeError,
    items_of,
    laid_out,
)
from kaohe_cli.importing.formats.own_sheets import come_home, is_derived, is_own, titles_of
from kaohe_cli.importing.stream import Grid, GridRow, Stream, StreamItem
from kaohe_cli.ooxml.package import parse_xml, safe_parts
from kaohe_cli.ooxml.wml import Element

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NAMED: Final = 5


class NoWorkbookError(KaoheError):
    """An Excel file cannot be read; the message says why and what to do."""


class Shape(NamedTuple):
    """How far a sheet goes, and what its XML says of its looks."""

    name: str
    rows: int
    columns: int
    merged: Mapping[tuple[int, int], tuple[int, int]]
    """Row and column of the first cell, from 1, with how many rows and columns it goes over."""
    hidden_rows: int
    hidden_columns: int
    uncounted: tuple[str, ...]
    """Cells with a formula that the file has no result of."""


class Sheet(NamedTuple):
    """A sheet by itself, its rows numbered as Excel numbers them."""

    name: str
    rows: tuple[GridRow, ...]


def read_excel(name: str, data: bytes) -> Stream:
    """Returns a .xlsx file as a stream; ``name`` is what messages call it.

    Raises:
        MissingExtraError: openpyxl is not installed.
        NoWorkbookError: it is no sound workbook.
        PackageError: it is a broken archive, or one that we refuse to open.
        TooLargeError: a sheet has more rows or columns than any table that people issue.
    """
    reader = _Reader()
    _read(name, data, reader)
    return Stream(name, tuple(reader.items), tuple(reader.remarks))


def read_sheets(name: str, data: bytes) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Returns the sheets of a .xlsx file that are shown, and what its reader should know.

    Raises:
        MissingExtraError, NoWorkbookError, PackageError, TooLargeError: as :func:`read_excel`.
    """
    reader = _SheetReader()
    _read(name, data, reader)
    return tuple(reader.sheets), tuple(reader.remarks)


def _read(name: str, data: bytes, reader: "_Reader") -> None:
    """Hands each sheet of a workbook to a reader.

    Raises:
        MissingExtraError: openpyxl is not installed.
        NoWorkbookError: it is no sound workbook.
        PackageError: it is a broken archive, or one that we refuse to open.
        TooLargeError: a sheet has more rows or columns than any table that people issue.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtraError(
            f"读 {name} ", "openpyxl", "excel", "用 Excel 另存为“CSV UTF-8”再导入"
        ) from None
    parts = safe_parts(data, name)
    if any("vba" in part.lower() for part in parts):
        raise NoWorkbookError(f"{name} 带有宏，请用 Excel 另存为不带宏的 .xlsx")
    reader.begin(parts)
    try:
        shapes = list(_shapes(name, parts, reader))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of looks that it does not know
            book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for shape in shapes:
                reader.read(shape, book[shape.name])
    except (KaoheError, TooLargeError):
        raise
    except Exception as error:  # whatever a damaged file makes openpyxl stumble over
        raise NoWorkbookError(f"{name} 不完整或已损坏，请用 Excel 打开后另存为 .xlsx 再导入") from error


class _Reader:
    """Goes through the sheets of a workbook."""

    def __init__(self) -> None:
        self._own_titles: Mapping[str, str] | None = None
        self.items: list[StreamItem] = []
        self.remarks: list[str] = []
        self._tables = 0

    def begin(self, parts: Mapping[str, bytes]) -> None:
        """Hears of the parts of the workbook, before its sheets."""
        self._own_titles = titles_of(parts) if is_own(parts) else None

    def read(self, shape: Shape, sheet: Any) -> None:
        """Adds what a sheet shows; one without any cell is passed over."""
        if not shape.rows:
            return
        if self._own_titles is not None and is_derived(shape.name):
            self.remarks.append(f"工作表“{shape.name}”是 kaohe export 附上的，没有导入")
            return
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        cells = sheet.iter_rows(max_row=shape.rows, max_col=shape.columns)
        found = list(items_of(_laid(shape, cells), self._tables, shows_merges=True))
        tables = [item.number for item in found if isinstance(item, Grid)]
        self._tables += len(tables)
        if tables and self._own_titles is not None:
            found = list(come_home(found, self._own_titles.get(shape.name, "")))
        self.items += found
        if tables:
            numbers = "、".join(f"表{number}" for number in tables)
            self.remarks.append(f"工作表“{shape.name}”里是{numbers}")
        self._remark(shape)

    def _remark(self, shape: Shape) -> None:
        name = f"工作表“{shape.name}”"
        if shape.hidden_rows or shape.hidden_columns:
            counts = {"行": shape.hidden_rows, "列": shape.hidden_columns}
            hidden = "和".join(f" {count} {what}" for what, count in counts.items() if count)
            self.remarks.append(f"{name}有隐藏的{hidden}，照样读入；不要的请删去")
        if shape.uncounted:
            shown = "、".join(shape.uncounted[:_NAMED]) + ("等" if len(shape.uncounted) > _NAMED else "")
            self.remarks.append(
                f"{name}有 {len(shape.uncounted)} 格公式没有存下结果（{shown}），没有读；"
                "请用 Excel 打开，保存后再导入"
            )


class _SheetReader(_Reader):
    """Takes each sheet as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []

    def read(self, shape: Shape, sheet: Any) -> None:
        if shape.rows:
            sheet.reset_dimensions()
            cells = sheet.iter_rows(max_row=shape.rows, max_col=shape.columns)
            self.sheets.append(Sheet(shape.name, _laid(shape, cells)))
            self._remark(shape)


# --- values ---------------------------------------------------------------------------------------


def _laid(shape: Shape, rows: Iterator[Sequence[Any]]) -> tuple[GridRow, ...]:
    return laid_out(_spanning(shape, rows))


def _spanning(shape: Shape, rows: Iterator[Sequence[Any]]) -> Iterator[list[Spanning]]:
    """Yields the cells of each row but those that a merged one covers, which has the room from them."""
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, start=1):
        cells = []
        for column in range(1, shape.columns + 1):
            if (number, column) in covered:
                covered.discard((number, column))
                continue
            height, width = shape.merged.get((number, column), (1, 1))
            covered |= {
                (number + down, column + right)
                for down in range(height)
                for right in range(width)
                if down or right
            }
            text = shown(row[column - 1]) if column <= len(row) else ""
            cells.append(Spanning(text, width, height))
        yield cells


def shown(cell: Any) -> str:
    """Returns what a cell shows, as far as its number format says percent, date or how many decimals."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date | time | timedelta):
        return _shown_time(value)
    if isinstance(value, int | float):
        return _shown_number(value, str(cell.number_format or ""))
    return str(value)


def _shown_time(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    return str(value)


def _shown_number(value: float, number_format: str) -> str:
    """Returns a number without the noise of binary fractions: 15 places are what Excel keeps."""
    if "%" in number_format:
        return f"{_plain(value * 100)}%"
    return _plain(value)


def _plain(value: float) -> str:
    text = f"{value:.15g}"
    return f"{value:.10f}".rstrip("0").rstrip(".") if "e" in text and abs(value) < 1 else text


# --- the XML --------------------------------------------------------------------------------------


def _shapes(name: str, parts: Mapping[str, bytes], reader: _Reader) -> Iterator[Shape]:
    """Yields the sheets in their order; those that are hidden are told of and left out."""
    targets = {
        one.get("Id"): _part(one.get("Target", ""))
        for one in parse_xml(parts[_RELATIONS], f"{name} 的 {_RELATIONS}")
    }
    sheets = list(parse_xml(parts[_BOOK], f"{name} 的 {_BOOK}").iter(f"{_MAIN}sheet"))
    if not sheets:
        raise NoWorkbookError(
            f"{name} 里没有看到工作表（可能是“严格 Open XML”格式），请用 Excel 另存为普通的 .xlsx"
        )
    for sheet in sheets:
        part, title = targets.get(sheet.get(_ID), ""), sheet.get("name", "")
        if part not in parts or "worksheets/" not in part:
            reader.remarks.append(f"工作表“{title}”不是表格（图表等），没有读")
        elif sheet.get("state", "visible") != "visible":
            reader.remarks.append(f"隐藏的工作表“{title}”没有读；要导入的，请取消隐藏")
        else:
            yield _shape(title, parse_xml(parts[part], f"{name} 的 {part}"))


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shape(title: str, root: Element) -> Shape:
    rows = columns = 0
    uncounted = []
    for row, column, cell in _cells(root):
        value = cell.find(f"{_MAIN}v")
        has_value = (value is not None and value.text) or cell.find(f"{_MAIN}is") is not None
        if has_value or cell.find(f"{_MAIN}f") is not None:
            rows, columns = max(rows, row), max(columns, column)
            if not has_value:
                uncounted.append(cell.get("r", f"第{row}行第{column}列"))
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise TooLargeError
    return Shape(
        title,
        rows,
        columns,
        dict(_merges(root, rows, columns)),
        sum(_is_on(row, "hidden") and len(row) > 0 for row in root.iter(f"{_MAIN}row")),
        sum(_hidden_columns(root, columns)),
        tuple(uncounted),
    )


def _cells(root: Element) -> Iterator[tuple[int, int, Element]]:
    """Yields each cell with its row and column, from 1; one that does not say its place is the next."""
    row = 0
    for line in root.iter(f"{_MAIN}row"):
        row, column = int(line.get("r", row + 1)), 0
        for cell in line.iter(f"{_MAIN}c"):
            row, column = _place(cell.get("r", "")) if cell.get("r") else (row, column + 1)
            yield row, column, cell


def _hidden_columns(root: Element, columns: int) -> Iterator[int]:
    for one in root.iter(f"{_MAIN}col"):
        if _is_on(one, "hidden"):
            first, last = int(one.get("min", "1")), min(int(one.get("max", "1")), columns)
            yield max(0, last - first + 1)


def _merges(root: Element, rows: int, columns: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yields the merged cells as far as the sheet says something; whole empty columns are often merged."""
    area = 0
    for one in root.iter(f"{_MAIN}mergeCell"):
        first, _, last = one.get("ref", "").partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        bottom, right = min(bottom, rows), min(right, columns)
        if top <= bottom and left <= right:
            area += (bottom - top + 1) * (right - left + 1)
            if area > MOST_CELLS:  # Excel lets none overlap, so that there is never more than the sheet has
                raise TooLargeError
            yield (top, left), (bottom - top + 1, right - left + 1)


def _place(reference: str) -> tuple[int, int]:
    """Returns the row and the column of a cell, from 1."""
    found = _CELL.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _is_on(element: Element, name: str) -> bool:
    return element.get(name) in ("1", "true")
