"""Make the handbook one Word file: `python -m tools.handbook_docx [FILE]`, by default in dist/.

The twelve chapters, then what they send the reader to: the guides, and every command. Debian's pandoc turns
them into Word, on a reference file in the looks of the house: A4, the fonts and margins of GB/T 9704-2012.
The table of contents is written here, since pandoc leaves it empty until Word is told to fill it; LibreOffice
says on which page each heading stands. With other fonts it may be the next one, and Word brings the figures
up to date when it is asked to.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from docx import Document
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from kaohe_cli.cli.markdown_text import joined
from kaohe_cli.drafting.official_looks import FANG_SONG, HEI, KAI, SONG, XIAO_BIAO_SONG
from kaohe_cli.ooxml.building.text import add_page_number
from kaohe_cli.ooxml.office import to_pdf
from tools.pictures.picture import free_fonts

REPOSITORY: Final = Path(__file__).resolve().parent.parent
DOCS: Final = REPOSITORY / "docs"
TITLE: Final = "考核报送工具手册"
TARGET: Final = REPOSITORY / "dist" / f"{TITLE}.docx"
CODE: Final = "新宋体"
"""Its letters are half as wide as its 汉字, so the columns of answers stand one below the other."""

# pandoc's Markdown without what the chapters do not mean: “$ kaohe … $” is no formula, “-” no dash.
READER: Final = "markdown-smart-tex_math_dollars-citations-yaml_metadata_block-superscript-subscript"

_LINK = re.compile(r"(?<!!)\[([^]]+)]\([^)]*\)")
_CHAPTER = re.compile(r"^# (\d+)　", re.MULTILINE)
_CODE = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)
_GUIDES = re.compile(r":caption: 详解\n:maxdepth: 1\n\n(.*?)\n```", re.DOTALL)


class Look(NamedTuple):
    """Of a paragraph: its font for 汉字, its size in points, and what is not as in the body."""

    font: str
    size: float
    latin: str = "Times New Roman"
    bold: bool = False
    before: float = 0
    after: float = 0
    indent: int = 0
    """How many characters the first line stands in."""
    centred: bool = False
    keep: bool = False
    """With the next paragraph."""


# 四号 for the body: 三号 is for documents that are read out, and a page of it holds three examples.
LOOKS: Final = {
    "Title": Look(XIAO_BIAO_SONG, 22, XIAO_BIAO_SONG, before=60, after=24, centred=True),
    "TOC Heading": Look(HEI, 16, HEI, before=12, after=6, centred=True, keep=True),
    "Heading 1": Look(XIAO_BIAO_SONG, 18, XIAO_BIAO_SONG, before=24, after=12, centred=True, keep=True),
    "Heading 2": Look(HEI, 14, HEI, before=12, after=4, keep=True),
    "Heading 3": Look(KAI, 14, before=8, after=2, keep=True),
    "Heading 4": Look(FANG_SONG, 14, before=6, after=2, keep=True),
    "Body Text": Look(FANG_SONG, 14, before=2, after=2, indent=2),
    "First Paragraph": Look(FANG_SONG, 14, before=2, after=2, indent=2),
    "Compact": Look(FANG_SONG, 12, before=1, after=1),
    "Image Caption": Look(SONG, 10.5, before=2, after=8, centred=True),
    "Source Code": Look(CODE, 9, CODE, before=4, after=6),
    "toc 1": Look(FANG_SONG, 12, before=3),
    "toc 2": Look(FANG_SONG, 10.5),
}
CONTENTS: Final = ("toc 1", "toc 2")
TEXT_WIDTH: Final = Mm(156)
TALLEST: Final = Mm(130)
"""Of a picture: with its caption it leaves room for the words about it."""
SHADE: Final = "F2F2F2"
BORDERS: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def reference() -> bytes:
    """Returns pandoc's reference file in the looks of the house."""
    plain = subprocess.run(
        ["pandoc", "--print-default-data-file", "reference.docx"], check=True, capture_output=True
    )
    document = Document(BytesIO(plain.stdout))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)  # GB 5.2.1
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_page_number(footer)
    styles = {str(style.name): style for style in document.styles}  # by name as it is, “Heading 1” too
    for name, look in LOOKS.items():
        if name not in styles:
            styles[name] = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _dress(styles[name], look)
    _dress(styles["Normal"], Look(FANG_SONG, 14))
    verbatim = styles["Verbatim Char"]
    _set_fonts(verbatim.element.get_or_add_rPr(), CODE, CODE)
    verbatim.font.size = Pt(12)
    code = styles["Source Code"].element.get_or_add_pPr()
    code.append(_element("w:shd", val="clear", color="auto", fill=SHADE))
    borders = [_element(f"w:{side}", val="single", sz="4", space="0", color="808080") for side in BORDERS]
    table = styles["Table"].element.find(qn("w:tblPr"))
    table.insert(0, _element("w:tblBorders", *borders))
    for name, place in zip(CONTENTS, (0, 2), strict=True):
        styles[name].paragraph_format.left_indent = Pt(14 * place)
        styles[name].paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, 2, 1)  # right, dots
    return _saved(document)


