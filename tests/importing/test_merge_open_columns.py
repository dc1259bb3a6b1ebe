"""Open columns through a merge: what the document says wins, what it does not say stays with its row."""

from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.tables.indicators import Criterion
from tests.comparing.tables import criterion, shipped
from tests.importing.test_merge import Done, merged

COLUMNS: dict[str, Any] = {
    "leads": ["区发展改革委", "区工商联"],
    "target": "增长8%以上",
    "due": "12月底前",
    "evidence": "required",
    "more": {"分管领导": "副区长", "口径": "常住"},
}


@pytest.fixture
def folder(workspace: Path) -> Path:
    """The shipped tables, A02.1 with open columns and A02.2 a bonus row."""
    path = workspace / "data" / "indicators.yaml"
    text = path.read_text("utf-8")
    row = "            units: [区发展改革委, 区工商联]\n"
    columns = (
        "            leads: [区发展改革委, 区工商联]\n            target: 增长8%以上 # 市里定的\n"
        "            due: 12月底前\n            evidence: required\n"
        "            more:\n              分管领导: 副区长\n              口径: 常住\n"
    )
    assert row in text
    path.write_text(text.replace(row, row + columns, 1), "utf-8")
    return workspace / "data"


def row(done: Done, row_id: str) -> Criterion:
    assert done.tables.indicators is not None
    return next(p.criterion for p in done.tables.indicators.criteria() if p.criterion.id == row_id)


def test_a_document_without_the_columns_changes_no_byte(folder: Path) -> None:
    done = merged(folder, shipped())
    assert done.before == done.after


def test_what_the_document_says_wins_and_the_rest_stays_with_its_comments(folder: Path) -> None:
    data = shipped()
    criterion(data, "A02.1").update(target="增长9%以上", note="新", more={"口径": "户籍"})
    done = merged(folder, data)
    found = row(done, "A02.1")
    assert (found.target, found.due, found.note) == ("增长9%以上", "12月底前", "新")
    assert found.more == {"分管领导": "副区长", "口径": "户籍"}
    assert "target: 增长9%以上 # 市里定的" in done.after["indicators.yaml"]
    assert done.merge.remarks == ()


def test_a_new_year_names_the_columns_that_are_still_those_of_the_old(folder: Path) -> None:
    data = shipped()
    data["indicators"]["year"] = data["incentives"]["year"] = 2022
    remarks = merged(folder, data).merge.remarks
    assert "导入的文件里没有 A02.1 的目标值，照旧，请核对" in remarks
    assert "导入的文件里没有 A02.1 的完成时限，照旧，请核对" in remarks
    assert "导入的文件里没有 A02.1 的分管领导，照旧，请核对" in remarks


@pytest.mark.parametrize(
    ("units", "leads", "said"),
    [
        (["区发展改革委", "区工商联", "区教委"], ("区发展改革委", "区工商联"), "照旧"),
        (["区工商联", "区发展改革委"], (), "没有保留"),
    ],
)
def test_several_leads_stay_while_they_begin_the_units(
    folder: Path, units: list[str], leads: tuple[str, ...], said: str
) -> None:
    data = shipped()
    criterion(data, "A02.1")["units"] = units
    done = merged(folder, data)
    assert row(done, "A02.1").leads == leads
    assert f"A02.1 的责任单位变了，并列牵头的单位（leads）{said}，请核对" in done.merge.remarks


def test_a_bonus_row_stays_one_until_it_gets_a_weight(folder: Path) -> None:
    data = shipped()
    indicator = data["indicators"]["sections"][0]["indicators"][1]
    bonus = {"id": "A02.3", "units": ["区教委"], "content": "获国家级表彰的，每项加0.5分"}
    indicator["criteria"].append(bonus | {"extra": True})
    assert row(merged(folder, data), "A02.3").extra
    indicator["criteria"][-1] = bonus
    assert row(merged(folder, data), "A02.3").extra
    indicator["criteria"][-1] = bonus | {"weight": 1}
    assert not row(merged(folder, data), "A02.3").extra
