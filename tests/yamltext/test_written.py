"""Items of a list taken out as they are written, and put back in another order or another list."""

import random
from pathlib import Path
from typing import Any

import pytest

from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.yamltext.document import YamlPath
from kaohe_cli.yamltext.edits import set_scalar
from kaohe_cli.yamltext.reader import read_yaml
from kaohe_cli.yamltext.written import put_items, written, written_items

DATA = Path(__file__).resolve().parents[2] / "data"
FILES = sorted(DATA.glob("*.yaml"))

TEXT = """\
一:
  # 甲的说明
  - 名: 甲   # 旁注
    文: |
      两行

      文字
  -   名: 乙

  - 名: 丙
二:
    - 名: 丁
# 末尾
"""


def block_lists(data: Any, path: YamlPath = ()) -> list[YamlPath]:
    found: list[YamlPath] = []
    if isinstance(data, list) and data and isinstance(data[0], dict):
        found.append(path)
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        found += block_lists(value, (*path, step))
    return found


def data_of(text: str) -> Any:
    root, _ = read_yaml(text.removeprefix("\ufeff"))
    assert root is not None
    return root.data()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", [True, False])
def test_put_back_as_they_were_no_byte_changes(file: Path, newline: str, end: bool) -> None:
    text = "\ufeff" + file.read_text("utf-8").replace("\n", newline)
    text = text if end else text.removesuffix(newline)
    for path in block_lists(data_of(text)):
        items = written_items(text, path)
        assert put_items(text, path, items) == text
        random.Random(2).shuffle(items)  # noqa: S311
        shuffled = put_items(text, path, items)
        assert sorted(shuffled.removesuffix(newline).split(newline)) == sorted(
            text.removesuffix(newline).split(newline)
        )


def test_comments_and_layout_go_along() -> None:
    first, second, third = written_items(TEXT, ("一",))
    assert put_items(TEXT, ("一",), [third, second, first]) == TEXT.replace(
        TEXT[TEXT.index("  # 甲") : TEXT.index("二")],
        "\n  - 名: 丙\n  -   名: 乙\n  # 甲的说明\n  - 名: 甲   # 旁注\n    文: |\n      两行\n\n      文字\n",
    )


def test_in_another_list_they_are_indented_as_it_is() -> None:
    first, *_ = written_items(TEXT, ("一",))
    (other,) = written_items(TEXT, ("二",))
    text = put_items(TEXT, ("二",), [other, first])
    assert (
        "    - 名: 丁\n    # 甲的说明\n    - 名: 甲   # 旁注\n      文: |\n        两行\n\n        文字\n# 末尾\n"
        in text
    )
    back = put_items(TEXT, ("一",), [other])
    assert "一:\n  - 名: 丁\n二:\n" in back


def test_an_item_is_edited_by_itself() -> None:
    items = [
        item.edited(lambda text: set_scalar(text, (0, "名"), "戊")) for item in written_items(TEXT, ("一",))
    ]
    assert put_items(TEXT, ("一",), items) == TEXT.replace("名: 甲", "名: 戊").replace(
        "名: 乙", "名: 戊"
    ).replace("名: 丙", "名: 戊")


def test_new_items_are_written_in_the_manner_of_the_text() -> None:
    new = written(TEXT, ("二",), {"名": "己", "表": [1, 2]})
    assert new.value == {"名": "己", "表": [1, 2]}
    assert "    - 名: 己\n      表: [1, 2]\n# 末尾" in put_items(TEXT, ("二",), [new])
    assert "二: []\n# 末尾" in put_items(TEXT, ("二",), [])


@pytest.mark.parametrize("text", ["a: [{b: 1}]\n", "a:\n- - b: 1\n", "a: 1\n"])
def test_what_cannot_be_taken_apart_is_refused(text: str) -> None:
    path: YamlPath = ("a", 0) if "- -" in text else ("a",)
    with pytest.raises(CannotEditError):
        written_items(text, path)
