"""Any file as a stream: what it is shows in its content, not in its name."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.foreign import read_foreign
from kaohe_cli.files.kinds import kind_of
from kaohe_cli.importing.formats.delimited import read_delimited
from kaohe_cli.importing.formats.laying_out import MOST_COLUMNS, MOST_ROWS, TooLargeError
from kaohe_cli.importing.pasted_text import read_text
from kaohe_cli.importing.stream import Stream
from kaohe_cli.importing.word_reading import read_word

_REFUSED: Final[dict[str, str]] = {
    "encrypted": "设了打开密码，请取消密码后再导入",
    "image": "是图片文件，里面的字无法读取；请换成 Word、Excel 文件，或照着录成文字存为 .txt",
    "ole": "不是 Word、Excel 或 WPS 文件，或者不完整；请用 Word 或 WPS 打开后另存为 .docx 或 .xlsx",
    "xml": "是 XML 文件；请用 Word、Excel 或 WPS 打开后另存为 .docx 或 .xlsx",
    "xlsb": "是二进制的 Excel 文件（.xlsb），请用 Excel 另存为 .xlsx",
}
_DELIMITED: Final = frozenset({".csv", ".tsv", ".xls", ".xlsx", ".et"})
"""What a file of plain text is called that holds a table; systems “export to Excel” that way."""


class CannotReadError(KaoheError):
    """A file to import cannot be read."""


def read_stream(path: Path) -> Stream:
    """Returns a file as a stream: Word, Excel, .csv, web pages, PDF, text, and what LibreOffice converts.

    Raises:
        KaoheError: the file cannot be read; the message says why and what to do.
    """
    data = _bytes_of(path)
    kind: str = kind_of(data)
    if kind == "text" and path.suffix.lower() in _DELIMITED:
        kind = "csv"
    if kind in _REFUSED:
        raise CannotReadError(f"{path.name} {_REFUSED[kind]}")
    try:
        return _READERS.get(kind, read_text)(path.name, data).as_it_looks()
    except TooLargeError:
        raise CannotReadError(
            f"{path.name} 的表超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列，不像印发的表；请只留下要导入的部分"
        ) from None


def _converted_to_word(name: str, data: bytes) -> Stream:
    from kaohe_cli.ooxml.office import converted

    return read_word(name, converted(name, kind_of(data), data, "docx"))


def _converted_to_excel(name: str, data: bytes) -> Stream:
    from kaohe_cli.importing.formats.excel import read_excel
    from kaohe_cli.ooxml.office import converted

    return read_excel(name, converted(name, kind_of(data), data, "xlsx"))


def _excel(name: str, data: bytes) -> Stream:
    from kaohe_cli.importing.formats.excel import read_excel

    return read_excel(name, data)


def _page(name: str, data: bytes) -> Stream:
    from kaohe_cli.importing.formats.web_page import read_page

    return read_page(name, data)


def _archived_page(name: str, data: bytes) -> Stream:
    from kaohe_cli.importing.formats.web_page import read_archived_page

    return read_archived_page(name, data)


def _pdf(name: str, data: bytes) -> Stream:
    from kaohe_cli.importing.formats.pdf import read_pdf

    return read_pdf(name, data)


_READERS: Final[dict[str, Callable[[str, bytes], Stream]]] = {
    **dict.fromkeys(("docx", "zip", "damaged"), read_word),
    **dict.fromkeys(("doc", "rtf", "odt"), _converted_to_word),
    **dict.fromkeys(("xls", "ods"), _converted_to_excel),
    "xlsx": _excel,
    "csv": read_delimited,
    "html": _page,
    "mht": _archived_page,
    "pdf": _pdf,
}


def _bytes_of(path: Path) -> bytes:
    data = read_foreign(path)
    if not data.strip():
        raise CannotReadError(f"{path.name} 是空文件，请换成有表格的文件")
    return data
