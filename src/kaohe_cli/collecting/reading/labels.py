"""The labels, headings and titles of the forms as people write them, found in a line.

What they are follows from the record of the forms; all patterns are applied to folded text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from kaohe_cli.collecting.reading import tags_and_bookmarks as marks
from kaohe_cli.collecting.reading.accounts import Brackets
from kaohe_cli.collecting.reading.wordings import GAP, pattern, without_bracket
from kaohe_cli.forms.record import Field, Form, Forms, FormSection, bookmark_key
from kaohe_cli.forms.record import Line as FormLine

_SEVERAL_LINES: Final = frozenset({"paragraphs", "line"})
"""The kinds whose text may go on below its first line: nothing that a unit wrote under a label is cut off."""
_FIRST_SECTIONS: Final = 3
"""How many sections may have been left out above the first label under a heading."""


_SECTIONS_OF_A_FORM: Final = 3
"""The numbered headings that make a line a form: a text may well quote one or two."""

CONTENT: Final = "§考核内容"
"""The line that a form prints under a heading whose words alone do not say what is assessed."""
_CONTENT_WORDING: Final = "考核内容〔及说明〕"


class Label(NamedTuple):
    """A wording that may begin a place of the form."""

    places: tuple[str, ...]
    wording: re.Pattern[str]
    numerals: frozenset[int]
    """The numbers that the forms give it: 2 for 2., 4 for （四）."""
    is_section: bool
    """Whether it stands on the line of a （一）, and not on one below it."""
    month: int | None = None
    """The month whose round it is printed in, where it is another label of that round (``at``)."""


_BRACKET: Final = r"(?: *\([^()\n]{0,40}\))?"
_NUMERAL = r"(?P<numeral>\d{1,2}|[一二三四五六七八九十]{1,3})"
_PREFIX = re.compile(
    rf" *(?:\( *{_NUMERAL} *\)|{_NUMERAL.replace('numeral', 'plain')} *[.、,:)]|(?P<circled>[①-⑨]))[.、]? *"
)
_BARE_NUMBER = re.compile(r" *(?P<plain>\d{1,2}) +")
_COLON = re.compile(r" *: *")
_BULLETS: Final = " -*•·●■◆▪"
_SEPARATOR = re.compile(r"[。;,、\s)]")
_HAN = "[一二三四五六七八九十]{1,3}"
_STOPS: Final = ",。;、. "
_TOGETHER: Final = "；｜;｜、｜，｜,｜/｜及｜和｜与｜ "
"""What may stand between the labels of a line whose values stand behind them all."""
_HEADING_NUMBER = re.compile(rf" *(?:\( *{_HAN} *\)|{_HAN} *[、.]|\d{{1,2}} *[、.]) *")
_HEADING_HINT = re.compile(r"\((?:指标|事项)名称\)")
_FORESEEN = re.compile(" *(?:的|之)?(?:预测|预计|预估|估计|展望)")
"""What makes 全年完成情况 the forecast of an earlier round and not the result of the year."""
_YEAR = re.compile(r"(20\d\d) *年")


class LabelHit(NamedTuple):
    """A label found in a line."""

    label: Label
    start: int
    """Where its number begins."""
    words: int
    """Where its words begin."""
    end: int
    """Behind its colon."""
    month: int | None
    """The month that it names, be there such a month or not."""
    year: int | None
    """The year that it names."""
    at_start: bool
    """Whether nothing but a bullet stands before it on its line."""
    number: int
    """The number before it; 0 without one."""
    is_numbered: bool
    """Whether that is the number that the forms give it."""
    has_colon: bool

    def joined(self, other: "LabelHit") -> "LabelHit":
        """Returns a hit that may begin what either may: two wordings that read alike."""
        places = tuple(dict.fromkeys((*self.label.places, *other.label.places)))
        label = self.label._replace(places=places, numerals=self.label.numerals | other.label.numerals)
        month, year = self.month or other.month, self.year or other.year
        is_numbered = self.is_numbered or other.is_numbered
        return self._replace(label=label, month=month, year=year, is_numbered=is_numbered)


@dataclass(frozen=True)
class SectionPart:
    """A （一） of a form as the reader looks for it."""

    head: str
    """The place of its heading, or of the one value that stands on its own line."""
    number: int
    fields: tuple[str, ...]
    """The fields under it, in order; none where its value stands on its own line."""
    strays: frozenset[str]
    """Fields that other forms have in this place."""
    numbered: Mapping[int, str]
    """The first field of each line under it, by the number of the line."""
    is_own: bool
    """Whether the row’s own form has it."""

    @property
    def known(self) -> frozenset[str]:
        """Every field that may stand under it."""
        return self.strays.union(self.fields)


@dataclass(frozen=True)
class Places:
    """The sections of a row’s form in their order, and behind them those that only other forms have."""

    form: Form
    parts: tuple[SectionPart, ...]
    several_lines: frozenset[str]
    """The fields whose text may take several lines."""

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The places of the row’s own form, in order."""
        own = (place for part in self.parts if part.is_own for place in (part.head, *part.fields))
        return {place: position for position, place in enumerate(own)}

    @cached_property
    def head_of(self) -> Mapping[str, str]:
        """The head of the section of each field of the row’s own form."""
        return {key: part.head for part in self.parts if part.is_own for key in part.fields}

    @cached_property
    def of_head(self) -> Mapping[str, SectionPart]:
        """The sections by their heads."""
        return {part.head: part for part in self.parts}


