"""The labels, headings and titles of the forms as people write them, found in a line.

What they are follows from the record of the forms; all patterns are applied to folded text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from kaohe_cli.forms.record import Field, Form, Forms, FormSection, bookmark_key, merged
from kaohe_cli.word.returns import marks
from kaohe_cli.word.returns.wordings import GAP, pattern, without_bracket

_SEVERAL_LINES: Final = frozenset({"paragraphs", "line"})
"""The kinds whose text may go on below its first line: nothing that a unit wrote under a label is cut off."""
_FIRST_SECTIONS: Final = 3
"""How many sections may have been left out above the first label under a heading."""


CONTENT: Final = "§考核内容"
"""The line that a form prints under a heading whose words alone do not say what is assessed."""
_CONTENT_WORDING: Final = "考核内容〔及说明〕"


class Label(NamedTuple):
    """A wording that may begin a place of the form."""

    places: tuple[str, ...]
    wording: re.Pattern[str]
    numerals: frozenset[str]
    """The numbers that the forms give it: “2” for 2., “四” for （四）."""
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
_HEADING_NUMBER = re.compile(rf" *(?:\( *{_HAN} *\)|{_HAN} *[、.]|\d{{1,2}} *[、.]) *")
_HEADING_HINT = re.compile(r"\((?:指标|事项)名称\)")
_YEAR = re.compile(r"(20\d\d) *年")


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label found in a line."""

    label: Label
    start: int
    """Where its number begins."""
    words: int
    """Where its words begin."""
    end: int
    """Behind its colon."""
    weight: int
    """How much it looks like a label and not like a piece of a text."""
    month: int | None
    """The month that it names, be there such a month or not."""
    year: int | None
    """The year that it names."""


@dataclass(frozen=True)
class Places:
    """The places of a row’s form in their order, with those of the other forms among them."""

    form: Form
    order: Mapping[str, int]
    sections: Mapping[str, str | None]
    """The heading under which a place stands, where it stands under one."""
    several_lines: frozenset[str]
    """The fields whose text may take several lines."""
    several_paragraphs: frozenset[str]


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
        sequences = {
            one.id: [place for section in one.sections for place in self._sequence_of(section)]
            for one in self.forms
        }
        own = [CONTENT, *sequences.get(form.id, [])]
        order = merged([own, *(sequence for key, sequence in sequences.items() if key != form.id)])
        sections: dict[str, str | None] = {}
        for section in form.sections:
            heading = self.heading(section)
            for field in section.fields():
                sections[field.key] = heading
                sections.setdefault(_group(field.key), heading)
        known = {place: sections.get(place, sections.get(_group(place))) for place in order}
        fields = {**self.forms.fields, **form.by_key}
        return Places(
            form,
            {place: position for position, place in enumerate(order)},
            {place: heading for place, heading in known.items() if place not in self.headings},
            frozenset(key for key, field in fields.items() if field.kind in _SEVERAL_LINES),
            frozenset(key for key, field in fields.items() if field.kind == "paragraphs"),
        )

    def _labels_in(self, folded: str) -> "tuple[LabelHit, ...]":
        """Returns what looks like a label in a line: at its start, or behind a number or a separator."""
        if not self._any_label.search(folded):
            return ()
        found = ((label, words) for label in self._labels for words in label.wording.finditer(folded))
        hits = (_judged(label, words, folded) for label, words in found)
        return tuple(hit for hit in hits if hit is not None)

    def label_lines(self, folded: str) -> int:
        """Returns how many lines of a text, say of a table cell, begin with a label of the form."""
        lines = (line.lstrip() for line in folded.split("\n"))
        return sum(
            any(hit.start == 0 and hit.label.numerals for hit in self.labels_in(line)) for line in lines
        )

    def is_title(self, folded: str) -> bool:
        """True for the titles above the forms, which belong to no row."""
        return self._title.fullmatch(folded) is not None


def _group(key: str) -> str:
    group, slash, _ = key.partition("/")
    return f"{group}{slash}" if slash else key


def _headings(forms: Forms) -> Iterator[tuple[FormSection, str]]:
    """Yields the place of every heading that is no field’s own label."""
    known: dict[str, list[tuple[FormSection, str]]] = {}
    for form in forms:
        for section in form.sections:
            if section.is_one_line and section.prints is None:
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


def _labels(forms: Forms, headings: Mapping[FormSection, str]) -> Iterator[Label]:
    """Yields each wording with all places that it may begin, in the order of the forms."""
    places: dict[str, dict[str, None]] = {}
    numerals: dict[str, set[str]] = {}
    for wording, place, numeral in _written(forms, headings):
        places.setdefault(wording, {})[place] = None
        numerals.setdefault(wording, set()).update([numeral] if numeral else [])
    months = _months_of_labels(forms)
    alike: dict[tuple[tuple[str, ...], frozenset[str], int | None], list[str]] = {}
    for wording, own in places.items():
        alike.setdefault((tuple(own), frozenset(numerals[wording]), months.get(wording)), []).append(wording)
    for (own_places, own_numerals, month), wordings in alike.items():
        plain = [wording for wording in wordings if "<" not in wording]
        several = ["|".join(map(pattern, sorted(plain, key=len, reverse=True)))] if plain else []
        for alternatives in (*several, *(pattern(one) for one in wordings if "<" in one)):
            yield Label(own_places, re.compile(f"(?:{alternatives}){_BRACKET}"), own_numerals, month)


def _written(forms: Forms, headings: Mapping[FormSection, str]) -> Iterator[tuple[str, str, str]]:
    """Yields every wording of the forms with the place that it begins, and its number."""
    yield _CONTENT_WORDING, CONTENT, ""
    for form in forms:
        for section in form.sections:
            if heading := headings.get(section):
                for label in (section.label, *map(_of_a_round, section.at.values()), *section.also):
                    yield without_bracket(label), heading, _bare(section.number)
            for line in section.lines:
                for field in line.fields:
                    yield from _of_field(field)
            if section.is_one_line and section.prints is None:
                for label in map(_of_a_round, section.at.values()):
                    yield without_bracket(label), section.lines[0].fields[0].key, _bare(section.number)


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


def _of_field(field: Field) -> Iterator[tuple[str, str, str]]:
    for wording in (*([field.label] if field.label else []), *field.also):
        yield without_bracket(wording), field.key, _bare(field.number)


def _bare(number: str) -> str:
    """Returns a number without what stands around it: 二 for （二）."""
    return number.strip("（）() .、．")


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
    if prefix and prefix in label.numerals:
        weight += 1
    month = found.groupdict().get("month")
    named = int(month) if month else label.month
    return LabelHit(label, start, found.start(), end, weight, named, year_in(found[0]))


def _stands_inside(label: Label, folded: str, start: int, end: int) -> bool:
    """Whether words behind a stop in the middle of a line are a second label: a colon or number follows."""
    has_colon = folded[:end].rstrip().endswith(":")
    has_number = not label.numerals and folded[end:].lstrip(" ")[:1].isdigit()
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
