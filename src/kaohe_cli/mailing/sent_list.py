"""Who got which version of which form, written into the text of ``sent.yaml``; every other byte stays."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.yamltext.edits import append_item, put_value
from kaohe_cli.yamltext.reader import read_yaml

NEW_LIST: Final = """\
# yaml-language-server: $schema=../schema/sent.schema.json
# 发出的报送表：哪一轮、哪个单位、哪一版、哪一天、写给谁；由 kaohe draft --mail、--zip 写入
# 里面有邮箱，不要放进公开的 git
schema_version: 1
"""


class NewSending(NamedTuple):
    """A form that was put into a mail or an archive."""

    unit: str
    version: str
    by: str
    """邮件 or 压缩包."""
    to: tuple[str, ...] = ()


def with_sendings(
    text: str, round_name: str, sendings: Sequence[NewSending], on: date, units: Sequence[str]
) -> str:
    """Returns the text of ``sent.yaml`` with what was sent on a day.

    The version that a body got last in the same way, at the same addresses, is not noted again. ``units`` is
    the order of the bodies.

    Raises:
        CannotEditError: something else stands where a body's list belongs.
    """
    for one in sendings:
        entry: dict[str, Any] = {"version": one.version, "date": on.isoformat(), "by": one.by}
        if one.to:
            entry["to"] = list(one.to)
        path = ("sent", round_name, one.unit)
        known = _at(text, path)
        if known is None:
            rounds = sorted({round_name, *(_at(text, path[:1]) or ())})
            text = put_value(text, path, [entry], orders=[rounds, units])
        elif not isinstance(known, list):
            raise CannotEditError(f"“{round_name}”的“{one.unit}”下面应当是一个列表", "改好后再试")
        elif not _is_said(entry, known):
            text = append_item(text, path, entry)
    return text


def _is_said(entry: Mapping[str, Any], known: Sequence[Any]) -> bool:
    own = [one for one in known if isinstance(one, dict) and one.get("by") == entry["by"]]
    return bool(own) and all(own[-1].get(key) == entry.get(key) for key in ("version", "to"))


def _at(text: str, path: Sequence[str]) -> Any:
    """Returns what stands at a path of keys, None where there is nothing."""
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    data = root.data() if root is not None else None
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data
