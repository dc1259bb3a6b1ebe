"""What Word shows for a field that keeps no result in the file: EQ, SYMBOL, a button."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from kaohe_cli.ooxml.reading.formulas import fraction, operator, root, subscript, superscript
from kaohe_cli.ooxml.reading.scripts import enclosed
from kaohe_cli.ooxml.reading.symbols import symbol

_SHOW_NOTHING: Final = frozenset(
    (
        *("ADVANCE", "ASK", "BOOKMARK", "HYPERLINK", "PRIVATE", "RD", "SET", "TA", "TC", "XE"),
        *("FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT"),
    )
)
"""Index entries and the like; links without words; old form fields, which the field's properties show."""
_COMPUTED: Final = frozenset({"EQ", "SYMBOL"})
_SYMBOL: Final = re.compile(
    r"\s*SYMBOL\s+(?P<code>0x[0-9a-f]+|\d+|\S)(?P<options>.*)", re.IGNORECASE | re.DOTALL
)
_FONT: Final = re.compile(r'\\f\s*(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_BUTTON: Final = re.compile(r"\s*(?:MACRO|GOTO)BUTTON\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)
_DECORATION: Final = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)')
"""How Word's phonetic guide is laid out: `\\* jc2 \\* "Font:宋体"`."""
_DEEPEST: Final = 40


class Shown(NamedTuple):
    """What a field shows."""

    text: str
    ruby: str = ""
    """The phonetic guide above the text."""
    beside: str = ""
    """What of it is not in the text."""


def name_of(code: str) -> str:
    """The first word of a field's code."""
    words = code.split(maxsplit=1)
    return words[0].upper() if words else ""


def is_computed(code: str) -> bool:
    """Whether Word shows what the code says, whatever result the file keeps."""
    return name_of(code) in _COMPUTED


def shown_by(code: str) -> Shown | None:
    """What a field without a result shows, None where that is not known.

    >>> shown_by(r"eq \\o\\ac(○,1)"), shown_by(r"EQ \\f(3,4)"), shown_by("PAGE")
    (Shown(text='①', ruby='', beside=''), Shown(text='3/4', ruby='', beside=''), None)
    """
    name = name_of(code)
    if name in _SHOW_NOTHING or not name:
        return Shown("")
    if name == "EQ":
        return _Equation(_DECORATION.sub("", code.strip()[2:])).read()
    if name == "SYMBOL":
        return _symbol(code)
    button = _BUTTON.fullmatch(code)
    return Shown(button[1].strip()) if button else None


def _symbol(code: str) -> Shown | None:
    found = _SYMBOL.fullmatch(code)
    if found is None:
        return None
    written, font = found["code"], _FONT.search(found["options"])
    is_number = written.isdigit() or written.lower().startswith("0x")
    place = int(written, 0 if written.lower().startswith("0x") else 10) if is_number else ord(written)
    sign = symbol((font[1] or font[2]) if font else "", place)
    return None if sign is None else Shown(sign)


class _UnknownError(Exception):
    """An equation has something that is not known here."""


