"""Files that appear whole or not at all, and are still there after a power failure. The one writer."""

import errno
import os
import secrets
import stat
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from kaohe_cli.exceptions import CannotLookError, CannotWriteError
from kaohe_cli.files.lengths import is_too_long, too_long
from kaohe_cli.files.looking import is_file, is_folder, is_there
from kaohe_cli.files.rehearsal import REHEARSAL

_FILE_MODE, _FOLDER_MODE = 0o666, 0o777

# What Windows says while a virus scanner, the indexer or a preview has a file open: access denied, sharing
# violation, lock violation. Elsewhere an error has no such number, and is final.
_HELD = {5, 32, 33}
# Seconds between the tries, 1.3 in all: a scanner lets go within some tenths; a person's Word does not, and
# must be told while the person still looks.
_PAUSES = (0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.7)
_sleep = time.sleep
# A disk syncs eight files in about the time of one, since they share its journal: 45 drafts took 0.5 s one by
# one and 0.05 s eight at a time. More at once gains nothing, and keeps more files in memory.
_AT_ONCE = 8
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

Result = TypeVar("Result")


def write_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Writes a file beside its final place and moves it there, so that nobody ever sees half of it.

    The folder is made where it is missing; a symbolic link stays, and the file behind it is written. A file
    that is there keeps its mode; a ``private`` one, and the folders made for it, are for their owner alone.
    A dry run only notes it.

    Raises:
        CannotWriteError: the folder or the disk does not allow it; what was there before is untouched.
    """
    if REHEARSAL.on:
        REHEARSAL.note(path, data)
        return
    temporary: Path | None = None
    made: list[Path] = []
    try:
        path = path.resolve() if path.is_symlink() else path
        if is_there(path) and not is_file(path) and not is_folder(path):  # a pipe, a device
            path.write_bytes(data)
            return
        made = make_folder(path.parent, private=private)
        temporary = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.tmp")
        _create(temporary, data, path, private=private)
        move(temporary, path)
        temporary, made = None, []
        sync_folder(path.parent)
    except CannotLookError as error:
        raise CannotWriteError(str(error)) from error
    except (OSError, RuntimeError) as error:  # RuntimeError: symbolic links in a circle
        raise CannotWriteError(_explanation(path, error)) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                remove(temporary)
        remove_folders(made)


def several_at_once(acts: Iterable[Callable[[], Result]]) -> Iterator[Result]:
    """Carries out what writes files, several at a time; yields what each returns, in order."""
    acts = iter(acts)
    first = tuple(islice(acts, 2))
    if len(first) < 2 or REHEARSAL.on:  # most commands write one file, and need no threads
        yield from (act() for act in chain(first, acts))
        return
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for act in chain(first, acts):
            waiting.append(pool.submit(act))
            if len(waiting) >= _AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def make_folder(folder: Path, *, private: bool = False) -> list[Path]:
    """Makes a folder and those above it; returns those that were not there, the uppermost first."""
    try:
        return [folder] if _make(folder, private=private) else []
    except FileNotFoundError:
        if folder.parent == folder:
            raise
    above = make_folder(folder.parent, private=private)
    try:  # once: for a path that is too long Windows says again that it is not there
        return [*above, folder] if _make(folder, private=private) else above
    except OSError:
        remove_folders(above)
        raise


def _make(folder: Path, *, private: bool) -> bool:
    """Makes a folder; returns False where it is there already."""
    try:
        folder.mkdir(_FOLDER_MODE & private_to(folder.parent) if private else _FOLDER_MODE)
    except FileNotFoundError:
        raise
    except OSError:  # what is there already comes as one error or another
        if not is_folder(folder):
            raise
        return False
    return True


def new_file_mode(folder: Path, *, private: bool) -> int:
    """Returns the mode with which a file is made in a folder, before the umask."""
    return _FILE_MODE & private_to(folder) if private else _FILE_MODE


def private_to(folder: Path) -> int:
    """Returns who may see what is private in a folder: its owner; the group, where the folder hands it on.

    That bit is how a folder is shared with colleagues; files for one person alone would shut them out.
    """
    return 0o770 if folder.stat().st_mode & stat.S_ISGID else 0o700


def remove_folders(made: list[Path]) -> None:
    """Takes back folders just made, where they are still empty."""
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()


def move(source: Path, target: Path) -> None:
    """Makes one file another in one step, waiting a moment where somebody holds one of them."""
    _patiently(lambda: source.replace(target))


def remove(path: Path) -> None:
    """Removes a file, waiting a moment where somebody holds it; one that is not there is fine."""
    _patiently(lambda: path.unlink(missing_ok=True))


def _patiently(act: Callable[[], object]) -> None:
    for pause in _PAUSES:
        try:
            act()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
        else:
            return
        _sleep(pause)
    act()


def write_all(descriptor: int, content: bytes) -> None:
    """Writes everything, or raises OSError."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder safe on disk, where the system knows how."""
    if os.name == "posix":
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _create(temporary: Path, data: bytes, path: Path, *, private: bool) -> None:
    """Writes a new file, safe on disk, with the mode of the one that it will replace."""
    mode = None
    with suppress(FileNotFoundError):
        mode = path.stat().st_mode & 0o777
    new_mode = 0o600 if mode is not None else new_file_mode(path.parent, private=private)
    descriptor = os.open(temporary, _CREATE, new_mode)
    try:
        write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if mode is not None:
        temporary.chmod(mode)


def _explanation(path: Path, error: Exception) -> str:
    number = getattr(error, "errno", None)
    if isinstance(error, OSError) and is_too_long(path, error):
        return too_long(path)
    if number == errno.ENOSPC:
        return f"磁盘已满，“{path}”没有写入，原有文件未作改动；请腾出空间再试"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"“{path.parent}”不是文件夹，不能在里面写文件；请换一个位置"
    if isinstance(error, IsADirectoryError):
        return f"“{path}”是文件夹，不能当作文件写；请换一个文件名"
    if isinstance(error, PermissionError):
        return f"没有写入“{path}”的权限，或它正在 Word、WPS 中打开；请关闭后再试，或换一个文件夹"
    if number == errno.EROFS:
        return f"“{path.parent}”是只读的，不能写入；请换一个文件夹"
    return f"“{path}”写不进去；请检查磁盘或网络位置，或换一个文件夹"
