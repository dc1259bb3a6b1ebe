"""The page for leaders: one HTML file that needs no network, prints on A4 and fits a phone."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Final, NamedTuple

from kaohe_cli.query.rows import points
from kaohe_cli.summarizing.charts import Bar, bars
from kaohe_cli.summarizing.earlier import Compared
from kaohe_cli.summarizing.lights import WORDS
from kaohe_cli.summarizing.page_parts import POLICY, SCRIPT, STYLE
from kaohe_cli.summarizing.standings import Standing, called
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.summarizing.totals import Sum, Totals
from kaohe_cli.summarizing.wording import NOT_REPORTED, days_left, heading, lights_line, loss_word, thresholds
from kaohe_cli.words.control import shown

_MOST_BARS: Final = 12  # more do not fit beside each other on a page of A4


class _Cell(NamedTuple):
    """A cell: its HTML, and what it is sorted by where that is not its text."""

    html: str
    is_number: bool = False
    value: str | None = None


def page(view: Compared) -> str:
    """Returns the page; every text in it is escaped, and nothing is loaded from anywhere."""
    summary = view.summary
    title = _text(heading(summary))
    body = "\n".join(_body(view))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n"
        f"<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _body(view: Compared) -> Iterator[str]:
    summary = view.summary
    yield '<a class="skip" href="#all-rows">跳到各项情况</a>'
    yield f"<header><h1>{_text(heading(summary))}</h1>{''.join(_intro(summary))}</header>\n<main>"
    yield from _figures(summary)
    yield from _lights(summary)
    yield from _parts(summary)
    yield from _charts(summary)
    yield from _units(summary)
    yield from _rows(view)
    yield from _risks(summary)
    yield from _missing(summary)
    yield from _claims(summary)
    yield from _uncounted(summary)
    yield "</main>"


def _intro(summary: Summary) -> Iterator[str]:
    told = sum(unit.state.value in ("部分", "完整") for unit in summary.units)
    yield f"<p>{_text(summary.tables.indicators.title)}。"
    if told:
        yield f"{len(summary.units)} 个单位中 {told} 个已报。</p>"
    else:
        yield "这一轮还没有单位报送，得分都是未报。</p>"
    yield f'<p class="quiet">截至 {summary.now.today.isoformat()}；得分为各单位自评，没有报的不算 0 分。</p>'


def _figures(summary: Summary) -> Iterator[str]:
    totals = summary.totals
    if not totals.rows:
        return
    figures = (
        ("满分", totals.full_marks),
        ("自评得分", totals.progress),
        ("全年预计", totals.forecast),
        (loss_word(summary), totals.loss),
    )
    yield '<h2>总体情况</h2><dl class="figures">'
    for name, total in figures:
        if summary.is_final and total is totals.forecast:
            continue  # nobody was asked
        rests = f"{total.rows} 项之和" if total.rows else "还没有报"
        yield f"<div><dt>{name}</dt><dd>{_sum(total)}<small>{rests}</small></dd></div>"
    yield "</dl>"


def _lights(summary: Summary) -> Iterator[str]:
    if not summary.standings:
        return
    yield "<h2>各项的灯</h2>"
    yield f"<p>{_text(lights_line(summary.totals))}。</p>"
    yield f'<p class="quiet">{_text(thresholds(summary))}。</p>'
    yield '<ul class="lights">'
    for one in summary.standings:
        word = WORDS[one.light]
        name = _text(f"{one.id} {one.name}，{word}")
        yield (
            f'<li><a class="{one.light or "none"}" href="#{_anchor(one)}" title="{name}">'
            f"{_text(one.id)} {word}</a></li>"
        )
    yield "</ul>"


def _charts(summary: Summary) -> Iterator[str]:
    losses, units = summary.losses, summary.units_by_loss
    if not losses:
        return
    yield f'<h2>{loss_word(summary)}</h2><div class="charts">'
    word = loss_word(summary)
    by_row = [_bar(f"{one.id} {one.row.name}", one.loss) for one in losses[:_MOST_BARS]]
    yield from _figure("by-row", f"{word}按指标", by_row, len(losses), "项")
    by_unit = [_bar(one.unit, one.totals.loss.points) for one in units[:_MOST_BARS]]
    if by_unit:
        yield from _figure("by-unit", f"{word}按牵头单位", by_unit, len(units), "个单位")
    yield "</div>"


def _bar(label: str, loss: Decimal | None) -> Bar:
    return Bar(label, float(loss or 0), f"{points(loss or Decimal(0))} 分")


def _figure(name: str, title: str, data: Sequence[Bar], every: int, measure: str) -> Iterator[str]:
    of_which = (
        f"{every} {measure}"
        if every <= len(data)
        else f"失分最多的 {len(data)} {measure}，共 {every} {measure}"
    )
    description = "；".join(f"{bar.label} {bar.text}" for bar in data)
    yield f"<figure>{bars(name, title, description, data)}"
    yield f"<figcaption>{title}（{of_which}）</figcaption></figure>"


def _parts(summary: Summary) -> Iterator[str]:
    if len(summary.parts) < 2:
        return
    yield "<h2>按部分</h2>"
    heads = ("部分", loss_word(summary), "满分", "自评得分", "全年预计", "已报", "灯")
    cells = [
        [
            _cell(f"{part.id} {part.title}"),
            *_loss_first(part.totals, is_final=summary.is_final),
            _count(sum(bool(one.statements) for one in part.standings), len(part.standings)),
            _cell(lights_line(part.totals)),
        ]
        for part in summary.parts
    ]
    yield from _table("parts", "各部分的得分和灯；不计分的部分没有分数", heads, cells)


def _units(summary: Summary) -> Iterator[str]:
    if not summary.units:
        return
    yield "<h2>按单位</h2>"
    heads = ("单位", loss_word(summary), "满分", "自评得分", "全年预计", "牵头", "没有报的项", "状态")
    cells = [
        [
            _cell(unit.unit),
            *_loss_first(unit.totals, is_final=summary.is_final),
            _number(len(unit.led)),
            _number(len(unit.missing)),
            _cell(unit.state.value + (f"，迟 {unit.late_days} 天" if unit.late_days else "")),
        ]
        for unit in summary.units
    ]
    caption = "分数是各单位牵头的计分项之和；点列名可以排序"
    yield from _table("units", caption, heads, cells, is_sortable=True)


def _rows(view: Compared) -> Iterator[str]:
    summary = view.summary
    if not summary.standings:
        return
    yield '<h2 id="all-rows">各项情况</h2>'
    yield from _tools(summary)
    names = tuple(f"{name}预计" for name, _ in view.earlier)
    heads = ("编号", "指标", "灯", loss_word(summary), "满分", "自评得分", "全年预计", *names, "牵头单位")
    yield '<div class="scroll" role="region" aria-label="各项情况" tabindex="0">'
    yield '<table id="rows" class="sortable"><caption>各项的得分、预计和牵头单位；点列名可以排序</caption>'
    yield f"{_head(heads)}<tbody>"
    for one in summary.standings:
        units = "|".join(one.units)
        marks = f'data-light="{one.light or "none"}" data-part="{_text(one.row.section.id)}"'
        yield f'<tr id="{_anchor(one)}" {marks} data-units="{_text(units)}">{"".join(_row(one, view))}</tr>'
    yield "</tbody></table></div>"


def _row(standing: Standing, view: Compared) -> Iterator[str]:
    lead = "、".join(standing.leads) or "没有落实"
    light = f'<span class="light {standing.light or "none"}">{WORDS[standing.light]}</span>'
    flags = "".join(f"<li>{_text(flag.text)}</li>" for flag in standing.flags)
    name = f"{_text(standing.name)}{f'<ul>{flags}</ul>' if flags else ''}"
    yield f'<th scope="row">{_text(standing.id)}</th><td class="name">{name}</td>'
    yield f'<td data-value="{_ORDER[standing.light or "none"]}">{light}</td>'
    for value in (standing.loss, standing.full_marks, standing.progress):
        yield _td(_points(value, is_counted=standing.counts))
    yield _td(_points(standing.forecast, is_counted=standing.counts and not standing.is_final))
    for _, earlier in view.earlier:
        row = earlier.rows.get(standing.id)
        yield _td(_points(row.last if row else None, is_counted=False))
    yield f"<td>{_text(lead)}</td>"


_ORDER: Final = {"red": 0, "yellow": 1, "green": 2, "none": 3}
"""What the lights are sorted by."""


def _tools(summary: Summary) -> Iterator[str]:
    lights = [(light or "none", WORDS[light]) for light in ("red", "yellow", "green", None)]
    parts = [(part.id, f"{part.id} {part.title}"[:30]) for part in summary.parts]
    units = sorted({name for one in summary.standings for name in one.units})
    yield '<div class="tools" id="tools" hidden>'
    yield '<div><label for="search">查找</label><input id="search" type="search" autocomplete="off"></div>'
    yield _select("light", "灯", lights)
    yield _select("part", "部分", parts)
    yield _select("unit", "单位", [(name, name) for name in units])
    yield '<button type="button" id="all">清除筛选</button><p id="count" role="status"></p></div>'


def _select(name: str, label: str, options: Iterable[tuple[str, str]]) -> str:
    listed = "".join(f'<option value="{_text(value)}">{_text(text)}</option>' for value, text in options)
    every = '<option value="">全部</option>'
    return f'<div><label for="{name}">{label}</label><select id="{name}">{every}{listed}</select></div>'


def _risks(summary: Summary) -> Iterator[str]:
    cells = [
        [
            _cell(risk.id),
            _cell(risk.unit),
            _cell("全年填“否”" if risk.says_no else "情况中写到"),
            _cell(f"“{risk.quote}”"),
        ]
        for risk in summary.risks
    ]
    if cells:
        yield "<h2>可能完不成</h2>"
        yield from _table("risks", "各单位自己的话", ("编号", "单位", "依据", "原话"), cells)
    conflicts = [
        [_cell(one.id), _cell(called(one.key)), _cell("；".join(_said(one.values.items())))]
        for one in summary.conflicts
    ]
    if conflicts:
        yield "<h2>各单位填的不一样</h2>"
        yield from _table(
            "conflicts", "有牵头单位的，按牵头单位的计", ("编号", "哪一处", "各单位填的"), conflicts
        )


def _said(values: Iterable[tuple[str, Decimal | str]]) -> Iterator[str]:
    for unit, value in values:
        yield f"{unit} {points(value) if isinstance(value, Decimal) else value}"


def _missing(summary: Summary) -> Iterator[str]:
    yield "<h2>没有报送的</h2>"
    names = {one.id: one.name for one in summary.standings}
    names |= {one.id: one.name for one in summary.incentives}
    cells = [
        [_cell(unit.unit), _cell(unit.state.value), _cell("、".join(_named(unit.missing, names)))]
        for unit in summary.missing
    ]
    if cells:
        yield from _table("missing", "各单位还没有报的项", ("单位", "状态", "没有报的"), cells)
    else:
        yield "<p>没有。</p>" if summary.units else "<p>没有要报送的单位。</p>"


_SHORT: Final = 16


def _named(ids: Iterable[str], names: dict[str, str]) -> Iterator[str]:
    for one in ids:
        name = names.get(one, "")
        yield f"{one} {name if len(name) <= _SHORT else f'{name[:_SHORT]}…'}".strip()


def _claims(summary: Summary) -> Iterator[str]:
    if not summary.claims:
        return
    yield "<h2>督查激励</h2>"
    said = {one.id: one for one in summary.incentives}
    cells = []
    for claim in summary.claims:
        one = said.get(claim.id)
        eligible = "；".join(f"{unit} {text}" for unit, text in one.eligible.items()) if one else ""
        cells.append(
            [
                _cell(claim.id),
                _cell(claim.name),
                _cell(claim.state or "未定"),
                _Cell(_text(days_left(claim.days_left)), is_number=True, value=_plain(claim.days_left)),
                _cell(claim.lead or "没有落实"),
                _cell(eligible),
                _cell(claim.alarm),
            ]
        )
    heads = ("编号", "措施", "进度", "期限", "牵头单位", "是否符合条件", "需核对")
    yield from _table("claims", "各项激励的申报；点列名可以排序", heads, cells, is_sortable=True)


def _uncounted(summary: Summary) -> Iterator[str]:
    if summary.remarks:
        yield "<h2>未计入的</h2><ul>"
        yield from (f"<li>{_text(line)}</li>" for line in summary.remarks)
        yield "</ul>"


def _table(
    name: str,
    caption: str,
    heads: Sequence[str],
    cells: Iterable[Sequence[_Cell]],
    *,
    is_sortable: bool = False,
) -> Iterator[str]:
    kind = ' class="sortable"' if is_sortable else ""
    yield f'<div class="scroll" role="region" aria-label="{_text(caption)}" tabindex="0">'
    yield f'<table id="{name}"{kind}>'
    yield f"<caption>{_text(caption)}</caption>{_head(heads)}<tbody>"
    for first, *others in cells:
        yield f'<tr><th scope="row">{first.html}</th>{"".join(map(_td, others))}</tr>'
    yield "</tbody></table></div>"


def _head(heads: Iterable[str]) -> str:
    cells = (f'<th scope="col">{_text(head)}</th>' for head in heads)
    return f"<thead><tr>{''.join(cells)}</tr></thead>"


def _td(cell: _Cell) -> str:
    kind = ' class="number"' if cell.is_number else ""
    value = "" if cell.value is None else f' data-value="{_text(cell.value)}"'
    return f"<td{kind}{value}>{cell.html}</td>"


def _cell(text: str) -> _Cell:
    return _Cell(_text(text))


def _number(value: int) -> _Cell:
    return _Cell(str(value), is_number=True)


def _count(part: int, whole: int) -> _Cell:
    return _Cell(f"{part}/{whole}", is_number=True)


def _points(value: Decimal | None, *, is_counted: bool) -> _Cell:
    if value is None:
        return _Cell(NOT_REPORTED if is_counted else "—", is_number=True, value="")
    return _Cell(points(value), is_number=True)


def _loss_first(totals: Totals, *, is_final: bool) -> Iterator[_Cell]:
    """Yields the sums, what is lost before the others: on a phone the first columns are what shows."""
    for total in (totals.loss, totals.full_marks, totals.progress):
        yield _points(total.points, is_counted=bool(totals.rows))
    yield _points(totals.forecast.points, is_counted=bool(totals.rows) and not is_final)


def _sum(total: Sum) -> str:
    return NOT_REPORTED if total.points is None else points(total.points)


def _plain(days: int | None) -> str:
    return "" if days is None else str(days)


def _anchor(standing: Standing) -> str:
    return f"row-{_text(standing.id)}"


def _text(text: str) -> str:
    return escape(shown(text))
