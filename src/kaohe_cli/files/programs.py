"""Other programs that are started: found on PATH by an absolute path, never in the folder one works in.

Windows looks for a program in the current folder first, and PATH itself may hold “.”, nothing, or a folder of
the workspace. Workspaces come by mail and git: a ``git.exe`` that lies in one must not be run.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from kaohe_cli.exceptions import CannotLookError
from kaohe_cli.files.looking import current_folder, is_file

_IS_WINDOWS = os.name == "nt"
_WINDOWS_SUFFIXES = (".com", ".exe")  # in this order: soffice.com waits for its end; scripts (.bat) are none


def find_program(*names: str, outside: Iterable[Path] = (), windows: bool = _IS_WINDOWS) -> str | None:
    """Returns the absolute path of the first of these programs that PATH knows, or None.

    It lies outside the current folder and the folders ``outside``, with all that is below them; of a folder
    as wide as a whole disk or a home only what lies right in it is passed over.
    """
    forbidden = [*_current(), *(Path(os.path.realpath(folder)) for folder in outside)]
    for name in names:
        for folder in _folders_on_path():
            for suffix in _WINDOWS_SUFFIXES if windows and not Path(name).suffix else ("",):
                program = folder / f"{name}{suffix}"
                if _can_run(program) and not any(_is_in(path, forbidden) for path in (folder, program)):
                    return str(program)
    return None


def system_program(name: str) -> str:
    """Returns the path of a program that comes with Windows."""
    return str(Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / name)


def _folders_on_path() -> Iterator[Path]:
    for entry in os.environ.get("PATH", os.defpath).split(os.pathsep):
        folder = Path(entry.strip('"'))
        if folder.is_absolute():
            yield folder


def _current() -> Iterator[Path]:
    with suppress(CannotLookError):  # deleted under our feet
        yield Path(os.path.realpath(current_folder()))


def _can_run(path: Path) -> bool:
    try:
        return is_file(path) and os.access(path, os.X_OK)
    except CannotLookError:  # a folder on PATH that may not be looked into
        return False


def _is_in(path: Path, folders: list[Path]) -> bool:
    real = Path(os.path.realpath(path))
    return any(
        real == folder or folder == real.parent or (folder in real.parents and not _is_wide(folder))
        for folder in folders
    )


def _is_wide(folder: Path) -> bool:
    home = None
    with suppress(RuntimeError):
        home = Path(os.path.realpath(Path.home()))
    return folder in (folder.parent, home)
