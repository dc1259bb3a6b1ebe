"""A returned Word file read back: which body, which rows, and what each field says."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from kaohe_cli.collecting.reading import values
from kaohe_cli.collecting.reading.anchors import Anchor, Spot, anchors_in, marks_of
from kaohe_cli.collecting.reading.blocks import RowBlock, blocks_of
from kaohe_cli.collecting.reading.bodies import Owner, RowSaid, guessed, owners_of
from kaohe_cli.collecting.reading.evidence import (
    Known,
    bodies_named,
    evidence_of_file,
    evidence_of_row,
    names_in,
)
from kaohe_cli.collecting.reading.form import Answers, Remark, ReturnedForm, ReturnedRow, Unclaimed, Value
from kaohe_cli.collecting.reading.labels import Wordings, year_in
from kaohe_cli.collecting.reading.levels import meant, printed
from kaohe_cli.collecting.reading.lines import FormLine, lines_of, told
from kaohe_cli.collecting.reading.printed import Printed, without_sign_off
from kaohe_cli.collecting.reading.rounds import Named, stated
from kaohe_cli.collecting.reading.spans import Reading, asides_between, spans_of
from kaohe_cli.collecting.reading.taking import Taking, label_of
from kaohe_cli.collecting.reading.titles import Titles
from kaohe_cli.exceptions import KaoheError
from kaohe_cli.forms.record import NO_FORM, Forms
from kaohe_cli.ooxml.reading.content import Content
from kaohe_cli.query.entries import Entry
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.folding import fold
from kaohe_cli.words.prompts import without_prompts

_NO_FORM = (
    "没有读出附件3的栏目（“（一）责任单位”“1．基本情况”等，要各占一行）；"
    "核对是否发错了文件，或请单位照表填好再交"
)
_EMBEDDED = "正文是别的软件放进去的嵌入内容，读不出附件3的栏目；请用 Word 打开，另存为 .docx，再录入"
_USUAL_IN_MARGINS = frozenset({"域", "图片"})
"""Page numbers and badges."""
_PAGE_NUMBER = re.compile(r"[\s—–\-第共页,，/of\d]*", re.IGNORECASE)
_HEADING_WEIGHT = 3
_PARTIAL = re.compile("更正|补充|补报|订正|勘误|修正")


class _Part(NamedTuple):
    """A row of a file: its lines, what it is about and why, and what it says."""

    block: RowBlock
    entry: Entry | None
    remarks: list[Remark]
    reading: Reading


class UnknownReturnError(KaoheError):
    """A file cannot be taken in: it is no form of 附件3."""


@dataclass(frozen=True)
class Reader:
    """What is needed to read returned files."""

    known: Known
    titles: Titles
    own_ids: dict[str, frozenset[str]]
    """The ids of the entries that each body reports, by its name."""
    forms: Forms
    answers: Answers = field(default_factory=dict)
    printed: Printed = field(default_factory=Printed)
    answered: set[str] = field(default_factory=set)
    """The headings of ``answers`` that were found in a file."""

    @cached_property
    def wordings(self) -> Wordings:
        """What is looked for in a file."""
        return Wordings(self.forms, self.titles.of_parts())

    def read(
        self,
        content: Content,
        properties: dict[str, str],
        file_name: str,
        wanted: Unit | None = None,
        sender: str = "",
    ) -> list[ReturnedForm]:
        """Returns what a file says, by body: one form, or several where its rows are several bodies' own.

        Nothing of it is lost: what is no field's is in ``unclaimed``, of what stands outside the rows with
        the first form. ``sender`` is the address of who mailed it.

        Raises:
            UnknownReturnError: it holds no form of 附件3.
            UncertainBodyError: it is not certain which body it is from.
        """
        wordings = self.wordings
        lines = self._typed(lines_of(content, wordings))
        evidence = evidence_of_file(properties, file_name, self.known, sender)
        unit = guessed(evidence, wanted)
        parts = self._parts(lines, [unit] if unit is not None else [])
        if not parts:
            raise UnknownReturnError(_EMBEDDED if _is_embedded(lines) else _NO_FORM)
        recognised = owners_of(evidence, [self._said_in(part) for part in parts], wanted)
        forms = [self._form_of(owner, lines, unit, parts) for owner in recognised.owners]
        of_round = stated(_named(parts), _titled(lines, wordings), _head(lines, parts), properties)
        first = forms[0]
        first.remarks[:0] = [*recognised.remarks, *of_round.remarks]
        if content.revised:
            first.remarks.append(Remark("有修订痕迹，按接受全部修订后的文字读取", severity="note"))
        is_partial = _calls_itself_partial(file_name, lines[: parts[0].block.first])
        for form in forms:
            form.year, form.through_month, form.doubt = of_round.year, of_round.month, of_round.doubt
            form.is_partial = is_partial
        self._keep_rest(first, content, lines, [part.block for part in parts])
        for form in forms:
            form.unclaimed = list(self._unknown(form))
        return forms

    def _form_of(
        self, owner: Owner, lines: Sequence[FormLine], read_as: Unit | None, parts: Sequence["_Part"]
    ) -> ReturnedForm:
        """Returns the rows of one body, read as its own; ``parts`` are all rows, read as ``read_as``'s."""
        form = ReturnedForm(owner.unit.name, None, None, joint=tuple(unit.name for unit in owner.joint))
        own = parts
        if owner.unit != read_as or owner.joint:
            own = self._parts(lines, owner.joint or [owner.unit])
        if owner.rows is not None:
            by_line = {part.block.first: part for part in own}
            here = (part for number, part in enumerate(parts) if number in owner.rows)
            own = [by_line.get(part.block.first, part) for part in here]
        ids = self._own(owner.joint or [owner.unit])
        blank = [part for part in own if _is_blank(part, ids, self.wordings)]
        filled = [part for part in own if part not in blank]
        for part in filled:
            self._take_part(form, lines, part)
        if blank and filled:
            form.remarks.append(Remark(f"另有 {len(blank)} 份没有填写的空表，没有读", severity="note"))
        return form

    def _typed(self, lines: list[FormLine]) -> list[FormLine]:
        """Returns the lines of a file without those that the template prints besides the form."""
        wordings = self.wordings
        return [
            line
            for line in lines
            if line.controls
            or line.bookmarks
            or not self.printed.has_line(line.text)
            or wordings.is_title(line.folded)
            or any(hit.at_start for hit in wordings.labels_in(line.folded))
        ]

    def _unknown(self, form: ReturnedForm) -> Iterator[Unclaimed]:
        """Yields what is left of the unclaimed once who signs, and when, is taken off."""
        for piece in form.unclaimed:
            text = without_sign_off(piece.text, form.unit, self.known.registry)
            if text.strip():
                yield Unclaimed(piece.where, text)

    def _keep_rest(
        self, form: ReturnedForm, content: Content, lines: Sequence[FormLine], blocks: Sequence[RowBlock]
    ) -> None:
        """Lists what stands outside the rows: before, between and behind them, in notes and page margins."""
        inside = {n for block in blocks for n in range(block.first, block.last)}
        inside |= {block.heading for block in blocks if block.heading is not None}
        outside = list(_outside(lines, inside, self.wordings))
        ours = self.printed.of_tables([text for _, text in outside])
        form.unclaimed += [
            Unclaimed(*piece) for piece, is_ours in zip(outside, ours, strict=True) if not is_ours
        ]
        if any(ours):
            form.remarks.append(
                Remark(f"发下去的任务分解表也在里面（{sum(ours)} 行），没有读", severity="note")
            )
        for note in content.notes:
            in_margin = note.place in {"页眉", "页脚"}
            is_known = (in_margin and _PAGE_NUMBER.fullmatch(note.text)) or self.printed.has_note(note.text)
            if note.text.strip() and not is_known:
                form.unclaimed.append(Unclaimed(note.place, values.tidy_lines(note.text)))
            for aside in told(note):
                if not (in_margin and aside.kind in _USUAL_IN_MARGINS):
                    form.unclaimed.append(Unclaimed(note.place, str(aside)))

    def _said_in(self, part: "_Part") -> RowSaid:
        answering = self._answering(part.entry)
        said = evidence_of_row(part.reading, self.known, self.wordings, answering)
        return RowSaid(tuple(said), answering)

    def _answering(self, entry: Entry | None) -> tuple[Unit, ...]:
        """Returns the bodies that a row is asked of; none where a collective leaves open who they are."""
        bodies = row_bodies(entry.row, self.known.registry) if entry is not None else ()
        units = tuple(body for body in bodies if isinstance(body, Unit))
        return units if len(units) == len(bodies) else ()

    def _parts(self, lines: Sequence[FormLine], units: Sequence[Unit]) -> list["_Part"]:
        """Returns the rows of a file, read as those of these bodies, each by the order of its own form."""
        own = self._own(units)
        parts = []
        for block in blocks_of(lines, self.wordings, self.titles, own):
            anchors = anchors_in(lines, block.first, block.last, self.wordings)
            entry, remarks = self._entry(block, anchors, own)
            places = self.wordings.of_form(entry.form if entry is not None else NO_FORM)
            reading = spans_of(lines, block.first, block.last, anchors, places, self.wordings)
            if entry is not None and entry.covers and not self._is_told(block, anchors):
                entry, remarks = self._of_level(block.text, entry, remarks, reading, own)
            parts.append(_Part(block, entry, remarks, reading))
        return parts

    def _own(self, units: Iterable[Unit]) -> frozenset[str]:
        return frozenset().union(*(self.own_ids.get(unit.name, frozenset()) for unit in units))

    def _is_told(self, block: RowBlock, anchors: Sequence[Anchor]) -> bool:
        """Whether a person or a mark says which row a block is: nothing is left to conclude."""
        return fold(block.text) in self.answers or bool(block.mark or marks_of(anchors))

    def _of_level(
        self, heading: str, whole: Entry, remarks: list[Remark], reading: Reading, own: frozenset[str]
    ) -> tuple[Entry | None, list[Remark]]:
        """Returns an indicator, or the one of its criteria that its name means here."""
        registry = self.known.registry
        first = next((span.text for span in reading.spans if span.place in self.wordings.units), "")
        named = bodies_named(names_in(first, registry), registry, self._answering(whole))
        criteria = self.titles.criteria_of(whole)
        said = printed(reading, whole, named)
        found = meant(whole, criteria, said, own or self._own(named), self.own_ids)
        if len(found) != 1:
            return None, [Remark(_asked(heading, found), severity="error")]
        old, new = f"读作 {whole.id}", f"读作 {found[0].id}"
        return found[0], [
            replace(one, message=one.message.replace(old, new), row_id=found[0].id) for one in remarks
        ]

    def _take_part(self, form: ReturnedForm, lines: Sequence[FormLine], part: "_Part") -> None:
        block, entry, remarks, reading = part
        form.remarks += remarks
        if entry is None:
            first = block.first if block.heading is None else block.heading
            whole = "\n".join(line.text for line in lines[first : block.last])
            where = f"“{block.text or '没有标题'}”这一项"
            form.unclaimed.append(Unclaimed(where, values.tidy_lines(whole)))
            for beside in asides_between(lines, Spot(first, 0), Spot(block.last, 0)):
                form.unclaimed.append(Unclaimed(where, str(beside)))
            return
        row = ReturnedRow(entry.id)
        taking = Taking(form, row, entry, self.known.registry, self.wordings)
        if block.heading is not None:
            taking.tell_asides("标题", asides_between(lines, Spot(block.heading, 0), Spot(block.first, 0)))
        taking.take(reading)
        _add_row(form, row, lambda path: label_of(entry, path, self.wordings))

    def _entry(
        self, block: RowBlock, anchors: Sequence[Anchor], own: frozenset[str]
    ) -> tuple[Entry | None, list[Remark]]:
        """Returns the row a block is about: by its heading's very name, by its marks, by similarity."""
        votes = Counter(mark.row_id for mark in marks_of(anchors))
        if block.mark:
            votes[block.mark] += _HEADING_WEIGHT
        marked = next((row_id for row_id, _ in votes.most_common()), None)
        meaning, heading = block.meaning, block.text
        if answer := self.answers.get(fold(heading)):
            self.answered.add(fold(heading))
            return self.titles.entries[answer], []
        if meaning.entry is not None and meaning.ratio == 1:
            if marked in meaning.entry.headings:  # of a criterion, under the indicator's name
                return self.titles.entries[marked], []
            if marked in {None, meaning.entry.id}:
                return meaning.entry, []
            message = f"标题写的是“{heading}”，其中的标记却是 {marked} 的；按标题读作 {meaning.entry.id}"
            return meaning.entry, [Remark(message, meaning.entry.id)]
        if marked is not None and marked in self.titles.entries:
            return self.titles.entries[marked], []
        if meaning.entry is not None:
            alike = f"标题“{heading}”与“{meaning.entry.title}”相似（{meaning.ratio:.0%}）"
            if meaning.by_measure:
                alike = f"标题“{heading}”的开头与“{meaning.entry.title}”的措施原文相同"
            return meaning.entry, [
                Remark(f"{alike}，读作 {meaning.entry.id}", meaning.entry.id, severity="note")
            ]
        if not heading and len(own) == 1:
            only = self.titles.entries[next(iter(own))]
            return only, [Remark(f"没有标题，按本单位唯一的一项读作 {only.id}", only.id, severity="note")]
        return None, [Remark(_asked(heading, meaning.nearest), severity="error")]


