"""The Jinja environment: mapping keys and list items only, bounded arithmetic, strict about names."""

import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from jinja2 import StrictUndefined, UndefinedError, nodes
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kaohe_cli.ooxml.template.filters import (
    BUILTIN_FILTERS,
    BUILTIN_TESTS,
    MAX_TEXT,
    Unusable,
    refuse_missing,
)

MAX_NUMBER: Final = 10**15
"""Numbers past this are no scores, amounts or counts; bounds what arithmetic can make."""

_LOOP_NAMES: Final = frozenset(
    ("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem")
)
_ARITHMETIC: Final[Mapping[str, Callable[[Any, Any], object]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}

# Seven characters that no Word file holds; a template that does is refused before it is translated.
BLOCK_START, BLOCK_END, VALUE_START, VALUE_END, COMMENT_START, COMMENT_END, SLOT = (
    chr(0x10FFF0 + number) for number in range(7)
)
RESERVED_CHARACTERS: Final = "".join(chr(0x10FFF0 + number) for number in range(7))


class MissingNameError(UndefinedError):
    """A name that the data does not have, with the names that stood beside it."""

    def __init__(self, name: str, beside: list[str], message: str | None) -> None:
        super().__init__(message)
        self.name = name
        self.beside = beside


class StrictMissing(StrictUndefined):
    """Stands for a missing name; any use of it but `default` and `is defined` raises MissingNameError."""

    def __init__(
        self, hint: str | None = None, obj: Any = None, name: str | None = None, exc: Any = None
    ) -> None:
        beside = [key for key in obj if isinstance(key, str)] if isinstance(obj, Mapping) else []
        error: Any = exc or functools.partial(MissingNameError, name or "loop", beside)
        super().__init__(hint, obj, name, error)


class Sandbox(ImmutableSandboxedEnvironment):
    """Reaches nothing of a Python object; whatever code gets past the syntax check finds no door here."""

    intercepted_binops = frozenset((*_ARITHMETIC, "**"))

    def __init__(
        self, filters: Mapping[str, Callable[..., object]], tests: Mapping[str, Callable[..., object]]
    ) -> None:
        super().__init__(
            block_start_string=BLOCK_START,
            block_end_string=BLOCK_END,
            variable_start_string=VALUE_START,
            variable_end_string=VALUE_END,
            comment_start_string=COMMENT_START,
            comment_end_string=COMMENT_END,
            keep_trailing_newline=True,
            undefined=StrictMissing,
            optimized=False,  # constants are not worked out while compiling, before any limit counts
            autoescape=False,  # every value passes our own filters, which escape for Word
            cache_size=0,
        )
        self.filters = {**BUILTIN_FILTERS, **filters}
        self.tests = {**BUILTIN_TESTS, **tests}
        self.checked: dict[str, nodes.Template] = {}
        """The expressions that were found to be allowed."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of a mapping's key, or of one of the documented names of `loop`."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]  # nearly every tag comes this way
        if isinstance(obj, LoopContext) and attribute in _LOOP_NAMES:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The value of a mapping's key, or an item or a slice of a list or text."""
        refuse_missing(obj)
        if isinstance(obj, Mapping) and isinstance(argument, (str, int)) and argument in obj:
            return obj[argument]
        if isinstance(obj, Sequence) and isinstance(argument, (int, slice)):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(obj=obj, name=str(argument))
        return self.undefined(obj=obj, name=str(argument))

    def call(self, *_args: Any, **_kwargs: Any) -> Any:
        """Refuse; templates call nothing."""
        raise Unusable("模板里不能调用函数")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Arithmetic on numbers, and `+` on two texts, within bounds."""
        return calculate(operator, left, right)


def calculate(sign: str, left: object, right: object) -> object:
    """The result of an operation on two numbers, or of `+` on two texts."""
    refuse_missing(left)
    refuse_missing(right)
    if sign == "+" and isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > MAX_TEXT:
            raise Unusable(f"文字超过 {MAX_TEXT} 个字符")
        return left + right
    if sign not in _ARITHMETIC or not (_is_number(left) and _is_number(right)):
        raise Unusable(f"“{sign}”两边要是数字")
    try:
        result: object = _ARITHMETIC[sign](*_comparable(left, right))
    except ArithmeticError:
        raise Unusable(f"“{sign}”算不出结果（例如除数为 0）") from None
    if not _is_number(result):
        raise Unusable(f"“{sign}”的结果太大")
    return result


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and -MAX_NUMBER <= value <= MAX_NUMBER


def _comparable(left: Any, right: Any) -> tuple[Any, Any]:
    """The two numbers, as decimals when one of them is: Python does not add a float to a Decimal."""
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return Decimal(str(left)), Decimal(str(right))
    return left, right
