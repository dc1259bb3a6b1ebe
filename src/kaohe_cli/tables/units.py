"""The registry: which body, collective or city department each wording of the tables means."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar

from pydantic import Field, ValidationError

from kaohe_cli.files.names import folded
from kaohe_cli.tables.base import SCHEMA_VERSION, BodyName, Model, Version
from kaohe_cli.words.body_names import ZONE_SIGNS, short_form, tidied
from kaohe_cli.words.plaques import PLAQUE, bodies_named


def is_usable_name(name: str) -> bool:
    """True for what can be the name of a body, and so of its files."""
    try:
        Named(name=name)
    except ValidationError:
        return False
    return True


class Named(Model):
    """An entry of the registry."""

    name: BodyName
    """正式名称，用作报送材料和文件的名称"""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the entry, the proper one first."""
        return (self.name,)


class Unit(Named):
    """A body (责任单位), with its other names and plaques (挂牌)."""

    aliases: tuple[BodyName, ...] = ()
    """同一机构的其他名称和挂牌"""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class Collective(Named):
    """Not a body: stands for units still to be named (区级有关部门)."""


class CityDepartment(Named):
    """A department of the city that leads or supports an incentive."""


class Registry(Model):
    """The whole of ``units.yaml``."""

    where: ClassVar[str] = "名录（units.yaml）"
    """What the registry is called in messages."""

    schema_version: Version
    """数据格式的版本，目前是 1"""
    units: tuple[Unit, ...] = Field(min_length=1)
    """区级单位，一个机构一条"""
    collectives: tuple[Collective, ...] = ()
    """统称，指还没有点名的若干单位"""
    city_departments: tuple[CityDepartment, ...] = ()
    """市级部门"""

    def as_data(self) -> dict[str, Any]:
        """Returns the registry as ``units.yaml`` has it."""
        return self.model_dump(exclude_defaults=True, mode="json")

    @cached_property
    def _by_name(self) -> dict[str, Unit | Collective]:
        # The first to claim a name keeps it; KH504 reports the second.
        named: dict[str, Unit | Collective] = {}
        bodies: tuple[Unit | Collective, ...] = (*self.units, *self.collectives)
        for body in bodies:
            for name in body.names:
                named.setdefault(name, body)
        return named

    @cached_property
    def one_file(self) -> dict[str, str]:
        """The bodies whose files would be another's on Windows or macOS, each with that other's name."""
        first: dict[str, str] = {}
        alike: dict[str, str] = {}
        for unit in self.units:
            other = first.setdefault(folded(unit.name), unit.name)
            if other != unit.name:
                alike |= {unit.name: other}
                alike.setdefault(other, unit.name)
        return alike

    def same_file_as(self, name: str) -> str | None:
        """Returns the body whose files have the same name on Windows or macOS; None where none has."""
        wanted = folded(name)
        return next((unit.name for unit in self.units if folded(unit.name) == wanted), None)

    @cached_property
    def city_names(self) -> frozenset[str]:
        """The names of the city departments."""
        return frozenset(department.name for department in self.city_departments)

    def resolve(self, wording: str) -> Unit | Collective | None:
        """Returns what a wording of the tables means, or None where the registry does not know it.

        “甲（乙）” is a body and one of its plaques; both must be names of the same body.
        """
        if found := self._by_name.get(wording):
            return found
        if parts := PLAQUE.fullmatch(wording):
            body = self._by_name.get(parts["name"])
            if body is not None and body is self._by_name.get(parts["plaque"]):
                return body
        return None

    def find(self, name: str) -> Unit | Collective | None:
        """Returns what a name means as people write it: 经信委, ××区经济和信息化委员会（牵头）.

        What could mean two bodies means none. What the tables write is for :meth:`resolve`.
        """
        if found := self.resolve(name.strip()):  # most names are, and need no tidying
            return found
        wording = tidied(name)
        if found := self.resolve(wording):
            return found
        if parts := PLAQUE.fullmatch(wording):
            body = self.find(parts["name"])
            return body if body is not None and body is self.find(parts["plaque"]) else None
        return self._by_short_form.get(short_form(wording))

    @cached_property
    def _by_short_form(self) -> dict[str, Unit | None]:
        named: dict[str, Unit | None] = {"": None}
        for unit in self.units:
            for short in {short_form(name) for name in unit.names}:
                named[short] = unit if short not in named else None
        return named

    def named_in(self, text: str) -> tuple[list[Unit], str]:
        """Returns the bodies whose very names stand in a text, and the text with “|” in their place."""
        named = [self._by_name[found[0]] for found in self._any_name.finditer(text)]
        units = list(dict.fromkeys(body for body in named if isinstance(body, Unit)))
        return units, self._any_name.sub("|", text)

    @cached_property
    def _any_name(self) -> re.Pattern[str]:
        # The longer first: 区委办公室 is not 区委. 经开区财政局 is not 区财政局.
        names = sorted(self._by_name, key=len, reverse=True)
        return re.compile(rf"(?<![{ZONE_SIGNS}])(?:{'|'.join(map(re.escape, names))})")

    def meanings(
        self, wordings: Iterable[str], resolved: Mapping[str, Iterable[str]]
    ) -> Iterator["Unit | Collective | None"]:
        """Yields what each wording of a row means, the bodies of a resolved collective in its place."""
        for wording in wordings:
            for name in resolved.get(wording) or (wording,):
                yield self.resolve(name)

    def known_names(self) -> tuple[str, ...]:
        """Returns every name of every body and collective."""
        return tuple(self._by_name)

    @cached_property
    def all_names(self) -> frozenset[str]:
        """The same names, to look one up."""
        return frozenset(self._by_name)


class BodiesOfTables(Registry):
    """The bodies that the tables name, where no ``units.yaml`` says what their wordings mean."""

    where: ClassVar[str] = "表"

    @classmethod
    def named(cls, wordings: Iterable[str], departments: Iterable[str]) -> "BodiesOfTables":
        """Returns every body once; a wording that cannot be a name is left out: nothing can be called so."""
        found = bodies_named(wordings, departments)
        units = [
            Unit(name=one.name, aliases=tuple(filter(is_usable_name, one.aliases)))
            for one in found.units
            if is_usable_name(one.name)
        ]
        return cls.model_construct(
            schema_version=SCHEMA_VERSION,
            units=tuple(units),
            collectives=tuple(Collective(name=name) for name in found.collectives if is_usable_name(name)),
            city_departments=tuple(
                CityDepartment(name=name) for name in found.city_departments if is_usable_name(name)
            ),
        )
