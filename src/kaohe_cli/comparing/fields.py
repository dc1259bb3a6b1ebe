"""What differs between two states of one thing, field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from kaohe_cli.comparing.words import Piece, pieces

Value: TypeAlias = str | int | bool | Decimal | date | None


@dataclass(frozen=True)
class TextChange:
    """Another text."""

    field: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The change word by word."""
        return pieces(self.before, self.after)


@dataclass(frozen=True)
class ValueChange:
    """Another value; None is none."""

    field: str
    before: Value
    after: Value


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


def value_change(field: str, before: Value, after: Value) -> Iterator[FieldChange]:
    """Yields the change of a value, where there is one; two texts are compared word by word."""
    if isinstance(before, str) and isinstance(after, str):
        yield from text_change(field, before, after)
    elif before != after:
        yield ValueChange(field, before, after)


def list_change(field: str, before: Sequence[str], after: Sequence[str]) -> Iterator[FieldChange]:
    """Yields the change of a list, where there is one."""
    if tuple(before) != tuple(after):
        yield ListChange(field, tuple(before), tuple(after))
