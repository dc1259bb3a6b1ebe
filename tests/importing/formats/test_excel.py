"""Excel files: values as they show, merges, sheets, what is hidden, and what must not be opened."""

import io
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.importing import Imported, import_files
from kaohe_cli.importing.formats.any_file import read_stream
from tests.conftest import Outcome
from tests.importing.corpus import EXPECTED
from tests.importing.formats.reading import indicators
from tests.measuring import NOT_ENDLESS, cpu_seconds

Kaohe = Callable[..., Outcome]
HEADER = ("序号", "指标", "权重", "考核内容", "责任单位")
TITLE = "2022年市对区考核指标任务分解表"


def book(*rows: tuple[Any, ...], merged: tuple[str, ...] = ()) -> Workbook:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for place in merged:
        sheet.merge_cells(place)
    return made


def data_of(made: Workbook) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def imported(folder: Path, data: bytes | Workbook, name: str = "来文.xlsx", **options: Any) -> Imported:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data_of(data))
    return import_files([path], **options)


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return buffer.getvalue()


def in_sheet(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(old.encode(), new.encode())


@pytest.fixture
def plain() -> Workbook:
    return book((TITLE,), HEADER, (1, "就业", 3, "新增就业", "区教委"), merged=("A1:E1",))


def test_merged_cells_and_parts_are_as_in_word(tmp_path: Path) -> None:
    made = book(
        (TITLE,),
        ("一、经济发展（9.5分）",),
        HEADER,
        (1, "GDP增量及增速", 4, "按统计数据考核", "区发展改革委"),
        (2, "民营经济发展成效", 3, "民营经济增加值增量及增速", "区发展改革委\n区工商联"),
        (None, None, 2, "民营企业增量及增速、“四上”企业增量", "区市场监管局"),
        (3, "环境质量", 0.5, "按统计数据考核", "区规划自然资源局（区林业局）"),
        merged=("A1:E1", "A2:E2", "A5:A6", "B5:B6"),
    )
    done = imported(tmp_path, made)
    text = done.files()["indicators.yaml"]
    assert (
        text[text.index("    indicators:") :]
        == EXPECTED[EXPECTED.index("    indicators:") : EXPECTED.index("  - id: B")]
    )
    assert (indicators(done).sections[0].title, done.doubts) == ("经济发展", ())


def test_values_are_read_as_they_show(tmp_path: Path) -> None:
    made = book(
        (TITLE,),
        (*HEADER, "目标值", "完成时限", "增幅"),
        (1, "就业", 0.1 + 0.2, "新增就业", "区教委", 0.055, date(2022, 6, 30), 1234567),
    )
    sheet = made.active
    assert sheet is not None
    sheet["F3"].number_format = "0.0%"
    row = next(row for *_, row in indicators(imported(tmp_path, made)).criteria())
    assert (str(row.weight), row.target, row.due, row.more) == (
        "0.3",
        "5.5%",
        "2022-06-30",
        {"增幅": "1234567"},
    )


def test_every_sheet_is_read_and_what_is_hidden_is_told(tmp_path: Path, plain: Workbook) -> None:
    second = plain.create_sheet("附件1续")
    for row in (HEADER, (1, "环境", 2, "水质", "区生态环境局"), (2, "绿化", 2, "造林", "区林业局")):
        second.append(row)
    second.row_dimensions[3].hidden = True
    second.column_dimensions["D"].hidden = True
    plain.create_sheet("旧数据").append(("序号", "姓名"))
    plain["旧数据"].sheet_state = "hidden"
    done = imported(tmp_path, plain)
    assert done.account.read == 3
    said = [remark for _, remark in done.account.remarks]
    assert "工作表“附件1续”里是表2" in said
    assert "工作表“附件1续”有隐藏的 1 行和 1 列，照样读入；不要的请删去" in said
    assert "隐藏的工作表“旧数据”没有读；要导入的，请取消隐藏" in said


def test_two_tables_in_one_sheet(tmp_path: Path, plain: Workbook) -> None:
    sheet = plain.active
    assert sheet is not None
    for row in (
        (),
        ("附件2",),
        ("2022年督查激励任务分解表",),
        ("序号", "督查激励措施", "市级牵头部门", "责任单位"),
        (1, "稳外贸", "市商务委", "区商务委"),
    ):
        sheet.append(row)
    done = imported(tmp_path, plain)
    assert [(table.kind, table.fates["读入"]) for table in done.account.tables] == [
        ("考核指标", 1),
        ("督查激励", 1),
    ]


def test_a_blank_row_inside_a_table_does_not_end_it(tmp_path: Path, plain: Workbook) -> None:
    sheet = plain.active
    assert sheet is not None
    sheet.append(())
    sheet.append((2, "环境", 2, "水质", "区生态环境局"))
    (table,) = imported(tmp_path, plain).account.tables
    assert table.fates == {"表头": 1, "读入": 2, "空行": 1}


def test_a_formula_without_a_result_is_told(tmp_path: Path, plain: Workbook) -> None:
    sheet = plain.active
    assert sheet is not None
    sheet["C3"] = "=1+2"
    said = [remark for _, remark in imported(tmp_path, plain).account.remarks]
    assert any("有 1 格公式没有存下结果（C3），没有读" in remark for remark in said)


def test_cells_that_do_not_say_their_places(tmp_path: Path, plain: Workbook) -> None:
    """Some systems write no references; the next cell is then the next column."""
    data = changed(
        data_of(plain),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb'(<(?:c|row)) r="[A-Z]*[0-9]+"', rb"\1", xml),
    )
    row = next(row for *_, row in indicators(imported(tmp_path, data)).criteria())
    assert (row.content, row.units) == ("新增就业", ("区教委",))


