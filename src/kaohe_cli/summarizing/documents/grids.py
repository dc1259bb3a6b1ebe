"""The tables of the merged report.

Widths are twips and add up to the 8845 of the page. The narrowest column has room for what stands in it on
one line: with less, a heading would become a column of single characters.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from kaohe_cli.forms import known
from kaohe_cli.ooxml.building.grid import Cell, Column, Grid
from kaohe_cli.ooxml.building.official import PALE
from kaohe_cli.query.rows import points
from kaohe_cli.summarizing.documents import telling
from kaohe_cli.summarizing.documents.telling import Period
from kaohe_cli.summarizing.lights import WORDS, Light
from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.summary import PartSummary, Summary
from kaohe_cli.words.phones import masked

_LIGHTS: Final[tuple[Light, ...]] = ("green", "yellow", "red")
_GROUNDS: Final[Mapping[Light | None, str]] = {
    "green": "C6E0B4",
    "yellow": "FFE699",
    "red": "F8CBAD",
    None: "",
}
"""Pale enough that the word on them is read in print, too."""
_PARTS: Final = (
    Column("部分", 2205, is_text=True),
    Column("项数", 600),
    Column("满分", 700),
    Column("", 1060),
    Column("全年预计", 1060),
    Column("", 1060),
    Column("绿", 520),
    Column("黄", 520),
    Column("红", 520),
    Column("未报", 600),
)
_LOSSES: Final = (
    Column("序号", 640),
    Column("指标", 2100, is_text=True),
    Column("牵头单位", 1500),
    Column("满分", 660),
    Column("", 700),
    Column("", 700),
    Column("原因", 2545, is_text=True),
)
_OTHERS: Final = (
    Column("序号", 640),
    Column("考核内容", 3405, is_text=True),
    Column("责任单位", 1800),
    Column("", 1500),
    Column("全年预计", 1500),
)
_INCENTIVES: Final = (
    Column("序号", 640),
    Column("督查激励措施", 2050, is_text=True),
    Column("市级牵头部门", 1500),
    Column("区级责任单位", 1500),
    Column("是否符合申报条件", 1075),
    Column("预计争取结果", 1230, is_text=True),
    Column("申报情况", 850),
)
_SCORES: Final = (
    Column("序号", 640),
    Column("指标", 1715, is_text=True),
    Column("责任单位", 1500),
    Column("满分", 600),
    Column("自评\n得分", 700),
    Column("自评\n排名", 920),
    Column("预计\n得分", 700),
    Column("预计\n排名", 920),
    Column("", 690),
    Column("灯", 460),
)
_LONGEST_REASON: Final = 90  # 汉字: eight lines of its column
_MOST_NAMED: Final = 3  # bodies that answer alike are named up to this many, then counted


def parts_grid(summary: Summary, period: Period) -> Grid:
    """Returns the sums of each part and of all."""
    columns = _titled(_PARTS, {3: f"{period.span}自评", 5: period.loss})
    rows = [_part_row(part.title, part) for part in summary.parts]
    if len(rows) > 1:
        rows.append(_part_row("合计", summary))
    grid = Grid(columns, rows)
    return grid if period.asks_forecast else without_column(grid, 4)


def _part_row(title: str, of: PartSummary | Summary) -> tuple[Cell, ...]:
    totals = of.totals
    return (
        Cell((title,)),
        Cell((str(len(of.standings)),)),
        Cell((points(totals.full_marks.points) if totals.full_marks.points is not None else "—",)),
        Cell(telling.on_rows(totals.progress)),
        Cell(telling.on_rows(totals.forecast)),
        Cell(telling.on_rows(totals.loss)),
        *(Cell((str(totals.lights[light]),)) for light in _LIGHTS),
        Cell((str(totals.lights[None]),)),
    )


def losses_grid(summary: Summary, period: Period, losses: Sequence[tuple[Standing, Decimal]]) -> Grid:
    """Returns the rows that lose points, with the units' own reasons."""
    columns = _titled(_LOSSES, {4: "预计得分" if period.asks_forecast else "自评得分", 5: period.loss})
    quotes: dict[str, list[tuple[str, str]]] = {}
    for risk in summary.risks:
        if not risk.says_no:
            quotes.setdefault(risk.id, []).append((risk.unit, risk.quote))
    rows = [
        (
            Cell((str(number),)),
            Cell((telling.title_of(one),)),
            Cell(one.leads or ("尚未落实",)),
            Cell((telling.say(one.full_marks),)),
            Cell((telling.say(one.forecast if one.forecast is not None else one.progress),)),
            Cell((points(loss),)),
            Cell(telling.reasons_of(one, quotes.get(one.id, ()), _LONGEST_REASON)),
        )
        for number, (one, loss) in enumerate(losses, 1)
    ]
    return Grid(columns, rows)


