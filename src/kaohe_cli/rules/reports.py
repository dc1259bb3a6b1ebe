"""Units' reports: of a registered body, on its own rows, within full marks."""

from collections.abc import Iterator

from kaohe_cli.model.reports import Progress, Report, ReportEntry
from kaohe_cli.query.entries import ASKED, FormKind
from kaohe_cli.query.rows import CriterionRow, Row, all_rows, points
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.suggest import did_you_mean
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Tables, Workspace

_PERIODS = {"progress": "完成情况", "forecast": "全年预计"}


def reports_fit_the_tables(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH801 to KH804 and KH807 for each file of the reports folder."""
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
        elif isinstance(row, CriterionRow) and row.criterion.metrics and row_id == row.id:
            ids = row.criterion.metric_ids()
            message = f"{row_id} 要逐项报送，写在 {row_id} 下的内容不会填进报送材料"
            yield loaded.finding("KH801", message, entry, hint=f"改为 {ids[0]} 至 {ids[-1]}，一项一条")
        else:
            if body is not None and body not in row_bodies(row, tables.registry):
                message = f"{row_id}（{row.name}）的责任单位里没有{body.name}"
                yield loaded.finding("KH802", message, entry, hint="核对是不是填错了行，或先改责任单位")
            yield from _check_entry(loaded, row_id, row, entry)


def _asked(form: FormKind, period: str) -> list[str]:
    """Returns what a form of 附件3 asks for in （二） or （三）."""
    return [
        field.path.removeprefix(f"{period}/") for field in ASKED[form] if field.path.startswith(f"{period}/")
    ]


def _check_entry(loaded: Loaded[Report], row_id: str, row: Row, entry: ReportEntry) -> Iterator[Finding]:
    """Yields KH804 and KH807 for the two periods of an entry."""
    form: FormKind = row.section.form if isinstance(row, CriterionRow) else "incentive"
    parts: tuple[tuple[Progress, str], ...] = ((entry.progress, "progress"), (entry.forecast, "forecast"))
    for part, period in parts:
        asked = _asked(form, period)
        for name in sorted(part.model_fields_set - set(asked)):
            if getattr(part, name) is not None:
                message = f"{row_id} 的{_PERIODS[period]}里没有“{name}”这一项，不会填进报送材料"
                yield loaded.finding("KH807", message, part, name, hint=f"这里可以写：{'、'.join(asked)}")
        score = part.self_score
        if score is not None and row.weight is not None and not 0 <= score <= row.weight:
            what = f"超过满分 {points(row.weight)}" if score > 0 else "小于 0"
            message = f"{row_id} {_PERIODS[period]}的自评得分 {points(score)} {what}"
            yield loaded.finding("KH804", message, part, "self_score", hint="核对得分")
