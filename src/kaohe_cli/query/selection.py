"""Which rows are asked for: by id or a piece of a name, by body, section, kind, city department, bonus."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kaohe_cli.exceptions import UnknownNameError, WrongUseError
from kaohe_cli.query.rows import Assigned, CriterionRow, IncentiveRow, Row, all_rows, shares
from kaohe_cli.tables.indicators import IndicatorTable, Section
from kaohe_cli.tables.units import Collective, Registry, Unit
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.words.patterns import regex
from kaohe_cli.words.shortening import shortened
from kaohe_cli.workspace.workspace import Tables

_LOOSE_ID = regex(r"(?P<letter>[A-Z])(?P<number>[0-9]{1,3})(?P<below>(?:\.[0-9]{1,3})*)")

_LONGEST_TITLE = 13
"""Of a part in a list of parts: its id and the beginning of its title tell which."""

TableKind = Literal["criterion", "incentive"]
Body: TypeAlias = Unit | Collective


@dataclass(frozen=True)
class Selection:
    """The filters of ``kaohe list``; a filter that is not set lets every row through."""

    query: str | None = None
    units: tuple[str, ...] = ()
    section: str | None = None
    kind: TableKind | None = None
    city: str | None = None
    bonus: bool = False
    unassigned: bool = False

    def rows(self, tables: Tables) -> tuple[Row, ...]:
        """Returns the rows that pass every filter, in the documents' order.

        Raises:
            UnknownNameError: a name or id of a filter is not known; the message suggests the nearest.
        """
        rows = tuple(all_rows(tables))
        if self.query is not None:
            rows = matching(self.query, rows)
        if self.units:
            bodies = [find_body(name, tables.registry) for name in self.units]
            rows = _kept(rows, lambda row: any(body in bodies for body in row_bodies(row, tables.registry)))
        if self.section is not None:
            section = find_section(self.section, tables.indicators)
            rows = _kept(rows, lambda row: isinstance(row, CriterionRow) and row.section is section)
        if self.city is not None:
            city = find_city(self.city, tables.registry)
            rows = _kept(
                rows, lambda row: isinstance(row, IncentiveRow) and city in row.incentive.city_departments
            )
        if self.kind is not None:
            wanted = CriterionRow if self.kind == "criterion" else IncentiveRow
            rows = _kept(rows, lambda row: isinstance(row, wanted))
        if self.bonus:
            rows = _kept(rows, lambda row: isinstance(row, IncentiveRow) and row.incentive.bonus_points)
        if self.unassigned:
            rows = _kept(rows, lambda row: is_unassigned(row, tables.registry))
        return rows


def row_bodies(row: Assigned, registry: Registry) -> tuple[Body | None, ...]:
    """Returns the bodies of a row, those of a resolved collective in its place.

    A collective that nobody has resolved stands for itself; None is a name the registry does not know.
    """
    return tuple(registry.meanings(row.units, row.resolved))


def lead_bodies(row: Assigned, registry: Registry) -> tuple[Body | None, ...]:
    """Returns the bodies that lead a row: several only where the row says so."""
    return tuple(registry.resolve(share.name) for share in shares(row) if share.leads)


def is_unassigned(row: Row, registry: Registry) -> bool:
    """True where a row has no body, or a collective that still has to be named."""
    bodies = row_bodies(row, registry)
    return not bodies or any(isinstance(body, Collective) for body in bodies)


def matching(query: str, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Returns the rows that an id at any level, or else a piece of a name, selects.

    Raises:
        UnknownNameError: nothing matches.
    """
    wanted = unicodedata.normalize("NFKC", query).strip()
    found = _with_id(wanted, rows)
    if not found and wanted:
        found = tuple(row for row in rows if any(_contains(text, wanted) for text in row.texts))
    if not found:
        known = [name for row in rows for name in (*row.ids, row.name)]
        raise UnknownNameError(
            _unknown(f"没有编号或名称是“{query}”的项", wanted, known, "kaohe list 列出全部")
        )
    return found


