"""The one place that sees to it that nothing is lost: all of a body is label, prompt, value, or unclaimed.

`spans.Reading` shares out all characters of a row; what stands between and outside the rows is listed whole.
What is left of a span once its label, its prompts and its values are taken away is `unsaid`, and listed too.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from kaohe_cli.collecting.reading.values import full_marks
from kaohe_cli.collecting.reading.wordings import pattern
from kaohe_cli.forms.record import PLACEHOLDER, Forms
from kaohe_cli.words.folding import fold

_WORD_PIECES: Final = re.compile(r"[^\W_]+")
_NOISE: Final = re.compile(
    r"(?:(?:联系|办公|手机|移动|座机|固定)?(?:电话|手机|座机|号码)|手机号|联系方式|联系|办(?:公室?)?|宅|电话|[和及或与]|86)+"
)
"""Words around a number that say only that it is one, or of what kind; 86 is the code of the country."""
_BRACKET: Final = re.compile(r"\(([^()]*)\)[: ]*$")
_USUAL_IN_BRACKETS: Final = re.compile(
    "(?:手机|座机|办公|电话|姓名|职务|姓名、职务|盖章|公章|加盖公章|签字|签章|指标名称|事项名称|必填|选填|可另附页|分|名次)?"
)
"""Hints that forms print in the bracket of a label."""


def unsaid(text: str, said: Iterable[str]) -> str:
    """Returns what of a text stands in none of the texts that were made of it, but for signs and blanks.

    >>> unsaid("张三，１３８００００００００、13900000000", ["张三", "13800000000"])
    '13900000000'
    >>> unsaid("陈晓（13800000000）、高飞", ["陈晓、高飞", "13800000000"])
    ''
    """
    signs = [(sign, index) for index, one in enumerate(text) for sign in _plain(one) if sign.isalnum()]
    left = "".join(sign for sign, _ in signs)
    for piece in sorted(said, key=len, reverse=True):
        left = _without(left, _plain(piece))
        if not left.strip("\0"):
            return ""
    return _pieces(text, [index for kept, (_, index) in zip(left, signs, strict=True) if kept != "\0"])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _without(left: str, piece: str) -> str:
    """Crosses out what a piece says: as a whole, else word by word."""
    whole = "".join(sign for sign in piece if sign.isalnum())
    at = left.find(whole) if whole else -1
    if at >= 0:
        return left[:at] + "\0" * len(whole) + left[at + len(whole) :]
    words = _WORD_PIECES.findall(piece)
    for word in words if len(words) > 1 else ():
        at = left.find(word)
        if at >= 0:
            left = left[:at] + "\0" * len(word) + left[at + len(word) :]
    return left


def _pieces(text: str, indexes: list[int]) -> str:
    """Returns the pieces of a text in which these characters stand, without words that say nothing."""
    runs: list[list[int]] = []
    for index in indexes:
        if (
            runs
            and not any(sign.isalnum() for sign in text[runs[-1][1] + 1 : index])
            and index >= runs[-1][1]
        ):
            runs[-1][1] = index
        else:
            runs.append([index, index])
    pieces = (text[start : end + 1] for start, end in runs)
    return "；".join(piece for piece in pieces if _NOISE.sub("", fold(piece)).strip(" ,;、:。()"))


class Brackets:
    """The brackets of labels that forms print; what else stands in one was typed."""

    def __init__(self, forms: Forms) -> None:
        printed = {found for label in _labels(forms) for found in _BRACKET.findall(fold(label))}
        self._plain = {one for one in printed if not PLACEHOLDER.search(one)}
        self.typed = lru_cache(maxsize=2048)(self._typed)
        """Returns what a label has in its bracket that no form prints there; see `_typed`."""
        self._patterns = [re.compile(pattern(one)) for one in printed - self._plain]

    def _typed(self, label: str, full: str) -> str:
        """Returns what a label has in its bracket that no form prints there; ``full`` is its 满分说明."""
        found = _BRACKET.search(fold(label))
        inside = found[1].strip() if found else ""
        if not inside or inside in self._plain or inside == fold(full):
            return ""
        if full_marks(label, "") or _USUAL_IN_BRACKETS.fullmatch(inside):
            return ""
        return "" if any(one.fullmatch(inside) for one in self._patterns) else inside


def _labels(forms: Forms) -> Iterable[str]:
    for form in forms:
        for section in form.sections:
            yield from (*section.labels, *section.also)
            yield from (label for field in section.fields() for label in (field.label, *field.also))