def _dress(style: Any, look: Look) -> None:
    _set_fonts(style.element.get_or_add_rPr(), look.font, look.latin)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.first_line_indent = Pt(look.size * look.indent)
    form.keep_with_next = look.keep
    if look.centred:
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_fonts(properties: Any, font: str, latin: str) -> None:
    for known in properties.findall(qn("w:rFonts")):
        properties.remove(known)
    properties.insert(0, _element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=font, cs=latin))


def _element(kind: str, /, *children: Any, **attributes: str) -> Any:
    made = OxmlElement(kind)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def parts() -> list[str]:
    """Returns the Markdown of all pages in order, each below a heading of its own; the commands below one."""
    chapters = [path.read_text("utf-8") for path in sorted((DOCS / "handbook").glob("*.md"))]
    listed = _GUIDES.search((DOCS / "index.md").read_text("utf-8"))
    assert listed is not None  # noqa: S101 - our own page, which a test reads
    guides = [(DOCS / f"{name}.md").read_text("utf-8") for name in listed[1].split()]
    commands = [path.read_text("utf-8") for path in _reference()]
    return [
        *(_CHAPTER.sub(r"# 第\1章　", chapter) for chapter in chapters),
        *(guide.replace("# ", "# 详解　", 1) for guide in guides),
        "\n\n".join(["# 命令手册", *map(_lowered, commands)]),
    ]


def _reference() -> list[Path]:
    found = sorted((DOCS / "reference").glob("*.md"))
    return sorted(found, key=lambda path: path.stem != "index")  # the command itself, then its commands


def _lowered(page: str) -> str:
    """Returns a page with every heading one rank lower."""
    return "".join(
        piece if piece.startswith("```") else re.sub("^#", "##", piece, flags=re.MULTILINE)
        for piece in _CODE.split(page)
    )


def markdown() -> str:
    """Returns all as one page; links are words, the titles of what they lead to."""
    text = "\n\n".join(map(joined, parts()))
    text = re.sub("──", "─", text)  # which Word prints as wide as a 汉字
    return _LINK.sub(r"\1", text)


def converted(text: str) -> WordFile:
    """Returns what pandoc makes of it."""
    with tempfile.TemporaryDirectory(prefix="kaohe-handbook-") as name:
        look, made = Path(name) / "reference.docx", Path(name) / "made.docx"
        look.write_bytes(reference())
        subprocess.run(
            ["pandoc", "-f", READER, "-t", "docx", "--no-highlight", "--metadata", f"title={TITLE}",
             f"--resource-path={DOCS}{os.pathsep}{DOCS / 'handbook'}",
             f"--reference-doc={look}", "-o", str(made)],
            input=text.encode(),
            check=True,
        )  # fmt: skip
        return Document(str(made))


def lay_out(document: WordFile) -> None:
    """Gives tables columns as wide as their texts, pictures a size, and each part a page of its own.

    The letters of an example are those of its paragraph; pandoc gives them the larger ones of words.
    """
    for paragraph in styled(document, "Source Code"):
        for run in paragraph.runs:
            run.style = None
    for table in document.tables:
        _lay_out_table(table)
    for picture in document.inline_shapes:
        if picture.height > TALLEST:
            picture.width, picture.height = int(picture.width * TALLEST / picture.height), TALLEST
    for heading in styled(document, "Heading 1"):
        heading.paragraph_format.page_break_before = True


