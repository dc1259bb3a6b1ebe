"""The 督查通报 on a round: who reported in time, late or not at all, what is incomplete, what went back."""

from collections.abc import Iterator, Sequence
from typing import Final

from kaohe_cli.drafting.draft_properties import DIGEST
from kaohe_cli.drafting.filters import chinese_date
from kaohe_cli.ooxml.building.grid import Cell, Column, Grid
from kaohe_cli.ooxml.building.official import ADDRESSEE, Blank, Official, TextPiece
from kaohe_cli.progress.standing import ReportState
from kaohe_cli.summarizing.documents import telling
from kaohe_cli.summarizing.documents.grids import numbered
from kaohe_cli.summarizing.documents.properties import KIND
from kaohe_cli.summarizing.documents.returns import Correction, UnitReturn, gap_words, named
from kaohe_cli.summarizing.documents.telling import Period
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.words.numerals import chinese_numeral
from kaohe_cli.workspace.locate import shipped_template

_LATE: Final = (
    Column("序号", 640),
    Column("单位", 4205),
    Column("报送日期", 2500),
    Column("迟报天数", 1500),
)
_INCOMPLETE: Final = (
    Column("序号", 640),
    Column("单位", 1900),
    Column("已填、应填", 1300),
    Column("没有填写的内容", 5005, is_text=True),
)
_RETURNED: Final = (
    Column("序号", 640),
    Column("单位", 1900),
    Column("处数", 800),
    Column("需要更正的内容", 5505, is_text=True),
)
_MOST_NAMED: Final = 4
_LONGEST_NAME: Final = 26  # 汉字: with what is missing behind it, two lines of the column


def notice(summary: Summary, returns: Sequence[UnitReturn]) -> bytes:
    """Returns the notice as a Word file; the same summary gives the same bytes."""
    return _Notice(summary, returns).written()


