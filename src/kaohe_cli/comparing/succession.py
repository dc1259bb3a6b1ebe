"""Bodies that look like one and the same under two names, which the registry does not say."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from kaohe_cli.comparing.bodies import RegistryChange, Renamed
from kaohe_cli.comparing.responsibility import UnitsChange


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
