"""Everything that is wrong with a template, for a command that checks one."""

from collections.abc import Mapping
from typing import NamedTuple

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.errors import DocumentError, PackageError
from kaohe_cli.ooxml.opening import Trees
from kaohe_cli.ooxml.package import Source, open_package
from kaohe_cli.ooxml.properties import property_parts
from kaohe_cli.ooxml.template.draft import Draft, Functions, marked_parts, marked_properties
from kaohe_cli.ooxml.template.leftovers import Leftover, of_package
from kaohe_cli.ooxml.template.marking import Tag
from kaohe_cli.ooxml.template.names import unknown_names
from kaohe_cli.ooxml.template.sandbox import Sandbox
from kaohe_cli.ooxml.text_parts import text_parts


class Found(NamedTuple):
    """The tags of a file: those that are filled in, and those that stand where none is."""

    tags: list[Tag]
    leftovers: list[Leftover]


def tags_of(source: Source, *, filters: Functions | None = None) -> Found:
    """Every tag of a template, the mistaken ones too. Raises PackageError for an unusable file."""
    draft = Draft(source, filters, None)
    return Found(draft.tags, draft.leftovers)


def beside_the_text(source: Source) -> list[tuple[str, str]]:
    """The tags of any Word file that stand outside its paragraphs, by their places; of a property its text.

    Raises PackageError for an unusable file.
    """
    package, sandbox = open_package(source), Sandbox({}, {})
    parts = marked_parts(package, Trees(package), sandbox)
    properties = property_parts(package)
    tags = [tag for part in marked_properties(properties, sandbox).values() for tag in part.tags]
    leftovers = [one for part in parts.values() for one in part.leftovers]
    leftovers += of_package(package, parts, properties)
    found = {str(tag.place): tag.place.text for tag in tags} | {one.place: one.tag for one in leftovers}
    return list(found.items())


def control_tags(source: Source) -> list[str]:
    """The tags of the content controls in a Word file's text. Raises PackageError for an unusable file."""
    package = open_package(source)
    return [tag for part in text_parts(package) for tag in wml.control_tags(package.xml(part))]


def bookmarks(source: Source) -> list[str]:
    """The names of the bookmarks in a Word file's text. Raises PackageError for an unusable file."""
    package = open_package(source)
    return [name for part in text_parts(package) for name in wml.bookmark_names(package.xml(part))]


def inspect(
    source: Source,
    *,
    known: Mapping[str, object] | None = None,
    filters: Functions | None = None,
    tests: Functions | None = None,
) -> list[DocumentError]:
    """All problems of a template; an empty list when `Template` would take it.

    `known` is an example of the data: with it, names that the data does not have are problems too.
    Its lists need one item each; where the example has nothing, nothing is checked.
    """
    try:
        draft = Draft(source, filters, tests)
    except PackageError as refused:
        return [refused]
    problems: list[DocumentError] = [*draft.problems]
    if known is not None:
        for part in draft.parts.values():
            problems += unknown_names(part, known, draft.sandbox)
    return problems
