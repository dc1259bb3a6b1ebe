"""The handbook as one Word file: nothing of the chapters is missing, and its table of contents leads somewhere."""

import re
import shutil
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from tests.conftest import REPOSITORY
from tools.handbook_docx import TEXT_WIDTH, handbook, parts, styled

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("pandoc") is None, reason="没有安装 pandoc"),
]
DOCS = REPOSITORY / "docs"
PAGES = [re.sub(r"<!--.*?-->", "", part) for part in parts()]
WORDS = [re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL) for page in PAGES]
"""Without the examples, in which a line may begin like a heading."""
FOR_DEVELOPERS = {"index.md", "architecture.md", "api.md"}


@pytest.fixture(scope="module")
def book() -> Document:
    return docx.Document(BytesIO(handbook()))


def test_every_page_for_the_office_is_in_it(book: Document) -> None:
    pages = [*(DOCS / "handbook").glob("*.md"), *(DOCS / "reference").glob("*.md"), *DOCS.glob("*.md")]
    told = [heading.text for heading in styled(book, "Heading 1", "Heading 2")]
    for page in pages:
        if page.name in FOR_DEVELOPERS:
            continue
        (title, *_) = re.findall("^# (.+)", page.read_text("utf-8"), re.MULTILINE)
        number, _, rest = title.rpartition("　")
        assert {title, f"详解　{title}", f"第{number}章　{rest}"} & {*told}, page


def test_every_chapter_and_section_is_a_heading(book: Document) -> None:
    ranks = {f"Heading {rank}": rank for rank in range(1, 5)}
    told = [(ranks[str(one.style.name)], one.text) for one in styled(book, *ranks) if one.style is not None]
    meant = [mark for page in WORDS for mark in re.findall("^(#{1,4}) (.+)", page, re.MULTILINE)]
    assert [(rank, _plain(text)) for rank, text in told] == [
        (len(marks), _plain(text)) for marks, text in meant
    ]


def test_nothing_of_the_text_is_missing(book: Document) -> None:
    cells = "".join(cell.text for table in book.tables for row in table.rows for cell in row.cells)
    told = _han("".join(paragraph.text for paragraph in book.paragraphs))
    for page in PAGES:
        for block in re.sub(r"\]\([^)]*\)", "", page).split("\n\n"):
            if block.lstrip().startswith("|"):
                assert all(_han(cell) in _han(cells) for cell in re.split(r"(?<!\\)\|", block))
            elif not block.startswith("# "):
                assert _han(block) in told, block


def test_examples_are_as_wide_as_in_a_terminal(book: Document) -> None:
    """80 columns fit, since nothing makes the letters larger than those of their paragraph."""
    size = next(style for style in book.styles if style.name == "Source Code").font.size
    assert 80 * size.pt / 2 <= TEXT_WIDTH.pt
    examples = styled(book, "Source Code")
    assert len(examples) > 100
    assert {run.style.name for example in examples for run in example.runs} == {"Default Paragraph Font"}
    assert not any("\\|" in cell.text for table in book.tables for row in table.rows for cell in row.cells)


def _plain(text: str) -> str:
    return re.sub(r"[`*\\\s“”\"'‘’]", "", text)


def _han(text: str) -> str:
    return "".join(re.findall(r"[\u4e00-\u9fff]", text))


def test_every_picture_is_in_it_on_the_page(book: Document) -> None:
    assert len(book.inline_shapes) == sum(page.count("![") for page in WORDS)
    room = book.sections[0].page_width - book.sections[0].left_margin - book.sections[0].right_margin  # type: ignore[operator]
    assert all(0 < shape.width <= room for shape in book.inline_shapes)


def test_the_contents_name_the_page_of_every_heading(book: Document) -> None:
    lines = [
        line for line in book.paragraphs if line.style is not None and str(line.style.name).startswith("toc ")
    ]
    named = [line.text.split("\t") for line in lines]
    assert [text for text, _ in named] == [heading.text for heading in styled(book, "Heading 1", "Heading 2")]
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
