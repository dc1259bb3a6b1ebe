"""Which row of the tables a heading means: by its name, then by similarity."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from kaohe_cli.query.entries import Entry, all_entries
from kaohe_cli.query.rows import CriterionRow, IncentiveRow, Row
from kaohe_cli.words.folding import fold

_NOISE = re.compile(r"[\s“”\"'‘’《》<>()\[\]、,。.:;—–\-─…·|]")
_SIMILAR: Final = 0.72
_LIKE_ITS_MEASURE: Final = 0.8
"""What a heading that begins as a measure is worth: more than one that is only similar to a name."""
_LEAST_SHARED: Final = 8
"""Signs that a heading and a measure begin with: two measures of 2021 have 5 in common at most."""
_FURTHER_THAN_NEXT: Final = 3
_SURE_BY: Final = 0.06
"""How much more alike the best must be than the next, to be taken."""


@dataclass(frozen=True)
class Meaning:
    """What a heading means."""

    entry: Entry | None
    """None where that is not certain."""
    ratio: float
    """1 for the name itself."""
    nearest: tuple[Entry, ...] = ()
    """Where it is not certain: what it may mean."""
    by_measure: bool = False
    """Whether it begins as the measure of the incentive does."""


class Titles:
    """The names of all rows of the tables, to look headings up in."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.entries = {entry.id: entry for entry in all_entries(rows)}
        self._by_name: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            for name in _names(entry):
                self._by_name.setdefault(_plain(name), []).append(entry)

    def criteria_of(self, whole: Entry) -> list[Entry]:
        """Returns the headings of an indicator's criteria, without those that are reported by metrics."""
        return [self.entries[key] for key in whole.covers if key in self.entries]

    def of_parts(self) -> dict[str, str]:
        """Returns the titles of the parts that are reported in each form, joined, by the form's id."""
        parts: dict[str, dict[str, None]] = {}
        for entry in self.entries.values():
            parts.setdefault(entry.form.id, {})[entry.row.part] = None
        return {form: "、".join(titles) for form, titles in parts.items()}

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as one command
    def find(self, heading: str, own: frozenset[str]) -> Meaning:
        """Returns what a heading (without its number) means; the rows of a unit's own go before others."""
        plain = _plain(fold(heading))
        exact = self._by_name.get(plain, [])
        mine = [entry for entry in exact if own.intersection(entry.headings)]
        for found in (mine, exact):
            whole = next((entry for entry in found if entry.covers), None)
            if whole is not None and all(entry.id in (whole.id, *whole.covers) for entry in found):
                return Meaning(whole, 1.0)
            if len(found) == 1:
                return Meaning(found[0], 1.0)
            if found:
                return Meaning(None, 1.0, tuple(found))
        return self._alike(plain, own)

    def _alike(self, plain: str, own: frozenset[str]) -> Meaning:
        if len(plain) < 2:
            return Meaning(None, 0.0)
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(plain)
        best: dict[str, float] = {}
        for name, entries in self._by_name.items():
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() < _SIMILAR / 2 or matcher.quick_ratio() < _SIMILAR / 2:
                continue
            ratio = max(matcher.ratio(), _contained(name, plain))
            for entry in entries:
                own_bonus = 0.04 if own.intersection(entry.headings) else 0.0
                best[entry.id] = max(best.get(entry.id, 0.0), ratio + own_bonus)
        ranked = sorted(best, key=lambda key: -best[key])
        if not ranked or best[ranked[0]] < _SIMILAR:
            if (said := self._begun_as(plain)) is not None:
                return Meaning(said, _LIKE_ITS_MEASURE, by_measure=True)
            near = tuple(self.entries[key] for key in ranked[:3] if best[key] > 0.5)
            return Meaning(None, best[ranked[0]] if ranked else 0.0, near)
        close = [key for key in ranked if best[key] > best[ranked[0]] - _SURE_BY]
        if len(close) > 1:
            return Meaning(None, best[ranked[0]], tuple(self.entries[key] for key in close[:4]))
        return Meaning(self.entries[ranked[0]], min(best[ranked[0]], 0.99))

    def _begun_as(self, plain: str) -> Entry | None:
        """Returns the incentive whose measure (对……的区县，给予……) begins as a heading does."""
        shared = sorted(
            ((_shared_beginning(_plain(entry.row.incentive.measure), plain), entry.id)
             for entry in self.entries.values() if isinstance(entry.row, IncentiveRow)),
            reverse=True,
        )  # fmt: skip
        if not shared or shared[0][0] < _LEAST_SHARED:
            return None
        is_only = len(shared) == 1 or shared[1][0] + _FURTHER_THAN_NEXT <= shared[0][0]
        return self.entries[shared[0][1]] if is_only else None


def _shared_beginning(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _names(entry: Entry) -> set[str]:
    names = {entry.title}
    row = entry.row
    if isinstance(row, CriterionRow) and row.criterion.metrics:
        names.add(entry.title.removeprefix(f"{row.name}——"))
    elif isinstance(row, CriterionRow) and len(row.indicator.criteria) > 1:
        names.add(row.criterion.content)
    return names


def _plain(text: str) -> str:
    return _NOISE.sub("", fold(text)).casefold()


def _contained(name: str, plain: str) -> float:
    """How alike two names are where one is a good part of the other: words were left out or added."""
    shorter, longer = sorted((name, plain), key=len)
    if len(shorter) >= 4 and shorter in longer:
        return 0.7 + 0.3 * len(shorter) / len(longer)
    return 0.0
