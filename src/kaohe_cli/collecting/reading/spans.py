"""The text of each place of a row's form: from its label to where the next one begins."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kaohe_cli.collecting.reading.anchors import Anchor, Spot, chosen
from kaohe_cli.collecting.reading.labels import Places
from kaohe_cli.collecting.reading.lines import Line
from kaohe_cli.ooxml.reading.content import Aside

_SURE: Final = 6
_CONTEXT: Final = 10
"""How many characters before something are quoted, to find it by."""
_CLOSING: Final = {"", "。", "；", "，", "、", ";", ",", "."}


class Beside(NamedTuple):
    """Something that a line holds beside its text, and a few words to find it by."""

    aside: Aside
    before: str
    """The words before it; "" at the beginning of a line."""

    def __str__(self) -> str:
        return f"{self.aside}（在“{self.before}”后面）" if self.before else str(self.aside)


@dataclass(frozen=True)
class Span:
    """A place of the form with its text."""

    place: str
    anchor: Anchor
    label: str
    """What stands before the text: the label as the file has it."""
    text: str
    is_exact: bool
    """Whether it is just what an intact control holds: a “。” at its end is its own."""
    asides: tuple["Beside", ...]
    """What is in it, and not said by its text."""
    repeated: bool
    """Whether its label stood before, in the same row."""
    has_box: bool
    """Whether some of the text stood in a text box."""


@dataclass(frozen=True)
class Reading:
    """All places found in a row's lines."""

    before: str
    """What stands above the first label."""
    asides_before: tuple["Beside", ...]
    """What is in that, and not said by its text."""
    spans: tuple[Span, ...]
    anchors: tuple[Anchor, ...]
    """All that may begin a place, the ones passed over too."""


def spans_of(
    lines: Sequence[Line], first: int, last: int, anchors: Sequence[Anchor], places: Places
) -> Reading:
    """Returns the places of the form in ``lines[first:last]``, with their text."""
    picked = [(place, anchor, False) for place, anchor in chosen(anchors, places)]
    picked = sorted([*picked, *_further(anchors, picked, places)], key=lambda item: item[1].start)
    end = Spot(last, 0)
    starts = [anchor.start for _, anchor, _ in picked] + [end]
    before = _between(lines, Spot(first, 0), starts[0])
    asides_before = tuple(asides_between(lines, Spot(first, 0), starts[0]))
    spans = []
    for (place, anchor, repeated), following in zip(picked, starts[1:], strict=True):
        text, is_exact = _value_text(lines, anchor, following)
        touched = range(anchor.value.line, min(following.line + (following.offset > 0), last))
        asides = tuple(asides_between(lines, anchor.start, following))
        has_box = any(lines[number].in_box for number in touched)
        label = _between(lines, anchor.start, anchor.value)
        spans.append(Span(place, anchor, label, text, is_exact, asides, repeated, has_box))
    return Reading(before, asides_before, tuple(spans), tuple(anchors))


def _further(
    anchors: Sequence[Anchor], picked: Sequence[tuple[str, Anchor, bool]], known: Places
) -> Iterator[tuple[str, Anchor, bool]]:
    """Yields labels out of the form's order, and those that stand a second time.

    Where labels carry marks, words without one are a text's own.
    """
    if any(anchor.is_marked for anchor in anchors):
        anchors = [anchor for anchor in anchors if anchor.is_marked]
    by_place = {place: anchor for place, anchor, _ in picked}
    taken = {id(anchor) for _, anchor, _ in picked}
    for anchor in anchors:
        if id(anchor) in taken:
            continue
        at = _section_at(anchor, picked, known)
        places = [one for one in anchor.places if at is None or known.sections.get(one) in {None, at}]
        free = next((place for place in places if place not in by_place), None)
        if free is not None and (anchor.is_marked or anchor.weight >= _SURE):
            if _overlaps(anchor, by_place.values()):
                continue
            by_place[free] = anchor
            yield free, anchor, False
        elif free is None and places and _is_repeated(anchor, [by_place[place] for place in places], known):
            yield places[-1], anchor, True


def _overlaps(anchor: Anchor, others: Iterable[Anchor]) -> bool:
    return any(other.start <= anchor.start < other.value for other in others)


def _section_at(anchor: Anchor, picked: Sequence[tuple[str, Anchor, bool]], known: Places) -> str | None:
    """Returns the heading （二）, （三）, （五） or （六） that an anchor stands under."""
    before = [(one.start, place) for place, one, _ in picked if one.start <= anchor.start]
    return max((found for found in before if found[1] in known.sections.values()), default=(None, None))[1]


def _is_repeated(anchor: Anchor, firsts: Sequence[Anchor], known: Places) -> bool:
    if _overlaps(anchor, firsts):
        return False
    if anchor.is_marked:
        return True
    unmarked = all(not first.is_marked for first in firsts)
    return unmarked and anchor.weight >= _SURE and not known.several_lines.intersection(anchor.places)


def _value_text(lines: Sequence[Line], anchor: Anchor, following: Spot) -> tuple[str, bool]:
    """Returns the text of a control, where only punctuation stands behind it (and True), or all of it."""
    whole = _between(lines, anchor.value, following)
    if anchor.control_end is None:
        return whole, False
    inside = lines[anchor.value.line].text[anchor.value.offset : anchor.control_end]
    is_all = whole.startswith(inside) and whole[len(inside) :].strip() in _CLOSING
    return (inside, True) if is_all else (whole, False)


def asides_between(lines: Sequence[Line], start: Spot, end: Spot) -> Iterator[Beside]:
    """Yields what lines hold beside their text, from one place up to another."""
    for number in range(start.line, min(end.line + 1, len(lines))):
        line = lines[number]
        for aside in line.asides:
            if start <= (number, aside.at) < end:
                yield Beside(aside, line.text[max(0, aside.at - _CONTEXT) : aside.at].strip())


def _between(lines: Sequence[Line], start: Spot, end: Spot) -> str:
    if start >= end or start.line >= len(lines):
        return ""
    if start.line == end.line:
        return lines[start.line].text[start.offset : end.offset]
    parts = [lines[start.line].text[start.offset :]]
    parts += [lines[number].text for number in range(start.line + 1, end.line)]
    if end.line < len(lines) and end.offset:
        parts.append(lines[end.line].text[: end.offset])
    return "\n".join(parts)
