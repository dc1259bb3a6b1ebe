"""``units.yaml`` after an import: it only gains bodies, names, collectives and city departments."""

from collections.abc import Iterable

from kaohe_cli.editing import append_item, put_key
from kaohe_cli.model.units import Registry, Unit


def merged_units(text: str, old: Registry, new: Registry, remarks: list[str]) -> str:
    """Returns the text of ``units.yaml`` with what is new to it; oddities are added to ``remarks``."""
    fresh: list[dict[str, object]] = []
    for unit in new.units:
        known = [position for position, one in enumerate(old.units) if {*one.names} & {*unit.names}]
        unknown = tuple(name for name in unit.names if old.resolve(name) is None)
        if len(known) > 1:
            names = "、".join(old.units[position].name for position in known)
            remarks.append(
                f"新表把{names}写成同一单位，名录里是几个单位，没有改动；确已合并的，请改 units.yaml"
            )
        elif known and unknown:
            aliases = [*old.units[known[0]].aliases, *unknown]
            text = put_key(text, ("units", known[0]), "aliases", aliases, after="name")  # type: ignore[arg-type]
        elif unknown and unit.name in unknown:
            fresh.append(_entry(unit, unknown))
    for entry in fresh:
        text = append_item(text, ("units",), entry)  # type: ignore[arg-type]
    text = _with_names(text, "collectives", old, (one.name for one in new.collectives))
    return _with_names(text, "city_departments", old, (one.name for one in new.city_departments))


def _entry(unit: Unit, unknown: tuple[str, ...]) -> dict[str, object]:
    aliases = [alias for alias in unit.aliases if alias in unknown]
    return {"name": unit.name} | ({"aliases": aliases} if aliases else {})


def _with_names(text: str, key: str, old: Registry, names: Iterable[str]) -> str:
    there = {one.name for one in getattr(old, key)}
    missing = [
        name for name in names if name not in there and (key == "city_departments" or not old.resolve(name))
    ]
    if not missing:
        return text
    if not there:
        return put_key(text, (), key, [{"name": name} for name in missing])
    for name in missing:
        text = append_item(text, (key,), {"name": name})
    return text
