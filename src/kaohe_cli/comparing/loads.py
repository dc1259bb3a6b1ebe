"""How much falls to each body, before and after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from kaohe_cli.comparing.bodies import Bodies
from kaohe_cli.query.rows import IncentiveRow, Row, shares


@dataclass(frozen=True)
class Load:
    """What one body has to do: rows of 附件1 that it leads and supports, the weight it leads, incentives."""

    led: int = 0
    supported: int = 0
    weight: Decimal = Decimal(0)
    incentives: int = 0

    def with_row(self, row: Row, *, leads: bool) -> "Load":
        """Returns the load with one more row."""
        if isinstance(row, IncentiveRow):
            return replace(self, incentives=self.incentives + 1)
        if leads:
            return replace(self, led=self.led + 1, weight=self.weight + (row.weight or 0))
        return replace(self, supported=self.supported + 1)


@dataclass(frozen=True)
class LoadChange:
    """The load of a body that has another than before."""

    body: str
    before: Load
    after: Load


def load_changes(old: Iterable[Row], new: Iterable[Row], bodies: Bodies) -> tuple[LoadChange, ...]:
    """Returns the bodies whose load differs, the greatest change of weight first."""
    before, after = _loads(old, bodies, is_new=False), _loads(new, bodies, is_new=True)
    changes = [
        LoadChange(body, before[body], after[body])
        for body in dict.fromkeys((*after, *before))
        if before[body] != after[body]
    ]
    return tuple(sorted(changes, key=_importance))


def _loads(rows: Iterable[Row], bodies: Bodies, *, is_new: bool) -> dict[str, Load]:
    loads: dict[str, Load] = defaultdict(Load)
    for row in rows:
        given: dict[str, bool] = defaultdict(bool)
        for share in shares(row):
            given[(bodies.after if is_new else bodies.before)(share.name)] |= share.leads
        for name, leads in given.items():
            if not bodies.is_collective(name):
                loads[name] = loads[name].with_row(row, leads=leads)
    return loads


def _importance(change: LoadChange) -> tuple[Decimal, int, str]:
    before, after = change.before, change.after
    rows = (after.led - before.led, after.supported - before.supported, after.incentives - before.incentives)
    return (-abs(after.weight - before.weight), -sum(map(abs, rows)), change.body)
