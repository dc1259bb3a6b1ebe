"""What was found in a returned file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]
Value: TypeAlias = str | Decimal


@dataclass(frozen=True)
class Remark:
    """Something about the file that a person should know."""

    message: str
    row_id: str = ""
    """The row it is about; "" for the file as a whole."""
    field: str = ""
    """What to call the field it is about; "" for the row as a whole."""
    severity: Severity = "warning"
    """A note tells how something was read; nothing needs to be done."""


@dataclass(frozen=True)
class Unclaimed:
    """A piece of the file that went into no field."""

    where: str
    text: str


@dataclass
class ReturnedRow:
    """What a file says of one row of the tables."""

    row_id: str
    values: dict[str, Value] = field(default_factory=dict)
    """By the field's key; an empty field is left out."""
    shown: frozenset[str] = frozenset()
    """The fields whose label stands in the file; of any other nothing is known from it."""
    without: frozenset[str] = frozenset()
    """The fields of the form that the paper does not have: it was sent out before they were added."""


@dataclass
class ReturnedForm:
    """The whole of a returned file."""

    unit: str
    """The body's proper name."""
    year: int | None
    """The year that the file names, where it does."""
    through_month: int | None
    """The month through which it says it reports, where it does."""
    doubt: str = ""
    """Why the month is not certain, though something is said of it."""
    rows: dict[str, ReturnedRow] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    unclaimed: list[Unclaimed] = field(default_factory=list)
    joint: tuple[str, ...] = ()
    """The proper names of the bodies that report together, ``unit`` first; empty where one reports alone."""
    is_partial: bool = False
    """Whether it calls itself a correction or a supplement: what it leaves out is not empty."""


Answers: TypeAlias = Mapping[str, str]
"""Row ids by heading (folded): what a person said that a heading means."""
