"""A small workspace in which every way of counting occurs: metrics, two leads, two criteria, bonus, no score."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

UNITS = ("甲局", "乙局", "丙委", "丁办")


def _row(row_id: str, units: list[str], content: str, **more: Any) -> dict[str, Any]:
    return {"id": row_id, **more, "units": units, "content": content}


def _indicator(name: str, *rows: dict[str, Any]) -> dict[str, Any]:
    return {"id": rows[0]["id"].partition(".")[0], "name": name, "criteria": list(rows)}


def tables() -> dict[str, Any]:
    """Returns the files of the tables, by their names, each a new one to be changed at will."""
    scored = [
        _indicator("生产总值", _row("A01.1", ["甲局"], "按统计数据考核", weight=4)),
        _indicator(
            "民营经济",
            _row("A02.1", ["甲局", "乙局"], "民营经济增加值占比", weight=3),
            _row("A02.2", ["丙委"], "民营企业户数增速", weight=2),
        ),
        _indicator(
            "城镇化",
            _row("A03.1", ["乙局", "丁办"], "分项考核", weight=3, metrics=["保障性住房", "老旧小区改造"]),
        ),
        _indicator(
            "营商环境",
            _row("A04.1", ["丙委", "乙局", "丁办"], "以评估结果为准", weight=8, leads=["丙委", "乙局"]),
        ),
        _indicator("表彰加分", _row("A05.1", ["丁办"], "获国家级表彰的加分", extra=True)),
    ]
    unscored = [
        _indicator("全面深化改革", _row("B01.1", ["丁办", "甲局"], "改革任务完成情况")),
        _indicator("督查落实", _row("B02.1", ["乙局"], "督查事项办理情况")),
    ]
    indicators = {
        "schema_version": 1,
        "year": 2021,
        "title": "2021年考核指标任务分解表",
        "rounds": [
            {"through_month": 6},
            {"through_month": 10, "due": "2021-11-15"},
            {"through_month": 12},
        ],
        "sections": [
            {"id": "A", "title": "业绩考核", "form": "scored", "total_weight": 20, "indicators": scored},
            {"id": "B", "title": "基础保障", "form": "unscored", "indicators": unscored},
        ],
    }
    incentive = {
        "id": "J01",
        "title": "稳增长激励",
        "city_lead": ["市发展改革委"],
        "city_support": [],
        "units": ["甲局", "丙委"],
    }
    incentives = {
        "schema_version": 1,
        "year": 2021,
        "title": "2021年督查激励争取任务分解表",
        "timeline": [{"name": "申报", "due": "2022-02-01", "content": "报送市级牵头部门"}],
        "incentives": [incentive],
    }
    units = {
        "schema_version": 1,
        "units": [{"name": name} for name in UNITS],
        "city_departments": [{"name": "市发展改革委"}],
    }
    return {"indicators.yaml": indicators, "incentives.yaml": incentives, "units.yaml": units}


def save(folder: Path, files: Mapping[str, Any] | None = None) -> Path:
    """Writes the tables below a folder, and returns the data folder."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    for name, content in (files or tables()).items():
        write(data / name, content)
    return data


def report(unit: str, entries: Mapping[str, Any], month: int = 10, **head: Any) -> dict[str, Any]:
    """Returns a report; an entry may be two scores, progress and forecast, either of them None."""
    return {
        "schema_version": 1,
        "year": 2021,
        "unit": unit,
        "through_month": month,
        **head,
        "entries": {
            key: entry if isinstance(entry, dict) else scores(*entry) for key, entry in entries.items()
        },
    }


def scores(progress: float | None, forecast: float | None) -> dict[str, Any]:
    """Returns an entry with these scores, each ranked."""
    entry: dict[str, Any] = {"problems": "无"}
    for name, score in (("progress", progress), ("forecast", forecast)):
        if score is not None:
            entry[name] = {"self_score": score, "self_rank": "第3名"}
    return entry


def answers(progress: str | None, forecast: str | None) -> dict[str, Any]:
    """Returns an entry of a row without a score."""
    said = {"progress": progress, "forecast": forecast}
    return {"problems": "无"} | {key: {"completed": one} for key, one in said.items() if one is not None}


def send(data: Path, *reports: Mapping[str, Any]) -> None:
    """Writes reports where the rounds have them."""
    for one in reports:
        folder = data / "reports" / f"{one['year']}-{one['through_month']:02}"
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / f"{one['unit']}.yaml", one)


def write(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
