"""A template engine for Word files: compile a .docx once, render it many times.

It knows nothing of 考核. `Template(path).render(context)` is most of it; `inspect` tells everything
that is wrong with a template, `plain_text` shows a Word file as text.
"""

from kaohe_cli.word.engine.content import Block, Cell, Content, Control, Paragraph, Row, Table
from kaohe_cli.word.engine.errors import (
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
from kaohe_cli.word.engine.inspection import bookmarks, control_tags, inspect, tags_of
from kaohe_cli.word.engine.marking import Tag
from kaohe_cli.word.engine.package import Package, open_package
from kaohe_cli.word.engine.places import Place
from kaohe_cli.word.engine.plaintext import Line, outline, plain_text
from kaohe_cli.word.engine.properties import is_untouched, last_saved, read_properties
from kaohe_cli.word.engine.reading import read_content
from kaohe_cli.word.engine.template import Template
from kaohe_cli.word.engine.values import Paragraphs, Placeholder

__all__ = [
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
    "Tag",
    "TagError",
    "Template",
    "TemplateError",
    "UnknownNameError",
    "UnsafePackageError",
    "ValueKindError",
    "bookmarks",
    "control_tags",
    "inspect",
    "is_untouched",
    "last_saved",
    "open_package",
    "outline",
    "plain_text",
    "read_content",
    "read_properties",
    "tags_of",
]
