"""``kaohe status``: who has reported what, what is missing, wrong or late."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, Session
from kaohe_cli.cli.completion import complete_unit
from kaohe_cli.cli.dates import day_of
from kaohe_cli.cli.dates import today as this_day
from kaohe_cli.cli.list import FormatOption, OutputOption, checked_folder
from kaohe_cli.cli.output import NO_OFFICE, emit, remark
from kaohe_cli.cli.round_option import RoundOption
from kaohe_cli.exceptions import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaohe_cli.progress.standing import BodyProgress
    from kaohe_cli.progress.stock import Stock
    from kaohe_cli.workspace.workspace import Workspace


def command(
    ctx: typer.Context,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="单位",
            help="只看这个单位，并列出哪一项的哪些栏目未填；几个用逗号隔开",
            autocompletion=complete_unit,
        ),
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="只列未报的和填报不完整的")] = False,
    due: Annotated[
        str | None,
        typer.Option(metavar="日期", help="截止日期，如 2021-11-15、11月15日；不写时用 rounds 里的 due"),
    ] = None,
    round: RoundOption = None,  # noqa: A002 - the option's name
    today: Annotated[
        str | None, typer.Option(metavar="日期", help="按这一天算迟报和逾期；不写时是今天")
    ] = None,
    remind: Annotated[
        bool, typer.Option("--remind", help="给未报齐的单位各写一段催报文字，可以贴进微信")
    ] = False,
    mail: Annotated[
        Path | None,
        typer.Option(
            "--mail",
            readable=False,
            metavar="文件夹",
            help="和 --remind 一起用：每个单位的催报写成一封邮件（.eml），放在这个文件夹；程序自己不发",
            callback=checked_folder,
        ),
    ] = None,
    fail_incomplete: Annotated[
        bool, typer.Option("--fail-incomplete", help="有单位未报齐时退出码为 1")
    ] = False,
    format: FormatOption = "table",  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """各单位一轮报送的情况：已报未报、填报完整度、问题和逾期天数；末尾是总进度和督查激励的期限。

    例：kaohe status --missing；kaohe status --round 12；
    kaohe status --unit 区商务委；kaohe status --remind --due 2021-11-15；kaohe status --remind --mail 催报
    """
    from kaohe_cli.claims.standing import claim_line
    from kaohe_cli.cli.formats import FORMATS
    from kaohe_cli.cli.status_remarks import remarks
    from kaohe_cli.cli.status_views import View, listing
    from kaohe_cli.progress.standing import ReportState
    from kaohe_cli.progress.stock import take_stock

    _refuse_mixtures(remind, mail, format, output)
    session: Session = ctx.obj
    workspace = session.workspace
    asked = workspace.round_meant(round)
    day = day_of("--today", today, workspace) or this_day()
    stock = take_stock(workspace, day, day_of("--due", due, workspace), asked)
    chosen = _chosen(unit or (), stock, workspace)
    shown = [body for body in chosen if not missing or body.state is not ReportState.COMPLETE]
    if remind:
        _remind(shown, stock, workspace, output, mail)
    else:
        view = View(stock, chosen, shown, bool(unit), format, claim_line(workspace, day))
        emit(FORMATS[format](listing(view)), output, exact=format == "csv")
    for line in remarks(stock, chosen, workspace, with_deadlines=remind or format in ("json", "yaml", "csv")):
        remark(line)
    if fail_incomplete and any(body.state is not ReportState.COMPLETE for body in chosen):
        raise typer.Exit(FINDINGS)


def _chosen(names: "Sequence[str]", stock: "Stock", workspace: "Workspace") -> "Sequence[BodyProgress]":
    """Returns the bodies asked for, each once, or all of them.

    Raises:
        UnknownNameError: the registry does not know a name.
        WrongUseError: what is named is no body, or has no rows.
    """
    from kaohe_cli.query.selection import find_body, unit_names
    from kaohe_cli.tables.units import Collective

    chosen: dict[str, BodyProgress] = {}
    by_name = {body.unit.name: body for body in stock.bodies}
    registry = workspace.tables().registry
    for name in unit_names(names, registry):
        found = find_body(name, registry)
        if isinstance(found, Collective):
            raise WrongUseError(f"“{name}”是统称，不是一个单位；请写具体单位")
        if found.name not in by_name:
            raise WrongUseError(f"{found.name}没有要报送的项；各单位的项见 kaohe list --unit 单位")
        chosen[found.name] = by_name[found.name]
    return tuple(chosen.values()) if names else stock.bodies


def _refuse_mixtures(remind: bool, mail: Path | None, format: str, output: Path | None) -> None:  # noqa: A002
    """Raises where an option would go unheeded.

    Raises:
        WrongUseError: it would.
    """
    if remind and format != "table":
        raise WrongUseError("--remind 输出的是文字，不能同时写 --format")
    if mail is not None and not remind:
        raise WrongUseError("--mail 和 --remind 一起用，把催报写成邮件；发报送表用 kaohe draft --mail")
    if mail is not None and output is not None:
        raise WrongUseError("--mail 把催报写进一个文件夹，不能同时写 --output")


def _remind(
    bodies: "Sequence[BodyProgress]",
    stock: "Stock",
    workspace: "Workspace",
    output: "Path | None",
    mail: "Path | None",
) -> None:
    from kaohe_cli.progress.reminders import reminders

    contacts = workspace.contacts.get() if workspace.contacts else None
    office = workspace.tables().indicators.office or ""
    texts = reminders(bodies, stock, contacts, office)
    if not texts:
        remark("没有需要催报的单位")
        return
    if not office:
        remark(f"催报{NO_OFFICE}")
    if mail is not None:
        from kaohe_cli.cli.mail_files import write_reminders

        write_reminders(mail, texts, stock.round, contacts)
    else:
        blocks = [f"──────── {name} ────────\n{text}\n" for name, text in texts.items()]
        emit("\n".join(blocks), output)
