"""What makes the change of several files one change: all of it happens, or nothing, also through kill -9.

The journal stands in the lock file. Its first line names the files before anything is written; the second,
``commit``, is added once every new content is safe beside its target. From what is found on disk afterwards,
the next one to take the lock finishes the change or undoes it.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from kaohe_cli.editing.errors import InterruptedChangeError
from kaohe_cli.editing.files import Replaced, content_of, fingerprint, sync_folder, write_all
from kaohe_cli.workspace.finding import shown_path

_COMMIT = b"commit\n"


class Journal:
    """The journal in an open lock file."""

    def __init__(self, descriptor: int, folder: Path) -> None:
        self._descriptor = descriptor
        self._folder = folder

    def begin(self, files: Sequence[Replaced]) -> None:
        """Notes which files are about to change."""
        entries = [[_relative(file.target, self._folder), file.old, file.new] for file in files]
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        write_all(self._descriptor, json.dumps(entries).encode() + b"\n")
        if len(files) > 1:
            os.fsync(self._descriptor)
            sync_folder(self._folder)

    def decide(self, files: Sequence[Replaced]) -> None:
        """Notes that the change will be finished; one file alone is replaced in one step, with no note."""
        if len(files) > 1:
            write_all(self._descriptor, _COMMIT)
            os.fsync(self._descriptor)

    def clear(self) -> None:
        """Notes that nothing is in progress."""
        os.ftruncate(self._descriptor, 0)

    def recover(self) -> None:
        """Finishes or undoes the change of somebody who was killed.

        Raises InterruptedChangeError where both would overwrite what was edited since.
        """
        files, decided = self._read()
        stuck = _settle(files) if decided else []
        for file in files:
            file.discard()
        self.clear()
        if stuck:
            names = "、".join(shown_path(file.target) for file in stuck)
            raise InterruptedChangeError(
                f"上一次修改中途断了，之后 {names} 又被改过，无法自动补完；请用 git diff 核对，再运行一次"
            )

    def _read(self) -> tuple[list[Replaced], bool]:
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        pieces = []
        while piece := os.read(self._descriptor, 1 << 20):
            pieces.append(piece)
        first, complete, rest = b"".join(pieces).partition(b"\n")
        if not complete:
            return [], False
        try:
            entries = json.loads(first)
            files = [Replaced(self._folder / target, old, new) for target, old, new in entries]
        except (ValueError, TypeError):  # not ours
            return [], False
        return files, rest.startswith(_COMMIT)


def undo(files: Sequence[Replaced]) -> None:
    """Puts everything back after a failure in the middle; finishes instead where it cannot be put back."""
    if stuck := _settle(files, forward=False):
        names = "、".join(shown_path(file.target) for file in stuck)
        raise InterruptedChangeError(
            f"写到一半出错，{names} 同时又被别的程序改过；请用 git diff 核对，再运行一次"
        )
    for file in files:
        file.discard()


def _settle(files: Sequence[Replaced], *, forward: bool = True) -> list[Replaced]:
    """Brings all files to their new state, or all to the old one; returns those that stand in the way."""
    states = {file.target: fingerprint(content_of(file.target)) for file in files}
    for towards_new in (forward, not forward):
        allowed = _can_finish if towards_new else _can_undo
        if all(allowed(file, states[file.target]) for file in files):
            for file in files:
                _bring(file, states[file.target], towards_new=towards_new)
            for folder in {file.target.parent for file in files}:
                sync_folder(folder)
            return []
    return [file for file in files if states[file.target] not in (file.old, file.new)] or list(files)


def _can_finish(file: Replaced, state: str | None) -> bool:
    if state == file.old:
        return file.new is None or file.fresh.exists()
    return state == file.new or not file.fresh.exists()  # replaced, and edited since: stays


def _can_undo(file: Replaced, state: str | None) -> bool:
    if state == file.new:
        return file.old is None or file.backup.exists()
    return state == file.old or file.new is None or file.fresh.exists()  # not replaced, but edited: stays


def _bring(file: Replaced, state: str | None, *, towards_new: bool) -> None:
    if towards_new and state == file.old:
        file.put_in_place()
    elif not towards_new and state == file.new:
        file.put_back()


def _relative(target: Path, folder: Path) -> str:
    """Returns a path that still holds when the folder has been moved (but for another drive of Windows)."""
    try:
        return Path(os.path.relpath(target, folder)).as_posix()
    except ValueError:
        return target.as_posix()
