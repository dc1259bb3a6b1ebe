"""Reading files that somebody may just be changing together."""

import errno
import os
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kaohe_cli.files.lock_place import lock_of

COMMIT = b"commit\n"
"""The end of the journal in the lock file from the moment on when the change will be finished."""

# A change is put in place in milliseconds, file after file, and on a busy disk in some seconds; whose files
# stay as they are for longer was killed, and is healed by whoever may write here, not by waiting.
_LONGEST_WAIT = 5.0
_PAUSE = 0.01
_clock, _sleep = time.monotonic, time.sleep

Content = bytes | OSError
"""What a file holds, or why it cannot be read."""


def is_being_put_in_place(folder: Path) -> bool:
    """True while some files of a change are new and others may still be old."""
    with suppress(OSError), lock_of(folder).open("rb") as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(-min(len(COMMIT), stream.tell()), os.SEEK_END)
        return stream.read(len(COMMIT)) == COMMIT
    return False


def read_together(folder: Path, paths: Iterable[Path], most: int) -> dict[Path, Content]:
    """Returns what files hold, at most ``most`` bytes of each: all as before a change, or all as after it.

    ``folder`` is the one whose lock the change holds. Where that change was killed and cannot be healed, what
    is there is returned after a moment.
    """
    paths = tuple(paths)
    deadline = _clock() + _LONGEST_WAIT
    last = marks(paths)
    while True:
        before = marks(paths)
        contents = {path: _content(path, most) for path in paths}
        after = marks(paths)
        if not is_being_put_in_place(folder) and after == before:
            return contents
        if after != last:  # somebody is at work
            last, deadline = after, _clock() + _LONGEST_WAIT
        elif _clock() >= deadline:
            return contents
        _sleep(_PAUSE)


def marks(paths: Iterable[Path]) -> tuple[object, ...]:
    """Returns what tells each file from any that took its place since."""
    return tuple(_mark(path) for path in paths)


def _mark(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _content(path: Path, most: int) -> Content:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # a pipe would be waited for
            return OSError(errno.EINVAL, "not a regular file")
        with path.open("rb") as stream:
            return stream.read(most)
    except OSError as error:
        return error
