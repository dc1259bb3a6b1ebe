"""Wrong use is said in one Chinese sentence; help is Chinese and complete."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.cli.app import COMMANDS
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lst"], "是不是想写 list？"),
        (["list", "--uint", "区教委"], "是不是想写 --unit"),
        (["list", "--data", "x"], "--data 指的“x”不是文件夹"),
        (["list", "--kind", "foo"], "--kind：“foo”不能用，可以写：criterion, incentive"),
        (["list", "--format"], "选项“--format”后面要写值"),
        (["list", "A", "B"], "多写了“B”"),
        (["show"], "缺少“编号或名称”"),
        (["draft", "--all", "--through-month", "十"], "--through-month：要写整数"),
        (["draft", "--all", "--through-month", "13"], "--through-month：数字最大是 12"),
        (["draft"], "--unit 单位（可重复）或 --all"),
        (["draft", "--all", "--unit", "区教委"], "两者选一"),
        (["--data", "没有这个文件夹", "list"], "--data 指的“没有这个文件夹”不是文件夹"),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_wrong_use_is_one_sentence(kaohe: Kaohe, words: list[str], says: str) -> None:
    done = kaohe(*words)
    assert done.code == 2
    assert done.out == ""
    assert says in done.err
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_chinese(kaohe: Kaohe, command: str) -> None:
    done = kaohe(command, "--help")
    assert done.code == 0
    assert done.out.startswith(f"用法：kaohe {command} ")
    for english in ("Usage", "Options", "Show this", "default", "required", "TEXT", "INTEGER"):
        assert english not in done.out


def test_the_commands_are_listed(kaohe: Kaohe) -> None:
    out = kaohe("--help").out
    for name, text in COMMANDS.items():
        assert f"  {name}" in out
        assert text in out


def test_without_words_the_help_is_shown(kaohe: Kaohe) -> None:
    assert "用法：kaohe" in kaohe().err


def test_an_unforeseen_error_is_a_sentence(
    kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kaohe_cli.workspace.workspace.Workspace.tables", fail)
    done = kaohe("list")
    assert done.code == 2
    assert done.err.startswith("程序内部出错（ZeroDivisionError，")
    assert done.err.count("\n") == 1
