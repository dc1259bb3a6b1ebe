"""Where a workspace's files are read from: a folder, texts given, or either as a change would leave it.

An earlier version in git is the store of :mod:`kaohe_cli.workspace.revision`. A store tells "not there" (a
``FileNotFoundError`` among the contents, an empty listing) from "cannot look" (any other ``OSError``, a
``CannotLookError``).
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, Protocol

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.changing import Content, marks, read_together
from kaohe_cli.files.looking import is_folder, listing
from kaohe_cli.files.paths import shown_path

MAX_BYTES: Final = 10 * 1024 * 1024
"""What is larger is no data file: the tables of a year have 60 KB, a report with everything filled in 100."""
ENOUGH: Final = MAX_BYTES + 1
"""How many bytes to read of a file, to know that it is too large."""


class ChangedMeanwhileError(KaoheError):
    """The data was changed between two looks at it; what was seen does not belong together."""


class Store(Protocol):
    """Texts by the paths of files, to be read only."""

    def read(self, paths: Iterable[Path], most: int) -> dict[Path, Content]:
        """Returns what files hold, at most ``most`` bytes of each, or why they cannot be read."""

    def listing(self, folder: Path, pattern: str) -> list[Path]:
        """Returns the files of a folder whose names fit a pattern, sorted; none where there is no folder."""

    def folders(self, folder: Path) -> list[Path]:
        """Returns the folders in a folder, sorted by name, without those that begin with a dot."""

    def called(self, path: Path) -> str:
        """Returns what people call a file: in findings and messages."""


class Disk:
    """Files as they are on disk; those read together are all from before a change, or all from after it."""

    def __init__(self, root: Path) -> None:
        """``root`` is the folder whose lock is held by whoever changes the files."""
        self._root = root
        self._first: tuple[tuple[Path, ...], object] | None = None

    def read(self, paths: Iterable[Path], most: int) -> dict[Path, Content]:
        """Returns what files hold.

        Raises:
            ChangedMeanwhileError: what was read first, the tables, has changed since.
        """
        paths = tuple(paths)
        contents = read_together(self._root, paths, most)
        if self._first is None:
            self._first = paths, marks(paths)
            return contents
        known, before = self._first
        if marks(known) != before:
            raise ChangedMeanwhileError("读取时数据被别的程序改了，前后对不上；请再运行一次")
        return contents

    def listing(self, folder: Path, pattern: str) -> list[Path]:
        return listing(folder, pattern)

    def folders(self, folder: Path) -> list[Path]:
        return [path for path in self.listing(folder, "*") if is_folder(path)]

    def called(self, path: Path) -> str:
        return shown_path(path)


class Texts:
    """Texts that were read already: all that there is."""

    def __init__(self, texts: Mapping[Path, bytes]) -> None:
        self._texts = texts

    def read(self, paths: Iterable[Path], most: int) -> dict[Path, Content]:
        return {
            path: self._texts[path][:most] if path in self._texts else FileNotFoundError(path)
            for path in paths
        }

    def listing(self, folder: Path, pattern: str) -> list[Path]:
        return sorted(
            path for path in self._texts if path.parent == folder and fnmatchcase(path.name, pattern)
        )

    def folders(self, folder: Path) -> list[Path]:
        return sorted({path.parent for path in self._texts if path.parent.parent == folder})

    def called(self, path: Path) -> str:
        return shown_path(path)


class Overlay:
    """A store as a change would leave it; None stands for a file that the change removes."""

    def __init__(self, under: Store, staged: Mapping[Path, bytes | None]) -> None:
        self._under = under
        self._staged = staged
        self._made = Texts({path: content for path, content in staged.items() if content is not None})

    def read(self, paths: Iterable[Path], most: int) -> dict[Path, Content]:
        paths = tuple(paths)
        contents = self._under.read([path for path in paths if path not in self._staged], most)
        return contents | self._made.read([path for path in paths if path in self._staged], most)

    def listing(self, folder: Path, pattern: str) -> list[Path]:
        left = {path for path in self._under.listing(folder, pattern) if path not in self._staged}
        return sorted({*left, *self._made.listing(folder, pattern)})

    def folders(self, folder: Path) -> list[Path]:
        return sorted({*self._under.folders(folder), *self._made.folders(folder)})

    def called(self, path: Path) -> str:
        return self._under.called(path)
