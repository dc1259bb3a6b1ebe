"""A collection put together anew: which of its rows stay, in which order, and what is new among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kaohe_cli.yamltext.block_rows import block_rows
from kaohe_cli.yamltext.document import Document, NodePlace, YamlValue
from kaohe_cli.yamltext.flow_entries import flow_entries
from kaohe_cli.yamltext.reader import Node
from kaohe_cli.yamltext.rendering import (
    common_quote,
    entry_lines,
    flow_entry,
    item_lines,
    manner_of,
    render_flow,
)
from kaohe_cli.yamltext.replacing import with_value


@dataclass(frozen=True)
class New:
    """A value that was not in its collection before; in a mapping, with its key."""

    value: YamlValue
    key: str = ""


Plan: TypeAlias = "Sequence[int | New]"
"""The rows as they shall be; a number is a row that is there now."""


def with_rows(document: Document, place: NodePlace, plan: Plan) -> str:
    """Returns the text with the rows of a collection as planned."""
    node = place.node
    if document.is_flow(node):
        if not node.value and _wants_block(document, place, plan):
            new = [row for row in plan if isinstance(row, New)]
            by_key = isinstance(node.value, dict)
            return with_value(
                document, place, {row.key: row.value for row in new} if by_key else [new[0].value]
            )
        return flow_entries(document, place).rebuilt([_in_flow(document, node, row) for row in plan])
    if place.in_flow:
        raise document.refusal(
            node.start.index, "“[项名: 值]”的写法不能自动修改", "改写成“[{项名: 值}]”后再试"
        )
    return block_rows(document, place).rebuilt([_in_block(document, node, row) for row in plan])


def _wants_block(document: Document, place: NodePlace, plan: Plan) -> bool:
    """True where brackets that were empty so far say nothing about how their content should be written."""
    if place.in_flow or not place.path or not plan:
        return False
    behind = document.text[place.node.end.index : document.line_end(place.node.end.index)]
    if "\t" in behind.partition("#")[0]:  # libyaml takes no tab between a “:” and the end of its line
        return False
    return isinstance(place.node.value, dict) or any(
        isinstance(row, New) and isinstance(row.value, list | dict) for row in plan
    )


def _in_flow(document: Document, node: Node, row: int | New) -> int | str:
    if isinstance(row, int):
        return row
    quote, key_quote = _quotes(document, node)
    if isinstance(node.value, dict):
        return flow_entry(row.key, row.value, quote, key_quote)
    return render_flow(row.value, quote)


def _in_block(document: Document, node: Node, row: int | New) -> int | list[str]:
    if isinstance(row, int):
        return row
    quote, key_quote = _quotes(document, node)
    manner, column = manner_of(document), node.start.column
    if isinstance(node.value, dict):
        return entry_lines(row.key, row.value, manner, column, quote, key_quote)
    return item_lines(row.value, manner, column, quote)


def _quotes(document: Document, node: Node) -> tuple[str, str]:
    """Returns the quotation marks that all values, and all keys, of a collection are written in."""
    values = list(node.value.values()) if isinstance(node.value, dict) else node.value
    assert isinstance(values, list)  # noqa: S101 - narrows the type
    return common_quote(document, values), common_quote(document, list(node.keys.values()))
