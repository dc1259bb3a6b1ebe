"""What people put around or over what they write: lines and brackets to fill in, and signs that hide digits.

What stands around a value is no part of it (`____周明____` is 周明). What hides a part of a name or number
stays as it was written: 李××, 138****5678 are filled in, only nobody can be called by them.
"""

import re
from typing import Final

from kaohe_cli.words.patterns import regex

SIGNS: Final = "×✕✖╳xXｘＸ*＊●○"
"""What is written over a digit or a character of a name."""

_LINE: Final = "_＿"
_PAIRS: Final = {"【": "】", "[": "]", "［": "］", "〔": "〕", "「": "」", "『": "』"}
_PROMPT: Final = "【请"
"""A bracket that asks for something: a prompt of the form, whatever its words."""
_OUTER_LINES: Final = regex(
    rf"^[\s{_LINE}]*[{_LINE}][\s{_LINE}]*|[\s{_LINE}]*[{_LINE}][\s{_LINE}]*(?=[。.]?$)"
)
_LINES: Final = regex(rf"[{_LINE}]+")

_HAN: Final = "\u4e00-\u9fff"
# What stands before ×× and is no family name: 第××名, ××区 written the other way round, 共××项, 增××.
_NO_NAMES: Final = "第区市县乡镇村约共计增降达在由与和及对向为是系处科室局委办占元万亿年月日"
_TWO_SIGNS: Final = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|东方|南宫|端木|钟离"
_NAME: Final = regex(
    rf"(?:{_TWO_SIGNS}|(?![{_NO_NAMES}])[{_HAN}])[{re.escape(SIGNS)}]{{1,3}}[{_HAN}]?"
    r"(?:[（(][^（()）]{1,12}[)）]|科长|处长|主任|局长|副?部长|先生|女士|同志)?"
)
_BETWEEN_NAMES: Final = regex(r"[、，,；;\s]+")
_BETWEEN_DIGITS: Final = regex(r"[\s\-－—–()（）]")
_NUMBER: Final = regex(rf"\+?[0-9０-９{re.escape(SIGNS)}]{{6,16}}")
_SIGN: Final = regex(f"[{re.escape(SIGNS)}]")
_FEWEST: Final = 2
"""Signs, and digits, of a masked number: 67××××21 has four of both; a single × is a slip."""


def unwrapped(text: str) -> str:
    """Returns a text without the line to write on, and without brackets around all of it.

    A prompt of the form (【请填写…】) is none, and stays.

    >>> unwrapped("____周明____"), unwrapped("【2.8】"), unwrapped("__周明。"), unwrapped("周明___。")
    ('周明', '2.8', '周明。', '周明。')
    >>> unwrapped("【请填写自评得分】"), unwrapped("【一】甲；【二】乙"), unwrapped("____")
    ('【请填写自评得分】', '【一】甲；【二】乙', '')
    """
    bare = _OUTER_LINES.sub("", text)
    core = bare.strip()
    closing = _PAIRS.get(core[:1])
    if closing and core.endswith(closing) and core.count(core[0]) == 1 and not core.startswith(_PROMPT):
        return _OUTER_LINES.sub("", core[1:-1]).strip()
    return bare


def without_lines(text: str) -> str:
    """Returns a name without the line that it was written on.

    >>> without_lines("流通发展处____，____")
    '流通发展处 ， '
    """
    return _LINES.sub(" ", text)


def is_masked(text: str) -> bool:
    """True for a name or a number of which a part is hidden: it was filled in, and nobody can be called.

    >>> [is_masked(t) for t in ("李××", "李*明", "欧阳××（科长）", "李××、王×", "138××××5521", "67****21")]
    [True, True, True, True, True, True]
    >>> [is_masked(t) for t in ("××", "第××名", "李四", "3×4", "×××××××××××", "13800000000", "")]
    [False, False, False, False, False, False, False]
    """
    return _SIGN.search(text) is not None and (is_masked_number(text) or _is_masked_name(text))


def is_masked_number(text: str) -> bool:
    """True for a telephone number some of whose digits are hidden, and some not.

    >>> [is_masked_number(t) for t in ("67××××21", "（023）7122 ××××", "138****5678（转8001）", "××××××××")]
    [True, True, False, False]
    """
    bare = _BETWEEN_DIGITS.sub("", text.strip(" 。；;，,"))
    hidden = len(_SIGN.findall(bare))
    return bool(_NUMBER.fullmatch(bare)) and hidden >= _FEWEST and len(bare) - hidden >= _FEWEST


def _is_masked_name(text: str) -> bool:
    names = [name for name in _BETWEEN_NAMES.split(text.strip(" 。")) if name]
    hidden = [name for name in names if _NAME.fullmatch(name)]
    others = [name for name in names if _SIGN.search(name) and name not in hidden]
    return bool(hidden) and not others
