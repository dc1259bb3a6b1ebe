"""Each kind of edit in each style: the text expected is written out, so every byte of it is checked."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.yamltext.edits import (
    append_item,
    insert_item,
    put_key,
    remove_item,
    remove_key,
    rename_key,
    set_list,
    set_scalar,
)


class Case(NamedTuple):
    """A text, an edit, and the text it must become."""

    name: str
    before: str
    edit: Callable[..., str]
    arguments: tuple[Any, ...]
    after: str
    options: dict[str, Any] = {}  # noqa: RUF012 - never changed


def scalar(name: str, before: str, value: Any, after: str, *path: str | int) -> Case:
    """A change of the scalar at ``path``, or of the value of ``a``."""
    return Case(name, before, set_scalar, (path or ("a",), value), after)


def items(name: str, before: str, value: list[Any], after: str, *path: str | int) -> Case:
    """A change of the list at ``path``, or of the value of ``a``."""
    return Case(name, before, set_list, (path or ("a",), value), after)


SCALARS = [
    scalar("plain", "a: 甲\nb: 1\n", "乙", "a: 乙\nb: 1\n"),
    scalar("comment beside", "a: 甲   # 旁边\nb: 1\n", "乙", "a: 乙   # 旁边\nb: 1\n"),
    scalar("comment above", "# 上面\na: 甲\n", "乙", "# 上面\na: 乙\n"),
    scalar("tab behind", "a: 甲\t# 旁边\n", "乙", "a: 乙\t# 旁边\n"),
    scalar("aligned", "a:    甲\nlong: 1\n", "乙", "a:    乙\nlong: 1\n"),
    scalar("crlf", "a: 甲\r\nb: 1\r\n", "乙", "a: 乙\r\nb: 1\r\n"),
    scalar("mixed line breaks", "x: 1\r\na: 甲\nb: 1\r", "乙", "x: 1\r\na: 乙\nb: 1\r"),
    scalar("byte-order mark", "\ufeffa: 甲\n", "乙", "\ufeffa: 乙\n"),
    scalar("no final newline", "b: 1\na: 甲", "乙", "b: 1\na: 乙"),
    scalar("double quotes stay", 'a: "甲"\n', "乙", 'a: "乙"\n'),
    scalar("single quotes stay", "a: '甲'\n", "it's", "a: 'it''s'\n"),
    scalar("single quotes cannot hold a tab", "a: '甲'\n", "x\ty", 'a: "x\\ty"\n'),
    scalar("wide characters", "a: 😀宽  # 😀\n", "🀄", "a: 🀄  # 😀\n"),
    scalar("null without text", "a:\nb: 1\n", "乙", "a: 乙\nb: 1\n"),
    scalar("null with comment", "a:   # 待定\n", "乙", "a: 乙   # 待定\n"),
    scalar("null with a space", "a: \nb: 1\n", "乙", "a: 乙 \nb: 1\n"),
    scalar("null at the very end", "a:", "乙", "a: 乙"),
    scalar("null with a tilde", "a: ~\n", "乙", "a: 乙\n"),
    scalar("null in a list", "-\n- 2\n", "乙", "- 乙\n- 2\n", 0),
    scalar("to null", "a: 甲 # x\n", None, "a: null # x\n"),
    scalar("in a flow list", "a: [甲,  乙 , 丙]\n", "丁", "a: [甲,  丁 , 丙]\n", "a", 1),
    scalar("comma in a flow list", "a: [甲]\n", "x,y", 'a: ["x,y"]\n', "a", 0),
    scalar("in a flow mapping", "a: {b: 1, c: 2}\n", "丁", "a: {b: 丁, c: 2}\n", "a", "b"),
    scalar("json", '{"a":"b"}\n', "c", '{"a":"c"}\n'),
    scalar("null in a flow mapping", "a: {b: , c: 2}\n", "丁", "a: {b: 丁, c: 2}\n", "a", "b"),
    scalar("decimal", "a: 3\n", Decimal("2.80"), "a: 2.80\n"),
    scalar("whole decimal", "a: 2.5\n", Decimal("3"), "a: 3\n"),
    scalar("quoted to number", 'a: "3"\n', 4, "a: 4\n"),
    scalar("boolean", "a: true\n", False, "a: false\n"),
    scalar("text that looks like a number", "a: 1\n", "1", 'a: "1"\n'),
    scalar("text that is a boolean to YAML 1.1", "a: 1\n", "no", 'a: "no"\n'),
    scalar("several lines", "a: 甲 # 旁边\nb: 1\n", "一\n二", "a: |- # 旁边\n  一\n  二\nb: 1\n"),
    scalar("lines and a last break", "a: 甲\nb: 1\n", "一\n二\n", "a: |\n  一\n  二\nb: 1\n"),
    scalar("lines with an indented first", "a: 甲\nb: 1\n", "  一\n二", "a: |2-\n    一\n  二\nb: 1\n"),
    scalar("lines at the end of the file", "a: 甲", "一\n\n二", "a: |-\n  一\n\n  二"),
    scalar("a last break at the end of the file", "a: 甲", "一\n二\n", "a: |\n  一\n  二\n"),
    scalar("lines in crlf", "a: 甲\r\nb: 1\r\n", "一\n二", "a: |-\r\n  一\r\n  二\r\nb: 1\r\n"),
    scalar(
        "lines in a list", "a:\n  - 甲\n  - 乙\n", "一\n二", "a:\n  - |-\n    一\n    二\n  - 乙\n", "a", 0
    ),
    scalar("lines in a flow list", "a: [甲]\n", "一\n二", 'a: ["一\\n二"]\n', "a", 0),
    scalar(
        "block stays a block",
        "a: |-  # 旁边\n  一\n  二\n\n# 下面\nb: 1\n",
        "三",
        "a: |-  # 旁边\n  三\n\n# 下面\nb: 1\n",
    ),
    scalar("block to number", "a: |-  # 旁边\n  一\nb: 1\n", 3, "a: 3  # 旁边\nb: 1\n"),
    scalar("folded becomes literal", "a: >-\n  一\n  二\nb: 1\n", "三\n四", "a: |-\n  三\n  四\nb: 1\n"),
    scalar("kept line breaks", "a: |+\n  一\n\nb: 1\n", "三", "a: |-\n  三\nb: 1\n"),
    scalar("block with wide indentation", "a: |4-\n      一\nb: 1\n", "三", "a: |-\n  三\nb: 1\n"),
    scalar("plain over two lines", "a: 一\n  二 # 旁边\nb: 1\n", "三", "a: 三 # 旁边\nb: 1\n"),
    scalar("quoted over two lines", 'a: "一\n  二" # 旁边\n', "三", 'a: "三" # 旁边\n'),
    scalar("value on the next line", "a: # 旁边\n  一\nb: 1\n", "三", "a: # 旁边\n  三\nb: 1\n"),
    scalar(
        "beside a dash", "a:\n  - id: x  # x\n    b: 1\n", "z", "a:\n  - id: z  # x\n    b: 1\n", "a", 0, "id"
    ),
    scalar("space before the colon", "a : 甲\n", "乙", "a : 乙\n"),
    scalar("quoted key", '"a": 甲\n', "乙", '"a": 乙\n'),
    scalar("document marker", "%YAML 1.2\n---\na: 甲\n...\n", "乙", "%YAML 1.2\n---\na: 乙\n...\n"),
    scalar("the same value", "a: '甲'\n", "甲", "a: '甲'\n"),
    scalar("the same number", "a: 2.80\n", Decimal("2.8"), "a: 2.80\n"),
    scalar("control character", "a: 甲\n", "x\x07\u2028\ufeff", 'a: "x\\u0007\\u2028\\ufeff"\n'),
]

LISTS = [
    items("flow, one more", "a: [甲, 乙]  # 旁边\n", ["甲", "乙", "丙"], "a: [甲, 乙, 丙]  # 旁边\n"),
    items("flow, first out", "a: [甲, 乙, 丙]\n", ["乙", "丙"], "a: [乙, 丙]\n"),
    items("flow, last out", "a: [ 甲, 乙, 丙 ]\n", ["甲", "乙"], "a: [ 甲, 乙 ]\n"),
    items("flow, middle out", "a: [甲,  乙,   丙]\n", ["甲", "丙"], "a: [甲,   丙]\n"),
    items("flow, another first", 'a: ["甲", 乙]\n', ["乙", "甲"], 'a: [乙, "甲"]\n'),
    items("flow, all others", "a: [甲]\n", ["乙", "丙"], "a: [乙, 丙]\n"),
    items("flow, emptied", "a: [甲, 乙] # x\n", [], "a: [] # x\n"),
    items("flow, filled", "a: []\n", ["甲"], "a: [甲]\n"),
    items("flow, filled with spaces", "a: [ ] # x\n", ["甲", "乙"], "a: [甲, 乙] # x\n"),
    items("flow, no spaces", "a: [甲,乙]\n", ["甲", "乙", "丙"], "a: [甲,乙,丙]\n"),
    items("flow, last comma", "a: [甲, 乙,]\n", ["甲", "丙"], "a: [甲, 丙,]\n"),
    items("flow, quoted neighbours", "a: ['甲', '乙']\n", ["甲", "乙", "丙"], "a: ['甲', '乙', '丙']\n"),
    items("flow, quotes needed", "a: [甲]\n", ["甲", "no", "a, b", ""], 'a: [甲, "no", "a, b", ""]\n'),
    items(
        "flow, brackets of full width", "a: [甲（乙）]\n", ["甲（乙）", "丙、丁"], "a: [甲（乙）, 丙、丁]\n"
    ),
    items("flow, twice the same", "a: [甲, '甲']\n", ["甲", "甲", "甲"], "a: [甲, '甲', 甲]\n"),
    items(
        "flow, wrapped", "a: [甲,\n    乙]\nb: 1\n", ["甲", "乙", "丙"], "a: [甲,\n    乙,\n    丙]\nb: 1\n"
    ),
    items("flow, wrapped now and then", "a: [甲, 乙,\n  丙]\n", ["甲", "丙", "丁"], "a: [甲,\n  丙, 丁]\n"),
    items(
        "flow, own lines",
        "a: [\n  甲, # 一\n  # 上面\n  乙  # 二\n]\n",
        ["甲", "乙", "丙"],
        "a: [\n  甲, # 一\n  # 上面\n  乙,  # 二\n  丙\n]\n",
    ),
    items("flow, own lines, last out", "a: [\n  甲, # 一\n  乙  # 二\n]\n", ["甲"], "a: [\n  甲 # 一\n]\n"),
    items("flow, own lines, first out", "a: [\n  甲, # 一\n  乙  # 二\n]\n", ["乙"], "a: [\n  乙  # 二\n]\n"),
    items(
        "flow, comment above stays",
        "a: [\n  甲,\n  # 上面\n  乙,\n  丙\n]\n",
        ["甲", "丙"],
        "a: [\n  甲,\n  # 上面\n  丙\n]\n",
    ),
    items("flow, crlf", "a: [\r\n  甲\r\n]\r\n", ["甲", "乙"], "a: [\r\n  甲,\r\n  乙\r\n]\r\n"),
    items("block, one more", "a:\n  - 甲\n# 下面\n", ["甲", "乙"], "a:\n  - 甲\n  - 乙\n# 下面\n"),
    items("block, not indented", "a:\n- 甲\nb: 1\n", ["甲", "乙"], "a:\n- 甲\n- 乙\nb: 1\n"),
    items("block, deep", "a:\n      - 甲\nb: 1\n", ["乙", "甲"], "a:\n      - 乙\n      - 甲\nb: 1\n"),
    items("block, first out", "a:\n  - 甲 # 一\n  - 乙 # 二\n", ["乙"], "a:\n  - 乙 # 二\n"),
    items("block, last out", "a:\n  - 甲 # 一\n  - 乙 # 二\nb: 1\n", ["甲"], "a:\n  - 甲 # 一\nb: 1\n"),
    items(
        "block, comment above stays",
        "a:\n  - 甲\n  # 上面\n  - 乙\n  - 丙\n",
        ["甲", "丙"],
        "a:\n  - 甲\n  # 上面\n  - 丙\n",
    ),
    items(
        "block, comment moves along",
        "a:\n  - 甲\n  # 上面\n  - 乙 # 二\n",
        ["乙", "甲"],
        "a:\n  # 上面\n  - 乙 # 二\n  - 甲\n",
    ),
    items(
        "block, blank lines",
        "a:\n\n  - 甲\n\n  - 乙\n\nb: 1\n",
        ["甲", "乙", "丙"],
        "a:\n\n  - 甲\n\n  - 乙\n  - 丙\n\nb: 1\n",
    ),
    items("block, no final newline", "a:\n  - 甲", ["甲", "乙"], "a:\n  - 甲\n  - 乙"),
    items("block, no final newline, out", "a:\n  - 甲\n  - 乙", ["甲"], "a:\n  - 甲"),
    items("block, crlf", "a:\r\n  - 甲\r\nb: 1\r\n", ["甲", "乙"], "a:\r\n  - 甲\r\n  - 乙\r\nb: 1\r\n"),
    items("block, emptied", "a: # 旁边\n  # 上面\n  - 甲\nb: 1\n", [], "a: [] # 旁边\n  # 上面\nb: 1\n"),
    items("block, emptied at the end", "a:\n  - 甲", [], "a: []"),
    items("block, lines", "a:\n  - 甲\n", ["甲", "一\n二"], "a:\n  - 甲\n  - |-\n    一\n    二\n"),
    items("block, quoted neighbours", 'a:\n  - "甲"\n', ["甲", "乙"], 'a:\n  - "甲"\n  - "乙"\n'),
    items("block, beside a dash", "- - 甲 # 一\n  - 乙\n- 1\n", ["乙", "丙"], "- - 乙\n  - 丙\n- 1\n", 0),
    items("block, emptied beside a dash", "- - 甲 # 一\n- 1\n", [], "- []\n- 1\n", 0),
    items("from nothing", "a: # 旁边\nb: 1\n", ["甲"], "a: [甲] # 旁边\nb: 1\n"),
]

ROWS = "units:\n  # 一\n  - name: 甲  # 旁边\n    aliases: [乙]\n\n  # 二\n  - name: 丙\n# 尾\nother: 1\n"
KEYS = [
    Case(
        "append a mapping",
        ROWS,
        append_item,
        (("units",), {"name": "丁", "aliases": ["戊"], "m": {"x": 1}}),
        ROWS.replace("# 尾", "  - name: 丁\n    aliases: [戊]\n    m:\n      x: 1\n# 尾"),
    ),
    Case(
        "remove a mapping",
        ROWS,
        remove_item,
        (("units",), 0),
        ROWS.replace("  - name: 甲  # 旁边\n    aliases: [乙]\n", ""),
    ),
    Case("remove the last mapping", ROWS, remove_item, (("units",), 1), ROWS.replace("  - name: 丙\n", "")),
    Case("insert", "a:\n  # 一\n  - 甲\n", insert_item, (("a",), 0, "零"), "a:\n  - 零\n  # 一\n  - 甲\n"),
    Case(
        "append to an empty list",
        "a: [] # 旁边\nb: 1\n",
        append_item,
        (("a",), "甲"),
        "a: [甲] # 旁边\nb: 1\n",
    ),
    Case(
        "append a mapping to an empty list",
        "a: [] # 旁边\nb: 1\n",
        append_item,
        (("a",), {"x": 1, "z": ["甲"]}),
        "a: # 旁边\n  - x: 1\n    z: [甲]\nb: 1\n",
    ),
    Case(
        "append a list to a list",
        "a:\n- - 1\n  - 2\n",
        append_item,
        (("a",), [3, {"x": 4}]),
        "a:\n- - 1\n  - 2\n- - 3\n  - x: 4\n",
    ),
    Case("new key", "a: 1\n\n# 尾\n", put_key, ((), "b", "甲"), "a: 1\nb: 甲\n\n# 尾\n"),
    Case(
        "new key after another",
        "a: 1 # 一\n# 上面\nc: 3\n",
        put_key,
        ((), "b", 2),
        "a: 1 # 一\nb: 2\n# 上面\nc: 3\n",
        {"after": "a"},
    ),
    Case("new key, no final newline", "a: 1", put_key, ((), "b", 2), "a: 1\nb: 2"),
    Case(
        "new key in crlf",
        "a: 1\r\nc: 3\r\n",
        put_key,
        ((), "b", "一\n二"),
        "a: 1\r\nc: 3\r\nb: |-\r\n  一\r\n  二\r\n",
    ),
    Case("new key beside a dash", "- id: x\n- 1\n", put_key, ((0,), "b", 2), "- id: x\n  b: 2\n- 1\n"),
    Case(
        "new key in braces", "a: {b: 1 } # x\n", put_key, (("a",), "c", ["甲"]), "a: {b: 1, c: [甲] } # x\n"
    ),
    Case("new key in empty braces", "a: {} # x\nb: 1\n", put_key, (("a",), "c", 2), "a: # x\n  c: 2\nb: 1\n"),
    Case("new key in the root's braces", "{}\n", put_key, ((), "c", 2), "{c: 2}\n"),
    Case("key that needs quotes", "a: 1\n", put_key, ((), "no", 2), 'a: 1\n"no": 2\n'),
    Case("quoted sibling keys", "'a': 1\n", put_key, ((), "b", 2), "'a': 1\n'b': 2\n"),
    Case(
        "new mapping, wide steps",
        "a:\n    b: 1\n",
        put_key,
        ((), "c", {"d": {"e": 1}}),
        "a:\n    b: 1\nc:\n    d:\n        e: 1\n",
    ),
    Case(
        "new list, as lists are here",
        "x: 1\ny:\n  - a: [甲]\n  - b: 1\n",
        put_key,
        (("y", 1), "a", ["乙"]),
        "x: 1\ny:\n  - a: [甲]\n  - b: 1\n    a: [乙]\n",
    ),
    Case(
        "new list, in block as elsewhere",
        "y:\n- a:\n  - 甲\n- b: 1\n",
        put_key,
        (("y", 1), "a", ["乙"]),
        "y:\n- a:\n  - 甲\n- b: 1\n  a:\n  - 乙\n",
    ),
    Case(
        "new mapping, in braces as elsewhere",
        "y:\n- a: {m: 1}\n- b: 1\n",
        put_key,
        (("y", 1), "a", {"m": 2}),
        "y:\n- a: {m: 1}\n- b: 1\n  a: {m: 2}\n",
    ),
    Case(
        "list of mappings", "a: 1\n", put_key, ((), "b", [{"x": 1, "z": 2}]), "a: 1\nb:\n  - x: 1\n    z: 2\n"
    ),
    Case(
        "replace a scalar by a mapping",
        "a: 1 # x\nb: 2\n",
        put_key,
        ((), "a", {"c": {"d": 1}}),
        "a: # x\n  c:\n    d: 1\nb: 2\n",
    ),
    Case(
        "replace a mapping by a scalar",
        "a: # x\n  c:\n    d: 1\nb: 2\n",
        put_key,
        ((), "a", 1),
        "a: 1 # x\nb: 2\n",
    ),
    Case(
        "replace a block by a mapping",
        "a: |- # x\n  一\n\nb: 2\n",
        put_key,
        ((), "a", {"c": 1}),
        "a: # x\n  c: 1\n\nb: 2\n",
    ),
    Case(
        "replace a list by a list", "a: [甲, 乙] # x\n", put_key, ((), "a", ["乙", "丙"]), "a: [乙, 丙] # x\n"
    ),
    Case(
        "remove a key",
        "a: 1 # x\n# 上面\nb: 2 # y\nc: 3\n",
        remove_key,
        ((), "b"),
        "a: 1 # x\n# 上面\nc: 3\n",
    ),
    Case("remove the first key beside a dash", "- a: 1\n  b: 2\n", remove_key, ((0,), "a"), "- b: 2\n"),
    Case("remove the last key", "x:\n  a: 1\nb: 2\n", remove_key, (("x",), "a"), "x: {}\nb: 2\n"),
    Case("remove the last key beside a dash", "- a: 1\n- 2\n", remove_key, ((0,), "a"), "- {}\n- 2\n"),
    Case("remove a block of text", "a: |-\n  # 不是注释\n  一\n\nb: 2\n", remove_key, ((), "a"), "\nb: 2\n"),
    Case("remove a key in braces", "a: {b: 1, c: 2}\n", remove_key, (("a",), "b"), "a: {c: 2}\n"),
    Case("remove the only key in braces", "a: {b: 1}\n", remove_key, (("a",), "b"), "a: {}\n"),
    Case("remove at the end of the file", "a: 1\nb: 2", remove_key, ((), "b"), "a: 1"),
    Case("rename", "甲: # x\n  - 1\n乙: 2\n", rename_key, ((), "甲", "丙"), "丙: # x\n  - 1\n乙: 2\n"),
    Case("rename, quotes stay", "'甲' : 1\n", rename_key, ((), "甲", "丙"), "'丙' : 1\n"),
    Case("rename in braces", "a: {b: 1}\n", rename_key, (("a",), "b", "x, y"), 'a: {"x, y": 1}\n'),
]

REFUSED: list[tuple[str, str, Callable[..., str], tuple[Any, ...], int]] = [
    ("explicit key", "? a\n: 1\nb: 2\n", put_key, ((), "c", 1), 1),
    ("pair in brackets", "x: 1\na: [b: 1]\n", put_key, (("a", 0), "c", 1), 2),
    ("explicit key in braces", "x: 1\na: {? b : 1}\n", put_key, (("a",), "c", 1), 2),
    ("comment would be lost", "a:\n  # 注释\n  b: 1\n", put_key, ((), "a", 1), 1),
    ("comment in brackets would be lost", "a: [\n  甲 # 一\n]\n", set_list, (("a",), []), 1),
    ("broken", "a: 1\nb: [\n", set_scalar, (("a",), 1), 3),
    ("anchor", "a: 1\nb: &x 2\n", set_scalar, (("a",), 1), 2),
    ("empty", "", put_key, ((), "a", 1), 1),
    ("a list where a value is meant", "x: 1\na: [甲]\n", set_scalar, (("a",), 1), 2),
    ("a value where a list is meant", "x: 1\na: 甲\n", append_item, (("a",), 1), 2),
    ("a value where a mapping is meant", "x: 1\na: 甲\n", put_key, (("a",), "b", 1), 2),
    ("no such key", "x: 1\na: 甲\n", set_scalar, (("b",), 1), 1),
    ("no such item", "x: 1\na: [甲]\n", remove_item, (("a",), 1), 2),
    ("no room there", "x: 1\na: [甲]\n", insert_item, (("a",), 3, "乙"), 2),
    ("name taken", "a: 1\nb: 2\n", rename_key, ((), "a", "b"), 2),
    ("the whole file", "a\n", set_scalar, ((), "b"), 1),
    ("half a character", "x: 1\na: 甲\n", set_scalar, (("a",), "\ud800"), 2),
    ("a number too long to be one", "x: 1\na: 甲\n", set_scalar, (("a",), Decimal("1e50")), 2),
    ("a key too long to be one", "a: 1\n", put_key, ((), "k" * 2000, 1), 2),
]


@pytest.mark.parametrize("case", [*SCALARS, *LISTS, *KEYS], ids=lambda case: case.name)
def test_every_byte(case: Case) -> None:
    assert case.edit(case.before, *case.arguments, **case.options) == case.after


@pytest.mark.parametrize(
    ("text", "edit", "arguments", "line"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_refused_with_the_line(
    text: str, edit: Callable[..., str], arguments: tuple[Any, ...], line: int
) -> None:
    with pytest.raises(CannotEditError) as caught:
        edit(text, *arguments)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"第 {line} 行：")
    assert "\n" not in str(caught.value)


def test_one_edit_after_another() -> None:
    text = "# 头\na:\n  - id: x\n"
    for number in range(20):
        text = append_item(text, ("a",), {"id": f"k{number}", "units": ["甲"]})
        text = set_scalar(text, ("a", 0, "id"), f"x{number}")
    assert text.startswith("# 头\na:\n  - id: x19\n  - id: k0\n    units: [甲]\n  - id: k1\n")
