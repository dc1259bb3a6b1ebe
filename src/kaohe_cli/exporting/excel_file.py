"""The tables as an Excel file, written by XlsxWriter, which comes with the extra ``excel``."""

import math
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len

from kaohe_cli.drafting import draft_properties
from kaohe_cli.exceptions import KaoheError, MissingExtraError
from kaohe_cli.exporting.annexes import Extract
from kaohe_cli.exporting.sheets import Sheet, SheetField, SheetValue, sheets
from kaohe_cli.ooxml.archive import zip_prefix
from kaohe_cli.ooxml.properties import document_digest, part_digest

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_LONGEST_TEXT: Final = 32_767
_LONGEST_HEADER: Final = 100
_LINE, _PADDING, _TALLEST = 15.5, 4, 409  # points; no row of Excel is taller
_CREATED: Final = datetime(2025, 1, 1)
_CUSTOM: Final = "docProps/custom.xml"
_NO_DIGEST: Final = "0" * 64
_DIGEST: Final = re.compile(
    rf'name="{draft_properties.DIGEST}">\s*<vt:lpwstr>([0-9a-f]{{64}})</vt:lpwstr>'.encode()
)
_LARGEST: Final = 256 * 2**20


class CannotFitError(KaoheError):
    """A text is longer than a cell of Excel can be."""


def workbook(extract: Extract) -> bytes:
    """Returns an Excel file; the same tables give the same bytes.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
        CannotFitError: a text is too long for a cell; the message names its row.
    """
    title = extract.tables.indicators.title
    unit = f"（{extract.unit.name}承担部分）" if extract.unit else ""
    other = extract.tables.incentives.title  # a file has one title; import asks for that of 附件2 as well
    book = Book(f"{title}{unit}", f"{other}{unit}")
    for sheet in sheets(extract):
        book.add(sheet)
    return book.finished()


def is_untouched(data: bytes) -> bool:
    """True for an Excel file that is what kaohe wrote, part for part."""
    try:
        parts = _parts(data)
        known = _DIGEST.search(parts[_CUSTOM])
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        return False
    return known is not None and known[1].decode() == _digest(parts)


class Book:
    """A workbook in the making; its sheets have a frozen header and filters, and print on A4."""

    def __init__(self, title: str, subject: str = "") -> None:
        """``title`` stands in the file's properties, with ``subject``, and at the head of each printed page.

        Raises:
            MissingExtraError: XlsxWriter is not installed.
        """
        try:
            from xlsxwriter import Workbook
        except ImportError:
            raise MissingExtraError(
                "导出 Excel ", "XlsxWriter", "excel", "用 --format docx 导出 Word"
            ) from None
        self._buffer = BytesIO()
        self.file = Workbook(self._buffer, {"in_memory": True})
        self.file.set_properties({"title": title, "subject": subject, "created": _CREATED})
        self.file.set_custom_property(draft_properties.DIGEST, _NO_DIGEST, "text")
        self.formats = _Formats(self.file)
        self._title = title

    def add(self, sheet: Sheet) -> Any:
        """Adds a sheet and returns it as XlsxWriter has it.

        Raises:
            CannotFitError: a text is too long for a cell; the message names its row.
        """
        page: Any = self.file.add_worksheet(sheet.name)
        for column, field in enumerate(sheet.fields):
            page.set_column(column, column, field.width)
            page.write_string(0, column, field.title, self.formats.header)
        page.set_row(0, _LINE + _PADDING)
        for number, row in enumerate(sheet.rows, 1):
            page.set_row(number, _height(sheet.fields, row))
            _write_row(page, sheet.fields, number, row, self.formats)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, len(sheet.rows), len(sheet.fields) - 1)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.set_header("&C" + self._title[:_LONGEST_HEADER].replace("&", "&&"))
        page.set_footer("&C— &P —")
        return page

    def finished(self) -> bytes:
        """Returns the file, with a digest by which a change is known; the same sheets give the same bytes."""
        self.file.close()
        return _sealed(self._buffer.getvalue())


class _Formats:
    """The looks of a workbook's cells."""

    def __init__(self, book: "Workbook") -> None:
        cell = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1}
        self.header = book.add_format(
            {**cell, "font_name": "黑体", "align": "center", "text_wrap": True, "bg_color": "#E7E6E6"}
        )
        self.text = book.add_format({**cell, "text_wrap": True})
        self.cut = book.add_format(cell)
        self.number = book.add_format({**cell, "align": "center"})


def _write_row(
    page: Any, fields: Sequence[SheetField], number: int, row: Sequence[SheetValue], formats: _Formats
) -> None:
    """Texts are written as texts: one that begins with “=” is no formula, and none becomes a link."""
    for column, (field, value) in enumerate(zip(fields, row, strict=True)):
        look = formats.text if field.wraps else formats.cut
        if isinstance(value, Decimal):
            page.write_number(number, column, value, formats.number)
        elif len(value) > _LONGEST_TEXT:
            raise CannotFitError(
                f"{row[0]} 的一段文字有 {len(value)} 字，Excel 的单元格最多 {_LONGEST_TEXT} 字；"
                "请缩短，或用 --format docx 导出 Word"
            )
        elif value:
            page.write_string(number, column, value, look)
        else:
            page.write_blank(number, column, None, look)


def _height(fields: Sequence[SheetField], row: Sequence[SheetValue]) -> float:
    """Returns the height that shows every line; not every program works it out when it opens a file."""
    texts = [(field, value) for field, value in zip(fields, row, strict=True) if isinstance(value, str)]
    lines = max((_lines(value, field.width) for field, value in texts if field.wraps), default=1)
    return min(lines * _LINE + _PADDING, _TALLEST)


def _lines(text: str, width: int) -> int:
    """Returns on how many lines a text stands in a column; one character a line is left to word wrap."""
    return sum(max(1, math.ceil(cell_len(line) / (width - 2))) for line in text.split("\n"))


def _sealed(data: bytes) -> bytes:
    """Returns the file with a digest of its other parts, by which a change is known."""
    parts = _parts(data)
    parts[_CUSTOM] = parts[_CUSTOM].replace(_NO_DIGEST.encode(), _digest(parts).encode())
    return zip_prefix(parts)


def _digest(parts: dict[str, bytes]) -> str:
    return document_digest((name, part_digest(data)) for name, data in parts.items() if name != _CUSTOM)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > _LARGEST:
            raise ValueError("too large")
        return {member.filename: archive.read(member) for member in members}
