"""A row's lines cut at the sections of its form, and the fields found inside each section, in any order.

Which of several alike is meant is never settled by where they stand in the file as a whole: a label means the
field of the section under whose heading it stands.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final, Literal, NamedTuple, TypeAlias

from kaohe_cli.collecting.reading import tags_and_bookmarks as marks
from kaohe_cli.collecting.reading.anchors import FIRM, MARKED, NUMBERED, WEAK, Anchor, Spot, marks_of
from kaohe_cli.collecting.reading.labels import CONTENT, Places, SectionPart, Wordings, numeral
from kaohe_cli.collecting.reading.lines import FormLine

How: TypeAlias = Literal["", "number", "position", "sentence"]
"""By what a place was known: its words or marks; its number; where it stands; its words without a colon."""

UNKNOWN: Final = "§?"
"""The place of labels of which it cannot be known to which section they belong."""

_LABELS_OF_A_LINE: Final = 12
"""The first label of a line is looked for among so many; the forms have at most three on one."""
_HAN: Final = "[一二三四五六七八九十]{1,3}"
_HEADING: Final = re.compile(
    rf" *\( *(?P<number>{_HAN}|\d{{1,2}}) *\) *(?P<words>[^:。;\n]{{2,30}}?) *(?P<colon>:|$)"
)
"""A section's number with other words than the form's, no longer than the longest of 附件3."""
_NUMBERED_LINE: Final = re.compile(
    r" *(?:\( *(?P<in_brackets>\d{1,2}) *\)|(?P<plain>\d{1,2}) *[.、,)]|(?P<circled>[①-⑨])) *"
    r"(?P<words>[^:。;,、\n]{2,16}(?:\([^()\n]{0,20}\))?) *:"
)
"""A numbered line with other words than the form's, no longer than the longest label of 附件3."""


class Pick(NamedTuple):
    """An anchor that begins a place."""

    place: str
    anchor: Anchor
    repeated: bool = False
    """Whether the place was begun before."""
    how: How = ""


class _Segment(NamedTuple):
    """What stands under a heading, up to the next one."""

    part: SectionPart | None
    head: Pick | None
    start: Spot
    end: Spot


def bound(
    lines: Sequence[FormLine],
    first: int,
    last: int,
    anchors: Sequence[Anchor],
    places: Places,
    wordings: Wordings,
) -> list[Pick]:
    """Returns the anchors that begin a place in ``lines[first:last]``, in the order of the text.

    What is passed over is a piece of somebody's text that only reads like a label.
    """
    if (as_printed := _as_printed(anchors, places)) is not None:
        return as_printed
    binding = _Binding(lines, first, last, anchors, places, wordings)
    heads = sorted(binding.heads(), key=lambda pick: pick.anchor.start)
    starts = [*(pick.anchor.start for pick in heads), Spot(last, 0)]
    segments = [_Segment(None, None, Spot(first, 0), starts[0])] if starts[0] > (first, 0) else []
    for head, start, end in zip(heads, starts, starts[1:], strict=False):
        segments.append(_Segment(places.of_head.get(head.place), head, start, end))
    found = list(heads)
    for number, segment in enumerate(segments):
        following = segments[number + 1].part if number + 1 < len(segments) else None
        found += binding.fields(segment, following)
    return sorted(found, key=lambda pick: pick.anchor.start)


def _as_printed(anchors: Sequence[Anchor], places: Places) -> list[Pick] | None:
    """Returns the anchors of a draft whose labels and marks are all as they were, in the order of the form.

    None for any other: there is something to be settled.
    """
    picks: list[Pick] = []
    last, head = -1, ""
    for anchor in anchors:
        place = _marked_as(anchor) or _printed_heading(anchor, places)
        position = places.order.get(place, -1)
        if position <= last or places.head_of.get(place, head) != head:
            return None
        if place in places.of_head and places.of_head[place].is_own:
            head = place
        last = position
        picks.append(Pick(place, anchor))
    return picks


def _marked_as(anchor: Anchor) -> str:
    """Returns the field that two of bookmark, tag and label name and none gainsays; else ""."""
    bookmark, tag = anchor.bookmark, anchor.tag
    if bookmark is None or bookmark.path not in anchor.places:
        return ""
    is_said_twice = anchor.label is not None if tag is None else tag.path == bookmark.path
    return bookmark.path if is_said_twice else ""


def _printed_heading(anchor: Anchor, places: Places) -> str:
    """Returns the place of a heading that has the form's number; "" for anything else."""
    if anchor.label is None or not anchor.is_section or anchor.is_marked:
        return ""
    heads = [place for place in anchor.places if place in places.of_head and places.of_head[place].is_own]
    is_sure = anchor.firmness == NUMBERED or (heads == [CONTENT] and anchor.firmness == FIRM)
    return heads[0] if len(heads) == 1 and is_sure else ""


