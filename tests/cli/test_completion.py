"""What Tab offers, asked as the shells ask: in a process of its own, through the environment."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.cli.commands import COMMANDS
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]

NOT_LOADED = ("pydantic.main", "rich", "docx", "lxml", "jinja2")
_MODULES = "import sys\nfrom kaohe_cli.__main__ import main\ntry:\n    main()\nfinally:\n"
_MODULES += f"    print([name for name in {NOT_LOADED} if name in sys.modules], file=sys.stderr)\n"


def ask(shell: str, words: list[str], *, program: list[str] | None = None) -> Outcome:
    """Presses Tab behind the last word."""
    line = " ".join(["kaohe", *words])
    asked = {
        "_KAOHE_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "\n".join(["kaohe", *words]),
        "COMP_CWORD": str(len(words)),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
    }
    done = subprocess.run(
        [sys.executable, *(program or ["-m", "kaohe_cli"])],
        env=os.environ | asked | {"PYTHONIOENCODING": "utf-8"} | ({"KAOHE_DEBUG": "1"} if program else {}),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def offered(words: list[str]) -> list[str]:
    done = ask("bash", words)
    assert (done.code, done.err) == (0, "")
    return done.out.split()


@pytest.mark.parametrize(
    ("words", "first", "count"),
    [
        ([""], list(COMMANDS), len(COMMANDS)),
        (["u"], ["unit"], 1),
        (["unit", ""], ["list", "add", "alias", "rename"], 4),
        (["--"], ["--data", "--reports", "--contacts", "--dry-run"], 10),
        (["list", "--un"], ["--unit", "--unassigned"], 2),
        (["show", ""], ["A", "A01", "A01.1", "A02", "A02.1", "A02.2"], 125),
        (["show", "A15"], ["A15", "A15.1", "A15.2", "A15.3"], 4),
        (["list", "J2"], [f"J2{n}" for n in range(8)], 8),
        (["list", "--unit", "区政府"], ["区政府外办", "区政府办公室"], 2),
        (["list", "--unit", "=", "区招"], ["区招商投资局"], 1),
        (["list", "--unit="], ["区发展改革委"], 41),
        (["list", "--section", ""], ["A", "B", "C", "D"], 4),
        (["list", "--city", "市科"], ["市科技局"], 1),
        (["list", "--format", "j"], ["json"], 1),
        (["unit", "alias", "区级"], [], 0),
        (["unit", "rename", "市科"], ["市科技局"], 1),
        (["draft", "--unit", "区教"], ["区教委"], 1),
        (["assign", "A18.1", "A02"], ["A02", "A02.1", "A02.2"], 3),
        (["assign", "A18.1", "--set", "区商务委,区教"], ["区商务委,区教委"], 1),
        (["assign", "C01.1", "--resolve", ""], ["区级有关部门"], 1),
        (["assign", "--city", "市科"], ["市科技局"], 1),
        (["--version", "sh"], ["show"], 1),
        (["list", "--da"], ["--data"], 1),
        (["unit", "list", "--rep"], ["--reports"], 1),
        (["list", "-"], ["--unit", "--section"], 20),
        (["show", "A01", ""], [], 0),
        (["list", "--output", ""], [], 0),
        (["list", "--", "A15.1"], ["A15.1"], 1),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_tab_offers(words: list[str], first: list[str], count: int) -> None:
    found = offered(words)
    assert found[: len(first)] == first
    assert len(found) == count


@pytest.mark.parametrize(
    ("shell", "words", "line"),
    [
        ("zsh", ["show", "A15.2"], """_arguments '*: :(("A15.2":"最严格水资源管理达标率"))'"""),
        ("fish", ["show", "A15.2"], "A15.2\t最严格水资源管理达标率"),
        ("powershell", ["show", "A15.2"], "A15.2:::最严格水资源管理达标率"),
        ("fish", ["unit", "rename", "区招"], "区招商投资局\t即区政府外办"),
        ("fish", ["unit", "rename", "区政府外"], "区政府外办\t区服务业发展办、区招商投资局"),
        ("fish", ["val"], f"validate\t{COMMANDS['validate']}"),
        # bash has put in the option already; the others replace the whole word
        ("zsh", ["list", "--unit=区教"], """_arguments '*: :(("--unit=区教委"))'"""),
        ("fish", ["list", "--format=js"], "--format=json"),
        # longer than a line: cut, not broken in two
        ("fish", ["show", "C02.1"], ""),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_names_stand_beside_ids(shell: str, words: list[str], line: str) -> None:
    done = ask(shell, words)
    assert (done.code, done.err) == (0, "")
    assert done.out.count("\n") == 1
    assert done.out.startswith(line)
    assert len(done.out) < 80


@pytest.mark.parametrize(
    "words",
    [
        ["--data", "另一年", "list", "--unit", "区教"],
        ["--data=另一年", "list", "--unit", "区教"],
        ["list", "--data", "另一年", "--unit", "区教"],
        ["unit", "--data", "另一年", "alias", "区教"],
        ["unit", "alias", "--data=另一年", "区教"],
        ["assign", "A01", "--", "区教", "--data"],
    ],
)
def test_what_data_names_is_read(workspace: Path, tmp_path: Path, words: list[str]) -> None:
    if "--" in words:
        assert offered(words) == []
        return
    other = tmp_path / "另一年"
    (workspace / "data").rename(other)
    units = other / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("name: 区教委", "name: 区教育局"), "utf-8")
    assert offered(words) == ["区教育局"]


@pytest.mark.parametrize(
    "damage",
    [b"", b"units: [", b"- 1\n", b"units: 3\n", b"units:\n  - 1\n", b"\xff\xfe\x00"],
)
def test_broken_data_is_silent(workspace: Path, damage: bytes) -> None:
    (workspace / "data" / "units.yaml").write_bytes(damage)
    assert offered(["list", "--unit", ""]) == []


@pytest.mark.parametrize("words", [["--data", "没有", "list", "--unit", ""], ["list", "--unit", "a\\"]])
@pytest.mark.usefixtures("workspace")
def test_wrong_words_are_silent(words: list[str]) -> None:
    assert offered(words) == []


@pytest.mark.parametrize(
    "words", [["--version", ""], ["--show-completion", ""], ["--install-completion", ""]]
)
@pytest.mark.usefixtures("workspace")
def test_nothing_is_done_while_completing(words: list[str], tmp_path: Path) -> None:
    assert offered(words) == list(COMMANDS)


@pytest.mark.parametrize(
    "words",
    [
        ["sh"],
        ["show", "A15"],
        ["list", "--unit", "区"],
        ["unit", "rename", "区"],
        ["assign", "--"],
        ["draft", "--unit", "区"],
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.usefixtures("workspace")
def test_nothing_heavy_is_loaded(shell: str, words: list[str]) -> None:
    assert ask(shell, words, program=["-c", _MODULES]).err == "[]\n"


HOSTILE = """甲'乙"丙$(touch 坏)`touch 坏`\\$(touch 坏):丁"""


