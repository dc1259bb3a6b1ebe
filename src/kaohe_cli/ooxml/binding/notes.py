"""Footnotes, endnotes and comments: one part holds those of all documents."""

from itertools import count
from typing import Final

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.ids import number_in
from kaohe_cli.ooxml.wml.names import ID, w

KINDS: Final = {
    "footnotes": ((w("footnoteReference"),), w("footnote")),
    "endnotes": ((w("endnoteReference"),), w("endnote")),
    "comments": ((w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")), w("comment")),
}
"""What names the notes of each kind of part, and what a note is."""


class Notes:
    """A part of notes, which those of further documents are added to."""

    def __init__(self, kind: str, root: Element) -> None:
        self.root = root
        self._names, self._note = KINDS[kind]
        numbers = (note.get(ID, "") for note in root.iter(self._note))
        self._free = count(1 + max(map(number_in, numbers), default=0))

    def add(self, document: Element, own: Element) -> None:
        """Adds the notes that a document names, from its own part of notes."""
        notes = {note.get(ID, ""): note for note in own.iter(self._note)}
        renumbered: dict[str, str] = {}
        for node in document.iter(*self._names):
            old = node.get(ID, "")
            if old not in notes:
                continue
            if old not in renumbered:
                renumbered[old] = str(next(self._free))
                note = notes[old]
                note.set(ID, renumbered[old])
                self.root.append(note)
            node.set(ID, renumbered[old])
