"""How a summary looks on a terminal and in Markdown, block by block; and every row of it as a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from kaohe_cli.cli.formats import Column, Grid, Rows, as_csv, as_markdown, as_table
from kaohe_cli.cli.output import Painted
from kaohe_cli.query.rows import plain_number, points
from kaohe_cli.summarizing.earlier import Compared, Earlier
from kaohe_cli.summarizing.lights import WORDS
from kaohe_cli.summarizing.standings import Standing, called
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.summarizing.totals import Sum, Totals
from kaohe_cli.summarizing.wording import (
    NOT_REPORTED,
    days_left,
    heading,
    lights_line,
    loss_word,
    thresholds,
)
from kaohe_cli.words.control import shown
from kaohe_cli.words.shortening import some_of

_LONGEST_NAME: Final = 24  # 汉字; with five numbers beside it a line still fits 80 columns
_LONGEST_PART: Final = 14
_MOST_ROWS: Final = 10
_MOST_LINES: Final = 20
_MOST_NAMED: Final = 6


class _Block(NamedTuple):
    title: str
    grid: Grid | None = None
    lines: Sequence[str] = ()


def table(view: Compared) -> str:
    """Returns the summary for a terminal."""
    pieces = []
    for block in _blocks(view):
        parts = [block.title, *map(shown, block.lines)]
        if block.grid is not None:
            parts.append(as_table(_as_rows(block.grid)).rstrip("\n"))
        pieces.append("\n".join(parts))
    return Painted("\n\n".join(pieces))


def markdown(view: Compared) -> str:
    """Returns the summary as Markdown, with every row."""
    pieces: list[str] = []
    for block in _blocks(view._replace(is_narrowed=True)):
        parts = [f"## {block.title}" if pieces else f"# {block.title}", ""]
        parts += [f"- {line.strip()}" for line in block.lines]
        if block.grid is not None:
            parts.append(as_markdown(_as_rows(block.grid)).rstrip("\n"))
        pieces.append("\n".join(parts))
    return "\n\n".join(pieces)


def _as_rows(grid: Grid) -> Rows:
    return Rows(lambda: grid, lambda: grid, list)


_CSV: Final = (
    *(Column(title) for title in ("编号", "包括", "部分", "名称", "责任单位", "牵头单位")),
    *(Column(title, align_right=True) for title in ("满分", "自评得分", "全年预计", "失分")),
    *(Column(title) for title in ("灯", "报送单位", "需核对")),
)


def spreadsheet(view: Compared) -> str:
    """Returns every row as CSV; what is not reported is an empty cell."""
    further = [f"{name}{what}" for name, _ in view.earlier for what in ("预计", "满分")]
    cells = []
    for one in view.summary.standings:
        then = [each.rows.get(one.id) for _, each in view.earlier]
        cells.append(
            (
                one.id,
                "、".join(one.covers),
                one.row.section.id,
                one.name,
                "、".join(one.units),
                "、".join(one.leads),
                *(_plain(value) for value in (one.full_marks, one.progress, one.forecast, one.loss)),
                WORDS[one.light] if one.light else "",
                "、".join(one.reported_by),
                "；".join(flag.text for flag in one.flags),
                *(
                    _plain(value)
                    for row in then
                    for value in ((row.last, row.full_marks) if row else (None, None))
                ),
            )
        )
    return as_csv(_as_rows(Grid((*_CSV, *map(Column, further)), cells, "")))


def _plain(value: Decimal | None) -> str:
    return "" if value is None else str(plain_number(value))


def _blocks(view: Compared) -> Iterator[_Block]:
    """Yields what there is to say; a block about nothing is left out."""
    summary = view.summary
    yield _Block(heading(summary), lines=list(_headline(view)))
    if len(summary.parts) > 1:
        yield _Block("按部分", _parts(summary))
    if view.is_narrowed and summary.standings:
        yield _Block("各项", _grid(summary.standings, view))
    if summary.losses:
        yield _Block(f"{loss_word(summary)}的项", _losses(view))
    if summary.units_by_loss:
        yield _Block(f"{loss_word(summary)}的单位", _units(summary))
    yield from _further(summary)
    if view.before is not None:
        yield from _earlier_blocks(view, view.before, "与上一轮比")
    if view.against is not None:
        yield from _earlier_blocks(view, view.against, "与上年比")
    if summary.remarks:
        yield _Block("未计入的", lines=_some(summary.remarks))


def _further(summary: Summary) -> Iterator[_Block]:
    blocks = (
        ("没有报送的", [f"{one.unit}（{one.state.value}）：{_ids(one.missing)}" for one in summary.missing]),
        ("各单位填的不一样", list(_conflict_lines(summary))),
        ("可能完不成", list(_risk_lines(summary))),
        ("需核对", list(_flag_lines(summary))),
        ("有得分没有排名", [_ids([one.id for one in summary.unranked])] if summary.unranked else []),
        ("督查激励", list(_claim_lines(summary))),
    )
    for title, lines in blocks:
        if lines:
            yield _Block(f"{title}（{len(lines)}）" if len(lines) > 1 else title, lines=_some(lines))


def _some(lines: Sequence[str]) -> list[str]:
    rest = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], *([f"还有 {rest} 条，全部见 --format json"] if rest > 0 else [])]


def _headline(view: Compared) -> Iterator[str]:
    summary, totals = view.summary, view.summary.totals
    told = sum(1 for one in summary.units if one.state.value in ("部分", "完整"))
    if not summary.units:
        yield "没有要报送的单位"
    else:
        yield f"{len(summary.units)} 个单位中 {told} 个已报"
    if not told:
        yield "这一轮还没有单位报送，得分都是未报；先用 kaohe collect 收材料"
    if totals.rows:
        ahead = "" if summary.is_final else f"，全年预计 {_sum(totals.forecast)}"
        lost = f"{loss_word(summary)} {_sum(totals.loss)}"
        full = f"满分 {_sum(totals.full_marks)} 分（{totals.rows} 项）"
        yield f"{full}，自评 {_sum(totals.progress)}{ahead}，{lost}"
    if totals.progress.rows or totals.loss.rows:
        yield f"自评是 {totals.progress.rows} 项之和，失分是 {totals.loss.rows} 项之和，没有报的不在内"
    yield f"灯：{lights_line(totals)}（{thresholds(summary)}）"


def _sum(total: Sum) -> str:
    return NOT_REPORTED if total.points is None else points(total.points)


def _number(value: Decimal | None) -> str:
    return NOT_REPORTED if value is None else points(value)


def _forecast(standing: Standing) -> str:
    """Returns what is forecast; nothing is said to be missing that nobody was asked."""
    return "—" if standing.forecast is None and standing.is_final else _number(standing.forecast)


_FIGURES: Final = tuple(
    Column(title, align_right=True, fixed=True) for title in ("满分", "自评", "预计", "失分")
)


def _figures(totals: Totals, *, is_final: bool) -> tuple[str, ...]:
    sums = (totals.full_marks, totals.progress, totals.forecast, totals.loss)
    unasked = totals.forecast if is_final and totals.forecast.points is None else None
    return tuple(_sum(one) if totals.rows and one is not unasked else "—" for one in sums)


def _parts(summary: Summary) -> Grid:
    columns = (Column("部分"), *_FIGURES, Column("已报", fixed=True, align_right=True), Column("灯"))
    cells = []
    for part in summary.parts:
        title = part.title if len(part.title) <= _LONGEST_PART else f"{part.title[:_LONGEST_PART]}…"
        told = sum(bool(one.statements) for one in part.standings)
        count = f"{told}/{len(part.standings)}"
        cells.append(
            (
                f"{part.id} {title}",
                *_figures(part.totals, is_final=summary.is_final),
                count,
                lights_line(part.totals),
            )
        )
    return Grid(columns, cells, "")


def _losses(view: Compared) -> Grid:
    losses = view.summary.losses
    grid = _grid(losses[:_MOST_ROWS], view)
    rest = len(losses) - _MOST_ROWS
    return grid._replace(summary=f"还有 {rest} 项，全部见 --format md 或 csv" if rest > 0 else "")


def _grid(standings: Sequence[Standing], view: Compared) -> Grid:
    columns = (
        Column("编号", fixed=True),
        Column("名称"),
        *_FIGURES,
        *(Column(title, align_right=True, fixed=True) for title, _ in view.earlier),
        Column("灯", fixed=True),
        Column("牵头单位"),
    )
    return Grid(columns, [_cells(one, [each for _, each in view.earlier]) for one in standings], "")


def _cells(standing: Standing, earlier: Iterable[Earlier]) -> tuple[str, ...]:
    name = standing.name if len(standing.name) <= _LONGEST_NAME else f"{standing.name[:_LONGEST_NAME]}…"
    then = (each.rows.get(standing.id) for each in earlier)
    if standing.counts:
        before = [_number(one) for one in (standing.full_marks, standing.progress)]
        shown_figures = [*before, _forecast(standing), _number(standing.loss)]
    else:
        shown_figures = ["—"] * len(_FIGURES)
    return (
        standing.id,
        name,
        *shown_figures,
        *("—" if row is None or row.last is None else points(row.last) for row in then),
        WORDS[standing.light],
        "、".join(standing.leads) or "没有落实",
    )


def _units(summary: Summary) -> Grid:
    columns = (Column("单位"), *_FIGURES, Column("牵头", align_right=True, fixed=True), Column("失分的项"))
    cells = []
    for unit in summary.units_by_loss[:_MOST_ROWS]:
        losing = sorted(unit.led, key=lambda one: -(one.loss or 0))
        ids = [one.id for one in losing if (one.loss or 0) > 0]
        cells.append(
            (
                unit.unit,
                *_figures(unit.totals, is_final=summary.is_final),
                f"{unit.totals.rows} 项",
                _ids(ids),
            )
        )
    rest = len(summary.units_by_loss) - _MOST_ROWS
    return Grid(columns, cells, f"还有 {rest} 个单位" if rest > 0 else "")


def _ids(ids: Sequence[str]) -> str:
    return some_of(ids, _MOST_NAMED, "项")


def _conflict_lines(summary: Summary) -> Iterator[str]:
    for one in summary.conflicts:
        said = "，".join(
            f"{unit} {points(value) if isinstance(value, Decimal) else value}"
            for unit, value in one.values.items()
        )
        yield f"{one.id} {called(one.key)}：{said}"


def _risk_lines(summary: Summary) -> Iterator[str]:
    for risk in summary.risks:
        words = f"全年填“{risk.quote}”" if risk.says_no else f"“{risk.quote}”"
        yield f"{risk.id} {risk.unit}：{words}"


_TOLD_ELSEWHERE: Final = frozenset({"unranked", "contested"})


def _flag_lines(summary: Summary) -> Iterator[str]:
    for one in summary.standings:
        for flag in one.flags:
            if flag.kind not in _TOLD_ELSEWHERE:
                yield f"{one.id} {flag.text}"


def _claim_lines(summary: Summary) -> Iterator[str]:
    for claim in summary.claims:
        if claim.alarm:
            yield f"{claim.id} {claim.name}：{claim.alarm}"
    open_days = sorted({one.days_left for one in summary.claims if one.days_left is not None})
    if open_days:
        when = days_left(open_days[0])
        yield f"{sum(one.days_left is not None for one in summary.claims)} 项还没有报送，离截止{when}"


def _earlier_blocks(view: Compared, earlier: Earlier, title: str) -> Iterator[_Block]:
    """Yields what was forecast then beside what is known now, where the two differ most."""
    changed = []
    for one in view.summary.standings:
        row = earlier.rows.get(one.id)
        now = one.forecast if one.forecast is not None else one.progress
        if row is not None and row.last is not None and now is not None and row.last != now:
            changed.append((now - row.last, one, row, now))
    changed.sort(key=lambda each: each[0])
    columns = (
        Column("编号", fixed=True),
        Column("名称"),
        *(Column(name, align_right=True, fixed=True) for name in ("那时", "现在", "增减")),
        Column("牵头单位"),
    )
    cells = [
        (
            one.id,
            one.name if len(one.name) <= _LONGEST_NAME else f"{one.name[:_LONGEST_NAME]}…",
            points(row.last or Decimal(0)),
            points(now),
            f"{'+' if change > 0 else ''}{points(change)}",
            "、".join(one.leads),
        )
        for change, one, row, now in changed[:_MOST_ROWS]
    ]
    lines = list(_earlier_lines(view.summary, earlier, len(changed)))
    yield _Block(f"{title}（{earlier.label}）", Grid(columns, cells, "") if cells else None, lines)


def _earlier_lines(summary: Summary, earlier: Earlier, changed: int) -> Iterator[str]:
    yield (
        f"那时满分 {_sum(earlier.totals.full_marks)}，全年预计 {_sum(earlier.totals.forecast)}"
        f"（{earlier.totals.forecast.rows} 项），{changed} 项得分不同"
    )
    added = [one.id for one in summary.standings if one.id not in earlier.rows]
    if added:
        yield f"那时没有、现在有的：{_ids(added)}"
    if earlier.dropped:
        yield f"那时有、现在没有的：{_ids([row.heading for row in earlier.dropped])}"
