"""Finished drafts against the Open XML schema and semantic rules, by a validator that is not ours."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kaohe_cli.drafting.drafts import open_drafter
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Workspace
from tests.conftest import PATIENCE

# A part with colours and fonts to choose from; the template names its own.
NO_THEME = "officeDocument/2006/relationships/theme' is missing"

REPORT = """\
schema_version: 1
year: 2021
unit: 区商务委
through_month: 10
contact: {name: 李样例, mobile: "13800000000"}
entries:
  A18.1:
    progress: {situation: "一是商圈。\\n二是消费节。", self_score: 2.8, self_rank: "第3名 <&> {{"}
"""


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the drafts of some bodies, and of all in one file."""
    folder, reports = tmp_path_factory.mktemp("drafts"), tmp_path_factory.mktemp("reports")
    (reports / "区商务委.yaml").write_text(REPORT, "utf-8")
    drafter = open_drafter(Workspace(DataFolder(shipped("data"), Path(), shipped=True), reports), None, None)
    units = drafter.tables.registry.units
    for unit in units:
        if unit.name in ("区商务委", "区农业农村委", "区委办公室", "区公安分局"):
            (folder / f"{unit.name}.docx").write_bytes(drafter.render([unit], pytest.fail))
    (folder / "合订.docx").write_bytes(drafter.render(units, pytest.fail))
    return folder


def findings(path: Path) -> list[str]:
    """Returns what the validator says of a file."""
    command = [sys.executable, "-m", "openxml_audit", "--output", "json", "--max-errors", "0", str(path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
    report = json.loads(done.stdout)
    (result,) = report if isinstance(report, list) else [report]
    return [error["description"] for error in result["errors"]]


@pytest.mark.parametrize("name", ["区商务委", "区农业农村委", "区委办公室", "区公安分局", "合订"])
def test_drafts_fit_the_schema(drafts: Path, name: str) -> None:
    assert [text for text in findings(drafts / f"{name}.docx") if NO_THEME not in text] == []


def test_the_validator_finds_what_is_wrong(drafts: Path, tmp_path: Path) -> None:
    """Without this the test above could pass because nothing was looked at."""
    path = tmp_path / "坏.docx"
    with zipfile.ZipFile(drafts / "区公安分局.docx") as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body><w:r/>", 1)
            bad.writestr(name, data)
    assert [text for text in findings(path) if NO_THEME not in text]
