"""The handbook as one Word file: nothing of the chapters is missing, and its table of contents leads somewhere."""

import re
import shutil
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from tests.conftest import REPOSITORY
from tools.handbook_docx import CHAPTERS, handbook, headings

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("pandoc") is None, reason="没有安装 pandoc"),
]
PAGES = [path.read_text("utf-8") for path in sorted(CHAPTERS.glob("*.md"))]


@pytest.fixture(scope="module")
def book() -> Document:
    return docx.Document(BytesIO(handbook()))


def test_every_chapter_and_section_is_a_heading(book: Document) -> None:
    chapters = [heading.text for heading in headings(book, "Heading 1")]
    assert [re.sub(r"^第|章", "", text) for text in chapters] == [
        title.replace("# ", "") for page in PAGES for title in re.findall(r"^# .+", page, re.MULTILINE)
    ]
    sections = [heading.text for heading in headings(book, "Heading 2", "Heading 3")]
    assert sections == [title for page in PAGES for title in re.findall(r"^###? (.+)", page, re.MULTILINE)]


def test_nothing_of_the_text_is_missing(book: Document) -> None:
    cells = "".join(cell.text for table in book.tables for row in table.rows for cell in row.cells)
    told = _han("".join(paragraph.text for paragraph in book.paragraphs))
    for page in PAGES:
        for block in re.sub(r"\]\([^)]*\)", "", page).split("\n\n"):
            if block.startswith("|"):
                assert all(_han(cell) in _han(cells) for cell in block.split("|"))
            elif not block.startswith("# "):
                assert _han(block) in told, block


def _han(text: str) -> str:
    return "".join(re.findall(r"[\u4e00-\u9fff]", text))


def test_every_picture_is_in_it_on_the_page(book: Document) -> None:
    assert len(book.inline_shapes) == sum(page.count("![") for page in PAGES)
    room = book.sections[0].page_width - book.sections[0].left_margin - book.sections[0].right_margin  # type: ignore[operator]
    assert all(0 < shape.width <= room for shape in book.inline_shapes)


def test_the_contents_name_the_page_of_every_heading(book: Document) -> None:
    lines = [
        line for line in book.paragraphs if line.style is not None and str(line.style.name).startswith("toc ")
    ]
    named = [line.text.split("\t") for line in lines]
    assert [text for text, _ in named] == [
        heading.text for heading in headings(book, "Heading 1", "Heading 2")
    ]
    pages = [int(page) for _, page in named]
    assert pages == sorted(pages)
    assert pages[0] > 1
    marks = {mark.get(qn("w:name")) for mark in book.element.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for line in lines for link in line._p.iter(qn("w:hyperlink"))]
    assert len(links) == len(lines)
    assert set(links) <= marks


def test_it_is_in_the_looks_of_the_house(book: Document) -> None:
    styles = {style.name: style for style in book.styles}
    assert styles["Body Text"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert styles["Heading 2"].element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    section = book.sections[0]
    assert section.page_width is not None
    assert section.top_margin is not None
    assert (round(section.page_width.mm), round(section.top_margin.mm)) == (210, 37)
    assert not re.search("python-docx", str(book.core_properties.comments))
    assert (REPOSITORY / ".ci" / "run").read_text("utf-8").count("pandoc") == 1
