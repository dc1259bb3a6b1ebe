"""How a round looks: the table of bodies with a bar below, a spreadsheet, records, the gaps of one body."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kaohe_cli.cli.findings import listed
from kaohe_cli.cli.formats import Column, Grid, Rows
from kaohe_cli.cli.output import Format, speaks_utf8
from kaohe_cli.files.paths import shown_path
from kaohe_cli.progress.deadlines import deadline_lines
from kaohe_cli.progress.standing import BodyProgress, Gap, ReportState
from kaohe_cli.progress.stock import Stock, totals
from kaohe_cli.query.entries import Entry
from kaohe_cli.query.rows import CriterionRow
from kaohe_cli.words.shortening import shortened, some_of
from kaohe_cli.workspace.finding import Finding

_BAR_LENGTH = 10
_LONGEST_NAME = 30
_MESSAGES_IN_CELL = 100
_NAMED = 5
"""Rows and bodies named in a line, about as many as fit 80 columns."""

_BRIEF = (
    Column("单位"),
    Column("状态", fixed=True),
    Column("已填", align_right=True, fixed=True),
    Column("问题", align_right=True, fixed=True),
    Column("收到", fixed=True),
    Column("逾期", fixed=True),
)
_FULL = (
    *(Column(title) for title in ("单位", "状态")),
    *(Column(title, align_right=True) for title in ("已填", "应填", "错误", "提醒")),
    *(
        Column(title)
        for title in ("收到日期", "逾期天数", "截至月份", "未计入的原因", "文件", "未填的", "问题")
    ),
)
_STATE_KEYS = {
    ReportState.MISSING: "missing",
    ReportState.UNREADABLE: "unreadable",
    ReportState.PARTIAL: "partial",
    ReportState.COMPLETE: "complete",
}
_SEVERITY = {"error": "错误", "warning": "提醒"}


@dataclass(frozen=True)
class View:
    """What ``kaohe status`` was asked to show."""

    stock: Stock
    chosen: Sequence[BodyProgress]
    """The bodies that the totals are about."""
    shown: Sequence[BodyProgress]
    """Those of them that are listed."""
    detailed: bool
    """True where the empty fields and the problems are spelt out below."""
    format: Format
    claims: str = ""
    """Where the claims for the incentives stand, in a line."""


def listing(view: View) -> Rows:
    """Returns the bodies of a round, one a row."""

    def brief() -> Grid:
        lines = [*_summary(view), *(_details(view.shown) if view.detailed else ())]
        if view.format == "md":
            lines = [_list_item(line) for line in lines]
        cells = [_brief_cells(body, view.stock.now.year) for body in view.shown]
        return Grid(_BRIEF, cells, "\n".join(lines))

    def full() -> Grid:
        return Grid(_FULL, [_full_cells(body) for body in view.shown], "")

    def records() -> list[dict[str, Any]]:
        return [_record(body, view.stock) for body in view.shown]

    return Rows(brief, full if view.format == "csv" else brief, records)


def _list_item(line: str) -> str:
    """Returns a line of the summary as Markdown has it, with its indent."""
    text = line.lstrip()
    return f"{' ' * (len(line) - len(text))}- {text}" if text else ""


def _brief_cells(body: BodyProgress, year: int) -> tuple[str, ...]:
    return (
        body.unit.name,
        body.state.value,
        f"{body.filled}/{body.asked}",
        str(len(body.findings) or ""),
        body.received.isoformat().removeprefix(f"{year}-") if body.received else "",
        _lateness(body),
    )


def _lateness(body: BodyProgress) -> str:
    if not body.late_days:
        return ""
    return f"{'逾期' if body.state is ReportState.MISSING else '迟报'} {body.late_days} 天"


def _full_cells(body: BodyProgress) -> tuple[str, ...]:
    errors = sum(finding.severity == "error" for finding in body.findings)
    return (
        body.unit.name,
        body.state.value,
        *(str(number) for number in (body.filled, body.asked, errors, len(body.findings) - errors)),
        body.received.isoformat() if body.received else "",
        str(body.late_days) if body.late_days else "",
        str(body.through_month or ""),
        body.outdated or "",
        body.file or "",
        "；".join(_gap_line(gap) for gap in body.gaps),
        _messages(body.findings),
    )


def _messages(findings: Sequence[Finding]) -> str:
    """Returns the messages in one cell of a spreadsheet, which takes 32,767 characters."""
    said = "；".join(finding.message for finding in findings[:_MESSAGES_IN_CELL])
    rest = len(findings) - _MESSAGES_IN_CELL
    return f"{said}；还有 {rest} 处" if rest > 0 else said


def _record(body: BodyProgress, stock: Stock) -> dict[str, Any]:
    due = stock.now.due
    return {
        "unit": body.unit.name,
        "state": _STATE_KEYS[body.state],
        "filled": body.filled,
        "asked": body.asked,
        "problems": len(body.findings),
        "received": body.received.isoformat() if body.received else None,
        "due": due.isoformat() if due else None,
        "late_days": body.late_days,
        "round": str(stock.round),
        "through_month": body.through_month,
        "outdated": body.outdated,
        "file": body.file,
        "missing": [
            {"id": gap.entry.id, "title": gap.entry.title, "fields": [field.key for field in gap.fields]}
            for gap in body.gaps
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message,
                "file": finding.file,
                "line": finding.line,
                "hint": finding.hint,
            }
            for finding in listed(body.findings).findings
        ],
        "evidence": [{"ids": list(one.ids), "file": shown_path(one.path)} for one in body.evidence],
        "evidence_missing": [row.id for row in body.lacks_evidence],
        "old_form": _old_form(body),
    }


def _old_form(body: BodyProgress) -> dict[str, str] | None:
    old = body.old_form
    if old is None:
        return None
    return {"sent": old.sent.isoformat(), "round": old.round, "newest": old.newest.isoformat()}


def _summary(view: View) -> Iterator[str]:
    """Yields how far all have come, the due date and the deadlines of the incentives."""
    if not view.shown:
        yield "没有未报或填报不完整的单位" if view.chosen else "没有单位要报送"
    count = totals(view.chosen)
    yield f"已报 {count.returned}/{count.bodies} {_bar(count.returned, count.bodies)}"
    yield f"填报完整度 {count.filled}/{count.asked} {_bar(count.filled, count.asked)}"
    states = "，".join(f"{state.value} {number}" for state, number in count.states.items() if number)
    yield f"{states}；有问题 {count.with_problems}，迟报或逾期 {count.late}"
    yield from _evidence_line(view.chosen)
    yield _due_line(view.stock)
    yield from deadline_lines(view.stock.deadlines, view.chosen)
    if view.claims:
        yield view.claims


def _bar(part: int, whole: int) -> str:
    """Returns a bar with its percentage; only what is whole is shown as 100 %."""
    done = part * _BAR_LENGTH // whole if whole else _BAR_LENGTH
    percent = part * 100 // whole if whole else 100
    on, off = ("█", "░") if speaks_utf8() else ("■", "□")
    return f"{on * done}{off * (_BAR_LENGTH - done)} {percent}%"


def _evidence_line(bodies: Sequence[BodyProgress]) -> Iterator[str]:
    """Yields what of the 佐证材料 that rows ask for is not there, in a line; nothing where all of it is."""
    lacking = {row.id: None for body in bodies for row in body.lacks_evidence}
    if lacking:
        units = [body.unit.name for body in bodies if body.lacks_evidence]
        ids = some_of(list(lacking), _NAMED, "项")
        yield f"缺佐证材料 {len(lacking)} 项：{ids}（{some_of(units, _NAMED, '个单位')}）"


def _due_line(stock: Stock) -> str:
    due = stock.now.due
    if due is None:
        where = f"在 indicators.yaml 的 rounds 里给 {stock.round} 写 due"
        return f"未定截止日期，无法判断是否迟报；{where}，或用 --due 2021-11-15"
    days = (due - stock.now.today).days
    when = f"还有 {days} 天" if days > 0 else f"已过 {-days} 天" if days else "即今天"
    return f"截止 {due}，{when}"


def _details(bodies: Sequence[BodyProgress]) -> Iterator[str]:
    """Yields the empty fields and the problems of each body."""
    for body in bodies:
        yield ""
        together = f"，有与{'、'.join(body.shared_with)}合报的" if body.shared_with else ""
        yield f"{body.unit.name}：{body.state.value}，已填 {body.filled}/{body.asked}{together}"
        if body.gaps and body.state is not ReportState.UNREADABLE:
            yield "未填的："
            yield from (f"  {_gap_line(gap)}" for gap in body.gaps)
        if body.evidence:
            yield "佐证材料："
            yield from (f"  {'、'.join(one.ids)} {one.name}" for one in body.evidence)
        if body.lacks_evidence:
            yield "要求提供、尚未收到的佐证材料："
            yield from (f"  {row.id} {shortened(row.heading, _LONGEST_NAME)}" for row in body.lacks_evidence)
        if body.findings:
            yield "问题："
            known = listed(body.findings)
            yield from (f"  {_finding_line(finding)}" for finding in known.findings)
            if known.rest:
                yield f"  {known.rest}"


def _gap_line(gap: Gap) -> str:
    name = f"{gap.entry.id} {_heading(gap.entry)}"
    if len(gap.fields) == len(gap.asked):
        return f"{name}：全部 {len(gap.fields)} 项"
    return f"{name}：{'、'.join(field.title for field in gap.fields)}"


def _heading(entry: Entry) -> str:
    """Returns the name of a heading, shortened; the id in front of it says which is meant."""
    row = entry.row
    title = entry.title
    if isinstance(row, CriterionRow) and len(title) > _LONGEST_NAME and not row.criterion.metrics:
        title = title if len(row.indicator.criteria) > 1 else row.name
    return shortened(title, _LONGEST_NAME)


def _finding_line(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line) if part)
    hint = f"（{finding.hint}）" if finding.hint else ""
    return f"{place} {_SEVERITY[finding.severity]} {finding.code} {finding.message}{hint}"
