"""“Not there” and “cannot look” are two answers."""

import os
from pathlib import Path

import pytest

from kaohe_cli.exceptions import CannotLookError
from kaohe_cli.files.looking import is_file, is_folder, is_there, listing


def test_what_is_there_is_told_from_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x")
    assert is_there(tmp_path)
    assert is_folder(tmp_path)
    assert not is_file(tmp_path)
    assert is_there(tmp_path / "a.yaml")
    assert is_file(tmp_path / "a.yaml")
    for absent in (tmp_path / "b", tmp_path / "a.yaml" / "below", tmp_path / "nul\0"):
        assert not is_there(absent)
        assert not is_file(absent)
        assert not is_folder(absent)


def test_a_listing_is_sorted_and_leaves_dotted_names_out(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", ".hidden.yaml", "c.txt"):
        (tmp_path / name).write_text("")
    assert [path.name for path in listing(tmp_path, "*.yaml")] == ["a.yaml", "b.yaml"]
    assert listing(tmp_path / "nowhere") == []


def test_a_loop_of_links_is_not_nothing(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CannotLookError, match="链接"):
        is_there(tmp_path / "loop")


def test_a_folder_that_may_not_be_listed_is_not_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: object) -> list[str]:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(CannotLookError, match="没有权限"):
        listing(tmp_path)
