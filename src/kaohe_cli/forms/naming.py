"""What templates call the fields that have no name of their own: by their labels."""

from collections.abc import Collection
from itertools import count
from typing import Final

from kaohe_cli.forms import known
from kaohe_cli.forms.written import WrittenSection
from kaohe_cli.words.patterns import regex

ITEM: Final = ("编号", "标题", "责任单位", "满分说明", "考核内容", "anchor")
"""What every item of a form has besides its fields."""

_PLACEHOLDER = regex(r"<[^<>]*>")
_NOT_IN_NAMES = regex(r"\W+")
_LEADING = regex(r"^[\d_]+")


def free_name(key: str, called: str, section: WrittenSection, taken: Collection[str]) -> str:
    """Returns a name for a field that no other of its form has: its label, within the group of its key.

    A label that two fields have gets that of the section before it, else a number behind it.
    """
    first, *rest = key.split("/")
    group = known.GROUPS.get(first, "") if rest else ""
    plain, heading = _identifier(called) or key.replace("/", "_"), _identifier(section.label)
    candidates = [f"{group}.{plain}" if group else plain]
    if heading and not group:
        candidates.append(f"{heading}.{plain}")
    for name in candidates:
        if _is_free(name, taken):
            return name
    return next(name for n in count(2) if _is_free(name := f"{candidates[0]}{n}", taken))


def _identifier(label: str) -> str:
    """Returns a label as a template can write it: without brackets, signs and leading digits."""
    return _LEADING.sub("", _NOT_IN_NAMES.sub("", _PLACEHOLDER.sub("", label)))


def _is_free(name: str, taken: Collection[str]) -> bool:
    """Whether a name is neither another's nor the group of one, and no group of it is a field."""
    group, _, leaf = name.rpartition(".")
    return bool(leaf) and not (
        name in taken
        or name in ITEM
        or group in ITEM
        or (group and group in taken)
        or any(other.startswith(f"{name}.") for other in taken)
        or (not group and name in known.GROUPS.values())
    )
