"""Word files read safely, and a template engine: compile a .docx once, render it many times.

It knows nothing of 考核. Here stands what reading needs: `open_package`, `read_content`, `plain_text`. The
engine proper is imported by itself, for it brings Jinja along: `Template` from `engine.template`, `inspect`
and `tags_of` from `engine.inspection`.
"""

from kaohe_cli.ooxml.errors import (
    BlockError,
    CrossingTagError,
    DocumentError,
    LimitError,
    PackageError,
    TagError,
    TemplateError,
    UnknownNameError,
    UnsafePackageError,
    ValueKindError,
)
from kaohe_cli.ooxml.package import Package, open_package
from kaohe_cli.ooxml.places import Place
from kaohe_cli.ooxml.properties import is_untouched, last_saved, read_properties
from kaohe_cli.ooxml.reading.content import (
    Aside,
    Block,
    Cell,
    Content,
    Control,
    Paragraph,
    Row,
    Table,
    asides_of,
    block_lines,
)
from kaohe_cli.ooxml.reading.plaintext import Line, outline, plain_text
from kaohe_cli.ooxml.reading.reading import read_content
from kaohe_cli.ooxml.template.values import Paragraphs, Placeholder

__all__ = [
    "Aside",
    "Block",
    "BlockError",
    "Cell",
    "Content",
    "Control",
    "CrossingTagError",
    "DocumentError",
    "LimitError",
    "Line",
    "Package",
    "PackageError",
    "Paragraph",
    "Paragraphs",
    "Place",
    "Placeholder",
    "Row",
    "Table",
    "TagError",
    "TemplateError",
    "UnknownNameError",
    "UnsafePackageError",
    "ValueKindError",
    "asides_of",
    "block_lines",
    "is_untouched",
    "last_saved",
    "open_package",
    "outline",
    "plain_text",
    "read_content",
    "read_properties",
]
