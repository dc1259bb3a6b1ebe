"""Ids and bookmark names that must stay unique when a loop repeats what carries them."""

from dataclasses import dataclass
from itertools import count
from typing import Final

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.template.marking import MarkedPart
from kaohe_cli.ooxml.template.sandbox import VALUE_END, VALUE_START
from kaohe_cli.ooxml.template.syntax import CLOSERS, MIDDLES, OPENERS
from kaohe_cli.ooxml.wml import Element

_RANDOM_IDS: Final = 2**30
"""Word draws the ids of content controls at random; we count from the ids below this, and never reach it."""


@dataclass(frozen=True)
class Scope:
    """The blocks around a node: their marks, and the loop variables, innermost first."""

    branches: tuple[Element, ...] = ()
    variables: tuple[str, ...] = ()
    in_loop: bool = False


class Numbering:
    """The ids and bookmark names of a whole document."""

    def __init__(self, parts: list[MarkedPart]) -> None:
        used = {number for part in parts for number in wml.numbers_in_use(part.root)}
        self._free = count(max((number for number in used if number < _RANDOM_IDS), default=0) + 1)
        self.names = frozenset(name.lower() for part in parts for name in wml.bookmark_names(part.root))
        self._seen: set[tuple[str, str]] = set()
        self._pairs = count()

    def make_unique(self, part: MarkedPart) -> None:
        """Number the part's ids: once where they stand once, at each round where they stand in a loop."""
        scopes = _scopes(part)
        for node, attribute in wml.single_ids(part.root):
            if scopes[node].in_loop:
                node.set(attribute, part.new_attribute_slot(f"{VALUE_START}''|_new_id{VALUE_END}"))
            else:
                node.set(attribute, self._static(str(node.tag), node.get(attribute, "")))
        for start, end in wml.range_pairs(part.root):
            self._number_pair(part, start, end, scopes)
        wml.drop_repeated_anchors([node for node, scope in scopes.items() if scope.in_loop])

    def first_free(self) -> int:
        """The number from which the ids of repeated elements may be counted."""
        return next(self._free)

    def _static(self, kind: str, number: str) -> str:
        """The id itself, or a free one when something else of its kind has it."""
        if not number or (kind, number) in self._seen:
            number = str(next(self._free))
        self._seen.add((kind, number))
        return number

    def _number_pair(
        self, part: MarkedPart, start: Element, end: Element | None, scopes: dict[Element, Scope]
    ) -> None:
        scope = scopes[start]
        if end is None or scopes[end].branches != scope.branches:
            end = wml.close_at_once(start, end)
        if not scope.in_loop:
            number = self._static(str(start.tag), start.get(wml.ID, ""))
            start.set(wml.ID, number)
            end.set(wml.ID, number)
            return
        pair = next(self._pairs)
        start.set(wml.ID, part.new_attribute_slot(f"{VALUE_START}{pair}|_open_id{VALUE_END}"))
        end.set(wml.ID, part.new_attribute_slot(f"{VALUE_START}{pair}|_same_id{VALUE_END}"))
        if name := start.get(wml.NAME):
            items = ", ".join(scope.variables)
            source = f"{VALUE_START}{name!r}|_bookmark({items}){VALUE_END}"
            start.set(wml.NAME, part.new_attribute_slot(source))


def _scopes(part: MarkedPart) -> dict[Element, Scope]:
    """The blocks around every element."""
    stack = [Scope()]
    scopes: dict[Element, Scope] = {}
    for node in part.root.iter():
        statement = part.statement(node) if wml.is_mark(node) else None
        keyword = statement.keyword if statement else ""
        if keyword in MIDDLES or keyword in CLOSERS:
            before = stack.pop()
            if keyword in MIDDLES:
                stack.append(Scope((*before.branches[:-1], node), before.variables, before.in_loop))
        elif statement and keyword in OPENERS:
            around = stack[-1]
            stack.append(
                Scope(
                    (*around.branches, node),
                    (*statement.variables, *around.variables),
                    around.in_loop or keyword == "for",
                )
            )
        scopes[node] = stack[-1]
    return scopes
