"""Files that are written for people, never over something that they have filled in."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kaohe_cli.drafting import draft_properties
from kaohe_cli.exceptions import CannotWriteError, KaoheError
from kaohe_cli.files.atomic import write_file
from kaohe_cli.files.looking import is_file, is_taken, is_there
from kaohe_cli.files.rehearsal import REHEARSAL, Result
from kaohe_cli.forms.rounds import Round, round_in
from kaohe_cli.ooxml.errors import PackageError
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.properties import is_untouched, read_properties


class FilledInError(KaoheError):
    """A draft on disk has been changed since kaohe wrote it."""


class Saved(NamedTuple):
    """A written draft."""

    path: Path
    result: Result
    backup: Path | None = None


def round_of_draft(path: Path) -> Round | None:
    """Returns the round of a draft, filled in or not; None where there is none, or it does not say."""
    try:
        if not is_file(path):
            return None
        properties = read_properties(open_package(path.read_bytes(), name=path.name))
    except (OSError, KaoheError):  # saving will say what is wrong with it
        return None
    year, month = (properties.get(one, "") for one in (draft_properties.YEAR, draft_properties.THROUGH_MONTH))
    return round_in(f"{year}-{month}", 0)


def is_untouched_draft(data: bytes) -> bool:
    """True for a Word file that is what kaohe wrote, part for part."""
    try:
        return is_untouched(data, draft_properties.DIGEST) is True
    except PackageError:
        return False


def save(
    path: Path,
    data: bytes,
    *,
    force: bool = False,
    is_ours: Callable[[bytes], bool] = is_untouched_draft,
    rescue: str = "先用 kaohe collect 收进来、把它移到别处",
    private: bool = False,
) -> Saved:
    """Writes a draft, unless someone has filled in the one that is there, by what ``is_ours`` says of it.

    ``rescue`` is how to keep what people wrote, for the message. A ``private`` file is its owner's alone.

    With ``force`` what is there is first kept beside it as ``.bak`` (``.bak2``, … where that exists).

    Raises:
        FilledInError: the file was changed since kaohe wrote it, or was not written by kaohe.
        CannotWriteError: the folder or the disk does not allow it.
    """
    try:
        old = path.read_bytes()
    except OSError as error:
        if not is_taken(path):  # nothing there, or no such place: writing will say which
            write_file(path, data, private=private)
            return Saved(path, Result.NEW)
        raise CannotWriteError(
            f"“{path}”已经存在却无法读取，没有覆盖；请检查它是否为文件夹、有无权限"
        ) from error
    if old == data:
        REHEARSAL.note(path, data)
        return Saved(path, Result.SAME)
    backup = None
    if not is_ours(old):
        if not force:
            raise FilledInError(
                f"“{path}”已有人填写或改动过，没有覆盖；请{rescue}，再重新生成，"
                "或加 --force（旧文件留作 .bak）"
            )
        backup = _free_backup(path)
        write_file(backup, old)
    write_file(path, data, private=private)
    return Saved(path, Result.UPDATED, backup)


def replace_file(path: Path, data: bytes) -> Saved:
    """Writes a copy for reading, whatever was there before.

    Raises:
        CannotWriteError: the folder or the disk does not allow it.
    """
    result = Result.UPDATED if is_there(path) else Result.NEW
    if result is Result.UPDATED and is_file(path) and path.read_bytes() == data:
        REHEARSAL.note(path, data)
        return Saved(path, Result.SAME)
    write_file(path, data)
    return Saved(path, result)


def _free_backup(path: Path) -> Path:
    number = 1
    while True:
        backup = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if not is_taken(backup):
            return backup
        number += 1
