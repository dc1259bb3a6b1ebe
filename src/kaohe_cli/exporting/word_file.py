"""The tables as a Word file: 附件1, 附件2 and, where asked for, the policy text, on the shipped layout."""

from docx.document import Document

from kaohe_cli.drafting import draft_properties
from kaohe_cli.drafting.filters import chinese_date
from kaohe_cli.exporting.annexes import AnnexPart, Extract
from kaohe_cli.ooxml.building import layout
from kaohe_cli.ooxml.building.saving import packed
from kaohe_cli.ooxml.building.styles import define
from kaohe_cli.ooxml.building.tables import add_table
from kaohe_cli.ooxml.building.text import add_paragraph
from kaohe_cli.ooxml.building.titles import add_end, add_heading, add_label, add_title
from kaohe_cli.tables.incentives import Incentive, IncentiveTable, TimelineStep
from kaohe_cli.words.numerals import chinese_numeral
from kaohe_cli.workspace.locate import shipped_template


def annexes(extract: Extract, *, with_policy: bool = False) -> bytes:
    """Returns one Word file; the same tables give the same bytes.

    A body's own extract has only its rows, under the numbers of the whole table, and says so below the
    titles. A part without rows is left out. With the policy the file holds everything of both tables that
    documents can hold; 附件2 then has the columns 激励对象 and 激励方式 as well.
    """
    document = layout.on_layout_of(shipped_template())
    define(document, layout.ANNEX_STYLES)
    _write(document, extract, with_policy)
    properties = {
        draft_properties.YEAR: str(extract.tables.indicators.year),
        "kaohe_export": extract.unit.name if extract.unit else "annexes",
    }
    title = extract.tables.indicators.title
    return packed(document, title=title, properties=properties, digest_property=draft_properties.DIGEST)


def _write(document: Document, extract: Extract, with_policy: bool) -> None:
    tables = extract.tables
    parts, incentives = extract.parts(), extract.incentive_grid(in_full=with_policy)
    if parts:
        _add_titles(document, "附件1", tables.indicators.title, extract)
        if tables.indicators.heading:
            add_heading(document, f"一、{tables.indicators.heading}")
        for position, part in enumerate(parts):
            _add_part(document, part, nested=tables.indicators.heading is not None, below=position > 0)
    if incentives.rows:
        _add_titles(document, "附件2", tables.incentives.title, extract, new_page=bool(parts))
        add_table(document, incentives)
    if with_policy and incentives.rows:
        add_policy(document, extract, "附")
    add_end(document)


def _add_titles(
    document: Document, label: str, title: str, extract: Extract, *, new_page: bool = False
) -> None:
    add_label(document, label, new_page=new_page)
    if extract.unit is None:
        add_title(document, title)
    else:
        add_title(document, title, layout.TITLE)
        add_paragraph(document, f"（{extract.unit.name}承担部分，序号与全表一致）", layout.SUBTITLE)


def _add_part(document: Document, part: AnnexPart, *, nested: bool, below: bool) -> None:
    """A section; its title is of the second level where the table has a heading of its own."""
    number = chinese_numeral(part.number)
    if nested:
        heading, style = f"（{number}）{part.section.title}", layout.SUBHEADING
    else:
        heading, style = f"{number}、{part.section.title}", layout.HEADING
    add_heading(document, heading, style, below_table=below)
    add_table(document, part.grid)


def add_policy(document: Document, extract: Extract, label: str) -> None:
    """Adds the policy, from a new page on."""
    table = extract.tables.incentives
    add_label(document, label, new_page=True)
    _add_head(document, table)
    add_heading(document, "一、激励措施")
    for number, row in extract.incentives():
        add_paragraph(document, measure(number, row.incentive))
    if table.timeline:
        add_heading(document, "二、组织实施")
    for number, step in enumerate(table.timeline, 1):
        add_paragraph(document, f"{number}．{step.name}：{_with_deadline(step)}")
    if table.replaces:
        add_paragraph(document, f"以上措施自印发之日起执行，{table.replaces}同时废止。")


def measure(number: int, incentive: Incentive) -> str:
    """Returns a measure as the policy words it, with the city departments in brackets behind it."""
    departments = f"牵头单位：{'、'.join(incentive.city_lead)}"
    if incentive.city_support:
        departments += f"；配合单位：{'、'.join(incentive.city_support)}"
    behind = f"（{departments}）" if incentive.city_lead else ""
    return f"{number}．{incentive.title}。{incentive.measure}{behind}"


def _add_head(document: Document, table: IncentiveTable) -> None:
    name = table.document_title or table.title
    if table.issuer:
        add_title(document, f"{table.issuer}关于印发{name}的通知", layout.TITLE)
    if table.document:
        add_paragraph(document, table.document, layout.SUBTITLE)
    if table.issuer:
        add_paragraph(document, table.issuer, layout.SIGNATURE)
    if table.issued:
        add_paragraph(document, chinese_date(table.issued), layout.SIGNATURE)
    if table.published:
        add_paragraph(document, f"发布日期：{table.published.isoformat()}")
    add_paragraph(document)
    add_title(document, name)


def _with_deadline(step: TimelineStep) -> str:
    """Returns what a step asks; a deadline that its text does not name follows in brackets."""
    wording = step.wording or (f"{chinese_date(step.due)}前" if step.due else "")
    if not wording or wording in step.content:
        return step.content
    return f"{step.content}（时限：{wording}）"
