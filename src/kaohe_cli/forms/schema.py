"""The JSON Schema of what a report holds besides its head: it follows from the record of the forms."""

from collections.abc import Mapping
from typing import Any

from kaohe_cli.forms.record import NUMBERS, Field, Forms

Schema = dict[str, Any]
ENTRY = "Entry"


def with_fields(head: Schema, forms: Forms) -> Schema:
    """Returns the schema of a report, from that of its head: with entries, and what is said once for all."""
    described = {key: _described(forms, key) for key in forms.order}
    properties = {name: part for name, part in head["properties"].items() if name not in {"said", "entries"}}
    once = _object({key: described[key] for key in forms.once}) if forms.once else {"properties": {}}
    entries = {**head["properties"]["entries"], "additionalProperties": {"$ref": f"#/$defs/{ENTRY}"}}
    return {
        **head,
        "$defs": {**head.get("$defs", {}), ENTRY: _object(described)},
        "properties": {**properties, **once["properties"], "entries": entries},
    }


def is_stale(schema: Any, forms: Forms) -> bool:
    """Whether the schema of reports, as it is written, describes other fields than the forms have."""
    known = schema.get("$defs", {}) if isinstance(schema, dict) else {}
    return known.get(ENTRY) != _object({key: _described(forms, key) for key in forms.order})


def _object(fields: Mapping[str, Schema]) -> Schema:
    """Returns the schema of mappings in mappings, for fields by key."""
    inner: dict[str, dict[str, Schema]] = {}
    properties: Schema = {}
    for key, schema in fields.items():
        first, slash, rest = key.partition("/")
        if slash:
            inner.setdefault(first, {})[rest] = schema
            properties[first] = _object(inner[first])
        else:
            properties[first] = schema
    return {"additionalProperties": False, "properties": properties, "type": "object"}


def _described(forms: Forms, key: str) -> Schema:
    fields = [form.by_key[key] for form in forms if key in form.by_key]
    titles = "；".join(dict.fromkeys(field.title for field in fields))
    return {**_value(fields[0]), "description": titles}


def _value(field: Field) -> Schema:
    kind: Schema = {"type": "number"} if field.kind in NUMBERS else {"type": "string", "minLength": 1}
    if field.kind == "date":
        kind["format"] = "date"
    schema: Schema = {"anyOf": [kind, {"type": "null"}]}
    return {**schema, "examples": list(field.choices)} if field.choices else schema
