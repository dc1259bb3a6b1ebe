"""Word files made from nothing: sound by the schema, fixed in their bytes, and filled in as they should be."""

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document

from kaohe_cli.ooxml.building import grid, layout, page, styles, tables, text
from kaohe_cli.ooxml.building.saving import packed
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.properties import is_untouched, read_properties
from tests.drafting.test_ooxml_schema import NO_THEME, findings

NORMAL = styles.Style(
    name="Normal",
    style_id="Normal",
    builtin=True,
    default=True,
    paragraphs=styles.Paragraphs(
        align="both",
        line=579,
        indent=styles.Indent(first_line_characters=200, first_line=640),
        widow_control=False,
        overflow_punctuation=False,
        auto_space=False,
    ),
    characters=styles.Characters(spacing=-6, size=32),
)
TITLE = styles.Style(
    name="公文标题",
    style_id="FormTitle",
    based_on="Normal",
    next="Normal",
    paragraphs=styles.Paragraphs(
        keep_with_next=True,
        keep_together=True,
        snap_to_grid=False,
        indent=styles.NO_INDENT,
        align="center",
        outline_level=0,
    ),
    characters=styles.Characters(font="方正小标宋简体", latin="方正小标宋简体", size=44, color="808080"),
)
SONG = layout.FontEntry("宋体", "SimSun,STSong", "02010600030101010101", "auto", "variable")


def form() -> Document:
    """A document with something of everything."""
    document = layout.blank("仿宋_GB2312")
    styles.define(document, (TITLE, NORMAL, *layout.ANNEX_STYLES))
    layout.add_fonts(document, [SONG])
    page.number_pages(document, "Normal", "Normal")
    text.add_paragraph(document, "标题", "公文标题")
    paragraph = text.add_paragraph(document)
    label = text.add_run(paragraph, "是否完成：")
    text.add_bookmark(label, name="kh_b_done", number=1)
    text.add_control(
        paragraph,
        "【请填写】",
        tag="B01.1/progress/completed",
        number=1001,
        title="是否完成",
        choices=("是", "否"),
        placeholder=True,
    )
    cells = (grid.Cell(("1",), "restart"), grid.Cell(("甲", "乙")))
    more = (grid.Cell(("1",), "continue"), grid.Cell(()))
    tables.add_table(
        document,
        grid.Grid((grid.Column("序号", 640), grid.Column("名称", 3000, is_text=True)), [cells, more]),
    )
    text.add_paragraph(document)
    return document


def test_it_fits_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "新.docx"
    path.write_bytes(packed(form(), title="新", properties={"甲": "乙"}, digest_property="签"))
    assert [found for found in findings(path) if NO_THEME not in found] == []


def test_the_same_input_gives_the_same_bytes_with_properties_of_our_own() -> None:
    first, second = (
        packed(form(), title="一 \x07份\n材料", properties={"甲": "乙"}, digest_property="签")
        for _ in range(2)
    )
    assert first == second
    assert is_untouched(first, "签")
    assert read_properties(first)["甲"] == "乙"
    known = docx.Document(BytesIO(first)).core_properties
    assert (known.title, known.language) == ("一 份 材料", "zh-CN")
    assert (known.author, known.comments, known.last_modified_by, known.created) == ("", "", "", None)
    assert not any(b"python-docx" in part for part in open_package(first).parts.values())


def test_nothing_of_python_docx_own_blank_document_is_left() -> None:
    parts = set(open_package(packed(form(), title="新")).parts)
    assert parts == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "docProps/custom.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
    }


def test_text_keeps_its_lines_and_loses_control_characters() -> None:
    document = layout.blank("仿宋_GB2312")
    paragraph = text.add_paragraph(document, "甲\r\n乙\v丙\t丁\x07\x00")
    assert paragraph.text == "甲\n乙\n丙\t丁"


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_table_has_as_many_rows_as_were_given(rows: int) -> None:
    document = layout.blank("仿宋_GB2312")
    styles.define(document, (NORMAL, TITLE, *layout.ANNEX_STYLES))
    rows_of = grid.Grid((grid.Column("序号", 640),), [(grid.Cell((str(one),)),) for one in range(rows)])
    made = tables.add_table(document, rows_of)
    assert [row.cells[0].text for row in made.rows] == ["序号", *map(str, range(rows))]
