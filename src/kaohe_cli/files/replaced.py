"""One file on disk, before and after a change."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.files.atomic import move, new_file_mode, remove, write_all
from kaohe_cli.files.errors import ExternallyChangedError
from kaohe_cli.files.lengths import is_too_long, too_long
from kaohe_cli.files.paths import shown_path

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


# The largest file that we ever write is an original of 64 MB; what is larger is none of ours and is not read.
_LARGEST = 128 * 2**20
# In bytes, of one name on Linux and macOS; Windows counts UTF-16 units, which are never more.
_LONGEST_NAME = 255
# The fingerprint of what is no file that we could have written: a folder, a pipe, a monster.
_NOT_OURS = ""


def fingerprint(content: bytes | None) -> str | None:
    """Returns what tells one content from another; None for a file that is not there."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def fingerprint_of(path: Path) -> str | None:
    """Returns the fingerprint of what a file holds; None where there is none."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            return _NOT_OURS
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def content_of(path: Path) -> bytes | None:
    """Returns what a file holds; None where there is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # reading a pipe would wait for ever
            raise OSError(errno.EINVAL, "not a regular file")
        return path.read_bytes()
    except FileNotFoundError:
        return None


@dataclass(frozen=True)
class Replaced:
    """A file that is to change; the fingerprints are None where it is not there before, or after.

    ``target`` is never a symbolic link. Beside it stand the new content until it takes its place, and a
    backup until the whole change is done: the old content, or that of a file which is new, so that nothing is
    ever replaced or removed of which there is no copy.
    """

    target: Path
    old: str | None
    new: str | None

    @property
    def fresh(self) -> Path:
        """Where the new content waits."""
        return self._beside("new")

    @property
    def backup(self) -> Path:
        """Where the copy is kept."""
        return self._beside("old")

    def _beside(self, ending: str) -> Path:
        name = f".{self.target.name}.kaohe-{ending}"
        if len(os.fsencode(name)) > _LONGEST_NAME:
            name = f".{hashlib.sha256(os.fsencode(self.target.name)).hexdigest()}.kaohe-{ending}"
        return self.target.with_name(name)

    def prepare(self, content: bytes | None, *, with_backup: bool, private: bool = False) -> None:
        """Puts the new content, and where asked a backup, beside the target, safe on disk."""
        self.check()
        if self.old is not None and not os.access(self.target, os.W_OK):  # a rename would not ask
            raise PermissionError(errno.EACCES, "read-only file")
        self.discard()
        if content is not None:
            self._write_fresh(content, new_file_mode(self.target.parent, private=private))
        if with_backup:
            self._keep(self.target if self.old is not None else self.fresh)

    def _write_fresh(self, content: bytes, mode: int) -> None:
        before = self.target.stat() if self.old is not None else None
        descriptor = os.open(self.fresh, _CREATE, 0o600 if before else mode)
        try:
            write_all(descriptor, content)
            if before:
                _keep_owner(self.fresh, before)
                self.fresh.chmod(stat.S_IMODE(before.st_mode))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _keep(self, original: Path) -> None:
        try:
            os.link(original, self.backup)
        except OSError:  # a file system without hard links
            descriptor = os.open(self.backup, _CREATE, 0o600)
            try:
                write_all(descriptor, original.read_bytes())
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            self.backup.chmod(stat.S_IMODE(original.stat().st_mode))

    @property
    def has_fresh(self) -> bool:
        """Whether the new content waits whole, and there is a backup of what it is to replace."""
        is_new = self.new is None or fingerprint_of(self.fresh) == self.new
        return is_new and (self.old is None or fingerprint_of(self.backup) == self.old)

    @property
    def has_backup(self) -> bool:
        """Whether there is a whole copy of what undoing brings back, or removes."""
        return fingerprint_of(self.backup) == (self.old if self.old is not None else self.new)

    def check(self) -> None:
        """Raises ExternallyChangedError where the target is not what it was when it was read."""
        if fingerprint_of(self.target) != self.old:
            raise ExternallyChangedError(
                f"{shown_path(self.target)} 刚刚被别的程序改过，为免覆盖没有写入；"
                "请先保存好那边的修改，再运行一次"
            )

    def put_in_place(self) -> None:
        """Makes the new content the file, in one step."""
        if self.new is None:
            remove(self.target)
        else:
            move(self.fresh, self.target)

    def put_back(self) -> None:
        """Makes the old content the file again, in one step."""
        if self.old is None:
            remove(self.target)
        else:
            move(self.backup, self.target)

    def discard(self) -> None:
        """Removes what stands beside the target."""
        remove(self.backup)
        remove(self.fresh)


def discard_all(files: Iterable[Replaced]) -> bool:
    """Removes what stands beside the targets; returns False where something was held and is left."""
    done = True
    for file in files:
        try:
            file.discard()
        except OSError:
            done = False
    return done


def _keep_owner(path: Path, before: os.stat_result) -> None:
    now = path.stat()
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        with suppress(OSError):
            os.chown(path, before.st_uid, before.st_gid)


def cannot_write(error: OSError, folder: Path, state: str = "文件未作改动") -> CannotWriteError:
    """Returns the error in our words; ``state`` is how things stand now."""
    path = Path(error.filename) if isinstance(error.filename, str) else folder
    if is_too_long(path, error):
        return CannotWriteError(f"{state}：{too_long(path)}")
    if error.errno in _FULL:
        return CannotWriteError(f"磁盘已满或超出限额，写不进“{folder}”，{state}；腾出空间后再试")
    if error.errno in _FORBIDDEN:
        return CannotWriteError(f"没有写入权限，或文件正被别的程序占用（“{folder}”），{state}；检查后再试")
    return CannotWriteError(f"写不进“{folder}”（系统错误 {error.errno}），{state}；检查磁盘或网络位置后再试")
