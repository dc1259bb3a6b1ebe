"""One page for a leader: where points will be lost, who must act, what is unreported, what is due."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from kaohe_cli.progress.bodies import State
from kaohe_cli.query.rows import points
from kaohe_cli.summary.documents import telling
from kaohe_cli.summary.documents.properties import DIGEST, KIND
from kaohe_cli.summary.documents.telling import Period
from kaohe_cli.summary.lights import WORDS
from kaohe_cli.summary.standings import Standing
from kaohe_cli.summary.summary import Summary
from kaohe_cli.word.building.official import COMPACT, COMPACT_HEADING, KAI, Bar, Official, Words
from kaohe_cli.word.filters import chinese_date
from kaohe_cli.words.enumerating import some_of
from kaohe_cli.workspace.locate import shipped_template

# The page has room for a title and 22 lines of 四号, of which a bar takes a little less. What is counted here
# keeps the fullest district on one page (tests hold it); what is left out is said.
_MOST_BARS: Final = 8
_MOST_BODIES: Final = 4
_MOST_UNREPORTED: Final = 8
_MOST_RISKS: Final = 3
_MOST_STEPS: Final = 2
_LONGEST_NAME: Final = 18  # 汉字 of 五号 before a bar: 3900 twips
_LABEL: Final = 3900


def brief(summary: Summary) -> bytes:
    """Returns the page as a Word file; the same summary gives the same bytes."""
    period = telling.period_of(summary)
    page = Official(shipped_template())
    phrases = (f"{period.year}年{period.span}", "考核情况专报")
    page.title(*phrases)
    page.paragraph("".join(_figures(summary, period)), style=COMPACT)
    losses = telling.losses_of(summary)
    if losses:
        page.heading(
            f"{'哪里会失分' if period.asks_forecast else '哪里失了分'}（单位：分）", style=COMPACT_HEADING
        )
        page.bars([_bar(*one) for one in losses[:_MOST_BARS]], label=_LABEL)
        if rest := losses[_MOST_BARS:]:
            lost = points(sum((loss for _, loss in rest), Decimal(0)))
            page.paragraph(f"其余{len(rest)}项共{lost}分。", style=COMPACT)
    for heading, lines in _chapters(summary, losses):
        page.heading(heading, style=COMPACT_HEADING)
        for words in lines:
            page.paragraph(*words, style=COMPACT)
    office = summary.tables.indicators.office
    signed = f"{office}　" if office else ""
    page.paragraph(f"{signed}{chinese_date(summary.now.today)}", style="署名和日期")
    return page.packed(title="".join(phrases), properties={KIND: "brief"}, digest_property=DIGEST)


def _figures(summary: Summary, period: Period) -> Iterator[str]:
    """The figures in three sentences: who has reported, the points, the lights."""
    units = summary.units
    arrived = sum(one.state in (State.PARTIAL, State.COMPLETE) for one in units)
    if not units:
        yield "目前没有考核任务。"
        return
    if not summary.reports:
        yield f"{len(units)}个责任单位都还没有报送{period.span}的材料，目前没有可以汇总的数据。"
        return
    yield f"{len(units)}个责任单位已报送{arrived}个。"
    totals = summary.totals
    if totals.full_marks.points is not None:
        yield f"计分指标满分{points(totals.full_marks.points)}分"
        if totals.progress.points is not None:
            yield f"；{period.span}自评{points(totals.progress.points)}分（{totals.progress.rows}项）"
        if totals.forecast.points is not None:
            yield f"；全年预计{points(totals.forecast.points)}分（{totals.forecast.rows}项）"
        lost = totals.loss
        if lost.points is not None:
            yield f"，{period.loss}{points(lost.points)}分"
        yield "。"
    counts = totals.lights
    if summary.standings:
        said = "、".join(f"{WORDS[light]}灯{counts[light]}项" for light in ("green", "yellow", "red"))
        yield f"{len(summary.standings)}项中{said}，未报{counts[None]}项。"


def _bar(standing: Standing, loss: Decimal) -> Bar:
    lead = f"，{standing.leads[0]}" if standing.leads else ""
    return Bar(telling.short(telling.title_of(standing), _LONGEST_NAME), float(loss), f"{points(loss)}{lead}")


_Lines = list[tuple[str | Words, ...]]


def _chapters(summary: Summary, losses: Sequence[tuple[Standing, Decimal]]) -> Iterator[tuple[str, _Lines]]:
    if lines := list(_who_must_act(losses)):
        yield "谁来抓", lines
    if lines := list(_risks(summary)):
        yield "不计分但完不成的", lines
    if lines := list(_unreported(summary)):
        yield "没有报送的", lines
    if lines := list(_steps(summary)):
        yield "督查激励时限", lines


def _who_must_act(losses: Sequence[tuple[Standing, Decimal]]) -> Iterator[tuple[str | Words, ...]]:
    leads = telling.losses_by_lead(losses)
    for name, loss, rows in leads[:_MOST_BODIES]:
        own = [telling.short(one.criteria[0].name, 14) for one, _ in losses if name in one.leads]
        yield (
            Words(f"{name}：", KAI),
            f"{points(loss)}分，{rows}项：{some_of(own, 2, '项').replace(' ', '')}。",
        )
    if rest := leads[_MOST_BODIES:]:
        yield (f"另有{len(rest)}个单位牵头的指标失分较少。",)
    if unled := [one for one, _ in losses if not one.leads]:
        yield (f"有{len(unled)}项失分的指标没有落实牵头单位。",)


def _risks(summary: Summary) -> Iterator[tuple[str | Words, ...]]:
    red = [one for one in summary.standings if one.light == "red" and not one.is_scored]
    if red:
        named = [
            f"{telling.short(telling.full_title_of(one), 22)}（{(one.leads or one.units or ('未落实',))[0]}）"
            for one in red
        ]
        yield (f"{'；'.join(named[:_MOST_RISKS])}{f'；等{len(red)}项' if len(red) > _MOST_RISKS else ''}。",)


def _unreported(summary: Summary) -> Iterator[tuple[str | Words, ...]]:
    missing = [one.unit for one in summary.units if one.state is State.MISSING]
    partial = [one.unit for one in summary.units if one.state is not State.MISSING and one.missing]
    if missing and summary.reports:
        yield (f"未报送：{some_of(missing, _MOST_UNREPORTED, '个单位').replace(' ', '')}。",)
    if partial:
        yield (f"没有报全：{some_of(partial, _MOST_UNREPORTED, '个单位').replace(' ', '')}。",)


def _steps(summary: Summary) -> Iterator[tuple[str | Words, ...]]:
    """The next deadlines of the incentives."""
    steps = [one for one in summary.tables.incentives.timeline if one.due and one.due >= summary.now.today]
    for step in steps[:_MOST_STEPS]:
        if step.due is not None:
            days = (step.due - summary.now.today).days
            left = f"还有{days}天" if days else "就是今天"
            yield (f"{step.name}：{chinese_date(step.due)}截止，{left}。",)
