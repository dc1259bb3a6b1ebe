"""What changed between two states of the tables: between two years, or two versions of one year."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, Generic, Protocol

from kaohe_cli.comparing.bodies import Bodies, RegistryChange, Renamed
from kaohe_cli.comparing.fields import (
    FactChange,
    FieldChange,
    incentive_facts,
    indicator_facts,
    list_change,
    text_change,
    value_change,
)
from kaohe_cli.comparing.loads import LoadChange, load_changes
from kaohe_cli.comparing.matching import Matching, Pair, R, content_of, match_rows
from kaohe_cli.comparing.places import RowPlace, in_order
from kaohe_cli.comparing.responsibility import UnitsChange, likely_renamed, units_change
from kaohe_cli.query.rows import CriterionRow, IncentiveRow, Row
from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.tables.indicators import OPEN_COLUMNS, Criterion, IndicatorTable, Section
from kaohe_cli.tables.units import Registry
from kaohe_cli.words.folding import bare
from kaohe_cli.workspace.workspace import bodies_in

MORE = "more/"
"""What stands before the column's name in the change of a column that has no field of its own."""


class TableState(Protocol):
    """Tables of which some may not be there; what only one side has is not compared."""

    @property
    def indicators(self) -> IndicatorTable | None: ...
    @property
    def incentives(self) -> IncentiveTable | None: ...
    @property
    def registry(self) -> Registry | None: ...


@dataclass(frozen=True)
class RowChange(Generic[R]):
    """A row that is in both states, and not the same."""

    old: R
    new: R
    score: float
    """How alike name and content are, 0 to 1."""
    place: RowPlace | None
    units: UnitsChange | None
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class RowsChange(Generic[R]):
    """What changed in one table's rows."""

    before: int
    after: int
    added: tuple[R, ...]
    dropped: tuple[R, ...]
    changed: tuple[RowChange[R], ...]
    maybe: tuple[Pair[R], ...] = ()
    """Rows dropped and rows added that may be the same."""

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.changed)


@dataclass(frozen=True)
class SectionPair:
    """A section in both states; None where it is not in one."""

    before: Section | None
    after: Section | None
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """All that differs. ``criteria`` and ``incentives`` are None where a table was not there to compare."""

    facts: tuple[FactChange, ...]
    sections: tuple[SectionPair, ...]
    """All sections, changed or not, in the order of the new table."""
    criteria: RowsChange[CriterionRow] | None
    incentives: RowsChange[IncentiveRow] | None
    registry: RegistryChange
    loads: tuple[LoadChange, ...]
    likely_renamed: tuple[Renamed, ...] = ()
    """Bodies that went and came, and look like one; as the registry stands they count as two."""

    @property
    def changed(self) -> bool:
        """True where anything differs."""
        return bool(
            self.facts
            or self.criteria
            or self.incentives
            or self.registry
            or self.loads
            or any(pair.fields or None in (pair.before, pair.after) for pair in self.sections)
        )


def compare(old: TableState, new: TableState, *, registry: bool = True) -> Comparison:
    """Returns what changed from ``old`` to ``new``.

    With ``registry`` off the registries only say what the wordings mean and are not compared themselves.
    """
    bodies = Bodies(*registries(old, new))
    facts: list[FactChange] = []
    sections: tuple[SectionPair, ...] = ()
    criteria = incentives = None
    rows: tuple[list[Row], list[Row]] = ([], [])
    if old.indicators and new.indicators:
        facts += indicator_facts(old.indicators, new.indicators)
        before, after = (criterion_rows(table) for table in (old.indicators, new.indicators))
        matching = match_rows(before, after)
        sections = section_pairs(old.indicators, new.indicators, matching)
        criteria = _rows_change(before, after, matching, sections, bodies)
        rows[0].extend(before)
        rows[1].extend(after)
    if old.incentives and new.incentives:
        facts += incentive_facts(old.incentives, new.incentives)
        former, latter = (incentive_rows(table) for table in (old.incentives, new.incentives))
        incentives = _rows_change(former, latter, match_rows(former, latter), (), bodies)
        rows[0].extend(former)
        rows[1].extend(latter)
    has_registry = old.registry is not None or new.registry is not None
    bodies_change = bodies.changes() if registry and has_registry else RegistryChange()
    rows_changes: tuple[RowsChange[Any] | None, ...] = (criteria, incentives)
    changed = [change for one in rows_changes if one for change in one.changed]
    return Comparison(
        facts=tuple(facts),
        sections=sections,
        criteria=criteria,
        incentives=incentives,
        registry=bodies_change,
        loads=load_changes(*rows, bodies),
        likely_renamed=likely_renamed(bodies_change, (change.units for change in changed)),
    )


def registries(old: TableState, new: TableState) -> tuple[Registry | None, Registry | None]:
    """Returns what says what the wordings mean: the registries, or without any what the tables name."""
    if old.registry is None and new.registry is None:
        return bodies_in(old.indicators, old.incentives), bodies_in(new.indicators, new.incentives)
    return old.registry, new.registry


def criterion_rows(table: IndicatorTable | None) -> list[CriterionRow]:
    """Returns the rows of 附件1, none where it is not there."""
    return [CriterionRow(*place) for place in table.criteria()] if table else []


