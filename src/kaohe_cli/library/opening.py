"""A workspace opened for reading, after what a killed command left in it is mended."""

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.lock_place import lock_of
from kaohe_cli.files.looking import is_folder, is_taken
from kaohe_cli.workspace.locate import find_data, tables_below
from kaohe_cli.workspace.workspace import Workspace

Place: TypeAlias = str | PathLike[str]


def mend(workspace: Workspace, tell: Callable[[str], None]) -> None:
    """Finishes or takes back a change that was killed half-way; one being written is waited for."""
    if is_taken(lock_of(workspace.data.path)):
        from kaohe_cli.files.transaction import recover

        recover(workspace.data.path, private=workspace.private, tell=tell)


def opened(
    data: Place | None = None, reports: Place | None = None, contacts: Place | None = None
) -> Workspace:
    """Returns the workspace that a program means, found as the command line finds it.

    What ships is never taken for anybody's own: there is nobody here to tell.

    Raises:
        WrongUseError: what is named is not there, or nothing is named and there are no tables to be found.
    """
    path = _path(data)
    if path is not None and not is_folder(path):
        raise WrongUseError(f"“{path}”不是文件夹，请写放着 indicators.yaml 的文件夹")
    found = find_data(path)
    if found.shipped:
        hint = tables_below(found.home) or "请写放着 indicators.yaml 的文件夹"
        raise WrongUseError(f"没有找到自己的表：当前文件夹和上级的 data 里都没有；{hint}")
    workspace = Workspace(found, _path(reports), _path(contacts))
    mend(workspace, lambda _: None)
    return workspace


def _path(place: Place | None) -> Path | None:
    return Path(place) if place is not None else None
