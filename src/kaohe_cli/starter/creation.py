"""A folder of new files that is there whole or not at all."""

import glob
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kaohe_cli.exceptions import CannotWriteError, WrongUseError
from kaohe_cli.files.atomic import (
    make_folder,
    remove_folders,
    sync_folder,
    write_file,
)
from kaohe_cli.files.looking import files_below, is_file, is_folder, is_taken, listing
from kaohe_cli.files.rehearsal import REHEARSAL

_HARMLESS: Final = frozenset({".git", ".DS_Store", "Thumbs.db", "desktop.ini"})
_STAGE: Final = ".kaohe-new-"


def check_free(folder: Path, files: Mapping[str, bytes] | None = None) -> None:
    """Refuses a place where a workspace would come among other files.

    What a killed ``init`` left is no obstacle: its own temporary folder, and beside that what is the very
    same as in ``files``, which are to be written. Where they are not known yet, they are asked about later.

    Raises:
        WrongUseError: there is a file of that name, or the folder holds something.
    """
    if not is_taken(folder):
        return
    if not is_folder(folder):
        raise WrongUseError(f"“{folder}”不是文件夹，没有新建；请换一个名称")
    try:
        present = _present(folder, files)
    except OSError as error:
        raise CannotWriteError(f"“{folder}”打不开，没有新建；请检查权限，或换一个文件夹") from error
    if present:
        shown = "、".join(present[:3]) + ("等" if len(present) > 3 else "")
        raise WrongUseError(f"“{folder}”里已经有 {shown}，没有新建；请写一个空文件夹或新的名称")


def _present(folder: Path, files: Mapping[str, bytes] | None) -> list[str]:
    """Returns the names of what stands in a folder and is somebody's."""
    names = sorted(path.name for path in listing(folder, hidden=True) if path.name not in _HARMLESS)
    others = [name for name in names if not name.startswith(_STAGE)]
    if len(others) == len(names):
        return names
    return [] if files is None else [name for name in others if not _is_same(folder / name, files)]


def _is_same(entry: Path, files: Mapping[str, bytes]) -> bool:
    """True where an entry, with all that is in it, is byte for byte what would be written."""
    below = files_below(entry) if is_folder(entry) else [entry]
    wanted = {place for place in files if place.split("/")[0] == entry.name}
    there = {path.relative_to(entry.parent).as_posix(): path for path in below}
    return there.keys() == wanted and all(
        is_file(path) and path.read_bytes() == files[place] for place, path in there.items()
    )


def create(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files below a folder, which is new or empty: all of them, or none.

    They are first written beside their place. A new folder then appears in one step; in one that is there
    the entries are moved in one by one, and taken back where that fails.

    A dry run only notes them.

    Raises:
        WrongUseError: the folder is not free.
        CannotWriteError: the disk or the permissions do not allow it.
    """
    check_free(folder, files)
    if REHEARSAL.on:
        for place, data in files.items():
            REHEARSAL.note(folder / place, data)
        return
    made: list[Path] = []
    try:
        made = make_folder(folder.parent)
        _build(folder.resolve(), files)
        made = []
    except (OSError, CannotWriteError) as error:
        raise CannotWriteError(
            f"“{folder}”建不起来，什么也没有留下；请检查磁盘空间和权限，或换一个位置"
        ) from error
    finally:
        remove_folders(made)


def _build(target: Path, files: Mapping[str, bytes]) -> None:
    exists = is_folder(target)
    around, prefix = (target, _STAGE) if exists else (target.parent, f"{_STAGE}{target.name[:40]}-")
    for left in listing(around, f"{glob.escape(prefix)}*"):
        shutil.rmtree(left, ignore_errors=True)
    stage = around / f"{prefix}{secrets.token_hex(4)}"
    stage.mkdir()
    try:
        for place, data in files.items():
            write_file(stage / place, data)
        if exists:
            _move_entries(stage, target)
        else:
            stage.rename(target)
        sync_folder(around)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _move_entries(stage: Path, target: Path) -> None:
    """Moves what is not there yet; what is there was found to be the same."""
    moved: list[Path] = []
    try:
        for entry in listing(stage, hidden=True):
            place = target / entry.name
            if not is_taken(place):
                entry.rename(place)
                moved.append(place)
    except OSError:
        for place in moved:
            shutil.rmtree(place) if is_folder(place) else place.unlink()
        raise
