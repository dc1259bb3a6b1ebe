"""What differs between two states of one thing, field by field; and the facts at the head of a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, Literal, TypeAlias

from kaohe_cli.comparing.words import WordPiece, pieces
from kaohe_cli.tables.incentives import IncentiveTable, TimelineStep
from kaohe_cli.tables.indicators import IndicatorTable, Lights, ReportingRound

FactValue: TypeAlias = str | int | bool | Decimal | date | None


@dataclass(frozen=True)
class TextChange:
    """Another text."""

    field: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[WordPiece, ...]:
        """The change word by word."""
        return pieces(self.before, self.after)


@dataclass(frozen=True)
class ValueChange:
    """Another value; None is none."""

    field: str
    before: FactValue
    after: FactValue


@dataclass(frozen=True)
class ListChange:
    """Other items, or the same in another order."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def added(self) -> tuple[str, ...]:
        return tuple(item for item in self.after if item not in self.before)

    @property
    def dropped(self) -> tuple[str, ...]:
        return tuple(item for item in self.before if item not in self.after)


FieldChange: TypeAlias = TextChange | ValueChange | ListChange


def text_change(field: str, before: str, after: str) -> Iterator[FieldChange]:
    """Yields the change of a text, where there is one."""
    if before != after:
        yield TextChange(field, before, after)


def value_change(field: str, before: FactValue, after: FactValue) -> Iterator[FieldChange]:
    """Yields the change of a value, where there is one; two texts are compared word by word."""
    if isinstance(before, str) and isinstance(after, str):
        yield from text_change(field, before, after)
    elif before != after:
        yield ValueChange(field, before, after)


def list_change(field: str, before: Sequence[str], after: Sequence[str]) -> Iterator[FieldChange]:
    """Yields the change of a list, where there is one."""
    if tuple(before) != tuple(after):
        yield ListChange(field, tuple(before), tuple(after))


_INDICATORS = ("year", "title", "heading", "report_due", "area_code", "office")
_INCENTIVES = ("year", "title", "document", "document_title", "issuer", "issued", "published", "replaces")
_STEP = ("due", "wording", "content")


@dataclass(frozen=True)
class FactChange:
    """A fact of a whole table that differs; ``step`` names the step of 组织实施 it belongs to."""

    table: Literal["indicators", "incentives"]
    change: FieldChange
    step: str | None = None


def indicator_facts(old: IndicatorTable, new: IndicatorTable) -> Iterator[FactChange]:
    """Yields what differs at the head of 附件1."""
    for change in chain(
        _differing(_INDICATORS, old, new),
        list_change("rounds", *(tuple(map(_round, table.rounds)) for table in (old, new))),
        value_change("lights", *(_lights(table.lights) for table in (old, new))),
    ):
        yield FactChange("indicators", change)


def _round(one: ReportingRound) -> str:
    return f"1—{one.through_month}月" + (f"（{one.due} 截止）" if one.due else "")


def _lights(lights: Lights | None) -> str | None:
    return f"绿灯 {lights.green}%，黄灯 {lights.yellow}%" if lights else None


def incentive_facts(old: IncentiveTable, new: IncentiveTable) -> Iterator[FactChange]:
    """Yields what differs at the head of the incentives and in their timeline."""
    for change in _differing(_INCENTIVES, old, new):
        yield FactChange("incentives", change)
    steps = tuple(step.name for step in old.timeline), tuple(step.name for step in new.timeline)
    for change in list_change("timeline", *steps):
        yield FactChange("incentives", change)
    after = _by_name(new.timeline)
    for (name, number), step in _by_name(old.timeline).items():
        if (name, number) in after:
            for change in _differing(_STEP, step, after[name, number]):
                yield FactChange("incentives", change, name)


def _by_name(timeline: tuple[TimelineStep, ...]) -> dict[tuple[str, int], TimelineStep]:
    """Returns the steps by name; a second one of the same name by its number too."""
    named: dict[tuple[str, int], TimelineStep] = {}
    for step in timeline:
        number = sum(name == step.name for name, _ in named)
        named[step.name, number] = step
    return named


def _differing(names: tuple[str, ...], old: Any, new: Any) -> Iterator[FieldChange]:
    for name in names:
        yield from value_change(name, getattr(old, name), getattr(new, name))
