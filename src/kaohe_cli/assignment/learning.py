"""Contacts learnt from the latest returns: who stands there as 责任领导 and 责任人 of each body."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from kaohe_cli.assignment.roster import Said, number_in
from kaohe_cli.files.paths import shown_path
from kaohe_cli.forms import known
from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.rounds import Round
from kaohe_cli.rules.entry_checks import is_empty
from kaohe_cli.rules.reports import main_files
from kaohe_cli.tables.contacts import Contacts, UnitPeople
from kaohe_cli.words.masks import is_masked
from kaohe_cli.words.people_and_numbers import taken_apart
from kaohe_cli.words.shortening import some_of
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace

_NAMED: Final = 3
_LONGEST_NAME: Final = 40
"""Two or three names with their posts; what is longer is no name."""
_NOBODY: Final = frozenset({"无", "/", "／", "-", "—", "——", "同上", "同前"})


class Learnt(NamedTuple):
    """What the returns say, and what a person must decide."""

    said: tuple[Said, ...]
    questions: tuple[str, ...]


def learnt(workspace: Workspace, contacts: Contacts, asked: Round | None = None) -> Learnt:
    """Returns the people of each body by its latest report, or by that of the round ``asked``.

    Where rows of one report name different people, or a joint report could mean any body's, nothing is
    proposed: that is a question, unless ``contacts`` has an answer for each of these rows already.

    Raises:
        UnusableDataError: the tables cannot be used.
        CannotLookError: a folder of reports is there and cannot be listed.
    """
    registry = workspace.tables().registry
    rounds = [asked] if asked is not None else sorted(workspace.rounds_with_reports, reverse=True)
    said: dict[str, Said | None] = {}
    questions: list[str] = []
    for one in rounds:
        files = workspace.reports_of(one)
        for loaded in files:
            if loaded.model is None:
                questions.append(f"{loaded.source.shown_path} 无法读取，未读；见 kaohe validate")
                if (body := registry.find(loaded.source.path.stem)) is not None:
                    said.setdefault(body.name, None)  # an older report may be out of date
        for unit, loaded in main_files(files, registry).items():
            if unit not in said and loaded.model is not None:
                found, open_ = _of_report(unit, loaded, loaded.model, contacts)
                questions += open_
                if found is not None or open_:
                    said[unit] = found
    order = {unit.name: number for number, unit in enumerate(registry.units)}
    kept = sorted((one for one in said.values() if one is not None), key=lambda one: order[one.unit])
    return Learnt(tuple(kept), tuple(questions))


class _Statement(NamedTuple):
    """A value, and the rows that have it; none for what is said once for all."""

    value: str
    rows: tuple[str, ...]


def _of_report(
    unit: str, loaded: Loaded[Report], report: Report, contacts: Contacts
) -> tuple[Said | None, list[str]]:
    """Returns what a report says of its body's people, and what must be asked."""
    place = shown_path(loaded.source.path)
    leaders = _stated(report, known.LEADER)
    people = _stated(report, known.CONTACT_NAME)
    if not leaders and not people:
        return None, []
    if report.joint:
        return None, [
            f"{place} 是几个单位合报的，看不出里面写的是哪个单位的人，没有采用；用 kaohe assign --unit 填写"
        ]
    questions: list[str] = []
    fields: dict[str, str] = {}
    for name, found in (("leader", leaders), ("contact", people)):
        values = list(dict.fromkeys(one.value for one in found))
        if len(values) > 1:
            questions += (
                [] if _is_settled(unit, name, found, contacts) else [_several(place, unit, name, found)]
            )
        elif values and (why := _why_unusable(values[0])):
            questions.append(f"{place} 的{_TITLES[name]}{why}，没有采用")
        elif values:
            fields[name] = values[0]
    if "contact" in fields:
        numbers = _stated(report, known.CONTACT_MOBILE)
        number, why = _number(numbers)
        if number:
            fields["mobile"] = number
        elif why:
            questions.append(f"{place} 的联系电话{why}，没有采用")
    rows = list(dict.fromkeys(row for one in (*leaders, *people) for row in one.rows))
    rows = rows or list(report.entries)
    source = f"（{report.returned.file}）" if report.returned else ""
    folder = loaded.source.path.parent
    where = f"{folder.name}/{loaded.source.path.name} {some_of(rows, _NAMED, '项')}{source}"
    return (Said(unit, None, fields, where) if fields else None), questions


_TITLES: Final = {"leader": "责任领导", "contact": "责任人"}


def _stated(report: Report, key: str) -> list[_Statement]:
    """Returns each value of a field once, with the rows that have it of their own."""
    found: dict[str, list[str]] = {}
    for value, row in _values(report, key):
        text = " ".join(str(value).split())
        if not is_empty(value) and text not in _NOBODY:
            found.setdefault(text, []).extend([row] if row else [])
    return [_Statement(value, tuple(rows)) for value, rows in found.items()]


def _values(report: Report, key: str) -> Iterator[tuple[object, str]]:
    own = {row: entry[key] for row, entry in report.entries.items() if key in entry}
    if key in report.said and (len(own) < len(report.entries) or not own):
        yield report.said[key], ""
    yield from ((value, row) for row, value in own.items())


def _is_settled(unit: str, name: str, found: list[_Statement], contacts: Contacts) -> bool:
    body = contacts.units.get(unit, UnitPeople())
    return all(
        getattr(contacts.people(unit, row) if row else body, name) == one.value
        for one in found
        for row in one.rows or ("",)
    )


def _several(place: str, unit: str, name: str, found: list[_Statement]) -> str:
    each = "，".join(
        f"{some_of(one.rows, _NAMED, '项') if one.rows else '其余'}是{one.value}" for one in found
    )
    row = next(one.rows[0] for one in found if one.rows)
    return (
        f"{place} 各项的{_TITLES[name]}不是一个人：{each}；没有采用，"
        f"定了以后用 kaohe assign --unit {unit} --{name} 姓名 填全单位的，"
        f"个别项另有人的加编号，如 kaohe assign {row} --unit {unit} --{name} 姓名"
    )


def _why_unusable(name: str) -> str:
    if is_masked(name):
        return "打了码"
    if len(name) > _LONGEST_NAME or taken_apart(name).numbers:
        return "不像是姓名"
    return ""


def _number(found: list[_Statement]) -> tuple[str, str]:
    """Returns the one number that all rows have, or why there is none; both empty where none is said."""
    numbers = {number_in(one.value) for one in found}
    if len({number for number, _ in numbers}) > 1:
        return "", "各项不一致"
    number, why = next(iter(numbers), ("", ""))
    return number, "" if number else why
