"""A data folder as an earlier version in git had it, with its reports where these were kept in git."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from kaohe_cli.comparing.revision import blob, blobs
from kaohe_cli.files.changing import Content
from kaohe_cli.workspace.store import Disk

_PARTS: Final = ("indicators.yaml", "incentives.yaml", "units.yaml", "forms.yaml", "reports")


class Past(Disk):
    """The files of a data folder in a version; nothing on disk is looked at."""

    def __init__(self, name: str, folder: Path) -> None:
        """Looks up what a version has of ``folder``, which stands for its files then.

        Raises:
            WrongUseError: git is not installed, the folder is in no repository, or there is no such version.
        """
        super().__init__(folder)
        self._blobs = {folder / path: found for path, found in blobs(name, folder, _PARTS).items()}
        self._folder = folder

    @property
    def is_empty(self) -> bool:
        """Whether the version has nothing of the folder."""
        return not self._blobs

    def read(self, paths: Iterable[Path], most: int) -> dict[Path, Content]:
        return {
            path: blob(self._folder, self._blobs[path])[:most]
            if path in self._blobs
            else FileNotFoundError(path)
            for path in paths
        }

    def listing(self, folder: Path, pattern: str) -> list[Path]:
        return sorted(
            path for path in self._blobs if path.parent == folder and fnmatchcase(path.name, pattern)
        )

    def folders(self, folder: Path) -> list[Path]:
        return sorted({path.parent for path in self._blobs if path.parent.parent == folder})
