"""What stands in the columns of a table: bodies, numbers, dates, units of measure, texts that repeat."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_cli.importing.columns import Column
from kaohe_cli.importing.stream import GridRow
from kaohe_cli.importing.texts import clean, percent_of, points_or_wording
from kaohe_cli.words.listed_bodies import is_nobody, looks_like_body, split_bodies

_LONGEST_LOOKED_AT = 200
"""Signs of a cell that tell what it is; a longer text is neither number nor a list of bodies to go by."""
_LOOKED_AT = 60
"""Rows that are looked at: enough to know a column, few enough for a table of thousands."""
_MEASURE = re.compile(
    r"[%％‰]|个?百分点|(?:[十百千万亿]+)?(?:个|元|吨|人|人次|户|件|家|项|平方米|平方公里|立方米|公里|亩|公顷|米|套|所|条|次|名|位|座|辆|台|处|张|床|天|年|分|倍|微克/立方米|(?:千瓦时?|度))"
    r"|[a-zA-Z]{1,4}[²³23]?(?:/[a-zA-Z]{1,4}[²³23]?)?|[^0-9]{1,6}[/／][^0-9]{1,6}|—|-"
)
_DATE = re.compile(r"\d{1,2}月|\d{4}年|年底|年内|季度|上半年|全年|长期|[上中下]旬")


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a column; shares are of its filled cells, between 0 and 1."""

    texts: tuple[str, ...]
    bodies: float
    numbers: float
    percents: float
    measures: float
    dates: float
    distinct: float
    """How many of its texts are different ones: 1 where none repeats."""
    goes_down: bool
    """True where cells are merged downwards."""

    @property
    def is_empty(self) -> bool:
        """True for a column nobody has written in."""
        return not self.texts


def contents_of(columns: Sequence[Column], rows: Sequence[GridRow]) -> list[Contents]:
    """Returns what stands in each column in the rows below the header."""
    found: list[list[str]] = [[] for _ in columns]
    merged = [False] * len(columns)
    for row in rows[:_LOOKED_AT]:
        by_place = len(row.cells) == len(columns)
        for place, column in enumerate(columns):
            for cell in (row.cells[place],) if by_place else row.cells:
                if by_place or (column.start <= cell.start and cell.end <= column.end):
                    merged[place] = merged[place] or cell.merged == "further"
                    if not cell.is_blank:
                        found[place].append(clean(cell.text[:_LONGEST_LOOKED_AT]))
    return [_contents(tuple(texts), goes_down) for texts, goes_down in zip(found, merged, strict=True)]


def _contents(texts: tuple[str, ...], goes_down: bool) -> Contents:
    def share(tests: Sequence[bool]) -> float:
        return sum(tests) / len(tests) if tests else 0.0

    named = [text for text in texts if not is_nobody(text)]
    return Contents(
        texts,
        share([_are_bodies(text) for text in named]),
        share([points_or_wording(text) for text in texts]),
        share([percent_of(text) is not None for text in texts]),
        share([bool(_MEASURE.fullmatch(text)) for text in texts]),
        share([bool(_DATE.search(text)) for text in texts]),
        len(set(texts)) / len(texts) if texts else 1.0,
        goes_down,
    )


def _are_bodies(text: str) -> bool:
    names = split_bodies(text).all
    return bool(names) and sum(looks_like_body(name) for name in names) * 2 >= len(names)
