"""``kaohe migrate``: reports of the old shape move to their rounds, whole, once, and nothing else moves."""

import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.collecting.old_shape import plan, stage, tidy
from kaohe_cli.files.transaction import Transaction, recover
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.conftest import REPOSITORY, Outcome
from tests.progress.filled import filled_report, save_in_round, save_report

Kaohe = Callable[..., Outcome]


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path, but for the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".kaohe-lock"
    }


@pytest.fixture
def old(workspace: Path) -> Path:
    """A workspace with two reports of the old shape, of two rounds, and what came back for one of them."""
    save_report(workspace, filled_report("区商务委"))
    save_report(workspace, filled_report("区教委", through_month=9))
    reports = workspace / "data" / "reports"
    path = reports / "区商务委.yaml"
    schema = "# yaml-language-server: $schema=../../schema/report.schema.json\n"
    path.write_bytes(f"\ufeff{schema}{path.read_text('utf-8')}# 行尾\n".replace("\n", "\r\n").encode())
    kept = reports / "returned" / "区商务委"
    kept.mkdir(parents=True)
    (kept / "交回.docx").write_bytes(b"PK\x00\xff not text")
    (kept / "交回.docx.未归入.txt").write_text("【页眉】\n甲\n", "utf-8")
    return workspace


MOVED = {
    "区商务委.yaml": "2021-10/区商务委.yaml",
    "区教委.yaml": "2021-09/区教委.yaml",
    "returned/区商务委/交回.docx": "2021-10/returned/区商务委/交回.docx",
    "returned/区商务委/交回.docx.未归入.txt": "2021-10/returned/区商务委/交回.docx.未归入.txt",
}


def moved(before: dict[str, bytes]) -> dict[str, bytes]:
    """What is to be there in the end: only the way to the schema is another."""
    after = {MOVED[name]: content for name, content in before.items()}
    place = "2021-10/区商务委.yaml"
    return after | {place: after[place].replace(b"=../../schema", b"=../../../schema")}


def test_reports_and_what_came_back_move_to_their_rounds(kaohe: Kaohe, old: Path) -> None:
    reports = old / "data" / "reports"
    before = files(reports)
    shown = kaohe("status", "--format", "json").out
    done = kaohe("migrate")
    assert (done.code, done.err) == (0, "移动报送数据 2 份、交回的文件 2 个\n")
    assert "data/reports/区教委.yaml → data/reports/2021-09/区教委.yaml\n" in done.out
    assert files(reports) == moved(before)
    assert not (reports / "returned").exists()
    assert kaohe("status", "--format", "json").out == shown.replace(
        "reports/区商务委", "reports/2021-10/区商务委"
    )
    again = kaohe("migrate")
    assert (again.code, again.out) == (0, "")
    assert files(reports) == moved(before)


def test_a_dry_run_shows_and_moves_nothing(kaohe: Kaohe, old: Path) -> None:
    before = files(old)
    done = kaohe("migrate", "--dry-run")
    assert files(old) == before
    assert done.out == kaohe("migrate").out


