"""``kaohe export``: both tables back to Word as 附件1 and 附件2, or to Excel."""

from pathlib import Path
from typing import Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, Session
from kaohe_cli.cli.choices import ExportFormat
from kaohe_cli.cli.completion import complete_unit
from kaohe_cli.cli.list import checked_output


def command(
    ctx: typer.Context,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="单位",
            help="只要这个单位的项，写任一名称均可，几个用逗号隔开，一个单位一个文件",
            autocompletion=complete_unit,
        ),
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="为每个单位各导出一份它自己的项")] = False,
    format: Annotated[  # noqa: A002 - the option's name
        ExportFormat, typer.Option("--format", help="docx 是附件的版式；xlsx 供筛选和统计")
    ] = "docx",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            readable=False,
            metavar="文件或文件夹",
            help="写成哪个文件，或放在哪个文件夹；不写时是 exports/年度；- 是标准输出",
            callback=checked_output,
        ),
    ] = None,
    policy: Annotated[
        bool,
        typer.Option(
            "--policy", help="附件2 加上激励对象和方式，后面排上激励措施全文和组织实施（Excel 里总是有）"
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="改动过的文件也重新导出，旧文件留作 .bak")] = False,
) -> None:
    """把两张表导出成 Word（附件1、附件2 的版式）或 Excel。

    有人改动过的文件不会被覆盖。例：kaohe export；kaohe export --unit 区商务委 --format xlsx
    """
    from kaohe_cli.cli.export_batch import Exports, export

    session: Session = ctx.obj
    asked = Exports(unit or (), everyone, format, output, policy, force)
    raise typer.Exit(FINE if export(session.workspace, asked) else FINDINGS)
