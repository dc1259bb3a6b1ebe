"""Which files were handed in: paths and folders as given, opened one by one, none able to stop the others."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.foreign import CannotOpenError, read_foreign
from kaohe_cli.files.looking import files_below, is_file, is_folder, is_there
from kaohe_cli.word import draft_properties
from kaohe_cli.word.engine import (
    Content,
    DocumentError,
    is_untouched,
    last_saved,
    open_package,
    read_content,
    read_properties,
)
from kaohe_cli.word.office import NoOfficeError, to_docx

_WORD: Final = {".docx", ".dotx", ".docm", ".dotm"}
_OTHERS: Final = {".doc", ".dot", ".wps", ".wpt", ".odt", ".rtf"}
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class ReturnedFile:
    """A Word file that could be opened."""

    path: Path
    sha256: str
    size: int
    """In bytes."""
    content: Content
    properties: dict[str, str]
    saved: str | None
    """When it was last saved, as it says of itself."""
    untouched: bool
    """Whether it is a draft of kaohe that nobody has changed."""


class Refused(NamedTuple):
    """A file that could not be opened, and why."""

    path: Path
    reason: str


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Returns the Word files among and below the paths, in order, and what folders hold besides.

    A file named by itself is always taken. Folders are searched to any depth, hidden files left out.

    Raises:
        WrongUseError: a path does not exist.
    """
    found: dict[Path, None] = {}
    others: dict[Path, None] = {}
    for path in paths:
        if is_folder(path):
            for inner in files_below(path):
                if not _is_hidden(inner.relative_to(path)):
                    (found if inner.suffix.lower() in _WORD | _OTHERS else others)[inner] = None
        elif is_file(path) or path.is_symlink():
            found[path] = None
        elif is_there(path):
            raise WrongUseError(f"“{path}”不是普通的文件，也不是文件夹；请检查路径")
        else:
            raise WrongUseError(f"找不到“{path}”；请检查路径")
    return list(found), list(others)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def open_files(paths: Sequence[Path]) -> Iterator[ReturnedFile | Refused]:
    """Yields each file opened, or why it could not be; LibreOffice is started once for all that need it."""
    readable: dict[Path, bytes] = {}
    refused: dict[Path, str] = {}
    for path in paths:
        try:
            readable[path] = read_foreign(path)
        except CannotOpenError as error:
            refused[path] = str(error)
    to_convert = [path for path, data in readable.items() if _is_other_kind(path, data)]
    converted = to_docx(to_convert) if to_convert else {}
    for path in paths:
        if path in refused:
            yield Refused(path, refused[path])
            continue
        document = converted.get(path, readable[path])
        if isinstance(document, NoOfficeError):
            yield Refused(path, str(document))
            continue
        try:
            yield _opened(path, readable.pop(path), document)
        except DocumentError as error:
            yield Refused(path, str(error))


def _is_other_kind(path: Path, data: bytes) -> bool:
    if data.startswith(_OLE):
        return _ENCRYPTED not in data
    return path.suffix.lower() in _OTHERS


def _opened(path: Path, data: bytes, document: bytes) -> ReturnedFile:
    package = open_package(document, name=path.name)
    return ReturnedFile(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        content=read_content(package),
        properties=read_properties(package),
        saved=last_saved(package),
        untouched=document is data and is_untouched(package, draft_properties.DIGEST) is True,
    )