def others_grid(part: PartSummary, period: Period) -> Grid:
    """Returns the rows of a part that is reported without scores, with what was answered."""
    columns = _titled(_OTHERS, {3: f"{period.span}是否完成"})
    rows = [
        (
            Cell((str(number),)),
            Cell((telling.full_title_of(one),)),
            Cell(one.units or ("尚未落实",)),
            Cell(_answers(one, known.PROGRESS_COMPLETED)),
            Cell(_answers(one, known.FORECAST_COMPLETED)),
        )
        for number, one in enumerate(part.standings, 1)
    ]
    grid = Grid(columns, rows)
    return grid if period.asks_forecast else without_column(grid, 4)


def _answers(standing: Standing, key: str) -> tuple[str, ...]:
    return told_alike({one.unit: text for one in standing.statements if (text := one.text(key))})


def told_alike(said: Mapping[str, str]) -> tuple[str, ...]:
    """Returns what bodies said, a line each text: alone where all say the same, else with who says it.

    >>> told_alike({}), told_alike({"甲": "是", "乙": "是"}), told_alike({"甲": "是", "乙": "否"})
    (('未报',), ('是',), ('是：甲', '否：乙'))
    """
    by_text: dict[str, list[str]] = {}
    for unit, text in said.items():
        by_text.setdefault(masked(telling.short(text, _LONGEST_ANSWER)), []).append(unit)
    if len(by_text) <= 1:
        return tuple(by_text) or (telling.UNREPORTED,)
    return tuple(
        f"{text}：{'、'.join(units) if len(units) <= _MOST_NAMED else f'{len(units)}个单位'}"
        for text, units in by_text.items()
    )


_LONGEST_ANSWER: Final = 30  # 汉字: 是 or 否 with a short reason


def incentives_grid(summary: Summary) -> Grid:
    """Returns the incentives, with what the units say of them and how far their claims are."""
    states = {one.id: one.state for one in summary.claims}
    rows = [
        (
            Cell((str(number),)),
            Cell((one.name,)),
            Cell(one.row.incentive.city_lead or ("—",)),
            Cell(tuple(body.name for body in one.bodies) or ("尚未落实",)),
            Cell(told_alike(one.eligible)),
            Cell(told_alike(one.expected_result)),
            Cell((states.get(one.id) or "—",)),
        )
        for number, one in enumerate(summary.incentives, 1)
    ]
    return Grid(_INCENTIVES, rows)


def scores_grid(summary: Summary, period: Period, standings: Sequence[Standing]) -> Grid:
    """Returns every scored row with both periods, its light in colour, and the sums below."""
    columns = _titled(_SCORES, {8: "预计\n失分" if period.asks_forecast else "失分"})
    rows = [_score_row(number, one) for number, one in enumerate(standings, 1)]
    rows.append(_sums_row(summary, period))
    grid = Grid(columns, rows)
    return grid if period.asks_forecast else without_column(without_column(grid, 7), 6)


def _sums_row(summary: Summary, period: Period) -> tuple[Cell, ...]:
    """The sums, with the number of rows that each rests on below the word for it."""
    totals = summary.totals
    rests = [f"自评{totals.progress.rows}项"]
    rests += [f"预计{totals.forecast.rows}项"] if period.asks_forecast else []
    sums = {3: totals.full_marks, 4: totals.progress, 6: totals.forecast, 8: totals.loss}
    texts: dict[int, tuple[str, ...]] = {1: ("合计",), 2: tuple(rests)}
    for place, one in sums.items():
        texts[place] = (points(one.points) if one.points is not None else "—",)
    return tuple(Cell(texts.get(place, ("",)), shade=PALE) for place in range(len(_SCORES)))


def _score_row(number: int, one: Standing) -> tuple[Cell, ...]:
    loss = one.loss
    return (
        Cell((str(number),)),
        Cell((telling.title_of(one),)),
        Cell(one.units or ("尚未落实",)),
        Cell((points(one.full_marks) if one.full_marks is not None else "—",)),
        Cell((telling.say(one.progress),)),
        Cell((telling.rank_of(one, known.PROGRESS_RANK),)),
        Cell((telling.say(one.forecast),)),
        Cell((telling.rank_of(one, known.FORECAST_RANK),)),
        Cell((points(loss) if loss is not None else "—",)),
        light_cell(one.light),
    )


def light_cell(light: Light | None) -> Cell:
    """Returns a light as a word on its colour, so that it is read without colours."""
    return Cell((WORDS[light] if light else "—",), shade=_GROUNDS[light])


def numbered(columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]) -> Grid:
    """Returns rows with their numbers before them."""
    return Grid(columns, [(Cell((str(number),)), *row) for number, row in enumerate(rows, 1)])


def _titled(columns: Iterable[Column], titles: Mapping[int, str]) -> tuple[Column, ...]:
    return tuple(
        column._replace(title=titles.get(place, column.title)) for place, column in enumerate(columns)
    )


def without_column(grid: Grid, place: int) -> Grid:
    """Returns a table without a column, whose room goes to the first column of texts."""
    columns = [column for position, column in enumerate(grid.columns) if position != place]
    text = next(position for position, column in enumerate(columns) if column.is_text)
    columns[text] = columns[text]._replace(width=columns[text].width + grid.columns[place].width)
    return Grid(tuple(columns), [(*row[:place], *row[place + 1 :]) for row in grid.rows])
