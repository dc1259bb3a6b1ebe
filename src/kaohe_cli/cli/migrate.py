"""``kaohe migrate``: reports of the old shape, moved to the folders of their rounds."""

from itertools import groupby
from typing import TYPE_CHECKING

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, Session
from kaohe_cli.cli.changes import changing, refuse_shipped
from kaohe_cli.cli.output import MANNER, complain, emit, remark

if TYPE_CHECKING:
    from kaohe_cli.collecting.old_shape import Plan


def command(ctx: typer.Context) -> None:
    """把以前直接放在 data/reports/ 下的报送数据归到各轮：reports/2021-10/单位.yaml，交回的原件跟着走。

    每个文件先抄到新的地方、核对无误，再删去原来的，要么全部移完，要么一个不动。已经有的不会盖掉。
    例：kaohe migrate --dry-run；kaohe migrate --reports 报送数据
    """
    from kaohe_cli.collecting.old_shape import plan, stage, tidy

    session: Session = ctx.obj
    workspace = session.workspace
    refuse_shipped(workspace)
    with changing(workspace) as change:
        now = workspace.again()
        found = plan(now)
        stage(change, found, now)
        change.commit()
        if not MANNER.rehearsing:
            tidy(found, now)
    _show(found)
    raise typer.Exit(FINDINGS if found.left else FINE)


def _show(found: "Plan") -> None:
    from kaohe_cli.files.paths import shown_path
    from kaohe_cli.files.rehearsal import REHEARSAL

    for source, target in found.reports:
        emit(f"{shown_path(source)} → {shown_path(target)}")
    for (source, target), moves in groupby(found.returned, key=lambda one: (one[0].parent, one[1].parent)):
        emit(f"{shown_path(source)}/（{len(list(moves))} 个文件） → {shown_path(target)}/")
    for line in found.left:
        complain(f"没有移动：{line}")
    if not found.reports and not found.returned:
        remark("没有可以移动的" if found.left else "报送数据都已在各轮的文件夹里，没有要移动的")
        return
    for _, target in (*found.reports, *found.returned):
        REHEARSAL.shown(target.resolve())
    done = "将" if MANNER.rehearsing else ""
    remark(f"{done}移动报送数据 {len(found.reports)} 份、交回的文件 {len(found.returned)} 个")