class Wordings:
    """What the reader knows of the forms: labels, titles, and the order of places in each form.

    A place is the key of a field, or the heading of a section (“§（二）”). Sections of several forms are one
    place where they have the same number, and a label or a key in common.
    """

    def __init__(self, forms: Forms, parts: Mapping[str, str]) -> None:
        """``parts`` are the titles of the parts that each form covers, joined, by the form’s id."""
        self.forms = forms
        self._headings = dict(_headings(forms))
        self.headings = frozenset((CONTENT, *self._headings.values()))
        """The places that are no field."""
        self.units = frozenset(
            self._headings[section]
            for form in forms
            for section in form.sections
            if section.prints == "units"
        )
        """Those where a form prints who answers for the row."""
        self.openers = self.units | {CONTENT}
        """What only stands under a heading."""
        self._labels = tuple(_labels(forms, self._headings))
        anonymous = (re.sub(r"\(\?P<\w+>", "(?:", label.wording.pattern) for label in self._labels)
        self._any_label = re.compile("|".join(anonymous) or "(?!)")
        self._title = re.compile(f" *(?:{'|'.join(_titles(forms, parts))})[:。 ]{{0,6}}")
        keys = {bookmark_key(key): key for key in forms.fields}
        self.bookmark = lru_cache(maxsize=8192)(lambda name: marks.bookmark(name, keys))
        self.labels_in = lru_cache(maxsize=8192)(self._labels_in)
        self.of_form = lru_cache(maxsize=64)(self._of_form)

    @cached_property
    def first(self) -> frozenset[str]:
        """The places that may stand first under the heading of a row."""
        found = {CONTENT}
        for form in self.forms:
            for section in form.sections[:_FIRST_SECTIONS]:
                found.update(self._sequence_of(section)[:1])
            found.update(field.key for section in form.sections[1:2] for field in section.fields())
        return frozenset(found)

    @cached_property
    def brackets(self) -> Brackets:
        """What the forms print in the brackets of their labels."""
        return Brackets(self.forms)

    def heading(self, section: FormSection) -> str | None:
        """Returns the place of a section’s heading; None where its value stands beside it."""
        return self._headings.get(section)

    def name(self, heading: str) -> str:
        """Returns what to call the heading of a section in a message."""
        return heading[1:].partition("·")[0] + ("责任单位" if heading in self.units else "")

    def _sequence_of(self, section: FormSection) -> list[str]:
        heading = self.heading(section)
        return [*([heading] if heading else []), *(field.key for field in section.fields())]

    def _of_form(self, form: Form) -> Places:
        own = [section for one in self.forms if one.id == form.id for section in one.sections]
        others = [section for one in self.forms if one.id != form.id for section in one.sections]
        parts: dict[str, SectionPart] = {}
        parts[CONTENT] = SectionPart(CONTENT, 0, (), frozenset(), {}, is_own=True)
        for section in (one for one in (*own, *others) if one.lines or one.prints):
            made = self._part(section, is_own=section in own)
            known = parts.setdefault(made.head, made)
            if known is not made and not made.is_own:
                strays = known.strays | made.known - set(known.fields)
                numbered = {**made.numbered, **known.numbered}
                parts[made.head] = replace(known, strays=strays, numbered=numbered)
        fields = {**self.forms.fields, **form.by_key}
        several = frozenset(key for key, field in fields.items() if field.kind in _SEVERAL_LINES)
        return Places(form, tuple(parts.values()), several)

    def _part(self, section: FormSection, *, is_own: bool) -> SectionPart:
        heading = self.heading(section)
        number = numeral(_bare(section.number))
        keys = tuple(field.key for field in section.fields())
        if heading is None:
            return SectionPart(keys[0], number, keys[1:], frozenset(), {}, is_own)
        numbered = {numeral(line.number): line.fields[0].key for line in section.lines}
        return SectionPart(heading, number, keys, frozenset(), numbered, is_own)

    def _labels_in(self, folded: str) -> "tuple[LabelHit, ...]":
        """Returns what looks like a label in a line: at its start, or behind a number or a separator."""
        if not self._any_label.search(folded):
            return ()
        found = ((label, words) for label in self._labels for words in label.wording.finditer(folded))
        hits = (_judged(label, words, folded) for label, words in found)
        return tuple(hit for hit in hits if hit is not None)

    def in_a_sentence(
        self, part: SectionPart, folded: str, start: int, end: int
    ) -> list[tuple[str, int, int]]:
        """Returns labels of a section without a colon, each behind a stop: place, start and end, in order."""
        found: list[tuple[int, int, str]] = []
        for label in self._labels:
            places = [place for place in label.places if place in part.fields]
            if places and not label.is_section:
                hits = label.wording.finditer(folded, start, end)
                found += [(hit.start(), -hit.end(), places[0]) for hit in hits]
        kept: list[tuple[str, int, int]] = []
        for at, behind, place in sorted(found):
            is_behind_a_stop = at == start or folded[at - 1] in _STOPS
            if (
                is_behind_a_stop
                and (not kept or at >= kept[-1][2])
                and place not in {one for one, *_ in kept}
            ):
                kept.append((place, at, -behind))
        return kept

    def cuts(self, folded: str) -> list[int]:
        """Returns where a line that holds a whole form is to be cut: before each numbered label."""
        hits = self.labels_in(folded)
        sections = {hit.label.places for hit in hits if hit.label.is_section and hit.is_numbered}
        if len(sections) < _SECTIONS_OF_A_FORM:
            return []
        return sorted({hit.start for hit in hits if hit.is_numbered and hit.start})

    def label_lines(self, folded: str) -> int:
        """Returns how many lines of a text, say of a table cell, begin with a label of the form."""
        lines = (line.lstrip() for line in folded.split("\n"))
        return sum(
            any(hit.start == 0 and hit.label.numerals for hit in self.labels_in(line)) for line in lines
        )

    def is_title(self, folded: str) -> bool:
        """True for the titles above the forms, which belong to no row."""
        return self._title.fullmatch(folded) is not None


