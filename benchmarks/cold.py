"""Whole processes that draft: 45 bodies against docxtpl, and the shipped tables against bare imports."""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from timing import Command, compare, print_table, print_target, program, ratio
from word_templates import ROOT, annex3

from kaohe_cli.drafting.annex3 import context
from kaohe_cli.forms.rounds import FORM_MONTH
from kaohe_cli.query.entries import rows_by_unit
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.workspace import Workspace

BODIES = 45
KAOHE, DOCXTPL, IMPORTS = "kaohe draft --all", "docxtpl script", "python -c 'import …'"
NEEDED = "import typer, pydantic, yaml, docx, jinja2, rich.progress"
_PROGRAM = Path(sys.executable).with_name("kaohe")
_TABLES = ("indicators.yaml", "incentives.yaml", "units.yaml")


def write_tables(folder: Path) -> Path:
    """The shipped tables with as many bodies as wanted: the first ones get a sister with the same rows."""
    folder.mkdir()
    tables = {name: yaml.safe_load((ROOT / "data" / name).read_text("utf-8")) for name in _TABLES}
    bodies = tables["units.yaml"]["units"]
    doubled = [body["name"] for body in bodies][: BODIES - len(bodies)]
    bodies += [{"name": f"{name}二处"} for name in doubled]
    for row in _rows(tables):
        row["units"] += [f"{name}二处" for name in row["units"] if name in doubled]
    for name, table in tables.items():
        folder.joinpath(name).write_text(yaml.safe_dump(table, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


def _rows(tables: dict[str, Any]) -> list[dict[str, Any]]:
    indicators = [one for section in tables["indicators.yaml"]["sections"] for one in section["indicators"]]
    rows = [criterion for indicator in indicators for criterion in indicator["criteria"]]
    return rows + list(tables["incentives.yaml"]["incentives"])


def write_contexts(data: Path, file: Path) -> None:
    """What docxtpl is given ready made: the variables of every body."""
    tables = Workspace(find_data(data)).tables()
    rows = rows_by_unit(tables)
    bodies = {
        unit.name: context(unit, rows[unit.name], tables, None, FORM_MONTH) for unit in tables.registry.units
    }
    assert len(bodies) == BODIES
    file.write_text(json.dumps(bodies, ensure_ascii=False), "utf-8")


def emptied(folder: Path) -> Path:
    """The folder without anything in it, so that every document is new."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def compare_cold(work: Path, rounds: int) -> None:
    """45 documents: kaohe also reads and checks its tables, docxtpl does not."""
    data, contexts, template, out = (work / name for name in ("data", "contexts.json", "annex3.docx", "out"))
    write_contexts(write_tables(data), contexts)
    template.write_bytes(annex3().docxtpl)
    peer = Path(__file__).with_name("docxtpl_peer.py")
    kaohe: Command = [_PROGRAM, "--data", data, "draft", "--all", "--output", out]
    docxtpl: Command = [sys.executable, peer, template, contexts, out]
    peers = {
        KAOHE: program(kaohe, before=lambda: emptied(out)),
        DOCXTPL: program(docxtpl, before=lambda: emptied(out)),
    }
    times = compare(peers, rounds)
    assert len(list(out.iterdir())) == BODIES
    print_table(f"{BODIES} bodies, cold", times, DOCXTPL)
    print_target("kaohe / docxtpl", ratio(times[KAOHE], times[DOCXTPL]).cpu, at_most=0.26)


def compare_imports(work: Path, rounds: int) -> None:
    """The shipped tables and all their bodies, against a process that only imports what is needed."""
    out = work / "out"
    peers = {
        KAOHE: program(
            [_PROGRAM, "draft", "--all", "--output", out], folder=ROOT, before=lambda: emptied(out)
        ),
        IMPORTS: program([sys.executable, "-c", NEEDED]),
    }
    times = compare(peers, rounds)
    print_table(f"{len(list(out.iterdir()))} bodies of the shipped tables; {NEEDED}", times, IMPORTS)
    print_target("kaohe / imports", ratio(times[KAOHE], times[IMPORTS]).cpu, at_most=2)


def main() -> None:
    """Prints both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as work:
        compare_cold(Path(work), rounds)
        compare_imports(Path(work), rounds)


if __name__ == "__main__":
    main()
