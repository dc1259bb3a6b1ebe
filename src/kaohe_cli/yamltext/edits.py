"""Changes to a YAML text: each returns the new text, in which every byte outside the change is the old one.

Each change is proved before it is returned: the new text is parsed again and compared with the data that was
meant. What does not pass, or cannot be taken apart with certainty, raises CannotEditError with the line.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.yamltext.document import LINE_BREAK, Document, NodePlace, YamlPath, YamlValue, parse, same
from kaohe_cli.yamltext.planning import New, Plan, with_rows
from kaohe_cli.yamltext.reader import Node, Scalar, read_yaml
from kaohe_cli.yamltext.replacing import with_value
from kaohe_cli.yamltext.scalars import write_scalar

_BOM = "\ufeff"


def set_scalar(text: str, path: YamlPath, value: Scalar) -> str:
    """Returns the text with another value in place of a scalar (or of nothing, as behind ``key:``).

    Text stays in the quotes or the ``|`` block it was in; several lines of text become a ``|`` block.
    """

    def change(document: Document) -> str:
        place = document.find(path)
        if isinstance(place.node.value, list | dict):
            raise document.refusal(place.node.start.index, "这里不是单个的值", "改它里面的某一项")
        return _replaced(document, place, value)

    return changed_text(text, change, lambda data: _put(data, path, value))


def set_list(text: str, path: YamlPath, items: Sequence[Scalar]) -> str:
    """Returns the text with these items in a list; what it held before keeps text and comments."""

    def change(document: Document) -> str:
        place = document.find(path)
        if not isinstance(place.node.value, list):
            return _replaced(document, place, list(items))
        return with_rows(document, place, _reusing(place.node.data(), items))

    return changed_text(text, change, lambda data: _put(data, path, list(items)))


def _reusing(old: list[Any], items: Sequence[Scalar]) -> Plan:
    unused = dict(enumerate(old))
    plan: list[int | New] = []
    for item in items:
        number = next((number for number, value in unused.items() if same(value, item)), None)
        plan.append(New(item) if number is None else number)
        if number is not None:
            del unused[number]
    return plan


def insert_item(text: str, path: YamlPath, index: int, value: YamlValue) -> str:
    """Returns the text with a new item in a list, before the item that is at ``index`` now."""

    def change(document: Document) -> str:
        place = document.find(path)
        count = len(_list_of(document, place))
        if not 0 <= index <= count:
            raise document.refusal(place.node.start.index, f"列表只有 {count} 项", "检查序号")
        return with_rows(document, place, [*range(index), New(value), *range(index, count)])

    return changed_text(text, change, lambda data: _at(data, path).insert(index, value))


def append_item(text: str, path: YamlPath, value: YamlValue) -> str:
    """Returns the text with a new item at the end of a list."""
    document = parse(text.removeprefix(_BOM))
    return insert_item(text, path, len(_list_of(document, document.find(path))), value)


def remove_item(text: str, path: YamlPath, index: int) -> str:
    """Returns the text without an item; the comment beside it goes with it, comments above it stay."""

    def change(document: Document) -> str:
        place = document.find(path)
        document.find((*path, index))
        count = len(_list_of(document, place))
        return with_rows(document, place, [number for number in range(count) if number != index])

    return changed_text(text, change, lambda data: _at(data, path).pop(index))


def put_key(text: str, path: YamlPath, key: str, value: YamlValue, *, after: str | None = None) -> str:
    """Returns the text with ``key: value`` in a mapping.

    A key that is there gets the value; a new one is placed behind the key ``after``, or at the end.
    """

    def change(document: Document) -> str:
        place = document.find(path)
        keys = list(_mapping_of(document, place))
        if key not in keys:
            position = keys.index(after) + 1 if after in keys else len(keys)
            plan = [*range(position), New(value, key), *range(position, len(keys))]
            return with_rows(document, place, plan)
        old = document.find((*path, key))
        if _is_flat(value) and _is_flat(old.node.data()):
            return with_rows(document, old, _reusing(old.node.data(), value))  # type: ignore[arg-type]
        return _replaced(document, old, value)

    return changed_text(text, change, lambda data: _put_key(data, path, key, value, after))


def put_keys(text: str, path: YamlPath, entries: Mapping[str, YamlValue]) -> str:
    """Returns the text with several new keys at the end of a mapping."""

    def change(document: Document) -> str:
        place = document.find(path)
        known = _mapping_of(document, place)
        twice = next((key for key in entries if key in known), None)
        if twice is not None:
            raise document.refusal(place.node.keys[twice].start.index, f"“{twice}”已经有了", "换一个项名")
        new = [New(value, key) for key, value in entries.items()]
        return with_rows(document, place, [*range(len(known)), *new])

    return changed_text(text, change, lambda data: _at(data, path).update(entries))


def remove_key(text: str, path: YamlPath, key: str) -> str:
    """Returns the text without a key and its value; comments above the key stay."""

    def change(document: Document) -> str:
        place = document.find(path)
        document.find((*path, key))
        keys = list(_mapping_of(document, place))
        return with_rows(document, place, [number for number, name in enumerate(keys) if name != key])

    return changed_text(text, change, lambda data: _at(data, path).pop(key))


def rename_key(text: str, path: YamlPath, key: str, new: str) -> str:
    """Returns the text with a key called otherwise; its value stays as it is."""

    def change(document: Document) -> str:
        place = document.find(path)
        document.find((*path, key))
        if new != key and new in _mapping_of(document, place):
            raise document.refusal(place.node.keys[new].start.index, f"“{new}”已经有了", "换一个项名")
        node = place.node.keys[key]
        if document.is_block_scalar(node):
            raise document.refusal(node.start.index, "“? 项名”的写法不能自动修改", "改写成“项名: 值”后再试")
        in_flow = place.in_flow or document.is_flow(place.node)
        written = write_scalar(new, flow=in_flow, quote=document.quote(node))
        return document.text[: node.start.index] + written + document.text[node.end.index :]

    def mean(data: Any) -> None:
        mapping = _at(data, path)
        entries = [(new if name == key else name, value) for name, value in mapping.items()]
        mapping.clear()
        mapping.update(entries)

    return changed_text(text, change, mean)


def _replaced(document: Document, place: NodePlace, value: YamlValue) -> str:
    if not place.path:
        raise document.refusal(0, "不能替换整个文件", "改它里面的某一项")
    return document.text if same(place.node.data(), value) else with_value(document, place, value)


def _is_flat(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(item, list | dict) for item in value)


def _list_of(document: Document, place: NodePlace) -> list[Node]:
    if not isinstance(place.node.value, list):
        raise document.refusal(
            place.node.start.index, "这里应当是一个列表", "写成“[甲, 乙]”或每项一行的“- 甲”"
        )
    return place.node.value


def _mapping_of(document: Document, place: NodePlace) -> dict[str, Node]:
    if not isinstance(place.node.value, dict):
        raise document.refusal(place.node.start.index, "这里应当是“项名: 值”", "检查这一处的写法")
    return place.node.value


def _at(data: Any, path: YamlPath) -> Any:
    for step in path:
        data = data[step]
    return data


def _put(data: Any, path: YamlPath, value: YamlValue) -> None:
    _at(data, path[:-1])[path[-1]] = value


def _put_key(data: Any, path: YamlPath, key: str, value: YamlValue, after: str | None) -> None:
    mapping = _at(data, path)
    behind = []
    if key not in mapping and after in mapping:
        names = list(mapping)
        behind = [(name, mapping.pop(name)) for name in names[names.index(after) + 1 :]]
    mapping.update([(key, value), *behind])


def changed_text(text: str, change: Callable[[Document], str], mean: Callable[[Any], object]) -> str:
    """Returns the changed text, once parsing it has shown the old data with just the meant change."""
    bom = _BOM if text.startswith(_BOM) else ""
    document = parse(text.removeprefix(_BOM))
    new = change(document)
    meant = document.root.data()
    mean(meant)
    # A value that ends in a line break needs one behind it, even where the file had none at its end.
    candidates = [new] if text.endswith(("\n", "\r")) else [new, new + document.newline]
    for candidate in candidates:
        if _reads_as(candidate, meant):
            return bom + candidate
    kept = "".join(a for a, b in takewhile(lambda pair: pair[0] == pair[1], zip(text, new, strict=False)))
    line = len(LINE_BREAK.findall(kept)) + 1
    raise CannotEditError("这处修改写进去以后读出来不一样", "请用编辑器手工修改", line)


def _reads_as(text: str, meant: Any) -> bool:
    try:
        return same(parse(text).root.data(), meant)
    except CannotEditError:
        return False


def put_value(text: str, path: YamlPath, value: YamlValue, *, orders: Sequence[Sequence[str]] = ()) -> str:
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
