"""Which round a returned file says it is of: the month and the year in its labels, titles and marks."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from kaohe_cli.collecting.reading.form import Remark
from kaohe_cli.collecting.reading.wordings import DASH
from kaohe_cli.drafting import draft_properties
from kaohe_cli.forms.rounds import YEAR_END

_YEAR: Final = re.compile(r"20\d\d", re.ASCII)
_MONTH: Final = re.compile(r"[1-9]|1[0-2]", re.ASCII)
_MONTHS_IN_HEAD: Final = re.compile(rf"(?<!\d)1 *月? *(?:份 *)?{DASH} *(?P<month>\d{{1,2}}) *月")
_WHOLE_YEAR_IN_HEAD: Final = re.compile(r"(?<!预计)全 *年 *(?:度|工作|目标|任务|指标)* *完成情况")
_LAST_MONTH: Final = 12


class Named(NamedTuple):
    """What one label names: 2021年1—10月完成情况, 全年完成情况."""

    month: int | None
    year: int | None


class Stated(NamedTuple):
    """What a file says of its round."""

    month: int | None
    year: int | None
    doubt: str
    """Why the month is not certain, though something is said of it; "" where there is no doubt."""
    remarks: tuple[Remark, ...]


def stated(labels: Iterable[Named], titled: int | None, head: str, properties: Mapping[str, str]) -> Stated:
    """Returns the round that a file states.

    The labels of the rows (1—10月完成情况) come first, then the mark that the draft was sent out with, then
    the lines above the rows (``head``). A year in a label counts as much as one in the title (``titled``).
    """
    named = list(labels)
    months = Counter(one.month for one in named if one.month is not None)
    years = Counter(one.year for one in named if one.year is not None)
    remarks: list[Remark] = []
    marked = properties.get(draft_properties.THROUGH_MONTH, "")
    by_mark = int(marked) if _MONTH.fullmatch(marked) else None
    month, doubt = _settled(months) if months else _of_head(head, by_mark)
    if month is not None and len(months) > 1:
        others = "、".join(_spoken(other) for other in sorted(months) if other != month)
        remarks.append(
            Remark(f"多数写的是{_spoken(month)}，也有写{others}的，按{_spoken(month)}录入；请核对")
        )
    if month is not None and by_mark not in (None, month):
        said = f"表是按{_spoken(by_mark)}发出的，交回来写的是{_spoken(month)}，按写的录入"
        remarks.append(Remark(said, severity="note"))
    year, odd = _year(years, titled, properties.get(draft_properties.YEAR, ""))
    remarks += [Remark(f"有的栏目写的是 {one} 年，按 {year} 年录入；请核对", severity="error") for one in odd]
    return Stated(month, year, doubt, tuple(remarks))


def _spoken(month: int) -> str:
    return "全年" if month == YEAR_END else f" 1—{month}月" if month > 1 else " 1月"


def _settled(months: Counter[int]) -> tuple[int | None, str]:
    """Returns the month that most labels name, or why there is none."""
    (month, count), *others = months.most_common()
    if others and count == others[0][1]:
        return None, f"有的写{'，有的写'.join(_spoken(one) for one in sorted(months))}，看不出是哪一轮"
    return _checked(month)


def _checked(month: int) -> tuple[int | None, str]:
    if not 1 <= month <= _LAST_MONTH:
        return None, f"写的是 1—{month}月，没有这样的月份"
    return month, ""


def _of_head(head: str, by_mark: int | None) -> tuple[int | None, str]:
    """Returns the month that is named above the rows, where it is one, or else that of the mark."""
    months = {int(found["month"]) for found in _MONTHS_IN_HEAD.finditer(head)}
    if _WHOLE_YEAR_IN_HEAD.search(head):
        months.add(YEAR_END)
    if by_mark is None and len(months) == 1:
        return _checked(months.pop())
    return by_mark, ""


def _year(years: Counter[int], titled: int | None, marked: str) -> tuple[int | None, list[int]]:
    """Returns the year that counts, and those that a few labels name besides."""
    if years:
        year = years.most_common(1)[0][0]
        if titled is None or years[titled] < years[year]:
            return year, sorted(set(years) - {year})
        return titled, sorted(set(years) - {titled})
    return titled or (int(marked) if _YEAR.fullmatch(marked) else None), []
