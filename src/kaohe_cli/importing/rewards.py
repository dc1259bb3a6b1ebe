"""Who is eligible and what there is to win, as the wording of a measure says it (see docs/data.md)."""

import re
from typing import Final, NamedTuple, get_args

from kaohe_cli.tables.incentives import Eligible, Reward

_PLATFORM: Final = "国家级(?:开发)?开放平台"
_KINDS: Final = rf"(?:区县(?:[（(]自治县[)）])?|乡镇(?:[（(]街道[)）])?|{_PLATFORM})"
_ELIGIBLE: Final = re.compile(rf"(?:的|对)(?P<kinds>{_KINDS}(?:[、，和及与]{_KINDS})*)")
_IS_KIND: Final[dict[str, Eligible]] = {
    "区县": "区县",
    "乡镇": "乡镇（街道）",
    "国家级": "国家级开发开放平台",
}
# What the reward part of a measure is searched for, from left to right; the longer wording comes first.
_REWARDS: Final[tuple[tuple[str, tuple[Reward, ...]], ...]] = (
    (r"予以加分|给予加分|加分", ("考核加分",)),
    (r"资金项目", ("资金支持", "项目支持")),
    (
        r"公益金[^，。；、]{0,40}项目|补助[^，。；、]{0,40}项目|项目资金|资金|奖补|补助|转移支付|债券|预算内投资",
        ("资金支持",),
    ),
    (r"试点示范(?:项目)?|示范|先进|产业开发区|园区|试验区", ("试点示范",)),
    (r"绿色通道|先行先试|会商|项目试点|政策", ("政策支持",)),
    (r"项目|发展专项(?!资金)", ("项目支持",)),
)
_REWARD: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _REWARDS))


class Classified(NamedTuple):
    """What a measure's wording says."""

    eligible: tuple[Eligible, ...]
    rewards: tuple[Reward, ...]
    is_exact: bool
    """False where the part on who is eligible was not found and all of the text was searched."""


def classify(measure: str) -> Classified:
    """Returns who is eligible and the kinds of reward, each in the order in which the text names them.

    >>> classify("对成效明显的区县、乡镇（街道），给予资金奖补支持，并在考核中予以加分。")[:2]
    (('区县', '乡镇（街道）'), ('资金支持', '考核加分'))
    """
    found = list(_ELIGIBLE.finditer(measure))
    named = found[-1] if found else None
    who, reward = (named["kinds"], measure[named.end() :]) if named else (measure, measure)
    order: list[Reward] = []
    for match in _REWARD.finditer(reward):
        order += _REWARDS[(match.lastindex or 1) - 1][1]
    return Classified(_eligible(who), tuple(dict.fromkeys(order)), named is not None)


def gives_bonus_points(measure: str) -> bool:
    """True where a measure says “予以加分”."""
    return "加分" in measure


def listed(text: str) -> tuple[str, ...]:
    """Returns the items of a cell that lists kinds."""
    known = (*get_args(Eligible), *get_args(Reward))
    return tuple(kind for kind in sorted(known, key=lambda kind: text.find(kind)) if kind in text)


def _eligible(who: str) -> tuple[Eligible, ...]:
    places = {kind: who.find(word) for word, kind in _IS_KIND.items() if word in who}
    return tuple(sorted(places, key=lambda kind: places[kind]))
