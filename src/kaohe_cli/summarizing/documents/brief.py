"""One page for a leader: where points will be lost, who must act, what is unreported, what is due."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from kaohe_cli.drafting.draft_properties import DIGEST
from kaohe_cli.drafting.filters import chinese_date
from kaohe_cli.ooxml.building.layout import SIGNATURE
from kaohe_cli.ooxml.building.official import COMPACT_LINE, KAI, Bar, Official, TextPiece, Words
from kaohe_cli.ooxml.building.page import LINE
from kaohe_cli.progress.standing import ReportState
from kaohe_cli.query.rows import points
from kaohe_cli.summarizing.documents import telling
from kaohe_cli.summarizing.documents.one_page import OnePage
from kaohe_cli.summarizing.documents.properties import KIND
from kaohe_cli.summarizing.documents.telling import Period
from kaohe_cli.summarizing.lights import WORDS
from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.words.shortening import some_of
from kaohe_cli.workspace.locate import shipped_template

# What is counted here fills the page for a district of 36 bodies of which some are silent; `OnePage` sees to
# it that no more is written than fits, and what is left out is said.
_MOST_BARS: Final = 7
_MOST_BODIES: Final = 4
_MOST_NAMED: Final = 5
_MOST_RISKS: Final = 2
_LONGEST_NAME: Final = 17  # 汉字 of 五号, in the room before a bar
_LABEL: Final = 3700
_SIGNED: Final = COMPACT_LINE + LINE // 2


def brief(summary: Summary) -> bytes:
    """Returns the page as a Word file; the same summary gives the same bytes."""
    period = telling.period_of(summary)
    page = Official(shipped_template())
    phrases = (f"{period.year}年{period.span}", "考核情况专报")
    page.title(*phrases)
    room = OnePage(page, title_lines=1, keep=_SIGNED)
    room.paragraph("".join(_figures(summary, period)))
    losses = telling.losses_of(summary)
    if losses:
        where = "哪里会失分" if period.asks_forecast else "哪里失了分"
        shown, rest = losses[:_MOST_BARS], losses[_MOST_BARS:]
        more = sum((loss for _, loss in rest), Decimal(0))
        also = f"，其余{len(rest)}项共{points(more)}分" if rest else ""
        room.chart(f"{where}（单位：分{also}）", [_bar(*one) for one in shown], _LABEL)
        room.chapter("谁来抓", list(_who_must_act(losses)))
    room.chapter("还要注意", [*_risks(summary), *_unreported(summary), *_next_step(summary)])
    office = summary.tables.indicators.office
    signed = f"{office}　" if office else ""
    page.paragraph(f"{signed}{chinese_date(summary.now.today)}", style=SIGNATURE)
    return page.packed(title="".join(phrases), properties={KIND: "brief"}, digest_property=DIGEST)


def _figures(summary: Summary, period: Period) -> Iterator[str]:
    """The figures in three sentences: who has reported, the points, the lights."""
    units = summary.units
    arrived = sum(one.state in (ReportState.PARTIAL, ReportState.COMPLETE) for one in units)
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
        if lost.points is not None and lost.points > 0:
            yield f"，{period.loss}{points(lost.points)}分"
        yield "。"
    counts = totals.lights
    if summary.standings:
        said = "、".join(f"{WORDS[light]}灯{counts[light]}项" for light in ("green", "yellow", "red"))
        yield f"{len(summary.standings)}项中{said}，未报{counts[None]}项。"


def _bar(standing: Standing, loss: Decimal) -> Bar:
    lead = f"，{standing.leads[0]}" if standing.leads else ""
    return Bar(telling.short(telling.title_of(standing), _LONGEST_NAME), float(loss), f"{points(loss)}{lead}")


_Line: TypeAlias = tuple[TextPiece, ...]


def _who_must_act(losses: Sequence[tuple[Standing, Decimal]]) -> Iterator[_Line]:
    """Yields the bodies that lead the rows that lose most, a line each, and how many others there are."""
    leads = telling.losses_by_lead(losses)
    for name, loss, rows in leads[:_MOST_BODIES]:
        own = next(telling.short(one.criteria[0].name, 12) for one, _ in losses if name in one.leads)
        which = f"{own}等{rows}项" if rows > 1 else own
        yield Words(f"{name}：", KAI), f"{points(loss)}分，{which}。"
    others = []
    if rest := len(leads[_MOST_BODIES:]):
        others.append(f"另有{rest}个单位牵头的指标失分较少")
    if unled := sum(not one.leads for one, _ in losses):
        others.append(f"有{unled}项没有落实牵头单位")
    if others:
        yield (f"{'，'.join(others)}。",)


def _risks(summary: Summary) -> Iterator[_Line]:
    red = [one for one in summary.standings if one.light == "red" and not one.is_scored]
    if red:
        named = [
            f"{telling.short(telling.full_title_of(one), 14)}（{(one.leads or one.units or ('未落实',))[0]}）"
            for one in red[:_MOST_RISKS]
        ]
        many = f"等{len(red)}项" if len(red) > _MOST_RISKS else ""
        yield Words("不计分但完不成：", KAI), f"{'、'.join(named)}{many}。"


def _unreported(summary: Summary) -> Iterator[_Line]:
    missing = [one.unit for one in summary.units if one.state is ReportState.MISSING]
    partial = [one.unit for one in summary.units if one.state is not ReportState.MISSING and one.missing]
    if missing and summary.reports:
        yield Words("未报送：", KAI), f"{_some(missing)}。"
    if partial:
        yield Words("没有报全：", KAI), f"{_some(partial)}。"


def _some(names: Sequence[str]) -> str:
    return some_of(names, _MOST_NAMED, "个单位").replace(" ", "")


def _next_step(summary: Summary) -> Iterator[_Line]:
    """Yields the next deadline of the incentives."""
    today = summary.now.today
    for step in summary.tables.incentives.timeline:
        if step.due is not None and step.due >= today:
            left = f"还有{(step.due - today).days}天" if step.due > today else "即今天"
            yield Words("督查激励：", KAI), f"{step.name}{chinese_date(step.due)}截止，{left}。"
            return
