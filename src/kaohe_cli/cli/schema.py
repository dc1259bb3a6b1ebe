"""``kaohe schema``: the JSON Schemas that editors use, written from the models."""

from pathlib import Path
from typing import Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, Session
from kaohe_cli.cli.dash import folder_only
from kaohe_cli.cli.output import emit, emit_paths, remark
from kaohe_cli.files.atomic import write_file
from kaohe_cli.files.looking import is_file
from kaohe_cli.files.rehearsal import REHEARSAL
from kaohe_cli.workspace.schemas import SCHEMAS, schema_file


def command(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(
            readable=False,
            metavar="文件夹",
            help="写到哪个文件夹；不写时是数据旁边的 schema",
            callback=folder_only,
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="只检查是否最新，不写文件；不是最新时退出码为 1")
    ] = False,
) -> None:
    """生成编辑器用的 JSON Schema：写 YAML 时有提示和检查。

    数据文件第一行的 yaml-language-server 注释指向它们。
    """
    session: Session = ctx.obj
    target = folder or session.data.home / "schema"
    stale = []
    for name in SCHEMAS:
        path = target / f"{name}.schema.json"
        content = schema_file(name, session.workspace.record)
        if is_file(path) and path.read_bytes() == content:
            REHEARSAL.note(path, content)
            continue
        stale.append(path)
        if not check:
            write_file(path, content)
    if not stale:
        remark("都是最新的")
        return
    if not check:
        emit_paths(stale)
    else:
        emit("\n".join(map(str, stale)))
        remark(f"上面 {len(stale)} 个文件不是最新的；请运行 kaohe schema")
        raise typer.Exit(FINDINGS)
