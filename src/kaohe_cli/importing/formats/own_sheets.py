"""The Excel file that ``kaohe export`` writes, on its way home: its sheets say more than an issued table.

Ids, the letters of parts and what collectives were resolved to are the workspace's own; 单位分工 is made of
the other sheets. None of that is to be imported: it is not in the tables that are issued.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kaohe_cli.drafting import draft_properties
from kaohe_cli.importing.stream import Cell, Grid, GridRow, Merged, StreamItem, Text
from kaohe_cli.ooxml.package import parse_xml

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_TITLES: Final = {"考核指标": "title", "督查激励": "subject"}
_FOR_A_BODY: Final = re.compile(r"（[^（）]*承担部分）$")
_CORE: Final = "docProps/core.xml"
_CUSTOM: Final = "docProps/custom.xml"
_DERIVED: Final = ("单位分工", "组织实施")
_PART: Final = re.compile(r"[A-Z]\s+(?=\S)")
_ROW_ID: Final = re.compile(r"([A-Z])(\d{2})(?:\.\d+)?")
_EXTRA: Final = "加减分项"


def is_own(parts: Mapping[str, bytes]) -> bool:
    """True for a workbook that kaohe wrote, changed by people or not."""
    return draft_properties.DIGEST.encode() in parts.get(_CUSTOM, b"")


def titles_of(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Returns the titles of the tables by their sheets, as the properties of the workbook name them."""
    if _CORE not in parts:
        return {}
    root = parse_xml(parts[_CORE], _CORE)
    said = {sheet: root.findtext(f"{_DC}{key}") or "" for sheet, key in _TITLES.items()}
    return {sheet: _FOR_A_BODY.sub("", title).strip() for sheet, title in said.items()}


def is_derived(sheet: str) -> bool:
    """True for a sheet that holds nothing of the issued tables."""
    return sheet in _DERIVED


def come_home(items: Sequence[StreamItem], title: str) -> Iterator[StreamItem]:
    """Yields what a sheet of ours says as an issued table would: the title above it, no ids of ours in it."""
    yield Text(title)
    for item in items:
        yield (
            Grid(item.number, tuple(_rows(item.rows)), item.shows_merges) if isinstance(item, Grid) else item
        )


def _rows(rows: Sequence[GridRow]) -> Iterator[GridRow]:
    columns = {cell.text: cell.start for cell in rows[0].cells}
    found = [_ROW_ID.fullmatch(_at(row, columns.get("编号"))) for row in rows]
    keys = [
        (one[1], one[2], _at(row, columns.get("指标"))) if one else None
        for one, row in zip(found, rows, strict=True)
    ]
    for n, row in enumerate(rows):
        key = keys[n]
        is_further = key is not None and key == keys[n - 1]
        goes_on = key is not None and keys[n + 1 : n + 2] == [key]
        merged: Merged = "further" if is_further else "first" if goes_on else ""
        number = str(int(key[1])) if key is not None else ""
        yield GridRow(row.number, tuple(_cells(row, columns, merged, number)))


def _cells(row: GridRow, columns: Mapping[str, int], merged: Merged, number: str) -> Iterator[Cell]:
    """Yields the cells of a row: number and name of an indicator are one cell over all its criteria."""
    is_extra = _at(row, columns.get(_EXTRA)) == "是"
    for cell in row.cells:
        if cell.start == columns.get("部分"):
            yield replace(cell, text=_PART.sub("", cell.text, count=1))
        elif cell.start == columns.get("编号") and number:
            yield replace(cell, text=number, merged=merged)
        elif cell.start == columns.get("指标"):
            yield replace(cell, merged=merged)
        elif cell.start == columns.get("权重") and is_extra and not cell.text.strip():
            yield replace(cell, text=_EXTRA)
        elif cell.start not in (columns.get("统称落实到"), columns.get(_EXTRA)):
            yield cell


def _at(row: GridRow, column: int | None) -> str:
    return next((cell.text for cell in row.cells if cell.start == column), "")
