"""A summary as programs read it (``--format json``): plain mappings, numbers or null, never 0 for 未报."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from kaohe_cli.progress.standing import ReportState
from kaohe_cli.query.rows import Record, plain_number
from kaohe_cli.summarizing.earlier import Compared, Earlier
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


def as_record(view: Compared) -> Record:
    """Returns a summary as JSON has it."""
    summary, before, against = view.summary, view.before, view.against
    return {
        "round": str(summary.round),
        "due": summary.now.due.isoformat() if summary.now.due else None,
        "lights": {name: plain_number(getattr(summary.lights, name)) for name in ("green", "yellow")},
        "totals": _totals(summary.totals),
        "parts": [{"id": one.id, "title": one.title} | _totals(one.totals) for one in summary.parts],
        "rows": [_row(one) | _then(one, before, against) for one in summary.standings],
        "units": [_unit(one) for one in summary.units],
        "missing": [{"unit": one.unit, "rows": list(one.missing)} for one in summary.missing],
        "conflicts": [_conflict(one) for one in summary.conflicts],
        "risks": [risk._asdict() for risk in summary.risks],
        "unranked": [one.id for one in summary.unranked],
        "incentives": list(_incentives(summary)),
        "claims": [
            {"id": one.id, "name": one.name, "state": one.state or None, "days_left": one.days_left}
            | {"lead": one.lead or None, "problem": one.alarm or None}
            for one in summary.claims
        ],
        "before": _earlier(before),
        "against": _earlier(against),
        "remarks": list(summary.remarks),
    }


def _totals(totals: Totals) -> Record:
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


def _row(standing: Standing) -> Record:
    return {
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


def _then(standing: Standing, before: Earlier | None, against: Earlier | None) -> Record:
    """Returns the keys that a row has only where there is something to compare it with."""
    record: Record = {}
    for name, earlier in (("before", before), ("against", against)):
        if earlier is not None:
            row = earlier.rows.get(standing.id)
            record[name] = row and {
                "ids": list(row.ids),
                "name": row.name,
                "full_marks": plain_number(row.full_marks),
                "progress": plain_number(row.progress),
                "forecast": plain_number(row.forecast),
            }
    return record


def _earlier(earlier: Earlier | None) -> Record | None:
    if earlier is None:
        return None
    dropped = [{"id": row.id, "name": row.heading} for row in earlier.dropped]
    return {"label": earlier.label, "totals": _totals(earlier.totals), "dropped": dropped}


def _unit(unit: UnitStanding) -> Record:
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


def _conflict(conflict: Conflict) -> Record:
    return {"id": conflict.id, "field": conflict.key, "values": _plain(conflict.values)}


def _plain(values: Mapping[str, Any]) -> Record:
    return {
        unit: plain_number(value) if isinstance(value, Decimal) else value for unit, value in values.items()
    }


def _incentives(summary: Summary) -> Iterator[Record]:
    for one in summary.incentives:
        yield {
            "id": one.id,
            "name": one.name,
            "units": [body.name for body in one.bodies],
            "bonus_points": one.row.incentive.bonus_points,
            "eligible": dict(one.eligible),
            "expected_result": dict(one.expected_result),
        }
