"""Files changed together: what is read, shown, written, refused and left as it was."""

import errno
import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.files import journal as journal_module
from kaohe_cli.files import lock as lock_module
from kaohe_cli.files.errors import CannotEditError, ExternallyChangedError, WorkspaceBusyError
from kaohe_cli.files.lock import FolderLock
from kaohe_cli.files.lock_place import LOCK_NAME
from kaohe_cli.files.transaction import Transaction, recover
from kaohe_cli.yamltext.edits import append_item, set_scalar

posix_only = pytest.mark.skipif(os.name != "posix", reason="file modes and limits of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files."""
    (tmp_path / "a.yaml").write_bytes("# 甲\r\na: 1  # 旁边\r\n".encode())
    (tmp_path / "b.yaml").write_bytes(b"\xef\xbb\xbfb:\n  - 1")
    return tmp_path


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _set_a(text: str) -> str:
    return set_scalar(text, ("a",), 2)


def _append_b(text: str) -> str:
    return append_item(text, ("b",), 2)


def _edit_both(change: Transaction, folder: Path) -> None:
    change.edit(folder / "a.yaml", _set_a)
    change.edit(folder / "b.yaml", _append_b)


EDITED = {"a.yaml": "# 甲\r\na: 2  # 旁边\r\n".encode(), "b.yaml": b"\xef\xbb\xbfb:\n  - 1\n  - 2"}


def test_several_files(folder: Path) -> None:
    with Transaction(folder) as change:
        _edit_both(change, folder)
        change.create(folder / "c.yaml", "c: 1\n")
        written = change.commit()
    assert written == (folder / "a.yaml", folder / "b.yaml", folder / "c.yaml")
    assert _contents(folder) == {**EDITED, "c.yaml": b"c: 1\n"}


def test_nothing_is_written_without_commit(folder: Path) -> None:
    before = _contents(folder)
    with Transaction(folder) as change:
        _edit_both(change, folder)
        assert len(change.diffs()) == 2
    assert _contents(folder) == before


def test_edits_of_one_file_add_up(folder: Path) -> None:
    with Transaction(folder) as change:
        for number in range(3):
            change.edit(folder / "b.yaml", lambda text, n=number: append_item(text, ("b",), n))  # type: ignore[misc]
        change.commit()
    assert (folder / "b.yaml").read_bytes() == b"\xef\xbb\xbfb:\n  - 1\n  - 0\n  - 1\n  - 2"


def test_a_file_that_stays_the_same_is_not_written(folder: Path) -> None:
    before = (folder / "a.yaml").stat()
    with Transaction(folder) as change:
        change.edit(folder / "a.yaml", lambda text: set_scalar(text, ("a",), 1))
        assert change.diffs() == ()
        assert change.commit() == ()
    assert (folder / "a.yaml").stat().st_ino == before.st_ino


def test_moving_a_file(folder: Path) -> None:
    with Transaction(folder) as change:
        change.create(folder / "reports" / "new.yaml", change.read(folder / "a.yaml"))
        change.remove(folder / "a.yaml")
        change.commit()
    assert not (folder / "a.yaml").exists()
    assert (folder / "reports" / "new.yaml").read_bytes() == "# 甲\r\na: 1  # 旁边\r\n".encode()


def test_diffs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with Transaction(folder) as change:
        _edit_both(change, folder)
        change.create(folder / "新.yaml", "c: 区教委\n")
        change.commit()
        first, second, third = change.diffs()
    assert first.path == folder / "a.yaml"
    assert first.text == (
        "--- a.yaml\n+++ a.yaml\n@@ -1,2 +1,2 @@\n # 甲\r\n-a: 1  # 旁边\r\n+a: 2  # 旁边\r\n"
    )
    assert second.text.endswith("\n-  - 1\n\\ 文件末尾没有换行\n+  - 1\n+  - 2\n\\ 文件末尾没有换行\n")
    assert third.text == "--- /dev/null\n+++ 新.yaml\n@@ -0,0 +1 @@\n+c: 区教委\n"


def test_what_cannot_be_edited_names_file_and_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with (
        Transaction(folder) as change,
        pytest.raises(CannotEditError, match=r"^a\.yaml 第 2 行：这里没有“x”，文件未作改动；"),
    ):
        change.edit(folder / "a.yaml", lambda text: set_scalar(text, ("x",), 1))


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda change, folder: change.read(folder / "none.yaml"), "找不到这个文件"),
        (lambda change, folder: change.remove(folder / "none.yaml"), "找不到这个文件"),
        (lambda change, folder: change.read(folder), "这个文件无法读取"),
        (lambda change, folder: change.read(folder / "gbk.yaml"), "第 2 行：不是 UTF-8 编码"),
        (lambda change, folder: change.create(folder / "a.yaml", "a: 1\n"), "这个文件已经有了"),
        (lambda change, folder: change.create(folder / "c.yaml", "a: \udcff\n"), "有不成字的内容"),
    ],
)
def test_refusals(folder: Path, act: Callable[[Transaction, Path], None], message: str) -> None:
    (folder / "gbk.yaml").write_bytes(b"# x\n" + "a: 区教委\n".encode("gbk"))
    with Transaction(folder) as change, pytest.raises(CannotEditError, match=message):
        act(change, folder)


