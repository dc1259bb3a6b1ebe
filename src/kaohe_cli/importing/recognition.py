"""What a table is: of indicators, of incentives, the continuation of one before, or none of ours."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from kaohe_cli.exceptions import KaoheError, WrongUseError
from kaohe_cli.importing.columns import (
    LEFT_OUT,
    LONGEST_HEADER,
    Column,
    Layout,
    Role,
    is_for_reporting,
    is_of_results,
    is_sufficient,
    is_to_fill_in,
    role_of,
)
from kaohe_cli.importing.contents import contents_of
from kaohe_cli.importing.layout import first_header, layout_like, layout_named, unreadable_header_rows
from kaohe_cli.importing.naming import HINT, Naming
from kaohe_cli.importing.rows import KnownTable
from kaohe_cli.importing.stream import Grid
from kaohe_cli.importing.texts import clean, number_of
from kaohe_cli.tables.base import SECTION_LETTERS
from kaohe_cli.words.listed_bodies import looks_like_body, split_bodies
from kaohe_cli.words.shortening import quoted

TableKind: TypeAlias = Literal["考核指标", "督查激励"]

_CITY = re.compile(r"市|重庆")
_ASSESSED = re.compile("考核|考评|指标|目标")
_LOOKED_AT = 40
_SHOWN_ROWS, _SHOWN_CELLS = 3, 8


class NotUnderstoodError(KaoheError):
    """A table may be ours and cannot be understood; the message says what was seen and how to go on."""


class Foreign(NamedTuple):
    """A table that is none of ours."""

    reason: str


class Unclear(NamedTuple):
    """A table that may be ours."""

    seen: str


class Recognised(NamedTuple):
    """A table of ours."""

    kind: TableKind
    table: KnownTable


Verdict: TypeAlias = Recognised | Foreign | Unclear


def recognise(
    grid: Grid,
    file: str,
    title: str,
    before: tuple[TableKind, Layout] | None,
    naming: Naming,
    year: int | None = None,
) -> Verdict:
    """Returns what a table is. ``before`` is the table of ours before it in the file.

    Raises:
        WrongUseError: the columns named for this table are not as many as it has.
    """
    words = naming.of(file, grid.number)
    if words == (LEFT_OUT,):
        return Foreign("--columns 写明不导入")
    if words:
        layout = layout_named(words, grid)
        if layout is None:
            raise WrongUseError(
                f"表{grid.number} 有 {grid.width} 列，--columns 写了 {len(words)} 列；{_seen(grid)}"
            )
        return _named(grid, layout, title)
    found = first_header(grid, year)
    if found is not None:
        layout = _with_city_columns(found[1].layout, grid, title)
        kind = _kind(layout, title)
        if is_of_results(_filled_titles(grid, layout, found[0] + found[1].height)):
            return Foreign(f"是报送或汇总用的表；要导入的，用 --columns {grid.number}:… 写明各列")
        if kind == "考核指标":
            layout = _with_few_parts(_with_assessors(layout), grid)
        return Recognised(kind, KnownTable(grid, layout, year=year))
    if before is not None and (layout := layout_like(before[1], grid)) and _is_plausible(grid, layout):
        return Recognised(before[0], KnownTable(grid, layout))
    if naming.general and (layout := layout_named(naming.general, grid)):
        return _named(grid, layout, title)
    return _stranger(grid)


def _stranger(grid: Grid) -> Foreign | Unclear:
    if _is_form(grid):
        return Foreign("是报送或签字用的表")
    seen = _seen(grid)
    return Unclear(seen) if _may_be_ours(grid) else Foreign(f"看不出是考核指标或督查激励；{seen}")


def refusal(unclear: Sequence[tuple[str, int, str]]) -> NotUnderstoodError:
    """Returns what to say of tables that may be ours: file, number and what was seen of each."""
    lines = [f"有 {len(unclear)} 个表无法识别，没有导入任何内容："]
    lines += [f"  {file} 表{number}：{seen}" for file, number, seen in unclear]
    number = unclear[0][1]
    lines.append(
        f"请用 --columns 从左到右写明各列，如 --columns {number}:序号,指标,权重,考核内容,责任单位；{HINT}；"
        f"整个表都不要的，写 --columns {number}:{LEFT_OUT}"
    )
    return NotUnderstoodError("\n".join(lines))


def _named(grid: Grid, layout: Layout, title: str) -> Recognised:
    table = KnownTable(grid, layout, unreadable_header_rows(grid, layout), is_named=True)
    return Recognised(_kind(layout, title), table)


def _kind(layout: Layout, title: str) -> TableKind:
    """Returns what a table is by its own evidence: 激励 in titles, who wins what; points or targets else."""
    roles = layout.roles
    is_named_so = "激励" in title or ("name" in roles and "激励" in roles["name"].title)
    if is_named_so or {"eligible", "rewards"} & roles.keys():
        return "督查激励"
    is_assessed = {"weight", "target", "scoring"} & roles.keys() or _ASSESSED.search(title)
    return "督查激励" if "city_lead" in roles and not is_assessed else "考核指标"


def _with_assessors(layout: Layout) -> Layout:
    """Returns the columns of a table of indicators: a department of the city there is who assesses."""
    columns = layout.columns
    for role in ("city_lead", "city_support"):
        is_free = role == "city_lead" and "assessed_by" not in layout.roles
        other: Role | None = "assessed_by" if is_free else None
        columns = tuple(one._replace(role=other) if one.role == role else one for one in columns)
    return layout._replace(columns=columns)


def _with_few_parts(layout: Layout, grid: Grid) -> Layout:
    """Returns the columns with one of more groups than parts can have kept under its own name."""
    column = layout.roles.get("section")
    if column is None:
        return layout
    cells = (cell for row in grid.rows for cell in row.filled if cell.start == column.start)
    groups = {clean(cell.text) for cell in cells if cell.end <= column.end} - {column.wording}
    if len(groups) <= len(SECTION_LETTERS):
        return layout
    said = f"“{column.title}”一列有 {len(groups)} 种，超过 {len(SECTION_LETTERS)} 个部分，按原列名记下"
    columns = tuple(one._replace(role=None) if one is column else one for one in layout.columns)
    return layout._replace(columns=columns, oddities=(*layout.oddities, said))


def _with_city_columns(layout: Layout, grid: Grid, title: str) -> Layout:
    """Returns the columns with 牵头 and 配合 as those of the city, where their cells name its departments."""
    if "units" not in layout.roles and _kind(layout, title) == "考核指标":
        return layout
    city: dict[Role, Role] = {"lead": "city_lead", "support": "city_support"}
    columns = tuple(
        column._replace(role=city[column.role])
        if column.role in city and _names_city(grid, column)
        else column
        for column in layout.columns
    )
    return layout._replace(columns=columns)


def _filled_titles(grid: Grid, layout: Layout, below: int) -> list[str]:
    """Returns the titles of the columns, without those that are issued blank to be filled in later."""
    told = contents_of(layout.columns, grid.rows[below:])
    return [
        column.title
        for column, one in zip(layout.columns, told, strict=True)
        if not (one.is_empty and is_to_fill_in(column.title))
    ]


def _names_city(grid: Grid, column: Column) -> bool:
    bodies = [
        name for text in _texts(grid, column) for name in split_bodies(text).all if role_of(text) is None
    ]
    return sum(bool(_CITY.match(name)) for name in bodies) * 2 > len(bodies)


def _texts(grid: Grid, column: Column) -> list[str]:
    return [
        cell.text
        for row in grid.rows[:_LOOKED_AT]
        for cell in row.filled
        if cell.start == column.start and cell.end <= column.end
    ]


def _is_form(grid: Grid) -> bool:
    """True where the labels of a form stand in the table."""
    labels = (cell.text for row in grid.rows[:_LOOKED_AT] for cell in row.filled)
    return is_for_reporting([label for label in labels if len(label.strip()) <= LONGEST_HEADER])


def _is_plausible(grid: Grid, layout: Layout) -> bool:
    """True where the cells fit the columns of the table before: numbers and bodies in their places."""
    roles = layout.roles
    numbers = _texts(grid, roles["number"]) if "number" in roles else []
    bodies = [
        text for role in ("units", "lead", "city_lead") if role in roles for text in _texts(grid, roles[role])
    ]
    fits = [number_of(text) is not None for text in numbers] + [_are_bodies(text) for text in bodies]
    return bool(fits) and sum(fits) * 3 >= len(fits) * 2


def _are_bodies(text: str) -> bool:
    names = split_bodies(text).all
    return bool(names) and sum(looks_like_body(name) for name in names) * 2 > len(names)


def _may_be_ours(grid: Grid) -> bool:
    """True for a table with a column of bodies and two more, or with too few words of a header."""
    if grid.width < 3 or len(grid.rows) < 2:
        return False
    for start in {cell.start for row in grid.rows[:_LOOKED_AT] for cell in row.cells}:
        texts = [cell.text for row in grid.rows[:_LOOKED_AT] for cell in row.filled if cell.start == start]
        if len(texts) >= 2 and sum(_are_bodies(text) for text in texts) * 3 >= len(texts) * 2:
            return True
    return any(
        sum(bool(role_of(cell.text)) for cell in row.filled) >= 2
        and not is_sufficient([role_of(cell.text) or None for cell in row.filled])
        for row in grid.rows[:3]
    )


def _seen(grid: Grid) -> str:
    rows = [
        " | ".join(quoted(cell.text, 10) for cell in row.cells[:_SHOWN_CELLS])
        for row in grid.rows[:_SHOWN_ROWS]
    ]
    return f"{grid.width} 列，前几行是 {' ⏎ '.join(rows)}"
