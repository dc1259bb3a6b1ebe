"""A part as lines of readable text: what a person sees, and the controls and text boxes around it."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from kaohe_cli.word.engine.oxml.levels import in_fallback
from kaohe_cli.word.engine.oxml.names import (
    R_PR,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    TBL,
    TC,
    TEXT_BOX,
    VAL,
    P,
    R,
    T,
    w,
)
from kaohe_cli.word.engine.oxml.nodes import ancestor

_BREAKS = {w("br"): "↵", w("cr"): "↵", w("tab"): "\t", w("noBreakHyphen"): "-", w("softHyphen"): ""}
_PICTURES = {w("drawing"), w("pict"), w("object")}


def readable_lines(root: Element) -> list[str]:
    """The lines of a part: one for a paragraph or a table row, content controls as `［tag：text］`."""
    return list(_lines(root))


def _lines(container: Element) -> Iterator[str]:
    for child in container:
        if child.tag == P:
            yield _inline(child)
            yield from _boxes(child)
        elif child.tag == TBL:
            for row in (node for node in child.iter(w("tr")) if ancestor(node, TBL) is child):
                yield f"| {' | '.join(_cells(row))} |"
        elif child.tag == SDT:
            yield f"［{_name(child)}："
            for content in child.findall(SDT_CONTENT):
                yield from _lines(content)
            yield "］"
        elif child.tag != w("sectPr"):
            yield from _lines(child)


def _cells(row: Element) -> list[str]:
    cells = [node for node in row.iter(TC) if ancestor(node, w("tr")) is row]
    return [" ⏎ ".join(_lines(cell)) for cell in cells]


def _boxes(paragraph: Element) -> Iterator[str]:
    for box in paragraph.iter(TEXT_BOX):
        if ancestor(box, P) is paragraph and not in_fallback(box):
            yield from (f"〔文本框〕{line}" for line in _lines(box))


def _inline(node: Element) -> str:
    shown = []
    for child in node:
        if child.tag == SDT:
            content = child.find(SDT_CONTENT)
            shown.append(f"［{_name(child)}：{'' if content is None else _inline(content)}］")
        elif child.tag == R:
            shown += [_item(item) for item in child if item.tag != R_PR]
        else:
            shown.append(_inline(child))
    return "".join(shown)


def _item(item: Element) -> str:
    if item.tag == T:
        return item.text or ""
    if item.tag == w("instrText"):
        return f"〔域 {(item.text or '').strip()}〕"
    if item.tag in {w("footnoteReference"), w("endnoteReference")}:
        return f"〔注{item.get(w('id'), '')}〕"
    if item.tag in _PICTURES and item.find(f".//{TEXT_BOX}") is None:
        return "〔图〕"
    return _BREAKS.get(str(item.tag), "")


def _name(control: Element) -> str:
    for name in ("tag", "alias"):
        node = control.find(f"{SDT_PR}/{w(name)}")
        if node is not None:
            return node.get(VAL, "")
    return "控件"
