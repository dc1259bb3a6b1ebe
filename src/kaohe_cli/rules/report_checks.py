"""What is wrong with a whole report: its rows are the body's own, none is missing, each is well filled in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from kaohe_cli.forms.record import Forms
from kaohe_cli.forms.reports import HEAD, Report
from kaohe_cli.query.entries import Entry, all_entries, entries_of, rows_by_unit
from kaohe_cli.query.rows import CriterionRow, all_rows
from kaohe_cli.rules.entry_checks import Problem, entry_problems, text_problems
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.workspace.workspace import Tables

# More unknown ids are no slips of the pen but another year's file, and each search for the nearest costs.
_MOST_SUGGESTED = 20


class AskedEntries(NamedTuple):
    """The headings under which anything can be reported, found once for all reports."""

    by_id: dict[str, Entry]
    """Those of indicators as a whole, too."""
    of_body: dict[str, tuple[Entry, ...]]
    """The headings of each body, by its name, in the documents' order."""
    with_metrics: dict[str, CriterionRow]
    """The rows that are reported metric by metric, by their own id."""
    forms: Forms


def asked_entries(tables: Tables) -> AskedEntries:
    """Returns what the tables ask of every body."""
    rows = list(all_rows(tables))
    with_metrics = {row.id: row for row in rows if isinstance(row, CriterionRow) and row.criterion.metrics}
    of_body = {name: tuple(entries_of(own)) for name, own in rows_by_unit(tables).items()}
    by_id = {entry.id: entry for entry in all_entries(rows)}
    return AskedEntries(by_id, of_body, with_metrics, tables.forms)


def report_problems(
    report: Report,
    body: Unit | None,
    asked: AskedEntries,
    *,
    together: Sequence[Unit] = (),
    elsewhere: Collection[str] = (),
) -> Iterator[Problem]:
    """Yields what is wrong with a report: KH801, KH802, KH812, and what its texts and entries hold.

    ``body`` is who reports; None where the registry does not know it, which is for others to say.
    ``together`` are all bodies of a joint report; ``elsewhere`` are the headings of the body that others
    reported for it.
    """
    own = {entry.id: entry for entry in asked.of_body[body.name]} if body is not None else None
    others = {entry.id for unit in together for entry in asked.of_body[unit.name]}
    yield from text_problems(report.said, asked.forms.fields.values())
    yield from _unknown_keys(report, asked.forms)
    strays = 0
    for entry_id, filled in report.entries.items():
        entry = asked.by_id.get(entry_id)
        if entry is None:
            strays += 1
            yield _no_such_row(entry_id, asked, suggest=strays <= _MOST_SUGGESTED)
            continue
        if body is not None and own is not None and not {*own, *others} & {*entry.headings}:
            message = f"{entry_id}（{entry.row.name}）的责任单位里没有{body.name}"
            hint = "核对是否填错了项，或先改责任单位"
            yield Problem("KH802", "error", entry_id, "", message, hint)
        yield from entry_problems(entry, filled, report)
    if report.returned is not None and own is not None:
        covered = {*elsewhere, *headings_in(report, asked.by_id)}
        yield from _missing_rows([entry for key, entry in own.items() if key not in covered])


def headings_in(report: Report, by_id: Mapping[str, Entry]) -> Iterator[str]:
    """Yields the headings of which a report speaks: those of an indicator's criteria, where it has that."""
    for entry_id in report.entries:
        entry = by_id.get(entry_id)
        yield from entry.headings if entry is not None else ()


def _unknown_keys(report: Report, forms: Forms) -> Iterator[Problem]:
    """Yields KH202 for what stands at the top and is of no form, perhaps because the field was taken away."""
    for key in report.said:
        if key not in forms.fields:
            names = (*HEAD, *forms.once)
            hint = did_you_mean(key, names) or f"这里可以写：{'、'.join(names)}"
            yield Problem("KH202", "error", None, key, f"不认识的项“{key}”，不会填进报送材料", hint)


def _no_such_row(entry_id: str, asked: AskedEntries, *, suggest: bool) -> Problem:
    if row := asked.with_metrics.get(entry_id):
        ids = row.criterion.metric_ids()
        message = f"{entry_id} 要逐项报送，写在 {entry_id} 下的内容不会填进报送材料"
        return Problem("KH801", "error", entry_id, "", message, f"改为 {ids[0]} 至 {ids[-1]}，一项一条")
    near = did_you_mean(entry_id, asked.by_id) if suggest else None
    hint = near or "对照 kaohe list 里的编号"
    return Problem("KH801", "error", entry_id, "", f"表里没有编号是 {entry_id} 的项", hint)


def _missing_rows(missing: list[Entry]) -> Iterator[Problem]:
    """Yields KH812, once for all rows that did not come back."""
    if missing:
        rows = "、".join(f"{entry.id}（{entry.row.name}）" for entry in missing)
        message = f"交回的材料里缺 {len(missing)} 项：{rows}"
        yield Problem("KH812", "warning", None, "entries", message, "请单位补报这些项")
