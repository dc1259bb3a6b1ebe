"""Which body returned a file: its properties, what （一）责任单位 says, or the person at the terminal."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kaohe_cli.model.units import Registry, Unit
from kaohe_cli.word import draft_properties
from kaohe_cli.word.returns.labels import UNITS, label_lines, labels_in
from kaohe_cli.word.returns.lines import Line, next_with_text
from kaohe_cli.word.returns.values import is_filler, without_placeholder

_ROLE = re.compile(r"[（(](?:牵头|配合|主责|责任)(?:单位)?[）)]$")


class Recognised(NamedTuple):
    """The body that a file is from, or why that is not certain."""

    unit: Unit | None
    problem: str = ""


def body_of(
    lines: Sequence[Line], properties: dict[str, str], file_name: str, registry: Registry, wanted: Unit | None
) -> Recognised:
    """Returns the body that a file is from; ``wanted`` is the one that the person named."""
    written = properties.get(draft_properties.UNIT, "")
    if "、" in written:
        return Recognised(None, "这是几个单位合订的材料，不能收回；请让各单位分别交回自己的那一份")
    drafted = registry.resolve(written) if written else None
    if wanted is not None:
        if isinstance(drafted, Unit) and drafted != wanted:
            return Recognised(
                None, f"这份材料是发给{drafted.name}的，不是{wanted.name}的；核对文件，或不写 --unit"
            )
        return Recognised(wanted)
    if isinstance(drafted, Unit):
        return Recognised(drafted)
    written_bodies = [words for number in range(len(lines)) if (words := wordings_at(lines, number))]
    named = [names for words in written_bodies if (names := bodies_named(words, registry))]
    if not named:
        unknown = "、".join(dict.fromkeys(word for words in written_bodies for word in words))
        why = f"写的“{unknown}”不在名录中" if unknown else "没有填"
        message = f"认不出是哪个单位交的：（一）责任单位{why}；请用 --unit 指明"
        return _by_file_name(file_name, registry) or Recognised(None, message)
    common = [unit for unit in named[0] if all(unit in names for names in named)]
    if len(common) == 1:
        return Recognised(common[0])
    by_name = _by_file_name(file_name, registry)
    if by_name is not None and (not common or by_name.unit in common):
        return by_name
    candidates = "、".join(unit.name for unit in common or [unit for names in named for unit in names][:4])
    return Recognised(None, f"（一）责任单位写了几个（{candidates}），不知道是谁交的；请用 --unit 指明")


def wordings_at(lines: Sequence[Line], number: int) -> list[str]:
    """Returns the bodies that a line （一）责任单位：… names, as it or the one below it has them."""
    line = lines[number]
    for hit in labels_in(line.folded):
        if UNITS in hit.label.places and not line.folded[: hit.start].strip():
            if words := wordings_in(line.text[hit.end :]):
                return words
            below = next_with_text(lines, number)
            return wordings_in(below.text) if below and not label_lines(below.folded) else []
    return []


def wordings_in(text: str) -> list[str]:
    """Returns the names in a text such as “区商务委、区财政局。”."""
    bare = without_placeholder(text).strip(" 。．.　\n")
    return [] if is_filler(bare) else split_names(bare)


def split_names(text: str) -> list[str]:
    """Returns the names of an enumeration; what stands in brackets is never split."""
    names, depth = [""], 0
    for sign in text:
        depth += (sign in "（(") - (sign in "）)")
        if depth <= 0 and (sign in "、，,；;。" or sign.isspace()):
            names.append("")
        else:
            names[-1] += sign
    return [name for name in names if name]


def bodies_named(words: Sequence[str], registry: Registry) -> list[Unit]:
    """Returns the bodies of the registry among names."""
    found = [registry.resolve(word) or registry.resolve(_ROLE.sub("", word)) for word in words]
    return list(dict.fromkeys(body for body in found if isinstance(body, Unit)))


def _by_file_name(file_name: str, registry: Registry) -> Recognised | None:
    """Returns the body whose name stands in the name of the file, the longest where several do."""
    found = [(len(name), unit) for unit in registry.units for name in unit.names if name in file_name]
    if not found:
        return None
    longest = max(length for length, _ in found)
    units = {unit.name: unit for length, unit in found if length == longest}
    return Recognised(next(iter(units.values()))) if len(units) == 1 else None
