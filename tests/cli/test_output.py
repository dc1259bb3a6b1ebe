"""Output in every console: whatever the encoding, nothing dies and nothing is garbled that need not be."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


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
        timeout=60,
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


def test_a_closed_pipe_is_no_error(workspace: Path) -> None:
    command = f'"{sys.executable}" -m kaohe_cli list --format json | head -c 1'
    done = subprocess.run(["sh", "-c", command], cwd=workspace, capture_output=True, check=False, timeout=60)
    assert done.stderr == b""


def test_no_colour_where_none_is_wanted(workspace: Path) -> None:
    done = run(workspace, "list", NO_COLOR="1", FORCE_COLOR="1")
    assert b"\x1b[3" not in done.stdout


def test_python_m_is_the_same_program(workspace: Path) -> None:
    assert run(workspace, "--version").stdout.startswith(b"kaohe ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize("words", ["list", "validate", "draft --unit 区教委", "list --format json"])
def test_a_full_disk_behind_stdout_is_a_sentence(workspace: Path, words: str) -> None:
    command = f'"{sys.executable}" -m kaohe_cli {words} > /dev/full'
    done = subprocess.run(["sh", "-c", command], cwd=workspace, capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "磁盘已满" in done.stderr.decode()
    assert "Exception" not in done.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
def test_a_closed_stdout_is_no_error(workspace: Path) -> None:
    command = f'"{sys.executable}" -m kaohe_cli list >&-'
    done = subprocess.run(["sh", "-c", command], cwd=workspace, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_result_goes_through_a_link_and_into_a_pipe(workspace: Path) -> None:
    (workspace / "真.json").write_text("", "utf-8")
    (workspace / "链.json").symlink_to(workspace / "真.json")
    run(workspace, "list", "A01", "--format", "json", "-o", "链.json")
    assert (workspace / "链.json").is_symlink()
    assert json.loads((workspace / "真.json").read_text("utf-8"))[0]["id"] == "A01.1"
    assert json.loads(run(workspace, "list", "A01", "--format", "json", "-o", "-").stdout)


def test_an_argument_does_not_steer_the_terminal(workspace: Path) -> None:
    assert b"\x1b" not in run(workspace, "list", "--unit", "\x1b[31m区教委").stderr
