"""No result replaces a file of the data, whatever it is called and by whatever link it is reached."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Outcome

Kaohe = Callable[..., Outcome]
posix_only = pytest.mark.skipif(os.name != "posix", reason="links of POSIX")

COMMANDS = {
    "list": ("list", "-o"),
    "list as csv": ("list", "--format", "csv", "-o"),
    "show": ("show", "A02", "-o"),
    "status": ("status", "--today", "2021-11-16", "-o"),
    "diff": ("diff", "data", "data", "-o"),
    "unit list": ("unit", "list", "-o"),
    "assign": ("assign", "-o"),
    "template words": ("template", "vars", "-o"),
    "export": ("export", "--force", "-o"),
    "template new": ("template", "new", "--force"),
}


@pytest.fixture
def full(workspace: Path) -> Path:
    """A workspace with a report, an original and a roster."""
    data = workspace / "data"
    (data / "reports" / "returned" / "区商务委").mkdir(parents=True)
    (data / "reports" / "returned" / "区商务委" / "交回.docx").write_bytes(b"docx")
    report = "schema_version: 1\nyear: 2021\nunit: 区商务委\nthrough_month: 10\nentries: {}\n"
    (data / "reports" / "区商务委.yaml").write_text(report, "utf-8")
    (data / "contacts.yaml").write_text("schema_version: 1\n", "utf-8")
    return workspace


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (folder / "data").rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_no_command_writes_over_the_data(kaohe: Kaohe, full: Path, words: tuple[str, ...]) -> None:
    before = contents(full)
    for name in ("data/units.yaml", "data/contacts.yaml", "data/reports/区商务委.yaml"):
        done = kaohe(*words, name)
        assert (done.code, done.out) == (2, "")
        assert f"“{name}”是数据文件，结果不能写在它上面，未作改动" in done.err
    assert contents(full) == before


@pytest.mark.parametrize(
    "name",
    [
        "data/UNITS.yaml",  # one file on Windows and macOS
        "data/units.yaml.",  # on Windows
        "data/../data/units.yaml",
        "data/forms.yaml",  # not there yet, and it would be read
        "data/.kaohe-lock",
        "data/reports/returned/区商务委/交回.docx",
        "data/reports/2021-10/区教委.yaml",
    ],
)
def test_other_spellings_of_the_data(kaohe: Kaohe, full: Path, name: str) -> None:
    before = contents(full)
    assert kaohe("list", "-o", name).code == 2
    assert contents(full) == before


@posix_only
def test_links_to_the_data(kaohe: Kaohe, full: Path) -> None:
    before = contents(full)
    (full / "甲.csv").symlink_to("data/units.yaml")
    (full / "乙.csv").symlink_to("甲.csv")
    (full / "丙.csv").hardlink_to(full / "data" / "reports" / "区商务委.yaml")
    (full / "丁").symlink_to("data")
    for name in ("甲.csv", "乙.csv", "丙.csv", "丁/units.yaml"):
        assert kaohe("list", "-o", name).code == 2, name
    assert contents(full) == before


@posix_only
def test_a_table_that_is_kept_elsewhere(kaohe: Kaohe, full: Path) -> None:
    (full / "elsewhere").mkdir()
    shutil.move(full / "data" / "units.yaml", full / "elsewhere" / "名录")
    (full / "data" / "units.yaml").symlink_to("../elsewhere/名录")
    before = (full / "elsewhere" / "名录").read_bytes()
    assert kaohe("list", "-o", "elsewhere/名录").code == 2
    assert (full / "elsewhere" / "名录").read_bytes() == before


@posix_only
def test_a_draft_that_is_a_link_to_the_data(kaohe: Kaohe, full: Path) -> None:
    before = contents(full)
    (full / "drafts" / "2021").mkdir(parents=True)
    (full / "exports" / "2021").mkdir(parents=True)
    (full / "drafts" / "2021" / "区商务委.docx").symlink_to(full / "data" / "units.yaml")
    (full / "exports" / "2021" / "任务分解表.docx").symlink_to(full / "data" / "units.yaml")
    assert kaohe("draft", "--unit", "区商务委", "--force").code == 2
    assert kaohe("export", "--force").code == 2
    assert contents(full) == before


def test_reports_and_roster_that_are_kept_elsewhere(kaohe: Kaohe, full: Path) -> None:
    shutil.move(full / "data" / "reports", full / "报送")
    shutil.move(full / "data" / "contacts.yaml", full / "人.yaml")
    for name in ("报送/区商务委.yaml", "人.yaml", "报送/returned/区商务委/交回.docx"):
        assert kaohe("--reports", "报送", "--contacts", "人.yaml", "list", "-o", name).code == 2
        assert (full / name).is_file()


@pytest.mark.parametrize("name", ["结果.csv", "data/结果.csv", "新/结果.csv", "-"])
def test_other_places_will_do(kaohe: Kaohe, full: Path, name: str) -> None:
    for _ in range(2):
        assert kaohe("list", "-o", name).code == 0


@pytest.mark.parametrize("name", ["NUL.csv", "con", "~$结果.csv", "结果.csv.", "a:b.csv"])
def test_names_that_windows_does_not_have(kaohe: Kaohe, full: Path, name: str) -> None:
    done = kaohe("list", "-o", name)
    assert done.code == 2
    assert f"--output 的“{name}”" in done.err
    assert "请换一个文件名" in done.err
    assert not (full / name).exists()


def test_the_shipped_tables_are_data_too(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = (REPOSITORY / "data" / "units.yaml").read_bytes()
    assert kaohe("list", "-o", REPOSITORY / "data" / "units.yaml").code == 2
    assert (REPOSITORY / "data" / "units.yaml").read_bytes() == before
