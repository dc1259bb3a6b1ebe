"""``kaohe show``: all that is known of one row."""

from typing import Annotated

import typer

from kaohe_cli.cli.app import Session
from kaohe_cli.cli.completion import complete_id
from kaohe_cli.cli.list import FormatOption, OutputOption
from kaohe_cli.cli.output import emit


def command(
    ctx: typer.Context,
    query: Annotated[
        str,
        typer.Argument(
            metavar="编号或名称", help="A02、A02.1、J01，或名称的一部分", autocompletion=complete_id
        ),
    ],
    format: FormatOption = "table",  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """显示一行的全部内容：权重、责任单位、考核内容、激励措施原文、已报送的得分。

    编号可以是任一级：A02 显示这项指标的每一行。例：kaohe show A18；kaohe show J01；kaohe show 营商环境
    """
    from kaohe_cli.cli.formats import FORMATS
    from kaohe_cli.cli.row_views import details
    from kaohe_cli.query.details import describe
    from kaohe_cli.query.rows import all_rows
    from kaohe_cli.query.selection import matching

    session: Session = ctx.obj
    tables = session.workspace.tables()
    found = [describe(row, session.workspace) for row in matching(query, tuple(all_rows(tables)))]
    emit(FORMATS[format](details(found)), output, exact=format == "csv")