def _asked(heading: str, nearest: Sequence[Entry]) -> str:
    if not heading:
        return "有一份填写的内容没有标题，不知道是哪一项；请补上标题再录入"
    near = "、".join(f"{entry.id} {entry.title}" for entry in nearest)
    hint = f"可能是 {near}；" if near else ""
    return f"无法辨认标题“{heading}”是哪一项：{hint}用 --row “{heading}=编号” 指明"


def _add_row(form: ReturnedForm, row: ReturnedRow, name_of: Callable[[str], str]) -> None:
    """Adds a row; of two for the same the fuller wins, and what the other says otherwise is listed."""
    first = form.rows.get(row.row_id)
    if first is None:
        form.rows[row.row_id] = row
        return
    kept, other = (row, first) if len(row.values) > len(first.values) else (first, row)
    form.rows[row.row_id] = kept
    differing = [path for path, value in other.values.items() if not _same(kept.values.get(path), value)]
    for path in differing:
        where = f"{row.row_id} {name_of(path)}（重复的一份）"
        form.unclaimed.append(Unclaimed(where, str(other.values[path])))
    if differing:
        form.remarks.append(Remark("这一项填了两份，内容不同，取填得多的一份", row.row_id))
    else:
        form.remarks.append(Remark("这一项填了两份，内容相同", row.row_id, severity="note"))


