"""A Word file as plain text, for reading and for `git diff`."""

from typing import NamedTuple

from kaohe_cli.word.engine import oxml
from kaohe_cli.word.engine.package import Source, open_package
from kaohe_cli.word.engine.parts import text_parts


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
