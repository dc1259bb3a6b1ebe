"""Any file as a stream: what it is shows in its content, not in its name."""

from pathlib import Path

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.lengths import is_too_long, too_long
from kaohe_cli.files.looking import is_folder
from kaohe_cli.importing.pasted_text import MAX_BYTES, read_text
from kaohe_cli.importing.stream import Stream
from kaohe_cli.importing.word_reading import read_word

_PACKAGES = (b"PK", b"\xd0\xcf\x11\xe0")  # a zip archive; the old format of Word and WPS
_OTHERS = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x89PNG": "图片", b"\xff\xd8\xff": "图片"}


class CannotReadError(KaoheError):
    """A file to import cannot be read."""


def read_stream(path: Path) -> Stream:
    """Returns a Word file or pasted text as a stream.

    Raises:
        KaoheError: the file cannot be read; the message says why and what to do.
    """
    try:
        if is_folder(path):
            raise CannotReadError(f"{path} 是文件夹，请写其中的 .docx 或 .txt 文件")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        if is_too_long(path, error):
            raise CannotReadError(too_long(path)) from None
        if isinstance(error, FileNotFoundError):
            raise CannotReadError(f"找不到文件 {path}，请检查路径") from None
        raise CannotReadError(f"打不开文件 {path}，请看它是否正被别的程序占用、是否有读取权限") from None
    if data.startswith(_PACKAGES) or path.suffix.lower() in (".docx", ".doc", ".wps"):
        return read_word(path)
    if kind := next((kind for start, kind in _OTHERS.items() if data.startswith(start)), None):
        raise CannotReadError(
            f"{path.name} 是{kind}文件，请用 Word 或 WPS 打开后另存为 .docx，或复制文字存为 .txt"
        )
    if not data.strip():
        raise CannotReadError(f"{path.name} 是空文件，请换成有表格的 .docx 或 .txt 文件")
    return read_text(path, data)
