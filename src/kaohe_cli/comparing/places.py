"""Where a row stands: in another section, in another order, or merely under another number."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple


@dataclass(frozen=True)
class RowPlace:
    """A row that stands elsewhere.

    ``section`` and ``order``: it was moved. ``number``: only its id is another, because what stands before it
    became more or less.
    """

    kind: Literal["section", "order", "number"]
    before: str
    after: str


def in_order(positions: Sequence[int]) -> frozenset[int]:
    """Returns the indexes of a longest rising run: the rows that stayed in order while others moved.

    >>> sorted(in_order([0, 3, 1, 2]))
    [0, 2, 3]
    """
    ends: list[int] = []
    last: list[int] = []
    previous: dict[int, int | None] = {}
    for index, position in enumerate(positions):
        length = bisect_left(ends, position)
        ends[length : length + 1] = [position]
        last[length : length + 1] = [index]
        previous[index] = last[length - 1] if length else None
    run = set()
    index_or_none = last[-1] if last else None
    while index_or_none is not None:
        run.add(index_or_none)
        index_or_none = previous[index_or_none]
    return frozenset(run)


_ID = re.compile(r"([A-Z])(\d+)(?:\.(\d+))?")


class Run(NamedTuple):
    """Rows whose ids moved on by the same step, one behind the other."""

    old: str
    new: str
    rows: int


def runs(pairs: Iterable[tuple[str, str]]) -> Iterator[Run]:
    """Yields old and new ids, in their order, those that moved on by the same step as one.

    >>> list(runs([("A03.1", "A04.1"), ("A04.1", "A05.1"), ("B01.2", "B01.1")]))
    [Run(old='A03.1—A04.1', new='A04.1—A05.1', rows=2), Run(old='B01.2', new='B01.1', rows=1)]
    """
    for step, group in groupby(pairs, key=_step):
        together = list(group)
        parts = [together] if step is not None else [[pair] for pair in together]
        for part in parts:
            (old, new), (last_old, last_new) = part[0], part[-1]
            if len(part) == 1:
                yield Run(old, new, 1)
            else:
                yield Run(f"{old}—{last_old}", f"{new}—{last_new}", len(part))


def _step(pair: tuple[str, str]) -> tuple[object, ...] | None:
    old, new = (_ID.fullmatch(part) for part in pair)
    if old is None or new is None:
        return None
    numbers = zip(old.groups("0")[1:], new.groups("0")[1:], strict=True)
    return (old[1], new[1], *(int(after) - int(before) for before, after in numbers))
