"""A unit's card, one page: its rows with both periods and lights, its losses, what is missing or due."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from kaohe_cli.drafting.draft_properties import DIGEST
from kaohe_cli.drafting.filters import chinese_date
from kaohe_cli.forms import known
from kaohe_cli.ooxml.building.grid import Cell, Column, Grid
from kaohe_cli.ooxml.building.official import NOTE, Official
from kaohe_cli.ooxml.building.tables import characters
from kaohe_cli.progress.standing import ReportState
from kaohe_cli.query.rows import points
from kaohe_cli.summarizing.documents import telling
from kaohe_cli.summarizing.documents.grids import light_cell, without_column
from kaohe_cli.summarizing.documents.one_page import OnePage, lines_of_title
from kaohe_cli.summarizing.documents.properties import KIND
from kaohe_cli.summarizing.documents.returns import UnitReturn, gap_words
from kaohe_cli.summarizing.documents.telling import Period
from kaohe_cli.summarizing.incentives import IncentiveStanding
from kaohe_cli.summarizing.lights import Light
from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.summarizing.totals import totals_of
from kaohe_cli.words.phones import masked
from kaohe_cli.workspace.locate import shipped_template

_COLUMNS: Final = (
    Column("序号", 640),
    Column("事项", 3745, is_text=True),
    Column("分工", 640),
    Column("满分", 640),
    Column("", 1000),
    Column("全年\n预计", 900),
    Column("", 820),
    Column("灯", 460),
)
# Beside all that stands on the page there is room for 8 rows of two lines, or 15 of one (of 2021 区农业农村委
# has the most, 13). A unit with more has its worst rows on the card; the others are counted.
_FEW_ROWS, _MOST_ROWS = 8, 15
_LONG_NAME, _SHORT_NAME = 33, 16  # 汉字: two lines of the column, or one
_MOST_GAPS: Final = 4
_NOTE_HEIGHT: Final = 700  # two lines of 五号
_ORDER: Final = {"red": 0, "yellow": 1, None: 2, "green": 3}


def card(summary: Summary, one: UnitReturn) -> bytes:
    """Returns a unit's card as a Word file; the same summary gives the same bytes."""
    period = telling.period_of(summary)
    page = Official(shipped_template())
    phrases = (one.unit.name, f"{period.year}年{period.span}", "考核情况卡")
    page.title(*phrases)
    title = "".join(phrases)
    due, to_do = list(_due(summary, one)), list(_to_do(one))
    room = OnePage(page, title_lines=lines_of_title(characters(title)), keep=_NOTE_HEIGHT)
    room.paragraph("".join(_state(one, summary, period)))
    for line in due:
        room.paragraph(line)
    room.chapter("还要补报、更正的", [(line,) for line in to_do])
    rows = _rows(summary, one)
    shown = min(len(rows), _MOST_ROWS) - room.table(_grid(rows[:_MOST_ROWS], one.unit.name, period))
    if rows:
        page.paragraph("".join(_note(len(rows) - shown)), style=NOTE)
    return page.packed(title=title, properties={KIND: "card"}, digest_property=DIGEST)


def _grid(rows: Sequence[Standing | IncentiveStanding], unit: str, period: Period) -> Grid:
    titles = {4: period.span, 6: "预计\n失分" if period.asks_forecast else "失分"}
    columns = tuple(one._replace(title=titles.get(place, one.title)) for place, one in enumerate(_COLUMNS))
    longest = _LONG_NAME if len(rows) <= _FEW_ROWS else _SHORT_NAME
    grid = Grid(columns, [_row(number, row, unit, longest) for number, row in enumerate(rows, 1)])
    return grid if period.asks_forecast else without_column(grid, 5)


def _own(summary: Summary, one: UnitReturn) -> list[Standing | IncentiveStanding]:
    """Returns all that a unit answers for, in the tables' order."""
    name = one.unit.name
    every: Sequence[Standing | IncentiveStanding] = (*summary.standings, *summary.incentives)
    return [row for row in every if any(body.name == name for body in row.bodies)]


def _rows(summary: Summary, one: UnitReturn) -> list[Standing | IncentiveStanding]:
    """Returns all that a unit answers for: in the tables' order, or of too many the worst first."""
    rows = _own(summary, one)
    if len(rows) <= _MOST_ROWS:
        return rows
    return sorted(rows, key=lambda row: (_ORDER[_light(row)], isinstance(row, IncentiveStanding)))


