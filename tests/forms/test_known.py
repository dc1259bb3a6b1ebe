"""What the program knows of single fields stands in one module."""

import ast
from pathlib import Path

import pytest

from kaohe_cli.forms import known
from kaohe_cli.forms.record import record_of
from kaohe_cli.forms.written import FormTable
from tests.conftest import REPOSITORY
from tests.progress.filled import TABLES

PACKAGE = REPOSITORY / "src" / "kaohe_cli"
HOME = PACKAGE / "forms" / "known.py"
# Keys that are one plain word mean other things elsewhere: the roster has a leader, a finding problems.
SPECIFIC = {key for key in known.NAMES if "/" in key} | {"self_score", "self_rank", "city_liaison"}


def texts(path: Path) -> set[str]:
    """Returns every text that a module writes, but for its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    }


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_other_module_names_a_well_known_key(path: Path) -> None:
    if path != HOME:
        assert not texts(path) & SPECIFIC


def test_every_well_known_key_is_in_the_forms_that_ship() -> None:
    assert set(known.NAMES) == set(TABLES.forms.fields)


def test_a_form_without_well_known_keys_works() -> None:
    form = {
        "id": "other",
        "covers": ["A"],
        "title": "表",
        "sections": [{"number": "（一）", "label": "情况", "field": {"key": "state", "kind": "line"}}],
    }
    (made,) = record_of(FormTable.model_validate({"schema_version": 1, "forms": [form]}))
    (field,) = made.fields
    assert (field.key, field.name, field.title, field.prompt) == ("state", "情况", "（一）情况", "情况")


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ([("a", "数据来源（部门）")], ["数据来源"]),
        ([("progress/a", "数据来源")], ["完成情况.数据来源"]),
        ([("a", "进展"), ("b", "进展"), ("c", "进展")], ["进展", "其他情况.进展", "进展2"]),
        ([("a", "责任单位")], ["其他情况.责任单位"]),
        ([("a", "（一）")], ["一"]),
    ],
)
def test_templates_call_a_field_by_its_label(fields: list[tuple[str, str]], names: list[str]) -> None:
    lines = [{"key": key, "label": label, "kind": "line"} for key, label in fields]
    section = {"number": "（二）", "label": "其他情况", "fields": lines}
    form = {"id": "other", "covers": ["A"], "title": "表", "sections": [section]}
    (made,) = record_of(FormTable.model_validate({"schema_version": 1, "forms": [form]}))
    assert [field.name for field in made.fields] == names
