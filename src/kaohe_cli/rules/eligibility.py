"""What the units' reports say of an incentive: whether the district may claim it, and what is expected."""

from collections.abc import Sequence
from typing import NamedTuple

from kaohe_cli.forms import known
from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.rounds import Round
from kaohe_cli.query.reported import Reported
from kaohe_cli.query.rows import IncentiveRow
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.rules.answers import Answer, answer
from kaohe_cli.rules.reports import main_files
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.phones import masked
from kaohe_cli.words.prompts import is_placeholder
from kaohe_cli.workspace.workspace import Tables, Workspace


class Said(NamedTuple):
    """What a responsible body says of an incentive; None where it says nothing. Phones are starred."""

    unit: str
    eligible: str | None
    """是否符合申报条件, in its own words."""
    expected: str | None
    """预计争取结果, in its own words."""

    @property
    def answer(self) -> Answer | None:
        """What 是否符合申报条件 comes to: 是, 否, 推进中, or None where neither can be read from it."""
        return answer(self.eligible) if self.eligible else None


def reported_until(workspace: Workspace, asked: Round | None = None) -> list[Reported]:
    """Returns the reports of each round that has any, the newest first, up to the one that is asked for.

    Raises:
        UnusableDataError: the tables cannot be used. A report that cannot be read says nothing.
    """
    tables = workspace.tables()
    rounds = [one for one in workspace.rounds_with_reports if asked is None or one <= asked]
    found = []
    for one in reversed(rounds):
        files = main_files(workspace.reports_of(one), tables.registry).values()
        found.append(Reported(tables, [loaded.model for loaded in files if loaded.model is not None]))
    return found


def said_of_incentives(tables: Tables, rounds: Sequence[Reported]) -> dict[str, tuple[Said, ...]]:
    """Returns what each responsible body says of each incentive, by the incentive's id.

    ``rounds`` are the reports of each round, the newest first: what a body said stands until it says
    something else. Only the bodies of a row are heard, in the row's order.
    """
    found: dict[str, tuple[Said, ...]] = {}
    for incentive in tables.incentives.incentives:
        bodies = row_bodies(IncentiveRow(incentive), tables.registry)
        names = dict.fromkeys(body.name for body in bodies if isinstance(body, Unit))
        found[incentive.id] = tuple(_said(name, incentive.id, rounds) for name in names)
    return found


def reports_on(row_id: str, unit: str, rounds: Sequence[Reported]) -> list[Report]:
    """Returns the reports in which something stands of a row that counts for a body, the newest first."""
    found = (one.by_id.get(row_id, {}).get(unit) for one in rounds)
    return [report for report in found if report is not None]


def _said(unit: str, incentive_id: str, rounds: Sequence[Reported]) -> Said:
    reports = reports_on(incentive_id, unit, rounds)
    eligible, expected = (
        next((text for one in reports if (text := _text(one, incentive_id, key))), None)
        for key in (known.ELIGIBLE, known.EXPECTED_RESULT)
    )
    return Said(unit, eligible, expected)


def _text(report: Report, incentive_id: str, key: str) -> str | None:
    value = report.entries.get(incentive_id, {}).get(key)
    text = masked(" ".join(str(value).split())) if value is not None else ""
    return text if text and not is_placeholder(text) else None
