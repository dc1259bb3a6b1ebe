"""What is kept from one start to the next is read only from where nobody else can have written it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.files import cache

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the folder is elsewhere there")

KEY = "a1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the cache will be, once there is one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "kaohe"


@pytest.fixture
def kept(folder: Path) -> Path:
    """The file of an entry."""
    cache.keep(KEY, b"code")
    assert cache.recall(KEY) == b"code"
    return folder / KEY


def test_the_folder_and_its_files_are_the_users_alone(kept: Path) -> None:
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir()] == [KEY]


def test_without_an_entry_there_is_nothing(folder: Path) -> None:
    assert cache.recall(KEY) is None
    assert not folder.exists()


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_can_write_to_is_not_used(kept: Path, mode: int) -> None:
    kept.parent.chmod(mode)
    assert cache.recall(KEY) is None
    cache.keep("b2", b"x")
    assert [path.name for path in kept.parent.iterdir()] == [KEY]


@pytest.mark.parametrize("mode", [0o660, 0o602])
def test_a_file_that_others_can_write_to_is_not_used(kept: Path, mode: int) -> None:
    kept.chmod(mode)
    assert cache.recall(KEY) is None


def test_what_belongs_to_another_user_is_not_used(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: kept.stat().st_uid + 1)
    assert cache.recall(KEY) is None


def test_links_are_not_followed(kept: Path, tmp_path: Path) -> None:
    kept.rename(tmp_path / "elsewhere")
    kept.symlink_to(tmp_path / "elsewhere")
    assert cache.recall(KEY) is None
    kept.unlink()
    (tmp_path / "elsewhere").rename(kept)
    kept.parent.rename(tmp_path / "folder")
    kept.parent.symlink_to(tmp_path / "folder")
    assert cache.recall(KEY) is None
    cache.keep("b2", b"x")
    assert [path.name for path in (tmp_path / "folder").iterdir()] == [KEY]


def test_a_link_in_the_place_of_an_entry_is_replaced_not_written_through(
    folder: Path, tmp_path: Path
) -> None:
    cache.keep("other", b"x")
    mine = tmp_path / "mine"
    mine.write_bytes(b"mine")
    (folder / KEY).symlink_to(mine)
    cache.keep(KEY, b"code")
    assert mine.read_bytes() == b"mine"
    assert cache.recall(KEY) == b"code"


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data[:0], lambda data: data + b"x"])
def test_a_harmed_entry_is_not_used(kept: Path, change: Callable[[bytes], bytes]) -> None:
    kept.write_bytes(change(kept.read_bytes()))
    assert cache.recall(KEY) is None


@pytest.mark.parametrize("place", ["", "relative"])
def test_without_a_place_the_home_folder_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", place)
    monkeypatch.setenv("HOME", str(tmp_path))
    cache.keep(KEY, b"code")
    assert (tmp_path / ".cache" / "kaohe" / KEY).is_file()


def test_where_nothing_can_be_kept_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    cache.keep(KEY, b"code")
    assert cache.recall(KEY) is None
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "expanduser", _homeless)
    cache.keep(KEY, b"code")
    assert cache.recall(KEY) is None


def _homeless(path: Path) -> Path:
    raise RuntimeError("Could not determine home directory.")


def test_the_oldest_entries_make_room(folder: Path) -> None:
    for number in range(60):
        cache.keep(f"k{number}", b"x")
        os.utime(folder / f"k{number}", (number, number))
    names = {path.name for path in folder.iterdir()}
    assert "k59" in names
    assert "k0" not in names
    assert len(names) <= 24


def test_what_is_too_large_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MAX_ENTRY", 3)
    cache.keep(KEY, b"code")
    assert not folder.exists()
