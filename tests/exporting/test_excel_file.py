"""The tables as Excel, read by openpyxl: an independent witness."""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.utils import get_column_letter

from kaohe_cli.exceptions import MissingExtraError
from kaohe_cli.exporting.annexes import Extract
from kaohe_cli.exporting.excel_file import CannotFitError, is_untouched, workbook
from kaohe_cli.query.rows import all_rows, plain_number
from kaohe_cli.query.selection import find_body
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Tables, Workspace
from tests.conftest import REPOSITORY
from tests.exporting import strategies
from tests.exporting.test_annexes import with_first_row


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return Workspace(DataFolder(REPOSITORY / "data", Path())).tables()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def rows(data: bytes, sheet: str) -> list[tuple[Any, ...]]:
    return list(opened(data)[sheet].iter_rows(values_only=True))


def test_every_row_and_fact_is_there(shipped: Tables) -> None:
    book = opened(workbook(Extract(shipped)))
    assert book.sheetnames == ["考核指标", "督查激励", "单位分工", "组织实施"]
    criteria = list(book["考核指标"].iter_rows(values_only=True))
    assert len(criteria) == 1 + 58
    assert criteria[2] == (
        "A02.1",
        f"A {shipped.indicators.sections[0].title}",
        "民营经济发展成效",
        3,
        "民营经济增加值增量及增速、增加值占GDP比重",
        "区发展改革委",
        "区工商联",
        None,
    )
    incentives = list(book["督查激励"].iter_rows(values_only=True))
    assert len(incentives) == 1 + 27
    sixth = incentives[6]
    assert sixth[:6] == (
        "J06",
        "推动制造业高质量发展",
        "市经济信息委\n市发展改革委",
        "市财政局\n市大数据发展局等",
        "区经济信息委",
        "区发展改革委",
    )
    assert sixth[7:10] == ("区县\n国家级开发开放平台", "资金支持\n试点示范", "否")
    assert sixth[10] == shipped.incentives.incentives[5].measure
    assert [row[1] for row in book["组织实施"].iter_rows(min_row=2, values_only=True)] == [
        "2021-09-30",
        "2022-02-01",
        None,
        "2022-03-31",
    ]


def test_weights_are_numbers_and_unscored_rows_have_none(shipped: Tables) -> None:
    sheet = opened(workbook(Extract(shipped)))["考核指标"]
    weights = [cell for cell in sheet["D"][1:] if cell.value is not None]
    assert {cell.data_type for cell in weights} == {"n"}
    assert sum(cell.value for cell in weights) == 90
    assert len(weights) == 33


def test_the_shares_name_each_body_of_each_row_once_by_its_own_name(shipped: Tables) -> None:
    found = rows(workbook(Extract(shipped)), "单位分工")[1:]
    assert ("区政府外办", "牵头", "J04", "持续抓好招商引资工作") in [row[:4] for row in found]
    assert ("区教委", "配合", "B01.1", "基本公共服务满意度调查") in [row[:4] for row in found]
    assert len({row[:3] for row in found}) == len(found)
    assert [row[0] for row in found[:2]] == ["区发展改革委"] * 2
    led = sum(row[4] or 0 for row in found if row[1] == "牵头")
    assert led == 90


def test_a_resolved_collective_is_shown_by_its_bodies(shipped: Tables) -> None:
    tables = with_first_row(
        shipped, units=("区级有关部门",), resolved={"区级有关部门": ("区商务委", "区教委")}
    )
    file = workbook(Extract(tables))
    assert rows(file, "考核指标")[1][5:8] == ("区级有关部门", None, "区商务委\n区教委")
    shares = [row[:2] for row in rows(file, "单位分工") if row[2] == "A01.1"]
    assert shares == [("区商务委", "牵头"), ("区教委", "配合")]


def test_an_extract_has_only_the_bodys_rows(shipped: Tables) -> None:
    unit = find_body("区教委", shipped.registry)
    assert isinstance(unit, Unit)
    file = workbook(Extract(shipped, unit))
    assert [row[0] for row in rows(file, "考核指标")[1:]] == ["A21.2", "B01.1", "D04.6"]
    assert [row[0] for row in rows(file, "督查激励")[1:]] == ["J24"]
    assert {row[0] for row in rows(file, "单位分工")[1:]} == {"区教委"}
    assert "区教委" in opened(file).properties.title


def test_a_sheet_can_be_filtered_and_read(shipped: Tables) -> None:
    for sheet in opened(workbook(Extract(shipped))):
        last = get_column_letter(sheet.max_column)
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:{last}{sheet.max_row}"
        assert sheet.print_title_rows == "$1:$1"
        assert not sheet.merged_cells.ranges
        for column in range(1, sheet.max_column + 1):
            assert sheet.column_dimensions[get_column_letter(column)].width >= 6
        assert sheet[f"{last}2"].alignment.wrap_text


def test_long_texts_get_the_height_they_need(shipped: Tables) -> None:
    sheet = opened(workbook(Extract(shipped)))["考核指标"]
    heights = {row[0].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows()}
    assert heights["C03.1"] > 100 > heights["A07.1"] > heights["A01.1"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-1", "@SUM(A1)", "http://example.invalid", "_x0041_", "{=1}"]
)
def test_a_text_stays_a_text(shipped: Tables, text: str) -> None:
    cell = opened(workbook(Extract(with_first_row(shipped, content=text))))["考核指标"]["E2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_text_too_long_for_a_cell_is_refused(shipped: Tables) -> None:
    with pytest.raises(CannotFitError, match=r"^A01\.1 .*32768 字.*docx"):
        workbook(Extract(with_first_row(shipped, content="长" * 32768)))


def test_the_same_tables_give_the_same_bytes(shipped: Tables) -> None:
    assert workbook(Extract(shipped)) == workbook(Extract(shipped))


def test_a_changed_file_is_known(shipped: Tables) -> None:
    file = workbook(Extract(shipped))
    assert is_untouched(file)
    book = opened(file)
    book["考核指标"]["D2"] = 5
    changed = BytesIO()
    book.save(changed)
    assert not is_untouched(changed.getvalue())
    assert not is_untouched(b"PK\x03\x04")
    assert not is_untouched(b"")


def test_without_the_library_it_is_said_how_to_get_it(
    shipped: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r'pip install -c constraints.txt "\.\[excel\]"'):
        workbook(Extract(shipped))


@settings(max_examples=15)
@given(strategies.tables())
def test_any_table_is_exported_whole(tables: Tables) -> None:
    book = opened(workbook(Extract(tables)))
    found = [
        row for name in ("考核指标", "督查激励") for row in book[name].iter_rows(min_row=2, values_only=True)
    ]
    assert [(row[0], row[4] if "." in row[0] else row[10]) for row in found] == [
        (row.id, row.record()["content" if "." in row.id else "measure"]) for row in all_rows(tables)
    ]
    assert [row[3] for row in found if "." in row[0]] == [
        plain_number(place.criterion.weight) for place in tables.indicators.criteria()
    ]
