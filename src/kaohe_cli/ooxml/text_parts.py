"""Which parts of a Word file hold text, and what people call them; no reader is needed for that."""

from typing import TYPE_CHECKING, Final

from kaohe_cli.ooxml.package import Package

if TYPE_CHECKING:
    from kaohe_cli.ooxml.reading.content import TextPlace

NOTES: Final[dict[str, "TextPlace"]] = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}
"""The kinds of parts beside the main one that hold text, and what to call them."""


def text_parts(package: Package) -> dict[str, str]:
    """The name of each part that holds text, with what to call it: 正文, 页眉1, …"""
    labels = {package.main: "正文"}
    for kind, label in NOTES.items():
        names = package.parts_of_type(kind)
        for number, name in enumerate(names, 1):
            labels[name] = label if len(names) == 1 else f"{label}{number}"
    return labels
