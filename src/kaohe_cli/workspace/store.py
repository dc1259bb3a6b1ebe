"""Where a workspace's files are read from: the disk, or the disk as a change would leave it."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.changing import Content, marks, read_together
from kaohe_cli.files.looking import is_folder, listing


class ChangedMeanwhileError(KaoheError):
    """The data was changed between two looks at it; what was seen does not belong together."""


class Disk:
    """Files as they are on disk; those read together are all from before a change, or all from after it."""

    def __init__(self, root: Path) -> None:
        """``root`` is the folder whose lock is held by whoever changes the files."""
        self._root = root
        self._first: tuple[tuple[Path, ...], object] | None = None

    def read(self, paths: Iterable[Path], most: int) -> dict[Path, Content]:
        """Returns what files hold, at most ``most`` bytes of each, or why they cannot be read.

        Raises:
            ChangedMeanwhileError: what was read first, the tables, has changed since.
        """
        paths = tuple(paths)
        contents = read_together(self._root, paths, most)
        if self._first is None:
            self._first = paths, marks(paths)
        known, before = self._first
        if marks(known) != before:
            raise ChangedMeanwhileError("读取时数据被别的程序改了，前后对不上；请再运行一次")
        return contents

    def listing(self, folder: Path, pattern: str) -> list[Path]:
        """Returns the files of a folder whose names fit a pattern, sorted."""
        return listing(folder, pattern)

    def folders(self, folder: Path) -> list[Path]:
        """Returns the folders in a folder, sorted by name, without those that begin with a dot."""
        return [path for path in self.listing(folder, "*") if is_folder(path)]


class Overlay(Disk):
    """The disk with some files as a change would leave them; None stands for one that it removes."""

    def __init__(self, root: Path, staged: Mapping[Path, bytes | None]) -> None:
        super().__init__(root)
        self._staged = staged

    def read(self, paths: Iterable[Path], most: int) -> dict[Path, Content]:
        paths = tuple(paths)
        contents = super().read([path for path in paths if path not in self._staged], most)
        for path in paths:
            if path in self._staged:
                staged = self._staged[path]
                contents[path] = FileNotFoundError(path) if staged is None else staged
        return contents

    def listing(self, folder: Path, pattern: str) -> list[Path]:
        found = {path for path in super().listing(folder, pattern) if path not in self._staged}
        for path, content in self._staged.items():
            if content is not None and path.parent == folder and fnmatchcase(path.name, pattern):
                found.add(path)
        return sorted(found)

    def folders(self, folder: Path) -> list[Path]:
        made = {path.parent for path, content in self._staged.items() if content is not None}
        return sorted({*super().folders(folder), *(path for path in made if path.parent == folder)})
