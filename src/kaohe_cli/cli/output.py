"""Streams and files: results to stdout, remarks to stderr, never an encoding error."""

import codecs
import sys
from pathlib import Path
from typing import Literal

Format = Literal["table", "json", "csv", "yaml", "md"]


def prepare_streams() -> None:
    """Makes stdout and stderr able to print any text.

    A terminal that claims ASCII (LANG=C) gets UTF-8; a GBK console gets “?” for what GBK lacks.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = "utf-8" if codecs.lookup(stream.encoding).name == "ascii" else None
            reconfigure(encoding=encoding, errors="replace")


def speaks_utf8() -> bool:
    """True where stdout can carry every character."""
    return codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"


def remark(text: str) -> None:
    """Prints a line for people to stderr, where it does not mix with results."""
    print(text, file=sys.stderr)  # noqa: T201


def emit(text: str, output: Path | None = None, *, exact: bool = False) -> None:
    """Writes a result to stdout, or to a file as UTF-8.

    With ``exact`` stdout gets the very bytes of the UTF-8 text, whatever the console speaks.
    """
    if not text.endswith("\n"):
        text += "\n"
    if output is not None:
        from kaohe_cli.workspace.atomic import write_file

        write_file(output, text.encode())
        remark(f"已写入 {output}")
    elif exact and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
    else:
        sys.stdout.write(text)
