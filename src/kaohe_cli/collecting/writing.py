"""A report's file changed to say what is meant: a new one written, one that is there edited in place."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from kaohe_cli.collecting.merging import Values, own_values, said_once
from kaohe_cli.collecting.reading import Value
from kaohe_cli.forms.record import Forms
from kaohe_cli.forms.reports import HEAD, Report, flattened, nested
from kaohe_cli.query.entries import Entry
from kaohe_cli.yamltext.edits import put_keys, put_value, remove_value
from kaohe_cli.yamltext.reader import read_yaml

_HEAD: Final = (
    "# yaml-language-server: $schema={schema}\n# 由 kaohe collect 读自交回的 Word 文件；可以手工改\n"
)
_ENTRIES: Final = "entries"
_STEP: Final = "/"


@dataclass(frozen=True)
class Layout:
    """The order of rows and keys in a report's file."""

    entries: Mapping[str, Entry]
    """Every heading of the forms, by its id, in order."""
    forms: Forms

    @cached_property
    def top(self) -> tuple[str, ...]:
        """The keys of the file, in order: its head, what is said once, the rows."""
        once = (key.partition(_STEP)[0] for key in self.forms.once)
        head = (name for name in HEAD if name != _ENTRIES)
        return (*head, *dict.fromkeys(once), _ENTRIES)

    def orders(self, path: Sequence[str]) -> list[Sequence[str]]:
        """Returns the order of the keys beside each step of a path, the last first."""
        inside = path[2:] if path[0] == _ENTRIES else path
        groups = [self._beside(tuple(inside[:depth])) for depth in range(len(inside))]
        above = [self.top, tuple(self.entries)] if path[0] == _ENTRIES else [self.top]
        return list(reversed([*above, *groups]))

    def _beside(self, group: tuple[str, ...]) -> tuple[str, ...]:
        steps = (tuple(key.split(_STEP)) for key in self.forms.order)
        found = (one[len(group)] for one in steps if one[: len(group)] == group and len(one) > len(group))
        return tuple(dict.fromkeys(found))

    def sorted(self, keys: Iterable[str]) -> list[str]:
        """Returns keys in the order of the forms, those of no form last."""
        order = {key: position for position, key in enumerate(self.forms.order)}
        return sorted(keys, key=lambda key: order.get(key, len(order)))


def report_document(
    facts: Mapping[str, Any], values: Values, layout: Layout, report: Report | None
) -> dict[str, Any]:
    """Returns what a report file is to say: its first keys (``facts``), who answers, the rows in order.

    A fact that is None is left out, and taken away from a file that is there.
    """
    common = said_once(values, report.said if report else {}, layout.entries, layout.forms)
    entries = {
        row_id: nested({key: own[key] for key in layout.sorted(own)})
        for row_id in layout.entries
        if row_id in values
        for own in (own_values(values[row_id], common),)
    }
    given = {key: value for key, value in facts.items() if value is not None}
    return {**given, **nested(common), _ENTRIES: entries}


def new_text(document: Mapping[str, Any], schema: str, layout: Layout) -> str:
    """Returns a new report file; ``schema`` is where its JSON Schema lies."""
    first, *rest = [key for key in layout.top if key in document]
    text = f"{_HEAD.format(schema=schema)}{first}: {document[first]}\n"
    return put_keys(text, (), {key: document[key] for key in rest})


def changed_text(text: str, facts: Mapping[str, Any], values: Values, layout: Layout) -> str:
    """Returns a report file that says what is meant; comments, order and every other byte stay.

    Raises:
        CannotEditError: the file is written in a way that cannot be edited with certainty.
    """
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    known: dict[str, Any] = root.data() if root is not None else {}
    for key, value in facts.items():
        old = known.get(key)
        if value is None:
            text = remove_value(text, (key,)) if key in known else text
        elif isinstance(value, dict) and isinstance(old, dict) and old:
            text = _with_values(text, (key,), old, value, layout)
        elif old != value:
            text = put_value(text, (key,), value, orders=[layout.top])
    before = flattened({key: value for key, value in known.items() if key not in HEAD})
    common = said_once(values, before, layout.entries, layout.forms)
    text = _with_values(text, (), before, common, layout)
    for row_id in [row_id for row_id in layout.entries if row_id in values]:
        meant = own_values(values[row_id], common)
        own = (known.get(_ENTRIES) or {}).get(row_id)
        if own:
            text = _with_values(text, (_ENTRIES, row_id), flattened(own), meant, layout)
        else:
            whole = nested({key: meant[key] for key in layout.sorted(meant)})
            place = (_ENTRIES, row_id)
            text = put_value(text, place, whole, orders=layout.orders(place))
    return text


def _with_values(
    text: str, place: tuple[str, ...], held: Mapping[str, Value], meant: Mapping[str, Value], layout: Layout
) -> str:
    for key in layout.sorted(dict.fromkeys((*held, *meant))):
        full = (*place, *key.split(_STEP))
        if key in meant and held.get(key) != meant[key]:
            text = put_value(text, full, meant[key], orders=layout.orders(full))
        elif key in held and key not in meant:
            text = remove_value(text, full)
    return text


def relative_schema(report: Path, data: Path) -> str:
    """Returns where the JSON Schema of reports lies, as seen from a report file."""
    schema = data.resolve().parent / "schema" / "report.schema.json"
    try:
        return Path(os.path.relpath(schema, report.resolve().parent)).as_posix()
    except ValueError:  # on another drive of Windows
        return schema.as_uri()
