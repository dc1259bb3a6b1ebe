"""Dates in options."""

import re
from datetime import date, datetime

from kaohe_cli.exceptions import WrongUseError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def today() -> date:
    """Returns the day it is here."""
    return datetime.now().astimezone().date()


def day_of(option: str, text: str | None) -> date | None:
    """Returns the day that an option names, None where it is not set.

    Raises:
        WrongUseError: the text is no date such as 2021-11-15.
    """
    if text is None:
        return None
    try:
        if _DATE.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise WrongUseError(f"{option} 的“{text}”不是日期，请写成 2021-11-15 的样子")
