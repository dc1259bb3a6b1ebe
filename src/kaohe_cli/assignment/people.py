"""Changes to the roster of people (contacts.yaml), made in its text."""

from collections.abc import Mapping
from typing import Any

from kaohe_cli.editing import YamlPath, put_key, remove_key
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.model.contacts import is_phone
from kaohe_cli.workspace.yaml_reader import read_yaml

NEW_ROSTER = """\
# yaml-language-server: $schema=../schema/contacts.schema.json
# 联系人，含手机号，属个人信息，不要放进公开的 git
schema_version: 1
"""


def set_people(text: str, unit: str, row_id: str | None, fields: Mapping[str, str]) -> str:
    """Returns the roster with the people of a body, or of one row of it; an empty text takes a field away.

    ``fields`` holds ``leader``, ``contact`` and ``mobile``.

    Raises:
        WrongUseError: the mobile is no number that can be dialled.
    """
    _check_phone(fields.get("mobile"))
    path = ("units", unit) if row_id is None else ("units", unit, "rows", row_id)
    return _with_fields(text, path, fields)


def set_city(text: str, key: str, fields: Mapping[str, str], *, is_row: bool) -> str:
    """Returns the roster with whom to ask in the city: of a department, or (``is_row``) about one row.

    ``fields`` holds ``leader``, ``office`` and ``phone``.

    Raises:
        WrongUseError: the phone is no number that can be dialled.
    """
    _check_phone(fields.get("phone"))
    return _with_fields(text, ("city_rows" if is_row else "city_departments", key), fields)


def _check_phone(number: str | None) -> None:
    if number and not is_phone(number):
        raise WrongUseError("联系电话格式不对，没有改动；请写 11 位手机号，或带区号的座机，如 023-60000000")


def _with_fields(text: str, path: YamlPath, fields: Mapping[str, str]) -> str:
    """Returns the text with these fields in the mapping at ``path``, which is made where it is missing."""
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    data = root.data() if root else {}
    for depth, step in enumerate(path):
        inner = data.get(step)
        if not isinstance(inner, dict) or not inner:
            nested: Any = {name: value for name, value in fields.items() if value}
            for missing in reversed(path[depth + 1 :]):
                nested = {missing: nested}
            return put_key(text, path[:depth], str(step), nested) if nested else text
        data = inner
    for name, value in fields.items():
        if value:
            text = put_key(text, path, name, value)
        elif name in data:
            text = remove_key(text, path, name)
    return text
