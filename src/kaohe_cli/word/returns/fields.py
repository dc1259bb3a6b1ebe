"""A span of text as values: one field's, or two where a line asks for an office and its phone."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from kaohe_cli.word.returns import values
from kaohe_cli.word.returns.form import Value
from kaohe_cli.word.returns.labels import MULTILINE
from kaohe_cli.word.returns.spans import Span

_NAMES: Final = {"leader", "city_liaison/leader"}
_WITH_PHONE: Final = {"city_liaison/office": "city_liaison/phone", "contact/name": "contact/mobile"}
_PHONES: Final = {"contact/mobile", "city_liaison/phone"}
_CHOICES: Final = {"progress/completed", "forecast/completed", "forecast/eligible"}


class Filled(NamedTuple):
    """A field's value, or the text that should have been one."""

    path: str
    value: Value | None
    """None where the text is not of the field's kind."""
    text: str


def filled_fields(span: Span) -> Iterator[Filled]:
    """Yields what a span fills in; nothing where it holds only a placeholder, dots or blanks."""
    text = values.tidy_lines(values.without_placeholder(span.text))
    if values.is_filler(text):
        return
    path = span.place
    if path in _WITH_PHONE:
        name, phone = values.name_and_phone(text)
        yield from (Filled(path, name, text),) if name else ()
        yield from (Filled(_WITH_PHONE[path], phone, text),) if phone else ()
    elif path.endswith("self_score"):
        yield Filled(path, values.score(text), text)
    else:
        yield Filled(path, _text_value(path, text, is_exact=span.is_exact), text)


def _text_value(path: str, text: str, *, is_exact: bool) -> str:
    if path in _NAMES:
        return values.name(text)
    if path in _PHONES:
        return values.phone(text)
    if path in _CHOICES:
        return values.yes_or_no(text)
    if path.endswith("self_rank"):
        return values.rank(text)
    if path not in MULTILINE:
        text = " ".join(text.split("\n"))
    return text if is_exact else values.without_full_stop(text)
