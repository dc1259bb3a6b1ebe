"""Texts as they look: what only looks like a 汉字 or does not show at all, and forms to compare texts by.

Text copied out of a PDF holds Kangxi radicals (⽂ U+2F42 for 文), zero-width and soft-hyphen signs. A person
reads 文, and so does every door through which text comes in: Word, web pages, pasted text, arguments, Tab. In
the data files they are told instead (:data:`LOOKALIKE`, ``words.control.CONTROL``), which are read to the
letter.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from kaohe_cli.words.control import without_controls
from kaohe_cli.words.patterns import regex

# CJK Radicals Supplement with the ideograph that each looks like (UCD, EquivalentUnifiedIdeograph). NFKC
# knows two of them only, since by origin the others are forms of a radical and not of a character. A piece of
# a character that stands for nothing by itself (⺈) is left out.
_SUPPLEMENT: Final = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺇⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺶⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉"
        "⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂几刂卜㔾小小兀尣尢巳幺彑彐忄㣺扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻竹糹纟罓罒羊耂肀聿肉臼艹艹艹虎衤覀西见角讠贝"
        "足车辶辶辶阝钅長镸长门阝雨青韦页风飞食食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_RADICALS: Final = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **{ord(sign): looks for sign, looks in _SUPPLEMENT.items()},
}
LOOKALIKE: Final = regex("[\u2e80-\u2ef3\u2f00-\u2fd5]")
"""A radical that looks like a 汉字 and is another character: no search finds it."""

# Half-width forms that keep every character at its offset: what is found in them is cut out of the text.
_HALF_WIDTH: Final[dict[int, int | str]] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\t"), " "),
    **dict.fromkeys(map(ord, "﹒．·•"), "."),
    **dict.fromkeys(map(ord, "﹕∶"), ":"),
    **dict.fromkeys(map(ord, "﹙〈"), "("),
    **dict.fromkeys(map(ord, "﹚〉"), ")"),
}
_FULL_WIDTH: Final = str.maketrans("0123456789.-%", "０１２３４５６７８９．－％")
_NO_WORD: Final = regex(r"[\W_]+")


def as_it_looks(text: str) -> str:
    r"""Returns a text with 汉字 for the radicals that look like them, and without what does not show.

    >>> as_it_looks("区\u2f42\u200b旅委"), as_it_looks("⻓江\u00ad办"), as_it_looks("甲\r\n乙")
    ('区文旅委', '长江办', '甲\n乙')
    """
    shown = without_controls(text)
    return shown.translate(_RADICALS) if LOOKALIKE.search(shown) else shown


def look_of(radical: str) -> str:
    """Returns the 汉字 that a radical looks like; itself where it is only a piece of one."""
    return _RADICALS.get(ord(radical), radical)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Returns the text with half-width signs, digits and blanks; every character keeps its offset."""
    return text.translate(_HALF_WIDTH)


def full_width(text: str) -> str:
    """Returns the text with full-width digits.

    >>> full_width("10")
    '１０'
    """
    return text.translate(_FULL_WIDTH)


def plain(text: str) -> str:
    """Returns a text without blanks, in one form of letters, digits and punctuation (NFKC).

    >>> plain("（ ３ 分）"), plain("１．５％")
    ('(3分)', '1.5%')
    """
    return "".join(unicodedata.normalize("NFKC", as_it_looks(text)).split())


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Returns a text without blanks and punctuation, in one form of letters and digits.

    >>> bare("“四上”企业 增量、ＧＤＰ增速")
    '四上企业增量gdp增速'
    """
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", as_it_looks(text))).casefold()


def is_han(character: str) -> bool:
    """True for a 汉字 of the two blocks that documents use, and for 〇."""
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character == "〇"
