"""Wrong use is said in one Chinese sentence; help is Chinese and complete."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from kaohe_cli.cli.app import app
from kaohe_cli.cli.commands import COMMANDS
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lst"], "可能是 list"),
        (["list", "--uint", "区教委"], "可能是 --unit"),
        (["list", "--nope"], "没有“--nope”这个选项"),
        (["unit", "ad"], "没有“ad”这个命令，可能是 add"),
        (["--data", "data"], "未指明命令，用法见 kaohe --help"),
        (["validate", "--strict=3"], "选项“--strict”后面不需要值，用法见 kaohe validate --help"),
        (["list", "--format="], "--format：“”无效，可以写：table、json、csv、yaml、md"),
        (["draft", "--all", "--through-month", "0"], "“0”不是一轮报送，请写成 2021-10 或 10"),
        (["unit", "add"], "缺少“名称”"),
        (["list", "--data", "x"], "--data 指的“x”不是文件夹"),
        (["list", "--kind", "foo"], "--kind：“foo”无效，可以写：criterion、incentive"),
        (["list", "--format"], "选项“--format”后面需要一个值"),
        (["list", "A", "B"], "无法识别参数“B”；用法见 kaohe list --help"),
        (["draft", "区教委"], "无法识别参数“区教委”；指定单位请用 --unit 区教委"),
        (["migrate", "区教委"], "无法识别参数“区教委”；用法见 kaohe migrate --help"),
        (["show"], "缺少“编号或名称”"),
        (["draft", "--all", "--through-month", "十"], "“十”不是一轮报送，请写成 2021-10 或 10"),
        (["draft", "--all", "--through-month", "13"], "“13”不是一轮报送，请写成 2021-10 或 10"),
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


@pytest.mark.parametrize("words", [[], ["list"], ["unit"], ["unit", "add"]])
def test_h_is_help(kaohe: Kaohe, words: list[str]) -> None:
    done = kaohe(*words, "-h")
    assert (done.code, done.err) == (0, "")
    assert done.out == kaohe(*words, "--help").out
    assert "  -h, --help" in done.out


@pytest.mark.parametrize(
    "words",
    [
        ["--data", "另一年", "unit", "list"],
        ["unit", "--data", "另一年", "list"],
        ["unit", "list", "--data", "另一年"],
        ["unit", "list", "--data=另一年"],
        ["--data", "data", "unit", "list", "--data", "另一年"],  # the last one counts
        ["--data", "没有", "unit", "--data", "data", "list", "--data", "另一年"],
    ],
)
def test_global_options_are_understood_before_and_behind_the_command(
    kaohe: Kaohe, workspace: Path, words: list[str]
) -> None:
    shutil.copytree(workspace / "data", workspace / "另一年")
    units = workspace / "另一年" / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("name: 区教委", "name: 区教育局"), "utf-8")
    done = kaohe(*words)
    assert (done.code, done.err) == (0, "")
    assert "区教育局" in done.out


def test_reports_and_contacts_are_understood_behind_the_command(kaohe: Kaohe, workspace: Path) -> None:
    assert "--reports 指的“没有”还没有" in kaohe("status", "--reports", "没有").err
    (workspace / "人.yaml").write_text("schema_version: 1\nyear: 2021\nunits: 3\n", "utf-8")
    assert "人.yaml:3" in kaohe("validate", "--contacts", "人.yaml").out


def test_a_result_replaces_no_data_of_the_folder_named_behind_it(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "data").rename(workspace / "另一年")
    before = (workspace / "另一年" / "units.yaml").read_bytes()
    for words in (
        ["-o", "另一年/units.yaml", "--data", "另一年"],
        ["--data=另一年", "-o", "另一年/units.yaml"],
    ):
        done = kaohe("list", *words)
        assert done.code == 2
        assert done.err.count("\n") == 1
    assert (workspace / "另一年" / "units.yaml").read_bytes() == before


def test_a_hook_may_pass_the_folder_behind_the_command(kaohe: Kaohe, workspace: Path) -> None:
    """As `args: [--data, 2022/data]` of pre-commit does."""
    (workspace / "2022").mkdir()
    (workspace / "data").rename(workspace / "2022" / "data")
    done = kaohe("validate", "--data", "2022/data")
    assert done.code == 0
    assert "2022/data/indicators.yaml" in done.out


def test_the_version_is_told_behind_a_command(kaohe: Kaohe) -> None:
    assert kaohe("list", "--version").out == kaohe("--version").out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_names_the_global_options(kaohe: Kaohe, command: str) -> None:
    out = kaohe(command, "--help").out
    shared = out.partition("\n通用选项（写在命令前后均可）：\n")[2]
    assert all(name in shared for name in ("--data", "--reports", "--contacts", "--dry-run", "-q, --quiet"))
    assert "--install-completion" not in out


def test_no_command_has_an_option_of_its_own_under_a_global_name() -> None:
    root: Any = get_command(app)
    ctx = typer.Context(root)
    names = {name for param in root.params for name in (param.name, *param.opts)}
    for command in COMMANDS:
        own = root.get_command(ctx, command)
        for one in (own, *getattr(own, "commands", {}).values()):
            assert not names & {name for param in one.params for name in (param.name, *param.opts)}


def test_no_sentence_of_typer_is_needed(
    kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The messages of all its errors are taken away: what is said stays the same."""
    wrong = [
        ["list", "--nope"],
        ["list", "--kind", "foo"],
        ["draft", "--all", "--through-month", "13"],
        ["show"],
        ["list", "--format"],
        ["validate", "--strict=3"],
        ["--data", "data"],
        ["list", "A", "B"],
    ]
    said = [kaohe(*words).err for words in wrong]
    monkeypatch.setattr(
        typer.TyperException, "message", property(lambda _: "?", lambda *_: None), raising=False
    )
    assert [kaohe(*words).err for words in wrong] == said
    assert all(line.count("\n") == 1 for line in said)


def test_the_commands_are_listed(kaohe: Kaohe) -> None:
    out = kaohe("--help").out
    for name, text in COMMANDS.items():
        assert f"  {name}" in out
        assert text in out


def test_without_words_the_help_is_shown(kaohe: Kaohe) -> None:
    done = kaohe()
    assert (done.code, done.out) == (2, "")
    assert done.err == kaohe("--help").out


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
