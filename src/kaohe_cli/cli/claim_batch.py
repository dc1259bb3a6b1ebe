"""The files of ``kaohe claim --draft``: of which claims, where, and what became of each."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from kaohe_cli.claims.gathering import Gatherer
from kaohe_cli.claims.papers import claim_file
from kaohe_cli.claims.standing import UNDECIDED, ClaimRow, claims_of
from kaohe_cli.cli.claim_request import incentives_with
from kaohe_cli.cli.dash import to_stdout
from kaohe_cli.cli.errors import explain
from kaohe_cli.cli.output import MANNER, complain, emit_paths, remark
from kaohe_cli.drafting.saving import FilledInError, Saved, save
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.looking import is_folder
from kaohe_cli.files.names import shortened, why_unusable
from kaohe_cli.forms.rounds import Round
from kaohe_cli.tables.claim_states import DECLINED, WANTED
from kaohe_cli.workspace.outputs import check_output
from kaohe_cli.workspace.workspace import Workspace

_ENDING: Final = ".docx"
_OTHER_ENDINGS: Final = (".doc", ".wps", ".pdf", ".md", ".xlsx", ".csv")
_LONGEST_NAME: Final = 120  # bytes, 40 汉字; with the folders before it a path stays below the 260 of Windows


class Files(NamedTuple):
    """What ``kaohe claim --draft`` was asked for."""

    ids: Sequence[str]
    everyone: bool
    round: str | None
    output: Path | None
    force: bool


def write_files(workspace: Workspace, asked: Files) -> bool:
    """Writes the files; returns False where one was left out, since somebody has changed it.

    Raises:
        WrongUseError: nothing or two things are asked for.
        UnusableDataError: the tables, the claims or the roster cannot be used.
    """
    rows = _asked_for(workspace, asked)
    if not rows:
        remark(f"没有“{WANTED}”的激励，没有生成；先用 kaohe claim 编号 --state {WANTED}")
        return True
    gatherer = Gatherer(workspace, _round(workspace, asked))
    if to_stdout(asked.output, [lambda row=row: claim_file(gatherer.paper(row)) for row in rows]):  # type: ignore[misc]
        return True
    folder = workspace.data.home / "claims" / str(workspace.tables().incentives.year)
    paths = _paths(rows, asked.output, folder)
    saved: list[Saved] = []
    left_out = 0
    try:
        for row, path in zip(rows, paths, strict=True):
            if path.is_symlink():  # what it stands for may be anything
                check_output(path, workspace)
            try:
                data = claim_file(gatherer.paper(row))
                saved.append(save(path, data, force=asked.force, rescue="先把它移到别处"))
            except FilledInError as error:
                complain(explain(error))
                left_out += 1
    finally:
        for one in saved:
            if one.backup is not None:
                remark(f"旧文件留作 {one.backup}")
        emit_paths(one.path for one in saved)
        if saved and not MANNER.rehearsing:
            remark("句末〔 〕里是填报这一句的单位，【 】是要填写的地方；定稿时核对、删去")
    return not left_out


def _asked_for(workspace: Workspace, asked: Files) -> list[ClaimRow]:
    """Returns the claims to write a file for."""
    if asked.everyone == bool(asked.ids):
        raise WrongUseError("请写编号，或用 --all（全部“拟申报”的），两者选一；例：kaohe claim J04 --draft")
    tables = workspace.tables()
    rows = {row.id: row for row in claims_of(workspace, _round(workspace, asked), _ANY_DAY)}
    if asked.everyone:
        return [row for row in rows.values() if row.state == WANTED]
    found = [rows[row.id] for row in incentives_with(asked.ids, tables)]
    for row in found:
        if row.state in (UNDECIDED, DECLINED):
            remark(f"{row.id}（{row.name}）现在是“{row.state}”，稿子照样生成")
    return found


def _round(workspace: Workspace, asked: Files) -> Round | None:
    return workspace.round_meant(asked.round) if asked.round is not None else None


_ANY_DAY: Final = date(2000, 1, 1)
"""A file tells no days that are left, so that it does not matter which day it is."""


def _paths(rows: Sequence[ClaimRow], output: Path | None, folder: Path) -> list[Path]:
    """Returns where each file goes: ``--output`` is a file where it ends like one, otherwise a folder."""
    if output is not None and output.suffix.lower() == _ENDING and not is_folder(output):
        if len(rows) > 1:
            raise WrongUseError(f"要生成 {len(rows)} 个文件，--output 请写文件夹，不要写文件名")
        return [output]
    if output is not None and output.suffix.lower() in _OTHER_ENDINGS and not is_folder(output):
        raise WrongUseError(f"--output 的“{output.name}”不是 {_ENDING} 文件；请改文件名，或写文件夹")
    return [(output or folder) / _name(row) for row in rows]


def _name(row: ClaimRow) -> str:
    """Returns the name of a claim's file; the id alone where the incentive's cannot be part of one."""
    name = shortened(f"{row.id}{row.name}{_ENDING}", _LONGEST_NAME)
    return f"{row.id}{_ENDING}" if why_unusable(name) else name
