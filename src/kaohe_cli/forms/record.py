"""The forms as the rest of the program sees them: sections, lines, fields, and all that follows from them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Final, Literal, NamedTuple, TypeAlias

from kaohe_cli.forms import known
from kaohe_cli.forms.naming import free_name
from kaohe_cli.forms.written import (
    FieldKind,
    FormTable,
    WrittenField,
    WrittenForm,
    WrittenLine,
    WrittenSection,
)
from kaohe_cli.tables.indicators import Section
from kaohe_cli.words.patterns import regex

PLACEHOLDERS: Final = ("年度", "月份", "满分说明", "部分", "项数")
"""What may stand in ``<>`` in titles and labels."""
PLACEHOLDER: Final = regex(r"<([^<>]*)>")

KEY: Final = regex(r"[a-z][a-z0-9_]*(?:/[a-z][a-z0-9_]*)*", re.ASCII)
LONGEST_KEY: Final = 32

NUMBERS: Final[frozenset[FieldKind]] = frozenset({"score", "number"})
"""The kinds whose values are numbers; all others are texts."""
PEOPLE: Final[frozenset[FieldKind]] = frozenset({"person", "office", "phone"})
"""The kinds that say who answers or whom to ask, which is not what is reported on a row."""
YES_NO: Final = ("是", "否")

_LONGEST_BOOKMARK: Final = 40  # Word's own limit
_LONGEST_ROW: Final = len("A00_00_00")
_BRACKET = regex(r"[（(]")
_AND_PHONE = regex(r"(?:及|和|与|、)(?:联系)?(?:电话|方式)$")
_PHONE: Final = "联系电话"

Prints: TypeAlias = Literal["units"]


def bare_label(label: str) -> str:
    """Returns a label up to its first bracket.

    >>> bare_label("自评得分（<满分说明>）"), bare_label("责任人")
    ('自评得分', '责任人')
    """
    return _BRACKET.split(label, maxsplit=1)[0].strip() or label


def spoken(label: str) -> str:
    """Returns a label as messages have it, with words for what is filled in.

    >>> spoken("<年度>年1—<月份>月完成情况")
    '本年1—N月完成情况'
    """
    return PLACEHOLDER.sub("", label.replace("<年度>年", "本年").replace("<月份>", "N"))


class Field(NamedTuple):
    """A value that a unit fills in, in a content control of its own."""

    key: str
    """Where the value stands in an entry of a report, ``progress/situation``; it ends the control's tag."""
    kind: FieldKind
    label: str
    """The words before it, without number and colon, with their ``<>``; "" where it only follows another."""
    also: tuple[str, ...]
    """Other wordings of the label, for reading."""
    number: str
    """The number of its line, "2", or of its section, "（四）"; "" for the further values of a line."""
    title: str
    """What to call it in a message: （二）自评得分."""
    name: str
    """What the template calls it, after ``项.``."""
    prompt: str
    """What an empty field asks for."""
    choices: tuple[str, ...] = ()
    joint: str = ""
    """The punctuation between it and the value before it on its line."""
    once: bool = False
    """Whether it is said once for the whole report where all rows agree."""
    to_date: bool = False
    """Whether it tells of the months of a round, and is told anew in the next."""
    phone: str = ""
    """The key of the phone that follows it on the line."""

    @property
    def is_yes_or_no(self) -> bool:
        """Whether 是 and 否 are among its choices, so that other words for them count as well."""
        return self.kind == "choice" and set(YES_NO) <= set(self.choices)

    @property
    def group(self) -> str:
        """What the section of a well-known key is called, 完成情况; "" for any other."""
        first, *rest = self.key.split("/")
        return known.GROUPS.get(first, "") if rest else ""

    @property
    def short(self) -> str:
        """What it is called within its section: 自评得分."""
        return self.name.rpartition(".")[2]

    @property
    def in_a_sentence(self) -> str:
        """What to call it in a sentence about a row: 完成情况的自评得分."""
        return f"{self.group}的{self.short}" if self.group else self.title


class Line(NamedTuple):
    """A numbered line of a section, or what stands on the section's own line."""

    fields: tuple[Field, ...]
    label: str
    also: tuple[str, ...]
    number: str


@dataclass(frozen=True, eq=False)
class FormSection:
    """A （一） of a form."""

    number: str
    label: str
    also: tuple[str, ...]
    at: Mapping[int, str]
    """Its label in some months."""
    omit_at: frozenset[int]
    """The months in which it is left out."""
    prints: Prints | None
    lines: tuple[Line, ...]
    is_one_line: bool
    """Whether its value stands on its own line, behind its label."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that it is printed with."""
        return (self.label, *self.at.values())

    def fields(self) -> Iterator[Field]:
        for line in self.lines:
            yield from line.fields


