"""Units' reports: of a registered body, on its own rows, within full marks."""

from collections.abc import Iterator

from kaohe_cli.model.reports import Report
from kaohe_cli.query.rows import CriterionRow, Row, all_rows, points
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.suggest import did_you_mean
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Tables, Workspace


def reports_fit_the_tables(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH801 to KH804 for each file of the reports folder."""
    if not (workspace.indicators.usable and workspace.incentives.usable and workspace.registry.usable):
        return
    tables = workspace.tables()
    rows: dict[str, Row] = {}
    for row in all_rows(tables):
        rows[row.id] = row
        if isinstance(row, CriterionRow):
            rows |= dict.fromkeys(row.criterion.metric_ids(), row)
    for loaded in workspace.all_reports:
        if loaded.model is not None:
            yield from _check_report(loaded, loaded.model, tables, rows)


def _check_report(
    loaded: Loaded[Report], report: Report, tables: Tables, rows: dict[str, Row]
) -> Iterator[Finding]:
    body = tables.registry.resolve(report.unit)
    if body is None:
        hint = did_you_mean(report.unit, tables.registry.known_names()) or "先在 units.yaml 里加一条"
        yield loaded.finding("KH803", f"“{report.unit}”不在名录（units.yaml）中", report, "unit", hint=hint)
    elif report.unit != body.name:
        message = f"“{report.unit}”不是正式名称"
        yield loaded.finding("KH803", message, report, "unit", hint=f"改为 {body.name}")
    elif loaded.source.path.stem != body.name:
        message = f"文件名与单位名称“{body.name}”不一致"
        yield loaded.finding("KH803", message, report, "unit", hint=f"文件改名为 {body.name}.yaml")
    for row_id, entry in report.entries.items():
        row = rows.get(row_id)
        if row is None:
            hint = did_you_mean(row_id, rows) or "对照 kaohe list 里的编号"
            yield loaded.finding("KH801", f"表里没有编号是 {row_id} 的行", entry, hint=hint)
            continue
        if body is not None and body not in row_bodies(row, tables.registry):
            message = f"{row_id}（{row.name}）的责任单位里没有{body.name}"
            yield loaded.finding("KH802", message, entry, hint="核对是不是填错了行，或先改责任单位")
        for part, when in ((entry.progress, "完成情况"), (entry.forecast, "全年预计")):
            if part.self_score is not None and row.weight is not None and part.self_score > row.weight:
                message = f"{row_id} {when}的自评得分 {points(part.self_score)} 超过满分 {points(row.weight)}"
                yield loaded.finding("KH804", message, part, "self_score", hint="核对得分")
