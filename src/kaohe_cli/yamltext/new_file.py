"""A whole new file, in the manner of the shipped ones."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from kaohe_cli.yamltext.scalars import write_scalar

_INDENT = "  "


def yaml_text(kind: str, data: Mapping[str, Any], remarks: Sequence[str] = ()) -> str:
    """Returns a whole file: the line that names its schema, remarks as comments, and the data.

    Lists of texts stand on one line, everything else has a line of its own.
    """
    lines = [f"# yaml-language-server: $schema=../schema/{kind}.schema.json"]
    lines += [f"# {remark}" for remark in remarks]
    _mapping(data, 0, lines)
    return "\n".join(lines) + "\n"


def _mapping(data: Mapping[str, Any], depth: int, lines: list[str], lead: str = "") -> None:
    indent = _INDENT * depth
    for key, value in data.items():
        start = lead or indent
        lead = ""
        if isinstance(value, Mapping):
            lines.append(f"{start}{key}:")
            _mapping(value, depth + 1, lines)
        elif isinstance(value, Sequence) and value and isinstance(value[0], Mapping):
            lines.append(f"{start}{key}:")
            for item in value:
                _mapping(item, depth + 2, lines, f"{indent}  - ")
        else:
            lines.append(f"{start}{key}: {_inline(value)}")


def _inline(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(_in_list(item) for item in value)}]"
    return write_scalar(value)


@lru_cache(maxsize=4096)
def _in_list(value: Any) -> str:
    return write_scalar(value, flow=True)
