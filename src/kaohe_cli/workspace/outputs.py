"""Where results may be written: under a name that every system has, and never over the workspace's data."""

import os
from collections.abc import Iterator
from pathlib import Path

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.lock_place import LOCK_NAME
from kaohe_cli.files.names import folded, why_unusable
from kaohe_cli.workspace.names import BESIDE_REPORTS
from kaohe_cli.workspace.workspace import Workspace

_YAML = (".yaml", ".yml")


def check_output(path: Path, workspace: Workspace) -> None:
    """Refuses a place for a result, be it reached by a link or written in another case.

    Raises:
        WrongUseError: it is a file of the data, or a name that Windows does not have.
    """
    if path.name.strip(".") and (why := why_unusable(path.name)):
        raise WrongUseError(f"--output 的“{path.name}”{why}；请换一个文件名")
    try:
        target = path.resolve()
    except (OSError, RuntimeError):  # links in a circle: writing will say so
        return
    if _is_named_as_data(target, workspace) or any(_is_same(target, own) for own in _own_files(workspace)):
        raise WrongUseError(f"“{path}”是数据文件，结果不能写在它上面，未作改动；请换一个文件名")


def _is_named_as_data(target: Path, workspace: Workspace) -> bool:
    name = folded(target.name)
    is_yaml = name.endswith(_YAML)
    contacts = workspace.contacts_path
    if name == folded(contacts.name) and _is_same(target.parent, contacts.parent):
        return True
    if _is_same(target.parent, workspace.data.path):
        return is_yaml or name.startswith(LOCK_NAME) or name.endswith((".kaohe-new", ".kaohe-old"))
    for folder in target.parents:
        if _is_same(folder, workspace.reports):
            inside = target.relative_to(folder).parts
            return is_yaml or any(folded(part) in BESIDE_REPORTS for part in inside[:2])
    return False


def _own_files(workspace: Workspace) -> Iterator[Path]:
    """Yields the files of the data that are there, for links to them from elsewhere."""
    yield workspace.contacts_path
    for folder, below, names in os.walk(workspace.data.path):
        if Path(folder) == workspace.data.path:
            below.clear()  # the reports come by themselves, and what else is there is none of the data
        yield from (Path(folder, name) for name in names if folded(name).endswith(_YAML))
    for folder, _, names in os.walk(workspace.reports):
        yield from (Path(folder, name) for name in names)


def _is_same(one: Path, other: Path) -> bool:
    """True where both are one file; where one is not there, by its name as Windows and macOS see it."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return folded(one.as_posix()) == folded(Path(os.path.abspath(other)).as_posix())  # noqa: PTH100 - links stay