def test_two_new_files_that_are_one_on_windows(folder: Path) -> None:
    with Transaction(folder) as change:
        change.create(folder / "区IT办.yaml", "a: 1\n")
        with pytest.raises(CannotEditError, match=r"和 区IT办\.yaml 是同一个文件"):
            change.create(folder / "区it办.yaml", "a: 2\n")


def test_a_copy_is_made_with_the_change_and_not_over_another_file(folder: Path) -> None:
    source = folder / "来"
    source.write_bytes(b"content")
    digest = hashlib.sha256(b"content").hexdigest()
    with Transaction(folder, private=[folder / "reports"]) as change:
        change.copy(source, folder / "reports" / "a.docx", digest)
        assert change.digest(folder / "reports" / "A.docx") == digest
        with pytest.raises(CannotEditError, match="已经有了"):
            change.copy(source, folder / "a.yaml", digest)
        assert not (folder / "reports").exists()
        assert change.commit() == ()
    assert (folder / "reports" / "a.docx").read_bytes() == b"content"


@pytest.mark.parametrize("number", [3, 20])
def test_many_files_are_all_written_or_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before = _contents(folder)
    real = os.fsync
    calls: list[int] = []

    def fail_late(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) > number:
            raise OSError(errno.EIO, "broken")
        real(descriptor)

    for broken in (True, False):
        with Transaction(folder) as change, monkeypatch.context() as patch:
            for name in range(number):
                change.create(folder / "below" / f"{name}.yaml", f"a: {name}\n")
            if broken:
                patch.setattr(os, "fsync", fail_late)
                with pytest.raises(CannotWriteError, match="未作改动"):
                    change.commit()
            else:
                change.commit()
        if broken:
            assert _contents(folder) == before
    assert len(list((folder / "below").iterdir())) == number


def test_a_change_of_too_many_files_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _contents(folder)
    monkeypatch.setattr(journal_module, "_LARGEST", 200)
    with Transaction(folder) as change:
        _edit_both(change, folder)
        with pytest.raises(CannotWriteError, match="一次要改 2 个文件，太多了，未作改动"):
            change.commit()
    assert _contents(folder) == before


def test_where_nothing_can_be_written_a_reader_is_told_of_the_half_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / LOCK_NAME).write_bytes(b"[]\ncommit\n")
    real = os.open

    def refuse(path: object, *rest: int) -> int:
        if str(path).endswith(LOCK_NAME):
            raise PermissionError(errno.EACCES, "read-only")
        return real(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    said: list[str] = []
    recover(folder, tell=said.append)
    assert len(said) == 1
    assert "现在读到的数据可能只改了一半" in said[0]


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match="文件夹是否存在"), Transaction(tmp_path / "none"):
        pass


# Somebody else


@pytest.mark.parametrize("name", ["a.yaml", "b.yaml"])
def test_a_file_changed_meanwhile_is_not_overwritten(folder: Path, name: str) -> None:
    with Transaction(folder) as change:
        _edit_both(change, folder)
        status = (folder / name).stat()
        (folder / name).write_bytes((folder / name).read_bytes().replace(b"1", b"7"))
        os.utime(folder / name, ns=(status.st_atime_ns, status.st_mtime_ns))  # size and time tell nothing
        before = {key: value for key, value in _contents(folder).items() if key != LOCK_NAME}
        with pytest.raises(ExternallyChangedError, match="刚刚被别的程序改过"):
            change.commit()
    assert _contents(folder) == before


