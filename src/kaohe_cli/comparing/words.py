"""What changed within a text, word by word; Chinese, which puts no spaces between words, sign by sign."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*[%％‰]?|[ \t]+|.", re.DOTALL)
_LARGEST_TABLE = 4_000_000  # pairs of tokens; beyond it a text is shown as replaced
_LONGEST_ISLAND = 3
_LEAST_IN_COMMON = 0.2


class WordPiece(NamedTuple):
    """A stretch of text that stayed, went or came."""

    kind: Literal["same", "dropped", "added"]
    text: str


def pieces(before: str, after: str) -> tuple[WordPiece, ...]:
    """Returns both texts in one; without what came it is ``before``, without what went ``after``.

    >>> [f"{piece.kind}:{piece.text}" for piece in pieces("增长8%以上", "增长10%以上")]
    ['same:增长', 'dropped:8%', 'added:10%', 'same:以上']
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _common(zip(old, new, strict=False))
    tail = _common(zip(reversed(old[head:]), reversed(new[head:]), strict=False))
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    changed = _without_islands(_aligned(inner_old, inner_new))
    ends = ("".join(old[:head]), "".join(old[len(old) - tail :]))
    return tuple(_joined([("", "", ends[0]), *changed, ("", "", ends[1])]))


_Change = tuple[str, str, str]
"""What went, what came in its place, and what stayed behind both."""


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    count = 0
    for old, new in pairs:
        if old != new:
            break
        count += 1
    return count


def _aligned(old: list[str], new: list[str]) -> list[_Change]:
    whole = ("".join(old), "".join(new), "")
    if len(old) * len(new) > _LARGEST_TABLE:
        return [whole]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) < _LEAST_IN_COMMON * min(len(old), len(new)):
        return [whole]
    changes: list[_Change] = []
    i = j = 0
    for a, b, size in blocks:
        changes.append(("".join(old[i:a]), "".join(new[j:b]), "".join(old[a : a + size])))
        i, j = a + size, b + size
    return changes


def _without_islands(changes: list[_Change]) -> list[_Change]:
    """Returns the changes with the few signs alike between two larger ones counted as changed."""
    kept: list[_Change] = []
    for dropped, added, same in changes:
        while kept and (dropped or added) and _is_island(kept[-1], dropped, added):
            before = kept.pop()
            dropped, added = before[0] + before[2] + dropped, before[1] + before[2] + added
        kept.append((dropped, added, same))
    return kept


def _is_island(before: _Change, dropped: str, added: str) -> bool:
    reach = min(max(len(before[0]), len(before[1])), max(len(dropped), len(added)), _LONGEST_ISLAND)
    return len(before[2]) <= reach


def _joined(changes: list[_Change]) -> Iterator[WordPiece]:
    same = ""
    for dropped, added, following in changes:
        if dropped or added:
            if same:
                yield WordPiece("same", same)
                same = ""
            if dropped:
                yield WordPiece("dropped", dropped)
            if added:
                yield WordPiece("added", added)
        same += following
    if same:
        yield WordPiece("same", same)
