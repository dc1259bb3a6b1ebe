"""Rounds of a workspace: which files are of which round, and which round a command means."""

from pathlib import Path

import pytest

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.forms.rounds import Round, due_of
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.conftest import REPOSITORY

OCTOBER, YEAR_END = Round(2021, 10), Round(2021, 12)


def report(unit: str, month: int, year: int = 2021) -> str:
    return (
        f"schema_version: 1\nyear: {year}\nunit: {unit}\nthrough_month: {month}\n"
        "entries:\n  A18.1:\n    problems: 无\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("indicators.yaml", "incentives.yaml", "units.yaml", "forms.yaml"):
        (tmp_path / name).write_bytes((REPOSITORY / "data" / name).read_bytes())
    return tmp_path


def with_rounds(folder: Path, rounds: str) -> None:
    path = folder / "indicators.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    start = next((n for n, line in enumerate(lines) if line.startswith("rounds:")), None)
    if start is not None:
        end = next(n for n in range(start + 1, len(lines)) if not lines[n].startswith(" "))
        del lines[start:end]
    lines.insert(lines.index("sections:\n"), rounds)
    path.write_text("".join(lines), "utf-8")


def put(folder: Path, name: str, text: str) -> None:
    path = folder / "reports" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def opened(folder: Path) -> Workspace:
    return Workspace(DataFolder(folder, folder.parent))


def test_a_report_is_of_the_round_of_its_folder(folder: Path) -> None:
    put(folder, "2021-10/区商务委.yaml", report("区商务委", 10))
    put(folder, "2021-12/区商务委.yaml", report("区商务委", 12))
    put(folder, "2021-12/evidence/区商务委/A18.1.yaml", "not: a report\n")
    workspace = opened(folder)
    assert workspace.rounds_with_reports == (OCTOBER, YEAR_END)
    assert [one.source.path.parent.name for one in workspace.reports_of(YEAR_END)] == ["2021-12"]
    found = workspace.report("区商务委", OCTOBER)
    assert found is not None
    assert found.through_month == 10
    assert workspace.report("区教委", OCTOBER) is None
    assert len(workspace.all_reports) == 2


def test_a_file_of_the_old_shape_counts_as_the_round_it_names(folder: Path) -> None:
    put(folder, "区商务委.yaml", report("区商务委", 9))
    workspace = opened(folder)
    assert workspace.rounds_with_reports == (Round(2021, 9),)
    assert workspace.report_path("区商务委", Round(2021, 9)) == folder / "reports" / "区商务委.yaml"
    assert workspace.report_path("区商务委", YEAR_END) == folder / "reports" / "2021-12" / "区商务委.yaml"
    assert workspace.reports_of(OCTOBER) == ()


def test_a_file_of_the_old_shape_that_cannot_be_read_is_overlooked_in_no_round(folder: Path) -> None:
    put(folder, "区商务委.yaml", "unit: [区商务委\n")
    workspace = opened(folder)
    assert len(workspace.reports_of(OCTOBER)) == len(workspace.reports_of(YEAR_END)) == 1
    assert workspace.rounds_with_reports == ()
    with pytest.raises(UnusableDataError):
        workspace.report("区商务委", OCTOBER)


def test_the_round_meant_is_the_newest_listed_one_with_a_report(folder: Path) -> None:
    with_rounds(folder, "rounds:\n  - through_month: 6\n  - through_month: 10\n  - through_month: 12\n")
    assert opened(folder).round_meant() == Round(2021, 6)
    put(folder, "2021-10/区商务委.yaml", report("区商务委", 10))
    put(folder, "2021-11/区商务委.yaml", report("区商务委", 11))  # not listed
    put(folder, "2020-12/区商务委.yaml", report("区商务委", 12, 2020))
    assert opened(folder).round_meant() == OCTOBER
    assert opened(folder).round_meant("12") == YEAR_END
    assert opened(folder).round_meant("2021-11") == Round(2021, 11)


def test_without_a_list_it_is_the_round_of_the_form(folder: Path) -> None:
    with_rounds(folder, "")
    put(folder, "2021-12/区商务委.yaml", report("区商务委", 12))
    assert opened(folder).round_meant() == OCTOBER


@pytest.mark.parametrize("asked", ["13", "2020-10", "十月", "2021-1-1", "-1", "1e1"])
def test_what_is_no_round_of_the_year_is_refused(folder: Path, asked: str) -> None:
    with pytest.raises(WrongUseError):
        opened(folder).round_meant(asked)


def test_when_a_round_is_due(folder: Path) -> None:
    with_rounds(folder, "report_due: 2021-11-15\nrounds:\n  - through_month: 12\n    due: 2022-01-10\n")
    table = opened(folder).tables().indicators
    assert str(due_of(YEAR_END, table)) == "2022-01-10"
    assert str(due_of(OCTOBER, table)) == "2021-11-15"
    assert due_of(Round(2021, 9), table) is None