def matching_ids(query: str, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Returns the rows that an id at any level selects; a piece of a name is not enough to change something.

    Raises:
        UnknownNameError: there is no such id.
    """
    found = _with_id(query, rows)
    if not found:
        known = [known_id for row in rows for known_id in row.ids]
        message = f"没有编号是“{query}”的项"
        raise UnknownNameError(_unknown(message, row_id(query), known, "编号见 kaohe list"))
    return found


def _with_id(wanted: str, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    wanted_id = row_id(wanted)
    return tuple(row for row in rows if wanted_id in row.ids)


def row_id(text: str) -> str:
    """Returns an id as the tables write it.

    >>> row_id("j1"), row_id("Ａ2"), row_id("a2.01"), row_id("A19.1.5"), row_id("招商")
    ('J01', 'A02', 'A02.1', 'A19.1.5', '招商')
    """
    wanted = unicodedata.normalize("NFKC", text).strip().upper()
    found = _LOOSE_ID.fullmatch(wanted)
    if found is None:
        return wanted
    levels = [str(int(level)) for level in found["below"].split(".")[1:]]
    return ".".join([f"{found['letter']}{int(found['number']):02}", *levels])


def unit_names(values: Iterable[str], *registries: Registry | None) -> list[str]:
    """Returns the names that ``--unit`` gives, each value one name or several: 甲,乙.

    What a registry knows as a name is one, whatever commas it holds.

    Raises:
        WrongUseError: there is nothing but commas and blanks.
    """
    names: list[str] = []
    for value in values:
        whole = value.strip()
        is_known = any(registry is not None and registry.resolve(whole) for registry in registries)
        found = [whole] if is_known else _listed(value, registries)
        if not found:
            raise WrongUseError("--unit 后面没有写单位")
        names += found
    return names


def _listed(value: str, registries: Iterable[Registry | None]) -> list[str]:
    from kaohe_cli.words.listed_bodies import names_listed  # its patterns take longer than a list of one name

    return names_listed(value, {name for one in registries if one for name in one.known_names()})


def find_body(name: str, registry: Registry) -> Body:
    """Returns the body or collective that any of its names means, as people write them.

    Raises:
        UnknownNameError: the registry does not know the name.
    """
    body = registry.find(name)
    if body is None:
        message = f"{registry.where}里没有“{name}”这个单位"
        raise UnknownNameError(
            _unknown(message, name, registry.known_names(), "新单位先用 kaohe unit add 加进名录")
        )
    return body


def find_section(name: str, table: IndicatorTable) -> Section:
    """Returns the section with this id or this piece of its title.

    Raises:
        UnknownNameError: no section is meant.
    """
    for section in table.sections:
        if name.strip().upper() == section.id or _contains(section.title, name):
            return section
    if not table.sections:
        raise UnknownNameError(
            "没有 indicators.yaml（附件1），没有部分可选；督查激励用 --kind incentive 列出"
        )
    known = "、".join(
        f"{section.id} {shortened(section.title, _LONGEST_TITLE)}" for section in table.sections
    )
    raise UnknownNameError(f"没有“{name}”这一部分，可以写：{known}")


def find_city(name: str, registry: Registry) -> str:
    """Returns the name of the city department.

    Raises:
        UnknownNameError: the registry does not know it.
    """
    if name.strip() in registry.city_names:
        return name.strip()
    message = f"{registry.where}里没有“{name}”这个市级部门"
    known = [department.name for department in registry.city_departments]
    raise UnknownNameError(_unknown(message, name, known, "全部市级部门见 kaohe unit list --kind city"))


def _kept(rows: tuple[Row, ...], test: Callable[[Row], bool]) -> tuple[Row, ...]:
    return tuple(row for row in rows if test(row))


def _contains(text: str, piece: str) -> bool:
    return piece.strip().casefold() in unicodedata.normalize("NFKC", text).casefold() or piece.strip() in text


def _unknown(message: str, name: str, known: Iterable[str], otherwise: str) -> str:
    return f"{message}，{did_you_mean(name, known) or otherwise}"
