"""Lists and mappings in block style, taken apart into rows and put together again.

A row is an item or a ``key: value`` with all its lines, the comment beside it included. Comments and blank
lines above a row belong to it when it moves; when it is removed they stay, before the row that follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_cli.yamltext.document import BLANK_OR_COMMENT, LINE_BREAK, Document, NodePlace
from kaohe_cli.yamltext.reader import Node


@dataclass(frozen=True)
class BlockItem:
    """``text`` runs from the dash or key to the end of the last line, without its line break."""

    above: str
    text: str
    newline: str


@dataclass(frozen=True)
class BlockRows:
    """The rows of one collection, which spans ``start`` to ``end`` of the document."""

    document: Document
    place: NodePlace
    rows: tuple[BlockItem, ...]
    start: int
    end: int
    compact: bool
    """True where the first row begins behind something else on its line: ``- a: 1``, ``- - a``."""

    def rebuilt(self, plan: Sequence[int | list[str]]) -> str:
        """Returns the whole text with these rows: old ones by number, new ones as their lines."""
        above, leftover = self._comments(plan)
        if not plan:
            return self._emptied(leftover)
        indent = " " * self.place.node.start.column
        pieces: list[str] = []
        newline = self.document.newline_near(self.start)
        for position, entry in enumerate(plan):
            leading = above.get(entry, "") if isinstance(entry, int) else ""
            if isinstance(entry, int):
                newline = self.rows[entry].newline or newline
                text = self.rows[entry].text
            else:
                text = newline.join(entry)[len(indent) :]
            pieces += [
                leading,
                "" if self.compact and not position and not leading else indent,
                text,
                newline,
            ]
        return self._spliced("".join([*pieces, leftover]))

    def _comments(self, plan: Sequence[int | list[str]]) -> tuple[dict[int, str], str]:
        """Returns what stands above each row that stays, and what is left at the end."""
        above: dict[int, str] = {}
        waiting = ""
        for number, row in enumerate(self.rows):
            waiting += row.above
            if number in plan:
                above[number] = waiting
                waiting = ""
        return above, waiting

    def _spliced(self, rows: str) -> str:
        text = self.document.text
        if not self.rows[-1].newline:  # the file ended here, without a line break
            rows = _without_last_break(rows)
        return text[: self.start] + rows + text[self.end :]

    def _emptied(self, leftover: str) -> str:
        brackets = "{}" if isinstance(self.place.node.value, dict) else "[]"
        if self.compact or not self.place.path:
            return self._spliced(brackets + self.rows[-1].newline + leftover)
        slot = self.document.slot(self.place)
        text = self.document.text
        before = f"{text[:slot]} {brackets}{text[slot : self.start]}{leftover}"
        if not self.rows[-1].newline:
            before = _without_last_break(before)
        return before + text[self.end :]


def _without_last_break(text: str) -> str:
    found = [match for match in LINE_BREAK.finditer(text) if match.end() == len(text)]
    return text[: found[0].start()] if found else text


def block_rows(document: Document, place: NodePlace) -> BlockRows:
    """Returns the rows of a collection in block style. Refuses what it cannot take apart with certainty."""
    starts, values = _starts(document, place)
    ends = [document.line_end(document.content_end(value)) for value in values]
    line_start = document.line_start(starts[0])
    compact = bool(document.text[line_start : starts[0]].strip())
    first = starts[0] if compact else line_start
    start = first if compact or not place.path else _above(document, line_start)
    rows: list[BlockItem] = []
    for number, (begin, end) in enumerate(zip(starts, ends, strict=True)):
        if number:
            first = document.line_start(begin)
            _check_indentation(document, first, begin)
        above = document.text[start if not rows else _behind(document, ends[number - 1]) : first]
        _check_comments(document, above, begin)
        rows.append(BlockItem(above, document.text[begin:end], document.break_at(end)))
    return BlockRows(document, place, tuple(rows), start, _behind(document, ends[-1]), compact)


def _starts(document: Document, place: NodePlace) -> tuple[list[int], list[Node]]:
    node = place.node
    if isinstance(node.value, list):
        return document.dashes(node), node.value
    assert isinstance(node.value, dict)  # noqa: S101 - narrows the type
    starts = [key.start.index for key in node.keys.values()]
    if starts[0] != node.start.index or place.in_flow:
        raise document.refusal(
            node.start.index, "“? 项名”或“[项名: 值]”的写法不能自动修改", "改写成“项名: 值”后再试"
        )
    return starts, list(node.value.values())


def _behind(document: Document, line_end: int) -> int:
    return line_end + len(document.break_at(line_end))


def _above(document: Document, line_start: int) -> int:
    """Returns where the comments and blank lines right above a line begin."""
    while line_start:
        previous = document.line_start(line_start - len(_break_before(document, line_start)))
        if not BLANK_OR_COMMENT.match(document.text, previous):
            break
        line_start = previous
    return line_start


def _break_before(document: Document, line_start: int) -> str:
    return "\r\n" if document.text[:line_start].endswith("\r\n") else "\n"


def _check_indentation(document: Document, line_start: int, begin: int) -> None:
    if document.text[line_start:begin].strip(" "):
        raise document.refusal(begin, "这一行的写法不能自动修改", "把每一项写在自己的行上，缩进只用空格")


def _check_comments(document: Document, above: str, index: int) -> None:
    position = 0
    while position < len(above):
        found = BLANK_OR_COMMENT.match(above, position)
        if found is None:
            raise document.refusal(index, "这一项前面的写法不能自动修改", "改写成“项名: 值”或“- 值”后再试")
        position = found.end()
