"""``kaohe diff``: what changed between two years, or two versions of one."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, Session
from kaohe_cli.cli.completion import complete_bodies
from kaohe_cli.cli.dash import read_file
from kaohe_cli.cli.list import OutputOption
from kaohe_cli.cli.output import emit, remark

if TYPE_CHECKING:
    from kaohe_cli.cli.diff_report import Report
    from kaohe_cli.comparing.sides import Side
    from kaohe_cli.workspace.locate import DataFolder

DiffFormat = Literal["table", "md", "json", "html"]


def command(
    ctx: typer.Context,
    old: Annotated[
        str,
        typer.Argument(
            metavar="旧表",
            help="数据文件夹、yaml 文件、印发的文件（同 import），或 git 里的版本（v2020）；- 是标准输入",
            callback=read_file,
        ),
    ],
    new: Annotated[
        str | None,
        typer.Argument(metavar="新表", help="写法同旧表；不写的，就是现在的数据", callback=read_file),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="单位", help="只看涉及这个单位的变化，几个用逗号隔开", autocompletion=complete_bodies
        ),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        DiffFormat, typer.Option("--format", help="输出格式：table、md、json、html")
    ] = "table",
    output: OutputOption = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="有变化时退出码为 1")] = False,
) -> None:
    """比较两年的表，或同一张表的两个版本：增加、取消、改名、移动、权重、责任单位、文字，以及各单位任务量。

    编号只是位置，两年的项按名称和内容对应；单位改名写进 units.yaml 的 aliases 后，不算换了责任单位。

    例：kaohe diff ../2020/data；kaohe diff v2020；kaohe diff HEAD --exit-code；
    kaohe diff v2020 v2021 --format html -o 变化.html；kaohe diff v2020 --unit 区商务委
    """
    from kaohe_cli.comparing.changes import compare
    from kaohe_cli.comparing.sides import comparable
    from kaohe_cli.comparing.some_bodies import only_bodies
    from kaohe_cli.query.selection import unit_names

    session: Session = ctx.obj
    data = session.data if new is not None else session.workspace.data
    before, after = comparable(*_sides(old, new, data))
    for text in (*before.remarks, *after.remarks):
        remark(text)
    comparison = compare(before, after, registry=before.compares_registry and after.compares_registry)
    names = unit_names(unit or (), before.registry, after.registry)
    if names:
        comparison = only_bodies(comparison, names, before, after)
    if format == "json":
        from kaohe_cli.cli.diff_json import as_json

        emit(as_json(comparison, before.label, after.label), output)
    else:
        from kaohe_cli.cli.diff_report import report

        emit(_written(format, report(comparison, before.label, after.label, names)), output)
    raise typer.Exit(FINDINGS if exit_code and comparison.changed else FINE)


def _sides(old: str, new: str | None, data: "DataFolder") -> "tuple[Side, Side]":
    """Returns both sides; a document is read last, since the other side says what it leaves open."""
    from kaohe_cli.comparing.sides import is_document, own_side, read_side

    if not is_document(old) and not (new and is_document(new)):
        return read_side(old, data.path), own_side(data) if new is None else read_side(new, data.path)
    from kaohe_cli.importing.as_side import document_side

    if new is not None and is_document(new):
        before = document_side(old, None) if is_document(old) else read_side(old, data.path)
        return before, document_side(new, before)
    after = own_side(data) if new is None else read_side(new, data.path)
    return document_side(old, after), after


def _written(format: DiffFormat, report: "Report") -> str:  # noqa: A002
    if format == "html":
        from kaohe_cli.cli.diff_html import as_html

        return as_html(report)
    from kaohe_cli.cli.diff_text import as_markdown, as_table

    if format == "md":
        return as_markdown(report)
    return as_table(report)
