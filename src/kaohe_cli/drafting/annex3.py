"""What the template of 附件3 is filled with: a body's rows, and what it has already reported on them.

The names are Chinese because the people who edit the template are: ``{{ 项.完成情况.自评得分 }}``.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from kaohe_cli.forms import known
from kaohe_cli.forms.record import PEOPLE, Field, Form, Forms
from kaohe_cli.forms.reports import Report, Value
from kaohe_cli.forms.rounds import Round, carried
from kaohe_cli.query.entries import Entry, entries_asked
from kaohe_cli.query.rows import INCENTIVES, IncentiveRow, Row, unit_texts
from kaohe_cli.tables.contacts import Contacts
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.workspace import Tables

_TEXTS: Final = frozenset({"paragraphs", "line"})
"""The kinds whose values are worth carrying on; a score or a rank of another round is only wrong."""


class Before(NamedTuple):
    """What a body reported in other rounds."""

    latest: Report
    """The newest report, for the people in it."""
    carry: Report | None = None
    """The report of the round before, where its texts are wanted."""


def context(
    unit: Unit,
    rows: Iterable[Row],
    tables: Tables,
    report: Report | None,
    through_month: int,
    contacts: Contacts | None = None,
    *,
    by_indicator: bool = False,
    before: Before | None = None,
) -> dict[str, Any]:
    """Returns the variables of the template for one body, with its rows from ``query.entries.rows_by_unit``.

    ``report`` is that of the round; what it says of people wins over the roster, field by field; what it says
    of a single row wins over what it says of the whole body. Of what the body reported ``before``, people are
    taken, and where asked its texts. ``by_indicator`` asks for an indicator as a whole where the body has
    several of its criteria.
    """
    known_of = _Known(unit, report, before, contacts, _names(tables.forms))
    items: dict[str, list[dict[str, Any]]] = {form.id: [] for form in tables.forms}
    reported = known_of.reported
    for entry in entries_asked(rows, tables, reported, by_indicator=by_indicator):
        items[entry.form.id].append(known_of.item(entry))
    parts = {form.part: {**_part(form, tables), "项目": items[form.id]} for form in tables.forms}
    return {
        "年度": tables.indicators.year,
        "单位": unit.name,
        "截至月份": through_month,
        **parts,
        "全部项目": [item for form in items.values() for item in form],
    }


def _part(form: Form, tables: Tables) -> dict[str, Any]:
    """Returns what a form's titles say of the parts that are reported in it."""
    sections = [one for one in tables.indicators.sections if tables.forms.of_section(one) is form]
    titles = [section.title for section in sections]
    count = sum(len(section.indicators) for section in sections)
    if tables.forms.of_incentives is form:
        titles.append(INCENTIVES)
        count += len(tables.incentives.incentives)
    return {"标题": "、".join(titles), "指标数": count}


def _names(forms: Forms) -> tuple[str, ...]:
    """Returns what templates call every field of any form: an item has the others' too, empty."""
    return tuple(dict.fromkeys(one.name for form in forms for one in form.fields))


class _Known(NamedTuple):
    """What is known of a body besides the tables."""

    unit: Unit
    report: Report | None
    before: Before | None
    contacts: Contacts | None
    names: tuple[str, ...]

    @property
    def reported(self) -> Collection[str]:
        """The ids that it reported on, in this round or else in the one before."""
        last = self.before.latest if self.before is not None else None
        known = self.report or last
        return known.entries if known is not None else ()

    def item(self, entry: Entry) -> dict[str, Any]:
        """Returns a heading of the form with what is known under it."""
        values = self._values(entry)
        return {
            "编号": entry.id,
            "anchor": entry.id.replace(".", "_"),
            "标题": entry.title,
            "责任单位": unit_texts(entry.row),
            "满分说明": entry.full_marks,
            "考核内容": entry.content,
            **grouped(dict.fromkeys(self.names) | values),
        }

    def _values(self, entry: Entry) -> dict[str, Value | None]:
        """Returns the values of an entry by what templates call them."""
        sources = self._sources(entry)
        values: dict[str, Value | None] = {}
        for field in entry.form.fields:
            said = (source.get(field.key) for source in sources)
            value = next((value for value in said if value is not None), None)
            values.setdefault(field.name, self._carried(entry, field) if value is None else value)
            if field.phone:
                phone = entry.form.by_key[field.phone]
                pairs = [(source.get(field.key), source.get(phone.key)) for source in sources]
                values[field.name], values[phone.name] = _paired(pairs)
        return values

    def _carried(self, entry: Entry, field: Field) -> str | None:
        """Returns the text of the round before, marked as that; None where it is not wanted or not there."""
        last = self.before.carry if self.before is not None else None
        value = last.value(entry.id, field.key) if last is not None and field.kind in _TEXTS else None
        if last is None or not isinstance(value, str) or "【" in value:  # a prompt, or carried over itself
            return None
        return carried(value, Round(last.year, last.through_month))

    def _sources(self, entry: Entry) -> list[Mapping[str, Value | None]]:
        """Returns what is known of an entry, what wins first: the row's own, the report's, the roster's.

        Behind the report stand the people of the round before. About an incentive, its first leading
        department is asked.
        """
        sources: list[Mapping[str, Value | None]] = []
        if self.report is not None:
            sources += [self.report.entries.get(entry.id, {}), self.report.said]
        if self.before is not None:
            last = self.before.latest
            of_people = {field.key for field in entry.form.fields if field.kind in PEOPLE}
            sources += [
                {key: value for key, value in said.items() if key in of_people}
                for said in (last.entries.get(entry.id, {}), last.said)
            ]
        if self.contacts is not None:
            row = entry.row
            department = row.incentive.city_lead[0] if isinstance(row, IncentiveRow) else None
            for row_id in (row.id, *entry.covers):
                people = self.contacts.people(self.unit.name, row_id)
                city = self.contacts.city(row_id, department)
                sources.append(known.roster(people, city))
        return sources


def _paired(
    sources: Iterable[tuple[Value | None, Value | None]],
) -> tuple[Value | None, Value | None]:
    """Returns the first name, and the first number that is not from behind it: it would be another's."""
    number = None
    for name, own_number in sources:
        number = number or own_number
        if name is not None:
            return name, number
    return None, number


def grouped(values: Mapping[str, Value | None]) -> dict[str, Any]:
    """Returns values by their names, those with a “.” in the mapping of their group."""
    item: dict[str, Any] = {}
    for name, value in values.items():
        group, _, leaf = name.rpartition(".")
        if group:
            item.setdefault(group, {})[leaf] = value
        else:
            item[name] = value
    return item
