"""A span of text as values: one field's, or two where a line asks for an office and its phone."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kaohe_cli.query.entries import PHONES
from kaohe_cli.word.returns import values
from kaohe_cli.word.returns.form import Value
from kaohe_cli.word.returns.labels import MULTILINE
from kaohe_cli.word.returns.lines import fold
from kaohe_cli.word.returns.spans import Span

_NAMES: Final = {"leader", "city_liaison/leader"}
_WITH_PHONE: Final = {"city_liaison/office": "city_liaison/phone", "contact/name": "contact/mobile"}
_ONLY_PHONE: Final = re.compile(r"[\d \-—()/、+]{7,40}[。;,]?")
_CHOICES: Final = {"progress/completed", "forecast/completed", "forecast/eligible"}


class Filled(NamedTuple):
    """A field's value, and the text around it that is not part of it."""

    path: str
    value: Value | None
    """None where the text is not of the field's kind."""
    text: str
    rest: str = ""
    """What stands behind the value and belongs to no field."""


def filled_fields(span: Span) -> Iterator[Filled]:
    """Yields what a span fills in; nothing where it holds only a placeholder, dots or blanks.

    A field of one line ends where its line ends: a signature or a remark below it is not part of it.
    """
    text = values.tidy_lines(values.without_placeholder(span.text))
    if values.is_filler(text):
        return
    path, rest = span.place, ""
    if path not in MULTILINE and not span.is_exact:
        text, _, rest = text.partition("\n")
        if path in _WITH_PHONE and _ONLY_PHONE.fullmatch(fold(rest)):
            text, rest = f"{text} {rest}", ""
    if path in _WITH_PHONE:
        name, phone = values.name_and_phone(text)
        yield from (Filled(path, name, text, rest),) if name else ()
        yield from (Filled(_WITH_PHONE[path], phone, text, "" if name else rest),) if phone else ()
    elif path in PHONES:
        phone, behind = values.phone(text)
        yield Filled(path, phone, text, "\n".join(filter(None, (behind, rest))))
    elif path.endswith("self_score"):
        yield Filled(path, values.score(text), text, rest)
    else:
        yield Filled(path, _text_value(path, text, span), text, rest)


def _text_value(path: str, text: str, span: Span) -> str:
    if path in _NAMES:
        return values.name(text)
    if path in _CHOICES:
        return values.yes_or_no(text)
    if path.endswith("self_rank"):
        return values.rank(text)
    if span.is_exact:
        return text
    return values.without_full_stop(text, is_printed=span.anchor.bookmark is not None)
