"""A Word file read as its reader sees it."""

import pytest

from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.reading.content import Aside, Paragraph, Table
from kaohe_cli.ooxml.reading.reading import read_content
from tests.ooxml.builder import (
    NAMESPACES,
    bookmark,
    document,
    docx,
    p,
    package,
    r,
    sdt,
    t,
    tbl,
    tc,
    text_box,
    tr,
)

_NUMBERED = '<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def paragraphs(data: bytes) -> list[Paragraph]:
    return [block for block in read_content(data).blocks if isinstance(block, Paragraph)]


def shown(*content: str) -> list[str]:
    return [paragraph.shown for paragraph in paragraphs(docx(*content))]


def tag(name: str) -> str:
    return f"<w:tag w:val='{name}'/><w:id w:val='7'/>"


def numbering(*levels: tuple[str, str], start: int = 1, extra: str = "") -> str:
    """A numbering part with one list, 1, whose levels have these formats and texts."""
    written = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{written}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}</w:numbering>'
    )


def numbered(part: str, *places: tuple[int, int]) -> list[str]:
    """The numbers of paragraphs at these (list, level) places."""
    content = [p("字", properties=_NUMBERED.format(num=num, level=level)) for num, level in places]
    data = package(document(*content), {"word/numbering.xml": part}, kinds={"numbering.xml": "numbering"})
    return [paragraph.number for paragraph in paragraphs(data)]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("decimal", "1,2,10,11,20,21"),
        ("chineseCounting", "一,二,十,十一,二十,二十一"),
        ("chineseCountingThousand", "一,二,十,十一,二十,二十一"),
        ("japaneseCounting", "一,二,十,十一,二十,二十一"),
        ("chineseLegalSimplified", "壹,贰,壹拾,壹拾壹,贰拾,贰拾壹"),
        ("ideographTraditional", "甲,乙,癸,甲,癸,甲"),
        ("decimalFullWidth", "１,２,１０,１１,２０,２１"),
        ("decimalEnclosedCircle", "①,②,⑩,⑪,⑳,21"),
        ("lowerLetter", "a,b,j,k,t,u"),
        ("upperRoman", "I,II,X,XI,XX,XXI"),
        ("decimalZero", "01,02,10,11,20,21"),
    ],
)
def test_automatic_numbers_in_every_format(kind: str, expected: str) -> None:
    numbers = numbered(numbering((kind, "%1")), *[(1, 0)] * 21)
    assert ",".join(numbers[n - 1] for n in (1, 2, 10, 11, 20, 21)) == expected


def test_numbers_of_several_levels_count_as_word_counts_them() -> None:
    part = numbering(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%2.%3"))
    places = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (1, 2), (1, 2)]
    assert numbered(part, *places) == ["一、", "（一）", "（二）", "二、", "（一）", "一.1", "一.2"]


def test_a_list_may_start_anew_and_bullets_are_no_numbers() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    part = numbering(("decimal", "%1."), ("bullet", "•"), extra=again)
    assert numbered(part, (1, 0), (1, 0), (2, 0), (2, 0), (1, 1)) == ["1.", "2.", "5.", "6.", ""]


def test_a_paragraph_may_be_numbered_by_its_style_or_by_none() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:styleId="A"><w:name w:val="甲"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="乙"/><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="丙"/><w:basedOn w:val="C"/></w:style></w:styles>'
    )
    off = '<w:pStyle w:val="B"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    content = [p("字", properties=f'<w:pStyle w:val="{style}"/>') for style in "ABC"]
    data = package(
        document(*content, p("字", properties=off), "字"),
        {"word/numbering.xml": numbering(("decimal", "%1."))},
        kinds={"numbering.xml": "numbering"},
        styles=styles,
    )
    assert [(one.number, one.style) for one in paragraphs(data)] == [
        ("1.", "甲"), ("2.", "乙"), ("", "丙"), ("", "乙"), ("", ""),
    ]  # fmt: skip


def test_controls_and_bookmarks_stand_at_their_offsets() -> None:
    inner = sdt(r("二三"), properties=tag("内"))
    content = p(bookmark("kh_x", r("一")), sdt(inner, r("四"), properties=tag("外")), r("五"))
    (paragraph,) = paragraphs(docx(content))
    assert paragraph.text == "一二三四五"
    assert [(control.tag, control.start, control.end) for control in paragraph.controls] == [
        ("外", 1, 4),
        ("内", 1, 3),
    ]
    assert paragraph.bookmarks == ((0, "kh_x"),)


