"""``kaohe show``: all that is known of one row."""

from typing import Annotated

import typer

from kaohe_cli.cli.app import Session
from kaohe_cli.cli.completion import complete_id
from kaohe_cli.cli.list import FormatOption, OutputOption
from kaohe_cli.cli.output import emit, remark
from kaohe_cli.cli.round_option import RoundOption


def command(
    ctx: typer.Context,
    query: Annotated[
        str,
        typer.Argument(
            metavar="编号或名称", help="A02、A02.1、J01，或名称的一部分", autocompletion=complete_id
        ),
    ],
    round: RoundOption = None,  # noqa: A002 - the option's name
    format: FormatOption = "table",  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """显示一项的全部内容：权重、责任单位、考核内容、激励措施原文、一轮里已报送的得分和佐证材料。

    编号可以是任一级：A02 显示这项指标的每一项。例：kaohe show A18；kaohe show J01；kaohe show 营商环境
    """
    from kaohe_cli.cli.formats import FORMATS
    from kaohe_cli.cli.row_views import details
    from kaohe_cli.query.details import describe
    from kaohe_cli.query.evidence_files import evidence_of
    from kaohe_cli.query.rows import all_rows
    from kaohe_cli.query.selection import matching

    session: Session = ctx.obj
    tables = session.workspace.tables()
    rows = matching(query, tuple(all_rows(tables)))
    this = session.workspace.round_meant(round)
    evidence = evidence_of(session.workspace, this)
    found = [describe(row, session.workspace.narrowed(this), evidence) for row in rows]
    others = [one for one in session.workspace.rounds_with_reports if one != this]
    if others and round is None:
        there = "、".join(map(str, others))
        remark(f"报送数据是 {this} 这一轮（{this.spoken}）的；另有 {there}，用 --round 看")
    for line in evidence.remarks():
        remark(line)
    emit(FORMATS[format](details(found)), output, exact=format == "csv")
