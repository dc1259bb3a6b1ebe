"""Deadlines that stand in another year than the table: as a rule they were copied from the year before."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from kaohe_cli.words.patterns import regex
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.workspace import Workspace

_LAST_MONTH: Final = 3
"""A year is settled in the first quarter of the next: the claims of 2021 were due on 2022-02-01, and its last
step ends “2022年3月底前” (渝府办发〔2021〕83号). A deadline in April of the next year is of another table."""

# 2021-06-30, 2021/6/30, 2021.6, 2021年6月底, 2021年底; a text without a year is of the table's own.
_DATE: Final = regex(
    r"(?<!\d)(?P<year>20\d{2})(?:\s*年(?:\s*(?P<month>\d{1,2})\s*月)?|[-/.．](?P<number>\d{1,2})(?!\d))(?P<before>前)?"
)


def deadlines_are_in_the_year(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH604 for each row and round that is due outside the table's year."""
    loaded = workspace.indicators
    table = loaded.model
    if table is None:
        return
    for place in table.criteria():
        due = place.criterion.due
        if due is not None and not is_of_year(due, table.year):
            message = f"{place.criterion.id} 的完成时限“{due}”不在 {table.year} 年"
            yield loaded.finding(
                "KH604", message, place.criterion, "due", hint=_how(table.year), severity="warning"
            )
    for one in table.rounds:
        if one.due is not None and not _is_between(one.due, table.year):
            message = f"1—{one.through_month}月报送的截止日期 {one.due} 不在 {table.year} 年"
            yield loaded.finding("KH604", message, one, "due", hint=_how(table.year), severity="warning")


def is_of_year(text: str, year: int) -> bool:
    """True where the last date that a text names is in a year, or in the quarter in which that is settled.

    A text that names no year is of the table's own; “2021年前” is the end of 2020.

    >>> [is_of_year(text, 2021) for text in ("6月底前", "2021-06-30", "2022年3月底前", "2020.6—2021.5")]
    [True, True, True, True]
    >>> [is_of_year(text, 2021) for text in ("2020-06-30", "2022年6月底前", "2021年前", "2022年")]
    [False, False, False, False]
    """
    named = [_month_of(found) for found in _DATE.finditer(text)]
    return not named or (year, 1) <= max(named) <= (year + 1, _LAST_MONTH)


def _month_of(found: re.Match[str]) -> tuple[int, int]:
    """Returns year and month of a date; of a bare year its last month."""
    year, month = int(found["year"]), found["month"] or found["number"]
    if month:
        return year, int(month)
    return (year - 1, 12) if found["before"] else (year, 12)


def _is_between(due: date, year: int) -> bool:
    return (year, 1) <= (due.year, due.month) <= (year + 1, _LAST_MONTH)


def _how(year: int) -> str:
    return f"核对年份；{year} 年的事项，到 {year + 1} 年 {_LAST_MONTH} 月为止都算"
