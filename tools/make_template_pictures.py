"""Make the pictures of `docs/templates.zh-CN.md`: templates changed as it teaches, and what comes of them.

    python tools/make_template_pictures.py              write docs/images/template-*.png
    python tools/make_template_pictures.py FOLDER       write elsewhere

Every exercise of the guide is done for real: the shipped template is changed as a clerk would change it,
`kaohe template check` and `kaohe draft` are run, LibreOffice prints the result, and the lines in question
are cut out of the page. Needs LibreOffice, poppler, the Noto CJK fonts and Pillow. All people and figures
are made up.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final, NamedTuple

from docx import Document
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from lxml import etree
from PIL import Image, ImageDraw, ImageFont

from kaohe_cli.cli.app import run
from kaohe_cli.ooxml.office import to_pdf

REPOSITORY: Final = Path(__file__).resolve().parent.parent
TARGET: Final = REPOSITORY / "docs" / "images"

UNIT: Final = "区文化旅游委"
REPORT: Final = """\
schema_version: 1
year: 2021
unit: 区文化旅游委
through_month: {month}
leader: 张样例
contact: {{name: 李样例, mobile: "13800000000"}}
entries:
  A21.4:
    progress:
      situation: |-
        公共文化服务率达到98%（样例数据）。
        一是建成样例书房5间，周末延长开放时间，方便上班的人借书看书。
        二是送戏下乡30场。
      self_score: 1.80
    problems: 无
    city_liaison: {{leader: 王样例, office: 样例处, phone: 023-60000000}}
  A24.1:
    progress: {{self_score: 2.90}}
"""


# --- Exercises: what a clerk does in Word ---------------------------------------------------------------


def paragraph(document: WordFile, start: str) -> Paragraph:
    """The first paragraph that begins with these words."""
    return next(found for found in document.paragraphs if found.text.startswith(start))


def retype(document: WordFile, start: str, old: str, new: str) -> None:
    """Change a word in a paragraph, and leave its look alone."""
    for piece in paragraph(document, start).runs:
        piece.text = piece.text.replace(old, new)


def add_before(document: WordFile, start: str, text: str, style: str = "Normal") -> None:
    """Type a paragraph above the one that begins with these words."""
    paragraph(document, start).insert_paragraph_before(text, style)


def change_wording_and_fonts(document: WordFile) -> None:
    """A longer title, and （一） headings in bold: a change of style changes all of them."""
    retype(document, "{{ 年度 }}", "完成情况", "完成情况报送表")
    document.styles["公文标题"].font.size = Pt(20)
    for style in ("二级标题", "二级标题 字符"):
        document.styles[style].font.bold = True


def add_unit(document: WordFile) -> None:
    """填报单位：…… under the subtitle."""
    add_before(document, "{% for 项 in 计分部分", "填报单位：{{ 单位 }}")


TABLE_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
TABLE_WIDTHS: Final = (Cm(3), Cm(4.9), Cm(4.7), Cm(3))
TABLE_HEAD: Final = ("序号", "名称", "责任单位", "自评得分")
TABLE_ROW: Final = (
    "{{ loop.index }}",
    "{{ 项.标题 }}",
    "{{ 项.责任单位|顿号 }}",
    "{{ 项.完成情况.自评得分|分数 }}",
)


def add_table(document: WordFile) -> None:
    """A list of all items on a page of its own at the beginning, with a row for each item."""
    add_before(document, "{% if 计分部分", "报送事项一览表", "公文标题")
    paragraph(document, "{{ 年度 }}").style = document.styles["公文标题（另起一页）"]
    grid = document.styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE)
    grid.element.append(
        parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{TABLE_BORDERS}</w:tblBorders></w:tblPr>")
    )
    table = document.add_table(0, len(TABLE_WIDTHS), "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, TABLE_WIDTHS, strict=True):
        column.width = width
    add_row(table, TABLE_HEAD)
    add_statement_row(table, "{% for 项 in 全部项目 %}")
    add_row(table, TABLE_ROW)
    add_statement_row(table, "{% endfor %}")
    body = document.element.body
    body.insert(1, body.findall(qn("w:tbl"))[-1])


def add_row(table: Table, texts: Sequence[str]) -> None:
    """A row of the table, in 小四 with 固定值 20 磅, off the grid, not indented."""
    for cell, text, width in zip(new_cells(table), texts, TABLE_WIDTHS, strict=True):
        cell.width = width
        cell.text = text
        look = cell.paragraphs[0].paragraph_format
        look.alignment = WD_ALIGN_PARAGRAPH.LEFT
        look.line_spacing = Pt(20)
        look.first_line_indent = Pt(0)
        look.element.pPr.ind.set(qn("w:firstLineChars"), "0")
        off_grid = parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>')
        look.element.pPr.insert_element_before(off_grid, "w:spacing")
        for piece in cell.paragraphs[0].runs:
            piece.font.size = Pt(12)


def new_cells(table: Table) -> tuple[_Cell, ...]:
    """The cells of a new row."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row.cells


