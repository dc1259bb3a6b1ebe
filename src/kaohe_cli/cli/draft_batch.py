"""The files of one ``kaohe draft``: whose, where, and what became of each."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kaohe_cli.cli.choices import DraftFormat
from kaohe_cli.cli.dash import is_dash, to_stdout
from kaohe_cli.cli.errors import explain
from kaohe_cli.cli.output import MANNER, complain, console, emit_paths, remark
from kaohe_cli.drafting.drafts import Drafter, open_drafter
from kaohe_cli.drafting.saving import FilledInError, Saved, replace_file, round_of_draft, save
from kaohe_cli.exceptions import CannotWriteError, KaoheError, WrongUseError
from kaohe_cli.files.atomic import several_at_once
from kaohe_cli.files.rehearsal import Result
from kaohe_cli.forms.rounds import FORM_MONTH, Round
from kaohe_cli.query.rows import all_rows
from kaohe_cli.query.selection import find_body, is_unassigned, unit_names
from kaohe_cli.tables.units import Collective, Registry, Unit
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.outputs import check_output
from kaohe_cli.workspace.workspace import Tables, Workspace

if TYPE_CHECKING:
    from kaohe_cli.cli.draft_mail import Posting
    from kaohe_cli.ooxml.binding.binding import Binding

MERGED_NAME = "合订"


class Post(NamedTuple):
    """How the forms are to be sent out."""

    mail: Path | None
    """The folder of the mails."""
    archive: str | None
    """The archive; "" for one beside the folder of the drafts."""
    on: str | None
    """The day that they go out."""


class Drafts(NamedTuple):
    """What ``kaohe draft`` was asked for."""

    units: Sequence[str]
    everyone: bool
    round: str | None
    output: Path | None
    template: Path | None
    format: DraftFormat
    merge: bool
    cover: bool
    contents: bool
    force: bool
    by_indicator: bool
    carry: bool
    post: Post | None = None


def draft(workspace: Workspace, asked: Drafts) -> bool:
    """Writes the files; returns False where something was left out."""
    _refuse_mixtures(asked)
    tables = workspace.tables()
    units = _asked_for(asked.units, asked.everyone, tables)
    drafter = open_drafter(
        workspace,
        asked.template,
        workspace.round_meant(asked.round),
        by_indicator=asked.by_indicator,
        carry=asked.carry,
    )
    refused = _same_files(units, tables.registry)
    units = [body for body in units if body.name not in refused]
    with_rows = [body for body in units if drafter.rows[body.name]]
    for body in units:
        if body not in with_rows:
            (remark if asked.everyone else complain)(f"{body.name}没有要报送的项，没有生成")
    for problem in drafter.remarks:
        remark(f"提醒：{problem}")
    if drafter.others:
        remark(_of_which_round(drafter))
    one_each = [_Document(body.name, [body]) for body in with_rows]
    documents = [_Document(MERGED_NAME, with_rows)] if asked.merge else one_each
    if is_dash(asked.output):
        return _Batch(drafter, Path(), asked).print(documents)
    folder = _folder(drafter, asked, documents)
    posting = _posting(drafter, with_rows, folder, asked.post) if asked.post is not None else None
    batch = _Batch(drafter, folder, asked)
    batch.run(documents)
    all_posted = posting is None or posting.post(batch.kept)
    if asked.everyone:
        remark(_unassigned_rows(tables))
    left_out = batch.skipped or refused or (not asked.everyone and len(with_rows) < len(units))
    return all_posted and not left_out


def _refuse_mixtures(asked: Drafts) -> None:
    """Refuses what cannot be done together.

    Raises:
        WrongUseError: the forms are to be sent and are not to be filled in, or not one a body; or what
            belongs to a bound file is asked for and no such file.
    """
    if (asked.cover or asked.contents) and not asked.merge:
        raise WrongUseError("--cover 和 --toc 只用于合订的文件；请同时写上 --merge")
    if asked.post is not None and asked.merge:
        raise WrongUseError("--merge 把几个单位合成一个文件，不能和 --mail、--zip 一起用；请分成两条命令")
    if asked.post is not None and is_dash(asked.output):
        raise WrongUseError("--output - 写到标准输出，没有可以寄的文件，不能和 --mail、--zip 一起用")
    if asked.post is not None and asked.format != "docx":
        raise WrongUseError(f"--mail、--zip 发的是供填写的 Word，不能和 --format {asked.format} 一起用")


def _beside(folder: Path) -> Path:
    """Returns the archive beside a folder, called as it is; for one that has no name of its own, in it."""
    return folder.with_name(f"{folder.name}.zip") if folder.name not in ("", "..") else folder / "发出.zip"


def _posting(drafter: Drafter, units: Sequence[Unit], folder: Path, post: Post) -> "Posting":
    from kaohe_cli.cli.dates import day_of, today
    from kaohe_cli.cli.draft_mail import Asked, Posting

    workspace = drafter.workspace
    archive = None
    if post.archive is not None:
        archive = Path(post.archive) if post.archive else _beside(folder)
        if archive.suffix.lower() != ".zip":
            raise WrongUseError(f"--zip 的“{archive.name}”不是 .zip 文件；请改文件名")
        check_output(archive, workspace)
    return Posting(drafter, units, Asked(post.mail, archive, day_of("--on", post.on, workspace) or today()))


def _of_which_round(drafter: Drafter) -> str:
    """Returns for which round drafts are made, and what was taken over from others."""
    this, earlier = drafter.round, [one for one in drafter.others if one < drafter.round]
    texts = ""
    if drafter.carry and earlier:
        texts = "，上一轮的文字也带过来，前面都注明了"
    elif drafter.carry:
        texts = "；没有更早的一轮，没有文字可以带过来"
    return f"生成的是 {this} 这一轮（{this.spoken}）的材料；联系人照单位最近一次填的{texts}"


def _folder(drafter: Drafter, asked: Drafts, documents: "Sequence[_Document]") -> Path:
    """Returns where drafts go: those of the first round to ``drafts/2021``, of another to ``drafts/2021-12``.

    Where a draft of another round stands under the name of one of them, they go to a folder of their own.
    """
    workspace, this = drafter.workspace, drafter.round
    drafts = workspace.data.home / "drafts"
    first = next(iter(workspace.listed_rounds), Round(this.year, FORM_MONTH))
    folder = asked.output or drafts / (str(this.year) if this == first else str(this))
    own = (asked.output or drafts) / str(this)
    if folder == own or asked.format != "docx":
        return folder
    for document in documents:
        other = round_of_draft(folder / f"{document.name}.docx")
        if other is not None and other != this:
            remark(f"“{folder}”里有 {other} 这一轮的材料（{document.name}.docx），这一轮的放在“{own}”")
            return own
    return folder


def _same_files(units: Sequence[Unit], registry: Registry) -> set[str]:
    """Tells which bodies cannot have files, since on Windows these would be another's; returns them."""
    refused = {unit.name for unit in units if unit.name in registry.one_file}
    for name in sorted(refused):
        complain(
            f"错误：{name}和{registry.one_file[name]}在 Windows、macOS 上是同一个文件名，没有生成；"
            "请先用 kaohe unit rename 改一个"
        )
    return refused


