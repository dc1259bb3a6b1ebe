"""The spans of one row put into its fields; what is no field's is listed."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from kaohe_cli.model.units import Registry
from kaohe_cli.query.entries import ASKED, Entry
from kaohe_cli.query.rows import points, unit_texts
from kaohe_cli.word.returns import values
from kaohe_cli.word.returns.anchors import marks_of
from kaohe_cli.word.returns.evidence import bodies_named, split_names
from kaohe_cli.word.returns.fields import Filled, filled_fields
from kaohe_cli.word.returns.form import Remark, ReturnedForm, ReturnedRow, Severity, Unclaimed, Value
from kaohe_cli.word.returns.labels import CITY, DISTRICT, FORECAST, HEADINGS, PROGRESS, UNITS
from kaohe_cli.word.returns.marks import Mark
from kaohe_cli.word.returns.spans import Reading, Span
from kaohe_cli.words.body_names import tidied

_HEADING_NAMES: Final = {
    UNITS: "（一）责任单位",
    PROGRESS: "（二）",
    FORECAST: "（三）",
    CITY: "（五）",
    DISTRICT: "（六）",
}
_LABELS: Final = {form: {field.path: field.label for field in asked} for form, asked in ASKED.items()}
_ALL_LABELS: Final = {path: label for labels in reversed(_LABELS.values()) for path, label in labels.items()}


def label_of(entry: Entry, place: str) -> str:
    """Returns what to call a place of a row's form in a message."""
    return _HEADING_NAMES.get(place) or _LABELS[entry.form].get(place) or _ALL_LABELS[place]


@dataclass(frozen=True)
class Taking:
    """Takes what was read under one heading into a row of a form."""

    form: ReturnedForm
    row: ReturnedRow
    entry: Entry
    registry: Registry

    def take(self, reading: Reading) -> None:
        """Fills the row's fields, and lists and remarks the rest with the form."""
        self._unclaimed("标题下面", reading.before)
        asked = _LABELS[self.entry.form]
        situations = {span.place for span in reading.spans if span.place.endswith("situation")}
        for span in reading.spans:
            if span.pictures:
                self._unclaimed(self._name(span.place), f"〔图片或附件 {span.pictures} 个〕")
            if span.place == UNITS:
                self._take_units(span)
            elif span.place in HEADINGS:
                self._take_heading(span, situations)
            elif span.place not in asked:
                self._stray(span)
            else:
                self._take_field(span)
        self._tell_disagreements(reading)

    def _take_units(self, span: Span) -> None:
        """（一） is not a field; but what stands there and is no body's name must not be lost."""
        text = values.tidy_lines(values.without_placeholder(span.text))
        first, _, below = text.partition("\n")
        names = split_names(first.strip(" 。.．"))
        named = bodies_named(names, self.registry)
        self._tell_readings(names)
        if named and self.form.unit not in {body.name for body in named}:
            message = f"（一）责任单位写的是“{first.strip('。')}”，没有{self.form.unit}"
            self.form.remarks.append(Remark(message, self.row.row_id, severity="error"))
        as_issued = {*unit_texts(self.entry.row), *self.entry.row.units}
        known = all(name in as_issued or bodies_named([name], self.registry) for name in names)
        self._unclaimed(self._name(UNITS), below if known else text)

    def _tell_readings(self, names: list[str]) -> None:
        """Says once which body a name means that is not in the registry as it is written."""
        for name in names:
            body = None if self.registry.resolve(name) else self.registry.find(name)
            if body is not None and self.registry.resolve(tidied(name)) is None:
                remark = Remark(f"（一）责任单位写的“{name}”读作{body.name}", severity="note")
                if remark not in self.form.remarks:
                    self.form.remarks.append(remark)

    def _take_heading(self, span: Span, situations: set[str]) -> None:
        """Text under a heading that has no label of its own is the period's 基本情况."""
        text = values.tidy_lines(values.without_placeholder(span.text))
        if values.is_filler(text):
            return
        path = f"{span.place}/situation"
        is_free = path not in situations and path not in self.row.values and not span.repeated
        if path in _LABELS[self.entry.form] and is_free:
            self.row.values[path] = values.without_full_stop(text)
            self._remark("没有“基本情况”这个栏目，把标题下面的文字读作基本情况", path, "note")
        else:
            self._unclaimed(self._name(span.place), text)

    def _take_field(self, span: Span) -> None:
        if span.has_box and not values.is_filler(span.text):
            self._remark("文本框里的文字也读进来了", span.place, "note")
        if span.place.endswith("self_score"):
            self._tell_other_marks(span)
        for filled in filled_fields(span):
            self._unclaimed(f"{self._name(filled.path)}后面", filled.rest)
            if filled.value is None:
                self._remark(f"“{filled.text}”不是一个得分，没有读进来", filled.path, "error")
                self._unclaimed(self._name(filled.path), filled.text)
            elif filled.path not in self.row.values:
                self.row.values[filled.path] = filled.value
            else:
                self._second(filled, filled.value)

    def _tell_other_marks(self, span: Span) -> None:
        """Says where the file has other full marks than the tables: the score may be out of those."""
        weight = self.entry.row.weight
        others = [marks for marks in values.full_marks(span.label, span.text) if marks != weight]
        if weight is not None and others:
            written = "、".join(dict.fromkeys(map(points, others)))
            message = f"写的满分是 {written} 分，表里是 {points(weight)} 分；核对得分是按哪个满分评的"
            self._remark(message, span.place, "error")

    def _second(self, filled: Filled, value: Value) -> None:
        if values.same_text(str(self.row.values[filled.path]), str(value)):
            self._remark("这一栏出现了两次，内容相同", filled.path, "note")
        else:
            self._remark("这一栏出现了两次，内容不同，取前面的", filled.path, "warning")
            self._unclaimed(self._name(filled.path), filled.text)

    def _stray(self, span: Span) -> None:
        text = values.tidy_lines(values.without_placeholder(span.text))
        if not values.is_filler(text):
            self._remark("这一行的表里没有这一栏（可能用错了表），没有读进来", span.place, "warning")
            self._unclaimed(self._name(span.place), text)

    def _tell_disagreements(self, reading: Reading) -> None:
        """Says where a mark stands in another field than its own, or among those of another row."""
        starts = [span.anchor.start for span in reading.spans]
        is_ours = any(mark.row_id == self.row.row_id for mark in marks_of(reading.anchors))
        told: set[Mark] = set()
        for anchor in reading.anchors:
            index = bisect_right(starts, anchor.start) - 1
            place = reading.spans[index].place if index >= 0 else UNITS
            for mark in marks_of([anchor]):
                agrees = mark.path == place and (mark.row_id == self.row.row_id or not is_ours)
                if agrees or mark in told or place in HEADINGS:
                    continue
                told.add(mark)
                whose = "" if mark.row_id == self.row.row_id else f"{mark.row_id} "
                message = f"里面是“{whose}{label_of(self.entry, mark.path)}”的灰框或书签，按文字读取"
                self._remark(message, place, "error")

    def _remark(self, message: str, place: str, severity: Severity) -> None:
        self.form.remarks.append(Remark(message, self.row.row_id, self._name(place), severity))

    def _unclaimed(self, where: str, text: str) -> None:
        tidy = values.tidy_lines(text)
        if tidy and not values.is_filler(tidy):
            self.form.unclaimed.append(Unclaimed(f"{self.row.row_id} {where}", tidy))

    def _name(self, place: str) -> str:
        return label_of(self.entry, place)
