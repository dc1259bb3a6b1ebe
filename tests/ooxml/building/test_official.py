"""Documents in the form of GB/T 9704, written from the top down."""

import itertools
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document

from kaohe_cli.ooxml.building.grid import Cell, Column, Grid
from kaohe_cli.ooxml.building.official import (
    ADDRESSEE,
    COMPACT,
    COMPACT_HEADING,
    KAI,
    NOTE,
    PALE,
    Bar,
    Blank,
    Official,
    Words,
)
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.reading.content import Paragraph
from kaohe_cli.ooxml.reading.reading import read_content
from kaohe_cli.workspace.locate import shipped_template
from tests.drafting.test_ooxml_schema import NO_THEME, findings

COLUMNS = (Column("序号", 640), Column("情况", 4000, is_text=True), Column("单位", 4205))


def grid(*texts: str) -> Grid:
    return Grid(COLUMNS, [(Cell(("1",)), Cell((text,), shade=PALE), Cell(("区商务委",))) for text in texts])


def whole() -> bytes:
    """A document with something of everything."""
    made = Official(shipped_template())
    made.title("关于考核指标完成情况的报告", below="（1—10月）")
    made.paragraph("区委、区政府：", style=ADDRESSEE)
    made.heading("一、总体情况")
    made.heading("（一）得分\n情况", 2)
    made.heading("1．各项指标", 3)
    made.paragraphs(Words("区商务委：", KAI), text="一是“商圈”。\n\n二是\t<&>\x07节。")
    made.paragraph("预计", Blank("请填写预计得分"), "分。")
    made.table(grid("甲", "乙" * 600))
    made.table(grid("丙"))
    made.paragraph("注：自评。", style=NOTE)
    made.bars([Bar("甲", 2.5, "2.5分"), Bar("乙", 0.001, "0.001分"), Bar("丙", 0, "0分")])
    made.bars([])
    made.paragraph("紧凑", style=COMPACT)
    made.annexes(["得分表", "未报单位"])
    made.signature("区政府督查室", "2021年11月16日")
    made.title("得分表", label="附件", new_page=True)
    made.title("未报单位", new_page=True)
    made.heading("紧凑标题", style=COMPACT_HEADING, new_page=True)
    made.table(grid("丁"))
    return made.packed(title="报告")


@pytest.fixture(scope="module")
def document() -> Document:
    return docx.Document(BytesIO(whole()))


def test_it_fits_the_schema(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(whole())
    assert [text for text in findings(tmp_path / "a.docx") if NO_THEME not in text] == []


def test_the_same_input_gives_the_same_bytes() -> None:
    assert whole() == whole()


def test_headings_are_styles_with_outline_levels(document: Document) -> None:
    wanted = {"一、总体情况": 0, "（一）得分 情况": 1, "1．各项指标": 2, "紧凑标题": 0}
    for paragraph in document.paragraphs:
        if paragraph.text in wanted:
            style, level = paragraph.style, None
            while level is None and style is not None:
                found = style.element.xpath("./w:pPr/w:outlineLvl/@w:val")
                level, style = (int(found[0]) if found else None), style.base_style
            assert level == wanted.pop(paragraph.text)
    assert not wanted


def test_texts_of_people_keep_their_lines_and_cannot_break_the_file(document: Document) -> None:
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[6:8] == ["区商务委：一是“商圈”。", "二是\t<&>节。"]


def test_what_is_to_be_filled_in_is_a_control_of_its_own() -> None:
    blocks = read_content(open_package(whole())).blocks
    (found,) = [one for one in blocks if isinstance(one, Paragraph) and one.controls]
    assert found.text == "预计【请填写预计得分】分。"
    assert [control.tag for control in found.controls] == ["blank_1"]


def test_tables_repeat_their_header_and_rows_stay_whole_unless_they_fill_half_a_page(
    document: Document,
) -> None:
    first = document.tables[0]
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in first.rows] == [True, False, False]
    assert [bool(row._tr.xpath("./w:trPr/w:cantSplit")) for row in first.rows] == [True, True, False]


def test_a_paragraph_stands_between_two_tables_and_behind_the_last(document: Document) -> None:
    names = [node.tag.rpartition("}")[2] for node in document.element.body]
    assert ("tbl", "tbl") not in set(itertools.pairwise(names))
    assert names[-2:] == ["p", "sectPr"]


def test_bars_are_as_long_as_their_values(document: Document) -> None:
    chart = document.tables[2]
    spans = [[int(one) for one in row._tr.xpath("./w:tc/w:tcPr/w:gridSpan/@w:val")] for row in chart.rows]
    assert spans == [[100, 20], [119], [120]]
    assert [row._tr.xpath("count(./w:tc)") for row in chart.rows] == [3, 3, 2]


def test_the_date_begins_two_characters_behind_the_name(document: Document) -> None:
    name, date = (one for one in document.paragraphs if one.style and one.style.name == "署名和日期")
    sides = [one.paragraph_format.right_indent for one in (name, date)]
    assert [side.twips for side in sides if side is not None] == [5 * 320, 640]
    assert name.paragraph_format.keep_with_next
