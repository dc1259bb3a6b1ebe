"""The merged report of a round: what the office owes the city, in the order of 附件1."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from kaohe_cli.drafting.draft_properties import DIGEST
from kaohe_cli.drafting.filters import FILTERS, chinese_date, full_stop
from kaohe_cli.forms import known
from kaohe_cli.ooxml.building.grid import Cell, Column, Grid
from kaohe_cli.ooxml.building.official import ADDRESSEE, KAI, NOTE, Blank, Official, Words
from kaohe_cli.ooxml.template.template import Template
from kaohe_cli.progress.standing import ReportState
from kaohe_cli.query.rows import points
from kaohe_cli.rules.answers import answer
from kaohe_cli.summarizing.documents import grids, telling
from kaohe_cli.summarizing.documents.properties import KIND
from kaohe_cli.summarizing.documents.telling import Period, Said
from kaohe_cli.summarizing.documents.variables import variables
from kaohe_cli.summarizing.lights import WORDS
from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.statements import Statement
from kaohe_cli.summarizing.summary import PartSummary, Summary
from kaohe_cli.summarizing.units import UnitStanding
from kaohe_cli.words.numerals import chinese_numeral
from kaohe_cli.workspace.locate import shipped_template

_BELOW_PARTS: Final = "注：括号内是合计所依据的项数，没有报送的不计入合计；得分均为各单位自评。"
_MOST_NAMED: Final = 5
_UNREPORTED: Final = (
    Column("序号", 640),
    Column("单位", 2200),
    Column("情况", 1200),
    Column("没有报送的项", 4805, is_text=True),
)
_TO_CHECK: Final = (
    Column("序号", 640),
    Column("指标", 3000, is_text=True),
    Column("需核对的内容", 5205, is_text=True),
)
_FLAGS_FOR_PEOPLE: Final = frozenset(
    (
        "contested",
        "out_of_range",
        "falling",
        "contradicts_itself",
        "incomplete",
        "in_parts_too",
        "unclear",
        "not_responsible",
    )
)


def merged_report(summary: Summary) -> bytes:
    """Returns the report as a Word file; the same summary gives the same bytes."""
    return _Report(summary).written()


def from_template(summary: Summary, template: Path) -> bytes:
    """Returns the report in an office's own template; `variables` says what it is filled with.

    Raises:
        PackageError: the template is no sound Word file.
        TemplateError: its tags have mistakes, or cannot be filled in.
    """
    filled = Template(template, filters=FILTERS)
    return filled.render(variables(summary), properties={KIND: "report"}, digest_property=DIGEST)


@dataclass(frozen=True)
class _Chapter:
    """A 一、 of the report, which has a number once it is known which are there."""

    title: str
    write: Callable[[], None]


class _Report:
    def __init__(self, summary: Summary) -> None:
        self._summary = summary
        self._period = telling.period_of(summary)
        self._page = Official(shipped_template())

    def written(self) -> bytes:
        summary, page = self._summary, self._page
        phrases = ["关于", f"{self._period.year}年{self._period.span}", *self._subjects(), "的报告"]
        title = "".join(phrases)
        page.title(*phrases)
        page.paragraph(Blank("主送机关"), "：", style=ADDRESSEE)
        page.paragraph(self._opening())
        for number, chapter in enumerate(self._chapters(), 1):
            page.heading(f"{chinese_numeral(number)}、{chapter.title}")
            chapter.write()
        annexes = list(self._annexes())
        page.annexes([title for title, _ in annexes])
        page.signature(summary.tables.indicators.office or "", chinese_date(summary.now.today))
        for number, (name, grid) in enumerate(annexes, 1):
            label = f"附件{number}" if len(annexes) > 1 else "附件"
            page.title(name, label=label, new_page=True)
            page.table(grid)
        return page.packed(title=title, properties={KIND: "report"}, digest_property=DIGEST)

    def _subjects(self) -> list[str]:
        """What the report is about, in phrases between which its title may be broken."""
        found = [telling.subject_of(self._summary), "完成情况"] if self._summary.standings else []
        if self._summary.incentives:
            found = [*found[:-1], f"{found[-1]}和"] if found else []
            found += ["督查激励", "争取情况"]
        return found or ["考核情况"]

    def _opening(self) -> str:
        tables = self._summary.tables
        named = [tables.indicators.title] if self._summary.standings else []
        named += [tables.incentives.title] if self._summary.incentives else []
        base = f"根据{'和'.join(f'《{title}》' for title in named)}，" if named else ""
        period = f"{self._period.year}年{self._period.span}"
        if not self._summary.reports:
            return f"{base}现将{period}的报送情况报告如下。"
        return f"{base}各责任单位报送了{period}的情况，现汇总报告如下。"

    def _chapters(self) -> Iterator[_Chapter]:
        yield _Chapter("总体情况", self._write_general)
        if not self._summary.reports:
            return
        if telling.scored_parts(self._summary):
            yield _Chapter("各项指标完成情况", self._write_indicators)
            expected = "可能失分" if self._period.asks_forecast else "失分"
            yield _Chapter(f"{expected}的指标及原因", self._write_losses)
        if others := telling.other_parts(self._summary):
            yield _Chapter(_joined([part.title for part in others]), self._write_others)
        if self._summary.incentives:
            yield _Chapter("督查激励争取情况", self._write_incentives)
        yield _Chapter("存在问题及建议", self._write_problems)

    # --- 总体情况 -----------------------------------------------------------------------------------------

    def _write_general(self) -> None:
        summary, page = self._summary, self._page
        page.paragraph("".join(self._who_reported()))
        if not summary.reports:
            return
        if scored := telling.scored_parts(summary):
            page.paragraph("".join(self._points(scored)))
            page.paragraph("".join(self._lights()))
        if summary.standings:
            page.table(grids.parts_grid(summary, self._period))
            page.paragraph(
                "注：括号内是合计所依据的项数；没有报送的不计入合计。得分均为各单位自评。", style=NOTE
            )

    def _who_reported(self) -> Iterator[str]:
        summary = self._summary
        units = summary.units
        counts = []
        for scored, called in ((True, "计分指标"), (False, "不计分指标")):
            rows = [one for one in summary.standings if one.is_scored is scored]
            if rows:
                counts.append(f"{called}{len(rows)}项")
        if summary.incentives:
            counts.append(f"督查激励措施{len(summary.incentives)}项")
        yield f"{'、'.join(counts) or '目前没有考核指标'}，由{len(units)}个单位承担。"
        missing = [one for one in units if one.state is ReportState.MISSING]
        unreadable = [one for one in units if one.state is ReportState.UNREADABLE]
        arrived = len(units) - len(missing) - len(unreadable)
        today = chinese_date(summary.now.today)
        if not units:
            return
        if not arrived:
            yield f"截至{today}，还没有单位报送{self._period.span}的材料。"
            return
        partial = sum(one.state is ReportState.PARTIAL for one in units)
        yield f"截至{today}，已报送{arrived}个单位" + (f"（其中{partial}个没有填齐）" if partial else "")
        yield f"，未报送{len(missing)}个单位" if missing else "，全部报送" if not unreadable else ""
        yield f"，{len(unreadable)}个单位的材料无法读取" if unreadable else ""
        yield "。"

    def _points(self, parts: Sequence[PartSummary]) -> Iterator[str]:
        """The sums, with the number of rows that each rests on."""
        rows = [one for part in parts for one in part.standings]
        totals, period = self._summary.totals, self._period
        if totals.full_marks.points is None:
            yield f"计分指标共{len(rows)}项。"
            return
        yield f"计分指标满分合计{points(totals.full_marks.points)}分。"
        if totals.progress.points is None:
            yield f"{period.span}自评得分均未报。"
        else:
            told = f"{totals.progress.rows}项，合计{points(totals.progress.points)}分"
            yield f"{period.span}自评得分已报{told}。"
        if period.asks_forecast and totals.forecast.points is None:
            yield "全年预计得分均未报。"
        elif totals.forecast.points is not None:
            yield f"全年预计得分已报{totals.forecast.rows}项，合计{points(totals.forecast.points)}分。"
        lost = totals.loss
        if lost.points is not None and lost.points > 0:
            yield f"按已报的{lost.rows}项计算，{period.loss}{points(lost.points)}分。"
        losses = telling.losses_of(self._summary)
        if losses:
            named = (f"{telling.title_of(one)}（{points(loss)}分）" for one, loss in losses[:_MOST_NAMED])
            yield f"失分较多的指标是{'、'.join(named)}。"
            by_lead = telling.losses_by_lead(losses)[:_MOST_NAMED]
            named = (f"{name}（{points(loss)}分）" for name, loss, _ in by_lead)
            yield f"失分较多的牵头单位是{'、'.join(named)}。"

    def _lights(self) -> Iterator[str]:
        lights, counts = self._summary.lights, self._summary.totals.lights
        yield f"以得分占满分{points(lights.green)}%及以上为绿灯、{points(lights.yellow)}%及以上为黄灯，"
        yield "其余为红灯，不计分的按是否完成，"
        said = [f"{WORDS[light]}灯{counts[light]}项" for light in ("green", "yellow", "red")]
        yield f"全部{len(self._summary.standings)}项中{'、'.join(said)}，未报{counts[None]}项。"

    # --- 各项指标 -----------------------------------------------------------------------------------------

    def _write_indicators(self) -> None:
        parts = telling.scored_parts(self._summary)
        number = 0
        for part in parts:
            if len(parts) > 1:
                self._page.paragraph(f"{part.title}共{len(part.standings)}项。")
            for standing in part.standings:
                number += 1
                self._page.heading(f"（{chinese_numeral(number)}）{telling.title_of(standing)}", 2)
                self._write_standing(standing)

    def _write_standing(self, standing: Standing) -> None:
        page, period = self._page, self._period
        if content := telling.content_of(standing):
            page.paragraph(Words("考核内容：", KAI), _sentence(content))
        units = telling.responsible((body.name, body.leads) for body in standing.bodies)
        page.paragraph(Words("责任单位：", KAI), f"{units}。")
        if not standing.statements:
            page.paragraph("责任单位没有报送。")
            return
        if standing.is_scored:
            page.paragraph(Words("得分排名：", KAI), self._score_line(standing))
        self._write_statements(standing, period)

    def _score_line(self, standing: Standing) -> str:
        period = self._period
        pieces = (
            [f"满分{points(standing.full_marks)}分"] if standing.full_marks is not None else ["不计入总分"]
        )
        for when, score, rank_key in (
            (f"{period.span}自评", standing.progress, known.PROGRESS_RANK),
            ("全年预计", standing.forecast, known.FORECAST_RANK),
        ):
            if when == "全年预计" and not period.asks_forecast and score is None:
                continue
            words = f"{when}{points(score)}分" if score is not None else f"{when}{telling.UNREPORTED}"
            rank = telling.rank_of(standing, rank_key)
            pieces.append(f"{words}，排名{rank}" if rank else words)
        loss = standing.loss
        if loss is not None and loss > 0:
            pieces.append(f"{period.loss}{points(loss)}分")
        return f"{'；'.join(pieces)}。"

    def _write_statements(self, standing: Standing, period: Period) -> None:
        """Each body's words; where several speak, or of several metrics, each under a heading of its own."""
        several = len(standing.statements) > 1
        for number, statement in enumerate(standing.statements, 1):
            if several:
                self._page.heading(f"{number}．{_speaker(standing, statement)}", 3)
                if standing.is_scored and (scores := telling.score_sentence(statement, period)):
                    self._page.paragraph(scores)
            said = telling.said_by(statement, standing.row.form, period)
            for one in said:
                self._write_said(one)
            if not said:
                self._page.paragraph("没有填写完成情况。")

    def _write_said(self, one: Said, *before: Words) -> None:
        label = (Words(f"{one.label}：", KAI),) if one.label else ()
        self._page.paragraphs(*before, *label, text=_sentence(one.text))

    def _write_words_of(self, who: str, said: Sequence[Said]) -> None:
        """What a body wrote, its name before the first."""
        name = Words(f"{who}：", KAI)
        if not said:
            self._page.paragraph(name, "没有填写情况。")
        for position, one in enumerate(said):
            self._write_said(one, *(() if position else (name,)))

    # --- 失分 ---------------------------------------------------------------------------------------------

    def _write_losses(self) -> None:
        page, period = self._page, self._period
        losses = telling.losses_of(self._summary)
        rows = [one for part in telling.scored_parts(self._summary) for one in part.standings if one.counts]
        untold = sum(one.loss is None for one in rows)
        rest = f"另有{untold}项没有报送得分，无法测算。" if untold else ""
        if not losses:
            told = len(rows) - untold
            page.paragraph(f"已报送得分的{told}项均按满分填报，没有{period.loss}。{rest}" if told else rest)
            return
        page.paragraph(f"{period.loss}的指标共{len(losses)}项，按{period.loss}从多到少列出。{rest}")
        page.table(grids.losses_grid(self._summary, period, losses))

    # --- 不计分的部分 ---------------------------------------------------------------------------------------

    def _write_others(self) -> None:
        for number, part in enumerate(telling.other_parts(self._summary), 1):
            self._page.heading(f"（{chinese_numeral(number)}）{part.title}", 2)
            if not part.standings:
                continue
            self._page.table(grids.others_grid(part, self._period))
            self._write_other_words(part)

    def _write_other_words(self, part: PartSummary) -> None:
        """What was written on the rows of a part; those of which nothing was, are seen in its table."""
        for number, standing in enumerate(part.standings, 1):
            if not standing.statements:
                continue
            self._page.heading(f"{number}．{telling.full_title_of(standing)}", 3)
            for statement in standing.statements:
                said = telling.said_by(statement, standing.row.form, self._period)
                self._write_words_of(_speaker(standing, statement), said)

    # --- 督查激励 -----------------------------------------------------------------------------------------

    def _write_incentives(self) -> None:
        page, every = self._page, self._summary.incentives
        told = [one for one in every if one.statements]
        fit = sum(any(answer(text) == "是" for text in one.eligible.values()) for one in every)
        unfit = sum(bool(one.says_no) and len(one.says_no) == len(one.eligible) for one in every)
        page.paragraph(
            f"督查激励措施共{len(every)}项，已报送{len(told)}项；"
            f"责任单位认为符合申报条件的{fit}项，不符合的{unfit}项。"
        )
        page.table(grids.incentives_grid(self._summary))
        for number, one in enumerate(told, 1):
            page.heading(f"（{chinese_numeral(number)}）{one.name}", 2)
            for statement in one.statements:
                said = telling.said_by(statement, one.row.form, self._period)
                self._write_words_of(statement.unit, said)

    # --- 存在问题及建议 -------------------------------------------------------------------------------------

    def _write_problems(self) -> None:
        page = self._page
        asked = telling.problems_by_department(self._summary)
        if not asked:
            page.paragraph("各责任单位没有提出问题和建议。")
            return
        for number, (department, problems) in enumerate(asked.items(), 1):
            called = f"需{department}支持的" if department else "没有写明市级部门的"
            page.heading(f"（{chinese_numeral(number)}）{called}", 2)
            for position, one in enumerate(problems, 1):
                before = Words(f"{position}．{one.unit}（{one.title}）：", KAI)
                page.paragraphs(before, text=_sentence(one.text))

    # --- 附件 ---------------------------------------------------------------------------------------------

    def _annexes(self) -> Iterator[tuple[str, Grid]]:
        scored = [one for part in telling.scored_parts(self._summary) for one in part.standings]
        if scored and self._summary.reports:
            yield (
                f"{self._period.year}年{self._period.span}计分指标得分表",
                grids.scores_grid(self._summary, self._period, scored),
            )
        unreported = [
            one for one in self._summary.units if one.missing or one.state is not ReportState.COMPLETE
        ]
        rows = [row for one in unreported if (row := self._unreported_row(one))]
        if rows:
            yield "未报送单位和事项", grids.numbered(_UNREPORTED, rows)
        if flags := list(self._to_check()):
            yield "填报内容需核对的事项", grids.numbered(_TO_CHECK, flags)

    @cached_property
    def _titles(self) -> dict[str, str]:
        """What every row is called, by its id; criteria that an indicator covers have its name."""
        titles = {
            key: telling.title_of(one) for one in self._summary.standings for key in (one.id, *one.covers)
        }
        return titles | {one.id: f"督查激励：{one.name}" for one in self._summary.incentives}

    def _unreported_row(self, unit: UnitStanding) -> tuple[Cell, ...] | None:
        titles = self._titles
        if unit.state is ReportState.MISSING:
            missing = tuple(titles[one] for one in unit.missing if one in titles)
            return Cell((unit.unit,)), Cell(("未报送",)), Cell((f"全部{len(missing)}项",))
        if unit.state is ReportState.UNREADABLE:
            return Cell((unit.unit,)), Cell(("无法读取",)), Cell(("材料无法读取，未计入",))
        named = tuple(titles.get(one, one) for one in unit.missing)
        return (Cell((unit.unit,)), Cell(("没有报全",)), Cell(named)) if named else None

    def _to_check(self) -> Iterator[tuple[Cell, ...]]:
        for one in self._summary.standings:
            words = tuple(flag.text for flag in one.flags if flag.kind in _FLAGS_FOR_PEOPLE)
            if words:
                yield Cell((telling.title_of(one),)), Cell(words)


def _speaker(standing: Standing, statement: Statement) -> str:
    """Returns who speaks, of which metric, and whether it leads where several answer."""
    who = statement.unit
    if len(standing.bodies) > 1 and statement.leads:
        who += "（牵头）"
    metric = telling.metric_of(standing, statement.id)
    return f"{metric}（{statement.unit}）" if metric else who


def _sentence(text: str) -> str:
    """Returns a text with the “。” that closes it, where it does not close itself."""
    return f"{text}{full_stop(text)}"


def _joined(titles: Sequence[str]) -> str:
    """Returns titles as one: 群众主观感受、重点专项和基础保障; too many are 其他考核内容."""
    joined = f"{'、'.join(titles[:-1])}和{titles[-1]}" if len(titles) > 1 else titles[0]
    return joined if len(joined) <= 30 else "其他考核内容"
