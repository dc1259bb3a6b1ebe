"""“Not there” and “cannot look” are two answers."""

import ast
import os
from pathlib import Path

import pytest

from kaohe_cli.exceptions import CannotLookError
from kaohe_cli.files.looking import files_below, is_file, is_folder, is_taken, is_there, listing
from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "src" / "kaohe_cli"


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


def test_a_name_that_a_dead_link_bears_is_taken(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    assert is_taken(tmp_path / "link")
    assert not is_there(tmp_path / "link")
    assert not is_taken(tmp_path / "free")


def test_every_file_below_a_folder_is_found_and_circles_end(tmp_path: Path) -> None:
    for name in ("b/c/1.docx", "b/2.docx", "a.docx", ".hidden/3.docx", "b/.4.docx"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / "b" / "circle").symlink_to(tmp_path)
    (tmp_path / "b" / "dead").symlink_to("nowhere")
    found = [path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path)]
    assert found == sorted([".hidden/3.docx", "a.docx", "b/.4.docx", "b/2.docx", "b/c/1.docx", "b/dead"])


# What takes some errors for “not there”; ``lexists`` of ``os.path`` and ``listdir`` with its kin too.
SWALLOWING = {
    *("exists", "is_file", "is_dir", "is_symlink", "is_mount", "is_socket", "is_fifo", "is_block_device"),
    *("glob", "rglob", "iterdir", "lexists", "isfile", "isdir", "islink", "listdir", "scandir"),
}
# A link is asked for only to be followed, and the members of a zip archive are no files of the system.
# The cache lists a folder that it holds open.
HARMLESS = {"is_symlink", "islink"}
ALLOWED = {
    "files/cache.py": {"listdir"},
    "files/looking.py": {"listdir"},
    "ooxml/package.py": {"is_dir"},
}


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_nobody_else_asks_the_system_what_is_there(path: Path) -> None:
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id == "ast")
    }
    allowed = ALLOWED.get(path.relative_to(PACKAGE).as_posix(), set()) | HARMLESS
    assert not called & SWALLOWING - allowed, "ask kaohe_cli.files.looking"
