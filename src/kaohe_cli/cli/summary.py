"""``kaohe summary``: what a round comes to: scores, expected losses, and who must act."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kaohe_cli.cli.app import Session
from kaohe_cli.cli.completion import complete_section, complete_unit
from kaohe_cli.cli.dash import read_file, to_stdout
from kaohe_cli.cli.dates import day_of
from kaohe_cli.cli.dates import today as this_day
from kaohe_cli.cli.list import OutputOption, checked_folder
from kaohe_cli.cli.output import emit, emit_paths, remark
from kaohe_cli.cli.round_option import RoundOption
from kaohe_cli.exceptions import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaohe_cli.summarizing.earlier import Compared
    from kaohe_cli.summarizing.summary import Summary

SummaryFormat = Literal["table", "json", "csv", "md", "docx", "xlsx", "html"]


def command(
    ctx: typer.Context,
    round: RoundOption = None,  # noqa: A002 - the option's name
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="单位",
            help="只看这个单位的项，写任一名称均可，几个用逗号隔开",
            autocompletion=complete_unit,
        ),
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(
            metavar="部分", help="只看这一部分：A、B、C、D 或标题的一部分", autocompletion=complete_section
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="文件夹或版本",
            help="和上年的工作文件夹、或 git 里的版本（v2020）比；两年的项按文字对应",
        ),
    ] = None,
    today: Annotated[
        str | None, typer.Option(metavar="日期", help="按这一天算还剩几天；不写时是今天")
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        SummaryFormat,
        typer.Option(
            "--format",
            help="输出格式：table、json、csv、md；docx 是汇总报告，xlsx 是工作簿，html 是给领导看的网页",
        ),
    ] = "table",
    brief: Annotated[bool, typer.Option("--brief", help="给领导的一页专报（Word）")] = False,
    card: Annotated[
        list[str] | None,
        typer.Option(
            metavar="单位",
            help="这个单位的一页情况卡（Word）；几个用逗号隔开，一个单位一个文件",
            autocompletion=complete_unit,
        ),
    ] = None,
    notice: Annotated[bool, typer.Option("--notice", help="报送情况的督查通报（Word）")] = False,
    slips: Annotated[
        Path | None,
        typer.Option(
            readable=False,
            metavar="文件夹",
            help="给材料要补充、更正的单位各写一份更正单，Word 和可以贴进微信的文字，放在这个文件夹",
            callback=checked_folder,
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            readable=False,
            metavar="文件",
            help="汇总报告用自己的 Word 模板，变量见 docs/summary.md；- 是标准输入",
            callback=read_file,
        ),
    ] = None,
    show_phones: Annotated[
        bool, typer.Option("--show-phones", help="工作簿里写上联系电话；不加这个选项的都不写")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="改动过的文件也重新生成，旧文件留作 .bak")] = False,
    output: OutputOption = None,
) -> None:
    """各单位报送的汇总：得分、预计失分、红黄绿灯、未报单位、不一致之处。

    没有报送的是未报，不算 0 分；合计都说明是几项之和。

    例：kaohe summary；kaohe summary --round 10 --against ../2020；kaohe summary --unit 区商务委；
    kaohe summary --format html -o 汇总.html；kaohe summary --format docx；kaohe summary --slips 更正
    """
    if show_phones and format != "xlsx":
        raise WrongUseError("--show-phones 只用于 --format xlsx；别的格式不写电话")
    from kaohe_cli.cli.summary_request import Documents, check

    session: Session = ctx.obj
    is_report = format == "docx" and not (brief or card or notice or slips)
    documents = Documents(is_report, brief, card or (), notice, slips, template, output, force)
    check(documents, format, narrowed=bool(unit or section))
    view = _view(session, (round, against, today), unit or (), section)
    if documents.asked:
        from kaohe_cli.cli.summary_documents import write_documents

        write_documents(view.summary, session.workspace, documents)
        return
    if format == "xlsx":
        _save_workbook(view, ctx.obj, output, show_phones=show_phones, force=force)
        return
    if format == "html":
        from kaohe_cli.summarizing.page import page

        emit(page(view), output, exact=True)
    elif format == "json":
        import json

        from kaohe_cli.cli.output import speaks_utf8
        from kaohe_cli.summarizing.records import as_record

        record = as_record(view)
        emit(json.dumps(record, ensure_ascii=not speaks_utf8(), indent=2), output)
    else:
        from kaohe_cli.cli import summary_views

        write = {"table": summary_views.table, "csv": summary_views.spreadsheet, "md": summary_views.markdown}
        emit(write[format](view), output, exact=format == "csv")


def _view(
    session: Session,
    asked: "tuple[str | None, str | None, str | None]",
    units: "Sequence[str]",
    section: str | None,
) -> "Compared":
    """Returns the summary with what it is compared with, narrowed to what was asked for."""
    from kaohe_cli.summarizing.earlier import Compared
    from kaohe_cli.summarizing.loading import last_year, round_before_that, summary_of_workspace

    round_asked, against, today = asked
    workspace = session.workspace
    day = day_of("--today", today, workspace) or this_day()
    summary = summary_of_workspace(workspace, day, round_asked)
    before = round_before_that(workspace, summary)
    earlier = last_year(against, workspace, summary) if against is not None else None
    for line in earlier.remarks if earlier is not None else ():
        remark(line)
    return Compared(_narrowed(summary, units, section), before, earlier, is_narrowed=bool(units or section))


def _narrowed(summary: "Summary", units: "Sequence[str]", section: str | None) -> "Summary":
    """Returns what was asked for.

    Raises:
        UnknownNameError: a name is not known.
        WrongUseError: what is named is no body.
    """
    from kaohe_cli.query.selection import find_body, find_section, unit_names
    from kaohe_cli.summarizing.narrowing import of_bodies, of_section
    from kaohe_cli.tables.units import Collective

    if section is not None:
        summary = of_section(summary, find_section(section, summary.tables.indicators).id)
    names = []
    for name in unit_names(units, summary.tables.registry):
        body = find_body(name, summary.tables.registry)
        if isinstance(body, Collective):
            raise WrongUseError(f"“{name}”是统称，不是一个单位；请写具体单位")
        names.append(body.name)
    return of_bodies(summary, names) if names else summary


def _save_workbook(
    view: "Compared", session: Session, output: Path | None, *, show_phones: bool, force: bool
) -> None:
    """Writes the workbook to a file, by default beside the exports."""
    from kaohe_cli.drafting.saving import save
    from kaohe_cli.exporting.excel_file import is_untouched
    from kaohe_cli.summarizing.workbook import workbook

    summary = view.summary
    usual = session.workspace.data.home / "exports" / str(summary.year) / f"汇总{summary.round}.xlsx"
    if to_stdout(output, [lambda: workbook(view, show_phones=show_phones)]):
        return
    data = workbook(view, show_phones=show_phones)
    done = save(output or usual, data, force=force, is_ours=is_untouched, rescue="先把它移到别处")
    if done.backup is not None:
        remark(f"旧文件留作 {done.backup}")
    emit_paths([done.path])
