"""``kaohe draft``: the Word reports of one body, several, or all."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, Session
from kaohe_cli.cli.errors import explain
from kaohe_cli.cli.output import emit, remark
from kaohe_cli.exceptions import KaoheError, WrongUseError
from kaohe_cli.model.units import Collective, Unit
from kaohe_cli.query.rows import all_rows
from kaohe_cli.query.selection import find_body, is_unassigned
from kaohe_cli.word.annex3 import rows_of
from kaohe_cli.word.drafts import Drafter, FilledInError, Result, Saved, open_drafter, replace_file, save
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.workspace import Tables

DraftFormat = Literal["docx", "md", "pdf"]
MERGED_NAME = "合订"


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
    format: Annotated[  # noqa: A002 - the option's name
        DraftFormat, typer.Option("--format", help="docx 供填写；md、pdf 只供阅读，每次重新生成")
    ] = "docx",
    merge: Annotated[
        bool, typer.Option("--merge", help="几个单位合成一个文件（合订），每个单位另起一页")
    ] = False,
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
    for problem in drafter.remarks:
        remark(f"提醒：{problem}")
    folder = output or workspace.data.home / "drafts" / str(tables.indicators.year)
    batch = _Batch(drafter, folder, format, force)
    one_each = [_Document(body.name, [body]) for body in with_rows]
    batch.run([_Document(MERGED_NAME, with_rows)] if merge else one_each)
    if everyone:
        remark(_unassigned_rows(tables))
    left_out = batch.skipped or (not everyone and len(with_rows) < len(units))
    raise typer.Exit(FINDINGS if left_out else FINE)


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


class _Document(NamedTuple):
    """A file to make: its name without ending, and whose reports it holds."""

    name: str
    units: Sequence[Unit]


class _Batch:
    """The files of one run: made one after another; a bad one does not stop the rest."""

    def __init__(self, drafter: Drafter, folder: Path, format: DraftFormat, force: bool) -> None:  # noqa: A002
        self.saved: list[Saved] = []
        self.skipped = 0
        self._drafter = drafter
        self._folder = folder
        self._format = format
        self._force = force

    def run(self, documents: Sequence[_Document]) -> None:
        """Writes every file, then prints their paths and, for more than one, a count."""
        documents = [document for document in documents if document.units]
        rendered: dict[str, bytes] = {}
        try:
            for document in _with_progress(documents):
                data = self._render(document)
                if data is not None and self._format == "docx":
                    self._save(document.name, data)
                elif data is not None:
                    rendered[document.name] = data
            for name, data in self._converted(rendered).items():
                self.saved.append(replace_file(self._folder / f"{name}.{self._format}", data))
        finally:
            if self.saved:
                emit("\n".join(str(saved.path) for saved in self.saved))
            if len(documents) > 1:
                remark(self._count())

    def _render(self, document: _Document) -> bytes | None:
        try:
            return self._drafter.render(document.units, remark)
        except UnusableDataError as error:
            self._skip(error)
            return None

    def _save(self, name: str, data: bytes) -> None:
        try:
            saved = save(self._folder / f"{name}.docx", data, force=self._force)
        except FilledInError as error:
            self._skip(error)
            return
        if saved.backup is not None:
            remark(f"旧文件留作 {saved.backup}")
        self.saved.append(saved)

    def _skip(self, error: KaoheError) -> None:
        self.skipped += 1
        remark(explain(error))

    def _converted(self, rendered: dict[str, bytes]) -> dict[str, bytes]:
        if not rendered:
            return {}
        if self._format == "pdf":
            from kaohe_cli.word.office import to_pdf

            return to_pdf(rendered)
        from kaohe_cli.word.markdown import markdown

        return {name: markdown(data).encode() for name, data in rendered.items()}

    def _count(self) -> str:
        results = Counter(saved.result for saved in self.saved)
        counts = "，".join(f"{result.value} {results[result]}" for result in Result)
        return f"生成 {len(self.saved)} 份（{counts}），跳过 {self.skipped} 份"


def _with_progress(documents: Sequence[_Document]) -> Iterable[_Document]:
    """Returns the files to make, with a progress bar on a terminal where there are several."""
    if len(documents) < 2 or not sys.stderr.isatty():
        return documents
    from rich.console import Console
    from rich.progress import track

    return track(documents, "生成报送材料", console=Console(stderr=True), transient=True)


def _unassigned_rows(tables: Tables) -> str:
    rows = [row for row in all_rows(tables) if is_unassigned(row, tables.registry)]
    if not rows:
        return "每一行都已落实到具体单位"
    ids = "、".join(row.id for row in rows)
    return f"还有 {len(rows)} 行没有全部落实到具体单位（{ids}），落实后请重新生成"
