"""``kaohe import``: the tables from issued documents."""  # noqa: N999 - the command is called so

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, Session
from kaohe_cli.cli.dash import folder_only, read_file
from kaohe_cli.cli.output import MANNER, complain, emit, remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.looking import is_there

if TYPE_CHECKING:
    from kaohe_cli.files.transaction import Transaction
    from kaohe_cli.importing import Imported
    from kaohe_cli.importing.merge import Merge
    from kaohe_cli.importing.remembered import KnownHeader


class _Merging(NamedTuple):
    """How to merge."""

    yaml_diff: bool
    force: bool
    save_columns: bool


def command(
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            readable=False,
            metavar="文件",
            help="印发的 Word、Excel、PDF、网页、.csv 或 .txt，附件2 和政策文件写在一起；- 是标准输入",
            callback=read_file,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            readable=False,
            metavar="文件夹",
            help="写到这个文件夹；里面不能已有数据文件",
            callback=folder_only,
        ),
    ] = None,
    merge: Annotated[bool, typer.Option("--merge", help="并入现有数据，先显示要改的地方")] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[表号:]列,列",
            help="从左到右写明无法识别的表的各列，如 序号,指标,权重,考核内容,责任单位；可重复",
        ),
    ] = None,
    save_columns: Annotated[
        bool,
        typer.Option("--save-columns", help="把 --columns 写明的记在数据旁边，以后表头相同的不用再写"),
    ] = False,
    year: Annotated[
        int | None, typer.Option(min=2000, max=2100, metavar="年度", help="考核年度；不写时从标题里看")
    ] = None,
    yaml_diff: Annotated[bool, typer.Option("--yaml-diff", help="并入时另外显示各文件逐行的改动")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="现有的项会取消一半以上时也并入；不加时不写文件")
    ] = False,
) -> None:
    """从印发的 Word、Excel、PDF、网页或粘贴的文字导入考核指标、督查激励、单位名录和附件3的报送表。

    不写 --output 或 --merge 时只看导入的结果，不写文件。存疑的地方逐条列出；有必须补上的，退出码是 1。
    --merge 先显示和现有数据比有哪些变化；导入的文件里没有的（如只有政策文件），现有的保留。
    例：kaohe import 附件.docx 政策文件.txt --output data；kaohe import 附件.docx --merge --dry-run
    """
    from kaohe_cli.cli.import_views import report
    from kaohe_cli.importing import import_files

    if merge and output is not None:
        raise WrongUseError("--output 是写成新的数据，--merge 是并入现有数据，只能选一个")
    if save_columns and (not columns or (output is None and not merge)):
        raise WrongUseError("--save-columns 和 --columns 一起用，并写明 --output 或 --merge")
    session: Session = ctx.obj
    beside = session.workspace if merge else None
    remembered = _remembered(session)
    imported = import_files(files, columns=columns, year=year, beside=beside, remembered=remembered)
    if merge:
        imported = imported.for_merging()
        settled = _merge(session, imported, _Merging(yaml_diff, force, save_columns))
        raise typer.Exit(FINE if settled and imported.is_complete else FINDINGS)
    emit(report(imported))
    if output is not None:
        _write(imported, output, save_columns=save_columns)
    else:
        remark("未写入文件；写成新的数据用 --output 文件夹，并入现有数据用 --merge")
    raise typer.Exit(FINE if imported.is_complete else FINDINGS)


def _remembered(session: Session) -> "tuple[KnownHeader, ...]":
    from kaohe_cli.importing.remembered import read_remembered

    return () if session.data.shipped else read_remembered(session.data.path)


def _save(change: "Transaction", imported: "Imported", folder: Path) -> None:
    """Stages the answers, and says so."""
    from kaohe_cli.importing.remembered import FILE, save_answers

    if not imported.answers:
        remark(f"--columns 写明的表没有表头，{FILE} 记不下来；以后仍要写 --columns")
    elif count := save_answers(change, folder, imported.answers):
        remark(f"{count} 个表的各列记在 {folder / FILE}，以后表头相同的不用再写 --columns")


def _write(imported: "Imported", folder: Path, *, save_columns: bool) -> None:
    """Writes all files, or none where one of them is there already."""
    from kaohe_cli.exceptions import CannotWriteError
    from kaohe_cli.files.rehearsal import REHEARSAL
    from kaohe_cli.files.transaction import Transaction
    from kaohe_cli.importing.remembered import FILE

    texts = imported.files()
    if there := [name for name in texts if is_there(folder / name)]:
        raise WrongUseError(
            f"“{folder}”里已有 {'、'.join(there)}，未写入文件；并入现有数据用 --merge，或换一个文件夹"
        )
    if MANNER.rehearsing:
        for name, text in texts.items():
            REHEARSAL.note(folder / name, text.encode())
        if save_columns and imported.answers:
            REHEARSAL.note(folder / FILE, None)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(f"“{folder}”不能用作文件夹；请换一个位置") from error
    with Transaction(folder, tell=remark) as change:
        for name, text in texts.items():
            change.create(folder / name, text)
        if save_columns:
            _save(change, imported, folder)
        change.commit()
    remark(f"已写入 {folder}：{'、'.join(texts)}")


def _merge(session: Session, imported: "Imported", how: _Merging) -> bool:
    """Brings the tables into the workspace; the report comes first, then what changes.

    Returns whether nothing is left that a person must see to.
    """
    from kaohe_cli.cli.changes import changing, have_shown, refuse_shipped, show_changes
    from kaohe_cli.cli.import_views import merge_report, report
    from kaohe_cli.importing.merge import plan_merge

    refuse_shipped(session.workspace)
    emit(report(imported))
    with changing(session.workspace) as change:
        plan = plan_merge(change, session.workspace.again(), imported.tables, imported)
        if how.save_columns:
            _save(change, imported, session.workspace.data.path)
        diffs = change.diffs()
        if diffs:
            emit("")
            emit(merge_report(plan.comparison))
        if plan.forms:
            emit("\n".join(("\n附件3 报送表", *(f"  {line}" for line in plan.forms))))
        have_shown(diffs)
        if how.yaml_diff:
            show_changes(diffs, show_phones=False)
        _brake(plan, how)
        change.commit()
    for line in plan.remarks:
        remark(line)
    if plan.renumbered:
        pairs = "、".join(f"{before}→{after}" for before, after in plan.renumbered)
        remark(f"编号变了的项：{pairs}")
    for line in plan.serious:
        complain(f"必须处理：{line}")
    names = "、".join(diff.path.name for diff in diffs)
    done = "将改动" if MANNER.rehearsing else "改了"
    remark(f"{done} {len(diffs)} 个文件（{names}）" if diffs else "与现有内容一致，未作改动")
    return not plan.serious


def _brake(plan: "Merge", how: _Merging) -> None:
    """Stops before a merge that takes most of a table away, which a wrong file does.

    Raises:
        WrongUseError: it does, and nobody has said that it is meant.
    """
    if plan.drops_most and not how.force:
        what = "，".join(plan.drops_most)
        if not MANNER.rehearsing:
            raise WrongUseError(f"{what}，可能选错了文件，未写入；确认上面的变化无误的，加 --force 再运行")
        complain(f"{what}，可能选错了文件；确要并入，须加 --force")
