"""The names of the daily tasks, and the hooks before our own commits."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY

PROGRAMS = str(Path(sys.executable).parent)
GUIDE = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")


def program(name: str) -> str:
    found = shutil.which(name, path=PROGRAMS)
    assert found, f"{name} comes with the dev extra"
    return found


def said_by(*command: str) -> str:
    return subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout


def test_the_guide_and_the_task_runner_name_the_same_tasks() -> None:
    tasks = {*said_by(program("just"), "--summary").split()} - {"default"}
    assert {*re.findall(r"bin/just (\w+)", GUIDE)} == tasks


@pytest.mark.parametrize("task", ["quick", "check", "made"])
def test_a_task_runs_programs_of_the_environment(task: str) -> None:
    shown = subprocess.run(
        [program("just"), "--dry-run", task], cwd=REPOSITORY, check=True, capture_output=True, text=True
    ).stderr
    for line in shown.splitlines():
        assert program(Path(line.split()[0]).name)


def test_our_own_hooks_are_a_valid_configuration_of_programs_that_are_here() -> None:
    subprocess.run([program("pre-commit"), "validate-config"], cwd=REPOSITORY, check=True)
    (repo,) = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert all(program(hook["entry"].split()[0]) for hook in repo["hooks"])


def test_the_hook_of_the_schemas_wakes_where_models_live() -> None:
    (repo,) = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    (hook,) = (one for one in repo["hooks"] if one["id"] == "schemas")
    for path in ("src/kaohe_cli/tables/units.py", "src/kaohe_cli/forms/reports.py", "data/forms.yaml"):
        assert (REPOSITORY / path).is_file()
        assert re.search(hook["files"], path)
