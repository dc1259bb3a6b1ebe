"""Which body of one registry is which of the other; a body by another name is still the same body."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kaohe_cli.tables.units import Collective, Registry, Unit


@dataclass(frozen=True)
class Renamed:
    """A body under another proper name; the registries share a name of it."""

    before: str
    after: str


@dataclass(frozen=True)
class NamesChange:
    """Other names (挂牌) that a body was given or lost."""

    body: str
    added: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class RegistryChange:
    """What differs between two registries."""

    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    merged: tuple[Renamed, ...] = ()
    """Bodies that were ones of their own and now go under another that was there before."""
    names: tuple[NamesChange, ...] = ()
    collectives_added: tuple[str, ...] = ()
    collectives_dropped: tuple[str, ...] = ()
    city_added: tuple[str, ...] = ()
    city_dropped: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != RegistryChange()


class Bodies:
    """What the wordings of both years mean, under one name a body: its new one where it has one."""

    def __init__(self, old: Registry | None, new: Registry | None) -> None:
        self._old = old or new
        self._new = new or old

    def before(self, wording: str) -> str:
        """Returns the name of what a wording of the old tables means."""
        body = self._old.resolve(wording) if self._old else None
        return self.successor(body) if body else self.after(wording)

    def after(self, wording: str) -> str:
        """Returns the name of what a wording of the new tables means; an unknown one is its own."""
        body = self._new.resolve(wording) if self._new else None
        return body.name if body else wording

    def successor(self, body: Unit | Collective) -> str:
        """Returns the new name of a body of the old registry; its own where it has no successor."""
        if self._new is None or self._old is None:
            return body.name
        if found := self._new.resolve(body.name):
            return found.name
        for alias in body.names[1:]:
            found = self._new.resolve(alias)
            if found and all(self._old.resolve(name) in (None, body) for name in found.names):
                return found.name
        return body.name

    def is_collective(self, name: str) -> bool:
        """True where a name that this class gave out stands for bodies still to be named."""
        registries = (one for one in (self._new, self._old) if one)
        found = next(filter(None, (registry.resolve(name) for registry in registries)), None)
        return isinstance(found, Collective)

    def before_all(self, wordings: Iterable[str], resolved: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
        """Returns the bodies of an old row in their order, those of a resolved collective in its place."""
        return tuple(dict.fromkeys(map(self.before, _named(wordings, resolved))))

    def after_all(self, wordings: Iterable[str], resolved: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
        """Returns the bodies of a new row in their order, those of a resolved collective in its place."""
        return tuple(dict.fromkeys(map(self.after, _named(wordings, resolved))))

    def changes(self) -> RegistryChange:
        """Returns what differs between the registries."""
        if self._old is None or self._new is None:
            return RegistryChange()
        old, new = self._old, self._new
        kept = {unit.name: self.successor(unit) for unit in old.units}
        new_names = {unit.name for unit in new.units}
        moved = [Renamed(name, kept[name]) for name in kept if kept[name] != name]
        heirs = {kept[name] for name in kept if kept[name] == name}
        renamed = {
            one.after: one for one in reversed(moved) if one.after not in heirs and one.after in new_names
        }
        followed = {*renamed, *heirs}
        return RegistryChange(
            added=tuple(unit.name for unit in new.units if unit.name not in followed),
            dropped=tuple(name for name in kept if kept[name] not in new_names),
            renamed=tuple(one for one in moved if one in renamed.values()),
            merged=tuple(one for one in moved if one not in renamed.values() and one.after in new_names),
            names=tuple(self._names_changes(old, new)),
            collectives_added=_missing(new.collectives, old.collectives),
            collectives_dropped=_missing(old.collectives, new.collectives),
            city_added=_missing(new.city_departments, old.city_departments),
            city_dropped=_missing(old.city_departments, new.city_departments),
        )

    def _names_changes(self, old: Registry, new: Registry) -> Iterator[NamesChange]:
        before: dict[str, list[str]] = {}
        for unit in old.units:
            before.setdefault(self.successor(unit), []).extend(unit.names)
        for unit in new.units:
            if (names := before.get(unit.name)) is None:
                continue
            added = tuple(name for name in unit.names if name not in names and name != unit.name)
            dropped = tuple(name for name in names if name not in unit.names)
            if added or dropped:
                yield NamesChange(unit.name, added, dropped)


def _named(wordings: Iterable[str], resolved: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for wording in wordings:
        yield from resolved.get(wording) or (wording,)


def _missing(these: Iterable[object], those: Iterable[object]) -> tuple[str, ...]:
    known = {getattr(one, "name", "") for one in those}
    return tuple(name for one in these if (name := getattr(one, "name", "")) not in known)
