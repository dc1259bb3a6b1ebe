"""The policy behind 附件2 in the form it was issued in: numbered measures, steps, what it replaces."""

from docx.document import Document

from kaohe_cli.drafting.filters import chinese_date
from kaohe_cli.exporting.annexes import Extract
from kaohe_cli.ooxml.building import layout
from kaohe_cli.ooxml.building.text import add_paragraph
from kaohe_cli.ooxml.building.titles import add_heading, add_label, add_title
from kaohe_cli.tables.incentives import Incentive, IncentiveTable, TimelineStep


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
