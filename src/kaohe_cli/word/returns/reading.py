"""A returned Word file read back: which body, which rows, and what each field says."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.model.units import Registry, Unit
from kaohe_cli.query.entries import ASKED, Entry
from kaohe_cli.word import draft_properties
from kaohe_cli.word.engine import Content
from kaohe_cli.word.returns import values
from kaohe_cli.word.returns.blocks import Block, blocks_of, marks_of
from kaohe_cli.word.returns.bodies import bodies_named, body_of, wordings_in
from kaohe_cli.word.returns.fields import Filled, filled_fields
from kaohe_cli.word.returns.form import Answers, Remark, ReturnedForm, ReturnedRow, Unclaimed, Value
from kaohe_cli.word.returns.labels import (
    CITY,
    DISTRICT,
    FORECAST,
    PROGRESS,
    UNITS,
    is_title,
    year_in,
)
from kaohe_cli.word.returns.lines import Line, fold, lines_of
from kaohe_cli.word.returns.spans import Reading, Span, spans_of
from kaohe_cli.word.returns.titles import Titles

_NO_FORM = "里面没有附件3的报送内容（没有“责任单位”“基本情况”这些栏目）；核对是不是发错了文件"
_PAGE_NUMBER = re.compile(r"[\s—–\-第共页,，/of\d]*", re.IGNORECASE)
_HEADING_WEIGHT = 3
_LABELS = {asked.path: asked.label for form in ASKED.values() for asked in form}
_PLACES = {
    UNITS: "（一）责任单位",
    PROGRESS: "（二）",
    FORECAST: "（三）",
    CITY: "（五）",
    DISTRICT: "（六）",
}


class UnknownReturnError(KaoheError):
    """A file cannot be taken in: it is no form of 附件3, or nobody knows whose it is."""


@dataclass(frozen=True)
class Reader:
    """What is needed to read returned files."""

    registry: Registry
    titles: Titles
    own_ids: dict[str, frozenset[str]]
    """The ids of the entries that each body reports, by its name."""
    answers: Answers = field(default_factory=dict)

    def read(
        self, content: Content, properties: dict[str, str], file_name: str, wanted: Unit | None = None
    ) -> ReturnedForm:
        """Returns what a file says. Nothing of it is lost: what is no field's is in ``unclaimed``.

        Raises:
            UnknownReturnError: it holds no form of 附件3, or it is not certain which body it is from.
        """
        lines = lines_of(content)
        recognised = body_of(lines, properties, file_name, self.registry, wanted)
        own = self.own_ids.get(recognised.unit.name, frozenset()) if recognised.unit else frozenset()
        blocks = blocks_of(lines, self.titles, own)
        if not blocks:
            raise UnknownReturnError(
                "里面没有附件3的报送内容（没有“责任单位”“基本情况”这些栏目）；核对是不是发错了文件"
            )
        if recognised.unit is None:
            raise UnknownReturnError(recognised.problem)
        form = ReturnedForm(recognised.unit.name, _year(lines, properties), None)
        months: Counter[int] = Counter()
        for block in blocks:
            self._take_block(form, lines, block, own, months)
        if content.revised:
            form.remarks.append(Remark("有修订痕迹，按接受全部修订后的文字读取", severity="note"))
        form.through_month = _month(months, properties)
        _keep_rest(form, content, lines, blocks)
        return form

    def _take_block(
        self,
        form: ReturnedForm,
        lines: Sequence[Line],
        block: Block,
        own: frozenset[str],
        months: Counter[int],
    ) -> None:
        reading = spans_of(lines, block.first, block.last)
        months.update(a.label.month for a in reading.anchors if a.label and a.label.month)
        entry, remarks = self._entry(block, reading, own)
        form.remarks += remarks
        if entry is None:
            first = block.first if block.heading is None else block.heading
            whole = "\n".join(line.text for line in lines[first : block.last])
            form.unclaimed.append(Unclaimed(f"“{block.text or '没有标题'}”这一项", values.tidy_lines(whole)))
            return
        row = ReturnedRow(entry.id)
        _Taking(form, row, entry, self.registry).take(reading)
        _tell_disagreements(form, entry, reading)
        _add_row(form, row)

    def _entry(
        self, block: Block, reading: Reading, own: frozenset[str]
    ) -> tuple[Entry | None, list[Remark]]:
        """Returns the row a block is about: by its heading's very name, by its marks, by similarity."""
        votes = Counter(mark.row_id for mark in marks_of(reading.anchors))
        if block.mark:
            votes[block.mark] += _HEADING_WEIGHT
        marked = next((row_id for row_id, _ in votes.most_common()), None)
        meaning, heading = block.meaning, block.text
        if answer := self.answers.get(fold(heading)):
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


