"""What the bodies have said of each row of 附件1 and 附件2: the entries of their reports, and who speaks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kaohe_cli.forms.reports import Report, Value
from kaohe_cli.model.units import Registry, Unit
from kaohe_cli.query.rows import CriterionRow, Row, shares
from kaohe_cli.rules.entry_checks import is_empty


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


def bodies_of(row: Row, registry: Registry) -> tuple[Body, ...]:
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
class Reported:
    """A report of the round that counts, and the bodies that speak in it."""

    bodies: tuple[str, ...]
    report: Report


@dataclass(frozen=True)
class Statements:
    """Every entry of the reports of a round, by the id under which it stands."""

    by_id: Mapping[str, Sequence[Reported]]

    def of(self, entry_id: str, bodies: Sequence[Body]) -> tuple[Statement, ...]:
        """Returns what was said under an id: the row's bodies in its order, then others by name.

        A joint report speaks for those of its bodies that the row names, or where it names none for the
        first, and not for a body that has said something under this id by itself.
        """
        order = {body.name: place for place, body in enumerate(bodies)}
        leading = {body.name for body in bodies if body.leads}
        found: dict[str, Report] = {}
        for alone in (True, False):
            for reported in self.by_id.get(entry_id, ()):
                if (len(reported.bodies) == 1) is alone:
                    named = [name for name in reported.bodies if name in order]
                    for name in named or reported.bodies[:1]:
                        found.setdefault(name, reported.report)
        return tuple(
            Statement(name, entry_id, report, name in leading, name in order)
            for name, report in sorted(found.items(), key=lambda one: (order.get(one[0], len(order)), one[0]))
        )


def gathered(reports: Iterable[Reported]) -> Statements:
    """Returns the entries of reports by their ids; an entry with nothing in it says nothing."""
    by_id: dict[str, list[Reported]] = {}
    for reported in reports:
        for entry_id, values in reported.report.entries.items():
            if any(not is_empty(value) for value in values.values()):
                by_id.setdefault(entry_id, []).append(reported)
    return Statements(by_id)


def ids_of(row: CriterionRow) -> tuple[str, ...]:
    """Returns the ids under which a criterion is reported by itself: its own, or one for each metric."""
    return row.criterion.metric_ids() or (row.id,)
