"""Paragraphs and tables as WordprocessingML text, in the styles of the template of 附件3 and a few more."""

import math
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import east_asian_width

from kaohe_cli.exporting.annexes import Cell, Column, Grid, Merge
from kaohe_cli.word.engine.values import escape_run

TEXT_WIDTH: Final = 8845
"""The width of the text on the page, 156 mm, in twips."""

TITLE, SUBTITLE, HEADING, SUBHEADING = "FormTitle", "FormSubtitle", "ItemHeading", "SectionHeading"
LABEL, PLAIN_TITLE, SIGNATURE = "AnnexLabel", "AnnexTitle", "Signature"
_HEADER, _CENTRED, _TEXT = "TableHeader", "TableText", "TableSentence"

_TITLE_CHARACTER: Final = 440  # 二号, 22 pt
_HEI: Final = '<w:rFonts w:ascii="黑体" w:eastAsia="黑体" w:hAnsi="黑体" w:cs="Times New Roman"/>'
_NO_INDENT: Final = '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/>'
_IN_CELLS: Final = (
    f'<w:snapToGrid w:val="0"/><w:spacing w:line="300" w:lineRule="atLeast"/>{_NO_INDENT}'  # 五号 on 15 pt
)
_SMALL: Final = (
    '<w:spacing w:val="0"/><w:sz w:val="21"/><w:szCs w:val="21"/>'  # 五号, as in the issued tables
)


def _style(style_id: str, name: str, based_on: str, paragraph: str, run: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:uiPriority w:val="8"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr>{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
    )


STYLES: Final = "\n".join(
    (
        # GB 7.4 and 7.3.2: 附件 in 黑体 三号 at the upper left, on a page of its own.
        _style(LABEL, "附件序号", "Normal", f'<w:keepNext/>{_NO_INDENT}<w:jc w:val="left"/>', _HEI),
        _style(
            PLAIN_TITLE,
            "公文标题（无副标题）",
            "FormTitle",
            '<w:spacing w:afterLines="50" w:after="290" w:line="579" w:lineRule="exact"/>',
        ),
        _style(
            SIGNATURE,
            "署名和日期",
            "Normal",
            '<w:ind w:left="0" w:right="640" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>',
        ),
        _style(_CENTRED, "表格文字", "Normal", f'{_IN_CELLS}<w:jc w:val="center"/>', _SMALL),
        _style(_TEXT, "表格文字（左对齐）", _CENTRED, '<w:jc w:val="left"/>'),
        _style(_HEADER, "表头", _CENTRED, "<w:keepNext/>", _HEI),
    )
)

_RUN: Final = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
_TEXT_START: Final = '<w:t xml:space="preserve">'
_BREAK, _TAB = f"</w:t><w:br/>{_TEXT_START}", f"</w:t><w:tab/>{_TEXT_START}"
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS: Final = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for edge in _EDGES
)
_MARGINS: Final = "".join(
    f'<w:{edge} w:w="{width}" w:type="dxa"/>'
    for edge, width in (("top", 15), ("left", 85), ("bottom", 15), ("right", 85))
)
_MERGES: Final[dict[Merge, str]] = {
    "": "",
    "restart": '<w:vMerge w:val="restart"/>',
    "continue": "<w:vMerge/>",
}


def title(text: str, style: str = PLAIN_TITLE, *, new_page: bool = False) -> str:
    """The title of an annex; one that needs several lines gets lines of about the same length.

    GB 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜.
    """
    width = sum(_TITLE_CHARACTER if east_asian_width(one) in "FW" else _TITLE_CHARACTER / 2 for one in text)
    lines = math.ceil(width / TEXT_WIDTH)
    free = TEXT_WIDTH - width / lines - _TITLE_CHARACTER if lines > 1 else 0
    side = max(0, round(free / 2))
    indent = f'<w:ind w:left="{side}" w:right="{side}" w:firstLineChars="0" w:firstLine="0"/>' if side else ""
    return paragraph(text, style, new_page=new_page, layout=indent)


def heading(text: str, style: str = HEADING, *, below_table: bool = False) -> str:
    """A heading; below a table it keeps a line's distance, which is no empty paragraph."""
    distance = '<w:spacing w:before="290" w:line="579" w:lineRule="exact"/>' if below_table else ""
    return paragraph(text, style, layout=distance)


def paragraph(text: str, style: str = "", *, new_page: bool = False, layout: str = "") -> str:
    """A paragraph; without a style it is 正文. Line breaks and tabs stay, control characters go."""
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    page = "<w:pageBreakBefore/>" if new_page else ""
    properties = f"<w:pPr>{name}{page}{layout}</w:pPr>" if name or page or layout else ""
    run = f"{_RUN}{_TEXT_START}{escape_run(text, _BREAK, _TAB)}</w:t></w:r>" if text else ""
    return f"<w:p>{properties}{run}</w:p>"


def end() -> str:
    """What must stand between a table and the end of the text, too small to begin a page."""
    return paragraph("", layout='<w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>')


def table(grid: Grid) -> Iterator[str]:
    """Yields a table piece by piece: ruled, its header on every page, no row torn by the end of one."""
    columns = grid.columns
    width = sum(column.width for column in columns)
    widths = "".join(f'<w:gridCol w:w="{column.width}"/>' for column in columns)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{widths}</w:tblGrid>"
    )
    headers = ((column, Cell((column.title,)), _HEADER) for column in columns)
    yield _row(headers, "<w:cantSplit/><w:tblHeader/>")
    styles = [_TEXT if column.is_text else _CENTRED for column in columns]
    for cells in grid.rows:
        yield _row(zip(columns, cells, styles, strict=True), "<w:cantSplit/>")
    yield "</w:tbl>"


def _row(cells: Iterable[tuple[Column, Cell, str]], properties: str) -> str:
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{column.width}" w:type="dxa"/>{_MERGES[cell.merge]}'
        f'<w:vAlign w:val="center"/></w:tcPr>{_paragraphs(cell, style)}</w:tc>'
        for column, cell, style in cells
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def _paragraphs(cell: Cell, style: str) -> str:
    """A cell that continues a merged one is empty, but has a paragraph, as every cell must."""
    lines = ("",) if cell.merge == "continue" else cell.lines or ("",)
    return "".join(paragraph(line, style) for line in lines)
