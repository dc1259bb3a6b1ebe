"""Which row of one year is which row of the next. Ids are positions and say nothing of it; texts do.

Rows are paired one to one: the same name and content first, then a name or a content that only these two
have, then whatever is most alike, down to a threshold. The pairing is the same in both directions.

Alike are rows by the mass of their common text. Where that leaves a doubt, the same bodies, weight and number
speak for a pair, and other bodies against it. Each number below has a case on either side in the tests.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from kaohe_cli.query.rows import CriterionRow, Row
from kaohe_cli.words.folding import bare
from kaohe_cli.words.likeness import Similarity, features

R = TypeVar("R", bound=Row)

LEAST_ALIKE = 0.55
"""Rows less alike than this are a row dropped and a row added.

税收收入增长6% and 区级税收增长6%左右 of the same body come to 0.6; 进出口目标及增速 and
实际利用外资总量及增速 of one body to 0.5; no two incentives of 2021 to more than 0.4.
"""
MAYBE_ALIKE = 0.4
"""A row dropped and a row added that are so much alike are shown as “可能是同一项”."""
_SURE = 0.7
"""Text so much the same needs no further evidence, nor can evidence bring less up to it."""
_BODIES, _WEIGHT, _NUMBER = 0.45, 0.1, 0.05
_WITHOUT_EVIDENCE = 0.8
"""What is left of the likeness of rows that share nothing but text.