def test_a_file_removed_or_created_meanwhile(folder: Path) -> None:
    with Transaction(folder) as change:
        change.edit(folder / "a.yaml", _set_a)
        (folder / "a.yaml").unlink()
        with pytest.raises(ExternallyChangedError):
            change.commit()
    with Transaction(folder) as change:
        change.create(folder / "a.yaml", "a: 3\n")
        (folder / "a.yaml").write_text("a: 4\n")
        with pytest.raises(ExternallyChangedError):
            change.commit()
    assert (folder / "a.yaml").read_text() == "a: 4\n"


def test_a_file_changed_at_the_last_moment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first file is in place already when the second turns out to have been edited."""
    before = _contents(folder)
    replace = Path.replace

    def replace_and_interfere(self: Path, target: Path) -> Path:
        done = replace(self, target)
        if target.name == "a.yaml" and self.name.endswith("new"):
            (folder / "b.yaml").write_text("b: 人手改的\n")
        return done

    monkeypatch.setattr(Path, "replace", replace_and_interfere)
    with Transaction(folder) as change:
        _edit_both(change, folder)
        with pytest.raises(ExternallyChangedError):
            change.commit()
    assert _contents(folder) == {**before, "b.yaml": "b: 人手改的\n".encode()}


def test_waiting_for_somebody_has_an_end(folder: Path) -> None:
    with (
        Transaction(folder),
        pytest.raises(WorkspaceBusyError, match="另一个 kaohe 命令正在修改"),
        Transaction(folder, wait=0.01),
    ):
        pass
    with Transaction(folder, wait=0):  # free again
        pass


def test_reading_does_not_wait(folder: Path) -> None:
    with Transaction(folder):
        recover(folder)
        assert (folder / LOCK_NAME).exists()
    recover(folder)
    recover(folder / "none")


def test_a_lock_file_of_a_killed_process_does_not_block(folder: Path) -> None:
    code = "import os, sys; from kaohe_cli.files.transaction import Transaction; from pathlib import Path\n"
    code += "Transaction(Path(sys.argv[1])).__enter__(); os._exit(9)"
    subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert (folder / LOCK_NAME).exists()
    with Transaction(folder, wait=0) as change:
        _edit_both(change, folder)
        change.commit()
    assert _contents(folder) == EDITED


@pytest.mark.parametrize("left", [b"", b"[", b'[["a.yaml", ', b"[]\ncommit\n"])
def test_a_torn_or_empty_journal_does_no_harm(folder: Path, left: bytes) -> None:
    (folder / LOCK_NAME).write_bytes(left)
    with Transaction(folder, wait=0, tell=pytest.fail) as change:
        _edit_both(change, folder)
        change.commit()
    assert _contents(folder) == EDITED


@posix_only
def test_a_lock_file_removed_between_opening_and_locking_is_noticed(folder: Path) -> None:
    lock = FolderLock(folder)
    descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT)
    try:
        assert lock._is_current(descriptor)
        (folder / LOCK_NAME).unlink()
        assert not lock._is_current(descriptor)
        (folder / LOCK_NAME).touch()
        assert not lock._is_current(descriptor)
    finally:
        os.close(descriptor)


@posix_only
def test_a_lock_file_removed_by_its_last_holder_is_taken_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between our opening and our locking the file goes away: what we then hold would keep nobody out."""
    real = lock_module._lock
    attempts: list[int] = []

    def removed_first(descriptor: int) -> None:
        if not attempts:
            (folder / LOCK_NAME).unlink()
        attempts.append(descriptor)
        real(descriptor)

    monkeypatch.setattr(lock_module, "_lock", removed_first)
    with Transaction(folder):
        assert len(attempts) == 2
        monkeypatch.setattr(lock_module, "_lock", real)
        with pytest.raises(WorkspaceBusyError), Transaction(folder, wait=0):
            pass


# The disk


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_mode_is_kept(folder: Path, mode: int) -> None:
    (folder / "a.yaml").chmod(mode)
    with Transaction(folder) as change:
        _edit_both(change, folder)
        change.commit()
    assert stat.S_IMODE((folder / "a.yaml").stat().st_mode) == mode


