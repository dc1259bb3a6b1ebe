"""Items of a list as they stand in the text: taken out, changed one by one, and put back in any order.

A text with thousands of rows is changed in one pass this way: each row is a small text of its own, to which
the edits of this package apply with ``(0, …)`` as the path.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from kaohe_cli.words.patterns import regex
from kaohe_cli.yamltext.block_rows import BlockRows, block_rows
from kaohe_cli.yamltext.document import Document, NodePlace, YamlPath, YamlValue, parse
from kaohe_cli.yamltext.edits import changed_text
from kaohe_cli.yamltext.rendering import item_lines, manner_of

_BOM = "\ufeff"
_LINE = regex("[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_LAST_BREAK = regex("(?:\r\n|\n|\r)\\Z")


@dataclass(frozen=True)
class WrittenItem:
    """An item with all its lines, the last line break included; ``above`` are the comments above it."""

    text: str
    column: int
    """Where its dash stands."""
    above: str = ""

    @property
    def value(self) -> Any:
        """What the item says."""
        return parse(self.text).root.data()[0]

    def edited(self, change: Callable[[str], str]) -> "WrittenItem":
        """Returns the item with a change made to its text."""
        return replace(self, text=change(self.text))

    def lines(self, column: int) -> str:
        """Returns its lines, comments first, as they stand in a list whose dashes are at ``column``."""
        if column == self.column:
            return self.above + self.text
        shift = column - self.column
        lines = _LINE.findall(self.above + self.text)
        return "".join(_shifted(line, shift) for line in lines)


Item: TypeAlias = "WrittenItem | YamlValue"


def written_items(text: str, path: YamlPath) -> list[WrittenItem]:
    """Returns the items of a list in block style. Raises CannotEditError where it is in any other."""
    document = parse(text.removeprefix(_BOM))
    place = document.find(path)
    rows = _rows(document, place)
    column = place.node.start.column
    return [
        WrittenItem(" " * column + row.text + (row.newline or document.newline), column, row.above)
        for row in rows.rows
    ]


def put_items(text: str, path: YamlPath, items: Sequence[Item]) -> str:
    """Returns the text with these items in a list in place of those it has; written ones keep every byte."""

    def change(document: Document) -> str:
        place = document.find(path)
        rows = _rows(document, place)
        if not items:
            return rows.rebuilt([])
        column, newline = place.node.start.column, document.newline_near(rows.start)
        pieces = [
            item.lines(column)
            if isinstance(item, WrittenItem)
            else _as_written(document, column, item, newline).text
            for item in items
        ]
        body = "".join(pieces)
        if not rows.rows[-1].newline:  # the file ends here, without a line break
            body = _LAST_BREAK.sub("", body)
        return document.text[: rows.start] + body + document.text[rows.end :]

    def mean(data: Any) -> None:
        holder = data
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = [item.value if isinstance(item, WrittenItem) else item for item in items]

    return changed_text(text, change, mean)


def written(text: str, path: YamlPath, value: YamlValue) -> WrittenItem:
    """Returns a new item in the manner of the text, for the list at ``path``."""
    document = parse(text.removeprefix(_BOM))
    place = document.find(path)
    return _as_written(document, place.node.start.column, value, document.newline)


def _as_written(document: Document, column: int, value: YamlValue, newline: str) -> WrittenItem:
    lines = item_lines(value, manner_of(document), column)
    return WrittenItem("".join(line + newline for line in lines), column)


def _rows(document: Document, place: NodePlace) -> BlockRows:
    if not isinstance(place.node.value, list) or document.is_flow(place.node):
        raise document.refusal(place.node.start.index, "这里的写法不能自动修改", "改写成每项一行的“- …”再试")
    rows = block_rows(document, place)
    if rows.compact:
        raise document.refusal(place.node.start.index, "这里的写法不能自动修改", "把第一项另起一行")
    return rows


def _shifted(line: str, shift: int) -> str:
    if shift > 0:
        return " " * shift + line if line.strip() else line
    blank = len(line) - len(line.lstrip(" "))
    return line[min(blank, -shift) :]
