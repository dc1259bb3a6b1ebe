"""How commands that change the data show what they did."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaohe_cli.cli.output import emit
from kaohe_cli.exceptions import WrongUseError

if TYPE_CHECKING:
    from kaohe_cli.editing import FileDiff
    from kaohe_cli.workspace.workspace import Workspace

# A run of seven digits or more, or a mobile written in groups: 138 0000 0000, 138-0000-0000.
_PHONE = re.compile(r"(?<!\d)(?:\d{7,}|1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")
_DIGIT = re.compile(r"\d")


def show_changes(diffs: "Sequence[FileDiff]", *, show_phones: bool) -> None:
    """Prints the diffs to stdout; long digit runs (phone numbers) are starred unless they are asked for."""
    for diff in diffs:
        emit(diff.text if show_phones else without_phones(diff.text))


def without_phones(text: str) -> str:
    """Returns the text with the digits of phone numbers and other long numbers starred.

    >>> without_phones("13800000000，138 0000 0000，023-60000000，2021-08-11")
    '***********，*** **** ****，023-********，2021-08-11'
    """
    return _PHONE.sub(lambda found: _DIGIT.sub("*", found[0]), text)


def refuse_shipped(workspace: "Workspace") -> None:
    """Raises where the data is the read-only copy inside the package.

    Raises:
        WrongUseError: there is no data of the user's own to change.
    """
    if workspace.data.shipped:
        raise WrongUseError(
            "现在用的是随程序安装的表，不能修改；"
            "请在放着 data/indicators.yaml 的文件夹里运行，或用 --data 指明"
        )
