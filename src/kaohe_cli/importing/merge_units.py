"""``units.yaml`` after an import: it only gains bodies, names, collectives and city departments."""

import re
from collections.abc import Iterable

from kaohe_cli.tables.units import Registry, Unit
from kaohe_cli.words.likeness import LEAST_SIGNS, is_short_form, nearest, ratio
from kaohe_cli.yamltext.edits import append_item, put_key

_LEAST_ALIKE = 0.8
"""区财政局 and 区民政局, two bodies, come to 0.75; 区大数据局 and 区大数据发展局 to 0.83."""
_LONG_FORMS = ((re.compile("委员会$"), "委"), (re.compile("办公室$"), "办"), (re.compile("[和与及、]"), ""))


def merged_units(text: str, old: Registry, new: Registry, remarks: list[str], serious: list[str]) -> str:
    """Returns the text of ``units.yaml`` with what is new to it; oddities are added to ``remarks``.

    A body that looks like one that is there is not added, which would make two of it: a person must say
    which it is (``serious``).
    """
    fresh: list[dict[str, object]] = []
    for unit in new.units:
        known = [position for position, one in enumerate(old.units) if {*one.names} & {*unit.names}]
        unknown = tuple(name for name in unit.names if old.resolve(name) is None)
        if len(known) > 1:
            names = "、".join(old.units[position].name for position in known)
            remarks.append(
                f"新表把{names}写成同一单位，名录里是几个单位，未作改动；确已合并的，请改 units.yaml"
            )
        elif known and unknown:
            aliases = [*old.units[known[0]].aliases, *unknown]
            text = put_key(text, ("units", known[0]), "aliases", aliases, after="name")  # type: ignore[arg-type]
        elif unknown and unit.name in unknown:
            if like := _lookalike(unit.name, old):
                serious.append(_which_is_it(unit, like))
            else:
                fresh.append(_entry(unit, unknown))
    for entry in fresh:
        text = append_item(text, ("units",), entry)  # type: ignore[arg-type]
    text = _with_names(text, "collectives", old, (one.name for one in new.collectives))
    return _with_names(text, "city_departments", old, (one.name for one in new.city_departments))


def _which_is_it(unit: Unit, like: Unit) -> str:
    ours, theirs = unit.name, like.name
    return (
        f"新表里的“{ours}”像是名录里的“{theirs}”，没有加进名录。是同一单位："
        f"运行 kaohe unit alias {theirs} {' '.join(unit.names)}，"
        f"改了名的运行 kaohe unit rename {theirs} {ours}；是另一单位：运行 kaohe unit add {ours}"
    )


def _lookalike(name: str, registry: Registry) -> Unit | None:
    """Returns the body that a new name may well mean: a longer or shorter form, or nearly the same signs."""
    owner = {_plain(one): unit for unit in reversed(registry.units) for one in unit.names}
    ours = _plain(name)
    if found := owner.get(ours):
        return found
    near = nearest(ours, owner, limit=1)
    if near and len(ours) > LEAST_SIGNS and ratio(ours, near[0]) >= _LEAST_ALIKE:
        return owner[near[0]]
    return next((unit for one, unit in owner.items() if is_short_form(*sorted((ours, one), key=len))), None)


def _plain(name: str) -> str:
    for pattern, short in _LONG_FORMS:
        name = pattern.sub(short, name)
    return name


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
