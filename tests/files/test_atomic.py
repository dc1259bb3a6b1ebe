"""Files appear whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.files.atomic import write_file


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    write_file(tmp_path / "甲" / "乙.txt", "内容".encode())
    assert (tmp_path / "甲" / "乙.txt").read_text("utf-8") == "内容"
    assert [path.name for path in (tmp_path / "甲").iterdir()] == ["乙.txt"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX file modes")
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