def test_the_result_of_a_formula_is_read(tmp_path: Path, plain: Workbook) -> None:
    sheet = plain.active
    assert sheet is not None
    sheet["C3"] = "=1+2"
    data = changed(data_of(plain), "xl/worksheets/sheet1.xml", in_sheet("<v></v>", "<v>3</v>"))
    data = changed(data, "xl/worksheets/sheet1.xml", in_sheet("<v />", "<v>3</v>"))
    row = next(row for *_, row in indicators(imported(tmp_path, data)).criteria())
    assert row.weight == 3


def test_the_file_that_kaohe_exports_comes_home(kaohe: Kaohe, workspace: Path) -> None:
    assert kaohe("export", "--format", "xlsx", "-o", "导出.xlsx").code == 0
    done = kaohe("import", "导出.xlsx", "--merge", "--dry-run")
    assert "与现有内容一致，未作改动" in done.err
    assert "指标”：" not in done.out  # no doubt about any row


def test_what_else_a_workspace_holds_comes_home(kaohe: Kaohe, workspace: Path) -> None:
    """Two indicators of one name behind each other, and a row of bonus points."""
    path = workspace / "data" / "indicators.yaml"
    text = path.read_text("utf-8").replace("name: 上级交办任务", "name: 全面深化改革")
    text = text.replace("            weight: 7\n", "            extra: true\n", 1).replace(
        "total_weight: 90", "total_weight: 83"
    )
    path.write_text(text, "utf-8")
    kaohe("export", "--format", "xlsx", "-o", "导出.xlsx")
    assert kaohe("diff", "导出.xlsx").out.splitlines()[-1] == "没有变化"


HUGE = '<row r="9"><c r="XFD9" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
MANY = '</sheetData><mergeCells count="2"><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:XFD1048576"/></mergeCells>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            lambda data: changed(data, "xl/worksheets/sheet1.xml", in_sheet("</sheetData>", HUGE)),
            "超过 50000 行或 256 列",
        ),
        (
            lambda data: changed(
                data, "xl/worksheets/sheet1.xml", in_sheet("</sheetData>", HUGE.replace("XFD9", "A1048576"))
            ),
            "超过 50000 行",
        ),
        (
            lambda data: changed(
                data,
                "xl/workbook.xml",
                lambda xml: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + xml,
            ),
            "DTD",
        ),
        (lambda data: changed(data, "docProps/app.xml", lambda _: b"\0" * 2**27), "压缩炸弹"),
        (lambda data: changed(data, "xl/workbook.xml", lambda _: b"<a/>"), "没有看到工作表"),
        (lambda data: changed(data, "xl/worksheets/sheet1.xml", lambda xml: xml[:300]), "已损坏"),
        (lambda data: data[: len(data) // 2], "不完整或已损坏"),
        (
            lambda data: changed(data, "docProps/app.xml", lambda xml: xml).replace(
                b"docProps/app.xml", b"xl/vbaProject.bi"
            ),
            "带有宏",
        ),
    ],
    ids=["wide", "long", "entity", "bomb", "no sheets", "cut", "half", "macro"],
)
def test_hostile_workbooks_get_a_sentence(
    tmp_path: Path, plain: Workbook, data: Callable[[bytes], bytes], said: str
) -> None:
    hostile = data(data_of(plain))

    def refused() -> None:
        with pytest.raises(KaoheError, match=said):
            imported(tmp_path, hostile)

    assert cpu_seconds(refused, times=1) < NOT_ENDLESS


def test_a_billion_merged_cells_cost_nothing(tmp_path: Path, plain: Workbook) -> None:
    data = changed(data_of(plain), "xl/worksheets/sheet1.xml", in_sheet("A1:E1", "A4:XFD1048576"))
    assert imported(tmp_path, data).account.read == 1


def test_an_excel_file_under_any_name(tmp_path: Path, plain: Workbook) -> None:
    assert imported(tmp_path, plain, "来文.docx").account.read == 1


def test_without_openpyxl_it_says_what_to_install(
    tmp_path: Path, plain: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(KaoheError, match=r'pip install -c constraints.txt "\.\[excel\]"'):
        imported(tmp_path, plain)


@pytest.mark.slow
def test_many_rows_are_linear(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        rows = [(n, f"指标{n}", 1, f"按第{n}号办法考核", "区教委") for n in range(1, count + 1)]
        path = tmp_path / f"{count}.xlsx"
        path.write_bytes(data_of(book((TITLE,), HEADER, *rows)))
        return cpu_seconds(lambda: read_stream(path))

    seconds(100)
    assert seconds(2500) < 10 * seconds(500)  # five times the rows
