"""What can go wrong with a Word file, a template or a rendering.

Every message is one finished Chinese sentence: where, what, how to mend it.
"""

from kaohe_cli.exceptions import KaoheError


class DocumentError(KaoheError):
    """A Word file cannot be used; the base of everything this package raises."""


class PackageError(DocumentError):
    """The file cannot be read as a .docx at all: not one, damaged, or of the wrong kind."""


class UnsafePackageError(PackageError):
    """The file holds something we refuse to unpack, parse or pass on."""


class TemplateError(DocumentError):
    """A template has a mistake at a known place; `place` and `tag` say where."""

    def __init__(self, place: str, what: str, tag: str = "") -> None:
        super().__init__(f"{place}：{what}")
        self.place = place
        self.tag = tag


class TagError(TemplateError):
    """A tag is unfinished, cannot be read, or uses what templates may not use."""


class CrossingTagError(TagError):
    """A tag begins inside a content control and ends outside it, or the other way round."""


class BlockError(TemplateError):
    """A for or an if is not closed, or is closed at another level of the document."""


class UnknownNameError(TemplateError):
    """A tag names something that the data does not have."""


class ValueKindError(TemplateError):
    """A value is of a kind that the tag cannot use: a list written as text, text looped over."""


class LimitError(TemplateError):
    """A template asks for more rounds, characters or digits than a report can need."""
