"""How rows count: who has the say, what is flagged, what is 未报, which light shines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Outcome
from tests.summarizing import small

Asked = Callable[..., dict[str, Any]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small.save(tmp_path)


@pytest.fixture
def asked(kaohe: Callable[..., Outcome], data: Path) -> Asked:
    """Returns the summary of these reports as JSON has it."""

    def summary(*reports: dict[str, Any], words: tuple[str, ...] = ()) -> dict[str, Any]:
        small.send(data, *reports)
        outcome = kaohe("--data", data, "summary", "--today", "2021-11-16", "--format", "json", *words)
        assert outcome.code == 0, outcome.err
        record: dict[str, Any] = json.loads(outcome.out)
        record["rows"] = {row["id"]: row for row in record["rows"]}
        return record

    return summary


def test_a_row_that_nobody_reported_has_no_score(asked: Asked) -> None:
    found = asked(small.report("甲局", {"A01.1": (3, 3.5)}))
    row = found["rows"]["A04.1"]
    assert (row["progress"], row["forecast"], row["expected_loss"], row["light"]) == (None, None, None, None)
    assert found["totals"]["full_marks"] == 20
    assert found["totals"]["forecast"] == 3.5
    assert (found["totals"]["rows"], found["totals"]["forecast_rows"]) == (5, 1)


def test_nothing_reported_is_null_in_every_sum(asked: Asked) -> None:
    totals = asked()["totals"]
    assert [totals[name] for name in ("progress", "forecast", "expected_loss")] == [None, None, None]


def test_a_score_of_0_is_a_score(asked: Asked) -> None:
    found = asked(small.report("甲局", {"A01.1": (0, 0)}))
    assert found["rows"]["A01.1"]["expected_loss"] == 4
    assert found["rows"]["A01.1"]["light"] == "red"


def test_the_lead_has_the_say(asked: Asked) -> None:
    found = asked(small.report("甲局", {"A02.1": (2, 2.9)}), small.report("乙局", {"A02.1": (2, 1.5)}))
    assert found["rows"]["A02.1"]["forecast"] == 2.9
    assert found["conflicts"] == [
        {"id": "A02.1", "field": "forecast/self_score", "values": {"甲局": 2.9, "乙局": 1.5}}
    ]
    assert any("不一样" in problem for problem in found["rows"]["A02.1"]["problems"])


def test_of_two_that_lead_the_first_has_the_say(asked: Asked) -> None:
    found = asked(small.report("乙局", {"A04.1": (6, 7)}), small.report("丙委", {"A04.1": (6, 8)}))
    assert found["rows"]["A04.1"]["forecast"] == 8


def test_a_lone_score_of_another_counts_and_is_flagged(asked: Asked) -> None:
    row = asked(small.report("乙局", {"A02.1": (2, 2.5)}))["rows"]["A02.1"]
    assert row["forecast"] == 2.5
    assert any("牵头单位没有填" in problem for problem in row["problems"])


def test_two_others_who_differ_count_for_nothing(asked: Asked) -> None:
    found = asked(
        small.report("乙局", {"A02.1": (2, 2.5)}),
        small.report("丙委", {"A02.1": (2, 2.6)}),
    )
    assert found["rows"]["A02.1"]["forecast"] is None
    assert found["rows"]["A02.1"]["progress"] == 2
    assert any("未计入" in problem for problem in found["rows"]["A02.1"]["problems"])


def test_the_score_of_a_body_that_does_not_answer_for_the_row_is_told(asked: Asked) -> None:
    row = asked(small.report("丁办", {"A01.1": (3, 3)}))["rows"]["A01.1"]
    assert row["forecast"] == 3
    assert any("责任单位里没有" in problem for problem in row["problems"])


def test_a_score_above_the_full_marks_counts_as_it_stands(asked: Asked) -> None:
    found = asked(small.report("甲局", {"A01.1": (4.2, 4.5)}))
    row = found["rows"]["A01.1"]
    assert (row["forecast"], row["expected_loss"], row["light"]) == (4.5, -0.5, "green")
    assert any("超过满分" in problem for problem in row["problems"])
    assert found["totals"]["expected_loss"] == -0.5


def test_a_criterion_with_metrics_counts_once_all_are_there(asked: Asked) -> None:
    row = asked(small.report("乙局", {"A03.1.1": (1, 1.4)}))["rows"]["A03.1"]
    assert (row["progress"], row["forecast"], row["light"]) == (None, None, None)
    assert any("1/2 个分项" in problem for problem in row["problems"])
    row = asked(small.report("乙局", {"A03.1.1": (1, 1.4), "A03.1.2": (1, 1.5)}))["rows"]["A03.1"]
    assert (row["progress"], row["forecast"]) == (2, 2.9)
    assert row["problems"] == []


def test_metrics_may_come_from_two_bodies(asked: Asked) -> None:
    found = asked(
        small.report("乙局", {"A03.1.1": (1, 1.5)}),
        small.report("丁办", {"A03.1.2": (1, 1.5)}),
    )
    assert found["rows"]["A03.1"]["forecast"] == 3
    assert found["rows"]["A03.1"]["reported_by"] == ["乙局", "丁办"]


def test_an_indicator_reported_as_a_whole_stands_for_its_criteria(asked: Asked) -> None:
    found = asked(small.report("甲局", {"A02": (4, 4.5)}), small.report("丙委", {"A02.2": (1, 1)}))
    row = found["rows"]["A02"]
    assert row["covers"] == ["A02.1", "A02.2"]
    assert (row["full_marks"], row["forecast"], row["expected_loss"]) == (5, 4.5, 0.5)
    assert not {"A02.1", "A02.2"} & set(found["rows"])
    assert any("分条" in problem for problem in row["problems"])
    assert found["totals"]["full_marks"] == 20


def test_without_weights_what_is_reported_by_itself_stands_beside_the_whole(asked: Asked, data: Path) -> None:
    files = small.tables()
    unscored = files["indicators.yaml"]["sections"][1]["indicators"][0]["criteria"]
    unscored.append({"id": "B01.2", "units": ["乙局"], "content": "另一项改革任务"})
    small.write(data / "indicators.yaml", files["indicators.yaml"])
    found = asked(
        small.report("丁办", {"B01": small.answers("是", "是")}),
        small.report("乙局", {"B01.2": small.answers("正在推进", "否")}),
    )
    assert (found["rows"]["B01"]["light"], found["rows"]["B01.2"]["light"]) == ("green", "red")
    assert found["rows"]["B01"]["covers"] == ["B01.1"]
    assert found["rows"]["B01"]["problems"] == []


def test_a_joint_report_counts_for_each_of_its_bodies_on_their_rows(asked: Asked) -> None:
    entries = {"A02.1": (2, 2.5), "A03.1.1": (1, 1.5), "A03.1.2": (1, 1.5)}
    found = asked(small.report("甲局", entries, joint=["甲局", "乙局"]))
    assert found["rows"]["A02.1"]["reported_by"] == ["甲局", "乙局"]
    assert found["rows"]["A03.1"]["reported_by"] == ["乙局"]
    assert found["rows"]["A03.1"]["problems"] == []
    missing = {one["unit"]: one["rows"] for one in found["missing"]}
    assert missing["乙局"] == ["A04.1", "B02.1"]


def test_a_bonus_row_is_in_no_total(asked: Asked) -> None:
    found = asked(small.report("丁办", {"A05.1": (1, 2)}))
    assert found["rows"]["A05.1"]["full_marks"] is None
    assert found["rows"]["A05.1"]["forecast"] == 2
    assert found["totals"]["forecast"] is None


@pytest.mark.parametrize(
    ("progress", "forecast", "light"),
    [
        ("正在推进", "是", "green"),
        ("正在推进", "否，差一点", "red"),
        ("是", "正在推进", "yellow"),
        ("否", None, "red"),
        ("见附件", None, None),
        (None, None, None),
    ],
)
def test_the_light_of_a_row_without_a_score(
    progress: str | None, forecast: str | None, light: str | None, asked: Asked
) -> None:
    found = asked(small.report("乙局", {"B02.1": small.answers(progress, forecast)}))
    assert found["rows"]["B02.1"]["light"] == light


@pytest.mark.parametrize(
    ("forecast", "light"), [(3.8, "green"), (3.79, "yellow"), (3.4, "yellow"), (3.39, "red")]
)
def test_the_light_of_a_score(forecast: float, light: str, asked: Asked) -> None:
    assert asked(small.report("甲局", {"A01.1": (3, forecast)}))["rows"]["A01.1"]["light"] == light


def test_the_light_is_of_what_was_reached_where_nothing_is_forecast(asked: Asked) -> None:
    assert asked(small.report("甲局", {"A01.1": (4, None)}))["rows"]["A01.1"]["light"] == "green"


def test_the_thresholds_stand_in_the_data(asked: Asked, data: Path) -> None:
    files = small.tables()
    files["indicators.yaml"]["lights"] = {"green": 100, "yellow": 99}
    small.write(data / "indicators.yaml", files["indicators.yaml"])
    found = asked(small.report("甲局", {"A01.1": (3, 3.9)}))
    assert found["rows"]["A01.1"]["light"] == "red"
    assert found["lights"] == {"green": 100, "yellow": 99}


def test_what_is_feared_is_quoted_without_numbers_of_people(asked: Asked) -> None:
    entry = small.scores(2, 3) | {"problems": "差距较大，全年难以完成，请联系13800000000。一切正常。"}
    found = asked(small.report("甲局", {"A01.1": entry, "B01.1": small.answers("正在推进", "否")}))
    assert [(one["id"], one["unit"], one["says_no"]) for one in found["risks"]] == [
        ("A01.1", "甲局", False),
        ("B01.1", "甲局", True),
    ]
    assert "全年难以完成" in found["risks"][0]["quote"]
    assert "13800000000" not in json.dumps(found, ensure_ascii=False)


def test_what_is_not_feared_is_not_quoted(asked: Asked) -> None:
    entry = small.scores(2, 4) | {"problems": "没有失分风险，将进一步缩小与先进的差距。"}
    assert asked(small.report("甲局", {"A01.1": entry}))["risks"] == []


def test_a_score_without_a_rank_is_named(asked: Asked) -> None:
    entry = {"progress": {"self_score": 3, "self_rank": "第1名"}, "forecast": {"self_score": 4}}
    found = asked(small.report("甲局", {"A01.1": entry}))
    assert found["unranked"] == ["A01.1"]


def test_who_has_reported_what(asked: Asked) -> None:
    found = asked(small.report("甲局", {"A01.1": (3, 4)}))
    missing = {one["unit"]: one["rows"] for one in found["missing"]}
    assert missing["甲局"] == ["A02.1", "B01.1", "J01"]
    assert missing["丁办"] == ["A03.1", "A04.1", "A05.1", "B01.1"]
    units = {one["unit"]: one for one in found["units"]}
    assert (units["甲局"]["state"], units["丁办"]["state"]) == ("partial", "missing")
    assert (units["甲局"]["rows"], units["甲局"]["full_marks"]) == (2, 7)


def test_an_entry_under_no_id_of_the_tables_is_told(asked: Asked) -> None:
    found = asked(small.report("甲局", {"A01.1": (3, 4), "A09.1": (1, 1), "A03.1": (1, 1)}))
    assert found["remarks"] == ["甲局报送的 A09.1、A03.1 不是表里可以单独报送的编号，未计入"]


def test_two_files_of_one_body(asked: Asked, data: Path) -> None:
    other = small.report("甲局", {"A01.1": (1, 1)})
    small.send(data, small.report("甲局", {"A01.1": (3, 4)}))
    small.write(data / "reports" / "2021-10" / "甲局2.yaml", other)
    found = asked()
    assert found["rows"]["A01.1"]["forecast"] == 4
    assert any("两份" in line for line in found["remarks"])


def test_a_file_that_cannot_be_read_is_told(asked: Asked, data: Path) -> None:
    small.send(data, small.report("甲局", {"A01.1": (3, 4)}))
    (data / "reports" / "2021-10" / "乙局.yaml").write_text("unit: [", "utf-8")
    found = asked()
    assert {one["unit"]: one["state"] for one in found["units"]}["乙局"] == "unreadable"
    assert any("乙局.yaml 无法读取" in line for line in found["remarks"])
    assert found["rows"]["A01.1"]["forecast"] == 4


def test_the_claims_have_their_days(asked: Asked) -> None:
    entry = {"forecast": {"eligible": "否", "expected_result": "争取"}}
    found = asked(small.report("甲局", {"J01": entry}))
    assert [(one["id"], one["days_left"]) for one in found["claims"]] == [("J01", 77)]
    assert found["incentives"][0]["eligible"] == {"甲局": "否"}


def test_what_is_asked_for_alone(asked: Asked) -> None:
    reports = (small.report("甲局", {"A01.1": (3, 4)}), small.report("丙委", {"A04.1": (7, 7)}))
    found = asked(*reports, words=("--unit", "甲局"))
    assert list(found["rows"]) == ["A01.1", "A02.1", "B01.1"]
    assert [one["unit"] for one in found["units"]] == ["甲局"]
    assert found["totals"]["full_marks"] == 7
    found = asked(words=("--section", "B"))
    assert list(found["rows"]) == ["B01.1", "B02.1"]
    assert [one["id"] for one in found["parts"]] == ["B"]
    assert all(row[0] == "B" for one in found["missing"] for row in one["rows"])


def test_the_round_before_and_this_one(asked: Asked) -> None:
    found = asked(
        small.report("甲局", {"A01.1": (1, 4)}, month=6),
        small.report("甲局", {"A01.1": (3, 3.5)}, month=10),
    )
    assert found["round"] == "2021-10"
    assert found["rows"]["A01.1"]["before"]["forecast"] == 4
    assert found["before"]["label"] == "2021年1—6月"
    assert asked(words=("--round", "6"))["before"] is None
