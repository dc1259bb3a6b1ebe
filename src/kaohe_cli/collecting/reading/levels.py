"""Whether a heading that is the name of an indicator means all of it, or one of its criteria."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kaohe_cli.collecting.reading import values
from kaohe_cli.collecting.reading.labels import CONTENT
from kaohe_cli.collecting.reading.spans import Reading
from kaohe_cli.query.entries import Entry
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.folding import bare


class Printed(NamedTuple):
    """What a form prints beside the name of an indicator."""

    full_marks: tuple[Decimal, ...]
    content: str
    """The 考核内容, without blanks and punctuation; "" where it prints none."""
    named: tuple[Unit, ...]
    """The bodies of （一）."""


def printed(reading: Reading, entry: Entry, named: Sequence[Unit]) -> Printed:
    """Returns what a form prints under a heading, that tells of which row it is."""
    scores = [span for span in reading.spans if _is_score(entry, span.place)]
    marks = (one for span in scores for one in values.full_marks(span.label, span.text))
    content = next((span.text for span in reading.spans if span.place == CONTENT), "")
    return Printed(tuple(dict.fromkeys(marks)), bare(content), tuple(named))


def meant(
    whole: Entry,
    criteria: Sequence[Entry],
    said: Printed,
    own: Collection[str],
    asked_of: Mapping[str, Collection[str]],
) -> list[Entry]:
    """Returns what an indicator's name means as a heading: one entry, or several where that is not certain.

    A printed content, or a full mark that only one has, decides; then bodies who have only criteria of
    different kinds; then whether the body (``own``, the ids of its headings) has several of the criteria.
    ``asked_of`` has the ids that each body reports, by its name.
    """
    by_content = [entry for entry in (whole, *criteria) if said.content and _content(entry) == said.content]
    if len(by_content) == 1:
        return by_content
    candidates = [entry for entry in criteria if {*entry.headings} & {*own}] or list(criteria)
    by_marks = list(_with_marks(whole, candidates, said.full_marks))
    if by_marks:
        return by_marks
    if len(said.named) > 1 and (shared := _of_all(criteria, said.named, asked_of)) is not None:
        return shared or [whole]
    return candidates if len(candidates) == 1 else [whole] if _are_several(candidates, own) else candidates


def _content(entry: Entry) -> str:
    return bare("".join(criterion.content for criterion in entry.criteria))


def _are_several(candidates: Sequence[Entry], own: Collection[str]) -> bool:
    return sum(bool({*entry.headings} & {*own}) for entry in candidates) > 1


def _with_marks(whole: Entry, criteria: Sequence[Entry], full_marks: Sequence[Decimal]) -> Iterator[Entry]:
    """Yields those that have the full marks which are printed; none where that is the sum of one alone."""
    if len(full_marks) != 1:
        return
    found = [entry for entry in criteria if entry.row.weight == full_marks[0]]
    if whole.row.weight == full_marks[0]:
        found = [] if found else [whole]
    yield from found


def _of_all(
    criteria: Sequence[Entry], named: Sequence[Unit], asked_of: Mapping[str, Collection[str]]
) -> list[Entry] | None:
    """Returns the one criterion that all these bodies have; none where each has others; None if not clear."""
    having = [
        [entry for entry in criteria if {*entry.headings} & {*asked_of.get(unit.name, ())}] for unit in named
    ]
    if not all(having):
        return None
    common = [entry for entry in having[0] if all(entry in one for one in having)]
    return common if len(common) < 2 else None


def _is_score(entry: Entry, place: str) -> bool:
    field = entry.form.by_key.get(place)
    return field is not None and field.kind == "score"
