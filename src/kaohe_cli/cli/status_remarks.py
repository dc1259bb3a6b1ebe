"""What ``kaohe status`` says besides its table: files that do not count, other months, rows of nobody."""

from collections.abc import Iterator, Sequence

from kaohe_cli.progress.deadlines import deadline_lines
from kaohe_cli.progress.standing import BodyProgress, ReportState
from kaohe_cli.progress.stock import Stock
from kaohe_cli.query.rows import all_rows
from kaohe_cli.query.selection import row_bodies
from kaohe_cli.tables.sent import OLD_FORM_HINT, UNKNOWN_FORMS, old_form_words
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.workspace import Tables, Workspace


def remarks(
    stock: Stock, chosen: Sequence[BodyProgress], workspace: Workspace, *, with_deadlines: bool
) -> Iterator[str]:
    """Yields a line for each thing that the table cannot show."""
    for body in chosen:
        if body.state is ReportState.UNREADABLE:
            from kaohe_cli.cli.findings import as_text

            yield f"{body.unit.name}的报送文件无法读取：\n{as_text(body.findings)}"
    for stray in stock.strays:
        yield f"{stray.file} 未计入：{stray.reason}"
    yield from stock.evidence.remarks()
    if outdated := [f"{body.unit.name}（{body.outdated}）" for body in chosen if body.outdated]:
        yield f"这些单位的报送数据不是这一轮的，按未报算：{'、'.join(outdated)}"
    yield from _old_forms(stock, chosen, workspace)
    if stock.elsewhere:
        there = "、".join(f"{one} {count} 份" for one, count in stock.elsewhere.items())
        this = f"{stock.round} 这一轮（{stock.round.spoken}）"
        yield f"看的是 {this}；另有 {there}，用 --round 看，如 --round {next(iter(stock.elsewhere))}"
    if chosen is stock.bodies and (ids := _rows_of_nobody(workspace.tables())):
        yield f"{'、'.join(ids)} 还没有落实到具体单位，无人报送；见 kaohe list --unassigned"
    if with_deadlines:
        yield from deadline_lines(stock.deadlines, chosen)


def _old_forms(stock: Stock, chosen: Sequence[BodyProgress], workspace: Workspace) -> Iterator[str]:
    if workspace.sent is not None and workspace.sent.model is None:
        yield UNKNOWN_FORMS
    for body in chosen:
        if body.old_form is not None:
            yield f"{body.unit.name}{old_form_words(body.old_form, str(stock.round))}；{OLD_FORM_HINT}"


def _rows_of_nobody(tables: Tables) -> list[str]:
    return [
        row.id
        for row in all_rows(tables)
        if not any(isinstance(body, Unit) for body in row_bodies(row, tables.registry))
    ]
