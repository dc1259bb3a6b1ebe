"""The deadlines of the incentives (83号文 part two), and who has said nothing of them yet."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from kaohe_cli.progress.standing import BodyProgress
from kaohe_cli.tables.incentives import TimelineStep

DAYS_AHEAD, DAYS_BEHIND = 60, 30
"""From how many days before a deadline to how many days behind it people want to be told."""


class Deadline(NamedTuple):
    """A step that is due soon, or was due a short while ago."""

    step: TimelineStep
    due: date
    days: int
    """Days from today; negative where it has passed."""


def near_deadlines(timeline: Iterable[TimelineStep], today: date) -> list[Deadline]:
    """Returns the steps whose due date is near, in the document's order."""
    dated = [Deadline(step, step.due, (step.due - today).days) for step in timeline if step.due is not None]
    return [deadline for deadline in dated if -DAYS_BEHIND <= deadline.days <= DAYS_AHEAD]


def silent_on_incentives(bodies: Iterable[BodyProgress]) -> dict[str, list[str]]:
    """Returns the incentives, by their ids, that each of these bodies has said nothing of."""
    silent = {body.unit.name: [entry.id for entry in body.empty_incentives] for body in bodies}
    return {name: ids for name, ids in silent.items() if ids}


def deadline_lines(deadlines: Iterable[Deadline], bodies: Iterable[BodyProgress]) -> Iterator[str]:
    """Yields a line for each deadline that is near, and one that says who is silent on the incentives."""
    near = False
    for deadline in deadlines:
        near = True
        days = deadline.days
        when = f"还有 {days} 天" if days > 0 else f"已过 {-days} 天" if days else "即今天"
        yield f"督查激励“{deadline.step.name}”{deadline.due} 截止，{when}"
    silent = silent_on_incentives(bodies) if near else {}
    if silent:
        count = sum(len(ids) for ids in silent.values())
        names = "、".join(f"{name}（{'、'.join(ids)}）" for name, ids in silent.items())
        yield f"督查激励还有 {len(silent)} 个单位的 {count} 项没有填：{names}"
