"""Streams and files: results to stdout, remarks to stderr, never an encoding error.

All that is printed passes here, and here what does not show is made visible: no name of a file, argument or
text of the data steers a terminal, a browser or an editor.
"""

import codecs
import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from kaohe_cli.words.control import shown, shown_on_one_line
from kaohe_cli.words.patterns import regex

if TYPE_CHECKING:
    from rich.console import Console

BOM = "\ufeff"
_COLOUR = regex(r"(\x1b\[[0-9;]*m)")

Format = Literal["table", "json", "csv", "yaml", "md"]


def prepare_streams() -> None:
    """Makes stdout and stderr able to print any text.

    A terminal that claims ASCII (LANG=C) gets UTF-8; a GBK console gets “?” for what GBK lacks.
    """
    MANNER.unnamed = None
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = "utf-8" if codecs.lookup(stream.encoding).name == "ascii" else None
            reconfigure(encoding=encoding, errors="replace")


def finish() -> None:
    """Sends off what stdout still holds; a reader (a pager, head) that has seen enough is no error."""
    with _unless_the_reader_is_gone(sys.stdout):
        sys.stdout.flush()


@contextmanager
def _unless_the_reader_is_gone(stream: TextIO) -> Iterator[None]:
    """Lets the command do its work to the end, and end as it would, though nobody reads on."""
    try:
        yield
    except OSError as error:
        # Windows has no EPIPE: a pipe without a reader is an invalid argument there.
        if not isinstance(error, BrokenPipeError) and not (os.name == "nt" and error.errno == errno.EINVAL):
            raise
        silence(stream)


def silence(stream: TextIO) -> None:
    """Sends what is still buffered nowhere, so that the interpreter does not complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def speaks_utf8() -> bool:
    """True where stdout can carry every character."""
    return codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"


class Manner:
    """How the command that runs now was asked to speak and to write."""

    quiet = False
    """Results and errors only."""
    paged = False
    """A long result goes through a pager, on a terminal."""
    rehearsing = False
    """Files are not written: what would be is told at the end."""
    unnamed: re.Pattern[str] | None = None
    """The folder of a file with what came by standard input, which nobody has asked for."""

    def named(self, text: str) -> str:
        """Returns a text without that folder."""
        return self.unnamed.sub("", text) if self.unnamed is not None else text


MANNER = Manner()


@contextmanager
def in_manner(*, quiet: bool, paged: bool, rehearsing: bool) -> Iterator[None]:
    """Speaks and writes as asked, to the end of the block; a dry run then tells what it would write."""
    MANNER.quiet, MANNER.paged, MANNER.rehearsing = quiet, paged, rehearsing
    try:
        if not rehearsing:
            yield
            return
        from kaohe_cli.files.rehearsal import REHEARSAL

        with REHEARSAL.going():
            try:
                yield
            finally:
                _tell_of_rehearsal()
    finally:
        MANNER.quiet, MANNER.paged, MANNER.rehearsing = False, False, False


def _tell_of_rehearsal() -> None:
    from kaohe_cli.files.paths import shown_path
    from kaohe_cli.files.rehearsal import REHEARSAL

    if lines := [f"{result.value} {shown_path(path)}" for path, result in REHEARSAL.unshown.items()]:
        emit("\n".join(lines))
    if REHEARSAL.noted:
        remark("仅为预览，未写入文件")


NO_OFFICE = "没有落款；落款的单位写在 indicators.yaml 的开头，如 office: 区政府督查室"
"""What is said where nobody signs what goes to bodies."""


def remark(text: str) -> None:
    """Prints a line for people to stderr, where it does not mix with results; not with --quiet."""
    if not MANNER.quiet:
        complain(text)


def complain(text: str) -> None:
    """Prints an error, or what a person must see to, to stderr."""
    with _unless_the_reader_is_gone(sys.stderr):
        print(shown(MANNER.named(text)), file=sys.stderr)  # noqa: T201


class Painted(str):
    """A text that may hold colours of ours, which reach the terminal; what it quotes has been ``shown``."""

    __slots__ = ()


def emit(text: str, output: Path | None = None, *, exact: bool = False) -> None:
    """Writes a result to stdout, or to a file as UTF-8.

    With ``exact`` stdout gets the very bytes of the UTF-8 text, whatever the console speaks.
    """
    text = _visible(text if MANNER.unnamed is None else type(text)(MANNER.named(text)))
    if not text.endswith("\n"):
        text += "\n"
    if output is not None and str(output) != "-":
        from kaohe_cli.files.atomic import write_file

        write_file(output, _COLOUR.sub("", text).encode())
        if not MANNER.rehearsing:
            remark(f"已写入 {shown_on_one_line(str(output))}")
        return
    if MANNER.paged and sys.stdout.isatty():
        from kaohe_cli.cli.pager import page

        if page(text, complain):
            return
    with _unless_the_reader_is_gone(sys.stdout):
        if exact and hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode())
        else:
            sys.stdout.write(text)


def emit_paths(paths: Iterable[Path]) -> None:
    """Prints where files were written; a dry run tells itself where they would be."""
    if (lines := "\n".join(map(str, paths))) and not MANNER.rehearsing:
        emit(lines)


def emit_bytes(data: bytes) -> None:
    """Writes a document to stdout as it is."""
    with _unless_the_reader_is_gone(sys.stdout):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)


def _visible(text: str) -> str:
    if isinstance(text, Painted):
        pieces = _COLOUR.split(text)
        return "".join(piece if place % 2 else shown(piece) for place, piece in enumerate(pieces))
    mark = BOM if text.startswith(BOM) else ""  # of CSV, for Excel
    return mark + shown(text.removeprefix(BOM))


def coloured(stream: TextIO) -> bool:
    """True where colours are wanted: NO_COLOR says no, FORCE_COLOR yes, else a terminal does."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")


def console(*, stderr: bool = False) -> "Console":
    """Returns what draws tables and progress bars, with colours where they are wanted."""
    from rich.console import Console

    colour = coloured(sys.stderr if stderr else sys.stdout)
    return Console(
        stderr=stderr,
        force_terminal=colour or None,
        color_system="auto" if colour else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
    )
