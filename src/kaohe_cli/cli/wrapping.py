"""Lines by the width of 汉字."""

import re
from collections.abc import Iterable
from typing import Final

_OPENING: Final = "（“《"
_CLOSING: Final = "），。；、：”》"
_WIDE: Final = "[\u2014\u2018-\u201d\u2026\u3000-\u9fff\uff00-\uffef]"
_MARK: Final = f"[{_OPENING}{_CLOSING}]"
_ON: Final = r"(?=[^\s*|#>-])(?!\d+\. )"
_BREAK = re.compile(rf"(?<={_WIDE})\n *(?={_WIDE})|(?<={_MARK})\n *{_ON}|(?<=\S)\n *(?={_MARK})")
"""A line break inside a paragraph of Markdown that stands for no blank."""
_CODE = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)


def wrapped(text: str, width: int) -> Iterable[str]:
    """Yields lines of at most ``width`` columns; words of Latin letters are not split.

    A closing mark is kept on its line, if need be beyond the width, and an opening one with what it opens.
    """
    from rich.cells import cell_len

    line = ""
    for piece in re.findall(rf"[{_OPENING}]*(?:[!-~]+ ?|.)[{_CLOSING}]*", text):
        if line and cell_len(line + piece.rstrip(f"{_CLOSING} ")) > width:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()


def joined(text: str) -> str:
    """Returns Markdown without the line breaks at which no blank is meant: between 汉字, beside their marks.

    Code between fences stays as it is.

    >>> joined("一行\\n  二行，\\nkaohe list\\n三 four\\nfive"), joined("甲：\\n\\n- 乙；\\n- 丙（\\n丁）\\n")
    ('一行二行，kaohe list\\n三 four\\nfive', '甲：\\n\\n- 乙；\\n- 丙（丁）\\n')
    """
    return "".join(piece if piece.startswith("```") else _BREAK.sub("", piece) for piece in _CODE.split(text))
