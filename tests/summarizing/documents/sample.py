"""Summaries of invented reports on the tables that ship, built in memory."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.rounds import Round
from kaohe_cli.progress.standing import Returned
from kaohe_cli.query.reported import Reported
from kaohe_cli.summarizing.documents.returns import UnitReturn, returns_of
from kaohe_cli.summarizing.summary import RoundReports, Summary, summary_of
from kaohe_cli.summarizing.units import Now
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Tables, Workspace
from tests.summarizing import district

DUE, TODAY = date(2021, 11, 15), date(2021, 11, 16)
Raw = dict[str, Any]


class Sample(NamedTuple):
    """A round: what it comes to, what was returned, and the reports as they were written."""

    summary: Summary
    returns: list[UnitReturn]
    raw: list[Raw]


@cache
def tables() -> Tables:
    folder = shipped("data")
    return Workspace(DataFolder(folder, Path(), shipped=True), folder).tables()


def sample(
    *,
    month: int = 10,
    without: Collection[str] = (),
    only: Collection[str] | None = None,
    change: Callable[[Raw], None] | None = None,
    received: Callable[[str], str] | None = None,
    office: str | None = "区政府督查室",
    due: date | None = DUE,
    today: date = TODAY,
    of_all_rows: str | None = None,
) -> Sample:
    """Returns a round in which every body has reported, but those it is without.

    ``of_all_rows`` is a body that leads every row of 附件1 alone.
    """
    table = tables().indicators
    if of_all_rows:
        written = table.model_dump()
        for section in written["sections"]:
            for indicator in section["indicators"]:
                for row in indicator["criteria"]:
                    row |= {"units": [of_all_rows], "leads": [], "resolved": {}}
        table = IndicatorTable.model_validate(written)
    shown = tables()._replace(indicators=table.model_copy(update={"office": office}))
    raw = [
        one
        for one in district.reports(shown, month)
        if one["unit"] not in without and (only is None or one["unit"] in only)
    ]
    reports = []
    for one in raw:
        if received:
            one["returned"] = {
                "file": f"{one['unit']}.docx",
                "received": received(one["unit"]),
                "sha256": "0" * 64,
            }
        if change:
            change(one)
        reports.append(Report.model_validate(exact(one), context=shown.forms))
    returned = {one.unit: Returned(f"{one.unit}.yaml", one, ()) for one in reports}
    of_round = [one for one in reports if one.through_month == month]
    reported = Reported(shown, of_round)
    for report in of_round:
        for name in reported.with_whom(report):
            returned.setdefault(name, Returned(f"{report.unit}.yaml", report, ()))
    counting = RoundReports(reported, returned)
    summary = summary_of(shown, counting, Now(Round(2021, month), due, today))
    return Sample(summary, returns_of(summary, counting), raw)


def exact(value: Any) -> Any:
    """Returns data with its numbers as YAML is read: to the letter."""
    if isinstance(value, dict):
        return {key: exact(inner) for key, inner in value.items()}
    return Decimal(str(value)) if isinstance(value, float) else value
