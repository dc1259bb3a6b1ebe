"""``kaohe unit``: the registry of bodies listed and changed."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kaohe_cli.cli.app import Session
from kaohe_cli.cli.changes import changing, refuse_shipped, show_changes
from kaohe_cli.cli.completion import complete_name, complete_unit
from kaohe_cli.cli.formats import FORMATS, Column, Grid, Rows
from kaohe_cli.cli.groups import ChineseCommand, ChineseGroup
from kaohe_cli.cli.list import FormatOption, OutputOption
from kaohe_cli.cli.output import MANNER, emit, remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.paths import shown_path
from kaohe_cli.workspace.names import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaohe_cli.assignment.registry import ListedName
    from kaohe_cli.tables.units import Registry

app = typer.Typer(cls=ChineseGroup, add_completion=False, rich_markup_mode=None)

BodyKind = Literal["unit", "collective", "city"]
_KIND_NAMES: dict[BodyKind, str] = {"unit": "单位", "collective": "统称", "city": "市级部门"}
_COLUMNS = (
    Column("名称", fixed=True),
    Column("其他名称"),
    Column("种类", fixed=True),
    Column("牵头", align_right=True, fixed=True),
    Column("配合", align_right=True, fixed=True),
)


@app.callback()
def unit() -> None:
    """单位名录：列出、新增、改名、加其他名称。"""


@app.command(cls=ChineseCommand, name="list")
def list_all(
    ctx: typer.Context,
    kind: Annotated[
        BodyKind | None, typer.Option(help="只列 unit（单位）、collective（统称）或 city（市级部门）")
    ] = None,
    format: FormatOption = "table",  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """列出名录里的单位、统称和市级部门，以及各自牵头、配合的项数。"""
    from kaohe_cli.assignment.registry import entries

    session: Session = ctx.obj
    found = [one for one in entries(session.workspace.tables()) if kind in (None, one.kind)]
    emit(FORMATS[format](_listing(found)), output, exact=format == "csv")


@app.command(cls=ChineseCommand)
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="名称", help="正式名称，也用作报送材料的文件名")],
    aliases: Annotated[
        list[str] | None, typer.Option("--alias", metavar="名称", help="其他名称或挂牌；可重复")
    ] = None,
    city: Annotated[bool, typer.Option("--city", help="是市级部门")] = False,
    collective: Annotated[bool, typer.Option("--collective", help="是统称，如 区级有关部门")] = False,
) -> None:
    """在名录里新增一个单位、统称或市级部门。

    例：kaohe unit add 区数据局 --alias 区大数据中心；kaohe unit add --city 市数据局
    """
    from kaohe_cli.assignment import registry

    if city and collective:
        raise WrongUseError("--city 和 --collective 只能写一个")
    kind: BodyKind = "city" if city else "collective" if collective else "unit"
    _change_registry(ctx.obj, lambda text, known: registry.add(text, known, kind, name, aliases or ()))


@app.command(cls=ChineseCommand)
def alias(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="单位", help="写它的任一名称均可", autocompletion=complete_unit),
    ],
    aliases: Annotated[list[str], typer.Argument(metavar="其他名称", help="包括挂牌，可写几个")],
) -> None:
    """给一个单位加上其他名称或挂牌。

    例：kaohe unit alias 区商务委 区口岸办
    """
    from kaohe_cli.assignment import registry

    _change_registry(ctx.obj, lambda text, known: registry.add_aliases(text, known, name, aliases))


@app.command(cls=ChineseCommand)
def rename(
    ctx: typer.Context,
    old: Annotated[
        str,
        typer.Argument(
            metavar="旧名", help="单位、统称、市级部门的名称，或单位的其他名称", autocompletion=complete_name
        ),
    ],
    new: Annotated[str, typer.Argument(metavar="新名", help="还没有人用的名称")],
    show_phones: Annotated[bool, typer.Option("--show-phones", help="显示电话号码，不用 * 遮住")] = False,
) -> None:
    """改名：名录、两张表、联系人、报送数据和文件名一次改完。

    考核内容、措施原文和报送的文字不改；旧名留作其他名称，按旧名发出的表照样认得。要么全部改好，要么都不改。
    例：kaohe unit rename 区金融办 区委金融办
    """
    from kaohe_cli.assignment import registry

    session: Session = ctx.obj
    refuse_shipped(session.workspace)
    with changing(session.workspace) as change:
        renaming = registry.rename(change, session.workspace.again(), old, new)
        renaming.commit(change)
    show_changes(renaming.diffs, show_phones=show_phones)
    done = "将改动" if MANNER.rehearsing else "改了"
    kept = "；旧名留作其他名称，已发出的表照样认得" if renaming.is_kept else ""
    remark(f"{done} {renaming.places} 处，涉及 {len(renaming.diffs)} 个文件{kept}")


def _change_registry(session: Session, edit: "Callable[[str, Registry], str]") -> None:
    """Changes ``units.yaml``, which is read once the lock is held, and prints the diff."""
    from kaohe_cli.assignment.registry import new_registry

    workspace = session.workspace
    refuse_shipped(workspace)
    with changing(workspace) as change:
        path, now = workspace.data.path / UNITS, workspace.again()
        is_new = now.registry.missing
        known = now.tables().registry if is_new else now.registry.get()
        if is_new:
            change.create(path, edit(new_registry(known), known))
        else:
            change.edit(path, lambda text: edit(text, known))
        diffs = change.diffs()
        change.commit()
    show_changes(diffs, show_phones=True)
    if is_new and not MANNER.rehearsing:
        remark(f"新建 {shown_path(path)}，原来按表里写的认的单位都在里面")


def _listing(found: "Sequence[ListedName]") -> Rows:
    counts = Counter(one.kind for one in found)
    summary = "共 " + "、".join(
        f"{counts[kind]} 个{name}" for kind, name in _KIND_NAMES.items() if counts[kind]
    )
    cells = [
        (one.name, "、".join(one.aliases), _KIND_NAMES[one.kind], str(one.leads), str(one.supports))
        for one in found
    ]
    grid = Grid(_COLUMNS, cells, summary if found else "名录里没有这一类")
    return Rows(
        lambda: grid, lambda: grid, lambda: [one._asdict() | {"aliases": list(one.aliases)} for one in found]
    )
