"""The summary of a round of a workspace: which files count, and what is said of those that do not."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kaohe_cli.comparing.sides import read_side
from kaohe_cli.files.looking import is_folder
from kaohe_cli.forms.reports import Report
from kaohe_cli.model.units import Unit
from kaohe_cli.progress.bodies import Returned, Round
from kaohe_cli.query.reported import Reported
from kaohe_cli.rules.reports import body_of, main_files
from kaohe_cli.summary.earlier import Earlier, year_before
from kaohe_cli.summary.summary import RoundReports, Summary, summary_of
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Tables, Workspace


def summary_of_workspace(workspace: Workspace, today: date, asked: str | None = None) -> Summary:
    """Returns what a round comes to: the one asked for, else the newest that has a report.

    Raises:
        UnusableDataError: the tables or the forms cannot be used; a report that cannot is told.
        WrongUseError: what was asked for is no round.
    """
    tables = workspace.tables()
    year = tables.indicators.year
    files = workspace.all_reports
    models = [one.model for one in files if one.model is not None]
    months = [one.through_month for one in models if one.year == year]
    month = int(asked) if asked else max(months, default=10)
    now = Round(year, month, tables.indicators.report_due, today)
    return summary_of(tables, reports_that_count(files, tables, now), now)


def round_before_that(workspace: Workspace, summary: Summary) -> Earlier | None:
    """Returns the round before a summary's of which there is a report, or None."""
    return None


def last_year(named: str, workspace: Workspace, summary: Summary) -> Earlier:
    """Returns last year's summary beside this one: of a folder with its reports, or of a version in git.

    Raises:
        WrongUseError: it is neither.
        UnusableDataError: its tables cannot be used.
    """
    side = read_side(named, workspace.data.path)
    if is_folder(Path(named)) and not side.remarks:
        other = Workspace(find_data(Path(named)))
        then = summary_of_workspace(other, summary.now.today)
        return year_before(summary, then, named)
    raise NotImplementedError


def reports_that_count(files: Iterable[Loaded[Report]], tables: Tables, now: Round) -> RoundReports:
    """Returns the reports of a round: one a body, of this year and month."""
    files, registry = list(files), tables.registry
    main = main_files(files, registry)
    counting: list[Report] = []
    returned: dict[str, Returned] = {}
    remarks: list[str] = []
    for loaded in files:
        shown, report = loaded.source.shown_path, loaded.model
        if report is None:
            remarks.append(f"{shown} 读不出来，没有计入；用 kaohe validate 查看原因")
            body = registry.resolve(loaded.source.path.stem)
            if isinstance(body, Unit):
                returned.setdefault(body.name, Returned(shown, None, ()))
            continue
        body = registry.resolve(report.unit)
        if not isinstance(body, Unit):
            remarks.append(f"{shown} 的单位“{report.unit}”不在名录里，没有计入")
            continue
        if main[body.name] is not loaded:
            remarks.append(f"{body.name}有两份报送，没有计入 {shown}")
            continue
        returned[body.name] = Returned(shown, report, ())
        if (report.year, report.through_month) != (now.year, now.month):
            remarks.append(
                f"{shown} 是 {report.year} 年截至 {report.through_month} 月的，不是这一轮，没有计入"
            )
            continue
        if loaded.partial:
            remarks.append(f"{shown} 有的内容读不出来，其余的计入了；用 kaohe validate 查看原因")
        counting.append(report)
    reported = Reported(tables, counting)
    for report in counting:
        file = returned[body.name].file if (body := body_of(report, registry)) is not None else ""
        for name in reported.with_whom(report):
            returned.setdefault(name, Returned(file, report, ()))
    return RoundReports(reported, returned, tuple(remarks))
