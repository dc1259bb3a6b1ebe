"""Where the places of a form may begin in a row's lines: labels, bookmarks and controls, brought together."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kaohe_cli.collecting.reading import tags_and_bookmarks as marks
from kaohe_cli.collecting.reading.labels import LabelHit, Wordings
from kaohe_cli.collecting.reading.lines import FormLine
from kaohe_cli.ooxml.reading.content import Control

_MARKS_OF_A_LINE = 40
_REACH = 60
"""How many characters behind its bookmark a label may end, where its words are no longer known."""
_BESIDE = 2
"""How many characters before a label its bookmark may stand, and before a control its label may end: what
blanks and punctuation people put between."""

MARKED, NUMBERED, FIRM, WEAK = 4, 3, 2, 1
"""How sure it is that something is a label and not a piece of a text: it carries a mark of kaohe; it begins a
line with the number that the form gives it; it begins a line, or has number and colon; anything else."""


class Spot(NamedTuple):
    """A place in a text: a line's number, and an offset in it."""

    line: int
    offset: int


class Anchor(NamedTuple):
    """The beginning of a place of the form."""

    places: tuple[str, ...]
    """What it may begin, by the names of ``labels.Places``."""
    start: Spot
    """Where its label begins: what stands before belongs to the place before."""
    value: Spot
    """Where its value begins."""
    tag: marks.Mark | None = None
    """Of the control that holds the value; one that was pasted here may name another field."""
    bookmark: marks.Mark | None = None
    label: LabelHit | None = None
    control: Control | None = None
    """The control that holds the value, or its beginning."""

    @property
    def is_marked(self) -> bool:
        """Whether a mark of kaohe stands here for one of the places."""
        tag, bookmark, places = self.tag, self.bookmark, self.places
        return (bookmark is not None and bookmark.path in places) or (tag is not None and tag.path in places)

    @property
    def firmness(self) -> int:
        """How sure it is that this is a label."""
        return MARKED if self.is_marked else self.firmness_of_words

    @property
    def firmness_of_words(self) -> int:
        """How sure its words alone are; 0 without known words."""
        if self.label is None:
            return 0
        if self.label.at_start:
            return NUMBERED if self.label.is_numbered else FIRM
        return FIRM if self.label.is_numbered and self.label.has_colon else WEAK

    @property
    def is_section(self) -> bool:
        """Whether it is the label of a （一）."""
        return self.label is not None and self.label.label.is_section


def anchors_in(lines: Sequence[FormLine], first: int, last: int, wordings: Wordings) -> list[Anchor]:
    """Returns what may begin a place of the form in ``lines[first:last]``, in the order of the text."""
    found = [anchor for number in range(first, last) for anchor in _of_line(lines[number], number, wordings)]
    return sorted(found, key=lambda anchor: (anchor.start, anchor.value))


def _of_line(line: FormLine, number: int, wordings: Wordings) -> list[Anchor]:
    found = wordings.labels_in(line.folded)
    if not (found or line.controls or line.bookmarks):
        return []
    ours = [(control, mark) for control in line.controls if (mark := marks.tag(control.tag))]
    bookmarks = [(offset, mark) for offset, name in line.bookmarks if (mark := wordings.bookmark(name))]
    if len(found) == len(bookmarks) == len(ours) == 1 and (as_drafted := _as_drafted(line, number, wordings)):
        return [as_drafted]
    hits = (
        _outside_controls(hit, line)
        for hit in found
        if not any(control.start <= hit.words < control.end for control, _ in ours)
    )
    anchors = [_from_label(hit, number) for hit in _distinct(hits)]
    if not (bookmarks or ours):
        return anchors
    for offset, mark in bookmarks[:_MARKS_OF_A_LINE]:
        if mark.path:
            anchors = _with_bookmark(anchors, mark, offset, line, number)
    anchors = [anchor for anchor in anchors if not _is_collapsed(anchor, anchors)]
    for control, mark in ours[:_MARKS_OF_A_LINE]:
        anchors = _with_control(anchors, mark, control, number)
    anchors = [_with_nameless_control(anchor, line) for anchor in anchors]
    return [anchor for anchor in anchors if not _is_inside_a_control(anchor, anchors)]


def _as_drafted(line: FormLine, number: int, wordings: Wordings) -> Anchor | None:
    """Returns the one anchor of a line that is just as it was drafted: label, bookmark and control agree."""
    (hit,), ((offset, name),) = wordings.labels_in(line.folded), line.bookmarks
    bookmark, control = wordings.bookmark(name), line.controls[0]
    tag = marks.tag(control.tag)
    if bookmark is None or tag is None or offset != hit.start or control.start != hit.end:
        return None
    if not bookmark.path == tag.path in hit.label.places:
        return None
    start, value = Spot(number, hit.start), Spot(number, hit.end)
    return Anchor(hit.label.places, start, value, tag, bookmark, hit, control)


