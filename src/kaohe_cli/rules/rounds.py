"""Rounds: listed in order, each once, due after their month; every report in the folder of its round."""

from collections.abc import Iterator
from datetime import date

from kaohe_cli.files.paths import shown_path
from kaohe_cli.forms.rounds import FORM_MONTH, Round, round_of_folder
from kaohe_cli.words.shortening import some_of
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.names import BESIDE_REPORTS
from kaohe_cli.workspace.workspace import Workspace

_NAMED = 3


def rounds_are_in_order(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH831 for a round that is listed twice, behind a later one, or due before its month."""
    loaded = workspace.indicators
    table = loaded.model
    if table is None:
        return
    latest = 0
    due: date | None = None
    for one in table.rounds:
        spoken = Round(table.year, one.through_month).spoken
        if one.through_month <= latest:
            message = f"{spoken}这一轮{'写了两次' if one.through_month == latest else '排在更晚的一轮后面'}"
            hint = "每一轮写一次，按月份从早到晚"
            yield loaded.finding("KH831", message, one, "through_month", hint=hint)
        elif one.due is not None and due is not None and one.due <= due:
            message = f"{spoken}这一轮的截止日期 {one.due} 不晚于上一轮的 {due}"
            yield loaded.finding("KH831", message, one, "due", hint="核对两个日期")
        first = date(table.year, one.through_month, 1)
        if one.due is not None and table.year == one.due.year and one.due < first:  # else KH604
            message = f"{spoken}这一轮的截止日期 {one.due} 在这个月之前"
            yield loaded.finding("KH831", message, one, "due", hint="核对月份和日期")
        latest = max(latest, one.through_month)
        due = one.due or due


def due_dates_stand_with_their_round(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH832 where the table has ``report_due``, which does not say of which round it is."""
    loaded = workspace.indicators
    table = loaded.model
    if table is None or table.report_due is None:
        return
    message = f"report_due 是旧的写法，只当作 1—{FORM_MONTH}月这一轮的截止日期"
    own = next((one for one in table.rounds if one.through_month == FORM_MONTH), None)
    if own is not None and own.due is not None:
        message = f"report_due 是旧的写法，rounds 里 1—{FORM_MONTH}月这一轮已有截止日期，不再读它"
        hint = "删去 report_due 这一行"
    elif own is not None:
        where = f" rounds 的 through_month: {FORM_MONTH} 下面"
        hint = f"删去 report_due 这一行，在{where}写“due: {table.report_due}”"
    else:
        hint = f"改成“rounds:”，下面写“- through_month: {FORM_MONTH}”和“due: {table.report_due}”，各占一行"
    yield loaded.finding("KH832", message, table, "report_due", hint=hint, severity="warning")


def reports_say_their_round(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH833 for each report that says another round than its folder."""
    for loaded in workspace.all_reports:
        report, asked = loaded.model, workspace.round_of(loaded)
        if report is None or asked is None or report.through_month == asked.month:
            continue
        says = Round(report.year, report.through_month)
        message = f"文件夹是 {asked}，里面写的是截至 {report.through_month} 月"
        hint = f"是 {says} 的，把文件移到 {says} 文件夹；是 {asked} 的，改 through_month"
        yield loaded.finding("KH833", message, report, "through_month", hint=hint)


def reports_stand_in_their_round(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH834 for reports of the old shape, and for report files in a folder that is of no round."""
    folder = shown_path(workspace.reports)
    if old := [path.name for path in workspace.unmigrated_paths]:
        message = f"{some_of(old, _NAMED, '个文件')} 不在哪一轮的文件夹里，按里面写的月份读"
        yield Finding(folder, 0, 0, "KH834", message, "warning", "运行 kaohe migrate，归到各轮的文件夹")
    for path in workspace.store.folders(workspace.reports):
        if path.name in BESIDE_REPORTS or round_of_folder(path.name) is not None:
            continue
        if workspace.store.listing(path, "*.yaml"):
            message = "文件夹的名称不是哪一轮报送，里面的报送文件没有读"
            hint = "改名为年份和月份，如 2021-10；不是报送数据的，移到别处"
            yield Finding(shown_path(path), 0, 0, "KH834", message, "warning", hint)
