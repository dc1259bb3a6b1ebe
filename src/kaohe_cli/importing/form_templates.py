"""What the printed forms of 附件3 mean, as the data of ``forms.yaml``: a key and a kind for every label.

What a label means is known from the forms that are known already: those of the workspace, then those that
ship. All that such a field has besides its label (other wordings, kind, choices, …) goes on; the label is
the document's. A label that no form has gets a key of its own, and a doubt says so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, NamedTuple

from kaohe_cli.forms import known
from kaohe_cli.forms.record import LONGEST_KEY, YES_NO, bare_label
from kaohe_cli.forms.rounds import FORM_MONTH
from kaohe_cli.forms.written import (
    FieldKind,
    FormTable,
    WrittenForm,
    WrittenLine,
    WrittenPart,
    WrittenSection,
)
from kaohe_cli.importing.form_words import KINDS, ascii_word, choices_in, group_of, kind_of
from kaohe_cli.importing.known_forms import Asked, KnownForms, clashes, fields_of, groups, means, wordings
from kaohe_cli.importing.printed_forms import (
    CALLED_TEMPLATE,
    PrintedField,
    PrintedForm,
    PrintedLine,
    PrintedSection,
    number_of_section,
)
from kaohe_cli.importing.report import DocumentPlace, Doubt
from kaohe_cli.tables.base import SCHEMA_VERSION
from kaohe_cli.words.folding import bare

Data = dict[str, Any]

_YEAR = re.compile(r"20\d\d\s*(?=年)")
_MONTH = re.compile(r"(?P<before>[—–―─\-~～至到]\s*|截至\s*)(?P<month>\d{1,2}|[×xX_]{1,4})(?P<after>\s*月)")
_FULL_MARKS = re.compile(r"[（(][^（）()]*满分[^（）()]*[）)]")
_ITEMS = re.compile(r"(?P<count>\d{1,3})(?=\s*(?:项|个)\s*指标)")
_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")
_PRINTS_UNITS = re.compile(r"(?:责任|牵头|配合)(?:单位|部门)")
_LEAST_ALIKE: Final = 2 / 3
"""Below this share of labels in common, a form is another one: of 2021's, the two nearest share 10 of 15."""


class FormPart(NamedTuple):
    """A part of the tables that some form must be for."""

    id: str
    title: str
    has_weights: bool
    indicators: int = 0


@dataclass
class Understood:
    """The forms as data, and what was unsure."""

    data: Data
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def covering(self) -> dict[str, str]:
        """The form of each part that a form is for."""
        return {part: form["id"] for form in reversed(self.data["forms"]) for part in form["covers"]}

    @property
    def table(self) -> FormTable:
        """The forms as a model."""
        return FormTable.model_validate(self.data)


def understood(
    forms: Sequence[PrintedForm], tables: Iterable[FormTable], parts: Sequence[FormPart], year: int
) -> Understood:
    """Returns the printed forms as the data of ``forms.yaml``; ``tables`` are the forms that are known."""
    work = _Understanding(KnownForms.of(tables), parts)
    data = [work.form(one) for one in forms]
    work.cover(data, forms)
    return Understood({"schema_version": SCHEMA_VERSION, "year": year, "forms": data}, work.doubts)


