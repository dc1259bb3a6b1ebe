"""The filters that a template may use, under Chinese names: ``{{ 项.责任单位|顿号 }}``."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kaohe_cli.ooxml.template.values import Paragraphs, Placeholder
from kaohe_cli.query.rows import points
from kaohe_cli.words import folding, prompts
from kaohe_cli.words.dates import date_in
from kaohe_cli.words.numerals import chinese_numeral

_SEVERAL_LINES = re.compile(r"[\r\n\v]")
_ENDS_A_SENTENCE = re.compile(r"[。！？；…：]+[”’）》]*$|[.!?;:]$")


def chinese_date(value: date | str | None) -> str:
    """Returns a date as official documents write it, without leading zeros.

    >>> chinese_date("2021-08-11")
    '2021年8月11日'
    """
    if not value:
        return ""
    day = date_in(value) if isinstance(value, str) else value
    if day is None:
        return str(value)
    return f"{day.year}年{day.month}月{day.day}日"


def score(value: Decimal | int | float | str | None) -> Any:
    """Returns a score without trailing zeros; what is not a number stays as it is."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        value = Decimal(str(value))
    return points(value) if isinstance(value, Decimal) and value.is_finite() else value


def full_width(value: Any) -> str:
    """Returns the text with full-width digits."""
    return "" if value is None else folding.full_width(str(value))


def enumeration(values: Iterable[Any] | str | None) -> str:
    """Returns the items joined by “、”."""
    if values is None or isinstance(values, str):
        return values or ""
    return "、".join(str(value) for value in values)


def to_fill_in(value: Any, name: str = "") -> Any:
    """Returns the value, or a placeholder that asks for it where there is none."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return Placeholder(prompts.prompt(name))
    return value


def full_stop(value: Any) -> str:
    """Returns the “。” that closes a field, or nothing where the value ends by itself.

    It stands behind the first line; a text of several paragraphs is left as it was written.

    >>> full_stop("增长8%"), full_stop("增长8%。"), full_stop(None), full_stop("一是……\\n二是……")
    ('。', '', '。', '')
    """
    text = str(value if value is not None else "").strip()
    return "" if _SEVERAL_LINES.search(text) or _ENDS_A_SENTENCE.search(text) else "。"


def paragraphs(value: Any) -> Any:
    """Marks a text whose lines become paragraphs of their own."""
    return Paragraphs(value) if isinstance(value, str) else value


FILTERS: Mapping[str, Callable[..., object]] = {
    "中文数字": chinese_numeral,
    "日期": chinese_date,
    "分数": score,
    "全角": full_width,
    "顿号": enumeration,
    "待填": to_fill_in,
    "句号": full_stop,
    "分段": paragraphs,
}
