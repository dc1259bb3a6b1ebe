"""``kaohe validate``: every finding of every file in one run, in each format."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]


def spoil(workspace: Path, name: str, old: str, new: str) -> None:
    path = workspace / "data" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.usefixtures("workspace")
def test_the_shipped_tables_are_clean_but_for_the_collectives(kaohe: Kaohe) -> None:
    done = kaohe("validate")
    assert done.code == 0
    assert "A 部分权重合计 90 分" in done.out
    assert done.out.endswith("0 处错误，4 处提醒\n")
    assert kaohe("validate", "--strict").code == 1


def test_everything_is_found_in_one_run_sorted_by_place(kaohe: Kaohe, workspace: Path) -> None:
    spoil(workspace, "indicators.yaml", "weight: 4", "weight: 4.2")
    spoil(workspace, "indicators.yaml", "区税务局", "区税局")
    spoil(workspace, "incentives.yaml", "year: 2021", "year: 2022")
    spoil(workspace, "units.yaml", "  - name: 市教委\n", "")
    done = kaohe("validate", "--format", "json")
    assert done.code == 1
    report = json.loads(done.out)
    errors = [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert [finding["code"] for finding in errors] == ["KH601", "KH506", "KH506", "KH401", "KH403", "KH502"]
    assert list(errors[0]) == ["code", "severity", "message", "file", "line", "column", "hint"]
    assert report["totals"] == {"A": 90.2}


def test_a_file_that_cannot_be_read_is_code_2_and_the_rest_is_checked(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "units.yaml"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    spoil(workspace, "indicators.yaml", "weight: 4", "weight: 5")
    done = kaohe("validate")
    assert done.code == 2
    assert "KH102" in done.out
    assert "KH401" in done.out


@pytest.mark.parametrize("before", ["", "重庆", "\t甲", "🙂", "abc", "“Ａ”"])
def test_the_caret_stands_under_the_place(kaohe: Kaohe, workspace: Path, before: str) -> None:
    text = (
        f'schema_version: 1\nunits:\n  - {{name: 区教委}}\ncollectives:\n  - {{name: "{before}", nmae: 1}}\n'
    )
    (workspace / "data" / "units.yaml").write_text(text, "utf-8")
    lines = kaohe("validate").out.splitlines()
    (row,) = (number for number, line in enumerate(lines) if "KH202" in line)
    source, caret = lines[row + 1], lines[row + 2]
    assert cell_len(caret) - 1 == cell_len(source[: source.index("nmae")])


def test_a_long_line_is_shown_around_the_place(kaohe: Kaohe, workspace: Path) -> None:
    spoil(workspace, "incentives.yaml", "给予资金奖励支持，并在", "给予资金奖励支持,并在")
    lines = kaohe("validate").out.splitlines()
    (row,) = (number for number, line in enumerate(lines) if "KH701" in line)
    source, caret = lines[row + 1], lines[row + 2]
    assert cell_len(source) <= 80
    assert cell_len(caret) - 1 == cell_len(source[: source.index(",")])


def test_github_marks_lines(kaohe: Kaohe, workspace: Path) -> None:
    spoil(workspace, "indicators.yaml", "weight: 4", "weight: 5")
    lines = kaohe("validate", "--format", "github").out.splitlines()
    assert lines[0].startswith("::error file=data/indicators.yaml,line=15,col=19,title=KH401::")
    assert "::notice title=权重合计::A 91 分" in lines


def test_sarif_has_rules_and_places(kaohe: Kaohe, workspace: Path) -> None:
    spoil(workspace, "indicators.yaml", "weight: 4", "weight: 5")
    log = json.loads(kaohe("validate", "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= known
    error = next(result for result in run["results"] if result["level"] == "error")
    assert error["locations"][0]["physicalLocation"]["region"] == {"startLine": 15, "startColumn": 19}


def test_report_files_are_checked_too(kaohe: Kaohe, workspace: Path) -> None:
    folder = workspace / "data" / "reports"
    folder.mkdir()
    (folder / "区商务委.yaml").write_text(
        "schema_version: 1\nyear: 2020\nunit: 区商务委\nthrough_month: 13\n"
        'contact: {mobile: "13800000000"}\n',
        "utf-8",
    )
    done = kaohe("validate")
    assert done.code == 1
    assert "data/reports/区商务委.yaml:4:16" in done.out
    assert "13800000000" not in done.out


@pytest.mark.parametrize(
    "text",
    ["a: " + "[" * 3_000_000, "a: " + "[" * 40_000 + "]" * 40_000, f'yaer: "{"增长" * 200_000}"'],
    ids=["unclosed nesting", "closed nesting", "one long line"],
)
def test_a_monstrous_line_is_told_at_once(
    kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (workspace / "data" / "incentives.yaml").write_text(text, "utf-8")
    measured = 0

    def counting(part: str) -> int:
        nonlocal measured
        measured += len(part)
        return cell_len(part)

    monkeypatch.setattr("kaohe_cli.cli.excerpts.cell_len", counting)
    done = kaohe("validate")
    assert done.code in (1, 2)
    assert max(map(len, done.out.splitlines())) < 200
    assert measured < 10_000  # the rest of the line was measured at every step, which took minutes


def test_a_misspelt_weight_stops_the_drafts(kaohe: Kaohe, workspace: Path) -> None:
    spoil(workspace, "indicators.yaml", "weight: 7", "weigth: 7")
    for words in (["list"], ["draft", "--unit", "区科技局"]):
        done = kaohe(*words)
        assert done.code == 2
        assert "KH202" in done.err


def test_an_open_quote_is_shown_where_it_opens(kaohe: Kaohe, workspace: Path) -> None:
    spoil(workspace, "indicators.yaml", "name: 营商环境", 'name: "营商环境')
    done = kaohe("validate")
    assert "data/indicators.yaml:110:15: 错误 KH103 引号没有配对" in done.out


def test_a_template_that_cannot_be_read_is_code_2(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "templates" / "annex3.docx").mkdir(parents=True)
    done = kaohe("validate")
    assert done.code == 2
    assert "KH901" in done.out
    assert kaohe("draft", "--unit", "区教委").code == 2
