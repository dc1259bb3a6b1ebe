"""Killed at any moment, and many at once: no file is torn, nothing is lost, several files change as one."""

import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from kaohe_cli.files.errors import InterruptedChangeError
from kaohe_cli.files.transaction import Transaction, recover
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.store import ENOUGH
from kaohe_cli.workspace.workspace import Workspace
from kaohe_cli.yamltext.edits import append_item, put_key, set_scalar
from kaohe_cli.yamltext.reader import read_yaml

pytest.importorskip("fcntl", reason="needs fork and SIGKILL")
assert sys.platform != "win32"

# What changes anything on disk, and may be the last thing a killed process did.
CALLS = {
    "open",
    "write",
    "fsync",
    "close",
    "ftruncate",
    "link",
    "replace",
    "unlink",
    "chmod",
    "mkdir",
    "flock",
}
NAMES = ("a.yaml", "b.yaml", "c.yaml")


def _fork(act: Callable[[], object]) -> int:
    """Runs ``act`` in a child and returns its process id."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the runner has threads; the child needs none
        child = os.fork()
    if child:
        return child
    try:
        act()
        os._exit(0)
    except BaseException:
        os._exit(1)


def _ended_by(child: int) -> int:
    """Returns the signal that ended a child, or 0."""
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed"
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _killed_before_call(number: int, act: Callable[[], object]) -> bool:
    """Runs ``act`` in a child that is killed before its ``number``-th call of the operating system."""

    def run() -> None:
        calls = 0

        def count(_: FrameType, event: str, called: Any) -> None:
            nonlocal calls
            if event == "c_call" and called.__module__ in ("posix", "fcntl") and called.__name__ in CALLS:
                calls += 1
                if calls == number:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        act()

    return _ended_by(_fork(run)) == signal.SIGKILL


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    (folder / "a.yaml").write_text("a: old\n")
    (folder / "b.yaml").write_text("b: old  # 旁边\n")
    (folder / "d.yaml").write_text("d: old\n")
    return folder


def _change(folder: Path) -> None:
    """Edits two files, creates one and removes one."""
    with Transaction(folder) as change:
        change.edit(folder / "a.yaml", lambda text: set_scalar(text, ("a",), "new"))
        change.edit(folder / "b.yaml", lambda text: set_scalar(text, ("b",), "new"))
        change.create(folder / "c.yaml", "c: new\n")
        change.remove(folder / "d.yaml")
        change.commit()


OLD = {"a.yaml": "a: old\n", "b.yaml": "b: old  # 旁边\n", "d.yaml": "d: old\n"}
NEW = {"a.yaml": "a: new\n", "b.yaml": "b: new  # 旁边\n", "c.yaml": "c: new\n"}


def _contents(folder: Path, *, all_names: bool = True) -> dict[str, str]:
    return {
        path.name: path.read_text() for path in folder.iterdir() if all_names or not path.name.startswith(".")
    }


def test_killed_before_every_system_call(tmp_path: Path) -> None:
    """Whole files at every moment; after the next start all are old or all new, and nothing lies about."""
    outcomes = []
    number = 1
    while True:
        folder = _folder(tmp_path, str(number))
        killed = _killed_before_call(number, lambda folder=folder: _change(folder))  # type: ignore[misc]
        for name, content in _contents(folder, all_names=False).items():
            assert content in (OLD.get(name), NEW.get(name))
        recover(folder)
        outcomes.append(_contents(folder))
        if not killed:
            break
        number += 1
    assert all(outcome in (OLD, NEW) for outcome in outcomes)
    assert outcomes == sorted(outcomes, key=lambda outcome: outcome == NEW), "once done it stays done"
    assert number > 40
    assert OLD in outcomes
    assert outcomes[-2:] == [NEW, NEW]


@pytest.mark.slow
def test_killed_again_while_recovering(tmp_path: Path) -> None:
    recovered = 0
    for first in range(1, 100, 2):
        torn = _folder(tmp_path, f"{first}")
        if not _killed_before_call(first, lambda torn=torn: _change(torn)):  # type: ignore[misc]
            break
        for second in range(1, 100):
            folder = tmp_path / f"{first}-{second}"
            shutil.copytree(torn, folder)
            killed = _killed_before_call(second, lambda folder=folder: recover(folder))  # type: ignore[misc]
            recover(folder)
            assert _contents(folder) in (OLD, NEW), (first, second)
            shutil.rmtree(folder)
            recovered += 1
            if not killed:
                break
    assert recovered > 300


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        ("a.yaml", {**NEW, "a.yaml": "a: 人手改的\n"}),  # was in place already: stays, the rest follows
        ("b.yaml", {**OLD, "b.yaml": "b: 人手改的\n"}),  # was not: stays, the rest goes back
    ],
)
def test_what_was_edited_after_the_kill_is_not_overwritten(
    tmp_path: Path, edited: str, expected: dict[str, str]
) -> None:
    folder = _killed_between_files(tmp_path)
    (folder / edited).write_text(expected[edited])
    recover(folder)
    assert _contents(folder) == expected


def test_the_next_change_finishes_the_last(tmp_path: Path) -> None:
    folder = _killed_between_files(tmp_path)
    with Transaction(folder) as change:
        change.edit(folder / "b.yaml", lambda text: put_key(text, (), "x", 1))
        change.commit()
    assert _contents(folder) == {**NEW, "b.yaml": "b: new  # 旁边\nx: 1\n"}


@pytest.mark.parametrize(
    ("edited", "gone"), [("b.yaml", ".a.yaml.kaohe-old"), ("a.yaml", ".b.yaml.kaohe-new")]
)
def test_what_can_neither_be_finished_nor_undone_is_reported_once(
    tmp_path: Path, edited: str, gone: str
) -> None:
    folder = _killed_between_files(tmp_path)
    (folder / edited).write_text("x: 人手改的\n")
    (folder / gone).unlink()
    before = _contents(folder, all_names=False)
    with pytest.raises(InterruptedChangeError, match=f"{edited} 又被改过"):
        recover(folder)
    recover(folder)
    assert _contents(folder) == before


def _killed_between_files(parent: Path) -> Path:
    """Returns a folder where the first file has been replaced and the second has not."""
    for number in range(1, 200):
        folder = _folder(parent, str(number))
        assert _killed_before_call(number, lambda folder=folder: _change(folder))  # type: ignore[misc]
        if "new" in (folder / "a.yaml").read_text():
            assert "old" in (folder / "b.yaml").read_text()
            return folder
    raise AssertionError("never between the files")


# Many at once

WORKER = """
import sys
from pathlib import Path
from kaohe_cli.files.transaction import Transaction
from kaohe_cli.yamltext.edits import append_item, put_key
folder, worker, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    with Transaction(folder, wait=600) as change:
        change.edit(folder / "flow.yaml", lambda text: append_item(text, ("list",), f"{worker}-{number}"))
        if number % 5 == 0:
            key = f"{worker}-{number}"
            change.edit(folder / "block.yaml", lambda text: put_key(text, ("map",), key, number))
        change.commit()
