"""A file that was handed in, opened by what it is: Word of any kind, a web page, a text; or why not."""

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from kaohe_cli.drafting import draft_properties
from kaohe_cli.files.kinds import FileKind, kind_of
from kaohe_cli.files.unpacking import PackedFile, other_container
from kaohe_cli.ooxml.errors import DocumentError
from kaohe_cli.ooxml.office import NoOfficeError, documents_to_docx
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.properties import is_untouched, last_saved, read_properties
from kaohe_cli.ooxml.reading.content import Content
from kaohe_cli.ooxml.reading.reading import read_content
from kaohe_cli.ooxml.reading.webpage import blocks_of_page

LOOSE: Final = frozenset((".txt", ".text", ".htm", ".html", ".mht", ".mhtml"))
"""What may be a return as well as anything else; where it is none, that is no mistake of anybody's."""

_ASK: Final = "请单位交 Word 版（.docx）"
_SHEET: Final = f"是 Excel 表格，读不出附件3的栏目；{_ASK}"
_PICTURE: Final = f"是图片（扫描件或照片），读不出文字；{_ASK}"
_PDF: Final = f"是 PDF，读不出附件3的栏目；{_ASK}"
_SCAN: Final = f"是扫描件（PDF 里只有图片，没有文字）；{_ASK}"
_SLIDES: Final = f"是演示文稿，读不出附件3的栏目；{_ASK}"
_FOREIGN_KINDS: Final[Mapping[FileKind, str]] = {
    "xlsx": _SHEET,
    "xls": _SHEET,
    "xlsb": _SHEET,
    "ods": _SHEET,
    "image": _PICTURE,
}
_BY_SUFFIX: Final = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ett", ".ods", ".csv"), _SHEET),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".webp"), _PICTURE),
    **dict.fromkeys((".pptx", ".ppt"), _SLIDES),
    ".ofd": f"是 OFD 版式文件，读不出附件3的栏目；{_ASK}",
    ".pdf": _PDF,
}
FOREIGN: Final = frozenset(_BY_SUFFIX)
"""What people send in place of the Word file."""
_OTHER_WORD: Final = frozenset((".doc", ".dot", ".wps", ".wpt", ".odt", ".rtf"))
_TEXT: Final = frozenset((".txt", ".text"))
_PAGES: Final = frozenset((".htm", ".html"))
_LARGEST_TEXT: Final = 2 * 2**20
"""Of a text or a page without its pictures; all three forms of 45 units have less."""
_OLE: Final = b"\xd0\xcf\x11\xe0"
_FONT: Final = b"/Font"
_PACKED_OBJECTS: Final = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
_MOST_OBJECTS: Final = 50
_MOST_INFLATED: Final = 2**20


@dataclass(frozen=True)
class ReturnedFile:
    """A file that could be opened."""

    path: Path
    """Where it lies; of one that lay in an archive or a mail, only a name to know it by."""
    sha256: str
    size: int
    """In bytes."""
    content: Content
    properties: dict[str, str]
    saved: str | None
    """When it was last saved, as it says of itself."""
    untouched: bool
    """Whether it is a draft of kaohe that nobody has changed."""
    data: bytes | None = None
    """What it holds, where it lies in no folder by itself."""
    sender: str = ""
    """The address of who sent the mail that it came with."""
    message_id: str = ""
    """What names that mail, to answer it."""
    is_loose: bool = False
    """Whether it may be anything, as a text may."""
    is_body: bool = False
    """Whether it is what a mail itself says."""
    told: tuple[str, ...] = ()
    """How it was read, where it is not quite a .docx."""


def shown_name(path: Path) -> str:
    """Returns what to call a file in messages: one that lay in an archive or a mail, with that.

    >>> shown_name(Path("收回/各单位.zip/区商务委.docx")), shown_name(Path("收回/区商务委.docx"))
    ('各单位.zip 里的 区商务委.docx', '区商务委.docx')
    """
    inside = path.parent.suffix.lower() in {".zip", ".eml"}
    return f"{path.parent.name} 里的 {path.name}" if inside else path.name


class Refused(NamedTuple):
    """A file that could not be opened, and why."""

    path: Path
    reason: str
    to_keep: bytes | None = None
    """What it holds, where that is to be kept though it cannot be read."""


