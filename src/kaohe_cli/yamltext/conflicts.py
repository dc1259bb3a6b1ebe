"""Merge conflicts left in a file: git's marker lines, with which no line of our YAML begins."""

import re
from collections.abc import Iterator

from kaohe_cli.words.patterns import regex
from kaohe_cli.yamltext.reader import Mark, Problem

_MARKER = regex(r"^(?P<sign><{7}|>{7}|={7}|\|{7})(?: [^\r\n]*)?\r?$", re.MULTILINE)
_HINT = "留下要的内容，删去不要的一边和 <<<<<<<、=======、>>>>>>> 这几行"


def conflicts(text: str) -> list[Problem]:
    """Returns a problem for each conflict, at its first marker, and for each marker outside one."""
    problems: list[Problem] = []
    opening: Mark | None = None
    for sign, mark in _markers(text):
        if sign == "<":
            opening = mark
        elif sign == ">" and opening is not None:
            message = f"合并冲突没有解决，从这一行到第 {mark.line + 1} 行"
            problems.append(Problem("syntax", message, opening, _HINT))
            opening = None
        elif opening is None:
            problems.append(Problem("syntax", "这一行是合并冲突留下的标记", mark, _HINT))
    if opening is not None:
        problems.append(Problem("syntax", "合并冲突没有解决，从这一行开始", opening, _HINT))
    return problems


def _markers(text: str) -> Iterator[tuple[str, Mark]]:
    """Yields the sign of each marker line, and where it stands."""
    line = counted = 0
    for found in _MARKER.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        yield found["sign"][0], Mark(found.start(), line, 0)
