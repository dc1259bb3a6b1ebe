"""Who is responsible for a row, before and after; bodies count, not how they are written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from kaohe_cli.comparing.bodies import Bodies, RegistryChange, Renamed
from kaohe_cli.query.rows import Row


@dataclass(frozen=True)
class Reworded:
    """The same body, written otherwise."""

    before: str
    after: str


@dataclass(frozen=True)
class ResolvedChange:
    """A collective that was resolved to other bodies than before, or to any at all."""

    collective: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class UnitsChange:
    """Other bodies, another lead, another order, another wording, or a collective resolved."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    """The bodies, by the names of the new registry."""
    reworded: tuple[Reworded, ...] = ()
    resolved: tuple[ResolvedChange, ...] = ()
    leads: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """The bodies that led and those that lead."""

    @property
    def added(self) -> tuple[str, ...]:
        return tuple(name for name in self.after if name not in self.before)

    @property
    def dropped(self) -> tuple[str, ...]:
        return tuple(name for name in self.before if name not in self.after)

    @property
    def lead(self) -> tuple[str, str] | None:
        """Who led and who leads, where they differ: several joined by “、”, “” is none."""
        before, after = map("、".join, self.leads)
        return (before, after) if before != after else None

    @property
    def reassigned(self) -> bool:
        """True where something else changed than the wording."""
        return self.before != self.after or bool(self.resolved) or self.lead is not None

    @property
    def reordered(self) -> bool:
        """True where the same bodies, under the same lead, stand in another order."""
        return self.before != self.after and not (self.added or self.dropped or self.lead)


def units_change(old: Row, new: Row, bodies: Bodies) -> UnitsChange | None:
    """Returns what changed in who is responsible, or None."""
    written_before = {bodies.before(wording): wording for wording in reversed(old.units)}
    written_after = {bodies.after(wording): wording for wording in reversed(new.units)}
    change = UnitsChange(
        before=tuple(dict.fromkeys(map(bodies.before, old.units))),
        after=tuple(dict.fromkeys(map(bodies.after, new.units))),
        reworded=tuple(
            Reworded(wording, written_after[name])
            for name, wording in reversed(written_before.items())
            if written_after.get(name, wording) != wording
        ),
        resolved=tuple(_resolved_changes(old.resolved, new.resolved, bodies)),
        leads=(
            tuple(dict.fromkeys(map(bodies.before, old.leads or old.units[:1]))),
            tuple(dict.fromkeys(map(bodies.after, new.leads or new.units[:1]))),
        ),
    )
    return change if change.reassigned or change.reworded or _doubled(old, new) else None


def _resolved_changes(
    old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]], bodies: Bodies
) -> Iterable[ResolvedChange]:
    before = {bodies.before(key): tuple(map(bodies.before, names)) for key, names in old.items()}
    after = {bodies.after(key): tuple(map(bodies.after, names)) for key, names in new.items()}
    for collective in dict.fromkeys(chain(before, after)):
        was, now = before.get(collective, ()), after.get(collective, ())
        if was != now:
            yield ResolvedChange(collective, was, now)


def _doubled(old: Row, new: Row) -> bool:
    """True where a body stands in a row once more, or once less, under the same name."""
    return len(old.units) != len(new.units)


def likely_renamed(registry: RegistryChange, changes: Iterable[UnitsChange | None]) -> tuple[Renamed, ...]:
    """Returns the bodies that went, each with one that came and took over most of the rows it lost."""
    lost: Counter[str] = Counter()
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    for change in filter(None, changes):
        came = [name for name in change.added if name in registry.added]
        for name in change.dropped:
            if name in registry.dropped:
                lost[name] += 1
                taken[name].update(came)
    pairs = []
    for before in registry.dropped:
        best = sorted(taken[before].items(), key=lambda item: (-item[1], item[0]))[:1]
        pairs += [Renamed(before, after) for after, rows in best if rows * 2 > lost[before]]
    return tuple(pairs)
