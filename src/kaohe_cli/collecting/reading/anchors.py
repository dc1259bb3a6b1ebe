"""Where the places of a form may begin in a row's lines: three witnesses, brought together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kaohe_cli.collecting.reading import marks
from kaohe_cli.collecting.reading.labels import LabelHit, Places, Wordings
from kaohe_cli.collecting.reading.lines import Line

_MARKED = 100
_COPY = 20
_BESIDE_MARKS = 1
"""The weight of all words in a row whose labels carry marks: there only their order counts."""
_MARKS_OF_A_LINE = 40
_REACH = 60
"""How many characters behind its bookmark a label may end, where its words are no longer known."""


class Spot(NamedTuple):
    """A place in a text: a line's number, and an offset in it."""

    line: int
    offset: int


@dataclass(frozen=True)
class Anchor:
    """The beginning of a place of the form."""

    places: tuple[str, ...]
    """What it may begin, by the names of ``labels.Places``."""
    start: Spot
    """Where its label begins: what stands before belongs to the place before."""
    value: Spot
    """Where its value begins."""
    weight: int
    tag: marks.Mark | None = None
    """Of the control that holds the value; one that was pasted here may name another field."""
    bookmark: marks.Mark | None = None
    label: LabelHit | None = None
    control_end: int | None = None
    """Where the control that holds the value ends in its line."""

    @property
    def is_marked(self) -> bool:
        """Whether a mark of kaohe stands here for one of the places."""
        return any(mark is not None and mark.path in self.places for mark in (self.tag, self.bookmark))


def anchors_in(lines: Sequence[Line], first: int, last: int, wordings: Wordings) -> list[Anchor]:
    """Returns what may begin a place of the form in ``lines[first:last]``, in the order of the text."""
    found: list[Anchor] = []
    for number in range(first, last):
        found += _of_line(lines[number], number, wordings)
    if any(anchor.is_marked for anchor in found):
        found = list(_beside_marks(found, wordings))
    return sorted(found, key=lambda anchor: (anchor.start, anchor.value))


def _beside_marks(anchors: Sequence[Anchor], wordings: Wordings) -> Iterator[Anchor]:
    """Yields the anchors of a row whose labels carry marks, without labels that its form does not have."""
    marked = {place for anchor in anchors if anchor.is_marked for place in anchor.places}
    forms = [set(form.by_key) for form in wordings.forms]
    known = max(forms, key=lambda form: len(form & marked)) | wordings.headings
    for anchor in anchors:
        places = tuple(place for place in anchor.places if place in known)
        if anchor.is_marked:
            yield anchor
        elif places:
            yield replace(anchor, places=places, weight=_BESIDE_MARKS)


def _of_line(line: Line, number: int, wordings: Wordings) -> list[Anchor]:
    hits = [_outside_controls(hit, line) for hit in wordings.labels_in(line.folded)]
    anchors = [_from_label(hit, number) for hit in _distinct(hits)]
    bookmarks = [(offset, mark) for offset, name in line.bookmarks if (mark := wordings.bookmark(name))]
    for offset, mark in bookmarks[:_MARKS_OF_A_LINE]:
        if mark.path:
            anchors = _with_bookmark(anchors, mark, offset, line, number)
    controls = [(control, mark) for control in line.controls if (mark := marks.tag(control.tag))]
    for control, mark in controls[:_MARKS_OF_A_LINE]:
        anchors = _with_control(anchors, mark, control.start, control.end, number)
    return [_with_nameless_control(anchor, line) for anchor in anchors]


def _outside_controls(hit: LabelHit, line: Line) -> LabelHit:
    """Returns a label that begins behind a control: what is filled in there is no number of the label."""
    ends = (one.end for one in line.controls if one.start <= hit.start < one.end <= hit.words)
    return replace(hit, start=max(ends, default=hit.start))


def _with_nameless_control(anchor: Anchor, line: Line) -> Anchor:
    """Returns an anchor whose value is in a control that lost its tag, as LibreOffice 7.4 leaves them."""
    if anchor.bookmark is None or anchor.control_end is not None:
        return anchor
    ends = [one.end for one in line.controls if not one.tag and one.start == anchor.value.offset]
    return replace(anchor, control_end=max(ends)) if ends else anchor


