"""Units' reports: of a registered body, one file each, on its own rows, well and wholly filled in."""

from collections.abc import Iterable, Iterator

from kaohe_cli.forms.reports import Report
from kaohe_cli.model.units import Registry, Unit
from kaohe_cli.rules.entry_checks import Problem
from kaohe_cli.rules.report_checks import asked_entries, report_problems
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace


def reports_fit_the_tables(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH801 to KH805 and KH807 to KH816 for each file of the reports folder."""
    if not _usable(workspace) or not workspace.all_reports:
        return
    tables = workspace.tables()
    asked = asked_entries(tables)
    main = main_files(workspace.all_reports, tables.registry)
    for loaded in workspace.all_reports:
        report = loaded.model
        if report is None:
            continue
        body = body_of(report, tables.registry)
        if body is not None and main[body.name] is not loaded:
            message = f"{body.name}已经有 {main[body.name].source.path.name}，同一单位报送了两份"
            hint = "对照两份内容，留下一份，文件名用正式名称"
            yield loaded.finding("KH813", message, report, "unit", hint=hint)
        elif body is not None or workspace.knows_all_bodies:
            yield from _name_findings(loaded, report, tables.registry)
        for problem in report_problems(report, body, asked):
            if problem.code != "KH801" or workspace.knows_rows_like(problem.entry_id or ""):
                yield _as_finding(loaded, report, problem)


def body_of(report: Report, registry: Registry) -> Unit | None:
    """Returns the body that a report says it is of, by any of its names."""
    body = registry.resolve(report.unit)
    return body if isinstance(body, Unit) else None


def main_files(files: Iterable[Loaded[Report]], registry: Registry) -> dict[str, Loaded[Report]]:
    """Returns the file that counts for each body, by its name: the one that bears it, or else the first."""
    main: dict[str, Loaded[Report]] = {}
    for loaded in files:
        body = body_of(loaded.model, registry) if loaded.model is not None else None
        if body is not None and (body.name not in main or loaded.source.path.stem == body.name):
            main[body.name] = loaded
    return main


def _usable(workspace: Workspace) -> bool:
    files = (workspace.indicators, workspace.incentives, workspace.registry, workspace.forms)
    return all(loaded.usable for loaded in files)


def _name_findings(loaded: Loaded[Report], report: Report, registry: Registry) -> Iterator[Finding]:
    """Yields KH803."""
    body = registry.resolve(report.unit)
    if body is None:
        message = f"“{report.unit}”不在名录（units.yaml）中"
        hint = did_you_mean(report.unit, registry.known_names()) or "先在 units.yaml 里加一条"
    elif not isinstance(body, Unit):
        message, hint = f"“{report.unit}”是统称，不是单位", "写具体单位的正式名称"
    elif report.unit != body.name:
        message, hint = f"“{report.unit}”不是正式名称", f"改为 {body.name}"
    elif loaded.source.path.stem != body.name:
        message = f"文件名与单位名称“{body.name}”不一致"
        hint = f"文件改名为 {body.name}.yaml"
    else:
        return
    yield loaded.finding("KH803", message, report, "unit", hint=hint)


def _as_finding(loaded: Loaded[Report], report: Report, problem: Problem) -> Finding:
    """Returns a problem as a finding at its field, or at what is nearest to a field that is not there."""
    steps = problem.path.split("/") if problem.path else []
    if problem.entry_id is not None and not steps:
        part = report.entries[problem.entry_id]
        return loaded.finding(
            problem.code, problem.message, part, hint=problem.hint, severity=problem.severity
        )
    if problem.entry_id is not None:
        steps = ["entries", problem.entry_id, *steps]
    return loaded.finding(
        problem.code, problem.message, report, *steps, hint=problem.hint, severity=problem.severity
    )