def _same(one: Value | None, other: Value) -> bool:
    return one is not None and values.same_text(str(one), str(other))


def _titled(lines: Sequence[FormLine], wordings: Wordings) -> int | None:
    titled = (year_in(line.folded) for line in lines if wordings.is_title(line.folded))
    return next((year for year in titled if year), None)


def _head(lines: Sequence[FormLine], parts: Sequence["_Part"]) -> str:
    """Returns what stands above the first row, folded."""
    firsts = (part.block.first if part.block.heading is None else part.block.heading for part in parts)
    return "\n".join(line.folded for line in lines[: min(firsts, default=0)])


def _named(parts: Sequence["_Part"]) -> Iterator[Named]:
    """Yields the months and years that the labels of the rows name."""
    for part in parts:
        for hit in (anchor.label for anchor in part.reading.anchors):
            if hit is not None and (hit.month is not None or hit.year is not None):
                yield Named(hit.month, hit.year)


def _calls_itself_partial(file_name: str, above: Sequence[FormLine]) -> bool:
    return any(_PARTIAL.search(text) for text in (file_name, *(line.text for line in above)))


def _is_blank(part: "_Part", own: frozenset[str], wordings: Wordings) -> bool:
    """Whether a form beside the unit's own was left as it is: it says nothing but its labels."""
    if part.entry is not None and part.entry.id in own:
        return False
    printed = {*wordings.openers}
    said = [part.reading.before, *(one.text for one in part.reading.spans if one.place not in printed)]
    return all(values.is_filler(without_prompts(text)) for text in said) and not any(
        one.asides for one in part.reading.spans
    )


def _is_embedded(lines: Sequence[FormLine]) -> bool:
    return any(aside.kind == "嵌入内容" for line in lines for aside in line.asides)


def _outside(lines: Sequence[FormLine], inside: set[int], wordings: Wordings) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        if number in inside:
            continue
        for beside in asides_between(lines, Spot(number, 0), Spot(number + 1, 0)):
            yield f"第 {number + 1} 段", str(beside)
        if line.folded.strip() and not wordings.is_title(line.folded) and not values.is_filler(line.text):
            yield f"第 {number + 1} 段", line.text.strip()
