"""Lists in brackets and mappings in braces, taken apart into entries and put together again.

One line stays one line; where every entry has a line of its own, so does a new one. A comment beside an entry
goes with it; a comment on a line above stays when the entry is removed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_cli.words.patterns import regex
from kaohe_cli.yamltext.document import Document, NodePlace
from kaohe_cli.yamltext.reader import Node

_SPACE = r"(?:[ \t\r\n]|\#[^\r\n]*)*"
_GAP = regex(
    rf"(?:(?P<before>{_SPACE})(?P<comma>,))?(?P<beside>[ \t]*\#[^\r\n]*)?(?P<rest>{_SPACE})", re.VERBOSE
)
_LAST_LINE = regex(r"(?:\r\n|\r|\n)[ \t]*\Z")


@dataclass(frozen=True)
class FlowEntry:
    """One item, or one ``key: value``."""

    lead: str
    """What stands before it: spaces, its line break, comments above."""
    text: str
    before_comma: str
    beside: str
    """The comment behind its comma. The comma itself is written where one is needed."""


@dataclass(frozen=True)
class FlowEntries:
    """The entries of one collection, whose inside spans ``start`` to ``end`` of the document."""

    document: Document
    entries: tuple[FlowEntry, ...]
    start: int
    end: int
    closing: str
    """What stands between the last entry and the bracket."""
    last_comma: bool
    """True for ``[a, b,]``."""

    def rebuilt(self, plan: Sequence[int | str]) -> str:
        """Returns the whole text with these entries: old ones by number, new ones as their text."""
        text = self.document.text
        return text[: self.start] + (self._inside(plan) if plan else self._emptied()) + text[self.end :]

    def _inside(self, plan: Sequence[int | str]) -> str:
        commented, leftover = self._comments(plan)
        pieces: list[str] = []
        for position, entry in enumerate(plan):
            comma = "," if position < len(plan) - 1 or self.last_comma else ""
            if isinstance(entry, str):
                pieces += [self._lead(position), entry, comma]
                continue
            old = self.entries[entry]
            lead = commented.get(entry) or (old.lead if position and entry else self._lead(position))
            pieces += [lead, old.text, old.before_comma, comma, old.beside]
        return "".join([*pieces, leftover, self.closing])

    def _comments(self, plan: Sequence[int | str]) -> tuple[dict[int, str], str]:
        """Returns the leads with comments, those of removed entries put before the next; and what is left."""
        commented: dict[int, str] = {}
        waiting = ""
        for number, entry in enumerate(self.entries):
            if number not in plan:
                waiting += _LAST_LINE.sub("", entry.lead) if "#" in entry.lead else ""
            elif waiting or "#" in entry.lead:
                commented[number] = waiting + entry.lead
                waiting = ""
        return commented, waiting

    def _lead(self, position: int) -> str:
        """Returns what stands before a new entry, or one that has come to another place."""
        leads = [entry.lead for entry in self.entries]
        if not position:
            return _without_comments(leads[0]) if leads else ""
        if len(leads) < 2:
            return _own_line(leads[0]) or " " if leads else " "
        inline = [lead for lead in leads[1:] if not _own_line(lead)]
        return inline[0] if inline else _own_line(leads[-1])

    def _emptied(self) -> str:
        inside = self.document.text[self.start : self.end]
        comments = [part for entry in self.entries for part in (entry.lead, entry.before_comma, entry.beside)]
        if any("#" in part for part in [*comments, self.closing]):
            raise self.document.refusal(self.start, "括号里有注释，清空会丢掉它", "先把注释移到别处")
        return "" if self.entries else inside


def _own_line(lead: str) -> str:
    """Returns the line break and indentation an entry stands behind, or nothing."""
    found = _LAST_LINE.search(lead)
    return found[0] if found else ""


def _without_comments(lead: str) -> str:
    return _own_line(lead) if "#" in lead else lead


def flow_entries(document: Document, place: NodePlace) -> FlowEntries:
    """Returns the entries of a collection in brackets or braces."""
    node = place.node
    spans = _spans(node)
    start, end = node.start.index + 1, node.end.index - 1
    if not spans:
        inside = document.text[start:end]
        return FlowEntries(document, (), start, end, inside if inside.strip() else "", last_comma=False)
    edges = [start, *(edge for span in spans for edge in span), end]
    gaps = [_gap(document, begin, stop) for begin, stop in zip(edges[2::2], edges[3::2], strict=True)]
    lead = document.text[start : spans[0][0]]
    if not _GAP.fullmatch(lead):
        raise _unusual(document, start)
    entries: list[FlowEntry] = []
    for (begin, stop), gap in zip(spans, gaps, strict=True):
        entries.append(FlowEntry(lead, document.text[begin:stop], gap["before"] or "", gap["beside"] or ""))
        lead = gap["rest"]
    return FlowEntries(document, tuple(entries), start, end, lead, last_comma=bool(gaps[-1]["comma"]))


def _spans(node: Node) -> list[tuple[int, int]]:
    if isinstance(node.value, list):
        return [(item.start.index, item.end.index) for item in node.value]
    assert isinstance(node.value, dict)  # noqa: S101 - narrows the type
    keys = node.keys
    return [
        (keys[name].start.index, max(keys[name].end.index, item.end.index))
        for name, item in node.value.items()
    ]


def _gap(document: Document, begin: int, end: int) -> re.Match[str]:
    found = _GAP.fullmatch(document.text, begin, end)
    if found is None:
        raise _unusual(document, begin)
    return found


def _unusual(document: Document, index: int) -> Exception:
    return document.refusal(index, "括号里的这种写法不能自动修改", "改写成“[甲, 乙]”或“{项名: 值}”后再试")
