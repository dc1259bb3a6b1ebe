"""A document that must be one page: how much room is left, and what no longer fits."""

import math
from typing import Final

from kaohe_cli.ooxml.building.grid import Grid
from kaohe_cli.ooxml.building.official import (
    CHART_HEIGHT,
    COMPACT,
    COMPACT_CHARACTER,
    COMPACT_HEADING,
    COMPACT_LINE,
    Bar,
    Official,
    TextPiece,
    piece_text,
)
from kaohe_cli.ooxml.building.page import LINE, TEXT_WIDTH
from kaohe_cli.ooxml.building.tables import height_of, lines_needed

_PAGE: Final = 22 * LINE
_SLACK: Final = round(0.04 * _PAGE)
"""What other fonts and programs may need more: Word, WPS and LibreOffice break a line in thirty elsewhere."""
_HEADING: Final = COMPACT_LINE + 60  # with the distance before it


class OnePage:
    """Writes compact paragraphs on a page as long as there is room, and counts those that found none."""

    def __init__(self, page: Official, *, title_lines: int, keep: int = 0) -> None:
        """``title_lines`` are those of the title; ``keep`` is the room for what must stand below."""
        self._page = page
        self._left = _PAGE - _SLACK - title_lines * LINE - LINE // 2 - keep
        self.left_out = 0

    def takes(self, height: int) -> bool:
        """Returns whether there is so much room, in twips, which is then taken."""
        if height > self._left:
            return False
        self._left -= height
        return True

    def paragraph(self, *pieces: TextPiece) -> None:
        """Adds a paragraph, where it fits."""
        if self.takes(_height(pieces)):
            self._page.paragraph(*pieces, style=COMPACT)
        else:
            self.left_out += 1

    def chapter(self, heading: str, lines: list[tuple[TextPiece, ...]]) -> None:
        """Adds a heading and its paragraphs; the heading only with the first of them."""
        if not lines:
            return
        if not self.takes(_HEADING + _height(lines[0])):
            self.left_out += len(lines)
            return
        self._page.heading(heading, style=COMPACT_HEADING)
        self._page.paragraph(*lines[0], style=COMPACT)
        for line in lines[1:]:
            self.paragraph(*line)

    def chart(self, heading: str, bars: list[Bar], label: int) -> None:
        """Adds a chart with its heading, where it fits."""
        if self.takes(_HEADING + len(bars) * CHART_HEIGHT):
            self._page.heading(heading, style=COMPACT_HEADING)
            self._page.bars(bars, label=label)
        else:
            self.left_out += 1

    def table(self, grid: Grid) -> int:
        """Adds the rows of a table that fit, and returns how many do not."""
        rows = list(grid.rows)
        room = height_of(grid._replace(rows=[]))
        fitting = 0
        for row in rows:
            one = height_of(Grid(grid.columns, [row])) - room
            if not self.takes(one if fitting else one + room):
                break
            fitting += 1
        if fitting:
            self._page.table(Grid(grid.columns, rows[:fitting]))
        return len(rows) - fitting


def _height(pieces: tuple[TextPiece, ...]) -> int:
    text = "".join(map(piece_text, pieces))
    room = TEXT_WIDTH - COMPACT_CHARACTER  # a punctuation mark that may not begin a line takes a sign along
    return lines_needed(f"　　{text}", room, COMPACT_CHARACTER) * COMPACT_LINE


def lines_of_title(characters: float) -> int:
    """Returns on how many lines a title of so many characters of 二号 stands."""
    return math.ceil(characters * 440 / (TEXT_WIDTH - 440))
