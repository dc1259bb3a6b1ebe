"""The policy behind 附件2 in the form it was issued in: numbered measures, steps, what it replaces."""

from collections.abc import Iterator

from kaohe_cli.exporting import wordml
from kaohe_cli.exporting.annexes import Extract
from kaohe_cli.model.incentives import Incentive, IncentiveTable, TimelineStep
from kaohe_cli.word.filters import chinese_date


def policy(extract: Extract, label: str) -> Iterator[str]:
    """Yields the paragraphs, from a new page on."""
    table = extract.tables.incentives
    yield wordml.paragraph(label, wordml.LABEL, new_page=True)
    yield from _head(table)
    yield wordml.heading("一、激励措施")
    for number, row in extract.incentives():
        yield wordml.paragraph(measure(number, row.incentive))
    if table.timeline:
        yield wordml.heading("二、组织实施")
    for number, step in enumerate(table.timeline, 1):
        yield wordml.paragraph(f"{number}．{step.name}：{_with_deadline(step)}")
    if table.replaces:
        yield wordml.paragraph(f"以上措施自印发之日起执行，{table.replaces}同时废止。")


def measure(number: int, incentive: Incentive) -> str:
    """Returns a measure as the policy words it, with the city departments in brackets behind it."""
    departments = f"牵头单位：{'、'.join(incentive.city_lead)}"
    if incentive.city_support:
        departments += f"；配合单位：{'、'.join(incentive.city_support)}"
    return f"{number}．{incentive.title}。{incentive.measure}（{departments}）"


def _head(table: IncentiveTable) -> Iterator[str]:
    name = table.document_title or table.title
    if table.issuer:
        yield wordml.title(f"{table.issuer}关于印发{name}的通知", wordml.TITLE)
    yield wordml.paragraph(table.document, wordml.SUBTITLE)
    if table.issuer:
        yield wordml.paragraph(table.issuer, wordml.SIGNATURE)
    yield wordml.paragraph(chinese_date(table.issued), wordml.SIGNATURE)
    if table.published:
        yield wordml.paragraph(f"发布日期：{table.published.isoformat()}")
    yield wordml.paragraph("")
    yield wordml.title(name)


def _with_deadline(step: TimelineStep) -> str:
    """Returns what a step asks; a deadline that its text does not name follows in brackets."""
    wording = step.wording or (f"{chinese_date(step.due)}前" if step.due else "")
    if not wording or wording in step.content:
        return step.content
    return f"{step.content}（时限：{wording}）"
