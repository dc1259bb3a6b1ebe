"""Several files changed together: read under a lock, shown as diffs, written all or none."""

import difflib
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType

from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.files.atomic import make_folder, remove_folders, several_at_once, sync_folder
from kaohe_cli.files.errors import (
    CannotEditError,
    ExternallyChangedError,
    InterruptedChangeError,
    NotOursError,
    WorkspaceBusyError,
)
from kaohe_cli.files.journal import Journal, undo
from kaohe_cli.files.lock import FolderLock
from kaohe_cli.files.lock_place import LOCK_NAME, lock_of
from kaohe_cli.files.names import folded
from kaohe_cli.files.paths import shown_path
from kaohe_cli.files.rehearsal import REHEARSAL
from kaohe_cli.files.replaced import (
    Replaced,
    cannot_write,
    content_of,
    discard_all,
    fingerprint,
    fingerprint_of,
)

Tell = Callable[[str], None]
"""Is told, in a sentence, what became of somebody else's change or lock."""

# A lock file that is not ours is set aside; a second one may come in between, a third is a quarrel.
_MOST_SET_ASIDE = 3
# Syncing some hundred files takes a slow disk some seconds, and a busy one several times that.
_READERS_WAIT = 20.0
_PAUSE = 0.02
# From here on the start of threads is less than the syncs that they save.
_MANY = 8
_clock, _sleep = time.monotonic, time.sleep

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


@dataclass(frozen=True)
class _Copied:
    """A file that is to become a copy of another, which is read when the change is written."""

    source: Path
    fingerprint: str
    data: bytes | None
    """What it holds, where it is no file by itself."""


@dataclass(frozen=True)
class _Prepared:
    """A file that is to change, and where its new content comes from."""

    file: Replaced
    content: Callable[[], bytes | None]
    private: bool


