"""A short reminder to a body, in plain text to paste into WeChat: what is missing and until when."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kaohe_cli.progress.standing import BodyProgress, Gap, ReportState, Round
from kaohe_cli.progress.stock import Stock
from kaohe_cli.tables.contacts import Contacts, UnitPeople
from kaohe_cli.words.phones import masked

_TO_CHECK = {"KH802", "KH804", "KH805", "KH809", "KH814", "KH815"}
"""Problems that only the body itself can settle."""
_ROW_ID = re.compile(r"([A-Z]\d{2}(?:\.\d+){0,2}) ")
_MOST_FIELDS_NAMED = 3


def needs_reminder(body: BodyProgress) -> bool:
    """True where a body has something left to do. A file that kaohe cannot read is the office's to mend."""
    if body.state is ReportState.COMPLETE:
        return bool(_to_check(body) or body.lacks_evidence)
    return body.state is not ReportState.UNREADABLE


def reminders(
    bodies: Iterable[BodyProgress], stock: Stock, contacts: Contacts | None, office: str = ""
) -> dict[str, str]:
    """Returns a reminder to each of these bodies that needs one, by its name, signed by ``office``.

    It names the 责任人 where the report or the roster has one, and rows in full: two may begin alike. It
    holds no phone number.
    """
    people = contacts.units if contacts else {}
    texts: dict[str, str] = {}
    for body in bodies:
        if needs_reminder(body):
            roster = people.get(body.unit.name)
            text = "\n".join(
                [*_lines(body, stock, _addressed(body.contact, roster)), *filter(None, [office])]
            )
            texts[body.unit.name] = masked(text)
    return texts


def _addressed(contact: str | None, roster: UnitPeople | None) -> str | None:
    """Returns how to address the 责任人: as the roster says, unless a report has named another since."""
    if roster is not None and roster.salutation and contact in (None, roster.contact):
        return roster.salutation
    return contact or (roster.contact if roster is not None else None)


def _lines(body: BodyProgress, stock: Stock, contact: str | None) -> Iterator[str]:
    now = stock.now
    material = f"{now.year}年考核指标和督查激励报送材料（{stock.round.spoken}）"
    problems = _to_check(body) if body.state is not ReportState.MISSING else []
    yield f"{body.unit.name}{f' {contact}' if contact else ''}，您好！"
    if body.state is ReportState.MISSING:
        yield from _not_returned(body, now, material)
    elif body.gaps:
        yield f"贵单位的{material}已收到，还有 {body.asked - body.filled} 处没有填写："
        yield from _numbered(_gap_line(gap) for gap in body.gaps)
    else:
        yield f"贵单位的{material}已收到。"
    if problems:
        yield f"{'另外' if body.gaps else ''}有 {len(problems)} 处请核对："
        yield from _numbered(iter(problems))
    if body.lacks_evidence:
        yield f"{'还' if problems or body.gaps else ''}请提供以下 {len(body.lacks_evidence)} 项的佐证材料："
        yield from _numbered(row.heading for row in body.lacks_evidence)
    yield _closing(body, now, bool(problems))


def _not_returned(body: BodyProgress, now: Round, material: str) -> Iterator[str]:
    until = late = ""
    if now.due and body.late_days:
        until, late = f"应于{_day(now.due)}前报送，", f"，已逾期 {body.late_days} 天"
    yield f"贵单位的{material}{until}目前还没有收到{late}。需要填报以下 {len(body.gaps)} 项："
    yield from _numbered(gap.entry.title for gap in body.gaps)


def _closing(body: BodyProgress, now: Round, has_problems: bool) -> str:
    if body.state is ReportState.MISSING:
        what = "填好后发给我们"
    elif body.gaps:
        what = f"补充{'、更正' if has_problems else ''}后重新发给我们"
    elif has_problems:
        what = "更正后重新发给我们"
    else:
        what = "发给我们"
    if now.due and now.due >= now.today:
        return f"请在{_day(now.due)}前{what}，谢谢！"
    return f"请尽快{what}，谢谢！"


def _gap_line(gap: Gap) -> str:
    name, count = gap.entry.title, len(gap.fields)
    if gap.is_whole:
        return f"{name}：整项没有填写"
    if count > _MOST_FIELDS_NAMED:
        return f"{name}：{count} 处没有填写"
    return f"{name}：缺{'、'.join(field.title for field in gap.fields)}"


def _numbered(lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        yield f"{number}. {line}"


def _to_check(body: BodyProgress) -> list[str]:
    """Returns what the body should look at again, with the rows by their names."""
    names = {entry.id: entry.title for entry in body.entries}
    codes = _TO_CHECK if body.gaps else _TO_CHECK | {"KH808"}  # a prompt left standing is mostly a gap
    return [in_unit_words(one.message, names) for one in body.findings if one.code in codes]


def in_unit_words(message: str, names: Mapping[str, str]) -> str:
    """Returns a message with its row called by its name; units do not know our ids.

    >>> in_unit_words("A02.1 自评得分 5.2 超过满分 5", {"A02.1": "民营经济"})
    '民营经济：自评得分 5.2 超过满分 5'
    """
    return _ROW_ID.sub(
        lambda found: f"{names[found[1]]}：" if found[1] in names else found[0], message, count=1
    )


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