def test_a_control_around_paragraphs_and_a_bookmark_between_them() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="kh_y"/><w:bookmarkEnd w:id="1"/>'
    found = paragraphs(docx(sdt(p("一"), p("二"), properties=tag("块")), mark, "三"))
    assert [[control.tag for control in one.controls] for one in found] == [["块"], ["块"], []]
    assert [one.bookmarks for one in found] == [(), (), ((0, "kh_y"),)]


def test_what_runs_show() -> None:
    breaks = '<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t><w:br w:type="page"/><w:noBreakHyphen/></w:r>'
    ticked = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
        '</w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>一</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    link = '<w:hyperlink r:id="x"><w:r><w:t>网页</w:t></w:r></w:hyperlink>'
    assert shown(p(breaks), p(ticked), p(box), p(ruby), p(link), p(f"<w:r>{t('看​不﻿见')}</w:r>")) == [
        "一\n二\t三-", "√□", "√", "一", "网页", "看不见",
    ]  # fmt: skip


def test_tracked_changes_are_accepted_and_told() -> None:
    added = '<w:ins w:id="1" w:author="x"><w:r><w:t>新</w:t></w:r></w:ins>'
    gone = '<w:del w:id="2" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    content = read_content(docx(p(r("甲"), added, gone), "乙"))
    first, second = content.blocks
    assert content.revised
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.text, first.revised, second.revised) == ("甲新", True, False)


def test_text_boxes_follow_their_paragraph_once_and_pictures_are_counted() -> None:
    picture = "<w:r><w:drawing><wp:inline><a:graphic/></wp:inline></w:drawing></w:r>"
    found = paragraphs(docx(p(r("前"), text_box("框里"), r("后")), p(r("图"), picture)))
    assert [(one.text, one.place, one.asides) for one in found] == [
        ("前后", "正文", ()), ("框里", "文本框", ()), ("图", "正文", (Aside("图片", "", 1),)),
    ]  # fmt: skip


def test_tables_keep_merged_cells_and_the_columns_where_cells_start() -> None:
    def cell(text: str, inside: str) -> str:
        return f"<w:tc><w:tcPr>{inside}</w:tcPr>{p(text)}</w:tc>"

    start, further = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = cell("头", '<w:gridSpan w:val="2"/>')
    header = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{wide}{tc('尾')}</w:tr>"
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("迟")}</w:tr>'
    left = cell("横", '<w:hMerge w:val="restart"/>')
    legacy = f"<w:tr>{left}{cell('', '<w:hMerge/>')}{tc('末')}</w:tr>"
    upright = tr(cell("竖", start), tc("二"), tc("三"))
    below = tr(cell("", further), tc("四", tbl(tr("内"))))
    (table,) = read_content(docx(tbl(header, upright, below, late, legacy))).blocks
    assert isinstance(table, Table)
    assert [row.is_header for row in table.rows] == [True, False, False, False, False]
    assert [[(one.text, one.column, one.span, one.merged) for one in row.cells] for row in table.rows] == [
        [("头", 0, 2, ""), ("尾", 2, 1, "")],
        [("竖", 0, 1, "first"), ("二", 1, 1, ""), ("三", 2, 1, "")],
        [("", 0, 1, "further"), ("四\n内", 1, 1, "")],
        [("迟", 1, 1, "")],
        [("横", 0, 2, ""), ("末", 2, 1, "")],
    ]


def test_notes_stand_apart_and_hidden_text_beside_its_paragraph() -> None:
    hidden = r("藏", properties="<w:vanish/>")
    seen = r("露", properties='<w:vanish w:val="0"/>')
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{p("脚注文字")}</w:footnote></w:footnotes>'
    header = f"<w:hdr {NAMESPACES}>{p('页眉文字')}{p('')}</w:hdr>"
    data = package(
        document(p(hidden, seen)),
        {"word/footnotes.xml": notes, "word/header1.xml": header},
        kinds={"footnotes.xml": "footnotes", "header1.xml": "header"},
    )
    content = read_content(open_package(data))
    (block,) = content.blocks
    assert isinstance(block, Paragraph)
    assert (block.text, block.asides) == ("露", (Aside("隐藏文字", "藏", 0),))
    assert [(note.place, note.text) for note in content.notes] == [("页眉", "页眉文字"), ("脚注", "脚注文字")]
