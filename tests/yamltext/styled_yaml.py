"""YAML as people write it: random data written in many styles, each piece of text knowing whose it is.

Nothing here is shared with the code under test; the pieces say independently which bytes an edit may touch.
"""

import json
import random
from dataclasses import dataclass, field
from typing import Any

Path = tuple[Any, ...]

PLAIN = [
    "区教委",
    "区政府外办（区招商投资局）",
    "甲",
    "乙",
    "丙",
    "a b c",
    "第3名",
    "A18.1",
    "x#y",
    "u:v",
    "😀宽",
    "word",
]
PLAIN_KEYS = [
    "id",
    "name",
    "units",
    "content",
    "weight",
    "A18.1",
    "责任领导",
    "联系 电话",
    "k1",
    "k2",
    "k3",
    "k4",
]
QUOTED_KEYS = ["no", "007", "a: b", "#k", "- d", ""]
TRICKY = [
    "no",
    "007",
    "1:30",
    "2021-08-11",
    "1e3",
    "y",
    "null",
    "~",
    "",
    " ",
    "a: b",
    "x #y",
    "#z",
    "- x",
    "[x]",
]
TRICKY += [
    "{a}",
    "'",
    '"',
    "\\",
    "a'b\"c",
    "end:",
    "\ttab",
    "a\tb",
    " lead",
    "trail ",
    "*a",
    "&a",
    "!t",
    "%d",
    "@x",
]
LINES = [
    "一\n二",
    "一\n\n二",
    "  lead\nnext",
    "# not a comment\nx",
    "x\n  deeper\ny",
    "- a\n- b",
    "a: 1\nb: 2",
]
NUMBERS = [0, 3, -7, 13800000000, True, False]


@dataclass(frozen=True)
class Piece:
    """A bit of text. ``owner`` is the path of the value whose row it is part of."""

    text: str
    owner: Path
    role: str


@dataclass
class Styled:
    """A text in pieces, and the data it means."""

    data: dict[str, Any]
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(piece.text for piece in self.pieces)


def random_data(rng: random.Random) -> dict[str, Any]:
    """Returns a mapping with something in it."""
    return _mapping(rng, 0, at_least=1)


def random_scalar(rng: random.Random) -> Any:
    """Returns text of all sorts, a number, a boolean or nothing."""
    pick = rng.random()
    if pick < 0.5:
        return rng.choice(PLAIN)
    if pick < 0.7:
        return rng.choice(TRICKY)
    if pick < 0.8:
        return rng.choice(LINES) + rng.choice(["", "", "\n", "\n\n"])
    return rng.choice([*NUMBERS, None])


def _mapping(rng: random.Random, depth: int, at_least: int = 0) -> dict[str, Any]:
    keys = rng.sample(PLAIN_KEYS, rng.randint(at_least, 4))
    if rng.random() < 0.2:
        keys.append(rng.choice(QUOTED_KEYS))
    return {key: _value(rng, depth + 1) for key in keys}


