"""What a file is, by what stands in it: its name may say anything."""

import re
import zipfile
from collections.abc import Collection
from io import BytesIO
from typing import Final, Literal, TypeAlias

FileKind: TypeAlias = Literal[
    "docx",
    "doc",
    "rtf",
    "odt",
    "xlsx",
    "xlsb",
    "xls",
    "ods",
    "html",
    "mht",
    "pdf",
    "xml",
    "encrypted",
    "damaged",
    "ole",
    "zip",
    "image",
    "text",
]
"""“encrypted” is an Office file with a password; “ole” and “zip” are containers of something else."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_SAMPLE: Final = 4096  # what stands before <html in pages saved by browsers and by Word is shorter
_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta)[\s>]", re.IGNORECASE)
_ARCHIVE: Final = re.compile(
    r"^content-type:\s*multipart/related|^content-type:\s*multipart/alternative", re.I | re.M
)


def kind_of(data: bytes) -> FileKind:
    """Returns what a file is.

    >>> kind_of(b"{\\\\rtf1 x}"), kind_of(b"%PDF-1.7"), kind_of("<html><body>表</body></html>".encode())
    ('rtf', 'pdf', 'html')
    >>> kind_of("序号,指标".encode())
    'text'
    """
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in data[:1024]:  # readers look for it that far
        return "pdf"
    if data.startswith(_IMAGES):
        return "image"
    return _text_kind(data[:_SAMPLE])


def _ole_kind(data: bytes) -> FileKind:
    """Of the old format of Office and WPS: by the names of the streams in it."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    return "xls" if _has_stream(data, "Workbook") or _has_stream(data, "Book") else "ole"


def _has_stream(data: bytes, stream: str) -> bool:
    """True where an entry of the directory, which begins at a multiple of 128, has just this name."""
    name = f"{stream}\0".encode("utf-16-le")
    at = data.find(name)
    while at >= 0 and at % 128:
        at = data.find(name, at + 1)
    return at >= 0


def _zip_kind(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = _mimetype(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return "damaged"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return "ods" if b"spreadsheet" in mimetype else "odt"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("word/") for name in names):
        return "docx"
    return "xlsx" if any(name.startswith("xl/") for name in names) else "zip"


def _mimetype(archive: zipfile.ZipFile, names: Collection[str]) -> bytes:
    if "mimetype" not in names:
        return b""
    with archive.open("mimetype") as member:
        return member.read(100)


def _text_kind(start: bytes) -> FileKind:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = start.decode("utf-16", "replace")
    else:
        text = start.replace(b"\0", b"").decode("utf-8", "replace")
    if _PAGE.search(text):
        return "mht" if _ARCHIVE.search(text) else "html"
    if _ARCHIVE.search(text):
        return "mht"
    return "xml" if text.lstrip("\ufeff \r\n").startswith("<?xml") else "text"
