"""Numbered lists: those of each document begin anew."""

import copy
from itertools import count
from typing import Final, NamedTuple

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.ids import number_in
from kaohe_cli.ooxml.wml.names import P_PR, VAL, P, w

_NUM, _ABSTRACT, _NUM_PR = w("num"), w("abstractNum"), w("numPr")
_NUM_ID, _ABSTRACT_ID, _LEVEL = w("numId"), w("abstractNumId"), w("ilvl")
_STYLE, _STYLE_ID, _BASED_ON, _INDENT = w("style"), w("styleId"), w("basedOn"), w("ind")
_NUMBER_STYLE, _STYLE_LINK, _NUM_STYLE_LINK = w("pStyle"), w("styleLink"), w("numStyleLink")
_BEFORE_NUMBERING: Final = (w("pStyle"), w("keepNext"), w("keepLines"), w("pageBreakBefore"),
                            w("framePr"), w("widowControl"))  # fmt: skip
_AFTER_INDENT: Final = frozenset(
    w(name)
    for name in (
        "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
        "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    )
)  # fmt: skip
_OWN_NUMBER: Final = 0x4B480000
"""Where the numbers (`w:nsid`) by which Word tells lists apart begin for ours."""


class _StyleNumber(NamedTuple):
    """The list that a paragraph style belongs to."""

    num_id: str
    level: str
    indent: Element | None
    """The style's own indent, which comes before that of the list."""


class Lists:
    """The numbering part of a file, and the lists of its documents."""

    def __init__(self, numbering: Element, styles: Element | None) -> None:
        self.root = numbering
        self._nums = {num.get(_NUM_ID, ""): num for num in numbering.findall(_NUM)}
        self._abstracts = {one.get(_ABSTRACT_ID, ""): one for one in numbering.findall(_ABSTRACT)}
        self._free = count(1 + max(map(number_in, (*self._nums, *self._abstracts)), default=0))
        self._by_style = {} if styles is None else self._numbered_styles(styles)

    def begin_anew(self, roots: list[Element]) -> None:
        """Gives the numbered paragraphs of one more document lists of their own, which look the same."""
        renewed: dict[str, str] = {}
        for root in roots:
            for paragraph in root.iter(P):
                number = self._number_of(paragraph)
                if number is None:
                    continue
                old = number.get(VAL, "")
                if old not in renewed:
                    renewed[old] = self._copied(old)
                number.set(VAL, renewed[old])

    def _number_of(self, paragraph: Element) -> Element | None:
        """What names the list of a paragraph; one that has it of its style is made to name it itself."""
        properties = paragraph.find(P_PR)
        own = None if properties is None else properties.find(_NUM_PR)
        number = None if own is None else own.find(_NUM_ID)
        if number is not None:
            return number if number.get(VAL) in self._nums else None
        style = None if properties is None else properties.find(w("pStyle"))
        of_style = self._by_style.get("" if style is None else style.get(VAL, ""))
        if of_style is None:
            return None
        if properties is None:
            properties = paragraph.makeelement(P_PR)
            paragraph.insert(0, properties)
        return _named_by_itself(properties, own, of_style)

    def _copied(self, num_id: str) -> str:
        """A copy of a list; its number."""
        number = next(self._free)
        num = copy.deepcopy(self._nums[num_id])
        named = num.find(_ABSTRACT_ID)
        abstract = None if named is None else self._definition(named.get(VAL, ""))
        if named is None or abstract is None:
            return num_id
        made = copy.deepcopy(abstract)
        for node in (*made.findall(_STYLE_LINK), *made.findall(f"{w('lvl')}/{_NUMBER_STYLE}")):
            _remove(node)
        made.set(_ABSTRACT_ID, str(number))
        identity = made.find(w("nsid"))
        if identity is not None:
            identity.set(VAL, f"{_OWN_NUMBER + number:08X}")
        num.set(_NUM_ID, str(number))
        named.set(VAL, str(number))
        self.root.findall(_ABSTRACT)[-1].addnext(made)
        self.root.findall(_NUM)[-1].addnext(num)
        return str(number)

    def _definition(self, abstract_id: str) -> Element | None:
        """What a list looks like; where it only names a style of lists, what that style looks like."""
        found = self._abstracts.get(abstract_id)
        link = None if found is None else found.find(_NUM_STYLE_LINK)
        if link is None:
            return found
        for other in self._abstracts.values():
            style = other.find(_STYLE_LINK)
            if style is not None and style.get(VAL) == link.get(VAL):
                return other
        return found

    # --- styles -------------------------------------------------------------------------------------

    def _numbered_styles(self, styles: Element) -> dict[str, _StyleNumber]:
        """The list of each paragraph style that has one; "" stands for the style that is not named."""
        known = {
            style.get(_STYLE_ID, ""): style
            for style in styles.iter(_STYLE)
            if style.get(w("type")) == "paragraph"
        }
        found = {}
        for name, style in known.items():
            number = self._of_style(style, known)
            if number is not None:
                found[name] = number
                if style.get(w("default")) in ("1", "true", "on"):
                    found[""] = number
        return found

    def _of_style(self, style: Element | None, known: dict[str, Element]) -> _StyleNumber | None:
        indent: Element | None = None
        seen: set[str] = set()
        while style is not None and style.get(_STYLE_ID, "") not in seen:
            seen.add(style.get(_STYLE_ID, ""))
            if indent is None:
                indent = style.find(f"{P_PR}/{_INDENT}")
            number = style.find(f"{P_PR}/{_NUM_PR}/{_NUM_ID}")
            if number is not None:
                num_id = number.get(VAL, "")
                return (
                    _StyleNumber(num_id, self._level(style, num_id), indent) if num_id in self._nums else None
                )
            base = style.find(_BASED_ON)
            style = None if base is None else known.get(base.get(VAL, ""))
        return None

    def _level(self, style: Element, num_id: str) -> str:
        level = style.find(f"{P_PR}/{_NUM_PR}/{_LEVEL}")
        if level is not None:
            return level.get(VAL, "0")
        named = self._nums[num_id].find(_ABSTRACT_ID)
        abstract = None if named is None else self._definition(named.get(VAL, ""))
        for one in () if abstract is None else abstract.findall(w("lvl")):
            linked = one.find(_NUMBER_STYLE)
            if linked is not None and linked.get(VAL) == style.get(_STYLE_ID):
                return one.get(_LEVEL, "0")
        return "0"


def _named_by_itself(properties: Element, own: Element | None, of_style: _StyleNumber) -> Element:
    if own is None:
        own = properties.makeelement(_NUM_PR)
        properties.insert(sum(child.tag in _BEFORE_NUMBERING for child in properties), own)
    if own.find(_LEVEL) is None:
        own.insert(0, own.makeelement(_LEVEL, {VAL: of_style.level}))
    number = own.makeelement(_NUM_ID, {VAL: of_style.num_id})
    own.insert(1, number)
    if of_style.indent is not None and properties.find(_INDENT) is None:
        following = next((child for child in properties if child.tag in _AFTER_INDENT), None)
        indent = copy.deepcopy(of_style.indent)
        if following is None:
            properties.append(indent)
        else:
            following.addprevious(indent)
    return number


def _remove(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
