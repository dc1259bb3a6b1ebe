"""Where a loss is to be feared: what was answered 否 for the whole year, and words of worry in the texts."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from kaohe_cli.forms import known
from kaohe_cli.rules.answers import answer
from kaohe_cli.summary.standings import Standing
from kaohe_cli.summary.statements import Statement, quoted

# What offices write where they fear for the marks. Words that stand in any report (下降 of 能耗 is good news,
# 问题 is a heading) are not among them.
_WORRIES: Final = (
    r"难以(?:完成|达到|实现)|无法(?:完成|达到|实现)|不能(?:完成|达到|实现)|完不成|未(?:能)?(?:达标|达到|完成)"
    r"|不达标|不及预期|低于(?:预期|目标|序时|全市平均)|差距|缺口|滞后|偏慢|缓慢|垫底|末位|倒数|失分|扣分"
    r"|风险|压力(?:较|很|非常|巨)?大|难度(?:较|很|非常|极)?大|不容乐观|形势严峻"
)
_WORRY: Final = re.compile(_WORRIES)
_NOT_SO: Final = re.compile(
    r"(?:无|没有|不存在|未出现|未发生|未发现|不会有?|避免|防范|防止|化解|缩小|消除|防控|规避)[^，。；,;]{0,8}$"
)
"""What stands before a word of worry that is none: 无失分风险, 缩小差距."""
_SENTENCE: Final = re.compile(r"[^。！？；\n]+[。！？；]?")
_KEYS: Final = (known.FORECAST_SITUATION, known.PROBLEMS, known.PROGRESS_SITUATION)


class Risk(NamedTuple):
    """A reason to fear for a row, in the words of the body."""

    id: str
    unit: str
    says_no: bool
    """Whether the body answered that the row will not be completed this year."""
    quote: str
    """Its own words, without telephone numbers."""


def risks_of(standing: Standing) -> Iterator[Risk]:
    """Yields the reasons to fear for a row: the answers first, then at most one quotation a body."""
    told = set()
    for statement in standing.statements:
        said = statement.text(known.FORECAST_COMPLETED)
        if said is not None and answer(said) == "否":
            yield Risk(standing.id, statement.unit, says_no=True, quote=quoted(said))
        if (quote := _worry(statement)) and (statement.unit, quote) not in told:
            told.add((statement.unit, quote))
            yield Risk(standing.id, statement.unit, says_no=False, quote=quote)


def _worry(statement: Statement) -> str | None:
    texts = (statement.text(key) for key in _KEYS)
    sentences = (sentence for text in texts if text for sentence in sentences_of(text))
    return next((quoted(sentence) for sentence in sentences if worries(sentence)), None)


def sentences_of(text: str) -> Iterable[str]:
    """Returns the sentences of a text, without blanks around them."""
    return filter(None, (found[0].strip() for found in _SENTENCE.finditer(text)))


def worries(sentence: str) -> bool:
    """Returns whether a sentence fears for something.

    >>> [worries(s) for s in ("全年难以完成目标。", "与目标存在差距", "没有失分风险。", "进一步缩小差距")]
    [True, True, False, False]
    """
    return any(not _NOT_SO.search(sentence[: found.start()]) for found in _WORRY.finditer(sentence))
