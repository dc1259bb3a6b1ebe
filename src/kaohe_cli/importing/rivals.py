"""Several columns that say the same thing: which one counts, and what to say of the others."""

import re
from typing import TypeAlias

from kaohe_cli.importing.columns import WORDS, Column, Layout, Role
from kaohe_cli.importing.outline import year_in

_LEVEL = re.compile("[一二三四]级")
_LEVELS = {"一级": 1, "二级": 2, "三级": 3, "四级": 4}
_UPPER = re.compile("类别|分类|大类|板块|一级|类$")
_PERSON = re.compile("人$|人员|领导")
_MEASURE, _MATTER = re.compile("措施|举措"), re.compile("事项|名称|项目|任务|指标")

_Rank: TypeAlias = tuple[bool, bool, int, bool, bool, int, int]


def settled(layout: Layout, year: int | None) -> Layout:
    """Returns a layout in which each role has one column: of the table's year, the finest, the left one.

    >>> columns = [Column("name", f"{level}级指标", at, at + 1) for at, level in enumerate("二三")]
    >>> settled(Layout(tuple(columns)), 2022).oddities
    ('“二级指标”“三级指标”都像是指标，用“三级指标”，其余不作指标读',)
    """
    columns = _with_scoring(_with_measures(layout.columns))
    oddities: list[str] = []
    for role in dict.fromkeys(column.role for column in columns if column.role):
        rivals = [column for column in columns if column.role == role]
        if len(rivals) == 1:
            continue
        best = max(rivals, key=lambda column: _rank(column, year))
        columns = tuple(
            column._replace(role=None) if column.role == role and column is not best else column
            for column in columns
        )
        oddities.append(_said(role, rivals, best))
    return Layout(columns, (*layout.oddities, *oddities))


def _with_measures(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """“激励措施” beside “激励事项” is the text of the measure, not another name."""
    names = [column for column in columns if column.role == "name"]
    measures = [column for column in names if _MEASURE.search(column.title)]
    has_matter = any(column not in measures and _MATTER.search(column.title) for column in names)
    if not has_matter or len(measures) != 1 or any(column.role == "content" for column in columns):
        return columns
    return tuple(column._replace(role="content") if column is measures[0] else column for column in columns)


def _with_scoring(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """How points are given is what is asked, where a table says nothing else of it."""
    if any(column.role == "content" for column in columns):
        return columns
    return tuple(
        column._replace(role="content") if column.role == "scoring" else column for column in columns
    )


def _rank(column: Column, year: int | None) -> _Rank:
    named = year_in(column.title) or _bare_year(column.title)
    level = _LEVEL.search(column.title)
    return (
        named is not None and named == year,
        named is None or named == year,
        named or 0 if year is None else 0,
        not _PERSON.search(column.title),
        not _UPPER.search(column.title),
        _LEVELS[level[0]] if level else len(_LEVELS) + 1,
        -column.start,
    )


def _bare_year(title: str) -> int | None:
    found = re.search(r"20\d{2}", title)
    return int(found[0]) if found else None


def _said(role: Role, rivals: list[Column], best: Column) -> str:
    titles = "".join(f"“{column.title}”" for column in rivals)
    if len({column.title for column in rivals}) == 1:
        return f"{titles}是同样的列，用左边的一列，其余不作{WORDS[role]}读"
    return f"{titles}都像是{WORDS[role]}，用“{best.title}”，其余不作{WORDS[role]}读"
