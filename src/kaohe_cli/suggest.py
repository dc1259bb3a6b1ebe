"""“是不是想写 …？”: the known names nearest to one that is not known."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile

# 区商务局 is 区商务委, not 区税务局, though as many letters are the same: what all names of bodies begin and
# end with tells none from another.
_CORE = re.compile(r"[区市]?(.+?)(?:委员会|办公室|委|局|办)?")
_LEAST_ALIKE = 0.5


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
    return f"是不是想写 {' 或 '.join(found)}？" if found else None
