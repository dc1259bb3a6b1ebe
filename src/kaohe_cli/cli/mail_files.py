"""Mails written as files: never over anything that was not written here."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kaohe_cli.cli.output import remark
from kaohe_cli.drafting.drafts import FilledInError, save
from kaohe_cli.exceptions import CannotWriteError
from kaohe_cli.files.atomic import several_at_once
from kaohe_cli.mailing.message import Message, is_as_written

SUFFIX = ".eml"


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
            remark(f"错误：“{folder / unit}{SUFFIX}”不是这里写的邮件，或者有人改过，没有覆盖；请换一个文件夹")
    return Written({unit: places[unit] for unit in mails if unit in places}, failed, refused)


def _saved(unit: str, path: Path, mail: Message) -> tuple[str, Path | FilledInError | CannotWriteError]:
    try:
        return unit, save(path, mail.written(), is_ours=is_as_written, private=True).path
    except (FilledInError, CannotWriteError) as error:
        return unit, error
