"""The few filters and tests that every template may use, besides those its caller registers.

Each is safe on any value a template can reach: none turns a list into text, none can make a short
template write a long text, none reads an attribute.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from jinja2 import Undefined
from jinja2 import filters as jinja_filters
from jinja2 import tests as jinja_tests

from kaohe_cli.ooxml.template.values import Paragraphs, Placeholder, as_text

MAX_TEXT: Final = 1_000_000
"""Characters one value may have; a report has a few thousand."""


class Unusable(Exception):  # noqa: N818  (a signal, turned into an error with a place above)
    """A value does not suit a filter or operator; the message says why, in Chinese."""


def text(value: object) -> str:
    """The value as text; lists, mappings and over-long text are refused."""
    if isinstance(value, (Paragraphs, Placeholder)):
        return text(value.text)
    result = as_text(value)
    if result is None:
        refuse_missing(value)
        raise Unusable(
            "这里要的是文字或数字，得到的却是一个列表或一组数据，请写明要其中哪一项，或用 join 等过滤器连起来"
        )
    if len(result) > MAX_TEXT:
        raise Unusable(f"文字超过 {MAX_TEXT} 个字符")
    return result


def refuse_missing(value: object) -> None:
    """Raise, with the name that is missing, when the data has no such value."""
    if isinstance(value, Undefined):
        str(value)


def join(values: object, separator: str = "", attribute: str | None = None) -> str:
    """The items in one text; `attribute` names the key to take of each."""
    chosen = [_item(value, attribute) for value in sequence(values)]
    parts = [text(value) for value in chosen]
    if sum(map(len, parts)) + len(text(separator)) * len(parts) > MAX_TEXT:
        raise Unusable(f"连接后的文字超过 {MAX_TEXT} 个字符")
    return separator.join(parts)


def _item(value: object, attribute: str | None) -> object:
    if attribute is None:
        return value
    if isinstance(value, Mapping) and attribute in value:
        return value[attribute]
    raise Unusable(f"列表里有一项没有“{attribute}”")


def sequence(value: object) -> Sequence[object]:
    """The value as a list; text and numbers are refused."""
    refuse_missing(value)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return value
    raise Unusable("这里要的是一个列表")


def length(value: object) -> int:
    """How many items a list or mapping has, or characters a text."""
    return len(value) if isinstance(value, (Mapping, str)) else len(sequence(value))


def first(value: object) -> object:
    """The first item of a list, or None."""
    return next(iter(sequence(value)), None)


def last(value: object) -> object:
    """The last item of a list, or None."""
    return next(iter(reversed(sequence(value))), None)


def upper(value: object) -> str:
    """The text in capitals."""
    return text(value).upper()


def lower(value: object) -> str:
    """The text in small letters."""
    return text(value).lower()


def trim(value: object) -> str:
    """The text without blanks at its ends."""
    return text(value).strip()


def round_half_up(value: object, digits: int = 0) -> Decimal:
    """The number rounded half up, the way scores are rounded by hand, to 0–10 digits."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)) or not 0 <= digits <= 10:
        raise Unusable("round 只用于数字，小数位数为 0 至 10")
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


BUILTIN_FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "default": jinja_filters.do_default,
    "first": first,
    "join": join,
    "last": last,
    "length": length,
    "lower": lower,
    "round": round_half_up,
    "trim": trim,
    "upper": upper,
}

_TEST_NAMES = ("defined", "undefined", "none", "odd", "even", "number", "string", "true", "false", "in")
BUILTIN_TESTS: Final[Mapping[str, Any]] = {name: jinja_tests.TESTS[name] for name in _TEST_NAMES}
