"""Rows in each output format: one small function a format, all of the same shape."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import yaml

from kaohe_cli.cli.output import BOM, Format, Painted, console, speaks_utf8
from kaohe_cli.words.control import CONTROL, shown

_MAY_START_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Column(NamedTuple):
    """A column of a table for people."""

    title: str
    align_right: bool = False
    fixed: bool = False
    """True where the column must not be wrapped."""


class Grid(NamedTuple):
    """A table for people: its columns, its cells, and a line below it."""

    columns: tuple[Column, ...]
    cells: Sequence[tuple[str, ...]]
    summary: str


class Rows(NamedTuple):
    """The same rows three ways: for the terminal, in full for a spreadsheet, as records for programs."""

    brief: Callable[[], Grid]
    full: Callable[[], Grid]
    records: Callable[[], list[dict[str, Any]]]


def as_table(rows: Rows) -> str:
    """Returns a table that fits the terminal (80 columns where there is none) with its summary below."""
    from rich import box
    from rich.table import Table

    grid = rows.brief()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    for column in grid.columns:
        justify = "right" if column.align_right else "left"
        table.add_column(column.title, justify=justify, no_wrap=column.fixed, overflow="fold")  # type: ignore[arg-type]
    for cells in grid.cells:
        table.add_row(*map(shown, cells))  # plain strings: with markup off they are taken as they are
    screen = console()
    with screen.capture() as captured:
        if grid.cells:
            screen.print(table)
        screen.print(shown(grid.summary), soft_wrap=True)
    return Painted("\n".join(line.rstrip() for line in captured.get().splitlines()))


def as_json(rows: Rows) -> str:
    """Returns a JSON array; escaped where the console could not carry the characters."""
    import json  # 0.8 ms of the start, which other formats do not wait for

    return json.dumps(rows.records(), ensure_ascii=not speaks_utf8(), indent=2)


def as_yaml(rows: Rows) -> str:
    """Returns a YAML list, one fact a line."""
    records = rows.records()
    text = yaml.safe_dump(records, allow_unicode=speaks_utf8(), sort_keys=False, width=10_000)
    if CONTROL.search(text):  # PyYAML leaves some of them as they are
        text = yaml.safe_dump(records, sort_keys=False, width=10_000)
    return text


def as_csv(rows: Rows) -> str:
    """Returns CSV that Excel opens by a double click: with a byte-order mark, and no cell a formula."""
    grid = rows.full()
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(column.title for column in grid.columns)
    for cells in grid.cells:
        writer.writerow(f"'{cell}" if cell.startswith(_MAY_START_A_FORMULA) else cell for cell in cells)
    return BOM + stream.getvalue()


def as_markdown(rows: Rows) -> str:
    """Returns a Markdown table with its summary below."""
    grid = rows.full()
    lines = [
        _markdown_row(tuple(column.title for column in grid.columns)),
        _markdown_row(tuple("---:" if column.align_right else "---" for column in grid.columns)),
        *map(_markdown_row, grid.cells),
        "",
        grid.summary,
    ]
    return "\n".join(lines)


def _markdown_row(cells: tuple[str, ...]) -> str:
    escaped = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>") for cell in cells)
    return f"| {' | '.join(escaped)} |"


FORMATS: dict[Format, Callable[[Rows], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "yaml": as_yaml,
    "md": as_markdown,
}
