"""The spans of one row put into its fields; what is no field's is listed."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from typing import Final

from kaohe_cli.collecting.reading import values
from kaohe_cli.collecting.reading.accounts import unsaid
from kaohe_cli.collecting.reading.anchors import marks_of
from kaohe_cli.collecting.reading.evidence import bodies_named, body_called, leaves_it_open, split_names
from kaohe_cli.collecting.reading.fields import Filled, filled_fields
from kaohe_cli.collecting.reading.form import Remark, ReturnedForm, ReturnedRow, Severity, Unclaimed, Value
from kaohe_cli.collecting.reading.labels import CONTENT, Wordings
from kaohe_cli.collecting.reading.sections import UNKNOWN
from kaohe_cli.collecting.reading.spans import Beside, Reading, Span
from kaohe_cli.collecting.reading.tags_and_bookmarks import Mark
from kaohe_cli.forms.record import Field, spoken
from kaohe_cli.query.entries import Entry
from kaohe_cli.query.rows import points, unit_texts
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.tables.units import Registry, Unit
from kaohe_cli.words.body_names import tidied
from kaohe_cli.words.folding import bare
from kaohe_cli.words.phones import is_mobile
from kaohe_cli.words.prompts import without_prompts

_NUMBERED = re.compile(r"^[\d一二三四五六七八九十（）().．、\s]+|[：:\s]+$")


_UNDERSTOOD: Final = frozenset({"score", "number", "date", "choice"})
"""The kinds whose text is read as a whole or not at all: nothing of it can be left."""
_WANTED: Final = {"score": "一个得分", "number": "一个数", "date": "日期"}


def label_of(entry: Entry, place: str, wordings: Wordings) -> str:
    """Returns what to call a place of a row's form in a message; a field taken away, by its key."""
    if place in wordings.headings:
        return wordings.name(place)
    field = entry.form.by_key.get(place) or wordings.forms.fields.get(place)
    return field.title if field is not None else place


