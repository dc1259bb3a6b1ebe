"""Streams and files: results to stdout, remarks to stderr, never an encoding error."""

import codecs
import os
import re
import sys
from pathlib import Path
from typing import Literal

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Format = Literal["table", "json", "csv", "yaml", "md"]


def prepare_streams() -> None:
    """Makes stdout and stderr able to print any text.

    A terminal that claims ASCII (LANG=C) gets UTF-8; a GBK console gets “?” for what GBK lacks.
    """
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for good
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = "utf-8" if codecs.lookup(stream.encoding).name == "ascii" else None
            reconfigure(encoding=encoding, errors="replace")


def silence_stdout() -> None:
    """Sends what is still buffered nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def speaks_utf8() -> bool:
    """True where stdout can carry every character."""
    return codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"


def remark(text: str) -> None:
    """Prints a line for people to stderr, where it does not mix with results.

    Control characters are left out: what is quoted from an argument must not steer the terminal.
    """
    print(_CONTROL.sub("", text), file=sys.stderr)  # noqa: T201


def emit(text: str, output: Path | None = None, *, exact: bool = False) -> None:
    """Writes a result to stdout, or to a file as UTF-8.

    With ``exact`` stdout gets the very bytes of the UTF-8 text, whatever the console speaks.
    """
    if not text.endswith("\n"):
        text += "\n"
    if output is not None and str(output) != "-":
        from kaohe_cli.files.atomic import write_file

        write_file(output, text.encode())
        remark(f"已写入 {output}")
    elif exact and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
    else:
        sys.stdout.write(text)
