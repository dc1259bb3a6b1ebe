"""`kaohe summary --format html`: whole processes beside a plain program, and the growth to 1,000 units."""

import argparse
import shutil
import sys
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import yaml
from growth import BODIES, ROWS, print_growth, write_tables
from timing import call, compare, print_table, print_target, program, ratio
from word_templates import ROOT

from kaohe_cli.query.entries import entries_of, rows_by_unit
from kaohe_cli.summarizing.earlier import Compared
from kaohe_cli.summarizing.loading import summary_of_workspace
from kaohe_cli.summarizing.page import page
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.workspace import Workspace
from kaohe_cli.yamltext import reader

SIZES: Final = (1, 10, 33)
"""Times 30 units: 990 in the last."""
PAGE, PLAIN = "kaohe summary --format html, 36 reports", "the plain program, list"
_TODAY: Final = date(2021, 11, 16)
_SITUATION: Final = "1—10月，各项工作按计划推进，指标好于序时进度；全年预计完成目标，总量和增速都在全市前列。"
_SCORED: Final[dict[str, Any]] = {
    "progress": {"situation": _SITUATION, "self_score": 1.5, "self_rank": "第3名"},
    "forecast": {"situation": _SITUATION, "self_score": 1.8, "self_rank": "第2名"},
    "problems": "受市场影响，存在失分风险。",
}


def reported(folder: Path) -> Path:
    """The shipped tables with a full report of every body."""
    data = folder / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("reports"))
    for unit, rows in rows_by_unit(Workspace(find_data(data)).tables()).items():
        if rows:
            entries = {entry.id: _entry(entry.form.is_scored) for entry in entries_of(rows)}
            _write(data, unit, entries)
    return data


def _entry(is_scored: bool) -> dict[str, Any]:
    if is_scored:
        return _SCORED
    return {"progress": {"situation": _SITUATION, "completed": "是"}, "problems": "无"}


def grown(folder: Path, size: int) -> Path:
    """Tables of 60 rows for every 30 units, each row reported by its unit with both scores."""
    data = write_tables(folder, size)
    for path in (data / "reports").glob("*.yaml"):
        report = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        path.unlink()
        _write(data, report["unit"], dict.fromkeys(report["entries"], _SCORED))
    return data


def _write(data: Path, unit: str, entries: dict[str, Any]) -> None:
    folder = data / "reports" / "2021-10"
    folder.mkdir(parents=True, exist_ok=True)
    head = {"schema_version": 1, "year": 2021, "unit": unit, "through_month": 10}
    text = yaml.safe_dump({**head, "entries": entries}, allow_unicode=True, sort_keys=False)
    (folder / f"{unit}.yaml").write_text(text, "utf-8")


def summarize(data: Path) -> str:
    """The page, from files to text."""
    reader.forget()
    return page(Compared(summary_of_workspace(Workspace(find_data(data)), _TODAY)))


def main() -> None:
    """Prints a table, the target, and a line for the growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    kaohe = Path(sys.executable).parent / "kaohe"
    with tempfile.TemporaryDirectory() as work:
        data = reported(Path(work) / "district")
        plain = Path(__file__).with_name("plain_peer.py")
        target = Path(work) / "page.html"
        times = compare(
            {
                PAGE: program([kaohe, "--data", data, "summary", "--format", "html", "-o", target]),
                PLAIN: program([sys.executable, plain, "list", "--folder", data]),
            },
            rounds,
        )
        print_table("a page for leaders", times, PLAIN)
        print_target(f"{PAGE} / {PLAIN}", ratio(times[PAGE], times[PLAIN]).cpu, at_most=2.5)
        print(f"\nCPU time a unit, in terms of {BODIES} units with {ROWS} rows: 1.00 is linear  (min)")
        folders = {size: grown(Path(work) / f"grown{size}", size) for size in SIZES}
        peers = {str(size): call(partial(summarize, folder)) for size, folder in folders.items()}
        growth = compare(peers, max(3, rounds // 3))
        print_growth("summary and page", {size: growth[str(size)] for size in SIZES})


if __name__ == "__main__":
    main()
