"""Texts without the noise of typesetting; numbers as people write them."""

import re
import unicodedata
from decimal import Decimal

from kaohe_cli.words.folding import as_it_looks, plain
from kaohe_cli.words.numerals import HAN, circled_value, numeral_value

CONTINUED = re.compile(r"\s*[（(](?:续|接上(?:页|表)?)[)）]$")
"""What stands behind a name or title that goes on from the page before."""
_SPACE = re.compile(r"\s+")
_WIDE = (
    "\u2018\u2019\u201c\u201d\u2014\u2026\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\ufe10-\ufe6f\uff00-\uffef"
)
_STRAY_SPACE = re.compile(rf"(?<=[{_WIDE}]) | (?=[{_WIDE}])")
_NEW_ITEM = re.compile(r"(?<![，。、；：！？,.;:!?（(“])\n(?=\d+[.．﹒、)）]|[（(]\d+[)）]|[①-⑳])")
_CHINESE = f"(?:{HAN}|百)+"
_HEADING = re.compile(
    rf"(?:(?P<first>第{_CHINESE}(?:部分|章|篇|类)[、：:\s]*|{_CHINESE}[、．.﹒]\s*)"
    rf"|(?P<second>[（(]{_CHINESE}[)）][、．.]?\s*))(?P<title>\S.*)",
    re.DOTALL,
)
_ITEM_NUMBER = re.compile(r"\s*(?:[（(](\d{1,4})[)）]|(\d{1,4})\s*(?:[.．﹒、)）](?!\d)|(?=\s)))\s*")
_NO_WEIGHT = re.compile(r"[-—–－/／\s]*|无|不计分|不赋分")
_MOST_LOOKED_AT = 400


def clean(text: str) -> str:
    """Returns a text on one line, without line breaks inside sentences and stray spaces.

    A list whose items stood a line each, without a mark between them, gets “；” there.

    >>> clean(" 推进 “抓项目稳投资”专项行动，作出积极贡献\\n的区县，引进 IPO 项目 ")
    '推进“抓项目稳投资”专项行动，作出积极贡献的区县，引进IPO项目'
    >>> clean("1.增速\\n2.占比")
    '1.增速；2.占比'
    """
    text = _NEW_ITEM.sub("；", _trimmed_lines(as_it_looks(text)))
    return _STRAY_SPACE.sub("", _SPACE.sub(" ", text))


def joins_items(text: str) -> bool:
    """True where :func:`clean` put “；” between the items of a list."""
    return bool(_NEW_ITEM.search(_trimmed_lines(as_it_looks(text))))


def _trimmed_lines(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def number_of(text: str) -> int | None:
    """Returns the number in a 序号 cell: “1”, “１．”, “（1）”, “①”, “一、”; None where there is none.

    >>> [number_of(text) for text in ("1", "２．", "（3）", "④", "五、", "第6项", "合计")]
    [1, 2, 3, 4, 5, 6, None]
    """
    text = text.strip()
    if (number := circled_value(text)) is not None:
        return number
    sign = unicodedata.normalize("NFKC", text).strip(" ().、﹒。第项条")
    if sign.isascii() and sign.isdigit():
        return int(sign[:6])
    return numeral_value(sign)


def after_number(text: str) -> tuple[int | None, str]:
    """Returns the Arabic number a text begins with, and the rest.

    >>> after_number("12﹒营造营商环境"), after_number("2021年的表"), after_number("1.5倍")
    ((12, '营造营商环境'), (None, '2021年的表'), (None, '1.5倍'))
    """
    found = _ITEM_NUMBER.match(unicodedata.normalize("NFKC", text[:8]) + text[8:])
    if found is None:
        return None, text
    wide = _ITEM_NUMBER.match(text)
    rest = text[wide.end() :] if wide else text[found.end() :]
    return int(found[1] or found[2]), rest


def heading(text: str) -> tuple[int, str] | None:
    """Returns the level and the title of a numbered heading: 1 for “一、”, 2 for “（一）”.

    >>> heading("（二）群众主观感受"), heading("一、激励措施"), heading("（区委改革办）")
    ((2, '群众主观感受'), (1, '激励措施'), None)
    """
    found = _HEADING.match(text.strip())
    if found is None:
        return None
    return (1 if found["first"] else 2), clean(found["title"])


def numeral_of(text: str) -> int | None:
    """Returns the number of a heading.

    >>> numeral_of("（二十一）加强就业保障"), numeral_of("三、其他"), numeral_of("其他")
    (21, 3, None)
    """
    found = re.match(rf"\s*[（(第]?({_CHINESE})", text)
    return numeral_value(found[1]) if found and heading(text) else None


def weight_of(text: str) -> Decimal | None:
    """Returns the points in a weight cell; None where it says none.

    >>> [str(weight_of(text)) for text in ("4", "4分", "４", "0.5", "4.0", "（3分）", "五", "—")]
    ['4', '4', '4', '0.5', '4', '3', '5', 'None']
    """
    points = plain(text).strip("()。").removesuffix("分").replace("﹒", ".")
    if re.fullmatch(r"\d{1,4}(?:\.\d{1,4})?", points, re.ASCII):
        return trimmed(Decimal(points))
    value = numeral_value(points)
    return None if value is None else Decimal(value)


_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,2})?%", re.ASCII)
_NUMBERED_POINTS = r"\d{1,4}(?:\.\d{1,4})?(?:分|%)?"
_BONUS = re.compile(
    rf"(?:(?:最多|最高|每[^，。；]{{0,6}})?[加减扣±+\-−–≤≥<>](?:分|减|扣|\d|[\-−–~～至到.])*(?:分|项|封顶)?"
    rf"|(?:加|减|扣|加减|加扣|附加)分(?:项目?)?(?:[（(].*[)）])?"
    rf"|(?:不超过|最多|最高)[加减扣]?{_NUMBERED_POINTS})"
)
_WITH_REMARK = re.compile(rf"(?P<points>{_NUMBERED_POINTS})[（(](?P<remark>.+)[)）]")


