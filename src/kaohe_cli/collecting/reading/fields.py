"""A span of text as values: one field's, or two where a line asks for an office and its phone."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kaohe_cli.collecting.reading import values
from kaohe_cli.collecting.reading.form import Value
from kaohe_cli.collecting.reading.spans import Span
from kaohe_cli.forms.record import Field
from kaohe_cli.words.folding import fold
from kaohe_cli.words.masks import unwrapped
from kaohe_cli.words.prompts import without_prompts

_ONLY_PHONE: Final = re.compile(r"[\d \-—()/、+]{7,40}[。;,]?")
_DIGIT: Final = re.compile(r"\d")
_SEVERAL_LINES: Final = frozenset({"paragraphs", "line"})


class Filled(NamedTuple):
    """A field's value, and the text around it that is not part of it."""

    path: str
    value: Value | None
    """None where the text is not of the field's kind."""
    text: str
    rest: str = ""
    """What stands behind the value and belongs to no field."""
    is_hedged: bool = False
    """Whether words beside a score qualify it: 约2.8, 2.8（预估）."""


def filled_fields(span: Span, field: Field) -> Iterator[Filled]:
    """Yields what a span fills in; nothing where it holds only a placeholder, dots or blanks.

    A field of one line ends where its line ends: a signature or a remark below it is not part of it.
    """
    text = unwrapped(values.tidy_lines(without_prompts(span.text)))
    if values.is_filler(text):
        return
    rest = ""
    if field.kind not in _SEVERAL_LINES and not span.is_exact:
        text, _, rest = text.partition("\n")
        if field.phone and _ONLY_PHONE.fullmatch(fold(rest)):
            text, rest = f"{text} {rest}", ""
    if field.phone:
        name, phone = values.name_and_phone(text)
        yield from (Filled(field.key, name, text, rest),) if name else ()
        yield from (Filled(field.phone, phone, text, "" if name else rest),) if phone else ()
    elif field.kind == "phone":
        phone, behind = values.phone(text)
        yield Filled(field.key, phone, text, "\n".join(filter(None, (behind, rest))))
    elif field.kind == "score":
        score = values.score(text)
        hedged = score is not None and score.is_hedged
        yield Filled(field.key, score and score.points, text, rest, hedged)
    else:
        yield Filled(field.key, _value(field, text, span), text, rest)


def _value(field: Field, text: str, span: Span) -> Value | None:
    match field.kind:
        case "number":
            return values.number(text)
        case "date":
            return values.day(text)
        case "person" | "office":
            return values.name(text)
        case "choice":
            return values.choice(text, field.choices)
        case "rank":
            return values.rank(text)
    if span.is_exact:
        return text
    return values.without_full_stop(text, is_printed=span.anchor.bookmark is not None)
