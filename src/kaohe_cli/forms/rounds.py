"""A round of reports (一轮报送): what is reported through a month of a year, 2021-10 or the whole of 2021.

No command asks the clock which round it is (see :meth:`kaohe_cli.workspace.workspace.Workspace.round_meant`).
"""

import re
import unicodedata
from datetime import date
from typing import Final, NamedTuple

from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.words.patterns import regex

FORM_MONTH: Final = 10
"""The month that 附件3 itself reports through (1—10月), where a table lists no round."""
YEAR_END: Final = 12
"""The month whose round is the whole year's."""

_FOLDER: Final = regex(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_WRITTEN: Final = regex(
    r"(?:(?P<year>20\d\d)(?:[-/.]|年))?(?:1[-—–~至](?=\d{1,2}月))?(?P<month>0?[1-9]|1[0-2])月?", re.ASCII
)
HOW_TO_WRITE: Final = "2021-10 或 10（1—10月）"


class Round(NamedTuple):
    """A round: the year, and the month through which it reports. Ordered by time; ``str`` names its folder.

    >>> str(Round(2021, 9)), Round(2021, 9) < Round(2021, 10) < Round(2022, 1)
    ('2021-09', True)
    """

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def spoken(self) -> str:
        """What people call it: 1—10月, 1月, 全年."""
        if self.month == YEAR_END:
            return "全年"
        return f"1—{self.month}月" if self.month > 1 else "1月"

    @property
    def through(self) -> str:
        """What it is called behind 截至: 2021年10月."""
        return f"{self.year}年{self.month}月"


_CARRIED: Final = regex(r"【(?:1—\d{1,2}月|1月|全年)填报的文字，请改成这一轮的】")


def carried(text: str, before: Round) -> str:
    """Returns a text of an earlier round, marked as what it is.

    >>> carried("增长8%", Round(2021, 10))
    '【1—10月填报的文字，请改成这一轮的】增长8%'
    """
    return f"【{before.spoken}填报的文字，请改成这一轮的】{text}"


def carried_mark(text: str) -> str | None:
    """Returns the mark of a text that was carried over from an earlier round, or None."""
    found = _CARRIED.search(text)
    return found[0] if found else None


def round_in(text: str, year: int) -> Round | None:
    """Returns the round that a text names, or None; a bare month is of ``year``.

    >>> [str(round_in(text, 2021)) for text in ("2021-10", "10", "2020-09", "1—10月", "2021年12月")]
    ['2021-10', '2021-10', '2020-09', '2021-10', '2021-12']
    >>> [round_in(text, 2021) for text in ("13", "0", "2021", "十月", "")]
    [None, None, None, None, None]
    """
    found = _WRITTEN.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    return Round(int(found["year"] or year), int(found["month"])) if found else None


def round_of(year: object, month: object) -> Round | None:
    """Returns the round of a year and a month as a file has them, or None where these are none.

    >>> str(round_of(2021, 10)), round_of(2021, True), round_of(99999, 10), round_of("2021", 10)
    ('2021-10', None, None, None)
    """
    if not isinstance(year, int) or not isinstance(month, int) or isinstance(month, bool):
        return None
    return Round(year, month) if _FOLDER.fullmatch(f"{year}-{month:02d}") else None


def round_of_folder(name: str) -> Round | None:
    """Returns the round whose reports a folder of this name holds, or None where it is no such name.

    >>> str(round_of_folder("2021-09")), round_of_folder("2021-9"), round_of_folder("returned")
    ('2021-09', None, None)
    """
    found = _FOLDER.fullmatch(name)
    return Round(int(found[1]), int(found[2])) if found else None


def listed_rounds(table: IndicatorTable) -> tuple[Round, ...]:
    """Returns the rounds that a table lists, in its order, each once."""
    return tuple(dict.fromkeys(Round(table.year, one.through_month) for one in table.rounds))


def due_of(asked: Round, table: IndicatorTable) -> date | None:
    """Returns when the reports of a round are due, or None where that is not set.

    ``report_due``, of before there were rounds, is that of the round of 附件3 itself.
    """
    if asked.year != table.year:
        return None
    for one in table.rounds:
        if one.through_month == asked.month and one.due is not None:
            return one.due
    return table.report_due if asked.month == FORM_MONTH else None
