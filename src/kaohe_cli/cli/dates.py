"""Dates in options."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from kaohe_cli.cli.output import remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.words.dates import HOW_TO_WRITE, date_in, has_year

if TYPE_CHECKING:
    from kaohe_cli.workspace.workspace import Workspace


def today() -> date:
    """Returns the day it is here."""
    return datetime.now().astimezone().date()


def day_of(option: str, text: str | None, workspace: "Workspace") -> date | None:
    """Returns the day that an option names, None where it is not set.

    A day without a year is of the year of the tables, and that is said.

    Raises:
        WrongUseError: the text is no date such as 2021-11-15.
    """
    if text is None:
        return None
    if day := date_in(text):
        return day
    year = workspace.tables().indicators.year
    day = None if has_year(text) else date_in(text, year)
    if day is None:
        raise WrongUseError(f"{option} 的“{text}”不是日期，请写成 {HOW_TO_WRITE}")
    remark(f"{option} 的“{text.strip()}”没有写年份，按表的考核年度读作 {day.isoformat()}")
    return day
