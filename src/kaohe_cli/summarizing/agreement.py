"""Which of several bodies' words on one row counts, and where they contradict each other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from kaohe_cli.summarizing.statements import Statement

V = TypeVar("V")


@dataclass(frozen=True)
class Agreed(Generic[V]):
    """What counts of one field of one row, and all that was said there."""

    value: V | None
    """None where nobody said anything, or several that do not lead said different things."""
    said: Mapping[str, V]
    """What each body said, the lead first."""
    is_by_lead: bool
    """Whether a body that leads said it."""

    @property
    def is_contested(self) -> bool:
        """Whether two bodies said different things."""
        return len(set(self.said.values())) > 1

    @property
    def is_by_another(self) -> bool:
        """Whether it counts though no body that leads said it."""
        return self.value is not None and not self.is_by_lead


def agreed(statements: Iterable[Statement], read: Callable[[Statement], V | None]) -> Agreed[V]:
    """Returns what counts of the field that ``read`` takes out of a statement.

    The lead's word counts, of several that lead the first's. Where they are silent, the word of another
    counts, of several only where they say the same.
    """
    led: list[V] = []
    said: dict[str, V] = {}
    for statement in statements:
        value = read(statement)
        if value is not None:
            said[statement.unit] = value
            if statement.leads:
                led.append(value)
    if led:
        return Agreed(led[0], said, is_by_lead=True)
    values = set(said.values())
    return Agreed(values.pop() if len(values) == 1 else None, said, is_by_lead=False)
