"""A Word file as plain text, for reading and for `git diff`."""

from typing import Final, NamedTuple

from kaohe_cli.word.engine import oxml
from kaohe_cli.word.engine.package import Package, Source, open_package

_LABELS: Final = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}


def text_parts(package: Package) -> dict[str, str]:
    """The name of each part that holds text, with what to call it: 正文, 页眉1, …"""
    labels = {package.main: "正文"}
    for kind, label in _LABELS.items():
        names = package.parts_of_type(kind)
        for number, name in enumerate(names, 1):
            labels[name] = label if len(names) == 1 else f"{label}{number}"
    return labels


class Line(NamedTuple):
    """A paragraph or table row of the main text."""

    style: str
    """The name of its style; “table” for a table row."""
    level: int | None
    """0 for a top heading, None for text."""
    text: str


def outline(source: Source) -> list[Line]:
    """The paragraphs and table rows of the main text, with their styles and heading levels.

    Raises PackageError for an unusable file.
    """
    package = open_package(source)
    root = package.xml(package.main)
    oxml.accept_changes(root)
    names = [relation.target for relation in package.relations(package.main) if relation.kind == "styles"]
    styles = package.xml(names[0]) if names and names[0] in package.parts else None
    return [Line(*found) for found in oxml.outline(root, styles)]


def plain_text(source: Source) -> str:
    """The text of a Word file, part by part; tracked changes are taken as accepted."""
    package = open_package(source)
    sections = []
    for name, label in text_parts(package).items():
        root = package.xml(name)
        oxml.accept_changes(root)
        oxml.drop_noise(root)
        lines = oxml.readable_lines(root)
        if any(line.strip() for line in lines):
            sections.append("\n".join([f"〔{label}〕", *lines]))
    return "\n\n".join(sections) + "\n"
