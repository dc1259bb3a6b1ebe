"""What a form prints where a value is wanted, and whether it was left so: 【请填写…】, 第×名, “。” alone."""

import re
from typing import Final

from kaohe_cli.words.masks import is_masked
from kaohe_cli.words.patterns import regex

OF_THE_TEMPLATE: Final = "【请填写"
"""How every prompt of the shipped template begins."""
_PROMPTS: Final = regex(rf"{OF_THE_TEMPLATE}[^【】]{{0,40}}】")
"""A label has at most 25 characters; 40 leaves room, and stops before a text that only quotes the words."""

_BLANKS = regex(
    r"[×✕✖]{2,}|(?<![A-Za-z0-9])[XxＸ]{2,}(?![A-Za-z0-9])|[○〇]{2,}|_{2,}|＿{2,}|第[×Xx○_＿ ]+[名位]"
)
_WHOLE = regex(
    "待(?:填写?|补充|完善)|请填写(?:内容)?|请选择|选择一项|此处填写|(?:单击或)?(?:点击|单击)此处输入文字"
)
_ONLY_MARKS = regex(r"[\s。．.，,、；;：:！!？?…_＿（）()【】\[\]《》<>“”\"']*")
_AROUND = "（）()【】[]。.…· \t\n"


def prompt(name: str) -> str:
    """Returns the words that ask for a value: 【请填写自评排名】."""
    return f"{OF_THE_TEMPLATE}{name}】"


def without_prompts(text: str) -> str:
    """Returns the text without the words that ask for one, and without the marks that stood behind them.

    >>> without_prompts("【请填写自评排名】。第3名")
    '第3名'
    """
    if OF_THE_TEMPLATE not in text:
        return text
    kept = _PROMPTS.sub("", text)
    return kept if kept == text else re.sub(r"^[\s。，；、]+", "", kept)


def is_placeholder(text: str) -> bool:
    """True where a text says nothing: it is the form's own prompt, or only marks.

    “/” and “—” are answers: people write them for “does not apply”. So are 李×× and 67××××21, of which a part
    is hidden.

    >>> [is_placeholder(t) for t in ("【请填写基本情况】", "。", "（待填）", "点击此处输入文字。", "第×名")]
    [True, True, True, True, True]
    >>> [is_placeholder(t) for t in ("无", "/", "—", "√", "暂无排名", "联系××处，增长8%", "李××")]
    [False, False, False, False, False, False, False]
    """
    return not is_masked(text) and _says_nothing(text)


def _says_nothing(text: str) -> bool:
    return (
        _ONLY_MARKS.fullmatch(text) is not None
        or _WHOLE.fullmatch(text.strip(_AROUND)) is not None
        or _is_prompt(text.strip())
        or (len(text.strip()) <= 4 and _BLANKS.search(text) is not None)
    )


def _is_prompt(text: str) -> bool:
    return text.startswith(OF_THE_TEMPLATE) and text.rstrip("。").endswith("】") and text.count("【") == 1


def placeholder_in(text: str) -> str | None:
    """Returns the piece of a text that still waits to be filled in, or None.

    >>> [placeholder_in(t) for t in ("增长8%，【请填写基本情况】", "联系××处", "3×4米", "增长8%")]
    ['【请填写基本情况】', '××', None, None]
    """
    if is_masked(text):
        return None
    if _says_nothing(text):
        return text.strip()
    start = text.find(OF_THE_TEMPLATE)
    if start >= 0:
        end = text.find("】", start)
        return text[start : end + 1] if end >= 0 else text[start:]
    found = _BLANKS.search(text)
    return found[0] if found else None
