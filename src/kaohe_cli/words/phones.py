"""Telephone numbers in a text, however they are written, and the same text with their digits starred.

Numbers of people must not stand in the log of a CI run or on a screen that is shown to others. Starred is
what may be dialled, and every other long number that says not what else it is (an identity card, an account).
A year, a date, an amount with its unit and the name of a file are what reports consist of, and stay.
"""

import re
import unicodedata
from itertools import pairwise

from kaohe_cli.words.control import without_controls
from kaohe_cli.words.patterns import regex

_PLAIN_SIGNS = {ord("（"): "(", ord("）"): ")", ord("＋"): "+", **dict.fromkeys(map(ord, "—–－―‐‑"), "-")}
_EXTENSION = regex(r"(?:转|分机|ext\.?|#|-(?=\d{1,6}$))[:：]?(\d{1,6})$", re.IGNORECASE)
_FROM_ABROAD = regex(r"(?:\+|00)86")
_MOBILE_ALONE = regex(r"(?:86)?(1[3-9]\d{9})")
_WITH_AREA = regex(r"0\d{2,3}\d{7,8}")
_OFFICE = regex(r"[2-9]\d{7}")

HOW_TO_WRITE_PHONES = "写 11 位手机号，或 8 位座机，外地的带区号，如 023-60000000"


def dialled(written: str, area_code: str = "") -> str | None:
    """Returns the digits of a phone number as they are dialled, or None where it is none.

    A mobile has 11 digits; a landline its area code, or 8 digits alone, to which ``area_code`` is added. An
    extension stands behind “-”.

    >>> [dialled(n) for n in ("138-0000-0001", "+86 138.0000.0001", "（023）60000000", "1380000000")]
    ['13800000001', '13800000001', '02360000000', None]
    >>> dialled("6000 0000", "023"), dialled("023-60000000转123")
    ('02360000000', '02360000000-123')
    """
    plain = without_controls(written).translate(_PLAIN_SIGNS)
    text = "".join(unicodedata.normalize("NFKC", plain).split())
    text = _FROM_ABROAD.sub("", text, count=1) if _FROM_ABROAD.match(text) else text
    behind = _EXTENSION.search(text)
    if behind and (number := _digits(text[: behind.start()], area_code, mobile=False)):
        return f"{number}-{behind[1]}"
    return _digits(text, area_code, mobile=True)


def _digits(text: str, area_code: str, *, mobile: bool) -> str | None:
    digits = re.sub(r"[-().·•]", "", text)
    if _WITH_AREA.fullmatch(digits):
        return digits
    if _OFFICE.fullmatch(digits):
        return area_code + digits
    found = _MOBILE_ALONE.fullmatch(digits) if mobile else None
    return found[1] if found else None


def is_phone(number: str) -> bool:
    """True for a mobile of 11 digits, or a landline of 8, with or without area code and extension.

    >>> [is_phone(n) for n in ("13800000000", "023-60000000", "02360000000-123", "60000000", "1380000000")]
    [True, True, True, True, False]
    """
    return dialled(number) is not None


def written_phone(number: str) -> str:
    """Returns a number as the data files keep it: without blanks, a mobile as its 11 digits."""
    digits = dialled(number) or ""
    return digits if _MOBILE_ALONE.fullmatch(digits) else "".join(without_controls(number).split())


# Numbers in a text.

_BLANKS = " \t\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_DOTS = ".．·•・‧∙⋅﹒"
_DASHES = r"\-－—–‐‑‒―−﹣"
_DIGIT = "[0-9０-９]"
# Between two digits of a number: a few such signs (“) 6”, “ - ”); a line break, in a diff with its sign; 转.
_JOINT = (
    rf"(?:[{_BLANKS}{_UNSEEN}{_DOTS}{_DASHES}()（）]{{1,4}}"
    rf"|[{_BLANKS}{_DASHES}]{{0,4}}\r?\n[+\-]?[{_BLANKS}]{{0,80}}"
    rf"|[{_BLANKS}]?(?:转|分机|[eE]xt\.?)[{_BLANKS}]?)"
)
_RUN = regex(rf"{_DIGIT}(?:{_JOINT}?{_DIGIT}){{6,}}")
_PIECE = regex(f"{_DIGIT}+")
_HALF_WIDTH = {ord("０") + digit: ord("0") + digit for digit in range(10)}

