"""How ``kaohe claim`` shows the claims: a table of all, a spreadsheet, records; one claim in full."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from kaohe_cli.claims.standing import ClaimRow, claims_of, count_line
from kaohe_cli.cli.claim_request import incentives_with
from kaohe_cli.cli.dates import day_of
from kaohe_cli.cli.dates import today as this_day
from kaohe_cli.cli.formats import FORMATS, Column, Grid, Rows
from kaohe_cli.cli.output import Format, emit
from kaohe_cli.rules.eligibility import Said
from kaohe_cli.workspace.workspace import Workspace

_BRIEF: Final = (
    Column("编号", fixed=True),
    Column("督查激励"),
    Column("状态", fixed=True),
    Column("牵头"),
    Column("剩余", align_right=True, fixed=True),
    Column("加分", fixed=True),
    Column("单位填报"),
    Column("还缺"),
)
_FULL: Final = (
    *(Column(title) for title in ("编号", "督查激励", "市级牵头", "责任单位", "状态", "牵头申报", "期限")),
    Column("剩余天数", align_right=True),
    *(
        Column(title)
        for title in (
            "予以加分",
            "是否符合条件",
            "预计争取结果",
            "申报材料",
            "报送日期",
            "抄送日期",
            "推荐日期",
            "通报日期",
            "结果",
            "备注",
            "还缺",
        )
    ),
)


def show(
    workspace: Workspace,
    queries: Sequence[str],
    round_: str | None,
    today: str | None,
    format: Format,  # noqa: A002 - the option's name
    output: Path | None,
) -> None:
    """Prints where the claims stand: all, or those that the ids name, these with more said below."""
    day = day_of("--today", today, workspace) or this_day()
    rows = claims_of(workspace, workspace.round_meant(round_) if round_ is not None else None, day)
    if queries:
        wanted = {row.id for row in incentives_with(queries, workspace.tables())}
        rows = tuple(row for row in rows if row.id in wanted)
    listing = _listing(rows, detailed=bool(queries) and format == "table")
    emit(FORMATS[format](listing), output, exact=format == "csv")


def _listing(rows: Sequence[ClaimRow], *, detailed: bool) -> Rows:
    def below() -> str:
        lines = [count_line(rows) or "没有附件2（incentives.yaml），没有督查激励可以申报"]
        for row in rows if detailed else ():
            lines += ["", f"{row.id} {row.name}", *(f"  {name}：{text}" for name, text in _facts(row))]
        return "\n".join(lines)

    return Rows(
        brief=lambda: Grid(_BRIEF, [_brief_cells(row) for row in rows], below()),
        full=lambda: Grid(_FULL, [_full_cells(row) for row in rows], below()),
        records=lambda: [_record(row) for row in rows],
    )


def _brief_cells(row: ClaimRow) -> tuple[str, ...]:
    return (
        row.id,
        row.name,
        row.state,
        row.lead or "无",
        _left(row),
        "是" if row.bonus_points else "",
        "；".join(_said(one, named=len(row.said) > 1) for one in row.said),
        "、".join(row.missing),
    )


def _left(row: ClaimRow) -> str:
    if row.days_left is None:
        return ""
    return f"{row.days_left} 天" if row.days_left >= 0 else f"已过 {-row.days_left} 天"


def _said(one: Said, *, named: bool) -> str:
    words = "，".join(text for text in (one.eligible, one.expected) if text) or "未填"
    return f"{one.unit}：{words}" if named else words


def _by_unit(row: ClaimRow, which: str) -> str:
    known = [(one.unit, getattr(one, which)) for one in row.said]
    if len(known) == 1:
        return known[0][1] or ""
    return "；".join(f"{unit}：{text}" for unit, text in known if text)


def _full_cells(row: ClaimRow) -> tuple[str, ...]:
    return (
        row.id,
        row.name,
        "、".join(row.city_lead),
        "、".join(row.units),
        row.state,
        row.lead or "",
        _iso(row.due) or "",
        _left(row).removesuffix(" 天") if (row.days_left or 0) >= 0 else _left(row),
        "是" if row.bonus_points else "否",
        _by_unit(row, "eligible"),
        _by_unit(row, "expected"),
        row.material or "",
        *(_iso(day) or "" for day in (row.sent, row.copied, row.recommended, row.announced)),
        row.result or "",
        row.notes or "",
        "、".join(row.missing),
    )


def _facts(row: ClaimRow) -> Iterator[tuple[str, str]]:
    """Yields all that is known of a claim; what nobody has said is left out."""
    titles = [column.title for column in _FULL[2:]]
    yield from (fact for fact in zip(titles, _full_cells(row)[2:], strict=True) if fact[1])


def _record(row: ClaimRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "city_lead": list(row.city_lead),
        "units": list(row.units),
        "state": row.state,
        "lead": row.lead,
        "due": _iso(row.due),
        "days_left": row.days_left,
        "bonus_points": row.bonus_points,
        "eligible": {one.unit: one.eligible for one in row.said},
        "expected_result": {one.unit: one.expected for one in row.said},
        "material": row.material,
        "sent": _iso(row.sent),
        "copied": _iso(row.copied),
        "recommended": _iso(row.recommended),
        "announced": _iso(row.announced),
        "result": row.result,
        "notes": row.notes,
        "missing": list(row.missing),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
