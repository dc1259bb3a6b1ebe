"""The summary of a round of a workspace: which files count, and what is said of those that do not."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from kaohe_cli.claims.standing import UNDECIDED, ClaimRow, claims_of
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.looking import is_file
from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.rounds import Round, due_of
from kaohe_cli.progress.standing import Returned
from kaohe_cli.query.reported import Reported
from kaohe_cli.rules.reports import main_files
from kaohe_cli.summarizing.earlier import Earlier, round_before, year_before
from kaohe_cli.summarizing.incentives import ClaimLine
from kaohe_cli.summarizing.summary import RoundReports, Summary, summary_of
from kaohe_cli.summarizing.units import Now
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.locate import DataFolder, holds_tables
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Tables, Workspace


def summary_of_workspace(workspace: Workspace, today: date, asked: str | None = None) -> Summary:
    """Returns what a round comes to: the one asked for, or that a command means which is asked for none.

    Raises:
        UnusableDataError: the tables or the forms cannot be used; a report that cannot is told.
        WrongUseError: what was asked for is no round.
    """
    tables = workspace.tables()
    return _summary(workspace, tables, workspace.round_meant(asked), today)


def round_before_that(workspace: Workspace, summary: Summary) -> Earlier | None:
    """Returns the newest round before a summary's of which there is a report, or None."""
    earlier = [one for one in workspace.rounds_with_reports if one < summary.round]
    if not earlier:
        return None
    then = _summary(workspace, summary.tables, earlier[-1], summary.now.today)
    return round_before(summary, then, f"{then.round.year}年{then.round.spoken}")


def _summary(workspace: Workspace, tables: Tables, asked: Round, today: date) -> Summary:
    now = Now(asked, due_of(asked, tables.indicators), today)
    reports = reports_that_count(workspace.reports_of(asked), tables, now)
    if not reports.returned and (others := [one for one in workspace.rounds_with_reports if one != asked]):
        named = "、".join(map(str, others))
        remark = f"{asked} 这一轮没有报送，{named} 有；看那一轮用 --round {others[-1]}"
        reports = reports._replace(remarks=(*reports.remarks, remark))
    try:
        claims = [_claim_line(row) for row in claims_of(workspace, asked, today)]
    except UnusableDataError:
        remark = "claims.yaml 无法读取，申报未计入；用 kaohe validate 查看原因"
        return summary_of(tables, reports._replace(remarks=(*reports.remarks, remark)), now)
    return summary_of(tables, reports, now, claims)


def _claim_line(row: ClaimRow) -> ClaimLine:
    state = "" if row.state == UNDECIDED else row.state
    return ClaimLine(row.id, row.name, state, row.days_left, row.lead or "", row.alarm)


def last_year(named: str, workspace: Workspace, summary: Summary) -> Earlier:
    """Returns last year's summary beside this one: of a folder with its reports, or of a version in git.

    It is of the newest round then of which there is a report.

    Raises:
        WrongUseError: it is neither.
        UnusableDataError: its tables cannot be used.
    """
    other = _another(named, workspace)
    asked = max(other.rounds_with_reports, default=other.round_meant())
    then = _summary(other, other.tables(), asked, summary.now.today)
    label = f"{then.round.year}年{then.round.spoken}"
    remarks = () if then.reports else (f"“{named}”里没有报送数据，只比较满分",)
    return replace(year_before(summary, then, label), remarks=remarks)


def _another(named: str, workspace: Workspace) -> Workspace:
    """Returns the workspace that a folder or a version means; its reports are those in its data folder."""
    from kaohe_cli.workspace.revision import Past  # few summaries need it, and each pays for its start

    path = Path(named)
    if named.strip() and is_file(path):
        raise WrongUseError(f"--against 写上年的工作文件夹或 git 里的版本，“{named}”是一个文件")
    folders = [one for one in (path, path / "data") if holds_tables(one)] if named.strip() else []
    if folders:
        other = Workspace(DataFolder(folders[0], folders[0].parent))
    else:
        own = workspace.data.path
        other = Workspace(DataFolder(own, workspace.data.home), store=Past(named, own))
    other.reports = other.data.path / "reports"
    return other


def reports_that_count(files: Iterable[Loaded[Report]], tables: Tables, now: Now) -> RoundReports:
    """Returns the reports of a round: one a body, of this year and month."""
    files, registry = list(files), tables.registry
    main = main_files(files, registry)
    counting: list[Report] = []
    returned: dict[str, Returned] = {}
    remarks: list[str] = []
    for loaded in files:
        shown, report = loaded.source.shown_path, loaded.model
        if report is None:
            remarks.append(f"{shown} 无法读取，未计入；用 kaohe validate 查看原因")
            body = registry.resolve(loaded.source.path.stem)
            if isinstance(body, Unit):
                returned.setdefault(body.name, Returned(shown, None, ()))
            continue
        body = registry.resolve(report.unit)
        if not isinstance(body, Unit):
            remarks.append(f"{shown} 的单位“{report.unit}”不在名录里，未计入")
            continue
        if main[body.name] is not loaded:
            remarks.append(f"{body.name}有两份报送，未计入 {shown}")
            continue
        returned[body.name] = Returned(shown, report, ())
        if (report.year, report.through_month) != now.round:
            remarks.append(f"{shown} 是 {report.year} 年截至 {report.through_month} 月的，不是这一轮，未计入")
            continue
        if loaded.partial:
            remarks.append(f"{shown} 有的内容无法读取，其余的计入了；用 kaohe validate 查看原因")
        counting.append(report)
    return RoundReports(Reported(tables, counting), returned, tuple(remarks))
