"""The Word files of ``kaohe summary``: where they go, and what became of them."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from kaohe_cli.cli.app import FINDINGS
from kaohe_cli.cli.dash import to_stdout
from kaohe_cli.cli.errors import explain
from kaohe_cli.cli.output import MANNER, complain, emit_paths, remark
from kaohe_cli.cli.summary_request import Documents
from kaohe_cli.drafting.saving import FilledInError, is_untouched_draft, save
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.looking import is_folder
from kaohe_cli.query.selection import find_body, unit_names
from kaohe_cli.summarizing.documents.properties import KIND, TEXT
from kaohe_cli.summarizing.loading import reports_that_count
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.tables.units import Collective
from kaohe_cli.workspace.workspace import Workspace

if TYPE_CHECKING:
    from kaohe_cli.summarizing.documents.returns import UnitReturn

RESCUE: Final = "先把它移到别处"


def write_documents(summary: Summary, workspace: Workspace, asked: Documents) -> None:
    """Writes the files and prints their paths; what is there and was changed by people stays.

    Raises:
        FilledInError: a single file that was asked for is there and was changed.
        WrongUseError: a unit that has no card, a place that is none.
    """
    for line in summary.remarks:
        remark(f"提醒：{line}")
    if asked.slips is not None:
        _write_slips(summary, workspace, asked.slips, force=asked.force)
    elif asked.cards:
        _write_cards(summary, workspace, asked)
    else:
        name, data = _single(summary, workspace, asked)
        if to_stdout(asked.output, [lambda: data]):
            return
        _save(_place(asked.output, f"{name}{summary.round}", summary, workspace), data, force=asked.force)


def _single(summary: Summary, workspace: Workspace, asked: Documents) -> tuple[str, bytes]:
    """Returns the document that there is one of, by what it is called."""
    if asked.brief:
        from kaohe_cli.summarizing.documents.brief import brief

        return "考核情况专报", brief(summary)
    if asked.notice:
        from kaohe_cli.summarizing.documents.notice import notice

        return "督查通报", notice(summary, _returns(summary, workspace))
    if asked.template is not None:
        from kaohe_cli.summarizing.documents.report import from_template

        return "汇总报告", from_template(summary, asked.template)
    from kaohe_cli.summarizing.documents.report import merged_report

    return "汇总报告", merged_report(summary)


def _returns(summary: Summary, workspace: Workspace) -> "list[UnitReturn]":
    from kaohe_cli.summarizing.documents.returns import returns_of

    files = workspace.reports_of(summary.round)
    return returns_of(summary, reports_that_count(files, summary.tables, summary.now))


def _write_cards(summary: Summary, workspace: Workspace, asked: Documents) -> None:
    from kaohe_cli.summarizing.documents.card import card

    chosen = _chosen(asked.cards, summary, _returns(summary, workspace))
    if to_stdout(asked.output, [partial(card, summary, one) for one in chosen]):
        return
    if len(chosen) > 1 and asked.output is not None and asked.output.suffix.lower() == ".docx":
        raise WrongUseError(f"要生成 {len(chosen)} 个文件，--output 请写文件夹，不要写文件名")
    failed = None
    for one in chosen:
        folder = asked.output if len(chosen) > 1 else None
        name = f"{one.unit.name}情况卡{summary.round}"
        place = folder / f"{name}.docx" if folder else _place(asked.output, name, summary, workspace)
        try:
            _save(place, card(summary, one), force=asked.force)
        except FilledInError as error:
            if len(chosen) == 1:
                raise
            failed = error
            complain(explain(error))
    if failed is not None:
        raise failed


def _chosen(names: Sequence[str], summary: Summary, returns: "Sequence[UnitReturn]") -> "list[UnitReturn]":
    """Returns the units that were named, each once.

    Raises:
        UnknownNameError: the registry does not know a name.
        WrongUseError: what is named is no unit, has no rows, or cannot have a file.
    """
    registry = summary.tables.registry
    by_name = {one.unit.name: one for one in returns}
    chosen: dict[str, UnitReturn] = {}
    for name in unit_names(names, registry):
        body = find_body(name, registry)
        if isinstance(body, Collective):
            raise WrongUseError(f"“{name}”是统称，不是一个单位；请写具体单位")
        if body.name not in by_name:
            raise WrongUseError(f"{body.name}没有要报送的项；各单位的项见 kaohe list --unit 单位")
        if other := registry.one_file.get(body.name):
            why = f"{body.name}和{other}在 Windows、macOS 上是同一个文件名"
            raise WrongUseError(f"{why}，没有生成；请先用 kaohe unit rename 改一个")
        chosen[body.name] = by_name[body.name]
    return list(chosen.values())


def _write_slips(summary: Summary, workspace: Workspace, folder: Path, *, force: bool) -> None:
    """Writes a slip for each unit whose return needs work, as Word and as text."""
    from kaohe_cli.summarizing.documents.slips import slip, slip_text

    returns = _returns(summary, workspace)
    refused = summary.tables.registry.one_file
    written = failed = 0
    for one in returns:
        name = one.unit.name
        if not one.needs_work:
            _tell_of_old(folder / f"{name}.docx", name)
            continue
        if name in refused:
            failed += 1
            complain(f"错误：{name}和{refused[name]}在 Windows、macOS 上是同一个文件名，没有生成；请先改名")
            continue
        text = slip_text(summary, one).encode()
        document, beside = folder / f"{name}.docx", folder / f"{name}.txt"
        ours = _text_of(document)
        try:
            _save(document, slip(summary, one, sha256(text).hexdigest()), force=force)
            done = save(
                beside,
                text,
                force=force,
                is_ours=lambda old, ours=ours: sha256(old).hexdigest() == ours,  # type: ignore[misc]
                rescue=RESCUE,
            )
            emit_paths([done.path])
            written += 1
        except FilledInError as error:
            failed += 1
            complain(explain(error))
    if written or failed:
        remark(f"{'将' if MANNER.rehearsing else ''}生成更正单 {written} 份，跳过 {failed} 份")
        if failed:
            raise typer.Exit(FINDINGS)
    else:
        arrived = any(one.has_returned for one in returns)
        remark("没有需要更正的单位" if arrived else "这一轮还没有单位报送，没有需要更正的")


def _text_of(path: Path) -> str | None:
    """Returns the digest of the text that was written with a slip, where the slip is as it was written."""
    from kaohe_cli.ooxml.properties import read_properties

    try:
        data = path.read_bytes()
    except OSError:
        return None
    return read_properties(data).get(TEXT) if is_untouched_draft(data) else None


def _tell_of_old(path: Path, name: str) -> None:
    """Says where a slip lies that is no longer needed; it is not ours to remove."""
    from kaohe_cli.ooxml.properties import read_properties

    try:
        data = path.read_bytes()
    except OSError:
        return
    if is_untouched_draft(data) and read_properties(data).get(KIND) == "slip":
        remark(f"{name}现在没有需要更正的，旧的更正单还在 {path}")


def _place(output: Path | None, name: str, summary: Summary, workspace: Workspace) -> Path:
    """Returns where a document goes: the file asked for, in the folder asked for, or beside the exports."""
    if output is None:
        return workspace.data.home / "exports" / str(summary.year) / f"{name}.docx"
    suffix = output.suffix.lower()
    if is_folder(output) or not suffix:
        return output / f"{name}.docx"
    if suffix != ".docx":
        raise WrongUseError(f"--output 的“{output.name}”不是 .docx 文件；请改文件名")
    return output


def _save(path: Path, data: bytes, *, force: bool) -> None:
    done = save(path, data, force=force, rescue=RESCUE)
    if done.backup is not None:
        remark(f"旧文件留作 {done.backup}")
    emit_paths([done.path])
