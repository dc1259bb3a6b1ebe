"""What the properties of a run change in what its text says: struck, hidden, raised, in a symbol font."""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from kaohe_cli.ooxml.reading.symbols import is_symbol_font
from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import R_PR, VAL, w

_OFF: Final = {"0", "false", "off"}
_RAISED_BY: Final = 6
"""Half points: Word offers three points to raise text by; less only aligns a line."""
_DEEPEST: Final = 40
"""Styles based on styles; more is a mistake or a circle."""
_STYLE, _FONTS = w("rStyle"), w("rFonts")
_SIGNS_OF_FONTS: Final = (b"ymbol", b"ingdings", b"ebdings", b"\0")
"""In the XML of every part in which a run may have a symbol font (`\\0`: in any that is not UTF-8)."""


class Look(NamedTuple):
    """How a run looks, as far as that changes what it says. None: its style decides."""

    hidden: bool | None = None
    struck: bool | None = None
    struck_twice: bool | None = None
    script: Literal["", "上标", "下标"] | None = None
    position: Literal["", "上标", "下标"] | None = None
    caps: bool | None = None
    small_caps: bool | None = None
    font: str | None = None

    @property
    def apart(self) -> Literal["", "隐藏文字", "删除线"]:
        """Why its text is no part of what is read."""
        return "隐藏文字" if self.hidden else "删除线" if self.struck or self.struck_twice else ""


PLAIN: Final = Look()


def is_on(node: Element) -> bool:
    """True for a switch of Word that is there and not turned off (ST_OnOff)."""
    return node.get(VAL, "1") not in _OFF


def _script(node: Element) -> str:
    return {"superscript": "上标", "subscript": "下标"}.get(node.get(VAL, ""), "")


def _position(node: Element) -> str:
    text = node.get(VAL, "0")
    half_points = int(text) if text.removeprefix("-").isdecimal() else 0
    return "" if abs(half_points) < _RAISED_BY else "上标" if half_points > 0 else "下标"


def _font(node: Element) -> str | None:
    if node.get(w("asciiTheme")):
        return ""
    fonts = [font for font in (node.get(w("ascii")), node.get(w("hAnsi"))) if font]
    return next((font for font in fonts if is_symbol_font(font)), "" if fonts else None)


_Read = tuple[str, Callable[[Element], object]]
RUN_PROPERTIES: Final[dict[str, _Read | None]] = {
    "vanish": ("hidden", is_on),
    "specVanish": None,  # only of a paragraph's mark
    "webHidden": None,  # shown on paper
    "strike": ("struck", is_on),
    "dstrike": ("struck_twice", is_on),
    "vertAlign": ("script", _script),
    "position": ("position", _position),
    "caps": ("caps", is_on),
    "smallCaps": ("small_caps", is_on),
    "rFonts": ("font", _font),
    "rStyle": None,  # followed, see Looks
    **dict.fromkeys(
        (
            *(
                "b",
                "bCs",
                "i",
                "iCs",
                "u",
                "em",
                "outline",
                "shadow",
                "emboss",
                "imprint",
                "effect",
                "bdr",
                "shd",
            ),
            *("color", "highlight", "spacing", "w", "kern", "sz", "szCs", "fitText", "snapToGrid", "noProof"),
            *(
                "rtl",
                "cs",
                "lang",
                "eastAsianLayout",
                "oMath",
                "rPrChange",
                "ins",
                "del",
                "moveFrom",
                "moveTo",
            ),
        )
    ),
}
"""Every run property of ECMA-376: what of a look it sets, or None where the text says the same."""
_READ: Final = {w(name): read for name, read in RUN_PROPERTIES.items() if read is not None}
_LOOKS: Final = tuple(name for name in _READ if name != _FONTS)
_TOGGLES: Final = ("hidden", "struck", "struck_twice", "caps", "small_caps")


def _own(properties: Element | None) -> dict[str, object]:
    found: dict[str, object] = {}
    for node in () if properties is None else properties:
        read = _READ.get(str(node.tag))
        if read is not None:
            found[read[0]] = read[1](node)
    return found


class Looks:
    """The looks that the styles of a file give."""

    def __init__(self, styles: Element | None) -> None:
        nodes = () if styles is None else styles.iter(w("style"))
        self._nodes = {node.get(w("styleId"), ""): node for node in nodes}
        self._known: dict[str, Look] = {}
        default = None if styles is None else styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{R_PR}")
        self._default = Look(**_own(default))  # type: ignore[arg-type]
        paragraphs = (key for key, node in self._nodes.items() if node.get(w("type")) == "paragraph")
        self._normal = next((key for key in paragraphs if _is_default(self._nodes[key])), "")
        changing = [key for key in self._nodes if any(self._of_style(key))]
        self._is_anywhere = any(self._default) or self._normal in changing
        self._changing = [key.encode() for key in changing]

    def may_be_in(self, part: bytes, root: Element) -> bool:
        """Whether any run of a part may have a look; `root` is its tree."""
        if self._is_anywhere or next(root.iter(*_LOOKS), None) is not None:
            return True
        if any(sign in part for sign in _SIGNS_OF_FONTS):
            return True
        return any(b'"%s"' % key in part or b"'%s'" % key in part for key in self._changing)

    def of(self, run: Element, paragraph_style: str) -> Look:
        """The look of a run."""
        properties = run[0] if len(run) and run[0].tag == R_PR else None
        own = _own(properties)
        if not (self._is_anywhere or self._changing):
            return Look(**own) if any(own.values()) else PLAIN  # type: ignore[arg-type]
        style = None if properties is None else properties.find(_STYLE)
        around = self._of_style(paragraph_style or self._normal)
        look = around if style is None else _combined(around, self._of_style(style.get(VAL, "")))
        look = _below(look, self._default)
        look = look._replace(**own)  # type: ignore[arg-type]
        return look if any(look) else PLAIN

    def _of_style(self, key: str, depth: int = 0) -> Look:
        if key in self._known:
            return self._known[key]
        node = self._nodes.get(key)
        if node is None or depth > _DEEPEST:
            return PLAIN
        base = node.find(w("basedOn"))
        look = PLAIN if base is None else self._of_style(base.get(VAL, ""), depth + 1)
        self._known[key] = look._replace(**_own(node.find(R_PR)))  # type: ignore[arg-type]
        return self._known[key]


def _combined(paragraph: Look, character: Look) -> Look:
    """Of two styles the character's counts; what both switch on is off again, as ECMA-376 has it."""
    both = {name: not getattr(paragraph, name) for name in _TOGGLES if getattr(character, name)}
    return _below(character, paragraph)._replace(**both)  # type: ignore[arg-type]


def _below(look: Look, base: Look) -> Look:
    return Look(*(one if one is not None else other for one, other in zip(look, base, strict=True)))  # type: ignore[arg-type]


def _is_default(style: Element) -> bool:
    return style.get(w("default")) in {"1", "true", "on"}