@pytest.mark.parametrize("by", ["option", "variable"])
def test_reports_elsewhere(
    kaohe: Kaohe, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    elsewhere = tmp_path / "别处"
    (old / "data" / "reports").rename(elsewhere)
    (old / ".gitignore").write_text("*\n", "utf-8")
    if by == "variable":
        monkeypatch.setenv("KAOHE_REPORTS", str(elsewhere))
    assert kaohe("migrate", *(["--reports", elsewhere] if by == "option" else [])).code == 0
    assert sorted(files(elsewhere)) == sorted(MOVED.values())


def test_what_stands_there_already_is_not_replaced(kaohe: Kaohe, old: Path) -> None:
    path = save_in_round(old, filled_report("区商务委") | {"leader": "新的"})
    before = path.read_bytes()
    done = kaohe("migrate")
    assert done.code == 1
    assert (
        "没有移动：data/reports/2021-10/区商务委.yaml 已经有了，与 data/reports/区商务委.yaml 核对"
        in done.err
    )
    assert path.read_bytes() == before
    assert (old / "data" / "reports" / "区商务委.yaml").exists()
    assert (old / "data" / "reports" / "2021-09" / "区教委.yaml").exists()


def test_what_cannot_be_read_or_is_a_link_stays(kaohe: Kaohe, old: Path) -> None:
    reports = old / "data" / "reports"
    (reports / "区科技局.yaml").write_text("unit: [x\n", "utf-8")
    (reports / "区财政局.yaml").symlink_to(reports / "区教委.yaml")
    (reports / "returned" / "区税务局").mkdir()
    (reports / "returned" / "区税务局" / "甲.docx").write_bytes(b"PK")
    done = kaohe("migrate")
    assert done.code == 1
    assert "没有移动：data/reports/区科技局.yaml 读不出是哪年、截至几月的" in done.err
    assert "没有移动：data/reports/区财政局.yaml 是链接" in done.err
    assert "没有移动：data/reports/returned/区税务局 看不出是哪一轮的" in done.err
    assert {path.name for path in reports.iterdir()} == {
        "2021-09", "2021-10", "returned", "区科技局.yaml", "区财政局.yaml",
    }  # fmt: skip


@pytest.mark.parametrize("head", ["through_month: true", "through_month: 13", "year: 99999999999"])
def test_what_names_no_round_stays(kaohe: Kaohe, workspace: Path, head: str) -> None:
    save_report(workspace, filled_report("区税务局"))
    path = workspace / "data" / "reports" / "区税务局.yaml"
    key = head.partition(":")[0]
    lines = [head if line.startswith(f"{key}:") else line for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert kaohe("migrate").code == 1
    assert list(files(workspace / "data" / "reports")) == ["区税务局.yaml"]


def test_a_file_in_the_place_of_a_round_is_told(kaohe: Kaohe, old: Path) -> None:
    (old / "data" / "reports" / "2021-09").write_text("", "utf-8")
    done = kaohe("migrate")
    assert done.code == 1
    assert "区教委.yaml 要放进 data/reports/2021-09，那里却有一个文件" in done.err
    assert (old / "data" / "reports" / "2021-10" / "区商务委.yaml").exists()


def test_a_report_of_another_year_goes_to_its_own_round(kaohe: Kaohe, workspace: Path) -> None:
    save_report(workspace, filled_report("区税务局", year=2020, through_month=12))
    assert kaohe("migrate").code == 0
    assert list(files(workspace / "data" / "reports")) == ["2020-12/区税务局.yaml"]
    assert kaohe("validate").code == 0


def migrate(folder: Path) -> None:
    """Does what the command does, without its start: a child that is killed need not import everything."""
    data = DataFolder(folder, folder.parent)
    with Transaction(folder, private=[folder / "reports"]) as change:
        workspace = Workspace(data)
        found = plan(workspace)
        stage(change, found, workspace)
        change.commit()
        tidy(found, workspace)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_killed_at_any_moment_nothing_is_lost(old: Path, tmp_path: Path) -> None:
    """Whenever it is killed, every report is there whole, and the next command finds all old or all new."""
    killed_before_call: Any = import_module("tests.files.test_interrupted")._killed_before_call

    before = files(old / "data" / "reports")
    for table in (REPOSITORY / "tests" / "rules" / "examples" / "base").iterdir():  # read in no time
        shutil.copyfile(table, old / "data" / table.name)
    ends, number = [], 1
    while True:
        folder = tmp_path / f"kill{number}" / "data"
        shutil.copytree(old / "data", folder)
        killed = killed_before_call(number, lambda folder=folder: migrate(folder))
        held = {content.replace(b"=../../../", b"=../../") for content in files(folder / "reports").values()}
        assert set(before.values()) <= held
        recover(folder)
        found = files(folder / "reports")
        assert found in (before, moved(before)), f"half a move, killed before call {number}"
        ends.append(found == before)
        migrate(folder)
        assert files(folder / "reports") == moved(before)
        shutil.rmtree(folder.parent)
        if not killed:
            break
        number += 1
    assert (ends[0], ends[-1]) == (True, False)
    assert number > 20
