"""What is wrong with what a body filled in on one row; no file or position is needed to say it.

``kaohe validate`` asks this of the reports on disk, ``kaohe collect`` of a Word file that was just read.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from kaohe_cli.model.reports import Progress, Report, ReportEntry
from kaohe_cli.query.entries import ASKED, PHONES, AskedField, Entry, FormKind, value_of
from kaohe_cli.query.rows import points
from kaohe_cli.rules.answers import answer
from kaohe_cli.rules.placeholders import OF_THE_TEMPLATE, is_placeholder, placeholder_in
from kaohe_cli.rules.ranks import contradiction
from kaohe_cli.words.phones import HOW_TO_WRITE_PHONES, is_phone, masked
from kaohe_cli.workspace.finding import Severity

_PERIODS: Final = {"progress": "完成情况", "forecast": "全年预计"}
_LONGEST_QUOTE = 20


class Problem(NamedTuple):
    """Something wrong with a report. The message names the row and the field by itself."""

    code: str
    severity: Severity
    entry_id: str | None
    """The row or metric it is about; None for the report as a whole."""
    path: str
    """The field, as in ``AskedField.path``; empty for the whole entry or report."""
    message: str
    hint: str


def entry_problems(entry: Entry, filled: ReportEntry, report: Report) -> Iterator[Problem]:
    """Yields what is wrong with an entry of a report: KH804, KH805, KH807 to KH811, KH814, KH815."""
    for period in _PERIODS:
        yield from _period_problems(entry, getattr(filled, period), period)
    yield from _falling_score(entry, filled)
    yield from text_problems(filled, ASKED[entry.form], entry.id)
    yield from _yes_or_no(entry, filled)
    if report.returned is not None:
        yield from _empty_fields(entry, report)


def is_empty(value: Any) -> bool:
    """True where nothing was filled in, or the form's own prompt was left standing."""
    return value is None or (isinstance(value, str) and is_placeholder(value))


def text_problems(
    part: Report | ReportEntry, fields: Sequence[AskedField], entry_id: str | None = None
) -> Iterator[Problem]:
    """Yields KH805 and KH808 for an entry, or for what a report says once for all of its entries."""
    start = f"{entry_id} " if entry_id else ""
    for path, label in fields:
        text = _own_value(part, path)
        if not isinstance(text, str):
            continue
        left = placeholder_in(text)
        if left is not None:
            severity: Severity = "error" if OF_THE_TEMPLATE in left else "warning"
            message = f"{start}{label}里还留着“{_quoted(left)}”，没有填写"
            yield Problem("KH808", severity, entry_id, path, message, "填上内容；确实没有的写“无”")
        elif path in PHONES and text not in _NONE and not is_phone(text):
            message = f"{start}{label}格式不对"
            yield Problem("KH805", "error", entry_id, path, message, HOW_TO_WRITE_PHONES)


def _period_problems(entry: Entry, part: Progress, period: str) -> Iterator[Problem]:
    """Yields KH804, KH807, KH810 and KH815 for （二） or （三）."""
    asked = _asked(entry.form, period)
    name = _PERIODS[period]
    for field in sorted(part.model_fields_set - set(asked)):
        if getattr(part, field) is not None:
            message = f"{entry.id} 的{name}里没有“{field}”这一项，不会填进报送材料"
            hint = f"这里可以写：{'、'.join(asked)}"
            yield Problem("KH807", "error", entry.id, f"{period}/{field}", message, hint)
    score, rank = part.self_score, part.self_rank
    if score is not None and (wrong := _out_of_range(score, entry.row.weight)):
        message = f"{entry.id} {name}的自评得分 {points(score)} {wrong}"
        yield Problem("KH804", "error", entry.id, f"{period}/self_score", message, "核对得分")
    if score is not None and "self_rank" in asked and rank is None:
        message = f"{entry.id} {name}有自评得分，没有自评排名"
        hint = "补上排名；没有排名的写“无排名”"
        yield Problem("KH810", "warning", entry.id, f"{period}/self_score", message, hint)
    if rank is not None and (both := contradiction(rank)):
        message = f"{entry.id} {name}的自评排名{both}"
        yield Problem("KH815", "warning", entry.id, f"{period}/self_rank", message, "核对是第几名，只写一个")


def _out_of_range(score: Decimal, full_marks: Decimal | None) -> str | None:
    if full_marks is None or 0 <= score <= full_marks:
        return None
    return f"超过满分 {points(full_marks)}" if score > 0 else "小于 0"


def _falling_score(entry: Entry, filled: ReportEntry) -> Iterator[Problem]:
    """Yields KH809: points add up over the year."""
    so_far, whole_year = filled.progress.self_score, filled.forecast.self_score
    if so_far is not None and whole_year is not None and so_far > whole_year:
        message = f"{entry.id} 完成情况的自评得分 {points(so_far)} 高于全年预计的 {points(whole_year)}"
        hint = "核对两处得分是不是写反了"
        yield Problem("KH809", "warning", entry.id, "progress/self_score", message, hint)


def _yes_or_no(entry: Entry, filled: ReportEntry) -> Iterator[Problem]:
    """Yields KH814 for an answer that says neither yes nor no nor that work goes on."""
    for field in ASKED[entry.form]:
        if field.path.rpartition("/")[2] not in _YES_OR_NO:
            continue
        said = _own_value(filled, field.path)
        if isinstance(said, str) and not is_placeholder(said) and answer(said) is None:
            message = f"{entry.id} {field.label}填的是“{_quoted(said)}”，看不出是还是否"
            hint = "写 是 或 否；说明写在后面，如：否，差0.5个百分点"
            yield Problem("KH814", "warning", entry.id, field.path, message, hint)


def _empty_fields(entry: Entry, report: Report) -> Iterator[Problem]:
    """Yields KH811, once an entry; prompts left standing and missing ranks have findings of their own."""
    fields = [
        field
        for field in ASKED[entry.form]
        if value_of(report, entry.id, field.path) is None and not _is_missing_rank(report, entry, field.path)
    ]
    if fields:
        labels = "、".join(field.label for field in fields)
        message = f"{entry.id} 有 {len(fields)} 处没有填：{labels}"
        yield Problem("KH811", "warning", entry.id, "", message, "请单位补填；确实没有的写“无”")


def _is_missing_rank(report: Report, entry: Entry, path: str) -> bool:
    period, _, name = path.partition("/")
    return name == "self_rank" and value_of(report, entry.id, f"{period}/self_score") is not None


def _asked(form: FormKind, period: str) -> list[str]:
    """Returns what a form of 附件3 asks for in （二） or （三）."""
    return [
        field.path.removeprefix(f"{period}/") for field in ASKED[form] if field.path.startswith(f"{period}/")
    ]


def _own_value(part: Report | ReportEntry, path: str) -> Any:
    value: Any = part
    for name in path.split("/"):
        value = getattr(value, name, None)
    return value


def _quoted(text: str) -> str:
    line = masked(" ".join(text.split()))
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


_NONE: Final = {"无", "/", "／", "-", "—", "——"}
_YES_OR_NO: Final = {"completed", "eligible"}