@dataclass(frozen=True)
class Taking:
    """Takes what was read under one heading into a row of a form."""

    form: ReturnedForm
    row: ReturnedRow
    entry: Entry
    registry: Registry
    wordings: Wordings
    first: dict[str, Span] = dataclass_field(default_factory=dict)
    """The span that gave each value; where that is several numbers, the last of them."""

    def take(self, reading: Reading) -> None:
        """Fills the row's fields, and lists and remarks the rest with the form."""
        self._unclaimed("标题下面", reading.before)
        self.tell_asides("标题下面", reading.asides_before)
        asked = self.entry.form.by_key
        found = {span.place for span in reading.spans}
        for before, span in zip((None, *reading.spans), reading.spans, strict=False):
            if span.asides:
                self.tell_asides(self._name(span.place), span.asides)
            self._tell_label(span)
            if span.place == CONTENT:
                self._take_content(span)
            elif span.place in self.wordings.units:
                self._take_units(span)
            elif span.place == UNKNOWN:
                self._take_unknown(span)
            elif span.place in self.wordings.headings:
                self._take_heading(span, found)
            elif field := asked.get(span.place):
                self._take_field(span, field, before)
            else:
                self._stray(span)
        self.row.shown = frozenset(self._shown(reading))
        self._tell_disagreements(reading)
        self._tell_what_the_paper_did_not_ask(reading)

    def _tell_label(self, span: Span) -> None:
        """Says how a label was understood that is worded otherwise, and keeps what it has besides."""
        label = span.label.strip(" 　：:")
        if span.anchor.label is not None:
            if typed := self.wordings.brackets.typed(span.label, self.entry.full_marks):
                self._unclaimed(f"{self._name(span.place)}的括号里", typed)
        elif label and span.how == "number":
            self._remark(f"标签写的是“{label}”，按编号读作{self._name(span.place)}", span.place, "warning")
        if span.how == "position":
            name = self._section_name(span.place)
            self._remark(f"没有“{name}”这个标题，按所在位置读作其中的内容", span.place, "warning")

    def _section_name(self, place: str) -> str:
        sections = self.entry.form.sections
        found = (one for one in sections if any(field.key == place for field in one.fields()))
        return next((f"{one.number}{spoken(one.label)}" for one in found), self._name(place))

    def _take_unknown(self, span: Span) -> None:
        """A label that several sections have, under the heading of none."""
        text = values.tidy_lines(without_prompts(span.text))
        if not values.is_filler(text):
            label = span.label.strip(" 　：:")
            message = f"“{label}”上面没有（一）（二）这样的标题，不知道是哪一部分的，没有读进来"
            self.form.remarks.append(Remark(message, self.row.row_id, "", "error"))
            self._unclaimed(label, text)

    def _shown(self, reading: Reading) -> Iterator[str]:
        """Yields the fields whose label stands there; a phone without one goes with the name before it."""
        yield from self.row.values
        asked = self.entry.form.by_key
        for span in reading.spans:
            field = asked.get(span.place)
            if field is not None:
                yield field.key
                behind = asked.get(field.phone)
                yield from (behind.key,) if behind is not None and not behind.label else ()

    def _take_content(self, span: Span) -> None:
        """What the form prints of the row is known; anything else that stands there is not."""
        text = values.tidy_lines(span.text)
        rest = bare(text)
        for criterion in self.entry.criteria:  # of an indicator, all or those that were asked
            rest = rest.replace(bare(criterion.content), "", 1)
        if rest or not self.entry.criteria:
            self._unclaimed(self._name(span.place), text)

    def tell_asides(self, where: str, asides: Iterable[Beside]) -> None:
        """Says what Word shows, or hides, beside the text that was read."""
        for beside in asides:
            kind = beside.aside.kind
            if kind in {"上标", "下标"}:
                message = f"{beside}只能按普通文字读取；核对是否要改写"
                self.form.remarks.append(Remark(message, self.row.row_id, where, "error"))
            else:
                self._unclaimed(where, str(beside))

    def _take_units(self, span: Span) -> None:
        """（一） is not a field; but what stands there and is no body's name must not be lost."""
        text = values.tidy_lines(without_prompts(span.text))
        first, _, below = text.partition("\n")
        names = split_names(first.strip(" 。.．"), self.registry)
        answering = self._answering()
        named = bodies_named(names, self.registry, answering)
        self._tell_readings(names, answering)
        if self._is_as_issued(first):
            self._unclaimed(self._name(span.place), below)
            return
        is_among = self.form.unit in {body.name for body in named} or leaves_it_open(names)
        if named and not is_among:
            message = f"（一）责任单位写的是“{first.strip('。')}”，没有{self.form.unit}"
            self.form.remarks.append(Remark(message, self.row.row_id, severity="error"))
        as_issued = {*unit_texts(self.entry.row), *self.entry.row.units}
        known = all(name in as_issued or bodies_named([name], self.registry, answering) for name in names)
        self._unclaimed(self._name(span.place), below if known else text)

    def _is_as_issued(self, text: str) -> bool:
        """Whether the bodies are written just as the form prints them for the row."""
        row = self.entry.row
        return bare(text) in {bare("".join(unit_texts(row))), bare("".join(row.units))}

    def _answering(self) -> list[Unit]:
        """Returns the bodies that the row is asked of."""
        return [body for body in row_bodies(self.entry.row, self.registry) if isinstance(body, Unit)]

    def _tell_readings(self, names: list[str], answering: list[Unit]) -> None:
        """Says once which body a name means that is not in the registry as it is written."""
        for name in names:
            body = None if self.registry.resolve(name) else body_called(name, self.registry, answering)
            if body is not None and self.registry.resolve(tidied(name)) is None:
                remark = Remark(f"（一）责任单位写的“{name}”读作{body.name}", severity="note")
                if remark not in self.form.remarks:
                    self.form.remarks.append(remark)

    def _take_heading(self, span: Span, found: set[str]) -> None:
        """Text under a heading that has no label of its own is that of the section's first field."""
        text = values.tidy_lines(without_prompts(span.text))
        if values.is_filler(text):
            return
        field = self._first_field(span.place)
        if field is not None and field.key not in {*found, *self.row.values} and not span.repeated:
            self.row.values[field.key] = values.without_full_stop(text)
            message = f"没有“{field.prompt}”这个栏目，把标题下面的文字读作{field.prompt}"
            self._remark(message, field.key, "note")
        else:
            self._unclaimed(self._name(span.place), text)

    def _first_field(self, heading: str) -> Field | None:
        """Returns the first field under a heading of this form or another, where this one asks it too."""
        for form in (self.entry.form, *self.wordings.forms):
            for section in form.sections:
                if self.wordings.heading(section) == heading and (first := next(section.fields(), None)):
                    own = self.entry.form.by_key.get(first.key)
                    return own if own is not None and own.kind == "paragraphs" else None
        return None

    def _take_field(self, span: Span, field: Field, before: Span | None) -> None:
        """Takes a span's value; a further number right beside the first (电话…，手机…) joins it."""
        if span.has_box and not values.is_filler(span.text):
            self._remark("文本框里的文字也读进来了", span.place, "note")
        if field.kind == "score":
            self._tell_other_marks(span)
        listed = len(self.form.unclaimed)
        said: list[str] = []
        for filled in filled_fields(span, field):
            said.append(str(filled.value or ""))
            if filled.rest:
                self._unclaimed(f"{self._name(filled.path)}后面", filled.rest)
            self._store(filled, field, span, before)
        if field.kind not in _UNDERSTOOD and said != [span.text.strip()]:
            said += [piece.text for piece in self.form.unclaimed[listed:]]
            left = unsaid(without_prompts(span.text), said)
            if left:
                self._unclaimed(f"{self._name(span.place)}后面", left)

    def _store(self, filled: Filled, field: Field, span: Span, before: Span | None) -> None:
        """Puts a value in its place; what is none, or a second one of another wording, is listed."""
        path, value = filled.path, filled.value
        if value is None:
            what = _WANTED.get(field.kind, "这一栏的内容")
            self._remark(f"“{filled.text}”不是{what}，没有读进来", path, "error")
            self._unclaimed(self._name(path), filled.text)
        elif path not in self.row.values:
            self.row.values[path] = value
            self.first[path] = span
            if filled.is_hedged and isinstance(value, Decimal):
                words = " ".join(filled.text.split()).rstrip("。")
                self._remark(f"写的是“{words}”，读作 {points(value)}", path, "note")
        elif self._is_further_number(path, span, before):
            self.row.values[path] = f"{self.row.values[path]}、{value}"
            self.first[path] = span
        else:
            self._second(filled, value)

    def _is_further_number(self, path: str, span: Span, before: Span | None) -> bool:
        """True for a second number of one person, right beside the first: 电话60000000，手机13800000000."""
        is_phone = self.entry.form.by_key[path].kind == "phone"
        is_beside = before is not None and before.anchor.start.line == span.anchor.start.line
        return is_phone and is_beside and self.first.get(path) is before

    def _tell_other_marks(self, span: Span) -> None:
        """Says where the file has other full marks than the tables: the score may be out of those."""
        weight = self.entry.row.weight
        others = [marks for marks in values.full_marks(span.label, span.text) if marks != weight]
        if weight is not None and others:
            written = "、".join(dict.fromkeys(map(points, others)))
            whole = f"（{self.entry.id} 的 {len(self.entry.covers)} 项合计）" if self.entry.covers else ""
            message = f"写的满分是 {written} 分，表里是 {points(weight)} 分{whole}；核对得分是按哪个满分评的"
            self._remark(message, span.place, "error")

    def _second(self, filled: Filled, value: Value) -> None:
        """A field that stands twice keeps its first value, a mobile phone the first mobile."""
        field, first = self.entry.form.by_key[filled.path], str(self.row.values[filled.path])
        if values.same_text(first, str(value)):
            self._remark("这一栏出现了两次，内容相同", filled.path, "note")
        elif "手机" in field.label and is_mobile(str(value)) and not is_mobile(first):
            self.row.values[filled.path] = value
            self._unclaimed(self._name(filled.path), first)
        else:
            self._remark("这一栏出现了两次，内容不同，取前面的", filled.path, "warning")
            self._unclaimed(self._name(filled.path), filled.text)

    def _stray(self, span: Span) -> None:
        text = values.tidy_lines(without_prompts(span.text))
        if not values.is_filler(text):
            name = self._stray_name(span)
            message = "这一项的表里没有这一栏（可能用错了表），没有读进来"
            self.form.remarks.append(Remark(message, self.row.row_id, name, "warning"))
            self._unclaimed(name, text)

    def _stray_name(self, span: Span) -> str:
        """Returns what to call a field of another form, or one that was taken away by the words before it."""
        known = span.place in self.wordings.forms.fields
        return self._name(span.place) if known else _NUMBERED.sub("", span.label) or span.place

    def _tell_disagreements(self, reading: Reading) -> None:
        """Says where a mark stands in another field than its own, or among those of another row."""
        starts = [span.anchor.start for span in reading.spans]
        is_ours = any(mark.row_id == self.row.row_id for mark in marks_of(reading.anchors))
        told: set[Mark] = set()
        for anchor in reading.anchors:
            index = bisect_right(starts, anchor.start) - 1
            place = reading.spans[index].place if index >= 0 else ""
            for mark in marks_of([anchor]):
                agrees = mark.path == place and (mark.row_id == self.row.row_id or not is_ours)
                if agrees or mark in told or not place or place in self.wordings.headings:
                    continue
                told.add(mark)
                whose = "" if mark.row_id == self.row.row_id else f"{mark.row_id} "
                message = f"里面是“{whose}{self._name(mark.path)}”的灰框或书签，按文字读取"
                self._remark(message, place, "error")

    def _tell_what_the_paper_did_not_ask(self, reading: Reading) -> None:
        """Notes the fields that a draft does not have: it was sent out before they were added to the form."""
        marked = {
            mark.path for mark in marks_of(reading.anchors) if mark.row_id == self.row.row_id and mark.path
        }
        if marked:
            found = {span.place for span in reading.spans}
            self.row.without = frozenset(self.entry.form.by_key) - found - marked

    def _remark(self, message: str, place: str, severity: Severity) -> None:
        self.form.remarks.append(Remark(message, self.row.row_id, self._name(place), severity))

    def _unclaimed(self, where: str, text: str) -> None:
        tidy = values.tidy_lines(text)
        if tidy and not values.is_filler(tidy):
            self.form.unclaimed.append(Unclaimed(f"{self.row.row_id} {where}", tidy))

    def _name(self, place: str) -> str:
        return label_of(self.entry, place, self.wordings)
