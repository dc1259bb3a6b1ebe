"""What is kept beside the reports: the file as it came, and the text of it that no field claimed."""

from pathlib import Path

from kaohe_cli.collecting.batch import Outcome
from kaohe_cli.workspace.atomic import write_file

FOLDER = "returned"
_UNCLAIMED = ".未归入.txt"


def keep(reports: Path, outcome: Outcome) -> Path | None:
    """Writes a copy of a returned file, and beside it what went into no field; returns the latter's path.

    A file of the same name with other content stays: the new one gets a number.

    Raises:
        CannotWriteError: the folder or the disk does not allow it.
    """
    folder = reports / FOLDER / outcome.unit
    copy = _free_name(folder, outcome.path.name, outcome.data)
    if not copy.exists():
        write_file(copy, outcome.data)
    if not outcome.unclaimed:
        return None
    listing = copy.with_name(f"{copy.name}{_UNCLAIMED}")
    pieces = (f"【{piece.where}】\n{piece.text}\n" for piece in outcome.unclaimed)
    write_file(listing, "\n".join(pieces).encode())
    return listing


def _free_name(folder: Path, name: str, data: bytes) -> Path:
    original = Path(name)
    number = 1
    while True:
        path = folder / (name if number == 1 else f"{original.stem}-{number}{original.suffix}")
        if not path.exists() or path.read_bytes() == data:
            return path
        number += 1
