"""The workbook, read back by openpyxl: its sheets, numbers as numbers, phones only when asked for, charts, paper."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import Outcome
from tests.summarizing import small

Made = Callable[..., Workbook]
_PHONE = "13800000000"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small.save(tmp_path)


@pytest.fixture
def made(kaohe: Callable[..., Outcome], data: Path, tmp_path: Path) -> Made:
    """Returns the workbook that is made of these reports."""

    def workbook(*reports: dict[str, Any], words: tuple[str, ...] = ()) -> Workbook:
        small.send(data, *reports)
        target = tmp_path / "汇总.xlsx"
        command = ("--data", data, "summary", "--today", "2021-11-16", "--format", "xlsx", "-o", target)
        outcome = kaohe(*command, *words)
        assert outcome.code == 0, outcome.err
        return load_workbook(target)

    return workbook


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    heads, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in others]


def everything(book: Workbook) -> str:
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )


def one_of_each() -> list[dict[str, Any]]:
    told = small.scores(2, 3) | {
        "problems": f"全年难以完成，请打{_PHONE}",
        "city_liaison": {"leader": "李样例", "office": "综合处", "phone": _PHONE},
    }
    told["progress"] |= {"situation": "一是增长。\n二是提速。"}
    claim = {"forecast": {"eligible": "是", "expected_result": "获得激励"}}
    return [
        small.report("甲局", {"A01.1": told, "A02.1": (2, 3), "J01": claim}, leader="王样例"),
        small.report("乙局", {"A02.1": (2, 2.5), "A03.1.1": (1, 1.5)}),
    ]


def test_the_sheets(made: Made) -> None:
    book = made(*one_of_each())
    assert book.sheetnames == ["各项", "合计", "单位", "失分", "风险", "督查激励", "未报"]


def test_every_row_has_all_fields_of_its_form(made: Made) -> None:
    found = {row["编号"]: row for row in rows(made(*one_of_each())["各项"])}
    assert len(found) == 8
    row = found["A01.1"]
    assert (row["满分"], row["自评得分"], row["全年预计"], row["失分"]) == (4, 2, 3, 1)
    assert row["完成情况 基本情况"] == "一是增长。\n二是提速。"
    assert row["全年预计 自评得分"] == 3
    assert row["对接市级部门 分管领导"] == "李样例"
    assert row["责任领导"] == "王样例"
    assert found["A04.1"]["自评得分"] == "未报"
    assert found["A03.1"]["完成情况 自评得分"] == 1  # of the one metric that is there
    assert found["B01.1"]["满分"] is None


def test_several_voices_are_told_apart(made: Made) -> None:
    row = next(one for one in rows(made(*one_of_each())["各项"]) if one["编号"] == "A02.1")
    assert row["全年预计"] == 3
    assert row["全年预计 自评得分"] == "甲局：3\n乙局：2.5"


def test_phones_only_when_they_are_asked_for(made: Made) -> None:
    reports = one_of_each()
    assert _PHONE not in everything(made(*reports))
    assert _PHONE in everything(made(words=("--show-phones",)))


def test_sums_and_losses(made: Made) -> None:
    book = made(*one_of_each())
    total = rows(book["合计"])[-1]
    assert (total["部分"], total["满分"], total["全年预计"], total["失分"]) == ("合计", 20, 6, 1)
    assert (total["计分项"], total["预计项"]) == (5, 2)
    assert [row["指标"] for row in rows(book["失分"])] == ["A01.1 生产总值"]
    assert rows(book["单位"])[0]["单位"] == "甲局"
    missing = rows(book["未报"])[0]
    assert (missing["单位"], missing["编号"]) == ("甲局", "B01.1")
    assert rows(book["风险"])[0]["单位"] == "甲局"
    assert rows(book["督查激励"])[0]["全年预计 预计争取结果"] == "获得激励"


def test_it_is_set_up_for_reading_and_for_paper(made: Made, tmp_path: Path) -> None:
    book = made(*one_of_each())
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert book["各项"].print_area == "'各项'!$A$1:$M$9"  # up to 需核对; the fields of the form are too many
    assert book["各项"]["M1"].value == "需核对"
    assert book["各项"].conditional_formatting
    with zipfile.ZipFile(tmp_path / "汇总.xlsx") as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 2
    assert any("失分!" in chart for chart in charts)
    assert any("单位!" in chart for chart in charts)


def test_what_looks_like_a_formula_is_a_text(made: Made) -> None:
    entry = small.scores(2, 3) | {"problems": "=HYPERLINK(1)"}
    book = made(small.report("甲局", {"A01.1": entry}))
    cells = [cell for row in book["各项"].iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)


def test_a_text_longer_than_a_cell_says_how_much_is_missing(made: Made) -> None:
    entry = small.scores(2, 3) | {"problems": "长" * 33_000}
    row = rows(made(small.report("甲局", {"A01.1": entry}))["各项"])[0]
    assert row["存在问题"].endswith("……（后面还有 3000 字，见报送数据）")


def test_nothing_reported(made: Made) -> None:
    book = made()
    assert "失分" not in book.sheetnames
    assert len(rows(book["未报"])) > 4


def test_the_same_summary_gives_the_same_bytes_and_changed_files_stay(
    made: Made, kaohe: Callable[..., Outcome], data: Path, tmp_path: Path
) -> None:
    book = made(*one_of_each())
    target = tmp_path / "汇总.xlsx"
    first = target.read_bytes()
    made()
    assert target.read_bytes() == first
    book["各项"]["A1"] = "改过"
    changed = BytesIO()
    book.save(changed)
    target.write_bytes(changed.getvalue())
    command = ("--data", data, "summary", "--today", "2021-11-16", "--format", "xlsx", "-o", target)
    outcome = kaohe(*command)
    assert outcome.code == 2
    assert "改动过" in outcome.err
    assert target.read_bytes() == changed.getvalue()
    assert kaohe(*command, "--force").code == 0
    assert (tmp_path / "汇总.xlsx.bak").read_bytes() == changed.getvalue()
