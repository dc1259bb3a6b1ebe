"""What 附件3 asks of a body: the headings of its form, and the fields under each."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, NamedTuple

from kaohe_cli.model.reports import Report, ReportEntry
from kaohe_cli.model.units import Unit
from kaohe_cli.query.rows import CriterionRow, Row, all_rows, points
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.workspace.workspace import Tables

FORM_MONTH = 10
"""The month that 附件3 itself reports through (1—10月)."""

FormKind = Literal["scored", "unscored", "incentive"]


class Entry(NamedTuple):
    """A heading of the form: a row, or one metric of a row that reports each metric by itself."""

    id: str
    title: str
    row: Row
    full_marks: str

    @property
    def form(self) -> FormKind:
        """Which of the three forms of 附件3 it is reported in."""
        return self.row.section.form if isinstance(self.row, CriterionRow) else "incentive"


class AskedField(NamedTuple):
    """A value that a form asks for."""

    path: str
    """Where it stands in an entry of a report, ``progress/situation``."""
    label: str
    """What to call it in a message, ``（二）基本情况``."""


_SITUATION = ("situation", "基本情况")
_SCORE, _RANK = ("self_score", "自评得分"), ("self_rank", "自评排名")
_COMPLETED = ("completed", "是否完成")
_ELIGIBLE, _RESULT = ("eligible", "是否符合申报条件"), ("expected_result", "预计争取结果")
_PROBLEMS = AskedField("problems", "（四）存在问题及建议")
_PEOPLE: Final = (
    AskedField("city_liaison/leader", "（五）市级考核单位分管领导"),
    AskedField("city_liaison/office", "（五）经办处室名称"),
    AskedField("city_liaison/phone", "（五）经办处室联系电话"),
    AskedField("leader", "（六）责任领导"),
    AskedField("contact/name", "（六）责任人"),
    AskedField("contact/mobile", "（六）责任人联系电话"),
)


def _form(
    progress: tuple[tuple[str, str], ...], forecast: tuple[tuple[str, str], ...]
) -> tuple[AskedField, ...]:
    periods = (("progress", "（二）", progress), ("forecast", "（三）", forecast))
    asked = [
        AskedField(f"{period}/{name}", sign + label) for period, sign, part in periods for name, label in part
    ]
    return (*asked, _PROBLEMS, *_PEOPLE)


ASKED: Final[dict[FormKind, tuple[AskedField, ...]]] = {
    "scored": _form((_SITUATION, _SCORE, _RANK), (_SITUATION, _SCORE, _RANK)),
    "unscored": _form((_SITUATION, _COMPLETED), (_SITUATION, _COMPLETED)),
    "incentive": _form((("situation", "政策争取情况"),), (_SITUATION, _ELIGIBLE, _RESULT)),
}
"""The fields of each form of 附件3, in its order."""


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
        weight = points(row.weight) if row.weight is not None else ""
        if not isinstance(row, CriterionRow) or not row.criterion.metrics:
            yield Entry(row.id, row.heading, row, f"满分为{weight}分" if weight else "不计入总分")
            continue
        shared = f"{len(row.criterion.metrics)}项合计满分为{weight}分"
        for metric_id, metric in zip(row.criterion.metric_ids(), row.criterion.metrics, strict=True):
            yield Entry(metric_id, f"{row.name}——{metric}", row, shared)


def value_of(report: Report, entry_id: str, path: str) -> Any:
    """Returns what a report says of a field, or None. Who answers (六) may be said once for all rows."""
    value: Any = report.entries.get(entry_id, ReportEntry())
    for name in path.split("/"):
        value = getattr(value, name, None)
    return top_value(report, path) if value is None and path in _SAID_ONCE else value


def top_value(report: Report, path: str) -> Any:
    """Returns what a report says once for all rows, or None."""
    value: Any = report
    for name in path.split("/"):
        value = getattr(value, name)
    return value


PHONES: Final = {"city_liaison/phone", "contact/mobile"}
"""The fields that hold a phone number."""

_SAID_ONCE: Final = {"leader", "contact/name", "contact/mobile"}
