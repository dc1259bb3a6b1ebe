"""Columns that not every table has, several leads and bonus rows: printed, and read back as they were."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe_cli.exporting.annexes import Extract
from kaohe_cli.exporting.excel_file import workbook
from kaohe_cli.exporting.word_file import annexes
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Tables, Workspace
from tests.conftest import REPOSITORY
from tests.exporting import strategies
from tests.exporting.reading import tables_of
from tests.exporting.test_excel_file import rows
from tests.exporting.test_round_trip import brought_back

PAGE = 8845  # twips between the margins
_TEXTS = ("target", "scoring", "due", "assessed_by", "data_source", "note")


@st.composite
def opened(draw: st.DrawFn) -> Tables:
    """Any tables, with open columns here and there."""
    tables = draw(strategies.tables())
    data = tables.indicators.model_dump(mode="python", exclude_unset=True)
    named = draw(st.lists(st.sampled_from(["分管领导", "GDP口径", "主要支撑（参考）"]), unique=True))
    for section in data["sections"]:
        found = [row for indicator in section["indicators"] for row in indicator["criteria"]]
        for row in found:
            draw(_row(row, named))
        if section["form"] == "scored" and len(found) > 1 and draw(st.booleans()):
            section["total_weight"] -= found[-1].pop("weight")
            found[-1]["extra"] = True
    return tables._replace(indicators=IndicatorTable.model_validate(data))


@st.composite
def _row(draw: st.DrawFn, row: dict[str, Any], named: list[str]) -> None:
    for name in draw(st.sets(st.sampled_from(_TEXTS))):
        row[name] = draw(strategies.sentences())
    if draw(st.booleans()):
        row["evidence"] = "required"
    more = {name: draw(strategies.phrases()) for name in named if draw(st.booleans())}
    if more:
        row["more"] = more
    if len(row["units"]) > 1 and draw(st.booleans()):
        row["leads"] = row["units"][: draw(st.integers(2, len(row["units"])))]


@settings(max_examples=60)
@given(opened())
def test_any_tables_with_open_columns_come_back_whole(tables: Tables) -> None:
    done = brought_back(tables)
    assert done.tables.indicators == tables.indicators
    assert done.is_complete, done.doubts
    assert sum(done.account.fates.values()) == done.account.rows


@pytest.fixture
def wide() -> Tables:
    """The shipped tables; the first row with every open column, the second led by two bodies."""
    tables = Workspace(DataFolder(REPOSITORY / "data", Path())).tables()
    data = tables.indicators.model_dump(mode="python", exclude_unset=True)
    first, second, *_ = (row for one in data["sections"][0]["indicators"] for row in one["criteria"])
    first |= {name: f"{name} 的内容" for name in _TEXTS} | {
        "evidence": "required",
        "more": {"分管领导": "副区长"},
    }
    second["leads"] = second["units"][:2]
    indicator = data["sections"][0]["indicators"][0]
    bonus = {"id": "A01.2", "extra": True, "units": ("区教委",), "content": "获表彰的加0.5分"}
    indicator["criteria"] = (*indicator["criteria"], bonus)
    return tables._replace(indicators=IndicatorTable.model_validate(data))


def test_a_part_has_the_columns_that_its_rows_fill_and_fits_the_page(wide: Tables) -> None:
    first, second, *_ = tables_of(annexes(Extract(wide)))
    assert first[0] == (
        *("序号", "指标", "权重", "考核内容及说明", "牵头单位", "配合单位"),
        *("目标值", "评分标准", "完成时限", "考核单位", "数据来源", "佐证材料", "备注", "分管领导"),
    )
    assert first[1][4:7] == ("区发展改革委", "", "target 的内容")
    assert first[1][-3:] == ("须提供", "note 的内容", "副区长")
    assert first[2][2] == "加减分"
    assert first[3][4:6] == ("区发展改革委|区工商联", "")
    assert second[0] == ("序号", "指标", "考核内容及说明", "责任单位")
    for part in Extract(wide).parts():
        assert sum(column.width for column in part.grid.columns) == PAGE


def test_an_extract_names_the_bodies_of_a_collective_among_those_that_support(wide: Tables) -> None:
    data = wide.indicators.model_dump(mode="python", exclude_unset=True)
    row = data["sections"][0]["indicators"][1]["criteria"][0]
    row["units"] = (*row["units"], "区级有关部门")
    row["resolved"] = {"区级有关部门": ("区教委",)}
    tables = wide._replace(indicators=IndicatorTable.model_validate(data))
    (body,) = (unit for unit in tables.registry.units if unit.name == "区工商联")
    table = tables_of(annexes(Extract(tables, body)))[0]
    assert table[1][4:6] == ("区发展改革委|区工商联", "区级有关部门（区教委）")


def test_excel_has_the_columns_and_says_who_leads(wide: Tables) -> None:
    data = workbook(Extract(wide))
    header, first, extra, led, *_ = rows(data, "考核指标")
    assert header[8:] == (
        *(
            "加减分项",
            "目标值",
            "评分标准",
            "完成时限",
            "考核单位",
            "数据来源",
            "佐证材料",
            "备注",
            "分管领导",
        ),
    )
    assert first[8:11] == (None, "target 的内容", "scoring 的内容")
    assert (extra[3], extra[8]) == (None, "是")
    assert led[5:7] == ("区发展改革委\n区工商联", None)
    shares = {(row[0], row[2]): row[1] for row in rows(data, "单位分工")}
    assert shares["区工商联", "A02.1"] == "牵头"