def _value(rng: random.Random, depth: int) -> Any:
    pick = rng.random()
    if depth > 3 or pick < 0.45:
        return random_scalar(rng)
    if pick < 0.65:
        return [random_scalar(rng) for _ in range(rng.randint(0, 4))]
    if pick < 0.85:
        return [_value(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    return _mapping(rng, depth)


class Writer:
    """Writes data, choosing a style anew at every turn."""

    def __init__(self, rng: random.Random, data: dict[str, Any]) -> None:
        self.rng = rng
        self.styled = Styled(data)
        self.breaks = rng.choice([["\n"], ["\n"], ["\r\n"], ["\n", "\r\n"], ["\r"]])
        self.comments = rng.random() < 0.7
        self.blank_lines = rng.random() < 0.4
        self.blank_line_due = False

    def write(self) -> Styled:
        """Returns the text of the data in pieces."""
        if self.rng.random() < 0.3:
            self._add("# 表头  \t" + self._break(), (), "frame")
        if self.rng.random() < 0.2:
            self._add("---" + self._break(), (), "frame")
        if self.rng.random() < 0.1:
            self._flow(self.styled.data, ())
            self._add(self._break(), (), "frame")
        else:
            self._block_mapping(self.styled.data, (), 0, compact=False)
        if self.rng.random() < 0.3:
            self._add("# 表尾" + self._break(), (), "frame")
            self._add(self._break() * self.rng.randint(0, 2), (), "frame")
        elif self.rng.random() < 0.3:
            self._drop_last_break()
        return self.styled

    def _add(self, text: str, owner: Path, role: str) -> None:
        self.styled.pieces.append(Piece(text, owner, role))

    def _break(self) -> str:
        return self.rng.choice(self.breaks)

    def _drop_last_break(self) -> None:
        last = self.styled.pieces[-1]
        clipped = "".join(piece.text for piece in self.styled.pieces)
        value: Any = self.styled.data
        while isinstance(value, dict | list) and value:
            value = value[-1] if isinstance(value, list) else list(value.values())[-1]
        if (
            last.role in ("break", "frame")
            and not (isinstance(value, str) and value.endswith("\n"))
            and clipped.strip()
        ):
            self.styled.pieces[-1] = Piece("", last.owner, last.role)

    # Blocks

    def _above(self, owner: Path, column: int) -> None:
        if self.blank_line_due or (self.blank_lines and self.rng.random() < 0.2):
            self.blank_line_due = False
            self._add(self.rng.choice(["", "  "]) + self._break(), owner, "above")
        if self.comments and self.rng.random() < 0.2:
            indent = " " * self.rng.choice([column, column, 0, column + 1])
            self._add(f"{indent}# 上面：{self.rng.choice(PLAIN)} - [x]" + self._break(), owner, "above")

    def _beside(self, owner: Path) -> None:
        tabs = (
            ["\t", " \t "] if self.styled.pieces[-1].text[-1:] not in (":", "-", "") else []
        )  # libyaml objects
        if self.comments and self.rng.random() < 0.25:
            self._add(self.rng.choice([" ", "   ", *tabs]) + "# 旁边, ] }: - x", owner, "beside")
        elif self.rng.random() < 0.05:
            self._add(" ", owner, "beside")

    def _row_end(self, owner: Path) -> None:
        self._beside(owner)
        self._add(self._break(), owner, "break")

    def _block_mapping(self, data: dict[str, Any], path: Path, column: int, *, compact: bool) -> None:
        for number, (key, value) in enumerate(data.items()):
            owner = (*path, key)
            if number or not compact:
                self._above(owner, column)
                self._add(" " * column, owner, "indent")
            self._add(self._key(key), owner, "key")
            self._add(self.rng.choice(["", "", "", " "]) + ":", owner, "colon")
            self._block_value(value, owner, column, under_dash=False)

    def _block_list(self, data: list[Any], path: Path, column: int, *, compact: bool) -> None:
        gap = self.rng.choice([1, 1, 1, 3])
        for number, value in enumerate(data):
            owner = (*path, number)
            if number or not compact:
                self._above(owner, column)
                self._add(" " * column, owner, "indent")
            self._add("-", owner, "colon")
            if isinstance(value, dict | list) and value and self.rng.random() < 0.6:
                self._add(" " * gap, owner, "gap")
                inner = column + 1 + gap
                if isinstance(value, dict):
                    self._block_mapping(value, owner, inner, compact=True)
                else:
                    self._block_list(value, owner, inner, compact=True)
            else:
                self._block_value(value, owner, column, under_dash=True)

    def _block_value(self, value: Any, owner: Path, column: int, *, under_dash: bool) -> None:
        step = self.rng.choice([2, 2, 4])
        if isinstance(value, dict) and value and self.rng.random() < 0.7:
            self._row_end(owner)
            self._block_mapping(value, owner, column + step, compact=False)
        elif isinstance(value, list) and value and self.rng.random() < 0.6:
            self._row_end(owner)
            self._block_list(
                value, owner, column + (2 if under_dash else self.rng.choice([0, 2, 4])), compact=False
            )
        elif isinstance(value, dict | list):
            self._gap(owner)
            self._flow(value, owner, column + 1)
            self._row_end(owner)
        else:
            self._block_scalar_row(value, owner, column)

    def _gap(self, owner: Path) -> None:
        self._add(self.rng.choice([" ", " ", " ", "    "]), owner, "gap")

    def _block_scalar_row(self, value: Any, owner: Path, column: int) -> None:
        if value is None and self.rng.random() < 0.6:
            self._add("", owner, "value")
            self._row_end(owner)
        elif isinstance(value, str) and self._is_literal(value) and self.rng.random() < 0.8:
            self._gap(owner)
            self._literal(value, owner, column)
        elif value in PLAIN and self.rng.random() < 0.1:
            if self.comments and self.rng.random() < 0.3:
                self._add(" # 旁边", owner, "beside")
            self._add(self._break() + " " * (column + 2), owner, "gap")
            self._add(str(value), owner, "value")
            self._row_end(owner)
        else:
            self._gap(owner)
            self._add(self._scalar(value, column + 1), owner, "value")
            self._row_end(owner)

    def _is_literal(self, text: str) -> bool:
        if text.endswith("\n\n") and self.blank_lines:  # a blank line below would become part of it
            return False
        return text in PLAIN[:4] or text.rstrip("\n") in LINES

    def _literal(self, text: str, owner: Path, column: int) -> None:
        indent = self.rng.choice([2, 2, 4])
        explicit = text.startswith(" ") or self.rng.random() < 0.2
        chomp = self.rng.choice(["", "" if self.blank_lines else "+"]) if text.endswith("\n") else "-"
        chomp = "+" if text.endswith("\n\n") else chomp
        self._add("|" + (str(indent) if explicit else "") + chomp, owner, "value")
        self._beside(owner)
        lines = text.removesuffix("\n").split("\n")
        body = "".join(self._break() + (" " * (column + indent) + line if line else "") for line in lines)
        self._add(body, owner, "value")
        self._add(self._break(), owner, "break")
        self.blank_line_due = chomp != "+" and self.blank_lines and self.rng.random() < 0.3

    def _key(self, key: str) -> str:
        if key in QUOTED_KEYS or self.rng.random() < 0.1:
            return self.rng.choice([self._double(key), self._single(key)])
        return key

    # Scalars on one line, or wrapped

    def _scalar(self, value: Any, column: int = 0) -> str:
        if value is None:
            return self.rng.choice(["null", "~"])
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value)
        styles = [self._double(value)]
        if "\n" not in value and "\t" not in value:
            styles.append(self._single(value))
        if value in PLAIN:
            styles += [value] * 4
        if value == "a b c" and column:
            styles += [
                f"a b{self._break()}{' ' * (column + 1)}c",
                f'"a{self._break()}{" " * (column + 1)}b c"',
            ]
        return self.rng.choice(styles)

    def _double(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    def _single(self, text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    # Brackets and braces

    def _flow(self, value: Any, path: Path, column: int = 1) -> None:
        brackets = "{}" if isinstance(value, dict) else "[]"
        self._add(brackets[0], path, "bracket")
        own_lines = bool(value) and self.rng.random() < 0.25
        wrap = bool(value) and self.rng.random() < 0.2
        inside = self.rng.choice(["", "", " "])
        items = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
        for number, (step, item) in enumerate(items):
            owner = (*path, step)
            lead = " " if number else inside
            if own_lines or (wrap and number and self.rng.random() < 0.5):
                lead = self._break() + " " * (column + 2)
            if not own_lines and number and self.rng.random() < 0.1 and lead == " ":
                lead = ""
            if own_lines and self.comments and self.rng.random() < 0.2:
                self._add(lead, path, "punctuation")
                self._add("# 括号里，上面", owner, "above")
            self._add(lead, path, "punctuation")
            if isinstance(value, dict):
                self._add(self._key(str(step)), owner, "key")
                self._add(":", owner, "colon")
                self._add(self.rng.choice([" ", "  "]), owner, "gap")
            self._flow_item(item, owner, column + 2)
            last = number == len(items) - 1
            if not last or (own_lines and self.rng.random() < 0.4):
                self._add(",", path, "punctuation")
            if own_lines and self.comments and self.rng.random() < 0.3:
                self._add("  # 括号里，旁边", owner, "beside")
        closing = self._break() + " " * (column + 1) if own_lines else inside
        self._add(closing, path, "punctuation")
        self._add(brackets[1], path, "bracket")

    def _flow_item(self, item: Any, owner: Path, column: int) -> None:
        if isinstance(item, dict | list):
            self._flow(item, owner, column)
        else:
            self._add(self._flow_scalar(item), owner, "value")

    def _flow_scalar(self, item: Any) -> str:
        return self._double(item) if item == "u:v" else self._scalar(item)


def styled_yaml(seed: int) -> Styled:
    """Returns the document with this number."""
    rng = random.Random(seed)  # noqa: S311 - for tests
    return Writer(rng, random_data(rng)).write()
