"""Every rule has a file that breaks it and one that does not; the bad one says where the finding stands."""

import re
import shutil
from pathlib import Path

import pytest

from kaohe_cli.library.checking import validated
from kaohe_cli.rules.all_rules import check
from kaohe_cli.rules.explanations import explanations
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.workspace import Workspace

EXAMPLES = Path(__file__).parent / "examples"
CODES = [rule.code for rule in explanations()]
MISSING = ".没有"
"""Behind the name of a file of the base that the example does without."""
EXPECTED = re.compile(r"# 期待：(KH\d{3}) 第 (\d+) 行")


def masked(line: str) -> str:
    """Returns a line as findings show it where it may hold phone numbers."""
    return re.sub(r"(?<!\d)\d{7,}(?!\d)", lambda found: "*" * len(found[0]), line)


def findings_in(example: Path, folder: Path) -> tuple[Finding, ...]:
    shutil.copytree(EXAMPLES / "base", folder)
    for path in example.rglob("*"):
        if path.is_file():
            if path.suffix == MISSING:
                (folder / path.stem).unlink()
                continue
            inside = path.relative_to(example)
            target = (folder.parent if inside.parts[0] in {"templates", "schema"} else folder) / inside
            if target.parent.is_file():
                target.parent.unlink()
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return validated(Workspace(find_data(folder))).findings


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_is_found(code: str, tmp_path: Path) -> None:
    findings = findings_in(EXAMPLES / code / "bad", tmp_path / "data")
    assert {finding.code for finding in findings} == {code}
    for path in (EXAMPLES / code / "bad").rglob("*.yaml"):
        text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
        if expected := EXPECTED.match(text):
            assert [(finding.code, str(finding.line)) for finding in findings] == [expected.groups()]
            line = text.splitlines()[findings[0].line - 1]
            private = "reports" in path.parts or path.name in {"contacts.yaml", "claims.yaml", "sent.yaml"}
            assert findings[0].source == (masked(line) if private else line)
            assert findings[0].hint


@pytest.mark.parametrize("code", CODES)
def test_the_good_example_is_clean(code: str, tmp_path: Path) -> None:
    assert findings_in(EXAMPLES / code / "good", tmp_path / "data") == ()


def test_every_example_belongs_to_a_rule() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {"base", *CODES}


def test_one_wrong_id_is_one_finding_and_its_neighbours_are_right(tmp_path: Path) -> None:
    """J01 written as J02: the true J02 behind it must not be called wrong."""
    shutil.copytree(EXAMPLES / "base", tmp_path / "data")
    path = tmp_path / "data" / "incentives.yaml"
    path.write_text(path.read_text("utf-8").replace("- id: J01", "- id: J02", 1), "utf-8")
    (finding,) = check(Workspace(find_data(tmp_path / "data"))).findings
    assert (finding.code, finding.hint) == ("KH303", "这里应当是 J01")


def test_an_id_of_another_list_does_not_take_it_away_there(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "base", tmp_path / "data")
    path = tmp_path / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("- id: A02.2", "- id: B01.1", 1), "utf-8")
    (finding,) = check(Workspace(find_data(tmp_path / "data"))).findings
    assert (finding.code, finding.hint) == ("KH303", "这里应当是 A02.2")


@pytest.mark.parametrize("weight", ["1e400", "1e99", "-3", "0", "99999999999999999999"])
def test_no_weight_breaks_the_check(tmp_path: Path, weight: str) -> None:
    shutil.copytree(EXAMPLES / "base", tmp_path / "data")
    path = tmp_path / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("weight: 3", f"weight: {weight}", 1), "utf-8")
    codes = {finding.code for finding in check(Workspace(find_data(tmp_path / "data"))).findings}
    assert codes & {"KH203", "KH204", "KH403"}
