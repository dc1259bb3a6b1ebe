"""The summary of a round of a workspace: which files count, and what is said of those that do not."""

from collections.abc import Iterable
from datetime import date

from kaohe_cli.forms.reports import Report
from kaohe_cli.model.units import Registry, Unit
from kaohe_cli.progress.bodies import Returned, Round
from kaohe_cli.rules.reports import main_files
from kaohe_cli.summary.statements import Reported
from kaohe_cli.summary.summary import RoundReports, Summary, summary_of
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace


def summary_of_workspace(workspace: Workspace, today: date, month: int | None = None) -> Summary:
    """Returns what a round comes to: the one through ``month``, else the newest that has a report.

    Raises:
        UnusableDataError: the tables or the forms cannot be used; a report that cannot is told.
    """
    tables = workspace.tables()
    year = tables.indicators.year
    files = workspace.all_reports
    if month is None:
        months = [
            one.model.through_month for one in files if one.model is not None and one.model.year == year
        ]
        month = max(months, default=10)
    now = Round(year, month, tables.indicators.report_due, today)
    return summary_of(tables, reports_that_count(files, tables.registry, now), now)


def reports_that_count(files: Iterable[Loaded[Report]], registry: Registry, now: Round) -> RoundReports:
    """Returns the reports of a round: one a body, of this year and month."""
    files = list(files)
    main = main_files(files, registry)
    reported: list[Reported] = []
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
        reported.append(Reported((body.name,), report))
    return RoundReports(tuple(reported), returned, tuple(remarks))
