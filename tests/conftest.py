"""Shared fixtures: the command line in-process, and a workspace of one's own."""

import gc
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from kaohe_cli.cli.app import run

# Time says nothing about the code on a busy machine: no example has a deadline, none is "too slow" to make. And
# a run is the same as the one before: the examples follow from the test alone, not from chance. Whoever looks for
# new ones takes HYPOTHESIS_PROFILE=explore, which draws others each time, and many more.
settings.register_profile(
    "kaohe", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", settings.get_profile("kaohe"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "kaohe"))

PATIENCE = 900
"""Seconds after which a program that a test has started hangs: far more than any takes on a busy machine."""

REPOSITORY = Path(__file__).resolve().parents[1]
WHAT_SHIPS = shutil.ignore_patterns("reports", "drafts", "exports", "contacts.yaml", "sent.yaml")
"""For copies of ``data`` and ``examples``: without what people who tried them out have left there."""


class Outcome(NamedTuple):
    """What one command did."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def _cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, _cache_of_the_tests: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(_cache_of_the_tests))
    unwanted = ("KAOHE_DATA", "KAOHE_REPORTS", "KAOHE_CONTACTS", "KAOHE_DEBUG", "NO_COLOR", "FORCE_COLOR")
    for name in [name for name in os.environ if name in unwanted or name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def kaohe(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Runs ``kaohe`` with the given words."""

    def call(*words: str | Path) -> Outcome:
        capsys.readouterr()
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return call


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a copy of the shipped tables, in which the test then stands."""
    shutil.copytree(REPOSITORY / "data", tmp_path / "data", ignore=WHAT_SHIPS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


_PROGRAMS = {"libreoffice": ("soffice", "LibreOffice"), "browser": ("chromium", "Chromium")}
"""What tests with a marker need: the program, and what people call it."""


def pytest_collection_finish() -> None:
    """What the modules of the tests hold stays for the whole run: the collector need not look at it again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Runs the slow ones first, and skips what needs LibreOffice or Chromium where there is none.

    Last, one of the long ones would be all that runs; and those that fork pay for all that a process has
    gathered by then. In CI both programs must be there.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    if os.environ.get("CI"):
        return
    for marker, (program, name) in _PROGRAMS.items():
        if not shutil.which(program):
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(pytest.mark.skip(reason=f"没有安装 {name}"))
