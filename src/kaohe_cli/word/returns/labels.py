"""The labels and headings of 附件3 as people write them: with any numbering, spacing and punctuation.

All patterns are applied to folded text (half-width signs and digits).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

UNITS, PROGRESS, FORECAST, CITY, DISTRICT = "units", "progress", "forecast", "city", "district"
HEADINGS: Final = {UNITS, PROGRESS, FORECAST, CITY, DISTRICT}
"""The places of a form that are no field: （一）, and the headings of （二）, （三）, （五） and （六）."""

ORDER: Final = (
    UNITS,
    PROGRESS,
    "progress/situation",
    "progress/self_score",
    "progress/self_rank",
    "progress/completed",
    FORECAST,
    "forecast/situation",
    "forecast/self_score",
    "forecast/self_rank",
    "forecast/completed",
    "forecast/eligible",
    "forecast/expected_result",
    "problems",
    CITY,
    "city_liaison/leader",
    "city_liaison/office",
    "city_liaison/phone",
    DISTRICT,
    "leader",
    "contact/name",
    "contact/mobile",
)
"""The places of all three forms, in the order in which each form has its own of them."""

MULTILINE: Final = {"progress/situation", "forecast/situation", "forecast/expected_result", "problems"}
"""The fields whose text may take several paragraphs."""


SECTIONS: Final = {
    **{place: place.split("/")[0] for place in ORDER if place.startswith(("progress/", "forecast/"))},
    **dict.fromkeys(("city_liaison/leader", "city_liaison/office", "city_liaison/phone"), CITY),
    **dict.fromkeys(("leader", "contact/name", "contact/mobile"), DISTRICT),
}
"""The heading under which a field stands."""


class Label(NamedTuple):
    """A wording that may begin a place of the form."""

    places: tuple[str, ...]
    wording: re.Pattern[str]
    numeral: str
    """The number that 附件3 gives it: “2” for 2., “四” for （四）."""


_GAP: Final = " {0,6}"
"""The blanks that may stand between the characters of a label; bounded, so that no text takes long."""


def _spaced(wording: str) -> str:
    """Lets spaces stand between the characters of a plain wording; parts in «» are patterns."""
    parts = re.split(r"«([^»]*)»", wording)
    return "".join(
        part if number % 2 else _GAP.join(map(re.escape, part)) for number, part in enumerate(parts)
    )


def _label(places: tuple[str, ...] | str, numeral: str, *wordings: str) -> Label:
    alternatives = "|".join(_spaced(wording) for wording in wordings)
    own = (places,) if isinstance(places, str) else places
    return Label(own, re.compile(rf"(?:{alternatives}){_BRACKET}"), numeral)


_BRACKET: Final = r"(?: *\([^()\n]{0,40}\))?"
_BOTH: Final = ("progress", "forecast")
_AND_PHONE: Final = r"«(?: *[及和、] *联系(?:电话|方式))?»"
_PROBLEMS: Final = "存在«的?»«(?:主要)?»问题"
_MONTHS: Final = (
    r"«(?:20\d\d {0,6}年 {0,6})?1 {0,6}(?:月份? {0,6})?[—–\-~～至到―─一]{1,4} {0,6}"
    r"(?P<month>1[0-2]|[1-9]) {0,6}月份? {0,6}»"
)

LABELS: Final = (
    _label(UNITS, "一", "责任单位"),
    _label(PROGRESS, "二", f"{_MONTHS}«(?:工作|目标|任务)?»完成情况"),
    _label(PROGRESS, "二", "«(?:目前|截至目前)?»完成情况"),
    _label(FORECAST, "三", "全年预计«(?:完成)?»情况"),
    _label("progress/situation", "二", "政策争取情况"),
    _label(tuple(f"{period}/situation" for period in _BOTH), "1", "基本情况"),
    _label(tuple(f"{period}/self_score" for period in _BOTH), "2", "自评得分", "自评分数", "自评分"),
    _label(
        tuple(f"{period}/self_rank" for period in _BOTH), "3", "自评排名", "自评排位", "自评名次", "自评位次"
    ),
    _label(tuple(f"{period}/completed" for period in _BOTH), "2", "是否«(?:已)?»完成"),
    _label("forecast/eligible", "2", "是否符合申报条件", "是否符合条件"),
    _label("forecast/expected_result", "3", "预计争取结果", "预计结果"),
    _label("problems", "四", f"{_PROBLEMS}«[及和与、]?»«(?:对策|意见|工作)?»建议", _PROBLEMS),
    _label(CITY, "五", "对接市级«(?:部门|单位)»情况"),
    _label("city_liaison/leader", "1", "市级«(?:考核|主管|牵头|对口)?»«(?:单位|部门)?»分管领导"),
    _label("city_liaison/office", "2", f"经办处室«(?:名称)?»{_AND_PHONE}"),
    _label(DISTRICT, "六", "区级责任单位«(?:情况)?»"),
    _label("leader", "1", "责任领导"),
    _label("contact/name", "2", "责任人", "联系人"),
    _label(("city_liaison/phone", "contact/mobile"), "", "联系电话", "联系方式", "手机«(?:号码?)?»", "电话"),
)

_ANY_LABEL = re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", label.wording.pattern) for label in LABELS))
_NUMERAL = r"(?P<numeral>\d{1,2}|[一二三四五六七八九十]{1,3})"
_PREFIX = re.compile(
    rf" *(?:\( *{_NUMERAL} *\)|{_NUMERAL.replace('numeral', 'plain')} *[.、,:)]|(?P<circled>[①-⑨]))[.、]? *"
)
_BARE_NUMBER = re.compile(r" *(?P<plain>\d{1,2}) +")
_COLON = re.compile(r" *: *")
_BULLETS: Final = " -*•·●■◆▪"
_SEPARATOR = re.compile(r"[。;,、\s)]")
_TITLE = re.compile(
    r" *(?:附 {0,6}件 {0,6}\d{0,2}"
    r"|(?:20\d\d {0,6}年度? {0,6})?(?:市对区)?考核指标完成情况(?:报送表|报送材料|表)?"
    r"|督查激励支持政策争取情况|\([^()]{0,90}报送模板\))[:。 ]{0,6}"
)
_HAN = "[一二三四五六七八九十]{1,3}"
_HEADING_NUMBER = re.compile(rf" *(?:\( *{_HAN} *\)|{_HAN} *[、.]|\d{{1,2}} *[、.]) *")
_HEADING_HINT = re.compile(r"\((?:指标|事项)名称\)")
_YEAR = re.compile(r"(20\d\d) *年")


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label found in a line."""

    label: Label
    start: int
    """Where its number begins."""
    end: int
    """Behind its colon."""
    weight: int
    """How much it looks like a label and not like a piece of a text."""
    month: int | None