@dataclass(frozen=True)
class _Taking:
    """Puts the spans of one row into its fields."""

    form: ReturnedForm
    row: ReturnedRow
    entry: Entry
    registry: Registry

    def take(self, reading: Reading) -> None:
        self._unclaimed("标题下面", reading.before)
        asked = {item.path for item in ASKED[self.entry.form]}
        situations = {span.place for span in reading.spans if span.place.endswith("situation")}
        for span in reading.spans:
            if span.pictures:
                self._unclaimed(_name(span.place), f"〔图片或附件 {span.pictures} 个〕")
            if span.place in _PLACES:
                self._take_heading(span, situations)
            elif span.place not in asked:
                self._stray(span)
            else:
                self._take_field(span)

    def _take_heading(self, span: Span, situations: set[str]) -> None:
        """Text under a heading that has no label of its own is the period's 基本情况."""
        text = values.tidy_lines(values.without_placeholder(span.text))
        if span.place == UNITS:
            self._check_body(text)
        if span.place == UNITS or values.is_filler(text):
            return
        path = f"{span.place}/situation"
        if path in _LABELS and path not in situations and path not in self.row.values and not span.repeated:
            self.row.values[path] = values.without_full_stop(text)
            self._remark("没有“基本情况”这个栏目，把标题下面的文字读作基本情况", path, severity="note")
        else:
            self._unclaimed(_name(span.place), text)

    def _check_body(self, text: str) -> None:
        named = bodies_named(wordings_in(text), self.registry)
        if named and self.form.unit not in {body.name for body in named}:
            message = f"（一）责任单位写的是“{text.strip('。')}”，没有{self.form.unit}"
            self.form.remarks.append(Remark(message, self.row.row_id, severity="error"))

    def _take_field(self, span: Span) -> None:
        if span.has_box and not values.is_filler(span.text):
            self._remark("文本框里的文字也读进来了", span.place, severity="note")
        for filled in filled_fields(span):
            if filled.value is None:
                self._remark(f"“{filled.text}”不是一个得分，没有读进来", filled.path, severity="error")
                self._unclaimed(_name(filled.path), filled.text)
            elif filled.path not in self.row.values:
                self.row.values[filled.path] = filled.value
            else:
                self._second(filled, filled.value)

    def _second(self, filled: Filled, value: Value) -> None:
        first = self.row.values[filled.path]
        if values.same_text(str(first), str(value)):
            self._remark("这一栏出现了两次，内容相同", filled.path, severity="note")
        else:
            self._remark("这一栏出现了两次，内容不同，取前面的", filled.path)
            self._unclaimed(_name(filled.path), filled.text)

    def _stray(self, span: Span) -> None:
        text = values.tidy_lines(values.without_placeholder(span.text))
        if not values.is_filler(text):
            self._remark("这一行的表里没有这一栏（可能用错了表），没有读进来", span.place)
            self._unclaimed(_name(span.place), text)

    def _remark(self, message: str, path: str, severity: str = "warning") -> None:
        self.form.remarks.append(Remark(message, self.row.row_id, _LABELS[path], severity))  # type: ignore[arg-type]

    def _unclaimed(self, where: str, text: str) -> None:
        tidy = values.tidy_lines(text)
        if tidy and not values.is_filler(tidy):
            self.form.unclaimed.append(Unclaimed(f"{self.row.row_id} {where}", tidy))


