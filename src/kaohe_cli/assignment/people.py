"""Changes to the roster of people (contacts.yaml), made in its text."""

from collections.abc import Mapping

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.tables.contacts import UnitPeople
from kaohe_cli.words.addresses import is_address_list
from kaohe_cli.words.phones import HOW_TO_WRITE_PHONES, is_phone, written_phone
from kaohe_cli.yamltext.document import YamlPath
from kaohe_cli.yamltext.edits import put_value, remove_value
from kaohe_cli.yamltext.reader import Node, read_yaml

_ADDRESSES = {"email": "邮箱", "cc": "抄送的邮箱"}

NEW_ROSTER = """\
# yaml-language-server: $schema=../schema/contacts.schema.json
# 联系人，含手机号，属个人信息，不要放进公开的 git
schema_version: 1
"""


def set_people(text: str, unit: str, row_id: str | None, fields: Mapping[str, str]) -> str:
    """Returns the roster with the people of a body, or of one row of it; an empty text takes a field away.

    ``fields`` holds some of the fields of :class:`kaohe_cli.tables.contacts.People`.

    Raises:
        WrongUseError: the mobile is no number that can be dialled, or what should be e-mail addresses is not.
    """
    fields = _with_phone(_with_phone(fields, "mobile"), "leader_mobile")
    for name in ("email", "cc"):
        if (written := fields.get(name, "")) and not is_address_list(written):
            raise WrongUseError(
                f"{_ADDRESSES[name]}的写法不对，未作改动；请写成 li@example.com 的样子，几个用分号隔开"
            )
    path = ("units", unit) if row_id is None else ("units", unit, "rows", row_id)
    return _with_fields(text, path, fields)


def set_city(text: str, key: str, fields: Mapping[str, str], *, is_row: bool) -> str:
    """Returns the roster with whom to ask in the city: of a department, or (``is_row``) about one row.

    ``fields`` holds ``leader``, ``office`` and ``phone``.

    Raises:
        WrongUseError: the phone is no number that can be dialled.
    """
    fields = _with_phone(fields, "phone")
    return _with_fields(text, ("city_rows" if is_row else "city_departments", key), fields)


def _with_phone(fields: Mapping[str, str], name: str) -> dict[str, str]:
    """Returns the fields with the number as the files keep it.

    Raises:
        WrongUseError: it is no number that can be dialled.
    """
    number = fields.get(name, "").strip()
    if number and not is_phone(number):
        raise WrongUseError(f"联系电话格式不对，未作改动；请{HOW_TO_WRITE_PHONES}")
    return {**fields, name: written_phone(number)} if name in fields else dict(fields)


def _with_fields(text: str, path: YamlPath, fields: Mapping[str, str]) -> str:
    """Returns the text with these fields in the mapping at ``path``, which is made or taken away as needed.

    Raises:
        CannotEditError: something else stands there.
    """
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    data = root.data() if root else {}
    for depth, step in enumerate(path):
        inner = data.get(step)
        if inner is not None and not isinstance(inner, dict):
            raise CannotEditError(
                f"“{step}”下面应当是一组“项名: 值”", "改好后再试", _line(root, path[: depth + 1])
            )
        data = inner or {}
    for name, value in fields.items():
        if isinstance(data.get(name), dict | list):
            raise CannotEditError(f"“{name}”应当是文字", "改好后再试", _line(root, (*path, name)))
        if value:
            text = put_value(text, (*path, name), value, orders=[tuple(UnitPeople.model_fields)])
        elif name in data:
            text = remove_value(text, (*path, name))
    return text


def _line(root: Node | None, path: YamlPath) -> int | None:
    for step in path:
        if root is None or not isinstance(root.value, dict):
            return None
        root = root.value.get(str(step))
    return root.start.line + 1 if root is not None else None
