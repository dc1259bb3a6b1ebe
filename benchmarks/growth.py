"""Reading, validating and exporting tables of 1, 10 and 100 times the rows: does the time grow as they do?

The tables are sound, with a report for each body; in the last kind of work every row names an unknown body.
The cyclic garbage collector is at work as in the program: it makes many objects dearer than few.
"""

import argparse
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from timing import Times, call, compare, ratio

from kaohe_cli.exporting.annexes import Extract
from kaohe_cli.exporting.word_file import annexes
from kaohe_cli.rules.all_rules import check
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.source import load, read_source
from kaohe_cli.workspace.workspace import Tables, Workspace
from kaohe_cli.yamltext import reader

SIZES = (1, 10, 100)
WRONG_SIZES = (1, 3, 10)
"""For tables full of mistakes: each looks through all names for the nearest, so these grow faster."""
ROWS = 60
BODIES = 30
_LETTERS = "ABCDEFGHIKLMNOPQRSTUVWXYZ"  # J is for incentives
_CRITERIA, _INDICATORS = 4, 60
_CONTENT = "研发经费投入占比及高新技术企业增量和增速，按统计数据考核；规模以上工业企业有研发活动的占比"


class Growth(NamedTuple):
    """A kind of work that is measured at every size."""

    name: str
    work: Callable[[Path], object]


def write_tables(folder: Path, size: int, unit: str = "区第{}局") -> Path:
    """Tables with `size` times the rows of the shipped ones, and a report of every body."""
    (folder / "reports" / "2021-10").mkdir(parents=True)
    bodies = BODIES * size
    criteria = [_criterion(number, unit.format(number % bodies)) for number in range(ROWS * size)]
    indicators = [_indicator(criteria[at : at + _CRITERIA]) for at in range(0, len(criteria), _CRITERIA)]
    sections = [_section(indicators[at : at + _INDICATORS]) for at in range(0, len(indicators), _INDICATORS)]
    head = {"schema_version": 1, "year": 2021, "title": "表"}
    _write(folder / "indicators.yaml", {**head, "sections": sections})
    _write(folder / "incentives.yaml", {**head, **_INCENTIVES})
    units = [{"name": f"区第{number}局"} for number in range(bodies)]
    _write(
        folder / "units.yaml", {"schema_version": 1, "units": units, "city_departments": [{"name": "市局"}]}
    )
    for number in range(bodies):
        rows = {row["id"]: {"problems": _CONTENT} for row in criteria[number::bodies]}
        _write(folder / "reports" / "2021-10" / f"区第{number}局.yaml", _report(f"区第{number}局", rows))
    return folder


def _criterion(number: int, unit: str) -> dict[str, Any]:
    section, rest = divmod(number, _CRITERIA * _INDICATORS)
    indicator, criterion = divmod(rest, _CRITERIA)
    row_id = f"{_LETTERS[section]}{indicator + 1:02d}.{criterion + 1}"
    return {"id": row_id, "weight": 2, "units": [unit], "content": _CONTENT}


def _indicator(criteria: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": criteria[0]["id"].partition(".")[0], "name": "科技创新工作成效", "criteria": criteria}


def _section(indicators: list[dict[str, Any]]) -> dict[str, Any]:
    total = 2 * _CRITERIA * len(indicators)
    letter = indicators[0]["id"][0]
    return {"id": letter, "title": "部分", "form": "scored", "total_weight": total, "indicators": indicators}


_INCENTIVES: dict[str, Any] = {
    "document": "一号",
    "issued": "2021-08-11",
    "timeline": [],
    "incentives": [
        {
            "id": "J01", "title": "奖", "city_lead": ["市局"], "city_support": [], "units": ["区第0局"],
            "eligible": ["区县"], "rewards": ["资金支持"], "bonus_points": False, "measure": "措施",
        }
    ],
}  # fmt: skip


def _report(unit: str, rows: dict[str, Any]) -> dict[str, Any]:
    return {"schema_version": 1, "year": 2021, "unit": unit, "through_month": 10, "entries": rows}


def _write(file: Path, table: dict[str, Any]) -> None:
    text = yaml.dump(table, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    file.write_text(text.replace("id: N\n", "id: 'N'\n").replace("id: Y\n", "id: 'Y'\n"), "utf-8")


def read(folder: Path) -> object:
    """The rows as a model."""
    reader.forget()
    return load(read_source(folder / "indicators.yaml"), IndicatorTable).get()


def validate(folder: Path) -> object:
    """All that is wrong with the tables and reports."""
    reader.forget()
    return check(Workspace(find_data(folder)))


def validate_clean(folder: Path) -> None:
    """The same, for tables that are sound."""
    reader.forget()
    findings = check(Workspace(find_data(folder))).findings
    assert not [one for one in findings if one.severity == "error"]


@cache
def _tables(folder: Path) -> Tables:
    return Workspace(find_data(folder)).tables()


def export(folder: Path) -> object:
    """Both annexes as a Word file, from tables that have been read before."""
    return annexes(Extract(_tables(folder)))


def print_growth(name: str, times: dict[int, Times]) -> None:
    """The time a row takes, in terms of the smallest table."""
    first = times[1]
    shares = [f"{size:>4} × rows: {ratio(own, first).cpu / size:>5.2f}" for size, own in times.items()]
    aside = min(list(times.values())[-1].cpu)
    print(f"  {'   '.join(shares)}   ({aside:.2f} s)   {name}")


def main() -> None:
    """Prints a line for each kind of work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print("CPU time a row, in terms of the smallest table: 1.00 is linear, less means fixed costs  (min)")
    with tempfile.TemporaryDirectory() as work:
        sound = {size: write_tables(Path(work) / f"sound{size}", size) for size in SIZES}
        wrong = {size: write_tables(Path(work) / f"wrong{size}", size, "无第{}室") for size in WRONG_SIZES}
        kinds = (
            (Growth("read indicators.yaml", read), sound),
            (Growth("validate tables and reports", validate_clean), sound),
            (Growth("export to Word", export), sound),
            (Growth("validate, an unknown body in every row", validate), wrong),
        )
        for growth, folders in kinds:
            print_growth(growth.name, measured(growth, folders, rounds))


def measured(growth: Growth, folders: dict[int, Path], rounds: int) -> dict[int, Times]:
    """The times of one kind of work at every size."""
    peers = {str(size): call(partial(growth.work, folder)) for size, folder in folders.items()}
    return {int(size): times for size, times in compare(peers, rounds).items()}


if __name__ == "__main__":
    main()