def _outside_controls(hit: LabelHit, line: FormLine) -> LabelHit:
    """Returns a label that begins behind a control: what is filled in there is no number of the label."""
    ends = [one.end for one in line.controls if one.start <= hit.start < one.end <= hit.words]
    return hit._replace(start=max(ends)) if ends else hit


def _with_nameless_control(anchor: Anchor, line: FormLine) -> Anchor:
    """Returns an anchor whose value is in a control that lost its tag, as LibreOffice 7.4 leaves them."""
    if anchor.bookmark is None or anchor.control is not None:
        return anchor
    found = [one for one in line.controls if not one.tag and one.start == anchor.value.offset]
    return anchor._replace(control=max(found, key=lambda one: one.end)) if found else anchor


def _is_inside_a_control(anchor: Anchor, others: Iterable[Anchor]) -> bool:
    return any(
        other.control is not None and other.control.start <= anchor.start.offset < other.control.end
        for other in others
        if other is not anchor and other.value <= anchor.start
    )


def _is_collapsed(anchor: Anchor, others: Iterable[Anchor]) -> bool:
    """Whether a bookmark has only come to stand on another field's label: there the words win."""
    if anchor.label is not None or anchor.bookmark is None:
        return False
    return any(
        other.firmness_of_words >= FIRM
        and other.start.offset - _BESIDE <= anchor.start.offset <= other.value.offset
        for other in others
    )


def _distinct(hits: Iterable[LabelHit]) -> list[LabelHit]:
    """Leaves out labels inside longer ones, as 存在问题 is in 存在问题及建议.

    The same words may be the label of a section and of a field; both are kept.
    """
    hits = list(hits)
    if len(hits) < 2:
        return hits
    kept: list[LabelHit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.label.is_section)):
        last = kept[-1] if kept else None
        if last is None or hit.start >= last.end:
            kept.append(hit)
        elif (last.start, last.end) == (hit.start, hit.end):
            if last.label.is_section == hit.label.is_section:
                kept[-1] = last.joined(hit)
            else:
                kept.append(hit)
    return kept


def _from_label(hit: LabelHit, number: int) -> Anchor:
    return Anchor(hit.label.places, Spot(number, hit.start), Spot(number, hit.end), label=hit)


def _with_bookmark(
    anchors: list[Anchor], mark: marks.Mark, offset: int, line: FormLine, number: int
) -> list[Anchor]:
    for index, anchor in enumerate(anchors):
        stands_there = anchor.start.offset - _BESIDE <= offset <= anchor.value.offset
        if mark.path in anchor.places and stands_there and anchor.bookmark is None:
            known = anchor._replace(bookmark=mark)
            return [*anchors[:index], known, *anchors[index + 1 :]]
    value = _behind_unknown_label(line, offset)
    return [*anchors, Anchor((mark.path,), Spot(number, offset), Spot(number, value), bookmark=mark)]


def _behind_unknown_label(line: FormLine, offset: int) -> int:
    """Returns where the value begins behind a bookmark whose label reads otherwise than in 附件3.

    Behind a colon, else at the control behind it, else at the bookmark itself (the label is gone).
    """
    controls = [control.start for control in line.controls if control.start >= offset]
    if line.folded[offset : offset + 1] in {",", ";", "、"}:
        return offset + 1
    colon = line.folded.find(":", offset, min(controls, default=offset + _REACH))
    if colon >= 0:
        return colon + 1
    return controls[0] if controls and controls[0] - offset <= _REACH else offset


def _with_control(anchors: list[Anchor], mark: marks.Mark, control: Control, number: int) -> list[Anchor]:
    """Joins a control with the label before it; what was typed between them is the value's as well."""
    before = [anchor for anchor in anchors if anchor.value.offset <= control.start]
    nearest = max((anchor.value.offset for anchor in before), default=0)
    for anchor in before:
        is_there = control.start - anchor.value.offset <= _BESIDE
        if anchor.value.offset < nearest or anchor.control is not None:
            continue
        is_named = {mark.path, mark.path.replace("/", "_")} & set(anchor.places)
        if is_named or (is_there and anchor.label is not None):
            known = anchor._replace(tag=mark, control=control)
            return [known if one is anchor else one for one in anchors]
    start = Spot(number, control.start)
    return [*anchors, Anchor((mark.path,), start, start, tag=mark, control=control)]


def marks_of(anchors: Iterable[Anchor]) -> list[marks.Mark]:
    """Returns every mark among the anchors."""
    return [mark for anchor in anchors for mark in (anchor.tag, anchor.bookmark) if mark is not None]
