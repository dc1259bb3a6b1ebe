"""Output in every console: whatever the encoding, nothing dies and nothing is garbled that need not be."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PATIENCE


def run(workspace: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))
    }
    return subprocess.run(
        [sys.executable, "-m", "kaohe_cli", *words],
        cwd=workspace,
        env=inherited | environment,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )


ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
GBK = {"PYTHONIOENCODING": "gbk"}


@pytest.mark.parametrize("environment", [ASCII, GBK, {}], ids=["LANG=C", "GBK", "default"])
@pytest.mark.parametrize(
    "words", [["list"], ["list", "--format", "md"], ["show", "J07"], ["validate"], ["--help"]]
)
def test_no_command_dies_of_an_encoding(
    workspace: Path, words: list[str], environment: dict[str, str]
) -> None:
    path = workspace / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("name: 环境质量", "name: 环境🙂质量"), "utf-8")
    done = run(workspace, *words, **environment)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert done.stderr == b""
    encoding = "gbk" if environment is GBK else "utf-8"
    assert any("\u4e00" <= character <= "\u9fff" for character in done.stdout.decode(encoding))


@pytest.mark.parametrize("environment", [ASCII, GBK, {}], ids=["LANG=C", "GBK", "default"])
def test_json_is_whole_in_every_console(workspace: Path, environment: dict[str, str]) -> None:
    path = workspace / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("name: 环境质量", "name: 环境🙂质量"), "utf-8")
    done = run(workspace, "list", "环境", "--format", "json", **environment)
    assert "环境🙂质量" in {row["name"] for row in json.loads(done.stdout)}


def test_csv_is_utf8_with_a_mark_whatever_the_console(workspace: Path) -> None:
    done = run(workspace, "list", "--format", "csv", **GBK)
    assert done.stdout.startswith("\ufeff编号,".encode())


def without_reader(
    workspace: Path, words: list[str], unbuffered: str, *, both: bool = False
) -> tuple[int, bytes]:
    """Runs a command whose stdout (or both streams) nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "kaohe_cli", *words],
            cwd=workspace,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
            stdout=writing,
            stderr=writing if both else subprocess.PIPE,
            check=False,
            timeout=PATIENCE,
        )
    finally:
        os.close(writing)
    return done.returncode, done.stderr or b""


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "words",
    ["list", "list --format json", "list --format csv", "validate", "--help", "--version", "show A01"],
)
def test_a_closed_pipe_is_no_error(workspace: Path, words: str, unbuffered: str) -> None:
    assert without_reader(workspace, words.split(), unbuffered) == (0, b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_without_a_reader_the_work_is_done_and_the_exit_code_stays(workspace: Path, unbuffered: str) -> None:
    assert without_reader(workspace, ["draft", "--all"], unbuffered, both=True)[0] == 0
    assert len(list((workspace / "drafts" / "2021").glob("*.docx"))) == 36
    assert without_reader(workspace, ["assign", "A18.1", "--add", "区教委"], unbuffered)[0] == 0
    assert "units: [区商务委, 区教委]" in (workspace / "data" / "indicators.yaml").read_text("utf-8")
    assert without_reader(workspace, ["list", "没有这一行"], unbuffered, both=True)[0] == 2


COLOUR = b"\x1b["


@pytest.mark.parametrize("words", [["list", "A01"], ["diff", "data", "data2"], ["show", "A01"], ["status"]])
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "", "NO_COLOR": ""}, False),
        ({}, False),
    ],
    ids=["FORCE_COLOR", "NO_COLOR wins", "empty", "a pipe"],
)
def test_colours_are_where_they_are_wanted(
    workspace: Path, words: list[str], environment: dict[str, str], coloured: bool
) -> None:
    shutil.copytree(workspace / "data", workspace / "data2")
    assert (COLOUR in run(workspace, *words, **environment).stdout) == coloured


def test_no_colours_go_into_a_file(workspace: Path) -> None:
    run(workspace, "list", "A01", "-o", "表.txt", FORCE_COLOR="1")
    assert COLOUR not in (workspace / "表.txt").read_bytes()


def test_python_m_is_the_same_program(workspace: Path) -> None:
    assert run(workspace, "--version").stdout.startswith(b"kaohe ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize("words", ["list", "validate", "draft --unit 区教委", "list --format json"])
def test_a_full_disk_behind_stdout_is_a_sentence(workspace: Path, words: str) -> None:
    command = f'"{sys.executable}" -m kaohe_cli {words} > /dev/full'
    done = subprocess.run(
        ["sh", "-c", command], cwd=workspace, capture_output=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 2
    assert "磁盘已满" in done.stderr.decode()
    assert "Exception" not in done.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_is_no_error(workspace: Path, closed: str) -> None:
    command = f'"{sys.executable}" -m kaohe_cli draft --unit 区教委 {closed}'
    done = subprocess.run(
        ["sh", "-c", command], cwd=workspace, capture_output=True, check=False, timeout=PATIENCE
    )
    assert (done.returncode, done.stderr) == (0, b"" if "2" in closed else done.stderr)
    assert done.stdout.count(b"\n") == (0 if closed.startswith(">") else 1)


def test_a_result_goes_through_a_link_and_into_a_pipe(workspace: Path) -> None:
    (workspace / "真.json").write_text("", "utf-8")
    (workspace / "链.json").symlink_to(workspace / "真.json")
    run(workspace, "list", "A01", "--format", "json", "-o", "链.json")
    assert (workspace / "链.json").is_symlink()
    assert json.loads((workspace / "真.json").read_text("utf-8"))[0]["id"] == "A01.1"
    assert json.loads(run(workspace, "list", "A01", "--format", "json", "-o", "-").stdout)


def test_an_argument_does_not_steer_the_terminal(workspace: Path) -> None:
    assert b"\x1b" not in run(workspace, "list", "--unit", "\x1b[31m区教委").stderr
