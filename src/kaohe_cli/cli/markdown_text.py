"""Markdown as text for a terminal, by the width of 汉字; of Markdown what the handbook is written in."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kaohe_cli.cli.wrapping import CLOSING, OPENING, wrapped

_BOLD, _CYAN, _PLAIN = "\x1b[1m", "\x1b[36m", "\x1b[0m"
_INDENT: Final = "    "
_FIRST_CELL: Final = 30
"""Columns of a terminal for the first cell of a row; behind a longer one the rest has lines of its own."""

_FENCED = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ITEM = re.compile(r"^(?=(?:-|\d+\.) )", re.MULTILINE)
_MARKER = re.compile(r"(?:-|\d+\.) ")
_PICTURE = re.compile(r"!\[([^]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^]]+)\]\((?:\.\./([^)#]+))?[^)]*\)")
_MARKS = re.compile(r"\*\*|`")
_WIDE: Final = "[\u2014\u2018-\u201d\u2026\u3000-\u9fff\uff00-\uffef]"
_MARK: Final = f"[{OPENING}{CLOSING}]"
_ON: Final = r"(?=[^\s*|#>-])(?!\d+\. )"
_BREAK = re.compile(
    rf"(?:(?<={_WIDE})|(?<={_WIDE}\*\*)|(?<=\)))\n *(?=(?:\[|\*\*)?{_WIDE})"
    rf"|(?<={_MARK})\n *{_ON}|(?<=\S)\n *(?={_MARK})"
)
"""A line break inside a paragraph of Markdown that stands for no blank."""
_CODE = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[|\s:-]+")


def as_text(markdown: str, width: int, *, colour: bool = False) -> str:
    r"""Returns a page in lines of at most ``width`` columns; a picture is its words, a link too.

    A link that leads out of the handbook says which page of the documents it means.

    >>> page = "# 一 看\n\n![表](a.png)\n\n- **甲**：见[下](b.md)、[乙](../c.md#d)，\n  `kaohe list`\n"
    >>> print(as_text(page, 40), end="")
    一 看
    <BLANKLINE>
    图：表
    <BLANKLINE>
    - 甲：见下、乙（docs/c.md），kaohe list
    """
    blocks = ["\n".join(lines) for lines in _blocks(markdown, width, colour)]
    return "\n\n".join(blocks) + "\n"


def _blocks(markdown: str, width: int, colour: bool) -> Iterator[list[str]]:
    pieces = _FENCED.split(markdown)
    for place, piece in enumerate(pieces):
        if place % 2:  # what stood between two fences
            yield [_painted(f"{_INDENT}{line}".rstrip(), _CYAN, colour) for line in piece.splitlines()]
            continue
        for block in filter(None, (one.strip("\n") for one in piece.split("\n\n"))):
            yield list(_shown(block, width, colour))


def _shown(block: str, width: int, colour: bool) -> Iterable[str]:
    if block.startswith("#"):
        return [_painted(_words(block.lstrip("# ")), _BOLD, colour)]
    if block.startswith("|"):
        return _table(block, width)
    if _MARKER.match(block):
        return (line for item in _ITEM.split(block) if item for line in _item(item, width))
    return wrapped(_words(block), width)


def _item(item: str, width: int) -> Iterator[str]:
    marker = _MARKER.match(item)
    lead = marker[0] if marker else ""
    for line in wrapped(_words(item[len(lead) :]), width - len(lead)):
        yield f"{lead}{line}"
        lead = " " * len(lead)


def _table(block: str, width: int) -> Iterator[str]:
    from rich.cells import cell_len

    rows = [[_words(cell.strip()) for cell in _CELL.split(row)[1:-1]] for row in block.splitlines()]
    rows = [row for row, line in zip(rows, block.splitlines(), strict=True) if not _RULE.fullmatch(line)]
    first = min(max(cell_len(row[0]) for row in rows), _FIRST_CELL) + 2
    for row in rows:
        lead = row[0] + " " * (first - cell_len(row[0]))
        if cell_len(lead) > first:
            yield lead
            lead = " " * first
        for line in wrapped("　".join(filter(None, row[1:])), width - first):
            yield f"{lead}{line}"
            lead = " " * first


def _words(text: str) -> str:
    """Returns a stretch of text as one line without its marks."""
    told = _PICTURE.sub(r"图：\1", text)
    told = joined(_MARKS.sub("", _LINK.sub(_linked, told)))
    return re.sub(r"\s+", " ", told).replace("\\|", "|").strip()


def _linked(link: re.Match[str]) -> str:
    return f"{link[1]}（docs/{link[2]}）" if link[2] else link[1]


def _painted(line: str, code: str, colour: bool) -> str:
    return f"{code}{line}{_PLAIN}" if colour and line else line


def joined(text: str) -> str:
    """Returns Markdown without the line breaks at which no blank is meant: between 汉字, beside their marks.

    Code between fences stays as it is.

    >>> joined("一行\\n  二行，\\nkaohe list\\n三 four\\nfive"), joined("甲：\\n\\n- 乙；\\n- 丙（\\n丁）\\n")
    ('一行二行，kaohe list\\n三 four\\nfive', '甲：\\n\\n- 乙；\\n- 丙（丁）\\n')
    >>> joined("见\\n[丙](c.md)\\n，丁\\n**戊**\\n己")
    '见[丙](c.md)，丁**戊**己'
    """
    return "".join(piece if piece.startswith("```") else _BREAK.sub("", piece) for piece in _CODE.split(text))