def add_statement_row(table: Table, statement: str) -> None:
    """A row of one cell, which vanishes with its statement."""
    cells = new_cells(table)
    for cell, width in zip(cells, TABLE_WIDTHS, strict=True):
        cell.width = width
    merged = cells[0].merge(cells[-1])
    merged.text = statement
    merged.paragraphs[0].style = "模板语句"


def hide_rank(document: WordFile) -> None:
    """3. 自评排名 is asked for only before the year is over."""
    add_before(document, "3. 自评排名", "{% if 截至月份 < 12 %}", "模板语句")
    add_before(document, "（三）全年预计", "{% endif %}", "模板语句")


def remove_rank(document: WordFile) -> None:
    """Both lines 3. 自评排名 of the first form are deleted."""
    body = document.element.body
    lines = zip(body.findall(qn("w:p")), document.paragraphs, strict=True)
    for line in [element for element, found in lines if found.text.startswith("3. 自评排名")]:
        body.remove(line)


def break_lines(document: WordFile) -> None:
    """|分段 is taken out of the first 基本情况."""
    for node in document.element.body.iter(qn("w:t")):
        if node.text and "项.完成情况.基本情况|待填" in node.text:
            node.text = node.text.replace("|分段", "")
            return


def leave(_: WordFile) -> None:
    """The template as it ships."""


# --- Pictures: what is cut out of which page ------------------------------------------------------------


class Shot(NamedTuple):
    """A stretch of a page: from the line that holds `top` to the one that holds `bottom`."""

    caption: str
    change: Callable[[WordFile], None]
    top: str
    bottom: str
    marks: tuple[str, ...] = ()
    """Words on the lines that get a red frame."""
    month: int = 0
    """The month of the draft; 0 shows the template itself."""

    def name(self) -> str:
        """Tells one Word file from another."""
        return f"{self.change.__name__}-{self.month}"


TITLE: Final = "市对区考核指标"
BEFORE, AFTER, TEMPLATE, DRAFT = "改之前", "改之后", "模板", "生成的材料"

PICTURES: Final[dict[str, tuple[Shot, ...]]] = {
    "template-start": (
        Shot(TEMPLATE, leave, "{% if", "（三）", ("{% if", "{% for")),
        Shot(DRAFT, leave, TITLE, "（三）", (), 10),
    ),
    "template-wording": (
        Shot(BEFORE, leave, TITLE, "（二）", (), 10),
        Shot(AFTER, change_wording_and_fonts, TITLE, "（二）", (TITLE, "（一）", "（二）"), 10),
    ),
    "template-unit": (
        Shot(TEMPLATE, add_unit, "{% if", "（二）", ("填报单位",)),
        Shot(DRAFT, add_unit, TITLE, "（二）", ("填报单位",), 10),
    ),
    "template-table": (
        Shot(TEMPLATE, add_table, "一览表", "{% if"),
        Shot(DRAFT, add_table, "一览表", "提升旅游市场管理水平", (), 10),
    ),
    "template-if": (
        Shot(TEMPLATE, hide_rank, "（二）", "（三）", ("{% if 截至", "{% endif")),
        Shot("12 月生成的材料", hide_rank, "（二）", "（三）", (), 12),
    ),
    "template-remove": (
        Shot(BEFORE, leave, "（二）", "（四）", ("3. 自评排名",), 10),
        Shot(AFTER, remove_rank, "（二）", "（四）", (), 10),
    ),
    "template-paragraphs": (
        Shot("写了“|分段”", leave, "（二）", "2. 自评", ("一是", "借书看书", "二是"), 10),
        Shot("没有写“|分段”", break_lines, "（二）", "2. 自评", ("一是", "看书。", "二是"), 10),
    ),
}


# --- Drafts ---------------------------------------------------------------------------------------------


def kaohe(*words: str | Path) -> None:
    """Run a command of kaohe, and keep what it says to ourselves as long as all is well."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run([str(word) for word in words])
    if code:
        raise SystemExit(f"kaohe {' '.join(map(str, words))}\n{said.getvalue()}")


def word_file(shot: Shot, folder: Path) -> bytes:
    """The changed template, or the draft made from it."""
    template = folder / f"{shot.name()}.docx"
    kaohe("template", "new", template)
    document = Document(str(template))
    shot.change(document)
    document.save(str(template))
    kaohe("template", "check", template, "--no-tags")
    if not shot.month:
        return template.read_bytes()
    data, output = folder / "data", folder / shot.name()
    report = data / "reports" / f"2021-{shot.month:02d}" / f"{UNIT}.yaml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(REPORT.format(month=shot.month), encoding="utf-8")
    kaohe(
        "--data",
        data,
        "draft",
        "--unit",
        UNIT,
        "--template",
        template,
        "--output",
        output,
        "--round",
        str(shot.month),
    )
    return (output / f"{UNIT}.docx").read_bytes()


FONT_CONFIGURATION: Final = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  {rules}
</fontconfig>
"""
STAND_INS: Final = {
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
}
"""Free fonts in place of those that offices have."""
BOLD: Final = '<edit name="weight" mode="assign"><const>bold</const></edit>'


