"""Invented reports of any body: wholly filled in, for a test to take something out or put something wrong in."""

from pathlib import Path
from typing import Any

import yaml

from kaohe_cli.query.entries import entries_of, rows_by_unit
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.workspace import Tables, Workspace
from tests.conftest import REPOSITORY

TABLES: Tables = Workspace(find_data(REPOSITORY / "data")).tables()
_VALUES = {
    "self_score": 0,
    "self_rank": "第3名",
    "completed": "是",
    "eligible": "是",
    "phone": "023-60000000",
}
_SAID_ONCE = {"leader", "contact/name", "contact/mobile"}


def filled_report(unit: str, received: str | None = "2021-11-12", **top: Any) -> dict[str, Any]:
    """Returns a report in which no field is empty; ``top`` replaces what stands above the entries."""
    entries: dict[str, Any] = {}
    for entry in entries_of(rows_by_unit(TABLES)[unit]):
        for field in entry.form.fields:
            if field.key not in _SAID_ONCE:
                put_in(entries.setdefault(entry.id, {}), field.key)
    report: dict[str, Any] = {"schema_version": 1, "year": 2021, "unit": unit, "through_month": 10}
    if received:
        report["returned"] = {"file": f"{unit}.docx", "received": received, "sha256": "0a1b"}
    report |= {"leader": "张三", "contact": {"name": "李四", "mobile": "13800000000"}}
    return report | top | {"entries": entries}


def put_in(entry: dict[str, Any], path: str) -> None:
    *outer, name = path.split("/")
    for step in outer:
        entry = entry.setdefault(step, {})
    entry[name] = _VALUES.get(name, "样例内容")


def save_in_round(workspace: Path, report: dict[str, Any], folder: str | None = None) -> Path:
    """Writes a report into the folder of its round, or another."""
    name = folder or f"{report['year']}-{report['through_month']:02d}"
    path = workspace / "data" / "reports" / name / f"{report['unit']}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(report, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def save_report(workspace: Path, report: dict[str, Any], name: str | None = None) -> None:
    """Writes a report of the old shape into the reports folder, under the name of its body or another."""
    folder = workspace / "data" / "reports"
    folder.mkdir(exist_ok=True)
    text = yaml.safe_dump(report, allow_unicode=True, sort_keys=False)
    (folder / f"{name or report['unit']}.yaml").write_text(text, "utf-8")