@dataclass(frozen=True, eq=False)
class Form:
    """One of the forms of 附件3."""

    id: str
    covers: tuple[str, ...]
    title: str
    subtitle: str
    also: tuple[str, ...]
    """Other wordings of the title, for reading."""
    part: str
    """What the template calls its part of the data; its items are ``部分.项目``."""
    called: str
    """What people call it: 计分指标表."""
    letter: str
    """Tells the bookmarks of the forms apart: a name may stand only once in a file."""
    sections: tuple[FormSection, ...]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in the order of the form."""
        return tuple(one for section in self.sections for one in section.fields())

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        return {one.key: one for one in self.fields}

    @cached_property
    def _asked(self) -> dict[int, tuple[Field, ...]]:
        months = {month for section in self.sections for month in section.omit_at}
        return {
            month: tuple(
                one for section in self.sections if month not in section.omit_at for one in section.fields()
            )
            for month in months
        }

    def asked(self, month: int | None) -> tuple[Field, ...]:
        """Returns what is asked in the round through a month; None stands for any month."""
        return self._asked.get(month, self.fields) if month is not None else self.fields

    @property
    def is_scored(self) -> bool:
        """Whether it asks for a score, so that its rows have a weight."""
        return any(one.kind == "score" for one in self.fields)

    def bookmark(self, key: str) -> str:
        """Returns the bookmark on a field's label, as the template has it."""
        return f"kh_{self.letter}_{bookmark_key(key)}"


NO_FORM: Final = Form("", (), "", "", (), "", "", "", ())
"""The form of rows that are looked at for themselves, without what is reported on them."""


def bookmark_key(key: str) -> str:
    """Returns what stands for a key in a bookmark, cut where the name and the row's id would not fit.

    >>> bookmark_key("progress/self_score"), len(bookmark_key("progress/" + "x" * 23))
    ('progress_self_score', 25)
    """
    plain = key.replace("/", "_")
    room = _LONGEST_BOOKMARK - len("kh_a_") - len("_") - _LONGEST_ROW
    if len(plain) <= room:
        return plain
    digest = sha256(key.encode()).hexdigest()[:6]
    return f"{plain[: room - 7]}_{digest}"


@dataclass(frozen=True)
class Forms:
    """All forms of a workspace."""

    forms: tuple[Form, ...]
    is_shipped: bool = False
    """Whether they are those that ship, because the workspace has none; then ``covers`` is not read."""
    is_as_shipped: bool = False
    """Whether they ask what those that ship ask, so that the template that ships shows all of it."""
    _by_id: dict[str, Form] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {form.id: form for form in reversed(self.forms)})

    def __iter__(self) -> Iterator[Form]:
        return iter(self.forms)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field by its key; of those that several forms have, that of the first."""
        return {one.key: one for form in reversed(self.forms) for one in form.fields}

    @cached_property
    def once(self) -> tuple[str, ...]:
        """The keys that are said once for a whole report, in the order of the forms."""
        return tuple(dict.fromkeys(one.key for form in self.forms for one in form.fields if one.once))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The keys whose values are numbers."""
        return frozenset(key for key, one in self.fields.items() if one.kind in NUMBERS)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every key, in an order that agrees with each form as far as the forms agree."""
        return merged([[one.key for one in form.fields] for form in self.forms])

    def named(self, form_id: str | None) -> Form | None:
        """Returns the form with an id, or None."""
        return self._by_id.get(form_id or "")

    def covering(self, part: str) -> Form | None:
        """Returns the form that names a part, or None."""
        return next((form for form in self.forms if part in form.covers), None)

    def of_section(self, section: Section) -> Form:
        """Returns the form in which a part of 附件1 is reported.

        Where no form names it: the one that it names itself, else the first with a score if it has weights,
        else the first without.
        """
        named = None if self.is_shipped else self.covering(section.id)
        return named or self.named(section.form) or self._usual(section.has_weights)

    def has_scores(self, section: Section) -> bool:
        """Whether the rows of a part count with a weight.

        They do not where the part itself names a form that asks no score, as one of the others does.
        """
        named = self.named(section.form)
        if named is not None and any(form.is_scored for form in self.forms):
            return named.is_scored
        return section.has_weights

    @property
    def of_incentives(self) -> Form:
        """The form in which incentives are reported."""
        return self.covering(known.INCENTIVES) or self._usual(with_score=False)

    def _usual(self, with_score: bool) -> Form:
        like = (form for form in self.forms if form.is_scored == with_score)
        return next(like, self.forms[0] if self.forms else NO_FORM)


NO_FORMS: Final = Forms(())


def merged(orders: Iterable[list[str]]) -> tuple[str, ...]:
    """Returns the items of several lists in one order that agrees with each, the first before the later.

    >>> merged([["a", "b", "d"], ["a", "c", "d"], ["d", "a"]])
    ('a', 'b', 'c', 'd')
    """
    found: list[str] = []
    for order in orders:
        place = 0
        for item in order:
            if item in found:
                place = max(place, found.index(item) + 1)
            else:
                while place < len(found) and found[place] not in order:
                    place += 1
                found.insert(place, item)
                place += 1
    return tuple(found)


def record_of(table: FormTable, *, is_shipped: bool = False, is_as_shipped: bool = False) -> Forms:
    """Returns the record of the forms that are written; of a key that a form has twice the first counts."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    names: dict[str, str] = {}
    return Forms(
        tuple(_form(form, letters[n % len(letters)], names) for n, form in enumerate(table.forms)),
        is_shipped,
        is_as_shipped,
    )


