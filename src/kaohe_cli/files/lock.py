"""One lock for one folder, held by the operating system: it goes with its process, however that ends.

The lock is a file of one dot-name in the folder. It also holds the journal of the change in progress, and is
removed when nobody needs it.
"""

import errno
import os
import random
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path

from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.files.atomic import move
from kaohe_cli.files.errors import NotOursError, WorkspaceBusyError
from kaohe_cli.files.lengths import is_too_long, too_long
from kaohe_cli.files.lock_place import LOCK_NAME, lock_of
from kaohe_cli.files.looking import is_taken

_SHORTEST_PAUSE = 0.001
_LONGEST_PAUSE = 0.05
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_HELD_BY_OTHERS = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}

if sys.platform == "win32":
    import msvcrt

    _FAR_BEHIND_THE_JOURNAL = 1 << 30

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BEHIND_THE_JOURNAL, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """The lock of a folder, taken by one of us at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = lock_of(folder)
        self.descriptor = -1

    def acquire(self, wait: float) -> None:
        """Takes the lock, waiting up to ``wait`` seconds for each of those who hold it before us.

        Raises:
            WorkspaceBusyError: they did not end.
            NotOursError: what stands under its name is no file.
            CannotWriteError: the folder or the disk does not allow it.
        """
        deadline = time.monotonic() + wait
        pause = _SHORTEST_PAUSE
        holder = self._mark()
        while not self._try():
            if (seen := self._mark()) != holder:  # the queue moves: a busy hour is no reason to give up
                holder, deadline = seen, time.monotonic() + wait
            if time.monotonic() >= deadline:
                raise WorkspaceBusyError(
                    f"另一个 kaohe 命令正在修改“{self.folder}”，等了 {wait:g} 秒还没有结束；请稍后再试"
                )
            time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - only spreads the waiting
            pause = min(pause * 2, _LONGEST_PAUSE)

    def release(self) -> None:
        """Gives the lock back. The file goes too, unless an unfinished journal stands in it."""
        descriptor, self.descriptor = self.descriptor, -1
        idle = os.fstat(descriptor).st_size == 0
        if idle and os.name == "posix":  # while we hold it nobody else can be relying on this very file
            with suppress(OSError):
                self._path.unlink()
        os.close(descriptor)
        if idle and os.name != "posix":  # Windows refuses where somebody has it open, which is what we want
            with suppress(OSError):
                self._path.unlink()

    def set_aside(self) -> Path:
        """Gives the lock back under another name, since its file is not ours; returns that name.

        Whoever has opened the file meanwhile notices that it is no longer the one of the folder.
        """
        number = 1
        while is_taken(aside := self.folder / f"{LOCK_NAME}.不明{number if number > 1 else ''}"):
            number += 1
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0 and os.name != "posix":  # Windows renames no open file
            os.close(descriptor)
        try:
            move(self._path, aside)
        except FileNotFoundError:  # somebody was quicker
            pass
        except OSError as error:
            raise CannotWriteError(
                f"“{self._path}”不是 kaohe 写的，也移不开；请检查权限，把它移走再试"
            ) from error
        finally:
            if descriptor >= 0 and os.name == "posix":
                os.close(descriptor)
        return aside

    def _try(self) -> bool:
        self._check_kind()
        try:
            descriptor = os.open(self._path, _FLAGS, 0o666)
        except OSError as error:
            if is_too_long(self._path, error):
                raise CannotWriteError(too_long(self._path)) from error
            raise CannotWriteError(
                f"不能在“{self.folder}”里写文件；检查文件夹是否存在、是否有写入权限"
            ) from error
        try:
            _lock(descriptor)
            if self._is_current(descriptor):
                self.descriptor = descriptor
                return True
        except OSError as error:
            if error.errno not in _HELD_BY_OTHERS:
                raise CannotWriteError(
                    f"“{self.folder}”所在的磁盘不支持文件锁；把数据放到本机磁盘上"
                ) from error
        finally:
            if self.descriptor != descriptor:
                os.close(descriptor)
        return False

    def _mark(self) -> tuple[int, int] | None:
        """Returns what tells the lock of one holder, and his progress, from another's."""
        try:
            found = self._path.lstat()
        except OSError:
            return None
        return found.st_ino, found.st_ctime_ns

    def _check_kind(self) -> None:
        """Opening a link would write to another file, and reading a pipe would wait for ever."""
        with suppress(FileNotFoundError, NotADirectoryError):
            if not stat.S_ISREG(self._path.lstat().st_mode):
                raise NotOursError("不是普通的文件")

    def _is_current(self, descriptor: int) -> bool:
        """False where the last holder removed the file between our opening and locking it."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return False
        return os.path.samestat(found, os.fstat(descriptor))

    @property
    def is_held(self) -> bool:
        """True while it is we who hold the lock."""
        return self.descriptor >= 0

    @property
    def exists(self) -> bool:
        """True while somebody holds the lock, or after a holder was killed."""
        return is_taken(self._path)

    @property
    def has_journal(self) -> bool:
        """True while the holder writes a change, or after one was killed there."""
        try:
            return self._path.lstat().st_size > 0
        except OSError:
            return False