class _Understanding:
    """All forms of an import."""

    def __init__(self, known_forms: KnownForms, parts: Sequence[FormPart]) -> None:
        self._known = known_forms
        self._parts = parts
        self._taken_forms: set[str] = set()
        self._own: dict[str, tuple[str, FieldKind, bool]] = {}
        """The keys that no known form has: what they are for."""
        self._months = {12}
        self.doubts: list[Doubt] = []

    def form(self, printed: PrintedForm) -> Data:
        """Returns a form."""
        covers = self._named_parts(printed)
        like = self._like(printed, covers)
        form_id = like.id if like is not None else self._new_id(printed)
        self._taken_forms.add(form_id)
        title = _YEAR.sub("<年度>", CALLED_TEMPLATE.sub("", printed.title)).strip()
        if not title:
            title = like.title if like is not None else "报送表"
            self._doubt(printed.place, f"没有看到标题，写成“{title}”，请核对")
        data: Data = {"id": form_id, "covers": covers, "title": title}
        if subtitle := self._subtitle(printed, covers):
            data["subtitle"] = subtitle
        if like is not None:
            data |= {name: value for name, value in plain(like).items() if name in {"also", "name"}}
            if not means(like.title, title):
                data.pop("also", None)
        elif self._known.forms:
            self._doubt(printed.place, f"“{title}”是新的一种表，编号写成 {form_id}")
        reader = _FormReader(self, like)
        return data | {"sections": [reader.section(one) for one in printed.sections]}

    @property
    def known(self) -> KnownForms:
        """The forms that are known."""
        return self._known

    def _doubt(self, place: DocumentPlace, message: str) -> None:
        self.doubts.append(Doubt(place, message))

    def _like(self, printed: PrintedForm, covers: Sequence[str]) -> WrittenForm | None:
        """Returns the known form that this one goes on: the most labels in common, then the same parts."""
        labels = [bare_label(label) for label in printed.labels() if label]

        def alike(form: WrittenForm) -> tuple[float, bool]:
            own = KnownForms((form,))
            same = sum(own.is_known(label) for label in labels)
            lacks = sum(
                not any(means(wording, label) for wording in wordings(one) for label in labels)
                for section in form.sections
                for one in fields_of(section)
                if one.label
            )
            return same / (len(labels) + lacks), bool(set(form.covers) & set(covers))

        free = [
            form
            for form in self._known.forms
            if form.id not in self._taken_forms and _asks_for_a_score(form) == _is_scored(printed)
        ]
        best = max(free, key=alike, default=None)
        return best if best is not None and alike(best)[0] >= _LEAST_ALIKE else None

    def _new_id(self, printed: PrintedForm) -> str:
        usual = _usual_id(printed)
        used = self._taken_forms | {form.id for form in self._known.forms}
        candidates = (f"{usual}_{number}" if number > 1 else usual for number in count(1))
        return next(one for one in candidates if one not in used)

    # --- parts ----------------------------------------------------------------------------------

    def _named_parts(self, printed: PrintedForm) -> list[str]:
        """Returns the parts whose titles the form's own titles name."""
        said = bare(printed.title + printed.subtitle)
        pieces = [
            bare(one) for one in re.split("[、，,；;（）()]", CALLED_TEMPLATE.sub("", printed.subtitle))
        ]
        named = [
            part.id
            for part in self._parts
            if bare(part.title) in said or any(len(one) > 1 and one in bare(part.title) for one in pieces)
        ]
        if "激励" in said and not named and any(part.id == known.INCENTIVES for part in self._parts):
            return [known.INCENTIVES]
        return named

    def cover(self, forms: Sequence[Data], printed: Sequence[PrintedForm]) -> None:
        """Gives the parts that no title names to the forms whose titles name none, by their weights."""
        named: dict[str, str] = {}
        for form, one in zip(forms, printed, strict=True):
            if twice := [part for part in form["covers"] if part in named]:
                form["covers"] = [part for part in form["covers"] if part not in twice]
                message = (
                    f"标题写的 {'、'.join(twice)} 部分前面已有一种表（{named[twice[0]]}），请核对用哪一种"
                )
                self._doubt(one.place, message)
            named |= dict.fromkeys(form["covers"], form["id"])
        left = [part for part in self._parts if part.id not in named]
        for form, one in zip(forms, printed, strict=True):
            if form["covers"]:
                self._check_count(form, one)
                continue
            form["covers"] = self._left_for(form, left)
            left = [part for part in left if part.id not in form["covers"]]
            self._doubt(one.place, self._about_covers(form["covers"]))
        for part in left:
            self._doubt(
                printed[0].place,
                f"没有看出“{part.title}”（{part.id}）用哪种表，请在 forms.yaml 的 covers 里写上",
            )

    def _left_for(self, form: Data, left: Sequence[FormPart]) -> list[str]:
        if not self._parts:
            usual = next((one for one in self._known.forms if one.id == form["id"]), None)
            return list(usual.covers) if usual is not None else []
        if "激励" in form["title"]:
            return [part.id for part in left if part.id == known.INCENTIVES]
        has_score = any(one["kind"] == "score" for one in _values(form))
        rest = (part for part in left if part.id != known.INCENTIVES)
        return [part.id for part in rest if part.has_weights == has_score]

    def _about_covers(self, covers: Sequence[str]) -> str:
        if not covers:
            return "没有看出是哪些部分用的，请在 forms.yaml 的 covers 里写上"
        how = "按有没有权重" if self._parts else "没有附件1 可以对照，照以前的表"
        return f"标题没有写是哪些部分用的，{how}写成 {'、'.join(covers)}，请核对"

    def _check_count(self, form: Data, printed: PrintedForm) -> None:
        found = _ITEMS.search(printed.subtitle)
        count = sum(part.indicators for part in self._parts if part.id in form["covers"])
        if found is not None and int(found["count"]) != count:
            self._doubt(printed.place, f"标题写的是 {found['count']} 项指标，附件1 里是 {count} 项，请核对")

    def _subtitle(self, printed: PrintedForm, covers: Sequence[str]) -> str:
        """Returns the subtitle with ``<部分>`` and ``<项数>``; "" where it only said 报送模板."""
        text = CALLED_TEMPLATE.sub("", printed.subtitle)
        titles = [bare(part.title) for part in self._parts if part.id in covers]
        joined = r"[\W_]*".join(map(re.escape, "".join(titles)))
        if joined:
            text = re.sub(rf"(?<=[（(]){joined}", "<部分>", text)
        return _YEAR.sub("<年度>", _ITEMS.sub("<项数>", text)) if bare(text) else ""

    def see_month(self, written: str, place: DocumentPlace) -> None:
        """Says once where the forms are of another month than the one that counts where nobody says."""
        month = int(written) if written.isdigit() else FORM_MONTH
        if month not in (FORM_MONTH, *self._months):
            self._months.add(month)
            how = f"rounds: [{{through_month: {month}}}]"
            message = f"写的是截至 {month} 月；请在 indicators.yaml 里写明报送轮次，如 {how}"
            self._doubt(place, f"{message}，起草时写 --through-month {month}")

    # --- keys -----------------------------------------------------------------------------------

    def own_key(self, stem: str, label: str, kind: FieldKind, *, once: bool, taken: Iterable[str]) -> str:
        """Returns a key for a label that no known form has; the same for the same label in every form."""
        purpose = (bare_label(label), kind, once)
        used = set(taken)

        def is_free(key: str) -> bool:
            others = (*self._known.keys, *self._own)
            mine = key not in self._known.keys and self._own.get(key, purpose) == purpose
            return mine and key not in used and not any(clashes(key, other) for other in others)

        key = next(filter(is_free, _candidates(stem)))
        self._own[key] = purpose
        return key


