"""A receipt (回执) to a body for what it handed in: what was read, what is to be checked, what is open."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kaohe_cli.collecting.outcomes import FileState, Outcome
from kaohe_cli.forms.rounds import Round
from kaohe_cli.mailing.recipients import Recipient
from kaohe_cli.progress.reminders import in_unit_words
from kaohe_cli.summarizing.documents.returns import UnitReturn, gap_words
from kaohe_cli.summarizing.units import Now
from kaohe_cli.tables.sent import OldForm, old_form_words
from kaohe_cli.words.addresses import without_addresses
from kaohe_cli.words.numerals import chinese_numeral
from kaohe_cli.words.phones import masked
from kaohe_cli.words.shortening import shortened

_LONGEST_PIECE: Final = 80
"""About two lines of what went into no field: enough to find it again."""
_MOST_PIECES: Final = 20
_READ: Final[frozenset[FileState]] = frozenset({"taken", "same", "twice"})
_OFFICE_ONLY: Final = re.compile(r"[；;，,](?:[^；;，,]*--|原件存在).*$", re.DOTALL)
"""What a message tells the office to type, or to look up; the body has no such program."""


@dataclass(frozen=True)
class Standing:
    """What a body has reported of a round, with what was just handed in."""

    now: Now
    returned: UnitReturn | None
    """None where nothing is asked of it."""
    outcomes: Sequence[Outcome]
    """What became of the files that it handed in."""
    titles: Mapping[str, str]
    """The names of rows, by their ids."""
    old_form: OldForm | None = None


def receipt_subject(unit: str, round_: Round) -> str:
    """Returns what a receipt is called."""
    return f"回执：{_material(round_)}（{unit}）"


def receipt(unit: str, recipient: Recipient, standings: Sequence[Standing], office: str) -> str:
    """Returns a receipt in plain text, round by round. It holds no telephone number and no address."""
    salutation = f" {recipient.salutation}" if recipient.salutation else ""
    lines = [f"{unit}{salutation}，您好！"]
    for one in standings:
        lines += ["", *_of_round(one)]
    if office:
        lines += ["", office]
    return without_addresses(masked("\n".join(lines))) + "\n"


def _material(round_: Round) -> str:
    return f"{round_.year}年考核指标和督查激励报送材料（{round_.spoken}）"


def _of_round(one: Standing) -> Iterator[str]:
    files = list(dict.fromkeys(outcome.path.name for outcome in one.outcomes))
    yield f"贵单位的{_material(one.now.round)}已收到（{'、'.join(files)}）。"
    number = 0
    for title, lines in (
        (_read_title(one), list(_read(one))),
        ("请核对", list(_to_check(one))),
        (_open_title(one), list(_open(one))),
    ):
        if lines:
            number += 1
            yield f"{chinese_numeral(number)}、{title}"
            yield from (f"{place}. {line}" for place, line in enumerate(lines, 1))
    yield _closing(one)


def _fields_read(one: Standing) -> dict[str, int]:
    """Returns how many fields were read of each row; of several files the fullest counts."""
    found: dict[str, int] = {}
    for outcome in one.outcomes:
        if outcome.state in _READ:
            for row_id, count in outcome.read.items():
                found[row_id] = max(count, found.get(row_id, 0))
    return found


def _read_title(one: Standing) -> str:
    found = _fields_read(one)
    return f"已录入 {len(found)} 项，共 {sum(found.values())} 栏"


def _read(one: Standing) -> Iterator[str]:
    for row_id, count in _fields_read(one).items():
        yield f"{one.titles.get(row_id, row_id)}：{count} 栏"


def _to_check(one: Standing) -> Iterator[str]:
    """Yields what the body must look at: files that were not taken, the form, what stands in the fields."""
    for outcome in one.outcomes:
        if line := _not_taken(outcome):
            yield line
    if one.old_form is not None:
        yield f"{old_form_words(one.old_form, str(one.now.round))}；请对照新表，改动的项按新表重报"
    if one.returned is not None:
        yield from (correction.line for correction in one.returned.corrections)
    for outcome in one.outcomes:
        for remark in outcome.remarks if outcome.state in _READ else ():
            if remark.severity == "error":
                where = "，".join(filter(None, (one.titles.get(remark.row_id, ""), remark.field)))
                yield f"{where}{'：' if where else ''}{_for_the_unit(remark.message)}"
        yield from _unclaimed(outcome, one.titles)


def _unclaimed(outcome: Outcome, titles: Mapping[str, str]) -> Iterator[str]:
    for piece in outcome.unclaimed[:_MOST_PIECES]:
        words = shortened(" ".join(masked(piece.text).split()), _LONGEST_PIECE)
        yield f"{in_unit_words(piece.where, titles)}的“{words}”没有归入任何一栏；请说明填在哪一栏"
    if (rest := len(outcome.unclaimed) - _MOST_PIECES) > 0:
        yield f"还有 {rest} 段文字没有归入任何一栏"


def _not_taken(outcome: Outcome) -> str:
    name = outcome.path.name
    if outcome.state == "empty":
        return f"“{name}”里还没有填写，请填好再报"
    if outcome.state == "older":
        return f"“{name}”比先前收到的那份旧，没有采用；以这一份为准的，请告诉我们"
    if outcome.state in _READ:
        return ""
    return f"“{name}”没有录入：{_for_the_unit(outcome.message.removeprefix(name).strip())}"


def _for_the_unit(message: str) -> str:
    """Returns a message without what only the office can type.

    >>> _for_the_unit("是 2020 年的材料，未录入；核对文件，或用 --data 指明那一年的表")
    '是 2020 年的材料，未录入；核对文件'
    >>> _for_the_unit("是扫描件；请单位交 Word 版（.docx）；原件存在 data/甲.pdf")
    '是扫描件；请交 Word 版（.docx）'
    """
    return _OFFICE_ONLY.sub("", message).replace("请单位", "请")


def _open_title(one: Standing) -> str:
    count = one.returned.progress.asked - one.returned.progress.filled if one.returned is not None else 0
    return f"还有 {count} 栏没有填写"


def _open(one: Standing) -> Iterator[str]:
    for gap in one.returned.gaps if one.returned is not None else ():
        yield f"{gap.entry.title}：{gap_words(gap)}"


def _closing(one: Standing) -> str:
    if not any(_to_check(one)) and not any(_open(one)):
        return "内容齐全，没有需要补充的，谢谢！"
    due = one.now.due
    when = f"请在{due.month}月{due.day}日前" if due is not None and due >= one.now.today else "请尽快"
    return f"{when}核对、补充后重新发来，确实没有的内容写“无”，谢谢！"
