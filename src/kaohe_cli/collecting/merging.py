"""A returned form and the report that is there already: what the report will say, and what that changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from kaohe_cli.collecting.reading import ReturnedForm, ReturnedRow, Value
from kaohe_cli.collecting.reading.values import same_text
from kaohe_cli.forms.record import Field, Form, Forms
from kaohe_cli.forms.reports import Report
from kaohe_cli.query.entries import Entry
from kaohe_cli.words.phones import dialled

ChangeKind = Literal["new", "changed", "cleared"]

RowValues: TypeAlias = dict[str, Value]
Values: TypeAlias = dict[str, RowValues]
"""What each row says, by its id and the field's key."""


class Change(NamedTuple):
    """What a return changes in one field."""

    entry: Entry
    path: str
    label: str
    old: Value | None
    new: Value | None

    @property
    def kind(self) -> ChangeKind:
        """Whether something was filled in, changed or taken away."""
        return "new" if self.old is None else "cleared" if self.new is None else "changed"


@dataclass(frozen=True)
class Merged:
    """What a report says once a form is taken in."""

    values: Values
    changes: tuple[Change, ...]
    held_back: tuple[Change, ...]
    """What the return would have changed, and did not: it is older, or it would have emptied too much."""

    def without_clearing(self) -> "Merged":
        """Returns the same with nothing emptied."""
        cleared = [change for change in self.changes if change.kind == "cleared"]
        for change in cleared:
            if change.old is not None:
                self.values[change.entry.id][change.path] = change.old
        changes = tuple(change for change in self.changes if change.kind != "cleared")
        return Merged(self.values, changes, (*self.held_back, *cleared))


def merge(
    form: ReturnedForm,
    report: Report | None,
    entries: Mapping[str, Entry],
    *,
    older: bool,
    month: int,
    area_code: str = "",
) -> Merged:
    """Returns the values of a body's report with those of a form in their place.

    Both are of one round, that through ``month``. A row or field that the form does not have stays; a field
    that the form has empty is cleared. A form that is ``older`` than what the report was read from only adds
    rows of which nothing was known.
    """
    known = known_values(report, entries)
    return merged_into(known, form, entries, older=older, month=month, area_code=area_code)


def merged_into(
    known: Values,
    form: ReturnedForm,
    entries: Mapping[str, Entry],
    *,
    older: bool,
    month: int,
    area_code: str,
) -> Merged:
    """Returns the values of a body with those of a form in their place; ``known`` becomes these."""
    changes: list[Change] = []
    held: list[Change] = []
    for row_id, row in form.rows.items():
        entry = entries[row_id]
        before = known.get(row_id, {})
        kept = _not_asked(entry, row, before, month)
        after = kept | _settled(entry.form, before, row.values, area_code)
        differing = _differences(entry, before, after)
        if older and before:
            held += differing
        else:
            known[row_id] = after
            changes += differing
    return Merged(known, tuple(changes), tuple(held))


def _not_asked(entry: Entry, row: ReturnedRow, before: Mapping[str, Value], month: int) -> RowValues:
    """Returns what is known of fields that the paper does not show.

    They are of no form, left out in this month, were added after it was sent out, or taken out by the unit.
    """
    asked = {field.key for field in entry.form.asked(month)} - row.without
    return {key: value for key, value in before.items() if key not in asked or key not in row.shown}


def _differences(entry: Entry, before: Mapping[str, Value], after: Mapping[str, Value]) -> list[Change]:
    return [
        Change(entry, field.key, field.title, before.get(field.key), after.get(field.key))
        for field in entry.form.fields
        if before.get(field.key) != after.get(field.key)
    ]


def known_values(report: Report | None, entries: Mapping[str, Entry]) -> Values:
    """Returns what a report says of its rows; what is said of all of them is said of each."""
    if report is None:
        return {}
    return {
        row_id: {
            **{key: value for key, value in report.said.items() if key in entries[row_id].form.by_key},
            **own,
        }
        for row_id, own in report.entries.items()
        if row_id in entries
    }


def _settled(
    form: Form, before: Mapping[str, Value], returned: Mapping[str, Value], area_code: str
) -> RowValues:
    """Keeps the wording that is there where the return differs by blanks, a “。” or an area code."""
    return {
        key: before[key]
        if key in before and _same(form.by_key[key], before[key], value, area_code)
        else value
        for key, value in returned.items()
    }


def _same(field: Field, one: Value, other: Value, area_code: str) -> bool:
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return one == other
    if field.kind == "phone" and (number := dialled(one, area_code)):
        return number == dialled(other, area_code)
    return same_text(one, other)


def said_once(
    values: Values, before: Mapping[str, Value], entries: Mapping[str, Entry], forms: Forms
) -> RowValues:
    """Returns what is said once for all rows, by key: what all agree on, else what stood at the top.

    What stood there (``before``) can only stay where every other row says in full what it is: nobody is
    given another's name or number. What is of no form stays.
    """
    common = {key: value for key, value in before.items() if key not in forms.fields}
    for keys in _once_together(forms):
        rows = [row for row_id, row in values.items() if set(keys) & set(entries[row_id].form.by_key)]
        said = {tuple(row.get(key) for key in keys) for row in rows}
        top = tuple(before.get(key) for key in keys)
        if len(said) == 1:
            top = said.pop()
        elif not all(one == top or None not in one for one in said):
            continue
        common |= {key: value for key, value in zip(keys, top, strict=True) if value is not None}
    return common


def _once_together(forms: Forms) -> list[tuple[str, ...]]:
    """Returns the keys that are said once, a person with the phone that goes with them."""
    phones = {field.phone: field.key for field in forms.fields.values() if field.once and field.phone}
    together: dict[str, list[str]] = {}
    for key in forms.once:
        together.setdefault(phones.get(key, key), []).append(key)
    return [tuple(keys) for keys in together.values()]


def own_values(row: Mapping[str, Value], common: Mapping[str, Value]) -> dict[str, Value]:
    """Returns what stands with a row itself: all but what is said once for all rows."""
    return {path: value for path, value in row.items() if common.get(path) != value}
