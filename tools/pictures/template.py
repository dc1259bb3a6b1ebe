"""The pictures of `docs/templates.zh-CN.md`: templates changed as it teaches, and what comes of them.

Every exercise of the guide is done for real: the shipped template is changed as a clerk would change it,
`kaohe template check` and `kaohe draft` are run, LibreOffice prints the result, and the lines in question
are cut out of the page.
"""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from itertools import count
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
from PIL import Image, ImageDraw, ImageFont

from tools.pictures.answers import REPOSITORY, kaohe
from tools.pictures.picture import Browser, Line, Picture, printed

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
    add_before(document, "{% if 截至月份 not in", "{% endif %}", "模板语句")


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
        Shot(TEMPLATE, hide_rank, "（二）", "（三）", ("{% if 截至月份 < 12", "{% endif")),
        Shot("12 月生成的材料", hide_rank, "（二）", "（四）", (), 12),
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


# --- Pages ----------------------------------------------------------------------------------------------

DPI: Final = 64
LEFT, RIGHT = 55, 487
"""The text and a little more, in pixels of an A4 page."""
PADDING: Final = 8
GAP: Final = 18
HEAD: Final = 30
GREY, RED, WHITE = (128, 128, 128), (208, 16, 16), (255, 255, 255)


def cut(pdf: Path, shot: Shot) -> Picture:
    """The stretch of the page, with its red frames."""
    pages = (printed(pdf, number, DPI) for number in count(1))
    page = next(page for page in pages if any(line.holds(shot.top) for line in page.lines))
    first = next(line for line in page.lines if line.holds(shot.top))
    here = [line for line in page.lines if line.y >= first.y - 1]
    last = next(line for line in here if line.holds(shot.bottom))
    top, bottom = first.y - PADDING, last.y + last.height + PADDING
    draw = ImageDraw.Draw(page.image)
    for line in here:
        if line.y + line.height < bottom and any(is_meant(line, mark) for mark in shot.marks):
            frame = (line.x - 4, line.y - 2, line.x + line.width + 4, line.y + line.height + 2)
            draw.rectangle(frame, outline=RED)
    return page.cut(LEFT, top, RIGHT, bottom)


def is_meant(line: Line, mark: str) -> bool:
    """Whether a line gets a frame; a statement is meant where it stands alone."""
    return line.holds(mark) and (not mark.startswith("{%") or line.text.startswith("{%"))


def side_by_side(shots: Sequence[Shot], cuts: Sequence[Picture]) -> Picture:
    """The cuts from left to right, each in a frame under its caption."""
    font = ImageFont.truetype(caption_font(), 16)
    width = sum(cut.image.width for cut in cuts) + GAP * (len(cuts) - 1)
    height = max(cut.image.height for cut in cuts)
    picture = Image.new("RGB", (width, height + HEAD), WHITE)
    draw = ImageDraw.Draw(picture)
    lines: list[Line] = []
    x = 0
    for shot, piece in zip(shots, cuts, strict=True):
        draw.text((x + 2, 2), shot.caption, fill="black", font=font)
        picture.paste(piece.image, (x, HEAD))
        draw.rectangle((x, HEAD, x + piece.image.width - 1, HEAD + height - 1), outline=GREY)
        lines += [line.moved(x, HEAD) for line in piece.lines]
        x += piece.image.width + GAP
    return Picture(picture, tuple(lines))


def caption_font() -> str:
    """The file of the font for captions."""
    command = ["fc-match", "--format", "%{file}", "Noto Sans CJK SC"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def documents(folder: Path, _desk: Path) -> dict[str, bytes]:
    """Every changed template that is shown, and the drafts made from them."""
    shutil.copytree(REPOSITORY / "data", folder / "data", ignore=shutil.ignore_patterns("reports"))
    shots = {shot.name(): shot for row in PICTURES.values() for shot in row}
    return {name: word_file(shot, folder) for name, shot in shots.items()}


def pictures(folder: Path, _browser: Browser) -> dict[str, Picture]:
    """Every picture of the guide."""
    return {
        name: side_by_side(row, [cut(folder / f"{shot.name()}.pdf", shot) for shot in row])
        for name, row in PICTURES.items()
    }
