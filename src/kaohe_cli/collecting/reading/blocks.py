"""A returned file cut at its headings: one block a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaohe_cli.collecting.reading import tags_and_bookmarks as marks
from kaohe_cli.collecting.reading.labels import Wordings, without_heading_number
from kaohe_cli.collecting.reading.lines import FormLine, next_with_text
from kaohe_cli.collecting.reading.titles import Meaning, Titles

_LONGEST_HEADING = 160
_SURELY_ALIKE = 0.85
_LABELS_OF_A_FORM = 6
_FURTHEST = 100
"""How many lines of a form are looked at to know it; none is longer but for its texts."""
_NO_MEANING = Meaning(None, 0.0)


@dataclass(frozen=True)
class RowBlock:
    """The lines of one row: its heading, and what stands under it up to the next heading or title."""

    heading: int | None
    """The line of the heading; None for labels above which there is none."""
    first: int
    last: int
    """The first line under it, and the line behind its last."""
    text: str = ""
    """The heading without its number."""
    mark: str | None = None
    """The row that the heading's bookmark names."""
    meaning: Meaning = _NO_MEANING


def blocks_of(
    lines: Sequence[FormLine], wordings: Wordings, titles: Titles, own: frozenset[str]
) -> list[RowBlock]:
    """Returns the blocks of a file, in its order. What stands before the first belongs to none."""
    headings = _headings(lines, wordings, titles, own)
    title_lines = _title_lines(lines, {n for n, _ in headings}, wordings)
    ends = sorted([number for number, _ in headings] + title_lines)
    blocks = []
    if headings and (orphan := _first_label(lines, headings[0][0], wordings)) is not None:
        blocks.append(RowBlock(None, orphan, headings[0][0]))
    elif not headings and (orphan := _first_label(lines, len(lines), wordings)) is not None:
        return [RowBlock(None, orphan, len(lines))]
    for number, block in headings:
        last = next((end for end in ends if end > number), len(lines))
        blocks.append(RowBlock(number, number + 1, last, block.text, block.mark, block.meaning))
    return blocks


def _headings(
    lines: Sequence[FormLine], wordings: Wordings, titles: Titles, own: frozenset[str]
) -> list[tuple[int, RowBlock]]:
    marked = {
        n: mark.row_id
        for n, line in enumerate(lines)
        if (mark := _heading_mark(line, wordings))
        and not _is_label(line, wordings)
        and (not mark.is_copy or _next_places(lines, n, wordings) & wordings.first)
    }
    found = []
    tags: set[str] = set()
    for number, line in enumerate(lines):
        tags.update(control.tag for control in line.controls)
        is_field = any(marks.tag(control.tag) for control in line.controls)
        if number not in marked and (is_field or _begins_with_a_label(line, wordings)):
            continue
        if not _may_be_heading(line, wordings):
            continue
        text = without_heading_number(line.text, line.folded)
        if number in marked:
            found.append((number, RowBlock(number, 0, 0, text, marked[number], titles.find(text, own))))
            continue
        following = _next_places(lines, number, wordings)
        if following & wordings.first:
            meaning = titles.find(text, own)
            is_named = meaning.entry is not None or meaning.ratio >= _SURELY_ALIKE
            opens = (
                not marked or _opens_a_copy(lines, number, tags, wordings) or _lost_its_mark(meaning, marked)
            )
            if (is_named or wordings.openers & following) and opens:
                found.append((number, RowBlock(number, 0, 0, text, None, meaning)))
    return found


def _begins_with_a_label(line: FormLine, wordings: Wordings) -> bool:
    return any(hit.start == 0 for hit in wordings.labels_in(line.folded))


def _is_label(line: FormLine, wordings: Wordings) -> bool:
    """Whether a line is one of the form's own, onto which the mark of a heading has come by pasting."""
    return any(hit.at_start and (hit.is_numbered or hit.has_colon) for hit in wordings.labels_in(line.folded))


def _lost_its_mark(meaning: Meaning, marked: Mapping[int, str]) -> bool:
    """Whether a heading is just the name of a row whose mark stands at no other heading."""
    return meaning.ratio == 1 and meaning.entry is not None and meaning.entry.id not in marked.values()


def _opens_a_copy(lines: Sequence[FormLine], heading: int, tags_before: set[str], wordings: Wordings) -> bool:
    """Whether a heading without a mark, in a file whose headings have them, stands over a pasted form.

    It does where controls follow that stood before, or many labels without marks; otherwise it is a line of a
    text that happens to read like a heading.
    """
    bare = 0
    for number in range(heading + 1, min(len(lines), heading + _FURTHEST)):
        line = lines[number]
        if _heading_mark(line, wordings):
            break
        if any(marks.tag(control.tag) and control.tag in tags_before for control in line.controls):
            return True
        if not line.controls and not any(wordings.bookmark(name) for _, name in line.bookmarks):
            hits = (hit for hit in wordings.labels_in(line.folded) if hit.start == 0)
            bare += any(set(hit.label.places) - wordings.headings for hit in hits)
    return bare >= _LABELS_OF_A_FORM


def _may_be_heading(line: FormLine, wordings: Wordings) -> bool:
    is_short = bool(line.folded.strip()) and len(line.text) <= _LONGEST_HEADING
    return is_short and not wordings.is_title(line.folded)


def _heading_mark(line: FormLine, wordings: Wordings) -> marks.Mark | None:
    if not line.bookmarks:
        return None
    found = (wordings.bookmark(name) for _, name in line.bookmarks)
    return next((mark for mark in found if mark is not None and not mark.path), None)


def _next_places(lines: Sequence[FormLine], number: int, wordings: Wordings) -> set[str]:
    """Returns what the label at the beginning of the next line with text may begin."""
    following = next_with_text(lines, number)
    if following is None:
        return set()
    blank = len(following.folded) - len(following.folded.lstrip())
    hits = (hit for hit in wordings.labels_in(following.folded) if hit.start <= blank)
    return {place for hit in hits for place in hit.label.places}


def _title_lines(lines: Sequence[FormLine], headings: set[int], wordings: Wordings) -> list[int]:
    """Returns the titles above headings: a value does not run on into them."""
    found: list[int] = []
    is_above = False
    for number in reversed(range(len(lines))):
        folded = lines[number].folded
        if number in headings:
            is_above = True
        elif wordings.is_title(folded):
            found += [number] if is_above else []
        elif folded.strip():
            is_above = False
    return found


def _first_label(lines: Sequence[FormLine], end: int, wordings: Wordings) -> int | None:
    """Returns the first line before ``end`` that begins with a label, where at least two lines do."""
    found = [
        number
        for number in range(end)
        if any(hit.start == 0 for hit in wordings.labels_in(lines[number].folded))
    ]
    return found[0] if len(found) > 1 else None
