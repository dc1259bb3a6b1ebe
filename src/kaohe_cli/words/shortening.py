"""A text too long for where it is shown, cut at its end or in its middle; of names in a row so many."""

from collections.abc import Sequence
from typing import Final

from kaohe_cli.words.control import without_controls

_LONGEST_NAME: Final = 60
"""A name in the tables has at most so many signs; what is longer is none."""


def shortened(text: str, most: int) -> str:
    """Returns a text with at most ``most`` signs, the last of them “…” where it was longer.

    >>> shortened("民营经济发展成效", 5), shortened("民营经济", 5)
    ('民营经济…', '民营经济')
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def quoted(text: str, most: int = 24) -> str:
    """Returns a text as messages quote it: on one line, without what does not show, shortened.

    >>> quoted(" 推进\\n民营 经济", 6)
    '推进 民营…'
    """
    return shortened(without_controls(" ".join(text.split())), most)


def cut_inside(text: str, head: int, tail: int, sign: str = "……") -> str:
    """Returns the first ``head`` and the last ``tail`` signs of a text that is longer than both together.

    >>> cut_inside("甲乙丙丁戊己庚", 2, 1), cut_inside("甲乙丙", 2, 1)
    ('甲乙……庚', '甲乙丙')
    """
    return text if len(text) <= head + tail else f"{text[:head]}{sign}{text[len(text) - tail :]}"


def some_of(names: Sequence[str], most: int, measure: str) -> str:
    """Returns the first ``most`` names and how many there are in all; a name too long to be one is cut.

    >>> some_of(["甲", "乙"], 2, "个"), some_of(["甲", "乙", "丙"], 2, "个")
    ('甲、乙', '甲、乙等 3 个')
    """
    said = "、".join(shortened(name, _LONGEST_NAME + 1) for name in names[:most])
    return said if len(names) <= most else f"{said}等 {len(names)} {measure}"