class _Taken(NamedTuple):
    """What is in use while a form is put together."""

    names: dict[str, str]
    keys: set[str]


def _form(written: WrittenForm, letter: str, names: dict[str, str]) -> Form:
    """Returns a form; ``names`` says what templates call each key, in all forms alike, and is added to."""
    part, called = known.PARTS.get(written.id, ("", ""))
    taken = _Taken(names, set())
    return Form(
        id=written.id,
        covers=written.covers,
        title=written.title,
        subtitle=written.subtitle or "",
        also=written.also,
        part=written.name or part or f"表_{written.id}",
        called=called or bare_label(PLACEHOLDER.sub("", written.title)),
        letter=letter,
        sections=tuple(_section(section, taken) for section in written.sections),
    )


def _section(written: WrittenSection, taken: _Taken) -> FormSection:
    if written.field is not None:
        own = written.field.model_copy(
            update={"label": written.label, "also": (*written.also, *written.field.also)}
        )
        lines = _lines([own], written, taken)
    else:
        lines = _lines(written.fields, written, taken)
    return FormSection(
        number=written.number,
        label=written.label,
        also=written.also,
        at={month: other.label for month, other in written.at.items()},
        omit_at=frozenset(written.omit_at),
        prints=written.prints,
        lines=lines,
        is_one_line=written.field is not None or written.prints is not None,
    )


def _lines(
    lines: Iterable[WrittenLine | WrittenField], section: WrittenSection, taken: _Taken
) -> tuple[Line, ...]:
    made = []
    for position, line in enumerate(lines, 1):
        number = str(position) if section.field is None else section.number
        fields = _fields(line, number, section, taken)
        if fields:
            made.append(Line(fields, line.label or "", line.also, number))
    return tuple(made)


def _fields(
    line: WrittenLine | WrittenField, number: str, section: WrittenSection, taken: _Taken
) -> tuple[Field, ...]:
    """Returns the fields of a line, without those whose key the form has already."""
    parts = line.fields() if isinstance(line, WrittenLine) else (line,)
    made: list[Field] = []
    before = ""
    for position, part in enumerate(parts):
        key, kind = part.key or "", part.kind or "line"
        label = part.label or ("" if position else line.label or "")
        also = part.also if part is line or position else (*line.also, *part.also)
        bare = _bare(label, part, parts)
        called = f"{before}{bare or _PHONE}" if position and kind == "phone" else bare or before
        before = called.removesuffix("名称")
        if key in taken.keys:
            continue
        following = parts[position + 1] if position + 1 < len(parts) else None
        has_phone = kind in {"person", "office"} and following is not None and following.kind == "phone"
        taken.keys.add(key)
        name = part.name or taken.names.get(key) or known.NAMES.get(key)
        name = taken.names[key] = name or free_name(key, called, section, taken.names.values())
        made.append(
            Field(
                key=key,
                kind=kind,
                label=label,
                also=also,
                number="" if position else number,
                title=f"{section.number}{spoken(called)}",
                name=name,
                prompt=part.prompt or spoken(bare) or (_PHONE if kind == "phone" else called),
                choices=part.choices,
                joint=getattr(part, "joint", None) or "",
                once=part.once,
                to_date=key.startswith(known.TO_DATE) or "<月份>" in section.label,
                phone=(following.key or "") if has_phone and following is not None else "",
            )
        )
    return tuple(made)


def _bare(label: str, part: WrittenLine | WrittenField, parts: tuple[WrittenField | WrittenLine, ...]) -> str:
    """Returns a label without brackets; of one for an office and its phone, what is said of the office."""
    bare = bare_label(label) if label else ""
    shares = len(parts) > 1 and part is parts[0] and part.label is None
    return _AND_PHONE.sub("", bare) if shares else bare
