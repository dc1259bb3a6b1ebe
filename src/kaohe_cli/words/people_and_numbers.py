"""A line that names people or an office and their telephone numbers, taken apart.

“李四13800000000；王五13800000001”, “流通发展处，67××××21”, “60000000（办）13800000000（手机）”: however many
there are, each number is found, hidden digits or not, and what is left is the names.
"""

import re
from typing import Final, NamedTuple

from kaohe_cli.words.masks import SIGNS, is_masked_number, without_lines
from kaohe_cli.words.patterns import regex

_EVEN: Final = {
    **{0xFF10 + digit: ord("0") + digit for digit in range(10)},
    **dict.fromkeys(map(ord, "－—–―‐‑−"), "-"),
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\t"), " "),
    ord("＋"): "+",
    ord("（"): "(",
    ord("）"): ")",
}
"""Every character keeps its place."""
_LONGEST: Final = 400
"""A line of names and numbers is shorter; a text that is longer is none."""

_HIDDEN: Final = re.escape(SIGNS)
_DIGIT: Final = f"[0-9{_HIDDEN}]"
_EXTENSION: Final = r"(?: ?(?:转|分机|ext\.?|#) ?[:：]?\d{1,6}|-\d{1,5}(?!\d))?"
_SHAPES: Final = (
    rf"(?:(?:\+|00)?86[ -]?)?1[3-9]{_DIGIT}[ -]?{_DIGIT}{{4}}[ -]?{_DIGIT}{{4}}",
    rf"\( ?0\d{{2,3}} ?\)[ -]{{0,3}}{_DIGIT}{{3,4}}[ -]?{_DIGIT}{{4}}{_EXTENSION}",
    rf"(?:(?:\+|00)86[ -]?)?0\d{{2,3}}[ -]{{1,3}}{_DIGIT}{{3,4}}[ -]?{_DIGIT}{{4}}{_EXTENSION}",
    rf"0\d{{2,3}}{_DIGIT}{{7,8}}{_EXTENSION}",
    rf"[2-9]{_DIGIT}{{3}}[ -]?{_DIGIT}{{4}}{_EXTENSION}",
    rf"(?=[\d-]*[{_HIDDEN}][\d-]*[{_HIDDEN}])(?=[\d{_HIDDEN}-]*\d)(?:\d|(?<![\u4e00-\u9fff{_HIDDEN}]){_DIGIT}){_DIGIT}*-?{_DIGIT}{{4,14}}{_EXTENSION}",
    rf"\+?\d[\d \-()]{{4,22}}\d{_EXTENSION}",
)
"""A mobile; a landline with its area code in brackets, apart, or joined; one without; hidden digits more or
fewer than there are (138***5678); last whatever else has six digits and more, for a slip (a mobile of ten
digits) must be seen as one."""
_NUMBER: Final = regex(
    rf"(?<![\d.])(?:{'|'.join(f'(?:{shape})' for shape in _SHAPES)})(?![\d{_HIDDEN}])", re.IGNORECASE
)
_TAG: Final = "(?:联系|办公|移动|固定)?(?:电话|手机|座机|方式|号码|固话)号?码?|tel|phone"
_IN_BRACKETS: Final = rf"\( *(?:{_TAG}|办公室?|办|宅) *\)"
"""What kind of number it is. 办 without brackets ends the name of an office: 项目办 60000000."""
_TAG_BEFORE: Final = regex(rf"(?:{_TAG}|{_IN_BRACKETS})? *[:：]? *$", re.IGNORECASE)
_TAG_BEHIND: Final = regex(rf" *{_IN_BRACKETS}", re.IGNORECASE)
_SIGNS_IN: Final = regex(f"[{_HIDDEN}]")
_PLACE: Final = "\x00"
"""Stands for a number that was taken out."""
_EMPTY_BRACKETS: Final = regex(rf"[(（][\s，,、；;:：{_PLACE}]*[)）]")
_AT_BRACKET: Final = regex(
    rf"[\s，,、；;:：]*{_PLACE}[\s，,、；;:：]*(?=[)）])|(?<=[(（]){_PLACE}[\s，,、；;:：]*"
)
_GAP: Final = regex(rf"[\s，,、；;:：+和及或/]*{_PLACE}[\s，,、；;:：+和及或/{_PLACE}]*")
_AROUND: Final = "，。；、：,.;:/-— ．\n"
_AREA: Final = regex(r"\( ?(0\d{2,3}) ?\)[ -]*")
_EXTENSION_WORD: Final = regex(r" ?(?:分机|ext\.?|#) ?[:：]?", re.IGNORECASE)
_MOBILE: Final = regex(rf"(?:(?:\+|00)?86)?(1[3-9]{_DIGIT}{{9}})")


class Apart(NamedTuple):
    """Names and numbers of a line."""

    names: str
    """What is left, names joined by “、” where a number stood between them."""
    numbers: tuple[str, ...]
    """As data files keep them: without blanks, an area code apart by “-”, a mobile as its 11 digits."""


def taken_apart(line: str) -> Apart:
    """Returns the names of a line, and all its numbers.

    >>> taken_apart("流通发展处，67××××21。")
    Apart(names='流通发展处', numbers=('67××××21',))
    >>> taken_apart("李四（13800000000）、王五（办）60000000")
    Apart(names='李四、王五', numbers=('13800000000', '60000000'))
    >>> taken_apart("李××，电话60000000，手机138****5678")
    Apart(names='李××', numbers=('60000000', '138****5678'))
    >>> taken_apart("市商务委流通处 李科 电话：023－60000000转8012")
    Apart(names='市商务委流通处 李科', numbers=('023-60000000转8012',))
    """
    even = line.translate(_EVEN)
    if len(even) > _LONGEST:
        return Apart(_tidy(line), ())
    names, at = "", 0
    numbers: list[str] = []
    for found in _NUMBER.finditer(even):
        number = written(found[0])
        if _SIGNS_IN.search(number) and not is_masked_number(number.partition("转")[0]):
            continue
        before = _TAG_BEFORE.sub("", even[at : found.start()])
        names += line[at : at + len(before)] + _PLACE
        behind = _TAG_BEHIND.match(even, found.end())
        at = behind.end() if behind else found.end()
        numbers.append(number)
    names += line[at:]
    return Apart(_tidy(names), tuple(dict.fromkeys(numbers)))


def written(number: str) -> str:
    """Returns a number as data files keep it.

    >>> [written(n) for n in ("138 0000-0000", "+86 13800000000", "(023) 6000 0000", "023-60000000 分机12")]
    ['13800000000', '13800000000', '023-60000000', '023-60000000转12']
    """
    number = _AREA.sub(r"\1-", _EXTENSION_WORD.sub("转", number.translate(_EVEN)))
    bare = "".join(number.split())
    mobile = _MOBILE.fullmatch(bare.replace("-", ""))
    return mobile[1] if mobile else bare


def _tidy(names: str) -> str:
    names = _AT_BRACKET.sub("", _EMPTY_BRACKETS.sub(_PLACE, names))
    names = without_lines(names).strip(f"{_PLACE}{_AROUND}")
    return " ".join(_GAP.sub("、", names).split()).strip(_AROUND)
