"""What kaohe says and makes, run as a person would in a folder with the examples."""

import os
import shutil
from collections.abc import Iterable
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Final

from kaohe_cli.cli.app import run

REPOSITORY: Final = Path(__file__).resolve().parents[2]
DAY: Final = "2021-11-16"
"""On which the pictures of the first round are made."""
_WIDTH: Final = "80"
"""Columns of the terminal."""


def kaohe(*words: str | Path, codes: Iterable[int] = (0,)) -> str:
    """Run a command, and return what it says to both streams; stop where it ends otherwise than expected."""
    said = StringIO()
    before = {name: os.environ.get(name) for name in ("COLUMNS", "FORCE_COLOR")}
    os.environ |= {"COLUMNS": _WIDTH, "FORCE_COLOR": "1"}
    try:
        with redirect_stdout(said), redirect_stderr(said):
            code = run([str(word) for word in words])
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
    if code not in codes:
        raise SystemExit(f"kaohe {' '.join(map(str, words))}\n{said.getvalue()}")
    return said.getvalue()


def desk(folder: Path) -> Path:
    """A folder with the tables of the project and the examples, whose first round has been collected."""
    place = folder / "desk"
    unwanted = shutil.ignore_patterns("reports", "contacts.yaml", "sent.yaml", "drafts", "exports")
    for name in ("data", "examples"):
        shutil.copytree(REPOSITORY / name, place / name, ignore=unwanted)
    with chdir(place / "examples"):
        kaohe("collect", "交回", "--received", "2021-11-12", codes=(1,))
    return place
