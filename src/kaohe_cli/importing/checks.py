"""What the document says its weights add up to, and rows without a weight."""

from decimal import Decimal
from typing import NamedTuple

from kaohe_cli.importing.columns import WORDS
from kaohe_cli.importing.drafts import IndicatorsDraft, SectionDraft
from kaohe_cli.importing.outline import without_points
from kaohe_cli.importing.report import Doubt
from kaohe_cli.importing.rows import DataRow
from kaohe_cli.importing.texts import weight_of
from kaohe_cli.words.shortening import quoted


class Wrong(NamedTuple):
    """What is wrong with a sum."""

    message: str
    serious: bool


def check_total(
    row: DataRow, section: SectionDraft | None, draft: IndicatorsDraft, since_total: Decimal
) -> Wrong | None:
    """Returns what is wrong with a 合计 row: it may be the sum of the part, or of all parts so far.

    A 小计 may be the sum since the last one, too.
    """
    written = weight_of(row["weight"].text)
    if written is None:
        written = without_points(row.title)[1]
    if written is None or section is None:
        return Wrong(f"没有看出“{quoted(row.title)}”是几分，没有核对", serious=False)
    sums = [section.weight_sum, sum((one.weight_sum for one in draft.sections), Decimal(0))]
    if "小计" in "".join(row.title.split()):
        sums.append(since_total)
    if written in sums:
        return None
    whole = f"，连同前面各部分是 {sums[1]}" if len(draft.sections) > 1 else ""
    return Wrong(f"合计写的是 {written}，各项之和是 {sums[0]}{whole}", serious=True)


def check_sections(draft: IndicatorsDraft, doubts: list[Doubt]) -> None:
    """Adds a doubt for each part that stands twice, or whose weights do not agree or are not all there."""
    titles: set[str] = set()
    for section in draft.sections:
        if section.title in titles:
            message = f"“{quoted(section.title)}”这一部分写了两遍（文件给了两次，或有新旧两稿），请只留一份"
            doubts.append(Doubt(section.place, message, serious=True))
        titles.add(section.title)
        if section.is_scored:
            _check_sum(section, doubts)
            _check_weights(section, doubts)


def _check_sum(section: SectionDraft, doubts: list[Doubt]) -> None:
    if section.declared not in (None, section.weight_sum):
        title, total = quoted(section.title), section.weight_sum
        message = f"“{title}”写的是 {section.declared} 分，各项之和是 {total}"
        doubts.append(Doubt(section.place, message, serious=True))


def _check_weights(section: SectionDraft, doubts: list[Doubt]) -> None:
    for criterion in section.criteria:
        if criterion.weight is None and not criterion.is_weight_explained:
            place = criterion.place.at(criterion.place.row, WORDS["weight"])
            doubts.append(Doubt(place, "没有权重，可能与上一行合用一格", serious=True))
