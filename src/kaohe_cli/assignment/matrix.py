"""Who does what: each body with the rows it leads and supports, and the rows that still wait for one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from kaohe_cli.query.rows import CriterionRow, IncentiveRow, Row, all_rows
from kaohe_cli.query.selection import is_unassigned, lead_bodies, row_bodies
from kaohe_cli.tables.indicators import Section
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.workspace import Tables


@dataclass
class Load:
    """What falls to one body, section or city department."""

    name: str
    led: list[CriterionRow] = field(default_factory=list)
    supported: list[CriterionRow] = field(default_factory=list)
    incentives: list[IncentiveRow] = field(default_factory=list)
    bodies: dict[str, None] = field(default_factory=dict)
    """The names of the bodies that take part, in order of appearance."""

    @property
    def weight(self) -> Decimal:
        """The sum of the weights of the rows it leads, in points (分)."""
        return sum((row.weight or Decimal(0) for row in self.led), Decimal(0))


def by_unit(tables: Tables) -> list[Load]:
    """Returns the load of every body, the one that leads the most weight first."""
    loads = {unit.name: Load(unit.name) for unit in tables.registry.units}
    for row in all_rows(tables):
        leading = lead_bodies(row, tables.registry)
        for body in row_bodies(row, tables.registry):
            if isinstance(body, Unit):
                _add(loads[body.name], row, leads=body in leading)
    return sorted(loads.values(), key=lambda load: (-load.weight, -len(load.led)))


def by_section(tables: Tables) -> list[Load]:
    """Returns the load of every section of 附件1, and of the incentives, in the documents' order."""
    loads = {section.id: Load(_section_name(section)) for section in tables.indicators.sections}
    incentives = Load("督查激励")
    for row in all_rows(tables):
        load = loads[row.section.id] if isinstance(row, CriterionRow) else incentives
        _add(load, row, leads=True)
        load.bodies |= dict.fromkeys(_unit_names(row, tables))
    return [*loads.values(), incentives] if tables.incentives.incentives else [*loads.values()]


def by_city(tables: Tables) -> list[Load]:
    """Returns the incentives of every city department, in the registry's order, with their bodies."""
    loads = {department.name: Load(department.name) for department in tables.registry.city_departments}
    for incentive in tables.incentives.incentives:
        row = IncentiveRow(incentive)
        for name in incentive.city_departments:
            load = loads.setdefault(name, Load(name))
            _add(load, row, leads=True)
            load.bodies |= dict.fromkeys(_unit_names(row, tables))
    return list(loads.values())


def unassigned(tables: Tables) -> list[Row]:
    """Returns the rows on a collective that nobody has resolved, or on nobody."""
    return [row for row in all_rows(tables) if is_unassigned(row, tables.registry)]


def _add(load: Load, row: Row, *, leads: bool) -> None:
    if isinstance(row, IncentiveRow):
        load.incentives.append(row)
    else:
        (load.led if leads else load.supported).append(row)


def _unit_names(row: Row, tables: Tables) -> Iterable[str]:
    return (body.name for body in row_bodies(row, tables.registry) if isinstance(body, Unit))


def _section_name(section: Section) -> str:
    return f"{section.id}、{section.title}"
