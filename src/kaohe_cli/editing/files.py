"""One file on disk, before and after a change."""

import errno
import hashlib
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kaohe_cli.editing.errors import ExternallyChangedError
from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.workspace.finding import shown_path

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def fingerprint(content: bytes | None) -> str | None:
    """Returns what tells one content from another; None for a file that is not there."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def content_of(path: Path) -> bytes | None:
    """Returns what a file holds; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@dataclass(frozen=True)
class Replaced:
    """A file that is to change; the fingerprints are None where it is not there before, or after.

    ``target`` is never a symbolic link. Beside it stand the new content until it takes its place, and the old
    one until the whole change is done.
    """

    target: Path
    old: str | None
    new: str | None

    @property
    def fresh(self) -> Path:
        """Where the new content waits."""
        return self.target.with_name(f".{self.target.name}.kaohe-new")

    @property
    def backup(self) -> Path:
        """Where the old content is kept."""
        return self.target.with_name(f".{self.target.name}.kaohe-old")

    def prepare(self, content: bytes | None, *, with_backup: bool) -> None:
        """Puts the new content, and where asked the old one, beside the target, safe on disk."""
        self.check()
        if self.old is not None and not os.access(self.target, os.W_OK):  # a rename would not ask
            raise PermissionError(errno.EACCES, "read-only file")
        self.discard()
        if content is not None:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._write_fresh(content)
        if with_backup and self.old is not None:
            self._keep_old()

    def _write_fresh(self, content: bytes) -> None:
        before = self.target.stat() if self.old is not None else None
        descriptor = os.open(self.fresh, _CREATE, 0o600 if before else 0o666)
        try:
            write_all(descriptor, content)
            if before:
                _keep_owner(self.fresh, before)
                self.fresh.chmod(stat.S_IMODE(before.st_mode))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _keep_old(self) -> None:
        try:
            os.link(self.target, self.backup)
        except OSError:  # a file system without hard links
            descriptor = os.open(self.backup, _CREATE, 0o600)
            try:
                write_all(descriptor, self.target.read_bytes())
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            self.backup.chmod(stat.S_IMODE(self.target.stat().st_mode))

    def check(self) -> None:
        """Raises ExternallyChangedError where the target is not what it was when it was read."""
        if fingerprint(content_of(self.target)) != self.old:
            raise ExternallyChangedError(
                f"{shown_path(self.target)} 刚刚被别的程序改过，为免覆盖没有写入；"
                "请先保存好那边的修改，再运行一次"
            )

    def put_in_place(self) -> None:
        """Makes the new content the file, in one step."""
        if self.new is None:
            self.target.unlink()
        else:
            self.fresh.replace(self.target)

    def put_back(self) -> None:
        """Makes the old content the file again, in one step."""
        if self.old is None:
            self.target.unlink()
        else:
            self.backup.replace(self.target)

    def discard(self) -> None:
        """Removes what stands beside the target."""
        self.backup.unlink(missing_ok=True)
        self.fresh.unlink(missing_ok=True)


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


def _keep_owner(path: Path, before: os.stat_result) -> None:
    now = path.stat()
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        with suppress(OSError):
            os.chown(path, before.st_uid, before.st_gid)


def cannot_write(error: OSError, folder: Path) -> CannotWriteError:
    """Returns the error in our words."""
    if error.errno in _FULL:
        return CannotWriteError(f"磁盘已满或超出限额，写不进“{folder}”，文件没有改动；腾出空间后再试")
    if error.errno in _FORBIDDEN:
        return CannotWriteError(
            f"没有写入权限，或文件正被别的程序占用（“{folder}”），文件没有改动；检查后再试"
        )
    return CannotWriteError(
        f"写不进“{folder}”（系统错误 {error.errno}），文件没有改动；检查磁盘或网络位置后再试"
    )
