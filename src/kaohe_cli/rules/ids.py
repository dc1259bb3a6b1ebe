"""Ids: well formed, unique, and counting up without gaps (DESIGN: A, A02, A02.1, J01)."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Any, TypeAlias, TypeVar

from kaohe_cli.tables.base import CRITERION_ID, INCENTIVE_ID, INDICATOR_ID, SECTION_ID, SECTION_LETTERS
from kaohe_cli.tables.incentives import Incentive
from kaohe_cli.tables.indicators import Criterion, Indicator, Section
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace

Numbered: TypeAlias = Section | Indicator | Criterion | Incentive
N = TypeVar("N", Section, Indicator, Criterion, Incentive)


def ids_are_in_order(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH301, KH302 and KH303 for both tables."""
    if (table := workspace.indicators.model) is not None:
        check = _Check(workspace.indicators)
        yield from check.sequence(table.sections, SECTION_ID, _section_id)
        for section in table.sections:
            yield from check.sequence(section.indicators, INDICATOR_ID, _numbered(section.id + "{:02d}"))
        for indicator in chain.from_iterable(section.indicators for section in table.sections):
            yield from check.sequence(indicator.criteria, CRITERION_ID, _numbered(indicator.id + ".{}"))
    if (incentives := workspace.incentives.model) is not None:
        check = _Check(workspace.incentives)
        yield from check.sequence(incentives.incentives, INCENTIVE_ID, _numbered("J{:02d}"))


def _section_id(number: int) -> str:
    return SECTION_LETTERS[min(number, len(SECTION_LETTERS)) - 1]


def _numbered(form: str) -> Callable[[int], str]:
    return form.format


class _Check:
    """Checks the ids of one file; remembers those that were seen."""

    def __init__(self, loaded: Loaded[Any]) -> None:
        self._loaded = loaded
        self._seen: set[str] = set()

    def sequence(self, parts: Sequence[N], pattern: str, nth: Callable[[int], str]) -> Iterator[Finding]:
        """Yields what is wrong with the ids of one list; ``nth(1)`` is the id it should begin with.

        One slip is one finding: after a gap the count goes on from the id that was found, unless the next
        id shows that only this one is wrong.
        """
        own = {nth(number): number for number in range(1, len(parts) + 100)}
        number = 0
        for part, following in zip_longest(parts, parts[1:]):
            number += 1
            expected = nth(number)
            if not re.fullmatch(pattern, part.id, re.ASCII):
                yield self._finding("KH301", f"编号“{part.id}”的格式不对", part, f"这里应当是 {expected}")
                continue
            if part.id in self._seen:
                yield self._finding("KH302", f"编号 {part.id} 已经用过", part, f"这里应当是 {expected}")
                continue
            if part.id != expected and not self._loaded.partial:
                yield self._finding("KH303", f"编号 {part.id} 不连续", part, f"这里应当是 {expected}")
                if part.id not in own or (following is not None and following.id == nth(number + 1)):
                    continue
                number = own[part.id]
            self._seen.add(part.id)

    def _finding(self, code: str, message: str, part: Numbered, hint: str) -> Finding:
        return self._loaded.finding(code, message, part, "id", hint=hint)
