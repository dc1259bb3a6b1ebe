"""How commands that change the data show what they did."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaohe_cli.cli.output import emit, remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.words.phones import masked

if TYPE_CHECKING:
    from kaohe_cli.files.transaction import FileDiff, Transaction
    from kaohe_cli.workspace.workspace import Workspace


def show_changes(diffs: "Sequence[FileDiff]", *, show_phones: bool) -> None:
    """Prints the diffs to stdout; phone numbers are starred unless they are asked for."""
    have_shown(diffs)
    for diff in diffs:
        emit(diff.text if show_phones else masked(diff.text))


def have_shown(diffs: "Sequence[FileDiff]") -> None:
    """Says that these changes were shown, so that a dry run need not list the files at its end."""
    from kaohe_cli.files.rehearsal import REHEARSAL

    for diff in diffs:
        REHEARSAL.shown(diff.path)


def changing(workspace: "Workspace") -> "Transaction":
    """Returns a change of a workspace's files, which heals and tells what a killed command left."""
    from kaohe_cli.files.transaction import Transaction

    return Transaction(workspace.data.path, private=workspace.private, tell=remark)


def refuse_shipped(workspace: "Workspace") -> None:
    """Raises where the data is the read-only copy inside the package.

    Raises:
        WrongUseError: there is no data of the user's own to change.
    """
    if workspace.data.shipped:
        raise WrongUseError(
            "现在用的是随程序安装的表，不能修改；请在放着 data 文件夹的地方运行，或用 --data 指明"
        )
