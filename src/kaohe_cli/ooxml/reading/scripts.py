"""Raised and lowered characters as Unicode has them: 10⁴, CO₂; and signs in circles: ①."""

import unicodedata
from functools import cache
from typing import Final

_DASHES: Final = {"-": "−", "–": "−", "－": "−"}
_RAISED: Final = (
    *((0x00B2, 0x00B4), (0x00B9, 0x00BA), (0x02B0, 0x02B9), (0x02E1, 0x02E4)),
    *((0x1D2C, 0x1D62), (0x2070, 0x2080)),
)
_LOWERED: Final = ((0x1D62, 0x1D6B), (0x2080, 0x209D), (0x2C7C, 0x2C7D))
"""Where Unicode has them, but for ª and º, which are ordinal signs."""
_CIRCLED: Final = ((0x2460, 0x2474), (0x24B6, 0x24EB), (0x3251, 0x3260), (0x3280, 0x32C0), (0x32D0, 0x3300))
_CIRCLES: Final = frozenset("○〇◯⭘O◦")
_BOXES: Final = frozenset("□☐▢")
_TICKS: Final = {**dict.fromkeys("√✓✔", "☑"), **dict.fromkeys("×✗✘X", "☒")}


def raised(text: str) -> str | None:
    """The text as superscript; None where Unicode has not all of its letters and digits so.

    >>> raised("4"), raised("-3"), raised("[1]"), raised("注")
    ('⁴', '⁻³', '[¹]', None)
    """
    return _in_script(text, _found("<super>", _RAISED))


def lowered(text: str) -> str | None:
    """The text as subscript; None where Unicode has not all of its letters and digits so.

    >>> lowered("2"), lowered("2.5"), lowered("水")
    ('₂', '₂.₅', None)
    """
    return _in_script(text, _found("<sub>", _LOWERED))


def enclosed(mark: str, text: str) -> str | None:
    """The sign for a text in a circle or box, None where Unicode has none.

    >>> enclosed("○", "1"), enclosed("○", "３５"), enclosed("□", "√"), enclosed("○", "重")
    ('①', '㉟', '☑', None)
    """
    plain = unicodedata.normalize("NFKC", text.strip())
    if mark in _CIRCLES:
        return _found("<circle>", _CIRCLED).get(plain)
    return _TICKS.get(plain) if mark in _BOXES else None


def _in_script(text: str, known: dict[str, str]) -> str | None:
    shown = []
    for character in unicodedata.normalize("NFKC", text):
        character = _DASHES.get(character, character)
        if character not in known and character.isalnum():
            return None
        shown.append(known.get(character, character))
    return "".join(shown)


@cache
def _found(kind: str, ranges: tuple[tuple[int, int], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for first, end in ranges:
        for code in range(first, end):
            name, *parts = unicodedata.decomposition(chr(code)).split() or [""]
            if name == kind:
                found.setdefault("".join(chr(int(part, 16)) for part in parts), chr(code))
    return found
