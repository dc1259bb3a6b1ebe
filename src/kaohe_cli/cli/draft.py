"""``kaohe draft``: the Word reports of one body, several, or all."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, Session
from kaohe_cli.cli.errors import explain
from kaohe_cli.cli.output import emit, remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.model.units import Collective, Unit
from kaohe_cli.query.rows import all_rows
from kaohe_cli.query.selection import find_body, is_unassigned
from kaohe_cli.word.annex3 import rows_of
from kaohe_cli.word.drafts import Drafter, FilledInError, Result, Saved, open_drafter, save
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.workspace import Tables


def command(
    ctx: typer.Context,
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="单位", help="为哪个单位生成，写任一名称都行；可重复"),
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="为全部单位生成")] = False,
    through_month: Annotated[
        int | None,
        typer.Option(
            min=1, max=12, metavar="月份", help="完成情况截至几月；不写时按已报送的数据，没有的按 10 月"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="文件夹", help="放在哪个文件夹；不写时是 drafts/年度"),
    ] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="文件", help="用自己的 Word 模板；不写时是 templates/annex3.docx")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="已填写过的也重新生成，旧文件留作 .bak")] = False,
) -> None:
    """生成单位的 Word 报送材料（附件3 的三种表），已知的内容都已填好。

    有人填写过的文件不会被覆盖。例：kaohe draft --unit 区商务委；kaohe draft --all
    """
    session: Session = ctx.obj
    workspace = session.workspace
    tables = workspace.tables()
    units = _asked_for(unit or [], everyone, tables)
    with_rows = [body for body in units if rows_of(body, tables)]
    for body in units:
        if body not in with_rows:
            remark(f"{body.name}没有要报送的行，没有生成")
    drafter = open_drafter(workspace, template, through_month)
    folder = output or workspace.data.home / "drafts" / str(tables.indicators.year)
    batch = _Batch(drafter, folder, force)
    batch.run(with_rows)
    if everyone:
        remark(_unassigned_rows(tables))
    raise typer.Exit(FINE if len(batch.saved) == len(units) or (everyone and not batch.skipped) else FINDINGS)


def _asked_for(names: list[str], everyone: bool, tables: Tables) -> list[Unit]:
    """Returns the bodies to draft for, each once, in the order asked or that of the registry."""
    if everyone == bool(names):
        raise WrongUseError("请写 --unit 单位（可重复）或 --all，两者选一")
    if everyone:
        return list(tables.registry.units)
    units: list[Unit] = []
    for name in names:
        body = find_body(name, tables.registry)
        if isinstance(body, Collective):
            raise WrongUseError(f"“{name}”是统称，不是一个单位，没有生成；请写具体单位")
        if body not in units:
            units.append(body)
        if body.name != name.strip():
            remark(f"“{name}”即{body.name}")
    return units


class _Batch:
    """The drafts of one run: written one after another, a bad one does not stop the rest."""

    def __init__(self, drafter: Drafter, folder: Path, force: bool) -> None:
        self.saved: list[Saved] = []
        self.skipped = 0
        self._drafter = drafter
        self._folder = folder
        self._force = force

    def run(self, units: Sequence[Unit]) -> None:
        """Writes every draft, then prints their paths and, for more than one, a count."""
        try:
            for unit in _with_progress(units):
                self._draft(unit)
        finally:
            if self.saved:
                emit("\n".join(str(saved.path) for saved in self.saved))
            if len(units) > 1:
                remark(self._count())

    def _draft(self, unit: Unit) -> None:
        try:
            data = self._drafter.render(unit, remark)
            saved = save(self._folder / f"{unit.name}.docx", data, force=self._force)
        except (FilledInError, UnusableDataError) as error:
            self.skipped += 1
            remark(explain(error))
            return
        if saved.backup is not None:
            remark(f"旧文件留作 {saved.backup}")
        self.saved.append(saved)

    def _count(self) -> str:
        results = Counter(saved.result for saved in self.saved)
        counts = "，".join(f"{result.value} {results[result]}" for result in Result)
        return f"生成 {len(self.saved)} 份（{counts}），跳过 {self.skipped} 份"


def _with_progress(units: Sequence[Unit]) -> Iterable[Unit]:
    """Returns the bodies, with a progress bar on a terminal where there are several."""
    if len(units) < 2 or not sys.stderr.isatty():
        return units
    from rich.console import Console
    from rich.progress import track

    return track(units, "生成报送材料", console=Console(stderr=True), transient=True)


def _unassigned_rows(tables: Tables) -> str:
    rows = [row for row in all_rows(tables) if is_unassigned(row, tables.registry)]
    if not rows:
        return "每一行都已落实到具体单位"
    ids = "、".join(row.id for row in rows)
    return f"还有 {len(rows)} 行没有全部落实到具体单位（{ids}），落实后请重新生成"
