"""What the units' reports say of an incentive: whether the district may claim it, and what is expected."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kaohe_cli.forms import known
from kaohe_cli.forms.reports import Report
from kaohe_cli.model.units import Unit
from kaohe_cli.query.rows import IncentiveRow
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.rules.answers import Answer, answer
from kaohe_cli.rules.placeholders import is_placeholder
from kaohe_cli.rules.reports import main_files
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Tables


class Said(NamedTuple):
    """What a responsible body says of an incentive; None where it says nothing."""

    unit: str
    eligible: str | None
    """是否符合申报条件, in its own words."""
    expected: str | None
    """预计争取结果, in its own words."""

    @property
    def answer(self) -> Answer | None:
        """What 是否符合申报条件 comes to: 是, 否, 推进中, or None where neither can be read from it."""
        return answer(self.eligible) if self.eligible else None


def said_of_incentives(
    tables: Tables, rounds: Iterable[Iterable[Loaded[Report]]]
) -> dict[str, tuple[Said, ...]]:
    """Returns what each responsible body says of each incentive, by the incentive's id.

    ``rounds`` are the report files of each round, the newest first: what a body said stands until it says
    something else. Only the bodies of a row are heard, in the row's order.
    """
    reports = [main_files(files, tables.registry) for files in rounds]
    found: dict[str, tuple[Said, ...]] = {}
    for incentive in tables.incentives.incentives:
        bodies = row_bodies(IncentiveRow(incentive), tables.registry)
        names = dict.fromkeys(body.name for body in bodies if isinstance(body, Unit))
        found[incentive.id] = tuple(
            _said(name, incentive.id, [files[name].model for files in reports if name in files])
            for name in names
        )
    return found


def _said(unit: str, incentive_id: str, reports: Sequence[Report | None]) -> Said:
    texts = (
        next((text for one in reports if (text := _text(one, incentive_id, key))), None)
        for key in (known.ELIGIBLE, known.EXPECTED_RESULT)
    )
    return Said(unit, *texts)


def _text(report: Report | None, incentive_id: str, key: str) -> str | None:
    value = report.entries.get(incentive_id, {}).get(key) if report is not None else None
    text = " ".join(str(value).split()) if value is not None else ""
    return text if text and not is_placeholder(text) else None
