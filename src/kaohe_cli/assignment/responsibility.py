"""Changes to who is responsible, made in the text of the tables: nothing else in the file is touched."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.query.selection import find_body
from kaohe_cli.tables.base import INCENTIVE_ID
from kaohe_cli.tables.units import Collective, Registry, Unit
from kaohe_cli.yamltext.document import YamlPath
from kaohe_cli.yamltext.edits import put_key, remove_key, set_list
from kaohe_cli.yamltext.reader import Node, read_yaml

Wordings = tuple[str, ...]
Resolved = dict[str, Wordings]


@dataclass(frozen=True)
class Responsibility:
    """Who is responsible for a row: the wordings, and what its collectives have been resolved to."""

    units: Wordings
    resolved: Resolved
    leads: Wordings = ()
    """The wordings that lead together; empty where the first of the units leads alone."""


Change = Callable[[str, Responsibility], Responsibility]
"""What a command does to one row, given its id."""


def apply(text: str, ids: Sequence[str], change: Change) -> str:
    """Returns the text of a table with a change made to each of these rows.

    Raises:
        CannotEditError: a row is not in the text (any more), or it cannot be edited safely.
    """
    for row_id in ids:
        path, node = _row(text, row_id)
        before = _responsibility(node)
        after = change(row_id, before)
        if after.units != before.units:
            text = set_list(text, (*path, "units"), after.units)
        if after.leads != before.leads:
            if after.leads:
                text = put_key(text, path, "leads", list(after.leads), after="units")
            else:
                text = remove_key(text, path, "leads")
        if after.resolved != before.resolved:
            if after.resolved:
                value = {name: list(bodies) for name, bodies in after.resolved.items()}
                before_it = "leads" if after.leads else "units"
                text = put_key(text, path, "resolved", value, after=before_it)  # type: ignore[arg-type]
            else:
                text = remove_key(text, path, "resolved")
    return text


def _row(text: str, wanted: str) -> tuple[YamlPath, Node]:
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    for row_id, path, node in _rows(root) if root else ():
        if row_id == wanted:
            return path, node
    raise CannotEditError(f"找不到编号是 {wanted} 的项", "检查文件是否刚刚被改动")


def _rows(root: Node) -> Iterator[tuple[str, YamlPath, Node]]:
    """Yields the id, path and node of each row of either table."""
    for s, section in _items(root, "sections"):
        for i, indicator in _items(section, "indicators"):
            for c, criterion in _items(indicator, "criteria"):
                path = ("sections", s, "indicators", i, "criteria", c)
                yield str(_value(criterion, "id")), path, criterion
    for number, incentive in _items(root, "incentives"):
        yield str(_value(incentive, "id")), ("incentives", number), incentive


def _items(node: Node, key: str) -> Iterator[tuple[int, Node]]:
    child = node.value.get(key) if isinstance(node.value, dict) else None
    if child is not None and isinstance(child.value, list):
        yield from enumerate(child.value)


def _value(node: Node, key: str) -> Any:
    child = node.value.get(key) if isinstance(node.value, dict) else None
    return child.data() if child is not None else None


def _responsibility(node: Node) -> Responsibility:
    resolved = _value(node, "resolved") or {}
    units, leads = (tuple(_value(node, name) or ()) for name in ("units", "leads"))
    return Responsibility(units, {k: tuple(v) for k, v in resolved.items()}, leads)


@dataclass(frozen=True)
class UnitChange:
    """What ``assign --set --remove --add --lead`` asks for, in this order."""

    registry: Registry
    replace: Wordings = ()
    remove: Wordings = ()
    add: Wordings = ()
    lead: Wordings = ()
    """The body that shall lead, or several that lead together."""
    allow_empty: bool = False

    def __call__(self, row_id: str, before: Responsibility) -> Responsibility:
        """Returns who is responsible afterwards.

        Raises:
            UnknownNameError: the registry does not know a name.
            WrongUseError: a body to remove is not there, or it is the last one.
        """
        units, leads = list(before.units), before.leads
        if self.replace:
            units, leads = self._without_doubles(self.replace), ()
        gone = [find_body(name, self.registry) for name in self.remove]
        for name, body in zip(self.remove, gone, strict=True):
            units = self._removed(row_id, before, units, name, body)
        units = self._without_doubles([*units, *self.add])
        leads = tuple(wording for wording in leads if wording in units)
        if self.lead:
            leads = self._leading(row_id, units)
            units = [*leads, *(wording for wording in units if wording not in leads)]
        if not units and not self.allow_empty:
            raise WrongUseError(f"{row_id} 只剩这一个责任单位，未作改动；确要留空的，加 --allow-empty")
        resolved = {name: bodies for name, bodies in before.resolved.items() if name in units}
        taken = [*gone, *(self.registry.resolve(wording) for wording in units)]
        if len(leads) == 1 and leads != before.leads:
            leads = ()  # the first of the units leads anyway
        return Responsibility(tuple(units), _less(resolved, taken, self.registry), leads)

    def _leading(self, row_id: str, units: Sequence[str]) -> Wordings:
        """Returns the wordings that shall lead.

        Raises:
            UnknownNameError: the registry does not know a name.
            WrongUseError: an incentive, which has one leading unit, would get several.
        """
        leads = tuple(dict.fromkeys(self._wording(units, name) for name in self.lead))
        if len(leads) > 1 and re.fullmatch(INCENTIVE_ID, row_id):
            raise WrongUseError(f"{row_id} 是督查激励，只能由一个单位牵头，未作改动；--lead 请只写一个")
        return leads

    def _wording(self, units: Sequence[str], name: str) -> str:
        """Returns how the row already writes this body, or a name of it that the tables may hold."""
        body = find_body(name, self.registry)
        return next(
            (wording for wording in units if self.registry.resolve(wording) == body), self._name(name)
        )

    def _name(self, name: str) -> str:
        """Returns a name as it was given where the registry has it, else the proper one of its body."""
        is_registered = self.registry.resolve(name.strip()) is not None
        return name.strip() if is_registered else find_body(name, self.registry).name

    def _removed(
        self, row_id: str, before: Responsibility, units: list[str], name: str, body: Unit | Collective
    ) -> list[str]:
        kept = [wording for wording in units if self.registry.resolve(wording) != body]
        resolved = (self.registry.resolve(one) for names in before.resolved.values() for one in names)
        if len(kept) == len(units) and body not in resolved:
            raise WrongUseError(f"{row_id} 的责任单位里没有“{name}”，未作改动；现有：{'、'.join(units)}")
        return kept

    def _without_doubles(self, names: Iterable[str]) -> list[str]:
        """Returns the names, each body once, under whichever of its names came first."""
        bodies: list[Unit | Collective] = []
        kept = []
        for given in names:
            name = self._name(given) if given in self.add + self.replace else given.strip()
            body = self.registry.resolve(name)
            if body is None or body not in bodies:
                kept.append(name)
            if body is not None:
                bodies.append(body)
        return kept


@dataclass(frozen=True)
class Resolution:
    """What ``assign --resolve 统称 --to 单位`` asks for; the document's wording stays."""

    registry: Registry
    collective: str
    bodies: Wordings

    def __call__(self, row_id: str, before: Responsibility) -> Responsibility:
        """Returns who is responsible afterwards; no bodies takes the resolution back.

        Raises:
            UnknownNameError: the registry does not know a name.
            WrongUseError: the row does not name the collective, or a name is no body, or is there already.
        """
        if self.collective not in before.units:
            raise WrongUseError(
                f"{row_id} 的责任单位里没有“{self.collective}”；现有：{'、'.join(before.units)}"
            )
        if not isinstance(self.registry.resolve(self.collective), Collective):
            raise WrongUseError(
                f"“{self.collective}”不是统称，不用落实；改责任单位用 --add、--remove 或 --set"
            )
        elsewhere = [one for key, names in before.resolved.items() if key != self.collective for one in names]
        bodies = map(self.registry.resolve, (*before.units, *elsewhere))
        taken = {body.name for body in bodies if body is not None}
        names: list[str] = []
        for name in self.bodies:
            body = find_body(name, self.registry)
            if isinstance(body, Collective):
                raise WrongUseError(f"“{name}”也是统称，不能用来落实“{self.collective}”；请写具体单位")
            if body.name in taken:
                raise WrongUseError(f"{row_id} 的责任单位里已经有{body.name}，不用再写；请从 --to 里去掉")
            if body.name not in names:
                names.append(body.name)
        resolved = {**before.resolved, self.collective: tuple(names)}
        return replace(before, resolved={key: value for key, value in resolved.items() if value})


def _less(resolved: Resolved, taken: Sequence[Unit | Collective | None], registry: Registry) -> Resolved:
    """Returns the resolutions without bodies that the row now names itself."""
    kept = {
        collective: tuple(name for name in names if registry.resolve(name) not in taken)
        for collective, names in resolved.items()
    }
    return {collective: names for collective, names in kept.items() if names}
