"""How commands that change the data show what they did."""

import re
from collections.abc import Sequence

from kaohe_cli.cli.output import emit
from kaohe_cli.editing import FileDiff
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.workspace.workspace import Workspace

_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{7,}(?![0-9])")


def show_changes(diffs: Sequence[FileDiff], *, show_phones: bool) -> None:
    """Prints the diffs to stdout; long digit runs (phone numbers) are starred unless they are asked for."""
    for diff in diffs:
        emit(diff.text if show_phones else without_phones(diff.text))


def without_phones(text: str) -> str:
    """Returns the text with long digit runs starred."""
    return _LONG_NUMBER.sub(lambda found: "*" * len(found[0]), text)


def refuse_shipped(workspace: Workspace) -> None:
    """Raises where the data is the read-only copy inside the package.

    Raises:
        WrongUseError: there is no data of the user's own to change.
    """
    if workspace.data.shipped:
        raise WrongUseError(
            "现在用的是随程序安装的表，不能修改；"
            "请在放着 data/indicators.yaml 的文件夹里运行，或用 --data 指明"
        )
