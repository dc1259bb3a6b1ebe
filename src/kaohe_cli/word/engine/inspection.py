"""Everything that is wrong with a template, for a command that checks one."""

from collections.abc import Mapping

from kaohe_cli.word.engine.draft import Draft, Functions
from kaohe_cli.word.engine.errors import DocumentError, PackageError
from kaohe_cli.word.engine.names import unknown_names
from kaohe_cli.word.engine.package import Source


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
