"""Responsible bodies and city departments: named, registered, and named once."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from kaohe_cli.tables.incentives import Incentive
from kaohe_cli.tables.indicators import Criterion
from kaohe_cli.tables.units import Collective, Named, Registry, is_usable_name
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.words.plaques import department_named
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace


def units_are_known(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH501, KH502, KH503, KH505, KH507 and KH509 for each row of both tables."""
    registry = workspace.bodies
    if table := workspace.indicators.model:
        for place in table.criteria():
            yield from _check_units(workspace.indicators, place.criterion, registry)
            yield from _check_leads(workspace.indicators, place.criterion)
    if incentives := workspace.incentives.model:
        for incentive in incentives.incentives:
            yield from _check_units(workspace.incentives, incentive, registry)


def _check_units(
    loaded: Loaded[Any], row: Criterion | Incentive, registry: Registry | None
) -> Iterator[Finding]:
    if not row.units:
        yield loaded.finding("KH501", f"{row.id} 没有责任单位", row, "units", hint="在 units 里写上责任单位")
    if registry is None:
        return
    named: dict[str, str] = {}
    for position, wording in enumerate(row.units):
        if isinstance(registry.resolve(wording), Collective):
            yield from _check_collective(loaded, row, position, registry, named)
        else:
            yield from _check_body(loaded, row, wording, ("units", position), registry, named)
    for key in row.resolved.keys() - set(row.units):
        hint = did_you_mean(key, row.units) or "原文没有这个统称的，删去这一行"
        yield loaded.finding("KH507", f"{row.id} 的责任单位里没有“{key}”", row, "resolved", hint=hint)


def _check_leads(loaded: Loaded[Any], row: Criterion) -> Iterator[Finding]:
    """Yields KH509 at the first of ``leads`` that is not what ``units`` has in that place."""
    for position, (lead, unit) in enumerate(zip_longest(row.leads, row.units[: len(row.leads)])):
        if lead != unit:
            message = f"{row.id} 并列牵头的第 {position + 1} 个是“{lead}”，"
            message += f"责任单位的第 {position + 1} 个是“{unit}”" if unit else f"责任单位只有 {position} 个"
            hint = "并列牵头的（leads）要和责任单位（units）最前面的几个一样；改正其中一处"
            yield loaded.finding("KH509", message, row, "leads", position, hint=hint)
            return


def _check_collective(
    loaded: Loaded[Any], row: Criterion | Incentive, position: int, registry: Registry, named: dict[str, str]
) -> Iterator[Finding]:
    wording = row.units[position]
    bodies = row.resolved.get(wording, ())
    if not bodies:
        message = f"“{wording}”是统称，{row.id} 还没有落实到具体单位"
        hint = f"商定后用 kaohe assign {row.id} --resolve {wording} --to 单位 落实"
        yield loaded.finding("KH505", message, row, "units", position, hint=hint, severity="warning")
    for number, name in enumerate(bodies):
        yield from _check_body(loaded, row, name, ("resolved", wording, number), registry, named)


def _check_body(
    loaded: Loaded[Any],
    row: Criterion | Incentive,
    name: str,
    path: tuple[str | int, ...],
    registry: Registry,
    named: dict[str, str],
) -> Iterator[Finding]:
    """Yields what is wrong with one body of a row; ``named`` holds those that came before it."""
    body = registry.resolve(name)
    if body is None and not is_usable_name(name):
        message = f"“{name}”不能用作单位名称"
        hint = '是几个单位的，分开写；名称里不能有 \\ / : * ? " < > |，首尾不能是空格和点，最多 60 字'
        yield loaded.finding("KH502", message, row, *path, hint=hint)
    elif body is None:
        hint = did_you_mean(name, registry.known_names()) or "确是新单位的，先用 kaohe unit add 加进名录"
        yield loaded.finding("KH502", f"“{name}”不在名录（units.yaml）中", row, *path, hint=hint)
    elif isinstance(body, Collective):
        message = f"“{name}”也是统称，不能用来落实统称"
        yield loaded.finding("KH507", message, row, *path, hint="写明具体单位")
    elif body.name in named:
        message = f"“{name}”与前面的“{named[body.name]}”是同一单位"
        yield loaded.finding("KH503", message, row, *path, hint="只留一个")
    else:
        named[body.name] = name


def names_are_unique(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH504 where two entries of the registry claim the same name."""
    loaded = workspace.registry
    registry = loaded.model
    if registry is None:
        return
    owner: dict[str, str] = {}
    entries: tuple[Named, ...] = (*registry.units, *registry.collectives, *registry.city_departments)
    for body in entries:
        for position, name in enumerate(body.names):
            where: tuple[str | int, ...] = ("aliases", position - 1) if position else ("name",)
            if name in owner:
                message = f"“{name}”已经是“{owner[name]}”的名称"
                yield loaded.finding(
                    "KH504", message, body, *where, hint="一个名称只能指一个单位，删去或改名"
                )
            owner.setdefault(name, body.name)


def names_are_different_files(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH508 where the files of two bodies would be one file on Windows or macOS."""
    loaded = workspace.registry
    registry = loaded.model
    if registry is None:
        return
    seen: set[str] = set()
    for unit in registry.units:
        other = registry.one_file.get(unit.name)
        if other in seen:
            message = f"“{unit.name}”和“{other}”在 Windows、macOS 上是同一个文件名"
            hint = "报送数据和报送材料会互相覆盖，用 kaohe unit rename 改一个"
            yield loaded.finding("KH508", message, unit, "name", hint=hint)
        seen.add(unit.name)


def city_departments_are_known(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH506 where an incentive is led or supported by a department that the registry does not list."""
    registry, incentives = workspace.bodies, workspace.incentives.model
    if registry is None or incentives is None:
        return
    for incentive in incentives.incentives:
        for field in ("city_lead", "city_support"):
            for position, wording in enumerate(getattr(incentive, field)):
                name = department_named(wording)
                if name not in registry.city_names:
                    hint = (
                        did_you_mean(name, registry.city_names)
                        or "在 units.yaml 的 city_departments 里加一条"
                    )
                    message = f"市级部门“{name}”不在名录（units.yaml）中"
                    yield workspace.incentives.finding(
                        "KH506", message, incentive, field, position, hint=hint
                    )
