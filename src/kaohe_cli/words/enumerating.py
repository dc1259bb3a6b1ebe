"""Names in a row: taken apart at any comma, and said, of which only so many."""

import re
from collections.abc import Iterable, Sequence

_LONGEST = 60


_COMMA = re.compile(r"[,，、](?![^（]*）)")  # one inside brackets does not part names


def names_in(values: Iterable[str]) -> list[str]:
    """Returns the names in lists with any comma.

    >>> names_in(["甲,乙，丙、丁", "戊（己、庚）"])
    ['甲', '乙', '丙', '丁', '戊（己、庚）']
    """
    parts = (part.strip() for value in values for part in _COMMA.split(value))
    return [part for part in parts if part]


def some_of(names: Sequence[str], most: int, measure: str) -> str:
    """Returns the first ``most`` names and how many there are in all; a name too long to be one is cut.

    >>> some_of(["甲", "乙"], 2, "个"), some_of(["甲", "乙", "丙"], 2, "个")
    ('甲、乙', '甲、乙等 3 个')
    """
    said = "、".join(name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in names[:most])
    return said if len(names) <= most else f"{said}等 {len(names)} {measure}"
