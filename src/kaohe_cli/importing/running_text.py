"""Numbered items in running text with bodies at their end: （牵头单位：甲；配合单位：乙）, （甲负责）.

What they are about, incentives to be won or indicators to be met, is told by their own evidence.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from kaohe_cli.importing.outline import without_points
from kaohe_cli.importing.texts import after_number, clean, heading, numeral_of
from kaohe_cli.words.listed_bodies import assigned, split_bodies
from kaohe_cli.words.numerals import HAN_NUMERAL, numeral_value

_OPEN, _CLOSE = "（(〔【[", "）)〕】\\]"
_INNER = rf"(?:[^{re.escape(_OPEN)}{_CLOSE}]|[{re.escape(_OPEN)}][^{re.escape(_OPEN)}{_CLOSE}]*[{_CLOSE}])*"
_TAIL = re.compile(
    rf"[{re.escape(_OPEN)}](?P<tail>{_INNER}(?:牵头|负责|配合|责任单位|责任部门){_INNER})[{_CLOSE}]\s*[。；]?\s*$"
)
_LABELLED = re.compile(
    r"\s*(?:牵头|主办|主责|责任|负责|配合|协助|协办|参与)(?:责任)?(?:单位|部门|科室|处室)\s*[:：]\s*(?P<names>\S.*)"
)
_MARK = re.compile("[，。；：、,;:]")
_ENDS_SENTENCE = re.compile(r"[。！？；：:;）)”》]\s*$")
_LONGEST_TITLE = 40
"""The longest title of a measure of 2021 has 15 signs, the shortest first sentence of one 72."""
_SHORTEST_WHOLE = 25
"""A shorter line is one item, whatever numbers stand in it: the shortest measure of 2021 has 73 signs."""
_ITEM_MARK = re.compile(
    r"(?:(?P<end>[。！）)〕】][。；]?\s*)|(?P<colon>[：:]\s*))?"
    rf"(?P<mark>(?P<number>\d{{1,3}})[．.﹒、](?!\d)|(?P<chinese>{HAN_NUMERAL})、)"
)
_LONGEST_TAIL = 600
_LONGEST_PARAGRAPH = 5000


@dataclass
class Heading:
    """A numbered heading: level 1 for “一、”, 2 for “（一）”."""

    level: int
    title: str
    line: str


@dataclass
class Paragraph:
    """A paragraph without a number."""

    text: str


@dataclass
class TextItem:
    """A numbered paragraph."""

    number: int
    title: str = ""
    body: str = ""
    wording: str = ""
    """All of it, without number and tail."""
    weight: Decimal | None = None
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    has_tail: bool = False
    is_divided: bool = True
    """False where the tail only says who is responsible (负责), not who leads."""
    oddities: tuple[str, ...] = field(default=())


TextBlock: TypeAlias = Heading | Paragraph | TextItem


def pieces(lines: Iterable[str]) -> Iterator[TextBlock]:
    """Yields headings, items and paragraphs; lines that a paste broke inside a sentence are joined again."""
    for text in _joined(lines):
        if found := heading(text):
            number_of_title = numeral_of(text)
            if number_of_title is not None and _tail(clean(text)):
                yield _item(number_of_title, found[1])
            else:
                yield Heading(*found, clean(text))
            continue
        number, rest = after_number(text)
        yield Paragraph(clean(text)) if number is None else _item(number, clean(rest))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    held = ""
    for line in (part for whole in lines for part in in_lines(whole)):
        if not line.strip():
            continue
        if held and _LABELLED.match(line) and _is_numbered(held):
            held = _with_bodies(held, line)
            continue
        if held and _goes_on(held, line):
            mark = "。" if _is_title(held, line) else "\n"
            held = f"{held.rstrip()}{mark}{line.lstrip()}"
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _is_numbered(line: str) -> bool:
    return after_number(line)[0] is not None or heading(line) is not None


def _with_bodies(held: str, line: str) -> str:
    """Returns an item with the bodies that stand on a line below it, as if they stood at its end."""
    tail = _tail(held)
    said = line.strip().rstrip("。；;")
    if tail and _LABELLED.match(tail["tail"]):
        return f"{held[: tail.end('tail')]}；{said}）"
    return f"{held.rstrip()}（{said}）"


def in_lines(line: str) -> Iterator[str]:
    """Yields the items of a text that a web page gives in one line.

    A number begins an item where it goes on from the one before, behind the end of a sentence or a heading.

    >>> list(in_lines("一、措施1．甲。对。（市教委负责）2．乙。对。（市教委负责）"))
    ['一、措施', '1．甲。对。（市教委负责）', '2．乙。对。（市教委负责）']
    """
    if len(line) < _SHORTEST_WHOLE:
        yield line
        return
    start, part, item = 0, 0, 0
    for mark in _ITEM_MARK.finditer(line):
        at = mark.start("mark")
        if number := mark["number"]:
            first, is_next = not item, int(number) == item + 1
            is_title = first and part > 0 and at - start <= _LONGEST_TITLE
        else:
            first, is_title, is_next = not part, False, numeral_value(mark["chinese"]) == part + 1
        begins = is_next and (not at or is_title or mark["end"] or (first and mark["colon"]))
        if not begins:
            if not at and number:
                item = int(number)
            continue
        if number:
            item = int(number)
        else:
            part, item = part + 1, 0
        if at:
            yield line[start:at]
            start = at
    yield line[start:]


def _tail(text: str) -> re.Match[str] | None:
    return _TAIL.search(text, max(0, len(text) - _LONGEST_TAIL))


def _is_title(held: str, line: str) -> bool:
    """True for the title of an item on a line of its own, with the text on the next."""
    number, title = after_number(held)
    is_bare = number is not None and not _MARK.search(title) and len(title.strip()) <= _LONGEST_TITLE
    return is_bare and len(line.strip()) > len(title.strip()) and line.lstrip()[:1] not in "（("


def _goes_on(held: str, line: str) -> bool:
    """True where a line belongs to the sentence, or the item, before it."""
    if len(held) > _LONGEST_PARAGRAPH or heading(line) or after_number(line)[0] is not None:
        return False
    if after_number(held)[0] is not None and not _tail(held) and line.lstrip()[:1] in "（(":
        return True
    is_long = len(held.strip()) >= _LONGEST_TITLE or after_number(held)[0] is not None
    return is_long and not _ENDS_SENTENCE.search(held)


def _item(number: int, text: str) -> TextItem:
    tail = _tail(text)
    inside = text[: tail.start()].strip() if tail else text
    title, body = split_title(inside, "。：")
    title, weight = without_points(title)
    item = TextItem(number, title, body.strip(), inside.strip(), weight)
    if tail:
        _read_tail(item, tail["tail"])
    return item


def split_title(text: str, signs: str) -> tuple[str, str]:
    """Returns the title before the first of the signs, and what is behind it; no title where that is late."""
    at = min((found for sign in signs if (found := text.find(sign)) >= 0), default=-1)
    if not 0 < at <= _LONGEST_TITLE or not text[at + 1 :].strip():
        return "", text
    return text[:at], text[at + 1 :]


def _read_tail(item: TextItem, tail: str) -> None:
    item.has_tail = True
    if re.search("[:：]", tail):
        found = split_bodies(tail, keep_others=True)
        item.lead, item.support, item.oddities = found.lead, found.support, found.oddities
        item.is_divided = "牵头" in tail
        return
    parts = assigned(tail)
    item.is_divided = bool(parts) and (parts[0].is_divided or len(split_bodies(parts[0].names).lead) == 1)
    for part in parts:
        names = split_bodies(part.names, keep_others=True)
        item.oddities += names.oddities
        if part.role == "lead":
            item.lead += names.lead
        else:
            item.support += names.lead


_INCENTIVES = re.compile("激励|真抓实干")
_INDICATORS = re.compile("考核|考评|目标|任务|指标|实事")
_REWARD = re.compile("支持|奖励|奖补|倾斜|激励|优先|予以加分|给予加分|试点|表彰")
_POINTS = re.compile(r"[得扣计加]\s*\d+(?:\.\d+)?\s*分|\d分")
_FROM_ABOVE = re.compile(r"市|省|重庆|国家|国务院|中央|中国|[^区县镇乡]{2,8}(?:部|总局|总署)$|人民银行")
CITED = re.compile("根据|按照|依据|贯彻|遵照|[，。；]")


def is_of_incentives(head: Sequence[str], title: str, items: Sequence[TextItem]) -> bool:
    """True where the items of a part of a text are incentives.

    What the document calls itself weighs most, then what an item promises or asks; who leads it least: the
    departments of a city, a province and the state lead indicators as well.
    """
    own = [line for line in head if not CITED.search(line)]
    score = 3.0 * any(_INCENTIVES.search(line) for line in (*own, title))
    score -= 2.0 * any(_INDICATORS.search(line) for line in (*own, title))
    score += 2.0 * _share(items, lambda one: bool(_REWARD.search(one.wording)))
    score -= 3.0 * _share(items, lambda one: one.weight is not None or bool(_POINTS.search(one.wording)))
    from_above = _share(items, lambda one: bool(one.lead) and bool(_FROM_ABOVE.match(one.lead[0])))
    return score + 2.0 * from_above - 1.0 > 0


def _share(items: Sequence[TextItem], test: Callable[[TextItem], bool]) -> float:
    return sum(map(test, items)) / len(items) if items else 0.0
