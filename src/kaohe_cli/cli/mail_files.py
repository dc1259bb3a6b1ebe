"""Mails written as files: never over anything that was not written here."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import typer

from kaohe_cli.cli.app import FINDINGS
from kaohe_cli.cli.output import MANNER, complain, emit_paths, remark
from kaohe_cli.drafting.saving import FilledInError, save
from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.files.atomic import several_at_once
from kaohe_cli.forms.rounds import Round
from kaohe_cli.mailing.message import Message, is_as_written
from kaohe_cli.mailing.recipients import Recipient, recipient_of
from kaohe_cli.tables.contacts import Contacts
from kaohe_cli.words.shortening import some_of

SUFFIX = ".eml"
HOW_TO_SEND = "程序自己不发，请在邮件程序里打开，看过再发送"
_NAMED = 60
"""Bodies named in a line: all of a district, since each of them is to be looked up."""


class Written(NamedTuple):
    """What became of some mails."""

    places: Mapping[str, Path]
    """Those that were written, by the names of their bodies."""
    failed: CannotWriteError | None
    """Why the rest could not be written."""
    refused: int
    """How many were not, since something else stands in their place."""


def save_mails(folder: Path, mails: Mapping[str, Message]) -> Written:
    """Writes a mail for each body, and says where something else stands in its place.

    They are their owner's alone: forms and rosters hold telephone numbers.
    """
    places: dict[str, Path] = {}
    failed: CannotWriteError | None = None
    refused = 0

    def saving() -> Iterator[Callable[[], tuple[str, Path | FilledInError | CannotWriteError]]]:
        for unit, mail in mails.items():
            if failed is not None:
                return
            yield partial(_saved, unit, folder / f"{unit}{SUFFIX}", mail)

    for unit, done in several_at_once(saving()):
        if isinstance(done, Path):
            places[unit] = done
        elif isinstance(done, CannotWriteError):
            failed = failed or done
        else:
            refused += 1
            complain(
                f"错误：“{folder / unit}{SUFFIX}”不是这里写的邮件，或者有人改过，没有覆盖；请换一个文件夹"
            )
    return Written({unit: places[unit] for unit in mails if unit in places}, failed, refused)


def tell_nowhere(recipients: Mapping[str, Recipient]) -> int:
    """Says which bodies have no address, and what of the roster is no address; returns how much that is."""
    problems = 0
    for unit, one in recipients.items():
        for problem in one.problems:
            problems += 1
            complain(f"{problem}；用 kaohe assign --unit {unit} --email、--cc 改正")
    if nowhere := [unit for unit, one in recipients.items() if not one.to]:
        remark(
            f"{some_of(nowhere, _NAMED, '个单位')}没有邮箱，收件人空着，发送前填上；"
            f"以后用 kaohe assign --unit {nowhere[0]} --email 邮箱 录入"
        )
    return problems


def write_reminders(folder: Path, texts: Mapping[str, str], round_: Round, contacts: Contacts | None) -> None:
    """Writes a reminder to each of these bodies as a mail, and prints where they are.

    Raises:
        CannotWriteError: one cannot be written.
    """
    recipients = {unit: recipient_of(unit, contacts) for unit in texts}
    mails = {
        unit: Message(
            f"催报：{round_.year}年考核指标和督查激励报送材料（{round_.spoken}）——{unit}",
            f"{text}\n",
            recipients[unit].to,
            recipients[unit].cc,
        )
        for unit, text in texts.items()
    }
    written = save_mails(folder, mails)
    if written.places:
        emit_paths(written.places.values())
        done = "将写" if MANNER.rehearsing else "写好"
        remark(f"{done} {len(written.places)} 封催报的邮件；{HOW_TO_SEND}")
        tell_nowhere({unit: recipients[unit] for unit in written.places})
    if written.failed is not None:
        raise written.failed
    if written.refused:
        raise typer.Exit(FINDINGS)


def _saved(unit: str, path: Path, mail: Message) -> tuple[str, Path | FilledInError | CannotWriteError]:
    try:
        return unit, save(path, mail.written(), is_ours=is_as_written, private=True).path
    except (FilledInError, CannotWriteError) as error:
        return unit, error