@posix_only
def test_symbolic_links_are_kept(folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (folder / "a.yaml").rename(elsewhere / "real.yaml")
    (folder / "a.yaml").symlink_to(Path("elsewhere") / "real.yaml")
    (folder / "same.yaml").symlink_to("a.yaml")
    with Transaction(folder) as change:
        change.edit(folder / "a.yaml", _set_a)
        change.edit(folder / "same.yaml", lambda text: set_scalar(text, ("a",), 3))
        change.commit()
    assert (folder / "a.yaml").is_symlink()
    assert (folder / "same.yaml").is_symlink()
    assert (elsewhere / "real.yaml").read_bytes() == "# 甲\r\na: 3  # 旁边\r\n".encode()
    assert list(elsewhere.iterdir()) == [elsewhere / "real.yaml"]


@posix_only
def test_links_in_a_circle(folder: Path) -> None:
    (folder / "x.yaml").symlink_to("y.yaml")
    (folder / "y.yaml").symlink_to("x.yaml")
    with Transaction(folder) as change, pytest.raises(CannotEditError, match="这个文件无法读取"):
        change.read(folder / "x.yaml")


def test_a_leftover_beside_the_file_is_no_obstacle(folder: Path) -> None:
    (folder / ".a.yaml.kaohe-new").write_text("rest")
    (folder / ".a.yaml.kaohe-old").write_text("rest")
    with Transaction(folder) as change:
        _edit_both(change, folder)
        change.commit()
    assert _contents(folder) == EDITED


def test_without_hard_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    with Transaction(folder) as change:
        _edit_both(change, folder)
        change.commit()
    assert _contents(folder) == EDITED


def test_a_read_only_file_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _contents(folder)
    monkeypatch.setattr(os, "access", lambda path, _: path.name != "b.yaml")
    with Transaction(folder) as change:
        _edit_both(change, folder)
        with pytest.raises(CannotWriteError, match="没有写入权限"):
            change.commit()
    assert _contents(folder) == before


FAILURES = [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "没有写入权限"), (errno.EIO, "系统错误 5")]


@pytest.mark.parametrize(("code", "message"), FAILURES)
@pytest.mark.parametrize("function", ["write", "fsync", "replace", "truncate half-way"])
@pytest.mark.parametrize("nth", range(1, 9))
def test_a_failing_disk_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, function: str, nth: int, code: int, message: str
) -> None:
    before = _contents(folder)
    calls = 0
    name = "write" if function == "truncate half-way" else function
    real = getattr(os, name)

    def fail(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls != nth:
            return real(*arguments)
        if function == "truncate half-way":
            real(arguments[0], bytes(arguments[1])[:3])  # type: ignore[call-overload]
        raise OSError(code, "no English here")

    failed = False
    with Transaction(folder) as change:
        _edit_both(change, folder)
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            try:
                change.commit()
            except CannotWriteError as error:
                failed = True
                assert message in str(error)  # noqa: PT017 - it need not fail: nth may be more than there are calls
    assert failed or calls < nth or function == "fsync"  # that of a folder is allowed to fail
    assert _contents(folder) == (before if failed else EDITED)


@posix_only
def test_a_full_disk(folder: Path) -> None:
    """As the kernel reports it, to a process that may not write another kilobyte."""
    before = _contents(folder)
    code = (
        "import resource, sys, signal; from pathlib import Path\n"
        "from kaohe_cli.yamltext.edits import append_item, set_scalar\n"
        "from kaohe_cli.files.transaction import Transaction\n"
        "from kaohe_cli.exceptions import CannotWriteError\n"
        "folder = Path(sys.argv[1]); signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "with Transaction(folder) as change:\n"
        "    change.edit(folder / 'a.yaml', lambda text: set_scalar(text, ('a',), 2))\n"
        "    change.edit(folder / 'b.yaml', lambda text: append_item(text, ('b',), 'x' * 5000))\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))\n"
        "    try:\n        change.commit()\n"
        "    except CannotWriteError as error:\n        sys.stdout.buffer.write(str(error).encode())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, check=True)
    assert "磁盘已满" in done.stdout.decode()
    assert not done.stderr
    assert _contents(folder) == before
