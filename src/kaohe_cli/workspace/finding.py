"""Findings: what is wrong, where, and how to mend it. Values, collected and sorted, never raised."""

from typing import Literal, NamedTuple

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.words.patterns import regex
from kaohe_cli.words.shortening import cut_inside

Severity = Literal["error", "warning"]


# A name has at most 60 characters; a content is known by its first 40 and told apart by its last 10.
_LONGEST_QUOTE = 60
_KEPT_OF_QUOTE = (40, 10)
_LONG_QUOTE = regex(rf"“([^“”]{{{_LONGEST_QUOTE + 1},}})”")
# The longest true message lists all the rows of a body that answers for every one of the 60 (KH812).
_LONGEST_TEXT = 3000
_KEPT_OF_TEXT = (2800, 100)


class Finding(NamedTuple):
    """One problem in one file. Lines and columns count from 1, columns in characters; 0 is the whole file."""

    file: str
    line: int
    column: int
    code: str
    message: str
    severity: Severity = "error"
    hint: str | None = None
    source: str | None = None
    """The line it stands in, without its line break."""


class UnusableDataError(KaoheError):
    """The data cannot be read; ``findings`` say why, file by file."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("数据有误，无法继续")
        self.findings = findings


def cut(text: str) -> str:
    """Returns a message or hint as people can read it: what it quotes at length is cut, and so is the whole.

    >>> cut(f"不能是“{'增长' * 500}落后”")
    '不能是“增长增长增长增长增长增长增长增长增长增长增长增长增长增长增长增长增长增长增长增长……增长增长增长增长落后”'
    """
    if len(text) <= _LONGEST_QUOTE:
        return text
    text = _LONG_QUOTE.sub(lambda found: f"“{cut_inside(found[1], *_KEPT_OF_QUOTE)}”", text)
    return cut_inside(text, *_KEPT_OF_TEXT) if len(text) > _LONGEST_TEXT else text
