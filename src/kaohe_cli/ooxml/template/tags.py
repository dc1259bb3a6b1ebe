"""Finding tags in text, and writing their code the way Jinja expects it.

Word and WPS turn quotes curly and office staff type full-width braces: `｛｛ 项．名称 ｜ 待填（“无”） ｝｝`
means `{{ 项.名称 | 待填("无") }}`. What stands between quotes is left as it was typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from kaohe_cli.words.control import CONTROL

MAX_CODE: Final = 1000
"""More characters than any sensible tag has; keeps the parser from deep nesting."""

_DELIMITERS: Final = str.maketrans("｛｝％＃", "{}%#")
_OPENING: Final = re.compile(r"\{[{%#]")
_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_ANY_DELIMITER: Final = re.compile(r"\{[{%#]|[}%#]\}")
_DOUBLE: Final = '"“”„‟＂'
_SINGLE: Final = "'‘’‚‛＇"


class Unfinished(ValueError):  # noqa: N818  (a signal between two functions of this module's users)
    """A tag that begins at `start` has no end, or an end that begins there has no beginning."""

    def __init__(self, start: int, text: str) -> None:
        super().__init__(text)
        self.start = start
        self.text = text


@dataclass(frozen=True)
class Span:
    """A tag in a text: where it stands and what it says."""

    start: int
    end: int
    opening: str
    """`{{`, `{%` or `{#`."""
    text: str
    """As typed, delimiters included."""
    code: str
    """In Jinja's spelling, without delimiters; empty for a comment."""


def scan(text: str) -> list[Span]:
    """All tags of one paragraph's text, in order.

    Raises Unfinished for a tag without an end and for a `}}` without a beginning.
    """
    plain = text.translate(_DELIMITERS)
    spans: list[Span] = []
    position = 0
    while match := _OPENING.search(plain, position):
        _refuse_stray_end(plain, position, match.start())
        end = _tag_end(plain[match.end() : match.end() + 2 * MAX_CODE], match.group())
        if end is None:
            raise Unfinished(match.start(), text[match.start() :])
        end += match.end()
        spans.append(_span(text, plain, match.start(), end))
        position = end
    _refuse_stray_end(plain, position, len(plain))
    return spans


def half_width(text: str) -> str:
    """A text in which full-width braces and the like are plain ones; as long as before."""
    return text.translate(_DELIMITERS)


def opening_of(text: str) -> str:
    """The delimiter with which a text begins, in plain characters; "" without one.

    >>> opening_of("｛％ if 1 ％｝")
    '{%'
    """
    begun = half_width(text[:2])
    return begun if begun in _CLOSING else ""


def _refuse_stray_end(plain: str, start: int, end: int) -> None:
    stretch = plain[start:end]
    found = _stray_braces(stretch)
    if found < 0 and "{" not in stretch:
        found = stretch.find("%}")
    if found >= 0:
        raise Unfinished(start + found, stretch[max(0, found - 12) : found + 2])


def _stray_braces(text: str) -> int:
    """Where two braces close that no two opened, which may be apart as in `{a: {b: 1}}`; -1 nowhere."""
    depth = 0
    for place, character in enumerate(text):
        if character == "{":
            depth += 1
        elif character == "}":
            if depth < 2 and text.startswith("}}", place):
                return place
            depth = max(0, depth - 1)
    return -1


def _span(text: str, plain: str, start: int, end: int) -> Span:
    opening = plain[start : start + 2]
    code = "" if opening == "{#" else canonical(text[start + 2 : end - 2])
    if opening == "{%":
        code = code.strip("-+ ")
    return Span(start, end, opening, text[start:end], code)


def _tag_end(plain: str, opening: str) -> int | None:
    """The offset after the delimiter that closes a tag; delimiters between quotes do not count."""
    closing = _CLOSING[opening]
    if opening == "{#":
        found = plain.find(closing)
        return None if found < 0 else found + 2
    position = 0
    while position < len(plain):
        if plain.startswith(closing, position):
            return position + 2
        position = _literal_end(plain, position) or position + 1
    return None


def _literal_end(text: str, start: int) -> int | None:
    """The offset after the quoted text that begins at `start`, if one does.

    The quote that matches is preferred; when that would swallow a delimiter (one quote of the pair
    was made curly and the other not), any quote of the same family closes.
    """
    family = _family(text[start])
    if not family:
        return None
    loose = _next_quote(text, start, family)
    strict = _matching_quote(text, start)
    if loose is None or strict is None:
        return loose
    swallowed = _ANY_DELIMITER.search(text, start + 1, strict)
    if swallowed and not _ANY_DELIMITER.search(text, start + 1, loose):
        return loose
    return strict


def _family(character: str) -> str:
    return next((family for family in (_DOUBLE, _SINGLE) if character in family), "")


def _next_quote(text: str, start: int, family: str) -> int | None:
    position = start + 1
    while position < len(text):
        if text[position] == "\\":
            position += 2
        elif text[position] in family:
            return position + 1
        else:
            position += 1
    return None


def _matching_quote(text: str, start: int) -> int | None:
    """The end of a literal, curly quotes inside curly ones counted."""
    opening = text[start]
    closing = {"“": "”", "‘": "’"}.get(opening, opening)
    depth, position = 1, start + 1
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif character == closing:
            depth -= 1
        elif character == opening:
            depth += 1
        position += 1
        if not depth:
            return position
    return None


def canonical(code: str) -> str:
    """Code in Jinja's spelling: straight quotes, half-width punctuation, plain spaces.

    >>> canonical(' 项．名称｜待填（“基本情况”） ')
    '项.名称|待填("基本情况")'
    """
    parts: list[str] = []
    position = 0
    while position < len(code):
        end = _literal_end(code, position)
        if end is None:
            parts.append(_half_width(code[position]))
            position += 1
        else:
            parts.append(_quoted(code[position + 1 : end - 1]))
            position = end
    return _without_whitespace_control("".join(parts)).strip()


def _half_width(character: str) -> str:
    if character.isspace() or unicodedata.category(character) in {"Zs", "Cc"}:
        return " "
    if CONTROL.match(character):
        return ""
    if "！" <= character <= "～" and not character.isalnum():
        return chr(ord(character) - 0xFEE0)
    return character


def _quoted(content: str) -> str:
    """A literal in straight double quotes; escapes are kept, bare double quotes are escaped."""
    pairs = re.sub(
        r'\\.|"', lambda found: found[0] if len(found[0]) == 2 else '\\"', content, flags=re.DOTALL
    )
    return '"' + re.sub(r"[\r\n\t]", " ", pairs) + '"'


def _without_whitespace_control(code: str) -> str:
    """Drop the `-` and `+` of `{%- … -%}`: Word has no blank space between tags to control."""
    return re.sub(r"^[-+](?=\s)|(?<=\s)[-+]$", "", code)
