"""The registry of bodies (units.yaml), from every wording of the tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kaohe_cli.importing.bodies import is_collective
from kaohe_cli.model.incentives import department_named

_PLAQUE = re.compile(r"(?P<name>[^（）]+)（(?P<plaque>[^（）]+)）")
_MOST_COMPARED = 400
_LEAST_SIGNS = 3


@dataclass
class Entry:
    """A body with its other names."""

    name: str
    aliases: list[str] = field(default_factory=list)


@dataclass
class RegistryDraft:
    """Everything that becomes ``units.yaml``."""

    units: list[Entry]
    collectives: list[str]
    city_departments: list[str]
    lookalikes: list[tuple[str, str]]
    """Names that may well mean the same body, which only a person can know."""


def registry_of(wordings: Iterable[str], departments: Iterable[str]) -> RegistryDraft:
    """Returns every body once, in the order in which the tables first name it.

    “甲（乙）” is a body and one of its plaques: both are names of the same body.
    """
    entries: dict[str, Entry] = {}
    collectives: dict[str, None] = {}
    for wording in dict.fromkeys(wordings):
        plaque = _PLAQUE.fullmatch(wording)
        if plaque is not None:
            _add_plaque(entries, plaque["name"], plaque["plaque"])
        elif is_collective(wording):
            collectives[wording] = None
        else:
            entries.setdefault(wording, Entry(wording))
    units = list({id(entry): entry for entry in entries.values()}.values())
    city = dict.fromkeys(department_named(name) for name in departments)
    return RegistryDraft(units, list(collectives), list(city), list(_lookalikes(list(entries))))


def _add_plaque(entries: dict[str, Entry], name: str, plaque: str) -> None:
    body = entries.get(name)
    other = entries.get(plaque)
    if body is None and other is not None:
        other.aliases.append(name)
        entries[name] = other
        return
    if body is None:
        body = entries[name] = Entry(name)
    if other is body:
        return
    names = [plaque] if other is None else [other.name, *other.aliases]
    body.aliases += names
    for each in names:
        entries[each] = body


def _lookalikes(names: list[str]) -> Iterable[tuple[str, str]]:
    """Yields pairs of which one is a short form of the other: 区发改委 and 区发展改革委."""
    if len(names) > _MOST_COMPARED:
        return
    for short in names:
        for long in names:
            if _LEAST_SIGNS <= len(short) < len(long) and _is_short_form(short, long):
                yield short, long


def _is_short_form(short: str, long: str) -> bool:
    if short[:2] != long[:2] or (short[-1] != long[-1] and not long.startswith(short)):
        return False
    signs = iter(long)
    return all(sign in signs for sign in short)
