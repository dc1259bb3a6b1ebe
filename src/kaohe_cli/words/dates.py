"""Dates as people write them: 2021-11-15, 2021/11/15, 2021年11月15日, 11月15日."""

import re
import unicodedata
from datetime import date
from typing import Final

from kaohe_cli.words.patterns import regex

WITH_YEAR: Final = r"\d{4}(-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2}|年\d{1,2}月\d{1,2}日)"
WITHOUT_YEAR: Final = r"\d{1,2}月\d{1,2}日"
_WITH_YEAR: Final = regex(WITH_YEAR, re.ASCII)
_WITHOUT_YEAR: Final = regex(WITHOUT_YEAR, re.ASCII)
_NUMBERS: Final = regex(r"\d+", re.ASCII)

HOW_TO_WRITE: Final = "2021-11-15、2021/11/15 或 2021年11月15日"


def date_in(text: str, year: int | None = None) -> date | None:
    """Returns the day that a text is, or None; one without a year is of ``year``, where that is given.

    >>> [str(date_in(text)) for text in ("2021/11/5", "２０２１年11月15日", "2021-02-30", "11月15日")]
    ['2021-11-05', '2021-11-15', 'None', 'None']
    >>> str(date_in("11月15日", 2021))
    '2021-11-15'
    """
    plain = "".join(unicodedata.normalize("NFKC", text).replace("号", "日").split())
    if _WITHOUT_YEAR.fullmatch(plain) and year is not None:
        plain = f"{year}年{plain}"
    if not _WITH_YEAR.fullmatch(plain):
        return None
    try:
        return date(*map(int, _NUMBERS.findall(plain)))
    except ValueError:
        return None


def has_year(text: str) -> bool:
    """False for 11月15日.

    >>> has_year("2021年11月15日"), has_year("11月15日")
    (True, False)
    """
    return len(_NUMBERS.findall(unicodedata.normalize("NFKC", text))) > 2
