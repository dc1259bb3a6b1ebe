"""A dry run: what would be written is noted, in order, and nothing is.

Every file of ours is written by :func:`kaohe_cli.files.atomic.write_file` or by a transaction; these two ask
here, so that no command has to remember.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import Final

from kaohe_cli.files.looking import is_file, is_there


class Result(Enum):
    """What becomes of a file that is written; the value is the word for it."""

    NEW = "新建"
    UPDATED = "更新"
    SAME = "未变"


class Rehearsal:
    """Whether this is a dry run, and what it would have written so far."""

    def __init__(self) -> None:
        self.on = False
        self.noted: dict[Path, Result] = {}
        self._shown: set[Path] = set()

    @contextmanager
    def going(self) -> Iterator[None]:
        """Writes nothing from here on, to the end of the block."""
        self.on = True
        try:
            yield
        finally:
            self.on = False
            self.noted = {}
            self._shown = set()

    def note(self, path: Path, data: bytes | None) -> None:
        """Notes a file that would hold ``data`` (None where that is not known, of a file that is new)."""
        if self.on:
            self.noted[path] = _what_becomes_of(path, data)

    def shown(self, path: Path) -> None:
        """Says that the command itself shows what would change in a file, so that its end need not."""
        self._shown.add(path)

    @property
    def unshown(self) -> dict[Path, Result]:
        """What has been noted and is not shown yet."""
        return {path: result for path, result in self.noted.items() if path not in self._shown}


def _what_becomes_of(path: Path, data: bytes | None) -> Result:
    if data is None or not is_there(path):
        return Result.NEW
    with suppress(OSError):
        if is_file(path) and path.read_bytes() == data:
            return Result.SAME
    return Result.UPDATED


REHEARSAL: Final = Rehearsal()