def _name(place: str) -> str:
    return _PLACES.get(place) or _LABELS[place]


def _tell_disagreements(form: ReturnedForm, entry: Entry, reading: Reading) -> None:
    """Says where a mark stands in another field than its own."""
    told: set[str] = set()
    for index, span in enumerate(reading.spans):
        end = reading.spans[index + 1].anchor.start if index + 1 < len(reading.spans) else None
        for anchor in reading.anchors:
            inside = span.anchor.start <= anchor.start and (end is None or anchor.start < end)
            for mark in (anchor.tag, anchor.bookmark) if inside else ():
                if mark is None or mark.path == span.place or mark.path in told or span.place in _PLACES:
                    continue
                told.add(mark.path)
                message = f"“{_LABELS[mark.path]}”的标记在“{_name(span.place)}”里，按文字读取"
                form.remarks.append(Remark(message, entry.id, _name(span.place)))


def _add_row(form: ReturnedForm, row: ReturnedRow) -> None:
    """Adds a row; of two for the same the fuller wins, and what the other says otherwise is listed."""
    first = form.rows.get(row.row_id)
    if first is None:
        form.rows[row.row_id] = row
        return
    kept, other = (row, first) if len(row.values) > len(first.values) else (first, row)
    form.rows[row.row_id] = kept
    differing = [path for path, value in other.values.items() if not _same(kept.values.get(path), value)]
    for path in differing:
        form.unclaimed.append(
            Unclaimed(f"{row.row_id} {_LABELS[path]}（重复的一份）", str(other.values[path]))
        )
    if differing:
        form.remarks.append(Remark("这一行填了两份，内容不同，取填得多的一份", row.row_id))
    else:
        form.remarks.append(Remark("这一行填了两份，内容相同", row.row_id, severity="note"))


def _same(one: Value | None, other: Value) -> bool:
    return one is not None and values.same_text(str(one), str(other))


def _year(lines: Sequence[Line], properties: dict[str, str]) -> int | None:
    titled = (year_in(line.folded) for line in lines if is_title(line.folded))
    written = properties.get(draft_properties.YEAR, "")
    return next((year for year in titled if year), int(written) if written.isdecimal() else None)


def _month(months: Counter[int], properties: dict[str, str]) -> int | None:
    if months:
        return months.most_common(1)[0][0]
    written = properties.get(draft_properties.THROUGH_MONTH, "")
    return int(written) if written.isdecimal() and 1 <= int(written) <= 12 else None


def _keep_rest(form: ReturnedForm, content: Content, lines: Sequence[Line], blocks: Sequence[Block]) -> None:
    """Lists what stands outside the rows: before, between and behind them, in notes and page margins."""
    inside = {n for block in blocks for n in range(block.first, block.last)}
    inside |= {block.heading for block in blocks if block.heading is not None}
    for where, text in _outside(lines, inside):
        form.unclaimed.append(Unclaimed(where, text))
    for note in content.notes:
        in_margin = note.place in {"页眉", "页脚"}
        if not (in_margin and _PAGE_NUMBER.fullmatch(note.text)):
            form.unclaimed.append(Unclaimed(note.place, values.tidy_lines(note.text)))


def _outside(lines: Sequence[Line], inside: set[int]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        if number in inside:
            continue
        if line.pictures:
            yield f"第 {number + 1} 段", f"〔图片或附件 {line.pictures} 个〕"
        if line.folded.strip() and not is_title(line.folded) and not values.is_filler(line.text):
            yield f"第 {number + 1} 段", line.text.strip()
