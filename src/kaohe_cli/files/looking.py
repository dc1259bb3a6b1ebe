"""What stands in the file system, where "not there" and "cannot look" are two answers.

``Path.exists``, ``is_file``, ``is_dir`` and ``glob`` take some errors of the system for "not there" (from
Python 3.13 ``glob`` takes all of them); a folder that may not be listed would then be an empty one.
"""

import errno
import os
import re
import stat
from contextlib import suppress
from fnmatch import translate
from pathlib import Path
from typing import NoReturn

from kaohe_cli.exceptions import CannotLookError
from kaohe_cli.files.lengths import is_too_long, too_long


def is_there(path: Path) -> bool:
    """True where the path names anything; a symbolic link to nothing is nothing.

    Raises:
        CannotLookError: the system does not let us look.
    """
    return _mode(path) is not None


def is_taken(path: Path) -> bool:
    """True where the name is in use, be it by a symbolic link to nothing.

    Raises:
        CannotLookError: the system does not let us look.
    """
    return _mode(path, follow_links=False) is not None


def is_file(path: Path) -> bool:
    """True where the path names a regular file, or a link to one.

    Raises:
        CannotLookError: the system does not let us look.
    """
    mode = _mode(path)
    return mode is not None and stat.S_ISREG(mode)


def is_folder(path: Path) -> bool:
    """True where the path names a folder, or a link to one.

    Raises:
        CannotLookError: the system does not let us look.
    """
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def listing(folder: Path, pattern: str = "*", *, hidden: bool = False) -> list[Path]:
    """Returns what a folder holds, sorted by name; empty where there is no such folder.

    ``pattern`` is a shell pattern for the name; names that begin with a dot match only a pattern that does,
    or with ``hidden``.

    Raises:
        CannotLookError: the folder is there and cannot be listed.
    """
    fits = re.compile(translate(pattern)).match
    hidden = hidden or pattern.startswith(".")
    try:
        names = os.listdir(folder)  # noqa: PTH208 - iterdir is lazy in some versions and raises late
    except OSError as error:
        if _is_absence(folder, error):
            return []
        _cannot_look(folder, error)
    return [folder / name for name in sorted(names) if fits(name) and (hidden or not name.startswith("."))]


def files_below(folder: Path) -> list[Path]:
    """Returns every file below a folder, in the order of their paths, dotted ones and links to nothing too.

    Links to folders are not followed, so that a circle of them ends.

    Raises:
        CannotLookError: a folder on the way cannot be listed.
    """
    found: list[Path] = []
    waiting = [folder]
    while waiting:
        for path in listing(waiting.pop(), hidden=True):
            is_link = path.is_symlink()
            if is_link and not _leads_to_folder(path):
                found.append(path)
            elif is_folder(path) and not is_link:
                waiting.append(path)
            elif is_file(path):
                found.append(path)
    return sorted(found)


def _leads_to_folder(link: Path) -> bool:
    with suppress(CannotLookError):
        return is_folder(link)
    return False


def current_folder() -> Path:
    """Returns the folder that the command was started in.

    Raises:
        CannotLookError: it was deleted, or moved out of our sight, since.
    """
    try:
        return Path.cwd()
    except OSError as error:
        raise CannotLookError("当前文件夹已经不在了，或者没有权限查看；请先进入（cd）别的文件夹") from error


def _mode(path: Path, *, follow_links: bool = True) -> int | None:
    try:
        return path.stat(follow_symlinks=follow_links).st_mode
    except ValueError:  # a NUL in the name: no such file can be
        return None
    except OSError as error:
        if _is_absence(path, error):
            return None
        _cannot_look(path, error)


# Windows: a name that cannot be (123, e.g. with “?”), a drive that is not there (3 and 15 come as ENOENT;
# 21 is an empty drive), a network path that is not there (53, 67).
_ABSENT_ON_WINDOWS = {21, 53, 67, 123}


def _is_absence(path: Path, error: OSError) -> bool:
    number = getattr(error, "winerror", None)
    is_said_so = error.errno in (errno.ENOENT, errno.ENOTDIR) or number in _ABSENT_ON_WINDOWS
    return is_said_so and not is_too_long(path, error)


def _cannot_look(path: Path, error: OSError) -> NoReturn:
    if is_too_long(path, error):
        raise CannotLookError(too_long(path)) from error
    if isinstance(error, PermissionError):
        why = "没有权限查看；请检查它和上级文件夹的权限"
    elif error.errno == errno.ELOOP:
        why = "是绕圈的链接，不能查看；请检查这个链接"
    else:
        why = "现在不能查看；请检查磁盘或网络位置"
    raise CannotLookError(f"“{path}”{why}") from error
