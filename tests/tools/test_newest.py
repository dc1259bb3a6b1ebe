"""`tools/newest.py`: what a release would break is said loudly, and is the only thing it says of a failure."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import REPOSITORY


@pytest.fixture
def newest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The script, with nothing really made or installed."""
    spec = importlib.util.spec_from_file_location("newest", REPOSITORY / "tools" / "newest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module.venv, "create", lambda *_, **__: None)
    monkeypatch.setattr(sys, "argv", ["newest.py", str(tmp_path)])
    return module


@pytest.mark.parametrize(
    ("listed", "broken", "code", "says"),
    [
        (
            "typer==0.30.0",
            "pytest",
            1,
            "!! WITH THE NEWEST RELEASES THE TESTS ABOVE WOULD BREAK (newer: typer",
        ),
        ("typer==0.30.0", "", 0, "The newest releases break nothing."),
        ("typer==0.30.0", "slow", 1, "ARE NOT DONE AFTER"),
        ("typer==0.30.0", "install", 1, "CANNOT BE INSTALLED TOGETHER"),
        ("", "pytest", 0, "newer than the pinned set: nothing"),
        ("Sphinx==9.0.4\nSphinx==9.2.0", "pytest", 0, "newer than the pinned set: nothing"),
    ],
)
def test_what_would_break_is_said(
    newest: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    listed: str,
    broken: str,
    code: int,
    says: str,
) -> None:
    def run(words: list[str], **_: Any) -> Any:
        step = "pytest" if words[2] == "pytest" else words[3]  # python -m pytest …, python -m pip install …
        if step == "pytest" and broken == "slow":
            raise subprocess.TimeoutExpired(words, 1)
        return subprocess.CompletedProcess(words, int(step == broken), stdout=listed)

    monkeypatch.setattr(subprocess, "run", run)
    assert newest.main() == code
    assert says in capsys.readouterr().out


def test_everything_is_asked_for_by_name_alone(newest: Any) -> None:
    names = newest.requirements()
    assert {"typer", "pyyaml", "pdfplumber", "pytest"} <= set(names)
    assert set(names) <= set(newest.pinned())
