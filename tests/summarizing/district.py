"""Invented reports of a whole district on the tables that ship: every body, scores as they come out in a year."""

from decimal import Decimal
from random import Random
from typing import Any

from kaohe_cli.query.entries import Entry, entries_of, rows_by_unit
from kaohe_cli.query.rows import CriterionRow
from kaohe_cli.workspace.workspace import Tables

_GOOD = ("1—{month}月，各项工作按计划推进，指标好于序时进度。", "总量和增速都在全市前列。\n下一步巩固成果。")
_WORRIED = "受市场影响，全年难以完成目标，与目标存在差距 0.5 个百分点。"


def reports(tables: Tables, month: int = 10, seed: int = 1) -> list[dict[str, Any]]:
    """Returns a report of every body that has rows, as its file has it; most rows are fine, some lose points."""
    chance = Random(seed)  # noqa: S311 - invented numbers
    found = []
    for unit, rows in rows_by_unit(tables).items():
        if rows:
            entries = {entry.id: _entry(entry, month, chance) for entry in entries_of(rows)}
            found.append(
                {
                    "schema_version": 1,
                    "year": tables.indicators.year,
                    "unit": unit,
                    "through_month": month,
                    "leader": "李样例",
                    "contact": {"name": "王样例", "mobile": "13800000000"},
                    "entries": entries,
                }
            )
    return found


def _entry(entry: Entry, month: int, chance: Random) -> dict[str, Any]:
    worried = chance.random() < 0.15
    situation = chance.choice(_GOOD).format(month=month)
    ahead = _WORRIED if worried else "预计全年完成目标。"
    city = {"leader": "赵样例", "office": "综合处", "phone": "023-60000000"}
    keys = {field.key for field in entry.form.fields}
    progress: dict[str, Any] = {"situation": situation}
    forecast: dict[str, Any] = {"situation": ahead}
    if "progress/self_score" in keys:
        full = (entry.row.weight or Decimal(0)) / max(1, _parts(entry))
        share = Decimal(chance.choice((70, 82, 90) if worried else (96, 98, 100, 100))) / 100
        forecast |= {"self_score": _number(full * share), "self_rank": f"第{chance.randint(1, 12)}名"}
        progress |= {"self_score": _number(full * share * month / 12), "self_rank": "第5名"}
    if "progress/completed" in keys:
        progress["completed"] = "正在推进" if worried else "是"
        forecast["completed"] = "否" if worried else "是"
    if "forecast/eligible" in keys:
        forecast |= {"eligible": "否" if worried else "是", "expected_result": "争取获得激励"}
    return {"progress": progress, "forecast": forecast, "problems": ahead, "city_liaison": city}


def _parts(entry: Entry) -> int:
    """Returns into how many metrics the row of a heading is divided."""
    return len(entry.row.criterion.metrics) if isinstance(entry.row, CriterionRow) else 1


def _number(value: Decimal) -> float:
    return float(round(value, 2))
