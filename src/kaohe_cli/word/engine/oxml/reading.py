"""A part as lines of readable text: what a person sees, and the controls and text boxes around it."""

from collections.abc import Iterator

from kaohe_cli.word.engine.oxml.element import Element
from kaohe_cli.word.engine.oxml.levels import in_fallback
from kaohe_cli.word.engine.oxml.names import (
    P_PR,
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
_BODY_LEVEL = 9
_PICTURES = {w("drawing"), w("pict"), w("object")}


def readable_lines(root: Element) -> list[str]:
    """The lines of a part: one for a paragraph or a table row, content controls as `［tag：text］`."""
    return list(_lines(root))


def outline(root: Element, styles: Element | None) -> Iterator[tuple[str, int | None, str]]:
    """The style name, outline level (0 for a top heading, None for text) and text of each paragraph.

    A table row is text of the style “table”, its cells joined by tabs.
    """
    known = style_levels(styles) if styles is not None else {}
    for container in root.iter(w("body")):
        for child in _flattened(container):
            if child.tag == P:
                style = child.find(f"{P_PR}/{w('pStyle')}")
                name, level = known.get("" if style is None else style.get(VAL, ""), ("", None))
                yield name, level, "".join(_plain(child))
            else:
                for row in (node for node in child.iter(w("tr")) if ancestor(node, TBL) is child):
                    cells = [node for node in row.iter(TC) if ancestor(node, w("tr")) is row]
                    yield "table", None, "\t".join("".join(_plain(cell)).replace("\t", " ") for cell in cells)


def _flattened(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, those in block-level controls included."""
    for child in container:
        if child.tag in {P, TBL}:
            yield child
        elif child.tag != w("sectPr"):
            yield from _flattened(child)


def _plain(node: Element) -> Iterator[str]:
    for item in node.iter(T, *_BREAKS):
        if ancestor(item, w("tabs")) is None and not in_fallback(item):
            yield (item.text or "") if item.tag == T else _BREAKS[str(item.tag)].replace("↵", "\n")


def style_levels(styles: Element) -> dict[str, tuple[str, int | None]]:
    """The name of each paragraph style, and the outline level that it or a style below it sets."""
    found = {style.get(w("styleId"), ""): style for style in styles.iter(w("style"))}

    def level(style: Element | None, depth: int = 0) -> int | None:
        if style is None or depth > len(found):
            return None
        own = style.find(f"{P_PR}/{w('outlineLvl')}")
        if own is not None and own.get(VAL, "").isdigit():
            number = int(own.get(VAL, ""))
            return number if number < _BODY_LEVEL else None
        base = style.find(w("basedOn"))
        return level(found.get(base.get(VAL, "")), depth + 1) if base is not None else None

    names = {key: style.find(w("name")) for key, style in found.items()}
    return {
        key: ("" if name is None else name.get(VAL, ""), level(found[key])) for key, name in names.items()
    }


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
