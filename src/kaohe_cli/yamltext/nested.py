"""Values deep inside mappings: what is missing on the way is made, what becomes empty goes."""

from collections.abc import Sequence
from typing import Any

from kaohe_cli.yamltext.document import Value, YamlPath
from kaohe_cli.yamltext.edits import put_key, remove_key
from kaohe_cli.yamltext.reader import read_yaml


def put_value(text: str, path: YamlPath, value: Value, *, orders: Sequence[Sequence[str]] = ()) -> str:
    """Returns the text with a value at a path of keys; mappings that are missing on the way are made.

    A new key goes behind the one before it in the order of ``orders`` that has it, otherwise to the end.

    Raises:
        CannotEditError: something that is no mapping stands on the way.
    """
    data = _data(text)
    depth = 0
    while depth < len(path) - 1 and isinstance(data, dict) and data.get(path[depth]):
        data = data[path[depth]]
        depth += 1
    for missing in reversed(path[depth + 1 :]):
        value = {str(missing): value}
    key = str(path[depth])
    return put_key(text, path[:depth], key, value, after=_before(key, data, orders))


def remove_value(text: str, path: YamlPath) -> str:
    """Returns the text without the value at a path of keys, and without the mappings that held only it."""
    data = _data(text)
    around = [data]
    for step in path[:-1]:
        data = data[step]
        around.append(data)
    depth = len(path) - 1
    while depth and len(around[depth]) == 1:
        depth -= 1
    return remove_key(text, path[:depth], str(path[depth]))


def _data(text: str) -> Any:
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    return root.data() if root is not None else {}


def _before(key: str, mapping: Any, orders: Sequence[Sequence[str]]) -> str | None:
    if not isinstance(mapping, dict) or key in mapping:
        return None
    order = next((order for order in orders if key in order), ())
    earlier = list(order)[: list(order).index(key)] if order else []
    return next((name for name in reversed(earlier) if name in mapping), None)
