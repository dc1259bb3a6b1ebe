"""``kaohe help``: the handbook in the terminal."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from kaohe_cli.cli.commands import COMMANDS
from kaohe_cli.cli.handbook import Handbook
from kaohe_cli.cli.markdown_text import as_text
from tests.conftest import REPOSITORY, Outcome

Kaohe = Callable[..., Outcome]
CHAPTERS = Handbook().chapters


def test_the_topics_are_the_chapters_each_with_a_line_about_it(kaohe: Kaohe) -> None:
    done = kaohe("help")
    assert done.code == 0
    assert re.findall(r"^ ?(\d+)  (.+)$", done.out, re.MULTILINE) == [
        (str(chapter.number), chapter.title) for chapter in CHAPTERS
    ]
    assert len(CHAPTERS) == 12
    listed = re.sub(r"\s", "", done.out)
    for chapter in CHAPTERS:
        assert re.sub(r"\s", "", chapter.summary) in listed
        assert len(chapter.summary) <= 60


@pytest.mark.parametrize(
    ("topic", "number"),
    [
        ("6", 6),
        ("06", 6),
        ("第6章", 6),
        ("第 6 章", 6),
        ("第十二章", 12),
        ("十", 10),
        ("催报", 6),
        ("收回", 5),
        ("督查激励", 8),
        ("forms-out", 4),
        ("GIT", 10),
        ("落实统称", 3),
        ("退出码", 11),
    ],
)
def test_a_chapter_by_number_by_a_piece_of_its_name_or_by_a_section(
    kaohe: Kaohe, topic: str, number: int
) -> None:
    done = kaohe("help", topic)
    assert done.code == 0
    assert done.out.startswith(f"{number} {CHAPTERS[number - 1].title}\n")


def test_a_topic_of_several_chapters_lists_them(kaohe: Kaohe) -> None:
    done = kaohe("help", "报送材料")
    assert re.findall(r"^ ?(\d+)  ", done.out, re.MULTILINE) == ["4", "5"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_by_its_name_is_its_help(kaohe: Kaohe, command: str) -> None:
    assert kaohe("help", command).out == kaohe(command, "--help").out


def test_a_command_of_a_group_too_and_the_chapter_that_uses_it_is_named(kaohe: Kaohe) -> None:
    done = kaohe("help", "unit", "rename")
    assert done.out == kaohe("unit", "rename", "--help").out
    assert "kaohe help 3" in done.err


def test_an_unknown_topic_names_the_nearest(kaohe: Kaohe) -> None:
    done = kaohe("help", "催抱")
    assert (done.code, done.out) == (2, "")
    assert done.err == "错误：手册里没有“催抱”，可能是 催报\n"
    assert kaohe("help", "colect").err.endswith("，可能是 collect\n")
    assert kaohe("help", "第", "5", "章").out.startswith("5 收回")
    assert kaohe("help", "unit", "renam").err == "错误：没有“renam”这个命令，可能是 rename\n"
    assert kaohe("help", "第99章").err == "错误：手册里没有“第99章”，用 kaohe help 列出各章\n"
    assert kaohe("help", "99").err == "错误：手册里没有“99”，用 kaohe help 列出各章\n"


@pytest.mark.parametrize("width", [50, 80, 120])
def test_no_line_of_text_is_wider_than_the_terminal(
    kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """What was typed and shown stays as it is; a closing mark may hang over."""
    monkeypatch.setenv("COLUMNS", str(width))
    for chapter in CHAPTERS:
        for line in kaohe("help", str(chapter.number)).out.splitlines():
            if not line.startswith("    "):
                assert cell_len(line.rstrip("）、，。；：”》 ")) <= min(width, 100), line


def test_nothing_of_markdown_is_left_and_nothing_of_the_text_is_lost() -> None:
    for chapter in CHAPTERS:
        shown = as_text(chapter.text, 80)
        told = "\n".join(line for line in shown.splitlines() if not line.startswith("    "))
        assert not re.search(r"\*\*|`|^#|\]\(", told, re.MULTILINE), chapter.title
        han = re.sub(r"\]\([^)]*\)", "]", chapter.text)
        assert re.findall(r"[\u4e00-\u9fff]", shown.replace("图：", "")) == re.findall(
            r"[\u4e00-\u9fff]", han
        )
        assert shown.count("图：") == chapter.text.count("![")


def test_a_page_outside_of_the_handbook_is_named_by_its_place(kaohe: Kaohe) -> None:
    """In a terminal there is nothing to click on."""
    named = {
        name for page in CHAPTERS for name in re.findall(r"（(docs/[\w.-]+)）", as_text(page.text, 10_000))
    }
    linked = {name for page in CHAPTERS for name in re.findall(r"\]\(\.\./([^)#]+)", page.text)}
    assert named == {f"docs/{name}" for name in linked if not name.startswith("images/")}
    assert len(named) > 5
    assert all((REPOSITORY / name).exists() for name in named)


def test_colours_are_for_terminals(kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in kaohe("help", "1").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = kaohe("help", "1").out
    assert "\x1b[1m1 新建工作文件夹\x1b[0m\n" in shown
    assert "\n\x1b[36m    $ cd examples\x1b[0m\n" in shown


def test_the_chapters_go_along_with_the_wheel() -> None:
    text = (REPOSITORY / "pyproject.toml").read_text("utf-8")
    assert '"docs/handbook" = "kaohe_cli/shipped/docs/handbook"' in text


def test_outside_of_any_workspace(kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = kaohe("help", "2")
    assert (done.code, done.err) == (0, "")
