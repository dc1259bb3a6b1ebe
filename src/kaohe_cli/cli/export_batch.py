"""The files of one ``kaohe export``: whose rows, where, and what became of each."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from kaohe_cli.cli.choices import ExportFormat
from kaohe_cli.cli.dash import to_stdout
from kaohe_cli.cli.errors import explain
from kaohe_cli.cli.output import complain, emit_paths, remark
from kaohe_cli.drafting.saving import FilledInError, Saved, is_untouched_draft, save
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.exporting.annexes import Extract
from kaohe_cli.files.looking import is_folder
from kaohe_cli.query.selection import find_body, unit_names
from kaohe_cli.tables.units import Collective, Unit
from kaohe_cli.workspace.outputs import check_output
from kaohe_cli.workspace.workspace import Tables, Workspace

WHOLE_NAME: Final = "任务分解表"


class Exports(NamedTuple):
    """What ``kaohe export`` was asked for."""

    units: Sequence[str]
    everyone: bool
    format: ExportFormat
    output: Path | None
    policy: bool
    force: bool


class _Kind(NamedTuple):
    """How a file of one format is made, and how one is known that nobody has changed."""

    write: Callable[[Extract], bytes]
    is_ours: Callable[[bytes], bool]


def export(workspace: Workspace, asked: Exports) -> bool:
    """Writes the files; returns False where something was left out."""
    tables = workspace.tables()
    units = _asked_for(asked, tables)
    kind = _kind(asked)
    if to_stdout(asked.output, [partial(kind.write, Extract(tables, unit)) for unit in units]):
        return True
    paths = _paths(asked, units, workspace.data.home / "exports" / str(tables.indicators.year))
    saved: list[Saved] = []
    left_out = 0
    try:
        for unit, path in zip(units, paths, strict=True):
            extract = Extract(tables, unit)
            if unit is not None and not extract.has_rows:
                (remark if asked.everyone else complain)(f"{unit.name}没有承担的项，没有导出")
                left_out += not asked.everyone
                continue
            if path.is_symlink():  # what it stands for may be anything
                check_output(path, workspace)
            try:
                done = save(
                    path,
                    kind.write(extract),
                    force=asked.force,
                    is_ours=kind.is_ours,
                    rescue="先把它移到别处",
                )
            except FilledInError as error:
                complain(explain(error))
                left_out += 1
                continue
            if done.backup is not None:
                remark(f"旧文件留作 {done.backup}")
            saved.append(done)
    finally:
        emit_paths(one.path for one in saved)
    return not left_out


def _asked_for(asked: Exports, tables: Tables) -> list[Unit | None]:
    """Returns the bodies to export for, each once; None stands for the whole tables."""
    if asked.everyone and asked.units:
        raise WrongUseError("--unit 和 --all 只能写一样；--all 就是每个单位一份")
    if asked.everyone:
        return list(tables.registry.units)
    units: list[Unit | None] = []
    for name in unit_names(asked.units, tables.registry):
        body = find_body(name, tables.registry)
        if isinstance(body, Collective):
            raise WrongUseError(f"“{name}”是统称，不是一个单位，没有导出；请写具体单位")
        if body not in units:
            units.append(body)
        if body.name != name.strip():
            remark(f"“{name}”即{body.name}")
    return units or [None]


def _paths(asked: Exports, units: Sequence[Unit | None], folder: Path) -> list[Path]:
    """Returns where each file goes: ``--output`` is a file where it ends like one, otherwise a folder."""
    ending = f".{asked.format}"
    if asked.output is not None:
        suffix = asked.output.suffix.lower()
        if suffix == ending and not is_folder(asked.output):
            if len(units) > 1:
                raise WrongUseError(f"要导出 {len(units)} 个文件，--output 请写文件夹，不要写文件名")
            return [asked.output]
        if suffix in (".docx", ".xlsx", ".doc", ".xls", ".csv", ".pdf") and not is_folder(asked.output):
            raise WrongUseError(
                f"--output 的“{asked.output.name}”不是 {ending} 文件；请改文件名，或改 --format"
            )
        folder = asked.output
    return [folder / f"{unit.name if unit is not None else WHOLE_NAME}{ending}" for unit in units]


def _kind(asked: Exports) -> _Kind:
    if asked.format == "xlsx":
        from kaohe_cli.exporting.excel_file import is_untouched, workbook

        return _Kind(workbook, is_untouched)
    from kaohe_cli.exporting.word_file import annexes

    return _Kind(partial(annexes, with_policy=asked.policy), is_untouched_draft)
