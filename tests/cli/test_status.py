"""``kaohe status``: who has reported what, what is missing, wrong or late, and what to tell them."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.cells import cell_len

from kaohe_cli.query.entries import entries_of
from kaohe_cli.query.rows import all_rows
from tests.conftest import Outcome
from tests.progress.filled import TABLES, filled_report, save_in_round, save_report

Kaohe = Callable[..., Outcome]

TODAY = ("--today", "2021-11-20")


def bodies(kaohe: Kaohe, *words: str | Path) -> dict[str, dict[str, Any]]:
    """Returns the records of ``kaohe status`` by the names of the bodies."""
    return {one["unit"]: one for one in json.loads(kaohe("status", "--format", "json", *TODAY, *words).out)}


@pytest.fixture
def round_of_reports(workspace: Path) -> Path:
    """A workspace with a complete report, a late and partial one, a wrong one and one that cannot be read."""
    save_report(workspace, filled_report("区商务委"))
    late = filled_report("区教委", "2021-11-18")
    del late["entries"]["J24"]
    late["entries"]["B01.1"]["problems"] = "【请填写存在问题及建议】"
    late["entries"]["A21.2"]["forecast"]["self_score"] = 99
    save_report(workspace, late)
    wrong = filled_report("区金融办")
    wrong["entries"]["A09.1"]["progress"]["self_score"] = 1
    save_report(workspace, wrong)
    (workspace / "data" / "reports" / "区科技局.yaml").write_text("unit: [x\n", "utf-8")
    return workspace


@pytest.mark.usefixtures("workspace")
class TestStates:
    def test_without_reports_every_body_with_rows_is_missing(self, kaohe: Kaohe) -> None:
        found = bodies(kaohe)
        assert len(found) == 36
        assert {one["state"] for one in found.values()} == {"missing"}
        assert {(one["late_days"], one["due"]) for one in found.values()} == {(0, None)}

    @pytest.mark.usefixtures("round_of_reports")
    def test_the_record_is_the_public_contract(self, kaohe: Kaohe) -> None:
        record = bodies(kaohe, "--due", "2021-11-15")["区教委"]
        assert list(record) == [
            "unit", "state", "filled", "asked", "problems", "received", "due", "late_days", "round",
            "through_month", "outdated", "file", "missing", "findings", "evidence", "evidence_missing",
            "old_form",
        ]  # fmt: skip
        assert record["missing"][0] == {
            "id": "B01.1",
            "title": "基本公共服务满意度调查",
            "fields": ["problems"],
        }
        assert len(record["missing"][1]["fields"]) == 8
        assert [one["code"] for one in record["findings"]] == ["KH804", "KH808"]
        assert {
            key: record[key] for key in ("state", "filled", "asked", "problems", "received", "late_days")
        } == {
            "state": "partial",
            "filled": 37,
            "asked": 46,
            "problems": 2,
            "received": "2021-11-18",
            "late_days": 3,
        }

    @pytest.mark.usefixtures("round_of_reports")
    def test_complete_wrong_unreadable_and_overdue(self, kaohe: Kaohe) -> None:
        found = bodies(kaohe, "--due", "2021-11-15")
        states = {name: (one["state"], one["problems"], one["late_days"]) for name, one in found.items()}
        assert states["区商务委"] == ("complete", 0, 0)
        assert states["区金融办"] == ("complete", 1, 0)
        assert states["区科技局"] == ("unreadable", 1, 0)
        assert states["区税务局"] == ("missing", 0, 5)

    @pytest.mark.usefixtures("round_of_reports")
    def test_the_table_shows_it_at_a_glance(self, kaohe: Kaohe) -> None:
        done = kaohe("status", *TODAY, "--due", "2021-11-15")
        lines = {line.split()[0]: line.split()[1:] for line in done.out.splitlines()}
        assert lines["区教委"] == ["部分", "37/46", "2", "11-18", "迟报", "3", "天"]
        assert lines["区商务委"] == ["完整", "61/61", "11-12"]
        assert lines["区税务局"] == ["未报", "0/13", "逾期", "5", "天"]
        assert lines["区科技局"] == ["无法读取", "0/35", "1"]
        assert "已报 4/36 █░░░░░░░░░ 11%" in done.out
        assert "未报 32，无法读取 1，部分 1，完整 2；有问题 3，迟报或逾期 33" in done.out
        assert "截止 2021-11-15，已过 5 天" in done.out
        assert "data/reports/区科技局.yaml:1:9: 错误 KH103" in done.err

    @pytest.mark.usefixtures("round_of_reports")
    @pytest.mark.parametrize("width", ["80", "60"])
    def test_the_table_fits(self, kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
        monkeypatch.setenv("COLUMNS", width)
        lines = kaohe("status", *TODAY, "--due", "2021-11-15").out.split("\n已交")[0].splitlines()
        assert max(map(cell_len, lines)) <= int(width)

    def test_a_field_left_with_its_prompt_is_empty_and_people_are_named_once(
        self, kaohe: Kaohe, workspace: Path
    ) -> None:
        report = filled_report("区税务局", leader="【请填写责任领导】")
        save_report(workspace, report)
        (gap,) = bodies(kaohe)["区税务局"]["missing"]
        assert gap["fields"] == ["leader"]

    def test_a_row_that_is_not_its_own_fills_nothing(self, kaohe: Kaohe, workspace: Path) -> None:
        report = filled_report("区税务局")
        report["entries"]["A01.1"] = {"problems": "无"}
        save_report(workspace, report)
        record = bodies(kaohe)["区税务局"]
        assert (record["state"], record["filled"], record["asked"]) == ("complete", 13, 13)
        assert [one["code"] for one in record["findings"]] == ["KH802"]

    def test_typed_in_by_hand_it_is_never_late(self, kaohe: Kaohe, workspace: Path) -> None:
        save_report(workspace, filled_report("区税务局", None))
        record = bodies(kaohe, "--due", "2021-11-01")["区税务局"]
        assert (record["state"], record["received"], record["late_days"]) == ("complete", None, 0)

    def test_nothing_missing_is_100_percent(self, kaohe: Kaohe, workspace: Path) -> None:
        save_report(workspace, filled_report("区税务局"))
        done = kaohe("status", "--unit", "区税务局", *TODAY, "--fail-incomplete")
        assert done.code == 0
        assert "已报 1/1 ██████████ 100%" in done.out
        assert "填报完整度 13/13 ██████████ 100%" in done.out


@pytest.mark.usefixtures("workspace")
class TestDates:
    def test_the_due_date_stands_in_the_table_and_can_be_overridden(
        self, kaohe: Kaohe, workspace: Path
    ) -> None:
        path = workspace / "data" / "indicators.yaml"
        path.write_text(
            path.read_text("utf-8").replace("year: 2021\n", 'year: 2021\nreport_due: "2021-11-10"\n', 1)
        )
        assert bodies(kaohe)["区税务局"]["late_days"] == 10
        assert bodies(kaohe, "--due", "2021-11-19")["区税务局"]["late_days"] == 1
        assert bodies(kaohe, "--due", "2021-11-20")["区税务局"]["late_days"] == 0

    def test_no_due_date_is_said(self, kaohe: Kaohe) -> None:
        assert "未定截止日期" in kaohe("status").out

    @pytest.mark.parametrize("option", ["--due", "--today"])
    def test_what_is_no_date_is_refused(self, kaohe: Kaohe, option: str) -> None:
        done = kaohe("status", option, "11月31日")
        assert done.code == 2
        assert done.err == (
            f"错误：{option} 的“11月31日”不是日期，请写成 2021-11-15、2021/11/15 或 2021年11月15日\n"
        )

    @pytest.mark.parametrize(
        "written", ["2021/11/19", "2021年11月19日", "２０２１-11-19", "11月19日", "11月19号"]
    )
    def test_a_date_is_read_as_people_write_it(self, kaohe: Kaohe, workspace: Path, written: str) -> None:
        options = ("status", "--today", "2021-11-20", "--format", "json", "--due")
        done, plain = kaohe(*options, written), kaohe(*options, "2021-11-19")
        assert done.out == plain.out
        said = f"--due 的“{written}”没有写年份，按表的考核年度读作 2021-11-19"
        assert (said in done.err) == written.startswith("11月")
        path = workspace / "data" / "indicators.yaml"
        path.write_text(
            path.read_text("utf-8").replace("year: 2021\n", f'year: 2021\nreport_due: "{written}"\n', 1)
        )
        assert kaohe(*options[:-1]).out == plain.out
        assert kaohe("validate").code == 0

    def test_reports_of_another_round_are_named(self, kaohe: Kaohe, round_of_reports: Path) -> None:
        save_report(round_of_reports, filled_report("区财政局", through_month=9))
        done = kaohe("status", *TODAY)
        assert "看的是 2021-10 这一轮（1—10月）；另有 2021-09 1 份，用 --round 看" in done.err
        assert bodies(kaohe)["区财政局"]["state"] == "missing"

    @pytest.mark.parametrize("option", ["--round", "--through-month"])
    @pytest.mark.parametrize("written", ["12", "2021-12"])
    def test_only_reports_of_the_round_asked_for_count(
        self, kaohe: Kaohe, round_of_reports: Path, option: str, written: str
    ) -> None:
        save_report(round_of_reports, filled_report("区财政局", through_month=12))
        found = bodies(kaohe, option, written)
        assert {one["round"] for one in found.values()} == {"2021-12"}
        assert (found["区财政局"]["state"], found["区财政局"]["through_month"]) == ("complete", 12)
        assert (found["区商务委"]["state"], found["区商务委"]["through_month"]) == ("missing", None)

    def test_who_was_early_in_a_round_stays_early_when_the_next_has_begun(
        self, kaohe: Kaohe, workspace: Path
    ) -> None:
        path = workspace / "data" / "indicators.yaml"
        text = path.read_text("utf-8")
        text = text.replace("through_month: 10\n", "through_month: 10\n    due: 2021-11-15\n", 1)
        text = text.replace("through_month: 12\n", "through_month: 12\n    due: 2022-01-10\n", 1)
        path.write_text(text, "utf-8")
        save_in_round(workspace, filled_report("区财政局", "2021-11-12"))
        save_in_round(workspace, filled_report("区财政局", "2022-01-12", through_month=12))
        october, year_end = bodies(kaohe, "--round", "10")["区财政局"], bodies(kaohe)["区财政局"]
        assert (october["due"], october["received"], october["late_days"]) == ("2021-11-15", "2021-11-12", 0)
        assert (year_end["due"], year_end["received"], year_end["late_days"]) == (
            "2022-01-10",
            "2022-01-12",
            2,
        )

    def test_a_report_that_says_another_month_than_its_folder_does_not_count(
        self, kaohe: Kaohe, workspace: Path
    ) -> None:
        save_in_round(workspace, filled_report("区税务局"), "2021-12")
        record = bodies(kaohe, "--round", "12")["区税务局"]
        assert (record["state"], record["outdated"]) == ("missing", "截至 10 月")
        assert [one["code"] for one in record["findings"]] == ["KH833"]

    def test_last_years_report_does_not_count(self, kaohe: Kaohe, workspace: Path) -> None:
        save_report(workspace, filled_report("区税务局", year=2020))
        assert bodies(kaohe)["区税务局"]["state"] == "missing"
        assert "data/reports/区税务局.yaml 未计入：是 2020 年的" in kaohe("status").err


class TestFiles:
    def test_a_file_of_nobody_is_named(self, kaohe: Kaohe, workspace: Path) -> None:
        save_report(workspace, filled_report("区税务局") | {"unit": "区口福局"})
        (workspace / "data" / "reports" / "杂.yaml").write_text("", "utf-8")
        done = kaohe("status", *TODAY)
        assert "data/reports/区口福局.yaml 未计入：“区口福局”不是名录里的单位" in done.err
        assert "data/reports/杂.yaml 未计入：无法读取，也无法辨认是哪个单位的" in done.err

    def test_a_row_that_nobody_reports_is_named(self, kaohe: Kaohe, workspace: Path) -> None:
        path = workspace / "data" / "indicators.yaml"
        text = path.read_text("utf-8")
        path.write_text(text.replace("units: [区发展改革委]", "units: [区级有关部门]", 1), "utf-8")
        assert "A01.1 还没有落实到具体单位，无人报送" in kaohe("status", *TODAY).err

    def test_a_misspelt_unit_is_found_by_its_file(self, kaohe: Kaohe, workspace: Path) -> None:
        save_report(workspace, filled_report("区税务局") | {"unit": "区说务局"}, "区税务局")
        record = bodies(kaohe)["区税务局"]
        assert (record["state"], [one["code"] for one in record["findings"]]) == ("complete", ["KH803"])

    def test_a_plaque_is_its_body(self, kaohe: Kaohe, workspace: Path) -> None:
        save_report(workspace, filled_report("区政府外办") | {"unit": "区招商投资局"})
        assert bodies(kaohe)["区政府外办"]["state"] == "complete"

    def test_of_two_files_the_one_with_the_proper_name_counts(self, kaohe: Kaohe, workspace: Path) -> None:
        report = filled_report("区政府外办")
        save_report(workspace, report | {"entries": {}})
        save_report(workspace, report | {"unit": "区招商投资局"})
        record = bodies(kaohe)["区政府外办"]
        assert (record["state"], record["filled"]) == ("partial", 9)
        assert [one["code"] for one in record["findings"]] == ["KH813"]

    def test_reports_elsewhere_and_the_shipped_tables(
        self, kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "data").mkdir()
        save_report(tmp_path, filled_report("区税务局"))
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("KAOHE_REPORTS", str(tmp_path / "data" / "reports"))
        assert bodies(kaohe)["区税务局"]["state"] == "complete"

    def test_no_phone_number_is_shown(self, kaohe: Kaohe, workspace: Path) -> None:
        report = filled_report("区税务局")
        report["contact"] = {"name": "李四", "mobile": "138000000001"}
        report["entries"]["A03.2"]["progress"]["situation"] = "××13800000000"
        save_report(workspace, report)
        for words in (["--unit", "区税务局"], ["--format", "json"], ["--format", "csv"], ["--remind"]):
            done = kaohe("status", *words)
            assert "13800000000" not in done.out + done.err


@pytest.mark.usefixtures("workspace")
class TestSelection:
    @pytest.mark.usefixtures("round_of_reports")
    def test_one_body_shows_exactly_what_is_missing(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--unit", "区教委", *TODAY).out
        assert "区教委：部分，已填 37/46" in out
        assert "  B01.1 基本公共服务满意度调查：（四）存在问题及建议\n" in out
        assert "  J24 推动教育公平发展和质量提升：（二）政策争取情况、（三）基本情况、" in out
        assert (
            "data/reports/区教委.yaml:21 错误 KH804 A21.2 全年预计的自评得分 99 超过满分 3（核对得分）" in out
        )
        assert "已报 1/1 " in out

    @pytest.mark.usefixtures("round_of_reports")
    def test_of_an_unreadable_file_only_the_reason_is_told(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--unit", "区科技局", *TODAY).out
        assert "data/reports/区科技局.yaml:1 错误 KH103 " in out
        assert "未填的" not in out

    def test_a_row_left_out_altogether(self, kaohe: Kaohe) -> None:
        assert "A03.2 政府债务管控、预算绩效管理和税收收入质量——流转税、所得税…：全部 13 项" in (
            kaohe("status", "--unit", "区税务局").out
        )

    def test_each_body_once_by_any_name(self, kaohe: Kaohe) -> None:
        found = bodies(kaohe, "--unit", "区招商投资局", "--unit", "区税务局", "--unit", "区政府外办")
        assert list(found) == ["区政府外办", "区税务局"]

    @pytest.mark.usefixtures("round_of_reports")
    def test_missing_leaves_out_the_complete_but_counts_all(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--missing", *TODAY).out
        assert "\n区商务委" not in out
        assert "\n区教委" in out
        assert "\n区科技局" in out
        assert "已报 4/36" in out

    @pytest.mark.usefixtures("round_of_reports")
    def test_nothing_is_missing(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--missing", "--unit", "区商务委", *TODAY).out
        assert out.startswith("没有未报或填报不完整的单位\n")

    @pytest.mark.parametrize(
        ("unit", "message"),
        [
            ("区商物委", "名录（units.yaml）里没有“区商物委”这个单位，可能是 区商务委"),
            ("区级有关部门", "“区级有关部门”是统称，不是一个单位"),
            ("区新设局", "区新设局没有要报送的项"),
        ],
    )
    def test_who_cannot_report(self, kaohe: Kaohe, unit: str, message: str) -> None:
        kaohe("unit", "add", "区新设局")
        done = kaohe("status", "--unit", unit)
        assert (done.code, done.out) == (2, "")
        assert message in done.err

    @pytest.mark.usefixtures("round_of_reports")
    @pytest.mark.parametrize(
        ("unit", "code"), [("区商务委", 0), ("区教委", 1), ("区科技局", 1), ("区税务局", 1)]
    )
    def test_ci_can_ask_for_completeness(self, kaohe: Kaohe, unit: str, code: int) -> None:
        assert kaohe("status", "--unit", unit, "--fail-incomplete", *TODAY).code == code
        assert kaohe("status", "--unit", unit, *TODAY).code == 0


@pytest.mark.usefixtures("workspace")
class TestFormats:
    @pytest.mark.usefixtures("round_of_reports")
    def test_yaml_holds_the_same_records(self, kaohe: Kaohe) -> None:
        records = list(bodies(kaohe).values())
        assert yaml.safe_load(kaohe("status", "--format", "yaml", *TODAY).out) == records

    @pytest.mark.usefixtures("round_of_reports")
    def test_csv_has_everything_for_a_spreadsheet(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--format", "csv", *TODAY, "--due", "2021-11-15").out
        rows = {
            row["单位"]: row for row in csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline=""))
        }
        assert len(rows) == 36
        late = rows["区教委"]
        assert (late["错误"], late["提醒"], late["收到日期"], late["逾期天数"]) == (
            "2",
            "0",
            "2021-11-18",
            "3",
        )
        assert late["未填的"].startswith("B01.1 基本公共服务满意度调查：（四）存在问题及建议；J24 ")

    def test_csv_says_why_a_file_does_not_count(self, kaohe: Kaohe, workspace: Path) -> None:
        save_in_round(workspace, filled_report("区税务局", year=2020), "2021-10")
        out = kaohe("status", "--format", "csv", *TODAY).out
        rows = csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline=""))
        reasons = {row["单位"]: row["未计入的原因"] for row in rows}
        assert {name: reason for name, reason in reasons.items() if reason} == {"区税务局": "2020 年"}

    @pytest.mark.usefixtures("round_of_reports")
    def test_markdown_is_a_table_with_a_list(self, kaohe: Kaohe) -> None:
        lines = kaohe("status", "--unit", "区教委", "--format", "md", *TODAY).out.splitlines()
        assert lines[0] == "| 单位 | 状态 | 已填 | 问题 | 收到 | 逾期 |"
        assert lines[2] == "| 区教委 | 部分 | 37/46 | 2 | 11-18 |  |"
        assert "- 已报 1/1 ██████████ 100%" in lines
        assert "  - B01.1 基本公共服务满意度调查：（四）存在问题及建议" in lines

    def test_a_console_of_gbk_gets_a_bar_it_has(self, kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kaohe_cli.cli.status_views.speaks_utf8", lambda: False)
        bar = next(line for line in kaohe("status").out.splitlines() if line.startswith("已报"))
        assert bar == "已报 0/36 □□□□□□□□□□ 0%"
        assert bar.encode("gbk")


@pytest.mark.usefixtures("workspace")
class TestIncentives:
    @pytest.mark.usefixtures("round_of_reports")
    def test_their_deadline_shows_as_it_comes_near(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--today", "2021-12-20").out
        assert "督查激励“区县申报”2022-02-01 截止，还有 43 天" in out
        assert "19 个单位的 29 项没有填：" in out
        assert "区教委（J24）" in out
        assert "区金融办（J07）" not in out

    def test_in_json_it_is_a_remark(self, kaohe: Kaohe) -> None:
        done = kaohe("status", "--today", "2022-02-01", "--format", "json")
        assert isinstance(json.loads(done.out), list)
        assert "督查激励“区县申报”2022-02-01 截止，即今天" in done.err

    def test_far_from_it_there_is_no_word_of_it(self, kaohe: Kaohe) -> None:
        done = kaohe("status", "--today", "2021-11-20")
        assert "督查激励“" not in done.out + done.err


@pytest.mark.usefixtures("workspace")
class TestReminders:
    @pytest.mark.usefixtures("round_of_reports")
    def test_each_body_gets_a_block_of_its_own(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--remind", "--due", "2021-11-15", *TODAY).out
        blocks = out.split("──────── ")[1:]
        assert len(blocks) == 34  # all but the complete one and the one that the office must mend
        texts = {block.split(" ──────── \n"[:-2])[0]: block for block in blocks}
        assert "区商务委" not in texts
        assert "区科技局" not in texts
        assert not any(mark in out for mark in ("**", "](", "| ", "```"))

    def test_not_returned(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--remind", "--unit", "区税务局", "--due", "2021-11-15", *TODAY).out
        assert out.splitlines()[1:] == [
            "区税务局，您好！",
            "贵单位的2021年考核指标和督查激励报送材料（1—10月）应于11月15日前报送，目前还没有收到，已逾期 5 天。需要填报以下 1 项：",
            "1. 政府债务管控、预算绩效管理和税收收入质量——流转税、所得税税收占比",
            "请尽快填好后发给我们，谢谢！",
            "区政府督查室",
        ]

    def test_rows_are_named_in_full_as_two_may_begin_alike(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--remind", *TODAY).out
        named = {line.partition(". ")[2] for line in out.splitlines()}
        assert {entry.title for entry in entries_of(all_rows(TABLES))} <= named
        assert "…" not in out

    def test_before_the_due_date_it_names_the_day(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--remind", "--unit", "区税务局", "--due", "2021-11-25", *TODAY).out
        assert "目前还没有收到。需要" in out
        assert "请在11月25日前填好后发给我们，谢谢！" in out

    @pytest.mark.usefixtures("round_of_reports")
    def test_partial_with_something_wrong(self, kaohe: Kaohe) -> None:
        out = kaohe("status", "--remind", "--unit", "区教委", *TODAY).out
        assert out.splitlines()[1:] == [
            "区教委 李四，您好！",
            "贵单位的2021年考核指标和督查激励报送材料（1—10月）已收到，还有 9 处没有填写：",
            "1. 基本公共服务满意度调查：缺（四）存在问题及建议",
            "2. 推动教育公平发展和质量提升：整项没有填写",
            "另外有 1 处请核对：",
            "1. 基本公共服务均等化——学前教育普惠率、义务教育优质均衡发展水平、治理中小学违规招生收费成效：全年预计的自评得分 99 超过满分 3",
            "请尽快补充、更正后重新发给我们，谢谢！",
            "区政府督查室",
        ]

    def test_the_roster_names_who_is_meant(self, kaohe: Kaohe) -> None:
        kaohe("assign", "--unit", "区税务局", "--contact", "李四", "--mobile", "13800000000")
        out = kaohe("status", "--remind", "--unit", "区税务局").out
        assert "区税务局 李四，您好！" in out
        assert "1380" not in out

    @pytest.mark.usefixtures("round_of_reports")
    def test_nobody_is_left_to_remind(self, kaohe: Kaohe) -> None:
        done = kaohe("status", "--remind", "--unit", "区商务委", *TODAY)
        assert (done.code, done.out) == (0, "")
        assert done.err.startswith("没有需要催报的单位\n")

    def test_they_are_text_and_nothing_else(self, kaohe: Kaohe) -> None:
        done = kaohe("status", "--remind", "--format", "json")
        assert (done.code, done.err) == (2, "错误：--remind 输出的是文字，不能同时写 --format\n")

    def test_they_go_to_a_file(self, kaohe: Kaohe, workspace: Path) -> None:
        kaohe("status", "--remind", "--unit", "区税务局", "-o", "催报.txt")
        assert "区税务局，您好！" in (workspace / "催报.txt").read_text("utf-8")
