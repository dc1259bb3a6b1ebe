"""What is kept beside the reports: the file as it came, and the text of it that no field claimed."""

import hashlib
from pathlib import Path

from kaohe_cli.collecting.batch import Outcome
from kaohe_cli.collecting.files import CannotReadError
from kaohe_cli.workspace.atomic import write_file

FOLDER = "returned"
_UNCLAIMED = ".未归入.txt"


def keep(reports: Path, outcome: Outcome) -> Path | None:
    """Writes a copy of a returned file, and beside it what went into no field; returns the latter's path.

    A file of the same name with other content stays: the new one gets a number.

    Raises:
        CannotReadError: the file is no longer what was read.
        CannotWriteError: the folder or the disk does not allow it.
    """
    folder = reports / FOLDER / outcome.unit
    data = _same_as_read(outcome)
    copy = _free_name(folder, outcome.path.name, data)
    if not copy.exists():
        write_file(copy, data)
    if not outcome.unclaimed:
        return None
    listing = copy.with_name(f"{copy.name}{_UNCLAIMED}")
    pieces = (f"【{piece.where}】\n{piece.text}\n" for piece in outcome.unclaimed)
    write_file(listing, "\n".join(pieces).encode())
    return listing


def _same_as_read(outcome: Outcome) -> bytes:
    try:
        data = outcome.path.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != outcome.sha256:
        raise CannotReadError(f"{outcome.path.name} 在读取之后又被改动或移走，没有另存；请再收一次")
    return data


def _free_name(folder: Path, name: str, data: bytes) -> Path:
    original = Path(name)
    number = 1
    while True:
        path = folder / (name if number == 1 else f"{original.stem}-{number}{original.suffix}")
        if not path.exists() or path.read_bytes() == data:
            return path
        number += 1
