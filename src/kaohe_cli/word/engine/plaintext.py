"""A Word file as plain text, for reading and for `git diff`."""

from kaohe_cli.word.engine import oxml
from kaohe_cli.word.engine.package import Source, open_package
from kaohe_cli.word.engine.parts import text_parts


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
