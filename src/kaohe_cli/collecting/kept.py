"""The files that were taken in, each kept beside the reports with the text that went into no field."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.atomic import write_file
from kaohe_cli.word.returns import Unclaimed

FOLDER: Final = "returned"
_UNCLAIMED: Final = ".未归入.txt"


class ChangedMeanwhileError(KaoheError):
    """A file is no longer what was read."""


def keep(reports: Path, unit: str, path: Path, sha256: str, unclaimed: Sequence[Unclaimed]) -> Path | None:
    """Writes a copy of a returned file, and beside it what went into no field; returns the latter's path.

    A file of the same name with other content stays: the new one gets a number.

    Raises:
        ChangedMeanwhileError: the file is no longer what was read.
        CannotWriteError: the folder or the disk does not allow it.
    """
    data = _same_as_read(path, sha256)
    copy = _free_name(reports / FOLDER / unit, path.name, data)
    if not copy.exists():
        write_file(copy, data)
    if not unclaimed:
        return None
    listing = copy.with_name(f"{copy.name}{_UNCLAIMED}")
    pieces = (f"【{piece.where}】\n{piece.text}\n" for piece in unclaimed)
    write_file(listing, "\n".join(pieces).encode())
    return listing


def is_kept(reports: Path, unit: str, sha256: str, size: int) -> bool:
    """True where a file was taken in before, under whatever name."""
    folder = reports / FOLDER / unit
    copies = folder.iterdir() if folder.is_dir() else ()
    return any(
        copy.is_file() and copy.stat().st_size == size and _digest(copy.read_bytes()) == sha256
        for copy in copies
    )


def _same_as_read(path: Path, sha256: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if _digest(data) != sha256:
        raise ChangedMeanwhileError(f"{path.name} 在读取之后又被改动或移走，没有另存；请再收一次")
    return data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _free_name(folder: Path, name: str, data: bytes) -> Path:
    original = Path(name)
    number = 1
    while True:
        path = folder / (name if number == 1 else f"{original.stem}-{number}{original.suffix}")
        if not path.exists() or path.read_bytes() == data:
            return path
        number += 1
