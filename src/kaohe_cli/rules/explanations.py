"""What docs/rules.md says of each code. The page is the one catalogue; the wheel carries a copy of it."""

import re
from typing import NamedTuple

from kaohe_cli.words.patterns import regex
from kaohe_cli.workspace.locate import shipped

_SECTION = regex(
    r"^### (?P<code>KH\d+) (?P<title>.+?)(?:（提醒）)?\n+(?P<meaning>.+?)\n\n改法：(?P<remedy>.+?)(?=\n#|\Z)",
    re.MULTILINE | re.DOTALL,
)
_LINK = regex(r"\[([^]]+)\]\([^)]+\)")


class Explanation(NamedTuple):
    """A code, what it is called, what it means, and how to mend it; the last two in plain text."""

    code: str
    title: str
    meaning: str
    remedy: str


def explanations() -> list[Explanation]:
    """Returns every code of docs/rules.md, in the page's order."""
    text = (shipped("docs") / "rules.md").read_text("utf-8")
    return [Explanation(*map(_plain, section.groups())) for section in _SECTION.finditer(text)]


def _plain(text: str) -> str:
    """Returns a piece of the page as one line without its marks.

    >>> _plain("见 [data.md](data.md)，改为\\n`total_weight`。")
    '见 data.md，改为total_weight。'
    """
    return _LINK.sub(r"\1", "".join(text.split("\n"))).replace("`", "")
