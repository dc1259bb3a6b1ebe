"""The sums of a round, worked out a second time from the YAML alone, by the rules as they are written down.

Nothing of the program is used here: a mistake that both made would have to be made twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

NOTHING: dict[str, Decimal | None] = {
    "full_marks": None,
    "progress": None,
    "forecast": None,
    "expected_loss": None,
}
Scores = dict[str, Decimal | None]


class Loader(yaml.SafeLoader):
    """Numbers with a point are taken to the letter."""


Loader.add_constructor("tag:yaml.org,2002:float", lambda _loader, node: Decimal(node.value))


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader)  # noqa: S506 - a subclass of SafeLoader


def sums(data: Path, folder: Path) -> dict[str, Any]:
    """Returns the sums of all rows, of each part and of each body, from the reports in a folder."""
    table = read(data / "indicators.yaml")
    names = {
        name: unit["name"]
        for unit in read(data / "units.yaml")["units"]
        for name in (unit["name"], *unit.get("aliases", ()))
    }
    reports = [read(path) for path in sorted(folder.glob("*.yaml"))] if folder.is_dir() else []
    rows = list(_rows(table, names, reports))
    units = {name: _sum([one for one in rows if name in one["leads"]]) for name in set(names.values())}
    parts = {one["id"]: _sum([row for row in rows if row["part"] == one["id"]]) for one in table["sections"]}
    return {"all": _sum(rows), "parts": parts, "units": units, "rows": {one["id"]: one for one in rows}}


def _rows(table: Any, names: Mapping[str, str], reports: list[Any]) -> Iterator[dict[str, Any]]:
    for section in table["sections"]:
        for indicator in section["indicators"]:
            criteria = indicator["criteria"]
            weighed = any("weight" in one for one in criteria)
            if len(criteria) > 1 and weighed and any(_says(one, indicator["id"]) for one in reports):
                yield _row(indicator["id"], [indicator["id"]], criteria, section["id"], names, reports)
                continue
            for one in criteria:
                metrics = [f"{one['id']}.{number}" for number, _ in enumerate(one.get("metrics", ()), 1)]
                yield _row(one["id"], metrics or [one["id"]], [one], section["id"], names, reports)


def _says(report: Any, key: str) -> bool:
    return bool(report["entries"].get(key))


def _row(
    key: str, ids: list[str], criteria: list[Any], part: str, names: Mapping[str, str], reports: list[Any]
) -> dict[str, Any]:
    leads, bodies = _bodies(criteria, names)
    marks = [Decimal(one["weight"]) for one in criteria if "weight" in one and not one.get("extra")]
    row: dict[str, Any] = {
        "id": key,
        "part": part,
        "leads": leads,
        "full_marks": sum(marks) if marks else None,
    }
    for which in ("progress", "forecast"):
        scores = [_score(one, which, leads, bodies, names, reports) for one in ids]
        row[which] = None if None in scores else sum(scores)
    return row


def _bodies(criteria: list[Any], names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Returns the leads, those of the first criterion, and all bodies of the rows."""
    first = criteria[0]
    leads = [_named(name, names) for name in first.get("leads") or first["units"][:1]]
    bodies = [_named(name, names) for one in criteria for name in one["units"]]
    return [name for name in leads if name], [name for name in dict.fromkeys(bodies) if name]


def _named(wording: str, names: Mapping[str, str]) -> str:
    """Returns the body of a wording: 甲（乙） is 甲, and nobody if neither is one."""
    return names.get(wording) or names.get(wording.partition("（")[0], "")


def _score(
    key: str, which: str, leads: list[str], bodies: list[str], names: Mapping[str, str], reports: list[Any]
) -> Decimal | None:
    """Returns the score that counts: the first lead's; else that of others, if they say one thing."""
    said: dict[str, Decimal] = {}
    about = [one for one in reports if _says(one, key)]
    for name in dict.fromkeys(name for one in about for name in _speakers(one, bodies, names)):
        own = [one for one in about if names[one["unit"]] == name]
        shared = [one for one in about if name in _speakers(one, bodies, names)]
        value = (own or shared)[0]["entries"][key].get(which, {}).get("self_score")
        if value is not None:
            said[name] = Decimal(value)
    for name in leads:
        if name in said:
            return said[name]
    return next(iter(said.values())) if len(set(said.values())) == 1 else None


def _speakers(report: Any, bodies: list[str], names: Mapping[str, str]) -> list[str]:
    """Returns for whom a report speaks on a row: of a joint one those that the row names, if any."""
    together = list(
        dict.fromkeys([names[report["unit"]], *(names[name] for name in report.get("joint", ()))])
    )
    return [name for name in together if name in bodies] or together[:1]


def _sum(rows: list[dict[str, Any]]) -> Scores:
    weighed = [one for one in rows if one["full_marks"] is not None]
    columns: dict[str, list[Decimal]] = defaultdict(list)
    for one in weighed:
        columns["full_marks"].append(one["full_marks"])
        for which in ("progress", "forecast"):
            if one[which] is not None:
                columns[which].append(one[which])
        if one["forecast"] is not None:
            columns["expected_loss"].append(one["full_marks"] - one["forecast"])
    return NOTHING | {name: sum(values, Decimal(0)) for name, values in columns.items()}
