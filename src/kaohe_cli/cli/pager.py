"""A long result on a terminal, page by page."""

import os
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, TypeAlias

Tell: TypeAlias = Callable[[str], None]

_CHOSEN_BY: Final = ("KAOHE_PAGER", "PAGER")
_NOT_PAGED: Final = ("", "cat")
_LESS: Final = {"LESS": "FRX"}  # as git has it: nothing where all fits, colours kept, no screen of its own


def page(text: str, tell: Tell) -> bool:
    """Shows a text in the user's pager, or in less; False where it is short or there is no pager.

    ``tell`` hears of a pager that does not work.

    On Windows nothing is paged that was not asked for: its ``more`` garbles UTF-8.
    """
    if os.environ.get("TERM") == "dumb" or not _is_long(text):
        return False
    words = _pager(tell)
    if not words:
        return False
    encoding = sys.stdout.encoding or "utf-8"
    defaults = _LESS | ({"LESSCHARSET": "utf-8"} if encoding.lower() == "utf-8" else {})
    sys.stdout.flush()
    return _shown(words, text.encode(encoding, "replace"), defaults | dict(os.environ), tell)


def _is_long(text: str) -> bool:
    """True where a text has more lines on this screen than fit, those counted that are wrapped."""
    try:
        columns, lines = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return False
    if not lines or not columns or _lines(text, lambda line: 2 * len(line), columns) < lines:
        return False
    from rich.cells import cell_len

    return _lines(text, cell_len, columns) >= lines


def _lines(text: str, width: Callable[[str], int], columns: int) -> int:
    return sum(max(1, -(-width(line) // columns)) for line in text.splitlines())


def _pager(tell: Tell) -> list[str]:
    """Returns the pager's command; nothing where there is none, or none is wanted."""
    chosen = next((os.environ[name] for name in _CHOSEN_BY if name in os.environ), None)
    from kaohe_cli.files.programs import find_program

    if chosen is None:
        less = None if os.name == "nt" else find_program("less")
        return [less] if less else []
    try:
        name, *options = shlex.split(chosen, posix=os.name != "nt") or [""]
    except ValueError:  # a quotation mark without its partner
        tell(f"无法识别分页程序“{chosen}”，直接输出")
        return []
    if name in _NOT_PAGED:
        return []
    program = name if os.path.dirname(name) else find_program(name)  # noqa: PTH120 - as it was written
    if program is None:
        tell(f"没有找到分页程序“{name}”，直接输出")
        return []
    return [program, *options]


def _shown(words: list[str], data: bytes, environment: dict[str, str], tell: Tell) -> bool:
    import subprocess

    with _left_to_the_pager():
        try:
            pager = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment)
        except OSError:
            tell(f"分页程序“{words[0]}”无法运行，直接输出")
            return False
        with suppress(OSError), pager:  # whoever has seen enough closes it before the end
            pager.communicate(data)
    return True


@contextmanager
def _left_to_the_pager() -> Iterator[None]:
    """Leaves Ctrl-C to the pager, which goes back to its prompt or ends."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: None)  # SIG_IGN would be handed on to the pager
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
