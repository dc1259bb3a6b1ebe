"""What several reports say of one row: scores, ranks, forecasts and results; risks that a body names itself."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]


def write(workspace: Path, unit: str, rows: dict[str, str], *, month: int = 10, joint: str = "") -> None:
    """A report typed by hand; each row is given as a flow mapping."""
    folder = workspace / "data" / "reports" / f"2021-{month:02}"
    folder.mkdir(parents=True, exist_ok=True)
    entries = "".join(f"  {row_id}: {said}\n" for row_id, said in rows.items())
    head = f"schema_version: 1\nyear: 2021\nunit: {unit}\n{joint}through_month: {month}\nentries:\n"
    (folder / f"{unit}.yaml").write_text(head + entries, "utf-8")


def scored(score: float, rank: str = "第3名", forecast: float = 3) -> str:
    return (
        f"{{progress: {{self_score: {score}, self_rank: {rank}}}, "
        f"forecast: {{self_score: {forecast}, self_rank: 第2名}}}}"
    )


def found(kaohe: Kaohe) -> list[tuple[str, str, str]]:
    """The findings of the checks across reports: code, file, message."""
    findings = json.loads(kaohe("validate", "--format", "json").out)["findings"]
    across = [one for one in findings if "KH821" <= one["code"] <= "KH825"]
    return [(one["code"], Path(one["file"]).stem, one["message"]) for one in across]


def test_scores_that_differ_are_found_at_the_one_that_does_not_lead(kaohe: Kaohe, workspace: Path) -> None:
    write(workspace, "区发展改革委", {"A02.1": scored(2.8)})
    write(workspace, "区工商联", {"A02.1": scored(2.5, forecast=2.9)})
    assert found(kaohe) == [
        ("KH821", "区工商联", "A02.1 至今的自评得分，区发展改革委报 2.8 分，区工商联报 2.5 分"),
        ("KH821", "区工商联", "A02.1 全年预计的自评得分，区发展改革委报 3 分，区工商联报 2.9 分"),
    ]


def test_ranks_that_differ_are_found(kaohe: Kaohe, workspace: Path) -> None:
    write(workspace, "区发展改革委", {"A02.1": scored(2.8, "第3名")})
    write(workspace, "区工商联", {"A02.1": scored(2.8, "全市第五名")})
    ((code, unit, message),) = found(kaohe)
    assert (code, unit) == ("KH822", "区工商联")
    assert "区发展改革委报“第3名”，区工商联报“全市第五名”" in message


@pytest.mark.parametrize("rank", ["并列第3", "第三名", "主城都市区第1名", "无排名"])
def test_ranks_that_may_both_be_right_are_not(kaohe: Kaohe, workspace: Path, rank: str) -> None:
    write(workspace, "区发展改革委", {"A02.1": scored(2.8, "全市第3名")})
    write(workspace, "区工商联", {"A02.1": scored(2.8, rank)})
    assert found(kaohe) == []


def test_a_joint_report_does_not_disagree_with_itself(kaohe: Kaohe, workspace: Path) -> None:
    write(workspace, "区发展改革委", {"A02.1": scored(2.8)}, joint="joint: [区发展改革委, 区工商联]\n")
    assert found(kaohe) == []
    findings = json.loads(kaohe("validate", "--format", "json").out)["findings"]
    assert not [one for one in findings if one["severity"] == "error"]


def test_a_body_that_reports_for_itself_as_well_is_compared(kaohe: Kaohe, workspace: Path) -> None:
    write(workspace, "区发展改革委", {"A02.1": scored(2.8)}, joint="joint: [区发展改革委, 区工商联]\n")
    write(workspace, "区工商联", {"A02.1": scored(2.5)})
    assert [code for code, _, _ in found(kaohe)] == ["KH821"]


def test_a_criterion_scored_beside_its_indicator_is_found(kaohe: Kaohe, workspace: Path) -> None:
    write(workspace, "区农业农村委", {"A15": scored(4.9, forecast=5)})
    write(workspace, "区规划自然资源局", {"A15.3": scored(0.9, forecast=1)})
    ((code, unit, message),) = found(kaohe)
    assert (code, unit) == ("KH821", "区规划自然资源局")
    assert message == "A15.3 已包括在区农业农村委按 A15 合计报的得分里，区规划自然资源局又单独评了分"


def test_rounds_are_not_held_against_each_other_but_for_the_result(kaohe: Kaohe, workspace: Path) -> None:
    write(workspace, "区发展改革委", {"A02.1": scored(2.8)})
    write(workspace, "区工商联", {"A02.1": scored(2.5)}, month=11)
    write(workspace, "区发展改革委", {"A02.1": scored(2.6, forecast=2.6)}, month=12)
    assert found(kaohe) == [
        ("KH825", "区发展改革委", "A02.1 全年自评得分 2.6，比 1—10月时预计的 3 低 0.4 分")
    ]


def test_what_was_to_be_completed_and_was_not_is_found(kaohe: Kaohe, workspace: Path) -> None:
    write(workspace, "区教委", {"D04.6": "{forecast: {completed: 能够完成}}"})
    write(workspace, "区教委", {"D04.6": "{progress: {completed: 未完成，差2所}}"}, month=12)
    assert {code for code, _, _ in found(kaohe)} == {"KH823", "KH825"}


def test_a_risk_is_quoted_and_is_no_problem_of_the_report(kaohe: Kaohe, workspace: Path) -> None:
    text = "进度滞后。该指标难以完成，预计失分0.2分；联系人13800000000"
    write(workspace, "区教委", {"D04.6": f"{{problems: {text}, forecast: {{completed: 否}}}}"})
    assert sorted((code, message) for code, _, message in found(kaohe)) == [
        ("KH823", "D04.6 （三）是否完成填的是“否”，全年完不成"),
        ("KH824", "D04.6 （四）存在问题及建议里说有失分风险：“该指标难以完成，预计失分0.2分”"),
    ]
    (body,) = json.loads(kaohe("status", "--unit", "区教委", "--format", "json").out)
    assert body["problems"] == 0


def test_a_name_among_those_of_a_joint_report_must_be_known(kaohe: Kaohe, workspace: Path) -> None:
    write(workspace, "区发展改革委", {"A02.1": scored(2.8)}, joint="joint: [区发展改革委, 区数据局]\n")
    findings = json.loads(kaohe("validate", "--format", "json").out)["findings"]
    (one,) = [one for one in findings if one["code"] == "KH803"]
    assert "区数据局" in one["message"]
