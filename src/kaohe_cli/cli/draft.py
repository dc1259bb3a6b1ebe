"""``kaohe draft``: the Word reports of one body, several, or all."""

from pathlib import Path
from typing import Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, Session
from kaohe_cli.cli.choices import DraftFormat, Level
from kaohe_cli.cli.completion import complete_unit
from kaohe_cli.cli.dash import read_file
from kaohe_cli.cli.list import checked_folder, checked_output
from kaohe_cli.cli.round_option import RoundOption
from kaohe_cli.exceptions import WrongUseError


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
        bool,
        typer.Option("--merge", help="几个单位合订成一个文件，各单位的页眉、版面、编号都和单独的文件一样"),
    ] = False,
    cover: Annotated[bool, typer.Option("--cover", help="合订的文件加封面")] = False,
    toc: Annotated[
        bool, typer.Option("--toc", help="合订的文件加目录，页码从头连着编；不加时各单位从第 1 页编起")
    ] = False,
    level: Annotated[
        Level,
        typer.Option(
            "--level",
            help="criterion 一项考核内容一张表；indicator 一个指标一张表，满分是几项合计",
        ),
    ] = "criterion",
    mail: Annotated[
        Path | None,
        typer.Option(
            "--mail",
            readable=False,
            metavar="文件夹",
            help="每个单位写好一封邮件（.eml），附上它的表，放在这个文件夹；收件人照联系人文件，程序自己不发",
            callback=checked_folder,
        ),
    ] = None,
    archive: Annotated[
        str | None,
        typer.Option(
            "--zip",
            metavar="[文件.zip]",
            help="各单位的表再打成一个压缩包，一个单位一个文件夹；不写文件名时放在材料的文件夹旁边",
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            metavar="日期", help="和 --mail、--zip 一起用：哪一天发出，记在 sent.yaml；不写时是今天"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="已填写过的也重新生成，旧文件留作 .bak")] = False,
) -> None:
    """生成单位的 Word 报送材料（附件3 的三种表），已知的内容都已填好。

    有人填写过的文件不会被覆盖，各轮的材料不会混在一起。
    例：kaohe draft --unit 区商务委；kaohe draft --all；kaohe draft --all --round 12 --carry；
    kaohe draft --all --mail 邮件；kaohe draft --all --zip
    """
    from kaohe_cli.cli.draft_batch import Drafts, Post, draft

    session: Session = ctx.obj
    asked = Drafts(
        units=unit or (),
        everyone=everyone,
        round=round,
        output=output,
        template=template,
        format=format,
        merge=merge,
        cover=cover,
        contents=toc,
        force=force,
        by_indicator=level == "indicator",
        carry=carry,
    )
    if mail is not None or archive is not None:
        asked = asked._replace(post=Post(mail, archive, on))
    elif on is not None:
        raise WrongUseError("--on 写的是哪一天发出；请同时写上 --mail 或 --zip")
    raise typer.Exit(FINE if draft(session.workspace, asked) else FINDINGS)
