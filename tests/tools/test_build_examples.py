"""The invented returns of `examples/` are what the script makes, and what the READMEs say of them is so."""

import runpy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import REPOSITORY, Outcome

from kaohe_cli.workspace.yaml_reader import read_yaml

Kaohe = Callable[..., Outcome]
EXAMPLES = REPOSITORY / "examples"
BUILDER: dict[str, Any] = runpy.run_path(str(REPOSITORY / "tools" / "build_examples.py"))


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=shutil.ignore_patterns("reports"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "examples"


def test_the_script_makes_the_files_that_are_there() -> None:
    made = BUILDER["build"]()
    assert set(made) == {path.name for path in (EXAMPLES / "交回").glob("*.docx")}
    for name, data in made.items():
        assert (EXAMPLES / "交回" / name).read_bytes() == data, f"{name}: run tools/build_examples.py"


def test_the_script_makes_the_file_of_the_next_round() -> None:
    made = BUILDER["build_year_end"]()
    assert set(made) == {path.name for path in (EXAMPLES / "全年").glob("*.docx")}
    for name, data in made.items():
        assert (EXAMPLES / "全年" / name).read_bytes() == data, f"{name}: run tools/build_examples.py"


def test_the_tables_are_valid(kaohe: Kaohe, examples: Path) -> None:
    assert kaohe("--data", examples / "data", "validate").code == 0


def test_a_form_typed_by_hand_is_read(kaohe: Kaohe, examples: Path) -> None:
    kaohe("--data", examples / "data", "collect", examples / "交回", "--received", "2021-11-12")
    root, _ = read_yaml((examples / "data" / "reports" / "2021-10" / "区教委.yaml").read_text("utf-8"))
    assert root is not None
    progress = root.data()["entries"]["A03.1"]["progress"]
    assert str(progress["self_score"]) == "2.9"
    assert progress["self_rank"] == "并列第2"
    assert root.data()["contact"]["mobile"] == "13700000000"


def test_every_body_but_one_has_sent_something(kaohe: Kaohe, examples: Path) -> None:
    drafted = kaohe("--data", examples / "data", "draft", "--all", "--output", "发出")
    assert len(drafted.out.splitlines()) == 4
    kaohe("--data", examples / "data", "collect", examples / "交回", "--received", "2021-11-12")
    done = kaohe("--data", examples / "data", "status", "--today", "2021-11-16", "--remind")
    assert "──────── 区政府外办 ────────" in done.out
    assert "区教委" not in done.out.replace("区教委报送", "")