@lru_cache(maxsize=8192)
def labels_in(folded: str) -> tuple[LabelHit, ...]:
    """Returns what looks like a label in a line: at its start, or behind a number or a separator."""
    if not _ANY_LABEL.search(folded):
        return ()
    found = ((label, words) for label in LABELS for words in label.wording.finditer(folded))
    hits = (_judged(label, words, folded) for label, words in found)
    return tuple(hit for hit in hits if hit is not None)


def _judged(label: Label, found: re.Match[str], folded: str) -> LabelHit | None:
    start, prefix = _numbered(folded, found.start())
    at_start = not folded[:start].strip(_BULLETS)
    colon = _COLON.match(folded, found.end())
    end = colon.end() if colon else found.end()
    follows_gap = end == len(folded) or folded[end] in " \n。" or bool(colon)
    is_inside = not at_start and _stands_inside(label, folded, start, end)
    if not (at_start or (colon and prefix) or is_inside):
        return None
    if not (prefix or follows_gap or is_inside):
        return None
    weight = 1 + 2 * bool(prefix) + 3 * bool(colon) + at_start + (follows_gap and not colon)
    if prefix and prefix == label.numeral:
        weight += 1
    month = found.groupdict().get("month")
    return LabelHit(label, start, end, weight, int(month) if month else None)


def _stands_inside(label: Label, folded: str, start: int, end: int) -> bool:
    """Whether words behind a stop in the middle of a line are a second label: a colon or number follows."""
    has_colon = folded[:end].rstrip().endswith(":")
    has_number = not label.numeral and folded[end:].lstrip(" ")[:1].isdigit()
    return _SEPARATOR.match(folded, start - 1) is not None and (has_colon or has_number)


def _numbered(folded: str, position: int) -> tuple[int, str]:
    """Returns where the number before a position begins, and the number; the position itself without one."""
    if bare := _BARE_NUMBER.fullmatch(folded, 0, position):
        return bare.start("plain"), bare["plain"]
    for length in range(min(12, position), 0, -1):
        prefix = _PREFIX.fullmatch(folded, position - length, position)
        before = folded[position - length - 1 : position - length]
        if prefix and not before.isdigit() and before != ".":
            lead = len(prefix[0]) - len(prefix[0].lstrip())
            return position - length + lead, _numeral(prefix)
    return position, ""


def _numeral(prefix: re.Match[str]) -> str:
    circled = prefix["circled"]
    return str(ord(circled) - ord("①") + 1) if circled else prefix["numeral"] or prefix["plain"]


def label_lines(folded: str) -> int:
    """Returns how many lines of a text, say of a table cell, begin with a label of the form."""
    lines = (line.lstrip() for line in folded.split("\n"))
    return sum(any(hit.start == 0 and hit.label.numeral for hit in labels_in(line)) for line in lines)


def is_title(folded: str) -> bool:
    """True for the titles above the forms, which belong to no row."""
    return _TITLE.fullmatch(folded) is not None


def year_in(folded: str) -> int | None:
    """Returns the year that a title names."""
    found = _YEAR.search(folded)
    return int(found[1]) if found else None


def without_heading_number(text: str, folded: str) -> str:
    """Returns a heading without its 一、 and without the hint （指标名称）, as it is written."""
    number = _HEADING_NUMBER.match(folded)
    start = number.end() if number else 0
    hint = _HEADING_HINT.search(folded, start)
    return (text[start : hint.start()] + text[hint.end() :] if hint else text[start:]).strip(" 　。：:")
