"""What is wrong with what a body filled in on one row; no file or position is needed to say it.

``kaohe validate`` asks this of the reports on disk, ``kaohe collect`` of a Word file that was just read.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from kaohe_cli.forms import known
from kaohe_cli.forms.record import PEOPLE, Field
from kaohe_cli.forms.reports import Report, Value
from kaohe_cli.forms.rounds import YEAR_END, carried_mark
from kaohe_cli.query.entries import Entry
from kaohe_cli.query.rows import points
from kaohe_cli.rules.answers import answer
from kaohe_cli.rules.ranks import contradiction
from kaohe_cli.rules.risks import risks_in
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.words.masks import is_masked, is_masked_number
from kaohe_cli.words.patterns import regex
from kaohe_cli.words.phones import HOW_TO_WRITE_PHONES, is_phone, masked
from kaohe_cli.words.prompts import OF_THE_TEMPLATE, is_placeholder, placeholder_in
from kaohe_cli.words.shortening import shortened
from kaohe_cli.workspace.finding import Severity

_LONGEST_QUOTE = 21
_LONGEST_RISK = 60
"""A sentence that says why points may be lost is short; of a longer one this much shows which it is."""
_BETWEEN_NUMBERS: Final = regex(r"[、,，;；/]")
_NONE: Final = {"无", "/", "／", "-", "—", "——"}


class Problem(NamedTuple):
    """Something wrong with a report. The message names the row and the field by itself."""

    code: str
    severity: Severity
    entry_id: str | None
    """The row or metric it is about; None for the report as a whole."""
    path: str
    """The field, by its key; empty for the whole entry or report."""
    message: str
    hint: str


def entry_problems(entry: Entry, filled: Mapping[str, Value], report: Report) -> Iterator[Problem]:
    """Yields what is wrong with an entry of a report: KH804, KH805, KH807 to KH811, KH814 to KH816,
    KH823, KH824."""
    yield from _unknown_keys(entry, filled)
    for field in entry.form.fields:
        value = filled.get(field.key)
        if isinstance(value, Decimal):
            yield from _number_problems(entry, field, value, filled)
        elif value is not None and field.kind == "rank" and (both := contradiction(value)):
            message = f"{entry.id} {field.in_a_sentence}{both}"
            yield Problem("KH815", "warning", entry.id, field.key, message, "核对是第几名，只写一个")
    yield from _falling_score(entry, filled)
    yield from _given_up(entry, filled, report)
    yield from _risks(entry, filled)
    yield from text_problems(filled, entry.form.fields, entry.id)
    for field in entry.form.fields:
        value = filled.get(field.key)
        if field.kind in {"choice", "date"} and isinstance(value, str) and not is_placeholder(value):
            yield from _of_other_kind(entry, field, value)
    if report.returned is not None:
        yield from _empty_fields(entry, report)


def is_empty(value: Any) -> bool:
    """True where nothing was filled in, or the form's own prompt was left standing."""
    return value is None or (isinstance(value, str) and is_placeholder(value))


def text_problems(
    values: Mapping[str, Value], fields: Iterable[Field], entry_id: str | None = None
) -> Iterator[Problem]:
    """Yields KH805 and KH808 for an entry, or for what a report says once for all of its entries."""
    start = f"{entry_id} " if entry_id else ""
    fields = tuple(fields)
    yield from _hidden(values, fields, entry_id)
    for field in fields:
        text = values.get(field.key)
        if not isinstance(text, str):
            continue
        left = carried_mark(text) or placeholder_in(text)
        if left is not None:
            severity: Severity = "error" if OF_THE_TEMPLATE in left else "warning"
            if carried_mark(left) is not None:
                message = f"{start}{field.title}里还有从上一轮带来的文字“{_quoted(left)}”"
                hint = "改成这一轮的内容，并删去方括号里的说明"
                yield Problem("KH808", severity, entry_id, field.key, message, hint)
                continue
            message = f"{start}{field.title}里还留着“{_quoted(left)}”，没有填写"
            yield Problem("KH808", severity, entry_id, field.key, message, "填上内容；确实没有的写“无”")
        elif field.kind == "phone" and text not in _NONE and not _can_be_dialled(text):
            message = f"{start}{field.title}格式不对"
            yield Problem("KH805", "error", entry_id, field.key, message, HOW_TO_WRITE_PHONES)


def _can_be_dialled(text: str) -> bool:
    """True for one number or several; what is hidden of one is told by itself."""
    numbers = [number for number in _BETWEEN_NUMBERS.split(text) if number.strip()]
    return bool(numbers) and all(is_phone(number) or is_masked_number(number) for number in numbers)


def _hidden(values: Mapping[str, Value], fields: Iterable[Field], entry_id: str | None) -> Iterator[Problem]:
    """Yields KH805 once for the names and numbers of which a part is hidden: 李××, 138****5678."""
    start = f"{entry_id} " if entry_id else ""
    hidden = [field for field in fields if field.kind in PEOPLE and _is_hidden(values.get(field.key))]
    if hidden:
        names = "、".join(field.title for field in hidden)
        hint = "请单位补报完整的姓名和号码"
        yield Problem("KH805", "warning", entry_id, hidden[0].key, f"{start}{names}已打码，无法联系", hint)


def _is_hidden(value: Value | None) -> bool:
    return isinstance(value, str) and any(map(is_masked, (value, *_BETWEEN_NUMBERS.split(value))))


