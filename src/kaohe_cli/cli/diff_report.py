"""What a comparison says, in the words people read: blocks of entries and small tables, of no format yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from kaohe_cli.cli.diff_words import LABELS, LONGEST_TITLE, field_pieces, plain, row_lines, row_title, signed
from kaohe_cli.comparing.bodies import RegistryChange, Renamed
from kaohe_cli.comparing.changes import Comparison, RowChange, RowsChange, SectionPair, total_weight
from kaohe_cli.comparing.fields import FactChange
from kaohe_cli.comparing.loads import LoadChange
from kaohe_cli.comparing.matching import R, content_of
from kaohe_cli.comparing.places import runs
from kaohe_cli.comparing.words import WordPiece
from kaohe_cli.query.rows import CriterionRow, Row, points, unit_texts
from kaohe_cli.words.shortening import shortened

Sign = str
"""``+`` added, ``-`` dropped, ``~`` changed."""


@dataclass(frozen=True)
class DiffLine:
    """One fact of an entry: what it is about, and the text with its changes."""

    label: str
    text: tuple[WordPiece, ...]


@dataclass(frozen=True)
class DiffEntry:
    """One thing that changed."""

    sign: Sign
    title: tuple[WordPiece, ...]
    lines: tuple[DiffLine, ...] = ()


@dataclass(frozen=True)
class Table:
    """Numbers before and after; the first column names what they are of."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class DiffBlock:
    """A part of the report."""

    title: str
    entries: tuple[DiffEntry, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The whole of what ``kaohe diff`` says."""

    title: str
    summary: tuple[str, ...]
    blocks: tuple[DiffBlock, ...]


def report(comparison: Comparison, old: str, new: str, units: Sequence[str] = ()) -> Report:
    """Returns the report on a comparison of ``old`` with ``new``, or of what touches some bodies in them."""
    title = f"考核表的变化：{old} → {new}" + (f"（只看{'、'.join(units)}）" if units else "")
    if not comparison.changed:
        return Report(title, ("没有变化",), ())
    blocks = (
        _facts_block(comparison.facts, comparison.sections),
        _rows_block("考核内容", comparison.criteria, comparison),
        _rows_block("督查激励", comparison.incentives, comparison),
        _sections_block(comparison.sections),
        _loads_block(comparison.loads),
        _registry_block(comparison.registry, comparison.likely_renamed),
    )
    return Report(title, tuple(_summary(comparison)), tuple(block for block in blocks if block is not None))


def _summary(comparison: Comparison) -> Iterator[str]:
    if comparison.criteria is not None:
        yield _table_summary("考核内容", "条", comparison.criteria)
    if comparison.incentives is not None:
        yield _table_summary("督查激励", "项", comparison.incentives)
    if comparison.sections:
        before, after = (
            total_weight(getattr(pair, side) for pair in comparison.sections) for side in ("before", "after")
        )
        yield f"权重合计 {_step(points(before), points(after))} 分"


def _table_summary(name: str, measure: str, rows: RowsChange[R]) -> str:
    return f"{name} {_step(rows.before, rows.after)} {measure}：{_counts(rows)}"


def _counts(rows: RowsChange[R]) -> str:
    changes = rows.changed
    fields = [{change.field for change in one.fields} for one in changes]
    counts = (
        ("新增", len(rows.added)),
        ("取消", len(rows.dropped)),
        ("改名", sum("name" in names for names in fields)),
        ("移动", sum(one.place is not None and one.place.kind != "number" for one in changes)),
        ("权重调整", sum("weight" in names for names in fields)),
        ("责任单位变化", sum(one.units is not None and one.units.reassigned for one in changes)),
        ("内容修改", sum(bool(names - {"name", "weight"}) for names in fields)),
    )
    return "，".join(f"{name} {count}" for name, count in counts if count) or (
        "只有编号或写法不同" if changes else "没有变化"
    )


def _step(before: object, after: object) -> str:
    return f"{before} → {after}" if before != after else str(before)


def _rows_block(title: str, rows: RowsChange[R] | None, comparison: Comparison) -> DiffBlock | None:
    if not rows:
        return None
    renames = {(one.before, one.after) for one in comparison.registry.renamed}
    changed, unlisted = [], []
    for change in rows.changed:
        lines = tuple(DiffLine(*line) for line in row_lines(change, renames))
        if lines or any(field.field == "name" for field in change.fields):
            changed.append(DiffEntry("~", row_title(change), lines))
        else:
            unlisted.append(change)
    was = {id(pair.new): _maybe(pair.old, pair.score, "原来的") for pair in rows.maybe}
    is_now = {id(pair.old): _maybe(pair.new, pair.score, "现在的") for pair in rows.maybe}
    entries = (
        *(DiffEntry("+", _standing_title(row), _standing_lines(row, was)) for row in rows.added),
        *(DiffEntry("-", _standing_title(row), _standing_lines(row, is_now)) for row in rows.dropped),
        *changed,
    )
    return DiffBlock(title, entries, notes=tuple(_notes(rows.changed, unlisted)))


def _notes(changed: Sequence[RowChange[R]], unlisted: Sequence[RowChange[R]]) -> Iterator[str]:
    shifted = [change for change in changed if change.place and change.place.kind == "number"]
    parts = [
        f"{run.old} → {run.new}" + (f"（{run.rows} 项）" if run.rows > 1 else "")
        for run in runs((change.old.id, change.new.id) for change in shifted)
    ]
    if parts:
        yield f"编号顺延：{'；'.join(parts)}"
    if rewritten := sum(change.units is not None for change in unlisted):
        yield f"另有 {rewritten} 项只是随单位改名换了写法"


def _standing_title(row: Row) -> tuple[WordPiece, ...]:
    weight = f"（{points(row.weight)} 分）" if row.weight is not None else ""
    return plain(f"{row.id} {row.name}{weight}")


def _maybe(row: Row, score: float, which: str) -> DiffLine:
    return DiffLine("可能是同一项", plain(f"{which} {row.id} {row.name}（相似度 {score:.0%}），请核对"))


def _standing_lines(row: Row, maybe: Mapping[int, DiffLine]) -> tuple[DiffLine, ...]:
    label = LABELS["content" if isinstance(row, CriterionRow) else "measure"]
    return (
        *((maybe[id(row)],) if id(row) in maybe else ()),
        DiffLine("责任单位", plain("、".join(unit_texts(row)) or "（没有）")),
        DiffLine(label, plain(content_of(row))),
        *(DiffLine(title, plain(text)) for title, text in _open_columns(row).items()),
    )


def _open_columns(row: Row) -> dict[str, str]:
    return row.criterion.open_columns() if isinstance(row, CriterionRow) else {}


def _facts_block(facts: Iterable[FactChange], sections: Iterable[SectionPair]) -> DiffBlock | None:
    names = {"indicators": "考核指标表", "incentives": "督查激励表"}
    entries = []
    for table, name in names.items():
        lines = [_fact_line(fact) for fact in facts if fact.table == table]
        if lines:
            entries.append(DiffEntry("~", plain(name), tuple(lines)))
    for pair in sections:
        if pair.before is None and pair.after is not None:
            entries.append(DiffEntry("+", plain(f"{pair.after.id} 部分 {pair.after.title}")))
        elif pair.after is None and pair.before is not None:
            entries.append(DiffEntry("-", plain(f"{pair.before.id} 部分 {pair.before.title}")))
        elif pair.fields and pair.after is not None:
            lines = [DiffLine(LABELS[change.field], field_pieces(change)) for change in pair.fields]
            entries.append(DiffEntry("~", plain(f"{pair.after.id} 部分"), tuple(lines)))
    return DiffBlock("表头和各部分", tuple(entries)) if entries else None


def _fact_line(fact: FactChange) -> DiffLine:
    if fact.step is None:
        return DiffLine(LABELS[fact.change.field], field_pieces(fact.change))
    label = _OF_STEPS.get(fact.change.field) or LABELS[fact.change.field]
    return DiffLine(f"{fact.step}·{label}", field_pieces(fact.change))


_OF_STEPS = {"content": "要求", "due": "期限"}
"""What fields of a step of 组织实施 are called, where those of a row are called otherwise."""


def _sections_block(sections: Sequence[SectionPair]) -> DiffBlock | None:
    if not sections:
        return None
    rows = []
    for pair in sections:
        section = pair.after or pair.before
        if section is not None:
            ids = _step(pair.before.id if pair.before else "无", pair.after.id if pair.after else "无")
            counts = _step(*(_row_count(one) for one in (pair.before, pair.after)))
            rows.append((ids, shortened(section.title, LONGEST_TITLE), counts, *_weights([pair])))
    total = _step(
        *(sum(_row_count(getattr(pair, side)) for pair in sections) for side in ("before", "after"))
    )
    rows.append(("合计", "", total, *_weights(sections)))
    return DiffBlock("各部分权重", table=Table(("部分", "标题", "项数", "权重", "增减"), tuple(rows)))


def _row_count(section: object) -> int:
    indicators = getattr(section, "indicators", ())
    return sum(len(indicator.criteria) for indicator in indicators)


def _weights(pairs: Iterable[SectionPair]) -> tuple[str, str]:
    listed = list(pairs)
    before, after = (total_weight(getattr(pair, side) for pair in listed) for side in ("before", "after"))
    return (_step(points(before), points(after)), signed(after - before)) if before or after else ("", "")


def _loads_block(loads: Sequence[LoadChange]) -> DiffBlock | None:
    if not loads:
        return None
    rows = tuple(
        (
            load.body,
            _step(load.before.led, load.after.led),
            _step(load.before.supported, load.after.supported),
            _step(load.before.incentives, load.after.incentives),
            _step(points(load.before.weight), points(load.after.weight)),
            signed(load.after.weight - load.before.weight),
        )
        for load in loads
    )
    columns = ("单位", "牵头", "配合", "督查激励", "牵头权重", "增减")
    return DiffBlock("各单位任务量（只列有变化的）", table=Table(columns, rows))


def _registry_block(change: RegistryChange, likely: Iterable[Renamed]) -> DiffBlock | None:
    entries = [
        *(DiffEntry("+", plain(name)) for name in change.added),
        *(DiffEntry("+", plain(f"{name}（统称）")) for name in change.collectives_added),
        *(DiffEntry("+", plain(f"{name}（市级）")) for name in change.city_added),
        *(DiffEntry("-", plain(name)) for name in change.dropped),
        *(DiffEntry("-", plain(f"{name}（统称）")) for name in change.collectives_dropped),
        *(DiffEntry("-", plain(f"{name}（市级）")) for name in change.city_dropped),
        *(DiffEntry("~", plain(f"{one.before} 改名为 {one.after}")) for one in change.renamed),
        *(DiffEntry("~", plain(f"{one.before} 并入 {one.after}")) for one in change.merged),
    ]
    for one in change.names:
        parts = chain(
            (WordPiece("added", name) for name in one.added),
            (WordPiece("dropped", name) for name in one.dropped),
        )
        entries.append(DiffEntry("~", plain(one.body), (DiffLine("其他名称", tuple(parts)),)))
    notes = [
        f"{one.before}、{one.after}像是同一单位改了名，这里算作两个单位；"
        f"确是改名的，在新的 units.yaml 里把“{one.before}”写进{one.after}的 aliases"
        for one in likely
    ]
    return DiffBlock("单位名录", tuple(entries), notes=tuple(notes)) if entries else None
