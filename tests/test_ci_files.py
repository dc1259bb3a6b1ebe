"""The GitHub Action and the GitLab template: their steps run in a shell, on good tables and on bad ones."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import REPOSITORY
from tests.test_docs import blocks

ACTION: Any = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
GITHUB: Any = yaml.safe_load((REPOSITORY / "ci" / "github.yml").read_text("utf-8"))
(JOB,) = yaml.safe_load((REPOSITORY / "ci" / "gitlab.yml").read_text("utf-8")).values()

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the steps are written for bash")

PIP = """\
#!/bin/sh
# stands for `python -m pip install -q -c constraints.txt SOURCE`, which needs the network
[ "$1 $2 $3 $4 $5" = "-m pip install -q -c" ] && [ -f "$6" ] && [ -f "$7/pyproject.toml" ] && [ $# = 7 ]
"""


@pytest.fixture
def programs(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a runner: kaohe is there once pip has been asked for it."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "python").write_text(PIP, "utf-8")
    (folder / "kaohe").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kaohe_cli "$@"\n', "utf-8")
    for path in folder.iterdir():
        path.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def in_bash(script: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        env=dict(environment),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def act(environment: Mapping[str, str], **inputs: str) -> subprocess.CompletedProcess[str]:
    """Does what the Action does with these inputs, until a step fails."""
    known = {f"inputs.{name}": str(said["default"]) for name, said in ACTION["inputs"].items()}
    known |= {f"inputs.{name}": value for name, value in inputs.items()}
    known["github.action_path"] = str(REPOSITORY)
    done = subprocess.CompletedProcess([], 0, "", "")
    for step in (one for one in ACTION["runs"]["steps"] if "run" in one):
        assert "${{" not in step["run"], "an input would be read as a command"
        assert step["shell"] == "bash"
        said = {name: re.fullmatch(r"\$\{\{ (\S+) \}\}", value) for name, value in step["env"].items()}
        values = {
            name: step["env"][name] if found is None else known[found[1]] for name, found in said.items()
        }
        assert not any("${{" in value for value in values.values())
        done = in_bash(step["run"], {**environment, **values})
        if done.returncode:
            break
    return done


def spoil(data: Path) -> None:
    """Makes an error, at a place that is known."""
    path = data / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("weight: 3\n", "weight: -3\n", 1), "utf-8")


def test_good_tables_pass(programs: dict[str, str]) -> None:
    done = act(programs)
    assert (done.returncode, done.stderr) == (0, "")
    assert "::notice title=权重合计::A 90 分" in done.stdout


def test_bad_tables_fail_and_the_line_is_marked(programs: dict[str, str]) -> None:
    spoil(Path("data"))
    done = act(programs)
    assert done.returncode == 1
    (check,) = (step for step in ACTION["runs"]["steps"] if "validate" in step.get("run", ""))
    assert check["env"]["PYTHONUTF8"] == "1", "a runner on Windows writes cp1252, and “?” for every 汉字"
    assert re.search(r"^::error file=data/indicators\.yaml,line=\d+,", done.stdout, re.MULTILINE)


def test_other_tables_are_checked_where_they_are_named(programs: dict[str, str]) -> None:
    Path("2022").mkdir()
    shutil.copytree("data", "2022/data")
    spoil(Path("2022/data"))
    assert act(programs).returncode == 0
    assert "file=2022/data/indicators.yaml" in act(programs, data="2022/data").stdout


def test_a_reminder_fails_only_where_that_is_asked_for(programs: dict[str, str]) -> None:
    assert "::warning file=" in act(programs).stdout
    assert act(programs, strict="true").returncode == 1
    assert act(programs, strict="yes").returncode == 2


@pytest.mark.parametrize("bad", [False, True])
def test_a_sarif_file_is_written_whatever_was_found(programs: dict[str, str], bad: bool) -> None:
    if bad:
        spoil(Path("data"))
    assert act(programs, sarif="问题 1.sarif").returncode == int(bad)
    results = json.loads(Path("问题 1.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert any(one["level"] == "error" for one in results) == bad


@pytest.mark.parametrize("name", ["data", "strict", "sarif"])
def test_no_input_is_run_as_a_command(programs: dict[str, str], name: str) -> None:
    act(programs, **{name: '"; touch hacked; $(touch hacked) `touch hacked` #'})
    assert not Path("hacked").exists()


def test_where_kaohe_is_not_the_installation_fails(programs: dict[str, str], workspace: Path) -> None:
    environment = {**programs, "SOURCE": str(workspace)}
    install = next(step["run"] for step in ACTION["runs"]["steps"] if "pip" in step.get("run", ""))
    assert in_bash(install, environment).returncode != 0


# --- GitLab ------------------------------------------------------------------------------------------------


def run_job(environment: Mapping[str, str], **variables: str) -> subprocess.CompletedProcess[str]:
    told = {**JOB["variables"], "KAOHE_SOURCE": str(REPOSITORY), **variables}
    return in_bash("\n".join(JOB["script"]), {**environment, **told})


def test_the_job_of_gitlab_passes_and_fails(programs: dict[str, str]) -> None:
    assert run_job(programs).returncode == 0
    assert run_job(programs, KAOHE_STRICT="true").returncode == 1
    spoil(Path("data"))
    done = run_job(programs)
    assert done.returncode == 1
    assert "data/indicators.yaml:" in done.stdout


def test_the_job_of_gitlab_takes_variables_as_words(programs: dict[str, str]) -> None:
    for name in ("KAOHE_DATA", "KAOHE_STRICT", "KAOHE_SOURCE"):
        run_job(programs, **{name: "$(touch hacked); `touch hacked`; touch hacked"})
    assert not Path("hacked").exists()


def test_the_job_checks_other_tables_where_they_are_named(programs: dict[str, str]) -> None:
    Path("2022").mkdir()
    Path("data").rename("2022/data")
    assert run_job(programs).returncode == 2
    assert run_job(programs, KAOHE_DATA="2022/data").returncode == 0


# --- what the documentation and `kaohe init` say of them -----------------------------------------------------


def test_the_workflow_of_a_new_workspace_uses_the_action() -> None:
    steps = GITHUB["jobs"]["validate"]["steps"]
    assert [step["uses"] for step in steps][-1] == "./kaohe"
    assert steps[0]["with"] == {"submodules": True}


def test_the_documentation_names_every_input_and_variable() -> None:
    guide = (REPOSITORY / "docs" / "ci.md").read_text("utf-8")
    for name in ACTION["inputs"]:
        assert f"| `{name}` |" in guide
    for name in JOB["variables"]:
        assert name in guide
    examples = [yaml.safe_load(block) for block in blocks(REPOSITORY / "docs" / "ci.md", "yaml")]
    used = {
        key for steps in examples if isinstance(steps, list) for one in steps for key in one.get("with", {})
    }
    assert used - {"sarif_file"} <= set(ACTION["inputs"])
    (included,) = (one for one in examples if "include" in one)
    assert set(included["考核数据"]["variables"]) <= set(JOB["variables"])
    assert included["include"][0]["file"] == "/ci/gitlab.yml"