"""


@pytest.mark.slow
def test_500_edits_by_8_processes_are_all_there(tmp_path: Path) -> None:
    (tmp_path / "flow.yaml").write_text("# 头\nlist: []  # 旁边\n")
    (tmp_path / "block.yaml").write_text("map:\n  # 上面\n  first: 0\n# 尾\n")
    shares = [63, 63, 63, 63, 62, 62, 62, 62]
    workers = [
        subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path), str(number), str(share)])
        for number, share in enumerate(shares)
    ]
    assert [worker.wait() for worker in workers] == [0] * 8
    expected = {f"{worker}-{number}" for worker, share in enumerate(shares) for number in range(share)}
    items = _data(tmp_path / "flow.yaml")["list"]
    assert len(items) == 500
    assert set(items) == expected
    assert set(_data(tmp_path / "block.yaml")["map"]) == {"first"} | {
        name for name in expected if int(name.partition("-")[2]) % 5 == 0
    }
    assert (tmp_path / "flow.yaml").read_text().endswith("]  # 旁边\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["block.yaml", "flow.yaml"]


def _data(path: Path) -> Any:
    root, problems = read_yaml(path.read_text())
    assert root is not None, problems
    return root.data()


@pytest.mark.slow
def test_200_kills_at_random_moments(tmp_path: Path) -> None:
    """Two writers at a time edit two files, and are killed. What they had reported is in both files."""
    for name in NAMES[:2]:
        (tmp_path / name).write_text("# 头\nlist:\n  - start\n# 尾\n")
    seed = random.randrange(2**32)  # noqa: S311 - for tests
    rng = random.Random(seed)  # noqa: S311 - for tests
    reported = {"start"}
    for turn in range(100):
        names = [f"{turn}-{writer}" for writer in range(2)]
        children = [_start_writer(tmp_path, name) for name in names]
        if turn % 3 == 0:  # not before one of them got somewhere, however slow the disk
            select.select([pipe for _, pipe in children], [], [], 60)
        for child, pipe in children:  # at a random moment, or upon its first report
            select.select([pipe], [], [], rng.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
        for child, pipe in children:
            assert _ended_by(child) == signal.SIGKILL
            with os.fdopen(pipe) as reports:
                reported.update(reports.read().split())
        for name in NAMES[:2]:
            assert (tmp_path / name).read_text().endswith("\n# 尾\n"), f"torn, seed {seed}"
        recover(tmp_path)
        first, second = (_data(tmp_path / name)["list"] for name in NAMES[:2])
        assert first == second, f"half a change, seed {seed}"
        assert len(set(first)) == len(first)
        assert reported <= set(first), f"lost, seed {seed}"
        assert len(set(first) - reported) <= 2, f"more than the killed edits, seed {seed}"
        reported.update(first)
    assert len(reported) > 20, "the writers never got anywhere"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def _start_writer(folder: Path, name: str) -> tuple[int, int]:
    """Returns a child that goes on editing, and the pipe on which it tells what is done."""
    reading, writing = os.pipe()

    def write() -> None:
        number = 0
        while True:
            item = f"{name}-{number}"
            with Transaction(folder, wait=600) as change:
                for file in NAMES[:2]:
                    change.edit(folder / file, lambda text, item=item: append_item(text, ("list",), item))  # type: ignore[misc]
                change.commit()
            os.write(writing, f"{item}\n".encode())
            number += 1

    child = _fork(write)
    os.close(writing)
    return child, reading


RENAMER = """
import sys
from pathlib import Path
from kaohe_cli.files.transaction import Transaction
folder, count = Path(sys.argv[1]), int(sys.argv[2])
for number in range(count):
    with Transaction(folder, wait=600) as change:
        for name in ("indicators.yaml", "incentives.yaml", "units.yaml"):
            change.edit(folder / name, lambda text: text.replace(f"区商务{number}委", f"区商务{number + 1}委"))
        change.commit()