def test_what_the_tables_say_is_not_run_by_the_shell(workspace: Path) -> None:
    """zsh evaluates the answer twice, once in '' and once in ""; bash quotes as it does."""
    units = workspace / "data" / "units.yaml"
    text = units.read_text("utf-8").replace(
        "name: 区教委", "name: " + json.dumps(HOSTILE, ensure_ascii=False)
    )
    units.write_text(text, "utf-8")
    answer = ask("zsh", ["list", "--unit", "甲"]).out
    program = f"""_arguments() {{ local all=${{1#*((}}; eval "printf '%s\\n' ${{all%))}}"; }}; eval $(cat <<'END'
{answer}END
)"""
    done = subprocess.run(
        ["bash", "-c", program], cwd=workspace, capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.splitlines()[0] == HOSTILE.replace("\\", "\\\\").replace(":", "\\:")
    assert not (workspace / "坏").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_name_that_would_steer_the_terminal_is_not_offered(workspace: Path, shell: str) -> None:
    units = workspace / "data" / "units.yaml"
    text = units.read_text("utf-8").replace("name: 区教委", 'name: "区教\\e[31m\\u202e委"')
    units.write_text(text, "utf-8")
    answer = ask(shell, ["draft", "--unit", "区"]).out
    assert "区商务委" in answer
    assert "\x1b" not in answer
    assert "\u202e" not in answer


def test_every_option_that_takes_a_value_says_what(kaohe: Kaohe) -> None:
    """Help and refusals take a parameter without a metavar for one that takes a few words only."""
    for command in COMMANDS:
        assert "<>" not in kaohe(command, "--help").out
