"""The files that were taken in, each kept beside the reports with the text that went into no field."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kaohe_cli.collecting.reading import Unclaimed
from kaohe_cli.files.looking import is_file, listing
from kaohe_cli.files.names import shortened
from kaohe_cli.files.transaction import Transaction
from kaohe_cli.workspace.names import RETURNED

FOLDER: Final = RETURNED
NOT_READ: Final = "待交Word版"
"""The folder of what cannot be read and is kept all the same: a PDF, a scan, a sheet."""
_UNCLAIMED: Final = ".未归入.txt"
# In bytes: room for a number and for what the list of the unclaimed adds, within the 255 of a file name.
_LONGEST_NAME: Final = 220


def keep(
    change: Transaction,
    path: Path,
    copy: Path,
    sha256: str,
    unclaimed: Sequence[Unclaimed],
    data: bytes | None = None,
) -> Path | None:
    """Stages a copy of a returned file, and beside it what went into no field; returns the latter's path.

    ``data`` is what the file holds, where it lay in an archive or a mail.
    """
    change.copy(path, copy, sha256, data)
    if not unclaimed:
        return None
    listing = copy.with_name(f"{copy.name}{_UNCLAIMED}")
    pieces = (f"【{piece.where}】\n{piece.text}\n" for piece in unclaimed)
    change.put(listing, "\n".join(pieces))
    return listing


def originals(reports: Path, unit: str) -> list[Path]:
    """Returns the returned files of a body that are kept beside the reports of one folder."""
    found = listing(reports / FOLDER / unit, hidden=True)
    return [path for path in found if not path.name.endswith(_UNCLAIMED) and is_file(path)]


def is_kept(reports: Path, unit: str, sha256: str, size: int) -> bool:
    """True where a file was taken in before, under whatever name, beside the reports of one folder."""
    folder = reports / FOLDER / unit
    return any(
        is_file(copy) and copy.stat().st_size == size and _digest(copy.read_bytes()) == sha256
        for copy in listing(folder, hidden=True)
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def place_for(change: Transaction, reports: Path, unit: str, path: Path, sha256: str) -> Path:
    """Returns where the copy of a returned file goes; where the name is another's, it gets a number."""
    name = Path(shortened(path.name, _LONGEST_NAME))
    number = 1
    while True:
        place = reports / FOLDER / unit / (f"{name.stem}-{number}{name.suffix}" if number > 1 else name)
        if change.digest(place) in (None, sha256):
            return place
        number += 1
