"""Several files changed together: read under a lock, shown as diffs, written all or none."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from kaohe_cli.editing.errors import CannotEditError, InterruptedChangeError, WorkspaceBusyError
from kaohe_cli.editing.files import Replaced, cannot_write, content_of, fingerprint, sync_folder
from kaohe_cli.editing.journal import Journal, undo
from kaohe_cli.editing.lock import FolderLock
from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.workspace.finding import shown_path

_LINE = re.compile("[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class FileDiff:
    """What changes in one file, as a unified diff that patch and git understand."""

    path: Path
    text: str


@dataclass
class _Staged:
    path: Path
    """As the caller named it."""
    target: Path
    """The file behind every symbolic link."""
    old: bytes | None
    new: bytes | None


class Transaction:
    """A change of files in and around one folder, whose lock it holds from beginning to end.

    Nothing is written before ``commit``; a block that is left without it has changed nothing.
    """

    def __init__(self, root: Path, *, wait: float = 20.0) -> None:
        self._root = root.resolve()
        self._wait = wait
        self._lock = FolderLock(self._root)
        self._staged: dict[Path, _Staged] = {}

    def __enter__(self) -> "Transaction":
        self._lock.acquire(self._wait)
        try:
            _recover(self._lock)
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def read(self, path: Path) -> str:
        """Returns the text of a file as this change leaves it; line breaks and byte-order mark are kept."""
        staged = self._stage(path)
        if staged.new is None:
            raise CannotEditError("找不到这个文件", "检查路径", file=shown_path(path))
        try:
            return staged.new.decode("utf-8")
        except UnicodeDecodeError as error:
            line = staged.new.count(b"\n", 0, error.start) + 1
            raise CannotEditError(
                "不是 UTF-8 编码", "用编辑器另存为 UTF-8 后再试", line, shown_path(path)
            ) from error

    def edit(self, path: Path, change: Callable[[str], str]) -> None:
        """Stages the text of a file as ``change`` returns it."""
        text = self.read(path)
        try:
            changed = change(text)
        except CannotEditError as error:
            raise error.in_file(shown_path(path)) from error
        self._stage(path).new = _encoded(changed, path)

    def create(self, path: Path, text: str) -> None:
        """Stages a new file."""
        staged = self._stage(path)
        if staged.new is not None:
            raise CannotEditError("这个文件已经有了", "换一个文件名，或先删去它", file=shown_path(path))
        staged.new = _encoded(text, path)

    def remove(self, path: Path) -> None:
        """Stages a file for removal."""
        self.read(path)
        self._stage(path).new = None

    def diffs(self) -> tuple[FileDiff, ...]:
        """Returns what this change does (or did), file by file, in the order of staging."""
        return tuple(FileDiff(staged.path, _diff(staged)) for staged in self._changes())

    def commit(self) -> tuple[Path, ...]:
        """Writes all staged files, or none; returns those that changed. To be called once.

        Raises ExternallyChangedError where one of them is no longer what was read, CannotWriteError where the
        disk does not let us.
        """
        changes = self._changes()
        if changes:
            try:
                self._write(changes)
            except OSError as error:
                raise cannot_write(error, self._root) from error
        return tuple(staged.path for staged in changes)

    def _write(self, changes: list[_Staged]) -> None:
        files = [Replaced(item.target, fingerprint(item.old), fingerprint(item.new)) for item in changes]
        journal = Journal(self._lock.descriptor, self._root)
        try:
            journal.begin(files)
            for file, staged in zip(files, changes, strict=True):
                file.prepare(staged.new, with_backup=len(files) > 1)
            for file in files:
                file.check()
        except BaseException:
            _discard(files, journal)
            raise
        try:
            journal.decide(files)
            for file in files:
                file.check()
                file.put_in_place()
            for folder in {file.target.parent for file in files}:
                sync_folder(folder)
        except BaseException:
            _undo(files, journal)
            raise
        _discard(files, journal)

    def _changes(self) -> list[_Staged]:
        return [staged for staged in self._staged.values() if staged.new != staged.old]

    def _stage(self, path: Path) -> _Staged:
        try:
            target = path.resolve()
            if target not in self._staged:
                content = content_of(target)
                self._staged[target] = _Staged(path, target, content, content)
        except (OSError, RuntimeError) as error:  # RuntimeError: symbolic links in a circle
            raise CannotEditError(
                "这个文件读不出来", "检查是不是文件夹、有没有权限", file=shown_path(path)
            ) from error
        return self._staged[target]


def recover(root: Path) -> None:
    """Finishes or undoes what a killed command left half-done. For commands that only read: never waits.

    Costs one look at the folder where there is nothing to do.
    """
    lock = FolderLock(root.resolve())
    if not lock.exists:
        return
    try:
        lock.acquire(wait=0)
    except (WorkspaceBusyError, CannotWriteError):
        return
    try:
        _recover(lock)
    finally:
        lock.release()


def _discard(files: list[Replaced], journal: Journal) -> None:
    for file in files:
        file.discard()
    journal.clear()


def _undo(files: list[Replaced], journal: Journal) -> None:
    """Puts everything back; where even that fails, the journal stays and the next command takes over."""
    try:
        undo(files)
    except OSError as error:
        raise InterruptedChangeError(
            "写到一半出错，也没能恢复原样；排除磁盘故障后再运行一次，会自动恢复"
        ) from error
    journal.clear()


def _recover(lock: FolderLock) -> None:
    try:
        Journal(lock.descriptor, lock.folder).recover()
    except OSError as error:
        raise cannot_write(error, lock.folder) from error


def _encoded(text: str, path: Path) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise CannotEditError("有不成字的内容", "检查粘贴或输入的文字", line, shown_path(path)) from error


def _diff(staged: _Staged) -> str:
    old, new = _lines(staged.old), _lines(staged.new)
    name = shown_path(staged.path)
    before = name if staged.old is not None else "/dev/null"
    after = name if staged.new is not None else "/dev/null"
    lines = difflib.unified_diff(old, new, before, after)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ 文件末尾没有换行\n" for line in lines)


def _lines(content: bytes | None) -> list[str]:
    return _LINE.findall((content or b"").decode("utf-8", errors="replace"))