def _headings(forms: Forms) -> Iterator[tuple[FormSection, str]]:
    """Yields the place of every heading that is no field’s own label."""
    known: dict[str, list[tuple[FormSection, str]]] = {}
    for form in forms:
        for section in form.sections:
            if (section.is_one_line and section.prints is None) or not (section.lines or section.prints):
                continue
            alike = known.setdefault(section.number, [])
            place = next((place for other, place in alike if _is_one_place(section, other)), None)
            if place is None:
                place = f"§{section.number}" + (f"·{len(alike)}" if alike else "")
                alike.append((section, place))
            yield section, place


def _is_one_place(one: FormSection, other: FormSection) -> bool:
    keys = {field.key for field in one.fields()} & {field.key for field in other.fields()}
    return one.prints == other.prints and bool(keys or set(one.labels) & set(other.labels) or one.prints)


class _Written(NamedTuple):
    """A wording of the forms, and what it begins."""

    wording: str
    place: str
    number: int
    """Its number; 0 where it has none."""
    is_section: bool = False


def _labels(forms: Forms, headings: Mapping[FormSection, str]) -> Iterator[Label]:
    """Yields each wording with all places that it may begin, in the order of the forms."""
    places: dict[tuple[str, bool], dict[str, None]] = {}
    numerals: dict[tuple[str, bool], set[int]] = {}
    for one in _written(forms, headings):
        key = one.wording, one.is_section
        places.setdefault(key, {})[one.place] = None
        numerals.setdefault(key, set()).update([one.number] if one.number else [])
    months = _months_of_labels(forms)
    alike: dict[tuple[tuple[str, ...], frozenset[int], bool, int | None], list[str]] = {}
    for (wording, is_section), own in places.items():
        same = frozenset(numerals[wording, is_section])
        alike.setdefault((tuple(own), same, is_section, months.get(wording)), []).append(wording)
    for (own_places, own_numerals, is_section, month), wordings in alike.items():
        plain = [wording for wording in wordings if "<" not in wording]
        several = ["|".join(map(pattern, sorted(plain, key=len, reverse=True)))] if plain else []
        for alternatives in (*several, *(pattern(one) for one in wordings if "<" in one)):
            found = re.compile(f"(?:{alternatives}){_BRACKET}")
            yield Label(own_places, found, own_numerals, is_section, month)


