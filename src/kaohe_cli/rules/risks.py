"""Sentences in which a body says itself that points may be lost: 存在扣分风险, 难以完成, 预计失分0.2分."""

import re
from collections.abc import Iterator
from typing import Final

from kaohe_cli.words.patterns import regex

_RISK: Final = regex(
    "(?:扣分|失分|丢分)(?:的?风险|隐患|点)"
    "|(?<!不)(?:预计|预估|可能|将|会|面临|或|恐)(?:将|会|被|要)*(?:[扣失丢]分|[扣失丢](?=[约近]?[0-9０-９]))"
    "|(?:难以|难于|很难|无法|不能|未能|恐难|确保不了)(?:按期|按时|如期|全面|全部)?(?:完成|达标|达到|达成|实现)"
    "|(?:完成|达标|实现)[^，。；、]{0,8}(?:难度|压力)(?:较|很|非常|极)?大|达不到|(?:预计|目前)(?:不|未)达标"
    "|(?:排名|名次|位次)[^，。；、]{0,6}(?:靠后|下滑|末位|垫底)"
)
"""What offices write where they expect to lose points; 扣分 alone is a rule, no risk."""
_DENIED: Final = regex(
    "(?:无|没有?|不存在|未发现|未出现|暂无|尚无|不会|不再|避免|防止|防范|杜绝|消除|化解|规避|降低|减少|是否|有无|如果?|若|零)"
    "[^，。；！？]{0,12}$"
)
"""What stands before it in the same clause where it is denied, averted or only asked."""
_DENIED_BEHIND: Final = regex(
    r"[^，。；！？:：]{0,6}(?:[:：是为]\s*)?(?:无(?![法])|没有|暂无|不存在|(?:较|很)?小|(?:较|很)?低|不大|可控|已?(?:消除|化解|规避|解决))"
)
_CLAUSE_ENDS: Final = "，。；！？\n,;!?"
_SENTENCE: Final = regex(r"[^。；！？\n;!?]+")
_MOST: Final = 3
"""How many sentences of one field are quoted."""


def risks_in(text: str) -> Iterator[str]:
    """Yields the sentences of a text that tell of a risk, each once, three at most.

    >>> list(risks_in("增速放缓，存在扣分风险。已报市级。预计失分0.2分"))
    ['增速放缓，存在扣分风险', '预计失分0.2分']
    >>> list(risks_in("无扣分风险。为避免失分风险，加强调度；不存在难以完成的任务；扣分风险点：无"))
    []
    """
    found = (one[0].strip() for one in _SENTENCE.finditer(text) if _tells_of_risk(one[0]))
    for number, sentence in enumerate(dict.fromkeys(found)):
        if number == _MOST:
            return
        yield sentence


def _tells_of_risk(sentence: str) -> bool:
    return any(not _is_denied(sentence, found) for found in _RISK.finditer(sentence))


def _is_denied(sentence: str, found: re.Match[str]) -> bool:
    start = max((sentence.rfind(sign, 0, found.start()) for sign in _CLAUSE_ENDS), default=-1) + 1
    before = sentence[start : found.start()]
    return bool(_DENIED.search(before) or _DENIED_BEHIND.match(sentence, found.end()))
