"""Lines by the width of 汉字."""

import re
from collections.abc import Iterable
from typing import Final

OPENING: Final = "（“《"
CLOSING: Final = "），。；、：”》"


def wrapped(text: str, width: int) -> Iterable[str]:
    """Yields lines of at most ``width`` columns; words of Latin letters are not split.

    A closing mark is kept on its line, if need be beyond the width, and an opening one with what it opens.
    """
    from rich.cells import cell_len

    line = ""
    for piece in re.findall(rf"[{OPENING}]*(?:[!-~]+ ?|.)[{CLOSING}]*", text):
        if line and cell_len(line + piece.rstrip(f"{CLOSING} ")) > width:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()
