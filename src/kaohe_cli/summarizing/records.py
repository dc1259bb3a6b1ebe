"""A summary as programs read it (``--format json``): plain mappings, numbers or null, never 0 for 未报."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kaohe_cli.progress.standing import ReportState
from kaohe_cli.query.rows import plain_number
from kaohe_cli.summarizing.earlier import Compared, Earlier, EarlierRow
from kaohe_cli.summarizing.record_types import (
    ConflictRecord,
    EarlierRecord,
    EarlierRowRecord,
    IncentiveRecord,
    RowRecord,
    SummaryRecord,
    TotalsRecord,
    UnitRecord,
)
from kaohe_cli.summarizing.standings import Conflict, Standing
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.summarizing.totals import Totals
from kaohe_cli.summarizing.units import UnitStanding

STATES: Final = {
    ReportState.MISSING: "missing",
    ReportState.UNREADABLE: "unreadable",
    ReportState.PARTIAL: "partial",
    ReportState.COMPLETE: "complete",
}
"""What programs call the states, as ``status`` does."""


def as_record(view: Compared) -> SummaryRecord:
    """Returns a summary as JSON has it."""
    summary, before, against = view.summary, view.before, view.against
    lights = summary.lights
    return {
        "round": str(summary.round),
        "due": summary.now.due.isoformat() if summary.now.due else None,
        "lights": {"green": plain_number(lights.green), "yellow": plain_number(lights.yellow)},
        "totals": _totals(summary.totals),
        "parts": [{"id": one.id, "title": one.title, **_totals(one.totals)} for one in summary.parts],
        "rows": [_row(one, before, against) for one in summary.standings],
        "units": [_unit(one) for one in summary.units],
        "missing": [{"unit": one.unit, "rows": list(one.missing)} for one in summary.missing],
        "conflicts": [_conflict(one) for one in summary.conflicts],
        "risks": [
            {"id": one.id, "unit": one.unit, "says_no": one.says_no, "quote": one.quote}
            for one in summary.risks
        ],
        "unranked": [one.id for one in summary.unranked],
        "incentives": list(_incentives(summary)),
        "claims": [
            {
                "id": one.id,
                "name": one.name,
                "state": one.state or None,
                "days_left": one.days_left,
                "lead": one.lead or None,
                "problem": one.alarm or None,
            }
            for one in summary.claims
        ],
        "before": _earlier(before),
        "against": _earlier(against),
        "remarks": list(summary.remarks),
    }


def _totals(totals: Totals) -> TotalsRecord:
    return {
        "full_marks": plain_number(totals.full_marks.points),
        "progress": plain_number(totals.progress.points),
        "forecast": plain_number(totals.forecast.points),
        "expected_loss": plain_number(totals.expected_loss.points),
        "rows": totals.rows,
        "progress_rows": totals.progress.rows,
        "forecast_rows": totals.forecast.rows,
        "lights": {light or "none": totals.lights[light] for light in ("green", "yellow", "red", None)},
    }


def _row(standing: Standing, before: Earlier | None, against: Earlier | None) -> RowRecord:
    """Returns a row; what it is compared with is there only where there is something."""
    record: RowRecord = {
        "id": standing.id,
        "covers": list(standing.covers),
        "name": standing.name,
        "section": standing.row.section.id,
        "units": list(standing.units),
        "leads": list(standing.leads),
        "full_marks": plain_number(standing.full_marks),
        "progress": plain_number(standing.progress),
        "forecast": plain_number(standing.forecast),
        "expected_loss": plain_number(standing.expected_loss),
        "light": standing.light,
        "reported_by": list(standing.reported_by),
        "problems": [flag.text for flag in standing.flags],
    }
    if before is not None:
        record["before"] = _then(before.rows.get(standing.id))
    if against is not None:
        record["against"] = _then(against.rows.get(standing.id))
    return record


def _then(row: EarlierRow | None) -> EarlierRowRecord | None:
    if row is None:
        return None
    return {
        "ids": list(row.ids),
        "name": row.name,
        "full_marks": plain_number(row.full_marks),
        "progress": plain_number(row.progress),
        "forecast": plain_number(row.forecast),
    }


def _earlier(earlier: Earlier | None) -> EarlierRecord | None:
    if earlier is None:
        return None
    return {
        "label": earlier.label,
        "totals": _totals(earlier.totals),
        "dropped": [{"id": row.id, "name": row.heading} for row in earlier.dropped],
    }


def _unit(unit: UnitStanding) -> UnitRecord:
    return {
        "unit": unit.unit,
        "state": STATES[unit.state],
        "rows": unit.totals.rows,
        "full_marks": plain_number(unit.totals.full_marks.points),
        "progress": plain_number(unit.totals.progress.points),
        "forecast": plain_number(unit.totals.forecast.points),
        "expected_loss": plain_number(unit.totals.expected_loss.points),
        "forecast_rows": unit.totals.forecast.rows,
        "leads": [one.id for one in unit.led],
        "supports": [one.id for one in unit.supported],
        "late_days": unit.late_days,
    }


def _conflict(conflict: Conflict) -> ConflictRecord:
    values: dict[str, str | int | float | None] = {
        unit: plain_number(value) if isinstance(value, Decimal) else value
        for unit, value in conflict.values.items()
    }
    return {"id": conflict.id, "field": conflict.key, "values": values}


def _incentives(summary: Summary) -> Iterator[IncentiveRecord]:
    for one in summary.incentives:
        yield {
            "id": one.id,
            "name": one.name,
            "units": [body.name for body in one.bodies],
            "bonus_points": one.row.incentive.bonus_points,
            "eligible": dict(one.eligible),
            "expected_result": dict(one.expected_result),
        }