def _asked_for(names: Sequence[str], everyone: bool, tables: Tables) -> list[Unit]:
    """Returns the bodies to draft for, each once, in the order asked or that of the registry."""
    if everyone == bool(names):
        raise WrongUseError("请写 --unit 单位（可重复）或 --all，两者选一")
    if everyone:
        return list(tables.registry.units)
    units: list[Unit] = []
    for name in unit_names(names, tables.registry):
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

    def __init__(self, drafter: Drafter, folder: Path, asked: Drafts) -> None:
        self.saved: list[Saved] = []
        self.kept: dict[str, bytes] = {}
        """What was saved, by its name without ending, in no order, where that is to be sent."""
        self.skipped = 0
        self._drafter = drafter
        self._folder = folder
        self._asked = asked
        self._format = asked.format
        self._force = asked.force

    def run(self, documents: Sequence[_Document]) -> None:
        """Writes every file, then prints their paths and, for more than one, a count."""
        documents = [document for document in documents if document.units]
        try:
            self._save(self._rendered(documents))
        finally:
            emit_paths(saved.path for saved in self.saved)
            if len(documents) > 1:
                remark(self._count())

    def print(self, documents: Sequence[_Document]) -> bool:
        """Writes the one file to standard output; False where it could not be made."""
        documents = [document for document in documents if document.units]

        def made() -> bytes:
            return next((data for _, data in self._rendered(documents)), b"")

        to_stdout(Path("-"), [made for _ in documents], is_text=self._format == "md")
        return not self.skipped

    def _rendered(self, documents: Sequence[_Document]) -> Iterator[tuple[str, bytes]]:
        """Yields the files by their names; those of another format than Word's are converted together."""
        rendered: dict[str, bytes] = {}
        for document in _with_progress(documents):
            data = self._render(document)
            if data is not None and self._format == "docx":
                yield document.name, data
            elif data is not None:
                rendered[document.name] = data
        yield from self._converted(rendered).items()

    def _render(self, document: _Document) -> bytes | None:
        try:
            if not self._asked.merge:
                return self._drafter.render(document.units, remark)
            return self._drafter.render(document.units, remark, self._binding(document.units))
        except UnusableDataError as error:
            self._skip(error)
            return None

    def _binding(self, units: Sequence[Unit]) -> "Binding":
        from kaohe_cli.drafting.binder import binding

        return binding(
            self._drafter,
            units,
            cover=self._asked.cover,
            contents=self._asked.contents,
            format=self._format,
            remark=remark,
        )

    def _save(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Writes the files, several at a time. Where one cannot be written, no further ones are made.

        Raises:
            CannotWriteError: one could not be written; those that were are among ``saved``.
        """
        failed: list[CannotWriteError] = []

        def saving() -> Iterator[Callable[[], Saved | KaoheError]]:
            for name, data in files:
                if failed:
                    return
                yield partial(self._saved, self._place(name), data)

        for done in several_at_once(saving()):
            if isinstance(done, CannotWriteError):
                failed.append(done)
            elif isinstance(done, KaoheError):
                self._skip(done)
            else:
                if done.backup is not None:
                    remark(f"旧文件留作 {done.backup}")
                self.saved.append(done)
        if failed:
            raise failed[0]

    def _saved(self, path: Path, data: bytes) -> Saved | KaoheError:
        try:
            docx = self._format == "docx"
            done = save(path, data, force=self._force) if docx else replace_file(path, data)
        except (FilledInError, CannotWriteError) as error:
            return error
        if self._asked.post is not None:
            self.kept[path.stem] = data
        return done

    def _place(self, name: str) -> Path:
        path = self._folder / f"{name}.{self._format}"
        if path.is_symlink():  # what it stands for may be anything
            check_output(path, self._drafter.workspace)
        return path

    def _skip(self, error: KaoheError) -> None:
        self.skipped += 1
        complain(explain(error))

    def _converted(self, rendered: dict[str, bytes]) -> dict[str, bytes]:
        if not rendered:
            return {}
        if self._format == "pdf":
            from kaohe_cli.ooxml.office import to_pdf

            return to_pdf(rendered)
        from kaohe_cli.ooxml.reading.markdown import markdown

        return {name: markdown(data).encode() for name, data in rendered.items()}

    def _count(self) -> str:
        results = Counter(saved.result for saved in self.saved)
        counts = "，".join(f"{result.value} {results[result]}" for result in Result)
        done = "将生成" if MANNER.rehearsing else "生成"
        return f"{done} {len(self.saved)} 份（{counts}），跳过 {self.skipped} 份"


def _with_progress(documents: Sequence[_Document]) -> Iterable[_Document]:
    """Returns the files to make, with a progress bar on a terminal where there are several."""
    if len(documents) < 2 or MANNER.quiet or not sys.stderr.isatty():
        return documents
    from rich.progress import track

    return track(documents, "生成报送材料", console=console(stderr=True), transient=True)


def _unassigned_rows(tables: Tables) -> str:
    rows = [row for row in all_rows(tables) if is_unassigned(row, tables.registry)]
    if not rows:
        return "每一项都已落实到具体单位"
    ids = "、".join(row.id for row in rows)
    return f"还有 {len(rows)} 项没有全部落实到具体单位（{ids}），落实后请重新生成"
