"""What 附件3 asks of a body: the headings of its form, and the fields under each."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kaohe_cli.forms.record import Form
from kaohe_cli.model.units import Unit
from kaohe_cli.query.rows import CriterionRow, Row, all_rows, points
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.words.folding import bare
from kaohe_cli.workspace.workspace import Tables

FORM_MONTH = 10
"""The month that 附件3 itself reports through (1—10月)."""


class Entry(NamedTuple):
    """A heading of the form: a row, or one metric of a row that reports each metric by itself."""

    id: str
    title: str
    row: Row
    full_marks: str
    """What stands for <满分说明>; empty where the row has no weight."""
    content: str = ""
    """The row's content, where the title alone does not say it."""

    @property
    def form(self) -> Form:
        """The form of 附件3 in which it is reported."""
        return self.row.form


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


def _full_marks(row: Row) -> str:
    if row.weight is not None:
        return f"满分为{points(row.weight)}分"
    return "不计入总分" if isinstance(row, CriterionRow) and row.criterion.extra else ""


def _unsaid_content(row: Row) -> str:
    """Returns what a criterion is assessed by; nothing for an incentive, whose measure is long."""
    if not isinstance(row, CriterionRow):
        return ""
    content = row.criterion.content
    return "" if bare(content) in bare(row.heading) else content
