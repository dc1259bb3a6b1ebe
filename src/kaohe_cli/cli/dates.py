"""Dates in options."""

from datetime import date, datetime

from kaohe_cli.exceptions import WrongUseError


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
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise WrongUseError(f"{option} 的“{text}”不是日期，请写成 2021-11-15 的样子") from error
