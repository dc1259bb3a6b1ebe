"""What Windows does: somebody holds a file. Before the commit point nothing is changed, behind it all is."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.files import atomic, changing
from kaohe_cli.files import lock as lock_module
from kaohe_cli.files import transaction as transaction_module
from kaohe_cli.files.changing import read_together
from kaohe_cli.files.errors import WorkspaceBusyError
from kaohe_cli.files.lock import FolderLock
from kaohe_cli.files.lock_place import LOCK_NAME
from kaohe_cli.files.transaction import Transaction, recover
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from kaohe_cli.yamltext.edits import set_scalar
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, none of them in earnest."""
    made: list[float] = []
    monkeypatch.setattr(atomic, "_sleep", made.append)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files."""
    (tmp_path / "a.yaml").write_text("a: 1\n")
    (tmp_path / "b.yaml").write_text("a: 1\n")
    return tmp_path


def held(real: Callable[..., Any], is_held: Callable[[str], bool]) -> Callable[..., Any]:
    """A function of ``os`` that fails as Windows does while a scanner holds the file."""

    def call(path: Any, *arguments: Any, **named: Any) -> Any:
        if is_held(os.fspath(path)):
            error = PermissionError(errno.EACCES, "held")
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error
        return real(path, *arguments, **named)

    return call


def is_backup_of_a(name: str) -> bool:
    return name.endswith("a.yaml.kaohe-old") and Path(name).exists()


def change(folder: Path, value: int = 2) -> None:
    with Transaction(folder, wait=0) as made:
        for name in ("a.yaml", "b.yaml"):
            made.edit(folder / name, lambda text: set_scalar(text, ("a",), value))
        made.commit()


def contents(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.glob("[!.]*")}


def test_a_backup_that_is_held_after_the_change_does_not_make_it_undone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", held(os.unlink, is_backup_of_a))
        change(folder)  # raises nothing
    assert contents(folder) == {"a: 2\n"}
    assert (folder / LOCK_NAME).exists(), "the next command cleans up"
    said: list[str] = []
    recover(folder, tell=said.append)
    assert said == [f"上一次修改已经写完，只是没有收尾，现已收尾（{folder}/a.yaml、{folder}/b.yaml）"]
    assert {path.name for path in folder.iterdir()} == {"a.yaml", "b.yaml"}


def test_what_is_still_held_then_holds_up_no_reader_and_is_told_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "unlink", held(os.unlink, is_backup_of_a))
    change(folder)
    said: list[str] = []
    recover(folder, tell=said.append)
    recover(folder, tell=said.append)
    assert len(said) == 1
    with pytest.raises(CannotWriteError, match="被别的程序占用"):
        change(folder, 3)
    assert contents(folder) == {"a: 2\n"}


def test_a_file_held_for_a_moment_is_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def first_tries(name: str) -> bool:
        tries.append(name)
        return len(tries) <= 3

    monkeypatch.setattr(os, "replace", held(os.replace, first_tries))
    change(folder)
    assert contents(folder) == {"a: 2\n"}


def test_the_second_file_held_for_good_brings_the_first_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", held(os.replace, lambda name: name.endswith("b.yaml.kaohe-new")))
    with pytest.raises(CannotWriteError, match="未作改动"):
        change(folder)
    assert contents(folder) == {"a: 1\n"}
    assert {path.name for path in folder.iterdir()} == {"a.yaml", "b.yaml"}


# Readers beside a writer


def test_a_reader_waits_for_a_change_that_is_being_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pause of the reader is where the writer goes on."""
    writer = Transaction(folder, wait=0)
    writer.__enter__()
    os.write(writer._lock.descriptor, b'[["a.yaml", ')
    waited: list[float] = []

    def go_on(pause: float) -> None:
        waited.append(pause)
        if len(waited) == 3:
            os.ftruncate(writer._lock.descriptor, 0)
            writer.__exit__(None, None, None)

    monkeypatch.setattr(transaction_module, "_sleep", go_on)
    recover(folder)
    assert len(waited) == 3