def _written(forms: Forms, headings: Mapping[FormSection, str]) -> Iterator[_Written]:
    """Yields every wording of the forms with the place that it begins, and its number."""
    yield _Written(_CONTENT_WORDING, CONTENT, 0, is_section=True)
    for form in forms:
        for section in (one for one in form.sections if one.lines or one.prints):
            number = numeral(_bare(section.number))
            heading = headings.get(section) or section.lines[0].fields[0].key
            for label in (section.label, *map(_of_a_round, section.at.values()), *section.also):
                yield _Written(without_bracket(label), heading, number, is_section=True)
            for position, line in enumerate(section.lines):
                first = section.is_one_line and not position
                yield from _of_line(line, is_section=first)


def _of_a_round(label: str) -> str:
    """Returns another label of a round as units write it: with the year before it, or without."""
    return label if "<年度>" in label else f"〔<年度>年〕{label}"


def _months_of_labels(forms: Forms) -> dict[str, int]:
    """Returns the month of each label that is printed in the round of one month only."""
    sections = [section for form in forms for section in form.sections]
    usual = {without_bracket(label) for one in sections for label in (one.label, *one.also)}
    months: dict[str, set[int]] = {}
    for section in sections:
        for month, label in section.at.items():
            months.setdefault(without_bracket(_of_a_round(label)), set()).add(month)
    return {label: min(own) for label, own in months.items() if len(own) == 1 and label not in usual}


def _of_line(line: FormLine, *, is_section: bool) -> Iterator[_Written]:
    for field in line.fields:
        number = numeral(_bare(field.number))
        for wording in _wordings(field):
            yield _Written(wording, field.key, number, is_section)
    for one, other in pairwise(line.fields):
        for first in _wordings(one):
            for second in _wordings(other):
                yield _Written(f"{first}〔{_TOGETHER}〕{second}", one.key, numeral(_bare(one.number)))