def _unknown_keys(entry: Entry, filled: Mapping[str, Value]) -> Iterator[Problem]:
    """Yields KH807 for what the row's form does not ask, perhaps because the field was taken away."""
    known_keys = entry.form.by_key
    for key in sorted(set(filled) - set(known_keys)):
        group, _, name = key.rpartition("/")
        beside = [one.rpartition("/")[2] for one in known_keys if one.rpartition("/")[0] == group]
        where = known.GROUPS.get(group, "表")
        message = f"{entry.id} 的{where}里没有“{name}”这一项，不会填进报送材料"
        hint = did_you_mean(name, beside) or f"这里可以写：{'、'.join(beside or known_keys)}"
        yield Problem("KH807", "error", entry.id, key, message, hint)


def _number_problems(
    entry: Entry, field: Field, value: Decimal, filled: Mapping[str, Value]
) -> Iterator[Problem]:
    """Yields KH804 and KH810 for a score."""
    if field.kind != "score":
        return
    if wrong := _out_of_range(value, entry.row.weight):
        message = f"{entry.id} {field.in_a_sentence} {points(value)} {wrong}"
        yield Problem("KH804", "error", entry.id, field.key, message, "核对得分")
    rank = entry.form.by_key.get(known.RANK_OF.get(field.key, ""))
    if rank is not None and rank.key not in filled:
        message = f"{entry.id} {field.group}有{field.short}，没有{rank.short}"
        hint = "补上排名；没有排名的写“无排名”"
        yield Problem("KH810", "warning", entry.id, field.key, message, hint)


def _out_of_range(score: Decimal, full_marks: Decimal | None) -> str | None:
    if full_marks is None or 0 <= score <= full_marks:
        return None
    return f"超过满分 {points(full_marks)}" if score > 0 else "小于 0"


def _falling_score(entry: Entry, filled: Mapping[str, Value]) -> Iterator[Problem]:
    """Yields KH809: points add up over the year."""
    so_far, whole_year = filled.get(known.PROGRESS_SCORE), filled.get(known.FORECAST_SCORE)
    if isinstance(so_far, Decimal) and isinstance(whole_year, Decimal) and so_far > whole_year:
        message = f"{entry.id} 完成情况的自评得分 {points(so_far)} 高于全年预计的 {points(whole_year)}"
        hint = "核对两处得分是否写反"
        yield Problem("KH809", "warning", entry.id, known.PROGRESS_SCORE, message, hint)


def _given_up(entry: Entry, filled: Mapping[str, Value], report: Report) -> Iterator[Problem]:
    """Yields KH823 where a body says that the year's work will not be, or was not, completed."""
    is_over = report.through_month == YEAR_END
    for key in (known.FORECAST_COMPLETED, *((known.PROGRESS_COMPLETED,) if is_over else ())):
        said = filled.get(key)
        if isinstance(said, str) and key in entry.form.by_key and answer(said) == "否":
            message = f"{entry.id} {entry.form.by_key[key].title}填的是“{_quoted(said)}”，全年完不成"
            yield Problem("KH823", "warning", entry.id, key, message, "与单位核实原因和补救措施，报分管领导")


def _risks(entry: Entry, filled: Mapping[str, Value]) -> Iterator[Problem]:
    """Yields KH824 for each text that tells of a risk, with its words."""
    for field in entry.form.fields:
        text = filled.get(field.key)
        if field.kind == "paragraphs" and isinstance(text, str) and (found := list(risks_in(text))):
            quoted = "".join(f"“{_quoted(one, _LONGEST_RISK)}”" for one in found)
            message = f"{entry.id} {field.title}里说有失分风险：{quoted}"
            hint = "与单位核实会失多少分、怎样补救"
            yield Problem("KH824", "warning", entry.id, field.key, message, hint)


def _of_other_kind(entry: Entry, field: Field, said: str) -> Iterator[Problem]:
    """Yields KH814 for an answer that is neither yes nor no, KH816 for no date or none of the choices."""
    start = f"{entry.id} {field.title}填的是“{_quoted(said)}”"
    if field.is_yes_or_no:
        if said not in field.choices and answer(said) is None:
            hint = "写 是 或 否；说明写在后面，如：否，差0.5个百分点"
            yield Problem("KH814", "warning", entry.id, field.key, f"{start}，看不出是还是否", hint)
    elif field.kind == "choice" and said not in field.choices:
        hint = f"写其中之一：{'、'.join(field.choices)}"
        yield Problem("KH816", "warning", entry.id, field.key, f"{start}，不是可以选的内容", hint)
    elif field.kind == "date" and said not in _NONE and not _is_date(said):
        hint = '写成 "2021-11-03" 的样子'
        yield Problem("KH816", "error", entry.id, field.key, f"{start}，不是日期", hint)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _empty_fields(entry: Entry, report: Report) -> Iterator[Problem]:
    """Yields KH811, once an entry; prompts left standing and missing ranks have findings of their own."""
    fields = [
        field
        for field in report.asked(entry.form)
        if report.value(entry.id, field.key) is None and not _is_missing_rank(report, entry, field.key)
    ]
    if fields:
        labels = "、".join(field.title for field in fields)
        message = f"{entry.id} 有 {len(fields)} 处没有填：{labels}"
        yield Problem("KH811", "warning", entry.id, "", message, "请单位补填；确实没有的写“无”")


def _is_missing_rank(report: Report, entry: Entry, key: str) -> bool:
    scores = [score for score, rank in known.RANK_OF.items() if rank == key]
    return any(report.value(entry.id, score) is not None for score in scores)


def _quoted(text: str, longest: int = _LONGEST_QUOTE) -> str:
    return shortened(masked(" ".join(text.split())), longest)