class Transaction:
    """A change of files in and around one folder, whose lock it holds from beginning to end.

    Nothing is written before ``commit``; a block that is left without it has changed nothing. A dry run takes
    no lock, which is a file, and heals nothing: it is as welcome in a folder that may only be read.

    ``private`` are the files and folders with personal data, in the folder or elsewhere: what is made there
    is for its owner alone. ``tell`` gets a sentence where a change that was killed is healed first.
    """

    def __init__(
        self,
        root: Path,
        *,
        private: Sequence[Path] = (),
        wait: float = 20.0,
        tell: Tell = lambda _: None,
    ) -> None:
        self._root = root.resolve()
        self._private = [path.resolve() for path in private]
        self._places = (self._root, *self._private)
        self._wait = wait
        self._tell = tell
        self._lock = FolderLock(self._root)
        self._staged: dict[Path, _Staged] = {}
        self._copies: dict[Path, _Copied] = {}
        self._moved: dict[Path, str] = {}
        """The files that are to be gone once their copies stand, with their fingerprints."""
        self._made: dict[Path, Path] = {}
        """The new files by what their names are on Windows and macOS."""

    def __enter__(self) -> "Transaction":
        if REHEARSAL.on:
            return self
        for _ in range(_MOST_SET_ASIDE):
            if _take(self._lock, self._places, self._wait, self._tell):
                return self
        raise WorkspaceBusyError(
            f"“{self._root}”里不断出现不明的 {LOCK_NAME}，未作改动；请检查是什么程序写的"
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock.is_held:
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
        other = self._made.setdefault(_as_folded(staged.target), staged.target)
        if other != staged.target:
            reason = f"在 Windows、macOS 上和 {other.name} 是同一个文件"
            raise CannotEditError(reason, "换一个文件名", file=shown_path(path))
        staged.new = _encoded(text, path)

    def put(self, path: Path, text: str) -> None:
        """Stages a file, new or in place of what is there."""
        self._stage(path).new = _encoded(text, path)

    def copy(self, source: Path, target: Path, sha256: str, data: bytes | None = None) -> None:
        """Stages a copy of a file that has this digest; what is there of another content must not be.

        ``data`` is what it holds, where it is no file by itself and ``source`` only a name.
        """
        place = target.resolve()
        there = self._digest_at(place)
        if there not in (None, sha256):
            raise CannotEditError("这个文件已经有了", "换一个文件名，或先删去它", file=shown_path(target))
        if there is None:
            self._made[_as_folded(place)] = place
            self._copies[place] = _Copied(source, sha256, data)

    def move(self, source: Path, target: Path) -> None:
        """Stages a file of whatever content to stand elsewhere; the old one goes once the copy is safe.

        Raises:
            CannotEditError: it is no plain file, or another stands where it is to go.
        """
        content = fingerprint_of(source)
        if not content or source.resolve() != source.parent.resolve() / source.name:
            reason = "不是普通的文件，或者是链接、太大了"
            raise CannotEditError(reason, "自己移到那里去", file=shown_path(source))
        self.copy(source, target, content)
        self._moved[source.resolve()] = content

    def digest(self, path: Path) -> str | None:
        """Returns the digest of a file as this change leaves it; None where there will be none.

        A new file whose name is the same on Windows or macOS is taken for that file.
        """
        return self._digest_at(path.resolve())

    def _digest_at(self, place: Path) -> str | None:
        target = self._made.get(_as_folded(place), place)
        if target in self._copies:
            return self._copies[target].fingerprint
        if target in self._moved:
            return None
        if target in self._staged:
            return fingerprint(self._staged[target].new)
        return fingerprint_of(target)

    def staged(self) -> dict[Path, bytes | None]:
        """Returns what the changed files will hold, by the path they were named by; None for one removed."""
        return {staged.path: staged.new for staged in self._changes()}

    def remove(self, path: Path) -> None:
        """Stages a file for removal."""
        self.read(path)
        self._stage(path).new = None

    def diffs(self) -> tuple[FileDiff, ...]:
        """Returns what this change does (or did), file by file, in the order of staging."""
        return tuple(FileDiff(staged.path, _diff(staged)) for staged in self._changes())

    def commit(self) -> tuple[Path, ...]:
        """Writes all staged files, or none; returns those that changed, without copies. To be called once.

        A dry run only notes them.

        Raises ExternallyChangedError where one of them is no longer what was read, CannotWriteError where the
        disk does not let us.
        """
        changes = self._changes()
        if REHEARSAL.on:
            self._rehearse(changes)
        elif changes or self._copies or self._moved:
            try:
                self._write(
                    [*map(self._prepared, changes), *self._prepared_copies(), *self._prepared_removals()]
                )
            except OSError as error:
                raise cannot_write(error, self._root) from error
        return tuple(staged.path for staged in changes)

    def _rehearse(self, changes: Sequence[_Staged]) -> None:
        for staged in changes:
            if staged.new is not None:
                REHEARSAL.note(staged.path, staged.new)
        for target in self._copies:
            REHEARSAL.note(target, None)

    def _prepared(self, staged: _Staged) -> _Prepared:
        file = Replaced(staged.target, fingerprint(staged.old), fingerprint(staged.new))
        return _Prepared(file, lambda: staged.new, self._is_private(staged.target))

    def _prepared_copies(self) -> list[_Prepared]:
        return [
            _Prepared(Replaced(target, None, one.fingerprint), partial(_read, one), self._is_private(target))
            for target, one in self._copies.items()
        ]

    def _prepared_removals(self) -> list[_Prepared]:
        return [
            _Prepared(Replaced(path, old, None), _nothing, self._is_private(path))
            for path, old in self._moved.items()
        ]

    def _is_private(self, target: Path) -> bool:
        return any(target.is_relative_to(place) for place in self._private)

    def _write(self, prepared: list[_Prepared]) -> None:
        """Writes the files. Behind the commit point nothing raises that would say the opposite."""
        files = [one.file for one in prepared]
        journal = Journal(self._lock.descriptor, self._places)
        made: list[Path] = []
        try:
            journal.begin(files)
            for one in prepared:
                made += make_folder(one.file.target.parent, private=one.private)
            _prepare(prepared)
            for file in files:
                file.check()
        except BaseException:
            _clean_up(files, journal)
            remove_folders(made)
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
            remove_folders(made)
            raise
        _clean_up(files, journal)

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
                "这个文件无法读取", "检查是否为文件夹、有无权限", file=shown_path(path)
            ) from error
        return self._staged[target]


