"""How files are to be taken in, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal

from kaohe_cli.collecting.merging import Change
from kaohe_cli.collecting.reading import Remark, Unclaimed
from kaohe_cli.forms.rounds import Round
from kaohe_cli.rules.entry_checks import Problem
from kaohe_cli.tables.units import Unit

FileState = Literal[
    "taken", "same", "twice", "empty", "older", "question", "unreadable", "refused", "other", "letter"
]
"""“other” is a text that is no form; “letter” what a mail says beside what it brings, no file of its own."""
NOT_TAKEN: Final[frozenset[FileState]] = frozenset({"question", "unreadable", "refused", "other", "letter"})
"""What became of files of which nothing is in the reports."""


NOTHING_TO_DO: Final[frozenset[FileState]] = frozenset({"same", "twice", "empty", "other", "letter"})
"""What became of files that nobody has to look at."""


@dataclass(frozen=True)
class Options:
    """How files are to be taken in."""

    received: date
    """When they came."""
    wanted: Unit | None = None
    """The body that they are from, where the person says so."""
    answers: dict[str, str] = field(default_factory=dict)
    """Row ids by heading, where the person says what a heading means."""
    force: bool = False
    """Whether an older return may replace a newer one."""
    asked: Round | None = None
    """The round of forms that state none, where the person says so."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    path: Path
    state: FileState
    message: str = ""
    """Why it was not taken in, or not wholly."""
    unit: str = ""
    changes: tuple[Change, ...] = ()
    held_back: tuple[Change, ...] = ()
    remarks: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()
    unclaimed: tuple[Unclaimed, ...] = ()
    listing: Path | None = None
    """The file in which the unclaimed is listed."""
    read: Mapping[str, int] = field(default_factory=dict)
    """How many fields were read of each row, by its id."""
    round: Round | None = None
    """Under which round it was filed, where it was."""
    about: Round | None = None
    """Of which round it is, filed or not, where that is known."""

    @property
    def needs_a_look(self) -> bool:
        """Whether something was lost, refused or wrong, and a person has to see to it."""
        remarked = any(remark.severity == "error" for remark in self.remarks)
        wrong = any(problem.severity == "error" for problem in self.problems)
        if self.state in NOTHING_TO_DO:
            return False
        return bool(self.state in {*NOT_TAKEN, "older"} or self.unclaimed or remarked or wrong)
