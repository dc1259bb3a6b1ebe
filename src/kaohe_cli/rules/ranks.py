"""Ranks as people write them (第3名, 并列第2, 第二名（第3位）): whether one says two things at once."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from kaohe_cli.words.numerals import HAN, numeral_value
from kaohe_cli.words.patterns import regex

_MENTION = regex(
    rf"(?P<last>倒数)?第\s*(?P<number>[0-9０-９]{{1,6}}|(?:{HAN}|百){{1,6}})\s*(?:[名位]|(?=[（）()，,。；;]|$))"
    r"|(?P<end>末位|垫底|最后一[名位])"
)
_NOT_A_SCOPE = regex(r"[\s（）()，,。；;：:、即为居在列排并]|名次|排名|位列|位居|排位")
_SMALLEST_GROUP = 4
_MOST_MENTIONS = 20


class _Mention(NamedTuple):
    text: str
    scope: str
    """Among whom (主城都市区, 全市); empty where the text does not say."""
    number: int
    from_behind: bool


def contradiction(rank: str) -> str | None:
    """Returns how a rank contradicts itself, or None where it does not.

    Two numbers among different bodies are no contradiction.

    >>> contradiction("第二名（第3位）"), contradiction("倒数第一（第1名）")
    ('既写“第二名”又写“第3位”', '既写“倒数第一”又写“第1名”')
    >>> [contradiction(r) for r in ("第二名（并列第2）", "第3位（并列）", "第38名（倒数第一）")]
    [None, None, None]
    >>> contradiction("全市第3名、主城都市区第2名")
    """
    mentions = list(islice(_mentions(rank), _MOST_MENTIONS))
    for position, one in enumerate(mentions):
        for other in mentions[position + 1 :]:
            if one.scope == other.scope and _disagree(one, other):
                return f"既写“{one.text}”又写“{other.text}”"
    return None


def same_rank(one: str, other: str) -> bool:
    """Whether two ranks of one row can both be right: among the same bodies no number differs.

    >>> same_rank("第3名", "全市第三名"), same_rank("并列第2", "第2名（并列）"), same_rank("第3名", "第5名")
    (True, True, False)
    >>> same_rank("全市第3名", "主城都市区第2名"), same_rank("无排名", "第3名")
    (True, True)
    """
    mine, theirs = (list(islice(_mentions(rank), _MOST_MENTIONS)) for rank in (one, other))
    pairs = [(a, b) for a in mine for b in theirs if not a.scope or not b.scope or a.scope == b.scope]
    return not pairs or any(not _disagree(a, b) for a, b in pairs)


def _disagree(one: _Mention, other: _Mention) -> bool:
    if one.from_behind == other.from_behind:
        return one.number != other.number
    return one.number + other.number - 1 < _SMALLEST_GROUP


def _mentions(rank: str) -> Iterator[_Mention]:
    end = 0
    for found in _MENTION.finditer(rank):
        scope = _NOT_A_SCOPE.sub("", rank[end : found.start()])
        said = found["number"] or "1"
        number = int(said) if said.isdigit() else numeral_value(said)
        if number is not None:
            yield _Mention(found[0].strip(), scope, number, bool(found["last"] or found["end"]))
        end = found.end()
