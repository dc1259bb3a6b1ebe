"""What must agree between files and fields: years, dates, bonus points."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.words.shortening import some_of
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace

if TYPE_CHECKING:  # most workspaces have no claims, and need not build their model
    from kaohe_cli.forms.reports import Report
    from kaohe_cli.tables.claims import Claims

_NAMED = 3


def years_agree(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH601 for each file whose year is not that of ``indicators.yaml``, or else of 附件2."""
    first = workspace.incentives if workspace.indicators.missing else workspace.indicators
    table = first.model
    if table is None:
        return
    others: tuple[Loaded[IncentiveTable] | Loaded[Report] | Loaded[Claims], ...]
    others = (workspace.incentives, *workspace.all_reports)
    if workspace.claims is not None:
        others = (*others, workspace.claims)
    for loaded in others:
        other = loaded.model
        if other is not None and other.year != table.year:
            message = f"年度是 {other.year}，{first.source.path.name} 是 {table.year}"
            yield loaded.finding("KH601", message, other, "year", hint="改成同一年度")


def dates_are_in_order(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH602 where a step is due before one above it, or a document came out before it was issued."""
    loaded = workspace.incentives
    table = loaded.model
    if table is None:
        return
    if table.published and table.issued and table.published < table.issued:
        message = f"发布日期 {table.published} 早于成文日期 {table.issued}"
        yield loaded.finding("KH602", message, table, "published", hint="核对两个日期")
    latest: date | None = None
    for step in table.timeline:
        if step.due is None:
            continue
        if latest is not None and step.due < latest:
            message = f"“{step.name}”的期限 {step.due} 早于前面步骤的 {latest}"
            yield loaded.finding("KH602", message, step, "due", hint="核对日期，或按先后调整步骤的次序")
        latest = max(latest, step.due) if latest else step.due


def incentives_are_whole(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH606 once for the incentives of which the documents at hand say too little."""
    table = workspace.incentives.model
    lacking = [
        one
        for one in (table.incentives if table is not None else ())
        if not (one.measure and one.eligible and one.rewards and one.city_lead)
    ]
    if lacking:
        which = some_of([one.id for one in lacking], _NAMED, "项")
        message = f"{which}没有写全市级牵头单位、措施全文、激励对象和激励方式"
        hint = "有政策文件的，用 kaohe import 附件2 政策文件 --merge 补上；政策文件没有写的，不必处理"
        yield workspace.incentives.finding(
            "KH606", message, lacking[0], "title", hint=hint, severity="warning"
        )


def bonus_agrees(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH603 where ``bonus_points`` and the kinds of reward tell different stories."""
    table = workspace.incentives.model
    for incentive in table.incentives if table is not None else ():
        if incentive.rewards and incentive.bonus_points != ("考核加分" in incentive.rewards):
            said = "是" if incentive.bonus_points else "否"
            message = f"{incentive.id} 的 bonus_points 为{said}，与 rewards 里有无“考核加分”不一致"
            hint = "对照措施原文有无“予以加分”，改正其中一处"
            yield workspace.incentives.finding("KH603", message, incentive, "bonus_points", hint=hint)
