"""Where a row stands: in another section, in another order, or merely under another number."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Place:
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