class _Equation:
    """Reads the code behind EQ."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._at = 0
        self._ruby: list[str] = []
        self._beside: list[str] = []

    def read(self) -> Shown | None:
        try:
            text = self._text(ends="", depth=0).strip()
        except (_UnknownError, IndexError):
            return None
        return Shown(text, "".join(self._ruby), "、".join(self._beside))

    def _text(self, ends: str, depth: int) -> str:
        if depth > _DEEPEST:
            raise _UnknownError
        shown, brackets = "", 0
        while self._at < len(self._code):
            sign = self._code[self._at]
            if sign in ends and not brackets:
                return shown
            self._at += 1
            if sign == "\\":
                shown += self._command(depth)
            else:
                brackets += (sign == "(") - (sign == ")") if ends else 0
                shown += sign
        if ends:
            raise _UnknownError
        return shown

    def _command(self, depth: int) -> str:
        name = self._code[self._at].lower()
        self._at += 1
        if not name.isalpha():
            return name
        options = self._options()
        if name == "d":
            return ""
        if self._code[self._at : self._at + 1] != "(":
            raise _UnknownError
        write = _EQUATIONS.get(name)
        if write is not None:
            return write(options, self._arguments(depth))
        if name not in "os":
            raise _UnknownError
        return self._overlaid(depth) if name == "o" else self._moved(options, depth)

    def _options(self) -> list[str]:
        """The options up to the bracket: `\\up5`, `\\lc\\{`."""
        options: list[str] = []
        while self._at < len(self._code) and self._code[self._at] != "(":
            found = re.compile(r"\s*\\([a-z]+)\s*(\d*)\s*", re.IGNORECASE).match(self._code, self._at)
            if found is None:
                found = re.compile(r"\s+").match(self._code, self._at)
                if found is None:
                    raise _UnknownError
                self._at = found.end()
                continue
            self._at = found.end()
            option = found[1].lower()
            if option in {"bc", "lc", "rc", "fc", "vc"}:
                option += self._code[self._at + 1]
                self._at += 2
            options.append(option)
        return options

    def _arguments(self, depth: int) -> list[str]:
        arguments: list[str] = []
        self._at += 1
        while True:
            arguments.append(self._text(",;，；)", depth + 1).strip())
            self._at += 1
            if self._code[self._at - 1] == ")":
                return arguments

    def _overlaid(self, depth: int) -> str:
        """Signs on top of each other: a sign in a circle, or a phonetic guide over its text."""
        start = self._at + 1
        arguments = self._arguments(depth)
        if re.match(r"\s*\\s\s*\\up", self._code[start:], re.IGNORECASE) and len(arguments) == 2:
            self._ruby.append(self._raised_first(start, depth))
            return arguments[1]
        if len(arguments) != 2:
            raise _UnknownError
        mark, inside = sorted(arguments, key=lambda one: one not in _ENCLOSURES)
        if mark not in _ENCLOSURES:
            raise _UnknownError
        sign = enclosed(mark, inside)
        if sign is None:
            self._beside.append(f"“{inside}”外面的{mark}")
            return inside
        return sign

    def _raised_first(self, start: int, depth: int) -> str:
        """The words above, as they stand in the code: not as superscript."""
        end, self._at = self._at, self._code.index("(", start)
        words = "".join(self._arguments(depth))
        self._at = end
        return words

    def _moved(self, options: list[str], depth: int) -> str:
        """Raised or lowered words (`\\s`)."""
        arguments = self._arguments(depth)
        if len(arguments) == 2:
            return superscript(arguments[0]) + subscript(arguments[1])
        if len(arguments) != 1:
            raise _UnknownError
        return subscript(arguments[0]) if "do" in options else superscript(arguments[0])


_ENCLOSURES: Final = frozenset("○〇◯⭘□☐△◇")
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}", "<": ">", "（": "）", "【": "】"}
_OPERATORS: Final = {"su": "∑", "pr": "∏", "in": "∫"}


def _fraction(_: list[str], arguments: list[str]) -> str:
    above, below = arguments if len(arguments) == 2 else _fail()
    return fraction(above, below)


def _radical(_: list[str], arguments: list[str]) -> str:
    if len(arguments) == 1:
        return root("", arguments[0])
    degree, text = arguments if len(arguments) == 2 else _fail()
    return root(degree, text)


def _bracketed(options: list[str], arguments: list[str]) -> str:
    signs = {option[:2]: option[2:] for option in options if len(option) == 3}
    both = signs.get("bc")
    begin = signs.get("lc", both if both else "" if signs else "(")
    end = signs.get("rc", _BRACKETS.get(both, both) if both else "" if signs else ")")
    return f"{begin}{', '.join(arguments)}{end}"


def _integral(options: list[str], arguments: list[str]) -> str:
    below, above, text = arguments if len(arguments) == 3 else _fail()
    other = [option[2:] for option in options if option[:2] in {"fc", "vc"}]
    sign = (
        other[0] if other else next((_OPERATORS[option] for option in options if option in _OPERATORS), "∫")
    )
    return operator(sign, below, above, text)


def _fail() -> list[str]:
    raise _UnknownError


_EQUATIONS: Final[dict[str, Callable[[list[str], list[str]], str]]] = {
    "f": _fraction,
    "r": _radical,
    "b": _bracketed,
    "i": _integral,
    "a": lambda _, arguments: "; ".join(arguments),
    "l": lambda _, arguments: ",".join(arguments),
    "x": lambda _, arguments: ",".join(arguments),
}
