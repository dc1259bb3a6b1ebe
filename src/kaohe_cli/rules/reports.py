"""Units' reports: of a registered body, one file each, on its own rows, well and wholly filled in."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.rounds import Round
from kaohe_cli.query.reported import Reported, bodies_called
from kaohe_cli.rules.entry_checks import Problem
from kaohe_cli.rules.report_checks import AskedEntries, asked_entries, report_problems
from kaohe_cli.tables.units import Registry, Unit
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace


def reports_fit_the_tables(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH801 to KH805, KH807 to KH816, KH823 and KH824 for each file of the reports folder."""
    if not _usable(workspace) or not workspace.all_reports:
        return
    tables = workspace.tables()
    asked = asked_entries(tables)
    by_round: dict[Round | None, list[Loaded[Report]]] = {}
    for loaded in workspace.all_reports:
        by_round.setdefault(workspace.round_of(loaded), []).append(loaded)
    for files in by_round.values():
        main = main_files(files, tables.registry)
        models = [loaded.model for loaded in main.values()]
        reported = Reported(tables, [model for model in models if model is not None])
        for loaded in files:
            if loaded.model is not None:
                yield from _of_file(loaded, loaded.model, main, _Known(workspace, asked, reported))


class _Known(NamedTuple):
    """What the files of a round are held against."""

    workspace: Workspace
    asked: AskedEntries
    reported: Reported


def _of_file(
    loaded: Loaded[Report], report: Report, main: dict[str, Loaded[Report]], known: _Known
) -> Iterator[Finding]:
    registry = known.workspace.tables().registry
    body = body_of(report, registry)
    if body is not None and main[body.name] is not loaded:
        message = f"{body.name}已经有 {main[body.name].source.path.name}，同一单位报送了两份"
        hint = "对照两份内容，留下一份，文件名用正式名称"
        yield loaded.finding("KH813", message, report, "unit", hint=hint)
    elif body is not None or known.workspace.knows_all_bodies:
        yield from _name_findings(loaded, report, registry)
    together = tuple(bodies_called(report.joint, registry))
    elsewhere = _elsewhere(body, known.asked, known.reported) if body is not None else ()
    for problem in report_problems(report, body, known.asked, together=together, elsewhere=elsewhere):
        if problem.code != "KH801" or known.workspace.knows_rows_like(problem.entry_id or ""):
            yield _as_finding(loaded, report, problem)


def _elsewhere(body: Unit, asked: AskedEntries, reported: Reported) -> set[str]:
    """Returns the headings of a body that others reported for it."""
    said = ((entry.id, reported.of(body.name, entry)) for entry in asked.of_body[body.name])
    return {key for key, one in said if one is not None}


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
    """Yields KH803, for the bodies of a joint report as well."""
    for position, name in enumerate(report.joint):
        if not isinstance(registry.resolve(name), Unit):
            units = [one for unit in registry.units for one in unit.names]
            hint = did_you_mean(name, units) or "写名录里单位的正式名称"
            message = f"合报的单位里“{name}”不是名录（units.yaml）中的单位"
            yield loaded.finding("KH803", message, report, "joint", position, hint=hint)
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
