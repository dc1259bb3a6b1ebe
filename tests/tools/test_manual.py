"""The reference and the man pages say what `--help` says, of every command, with an example."""

import os
import re
import runpy
import shutil
import subprocess
from typing import Any

import pytest
from tests.conftest import REPOSITORY

MANUAL: dict[str, Any] = runpy.run_path(str(REPOSITORY / "tools" / "manual.py"))
PROGRAM: Any = MANUAL["the_program"]()
PAGES: dict[str, str] = MANUAL["pages"](PROGRAM)
COMMANDS = [PROGRAM, *(one for top in PROGRAM.below for one in (top.below or (top,)))]


def test_no_page_is_of_a_command_that_is_no_more() -> None:
    kept = [*(REPOSITORY / "docs" / "reference").iterdir(), *(REPOSITORY / "man").iterdir()]
    assert {path.relative_to(REPOSITORY).as_posix() for path in kept} == set(PAGES)


@pytest.mark.parametrize("place", PAGES)
def test_a_page_says_what_the_help_says(place: str) -> None:
    assert (REPOSITORY / place).read_text("utf-8") == PAGES[place], "run `just made`"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_tells_its_files_and_has_an_example_of_itself(command: Any) -> None:
    assert command.notes.reads
    assert command.notes.writes
    run = re.sub(r"^\$ kaohe --data \S+", "$ kaohe", command.notes.example, flags=re.MULTILINE)
    assert f"$ {command.name}" in run


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_examples_of_the_help_are_of_options_that_exist(command: Any) -> None:
    """The help has them in its sentences, where no test can run them."""
    known = {name for one in (*command.said.options, *PROGRAM.said.options) for name in one.names.split(", ")}
    for words in re.findall(r"例：(kaohe .*)", command.said.text.replace("\n", " "))[:1]:
        for example in re.split(r"[；;]", words):
            assert example.split()[: len(command.words)] == list(command.words)
            assert {word.split("=")[0] for word in example.split() if word.startswith("-")} <= known


def test_nothing_is_noted_of_a_command_that_is_no_more() -> None:
    noted, _ = MANUAL["read_yaml"](MANUAL["NOTES"].read_text("utf-8"))
    assert list(noted.data()) == [command.name for command in COMMANDS]


def test_every_variable_of_the_environment_is_told() -> None:
    sources = (path.read_text("utf-8") for path in (REPOSITORY / "src").rglob("*.py"))
    asked = {name for text in sources for name in re.findall(r"environ\.get\(\"([A-Z_]+)\"", text)}
    mine = {name for name in asked if name.startswith("KAOHE_") or name.endswith("COLOR")}
    assert mine <= set(PROGRAM.notes.environment)


@pytest.mark.skipif(not (shutil.which("mandoc") or os.environ.get("CI")), reason="没有安装 mandoc")
def test_mandoc_finds_nothing_amiss() -> None:
    done = subprocess.run(
        ["mandoc", "-Tlint", "-Wwarning", *sorted((REPOSITORY / "man").glob("*.1"))],
        capture_output=True,
        text=True,
        check=False,
    )
    # No date: the pages follow from the help, not from the day they were made.
    assert not [line for line in done.stdout.splitlines() if "missing date" not in line]


@pytest.mark.skipif(not (shutil.which("mandoc") or os.environ.get("CI")), reason="没有安装 mandoc")
def test_a_man_page_shows_what_the_help_says() -> None:
    page = REPOSITORY / "man" / "kaohe-draft.1"
    shown = subprocess.run(
        ["mandoc", "-Tutf8", "-Owidth=80", page], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    text = re.sub(r".\x08", "", shown)
    assert text.startswith("KAOHE-DRAFT(1)")
    assert "kaohe-draft - 生成单位的 Word 报送材料" in text
    said = next(one for one in PROGRAM.below if one.name == "kaohe draft").said
    for option in said.options:
        assert f"\n       {option.names} {option.values}".rstrip() + "\n" in text
        assert re.sub(r"\s", "", option.text) in re.sub(r"\s", "", text)