_MOBILE = regex(r"(?:(?:00)?86)?1[3-9]\d{9}")
# 010 and 02x go before eight digits, 03xx to 09xx before seven or eight; behind 86 the 0 is left out.
_AREA = r"(?:10|2\d)\d{7,8}|[3-9]\d{2}\d{7,8}"
_LANDLINE = regex(rf"0(?:{_AREA})|(?:00)?860?(?:{_AREA})|[48]00\d{{7}}")
_LOCAL = regex(r"[2-9]\d{6,7}")
_NUMBER = regex(f"{_MOBILE.pattern}|{_LANDLINE.pattern}|{_LOCAL.pattern}")
_LONGEST = 16  # 0086 0755 and eight digits
_SHORTEST = 7
_LONGEST_EXTENSION = 6
_EXTENSION_JOINTS = ("-", "－", "—")
_COUNTRY = regex(r"(?:00)?86(?=\d{10})")
_SHORTEST_GROUP = 3
_MOST_PIECES = 5  # 138 00 00 00 00; a row of small figures (15 20 30 40 50 6) has more

_DATE = regex(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_YEAR = regex(r"(?:19|20)\d{2}")
_WITH_TIME = (8, 10, 12, 14, 17)

_HAN = "\u4e00-\u9fff"
_MONEY = (
    r"[十百千]{0,2}[万亿]{0,2}余?(?:[美欧日港澳英]?元|人民币|块钱)"
    rf"|[十百千]{{0,2}}[万亿](?![{_HAN}])|[%％‰]"
)
# 万 and 元 are surnames: behind a mobile they count only where no blank and no further 汉字 makes them one.
_AMOUNT_AS_MOBILE = _MONEY
_AMOUNT = (
    rf"[{_BLANKS}]?(?:{_MONEY}|[十百千]{{0,2}}[万亿]|吨|公斤|千克|公里|千米|平方|立方|米|亩|公顷|千瓦|㎡|㎥|kW|k?m\b)"
    "|斤|克|度|户|次|辆|台|套|条|份|册|株|棵|头|只|羽|座|期|批|字|件|年|月|日|号|天|小时|岁|℃"
    "|人(?!事|员|力|大|民|社|武|防|才|工)|家(?!里|庭|属|人|长)|个(?!人)|项(?!目)|名(?!称|字)|处(?!室|长|理)"
)
_CURRENCIES = "¥￥$€£"
_MOST_DECIMALS = 4
_FILE_END = (
    r"\.(?:docx?|docm|dotx?|wps|odt|rtf|xlsx?|et|csv|pdf|zip|rar|7z|txt|md|ya?ml|json|html?|eml|jpe?g|png)\b"
)
_FILE = rf"(?i:[\w{_DASHES}()（）]{{0,60}}{_FILE_END})"
_FILE_AS_MOBILE = rf"(?i:[)）]?(?:[_{_DASHES}(（][\w{_DASHES}()（）]{{0,60}})?{_FILE_END})"


def is_mobile(number: str) -> bool:
    """True for a number, as reports keep it, of a mobile phone."""
    return _MOBILE.fullmatch(number) is not None


def masked(text: str) -> str:
    """Returns a text with the digits of numbers starred; everything else stays in its place.

    >>> masked("138 0000.0001，（023）6000-0001转8001，2021-08-11，2020-2021年，20211112万元")
    '*** ****.****，（***）****-****转****，2021-08-11，2020-2021年，20211112万元'
    """
    return _RUN.sub(lambda found: _Run(found).star(), text)


def _is_dot(joint: str) -> bool:
    sign = joint.strip(_BLANKS)
    return bool(sign) and sign in _DOTS


class _Run:
    """Digits with joints between them, in pieces: digits without a joint. The signs are starred in place."""

    def __init__(self, found: re.Match[str]) -> None:
        self._text = found.string
        self._start = found.start()
        self.signs = list(found[0])
        spans = [piece.span() for piece in _PIECE.finditer(found[0])]
        self._spans = spans
        self._pieces = [found[0][start:end].translate(_HALF_WIDTH) for start, end in spans]
        self._joints = [found[0][one[1] : other[0]] for one, other in pairwise(spans)]

    def star(self) -> str:
        """Returns the run with its numbers starred."""
        at = 0
        while at < len(self._pieces):
            if kept := self._date(at):
                at += kept
                continue
            count = self._number(at)
            for start, end in self._spans[at : at + count]:
                self.signs[start:end] = "*" * (end - start)
            at += count or 1
        return "".join(self.signs)

    def _date(self, at: int) -> int:
        """Returns of how many pieces a date, a time or a range of years consists that begins here."""
        here, *behind = self._pieces[at : at + 3]
        if len(here) in _WITH_TIME and _DATE.match(here):
            goes_on = behind and "\n" in self._joints[at] and _MOBILE.fullmatch(here + behind[0])
            return 0 if goes_on else 1  # 19001101 at the end of a line, and the last three of a mobile
        if not behind or not _YEAR.fullmatch(here):
            return 0
        if len(behind) == 2 and _DATE.fullmatch(here + behind[0].zfill(2) + behind[1].zfill(2)):
            return 3
        return 2 if _YEAR.fullmatch(behind[0]) else 0

    def _number(self, at: int) -> int:
        """Returns of how many pieces a number consists that begins here, the longest first; 0 for none."""
        digits = ""
        shaped = []
        for count, piece in enumerate(self._pieces[at : at + _LONGEST], start=1):
            digits += piece
            if count == 1 and len(digits) >= _SHORTEST:  # any long number; see above
                shaped.append((count, digits))
            elif len(digits) > _LONGEST:
                break
            elif len(digits) >= _SHORTEST and _NUMBER.fullmatch(digits):
                shaped.append((count, digits))
        for count, digits in reversed(shaped):
            if self._is_whole(at, count, digits) and not self._is_something_else(at, count, digits):
                return count + self._has_extension(at + count)
        return 0

    def _is_whole(self, at: int, count: int, digits: str) -> bool:
        """True where the pieces are those of one number, and not figures that only stand side by side."""
        if count == 1:
            return True
        lengths = [len(piece) for piece in self._pieces[at : at + count]]
        joints = self._joints[at : at + count - 1]
        if country := _COUNTRY.match(digits):
            lengths[0] -= country.end()
            if not lengths[0]:
                lengths, joints = lengths[1:], joints[1:]
            if lengths[:1] == [1] and digits[country.end()] == "0":  # +86 (0)23 …
                lengths, joints = lengths[1:], joints[1:]
        if max(lengths, default=1) == 1:
            return len(set(joints)) == 1  # 1 3 8 …, not a row of scores: 1.3 8.0 …
        if any("\n" in joint for joint in joints):
            return count <= _MOST_PIECES
        shortest = 2 if country else _SHORTEST_GROUP
        dotted = [sides for joint, sides in zip(joints, pairwise(lengths), strict=True) if _is_dot(joint)]
        if len(lengths) > _MOST_PIECES or any(min(sides) < shortest for sides in dotted):
            return False
        if _LOCAL.fullmatch(digits):
            return lengths in ([4, 4], [3, 4]) and not _YEAR.match(digits)
        return bool(country or _MOBILE.fullmatch(digits)) or lengths[0] >= _SHORTEST_GROUP

    def _has_extension(self, at: int) -> bool:
        """True where the piece at ``at`` is the extension of the number before it."""
        if at >= len(self._pieces) or len(self._pieces[at]) > _LONGEST_EXTENSION:
            return False
        joint = self._joints[at - 1].strip(_BLANKS)
        return joint in _EXTENSION_JOINTS or joint.lower().startswith(("转", "分机", "ext"))

    def _has_decimals(self, at: int) -> bool:
        is_last = at == len(self._pieces) - 1
        return not is_last and self._joints[at] in _DOTS and len(self._pieces[at + 1]) <= _MOST_DECIMALS

    def _is_something_else(self, at: int, count: int, digits: str) -> bool:
        """True for an amount and for the name of a file."""
        start, end = self._start + self._spans[at][0], self._start + self._spans[at + count - 1][1]
        if start and self._text[start - 1] in _CURRENCIES:
            return True
        if count == 1 and self._has_decimals(at):
            return True
        is_mobile = _MOBILE.fullmatch(digits)
        amount, file = (_AMOUNT_AS_MOBILE, _FILE_AS_MOBILE) if is_mobile else (_AMOUNT, _FILE)
        return any(re.compile(pattern).match(self._text, end) for pattern in (amount, file))
