"""A returned Word file read back: which body, which rows, and what each field says."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.forms.record import NO_FORM, Forms
from kaohe_cli.model.units import Unit
from kaohe_cli.query.entries import Entry
from kaohe_cli.word import draft_properties
from kaohe_cli.word.engine import Content
from kaohe_cli.word.returns import values
from kaohe_cli.word.returns.anchors import Anchor, Spot, anchors_in, marks_of
from kaohe_cli.word.returns.blocks import Block, blocks_of
from kaohe_cli.word.returns.bodies import body_of, guessed
from kaohe_cli.word.returns.evidence import Known, evidence_of_file, evidence_of_rows
from kaohe_cli.word.returns.form import Answers, Remark, ReturnedForm, ReturnedRow, Unclaimed, Value
from kaohe_cli.word.returns.labels import Wordings, year_in
from kaohe_cli.word.returns.lines import Line, fold, lines_of, told
from kaohe_cli.word.returns.printed import Printed, without_sign_off
from kaohe_cli.word.returns.spans import Reading, asides_between, spans_of
from kaohe_cli.word.returns.taking import Taking, label_of
from kaohe_cli.word.returns.titles import Titles

_NO_FORM = (
    "没有读出附件3的栏目（“（一）责任单位”“1．基本情况”等，要各占一行）；"
    "核对是不是发错了文件，或请单位照表填好再交"
)
_EMBEDDED = "正文是别的软件放进去的嵌入内容，读不出附件3的栏目；请用 Word 打开，另存为 .docx，再收"
_USUAL_IN_MARGINS = frozenset({"域", "图片"})
"""Page numbers and badges."""
_PAGE_NUMBER = re.compile(r"[\s—–\-第共页,，/of\d]*", re.IGNORECASE)
_YEAR, _MONTH = re.compile(r"20\d\d", re.ASCII), re.compile(r"[1-9]|1[0-2]", re.ASCII)
_HEADING_WEIGHT = 3
_PARTIAL = re.compile("更正|补充|补报|订正|勘误|修正")


class _Part(NamedTuple):
    """A row of a file: its lines, what it is about and why, and what it says."""

    block: Block
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
        self, content: Content, properties: dict[str, str], file_name: str, wanted: Unit | None = None
    ) -> ReturnedForm:
        """Returns what a file says. Nothing of it is lost: what is no field's is in ``unclaimed``.

        Raises:
            UnknownReturnError: it holds no form of 附件3.
            UncertainBodyError: it is not certain which body it is from.
        """
        wordings = self.wordings
        lines = self._typed(lines_of(content, wordings))
        evidence = evidence_of_file(properties, file_name, self.known)
        unit = guessed(evidence, wanted)
        parts = self._parts(lines, unit)
        if not parts:
            raise UnknownReturnError(_EMBEDDED if _is_embedded(lines) else _NO_FORM)
        evidence += evidence_of_rows((part.reading for part in parts), self.known, wordings)
        recognised = body_of(evidence, wanted)
        if recognised.unit != unit:
            parts = self._parts(lines, recognised.unit)
        own = self.own_ids.get(recognised.unit.name, frozenset())
        blank = [part for part in parts if _is_blank(part, own, wordings)]
        parts_filled = [part for part in parts if part not in blank]
        form = ReturnedForm(recognised.unit.name, _year(lines, wordings, properties), None)
        form.remarks += recognised.remarks
        months: Counter[int] = Counter()
        for part in parts_filled:
            months.update(a.label.month for a in part.reading.anchors if a.label and a.label.month)
            self._take_part(form, lines, part)
        if content.revised:
            form.remarks.append(Remark("有修订痕迹，按接受全部修订后的文字读取", severity="note"))
        form.through_month = _month(months, properties)
        form.is_partial = _calls_itself_partial(file_name, lines[: parts[0].block.first])
        if blank and parts_filled:
            form.remarks.append(Remark(f"另有 {len(blank)} 份没有填写的空表，没有读", severity="note"))
        self._keep_rest(form, content, lines, [part.block for part in parts])
        form.unclaimed = list(self._unknown(form))
        return form

    def _typed(self, lines: list[Line]) -> list[Line]:
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
        self, form: ReturnedForm, content: Content, lines: Sequence[Line], blocks: Sequence[Block]
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

    def _parts(self, lines: Sequence[Line], unit: Unit | None) -> list["_Part"]:
        """Returns the rows of a file, read as those of a body, each by the order of its own form."""
        own = self.own_ids.get(unit.name, frozenset()) if unit is not None else frozenset()
        parts = []
        for block in blocks_of(lines, self.wordings, self.titles, own):
            anchors = anchors_in(lines, block.first, block.last, self.wordings)
            entry, remarks = self._entry(block, anchors, own)
            places = self.wordings.of_form(entry.form if entry is not None else NO_FORM)
            reading = spans_of(lines, block.first, block.last, anchors, places, self.wordings)
            parts.append(_Part(block, entry, remarks, reading))
        return parts

    def _take_part(self, form: ReturnedForm, lines: Sequence[Line], part: "_Part") -> None:
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
        self, block: Block, anchors: Sequence[Anchor], own: frozenset[str]
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
            if marked in {None, meaning.entry.id}:
                return meaning.entry, []
            message = f"标题写的是“{heading}”，其中的标记却是 {marked} 的；按标题读作 {meaning.entry.id}"
            return meaning.entry, [Remark(message, meaning.entry.id)]
        if marked is not None and marked in self.titles.entries:
            return self.titles.entries[marked], []
        if meaning.entry is not None:
            alike = f"标题“{heading}”与“{meaning.entry.title}”相似（{meaning.ratio:.0%}）"
            return meaning.entry, [
                Remark(f"{alike}，读作 {meaning.entry.id}", meaning.entry.id, severity="note")
            ]
        if not heading and len(own) == 1:
            only = self.titles.entries[next(iter(own))]
            return only, [Remark(f"没有标题，按本单位唯一的一行读作 {only.id}", only.id, severity="note")]
        return None, [Remark(_asked(heading, meaning.nearest), severity="error")]


def _asked(heading: str, nearest: Sequence[Entry]) -> str:
    if not heading:
        return "有一份填写的内容没有标题，不知道是哪一行；请补上标题再收"
    near = "、".join(f"{entry.id} {entry.title}" for entry in nearest)
    hint = f"可能是 {near}；" if near else ""
    return f"认不出标题“{heading}”是哪一行：{hint}用 --row “{heading}=编号” 指明"


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
        form.remarks.append(Remark("这一行填了两份，内容不同，取填得多的一份", row.row_id))
    else:
        form.remarks.append(Remark("这一行填了两份，内容相同", row.row_id, severity="note"))


def _same(one: Value | None, other: Value) -> bool:
    return one is not None and values.same_text(str(one), str(other))


def _year(lines: Sequence[Line], wordings: Wordings, properties: dict[str, str]) -> int | None:
    titled = (year_in(line.folded) for line in lines if wordings.is_title(line.folded))
    written = properties.get(draft_properties.YEAR, "")
    return next((year for year in titled if year), int(written) if _YEAR.fullmatch(written) else None)


def _month(months: Counter[int], properties: dict[str, str]) -> int | None:
    if months:
        return months.most_common(1)[0][0]
    written = properties.get(draft_properties.THROUGH_MONTH, "")
    return int(written) if _MONTH.fullmatch(written) else None


def _calls_itself_partial(file_name: str, above: Sequence[Line]) -> bool:
    return any(_PARTIAL.search(text) for text in (file_name, *(line.text for line in above)))


def _is_blank(part: "_Part", own: frozenset[str], wordings: Wordings) -> bool:
    """Whether a form beside the unit's own was left as it is: it says nothing but its labels."""
    if part.entry is not None and part.entry.id in own:
        return False
    printed = {*wordings.openers}
    said = [part.reading.before, *(one.text for one in part.reading.spans if one.place not in printed)]
    return all(values.is_filler(values.without_placeholder(text)) for text in said) and not any(
        one.asides for one in part.reading.spans
    )


def _is_embedded(lines: Sequence[Line]) -> bool:
    return any(aside.kind == "嵌入内容" for line in lines for aside in line.asides)


def _outside(lines: Sequence[Line], inside: set[int], wordings: Wordings) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        if number in inside:
            continue
        for beside in asides_between(lines, Spot(number, 0), Spot(number + 1, 0)):
            yield f"第 {number + 1} 段", str(beside)
        if line.folded.strip() and not wordings.is_title(line.folded) and not values.is_filler(line.text):
            yield f"第 {number + 1} 段", line.text.strip()
