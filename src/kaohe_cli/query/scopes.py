"""What each id of a report is about: the row that it counts for, the criteria it covers, its full marks."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from kaohe_cli.query.indicator_rows import IndicatorRow, indicator_rows
from kaohe_cli.query.rows import CriterionRow, Row, all_rows
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.tables.units import Registry, Unit
from kaohe_cli.workspace.workspace import Tables


class Scope(NamedTuple):
    """What a key of a report's ``entries`` stands for."""

    row: Row | IndicatorRow
    """The row of a summary that it counts for: a metric counts for its criterion."""
    covers: tuple[str, ...]
    """The ids of the criteria that an indicator's row stands for; empty for every other row."""
    full_marks: Decimal | None
    """Of ``row``, in points; the sum for an indicator; None without a weight, and for a bonus row."""
    parts: tuple[str, ...] = ()
    """The ids of the metrics, all of which must be there before ``row`` counts."""


def scopes(tables: Tables) -> dict[str, Scope]:
    """Returns what every id that may stand in a report is about, in the documents' order.

    ``A15`` covers A15.1, A15.2 and A15.3 and has the sum of their full marks; A19.1.5 is a part of A19.1.
    """
    rows = list(all_rows(tables))
    wholes = {whole.id: whole for whole in indicator_rows(rows)}
    found: dict[str, Scope] = {}
    for row in rows:
        metrics: tuple[str, ...] = ()
        if isinstance(row, CriterionRow):
            if (whole := wholes.get(row.indicator.id)) is not None and whole.id not in found:
                found[whole.id] = Scope(whole, whole.covers, whole.weight)
            metrics = row.criterion.metric_ids()
        found |= {key: Scope(row, (), row.weight, metrics) for key in (row.id, *metrics)}
    return found


def rows_that_count(tables: Tables, reported: Mapping[str, Collection[str]]) -> Iterator[Scope]:
    """Yields the rows of a summary, each criterion with a weight in just one of them.

    ``reported`` has the names of the bodies for which each id was reported (``reported.Reported.by_id``).
    An indicator that was reported on as a whole stands in the place of the criteria in its ``covers``:
    what others say of one of these is for a person to see, and counts in no sum. Without weights it covers
    those of the bodies that reported it, and of these one that was reported by itself stands beside it.
    """
    known = scopes(tables)
    narrowed = {
        key: scope
        if scope.full_marks is not None
        else _narrowed(scope, reported[key], known, tables.registry)
        for key, scope in known.items()
        if scope.covers and reported.get(key)
    }
    hidden = {
        one
        for scope in narrowed.values()
        for one in scope.covers
        if scope.full_marks is not None or not _is_reported(one, known, reported)
    }
    told: set[str] = set()
    for key, scope in known.items():
        if key in narrowed:
            yield narrowed[key]
        elif not scope.covers and scope.row.id not in hidden | told:
            told.add(scope.row.id)
            yield scope


def _narrowed(scope: Scope, bodies: Collection[str], known: Mapping[str, Scope], registry: Registry) -> Scope:
    """Returns an indicator with the criteria that these bodies answer for, or all where none of them does."""
    covers = [
        key
        for key in scope.covers
        if any(isinstance(one, Unit) and one.name in bodies for one in row_bodies(known[key].row, registry))
    ]
    return scope._replace(covers=tuple(covers) or scope.covers)


def _is_reported(key: str, known: Mapping[str, Scope], reported: Mapping[str, Collection[str]]) -> bool:
    return any(reported.get(one) for one in (key, *known[key].parts))
