"""The forms that are known already, those of the workspace before those that ship, and their wordings."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kaohe_cli.collecting.reading.wordings import pattern, without_bracket
from kaohe_cli.forms import known
from kaohe_cli.forms.record import bookmark_key
from kaohe_cli.forms.written import (
    FieldKind,
    FormTable,
    WrittenField,
    WrittenForm,
    WrittenLine,
    WrittenSection,
)
from kaohe_cli.words.folding import fold

Asked = WrittenField | WrittenLine
"""What holds a value, or the line of several."""


@lru_cache(maxsize=1024)
def _compiled(wording: str) -> re.Pattern[str]:
    return re.compile(pattern(wording))


def means(wording: str, label: str) -> bool:
    """Whether a label is a wording, as people write it, whatever its bracket says.

    >>> means("1—<月份>月完成情况", "1-11 月完成情况"), means("1—<月份>月完成情况", "1—<月份>月完成情况")
    (True, True)
    """
    return _compiled(without_bracket(wording)).fullmatch(fold(_spoken(label)).strip()) is not None


def _spoken(label: str) -> str:
    return without_bracket(label).replace("<年度>", "2021").replace("<月份>", "10")


def wordings(part: Asked | WrittenSection) -> Iterator[str]:
    """Yields all wordings of a section or field."""
    if part.label:
        yield part.label
    yield from part.also
    if isinstance(part, WrittenSection):
        yield from (other.label for other in part.at.values())


def fields_of(section: WrittenSection) -> Iterator[Asked]:
    """Yields what holds the values of a section."""
    for line in _lines(section):
        yield from line.fields() if isinstance(line, WrittenLine) else (line,)


def _lines(section: WrittenSection) -> Sequence[Asked]:
    return (section.field,) if section.field is not None else section.fields


def groups(section: WrittenSection) -> frozenset[str]:
    """Returns the first parts of the keys of a section, by which those of several forms belong together."""
    return frozenset((one.key or "").partition("/")[0] for one in fields_of(section))


@dataclass(frozen=True)
class KnownForms:
    """All known forms in the order in which they count."""

    forms: tuple[WrittenForm, ...]

    @classmethod
    def of(cls, tables: Iterable[FormTable]) -> "KnownForms":
        """Returns the forms of several tables; a form counts once, as the first table has it."""
        forms: dict[str, WrittenForm] = {}
        for table in tables:
            for form in table.forms:
                forms.setdefault(form.id, form)
        return cls(tuple(forms.values()))

    @cached_property
    def keys(self) -> Mapping[str, tuple[FieldKind, bool]]:
        """The kind of every key, and whether it is said once."""
        found: dict[str, tuple[FieldKind, bool]] = {}
        for form in self.forms:
            for section in form.sections:
                for one in fields_of(section):
                    found.setdefault(one.key or "", (one.kind or "line", one.once))
        return found

    def is_known(self, label: str) -> bool:
        """Whether some form has a label."""
        return self._any_wording.fullmatch(fold(_spoken(label)).strip()) is not None

    @cached_property
    def _any_wording(self) -> re.Pattern[str]:
        patterns = (pattern(without_bracket(wording)) for wording in self._wordings())
        return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", one) for one in patterns) or "(?!)")

    def _wordings(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for form in self.forms:
            for section in form.sections:
                found.update(dict.fromkeys(wordings(section)))
                for line in _lines(section):
                    found.update(dict.fromkeys(wordings(line)))
                    parts = line.fields() if isinstance(line, WrittenLine) else ()
                    found.update(dict.fromkeys(wording for part in parts for wording in wordings(part)))
        return tuple(found)

    def sections(self, first: WrittenForm | None) -> Iterator[WrittenSection]:
        """Yields all sections, those of a form before the others."""
        for form in sorted(self.forms, key=lambda form: form is not first):
            yield from form.sections

    def section_named(self, label: str, first: WrittenForm | None) -> WrittenSection | None:
        """Returns the section that a label means."""
        named = (one for one in self.sections(first) if any(means(word, label) for word in wordings(one)))
        return next(named, None)

    def section_about(self, group: str, first: WrittenForm | None) -> WrittenSection | None:
        """Returns a section whose fields are of a group."""
        return next((one for one in self.sections(first) if group and group in groups(one)), None)

    def field_named(self, label: str, first: WrittenForm | None) -> Asked | None:
        """Returns the field that a label means where it stands alone; none that several sections have."""
        found = [
            field
            for section in self.sections(first)
            for field in fields_of(section)
            if any(means(word, label) for word in wordings(field))
        ]
        return found[0] if len({field.key for field in found}) == 1 else None

    def line(self, label: str, section: WrittenSection | None, first: WrittenForm | None) -> Asked | None:
        """Returns the line, or the field of one, that a label means within a section.

        Where its own section has none, those of other forms that are about the same are asked.
        """
        if section is None:
            return None
        for one in self._alike(section, first):
            for line in _lines(one):
                own = wordings(one) if one.field is not None else iter(())
                if any(means(word, label) for word in (*wordings(line), *own)):
                    return line
            for field in fields_of(one):
                if any(means(word, label) for word in wordings(field)):
                    return field
        return None

    def otherwise_called(
        self, label: str, section: WrittenSection | None, first: WrittenForm | None
    ) -> Asked | None:
        """Returns the field of a section that some offices call so, though no form does."""
        if section is None:
            return None
        keys = [key for key, words in known.ALSO_CALLED.items() if label in words]
        fields = (one for other in self._alike(section, first) for one in fields_of(other))
        return next((one for one in fields if one.key in keys), None)

    def _alike(self, section: WrittenSection, first: WrittenForm | None) -> Iterator[WrittenSection]:
        yield section
        own = groups(section)
        yield from (one for one in self.sections(first) if one is not section and groups(one) & own)


def clashes(one: str, other: str) -> bool:
    """Whether two keys cannot stand in one report: one is above the other, or their bookmarks are one."""
    is_above = one.startswith(f"{other}/") or other.startswith(f"{one}/")
    return one != other and (is_above or bookmark_key(one) == bookmark_key(other))
