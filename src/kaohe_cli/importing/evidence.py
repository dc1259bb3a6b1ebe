"""What running text is about: incentives to be won, or indicators to be met, by its own evidence."""

import re
from collections.abc import Callable, Sequence

from kaohe_cli.importing.running_text import Item

_INCENTIVES = re.compile("激励|真抓实干")
_INDICATORS = re.compile("考核|考评|目标|任务|指标|实事")
_REWARD = re.compile("支持|奖励|奖补|倾斜|激励|优先|予以加分|给予加分|试点|表彰")
_POINTS = re.compile(r"[得扣计加]\s*\d+(?:\.\d+)?\s*分|\d分")
_FROM_ABOVE = re.compile(r"市|省|重庆|国家|国务院|中央|中国|[^区县镇乡]{2,8}(?:部|总局|总署)$|人民银行")
CITED = re.compile("根据|按照|依据|贯彻|遵照|[，。；]")


def is_of_incentives(head: Sequence[str], title: str, items: Sequence[Item]) -> bool:
    """True where the items of a part of a text are incentives.

    What the document calls itself weighs most, then what an item promises or asks; who leads it least: the
    departments of a city, a province and the state lead indicators as well.
    """
    own = [line for line in head if not CITED.search(line)]
    score = 3.0 * any(_INCENTIVES.search(line) for line in (*own, title))
    score -= 2.0 * any(_INDICATORS.search(line) for line in (*own, title))
    score += 2.0 * _share(items, lambda one: bool(_REWARD.search(one.wording)))
    score -= 3.0 * _share(items, lambda one: one.weight is not None or bool(_POINTS.search(one.wording)))
    from_above = _share(items, lambda one: bool(one.lead) and bool(_FROM_ABOVE.match(one.lead[0])))
    return score + 2.0 * from_above - 1.0 > 0


def _share(items: Sequence[Item], test: Callable[[Item], bool]) -> float:
    return sum(map(test, items)) / len(items) if items else 0.0
