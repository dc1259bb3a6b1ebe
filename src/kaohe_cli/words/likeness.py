"""How alike two names or two texts are; “可能是 …？”: the known names nearest to one that is not known.

Names are compared sign by sign in their order, as a whole and by what tells them apart. Texts of rows are
compared by the signs they share, of which what most rows say (按统计数据考核) counts for little.

rapidfuzz is not used: of the 20 slips in ``tests/words/test_likeness.py`` its ratio names 18 rightly, and
with our core 20 as difflib does; what it saves (0.3 ms a name) it costs to load (12 ms, 12 MB).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from math import fsum, log
from typing import Final

from kaohe_cli.words.folding import bare
from kaohe_cli.words.patterns import regex

# 区商务局 is 区商务委, not 区税务局, though as many letters are the same: what all names of bodies begin and
# end with tells none from another.
_CORE = regex(r"[区市]?(.+?)(?:委员会|办公室|委|局|办)?")
_LEAST_ALIKE: Final = 0.5
"""区税局 and 区税务局 share 6 of 7 signs, 区科委 and 区科技局 half; what shares less is another name."""
LEAST_SIGNS: Final = 3
"""区委 is the beginning of a dozen names; from three signs on a name tells something."""
_MOST_COMPARED: Final = 400
"""Each name is compared with each; a district has about 90."""


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Returns up to ``limit`` known names that resemble ``name``, the most alike first."""
    return _nearest(name, tuple(dict.fromkeys(known)), limit)


@lru_cache(maxsize=1024)
def _nearest(name: str, known: tuple[str, ...], limit: int) -> tuple[str, ...]:
    """Remembers: the same slip often stands in many rows."""
    from difflib import SequenceMatcher

    whole, core = SequenceMatcher(), SequenceMatcher()
    whole.set_seq2(name)
    core.set_seq2(_core(name))

    def likeness(other: str) -> tuple[float, int]:
        """How much is alike, then how much from the beginning on."""
        whole.set_seq1(other)
        core.set_seq1(_core(other))
        return whole.ratio() + core.ratio(), _same_from_the_beginning(name, other)

    def is_near(other: str) -> bool:
        whole.set_seq1(other)
        ratios = (whole.real_quick_ratio, whole.quick_ratio, whole.ratio)  # the cheap upper bounds first
        return all(ratio() >= _LEAST_ALIKE for ratio in ratios)

    near = filter(is_near, known)
    return tuple(sorted(near, key=likeness, reverse=True)[:limit])


def _same_from_the_beginning(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _core(name: str) -> str:
    found = _CORE.fullmatch(name)
    return found[1] if found else name


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Returns a hint naming the nearest known names, or None where none is near."""
    found = nearest(name, known)
    return f"可能是 {' 或 '.join(found)}" if found else None


def ratio(one: str, other: str) -> float:
    """Returns 1 for equal texts, 0 for texts that share no sign; twice what both have in order, of both.

    >>> ratio("区发改委", "区发展改革委"), ratio("", "甲")
    (0.8, 0.0)
    """
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def is_short_form(short: str, long: str) -> bool:
    """True where a name has the signs of a longer one in their order, from the same two at the beginning on.

    >>> is_short_form("区发改委", "区发展改革委"), is_short_form("区教委", "区教育局")
    (True, False)
    """
    if not LEAST_SIGNS <= len(short) < len(long) or short[:2] != long[:2] or short[-1] != long[-1]:
        return False
    signs = iter(long)
    return all(sign in signs for sign in short)


def lookalikes(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yields pairs of which one is a short form or the beginning of the other: only a person can tell."""
    if len(names) > _MOST_COMPARED:
        return
    for short in names:
        for long in names:
            begins = LEAST_SIGNS <= len(short) < len(long) and long.startswith(short)
            if begins or is_short_form(short, long):
                yield short, long


@lru_cache(maxsize=8192)
def features(text: str) -> Counter[str]:
    """Returns the signs of a text, and each two that stand side by side, with how often."""
    signs = bare(text)
    return Counter([*signs, *(first + second for first, second in pairwise(signs))])


class Similarity:
    """Compares texts of one collection, in which rare features weigh more than common ones."""

    def __init__(self, texts: Iterable[str]) -> None:
        known = list(texts)
        self.frequency = Counter(feature for text in known for feature in features(text))
        self._weights = {name: log(1 + len(known) / count) for name, count in self.frequency.items()}
        self._masses: dict[str, float] = {}

    def __call__(self, one: str, other: str) -> float:
        """Returns 1 for texts with the same features, 0 for texts that have none in common."""
        if bare(one) == bare(other):
            return 1.0
        whole = self.mass(one) + self.mass(other)
        return 2 * self._mass(features(one) & features(other)) / whole if whole else 0.0

    def mass(self, text: str) -> float:
        """Returns the weight of all features of a text."""
        if text not in self._masses:
            self._masses[text] = self._mass(features(text))
        return self._masses[text]

    def _mass(self, counted: Counter[str]) -> float:
        # fsum: the last digit must not depend on which text came first.
        return fsum(self._weights.get(name, 0.0) * count for name, count in counted.items())
