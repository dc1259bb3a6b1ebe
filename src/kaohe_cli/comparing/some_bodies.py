"""What of a comparison touches some bodies only."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kaohe_cli.comparing.bodies import Bodies, RegistryChange
from kaohe_cli.comparing.changes import (
    Comparison,
    RowsChange,
    TableState,
    criterion_rows,
    incentive_rows,
    registries,
)
from kaohe_cli.comparing.matching import R
from kaohe_cli.exceptions import UnknownNameError
from kaohe_cli.query.rows import Row
from kaohe_cli.tables.units import Registry
from kaohe_cli.words.likeness import did_you_mean


def only_bodies(comparison: Comparison, names: Iterable[str], old: TableState, new: TableState) -> Comparison:
    """Returns the rows, the loads and the names of some bodies, under any of their names of either year.

    Raises:
        UnknownNameError: neither registry knows a name.
    """
    known = registries(old, new)
    bodies = Bodies(*known)
    asked = {_found(name.strip(), bodies, *known) for name in names}

    def was(row: Row) -> bool:
        return not asked.isdisjoint(
            (*map(bodies.before, row.units), *bodies.before_all(row.units, row.resolved))
        )

    def is_now(row: Row) -> bool:
        return not asked.isdisjoint(
            (*map(bodies.after, row.units), *bodies.after_all(row.units, row.resolved))
        )

    criteria = incentives = None
    if comparison.criteria is not None:
        both = criterion_rows(old.indicators), criterion_rows(new.indicators)
        criteria = _touching(comparison.criteria, *both, was, is_now)
    if comparison.incentives is not None:
        lists = incentive_rows(old.incentives), incentive_rows(new.incentives)
        incentives = _touching(comparison.incentives, *lists, was, is_now)
    return Comparison(
        facts=(),
        sections=(),
        criteria=criteria,
        incentives=incentives,
        registry=_naming(comparison.registry, asked),
        likely_renamed=tuple(
            one for one in comparison.likely_renamed if not asked.isdisjoint((one.before, one.after))
        ),
        loads=tuple(change for change in comparison.loads if change.body in asked),
    )


def _found(name: str, bodies: Bodies, old: Registry | None, new: Registry | None) -> str:
    if new and (found := new.find(name)):
        return bodies.after(found.name)
    if old and (found := old.find(name)):
        return bodies.before(found.name)
    known = [one for registry in (new, old) if registry for one in registry.known_names()]
    hint = did_you_mean(name, known) or "全部单位见 units.yaml"
    raise UnknownNameError(f"两边的名录（units.yaml）里都没有“{name}”，{hint}")


def _touching(
    change: RowsChange[R],
    old: Sequence[R],
    new: Sequence[R],
    was: Callable[[Row], bool],
    is_now: Callable[[Row], bool],
) -> RowsChange[R]:
    return RowsChange(
        before=sum(map(was, old)),
        after=sum(map(is_now, new)),
        added=tuple(filter(is_now, change.added)),
        dropped=tuple(filter(was, change.dropped)),
        changed=tuple(one for one in change.changed if was(one.old) or is_now(one.new)),
        maybe=tuple(one for one in change.maybe if was(one.old) or is_now(one.new)),
    )


def _naming(change: RegistryChange, asked: set[str]) -> RegistryChange:
    def kept(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if name in asked)

    return replace(
        change,
        added=kept(change.added),
        dropped=kept(change.dropped),
        renamed=tuple(one for one in change.renamed if one.after in asked),
        merged=tuple(one for one in change.merged if one.after in asked),
        names=tuple(one for one in change.names if one.body in asked),
        collectives_added=kept(change.collectives_added),
        collectives_dropped=kept(change.collectives_dropped),
        city_added=(),
        city_dropped=(),
    )
