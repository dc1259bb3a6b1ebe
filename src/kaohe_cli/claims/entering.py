"""What is entered of claims, written into the text of ``claims.yaml``; every other byte stays."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.tables.claims import Claim
from kaohe_cli.yamltext.edits import put_value, remove_value
from kaohe_cli.yamltext.reader import Node, read_yaml

FIELDS: Final = tuple(Claim.model_fields)
"""The keys of a claim, in the order in which they are written."""

_NEW: Final = """\
# yaml-language-server: $schema=../schema/claims.schema.json
# 督查激励的申报，随数据收进 git，里面不写电话号码；没有写的激励还没有定下申报与否
schema_version: 1
year: {year}
"""


def new_claims(year: int) -> str:
    """Returns a ``claims.yaml`` without any claim."""
    return _NEW.format(year=year)


def with_claim(text: str, row_id: str, fields: Mapping[str, str | date], order: Sequence[str]) -> str:
    """Returns the text of ``claims.yaml`` with these fields in the claim for an incentive.

    An empty text takes a field away. A new claim goes behind the one before it in ``order``, the ids of all
    incentives.

    Raises:
        CannotEditError: something else stands where the claim belongs.
    """
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    _refuse_other_than_mappings(root, ("claims", row_id))
    for name, value in fields.items():
        path = ("claims", row_id, name)
        if value:
            written = value.isoformat() if isinstance(value, date) else value
            text = put_value(text, path, written, orders=[("claims",), order, FIELDS])
        elif _has(text, path):
            text = remove_value(text, path)
    return text


def _refuse_other_than_mappings(root: Node | None, path: Sequence[str]) -> None:
    """Raises where a step of the path is there and is no mapping."""
    node = root
    for step in path:
        node = node.value.get(step) if node is not None and isinstance(node.value, dict) else None
        if node is not None and node.value is not None and not isinstance(node.value, dict):
            message = f"“{step}”下面应当是一组“项名: 值”"
            raise CannotEditError(message, "改好后再试", node.start.line + 1)


def _has(text: str, path: Sequence[str]) -> bool:
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    node = root
    for step in path:
        node = node.value.get(step) if node is not None and isinstance(node.value, dict) else None
    return node is not None
