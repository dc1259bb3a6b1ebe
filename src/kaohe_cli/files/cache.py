"""What may be worked out again at any time, kept in a folder that nobody but the user can write to.

What is read from here is believed (it may be code), so the folder and each file must be the user's own, and
neither may be a link. Where that is not so, or anything else goes wrong, there simply is no cache.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from kaohe_cli.files.rehearsal import REHEARSAL

_NAME: Final = "kaohe"
_MAX_ENTRY: Final = 16 * 2**20  # the largest template we take has 32 MB of XML; one of an office has 0.1
_MAX_ENTRIES: Final = 24  # an office has a few templates; a few more versions of each while one is edited
_DIGEST: Final = 32
_NO_LINKS: Final = getattr(os, "O_NOFOLLOW", 0)
_BINARY: Final = getattr(os, "O_BINARY", 0)


class _Place(NamedTuple):
    """A folder that has been looked at. Where the system can, it is held open, so that nobody swaps it."""

    path: Path
    held: int | None

    def named(self, entry: str) -> str:
        """What to call an entry in calls that are given `held`."""
        return entry if self.held is not None else str(self.path / entry)


def recall(entry: str) -> bytes | None:
    """What was kept under a name, whole and unharmed; None where there is nothing to rely on."""
    with suppress(OSError, RuntimeError), _place(make=False) as place:
        descriptor = os.open(place.named(entry), os.O_RDONLY | _NO_LINKS | _BINARY, dir_fd=place.held)
        with os.fdopen(descriptor, "rb") as file:
            if not _is_private(os.fstat(descriptor), stat.S_IFREG):
                return None
            data = file.read(_MAX_ENTRY + _DIGEST + 1)
        kept = data[_DIGEST:]
        if len(kept) <= _MAX_ENTRY and hashlib.sha256(kept).digest() == data[:_DIGEST]:
            return kept
    return None


def keep(entry: str, data: bytes) -> None:
    """Keeps something under a name of letters and digits; not in a dry run, nor where it cannot be done."""
    if len(data) > _MAX_ENTRY or REHEARSAL.on:
        return
    with suppress(OSError, RuntimeError), _place(make=True) as place:
        _make_room(place)
        temporary = place.named(f"{entry}.{os.getpid()}")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS | _BINARY
        descriptor = os.open(temporary, flags, 0o600, dir_fd=place.held)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            os.replace(temporary, place.named(entry), src_dir_fd=place.held, dst_dir_fd=place.held)
        except OSError:
            os.unlink(temporary, dir_fd=place.held)


@contextmanager
def _place(*, make: bool) -> Iterator[_Place]:
    """The folder, once it is known to be the user's own. Raises OSError where it is not."""
    path = _base() / _NAME
    if make:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)
    if sys.platform == "win32":
        if not _is_private(path.lstat(), stat.S_IFDIR):
            raise PermissionError(path)
        yield _Place(path, None)
    else:
        held = os.open(path, os.O_RDONLY | os.O_DIRECTORY | _NO_LINKS)
        try:
            if not _is_private(os.fstat(held), stat.S_IFDIR):
                raise PermissionError(path)
            yield _Place(path, held)
        finally:
            os.close(held)


def _base() -> Path:
    """Where this system keeps caches of the user. Raises OSError or RuntimeError where nothing says where."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", ""))
    elif sys.platform == "darwin":
        base = Path("~/Library/Caches").expanduser()
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", ""))
        if not base.is_absolute():  # the XDG specification has relative paths ignored
            base = Path("~/.cache").expanduser()
    if not base.is_absolute():
        raise FileNotFoundError(base)
    return base


def _is_private(status: os.stat_result, kind: int) -> bool:
    """Whether something is of a kind, no link, and writable for nobody but the user.

    On Windows the folders under %LOCALAPPDATA% are the user's by inheritance; a link is a reparse point.
    """
    if stat.S_IFMT(status.st_mode) != kind:
        return False
    if sys.platform == "win32":
        return not status.st_file_attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT
    else:  # noqa: RET505 - so that mypy reads each half for its own system
        return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _make_room(place: _Place) -> None:
    """Takes out the oldest entries, and whatever a process that was killed left behind with them."""
    names = os.listdir(place.path if place.held is None else place.held)  # noqa: PTH208 - of the open folder
    if len(names) < _MAX_ENTRIES:
        return
    ages = {name: os.stat(place.named(name), dir_fd=place.held, follow_symlinks=False) for name in names}
    for name in sorted(names, key=lambda name: ages[name].st_mtime)[: len(names) - _MAX_ENTRIES + 1]:
        os.unlink(place.named(name), dir_fd=place.held)
