"""What stands at the head of a file: where it is from, and of which year its contents are."""

import re

_BOM = "\ufeff"
_SOURCE = "来源："
_YEAR_NOTE = "# 注意：年度已经写成"
_OWN_NOTE = re.compile(rf"{_YEAR_NOTE}|# {_SOURCE}.*（kaohe import (导入|并入)")


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
