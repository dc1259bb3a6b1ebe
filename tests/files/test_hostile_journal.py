"""A lock file that came with a folder is not believed: nothing outside is touched, nothing is lost or bricked."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.files.lock_place import LOCK_NAME
from kaohe_cli.files.transaction import Transaction, recover
from kaohe_cli.yamltext.edits import set_scalar
from tests.conftest import Outcome

posix_only = pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
ASIDE = f"{LOCK_NAME}.不明"
X = hashlib.sha256(b"x").hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of data, with a file outside."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.yaml").write_text("a: 1\n")
    (tmp_path / "victim").write_text("secret")
    return tmp_path / "data"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def journal(folder: Path, *entries: Any, end: bytes = b"commit\n") -> None:
    (folder / LOCK_NAME).write_bytes(json.dumps(entries).encode() + b"\n" + end)


def told(folder: Path, *private: Path) -> list[str]:
    said: list[str] = []
    recover(folder, private=private, tell=said.append)
    return said


def test_a_file_outside_is_neither_removed_nor_replaced(folder: Path) -> None:
    victim = folder.parent / "victim"
    (folder.parent / ".victim.kaohe-old").write_bytes(victim.read_bytes())  # even with a backup beside it
    for name in ("../victim", str(victim), "x/../../victim"):
        journal(folder, [name, digest(victim), None])
        (said,) = told(folder)
        assert "kaohe-lock 不是这里的 kaohe 写的" in said
        assert "victim" in said
        assert ASIDE in said
        assert victim.read_text() == "secret"
        assert (folder.parent / ".victim.kaohe-old").exists()
        (folder / ASIDE).unlink()


@posix_only
def test_a_link_in_the_folder_leads_no_journal_outside(folder: Path) -> None:
    victim = folder.parent / "victim"
    (folder / "reports").symlink_to(folder.parent)
    journal(folder, ["reports/victim", digest(victim), None])
    assert ASIDE in told(folder)[0]
    assert victim.exists()


def test_the_reports_elsewhere_are_of_the_workspace(folder: Path) -> None:
    reports = folder.parent / "reports"
    reports.mkdir()
    report = reports / "区教委.yaml"
    report.write_text("old")
    (reports / ".区教委.yaml.kaohe-new").write_text("new")
    (reports / ".区教委.yaml.kaohe-old").write_text("old")
    new = hashlib.sha256(b"new").hexdigest()
    entry = ["../reports/区教委.yaml", digest(report), new]
    journal(folder, entry)
    assert "现已补完" in told(folder, reports)[0]
    assert report.read_text() == "new"
    journal(folder, entry)
    assert ASIDE in told(folder)[0], "whoever does not use that folder leaves it alone"


@pytest.mark.parametrize("new", [None, X])
def test_without_its_backup_no_file_is_removed_or_replaced(folder: Path, new: str | None) -> None:
    (folder / ".a.yaml.kaohe-new").write_text("x")
    journal(folder, ["a.yaml", digest(folder / "a.yaml"), new])
    told(folder)
    assert (folder / "a.yaml").read_text() == "a: 1\n"


def test_a_backup_of_another_content_is_none(folder: Path) -> None:
    (folder / ".a.yaml.kaohe-new").write_text("x")
    (folder / ".a.yaml.kaohe-old").write_text("not what it was")
    journal(folder, ["a.yaml", digest(folder / "a.yaml"), X])
    told(folder)
    assert (folder / "a.yaml").read_text() == "a: 1\n"


def test_what_is_said_to_be_new_is_not_removed_without_a_backup(folder: Path) -> None:
    """The second file cannot be finished, so all would be undone; but the first may never have been ours."""
    (folder / "b.yaml").write_text("b: 1\n")
    journal(folder, ["a.yaml", None, digest(folder / "a.yaml")], ["b.yaml", digest(folder / "b.yaml"), X])
    with pytest.raises(Exception, match="无法自动补完"):
        told(folder)
    assert (folder / "a.yaml").read_text() == "a: 1\n"
    assert told(folder) == [], "told once"


LONG = "x" * 300
STRANGE = {
    "garbage": b"garbage",
    "NUL": b'[["a\\u0000b","%s",null]]\ncommit\n' % X.encode(),
    "no name": b'[["","%s",null]]\ncommit\n' % X.encode(),
    "the folder": b'[[".","%s",null]]\ncommit\n' % X.encode(),
    "too long": f'[["{LONG}","{X}",null]]\ncommit\n'.encode(),
    "no digest": b'[["a.yaml","x",null]]\ncommit\n',
    "neither": b'[["a.yaml",null,null]]\ncommit\n',
    "twice": f'[["a.yaml","{X}",null],["./a.yaml","{X}",null]]\ncommit\n'.encode(),
    "numbers": b"[[1,2,3]]\n",
    "a mapping": b'{"a": 1}\ncommit\n',
    "two": b'[["x", null]]\n',
    "deep": b"[" * 200_000 + b"\n",
    "no text": b"\xff\xfe\n",
    "more behind": b"[]\ncommit\nmore",
    "huge": b"[" + b" " * (8 * 2**20) + b"]\ncommit\n",
}


@pytest.mark.parametrize("left", STRANGE.values(), ids=STRANGE)
def test_what_is_no_journal_is_set_aside_and_the_command_goes_on(folder: Path, left: bytes) -> None:
    (folder / LOCK_NAME).write_bytes(left)
    assert ASIDE in told(folder)[0]
    assert (folder / ASIDE).read_bytes() == left
    (folder / LOCK_NAME).write_bytes(left)
    said: list[str] = []
    with Transaction(folder, wait=0, tell=said.append) as change:
        change.edit(folder / "a.yaml", lambda text: set_scalar(text, ("a",), 2))
        change.commit()
    assert f"{ASIDE}2" in said[0]
    assert sorted(path.name for path in folder.iterdir()) == [ASIDE, f"{ASIDE}2", "a.yaml"]


@posix_only
@pytest.mark.parametrize("kind", ["link", "link to nothing", "folder", "pipe"])
def test_what_is_no_file_is_set_aside(folder: Path, kind: str) -> None:
    lock = folder / LOCK_NAME
    if kind == "folder":
        lock.mkdir()
    elif kind == "pipe":
        os.mkfifo(lock)  # type: ignore[attr-defined,unused-ignore]
    else:
        lock.symlink_to(folder.parent / ("victim" if kind == "link" else "nothing"))
    assert ASIDE in told(folder)[0]
    assert not os.path.lexists(lock)
    assert (folder.parent / "victim").read_text() == "secret"
    assert not (folder.parent / "nothing").exists()


@posix_only
def test_a_pipe_in_the_place_of_a_file_holds_nobody_up(folder: Path) -> None:
    os.mkfifo(folder / "pipe")  # type: ignore[attr-defined,unused-ignore]
    journal(folder, ["pipe", X, None])
    assert ASIDE in told(folder)[0]


def test_every_command_goes_on(kaohe: Callable[..., Outcome], workspace: Path) -> None:
    (workspace / "victim").write_text("secret")
    for words in (("list",), ("validate",), ("assign", "A18.1", "--add", "区教委")):
        journal(workspace / "data", ["../victim", digest(workspace / "victim"), None])
        done = kaohe(*words)
        assert done.code == 0
        assert "data/.kaohe-lock 不是这里的 kaohe 写的" in done.err
        assert (workspace / "victim").exists()


def test_a_healed_change_is_told_in_one_line(kaohe: Callable[..., Outcome], workspace: Path) -> None:
    data = workspace / "data"
    text = (data / "units.yaml").read_bytes()
    for name in ("units.yaml", "incentives.yaml"):
        content = (data / name).read_bytes()
        (data / f".{name}.kaohe-old").write_bytes(content)
        (data / f".{name}.kaohe-new").write_bytes(content + b"# new\n")
    entries = [
        [name, digest(data / f".{name}.kaohe-old"), digest(data / f".{name}.kaohe-new")]
        for name in ("units.yaml", "incentives.yaml")
    ]
    journal(data, *entries, end=b"")
    done = kaohe("list")
    assert "上一次修改中途断了，没有写入，请再做一次（data/units.yaml、data/incentives.yaml）\n" in done.err
    assert (data / "units.yaml").read_bytes() == text
    assert not list(data.glob(".*"))
    for name in ("units.yaml", "incentives.yaml"):
        content = (data / name).read_bytes()
        (data / f".{name}.kaohe-old").write_bytes(content)
        (data / f".{name}.kaohe-new").write_bytes(content + b"# new\n")
    journal(data, *entries)
    done = kaohe("list")
    assert "上一次修改中途断了，现已补完（data/units.yaml、data/incentives.yaml）\n" in done.err
    assert (data / "units.yaml").read_bytes() == text + b"# new\n"
    assert not list(data.glob(".*"))
    assert "上一次" not in kaohe("list").err