def font_configuration() -> str:
    """Makes fontconfig, and so LibreOffice, take the stand-ins; 小标宋 is a heavy font."""
    rules = [
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{family}</string></edit>'
        f"{BOLD if name.startswith('方正小标宋') else ''}</match>"
        for name, family in STAND_INS.items()
    ]
    return FONT_CONFIGURATION.format(rules="\n  ".join(rules))


# --- Pages ----------------------------------------------------------------------------------------------

DPI: Final = 64
SCALE: Final = DPI / 72
LEFT, RIGHT = 62, 548  # the text and a little more, in points of an A4 page
PADDING: Final = 9
GAP: Final = 18
HEAD: Final = 30
GREY, RED, WHITE = (128, 128, 128), (208, 16, 16), (255, 255, 255)
COLOURS: Final = (RED, *((level, level, level) for level in range(0, 256, 17)))
"""The few colours of a picture: red, and greys from black to white."""


@dataclass(frozen=True)
class Line:
    """A line of print: its page, its text, its box in points."""

    page: int
    text: str
    box: tuple[float, float, float, float]


def lines(pdf: Path) -> list[Line]:
    """The lines of a PDF."""
    printed = subprocess.run(["pdftotext", "-bbox-layout", str(pdf), "-"], check=True, capture_output=True)
    root = etree.fromstring(printed.stdout, etree.HTMLParser(encoding="utf-8"))
    return [
        Line(
            number,
            "".join(word.text or "" for word in line.iter("word")),
            (
                float(line.get("xmin", 0)),
                float(line.get("ymin", 0)),
                float(line.get("xmax", 0)),
                float(line.get("ymax", 0)),
            ),
        )
        for number, page in enumerate(root.iter("page"), 1)
        for line in page.iter("line")
    ]


def cut(pdf: Path, shot: Shot) -> Image.Image:
    """The stretch of the page, with its red frames."""
    found = lines(pdf)
    first = next(line for line in found if holds(line, shot.top))
    here = [line for line in found if line.page == first.page and line.box[1] >= first.box[1] - 1]
    last = next(line for line in here if holds(line, shot.bottom))
    top, bottom = first.box[1] - PADDING, last.box[3] + PADDING
    picture = page_image(pdf, first.page)
    draw = ImageDraw.Draw(picture)
    for line in here:
        if line.box[3] < bottom and any(holds(line, words) for words in shot.marks):
            left, up, right, down = line.box
            frame = (left - 5, up - 2, right + 5, down + 2)
            draw.rectangle([round(length * SCALE) for length in frame], outline=RED)
    return picture.crop(
        (round(LEFT * SCALE), round(top * SCALE), round(RIGHT * SCALE), round(bottom * SCALE))
    )


def holds(line: Line, words: str) -> bool:
    """Whether a line has these words; poppler leaves spaces out or puts them in as it likes."""
    return words.replace(" ", "") in line.text.replace(" ", "")


def page_image(pdf: Path, number: int) -> Image.Image:
    """A page in pixels."""
    stem = pdf.with_name(f"{pdf.stem}-{number}")
    only = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", *only, str(pdf), str(stem)], check=True)
    with Image.open(stem.with_suffix(".png")) as picture:
        return picture.convert("RGB")


def side_by_side(shots: Sequence[Shot], cuts: Sequence[Image.Image]) -> Image.Image:
    """The cuts from left to right, each in a frame under its caption, in few colours."""
    font = ImageFont.truetype(caption_font(), 16)
    width = sum(cut.width for cut in cuts) + GAP * (len(cuts) - 1)
    height = max(cut.height for cut in cuts)
    picture = Image.new("RGB", (width, height + HEAD), WHITE)
    draw = ImageDraw.Draw(picture)
    x = 0
    for shot, piece in zip(shots, cuts, strict=True):
        draw.text((x + 2, 2), shot.caption, fill="black", font=font)
        picture.paste(piece, (x, HEAD))
        draw.rectangle((x, HEAD, x + piece.width - 1, HEAD + height - 1), outline=GREY)
        x += piece.width + GAP
    palette = Image.new("P", (1, 1))
    palette.putpalette([level for colour in COLOURS for level in colour])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def caption_font() -> str:
    """The file of the font for captions."""
    command = ["fc-match", "--format", "%{file}", "Noto Sans CJK SC"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Make every picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kaohe-pictures-") as name:
        folder = Path(name)
        shutil.copytree(REPOSITORY / "data", folder / "data", ignore=shutil.ignore_patterns("reports"))
        (folder / "fonts.conf").write_text(font_configuration(), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
        shots = {shot.name(): shot for shots in PICTURES.values() for shot in shots}
        for stem, pdf in to_pdf({stem: word_file(shot, folder) for stem, shot in shots.items()}).items():
            (folder / f"{stem}.pdf").write_bytes(pdf)
        for stem, row in PICTURES.items():
            cuts = [cut(folder / f"{shot.name()}.pdf", shot) for shot in row]
            path = target / f"{stem}.png"
            side_by_side(row, cuts).save(path, optimize=True)
            print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
