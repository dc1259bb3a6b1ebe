"""A correction slip for a unit whose return needs work: what it wrote, what is wrong, what is missing."""

from collections.abc import Iterator
from typing import Final

from kaohe_cli.drafting.draft_properties import DIGEST
from kaohe_cli.drafting.filters import chinese_date
from kaohe_cli.ooxml.building.grid import Cell, Column
from kaohe_cli.ooxml.building.official import ADDRESSEE, Blank, Official
from kaohe_cli.summarizing.documents import telling
from kaohe_cli.summarizing.documents.grids import numbered
from kaohe_cli.summarizing.documents.properties import KIND, TEXT
from kaohe_cli.summarizing.documents.returns import Correction, UnitReturn, gap_words
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.words.numerals import chinese_numeral
from kaohe_cli.words.phones import masked
from kaohe_cli.workspace.locate import shipped_template

_CORRECTIONS: Final = (
    Column("序号", 640),
    Column("事项", 2000, is_text=True),
    Column("贵单位填的", 2205, is_text=True),
    Column("需要核对的", 2000, is_text=True),
    Column("怎么改", 2000, is_text=True),
)
_GAPS: Final = (
    Column("序号", 640),
    Column("事项", 4205, is_text=True),
    Column("没有填写的", 4000, is_text=True),
)


def slip(summary: Summary, one: UnitReturn, text_digest: str = "") -> bytes:
    """Returns a unit's slip as a Word file; the same summary gives the same bytes.

    ``text_digest`` is that of the text that is written beside it.
    """
    period = telling.period_of(summary)
    page = Official(shipped_template())
    page.title(f"{period.year}年{period.span}", "考核材料", "更正单")
    page.paragraph(f"{one.unit.name}：", style=ADDRESSEE)
    page.paragraph(f"{_material(summary)}已收到，{_counted(one)}。请核对后重新报送。")
    number = 0
    if one.corrections:
        number += 1
        page.heading(f"{chinese_numeral(number)}、请核对更正的内容")
        page.table(numbered(_CORRECTIONS, map(_correction_row, one.corrections)))
    if one.gaps:
        number += 1
        page.heading(f"{chinese_numeral(number)}、请补充填写的内容")
        rows = ((Cell((gap.entry.title,)), Cell((gap_words(gap),))) for gap in one.gaps)
        page.table(numbered(_GAPS, rows))
    page.paragraph("请于", Blank("日期"), "前把更正后的材料报回；确实没有的内容写“无”。")
    office = summary.tables.indicators.office or ""
    page.signature(office, chinese_date(summary.now.today))
    title = f"{one.unit.name}更正单"
    return page.packed(title=title, properties={KIND: "slip", TEXT: text_digest}, digest_property=DIGEST)


def slip_text(summary: Summary, one: UnitReturn) -> str:
    """Returns the same in plain text, to paste into WeChat. It holds no telephone number."""
    return masked("\n".join(_lines(summary, one)) + "\n")


def _lines(summary: Summary, one: UnitReturn) -> Iterator[str]:
    contact = f" {one.progress.contact}" if one.progress.contact else ""
    yield f"{one.unit.name}{contact}，您好！"
    yield f"{_material(summary)}已收到，{_counted(one)}。"
    if one.corrections:
        yield "请核对更正："
        for number, wrong in enumerate(one.corrections, 1):
            yield f"{number}. {wrong.line}"
    if one.gaps:
        yield "请补充填写："
        for number, gap in enumerate(one.gaps, 1):
            yield f"{number}. {gap.entry.title}：{gap_words(gap)}。"
    yield "请更正后重新发给我们，确实没有的内容写“无”，谢谢！"
    if office := summary.tables.indicators.office:
        yield office


def _material(summary: Summary) -> str:
    period = telling.period_of(summary)
    return f"贵单位的{period.year}年{period.span}考核材料"


def _counted(one: UnitReturn) -> str:
    found = []
    if one.corrections:
        found.append(f"有{len(one.corrections)}处需要核对更正")
    if one.gaps:
        found.append(f"还有{one.progress.asked - one.progress.filled}处没有填写")
    return "，".join(found) or "没有需要更正的内容"


def _correction_row(wrong: Correction) -> tuple[Cell, ...]:
    said = f"“{wrong.said}”" if wrong.said else "—"
    return Cell((wrong.place,)), Cell((said,)), Cell((wrong.wrong,)), Cell((wrong.how,))