def percent_of(text: str) -> Decimal | None:
    """Returns the points that a weight in percent stands for: of 100 in all, 15% are 15.

    >>> str(percent_of("12.5％")), percent_of("12.5")
    ('12.5', None)
    """
    percent = plain(text)
    return trimmed(Decimal(percent[:-1])) if _PERCENT.fullmatch(percent) else None


def is_bonus(text: str) -> bool:
    """True for what stands in a weight cell and is a bonus, a penalty or a bound, in no total.

    >>> [is_bonus(text) for text in ("加3分", "扣1-3分", "-5", "+2", "≤5", "加分项", "5", "—")]
    [True, True, True, True, True, True, False, False]
    """
    bonus = plain(text)
    return _BONUS.fullmatch(bonus) is not None and bool(re.search(r"\d|分", bonus))


def with_remark(text: str) -> tuple[str, str]:
    """Returns the points of a weight cell, and what stands in brackets behind them.

    >>> with_remark("10（含加分2）"), with_remark("（3分）")
    (('10', '含加分2'), ('（3分）', ''))
    """
    found = _WITH_REMARK.fullmatch(plain(text))
    return (found["points"], found["remark"]) if found and found["remark"] != "分" else (text, "")


def points_or_wording(text: str) -> bool:
    """True for what may stand in a column of points."""
    return weight_of(with_remark(text)[0]) is not None or percent_of(text) is not None or is_bonus(text)


_POINTS_BEHIND = re.compile(
    r"(?P<text>.+?)\s*[（(](?:共|满分|计)?(?P<points>[\d.．]+)分[)）][。；]?", re.DOTALL
)


def points_behind(text: str) -> tuple[str, Decimal | None]:
    """Returns a text without the points in brackets at its end, and these.

    >>> points_behind("组织领导（7分）"), points_behind("组织领导")
    (('组织领导', Decimal('7')), ('组织领导', None))
    """
    start = max(0, len(text) - _MOST_LOOKED_AT)
    found = _POINTS_BEHIND.fullmatch(text, start) if "分" in text[-3:] else None
    if found is None:
        return text, None
    return text[: found.end("text")], weight_of(found["points"])


def is_unreadable(text: str) -> bool:
    """True for what stands in a weight cell and is neither points nor a way to say that there are none.

    >>> [is_unreadable(text) for text in ("4分", "—", "不计分", "", "5％", "四分之一")]
    [False, False, False, False, True, True]
    """
    return weight_of(text) is None and not _NO_WEIGHT.fullmatch(as_it_looks(text).strip())


def trimmed(value: Decimal) -> Decimal:
    """Returns a number without zeros at the end: 4 for 4.0.

    >>> trimmed(Decimal("4.00")), trimmed(Decimal("100"))
    (Decimal('4'), Decimal('100'))
    """
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