def recover(root: Path, *, private: Sequence[Path] = (), tell: Tell = lambda _: None) -> None:
    """Finishes or undoes what a killed command left half-done, for commands that only read.

    Waits for a change that is just being written, not for one that is still being worked out. Costs one look
    at the folder where there is nothing to do. A dry run only tells that there is something.

    Raises:
        WorkspaceBusyError: the change that is being written does not come to an end.
        InterruptedChangeError: one was killed that can be neither finished nor undone.
    """
    root = root.resolve()
    places = (root, *(path.resolve() for path in private))
    lock = FolderLock(root)
    if REHEARSAL.on:
        if lock.has_journal:
            tell(f"提醒：{shown_path(lock_of(root))} 里有没写完的修改，预览时不补；读到的数据可能只改了一半")
        return
    deadline = _clock() + _READERS_WAIT
    while lock.exists:
        try:
            if _take(lock, places, 0, tell):
                lock.release()
            return
        except WorkspaceBusyError:
            if not lock.has_journal:
                return
            if _clock() >= deadline:
                raise WorkspaceBusyError(
                    f"另一个 kaohe 命令正在写“{root}”，等了 {_READERS_WAIT:g} 秒还没有写完；请稍后再试"
                ) from None
            _sleep(_PAUSE)
        except CannotWriteError as error:
            if lock.has_journal:
                tell(f"提醒：{error}；现在读到的数据可能只改了一半")
            return


def _take(lock: FolderLock, places: Sequence[Path], wait: float, tell: Tell) -> bool:
    """Takes the lock and heals what its last holder left; False where what stood there was set aside."""
    try:
        lock.acquire(wait)
        told = Journal(lock.descriptor, places).recover()
    except NotOursError as error:
        aside = lock.set_aside()
        name = shown_path(lock_of(lock.folder))
        tell(f"提醒：{name} 不是这里的 kaohe 写的（{error}），没有照它改动文件，已改名为 {aside.name}")
        return False
    except OSError as error:
        if lock.is_held:
            lock.release()
        raise cannot_write(error, lock.folder, "上一次中断的修改还没有补完") from error
    except BaseException:
        if lock.is_held:
            lock.release()
        raise
    if told:
        tell(told)
    return True


def _prepare(prepared: Sequence[_Prepared]) -> None:
    """Puts everything beside its place; where there are many files, several at a time."""
    with_backup = len(prepared) > 1

    def prepare(one: _Prepared) -> None:
        one.file.prepare(one.content(), with_backup=with_backup, private=one.private)

    if len(prepared) > _MANY:
        for _ in several_at_once(partial(prepare, one) for one in prepared):
            pass
    else:
        for one in prepared:
            prepare(one)


def _nothing() -> None:
    """The content of a file that is to be gone."""


def _read(copied: _Copied) -> bytes:
    content = content_of(copied.source) if copied.data is None else copied.data
    if content is None or fingerprint(content) != copied.fingerprint:
        raise ExternallyChangedError(
            f"{copied.source.name} 在读取之后又被改动或移走，这一次未录入任何内容；请重新录入"
        )
    return content


def _clean_up(files: Sequence[Replaced], journal: Journal) -> None:
    """Removes what stands beside the files; where one is held, the journal stays for the next command."""
    if discard_all(files):
        with suppress(OSError):
            journal.clear()


def _undo(files: Sequence[Replaced], journal: Journal) -> None:
    """Puts everything back; where even that fails, the journal stays and the next command takes over."""
    try:
        undo(files)
    except OSError as error:
        raise InterruptedChangeError(
            "写到一半出错，也没能恢复原样；排除磁盘故障后再运行一次，会自动恢复"
        ) from error
    _clean_up(files, journal)


def _as_folded(target: Path) -> Path:
    return target.with_name(folded(target.name))


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