@dataclass
class _Binding:
    lines: Sequence[FormLine]
    first: int
    last: int
    anchors: Sequence[Anchor]
    places: Places
    wordings: Wordings
    found: set[str] = field(default_factory=set)
    """The places that were begun."""
    heads_found: set[str] = field(default_factory=set)
    firm: dict[int, int] = field(default_factory=dict)
    """How sure each label is to be a label, by its identity."""

    def __post_init__(self) -> None:
        self.marked = [anchor for anchor in self.anchors if anchor.is_marked]
        self.labels = [one for one in self.anchors if not one.is_section and one.firmness >= FIRM]
        self.by_line: dict[int, list[Anchor]] = {}
        for anchor in self.anchors:
            self.by_line.setdefault(anchor.start.line, []).append(anchor)

    # --- sections

    def heads(self) -> list[Pick]:
        """Returns the headings of the sections: by mark, by words, and what is left by number."""
        picks = []
        taken: set[Spot] = set()
        for part in self.places.parts:
            candidates = [
                anchor
                for anchor in self.anchors
                if part.head in anchor.places and self._is_head(anchor, part) and anchor.start not in taken
            ]
            for anchor in self._real_heads(part, candidates):
                picks.append(Pick(part.head, anchor, repeated=part.head in self.heads_found))
                self.heads_found.add(part.head)
                taken.add(anchor.start)
        return [*picks, *self._heads_by_number(picks)]

    def _is_head(self, anchor: Anchor, part: SectionPart) -> bool:
        if anchor.label is not None:
            label = anchor.label
            if not label.label.is_section or self._is_rather_a_field(anchor):
                return False
            if self.marked and not part.is_own:
                return False
            others = [one for one in self.places.parts if one is not part and one.head in anchor.places]
            fits = label.number == part.number
            return fits or not any(other.number == label.number for other in others)
        return anchor.is_marked and part.is_own and not part.numbered and not part.head.startswith("§")

    def _is_rather_a_field(self, anchor: Anchor) -> bool:
        """Whether the same words are the label of a field, and have the number of that."""
        if anchor.firmness >= NUMBERED:
            return False
        beside = self.by_line[anchor.start.line]
        return any(one.start == anchor.start and one.firmness >= NUMBERED for one in beside)

    def _real_heads(self, part: SectionPart, candidates: Sequence[Anchor]) -> list[Anchor]:
        if not candidates:
            return []
        if self.marked and part.fields and part.numbered:
            confirmed = self._confirmed(part, candidates)
            return [confirmed] if confirmed else []
        firmest = max(anchor.firmness for anchor in candidates)
        if firmest == WEAK:
            return [candidates[0]] if self._stands_alone(candidates[0], part) else []
        alike = [anchor for anchor in candidates if anchor.firmness == firmest]
        if self.marked and firmest < MARKED:
            return alike[:1]
        return [alike[0], *(anchor for anchor in alike[1:] if self._stands_alone(anchor, part))]

    def _confirmed(self, part: SectionPart, candidates: Sequence[Anchor]) -> Anchor | None:
        """Returns the heading behind which the first mark, else the first label, of its own fields stands.

        The same words may stand in a text above or below it.
        """
        best: tuple[int, int, tuple[int, int]] | None = None
        real = None
        for anchor in candidates:
            following = _next(self.labels, anchor.start)
            by_mark = _next(self.marked, anchor.start)
            if by_mark is not None and any(mark.path in part.known for mark in marks_of([by_mark])):
                rank = (2, anchor.firmness, (-by_mark.start.line, -by_mark.start.offset))
            elif following is not None and part.known.intersection(following.places):
                rank = (1, anchor.firmness, (-following.start.line, -following.start.offset))
            else:
                rank = (0, anchor.firmness, (0, 0))
            if anchor.firmness > WEAK and (best is None or rank >= best):
                best, real = rank, anchor
        return real

    def _stands_alone(self, anchor: Anchor, part: SectionPart) -> bool:
        """Whether a further heading is one: a field of the section, or a value, stands behind it."""
        if not part.numbered:
            return anchor.label is not None and anchor.label.has_colon
        behind = _next(self.anchors, anchor.start)
        return behind is not None and not behind.is_section and bool(part.known.intersection(behind.places))

    def _heads_by_number(self, picks: Sequence[Pick]) -> Iterator[Pick]:
        """Yields headings with the form's number and other words, where nothing else has the number."""
        own = [part for part in self.places.parts if part.is_own and part.number]
        starts = {pick.place: pick.anchor.start for pick in picks if not pick.repeated}
        for position, part in enumerate(own):
            if part.head in self.heads_found or (not part.numbered and part.head in starts):
                continue
            above = max((starts[one.head] for one in own[:position] if one.head in starts), default=None)
            below = min((starts[one.head] for one in own[position + 1 :] if one.head in starts), default=None)
            for number in range(above.line + 1 if above else self.first, below.line if below else self.last):
                if head := self._numbered_head(part, number):
                    self.heads_found.add(part.head)
                    starts[part.head] = head.start
                    yield Pick(part.head, head, how="number")
                    break

    def _numbered_head(self, part: SectionPart, number: int) -> Anchor | None:
        line = self.lines[number]
        found = _HEADING.match(line.folded)
        if found is None or numeral(found["number"]) != part.number:
            return None
        start, value = Spot(number, 0), Spot(number, found.end())
        beside = self.by_line.get(number, ())
        if any(start <= anchor.start < value and anchor.firmness >= FIRM for anchor in beside):
            return None
        if _is_filled_in(line, found.end()):
            return None
        if not part.numbered:
            return Anchor((part.head,), start, value) if found["colon"] else None
        behind = _next(self.anchors, Spot(number, value.offset - 1))
        is_followed = behind is not None and part.known.intersection(behind.places)
        following = next((one for one in self.lines[number + 1 : self.last] if one.folded.strip()), None)
        if is_followed or (following is not None and _number_of(_NUMBERED_LINE.match(following.folded)) == 1):
            return Anchor((part.head,), start, value)
        return None

    # --- fields

    def fields(self, segment: _Segment, following: SectionPart | None) -> Iterator[Pick]:
        """Yields what stands under a heading: its fields, and those of sections whose heading is missing."""
        first = bisect_left(self.anchors, segment.start, key=_start)
        last = bisect_left(self.anchors, segment.end, key=_start)
        inside = [anchor for anchor in self.anchors[first:last] if self._is_inside(anchor, segment)]
        part = segment.part
        own: list[tuple[Anchor, tuple[str, ...]]] = []
        orphans: list[Anchor] = []
        missing = self._missing(part, following)
        for anchor in inside:
            places = self._places_of(anchor, part)
            if missing and orphans and self._goes_with(anchor, orphans[-1]):
                orphans.append(anchor)
            elif self.marked and anchor.firmness == WEAK and not self._is_further(anchor):
                continue
            elif places:
                own.append((anchor, places))
            elif not anchor.is_section and self._may_be_orphan(anchor, part):
                orphans.append(anchor)
        picks, spare = self._matched(own, part)
        runs = list(self._runs(orphans, spare, picks, missing))
        taken = {id(anchor) for _, run in runs for anchor in run}
        further = self._repeated([item for item in spare if id(item[0]) not in taken], picks)
        yield from (Pick(place, anchor) for place, anchor in picks.items())
        if part is not None and segment.head is not None:
            yield from self._without_words(segment, part, picks)
        yield from further
        for of_part, run in runs:
            yield from self._of_run(of_part, run)

    def _is_further(self, anchor: Anchor) -> bool:
        """Whether a label stands, in the forms, behind another one on its line."""
        return anchor.label is not None and not anchor.label.label.numerals

    def _goes_with(self, anchor: Anchor, before: Anchor) -> bool:
        is_same_line = anchor.start.line == before.start.line
        return is_same_line and self._is_further(anchor) and not anchor.is_marked

    def _is_inside(self, anchor: Anchor, segment: _Segment) -> bool:
        is_head = segment.head is not None and anchor.start == segment.head.anchor.start
        return not is_head

    def _places_of(self, anchor: Anchor, part: SectionPart | None) -> tuple[str, ...]:
        """Returns what an anchor may begin where it stands; where words and a mark disagree, words win."""
        known = part.known if part is not None else frozenset()
        if self.marked and part is not None and not anchor.is_marked:
            known = frozenset(
                part.fields
            )  # a draft has no fields of other forms: such words are a text's own
        by_words = tuple(place for place in anchor.places if place in known) if not anchor.is_section else ()
        by_mark = [m.path for m in (anchor.bookmark, anchor.tag) if m is not None and m.path in anchor.places]
        if by_mark:
            has_heading = self.places.head_of.get(by_mark[0], "") in self.heads_found
            words_win = has_heading and by_words and anchor.firmness_of_words >= FIRM
            if by_mark[0] in known or not words_win:
                return (by_mark[0],)
        if anchor.label is None:
            return anchor.places if anchor.is_marked else ()
        return by_words

    def _may_be_orphan(self, anchor: Anchor, part: SectionPart | None) -> bool:
        """Whether a label stands where its section has no heading, and is no piece of a text."""
        has_fields = part is not None and bool(part.fields)
        is_text = part is not None and part.head in self.places.several_lines
        return anchor.firmness >= (NUMBERED if is_text or has_fields else FIRM)

    def _matched(
        self, own: Iterable[tuple[Anchor, tuple[str, ...]]], part: SectionPart | None
    ) -> tuple[dict[str, Anchor], list[tuple[Anchor, tuple[str, ...]]]]:
        """Returns the anchor of each field, the firmest first, and those that are left."""
        candidates = list(own)
        firm = {id(anchor): self._firmness(anchor, part) for anchor, _ in candidates}
        picks: dict[str, Anchor] = {}
        spare = []
        for anchor, places in sorted(candidates, key=lambda item: (-firm[id(item[0])], item[0].start)):
            free = [place for place in places if place not in picks and place not in self.found]
            place = self._by_number(anchor, free, part)
            if place is None or any(_overlap(anchor, other) for other in picks.values()):
                spare.append((anchor, places))
            else:
                picks[place] = anchor
        self.found.update(picks)
        self.firm |= firm
        return picks, sorted(spare, key=lambda item: item[0].start)

    def _firmness(self, anchor: Anchor, part: SectionPart | None) -> int:
        """A further label of a line is sure where it stands behind the first one of that line."""
        if anchor.label is None or anchor.label.label.numerals or anchor.is_marked:
            return anchor.firmness
        among = self.by_line[anchor.start.line][:_LABELS_OF_A_LINE]
        before = takewhile(lambda one: one.start < anchor.start, among)
        beside = any(one.firmness >= FIRM and self._places_of(one, part) for one in before)
        return NUMBERED if beside else WEAK

    def _by_number(self, anchor: Anchor, free: Sequence[str], part: SectionPart | None) -> str | None:
        """Returns which of the places an anchor begins: that of its number, else the first one."""
        if part is not None and anchor.label is not None and len(free) > 1:
            numbered = part.numbered.get(anchor.label.number)
            return numbered if numbered in free else free[0]
        return free[0] if free else None

    def _repeated(
        self, spare: Iterable[tuple[Anchor, tuple[str, ...]]], picks: Mapping[str, Anchor]
    ) -> Iterator[Pick]:
        """Yields the labels that stand a second time; inside a text of several lines they are its own."""
        by_start = sorted((anchor.start, place) for place, anchor in picks.items())
        for anchor, places in spare:
            if any(_overlap(anchor, other) for other in picks.values()):
                continue
            inside = max((one for one in by_start if one[0] < anchor.start), default=(None, ""))[1]
            firsts = [picks[place] for place in places if place in picks]
            least = max((self.firm.get(id(first), FIRM) for first in firsts), default=FIRM)
            is_text = inside in self.places.several_lines or not picks
            if is_text and not (anchor.is_marked or self.firm.get(id(anchor), WEAK) >= max(least, NUMBERED)):
                continue
            if is_text and least == MARKED and not anchor.is_marked:
                continue
            yield Pick(places[0], anchor, repeated=True)

    # --- sections without a heading

    def _missing(self, part: SectionPart | None, following: SectionPart | None) -> list[SectionPart]:
        """Returns the sections that have no heading in the file and may stand here, in the form's order."""
        own = [one for one in self.places.parts if one.is_own and one.fields]
        order = [one.head for one in self.places.parts]
        start = order.index(part.head) if part is not None and part.is_own else -1
        end = order.index(following.head) if following is not None and following.is_own else len(order)
        return [
            one
            for one in own
            if one.head not in self.heads_found
            and order.index(one.head) > start
            and (end < start or order.index(one.head) < end)
        ]

    def _runs(
        self,
        orphans: Sequence[Anchor],
        spare: Sequence[tuple[Anchor, tuple[str, ...]]],
        picks: Mapping[str, Anchor],
        missing: list[SectionPart],
    ) -> Iterator[tuple[SectionPart | None, list[Anchor]]]:
        """Yields the labels of sections without a heading, with their section; None if that is uncertain."""
        again = [anchor for anchor, _ in spare if anchor.firmness >= NUMBERED]
        if not missing:
            return
        loose = sorted([*orphans, *again], key=lambda anchor: anchor.start)
        runs: list[list[Anchor]] = []
        seen: set[str] = set()
        for anchor in loose:
            if not any(set(anchor.places) & part.known for part in missing):
                continue
            if not runs or seen.intersection(anchor.places):
                runs.append([])
                seen = set()
            runs[-1].append(anchor)
            seen.update(anchor.places)
        if picks:  # a lone label is a piece of a text, unless marks show that its section is here
            here = {self.places.head_of.get(place) for place in picks}
            shown = [part for part in missing if part.head in here]
            runs = [
                run for run in runs if len(run) > 1 or any(set(run[0].places) & part.known for part in shown)
            ]
        for number, run in enumerate(runs):
            fitting = [part for part in missing if all(set(one.places) & part.known for one in run)]
            if not fitting or len(fitting) > len(runs) - number:
                yield None, run
            else:
                missing = missing[missing.index(fitting[0]) + 1 :]
                yield fitting[0], run

    def _of_run(self, part: SectionPart | None, run: Sequence[Anchor]) -> Iterator[Pick]:
        for number, anchor in enumerate(run):
            places = [place for place in anchor.places if part is not None and place in part.known]
            place = self._by_number(anchor, [one for one in places if one not in self.found], part)
            if place is None:
                yield Pick(UNKNOWN, anchor)
            else:
                self.found.add(place)
                yield Pick(place, anchor, how="" if number else "position")

    # --- fields without their words

    def _without_words(
        self, segment: _Segment, part: SectionPart, picks: Mapping[str, Anchor]
    ) -> Iterator[Pick]:
        """Yields fields whose label has the form's number and other words, or no colon."""
        if not part.numbered or segment.head is None:
            return
        known = dict(picks)
        for number, place in sorted(part.numbered.items()):
            if place in known or place in self.found or place not in part.fields:
                continue
            above = [known[one] for n, one in part.numbered.items() if n < number and one in known]
            below = [known[one] for n, one in part.numbered.items() if n > number and one in known]
            start = max((one.value for one in above), default=segment.head.anchor.value)
            end = min((one.start for one in below if one.start > start), default=segment.end)
            if anchor := self._numbered_line(number, place, part, (start, end)):
                known[place] = anchor
                self.found.add(place)
                yield Pick(place, anchor, how="number")
        if all(anchor.firmness == WEAK for anchor in known.values()):
            yield from self._in_a_sentence(segment.head.anchor, segment.end, part, known.values())

    def _numbered_line(
        self, number: int, place: str, part: SectionPart, within: tuple[Spot, Spot]
    ) -> Anchor | None:
        start, end = within
        for index in range(start.line + 1, min(end.line + (end.offset > 0), self.last)):
            line = self.lines[index]
            found = _NUMBERED_LINE.match(line.folded)
            if found is None or _number_of(found) != number or Spot(index, 0) >= end:
                continue
            beside = self.by_line.get(index, ())
            is_known = any(one.firmness >= FIRM and part.known.intersection(one.places) for one in beside)
            if not is_known and not _is_filled_in(line, found.end()):
                blank = len(line.folded) - len(line.folded.lstrip())
                return Anchor((place,), Spot(index, blank), Spot(index, found.end()))
        return None

    def _in_a_sentence(
        self, head: Anchor, behind: Spot, part: SectionPart, known: Iterable[Anchor]
    ) -> Iterator[Pick]:
        """Yields the fields of a section that is one sentence: 自评得分2.8分，自评排名第5名."""
        text = self.lines[head.value.line].folded
        limit = behind.offset if behind.line == head.value.line else len(text)
        for place, start, end in self.wordings.in_a_sentence(part, text, head.value.offset, limit):
            anchor = Anchor((place,), Spot(head.value.line, start), Spot(head.value.line, end))
            if place not in self.found and not any(_overlap(anchor, other) for other in known):
                self.found.add(place)
                yield Pick(place, anchor, how="sentence")


def _is_filled_in(line: FormLine, end: int) -> bool:
    """Whether a control of a draft begins before a place: what stands there is no label."""
    return any(control.start < end and marks.tag(control.tag) for control in line.controls)


def _start(anchor: Anchor) -> Spot:
    return anchor.start


def _next(anchors: Sequence[Anchor], behind: Spot) -> Anchor | None:
    """Returns the first of the anchors that begins behind a place."""
    at = bisect_right(anchors, behind, key=_start)
    return anchors[at] if at < len(anchors) else None


def _overlap(one: Anchor, other: Anchor) -> bool:
    return one is other or (one.start < other.value and other.start < one.value) or one.start == other.start


def _number_of(found: re.Match[str] | None) -> int:
    if found is None:
        return 0
    if found["circled"]:
        return ord(found["circled"]) - ord("①") + 1
    return int(found["in_brackets"] or found["plain"])
