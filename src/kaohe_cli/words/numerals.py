"""Chinese numerals both ways: 十二, 二〇二一, 第一百零三, 壹佰; and the circled ones."""

import re
from typing import Final

from kaohe_cli.words.patterns import regex

DIGITS: Final = "零一二三四五六七八九"
HAN: Final = "[一二三四五六七八九十]"
"""One sign of a numeral as headings have it."""
HAN_NUMERAL: Final = f"{HAN}{{1,3}}"
"""A numeral as headings and sections have it: up to 九十九."""

_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_POWERS, _LEGAL_POWERS = ("", "十", "百", "千"), ("", "拾", "佰", "仟")
_LARGEST: Final = 9999
"""Beyond it a numeral has 万, which no heading needs."""
_VALUES: Final = {sign: number for number, sign in enumerate(DIGITS)} | dict.fromkeys("〇○０", 0) | {"两": 2}
_COUNTED: Final = regex(r"(?:(.?)千)?零?(?:(.?)百)?零?(?:(.?)十)?零?(.?)", re.DOTALL)
_CIRCLED: Final = 0x2460
_MOST_CIRCLED: Final = 20


def chinese_numeral(number: int) -> str:
    """Returns a number as headings have it, in digits where it is below 0 or above 9999.

    >>> [chinese_numeral(n) for n in (0, 1, 10, 11, 20, 21, 101, 110, 1010, 10000)]
    ['零', '一', '十', '十一', '二十', '二十一', '一百零一', '一百一十', '一千零一十', '10000']
    """
    if not 0 <= number <= _LARGEST:
        return str(number)
    text = _counted(number, DIGITS, _POWERS)
    return text.removeprefix("一") if text.startswith("一十") else text or DIGITS[0]


def legal_numeral(number: int) -> str:
    """Returns a number from 1 to 9999 as cheques have it: 壹佰零叁."""
    return _counted(number, _LEGAL, _LEGAL_POWERS) if 0 < number <= _LARGEST else str(number)


def _counted(number: int, numerals: str, powers: tuple[str, ...]) -> str:
    digits = str(number)
    text = "".join(
        numerals[int(digit)] + (powers[power] if digit != "0" else "")
        for power, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True)
    )
    return re.sub("零+", "零", text).rstrip("零")


def numeral_value(text: str) -> int | None:
    """Returns the value of a Chinese numeral below 10,000; None for what is none.

    >>> [numeral_value(text) for text in ("三", "十", "十二", "二十五", "一百零三", "两百", "〇")]
    [3, 10, 12, 25, 103, 200, 0]
    >>> [numeral_value(text) for text in ("", "甲", "十十", "一二十", "百千", "二一")]
    [None, None, None, None, None, None]
    """
    found = _COUNTED.fullmatch(text)
    if found is None or not text:
        return None
    value = 0
    for power, sign in zip((1000, 100, 10, 1), found.groups(), strict=True):
        if sign:
            if sign not in _VALUES:
                return None
            value += _VALUES[sign] * power
        elif sign == "" and power > 1:  # 十 and 百 without a count
            value += power
    return value


def digits_value(text: str) -> int | None:
    """Returns the number that is written digit by digit; None where it is not.

    >>> digits_value("二〇二一"), digits_value("二○零九"), digits_value("二十")
    (2021, 2009, None)
    """
    values = [_VALUES.get(sign) for sign in text]
    return int("".join(map(str, values))) if values and None not in values else None


def circled(number: int) -> str:
    """Returns a number in a circle, in digits where there is no such sign: ③, 21."""
    return chr(_CIRCLED + number - 1) if 0 < number <= _MOST_CIRCLED else str(number)


def circled_value(sign: str) -> int | None:
    """Returns the number in a circle; None for any other sign.

    >>> circled_value("⑫"), circled_value("3")
    (12, None)
    """
    number = ord(sign) - _CIRCLED + 1 if len(sign) == 1 else 0
    return number if 0 < number <= _MOST_CIRCLED else None
