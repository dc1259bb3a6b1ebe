"""“是不是想写 …？”: the known names nearest to one that is not known."""

from collections.abc import Iterable
from functools import lru_cache


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Returns up to ``limit`` known names that resemble ``name``, the most alike first."""
    return _nearest(name, tuple(dict.fromkeys(known)), limit)


@lru_cache(maxsize=1024)
def _nearest(name: str, known: tuple[str, ...], limit: int) -> tuple[str, ...]:
    """Remembers: the same slip often stands in many rows."""
    from difflib import get_close_matches

    return tuple(get_close_matches(name, known, n=limit, cutoff=0.5))


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Returns a hint naming the nearest known names, or None where none is near."""
    found = nearest(name, known)
    return f"是不是想写 {' 或 '.join(found)}？" if found else None
