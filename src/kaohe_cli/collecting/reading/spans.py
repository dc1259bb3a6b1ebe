"""The text of each place of a row's form: from its label to where the next one begins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kaohe_cli.collecting.reading.anchors import Anchor, Spot
from kaohe_cli.collecting.reading.labels import Places, Wordings
from kaohe_cli.collecting.reading.lines import FormLine
from kaohe_cli.collecting.reading.sections import How, bound
from kaohe_cli.ooxml.reading.content import Aside

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


class Span(NamedTuple):
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
    how: How = ""
    """By what its place was known, where not by its words or marks."""


@dataclass(frozen=True)
class Reading:
    """All places found in a row's lines. Each character stands in one of them, or before the first."""

    before: str
    """What stands above the first label."""
    asides_before: tuple["Beside", ...]
    """What is in that, and not said by its text."""
    spans: tuple[Span, ...]
    anchors: tuple[Anchor, ...]
    """All that may begin a place, the ones passed over too."""


def spans_of(
    lines: Sequence[FormLine],
    first: int,
    last: int,
    anchors: Sequence[Anchor],
    places: Places,
    wordings: Wordings,
) -> Reading:
    """Returns the places of the form in ``lines[first:last]``, with their text."""
    picked = bound(lines, first, last, anchors, places, wordings)
    starts = [pick.anchor.start for pick in picked] + [Spot(last, 0)]
    before = _between(lines, Spot(first, 0), starts[0])
    asides_before = tuple(asides_between(lines, Spot(first, 0), starts[0]))
    own = lines[first : last + 1]
    has_asides, has_boxes = any(line.asides for line in own), any(line.in_box for line in own)
    spans = []
    for (place, anchor, repeated, how), following in zip(picked, starts[1:], strict=True):
        text, is_exact = _value_text(lines, anchor, following)
        asides = tuple(asides_between(lines, anchor.start, following)) if has_asides else ()
        touched = range(anchor.value.line, min(following.line + (following.offset > 0), last))
        has_box = has_boxes and any(lines[number].in_box for number in touched)
        label = _between(lines, anchor.start, anchor.value)
        spans.append(Span(place, anchor, label, text, is_exact, asides, repeated, has_box, how))
    return Reading(before, asides_before, tuple(spans), tuple(anchors))


def _value_text(lines: Sequence[FormLine], anchor: Anchor, following: Spot) -> tuple[str, bool]:
    """Returns the text of a control, where only punctuation stands around it (and True), or all of it."""
    whole = _between(lines, anchor.value, following)
    if anchor.control is None:
        return whole, False
    text = lines[anchor.value.line].text
    before = text[anchor.value.offset : anchor.control.start]
    inside = text[anchor.control.start : anchor.control.end]
    around = whole[len(before) + len(inside) :]
    is_all = whole.startswith(before + inside) and not before.strip() and around.strip() in _CLOSING
    return (inside, True) if is_all else (whole, False)


def asides_between(lines: Sequence[FormLine], start: Spot, end: Spot) -> Iterator[Beside]:
    """Yields what lines hold beside their text, from one place up to another."""
    for number in range(start.line, min(end.line + 1, len(lines))):
        line = lines[number]
        for aside in line.asides:
            if start <= (number, aside.at) < end:
                yield Beside(aside, line.text[max(0, aside.at - _CONTEXT) : aside.at].strip())


def _between(lines: Sequence[FormLine], start: Spot, end: Spot) -> str:
    if start >= end or start.line >= len(lines):
        return ""
    if start.line == end.line:
        return lines[start.line].text[start.offset : end.offset]
    parts = [lines[start.line].text[start.offset :]]
    parts += [lines[number].text for number in range(start.line + 1, end.line)]
    if end.line < len(lines) and end.offset:
        parts.append(lines[end.line].text[: end.offset])
    return "\n".join(parts)