class _FormReader:
    """One form on its way."""

    def __init__(self, work: _Understanding, like: WrittenForm | None) -> None:
        self._work = work
        self._like = like
        self._taken: dict[str, None] = {}
        self._section: PrintedSection
        self._known_section: WrittenSection | None = None

    def section(self, printed: PrintedSection) -> Data:
        """Returns a section."""
        label = self._section_label(printed)
        known_forms = self._work.known
        named = known_forms.section_named(printed.head.label, self._like)
        found = named or known_forms.section_about(group_of(label), self._like)
        self._section, self._known_section = printed, found
        data: Data = {"number": number_of_section(printed), "label": label}
        names_units = printed.number == 1 and _PRINTS_UNITS.search(label) is not None
        prints = found.prints is not None if found is not None else names_units
        if found is not None:
            data |= self._gone_on(found, label)
        elif not prints and printed.lines:  # of one without lines its field says so
            self._doubt(printed.place, f"“{label}”是新的一节，请核对")
        if prints and all(_PRINTS_UNITS.match(one.label) for line in printed.lines for one in line.fields):
            return data | {"prints": "units"}
        if printed.lines:
            return data | {"fields": [self._line(line, n) for n, line in enumerate(printed.lines, start=1)]}
        return data | {"field": self._beside(printed, found, is_named=named is not None)}

    def _gone_on(self, found: WrittenSection, label: str) -> Data:
        """Returns what a known section has besides its number and label."""
        kept = {name: value for name, value in plain(found).items() if name in {"also", "at", "omit_at"}}
        if not any(means(word, label) for word in wordings(found)):
            self._doubt(self._section.place, f"“{label}”按“{found.label}”处理，请核对")
            kept["also"] = [*kept.get("also", []), found.label]
        return _in_order(kept, ("at", "omit_at", "also"))

    def _section_label(self, printed: PrintedSection) -> str:
        label = _YEAR.sub("<年度>", printed.head.label)
        if (found := _MONTH.search(label)) is not None:
            self._work.see_month(found["month"], printed.place)
        return _MONTH.sub(lambda one: f"{one['before']}<月份>{one['after']}", label)

    def _beside(self, printed: PrintedSection, found: WrittenSection | None, *, is_named: bool) -> Data:
        """Returns the field whose value stands behind a section's own label.

        That is the field of this label, else the first of a section that is about the same, if the label
        asks for a text as that does.
        """
        first = next(fields_of(found), None) if found is not None else None
        asks_for_text = not _offered(printed.head) and kind_of(printed.head.label) == "paragraphs"
        meant = self._work.known.field_named(printed.head.label, self._like)
        if is_named or (meant is None and asks_for_text):
            meant = first
        if meant is None or meant.key in self._taken:
            own = self._own(printed.head, printed.place, f"section_{printed.number}")
            return {name: value for name, value in own.items() if name != "label"}
        data = self._adopted(meant, printed.head)
        has_label_of_its_own = meant is first and found is not None and found.field is None
        dropped = {"label", "also"} if has_label_of_its_own else {"label"}
        return {name: value for name, value in data.items() if name not in dropped}

    def _line(self, line: PrintedLine, position: int) -> Data:
        if not line.is_numbered:
            self._doubt(line.place, f"“{line.fields[0].label}”原文没有序号，排在这一节的第 {position} 项")
        if len(line.fields) > 1:
            return {"parts": [self._part(one, line.place, f"field_{position}") for one in line.fields]}
        (printed,) = line.fields
        found = self._meant(printed.label)
        if isinstance(found, WrittenLine) and found.parts:
            for part in found.parts:
                self._taken[part.key or ""] = None
            return plain(found) | {"label": _label(printed.label)}
        if found is None:
            return self._own(printed, line.place, f"field_{position}")
        return self._adopted(found, printed)

    def _part(self, printed: PrintedField, place: DocumentPlace, position: str) -> Data:
        found = self._meant(printed.label)
        if isinstance(found, WrittenLine) and found.parts:
            found = found.parts[0]
        before = next(reversed(self._taken), "") if printed.joint else ""
        kind = kind_of(printed.label)
        if printed.joint and kind == "phone" and before not in self._work.known.keys:
            stem = f"{before}_phone"
            data = self._own(printed, place, position, stem=stem)
        elif found is None:
            data = self._own(printed, place, position)
        else:
            data = self._adopted(found, printed)
            data.pop("joint", None)
        return data | ({"joint": printed.joint} if printed.joint else {})

    def _meant(self, label: str) -> Asked | None:
        """Returns the known line or field that a label means, unless this form has it already."""
        known_forms, section = self._work.known, self._known_section
        found = known_forms.line(label, section, self._like)
        if found is None and not self._asks_elsewhere(
            other := known_forms.otherwise_called(bare_label(label), section, self._like)
        ):
            found = other
        keys = [
            one.key or "" for one in (found.fields() if isinstance(found, WrittenLine) else [found]) if one
        ]
        return None if any(key in self._taken for key in keys) else found

    def _asks_elsewhere(self, other: Asked | None) -> bool:
        """Whether the section has a field by its usual wording, so that another wording is another field."""
        labels = [one.label for line in self._section.lines for one in line.fields]
        return other is not None and any(
            means(wording, label) for wording in wordings(other) for label in labels
        )

    def _adopted(self, found: Asked, printed: PrintedField) -> Data:
        """Returns a known field under the document's label."""
        key = found.key or ""
        self._taken[key] = None
        kind, once = self._work.known.keys[key]
        label = _label(printed.label)
        data = plain(found) | {"key": key, "label": label, "kind": kind}
        data["once"] = once
        if not once:
            del data["once"]
        if found.label and not any(means(word, label) for word in wordings(found)):
            data["also"] = [*data.get("also", []), found.label]
            self._doubt(self._section.place, f"“{label}”按“{found.label}”处理（{key}），请核对")
        offered = _offered(printed)
        if kind == "choice" and offered and list(offered) != data.get("choices"):
            self._doubt(self._section.place, self._about_choices(label, offered, data.get("choices", [])))
            data["choices"] = list(offered)
        if kind != "choice":
            data.pop("choices", None)
        return _in_order(data, _ORDER)

    @staticmethod
    def _about_choices(label: str, offered: Sequence[str], before: Sequence[str]) -> str:
        left = [one for one in before if one not in offered]
        rest = f"，没有列“{'、'.join(left)}”（仍可填写）" if left else ""
        return f"“{label}”可选的按文件写成“{'、'.join(offered)}”{rest}"

    def _own(self, printed: PrintedField, place: DocumentPlace, position: str, *, stem: str = "") -> Data:
        """Returns a field that no known form has."""
        label = _label(printed.label)
        offered = _offered(printed)
        kind: FieldKind = "choice" if offered else kind_of(label)
        once = self._is_of_people()
        key = self._work.own_key(
            stem or self._stem(label, position), label, kind, once=once, taken=self._taken
        )
        self._taken[key] = None
        data: Data = {"key": key, "label": label, "kind": kind}
        if kind == "choice":
            data["choices"] = list(offered or YES_NO)
        if once:
            data["once"] = True
        if printed.hint and not offered:
            data["prompt"] = f"{bare_label(label)}{printed.hint}"
        whole = "，全单位只存一次（once）" if once else ""
        self._doubt(
            place,
            f"“{label}”是新的栏目：键是 {key}，种类是{KINDS[kind]}（{kind}）{whole}；"
            "不合适的在 forms.yaml 里改",
        )
        return data

    def _is_of_people(self) -> bool:
        """Whether all that is known of the section is said once for a whole report."""
        fields = list(fields_of(self._known_section)) if self._known_section is not None else []
        return bool(fields) and all(one.once for one in fields)

    def _stem(self, label: str, position: str) -> str:
        """Returns what a key is made of: the section's group, and a word for the label or its place."""
        section = self._section
        own = f"section_{section.number}"
        prefix = next((f"{one.key}".partition("/")[0] + "/" for one in self._grouped()), "")
        if self._known_section is None and section.lines:
            prefix = f"{ascii_word(section.head.label) or own}/"
        fallback = position if prefix or not section.lines else f"{own}_{position}"
        return f"{prefix}{ascii_word(label) or fallback}"

    def _grouped(self) -> Sequence[Asked]:
        """Returns the known fields of the section, where all stand in one group."""
        section = self._known_section
        if section is None or len(groups(section)) > 1:
            return ()
        return [one for one in fields_of(section) if "/" in (one.key or "")]

    def _doubt(self, place: DocumentPlace, message: str) -> None:
        self._work.doubts.append(Doubt(place, message))


