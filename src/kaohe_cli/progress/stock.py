"""The whole round: the progress of every body that has rows, and the report files of nobody."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from kaohe_cli.forms import rounds
from kaohe_cli.forms.reports import Report
from kaohe_cli.progress.deadlines import Deadline, near_deadlines
from kaohe_cli.progress.standing import BodyProgress, ReportState, Returned, Round, outdated_by, progress_of
from kaohe_cli.query.entries import entries_of, rows_by_unit
from kaohe_cli.query.evidence_files import Evidence, evidence_of
from kaohe_cli.query.reported import Reported
from kaohe_cli.rules.all_rules import REPORT_RULES
from kaohe_cli.tables.sent import OldForm
from kaohe_cli.tables.units import Registry, Unit
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace


class Stray(NamedTuple):
    """A report file that belongs to no body of the round."""

    file: str
    reason: str


@dataclass(frozen=True)
class Totals:
    """The round in numbers; also those of some bodies of it."""

    bodies: int
    states: dict[ReportState, int]
    filled: int
    asked: int
    with_problems: int
    late: int

    @property
    def returned(self) -> int:
        """How many bodies have sent something, readable or not."""
        return self.bodies - self.states[ReportState.MISSING]


def totals(bodies: Iterable[BodyProgress]) -> Totals:
    """Returns the numbers of these bodies."""
    bodies = list(bodies)
    counts = Counter(body.state for body in bodies)
    return Totals(
        bodies=len(bodies),
        states={state: counts[state] for state in ReportState},
        filled=sum(body.filled for body in bodies),
        asked=sum(body.asked for body in bodies),
        with_problems=sum(bool(body.findings) for body in bodies),
        late=sum(body.late_days > 0 for body in bodies),
    )


@dataclass(frozen=True)
class Stock:
    """Where a round stands."""

    bodies: tuple[BodyProgress, ...]
    """Every body that has rows, in the registry's order."""
    strays: tuple[Stray, ...]
    deadlines: tuple[Deadline, ...]
    """The deadlines of the incentives that are near."""
    now: Round
    round: rounds.Round
    elsewhere: dict[rounds.Round, int]
    """How many reports there are of other rounds of the year."""
    evidence: Evidence
    """The 佐证材料 of the round."""


def take_stock(
    workspace: Workspace, today: date, due: date | None = None, asked: rounds.Round | None = None
) -> Stock:
    """Returns where a round stands, from the tables and the reports of that round alone.

    Without ``due`` the date in the tables counts; without ``asked`` it is the round that is meant.

    Raises:
        UnusableDataError: the tables cannot be used. A report file that cannot be read is one that says so.
    """
    tables = workspace.tables()
    asked = asked or workspace.round_meant()
    others = (one for one in workspace.rounds_with_reports if one != asked)
    elsewhere = {
        one: sum(workspace.round_of(loaded) == one for loaded in workspace.reports_of(one)) for one in others
    }
    workspace = workspace.narrowed(asked)
    now = Round(asked.year, asked.month, due or rounds.due_of(asked, tables.indicators), today)
    files, strays = _by_body(workspace.all_reports, tables.registry)
    strays += _of_other_years(workspace, asked.year)
    findings = _findings_by_file(workspace)
    rows = rows_by_unit(tables)
    evidence = evidence_of(workspace, asked)
    bodies: list[BodyProgress] = []
    returned = {
        unit.name: _returned(unit, files.get(unit.name, []), findings) for unit in tables.registry.units
    }
    reported = Reported(tables, _counting(returned.values(), now))
    for unit in tables.registry.units:
        entries = tuple(entries_of(rows[unit.name]))
        own = files.get(unit.name, [])
        if entries:
            body = progress_of(unit, entries, returned[unit.name], now, reported)
            lacking = tuple(row for row in rows[unit.name] if evidence.lacks(row, tables))
            old = _old_form(workspace, returned[unit.name], asked)
            bodies.append(
                replace(body, evidence=evidence.of(unit.name), lacks_evidence=lacking, old_form=old)
            )
        else:
            strays += [Stray(loaded.source.shown_path, f"{unit.name}没有要报送的项") for loaded in own]
    deadlines = near_deadlines(tables.incentives.timeline, today)
    return Stock(tuple(bodies), tuple(strays), tuple(deadlines), now, asked, elsewhere, evidence)


def _old_form(workspace: Workspace, returned: Returned | None, asked: rounds.Round) -> OldForm | None:
    """Returns on how old a form a body's report was made; None also where that cannot be read."""
    sent = workspace.sent.model if workspace.sent is not None else None
    report = returned.report if returned is not None else None
    if sent is None or report is None or report.returned is None:
        return None
    return sent.old_form(str(asked), dict.fromkeys((report.unit, *report.joint)), report.returned.form)


def _of_other_years(workspace: Workspace, year: int) -> list[Stray]:
    """Returns the files of the old shape that are of another year: in no round of this one do they count."""
    found = ((loaded, workspace.round_of(loaded)) for loaded in workspace.unmigrated)
    return [
        Stray(loaded.source.shown_path, f"是 {one.year} 年的")
        for loaded, one in found
        if one is not None and one.year != year
    ]


def _counting(returned: Iterable[Returned | None], now: Round) -> Iterator[Report]:
    """Yields the reports that count in a round."""
    for one in returned:
        if one is not None and one.report is not None and outdated_by(one.report, now) is None:
            yield one.report


def _by_body(
    files: Iterable[Loaded[Report]], registry: Registry
) -> tuple[dict[str, list[Loaded[Report]]], list[Stray]]:
    """Returns the report files of each body, by what they say or else by their name, and those of nobody."""
    owned: dict[str, list[Loaded[Report]]] = {}
    strays: list[Stray] = []
    for loaded in files:
        said = [loaded.model.unit] if loaded.model is not None else []
        bodies = [registry.resolve(name) for name in (*said, loaded.source.path.stem)]
        body = next((body for body in bodies if isinstance(body, Unit)), None)
        if body is not None:
            owned.setdefault(body.name, []).append(loaded)
        else:
            reason = f"“{said[0]}”不是名录里的单位" if said else "无法读取，也无法辨认是哪个单位的"
            strays.append(Stray(loaded.source.shown_path, reason))
    return owned, strays


def _findings_by_file(workspace: Workspace) -> dict[str, list[Finding]]:
    """Returns what validate says of the report files, by their path."""
    found: dict[str, list[Finding]] = {}
    for loaded in workspace.all_reports:
        found[loaded.source.shown_path] = list(loaded.findings)
    for rule in REPORT_RULES:
        for finding in rule(workspace):
            if finding.file in found:
                found[finding.file].append(finding)
    return found


def _returned(
    unit: Unit, files: list[Loaded[Report]], findings: Mapping[str, list[Finding]]
) -> Returned | None:
    """Returns the file of a body that counts: the one that bears its name, or else the first readable one."""
    if not files:
        return None
    main = min(files, key=lambda one: (one.source.path.stem != unit.name, one.model is None))
    return Returned(
        main.source.shown_path,
        main.model,
        tuple(finding for loaded in files for finding in findings[loaded.source.shown_path]),
    )