def _light(row: Standing | IncentiveStanding) -> Light | None:
    return row.light if isinstance(row, Standing) else None


def _state(one: UnitReturn, summary: Summary, period: Period) -> Iterator[str]:
    progress = one.progress
    if one.state is ReportState.MISSING:
        yield f"还没有报送{period.span}的材料"
        yield f"，已逾期{progress.late_days}天。" if progress.late_days else "。"
    elif one.state is ReportState.UNREADABLE:
        yield "报送的材料无法读取。"
    else:
        yield f"{period.span}的材料已报送，填报{progress.filled}处，共{progress.asked}处"
        yield f"，迟报{progress.late_days}天。" if progress.late_days else "。"
    led = [row for row in summary.standings if one.unit.name in row.leads]
    weighted = [row for row in led if row.full_marks is not None]
    if weighted:
        full = points(sum((row.full_marks for row in weighted if row.full_marks is not None), Decimal(0)))
        yield f"牵头的计分指标{len(weighted)}项，满分{full}分"
        lost = totals_of(weighted).loss
        yield (
            f"，{period.loss}{points(lost.points)}分（据{lost.rows}项）。"
            if lost.points is not None and lost.points >= 0
            else "。"
        )


def _row(number: int, row: Standing | IncentiveStanding, unit: str, longest: int) -> tuple[Cell, ...]:
    leads = any(body.name == unit and body.leads for body in row.bodies)
    if isinstance(row, IncentiveStanding):
        full, now, then, loss, light = "—", "", row.eligible.get(unit, telling.UNREPORTED), "—", Cell(("—",))
        then = telling.short(then, 8)
        title = f"激励：{row.name}"
    else:
        full = points(row.full_marks) if row.full_marks is not None else "—"
        now = _told(row, unit, known.PROGRESS_SCORE, known.PROGRESS_COMPLETED)
        then = _told(row, unit, known.FORECAST_SCORE, known.FORECAST_COMPLETED)
        lost = row.loss
        loss = points(lost) if lost is not None else "—"
        light = light_cell(row.light)
        title = telling.title_of(row)
    cells = (
        Cell((str(number),)),
        Cell((telling.short(title, longest),)),
        Cell(("牵头" if leads else "配合",)),
    )
    return (*cells, Cell((full,)), Cell((now or "—",)), Cell((then,)), Cell((loss,)), light)


def _told(row: Standing, unit: str, score: str, completed: str) -> str:
    """Returns what counts of a row: its score, or what the unit itself answered."""
    if row.is_scored:
        counted = row.progress if score == known.PROGRESS_SCORE else row.forecast
        return telling.say(counted)
    said = (one.text(completed) for one in row.statements if one.unit == unit)
    return masked(telling.short(next((text for text in said if text), telling.UNREPORTED), 8))


def _note(left: int) -> Iterator[str]:
    yield "注：得分是这一项计入汇总的得分，督查激励写是否符合申报条件。"
    if left > 0:
        yield f"另有{left}项没有列出。"


def _to_do(one: UnitReturn) -> Iterator[str]:
    """Yields what is to be added or corrected, a line each; of many the first, and how many there are."""
    if not one.has_returned:
        return
    lines = [
        f"{telling.short(gap.entry.title, 14)}：{telling.short(gap_words(gap), 13)}。" for gap in one.gaps
    ]
    for wrong in one.corrections:
        title = f"{telling.short(wrong.title, 12)}：" if wrong.title else ""
        lines.append(f"{title}{wrong.field}{telling.short(wrong.wrong, 12)}。")
    if len(lines) > _MOST_GAPS:
        yield f"共{len(lines)}处，见更正单；其中："
    yield from lines[:_MOST_GAPS]


def _due(summary: Summary, one: UnitReturn) -> Iterator[str]:
    today, due = summary.now.today, summary.now.due
    if due is not None and not one.has_returned:
        span = telling.period_of(summary).span
        yield f"{span}的材料：{chinese_date(due)}截止，{_left((due - today).days)}。"
    if not any(isinstance(row, IncentiveStanding) for row in _own(summary, one)):
        return
    step = next((step for step in summary.tables.incentives.timeline if step.due and step.due >= today), None)
    if step is not None and step.due is not None:
        yield f"督查激励“{step.name}”：{chinese_date(step.due)}截止，{_left((step.due - today).days)}。"


def _left(days: int) -> str:
    return f"还有{days}天" if days > 0 else f"已过{-days}天" if days else "即今天"
