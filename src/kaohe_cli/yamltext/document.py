"""A YAML text and its tree: what stands where, down to the character."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

from kaohe_cli.files.errors import CannotEditError
from kaohe_cli.words.patterns import regex
from kaohe_cli.yamltext.reader import Node, Scalar, read_yaml

YamlPath: TypeAlias = tuple[str | int, ...]
"""Keys and list indexes from the root: ``("sections", 0, "indicators", 1)``."""

YamlValue: TypeAlias = "Scalar | list[YamlValue] | dict[str, YamlValue]"

# What stands in a file and is risky, but can be read: an edit elsewhere leaves it as it is.
_TOLERATED = ("trap", "hidden")
LINE_BREAK = regex("\r\n|\n|\r")
_TO_LINE_END = regex("[^\r\n]*")
_BLOCK_HEADER = regex("[|>][-+0-9]*")
BLANK_OR_COMMENT = regex("[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|\\Z)")


@dataclass(frozen=True)
class NodePlace:
    """A value, and the collection it stands in."""

    node: Node
    path: YamlPath
    parent: "NodePlace | None"
    in_flow: bool
    """True inside brackets or braces, where line breaks and indentation mean nothing."""


@dataclass(frozen=True)
class Document:
    """A text without problems, and its tree. ``text`` has no byte-order mark."""

    text: str
    root: Node

    def find(self, path: YamlPath) -> NodePlace:
        """Returns the value at ``path``."""
        place = NodePlace(self.root, (), None, in_flow=False)
        for step in path:
            node = _child(place.node, step)
            if node is None:
                where = " › ".join(str(part) for part in (*place.path, step))
                raise self.refusal(place.node.start.index, f"这里没有“{where}”", "检查这一处的写法")
            place = NodePlace(node, (*place.path, step), place, place.in_flow or self.is_flow(place.node))
        return place

    def is_flow(self, node: Node) -> bool:
        """True for a list in brackets or a mapping in braces."""
        return isinstance(node.value, list | dict) and self.text.startswith(("[", "{"), node.start.index)

    def is_block_scalar(self, node: Node) -> bool:
        """True for text written after ``|`` or ``>``."""
        return not node.plain and self.text.startswith(("|", ">"), node.start.index)

    def quote(self, node: Node) -> str:
        """Returns the quotation mark a scalar is written in, or nothing."""
        mark = self.text[node.start.index : node.start.index + 1]
        return mark if not node.plain and mark in ("'", '"') else ""

    def content_end(self, node: Node) -> int:
        """Returns the index behind the last character of a value, without line breaks and comments behind it.

        The parser lets a block collection reach up to the next token, far behind its last line.
        """
        if isinstance(node.value, list | dict) and not self.is_flow(node):
            last = node.value[-1] if isinstance(node.value, list) else list(node.value.values())[-1]
            key_end = node.keys[next(reversed(node.keys))].end.index if node.keys else 0
            return max(self.content_end(last), key_end)
        if isinstance(node.value, str) and self.is_block_scalar(node):
            return self._block_scalar_end(node, node.value)
        return node.end.index

    def _block_scalar_end(self, node: Node, value: str) -> int:
        written = self.text[node.start.index : node.end.index]
        header = _BLOCK_HEADER.match(written)
        if header and "+" in header[0]:  # blank lines belong to the value; only the last line break does not
            return node.start.index + len(re.sub("(?:\r\n|\n|\r)\\Z", "", written))
        blank = "\r\n" if value.rstrip("\n").endswith((" ", "\t")) else " \t\r\n"
        return node.start.index + len(written.rstrip(blank))

    def block_header_end(self, node: Node) -> int:
        """Returns the index behind the ``|-`` of a block scalar."""
        header = _BLOCK_HEADER.match(self.text, node.start.index)
        return header.end() if header else node.start.index

    def line_start(self, index: int) -> int:
        """Returns where the line begins that ``index`` stands in."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line_end(self, index: int) -> int:
        """Returns where the line ends, before its line break."""
        found = _TO_LINE_END.match(self.text, index)
        return found.end() if found else index

    def break_at(self, index: int) -> str:
        """Returns the line break at ``index``, or nothing."""
        found = LINE_BREAK.match(self.text, index)
        return found[0] if found else ""

    @property
    def newline(self) -> str:
        """The first line break of the text."""
        found = LINE_BREAK.search(self.text)
        return found[0] if found else "\n"

    def newline_near(self, index: int) -> str:
        """Returns the line break of the line at ``index``; of the first line where it has none."""
        return self.break_at(self.line_end(index)) or self.newline

    def slot(self, place: NodePlace) -> int:
        """Returns the index just behind the ``:`` or ``-`` that a value in block style belongs to."""
        parent, step = place.parent, place.path[-1]
        assert parent is not None  # noqa: S101 - asked only of values inside something
        if isinstance(step, int):
            return self.dashes(parent.node)[step] + 1
        end = parent.node.keys[step].end.index
        colon = re.compile("[ \t]*:").match(self.text, end)
        if colon is None:
            raise self.refusal(end, "“? 项名”的写法不能自动修改", "改写成“项名: 值”后再试")
        return colon.end()

    def dashes(self, node: Node) -> list[int]:
        """Returns where the ``-`` of each item of a block list stands."""
        assert isinstance(node.value, list)  # noqa: S101 - narrows the type
        found = [node.start.index]
        dash = re.compile(rf"^[ ]{{{node.start.column}}}-(?=[ \t\r\n]|$)", re.MULTILINE)
        text = self.text.replace("\r", "\n")
        for before, item in pairwise(node.value):
            match = dash.search(text, self.line_end(self.content_end(before)))
            if match is None or match.start() > item.start.index:
                raise self.refusal(item.start.index, "找不到这一项的“-”", "检查缩进")
            found.append(match.end() - 1)
        return found

    def refusal(self, index: int, reason: str, hint: str) -> CannotEditError:
        """Returns an error that names the line ``index`` stands in."""
        return CannotEditError(reason, hint, len(LINE_BREAK.findall(self.text, 0, index)) + 1)


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict) and isinstance(step, str):
        return node.value.get(step)
    if isinstance(node.value, list) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step]
    return None


def walk(node: Node, key: str = "") -> Iterator[tuple[str, Node]]:
    """Yields every value below a node (itself included), with the key it stands under."""
    yield key, node
    if isinstance(node.value, dict):
        for name, child in node.value.items():
            yield from walk(child, name)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from walk(child)


@lru_cache(maxsize=4)
def parse(text: str) -> Document:
    """Returns a text as a document; the result of one edit is mostly the subject of the next, so it is kept.

    Raises CannotEditError where the text is not sound YAML.
    """
    root, problems = read_yaml(text)
    wrong = [problem for problem in problems if problem.kind not in _TOLERATED]
    if root is None or wrong:
        first = wrong[0]
        raise CannotEditError(first.message, first.hint or "先改正这一处", first.mark.line + 1)
    return Document(text, root)


def same(left: Any, right: Any) -> bool:
    """True where two values are the same, order of keys and type included (3 and 3.0 are one number).

    >>> same(1, True), same({"a": 1, "b": 2}, {"b": 2, "a": 1}), same("1", 1)
    (False, False, False)
    """
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return _kind(left) is _kind(right) and bool(left == right)


def _kind(value: Any) -> type:
    if isinstance(value, str | bool | list | dict | None):
        return type(value)
    return int
