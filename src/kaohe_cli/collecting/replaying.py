"""A late old return put where it belongs among those before it, so that their order does not matter."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from kaohe_cli.collecting.merging import Change, Merged, Values, known_values, merged_into
from kaohe_cli.collecting.reading import ReturnedForm
from kaohe_cli.forms.reports import Report
from kaohe_cli.query.entries import Entry

_MOST_EMPTIED: Final = 3
"""From so many fields on a person is asked: one or two are struck out on purpose, more are a blank form."""


class Original(NamedTuple):
    """A return, and when it was last saved."""

    saved: str
    form: ReturnedForm


def empties_too_much(form: ReturnedForm, merged: Merged) -> bool:
    """Whether a return empties what no unit empties on purpose without saying so."""
    cleared = sum(change.kind == "cleared" for change in merged.changes)
    return cleared >= (1 if form.is_partial else _MOST_EMPTIED)


def replayed(
    known: Iterable[Original],
    late: Original,
    report: Report,
    entries: Mapping[str, Entry],
    *,
    month: int,
    area_code: str,
) -> Merged | None:
    """Returns what a report says once a late return is taken in at its time, between those ``known``.

    None where the report is not what these say: somebody has edited it since, or had one taken in by force.
    """
    known = list(known)
    before = _said(known, entries, month, area_code)
    if _filled(before) != _filled(known_values(report, entries)):
        return None
    after = _said([*known, late], entries, month, area_code)
    changes = [
        Change(entries[row_id], field.key, field.title, old.get(field.key), new.get(field.key))
        for row_id, new in after.items()
        for old in (before.get(row_id, {}),)
        for field in entries[row_id].form.fields
        if old.get(field.key) != new.get(field.key)
    ]
    return Merged(after, tuple(changes), ())


def _said(originals: Iterable[Original], entries: Mapping[str, Entry], month: int, area_code: str) -> Values:
    """Returns what returns say together, each saved later over those before it."""
    values: Values = {}
    for one in sorted(originals, key=lambda original: original.saved):
        merged = merged_into(values, one.form, entries, older=False, month=month, area_code=area_code)
        values = (merged.without_clearing() if empties_too_much(one.form, merged) else merged).values
    return values


def _filled(values: Values) -> Values:
    return {row_id: row for row_id, row in values.items() if row}
