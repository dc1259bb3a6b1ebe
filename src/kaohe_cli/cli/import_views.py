"""What ``kaohe import`` prints: every row accounted for, every doubt with its place."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaohe_cli.comparing.changes import Comparison
    from kaohe_cli.importing import Doubt, Imported


def report(imported: "Imported") -> str:
    """Returns the report of an import, file by file."""
    return "\n".join(_lines(imported))


def merge_report(comparison: "Comparison") -> str:
    """Returns what a merge changes, as ``kaohe diff`` says it."""
    from kaohe_cli.cli.diff_report import report as compared
    from kaohe_cli.cli.diff_text import as_table

    return as_table(compared(comparison, "现有", "导入后"))


def _lines(imported: "Imported") -> Iterator[str]:
    account = imported.account
    for file in imported.sources:
        yield file
        tables = [table for table in account.tables if table.place.file == file]
        yield from (f"  {table}" for table in tables)
        for table in tables:
            if table.left_out_columns:
                yield f"  {table.place}未导入的列：{'、'.join(table.left_out_columns)}"
            if table.further_columns:
                yield f"  {table.place}按原列名记下的列：{'、'.join(table.further_columns)}"
        yield from (f"  {text}" for name, text in (*account.texts, *account.remarks) if name == file)
    if account.rows:
        parts = " + ".join(f"{fate} {count}" for fate, count in account.fates.items())
        yield f"表格共 {account.rows} 行 = {parts}"
        cells = " + ".join(f"{fate} {count}" for fate, count in account.cells.items() if count)
        yield f"有字的格子 {account.filled} 个 = {cells}"
    yield "得到：" + "，".join(f"{what} {count}" for what, count in imported.found.items())
    several = len(imported.sources) > 1
    doubts = imported.doubts
    yield from _listed("请核对", [doubt for doubt in doubts if not doubt.serious], several=several)
    yield from _listed("必须补上或改正", [doubt for doubt in doubts if doubt.serious], several=several)


def _listed(title: str, doubts: "Sequence[Doubt]", *, several: bool) -> Iterator[str]:
    if doubts:
        yield f"\n{title}（{len(doubts)} 处）"
        for doubt in doubts:
            yield f"  {doubt.place.file} {doubt}" if several else f"  {doubt}"
