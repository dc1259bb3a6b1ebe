"""Titles and headings as GB/T 9704-2012 has them, in the styles of `layout`."""

import math
from collections.abc import Sequence
from typing import Final

from docx.document import Document

from kaohe_cli.ooxml.building.layout import HEADING, LABEL, PLAIN_TITLE
from kaohe_cli.ooxml.building.page import LINE, TEXT_WIDTH
from kaohe_cli.ooxml.building.styles import Indent, Paragraphs
from kaohe_cli.ooxml.building.tables import characters
from kaohe_cli.ooxml.building.text import add_paragraph

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
    if "\n" in text:  # whoever wrote it has broken it
        add_paragraph(document, text, style)
        return
    width = characters(text) * _TITLE_CHARACTER
    lines = math.ceil(width / TEXT_WIDTH)
    is_broken = "\n" in text  # by whoever wrote it, where the words allow it
    free = TEXT_WIDTH - width / lines - _TITLE_CHARACTER if lines > 1 and not is_broken else 0
    side = max(0, round(free / 2))
    add_paragraph(document, text, style, Paragraphs(indent=Indent(left=side, right=side)) if side else None)


def broken(phrases: Sequence[str]) -> list[str]:
    """Returns phrases as lines of a title, no more than need be, the longest as short as can be.

    >>> broken(["关于", "2021年1—10月", "市对区考核指标", "完成情况和", "督查激励", "争取情况", "的报告"])
    ['关于2021年1—10月市对区考核指标', '完成情况和督查激励争取情况的报告']
    >>> broken(["督查通报"])
    ['督查通报']
    """
    widths = [characters(one) for one in phrases]
    room = TEXT_WIDTH / _TITLE_CHARACTER - 1
    least = max(widths, default=0.0)
    fewest = len(_lines(widths, max(room, least)))
    narrowest = min(
        (width for width in _sums(widths) if width >= least and len(_lines(widths, width)) <= fewest),
        default=room,
    )
    return ["".join(phrases[begin:end]) for begin, end in _lines(widths, narrowest)]


def _sums(widths: Sequence[float]) -> list[float]:
    """The width of every run of phrases."""
    return [
        sum(widths[begin:end]) for begin in range(len(widths)) for end in range(begin + 1, len(widths) + 1)
    ]


def _lines(widths: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Which phrases stand together on each line, where every line takes as many as fit."""
    lines, begin, used = [], 0, 0.0
    for place, width in enumerate(widths):
        if place > begin and used + width > room:
            lines.append((begin, place))
            begin, used = place, 0.0
        used += width
    return [*lines, (begin, len(widths))]


def add_heading(document: Document, text: str, style: str = HEADING, *, below_table: bool = False) -> None:
    """Adds a heading; below a table it keeps half a line's distance, which is no empty paragraph."""
    add_paragraph(document, text, style, _BELOW_TABLE if below_table else None)


def add_end(document: Document) -> None:
    """Adds the paragraph that must stand between a table and the end of the text, which nobody sees."""
    add_paragraph(document, look=_UNSEEN)
