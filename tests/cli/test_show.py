"""``kaohe show``: all that is known of a row."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]

REPORT = """\
schema_version: 1
year: 2021
unit: 区商务委
through_month: 10
contact: {name: 李样例, mobile: "13800000000"}
entries:
  A18.1:
    progress: {situation: 增长8%, self_score: 2.8, self_rank: 第3名}
    forecast: {self_score: 3}
"""


@pytest.mark.usefixtures("workspace")
def test_a_criterion_in_full(kaohe: Kaohe) -> None:
    out = kaohe("show", "A02.1").out
    assert "3 分（A02 共 2 项，合计 5 分）" in out
    assert "区发展改革委〔牵头〕、区工商联" in out
    assert "民营经济增加值增量及增速、增加值占GDP比重" in out


@pytest.mark.usefixtures("workspace")
def test_an_incentive_in_full(kaohe: Kaohe) -> None:
    out = kaohe("show", "J12").out.replace("\n", "").replace(" ", "")
    for text in (
        "重庆市税务局等",
        "予以加分是",
        "《重庆市社会信用条例》",
        "2022年2月1日前",
        "渝府办发〔2021〕83号",
    ):
        assert text in out


@pytest.mark.usefixtures("workspace")
def test_any_level_and_any_piece_of_a_name(kaohe: Kaohe) -> None:
    assert kaohe("show", "A21").out.count("编号") == 5
    assert "A13.1" in kaohe("show", "营商环境").out
    assert "即区政府外办" in kaohe("show", "J04").out


def test_what_was_reported_is_shown_without_phone_numbers(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "data" / "reports").mkdir()
    (workspace / "data" / "reports" / "区商务委.yaml").write_text(REPORT, "utf-8")
    assert "截至 10 月；自评 2.8 分、第3名；全年预计自评 3 分" in kaohe("show", "A18").out
    done = kaohe("show", "A18", "--format", "json")
    (row,) = json.loads(done.out)
    assert row["reports"][0]["progress"] == {"situation": "增长8%", "self_score": 2.8, "self_rank": "第3名"}
    assert "13800000000" not in done.out


@pytest.mark.usefixtures("workspace")
def test_an_unknown_id_is_wrong_use(kaohe: Kaohe) -> None:
    done = kaohe("show", "A88")
    assert done.code == 2
    assert "可能是" in done.err
