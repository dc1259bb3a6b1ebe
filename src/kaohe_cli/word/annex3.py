"""What the template of 附件3 is filled with: a body's rows, and what it has already reported on them.

The names are Chinese because the people who edit the template are: ``{{ 项.完成情况.自评得分 }}``.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from kaohe_cli.model.contacts import Contacts, People
from kaohe_cli.model.indicators import Section
from kaohe_cli.model.reports import CityLiaison, Contact, Forecast, Progress, Report, ReportEntry
from kaohe_cli.model.units import Unit
from kaohe_cli.query.entries import Entry, entries_of
from kaohe_cli.query.rows import IncentiveRow, Row, unit_texts
from kaohe_cli.workspace.workspace import Tables

_NOTHING = ReportEntry()


def context(
    unit: Unit,
    rows: Iterable[Row],
    tables: Tables,
    report: Report | None,
    through_month: int,
    contacts: Contacts | None = None,
) -> dict[str, Any]:
    """Returns the variables of the template for one body, with its rows from ``query.entries.rows_by_unit``.

    What a report says of people wins over the roster, field by field; what it says of a single row wins
    over what it says of the whole body. A report of another month keeps its forecast, problems and
    contacts; its progress is left to be filled in anew.
    """
    items: dict[str, list[dict[str, Any]]] = {"scored": [], "unscored": [], "incentive": []}
    for entry in entries_of(rows):
        items[entry.form].append(_item(entry, _Known(unit, report, contacts), through_month))
    sections = tables.indicators.sections
    return {
        "年度": tables.indicators.year,
        "单位": unit.name,
        "截至月份": through_month,
        "计分部分": {
            "标题": _titles(sections, "scored"),
            "指标数": sum(len(section.indicators) for section in sections if section.form == "scored"),
            "项目": items["scored"],
        },
        "不计分部分": {"标题": _titles(sections, "unscored"), "项目": items["unscored"]},
        "激励部分": {"项目": items["incentive"]},
        "全部项目": [item for form in items.values() for item in form],
    }


def _titles(sections: Iterable[Section], form: str) -> str:
    return "、".join(section.title for section in sections if section.form == form)


class _Known(NamedTuple):
    """What is known of a body besides the tables."""

    unit: Unit
    report: Report | None
    contacts: Contacts | None

    def people(self, row: Row, entry: ReportEntry) -> People:
        """Returns who answers for a row."""
        roster = self.contacts.people(self.unit.name, row.id) if self.contacts else People()
        general = self.report.contact if self.report else Contact()
        own = entry.contact or Contact()
        leader = entry.leader or (self.report.leader if self.report else None)
        name, mobile = _paired(
            (own.name, own.mobile), (general.name, general.mobile), (roster.contact, roster.mobile)
        )
        return People(leader=leader or roster.leader, contact=name, mobile=mobile)

    def city(self, row: Row, entry: ReportEntry) -> CityLiaison:
        """Returns whom to ask in the city; about an incentive that is its first leading department."""
        department = row.incentive.city_lead[0] if isinstance(row, IncentiveRow) else None
        roster = self.contacts.city(row.id, department) if self.contacts else CityLiaison()
        own = entry.city_liaison
        office, phone = _paired((own.office, own.phone), (roster.office, roster.phone))
        return CityLiaison(leader=own.leader or roster.leader, office=office, phone=phone)


def _paired(*sources: tuple[str | None, str | None]) -> tuple[str | None, str | None]:
    """Returns the first name, and the first number that is not from behind it: it would be another's."""
    number = None
    for name, own_number in sources:
        number = number or own_number
        if name is not None:
            return name, number
    return None, number


def _item(entry: Entry, known: _Known, through_month: int) -> dict[str, Any]:
    report = known.report
    filled = report.entries.get(entry.id, _NOTHING) if report is not None else _NOTHING
    same_month = report is not None and report.through_month == through_month
    people, city = known.people(entry.row, filled), known.city(entry.row, filled)
    return {
        "编号": entry.id,
        "anchor": entry.id.replace(".", "_"),
        "标题": entry.title,
        "责任单位": unit_texts(entry.row),
        "满分说明": entry.full_marks,
        "完成情况": _progress(filled.progress if same_month else Progress()),
        "全年预计": _forecast(filled.forecast),
        "存在问题": filled.problems,
        "对接市级部门": {"分管领导": city.leader, "经办处室": city.office, "联系电话": city.phone},
        "责任领导": people.leader,
        "责任人": people.contact,
        "联系电话": people.mobile,
    }


def _progress(part: Progress) -> dict[str, Any]:
    return {
        "基本情况": part.situation,
        "自评得分": part.self_score,
        "自评排名": part.self_rank,
        "是否完成": part.completed,
    }


def _forecast(part: Forecast) -> dict[str, Any]:
    return _progress(part) | {"是否符合申报条件": part.eligible, "预计争取结果": part.expected_result}
