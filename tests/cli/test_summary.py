"""``kaohe summary`` as people run it: what the terminal says, Markdown, CSV, other years, wrong use."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Outcome
from tests.summarizing import small

Kaohe = Callable[..., Outcome]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small.save(tmp_path)


@pytest.fixture
def summary(kaohe: Kaohe, data: Path) -> Kaohe:
    """Runs ``kaohe summary`` on the small workspace."""

    def run(*words: str | Path) -> Outcome:
        return kaohe("--data", data, "summary", "--today", "2021-11-16", *words)

    return run


def test_the_terminal_says_where_points_are_lost_and_who_leads(summary: Kaohe, data: Path) -> None:
    worried = small.scores(2, 3) | {"problems": "难以完成全年目标"}
    small.send(
        data,
        small.report("甲局", {"A01.1": worried, "A02.1": (2, 2.9)}),
        small.report("乙局", {"A02.1": (2, 2)}),
    )
    outcome = summary()
    assert outcome.code == 0
    said = outcome.out
    assert "2021年1—10月考核指标汇总" in said
    assert "4 个单位中 2 个已报" in said
    assert "满分 20 分（5 项），自评 4，全年预计 5.9，预计失分 1.1" in said
    assert "自评是 2 项之和，失分是 2 项之和" in said
    losses = said[said.index("预计失分的项") :]
    assert losses.index("A01.1") < losses.index("A02.1")
    for title in ("预计失分的单位", "没有报送的", "各单位填的不一样", "可能完不成", "督查激励"):
        assert title in said
    assert "A02.1 全年预计的自评得分：甲局 2.9，乙局 2" in said
    assert "“难以完成全年目标”" in said


def test_a_round_that_has_not_begun(summary: Kaohe) -> None:
    outcome = summary("--round", "12")
    assert outcome.code == 0
    assert "2021年全年考核指标汇总" in outcome.out
    assert "还没有单位报送，得分都是未报" in outcome.out


def test_where_the_reports_are_of_another_round_it_says_which(summary: Kaohe, data: Path) -> None:
    small.send(data, small.report("甲局", {"A01.1": (2, 3)}, month=9))
    said = summary().out
    assert "2021-06 这一轮没有报送，2021-09 有；看那一轮用 --round 2021-09" in said
    assert "1 个已报" in summary("--round", "9").out


def test_at_the_end_of_the_year_the_result_says_what_is_lost(summary: Kaohe, data: Path) -> None:
    small.send(data, small.report("甲局", {"A01.1": (3.5, None)}, month=12))
    said = summary("--round", "12").out
    assert "满分 20 分（5 项），自评 3.5，失分 0.5" in said
    losses = said[said.index("\n失分的项") :]
    assert "A01.1" in losses
    record = json.loads(summary("--round", "12", "--format", "json").out)
    assert record["rows"][0]["expected_loss"] is None  # of a forecast alone


@pytest.mark.parametrize("words", [("--format", "json"), ("--format", "md"), ("--format", "csv"), ()])
def test_every_format_can_be_written_to_a_file(
    words: tuple[str, ...], summary: Kaohe, data: Path, tmp_path: Path
) -> None:
    small.send(data, small.report("甲局", {"A01.1": (2, 3)}))
    target = tmp_path / "out.txt"
    printed = summary(*words)
    assert summary(*words, "-o", target).code == 0
    assert target.read_text("utf-8").split() == printed.out.split()
    assert summary(*words, "-o", "-").out == printed.out


def test_markdown_has_every_row(summary: Kaohe, data: Path) -> None:
    small.send(data, small.report("甲局", {"A01.1": (2, 3)}))
    said = summary("--format", "md").out
    assert said.startswith("# 2021年1—10月考核指标汇总\n")
    for row in ("A01.1", "A03.1", "B02.1"):
        assert f"| {row} |" in said


def test_csv_has_a_row_each_and_leaves_empty_what_is_not_reported(summary: Kaohe, data: Path) -> None:
    small.send(
        data, small.report("甲局", {"A01.1": (2, 3)}, month=6), small.report("甲局", {"A01.1": (2, 3.5)})
    )
    found = list(csv.DictReader(io.StringIO(summary("--format", "csv").out.removeprefix("\ufeff"))))
    assert len(found) == 8
    assert (found[0]["满分"], found[0]["全年预计"], found[0]["上轮预计"]) == ("4", "3.5", "3")
    assert (found[1]["满分"], found[1]["全年预计"], found[1]["灯"]) == ("3", "", "")


def test_what_was_forecast_in_the_round_before(summary: Kaohe, data: Path) -> None:
    small.send(
        data,
        small.report("甲局", {"A01.1": (1, 4)}, month=6),
        small.report("甲局", {"A01.1": (2, 3)}, month=10),
    )
    said = summary().out
    assert "与上一轮比（2021年1—6月）" in said
    assert "1 项得分不同" in said
    assert "-1" in said


def last_year(folder: Path) -> Path:
    """A workspace of the year before, with other ids: the rows stand in another order."""
    files = small.tables()
    for name in ("indicators.yaml", "incentives.yaml"):
        files[name]["year"] = 2020
    files["indicators.yaml"].pop("rounds")
    rows = files["indicators.yaml"]["sections"][0]["indicators"]
    first, last = rows[0], rows[4]
    rows[0], rows[4] = last, first
    last["id"], last["criteria"][0]["id"] = "A01", "A01.1"
    first["id"], first["criteria"][0]["id"], first["criteria"][0]["weight"] = "A05", "A05.1", 5
    files["indicators.yaml"]["sections"][0]["total_weight"] = 21
    data = small.save(folder, files)
    small.send(data, small.report("甲局", {"A05.1": (4, 4.5)}, month=12) | {"year": 2020})
    return data


def test_against_last_year_rows_are_matched_by_their_texts(
    summary: Kaohe, data: Path, tmp_path: Path
) -> None:
    last_year(tmp_path / "2020")
    small.send(data, small.report("甲局", {"A01.1": (2, 3)}))
    for named in (tmp_path / "2020", tmp_path / "2020" / "data"):
        outcome = summary("--against", named, "--format", "json")
        assert outcome.code == 0
        found: dict[str, Any] = json.loads(outcome.out)
        row = next(one for one in found["rows"] if one["id"] == "A01.1")
        assert (row["against"]["ids"], row["against"]["full_marks"], row["against"]["forecast"]) == (
            ["A05.1"],
            5,
            4.5,
        )
        assert found["against"]["label"] == "2020年全年"
    assert "与上年比（2020年全年）" in summary("--against", tmp_path / "2020").out


def test_against_a_version_in_git(summary: Kaohe, data: Path, tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("没有安装 git")
    shutil.rmtree(data)
    last_year(tmp_path)
    for words in (("init", "-q"), ("add", "data"), ("commit", "-q", "-m", "2020"), ("tag", "v2020")):
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run([git, *identity, *words], cwd=tmp_path, check=True)
    shutil.rmtree(data)
    small.save(tmp_path)
    small.send(data, small.report("甲局", {"A01.1": (2, 3)}))
    outcome = summary("--against", "v2020", "--format", "json")
    assert outcome.code == 0, outcome.err
    row = json.loads(outcome.out)["rows"][0]
    assert (row["against"]["ids"], row["against"]["forecast"]) == (["A05.1"], 4.5)


def test_last_year_without_reports_compares_the_full_marks(
    summary: Kaohe, data: Path, tmp_path: Path
) -> None:
    shutil.rmtree(last_year(tmp_path / "2020") / "reports")
    small.send(data, small.report("甲局", {"A01.1": (2, 3)}))
    outcome = summary("--against", tmp_path / "2020")
    assert outcome.code == 0
    assert "里没有报送数据，只比较满分" in outcome.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--round", "13"), "不是一轮报送"),
        (("--round", "2020-10"), "2020"),
        (("--unit", "戊局"), "没有“戊局”这个单位"),
        (("--section", "Z"), "没有“Z”这一部分"),
        (("--against", "no-such-version"), "no-such-version"),
        (("--show-phones",), "--show-phones 只用于 --format xlsx"),
        (("--format", "pdf"), "pdf"),
        (("--today", "昨天"), "不是日期"),
    ],
)
def test_wrong_use(words: tuple[str, ...], said: str, summary: Kaohe) -> None:
    outcome = summary(*words)
    assert outcome.code == 2
    assert said in outcome.err
    assert not outcome.out


def test_data_are_not_overwritten(summary: Kaohe, data: Path) -> None:
    before = (data / "units.yaml").read_bytes()
    for words in (("--format", "html"), ("--format", "xlsx"), ()):
        assert summary(*words, "-o", data / "units.yaml").code == 2
    assert (data / "units.yaml").read_bytes() == before


def test_tables_that_cannot_be_read(summary: Kaohe, data: Path) -> None:
    (data / "indicators.yaml").write_text("sections: [", "utf-8")
    outcome = summary()
    assert outcome.code == 2
    assert "indicators.yaml" in outcome.err


def test_incentives_alone(summary: Kaohe, data: Path) -> None:
    (data / "indicators.yaml").unlink()
    outcome = summary()
    assert outcome.code == 0
    assert "督查激励" in outcome.out


def test_the_shipped_tables_have_a_summary(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = kaohe("summary", "--format", "json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["totals"]["full_marks"] == 90
