"""Formulas (OMML) in one line, as one types them: 3/4, x², √(a+b), ∑_(i=1)^n xᵢ."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from kaohe_cli.ooxml.reading.scripts import lowered, raised
from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import T

_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
O_MATH, O_MATH_PARA = f"{_M}oMath", f"{_M}oMathPara"
_ONE: Final = re.compile(r"[\w.%′√]*")
"""What needs no brackets: a number, a word, a name."""
_ROOTS: Final = {"": "√", "2": "√", "3": "∛", "4": "∜"}


def linear(formula: Element) -> str:
    """A formula's text in one line."""
    return "".join(map(_shown, formula))


def fraction(above: str, below: str) -> str:
    """One text over another."""
    return f"{grouped(above)}/{grouped(below)}"


def root(degree: str, text: str) -> str:
    """The root of a text."""
    sign = _ROOTS.get(degree.strip())
    return f"{sign}{grouped(text)}" if sign else f"{raised(degree) or grouped(degree)}√{grouped(text)}"


def superscript(text: str) -> str:
    """A text behind and above another."""
    return raised(text) or (f"^{grouped(text)}" if text else "")


def subscript(text: str) -> str:
    """A text behind and below another."""
    return lowered(text) or (f"_{grouped(text)}" if text else "")


def operator(sign: str, below: str, above: str, text: str) -> str:
    """A sum, product or integral with its bounds."""
    bounds = (f"_{grouped(below)}" if below else "") + (f"^{grouped(above)}" if above else "")
    return f"{sign}{bounds} {text}" if bounds else f"{sign}{text}"


def grouped(text: str) -> str:
    """A text in brackets, unless it is one number or word."""
    return text if _ONE.fullmatch(text) else f"({text})"


def _shown(node: Element) -> str:
    name = str(node.tag)
    if name == T:
        return node.text or ""
    if not name.startswith(_M):
        return "" if name.endswith("Pr") else linear(node)
    name = name.removeprefix(_M)
    if name.endswith("Pr"):
        return ""
    write = _WRITTEN.get(name)
    return write(node) if write is not None else linear(node)


def _part(node: Element, name: str) -> str:
    found = node.find(f"{_M}{name}")
    return "" if found is None else linear(found)


def _parts(node: Element, name: str) -> Iterator[str]:
    return (linear(part) for part in node.findall(f"{_M}{name}"))


def _set(node: Element, properties: str, name: str, default: str) -> str:
    """A property of a formula's part, which counts as ticked where it stands without a value."""
    found = node.find(f"{_M}{properties}/{_M}{name}")
    return default if found is None else found.get(f"{_M}val", "1")


def _fraction(node: Element) -> str:
    above, below = _part(node, "num"), _part(node, "den")
    return f"{above}¦{below}" if _set(node, "fPr", "type", "") == "noBar" else fraction(above, below)


def _radical(node: Element) -> str:
    is_square = _set(node, "radPr", "degHide", "0") in {"1", "on", "true"}
    return root("" if is_square else _part(node, "deg"), _part(node, "e"))


def _n_ary(node: Element) -> str:
    sign = _set(node, "naryPr", "chr", "∫")
    return operator(sign, _part(node, "sub"), _part(node, "sup"), _part(node, "e"))


def _delimited(node: Element) -> str:
    begin, end, between = (
        _set(node, "dPr", name, default)
        for name, default in (("begChr", "("), ("endChr", ")"), ("sepChr", "|"))
    )
    return f"{begin}{between.join(_parts(node, 'e'))}{end}"


def _function(node: Element) -> str:
    name, text = _part(node, "fName"), _part(node, "e")
    return f"{name}{text}" if text.startswith(("(", "[", "{")) else f"{name} {text}"


def _limit(node: Element) -> str:
    sign = "_" if str(node.tag).endswith("limLow") else "^"
    return f"{_part(node, 'e')}{sign}{grouped(_part(node, 'lim'))}"


def _accent(node: Element) -> str:
    sign = _set(node, "accPr", "chr", "\u0302")
    return "".join(letter + sign for letter in _part(node, "e"))


def _bar(node: Element) -> str:
    sign = "\u0305" if _set(node, "barPr", "pos", "bot") == "top" else "\u0332"
    return "".join(letter + sign for letter in _part(node, "e"))


def _matrix(node: Element) -> str:
    return "; ".join(", ".join(_parts(row, "e")) for row in node.findall(f"{_M}mr"))


_WRITTEN: Final[dict[str, Callable[[Element], str]]] = {
    "t": lambda node: node.text or "",
    "f": _fraction,
    "rad": _radical,
    "nary": _n_ary,
    "d": _delimited,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "acc": _accent,
    "bar": _bar,
    "m": _matrix,
    "eqArr": lambda node: "; ".join(_parts(node, "e")),
    "sSup": lambda node: grouped(_part(node, "e")) + superscript(_part(node, "sup")),
    "sSub": lambda node: grouped(_part(node, "e")) + subscript(_part(node, "sub")),
    "sSubSup": lambda node: (
        grouped(_part(node, "e")) + subscript(_part(node, "sub")) + superscript(_part(node, "sup"))
    ),
    "sPre": lambda node: subscript(_part(node, "sub")) + superscript(_part(node, "sup")) + _part(node, "e"),
}
"""Every other element shows what its parts show, one after the other."""
