"""Programs are found where they were installed, and never in the folder one works in."""

import os
from pathlib import Path

import pytest

from kaohe_cli.files.programs import find_program, system_program
from tests.conftest import REPOSITORY


def plant(folder: Path, name: str = "git") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    return program


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which one stands, with a planted git at its top and in its tools."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    workspace = tmp_path / "考核"
    plant(workspace)
    plant(workspace / "tools")
    monkeypatch.chdir(workspace)
    return workspace


def on_path(monkeypatch: pytest.MonkeyPatch, *folders: Path | str) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join(map(str, folders)))


@pytest.mark.parametrize(
    "entry",
    ["", ".", "tools", "./tools", "../考核", "{here}", "{here}/tools", "{here}/../考核/tools", '"{here}"'],
)
def test_what_is_planted_in_the_workspace_is_not_found(
    place: Path, monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    on_path(monkeypatch, entry.format(here=place))
    assert find_program("git") is None
    installed = plant(place.parent / "bin")
    on_path(monkeypatch, entry.format(here=place), installed.parent)
    assert find_program("git") == str(installed)


def test_links_are_looked_through(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.parent / "folder").symlink_to(place / "tools")
    (place.parent / "bin").mkdir()
    (place.parent / "bin" / "git").symlink_to(place / "tools" / "git")
    on_path(monkeypatch, place.parent / "folder", place.parent / "bin")
    assert find_program("git") is None


def test_a_folder_that_is_named_is_passed_over_too(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = plant(place.parent / "bin")
    monkeypatch.chdir(place.parent / "bin")
    on_path(monkeypatch, place / "tools")
    assert find_program("git") == str(place / "tools" / "git")
    assert find_program("git", outside=[place]) is None
    on_path(monkeypatch, installed.parent)
    assert find_program("git", outside=[place]) is None


def test_who_works_in_the_home_folder_keeps_the_programs_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    installed = plant(home / ".local" / "bin")
    plant(home)
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.chdir(home)
    on_path(monkeypatch, home, installed.parent)
    assert find_program("git") == str(installed)
    monkeypatch.chdir("/")
    on_path(monkeypatch, installed.parent)
    assert find_program("git") == str(installed)


def test_the_first_name_that_is_there(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = plant(tmp_path / "bin", "libreoffice").parent
    on_path(monkeypatch, tmp_path / "没有", folder)
    assert find_program("soffice", "libreoffice") == str(folder / "libreoffice")
    assert find_program("git") is None
    (folder / "git").mkdir()
    assert find_program("git") is None
    plant(folder, "soffice").chmod(0o644)
    assert find_program("soffice") is None


def test_on_windows_a_program_has_a_suffix_and_is_no_script(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_path(monkeypatch, tmp_path / "bin")
    for name in ("git", "git.bat", "git.cmd"):
        plant(tmp_path / "bin", name)
    assert find_program("git", windows=True) is None
    plant(tmp_path / "bin", "git.exe")
    plant(place, "git.exe")
    assert find_program("git", windows=True) == str(tmp_path / "bin" / "git.exe")
    plant(tmp_path / "bin", "git.com")
    assert find_program("git", windows=True) == str(tmp_path / "bin" / "git.com")


def test_a_current_folder_that_is_gone_is_no_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    installed = plant(tmp_path / "bin")
    on_path(monkeypatch, installed.parent)
    assert find_program("git") == str(installed)


def test_what_comes_with_windows_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYSTEMROOT", "/windows")
    assert system_program("taskkill.exe") == str(Path("/windows/System32/taskkill.exe"))


def test_whoever_starts_a_program_finds_it_here() -> None:
    for path in (REPOSITORY / "src").rglob("*.py"):
        text = path.read_text("utf-8")
        assert "shutil.which" not in text
        assert "import subprocess" not in text or "kaohe_cli.files.programs" in text, path
