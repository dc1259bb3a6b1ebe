"""A report's file changed to say what is meant: a new one written, one that is there edited in place."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kaohe_cli.collecting.merging import Values, own_values, said_once
from kaohe_cli.editing import put_keys, put_value, remove_value
from kaohe_cli.model.reports import Report
from kaohe_cli.query.entries import ASKED, Entry, top_value
from kaohe_cli.word.returns import Value
from kaohe_cli.workspace.yaml_reader import read_yaml

_HEAD: Final = (
    "# yaml-language-server: $schema={schema}\n# 由 kaohe collect 读自交回的 Word 文件；可以手工改\n"
)
_TOP: Final = ("schema_version", "year", "unit", "through_month", "returned", "leader", "contact", "entries")
_ENTRY: Final = ("progress", "forecast", "problems", "city_liaison", "leader", "contact")
_PERIOD: Final = ("situation", "self_score", "self_rank", "completed", "eligible", "expected_result")
_ORDERS: Final = (_TOP, _ENTRY, _PERIOD, ("leader", "office", "phone"), ("name", "mobile"))
_PEOPLE: Final = ("leader", "contact/name", "contact/mobile")


def report_document(
    facts: Mapping[str, Any], values: Values, order: Sequence[str], report: Report | None
) -> dict[str, Any]:
    """Returns what a report file is to say: its first keys (``facts``), who answers, the rows in order."""
    before = {path: value for path in _PEOPLE if report and (value := top_value(report, path)) is not None}
    common = said_once(values, before)
    ids = [row_id for row_id in order if row_id in values]
    entries = {row_id: _nested(own_values(values[row_id], common)) for row_id in ids}
    return {**facts, **_nested(common), "entries": entries}


def new_text(document: Mapping[str, Any], schema: str) -> str:
    """Returns a new report file; ``schema`` is where its JSON Schema lies."""
    first, *rest = [key for key in _TOP if key in document]
    text = f"{_HEAD.format(schema=schema)}{first}: {document[first]}\n"
    return put_keys(text, (), {key: document[key] for key in rest})


def changed_text(
    text: str, facts: Mapping[str, Any], values: Values, entries: Mapping[str, Entry], order: Sequence[str]
) -> str:
    """Returns a report file that says what is meant; comments, order and every other byte stay.

    Raises:
        CannotEditError: the file is written in a way that cannot be edited with certainty.
    """
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    known: dict[str, Any] = root.data() if root is not None else {}
    for key, value in facts.items():
        old = known.get(key)
        if isinstance(value, dict) and isinstance(old, dict) and old:
            text = _with_values(
                text, (key,), old, value, [*old, *(name for name in value if name not in old)]
            )
        elif old != value:
            text = put_value(text, (key,), value, orders=_ORDERS)
    before = {path: value for path in _PEOPLE if (value := _at(known, path)) is not None}
    common = said_once(values, before)
    text = _with_values(text, (), before, common, _PEOPLE)
    for row_id in [row_id for row_id in order if row_id in values]:
        meant = own_values(values[row_id], common)
        own = (known.get("entries") or {}).get(row_id)
        if not own:
            text = put_value(text, ("entries", row_id), _nested(meant), orders=(*_ORDERS, order))
            continue
        paths = [asked.path for asked in ASKED[entries[row_id].form]]
        held = {path: value for path in paths if (value := _at(own, path)) is not None}
        text = _with_values(text, ("entries", row_id), held, meant, paths)
    return text


def _with_values(
    text: str,
    place: tuple[str, ...],
    held: Mapping[str, Value],
    meant: Mapping[str, Value],
    paths: Sequence[str],
) -> str:
    for path in paths:
        full = (*place, *path.split("/"))
        if path in meant and held.get(path) != meant[path]:
            text = put_value(text, full, meant[path], orders=_ORDERS)
        elif path in held and path not in meant:
            text = remove_value(text, full)
    return text


def _at(data: Any, path: str) -> Any:
    for name in path.split("/"):
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _nested(values: Mapping[str, Value]) -> dict[str, Any]:
    """Returns values by path as mappings in mappings."""
    document: dict[str, Any] = {}
    for path, value in values.items():
        *around, last = path.split("/")
        place = document
        for name in around:
            place = place.setdefault(name, {})
        place[last] = value
    return document
