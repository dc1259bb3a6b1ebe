"""How deep the headings of a document are, by their styles."""

from typing import Final

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import P_PR, VAL, w

_BODY_LEVEL: Final = 9


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
