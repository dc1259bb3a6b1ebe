"""What the bodies have said of each row of 附件1 and 附件2: the entries of their reports, and who speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from kaohe_cli.forms.reports import Report, Value
from kaohe_cli.query.reported import Reported
from kaohe_cli.query.rows import Assigned, shares
from kaohe_cli.rules.entry_checks import is_empty
from kaohe_cli.tables.units import Registry, Unit
from kaohe_cli.words.phones import masked

_LONGEST_QUOTE: Final = 60  # 汉字; a sentence of a report is mostly shorter, and a line of a page holds it


class Statement(NamedTuple):
    """An entry of a report, as one body says it of one row."""

    unit: str
    """The body, by its proper name."""
    id: str
    """What it stands under in the report: a criterion, a metric, a whole indicator, an incentive."""
    report: Report
    leads: bool
    """Whether the body leads the row."""
    is_responsible: bool
    """Whether the row names the body at all."""

    @property
    def values(self) -> Mapping[str, Value]:
        """What the entry itself holds, by key."""
        return self.report.entries[self.id]

    def text(self, key: str) -> str | None:
        """Returns what was written under a key, or None where there is nothing or only the form's prompt."""
        value = self.report.value(self.id, key)
        return None if is_empty(value) or isinstance(value, Decimal) else value

    def number(self, key: str) -> Decimal | None:
        """Returns the number under a key."""
        value = self.report.value(self.id, key)
        return value if isinstance(value, Decimal) else None


class Body(NamedTuple):
    """A body of a row: its proper name, or the wording where the registry knows no such body."""

    name: str
    leads: bool


def bodies_of(row: Assigned, registry: Registry) -> tuple[Body, ...]:
    """Returns the bodies of a row in its order, each once; one that is named twice leads if it does once.

    A collective that nobody has resolved is no body and is left out.
    """
    found: dict[str, bool] = {}
    for share in shares(row):
        body = registry.resolve(share.name)
        if body is None or isinstance(body, Unit):
            name = body.name if body is not None else share.name
            found[name] = found.get(name, False) or share.leads
    return tuple(Body(name, leads) for name, leads in found.items())


@dataclass(frozen=True)
class Statements:
    """Every entry of the reports of a round in which something is said."""

    by_id: Mapping[str, Mapping[str, Report]]
    """By the id under which it stands, the bodies that it counts for, each with the report it stands in."""

    def of(self, entry_id: str, bodies: Sequence[Body]) -> tuple[Statement, ...]:
        """Returns what was said under an id: the row's bodies in its order, then others by name.

        A joint report that counts for a body of the row speaks for no body that has nothing to do with it.
        """
        order = {body.name: place for place, body in enumerate(bodies)}
        leading = {body.name for body in bodies if body.leads}
        said = self.by_id.get(entry_id, {})
        taken = {id(report) for name, report in said.items() if name in order}
        return tuple(
            Statement(name, entry_id, report, name in leading, name in order)
            for name, report in sorted(said.items(), key=lambda one: (order.get(one[0], len(order)), one[0]))
            if name in order or id(report) not in taken
        )


def gathered(reported: Reported) -> Statements:
    """Returns what is said in the reports of a round; an entry with nothing in it says nothing."""
    by_id: dict[str, dict[str, Report]] = {}
    for entry_id, reports in reported.by_id.items():
        said = {unit: report for unit, report in reports.items() if _says_something(report, entry_id)}
        if said:
            by_id[entry_id] = said
    return Statements(by_id)


def _says_something(report: Report, entry_id: str) -> bool:
    return any(not is_empty(value) for value in report.entries[entry_id].values())


def quoted(text: str) -> str:
    """Returns words on one line, without telephone numbers, cut where they are too long."""
    line = masked(" ".join(text.split()))
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"
