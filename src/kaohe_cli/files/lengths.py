"""Paths that are too long for the system: said as such, where Windows says “not there”."""

import errno
import os
from pathlib import Path

# MAX_PATH of Windows counts the zero behind the last character; a folder keeps room for a name of 8.3 in it.
_LONGEST_ON_WINDOWS, _LONGEST_FOLDER_ON_WINDOWS = 259, 247
_LONGEST_QUOTE = 100  # what tells the path apart is at its ends
_NAME_TOO_LONG, _FOLDER_NOT_THERE = 206, 3  # winerror; Python makes ENOENT of both


def is_too_long(path: Path, error: OSError) -> bool:
    """True where a path could not be opened since it, or a name in it, is too long.

    Of a long path Windows says that a folder on the way is not there. That is believed where this folder has
    a path that fits.
    """
    number = getattr(error, "winerror", None)
    if error.errno == errno.ENAMETOOLONG or number == _NAME_TOO_LONG:
        return True
    if number != _FOLDER_NOT_THERE or _length(path) <= _LONGEST_ON_WINDOWS:
        return False
    folder = path.absolute().parent
    return _length(folder) > _LONGEST_FOLDER_ON_WINDOWS or _can_see(folder)


def too_long(path: Path) -> str:
    """Returns the sentence: which path, how long it is, and what to do."""
    text, half = str(path), _LONGEST_QUOTE // 2
    shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:half]}…{text[-half:]}"
    return (
        f"“{shown}”的路径或名称太长（共 {_length(path)} 个字符），系统不能打开；"
        "请把文件夹移到路径短些的地方，或改用短些的名称"
    )


def _can_see(folder: Path) -> bool:
    try:
        folder.stat()
    except OSError:
        return False
    return True


def _length(path: Path) -> int:
    """Returns how long a path is as Windows counts: from the drive on, in units of UTF-16."""
    return len(os.path.abspath(path).encode("utf-16-le", "surrogatepass")) // 2  # noqa: PTH100 - no links
