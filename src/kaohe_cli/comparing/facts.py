"""What the tables say of themselves: year, title, documents, dates, the steps of 组织实施."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from kaohe_cli.comparing.fields import FieldChange, list_change, value_change
from kaohe_cli.tables.incentives import IncentiveTable, TimelineStep
from kaohe_cli.tables.indicators import IndicatorTable, Lights, ReportingRound

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
