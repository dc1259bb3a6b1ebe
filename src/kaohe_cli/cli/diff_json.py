"""The report of ``kaohe diff`` for programs: everything, nothing shortened."""

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from kaohe_cli.cli.output import speaks_utf8
from kaohe_cli.comparing.changes import Comparison, RowChange, RowsChange, SectionPair, total_weight
from kaohe_cli.comparing.fields import FieldChange, ListChange, TextChange
from kaohe_cli.comparing.loads import Load
from kaohe_cli.comparing.matching import R
from kaohe_cli.comparing.responsibility import UnitsChange
from kaohe_cli.query.rows import Record, plain_number
from kaohe_cli.tables.indicators import Section


def as_json(comparison: Comparison, old: str, new: str) -> str:
    """Returns a comparison as one JSON object."""
    record: Record = {
        "old": old,
        "new": new,
        "changed": comparison.changed,
        "facts": [
            {"table": fact.table, "step": fact.step, **_field(fact.change)} for fact in comparison.facts
        ],
        "sections": [_section_pair(pair) for pair in comparison.sections],
        "criteria": _rows(comparison.criteria),
        "incentives": _rows(comparison.incentives),
        "units": {name: _listed(value) for name, value in asdict(comparison.registry).items()},
        "likely_renamed": [asdict(one) for one in comparison.likely_renamed],
        "loads": [
            {"unit": load.body, "before": _load(load.before), "after": _load(load.after)}
            for load in comparison.loads
        ],
        "totals": {
            side: plain_number(total_weight(getattr(pair, side) for pair in comparison.sections))
            for side in ("before", "after")
        }
        if comparison.sections
        else None,
    }
    return json.dumps(record, ensure_ascii=not speaks_utf8(), indent=2)


def _listed(value: Any) -> Any:
    return [
        {key: list(part) if isinstance(part, tuple) else part for key, part in item.items()}
        if isinstance(item, dict)
        else item
        for item in value
    ]


def _rows(change: RowsChange[R] | None) -> Record | None:
    if change is None:
        return None
    return {
        "before": change.before,
        "after": change.after,
        "added": [row.record() for row in change.added],
        "dropped": [row.record() for row in change.dropped],
        "changed": [_row(one) for one in change.changed],
        "maybe_same": [
            {"before_id": one.old.id, "after_id": one.new.id, "score": round(one.score, 3)}
            for one in change.maybe
        ],
    }


def _row(change: RowChange[R]) -> Record:
    return {
        "before_id": change.old.id,
        "after_id": change.new.id,
        "name": change.new.name,
        "score": round(change.score, 3),
        "place": change.place.kind if change.place else None,
        "units": _units(change.units) if change.units else None,
        "fields": [_field(field) for field in change.fields],
    }


def _units(units: UnitsChange) -> Record:
    return {
        "before": list(units.before),
        "after": list(units.after),
        "added": list(units.added),
        "dropped": list(units.dropped),
        "lead": list(units.lead) if units.lead else None,
        "reworded": [asdict(one) for one in units.reworded],
        "resolved": [
            {"collective": one.collective, "before": list(one.before), "after": list(one.after)}
            for one in units.resolved
        ],
    }


def _field(change: FieldChange) -> Record:
    record: Record = {"field": change.field, "before": _value(change.before), "after": _value(change.after)}
    if isinstance(change, TextChange):
        record["pieces"] = [list(piece) for piece in change.pieces]
    elif isinstance(change, ListChange):
        record |= {"added": list(change.added), "dropped": list(change.dropped)}
    return record


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _section_pair(pair: SectionPair) -> Record:
    return {
        "before": _section(pair.before),
        "after": _section(pair.after),
        "fields": [_field(field) for field in pair.fields],
    }


def _section(section: Section | None) -> Record | None:
    if section is None:
        return None
    rows = sum(len(indicator.criteria) for indicator in section.indicators)
    return {
        "id": section.id,
        "title": section.title,
        "rows": rows,
        "weight": plain_number(section.weight_sum),
    }


def _load(load: Load) -> Record:
    return {
        "led": load.led,
        "supported": load.supported,
        "weight": plain_number(load.weight),
        "incentives": load.incentives,
    }