def _candidates(stem: str) -> Iterator[str]:
    """Yields keys for a stem without end: numbered at its end, and where it has a group, behind that.

    The latter are for a group that is itself the key of a field: nothing below it is free.
    """
    group, slash, rest = stem.partition("/")
    for number in count(1):
        end = f"_{number}" if number > 1 else ""
        yield _within(stem, end)
        if slash:
            yield _within(f"{group}{end or '_1'}/{rest}", "")


def _within(stem: str, end: str) -> str:
    """Returns a key that is no longer than keys may be.

    >>> _within("city_liaison/leader_in_charge_phone", "_2")
    'city_liaison/leader_in_charge__2'
    """
    return f"{stem[: LONGEST_KEY - len(end)].rstrip('/')}{end}"


_ORDER: Final = ("key", "label", "kind", "choices", "once", "also", "name", "prompt")


def _in_order(data: Mapping[str, Any], names: Sequence[str]) -> Data:
    return {name: data[name] for name in (*names, *data) if name in data}


def plain(part: WrittenForm | WrittenSection | Asked | WrittenPart) -> Data:
    """Returns what is written of a part, as plain data."""
    data: Data = _listed(part.model_dump(exclude_none=True, exclude_defaults=True))
    return data


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _listed(one) for name, one in value.items()}  # YAML is read with texts as keys
    return [_listed(one) for one in value] if isinstance(value, tuple | list) else value


def _values(form: Data) -> list[Data]:
    """Returns all that holds a value in a form."""
    lines: list[Data] = []
    for section in form["sections"]:
        lines += [section["field"]] if "field" in section else section.get("fields", [])
    return [one for line in lines for one in line.get("parts", [line])]


def _label(printed: str) -> str:
    return _YEAR.sub("<年度>", _FULL_MARKS.sub("（<满分说明>）", printed))


def _offered(printed: PrintedField) -> tuple[str, ...]:
    """Returns what the form offers to choose from, behind the label or in its bracket."""
    inside = _BRACKETS.findall(printed.label)
    found = (choices_in(text) for text in (printed.hint, *inside) if text)
    return next((one for one in found if one), ())


def _usual_id(printed: PrintedForm) -> str:
    if "激励" in printed.title + printed.subtitle:
        return known.INCENTIVE
    return known.SCORED if _is_scored(printed) else known.UNSCORED


def _is_scored(printed: PrintedForm) -> bool:
    return any(kind_of(bare_label(label)) == "score" for label in printed.labels())


def _asks_for_a_score(form: WrittenForm) -> bool:
    return any(one.kind == "score" for section in form.sections for one in fields_of(section))
