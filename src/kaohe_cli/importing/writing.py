"""The tables as YAML text, in the manner of the shipped files."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from kaohe_cli.editing.scalars import write_scalar

_INDENT = "  "
_BOM = "\ufeff"
_SOURCE = "来源："
_YEAR_NOTE = "# 注意：年度已经写成"
_OWN_NOTE = re.compile(rf"{_YEAR_NOTE}|# {_SOURCE}.*（kaohe import (导入|并入)")


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


def with_source(text: str, source: str) -> str:
    """Returns a file's text with a line at its head that says where it is from; what said so before is kept.

    What kaohe itself wrote there (an earlier import, the note that the contents are of another year) goes.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    lines = text.removeprefix(_BOM).split("\n")
    end = "\r" if lines[0].endswith("\r") else ""
    begin = int(lines[0].startswith("# yaml-language-server"))
    stop = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = [line for line in lines[begin:stop] if not _OWN_NOTE.match(line)]
    head = [line.replace(f"# {_SOURCE}", f"# 以前的{_SOURCE}", 1) for line in head]
    return mark + "\n".join([*lines[:begin], f"# {_SOURCE}{source}{end}", *head, *lines[stop:]])


def has_year_note(text: str) -> bool:
    """True where the head still says that the contents are of another year."""
    return _YEAR_NOTE in text.split("\nschema_version", 1)[0]
