"""A long result on a terminal goes through a pager, and nothing else does."""

import os
import signal
import struct
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import PATIENCE

fcntl, pty, termios = (
    pytest.importorskip(name, reason="a terminal of POSIX", exc_type=ImportError)
    for name in ("fcntl", "pty", "termios")
)


class Seen(NamedTuple):
    """What a terminal showed, and what the pager was given."""

    code: int
    screen: str
    err: str
    paged: str | None


def on_a_terminal(
    folder: Path, *words: str, pager: str | None = None, size: tuple[int, int] = (24, 80), **env: str
) -> Seen:
    """Runs a command on a terminal, with a pager that is a script for the shell and may write to ``$PAGED``."""
    paged = folder / "分页.txt"
    paged.unlink(missing_ok=True)
    script = folder / "pager"
    script.write_text(f"#!/bin/sh\n{pager or 'cat > $PAGED'}\n", "utf-8")
    script.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name not in ("PAGER", "TERM", "LESS")}
    environment |= {"PAGED": str(paged), "KAOHE_PAGER": str(script), "TERM": "xterm"} | env
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "kaohe_cli", *words],
        cwd=folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        screen = b""
        try:
            while piece := os.read(ours, 65536):
                screen += piece
        except OSError:  # how Linux says that nobody has the terminal open any more
            pass
        os.close(ours)
        _, err = process.communicate(timeout=PATIENCE)
    text = paged.read_text("utf-8") if paged.exists() else None
    return Seen(process.returncode, screen.decode("utf-8", "replace"), err.decode(), text)


def test_what_is_longer_than_the_screen_is_paged(workspace: Path) -> None:
    seen = on_a_terminal(workspace, "list")
    assert (seen.code, seen.screen, seen.err) == (0, "", "")
    assert seen.paged is not None
    assert "GDP增量及增速" in seen.paged
    coloured = on_a_terminal(workspace, "show", "A18", size=(5, 80)).paged
    assert coloured is not None
    assert "\x1b[" in coloured


@pytest.mark.parametrize(
    ("words", "size", "env"),
    [
        (["show", "A18"], (24, 80), {}),
        (["list", "--no-pager"], (24, 80), {}),
        (["list"], (300, 200), {}),
        (["list"], (24, 80), {"TERM": "dumb"}),
        (["list"], (24, 80), {"KAOHE_PAGER": "", "PAGER": "./pager"}),
        (["list"], (24, 80), {"KAOHE_PAGER": "cat"}),
    ],
    ids=["it fits", "--no-pager", "it fits a large screen", "TERM=dumb", "KAOHE_PAGER is empty", "cat"],
)
def test_the_rest_is_not(
    workspace: Path, words: list[str], size: tuple[int, int], env: dict[str, str]
) -> None:
    seen = on_a_terminal(workspace, *words, size=size, **env)
    assert (seen.code, seen.err, seen.paged) == (0, "", None)
    assert "A18.1" in seen.screen


def test_lines_that_are_wrapped_count(workspace: Path) -> None:
    assert on_a_terminal(workspace, "list", "A18", "--format", "json", size=(24, 12)).paged is not None


def test_a_pager_that_is_closed_early_is_no_error(workspace: Path) -> None:
    seen = on_a_terminal(workspace, "list", "--format", "json", pager="head -c 10 > $PAGED")
    assert (seen.code, seen.screen, seen.err) == (0, "", "")
    assert seen.paged is not None
    assert len(seen.paged.encode()) == 10


def test_ctrl_c_is_the_pagers(workspace: Path) -> None:
    """The terminal sends it to all; less goes back to its prompt, and kaohe waits."""
    seen = on_a_terminal(workspace, "list", pager="trap '' INT; kill -INT 0; cat > $PAGED")
    assert (seen.code, seen.screen, seen.err) == (0, "", "")
    assert seen.paged is not None
    assert "合计" in seen.paged
    dying = on_a_terminal(workspace, "list", pager=f"kill -{signal.SIGINT.value} $$")
    assert (dying.code, dying.err) == (0, "")


def test_a_pager_that_is_not_there_is_told(workspace: Path) -> None:
    for chosen in ("nosuchpager", "./nosuchpager", "'less"):
        seen = on_a_terminal(workspace, "list", KAOHE_PAGER=chosen)
        assert seen.code == 0
        assert "直接输出" in seen.err
        assert "A18.1" in seen.screen


def test_the_exit_code_is_the_commands(workspace: Path) -> None:
    assert (
        on_a_terminal(workspace, "validate", "--strict", pager="cat > $PAGED; exit 3", size=(6, 80)).code == 1
    )


def test_a_document_is_not_shown_on_a_terminal(workspace: Path) -> None:
    seen = on_a_terminal(workspace, "draft", "--unit", "区商务委", "-o", "-")
    assert (seen.code, seen.screen) == (2, "")
    assert (
        seen.err == "错误：Word、Excel、PDF 文件不能显示在终端上；--output 请写文件名，或用“>”“|”接到别处\n"
    )
