"""As much of JSON Schema 2020-12 as our schemas use, so that the tests need no validator of others."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
_SILENT = {"$schema", "$defs", "title", "description", "format", "then", "else"}


def fits(value: Any, schema: Schema, root: Schema) -> bool:
    """True where a schema takes a value; a keyword that is not known here is an error."""
    return all(
        _KEYWORDS[word](value, said, schema, root) for word, said in schema.items() if word not in _SILENT
    )


_Test: TypeAlias = Callable[[Any, Any, Schema, Schema], bool]


def _of(kinds: tuple[type, ...], test: Callable[[Any, Any], Any]) -> _Test:
    """Returns the test of a keyword that says something of values of some kinds only."""
    return lambda value, said, *_: (
        not isinstance(value, kinds) or isinstance(value, bool) or bool(test(value, said))
    )


def _additional(value: Any, said: Any, schema: Schema, root: Schema) -> bool:
    others = set(value) - set(schema.get("properties", {})) if isinstance(value, dict) else set()
    return not others if said is False else all(fits(value[key], said, root) for key in others)


def _properties(value: Any, said: Any, _: Schema, root: Schema) -> bool:
    there = set(said) & set(value) if isinstance(value, dict) else set()
    return all(fits(value[key], said[key], root) for key in there)


_NUMBERS = (int, float)
_KEYWORDS: dict[str, _Test] = {
    "type": lambda value, said, *_: (
        isinstance(value, _TYPES[said]) and (said == "boolean") == isinstance(value, bool)
    ),
    "const": lambda value, said, *_: bool(value == said),
    "enum": lambda value, said, *_: value in said,
    "pattern": _of((str,), lambda value, said: re.search(said, value)),
    "minLength": _of((str,), lambda value, said: len(value) >= said),
    "minItems": _of((list,), lambda value, said: len(value) >= said),
    "required": _of((dict,), lambda value, said: set(said) <= set(value)),
    "minimum": _of(_NUMBERS, lambda value, said: value >= said),
    "exclusiveMinimum": _of(_NUMBERS, lambda value, said: value > said),
    "maximum": _of(_NUMBERS, lambda value, said: value <= said),
    "multipleOf": _of(_NUMBERS, lambda value, said: value / said == int(value / said)),
    "$ref": lambda value, said, _, root: fits(value, root["$defs"][said.rpartition("/")[2]], root),
    "anyOf": lambda value, said, _, root: any(fits(value, one, root) for one in said),
    "allOf": lambda value, said, _, root: all(fits(value, one, root) for one in said),
    "if": lambda value, said, schema, root: fits(
        value, schema.get("then" if fits(value, said, root) else "else", {}), root
    ),
    "items": lambda value, said, _, root: (
        not isinstance(value, list) or all(fits(one, said, root) for one in value)
    ),
    "properties": _properties,
    "additionalProperties": _additional,
}
