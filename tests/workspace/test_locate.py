"""Which data a command works on."""

from pathlib import Path

import pytest

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.workspace.locate import find_data, find_reports, shipped


def test_the_nearest_tables_upwards_are_found(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = workspace / "甲" / "乙"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    found = find_data(None)
    assert (found.path, found.home) == (workspace / "data", workspace)


def test_the_option_comes_before_the_environment(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "别处"
    other.mkdir()
    monkeypatch.setenv("KAOHE_DATA", str(workspace / "data"))
    assert find_data(other).path == other
    assert find_data(None).path == workspace / "data"


def test_an_empty_folder_gets_the_tables_that_ship(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = find_data(None)
    assert found.shipped
    assert found.home == tmp_path
    assert (found.path / "indicators.yaml").is_file()


@pytest.mark.parametrize("name", ["data", "templates", "schema"])
def test_everything_that_ships_is_there(name: str) -> None:
    assert any(shipped(name).iterdir())


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongUseError, match="--data"):
        find_data(tmp_path / "没有")
    monkeypatch.setenv("KAOHE_DATA", str(tmp_path / "没有"))
    with pytest.raises(WrongUseError, match="KAOHE_DATA"):
        find_data(None)


def test_reports_may_live_elsewhere(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = find_data(None)
    assert find_reports(None, data) == workspace / "data" / "reports"
    (workspace / "内部").mkdir()
    (workspace / "另处").mkdir()
    monkeypatch.setenv("KAOHE_REPORTS", str(workspace / "内部"))
    assert find_reports(None, data) == workspace / "内部"
    assert find_reports(workspace / "另处", data) == workspace / "另处"
    with pytest.raises(WrongUseError, match="--reports"):
        find_reports(workspace / "没有", data)