"""


@pytest.mark.slow
def test_readers_beside_a_writer_see_all_of_a_change_or_nothing(workspace: Path) -> None:
    """One process renames a body in three files again and again, while we read all the time."""
    data = workspace / "data"
    for name in ("indicators.yaml", "incentives.yaml", "units.yaml"):
        text = (data / name).read_text("utf-8")
        (data / name).write_text(text.replace("区商务委", "区商务0委"), "utf-8")
    paths = [data / name for name in ("indicators.yaml", "incentives.yaml", "units.yaml")]
    changes = 100
    writer = subprocess.Popen([sys.executable, "-c", RENAMER, str(data), str(changes)])
    seen = {frozenset({"区商务0委"})}  # as it was when the writer began, however slowly we are let read
    ended = False
    while not ended:
        ended = writer.poll() is not None
        recover(data)
        found = Workspace(DataFolder(data, workspace)).store.read(paths, ENOUGH)
        texts = [content.decode() for content in found.values() if isinstance(content, bytes)]
        seen.add(frozenset(name for text in texts for name in re.findall(r"区商务\d+委", text)))
    assert writer.returncode == 0
    assert all(len(names) == 1 for names in seen)
    assert len(seen) > 1
    assert frozenset({f"区商务{changes}委"}) in seen
    assert not list(data.glob(".*"))
