"""The tables as they are: an item put into any of their lists and taken out again leaves every byte."""

from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.yamltext.edits import append_item, insert_item, put_key, remove_item, remove_key, set_scalar
from kaohe_cli.yamltext.reader import read_yaml

DATA = Path(__file__).resolve().parents[2] / "data"
FILES = sorted(DATA.glob("*.yaml"))


def _places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    found = [(path, data)]
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        found += _places(value, (*path, step))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_there_and_back(file: Path) -> None:
    text = file.read_bytes().decode()
    root, _ = read_yaml(text)
    assert root is not None
    for path, value in _places(root.data())[::7]:
        if isinstance(value, list):
            added = append_item(text, path, "区新设机构")
            assert remove_item(added, path, len(value)) == text
            assert remove_item(insert_item(text, path, 0, {"a": [1]}), path, 0) == text
        elif isinstance(value, dict):
            assert remove_key(put_key(text, path, "新项", {"a": {"b": "一\n二"}}), path, "新项") == text
        elif isinstance(value, str):
            changed = set_scalar(text, path, "一处")
            assert len(set(changed.splitlines()) - set(text.splitlines())) <= 1
            assert set_scalar(changed, path, value) == text
