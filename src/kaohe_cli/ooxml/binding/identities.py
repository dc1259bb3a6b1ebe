"""Ids and bookmarks that several documents in one file must not share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Final

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.fields import change_codes
from kaohe_cli.ooxml.wml.names import HYPERLINK, ID, NAME, OFFICE, VML, w

MAX_BOOKMARK: Final = 40
"""Word cuts longer bookmark names."""
_RANDOM_IDS: Final = 2**30
"""Word draws the ids of content controls at random; we count from the ids below this, and never reach it."""
_WORD: Final = re.compile(r'[^\s"\\]+')


class Identities:
    """The ids and bookmark names of a file, as far as they are given out."""

    def __init__(self, roots: Iterable[Element]) -> None:
        used: set[int] = set()
        self._names: set[str] = set()
        for root in roots:
            used |= wml.numbers_in_use(root)
            self._names.update(name.lower() for name in wml.bookmark_names(root))
        self._free = count(max((number for number in used if 0 < number < _RANDOM_IDS), default=0) + 1)
        self._used = used

    def next_id(self) -> str:
        """A number that no control, drawing or bookmark of the file has."""
        number = next(number for number in self._free if number not in self._used)
        return str(number)

    def new_name(self, wanted: str) -> str:
        """A bookmark's name that no other has, as near to the one wanted as can be."""
        unique = wanted[:MAX_BOOKMARK]
        numbers = count(2)
        while unique.lower() in self._names:
            ending = f"_{next(numbers)}"
            unique = wanted[: MAX_BOOKMARK - len(ending)] + ending
        self._names.add(unique.lower())
        return unique

    def settle(self, roots: Sequence[Element], mark: str) -> None:
        """Gives what stands in the parts of one document ids and names of its own.

        What names a bookmark in a link or a field goes with it. `mark` tells the document's old shapes apart.
        """
        renamed: dict[str, str] = {}
        for root in roots:
            for node, attribute in wml.single_ids(root):
                node.set(attribute, self.next_id())
            for start, end in wml.range_pairs(root):
                number = self.next_id()
                end = wml.close_at_once(start, None) if end is None else end
                start.set(ID, number)
                end.set(ID, number)
                if name := start.get(NAME):
                    renamed[name.lower()] = self.new_name(name)
                    start.set(NAME, renamed[name.lower()])
        for root in roots:
            _follow(root, renamed)
            _rename_shapes(root, mark)


def _follow(root: Element, renamed: Mapping[str, str]) -> None:
    """Has links and fields name bookmarks as these are called now."""
    if all(name == new.lower() for name, new in renamed.items()):
        return
    for link in root.iter(HYPERLINK):
        anchor = link.get(w("anchor"), "")
        if anchor.lower() in renamed:
            link.set(w("anchor"), renamed[anchor.lower()])
    change_codes(root, lambda code: _WORD.sub(lambda one: renamed.get(one[0].lower(), one[0]), code))


def _rename_shapes(root: Element, mark: str) -> None:
    """Old drawings (VML) name each other by ids; kinds of shapes are the same in every document."""
    renamed: dict[str, str] = {}
    for node in root.iter(f"{{{VML}}}*"):
        name = node.get("id")
        if name and node.tag != f"{{{VML}}}shapetype":
            renamed[name] = f"{name}_{mark}"
            node.set("id", renamed[name])
            node.attrib.pop(f"{{{OFFICE}}}spid", "")
    for node in root.iter(f"{{{OFFICE}}}OLEObject") if renamed else ():
        shape = node.get("ShapeID", "")
        node.set("ShapeID", renamed.get(shape, shape))
