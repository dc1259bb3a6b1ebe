"""How alike two texts are, where what most rows say (按统计数据考核) counts for little."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from math import fsum, log

_NO_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Returns a text without spaces and punctuation, in one form of letters and digits.

    >>> bare("“四上”企业 增量、ＧＤＰ增速")
    '四上企业增量gdp增速'
    """
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text)).casefold()


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
