"""A field's text as the value of a report: numbers, ranks, yes and no, phones; what is no value at all."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from kaohe_cli.words.folding import fold
from kaohe_cli.words.masks import without_lines
from kaohe_cli.words.people_and_numbers import taken_apart

_FILLER = re.compile(r"[\s.。．，,；;、:：_＿…（）()]*|[×xX]{2,}[。.]?")
_NUMBER = re.compile(r"(?<![\d.])\d{1,4}(?:\.\d{1,3})?(?![\d.])")
_FULL_MARKS = re.compile(r"\(?(?:\d+项)?(?:合计)?(?:满分|总分|权重)(?:为|是|:)? *\d+(?:\.\d+)? *分?\)?")
_FULL_MARKS_OF: Final = re.compile(
    r"(?:满分|总分|权重)(?:为|是|:)? *(\d{1,4}(?:\.\d{1,3})?)|\d *分? */ *(\d{1,4}(?:\.\d{1,3})?) *分?[。.]?$"
)
_BEFORE_SCORE: Final = "本单位|我单位|目前|截至目前|预计|全年|自评|得分|可得|得|为|是|:| "
_MARKS: Final = r"(?P<number>\d{1,4}(?:\.\d{1,3})?) *分?(?P<of> */ *\d+(?:\.\d+)? *分?)?"
_SCORE: Final = re.compile(rf"[,;:。 ]*(?:{_BEFORE_SCORE})*{_MARKS}[,;。. ]*")
# Words that leave one number one number: estimated, converted. “至少”, “不低于”, “2.8以上” leave it open.
_HEDGE: Final = (
    "大?约|大概|左右|估[算计]?|预[估评测]|初步|初评|暂[定估]?|测算|折[算合]后?|换算后?|按比例|拟|力争|争取"
    "|应得|实得|共计?|合计|总计|总分|等于|市级|区级|我区|本区|结果|情况"
)
_NOTHING_LOST: Final = "[,; ]*(?:未|不|没有|无|暂无)(?:被?扣(?:分|除)?|失分)"
# A remark in brackets without a number may say anything but that the number is a bound, or no score.
_OPEN: Final = "以[上下内]|至[少多]|最[高低]|[上下]限|不[低高少]于|不足|超过|加分|[扣减失差缺]|区间|满分|满意"
_ASIDE: Final = rf"\((?![^()]*(?:{_OPEN}))[^()\d]{{1,30}}\)"
_HEDGED: Final = re.compile(
    rf"(?:[,;:。 ]|{_HEDGE}|{_BEFORE_SCORE})*{_MARKS}"
    rf"(?:[,;。. ]|{_HEDGE}|{_NOTHING_LOST}|\({_NOTHING_LOST}\)|{_ASIDE})*"
)
_TAKEN_OFF: Final = re.compile(
    r"[,;( ]*(?:已|预计|因.{1,20}?)?(?:被?扣|扣除|扣减)(?:了|掉|分)? *\d+(?:\.\d+)? *分?\)?"
)
"""Points lost, named beside the score that is left."""
_WRAPPED: Final = re.compile(r"[_\[\]【】〔〕「」『』“”\"'‘’《》<>]")
_BRACKETED: Final = re.compile(r"^\( *(\d+(?:\.\d+)? *分?) *\)")
_OUT_OF: Final = re.compile(r"^ */ *满分[:是为 ]*(?=\d+(?:\.\d+)? *分? */)")
_LONGEST_SCORE: Final = 80
_YES: Final = {"是", "是的", "√", "✓", "✔", "☑", "对", "Y", "YES", "是√", "√是", "☑是", "■是"}
_NO: Final = {"否", "不是", "×", "✗", "✘", "N", "NO", "否√", "√否", "☑否", "■否"}
_TICK, _BOX = "[√✓✔☑■☒]", "[□○☐]?"
_TICKED: Final = re.compile(rf"{_TICK}是/?{_BOX}否|是{_TICK}/?{_BOX}否{_BOX}")
_TICKED_NO: Final = re.compile(rf"{_BOX}是/?{_TICK}否|{_BOX}是{_BOX}/?否{_TICK}")
_MINUS: Final = re.compile("^[-−–—]")
_WHOLE_NUMBER: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?", re.ASCII)
_THOUSANDS: Final = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?", re.ASCII)
_DAY: Final = re.compile(
    r"(?P<year>\d{4})(?P<sign>[年.\-/])(?P<month>\d{1,2})[月.\-/](?P<day>\d{1,2})日?[。.;,]?", re.ASCII
)
_INNER_SENTENCE = re.compile(r"[。！？；!?;]")


def is_filler(text: str) -> bool:
    """True for a text that says nothing: dots and blanks.

    >>> [is_filler(text) for text in ("．．", "　　。", "/", "无", "×")]
    [True, True, False, False, False]
    """
    return _FILLER.fullmatch(text) is not None


def tidy_lines(text: str) -> str:
    """Returns the text without blank lines and the blanks around each line."""
    if "\n" not in text:
        return text.strip()
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def without_full_stop(text: str, *, is_printed: bool = False) -> str:
    """Returns the text without the “。” that closes a field of the form.

    One that ends the last of several sentences or paragraphs stays, for it is the text's own, unless it is
    known that the form printed one behind the first value (``is_printed``) and no earlier line has it.

    >>> without_full_stop("增长8%。"), without_full_stop("增长8%。第三。"), without_full_stop("增长8%。。")
    ('增长8%', '增长8%。第三。', '增长8%。')
    """
    inner = text.removesuffix("。")
    if text.endswith("。。") or (is_printed and "。\n" not in inner):
        return inner
    return text if "\n" in inner or _INNER_SENTENCE.search(inner) else inner


def same_text(one: str, other: str) -> bool:
    """True where two texts differ by nothing but blanks and the “。” at the end."""
    return tidy_lines(one).rstrip("。") == tidy_lines(other).rstrip("。")


class Score(NamedTuple):
    """A score that a text gives."""

    points: Decimal
    is_hedged: bool
    """Whether words beside it say that it was estimated, converted, out of so many, or left of more."""


def score(text: str) -> Score | None:
    """Returns the score that a text gives, or None where it does not give one number.

    >>> [str(s.points) for t in ("4.9分", "满分5分，自评4.9分", "【４．９】分") if (s := score(t))]
    ['4.9', '4.9', '4.9']
    >>> [(str(s.points), s.is_hedged) for t in ("2.8（预估）", "约2.8", "2.8分，扣0.2分") if (s := score(t))]
    [('2.8', True), ('2.8', True), ('2.8', True)]
    >>> [score(t) for t in ("4至5分", "2.5+0.3", "3-0.2=2.8分", "不低于2.8", "95%", "100分（折算3分）")]
    [None, None, None, None, None, None]
    """
    folded = _WRAPPED.sub("", fold(text)).replace("\n", " ").strip()
    if len(folded) > _LONGEST_SCORE:
        return None
    folded = _OUT_OF.sub("", re.sub(r"(\d) *\. *(\d)", r"\1.\2", folded))
    rest = _FULL_MARKS.sub(" ", folded).strip()
    rest = _BRACKETED.sub(r"\1", rest)
    if found := _SCORE.fullmatch(rest):
        return Score(Decimal(found["number"]), is_hedged=bool(found["of"]))
    found = _HEDGED.fullmatch(_TAKEN_OFF.sub(" ", rest, count=1).strip())
    return Score(Decimal(found["number"]), is_hedged=True) if found else None


def full_marks(label: str, text: str) -> list[Decimal]:
    """Returns the full marks that stand in the label of a score, and beside the score itself.

    >>> [str(marks) for marks in full_marks("2．自评得分（5项合计满分为3分）：", "满分5分，自评2.8/4分。")]
    ['3', '5', '4']
    """
    return [
        Decimal(found[1] or found[2])
        for part in (label, text.strip()[:_LONGEST_SCORE])
        for found in _FULL_MARKS_OF.finditer(_OUT_OF.sub("", fold(part)))
    ]


def rank(text: str) -> str:
    """Returns a rank with half-width digits and no punctuation around it.

    >>> rank("　第３名（并列）。")
    '第3名（并列）'
    """
    digits = {0xFF10 + digit: ord("0") + digit for digit in range(10)}
    return " ".join(text.translate(digits).split()).strip("，。；、,.; ")


def yes_or_no(text: str) -> str:
    """Returns 是 or 否 where the text means that, else the text itself.

    >>> [yes_or_no(text) for text in ("√", "是。", "☑是 □否", "□是 ☑否", "已完成", "正在推进")]
    ['是', '是', '是', '否', '已完成', '正在推进']
    """
    bare = "".join(fold(text).split()).strip("。.,;()").upper()
    if bare in _YES or _TICKED.fullmatch(bare):
        return "是"
    if bare in _NO or _TICKED_NO.fullmatch(bare):
        return "否"
    return text.strip("。；，、 \n")


def choice(text: str, choices: Sequence[str]) -> str:
    """Returns the one of the choices that a text means, else the text itself.

    >>> choice("√", ["是", "否"]), choice("正 在推进。", ["是", "正在推进"]), choice("是，已验收", ["是"])
    ('是', '正在推进', '是，已验收')
    """
    bare = _bare_choice(text)
    for one in choices:
        if bare == _bare_choice(one):
            return one
    return yes_or_no(text) if {"是", "否"} <= set(choices) else text.strip("。；，、 \n")


def _bare_choice(text: str) -> str:
    return "".join(fold(text).split()).strip("。.,;()").upper()


def number(text: str) -> Decimal | None:
    """Returns the number that a text is, or None where it says more or something else.

    >>> [str(number(t)) for t in ("1,234.50。", "－３", "12亿元", "约5")]
    ['1234.50', '-3', 'None', 'None']
    """
    folded = "".join(fold(text).split()).rstrip("。;,")
    folded = _MINUS.sub("-", folded)
    if _THOUSANDS.fullmatch(folded):
        folded = folded.replace(",", "")
    return Decimal(folded) if _WHOLE_NUMBER.fullmatch(folded) else None


def day(text: str) -> str | None:
    """Returns the day that a text is, as reports have it, or None where it is none.

    >>> [day(t) for t in ("2021年11月3日。", "2021.11.03", "2021-11-3", "11月3日", "2021年2月30日")]
    ['2021-11-03', '2021-11-03', '2021-11-03', None, None]
    """
    found = _DAY.fullmatch("".join(fold(text).split()))
    if found is None:
        return None
    try:
        return date(*(int(found[name]) for name in ("year", "month", "day"))).isoformat()
    except ValueError:
        return None


def phone(text: str) -> tuple[str, str]:
    """Returns the phone numbers of a text joined by “、”, and what else stands there.

    >>> phone("138 0000-0000"), phone("（０２３）６０００００００。"), phone("13800000000（微信同号）")
    (('13800000000', ''), ('023-60000000', ''), ('13800000000', '微信同号'))
    >>> phone("60000000（办）13800000000（手机）"), phone("无")
    (('60000000、13800000000', ''), ('无', ''))
    """
    names, numbers = taken_apart(text)
    if not numbers:
        return name(fold(text)), ""
    return "、".join(numbers), names.strip("()（） ")


def name_and_phone(text: str) -> tuple[str, str]:
    """Returns offices or people, and their phone numbers, each joined by “、”.

    >>> name_and_phone("投资处，023-60000000。"), name_and_phone("投资处"), name_and_phone("处，67××××21")
    (('投资处', '023-60000000'), ('投资处', ''), ('处', '67××××21'))
    >>> name_and_phone("李四（外贸科，13800000000）")
    ('李四（外贸科）', '13800000000')
    """
    names, numbers = taken_apart(text)
    return (names, "、".join(numbers)) if numbers else (name(text), "")


def name(text: str) -> str:
    """Returns a name on one line, without punctuation around it or the line it was written on."""
    return " ".join(without_lines(text).split()).strip("，。；、：,.;: ．")
