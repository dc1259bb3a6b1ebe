"""Which bodies the wordings of the tables mean, where nobody has written it down in a registry."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kaohe_cli.words.patterns import regex

PLAQUE: Final = regex(r"(?P<name>[^（）]+)（(?P<plaque>[^（）]+)）")
"""“甲（乙）”: a body and one of its plaques (挂牌)."""
_COLLECTIVE: Final = regex(r"(?:有关|相关|各|成员|其他).{0,8}(?:部门|单位|街道|镇街|乡镇|区县|平台|机构)")


@dataclass
class NamedBody:
    """A body with its other names."""

    name: str
    aliases: list[str] = field(default_factory=list)


class NamedBodies(NamedTuple):
    """All that the wordings name, in the order in which they first do."""

    units: list[NamedBody]
    collectives: list[str]
    city_departments: list[str]
    names: list[str]
    """Every name of every unit."""


def is_collective(name: str) -> bool:
    """True for what stands for bodies still to be named: 区级有关部门, 各镇街."""
    return bool(_COLLECTIVE.search(name))


def department_named(wording: str) -> str:
    """Returns the department a wording names: the last of a list may end in “等” (市医保局等)."""
    return wording.removesuffix("等")


def bodies_named(wordings: Iterable[str], departments: Iterable[str]) -> NamedBodies:
    """Returns every body once. “甲（乙）” is a body and one of its plaques: both are names of the same body.

    >>> [(one.name, one.aliases) for one in bodies_named(["区教委", "区外办（区口岸办）"], []).units]
    [('区教委', []), ('区外办', ['区口岸办'])]
    """
    entries: dict[str, NamedBody] = {}
    collectives: dict[str, None] = {}
    for wording in dict.fromkeys(wordings):
        plaque = PLAQUE.fullmatch(wording)
        if plaque is not None:
            _add_plaque(entries, plaque["name"], plaque["plaque"])
        elif is_collective(wording):
            collectives[wording] = None
        else:
            entries.setdefault(wording, NamedBody(wording))
    units = list({id(entry): entry for entry in entries.values()}.values())
    city = dict.fromkeys(map(department_named, departments))
    return NamedBodies(units, list(collectives), list(city), list(entries))


def _add_plaque(entries: dict[str, NamedBody], name: str, plaque: str) -> None:
    body = entries.get(name)
    other = entries.get(plaque)
    if body is None and other is not None:
        other.aliases.append(name)
        entries[name] = other
        return
    if body is None:
        body = entries[name] = NamedBody(name)
    if other is body:
        return
    names = [plaque] if other is None else [other.name, *other.aliases]
    body.aliases += names
    for each in names:
        entries[each] = body
