"""``kaohe list``: the rows of the tables, filtered."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from kaohe_cli.cli.app import Session
from kaohe_cli.cli.completion import complete_bodies, complete_city, complete_id, complete_section
from kaohe_cli.cli.dash import folder_only
from kaohe_cli.cli.output import Format, emit

TableKind = Literal["criterion", "incentive"]

FormatOption = Annotated[Format, typer.Option("--format", help="输出格式：table、json、csv、yaml、md")]


def checked_output(ctx: typer.Context, path: Path | None) -> Path | None:
    """Returns where the result goes, once it is known to be none of the data; “-” is stdout."""
    if path is not None and str(path) != "-" and not ctx.resilient_parsing:
        session: Session = ctx.obj
        session.check_output(path)
    return path


def checked_folder(ctx: typer.Context, path: Path | None) -> Path | None:
    """Returns the folder that several files go to, once it is known to be none of the data, nor stdout."""
    return checked_output(ctx, folder_only(ctx, path))


OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        readable=False,
        metavar="文件",
        help="写入文件（UTF-8），不输出到屏幕；数据文件不会被替换",
        callback=checked_output,
    ),
]


def command(
    ctx: typer.Context,
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="编号或名称", help="A、A02、A02.1、J01，或名称的一部分", autocompletion=complete_id
        ),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit",
            metavar="单位",
            help="只列这个单位负责的，写任一名称均可，几个用逗号隔开",
            autocompletion=complete_bodies,
        ),
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(
            metavar="部分",
            help="只列这一部分：A、B、C、D 或标题的一部分",
            autocompletion=complete_section,
        ),
    ] = None,
    kind: Annotated[
        TableKind | None, typer.Option(help="只列 criterion（考核内容）或 incentive（督查激励）")
    ] = None,
    city: Annotated[
        str | None,
        typer.Option(
            metavar="市级部门", help="只列这个市级部门牵头或配合的督查激励", autocompletion=complete_city
        ),
    ] = None,
    bonus: Annotated[bool, typer.Option("--bonus", help="只列予以加分的督查激励")] = False,
    unassigned: Annotated[bool, typer.Option("--unassigned", help="只列还没有落实到具体单位的")] = False,
    format: FormatOption = "table",  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """列出考核指标和督查激励，可按单位、部分、名称筛选，末行是权重合计。

    例：kaohe list --unit 区商务委；kaohe list 乡村振兴；kaohe list --bonus --format csv -o 加分.csv
    """
    from kaohe_cli.cli.formats import FORMATS
    from kaohe_cli.cli.row_views import listing
    from kaohe_cli.query.selection import Selection, unit_names

    session: Session = ctx.obj
    tables = session.workspace.tables()
    units = tuple(unit_names(unit or (), tables.registry))
    selection = Selection(query, units, section, kind, city, bonus, unassigned)
    rows = selection.rows(tables)
    emit(FORMATS[format](listing(rows, selection.units, tables.registry)), output, exact=format == "csv")
