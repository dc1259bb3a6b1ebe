"""Texts without the noise of typesetting; numbers as people write them."""

import re
import unicodedata
from decimal import Decimal

from kaohe_cli.words.control import without_controls

CONTINUED = re.compile(r"\s*[（(](?:续|接上(?:页|表)?)[)）]$")
"""What stands behind a name or title that goes on from the page before."""
_SPACE = re.compile(r"\s+")
_WIDE = (
    "\u2018\u2019\u201c\u201d\u2014\u2026\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\ufe10-\ufe6f\uff00-\uffef"
)
_STRAY_SPACE = re.compile(rf"(?<=[{_WIDE}]) | (?=[{_WIDE}])")
_NEW_ITEM = re.compile(r"(?<![，。、；：！？,.;:!?（(“])\n(?=\d+[.．﹒、)）]|[（(]\d+[)）]|[①-⑳])")
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_CHINESE = "[一二三四五六七八九十百]+"
_HEADING = re.compile(
    rf"(?:(?P<first>第{_CHINESE}(?:部分|章|篇|类)[、：:\s]*|{_CHINESE}[、．.﹒]\s*)"
    rf"|(?P<second>[（(]{_CHINESE}[)）][、．.]?\s*))(?P<title>\S.*)",
    re.DOTALL,
)
_ITEM_NUMBER = re.compile(r"\s*(?:[（(](\d{1,4})[)）]|(\d{1,4})\s*(?:[.．﹒、)）](?!\d)|(?=\s)))\s*")
_CIRCLED = {chr(0x2460 + number): number + 1 for number in range(20)}
_NO_WEIGHT = re.compile(r"[-—–－/／\s]*|无|不计分|不赋分")
_BARE = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """Returns a text on one line, without line breaks inside sentences and stray spaces.

    A list whose items stood a line each, without a mark between them, gets “；” there.

    >>> clean(" 推进 “抓项目稳投资”专项行动，作出积极贡献\\n的区县，引进 IPO 项目 ")
    '推进“抓项目稳投资”专项行动，作出积极贡献的区县，引进IPO项目'
    >>> clean("1.增速\\n2.占比")
    '1.增速；2.占比'
    """
    text = _NEW_ITEM.sub("；", _trimmed_lines(visible(text)))
    return _STRAY_SPACE.sub("", _SPACE.sub(" ", text))


def joins_items(text: str) -> bool:
    """True where :func:`clean` put “；” between the items of a list."""
    return bool(_NEW_ITEM.search(_trimmed_lines(visible(text))))


def _trimmed_lines(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def visible(text: str) -> str:
    """Returns a text without characters that do not show; every line break is a “\\n”."""
    return without_controls(text)


def bare(text: str) -> str:
    """Returns a text without spaces and punctuation, in one form of letters and digits."""
    return _BARE.sub("", unicodedata.normalize("NFKC", text))


def shortened(text: str, length: int = 24) -> str:
    """Returns a text as messages quote it."""
    text = visible(" ".join(text.split()))
    return text if len(text) <= length else f"{text[: length - 1]}…"


def chinese_number(text: str) -> int | None:
    """Returns the value of a Chinese numeral below 100.

    >>> [chinese_number(text) for text in ("三", "十", "十二", "二十", "二十五", "甲")]
    [3, 10, 12, 20, 25, None]
    """
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text)
    first = _DIGITS.get(tens) if tens else 1
    last = _DIGITS.get(ones) if ones else 0
    return None if first is None or last is None else first * 10 + last


def number_of(text: str) -> int | None:
    """Returns the number in a 序号 cell: “1”, “１．”, “（1）”, “①”, “一、”; None where there is none.

    >>> [number_of(text) for text in ("1", "２．", "（3）", "④", "五、", "第6项", "合计")]
    [1, 2, 3, 4, 5, 6, None]
    """
    text = text.strip()
    if text in _CIRCLED:
        return _CIRCLED[text]
    plain = unicodedata.normalize("NFKC", text).strip(" ().、﹒。第项条")
    if plain.isascii() and plain.isdigit():
        return int(plain[:6])
    return chinese_number(plain) if plain else None


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
    return chinese_number(found[1]) if found and heading(text) else None


def weight_of(text: str) -> Decimal | None:
    """Returns the points in a weight cell; None where it says none.

    >>> [str(weight_of(text)) for text in ("4", "4分", "４", "0.5", "4.0", "（3分）", "五", "—")]
    ['4', '4', '4', '0.5', '4', '3', '5', 'None']
    """
    plain = unicodedata.normalize("NFKC", "".join(visible(text).split())).strip("()。")
    plain = plain.removesuffix("分").replace("﹒", ".")
    if re.fullmatch(r"\d{1,4}(?:\.\d{1,4})?", plain, re.ASCII):
        return trimmed(Decimal(plain))
    value = chinese_number(plain) if plain else None
    return None if value is None else Decimal(value)


def is_unreadable(text: str) -> bool:
    """True for what stands in a weight cell and is neither points nor a way to say that there are none.

    >>> [is_unreadable(text) for text in ("4分", "—", "不计分", "", "5％", "四分之一")]
    [False, False, False, False, True, True]
    """
    return weight_of(text) is None and not _NO_WEIGHT.fullmatch(visible(text).strip())


def trimmed(value: Decimal) -> Decimal:
    """Returns a number without zeros at the end: 4 for 4.0.

    >>> trimmed(Decimal("4.00")), trimmed(Decimal("100"))
    (Decimal('4'), Decimal('100'))
    """
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