社会公众生态环境满意度调查 and 基本公共服务满意度调查 share two thirds of it, and no body.
"""

_LEAST_TELLING = 8  # signs; a shorter content (按统计数据考核) is no proof by itself
_ALL_PAIRS = 2_500
_RAREST = 16
_RUN = 5  # signs; of 5,000 rows made of a dozen words and a number each still has some of its own
_MOST_COMMON = 200
_CANDIDATES = 10


@dataclass(frozen=True)
class Pair(Generic[R]):
    """The same row in both years; ``score`` is 1 where name and content are the same."""

    old: R
    new: R
    score: float


@dataclass(frozen=True)
class Matching(Generic[R]):
    """Every row of both sides, once: paired (in the order of the new), dropped or added."""

    pairs: tuple[Pair[R], ...]
    dropped: tuple[R, ...]
    added: tuple[R, ...]
    maybe: tuple[Pair[R], ...] = ()
    """Of those dropped and added the ones that may be the same, each once."""


def content_of(row: Row) -> str:
    """Returns the long text of a row: 考核内容及说明, or the measure."""
    return row.criterion.content if isinstance(row, CriterionRow) else row.incentive.measure


def match_rows(old: Sequence[R], new: Sequence[R], *, threshold: float = LEAST_ALIKE) -> Matching[R]:
    """Returns which of the rows are the same."""
    matcher = _Matcher(old, new)
    matcher.pair_equal()
    matcher.pair_unique(lambda row: bare(row.name))
    matcher.pair_unique(_telling_content)
    matcher.pair_alike(threshold)
    partner = matcher.partner
    taken = set(partner.values())
    return Matching(
        matcher.pairs(partner),
        tuple(row for i, row in enumerate(old) if i not in partner),
        tuple(row for j, row in enumerate(new) if j not in taken),
        matcher.pairs(matcher.maybe),
    )


def _telling_content(row: Row) -> str:
    content = bare(content_of(row))
    return content if len(content) >= _LEAST_TELLING else ""


class _Matcher(Generic[R]):
    """Two lists of rows, and the pairs found so far: index in the old list to index in the new."""

    def __init__(self, old: Sequence[R], new: Sequence[R]) -> None:
        self._old = old
        self._new = new
        self.partner: dict[int, int] = {}
        self.maybe: dict[int, int] = {}
        rows = (*old, *new)
        self._similar = Similarity(text for row in rows for text in (row.name, content_of(row)))
        self._counts = (_text_counts(old), _text_counts(new))

    def pairs(self, partner: Mapping[int, int]) -> tuple[Pair[R], ...]:
        """Returns pairs of indexes as pairs of rows, in the order of the new list."""
        order = sorted(partner.items(), key=lambda indexes: indexes[1])
        return tuple(Pair(self._old[i], self._new[j], self.score(i, j)) for i, j in order)

    def score(self, i: int, j: int) -> float:
        """Returns how alike the texts of two rows are, each counting less the more rows share it.

        Name and content count by their mass; or each as a half, where a short name is the same.
        """
        old, new = self._old[i], self._new[j]
        halves = weights = common = whole = 0.0
        for one, other in ((old.name, new.name), (content_of(old), content_of(new))):
            shared = max(self._counts[0][bare(one)], self._counts[1][bare(other)])
            weight = 1 / shared**0.5
            alike, mass = self._similar(one, other), self._similar.mass(one) + self._similar.mass(other)
            weights, halves = weights + weight, halves + weight * alike
            whole, common = whole + weight * mass, common + weight * mass * alike
        return max(halves / weights, common / whole if whole else 0.0)

    def _evidence(self, i: int, j: int) -> float:
        """Returns how alike two rows are with all that speaks for or against their being one."""
        text = self.score(i, j)
        if text >= _SURE:
            return text
        old, new = self._old[i], self._new[j]
        for_it = _BODIES * _shared_bodies(old, new)
        for_it += _WEIGHT * (old.weight is not None and old.weight == new.weight)
        for_it += _NUMBER * (old.id == new.id)
        return min(text * (_WITHOUT_EVIDENCE + for_it), _SURE - 0.01)

    def pair_equal(self) -> None:
        """Pairs rows with the same name and content; among several, those with the same id, then by order."""
        groups = self._groups(lambda row: f"{bare(row.name)}\n{bare(content_of(row))}")
        for left, right in groups:
            by_id = {self._new[j].id: j for j in reversed(right)}
            for i in left:
                if (j := by_id.pop(self._old[i].id, None)) is not None:
                    self.partner[i] = j
            self.partner.update(zip(self._free_old(left), self._free_new(right), strict=False))

    def pair_unique(self, key: Callable[[R], str]) -> None:
        """Pairs the rows that alone have a key, among all rows of their side."""
        for left, right in self._groups(key):
            if len(left) == len(right) == 1 and self._free_old(left) and self._free_new(right):
                self.partner[left[0]] = right[0]

    def pair_alike(self, threshold: float) -> None:
        """Pairs what is left, the most alike first; among equals, what stands at the same id or place.

        Then what remains and may still be the same.
        """
        old, new = self._free_old(range(len(self._old))), self._free_new(range(len(self._new)))
        scored = ((self._evidence(i, j), i, j) for i, j in self._candidates(old, new))
        ranked = sorted(
            (-round(score, 6), self._old[i].id != self._new[j].id, abs(i - j), i + j, i, j)
            for score, i, j in scored
            if score >= min(threshold, MAYBE_ALIKE)
        )
        taken = set(self.partner.values())
        for negative, *_, i, j in ranked:
            if i in self.partner or i in self.maybe or j in taken:
                continue
            (self.partner if -negative >= threshold else self.maybe)[i] = j
            taken.add(j)

    def _groups(self, key: Callable[[R], str]) -> Iterator[tuple[list[int], list[int]]]:
        """Yields the rows of both sides that have the same key, the empty key left out."""
        groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, rows in enumerate((self._old, self._new)):
            for index, row in enumerate(rows):
                groups[key(row)][side].append(index)
        groups.pop("", None)
        yield from groups.values()

    def _free_old(self, indexes: Iterable[int]) -> list[int]:
        return [i for i in indexes if i not in self.partner]

    def _free_new(self, indexes: Iterable[int]) -> list[int]:
        taken = set(self.partner.values())
        return [j for j in indexes if j not in taken]

    def _candidates(self, old: list[int], new: list[int]) -> Iterable[tuple[int, int]]:
        """Returns the pairs worth a look: all, or in a long table those with rare features in common."""
        if len(old) * len(new) <= _ALL_PAIRS:
            return product(old, new)
        names = [_telling(row) for row in (*self._old, *self._new)]
        frequency = Counter(name for one in names for name in one)
        left = {i: _rarest(names[i], frequency) for i in old}
        right = {j: _rarest(names[len(self._old) + j], frequency) for j in new}
        forth = set(_voted(left, right))
        return forth | {(i, j) for j, i in _voted(right, left)}


def _telling(row: Row) -> set[str]:
    """Returns what a row may be found by among thousands: its features, and each few signs side by side."""
    found = features(row.name).keys() | features(content_of(row)).keys()
    for text in (bare(row.name), bare(content_of(row))):
        found |= {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}
    return found


def _rarest(names: Iterable[str], frequency: Mapping[str, int]) -> list[str]:
    """Returns the features of a row that the fewest rows have."""
    ranked = sorted((frequency[name], name) for name in names)
    return [name for count, name in ranked[:_RAREST] if count <= _MOST_COMMON]


def _shared_bodies(old: Row, new: Row) -> float:
    """Returns 1 for rows of the same bodies or under the same lead, 0 for rows of other bodies."""
    before, after = set(old.units), set(new.units)
    if not before or not after:
        return 0.0
    return 1.0 if old.units[0] == new.units[0] else len(before & after) / len(before | after)


def _text_counts(rows: Sequence[Row]) -> Counter[str]:
    """Returns in how many rows each name and each content stands."""
    return Counter(text for row in rows for text in (bare(row.name), bare(content_of(row))))


def _voted(seekers: dict[int, list[str]], found: dict[int, list[str]]) -> Iterator[tuple[int, int]]:
    """Yields each seeker with the rows that have most of its features."""
    standing: dict[str, list[int]] = defaultdict(list)
    for index, names in found.items():
        for name in names:
            standing[name].append(index)
    for seeker, names in seekers.items():
        votes = Counter(index for name in names for index in standing.get(name, ()))
        best = sorted(votes.items(), key=lambda vote: (-vote[1], abs(vote[0] - seeker), vote[0]))
        for index, _ in best[:_CANDIDATES]:
            yield seeker, index