def open_pieces(pieces: Sequence[tuple[Path, PackedFile] | Refused]) -> Iterator[ReturnedFile | Refused]:
    """Yields each file opened, or why it could not be; LibreOffice is started once for all that need it."""
    kinds = {n: kind_of(one[1].data) for n, one in enumerate(pieces) if not isinstance(one, Refused)}
    to_convert = {
        n: (one[1].name, one[1].data)
        for n, one in enumerate(pieces)
        if not isinstance(one, Refused) and _is_other_word(one[0], one[1].data, kinds[n])
    }
    converted = documents_to_docx(to_convert) if to_convert else {}
    for number, one in enumerate(pieces):
        if isinstance(one, Refused):
            yield one
            continue
        document = converted.get(number)
        if isinstance(document, NoOfficeError):
            yield Refused(one[0], str(document))
            continue
        try:
            yield _opened(one[0], one[1], kinds[number], document)
        except DocumentError as error:
            yield Refused(one[0], str(error))


def _is_other_word(path: Path, data: bytes, kind: FileKind) -> bool:
    """Whether LibreOffice is to look at a file: one of an older kind, or one that says so by its name."""
    if kind in {"doc", "rtf", "odt"}:
        return True
    if kind in {"html", "mht", "pdf", "docx", "encrypted", *_FOREIGN_KINDS} or other_container(data):
        return False
    return path.suffix.lower() in _OTHER_WORD or data.startswith(_OLE)


def _opened(path: Path, piece: PackedFile, kind: FileKind, converted: bytes | None) -> ReturnedFile | Refused:
    data, suffix = piece.data, path.suffix.lower()
    if converted is None and (reason := _why_foreign(kind, suffix, data)):
        return Refused(path, reason, data)
    page = _page(kind, suffix, data) if converted is None else None
    if page is not None:
        return _as_page(path, piece, page)
    package = open_package(data if converted is None else converted, name=path.name, to_read=True)
    content, properties = read_content(package), read_properties(package)
    untouched = converted is None and is_untouched(package, draft_properties.DIGEST, properties) is True
    return ReturnedFile(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        content=content,
        properties=properties,
        saved=last_saved(package),
        untouched=untouched,
        data=data if piece.inside else None,
        sender=piece.sender,
        message_id=piece.message_id,
        told=package.told,
    )


def _as_page(path: Path, piece: PackedFile, content: Content) -> ReturnedFile:
    is_loose = path.suffix.lower() in LOOSE
    return ReturnedFile(
        path=path,
        sha256=hashlib.sha256(piece.data).hexdigest(),
        size=len(piece.data),
        content=content,
        properties={},
        saved=None,
        untouched=False,
        data=piece.data if piece.inside else None,
        sender=piece.sender,
        message_id=piece.message_id,
        is_loose=is_loose,
        is_body=piece.is_body,
        told=() if is_loose else ("其实是网页，按网页里的文字读取",),
    )


def _page(kind: FileKind, suffix: str, data: bytes) -> Content | None:
    """Returns a web page or a text as a Word file would have it; None for what is neither.

    Raises:
        DocumentError: it is larger than any report.
    """
    if kind in {"html", "text", "xml"} and len(data) > _LARGEST_TEXT and suffix in LOOSE:
        raise DocumentError(f"超过 {_LARGEST_TEXT // 2**20} MB，不是填报材料；请核对")
    if kind == "html" or kind == "mht":
        blocks = blocks_of_page(f"page.{kind}", data)
    elif kind in {"text", "xml"} and suffix in _TEXT | _PAGES:
        blocks = blocks_of_page("page.html" if suffix in _PAGES else "text.txt", data)
    else:
        return None
    return None if blocks is None else Content(blocks, (), revised=False)


def _why_foreign(kind: FileKind, suffix: str, data: bytes) -> str | None:
    """Returns what to say of a file that people send in place of the Word file; None for what may be read."""
    if not data:
        return None
    if kind == "pdf":
        return _PDF if _has_text(data) else _SCAN
    if kind in _FOREIGN_KINDS:
        return _FOREIGN_KINDS[kind]
    if reason := other_container(data):
        return reason
    return _BY_SUFFIX.get(suffix) if kind not in {"docx", "encrypted"} else None


def _has_text(pdf: bytes) -> bool:
    """Whether a PDF names a font; since PDF 1.5 that may stand in packed streams of objects."""
    if _FONT in pdf:
        return True
    for number, found in enumerate(_PACKED_OBJECTS.finditer(pdf)):
        if number >= _MOST_OBJECTS:
            break
        try:
            objects = zlib.decompressobj().decompress(pdf[found.end() :], _MOST_INFLATED)
        except zlib.error:
            continue
        if _FONT in objects:
            return True
    return False
