"""What the bodies say of each incentive of 附件2, and how many days are left to claim it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kaohe_cli.forms import known
from kaohe_cli.query.rows import IncentiveRow
from kaohe_cli.rules.answers import answer
from kaohe_cli.summarizing.statements import Body, Statement, Statements, bodies_of, quoted
from kaohe_cli.tables.incentives import TimelineStep
from kaohe_cli.tables.units import Registry


@dataclass(frozen=True)
class IncentiveStanding:
    """One incentive, as the reports have it."""

    row: IncentiveRow
    bodies: tuple[Body, ...]
    statements: tuple[Statement, ...]

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def eligible(self) -> Mapping[str, str]:
        """What each body answered to 是否符合申报条件."""
        return _texts(self.statements, known.ELIGIBLE)

    @property
    def expected_result(self) -> Mapping[str, str]:
        """What each body expects to win."""
        return _texts(self.statements, known.EXPECTED_RESULT)

    @property
    def says_no(self) -> tuple[str, ...]:
        """The bodies that say it cannot be claimed."""
        return tuple(unit for unit, said in self.eligible.items() if answer(said) == "否")


@dataclass(frozen=True)
class ClaimLine:
    """One claim in a line, as the summary shows it."""

    id: str
    name: str
    state: str
    """拟申报, 已报送, …; empty where nothing is recorded."""
    days_left: int | None
    """Until it must be with the city; negative where that has passed, None where there is no deadline."""
    lead: str = ""
    """The body that leads it."""
    alarm: str = ""
    """What is wrong with it, in a sentence; empty where nothing is."""


def incentive_standings(
    rows: Iterable[IncentiveRow], registry: Registry, statements: Statements
) -> Iterator[IncentiveStanding]:
    """Yields what is said of the incentives, in the document's order."""
    for row in rows:
        bodies = bodies_of(row, registry)
        yield IncentiveStanding(row, bodies, statements.of(row.id, bodies))


def usual_claims(
    standings: Iterable[IncentiveStanding], step: TimelineStep | None, today: date
) -> tuple[ClaimLine, ...]:
    """Returns the claims where no record of them is kept; ``step`` is that in which they are due."""
    due = step.due if step is not None else None
    days = (due - today).days if due is not None else None
    return tuple(
        ClaimLine(one.id, one.name, "", days, next((body.name for body in one.bodies if body.leads), ""))
        for one in standings
    )


def _texts(statements: Iterable[Statement], key: str) -> dict[str, str]:
    texts = {statement.unit: statement.text(key) for statement in statements}
    return {unit: quoted(text) for unit, text in texts.items() if text is not None}
