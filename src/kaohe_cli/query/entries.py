"""What 附件3 asks of a body: the headings of its form, and the fields under each."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from kaohe_cli.forms.record import Form
from kaohe_cli.query.indicator_rows import IndicatorRow, indicator_rows
from kaohe_cli.query.rows import CriterionRow, Row, all_rows, points
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.tables.indicators import Criterion
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.folding import bare
from kaohe_cli.workspace.workspace import Tables


class Entry(NamedTuple):
    """A heading of the form: a row, one metric of a row that reports each metric by itself, an indicator."""

    id: str
    title: str
    row: Row | IndicatorRow
    full_marks: str
    """What stands for <满分说明>; empty where the row has no weight."""
    content: str = ""
    """The row's content, where the title alone does not say it."""

    @property
    def form(self) -> Form:
        """The form of 附件3 in which it is reported."""
        return self.row.form

    @property
    def covers(self) -> tuple[str, ...]:
        """The ids of the criteria that an indicator stands for; empty for any other heading."""
        return self.row.covers if isinstance(self.row, IndicatorRow) else ()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that it is about: one, those of an indicator, none for an incentive."""
        rows = self.row.criteria if isinstance(self.row, IndicatorRow) else (self.row,)
        return tuple(row.criterion for row in rows if isinstance(row, CriterionRow))

    @property
    def headings(self) -> tuple[str, ...]:
        """The ids of the headings that it stands for: its own; of an indicator, those of its criteria."""
        if not isinstance(self.row, IndicatorRow):
            return (self.id,)
        return tuple(key for row in self.row.criteria for key in row.criterion.metric_ids() or (row.id,))


def rows_by_unit(tables: Tables) -> dict[str, list[Row]]:
    """Returns the rows that each body leads or supports, by its name, in the documents' order."""
    rows: dict[str, list[Row]] = {unit.name: [] for unit in tables.registry.units}
    for row in all_rows(tables):
        names = {body.name for body in row_bodies(row, tables.registry) if isinstance(body, Unit)}
        for name in names:
            rows[name].append(row)
    return rows


def entries_of(rows: Iterable[Row]) -> Iterator[Entry]:
    """Yields the headings under which rows are reported; a criterion with metrics has one for each."""
    for row in rows:
        marks = _full_marks(row)
        if not isinstance(row, CriterionRow) or not row.criterion.metrics:
            yield Entry(row.id, row.heading, row, marks, _unsaid_content(row))
            continue
        shared = f"{len(row.criterion.metrics)}项合计{marks}" if marks else ""
        for metric_id, metric in zip(row.criterion.metric_ids(), row.criterion.metrics, strict=True):
            yield Entry(metric_id, f"{row.name}——{metric}", row, shared)


def all_entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """Yields every heading under which rows may be reported: indicators as a whole before their criteria."""
    rows = list(rows)
    wholes = {whole.id: whole for whole in indicator_rows(rows)}
    for row in rows:
        if isinstance(row, CriterionRow) and (whole := wholes.pop(row.indicator.id, None)):
            yield entry_of_indicator(whole)
        yield from entries_of([row])


def entries_asked(
    own: Iterable[Row], tables: Tables, reported: Collection[str] = (), *, by_indicator: bool = False
) -> Iterator[Entry]:
    """Yields the headings under which a body is asked for its rows, an indicator as a whole where wanted.

    It is wanted where the body has ``reported`` on it so; or, ``by_indicator``, where the body has several of
    its criteria and has not reported on these one by one. An indicator with weights is all of it, since
    its full marks are the sum of all; without weights only the body's own criteria are asked.
    """
    if not (by_indicator or reported):  # as for most drafts: nobody wants an indicator as a whole
        yield from entries_of(own)
        return
    own = list(own)
    mine = {whole.id: whole for whole in indicator_rows(own)}
    wanted: dict[str, Entry] = {}
    for whole in indicator_rows(all_rows(tables)):
        entry = entry_of_indicator(whole if whole.weight is not None else mine.get(whole.id, whole))
        is_wanted = by_indicator and whole.id in mine and not {*entry.headings} & {*reported}
        if is_wanted or whole.id in reported:
            wanted[whole.id] = entry
    told: set[str] = set()
    for row in own:
        key = row.indicator.id if isinstance(row, CriterionRow) else ""
        if key in wanted and key not in told:
            told.add(key)
            yield wanted[key]
        yield from (entry for entry in entries_of([row]) if key not in wanted or entry.id in reported)


def entry_of_indicator(whole: IndicatorRow) -> Entry:
    """Returns the heading under which an indicator is reported as a whole."""
    return Entry(whole.id, whole.heading, whole, _full_marks(whole), whole.content)


def _full_marks(row: Row | IndicatorRow) -> str:
    if row.weight is not None:
        return f"满分为{points(row.weight)}分"
    return "不计入总分" if isinstance(row, CriterionRow) and row.criterion.extra else ""


def _unsaid_content(row: Row) -> str:
    """Returns what a criterion is assessed by; nothing for an incentive, whose measure is long."""
    if not isinstance(row, CriterionRow):
        return ""
    content = row.criterion.content
    return "" if bare(content) in bare(row.heading) else content