def _distinct(hits: Iterable[LabelHit]) -> list[LabelHit]:
    """Leaves out labels inside longer ones, as 存在问题 is in 存在问题及建议."""
    found = sorted(hits, key=lambda hit: (hit.start, -hit.end))
    kept: list[LabelHit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _from_label(hit: LabelHit, number: int) -> Anchor:
    return Anchor(hit.label.places, Spot(number, hit.start), Spot(number, hit.end), hit.weight, label=hit)


def _with_bookmark(
    anchors: list[Anchor], mark: marks.Mark, offset: int, line: Line, number: int
) -> list[Anchor]:
    weight = _COPY if mark.is_copy else _MARKED
    for index, anchor in enumerate(anchors):
        stands_there = anchor.start.offset - 2 <= offset <= anchor.value.offset
        if mark.path in anchor.places and stands_there and anchor.bookmark is None:
            known = replace(anchor, places=(mark.path,), bookmark=mark, weight=anchor.weight + weight)
            return [*anchors[:index], known, *anchors[index + 1 :]]
    value = _behind_unknown_label(line, offset)
    return [*anchors, Anchor((mark.path,), Spot(number, offset), Spot(number, value), weight, bookmark=mark)]


def _behind_unknown_label(line: Line, offset: int) -> int:
    """Returns where the value begins behind a bookmark whose label reads otherwise than in 附件3.

    At the control behind it, else behind a colon, else at the bookmark itself (the label is gone).
    """
    controls = [control.start for control in line.controls if control.start >= offset]
    colon = line.folded.find(":", offset, min(controls, default=offset + _REACH))
    if controls and controls[0] - offset <= _REACH:
        return controls[0]
    if colon >= 0:
        return colon + 1
    return offset + 1 if line.folded[offset : offset + 1] in {",", ";", "、"} else offset


def _with_control(anchors: list[Anchor], mark: marks.Mark, start: int, end: int, number: int) -> list[Anchor]:
    for index, anchor in enumerate(anchors):
        gap = start - anchor.value.offset
        if anchor.tag is None and 0 <= gap <= 2:
            known = replace(anchor, tag=mark, value=Spot(number, start), control_end=end)
            if mark.path in anchor.places:
                known = replace(known, places=(mark.path,), weight=anchor.weight + _MARKED)
            return [*anchors[:index], known, *anchors[index + 1 :]]
    alone = Anchor((mark.path,), Spot(number, start), Spot(number, start), _MARKED, tag=mark, control_end=end)
    return [*anchors, alone]


def chosen(anchors: Sequence[Anchor], places: Places) -> list[tuple[str, Anchor]]:
    """Returns the anchors that together are most like a form, in the order of the text, with their places.

    The places come in the order of the row's form, each once; so a label’s words inside a text are passed
    over.
    """
    best: list[tuple[float, list[tuple[str, Anchor]]]] = [(0.0, [])] * (len(places.order) + 1)
    for number, anchor in enumerate(anchors):
        later = list(best)
        for place in anchor.places:
            position = places.order.get(place)
            if position is None:  # a field that was taken away
                continue
            score, path = best[position]
            score += anchor.weight + _preference(place, places, number, len(anchors))
            if score > later[position + 1][0]:
                later[position + 1] = (score, [*path, (place, anchor)])
        for position in range(1, len(later)):
            if later[position - 1][0] > later[position][0]:
                later[position] = later[position - 1]
        best = later
    return best[-1][1]


def _preference(place: str, places: Places, number: int, count: int) -> float:
    """A little for the first of equals where a text of several paragraphs follows, else for the last."""
    share = number / (count + 1) / 2
    return -share if place in places.several_paragraphs else share


def marks_of(anchors: Sequence[Anchor]) -> list[marks.Mark]:
    """Returns every mark among the anchors."""
    return [mark for anchor in anchors for mark in (anchor.tag, anchor.bookmark) if mark is not None]