def _lay_out_table(table: Table) -> None:
    table.autofit = False
    signs = [min(max(len(cell.text) for cell in column.cells), 30) + 2 for column in table.columns]
    for column, width in zip(table.columns, signs, strict=True):
        column.width = int(TEXT_WIDTH * width / sum(signs))
        for cell in column.cells:
            cell.width = column.width
            for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
                if "\\|" in run.text:  # a stroke in code, as it is escaped in Markdown
                    run.text = run.text.replace("\\|", "|")


def styled(document: WordFile, *styles: str) -> list[Paragraph]:
    """Returns the paragraphs of some styles, such as the headings of a rank, in order."""
    return [found for found in document.paragraphs if found.style is not None and found.style.name in styles]


def add_contents(document: WordFile, pages: Sequence[int]) -> None:
    """Writes the table of contents below the title: a field that Word can renew, with what it comes to."""
    body = document.element.body
    marked = [
        (heading, element.getprevious())  # pandoc's bookmark, which is to stay with its heading
        for element, heading in zip(body.findall(qn("w:p")), document.paragraphs, strict=True)
        if heading.style is not None and heading.style.name in ("Heading 1", "Heading 2")
    ]
    document.add_paragraph("目　录", "TOC Heading")
    for (heading, mark), page in zip(marked, pages, strict=True):
        document.add_paragraph("", CONTENTS[heading.style.name == "Heading 2"])  # type: ignore[union-attr]
        body.findall(qn("w:p"))[-1].append(_entry(heading.text, mark.get(qn("w:name")), page))
    made = body.findall(qn("w:p"))[-len(marked) - 1 :]
    for run in (_sign("separate"), _instruction(r'TOC \o "1-2" \h \z \u'), _sign("begin")):
        made[1].insert(1, run)
    made[-1].append(_sign("end"))
    for element in made:
        marked[0][1].addprevious(element)


def _entry(text: str, anchor: str, page: int) -> Any:
    link = _element("w:hyperlink", _run(text), _element("w:r", OxmlElement("w:tab")), anchor=anchor)
    link.extend([_sign("begin"), _instruction(rf"PAGEREF {anchor} \h"), _sign("separate")])
    link.extend([_run(str(page)), _sign("end")])
    return link


def _run(text: str) -> Any:
    words = OxmlElement("w:t")
    words.text = text
    return _element("w:r", words)


def _sign(kind: str) -> Any:
    return _element("w:r", _element("w:fldChar", fldCharType=kind))


def _instruction(text: str) -> Any:
    words = OxmlElement("w:instrText")
    words.text = f" {text} "
    return _element("w:r", words)


def pages_of(document: bytes, texts: Iterable[str]) -> list[int]:
    """Returns the page of each heading, as LibreOffice prints the file: each behind the one before."""
    with tempfile.TemporaryDirectory(prefix="kaohe-handbook-") as name:
        pdf = Path(name) / "handbook.pdf"
        with free_fonts(Path(name)):
            pdf.write_bytes(to_pdf({"handbook": document})["handbook"])
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8"
        )
    pages = [[_bare(line) for line in page.splitlines()] for page in text.stdout.split("\f")]
    found, page, line = [], 0, 0
    for heading in map(_bare, texts):
        while heading not in pages[page][line:]:
            page, line = page + 1, 0
        line += pages[page][line:].index(heading) + 1
        found.append(page + 1)
    return found


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def handbook() -> bytes:
    """Returns the handbook as a Word file, with its table of contents."""
    text = markdown()
    texts = [heading.text for heading in styled(converted(text), "Heading 1", "Heading 2")]
    drafts = _with_contents(text, [0] * len(texts))
    return _with_contents(text, pages_of(drafts, texts))


def _with_contents(text: str, pages: Sequence[int]) -> bytes:
    document = converted(text)
    lay_out(document)
    add_contents(document, pages)
    about = document.core_properties
    about.author, about.title, about.comments = "kaohe", TITLE, ""
    return _saved(document)


def _saved(document: WordFile) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def main() -> None:
    """Write the file."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(handbook())
    print(target, target.stat().st_size)


if __name__ == "__main__":
    main()
