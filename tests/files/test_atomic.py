"""Files appear whole or not at all."""

import errno
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.files import atomic
from kaohe_cli.files.atomic import several_at_once, write_file

posix_only = pytest.mark.skipif(os.name == "nt", reason="file modes and links of POSIX")


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    write_file(tmp_path / "甲" / "乙.txt", "内容".encode())
    assert (tmp_path / "甲" / "乙.txt").read_text("utf-8") == "内容"
    assert [path.name for path in (tmp_path / "甲").iterdir()] == ["乙.txt"]


@posix_only
def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_file(tmp_path / "甲", b"")
    finally:
        os.umask(mask)
    assert (tmp_path / "甲").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "Word"), (errno.EROFS, "只读"), (errno.EIO, "检查磁盘")],
)
def test_a_failed_write_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    target = tmp_path / "甲"
    target.write_bytes(b"old")

    def fail(self: Path, other: Path) -> Path:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(CannotWriteError, match=says):
        write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_bytes(b"")
    with pytest.raises(CannotWriteError, match="不是文件夹"):
        write_file(tmp_path / "drafts" / "甲", b"")


# Windows: somebody holds the file


class Held:
    """``os.replace`` or ``os.unlink`` while a scanner holds the file for the first ``times`` tries."""

    def __init__(self, real: Callable[..., None], times: int, code: int = 32) -> None:
        self.real, self.times, self.code, self.calls = real, times, code, 0

    def __call__(self, *arguments: Any, **named: Any) -> None:
        self.calls += 1
        if self.calls <= self.times:
            error = PermissionError(errno.EACCES, "held")
            error.winerror = self.code  # type: ignore[attr-defined, unused-ignore]
            raise error
        self.real(*arguments, **named)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, none of them in earnest."""
    made: list[float] = []
    monkeypatch.setattr(atomic, "_sleep", made.append)
    return made


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_held_for_a_moment_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], code: int
) -> None:
    target = tmp_path / "甲"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", Held(os.replace, 4, code))
    write_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert len(pauses) == 4
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_held_for_good_is_told_within_two_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    target = tmp_path / "甲"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", Held(os.replace, 1000))
    with pytest.raises(CannotWriteError, match="正在 Word、WPS 中打开"):
        write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
    assert 1 <= sum(pauses) <= 2


def test_a_file_that_may_not_be_replaced_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    monkeypatch.setattr(os, "replace", Held(os.replace, 1000, 17))
    with pytest.raises(CannotWriteError):
        write_file(tmp_path / "甲", b"new")
    assert pauses == []


def test_what_is_written_is_safe_on_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)

        def noted(*arguments: Any, name: str = name, real: Callable[..., Any] = real) -> Any:
            order.append(name)
            return real(*arguments)

        monkeypatch.setattr(os, name, noted)
    write_file(tmp_path / "甲", b"new")
    assert order[:2] == ["fsync", "replace"]


@posix_only
def test_a_private_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_file(tmp_path / "甲" / "乙", b"", private=True)
    assert (tmp_path / "甲").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "甲" / "乙").stat().st_mode & 0o777 == 0o600
    write_file(tmp_path / "甲" / "乙", b"again")
    assert (tmp_path / "甲" / "乙").stat().st_mode & 0o777 == 0o600


@posix_only
def test_a_folder_shared_with_a_group_stays_shared(tmp_path: Path) -> None:
    (tmp_path / "共用").mkdir()
    (tmp_path / "共用").chmod(0o2770)
    mask = os.umask(0o007)
    try:
        write_file(tmp_path / "共用" / "甲" / "乙", b"", private=True)
    finally:
        os.umask(mask)
    assert (tmp_path / "共用" / "甲").stat().st_mode & 0o777 == 0o770
    assert (tmp_path / "共用" / "甲" / "乙").stat().st_mode & 0o777 == 0o660


def test_folders_made_for_a_file_that_cannot_be_written_go_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(CannotWriteError, match="磁盘已满"):
        write_file(tmp_path / "甲" / "乙" / "丙", b"new")
    assert list(tmp_path.iterdir()) == []


@posix_only
def test_links_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "甲").symlink_to("甲")
    with pytest.raises(CannotWriteError, match=r"写不进去|绕圈的链接"):
        write_file(tmp_path / "甲", b"new")


@pytest.mark.parametrize("number", [0, 1, 2, 50])
def test_several_files_are_written_at_once_and_told_in_order(tmp_path: Path, number: int) -> None:
    def write(name: int) -> int:
        write_file(tmp_path / str(name), b"x" * name)
        return name

    assert list(several_at_once(partial(write, name) for name in range(number))) == list(range(number))
    assert {path.name: path.stat().st_size for path in tmp_path.iterdir()} == {
        str(name): name for name in range(number)
    }


def test_not_all_files_are_in_memory_at_once(tmp_path: Path) -> None:
    made: list[int] = []

    def acts() -> Iterator[Callable[[], int]]:
        for number in range(100):
            made.append(number)
            yield partial(int, number)

    for done in several_at_once(acts()):
        assert len(made) <= done + 9


def test_an_error_in_one_of_several_is_raised(tmp_path: Path) -> None:
    (tmp_path / "3").mkdir()
    with pytest.raises(CannotWriteError, match="是文件夹"):
        list(several_at_once(partial(write_file, tmp_path / str(name), b"x") for name in range(6)))


@posix_only
def test_the_mode_of_new_files_does_not_suffer_from_several_at_once(tmp_path: Path) -> None:
    list(several_at_once(partial(write_file, tmp_path / str(name), b"x") for name in range(50)))
    mask = os.umask(0)
    os.umask(mask)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o666 & ~mask}