def test_a_reader_does_not_wait_for_ever(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(transaction_module, "_sleep", pause)
    monkeypatch.setattr(transaction_module, "_clock", lambda: now[0])
    with Transaction(folder, wait=0) as writer:
        os.write(writer._lock.descriptor, b'[["a.yaml", ')
        with pytest.raises(WorkspaceBusyError, match="请稍后再试"):
            recover(folder)
        os.ftruncate(writer._lock.descriptor, 0)
    assert 20 <= now[0] < 21


def test_the_tables_are_read_again_where_a_change_came_in_between(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another command renames a body in both files just after the reader has read the first of them."""
    data = workspace / "data"
    real = changing._content
    read: list[str] = []

    def rename_in_between(path: Path, most: int) -> Any:
        content = real(path, most)
        read.append(path.name)
        if len(read) == 1:
            with Transaction(data) as made:
                for name in ("indicators.yaml", "units.yaml"):
                    made.edit(data / name, lambda text: text.replace("区商务委", "区商务局"))
                made.commit()
        return content

    monkeypatch.setattr(changing, "_content", rename_in_between)
    monkeypatch.setattr(changing, "_sleep", lambda _: None)
    tables = Workspace(DataFolder(data, workspace)).tables()
    assert len(read) == 2 * len({*read}), "all were read again"
    assert tables.registry.resolve("区商务局") is not None
    assert any("区商务局" in place.criterion.units for place in tables.indicators.criteria())


def test_no_half_change_is_read_while_it_is_put_in_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first file is new and the second still old; the pause of the reader is where the writer goes on."""
    (folder / "a.yaml").write_text("a: 2\n")
    (folder / LOCK_NAME).write_bytes(b"[]\ncommit\n")

    def go_on(_: float) -> None:
        (folder / "b.yaml").write_text("a: 2\n")
        (folder / LOCK_NAME).unlink()

    monkeypatch.setattr(changing, "_sleep", go_on)
    paths = [folder / "a.yaml", folder / "b.yaml"]
    assert set(read_together(folder, paths, 100).values()) == {b"a: 2\n"}


def test_a_reader_takes_what_is_there_where_a_killed_change_cannot_be_healed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / LOCK_NAME).write_bytes(b"[]\ncommit\n")
    now = [0.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(changing, "_sleep", pause)
    monkeypatch.setattr(changing, "_clock", lambda: now[0])
    assert read_together(folder, [folder / "a.yaml"], 100) == {folder / "a.yaml": b"a: 1\n"}
    assert 5 <= now[0] < 6


def test_a_reader_waits_as_long_as_the_files_go_on_changing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slow motion: a second a file, so that the whole takes longer than anybody would wait for one that hangs."""
    (folder / LOCK_NAME).write_bytes(b"[]\ncommit\n")
    paths = [folder / f"{number}.yaml" for number in range(40)]
    for path in paths:
        path.write_text("old")
    now = [0.0]

    def go_on(_: float) -> None:
        now[0] += 1
        written = int(now[0]) - 1
        if written < len(paths):
            paths[written].write_text("new!")
        else:
            (folder / LOCK_NAME).unlink()

    monkeypatch.setattr(changing, "_sleep", go_on)
    monkeypatch.setattr(changing, "_clock", lambda: now[0])
    assert set(read_together(folder, paths, 100).values()) == {b"new!"}


def test_a_writer_waits_for_each_of_those_before_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten others who need 15 seconds each: none of them hangs, and the eleventh is not sent away."""
    now = [0.0]
    others = [FolderLock(folder) for _ in range(10)]
    others[0].acquire(0)

    def go_on(_: float) -> None:
        now[0] += 15
        others.pop(0).release()
        if others:
            others[0].acquire(0)

    monkeypatch.setattr(lock_module, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=go_on))
    mine = FolderLock(folder)
    mine.acquire(20)
    assert now[0] == 150
    mine.release()


def test_a_writer_does_not_wait_for_one_that_hangs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(lock_module, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=pause))
    other, mine = FolderLock(folder), FolderLock(folder)
    other.acquire(0)
    with pytest.raises(WorkspaceBusyError, match="等了 20 秒"):
        mine.acquire(20)
    assert 20 <= now[0] < 21
    other.release()


def test_tables_and_reports_that_do_not_belong_together_are_told(kaohe: Kaohe, workspace: Path) -> None:
    data = workspace / "data"
    (data / "reports").mkdir()
    one = Workspace(DataFolder(data, workspace))
    one.tables()
    (data / "units.yaml").write_text((data / "units.yaml").read_text("utf-8") + "# 改了\n", "utf-8")
    (data / "reports" / "区商务委.yaml").write_text("schema_version: 1\n")
    with pytest.raises(Exception, match="请再运行一次"):
        _ = one.all_reports


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_pipe_in_the_place_of_a_table_holds_nobody_up(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "data" / "contacts.yaml").unlink(missing_ok=True)
    os.mkfifo(workspace / "data" / "contacts.yaml")  # type: ignore[attr-defined,unused-ignore]
    assert kaohe("list").code == 0
    done = kaohe("validate")
    assert done.code == 2
    assert "data/contacts.yaml" in done.out
    assert "无法读取" in done.out
