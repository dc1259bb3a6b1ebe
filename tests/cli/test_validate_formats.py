"""``kaohe validate`` for other programs: places from the repository's root, rules explained, lists that end."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.words.phones import masked
from tests.conftest import REPOSITORY, Outcome

Kaohe = Callable[..., Outcome]

CAPPED = 1000


@pytest.fixture
def slip(workspace: Path) -> Path:
    """A repository whose tables have a wrong weight in line 23."""
    path = workspace / "data" / "indicators.yaml"
    text = path.read_text("utf-8").replace("weight: 4", "weight: 4.2", 1)
    path.write_text(text, "utf-8")
    (workspace / ".git").mkdir()
    (workspace / "下级").mkdir()
    return workspace


def line_of(path: Path, words: str) -> int:
    return next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if words in line)


@pytest.mark.parametrize("where", [".", "data", "下级"])
def test_places_are_relative_to_the_repository_wherever_one_stands(
    kaohe: Kaohe, slip: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    line = line_of(slip / "data" / "indicators.yaml", "weight: 4.2")
    monkeypatch.chdir(slip / where)
    github = kaohe("validate", "--format", "github").out
    assert f"::error file=data/indicators.yaml,line={line}," in github
    assert f"::data/indicators.yaml:{line} A" in github
    results = json.loads(kaohe("validate", "--format", "sarif").out)["runs"][0]["results"]
    (wrong,) = (one for one in results if one["ruleId"] == "KH403")
    assert wrong["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "data/indicators.yaml"
    assert wrong["message"]["text"].startswith(f"data/indicators.yaml:{line} ")
    findings = json.loads(kaohe("validate", "--format", "json").out)["findings"]
    assert {one["file"] for one in findings} == {"data/indicators.yaml"}


def test_what_is_in_no_repository_keeps_its_place_from_here(kaohe: Kaohe, slip: Path) -> None:
    (slip / ".git").rmdir()
    assert "file=data/indicators.yaml," in kaohe("validate", "--format", "github").out


def test_sarif_explains_every_rule_in_the_words_of_the_docs(kaohe: Kaohe, slip: Path) -> None:
    driver = json.loads(kaohe("validate", "--format", "sarif").out)["runs"][0]["tool"]["driver"]
    docs = (REPOSITORY / "docs" / "rules.md").read_text("utf-8")
    assert [rule["id"] for rule in driver["rules"]] == re.findall(r"^### (KH\d+)", docs, re.MULTILINE)
    (rule,) = (rule for rule in driver["rules"] if rule["id"] == "KH403")
    assert rule["shortDescription"] == {"text": "权重不是 0.5 的正倍数"}
    assert rule["fullDescription"] == {"text": "权重应大于 0，且是 0.5 的倍数。"}
    assert rule["help"] == {"text": "对照原文改正。"}
    assert "informationUri" not in driver


def test_the_wheel_carries_the_page_with_the_words() -> None:
    included = (REPOSITORY / "pyproject.toml").read_text("utf-8")
    assert '"docs/rules.md" = "kaohe_cli/shipped/docs/rules.md"' in included


class TestManyFindings:
    """3,000 repeated keys (errors) in a file that sorts behind one with warnings."""

    @pytest.fixture(autouse=True)
    def _many(self, workspace: Path) -> None:
        path = workspace / "data" / "units.yaml"
        path.write_text(path.read_text("utf-8") + "schema_version: 1\n" * 3000, "utf-8")
        spoiled = workspace / "data" / "incentives.yaml"
        spoiled.write_text(spoiled.read_text("utf-8").replace("，", ","), "utf-8")

    def counts(self, kaohe: Kaohe) -> tuple[int, int]:
        found = re.search(r"^(\d+) 处错误，(\d+) 处提醒$", kaohe("validate").out, re.MULTILINE)
        assert found
        return int(found[1]), int(found[2])

    def test_text_lists_a_thousand_and_counts_all(self, kaohe: Kaohe) -> None:
        out = kaohe("validate").out
        errors, warnings = self.counts(kaohe)
        assert errors >= 3000
        assert warnings > 4
        assert len(re.findall(r"KH\d{3}", out)) == CAPPED
        assert "提醒 KH" not in out  # no warning in the place of an error
        assert f"还有 {errors + warnings - CAPPED} 处没有列出" in out

    def test_the_other_formats_do_as_well(self, kaohe: Kaohe) -> None:
        errors, warnings = self.counts(kaohe)
        report = json.loads(kaohe("validate", "--format", "json").out)
        assert len(report["findings"]) == CAPPED
        assert report["left_out"] == errors + warnings - CAPPED
        assert report["counts"] == {"error": errors, "warning": warnings}
        lines = kaohe("validate", "--format", "github").out.splitlines()
        assert sum(line.startswith("::error") for line in lines) == CAPPED
        assert any(f"还有 {errors + warnings - CAPPED} 处" in line for line in lines)
        run: dict[str, Any] = json.loads(kaohe("validate", "--format", "sarif").out)["runs"][0]
        assert len(run["results"]) == CAPPED
        assert run["properties"]["counts"] == {"error": errors, "warning": warnings}
        (notice,) = run["invocations"][0]["toolExecutionNotifications"]
        assert "还有" in notice["message"]["text"]

    def test_a_command_that_refuses_such_data_lists_no_more(self, kaohe: Kaohe) -> None:
        done = kaohe("list")
        assert done.code == 2
        assert len(re.findall(r"KH\d{3}", done.err)) == CAPPED
        assert "请先改正上面的" not in done.err
        assert re.search(r"共 3\d{3} 处", done.err)


def test_few_findings_are_listed_without_a_word_on_more(kaohe: Kaohe, slip: Path) -> None:
    assert "还有" not in kaohe("validate").out
    assert set(json.loads(kaohe("validate", "--format", "json").out)) == {"findings", "totals"}


class TestStrayRows:
    """A report with 3,000 rows that no table has."""

    ROWS = 3000

    @pytest.fixture(autouse=True)
    def _report(self, workspace: Path) -> None:
        folder = workspace / "data" / "reports"
        folder.mkdir()
        head = "schema_version: 1\nyear: 2021\nunit: 区商务委\nthrough_month: 10\nentries:\n"
        rows = "".join(f"  X{number}: {{problems: 无}}\n" for number in range(self.ROWS))
        (folder / "区商务委.yaml").write_text(head + rows, "utf-8")

    @pytest.mark.parametrize(
        "words",
        [
            ("validate",),
            ("validate", "--format", "sarif"),
            ("status", "--format", "csv"),
            ("status", "--unit", "区商务委"),
            ("draft", "--unit", "区商务委"),
        ],
    )
    def test_no_line_and_no_list_runs_on(self, kaohe: Kaohe, words: tuple[str, ...]) -> None:
        done = kaohe(*words)
        lines = [*done.out.splitlines(), *done.err.splitlines()]
        assert max(map(len, lines)) < 5000
        assert sum("没有编号是" in line for line in lines) <= CAPPED

    def test_the_text_is_gone_through_once_not_once_a_finding(
        self, kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch, workspace: Path
    ) -> None:
        gone_through = 0

        def counting(text: str) -> str:
            nonlocal gone_through
            gone_through += len(text)
            return masked(text)

        monkeypatch.setattr("kaohe_cli.words.phones.masked", counting)
        assert f"{self.ROWS} 处错误" in kaohe("validate").out
        size = len((workspace / "data" / "reports" / "区商务委.yaml").read_text("utf-8"))
        assert 0 < gone_through < 5 * size

    def test_the_nearest_is_looked_for_only_while_it_can_help(
        self, kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        monkeypatch.setattr(
            "kaohe_cli.rules.report_checks.did_you_mean", lambda name, _known: asked.append(name)
        )
        kaohe("validate")
        assert len(asked) < 100


def test_a_long_value_is_quoted_in_part(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("form: scored", f"form: {'长' * 5000}"), "utf-8")
    done = kaohe("validate", "--format", "json")
    (finding,) = (one for one in json.loads(done.out)["findings"] if one["code"] == "KH605")
    assert len(finding["message"]) < 100
    assert "……" in finding["message"]
