"""What an answer to 是否完成 or 是否符合申报条件 means, in the words that people use."""

import re
from typing import Final, Literal, TypeAlias

from kaohe_cli.words.patterns import regex

Answer: TypeAlias = Literal["是", "否", "推进中"]

_HOW = "(?:经|能够?|可以?|预计|如期|按[时期]|提前|超额|全部|全面|基本|完全)*"
_MEANINGS: Final[tuple[tuple[Answer, re.Pattern[str]], ...]] = (
    ("推进中", regex("(?:正在|有序|持续|稳步|加快|按计划|按进度)*(?:推进|进行|实施)|部分完成|在办")),
    ("否", regex("否|不是|没有|[尚还暂]?未(?!来)|不[能可达会]|不(?:完全|太)?符合|无法|难以|[×✗✘]|NO?$")),
    (
        "是",
        regex(
            f"是(?!/?否|或否|□)|已?{_HOW}(?:完成(?![率百0-9])|达标|达到|达成|实现|符合)"
            "|(?:能够?|可以?)$|[√✓✔☑]|Y(?:ES)?$"
        ),
    ),
)


def answer(text: str) -> Answer | None:
    """Returns what an answer says, or None where it says neither yes nor no nor that work goes on.

    >>> [answer(t) for t in ("是", "已完成。", "否，差0.5个百分点", "正在推进", "能够完成", "尚未完成", "√")]
    ['是', '是', '否', '推进中', '是', '否', '是']
    >>> [answer(t) for t in ("是否", "是/否", "第1名", "见附件", "完成率80%")]
    [None, None, None, None, None]
    """
    said = text.strip(" \t\n（）()【】“”\"'。.，,；;").upper()
    return next((meaning for meaning, pattern in _MEANINGS if pattern.match(said)), None)
