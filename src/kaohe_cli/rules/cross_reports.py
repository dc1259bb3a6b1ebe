"""What several reports say of one row: scores and ranks that differ, forecasts that did not come true."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from kaohe_cli.forms import known
from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.rounds import YEAR_END, Round
from kaohe_cli.query.entries import Entry, all_entries
from kaohe_cli.query.reported import Reported
from kaohe_cli.query.rows import all_rows, points
from kaohe_cli.query.selection import lead_bodies
from kaohe_cli.rules.answers import answer
from kaohe_cli.rules.ranks import same_rank
from kaohe_cli.rules.reports import main_files
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace

_WHEN: Final = {known.PROGRESS: "至今", known.FORECAST: "全年预计"}


class _InRound(NamedTuple):
    """The reports of a round that count, and the files that they stand in."""

    round: Round
    reported: Reported
    files: dict[str, Loaded[Report]]
    """By the proper name of the body."""

    def finding(self, unit: str, code: str, message: str, entry_id: str, key: str, hint: str) -> Finding:
        loaded = self.files[unit]
        place = ("entries", entry_id, *key.split("/"))
        return loaded.finding(code, message, loaded.model, *place, hint=hint, severity="warning")


def reports_agree_with_each_other(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH821 and KH822 where bodies say different things of one row, KH825 where a forecast failed."""
    usable = (workspace.indicators, workspace.incentives, workspace.registry, workspace.forms)
    if not all(loaded.usable for loaded in usable) or not workspace.all_reports:
        return
    tables = workspace.tables()
    entries = {entry.id: entry for entry in all_entries(all_rows(tables))}
    rounds = []
    for one in workspace.rounds_with_reports:
        files = main_files(workspace.reports_of(one), tables.registry)
        models = (loaded.model for loaded in files.values())
        reports = [model for model in models if model is not None and model.through_month == one.month]
        rounds.append(_InRound(one, Reported(tables, reports), files))
    for now in rounds:
        for entry_id in now.reported.by_id:
            if (entry := entries.get(entry_id)) is not None:
                yield from _said_differently(now, entry, workspace)
        yield from _counted_twice(now, entries)
    if rounds and rounds[-1].round.month == YEAR_END:
        yield from _forecasts(rounds[:-1], rounds[-1], entries)


def _said_differently(now: _InRound, entry: Entry, workspace: Workspace) -> Iterator[Finding]:
    """Yields KH821 for scores and KH822 for ranks, at the report that does not lead, once for each."""
    by_unit = now.reported.by_id[entry.id]
    filed = [unit for unit, report in by_unit.items() if now.reported.reports.get(unit) is report]
    if len(filed) < 2:
        return
    leads = [body.name for body in lead_bodies(entry.row, workspace.tables().registry) if body is not None]
    first, *others = sorted(filed, key=lambda unit: unit not in leads)
    for unit in others:
        for key, rank in known.RANK_OF.items():
            when = _WHEN[key.partition("/")[0]]
            one, other = (by_unit[name].value(entry.id, key) for name in (first, unit))
            if isinstance(one, Decimal) and isinstance(other, Decimal) and one != other:
                message = (
                    f"{entry.id} {when}的自评得分，{first}报 {points(one)} 分，{unit}报 {points(other)} 分"
                )
                hint = f"请两家核对成一个数；在此之前按{first}的算"
                yield now.finding(unit, "KH821", message, entry.id, key, hint)
            one, other = (by_unit[name].value(entry.id, rank) for name in (first, unit))
            if isinstance(one, str) and isinstance(other, str) and not same_rank(one, other):
                message = f"{entry.id} {when}的排名，{first}报“{one}”，{unit}报“{other}”"
                yield now.finding(unit, "KH822", message, entry.id, rank, "核对是第几名，两家报成一个")


def _counted_twice(now: _InRound, entries: dict[str, Entry]) -> Iterator[Finding]:
    """Yields KH821 where a criterion is scored by itself and within its indicator, by whomever."""
    reported = now.reported
    for whole_id, scope in reported.scopes.items():
        if not scope.covers or whole_id not in reported.by_id or scope.full_marks is None:
            continue
        whole = next(iter(reported.by_id[whole_id]))
        for entry_id in (key for key in entries[whole_id].headings if key in reported.by_id):
            unit = next(iter(reported.by_id[entry_id]))
            score = reported.by_id[entry_id][unit].value(entry_id, known.PROGRESS_SCORE)
            if isinstance(score, Decimal):
                message = f"{entry_id} 已包括在{whole}按 {whole_id} 合计报的得分里，{unit}又单独评了分"
                hint = f"留一处；在此之前按 {whole_id} 的合计算"
                yield now.finding(unit, "KH821", message, entry_id, known.PROGRESS_SCORE, hint)


def _forecasts(before: list[_InRound], now: _InRound, entries: dict[str, Entry]) -> Iterator[Finding]:
    """Yields KH825 where the year ended below what the body had forecast when it last reported on the row."""
    for unit, report in now.reported.reports.items():
        earlier = [(one, one.reported.reports.get(unit)) for one in reversed(before)]
        for entry_id in (key for key in report.entries if key in entries):
            known = ((one, last) for one, last in earlier if last is not None and entry_id in last.entries)
            if (latest := next(known, None)) is not None:
                yield from _missed(latest[0], now, unit, entry_id, latest[1], report)


def _missed(
    before: _InRound, now: _InRound, unit: str, entry_id: str, last: Report, report: Report
) -> Iterator[Finding]:
    hoped, reached = last.value(entry_id, known.FORECAST_SCORE), report.value(entry_id, known.PROGRESS_SCORE)
    hint = "请单位说明原因；全年已定的，改好结果"
    if isinstance(hoped, Decimal) and isinstance(reached, Decimal) and reached < hoped:
        less = f"比 {before.round.spoken}时预计的 {points(hoped)} 低 {points(hoped - reached)} 分"
        message = f"{entry_id} 全年自评得分 {points(reached)}，{less}"
        yield now.finding(unit, "KH825", message, entry_id, known.PROGRESS_SCORE, hint)
    promised, done = (
        last.value(entry_id, known.FORECAST_COMPLETED),
        report.value(entry_id, known.PROGRESS_COMPLETED),
    )
    if _answers(promised) == ["是"] and _answers(done) not in ([], ["是"]):
        message = f"{entry_id} {before.round.spoken}时预计能够完成，全年填的是“{done}”"
        yield now.finding(unit, "KH825", message, entry_id, known.PROGRESS_COMPLETED, hint)


def _answers(*texts: object) -> list[str]:
    said: Iterable[str | None] = (answer(text) for text in texts if isinstance(text, str))
    return [one for one in said if one is not None]
