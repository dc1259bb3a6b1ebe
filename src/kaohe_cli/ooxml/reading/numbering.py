"""Automatic numbers of paragraphs, as Word shows them: “1.”, “（一）”."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import P_PR, VAL, w
from kaohe_cli.ooxml.wml.nodes import first_child
from kaohe_cli.words.folding import full_width
from kaohe_cli.words.numerals import chinese_numeral, circled, legal_numeral

_NUM_PR: Final = w("numPr")
_PLACE = re.compile(r"%([1-9])")
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST: Final = 9999
_DEEPEST: Final = 40
"""Styles based on styles; more is a mistake or a circle."""


@dataclass(frozen=True)
class _Level:
    start: int
    kind: str
    text: str
    restarts: bool
    legal: bool


@dataclass
class _List:
    """An abstract list: its levels and how far each has been counted."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Counts the numbered paragraphs of a part; to be asked in the order of the text."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, Element] = {}
        self._started: set[tuple[str, int]] = set()
        named = () if styles is None or numbering is None else styles.iter(w("style"))
        self._styles = {style.get(w("styleId"), ""): style for style in named}
        self._of_style: dict[str, tuple[str, int] | None] = {}
        if numbering is not None:
            self._nums = {num.get(w("numId"), ""): num for num in numbering.iter(w("num"))}
            for abstract in numbering.iter(w("abstractNum")):
                levels = {_number(node, w("ilvl"), 0): _level(node) for node in abstract.iter(w("lvl"))}
                self._lists[abstract.get(w("abstractNumId"), "")] = _List(levels)
        self._default_style = next((key for key, s in self._styles.items() if _is_default(s)), "")

    def next(self, properties: Element | None, style: str) -> str:
        """The number of the next paragraph, "" where it has none."""
        if not self._lists:
            return ""
        found = self._place(properties, style)
        if found is None:
            return ""
        num_id, level_number = found
        listed = self._list(num_id)
        if listed is None or level_number not in listed.levels:
            return ""
        level = self._level_of(num_id, listed, level_number)
        self._count(num_id, listed, level_number, level)
        if level.kind in {"bullet", "none"}:
            return ""
        return _PLACE.sub(lambda place: self._shown(num_id, listed, int(place[1]) - 1, level), level.text)

    def _place(self, properties: Element | None, style: str) -> tuple[str, int] | None:
        own = None if properties is None else first_child(properties, _NUM_PR)
        inherited = self._style_place(style or self._default_style)
        if own is None:
            return inherited
        number, level = own.find(w("numId")), own.find(w("ilvl"))
        num_id = number.get(VAL, "") if number is not None else inherited[0] if inherited else ""
        if num_id in {"", "0"}:
            return None
        return num_id, _number(level, VAL, inherited[1] if inherited else 0)

    def _style_place(self, style: str) -> tuple[str, int] | None:
        if style not in self._of_style:
            self._of_style[style] = self._find_style_place(style)
        return self._of_style[style]

    def _find_style_place(self, style: str) -> tuple[str, int] | None:
        level: int | None = None
        for _ in range(_DEEPEST):
            node = self._styles.get(style)
            if node is None:
                return None
            own = node.find(f"{P_PR}/{w('numPr')}")
            if own is not None:
                number, depth = own.find(w("numId")), own.find(w("ilvl"))
                level = _number(depth, VAL, 0) if level is None and depth is not None else level
                if number is not None:
                    num_id = number.get(VAL, "0")
                    return (num_id, level or 0) if num_id != "0" else None
            base = node.find(w("basedOn"))
            style = "" if base is None else base.get(VAL, "")
        return None

    def _list(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        abstract = None if num is None else num.find(w("abstractNumId"))
        return None if abstract is None else self._lists.get(abstract.get(VAL, ""))

    def _override(self, num_id: str, level: int) -> Element | None:
        for node in self._nums[num_id].iter(w("lvlOverride")):
            if _number(node, w("ilvl"), 0) == level:
                return node
        return None

    def _level_of(self, num_id: str, listed: _List, level: int) -> _Level:
        override = self._override(num_id, level)
        own = None if override is None else override.find(w("lvl"))
        return _level(own) if own is not None else listed.levels[level]

    def _count(self, num_id: str, listed: _List, number: int, level: _Level) -> None:
        override = self._override(num_id, number)
        start = None if override is None else override.find(w("startOverride"))
        if start is not None and (num_id, number) not in self._started:
            self._started.add((num_id, number))
            listed.counts[number] = _number(start, VAL, level.start)
        else:
            listed.counts[number] = listed.counts.get(number, level.start - 1) + 1
        for deeper in [key for key in listed.counts if key > number]:
            if listed.levels[deeper].restarts:
                del listed.counts[deeper]

    def _shown(self, num_id: str, listed: _List, number: int, asking: _Level) -> str:
        if number not in listed.levels:
            return ""
        level = self._level_of(num_id, listed, number)
        return _formatted(listed.counts.get(number, level.start), "decimal" if asking.legal else level.kind)


def _level(node: Element) -> _Level:
    def value(name: str, default: str) -> str:
        found = node.find(w(name))
        return default if found is None else found.get(VAL, default)

    start = value("start", "0")
    return _Level(
        start=int(start) if start.isdigit() else 0,
        kind=value("numFmt", "decimal"),
        text=value("lvlText", ""),
        restarts=value("lvlRestart", "") != "0",
        legal=node.find(w("isLgl")) is not None,
    )


def _number(node: Element | None, attribute: str, default: int) -> int:
    text = "" if node is None else node.get(attribute, "")
    return int(text) if text.isdigit() and text.isascii() else default


def _is_default(style: Element) -> bool:
    return style.get(w("type")) == "paragraph" and style.get(w("default")) in {"1", "true", "on"}


def _formatted(number: int, kind: str) -> str:
    write = _FORMATS.get(kind)
    return write(number) if write is not None and 0 < number <= _LARGEST else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    **dict.fromkeys(
        (
            "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
            "japaneseDigitalTenThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting",
        ),
        chinese_numeral,
    ),
    "chineseLegalSimplified": legal_numeral,
    "ideographLegalTraditional": legal_numeral,
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalFullWidth": lambda number: full_width(str(number)),
    "decimalFullWidth2": lambda number: full_width(str(number)),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalZero": lambda number: f"{number:02d}",
    "ideographEnclosedCircle": lambda number: f"（{chinese_numeral(number)}）",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}  # fmt: skip
