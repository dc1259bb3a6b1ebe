"""``kaohe draft``: the Word reports of one body, several, or all."""

from pathlib import Path
from typing import Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, Session
from kaohe_cli.cli.choices import DraftFormat, Level
from kaohe_cli.cli.completion import complete_unit
from kaohe_cli.cli.dash import read_file
from kaohe_cli.cli.list import checked_output
from kaohe_cli.cli.round_option import RoundOption


def command(
    ctx: typer.Context,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="单位",
            help="为哪个单位生成，写任一名称均可，几个用逗号隔开",
            autocompletion=complete_unit,
        ),
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="为全部单位生成")] = False,
    round: RoundOption = None,  # noqa: A002 - the option's name
    carry: Annotated[
        bool, typer.Option("--carry", help="上一轮填报的文字也带过来，前面注明是哪一轮的，供改写")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            readable=False,
            metavar="文件夹",
            help="放在哪个文件夹；不写时是 drafts/年度，后面各轮是 drafts/年度-月份；- 是标准输出",
            callback=checked_output,
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            readable=False,
            metavar="文件",
            help="用自己的 Word 模板，- 是标准输入；不写时是 templates/annex3.docx",
            callback=read_file,
        ),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        DraftFormat, typer.Option("--format", help="docx 供填写；md、pdf 只供阅读，每次重新生成")
    ] = "docx",
    merge: Annotated[
        bool, typer.Option("--merge", help="几个单位合成一个文件（合订），每个单位另起一页")
    ] = False,
    level: Annotated[
        Level,
        typer.Option(
            "--level",
            help="criterion 一项考核内容一张表；indicator 一个指标一张表，满分是几项合计",
        ),
    ] = "criterion",
    force: Annotated[bool, typer.Option("--force", help="已填写过的也重新生成，旧文件留作 .bak")] = False,
) -> None:
    """生成单位的 Word 报送材料（附件3 的三种表），已知的内容都已填好。

    有人填写过的文件不会被覆盖，各轮的材料不会混在一起。
    例：kaohe draft --unit 区商务委；kaohe draft --all；kaohe draft --all --round 12 --carry
    """
    from kaohe_cli.cli.draft_batch import Drafts, draft

    session: Session = ctx.obj
    asked = Drafts(
        unit or (), everyone, round, output, template, format, merge, force, level == "indicator", carry
    )
    raise typer.Exit(FINE if draft(session.workspace, asked) else FINDINGS)
