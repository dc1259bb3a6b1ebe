"""``kaohe claim``: where the claims for the incentives stand, changes to them, and the files for the city."""

from pathlib import Path
from typing import Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, Session
from kaohe_cli.cli.completion import complete_incentive, complete_unit
from kaohe_cli.cli.list import FormatOption, checked_output
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.tables.claim_states import ClaimState


def command(
    ctx: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="编号", help="哪几项激励，如 J04；不写时是全部", autocompletion=complete_incentive
        ),
    ] = None,
    state: Annotated[
        ClaimState | None,
        typer.Option(help="改为这个状态"),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="日期", help="--state 的日期：哪天报送、推荐或通报，如 2022-01-20"),
    ] = None,
    sent: Annotated[str | None, typer.Option(metavar="日期", help="报送市级牵头部门的日期")] = None,
    copied: Annotated[str | None, typer.Option(metavar="日期", help="抄送市政府督查办的日期")] = None,
    recommended: Annotated[str | None, typer.Option(metavar="日期", help="市级牵头部门推荐的日期")] = None,
    announced: Annotated[str | None, typer.Option(metavar="日期", help="市政府通报的日期")] = None,
    lead: Annotated[
        str | None,
        typer.Option(
            metavar="单位",
            help="牵头申报的单位；不写时是附件2的第一个责任单位",
            autocompletion=complete_unit,
        ),
    ] = None,
    material: Annotated[str | None, typer.Option(metavar="文字", help="申报材料的文件名或标题")] = None,
    result: Annotated[str | None, typer.Option(metavar="文字", help="结果，如 获得激励")] = None,
    note: Annotated[str | None, typer.Option(metavar="文字", help="备注；不写电话号码")] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="生成申报材料的 Word 稿：函、自评情况、典型经验做法")
    ] = False,
    everyone: Annotated[bool, typer.Option("--all", help="和 --draft 一起用：全部“拟申报”的")] = False,
    round_: Annotated[
        str | None, typer.Option("--round", metavar="轮次", help="按哪一轮的报送，如 2021-10、10")
    ] = None,
    today: Annotated[
        str | None, typer.Option(metavar="日期", help="按这一天算剩余天数；不写时是今天")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="改动过的稿子也重新生成，旧文件留作 .bak")] = False,
    format: FormatOption = "table",  # noqa: A002 - the option's name
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            readable=False,
            metavar="文件或文件夹",
            help="清单写入哪个文件；申报材料写成哪个文件、放在哪个文件夹，不写时是 claims/年度",
            callback=checked_output,
        ),
    ] = None,
) -> None:
    """督查激励的申报：到了哪一步、还剩几天、单位怎样填、还缺什么；带选项时录入，或生成申报材料。

    日期写空的（--copied ""）是删去。例：kaohe claim；kaohe claim J04 --state 已报送 --on 2022-01-20
    --copied 2022-01-20；kaohe claim J04 --draft；kaohe claim --all --draft
    """
    from kaohe_cli.cli.claim_request import ClaimEntry, enter

    session: Session = ctx.obj
    dates = {"sent": sent, "copied": copied, "recommended": recommended, "announced": announced}
    texts = {"lead": lead, "material": material, "result": result, "notes": note}
    entry = ClaimEntry(state, on, dates, texts)
    if entry.is_empty and not draft:
        if everyone:
            raise WrongUseError("--all 只和 --draft 一起用；列出全部直接写 kaohe claim")
        if force:
            raise WrongUseError("--force 只和 --draft 一起用")
        from kaohe_cli.cli.claim_views import show

        show(session.workspace, ids or [], round_, today, format, output)
    elif draft:
        if not entry.is_empty or today or format != "table":
            raise WrongUseError("--draft 不能和录入、--today、--format 一起用，没有生成；请分成几条命令")
        from kaohe_cli.cli.claim_batch import Files, write_files

        asked = Files(ids or [], everyone, round_, output, force)
        raise typer.Exit(FINE if write_files(session.workspace, asked) else FINDINGS)
    else:
        if everyone or force or format != "table" or output is not None or today or round_:
            raise WrongUseError("录入时只写编号和要录入的项，未作改动")
        enter(session.workspace, ids or [], entry)
