"""Everything that is wrong with a template, for a command that checks one."""

from collections.abc import Mapping

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.errors import DocumentError, PackageError
from kaohe_cli.ooxml.package import Source, open_package
from kaohe_cli.ooxml.template.draft import Draft, Functions
from kaohe_cli.ooxml.template.leftovers import Leftover
from kaohe_cli.ooxml.template.marking import Tag
from kaohe_cli.ooxml.template.names import unknown_names
from kaohe_cli.ooxml.text_parts import text_parts


def tags_of(source: Source, *, filters: Functions | None = None) -> list[Tag]:
    """Every tag of a template, the mistaken ones too. Raises PackageError for an unusable file."""
    return Draft(source, filters, None).tags


def leftovers(source: Source) -> list[Leftover]:
    """The tags that stand where none is filled in. Raises PackageError for an unusable file."""
    return Draft(source, None, None).leftovers


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
