"""One value put in the place of another."""

from kaohe_cli.yamltext.document import Document, NodePlace, YamlValue
from kaohe_cli.yamltext.rendering import Rendered, manner_of, render, render_flow
from kaohe_cli.yamltext.scalars import literal_header, literal_lines


def with_value(document: Document, place: NodePlace, value: YamlValue) -> str:
    """Returns the text with another value at a place; the comment beside the old one stays."""
    node = place.node
    quote = document.quote(node)
    if place.in_flow:
        return _in_flow(document, place, render_flow(value, quote))
    column = row_column(place)
    if isinstance(value, str) and document.is_block_scalar(node) and (header := literal_header(value)):
        return _in_block(document, place, Rendered(header, tuple(literal_lines(value, column))))
    step = place.path[-1]
    key = step if isinstance(step, str) else ""
    return _in_block(document, place, render(value, manner_of(document), column, key, quote))


def row_column(place: NodePlace) -> int:
    """Returns the column of the key or dash that a value in block style belongs to."""
    parent, step = place.parent, place.path[-1]
    assert parent is not None  # noqa: S101 - the root is never replaced
    return parent.node.keys[step].start.column if isinstance(step, str) else parent.node.start.column


def _in_flow(document: Document, place: NodePlace, written: str) -> str:
    start, end = place.node.start.index, document.content_end(place.node)
    _check_comments(document, place, start, end)
    before = document.text[:start]
    if start == end:
        if not before.rstrip(" \t").endswith(":"):
            raise document.refusal(start, "这一项没有冒号和值", "先写成“项名: 值”")
        written = written if before[-1:] in (" ", "\t") else " " + written
    return before + written + document.text[end:]


def _in_block(document: Document, place: NodePlace, new: Rendered) -> str:
    """Splices twice: the head behind the colon or dash, the body below its line."""
    text = document.text
    head_start, head_end, body_end = _old_extent(document, place)
    head = new.head
    if not head:
        slot = document.slot(place)
        if "#" in text[slot:head_start]:
            raise document.refusal(head_start, "值和项名之间有注释", "先把值移到项名后面")
        head_start = slot
    elif head_start == head_end and text[head_start - 1 : head_start] not in (" ", "\t"):
        head = " " + head
    line_end = document.line_end(head_end)
    newline = document.newline_near(head_start)
    body = "".join(newline + line for line in new.body)
    return text[:head_start] + head + text[head_end:line_end] + body + text[max(line_end, body_end) :]


def _old_extent(document: Document, place: NodePlace) -> tuple[int, int, int]:
    """Returns where the head of the old value begins and ends, and where its body ends."""
    node = place.node
    start, end = node.start.index, document.content_end(node)
    if isinstance(node.value, str) and document.is_block_scalar(node):
        return start, document.block_header_end(node), end
    if not isinstance(node.value, list | dict):
        return start, end, end
    if document.is_flow(node):
        _check_comments(document, place, start, end)
        return start, end, end
    slot = document.slot(place)
    _check_comments(document, place, start, end)
    if document.line_start(start) == document.line_start(slot):  # “- a: 1”
        return start, end, end
    if "#" in document.text[document.line_end(slot) : start]:
        raise document.refusal(slot, "这里面有注释，换成别的值会丢掉它", "先把注释移到别处")
    return slot, slot, document.line_end(end)


def _check_comments(document: Document, place: NodePlace, start: int, end: int) -> None:
    if isinstance(place.node.value, list | dict) and "#" in document.text[start:end]:
        raise document.refusal(start, "这里面有注释，换成别的值会丢掉它", "先把注释移到别处")
