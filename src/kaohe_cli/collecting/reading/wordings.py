"""Labels and titles of the forms as patterns: with any numbering, spacing and punctuation.

All patterns are applied to folded text (half-width signs and digits).
"""

import re
from typing import Final

from kaohe_cli.words.folding import fold

GAP: Final = " {0,6}"
"""The blanks that may stand between the characters of a label; bounded, so that no text takes long."""

_TOKEN = re.compile(r"〔(?P<optional>[^〔〕]*)〕|<(?P<placeholder>[^<>]*)>|(?P<plain>.)", re.DOTALL)
_DASHES: Final = "—–-~～至到―─一"
DASH: Final = f"[{re.escape(_DASHES)}]{{1,4}}"
_YEAR: Final = r"20\d\d"
_FILLED_IN: Final = {
    "年度": _YEAR,
    "月份": r"(?P<month>\d{1,2})",  # 1—13月 is a label as well, of a month that there is not
    "项数": r"\d{1,3}",
    "满分说明": "[^()]{0,40}?",
}


def pattern(wording: str) -> str:
    """Returns a wording as a pattern; 〔甲｜乙〕 may be left out, ``<月份>`` is the group “month”.

    >>> bool(re.fullmatch(pattern("〔<年度>年〕1〔月〕—<月份>月完成情况"), "1至10 月完成情况"))
    True
    >>> bool(re.fullmatch(pattern("<年度>年完成情况"), "2021年度完成情况"))
    True
    """
    return "".join(_pieces(wording)).removesuffix(GAP)


def _pieces(wording: str) -> list[str]:
    pieces: list[str] = []
    for found in _TOKEN.finditer(wording):
        if found["optional"] is not None:
            inner = "|".join("".join(_pieces(one)) for one in found["optional"].split("｜"))
            pieces.append(f"(?:{inner})?")
        elif found["placeholder"] is not None:
            pieces.append(_FILLED_IN.get(found["placeholder"], ".{0,40}?") + GAP)
        elif not found["plain"].isspace():
            pieces.append(_sign(fold(found["plain"]), pieces) + GAP)
    return pieces


def _sign(sign: str, before: list[str]) -> str:
    if sign in "—–-~―─":
        return DASH
    if sign == "年" and before and before[-1].startswith(_YEAR):
        return f"年{GAP}度?"
    return re.escape(sign)


def without_bracket(wording: str) -> str:
    """Returns a label as it is looked for: its bracket may be left out or say something else.

    >>> without_bracket("自评得分（<满分说明>）"), without_bracket("（<部分>）")
    ('自评得分', '（<部分>）')
    """
    return re.split(r"[（(]", wording, maxsplit=1)[0].strip() or wording