class _Notice:
    def __init__(self, summary: Summary, returns: Sequence[UnitReturn]) -> None:
        self._summary = summary
        self._period: Period = telling.period_of(summary)
        self._page = Official(shipped_template())
        self._every = returns
        self._late = [one for one in returns if one.is_late]
        self._in_time = [one for one in returns if one.has_returned and not one.is_late]
        self._missing = [one for one in returns if one.state is ReportState.MISSING]
        self._unreadable = [one for one in returns if one.state is ReportState.UNREADABLE]
        self._incomplete = [one for one in returns if one.has_returned and one.gaps]
        self._returned = [one for one in returns if one.has_returned and one.corrections]

    def written(self) -> bytes:
        page, summary = self._page, self._summary
        phrases = ("关于", f"{self._period.year}年{self._period.span}", "考核材料", "报送情况", "的通报")
        page.title(*phrases)
        page.paragraph("各责任单位：", style=ADDRESSEE)
        page.paragraph("".join(self._opening()))
        for number, (heading, pieces, grid) in enumerate(self._chapters(), 1):
            page.heading(f"{chinese_numeral(number)}、{heading}")
            page.paragraph(*pieces)
            if grid is not None:
                page.table(grid)
        page.signature(summary.tables.indicators.office or "", chinese_date(summary.now.today))
        return page.packed(title="".join(phrases), properties={KIND: "notice"}, digest_property=DIGEST)

    def _opening(self) -> Iterator[str]:
        due, today = self._summary.now.due, chinese_date(self._summary.now.today)
        if not self._every:
            yield "目前没有需要报送的单位。"
            return
        material = f"{self._period.year}年{self._period.span}考核材料"
        if due:
            yield f"{material}应于{chinese_date(due)}前报送，现将截至{today}的报送情况通报如下。"
        else:
            yield f"现将{material}截至{today}的报送情况通报如下。"

    def _chapters(self) -> Iterator[tuple[str, tuple[TextPiece, ...], Grid | None]]:
        if not self._every:
            return
        yield "总体情况", ("".join(self._figures()),), None
        if self._in_time:
            heading = "按时报送的单位" if self._summary.now.due else "已报送的单位"
            yield heading, (f"{'、'.join(named(self._in_time))}。",), None
        if self._late:
            yield "迟报的单位", (f"{len(self._late)}个单位迟报。",), self._late_grid()
        if self._missing:
            overdue = max(one.progress.late_days for one in self._missing)
            since = f"，截至目前已逾期{overdue}天" if overdue else ""
            yield "未报送的单位", (f"{'、'.join(named(self._missing))}没有报送{since}。",), None
        if self._unreadable:
            yield "材料无法读取的单位", (f"{'、'.join(named(self._unreadable))}，请重新报送。",), None
        if self._incomplete:
            words = f"{len(self._incomplete)}个单位的材料没有填齐。"
            yield "填报不完整的单位", (words,), self._incomplete_grid()
        if self._returned:
            words = f"{len(self._returned)}个单位的材料有需要更正的内容，已退回更正。"
            yield "退回更正的单位", (words,), self._returned_grid()
        if self._missing or self._unreadable or self._incomplete or self._returned:
            yield "有关要求", tuple(self._demands()), None

    def _figures(self) -> Iterator[str]:
        yield f"应报送的单位{len(self._every)}个"
        if self._summary.now.due:
            yield f"，按时报送{len(self._in_time)}个，迟报{len(self._late)}个"
        else:
            yield f"，已报送{len(self._in_time)}个"
        yield f"，未报送{len(self._missing)}个"
        yield f"，材料无法读取{len(self._unreadable)}个" if self._unreadable else ""
        yield f"。已报送的单位中，填报不完整的{len(self._incomplete)}个，退回更正的{len(self._returned)}个。"

    def _demands(self) -> Iterator[TextPiece]:
        asked = []
        if self._missing or self._unreadable:
            asked.append("未报送的单位报送材料")
        if self._incomplete:
            asked.append("填报不完整的单位补充填写")
        if self._returned:
            asked.append("退回更正的单位核对更正")
        yield "请"
        yield "，".join(asked)
        yield "，于"
        yield Blank("日期")
        yield f"前报{self._summary.tables.indicators.office or '我们'}。"

    def _late_grid(self) -> Grid:
        rows = [
            (
                Cell((one.unit.name,)),
                Cell((chinese_date(one.progress.received),)),
                Cell((str(one.progress.late_days),)),
            )
            for one in sorted(self._late, key=lambda one: -one.progress.late_days)
        ]
        return numbered(_LATE, rows)

    def _incomplete_grid(self) -> Grid:
        rows = []
        for one in self._incomplete:
            lines = [
                f"{telling.short(gap.entry.title, _LONGEST_NAME)}：{telling.short(gap_words(gap), 30)}"
                for gap in one.gaps
            ]
            progress = one.progress
            filled = f"{progress.filled}/{progress.asked}"
            rows.append((Cell((one.unit.name,)), Cell((filled,)), Cell(_some(lines))))
        return numbered(_INCOMPLETE, rows)

    def _returned_grid(self) -> Grid:
        rows = []
        for one in self._returned:
            lines = [_wrong(wrong) for wrong in one.corrections]
            rows.append((Cell((one.unit.name,)), Cell((str(len(lines)),)), Cell(_some(lines))))
        return numbered(_RETURNED, rows)


def _wrong(one: Correction) -> str:
    """Returns what is to be corrected, with what was written there."""
    title = f"{telling.short(one.title, _LONGEST_NAME)}：" if one.title else ""
    said = f"填的“{telling.short(one.said, _LONGEST_NAME)}”" if one.said else ""
    return f"{title}{one.field}{said}{one.wrong}"


def _some(lines: Sequence[str]) -> tuple[str, ...]:
    """Returns the first lines, and how many there are where there are more."""
    if len(lines) <= _MOST_NAMED:
        return tuple(lines)
    return (*lines[: _MOST_NAMED - 1], f"等{len(lines)}处")
