"""Reports of the old shape, ``reports/<unit>.yaml``, moved to the folders of the rounds that they name."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kaohe_cli.collecting.kept import FOLDER
from kaohe_cli.collecting.writing import relative_schema
from kaohe_cli.files.looking import files_below, is_folder, is_there, listing
from kaohe_cli.files.paths import shown_path
from kaohe_cli.files.transaction import Transaction
from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.rounds import Round
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace


class Move(NamedTuple):
    """A file, and where it belongs."""

    source: Path
    target: Path


@dataclass
class Plan:
    """What is to be moved, and what is not."""

    reports: list[Move] = field(default_factory=list)
    returned: list[Move] = field(default_factory=list)
    """The returned files and what is kept beside them."""
    left: list[str] = field(default_factory=list)
    """A sentence for each that stays where it is, and why."""


def plan(workspace: Workspace) -> Plan:
    """Returns where the files of the old shape belong: each report under the round that it names.

    The returned files of a body go with its report. Nothing that is there already is replaced.

    Raises:
        UnusableDataError: the tables cannot be used.
        CannotLookError: a folder cannot be listed.
    """
    found = Plan()
    rounds: dict[str, Round] = {}
    for loaded in workspace.unmigrated:
        path, of = loaded.source.path, workspace.round_of(loaded)
        target = workspace.round_folder(of) / path.name if of is not None else None
        if of is None or target is None:
            found.left.append(f"{shown_path(path)} 读不出是哪年、截至几月的；改好（见 kaohe validate）再移")
        elif path.is_symlink():
            found.left.append(f"{shown_path(path)} 是链接；请自己移到 {shown_path(target)}")
        elif is_there(target.parent) and not is_folder(target.parent):
            found.left.append(
                f"{shown_path(path)} 要放进 {shown_path(target.parent)}，那里却有一个文件；先给它改名"
            )
        elif is_there(target):
            found.left.append(f"{shown_path(target)} 已经有了，与 {shown_path(path)} 核对，留下一份")
        else:
            found.reports.append(Move(path, target))
            rounds |= dict.fromkeys(_names(loaded, workspace), of)
    _add_returned(found, workspace, rounds)
    return found


def _names(loaded: Loaded[Report], workspace: Workspace) -> Iterator[str]:
    """Yields the names under which returned files of a report's body may be kept."""
    yield loaded.source.path.stem
    if loaded.model is not None:
        yield loaded.model.unit
        body = workspace.tables().registry.resolve(loaded.model.unit)
        if isinstance(body, Unit):
            yield body.name


def _add_returned(found: Plan, workspace: Workspace, rounds: dict[str, Round]) -> None:
    for folder in listing(workspace.reports / FOLDER, hidden=True):
        if is_folder(folder) and not folder.is_symlink() and not files_below(folder):
            continue
        of = rounds.get(folder.name) or _only_round(folder.name, workspace)
        if of is None or folder.is_symlink() or not is_folder(folder):
            where = shown_path(workspace.reports / "年-月" / FOLDER)
            found.left.append(f"{shown_path(folder)} 看不出是哪一轮的；请自己移到 {where}")
            continue
        for path in files_below(folder):
            target = workspace.round_folder(of) / FOLDER / folder.name / path.relative_to(folder)
            if path.is_symlink() or is_there(target):
                why = "是链接" if path.is_symlink() else "那里已经有了"
                found.left.append(f"{shown_path(path)} {why}；请核对后自己移到 {shown_path(target)}")
            else:
                found.returned.append(Move(path, target))


def _only_round(unit: str, workspace: Workspace) -> Round | None:
    """Returns the round of a body whose report stands in the folder of one round already."""
    found = [
        one for one in workspace.rounds_with_reports if is_there(workspace.round_folder(one) / f"{unit}.yaml")
    ]
    return found[0] if len(found) == 1 else None


def stage(change: Transaction, found: Plan, workspace: Workspace) -> None:
    """Stages all moves as one change: each copy is written and verified before its source goes."""
    data = workspace.data.path
    for source, target in found.reports:
        text = change.read(source)
        before, after = relative_schema(source, data), relative_schema(target, data)
        first, line_break, rest = text.partition("\n")
        if first.rstrip().endswith(f"$schema={before}"):
            first = first.replace(f"$schema={before}", f"$schema={after}")
        change.create(target, f"{first}{line_break}{rest}")
        change.remove(source)
    for source, target in found.returned:
        change.move(source, target)


def tidy(found: Plan, workspace: Workspace) -> None:
    """Removes the folders of returned files that the moves have emptied."""
    emptied = {folder for source, _ in found.returned for folder in source.parents}
    inside = [one for one in emptied if one.is_relative_to(workspace.reports / FOLDER)]
    for folder in sorted(inside, key=lambda one: -len(one.parts)):
        with suppress(OSError):
            folder.rmdir()
