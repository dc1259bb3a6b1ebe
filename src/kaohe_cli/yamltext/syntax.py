"""What is wrong with a text that libyaml cannot parse, told from the text itself.

libyaml says where it stopped, where the construct began that it was reading, and whether its scanner or its
parser stopped. The characters that stand there decide what is said and where; its English sentences are not
consulted, so that another release of it changes nothing.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import yaml
from yaml.scanner import ScannerError

from kaohe_cli.words.patterns import regex

# A bracket, or something in which brackets are mere characters.
_BRACKETS = regex(r""""(?:\\.|[^"\\])*"|'[^']*'|\#[^\n\r]*|[\[\]{}]""", re.DOTALL)


class Slip(NamedTuple):
    """What to say, and of which of libyaml's two marks."""

    message: str
    hint: str
    at_beginning: bool = False
    """True where the beginning of the construct helps more than the place at which it failed."""


_TAB = Slip("缩进里有制表符", "缩进改用空格")
UNKNOWN = Slip("YAML 写法有误", "检查这一行和上一行的缩进、冒号和引号")


class _Place(NamedTuple):
    """Where reading stopped, and where the construct began that was being read."""

    text: str
    stopped: int
    began: int | None

    @property
    def here(self) -> str:
        return self.text[self.stopped : self.stopped + 1]

    @property
    def opening(self) -> str:
        return "" if self.began is None else self.text[self.began : self.began + 1]

    @property
    def is_item(self) -> bool:
        """True where the construct is a list that began with “- ”, not a word with a hyphen."""
        return self.began is not None and bool(re.match(r"-(?:\s|$)", self.text[self.began :]))

    @property
    def ends(self) -> bool:
        """True at the end of the text, or at the marker of another document."""
        rest = self.text[self.stopped :]
        return not rest.strip() or bool(re.match(r"(?:---|\.\.\.)(?:\s|$)", rest))


_Rule = tuple[Callable[[_Place], bool], Slip]

_SCANNER: tuple[_Rule, ...] = (
    (lambda at: at.here == "\t", _TAB),
    (
        lambda at: at.opening in ("'", '"') and at.ends,
        Slip("引号没有配对", "补上后引号", at_beginning=True),
    ),
    (lambda at: at.opening == '"', Slip("双引号里的“\\”用得不对", "改用单引号，或写成“\\\\”")),
    (lambda at: at.here in ("@", "`", "%"), Slip("这个字符不能放在这里", "以它开头的文字要加引号")),
    (
        lambda at: at.here == ":" and at.began is None,
        Slip("这里不能再写“项名: 值”", "检查缩进；值里有“: ”的要加引号"),
    ),
    (lambda at: at.here == "-" and at.began is None, Slip("“- ”不能放在这里", "换一行并检查缩进")),
    (lambda at: at.opening in ("&", "*"), Slip("“&”“*”开头的文字要加引号", "两边加上引号")),
    (lambda at: at.opening == "!", Slip("“!”开头的文字要加引号", "两边加上引号")),
    (lambda at: at.opening in ("|", ">"), Slip("“|”“>”后面不能接着写正文", "正文另起一行并缩进")),
    (
        lambda at: at.began is not None and at.began < at.stopped,
        Slip("项名后面缺冒号", "写成“项名: 值”，冒号后留一个空格", at_beginning=True),
    ),
)

_PARSER: tuple[_Rule, ...] = (
    (lambda at: at.here == "\t", _TAB),
    (lambda at: at.began == at.stopped, Slip("这里缺一个值", "检查括号和逗号")),
    (lambda at: at.opening == "[", Slip("方括号没有配对或缺逗号", "检查 [ ] 和英文逗号")),
    (lambda at: at.opening == "{", Slip("花括号没有配对或缺逗号", "检查 { } 和英文逗号")),
    (lambda at: at.is_item, Slip("这里应当以“- ”开头", "检查缩进是否与上一项对齐")),
    (
        lambda at: at.began is not None,
        Slip("这里应当是一个“项名: 值”", "检查缩进、引号和“- ”是否对齐"),
    ),
)


def slip(text: str, error: yaml.MarkedYAMLError) -> Slip:
    """Returns what is wrong where libyaml stopped."""
    stopped = error.problem_mark or error.context_mark
    if stopped is None:
        return UNKNOWN
    place = _Place(text, stopped.index, error.context_mark.index if error.context_mark else None)
    rules = _SCANNER if isinstance(error, ScannerError) else _PARSER
    return next((found for holds, found in rules if holds(place)), UNKNOWN)


def too_deep(text: str, start: int, end: int, allowed: int) -> int | None:
    """Returns where one bracket more is open than ``allowed``, between two places of the text."""
    opened = 0
    for found in _BRACKETS.finditer(text, start, end):
        opened += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if opened > allowed:
            return found.start()
    return None
