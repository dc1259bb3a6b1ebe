"""Titles and headings as GB/T 9704-2012 has them, in the styles of `layout`."""

import math
from typing import Final
from unicodedata import east_asian_width

from docx.document import Document

from kaohe_cli.word.building.layout import HEADING, LABEL, PLAIN_TITLE
from kaohe_cli.word.building.page import LINE, TEXT_WIDTH
from kaohe_cli.word.building.styles import Indent, Paragraphs
from kaohe_cli.word.building.text import add_paragraph

_TITLE_CHARACTER: Final = 440  # 二号, 22 pt
_NEW_PAGE: Final = Paragraphs(page_break_before=True)
_BELOW_TABLE: Final = Paragraphs(before=round(LINE / 2), line=LINE)
_UNSEEN: Final = Paragraphs(snap_to_grid=False, line=20)  # 1 pt, too small to begin a page


def add_label(document: Document, text: str, *, new_page: bool = False) -> None:
    """Adds the “附件1” above the title of an annex."""
    add_paragraph(document, text, LABEL, _NEW_PAGE if new_page else None)


def add_title(document: Document, text: str, style: str = PLAIN_TITLE) -> None:
    """Adds the title of an annex; one that needs several lines gets lines of about the same length.

    GB 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜.
    """
    width = sum(_TITLE_CHARACTER if east_asian_width(one) in "FW" else _TITLE_CHARACTER / 2 for one in text)
    lines = math.ceil(width / TEXT_WIDTH)
    is_broken = "\n" in text  # by whoever wrote it, where the words allow it
    free = TEXT_WIDTH - width / lines - _TITLE_CHARACTER if lines > 1 and not is_broken else 0
    side = max(0, round(free / 2))
    add_paragraph(document, text, style, Paragraphs(indent=Indent(left=side, right=side)) if side else None)


def add_heading(document: Document, text: str, style: str = HEADING, *, below_table: bool = False) -> None:
    """Adds a heading; below a table it keeps half a line's distance, which is no empty paragraph."""
    add_paragraph(document, text, style, _BELOW_TABLE if below_table else None)


def add_end(document: Document) -> None:
    """Adds the paragraph that must stand between a table and the end of the text, which nobody sees."""
    add_paragraph(document, look=_UNSEEN)