def incentive_rows(table: IncentiveTable | None) -> list[IncentiveRow]:
    """Returns the rows of 附件2, none where it is not there."""
    return [IncentiveRow(incentive) for incentive in table.incentives] if table else []


def total_weight(sections: Iterable[Section | None]) -> Decimal:
    """Returns the sum of all weights of sections, in points (分)."""
    return sum((section.weight_sum for section in sections if section), Decimal(0))


def section_pairs(
    old: IndicatorTable, new: IndicatorTable, matching: Matching[CriterionRow]
) -> tuple[SectionPair, ...]:
    """Returns the sections that belong together: by title, or else by having the most rows in common.

    In the order of the new table, those that are not in it last.
    """
    partner: dict[int, int] = {}  # index in the new table to index in the old
    titles = {bare(section.title): i for i, section in reversed(list(enumerate(old.sections)))}
    for j, section in enumerate(new.sections):
        i = titles.pop(bare(section.title), None)
        if i is not None:
            partner[j] = i
    where_old = {id(section): i for i, section in enumerate(old.sections)}
    where_new = {id(section): j for j, section in enumerate(new.sections)}
    common = Counter((where_old[id(p.old.section)], where_new[id(p.new.section)]) for p in matching.pairs)
    for (i, j), _ in sorted(common.items(), key=lambda item: (-item[1], item[0])):
        if j not in partner and i not in partner.values():
            partner[j] = i
    kept = set(partner.values())
    dropped = [SectionPair(section, None) for i, section in enumerate(old.sections) if i not in kept]
    paired = [
        _section_pair(old.sections[partner[j]], section) if j in partner else SectionPair(None, section)
        for j, section in enumerate(new.sections)
    ]
    return (*paired, *dropped)


def _section_pair(old: Section, new: Section) -> SectionPair:
    fields = (
        *value_change("id", old.id, new.id),
        *text_change("title", old.title, new.title),
        *value_change("form", old.form, new.form),
        *value_change("total_weight", old.total_weight, new.total_weight),
    )
    return SectionPair(old, new, fields)


def _rows_change(
    old: Sequence[R],
    new: Sequence[R],
    matching: Matching[R],
    sections: Iterable[SectionPair],
    bodies: Bodies,
) -> RowsChange[R]:
    places = _places(old, matching, {id(pair.after): id(pair.before) for pair in sections})
    changed = []
    for pair in matching.pairs:
        change = RowChange(
            pair.old,
            pair.new,
            pair.score,
            places.get(id(pair)),
            units_change(pair.old, pair.new, bodies),
            tuple(_field_changes(pair.old, pair.new)),
        )
        if change.place or change.units or change.fields:
            changed.append(change)
    return RowsChange(len(old), len(new), matching.added, matching.dropped, tuple(changed), matching.maybe)


def _places(old: Sequence[R], matching: Matching[R], sections: dict[int, int]) -> dict[int, RowPlace]:
    """Returns the change of place of each pair that has one."""
    position = {id(row): i for i, row in enumerate(old)}
    staying = [pair for pair in matching.pairs if not _changes_section(pair, sections)]
    ordered = in_order([position[id(pair.old)] for pair in staying])
    places: dict[int, RowPlace] = {}
    for pair in matching.pairs:
        if _changes_section(pair, sections):
            places[id(pair)] = RowPlace("section", pair.old.id, pair.new.id)
    for index, pair in enumerate(staying):
        if index not in ordered:
            places[id(pair)] = RowPlace("order", pair.old.id, pair.new.id)
        elif pair.old.id != pair.new.id:
            places[id(pair)] = RowPlace("number", pair.old.id, pair.new.id)
    return places


def _changes_section(pair: Pair[R], sections: dict[int, int]) -> bool:
    old, new = pair.old, pair.new
    if isinstance(old, CriterionRow) and isinstance(new, CriterionRow):
        return sections.get(id(new.section)) != id(old.section)
    return False


def _open_changes(old: Criterion, new: Criterion) -> Iterator[FieldChange]:
    """Yields what differs in the open columns; one that has no name of its own is ``more/列名``."""
    for name in ("extra", *OPEN_COLUMNS):
        yield from value_change(name, getattr(old, name), getattr(new, name))
    for title in old.more | new.more:
        yield from value_change(f"{MORE}{title}", old.more.get(title), new.more.get(title))


def _field_changes(old: Row, new: Row) -> Iterator[FieldChange]:
    yield from text_change("name", old.name, new.name)
    yield from value_change("weight", old.weight, new.weight)
    if isinstance(old, CriterionRow) and isinstance(new, CriterionRow):
        yield from list_change("metrics", old.criterion.metrics, new.criterion.metrics)
        yield from text_change("content", content_of(old), content_of(new))
        yield from _open_changes(old.criterion, new.criterion)
    elif isinstance(old, IncentiveRow) and isinstance(new, IncentiveRow):
        was, now = old.incentive, new.incentive
        yield from chain(
            list_change("city_lead", was.city_lead, now.city_lead),
            list_change("city_support", was.city_support, now.city_support),
            list_change("eligible", was.eligible, now.eligible),
            list_change("rewards", was.rewards, now.rewards),
            value_change("bonus_points", was.bonus_points, now.bonus_points),
            text_change("measure", was.measure, now.measure),
        )
