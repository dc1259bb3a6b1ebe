"""What makes the change of several files one change: all of it happens, or nothing, also through kill -9.

The journal stands in the lock file. Its first line names the files before anything is written; the second,
``commit``, is added once every new content is safe beside its target. From what is found on disk afterwards,
the next one to take the lock finishes the change or undoes it.

A journal is read as hostile: it may have come with a folder. It names only files of the workspace, and a file
is replaced or removed only where a backup beside it has the fingerprint that the journal names.
"""

import json
import os
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from kaohe_cli.exceptions import CannotLookError, CannotWriteError
from kaohe_cli.files.atomic import sync_folder, write_all
from kaohe_cli.files.changing import COMMIT
from kaohe_cli.files.errors import InterruptedChangeError, NotOursError
from kaohe_cli.files.looking import is_file, is_there, listing
from kaohe_cli.files.paths import shown_path
from kaohe_cli.files.replaced import Replaced, discard_all, fingerprint_of

# A file takes 150 bytes and its name: 8 MB are 20,000 files with long names, ten times what a year brings.
_LARGEST = 8 * 2**20
_NAMED = 5
_DIGEST = re.compile("[0-9a-f]{64}")
_BEGINNING = b'[["'


class Journal:
    """The journal in an open lock file.

    ``places`` are the folders and files of the workspace, the folder of the lock first.
    """

    def __init__(self, descriptor: int, places: Sequence[Path]) -> None:
        self._descriptor = descriptor
        self._places = places

    def begin(self, files: Sequence[Replaced]) -> None:
        """Notes which files are about to change."""
        folder = self._places[0]
        entries = [[_relative(file.target, folder), file.old, file.new] for file in files]
        line = json.dumps(entries, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        if len(line) > _LARGEST:
            raise CannotWriteError(f"一次要改 {len(files)} 个文件，太多了，未作改动；请分几次进行")
        self.clear()
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        write_all(self._descriptor, line)
        if len(files) > 1:
            os.fsync(self._descriptor)
            sync_folder(folder)

    def decide(self, files: Sequence[Replaced]) -> None:
        """Notes that the change will be finished; one file alone is replaced in one step, with no note."""
        if len(files) > 1:
            write_all(self._descriptor, COMMIT)
            os.fsync(self._descriptor)

    def clear(self) -> None:
        """Notes that nothing is in progress."""
        os.ftruncate(self._descriptor, 0)

    def recover(self) -> str:
        """Finishes or undoes the change of somebody who was killed; returns what was done, "" for nothing.

        Raises:
            NotOursError: what stands in the lock file is no journal of this workspace; nothing was touched.
            InterruptedChangeError: both would overwrite what was edited since.
        """
        files, decided = self._read()
        before = [fingerprint_of(file.target) for file in files]
        end = _settle(files) if decided else None
        told = _told(files, before, end)
        discard_all(files)
        self.clear()
        if end == "stuck":
            raise InterruptedChangeError(
                f"上一次修改中途断了，之后 {_names(_in_the_way(files))} 又被改过，无法自动补完；"
                "请用 git diff 核对，再运行一次"
            )
        return told

    def _read(self) -> tuple[list[Replaced], bool]:
        size = os.fstat(self._descriptor).st_size
        if size > _LARGEST + len(COMMIT):
            raise NotOursError("太大")
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        pieces = []
        while piece := os.read(self._descriptor, 1 << 20):
            pieces.append(piece)
        first, complete, rest = b"".join(pieces).partition(b"\n")
        if not complete:
            if first[: len(_BEGINNING)] != _BEGINNING[: len(first)]:
                raise NotOursError("内容不是修改记录")
            return [], False  # killed while it was being written, before anything else was
        if not COMMIT.startswith(rest):
            raise NotOursError("内容不是修改记录")
        return self._entries(first), rest == COMMIT

    def _entries(self, line: bytes) -> list[Replaced]:
        try:
            entries = json.loads(line.decode("utf-8", "surrogatepass"))
            files = [self._entry(*entry) for entry in entries]
        except (ValueError, TypeError, RecursionError) as error:
            raise NotOursError("内容不是修改记录") from error
        if len({file.target for file in files}) < len(files):
            raise NotOursError("同一个文件写了两次")
        return files

    def _entry(self, name: Any, old: Any, new: Any) -> Replaced:
        digests = [digest for digest in (old, new) if digest is not None]
        if not isinstance(name, str) or not digests or not all(map(_DIGEST.fullmatch, digests)):
            raise NotOursError("内容不是修改记录")
        try:
            target = Path(os.path.normpath(self._places[0] / name))
            is_plain = is_file(target) or not is_there(target)
            is_ours = is_plain and target.resolve() == target and self._is_of_workspace(target)
        except (OSError, ValueError, RuntimeError, CannotLookError):  # no name at all; links in a circle
            is_ours = False
        if not is_ours:
            raise NotOursError(f"其中的“{name[:80]}”不是现在所用数据的文件")
        return Replaced(target, old, new)

    def _is_of_workspace(self, target: Path) -> bool:
        return any(target.is_relative_to(place) for place in self._places) or target in self._behind_links

    @cached_property
    def _behind_links(self) -> frozenset[Path]:
        """The files elsewhere that links in the folder stand for; a change goes through to them."""
        inside = listing(self._places[0])
        return frozenset(path.resolve() for path in inside if path.is_symlink())


def undo(files: Sequence[Replaced]) -> None:
    """Puts everything back after a failure in the middle; finishes instead where it cannot be put back.

    Raises:
        InterruptedChangeError: neither is possible without harm to what was edited meanwhile.
    """
    if _settle(files, forward=False) == "stuck":
        raise InterruptedChangeError(
            f"写到一半出错，{_names(_in_the_way(files))} 同时又被别的程序改过；请用 git diff 核对，再运行一次"
        )


_End = Literal["finished", "undone", "stuck"]


def _settle(files: Sequence[Replaced], *, forward: bool = True) -> _End:
    """Brings all files to their new state, or all to the old one, where nothing stands in the way."""
    states = {file.target: fingerprint_of(file.target) for file in files}
    for towards_new in (forward, not forward):
        allowed = _can_finish if towards_new else _can_undo
        if all(allowed(file, states[file.target]) for file in files):
            for file in files:
                _bring(file, states[file.target], towards_new=towards_new)
            for folder in {file.target.parent for file in files}:
                sync_folder(folder)
            return "finished" if towards_new else "undone"
    return "stuck"


def _in_the_way(files: Sequence[Replaced]) -> list[Replaced]:
    edited = [file for file in files if fingerprint_of(file.target) not in (file.old, file.new)]
    return edited or list(files)


def _can_finish(file: Replaced, state: str | None) -> bool:
    if state == file.old:
        return file.has_fresh
    return state == file.new or not is_there(file.fresh)  # replaced, and edited since: stays


def _can_undo(file: Replaced, state: str | None) -> bool:
    if state == file.new:
        return file.has_backup
    return state == file.old or file.new is None or is_there(file.fresh)  # not replaced, but edited: stays


def _bring(file: Replaced, state: str | None, *, towards_new: bool) -> None:
    if towards_new and state == file.old:
        file.put_in_place()
    elif not towards_new and state == file.new:
        file.put_back()


def _told(files: Sequence[Replaced], before: Sequence[str | None], end: _End | None) -> str:
    """Returns in one line what became of a change that was killed; ``end`` is None where it had not begun."""
    if not files:
        return ""
    names = _names(files)
    if all(state == file.new for file, state in zip(files, before, strict=True)):
        return f"上一次修改已经写完，只是没有收尾，现已收尾（{names}）"
    if end is None:
        return f"上一次修改中途断了，没有写入，请再做一次（{names}）"
    if end == "undone":
        return f"上一次修改中途断了，现已恢复到修改以前，请再做一次（{names}）"
    return f"上一次修改中途断了，现已补完（{names}）"


def _names(files: Sequence[Replaced]) -> str:
    shown = "、".join(shown_path(file.target) for file in files[:_NAMED])
    return f"{shown}等 {len(files)} 个文件" if len(files) > _NAMED else shown


def _relative(target: Path, folder: Path) -> str:
    """Returns a path that still holds when the folder has been moved (but for another drive of Windows)."""
    try:
        return Path(os.path.relpath(target, folder)).as_posix()
    except ValueError:
        return target.as_posix()