def _wordings(field: Field) -> list[str]:
    return [without_bracket(wording) for wording in (field.label, *field.also) if wording]


def _bare(number: str) -> str:
    """Returns a number without what stands around it: 二 for （二）."""
    return number.strip("（）() .、．")


def numeral(written: str) -> int:
    """Returns a small number written in digits or 汉字; 0 for anything else.

    >>> [numeral(one) for one in ("2", "十", "十二", "二十一", "甲")]
    [2, 10, 12, 21, 0]
    """
    if written.isascii() and written.isdigit():
        return int(written)
    tens, sign, ones = written.rpartition("十")
    digits = {"": 0, **{digit: value for value, digit in enumerate("一二三四五六七八九", 1)}}
    if tens not in digits or ones not in digits or not written:
        return 0
    return (digits[tens] or 1) * 10 * bool(sign) + digits[ones]


def _titles(forms: Forms, parts: Mapping[str, str]) -> Iterator[str]:
    """Yields the patterns of all titles; a form sent out earlier says 报送模板 in its subtitle."""
    yield rf"附{GAP}件{GAP}\d{{0,2}}"
    yield r"\([^()]{0,90}报送模板\)"
    for form in forms:
        subtitle = form.subtitle.replace("<部分>", parts.get(form.id, "<部分>"))
        for title in (form.title, *form.also, *([subtitle] if "<部分>" not in subtitle else [])):
            if title:
                yield pattern(title).replace("(?P<month>", "(?:")


def _judged(label: Label, found: re.Match[str], folded: str) -> LabelHit | None:
    start, number = _numbered(folded, found.start())
    at_start = not folded[:start].strip(_BULLETS)
    colon = _COLON.match(folded, found.end())
    end = colon.end() if colon else found.end()
    follows_gap = end == len(folded) or folded[end] in " \n。" or bool(colon)
    is_numbered = bool(number) and number in label.numerals
    is_inside = not at_start and _stands_inside(label, folded, start, end)
    is_heading = is_numbered and label.is_section and folded[start] == "("
    if not (at_start or (colon and number) or is_inside or is_heading):
        return None
    if not (number or follows_gap or is_inside):
        return None
    month = found.groupdict().get("month")
    own_month = None if _FORESEEN.match(folded, found.end()) else label.month
    return LabelHit(
        label,
        start,
        found.start(),
        end,
        int(month) if month else own_month,
        year_in(found[0]),
        at_start,
        number,
        is_numbered,
        bool(colon),
    )


def _stands_inside(label: Label, folded: str, start: int, end: int) -> bool:
    """Whether words behind a stop in the middle of a line are a second label: a colon or number follows."""
    has_colon = folded[:end].rstrip().endswith(":")
    has_number = not label.numerals and folded[end:].lstrip(" ")[:1].isdigit()
    return _SEPARATOR.match(folded, start - 1) is not None and (has_colon or has_number)


def _numbered(folded: str, position: int) -> tuple[int, int]:
    """Returns where the number before a position begins, and the number; the position and 0 without one."""
    if bare := _BARE_NUMBER.fullmatch(folded, 0, position):
        return bare.start("plain"), int(bare["plain"])
    for length in range(min(12, position), 0, -1):
        prefix = _PREFIX.fullmatch(folded, position - length, position)
        before = folded[position - length - 1 : position - length]
        if prefix and not before.isdigit() and before != ".":
            lead = len(prefix[0]) - len(prefix[0].lstrip())
            return position - length + lead, _numeral(prefix)
    return position, 0


def _numeral(prefix: re.Match[str]) -> int:
    circled = prefix["circled"]
    return ord(circled) - ord("①") + 1 if circled else numeral(prefix["numeral"] or prefix["plain"])


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
