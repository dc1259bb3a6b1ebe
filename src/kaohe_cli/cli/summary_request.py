"""Which Word files ``kaohe summary`` was asked for, and whether the options go together."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kaohe_cli.exceptions import WrongUseError


class Documents(NamedTuple):
    """Which Word files ``kaohe summary`` was asked for."""

    report: bool
    brief: bool
    cards: Sequence[str]
    notice: bool
    slips: Path | None
    template: Path | None
    output: Path | None
    force: bool

    @property
    def asked(self) -> int:
        """How many kinds."""
        return sum(map(bool, (self.report, self.brief, self.cards, self.notice, self.slips is not None)))


def check(asked: Documents, format: str, *, narrowed: bool) -> None:  # noqa: A002 - the option's name
    """Refuses what does not go together.

    Raises:
        WrongUseError: several kinds at once, or an option that another kind knows nothing of.
    """
    special = asked.asked - asked.report
    if special > 1:
        raise WrongUseError("--brief、--card、--notice、--slips 一次只用一个")
    if special and format not in ("table", "docx"):
        raise WrongUseError(
            f"--brief、--card、--notice、--slips 出的是 Word 文件，不能同时写 --format {format}"
        )
    if asked.template is not None and (special or not asked.report):
        raise WrongUseError("--template 只用于汇总报告，请同时写 --format docx")
    if asked.slips is not None and asked.output is not None:
        raise WrongUseError("更正单放在 --slips 写的文件夹里，不用写 --output")
    if special and narrowed:
        raise WrongUseError("--brief、--card、--notice、--slips 看的是全部的项，不能同时写 --unit、--section")
