"""A returned form and the report that is there already: what the report will say, and what that changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from kaohe_cli.model.reports import Report
from kaohe_cli.query.entries import ASKED, PHONES, Entry, value_of
from kaohe_cli.word.returns import ReturnedForm, Value
from kaohe_cli.word.returns.values import same_text
from kaohe_cli.words.phones import dialled

_LEADER: Final = ("leader",)
_CONTACT: Final = ("contact/name", "contact/mobile")
_SAID_ONCE: Final = (_LEADER, _CONTACT)

Kind = Literal["new", "changed", "cleared"]

Values = dict[str, dict[str, Value]]
"""What each row says, by its id and the field's path."""


class Change(NamedTuple):
    """What a return changes in one field."""

    entry: Entry
    path: str
    label: str
    old: Value | None
    new: Value | None

    @property
    def kind(self) -> Kind:
        """Whether something was filled in, changed or taken away."""
        return "new" if self.old is None else "cleared" if self.new is None else "changed"


@dataclass(frozen=True)
class Merged:
    """What a report says once a form is taken in."""

    values: Values
    changes: tuple[Change, ...]
    held_back: tuple[Change, ...]
    """What an older return would have changed, and did not."""


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

    A row that the form does not have stays, but for 完成情况 up to another month than ``month``; a field that
    the form has empty is cleared. A form that is ``older`` than what the report was read from only adds rows
    of which nothing was known.
    """
    known = known_values(report, entries)
    changes: list[Change] = []
    held: list[Change] = []
    is_other_month = report is not None and report.through_month != month and not older
    for row_id in [*form.rows, *(known if is_other_month else ())]:
        entry = entries[row_id]
        before = known.get(row_id, {})
        if row_id in form.rows:
            after = _settled(before, form.rows[row_id].values, area_code)
        else:
            after = {path: value for path, value in before.items() if not path.startswith("progress/")}
        differing = _differences(entry, before, after)
        if older and before:
            held += differing
        else:
            known[row_id] = after
            changes += differing
    return Merged(known, tuple(changes), tuple(held))


def _differences(entry: Entry, before: Mapping[str, Value], after: Mapping[str, Value]) -> list[Change]:
    return [
        Change(entry, asked.path, asked.label, before.get(asked.path), after.get(asked.path))
        for asked in ASKED[entry.form]
        if before.get(asked.path) != after.get(asked.path)
    ]


def known_values(report: Report | None, entries: Mapping[str, Entry]) -> Values:
    """Returns what a report says of its rows; who answers for all of them is said of each."""
    if report is None:
        return {}
    return {
        row_id: {
            asked.path: value
            for asked in ASKED[entries[row_id].form]
            if (value := value_of(report, row_id, asked.path)) is not None
        }
        for row_id in report.entries
        if row_id in entries
    }


def _settled(before: Mapping[str, Value], returned: Mapping[str, Value], area_code: str) -> dict[str, Value]:
    """Keeps the wording that is there where the return differs by blanks, a “。” or an area code."""
    return {
        path: before[path] if path in before and _same(path, before[path], value, area_code) else value
        for path, value in returned.items()
    }


def _same(path: str, one: Value, other: Value, area_code: str) -> bool:
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return one == other
    if path in PHONES and (number := dialled(one, area_code)):
        return number == dialled(other, area_code)
    return same_text(one, other)


def said_once(values: Values, before: Mapping[str, Value]) -> dict[str, Value]:
    """Returns who answers for all rows, by path: what all agree on, else what stood at the top (``before``).

    What stood there can only stay where every other row says in full who answers for it: nobody is given
    another's name or number.
    """
    common: dict[str, Value] = {}
    for paths in _SAID_ONCE:
        said = {tuple(row.get(path) for path in paths) for row in values.values()}
        top = tuple(before.get(path) for path in paths)
        if len(said) == 1:
            top = said.pop()
        elif not all(one == top or None not in one for one in said):
            continue
        common |= {path: value for path, value in zip(paths, top, strict=True) if value is not None}
    return common


def own_values(row: Mapping[str, Value], common: Mapping[str, Value]) -> dict[str, Value]:
    """Returns what stands with a row itself: all but what is said once for all rows."""
    return {path: value for path, value in row.items() if common.get(path) != value}
