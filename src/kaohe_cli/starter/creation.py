"""A folder of new files that is there whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from kaohe_cli.exceptions import CannotWriteError, WrongUseError

_HARMLESS: Final = frozenset({".git", ".DS_Store", "Thumbs.db", "desktop.ini"})
_FOLDER_MODE: Final = 0o777


def check_free(folder: Path) -> None:
    """Refuses a place where a workspace would come among other files.

    Raises:
        WrongUseError: there is a file of that name, or the folder holds something.
    """
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise WrongUseError(f"“{folder}”不是文件夹，没有新建；请换一个名称")
    try:
        present = sorted(path.name for path in folder.iterdir() if path.name not in _HARMLESS)
    except OSError as error:
        raise CannotWriteError(f"“{folder}”打不开，没有新建；请检查权限，或换一个文件夹") from error
    if present:
        shown = "、".join(present[:3]) + ("等" if len(present) > 3 else "")
        raise WrongUseError(f"“{folder}”里已经有 {shown}，没有新建；请写一个空文件夹或新的名称")


def create(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files below a folder, which is new or empty: all of them, or none.

    They are first written beside their place. A new folder then appears in one step; in one that is there
    the entries are moved in one by one, and taken back where that fails.

    Raises:
        WrongUseError: the folder is not free.
        CannotWriteError: the disk or the permissions do not allow it.
    """
    check_free(folder)
    made: list[Path] = []
    try:
        made += _parents(folder)
        _build(folder.resolve(), files)
        made.clear()
    except OSError as error:
        raise CannotWriteError(
            f"“{folder}”建不起来，什么也没有留下；请检查磁盘空间和权限，或换一个位置"
        ) from error
    finally:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir()


def _build(target: Path, files: Mapping[str, bytes]) -> None:
    exists = target.is_dir()
    stage = Path(tempfile.mkdtemp(prefix=".kaohe-new-", dir=target if exists else target.parent))
    try:
        _write(stage, files)
        if exists:
            _move_entries(stage, target)
        else:
            stage.chmod(_FOLDER_MODE & ~_umask())
            stage.rename(target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _parents(folder: Path) -> list[Path]:
    """Makes the folders above, and returns those that were not there."""
    missing = [parent for parent in folder.parents if not parent.exists()]
    missing.reverse()
    folder.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _write(stage: Path, files: Mapping[str, bytes]) -> None:
    for place, data in files.items():
        path = stage / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _move_entries(stage: Path, target: Path) -> None:
    moved: list[Path] = []
    try:
        for entry in sorted(stage.iterdir()):
            place = target / entry.name
            entry.rename(place)
            moved.append(place)
    except OSError:
        for place in moved:
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
