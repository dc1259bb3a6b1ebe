"""A dry run rests on there being two writers, `files/atomic.py` and `files/transaction.py`: nobody else writes."""

import ast
from pathlib import Path

import pytest

from kaohe_cli.files.atomic import write_file
from kaohe_cli.files.rehearsal import REHEARSAL, Result
from kaohe_cli.files.transaction import Transaction
from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "src" / "kaohe_cli"

WRITING = {
    *(
        "write_bytes",
        "write_text",
        "touch",
        "mkdir",
        "makedirs",
        "rename",
        "unlink",
        "rmdir",
        "rmtree",
        "chmod",
    ),
    *("copy2", "copyfile", "copytree", "symlink_to", "hardlink_to", "symlink", "link"),
}
ALLOWED = {
    "assignment/registry.py": {"chmod"},  # of files that a transaction has written, and not in a dry run
    "cli/import.py": {"mkdir"},  # not in a dry run
    "cli/dash.py": {"write_bytes"},  # a temporary folder
    "cli/unit.py": {"rename"},  # of a body
    "collecting/old_shape.py": {"rmdir"},  # not in a dry run
    "ooxml/office.py": {"write_bytes", "write_text", "mkdir"},  # a temporary folder
    "starter/creation.py": {"mkdir", "rename", "rmtree", "unlink"},  # not in a dry run
}


@pytest.mark.parametrize(
    "path",
    sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "files"),
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_nobody_else_writes(path: Path) -> None:
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    allowed = ALLOWED.get(path.relative_to(PACKAGE).as_posix(), set())
    assert not called & WRITING - allowed, "use files.atomic or a transaction; both know of a dry run"


def test_both_writers_note_and_do_not_write(tmp_path: Path) -> None:
    there, same = tmp_path / "有.txt", tmp_path / "同.txt"
    there.write_bytes(b"a\n")
    same.write_bytes(b"b\n")
    with REHEARSAL.going():
        write_file(tmp_path / "新" / "新.txt", b"x")
        write_file(there, b"y")
        write_file(same, b"b\n")
        with Transaction(tmp_path) as change:
            change.create(tmp_path / "另.txt", "z\n")
            change.edit(there, lambda text: f"{text}c\n")
            change.commit()
        assert REHEARSAL.noted == {
            tmp_path / "新" / "新.txt": Result.NEW,
            there: Result.UPDATED,
            same: Result.SAME,
            tmp_path / "另.txt": Result.NEW,
        }
        REHEARSAL.shown(there)
        assert there not in REHEARSAL.unshown
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["同.txt", "有.txt"])
    assert there.read_bytes() == b"a\n"
    write_file(there, b"y")
    assert (there.read_bytes(), REHEARSAL.noted) == (b"y", {})
