"""What a measure of the policy asks of a district, point by point, and what it gives in return."""

import re
from typing import Final, NamedTuple

# “对……的区县、乡镇（街道）和国家级开发开放平台，给予……”: how each of the 27 measures of 83号文 is built.
_MEASURE: Final = re.compile(
    r"对?(?P<asked>.+?)的(?:区县|乡镇|街道|国家级开发开放平台|国家级开放平台|单位)[^，。]*，(?P<given>.+)",
    re.DOTALL,
)
_QUOTED: Final = re.compile("“[^”]*”|《[^》]*》|（[^）]*）")
_HELD: Final = {ord("，"): "\ue000", ord("、"): "\ue001", ord("；"): "\ue002"}
_RELEASED: Final = {held: sign for sign, held in ((sign, ord(held)) for sign, held in _HELD.items())}
_SHORTEST: Final = 6
"""A piece of fewer characters is no point of its own: “畅通、高效” of “畅通、高效、安全的环境”."""

_LEADS_IN: Final = ("中", "为着力点")


class Asked(NamedTuple):
    """A measure taken apart."""

    points: tuple[str, ...]
    """What a district is measured by, in the words of the policy; the whole where it is one."""
    given: str
    """What it gets in return; empty where the measure is not built as expected."""


def asked_by(measure: str) -> Asked:
    """Returns what a measure asks, point by point; marks inside quotes and brackets part nothing.

    >>> asked_by("对狠抓“精准、专业”招商，招商质量好的区县，给予专项资金奖补支持。")
    Asked(points=('狠抓“精准、专业”招商', '招商质量好'), given='给予专项资金奖补支持。')
    >>> asked_by("获得表彰。")
    Asked(points=('获得表彰',), given='')
    """
    held = _QUOTED.sub(lambda found: found[0].translate(_HELD), measure)
    found = _MEASURE.fullmatch(held)
    asked, given = (found["asked"], found["given"]) if found else (held, "")
    pieces = _pieces(asked, "，；")
    if len(pieces) == 1:
        pieces = _pieces(asked, "、")
    return Asked(tuple(piece.translate(_RELEASED) for piece in pieces), given.translate(_RELEASED))


def _pieces(text: str, signs: str) -> list[str]:
    """Returns the pieces between the signs.

    What only leads in (在……中，以……为着力点) or is too short stays with the piece behind it, the last one
    with the piece before.
    """
    pieces: list[str] = []
    kept = ""
    for piece in re.split(f"([{signs}])", text.strip("。 ")):
        kept += piece
        if piece in signs or len(kept) < _SHORTEST or kept.endswith(_LEADS_IN):
            continue
        pieces.append(kept)
        kept = ""
    if rest := kept.strip(signs):
        pieces[-1:] = ["".join((*pieces[-1:], kept if pieces else rest))]
    return [piece.strip(signs) for piece in pieces]
