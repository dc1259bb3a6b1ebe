"""Any table in any layout: what is drawn is what is imported."""

import re
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.importing import import_files
from kaohe_cli.words.folding import bare
from kaohe_cli.yamltext.reader import read_yaml
from tests.importing.drawing import lines, tabs, word

_HAN = "经济发展民营科技创新农业教育卫生环境质量商务增量增速完成情况满意度调查"
_BODIES = [f"区{stem}{kind}" for stem in "甲乙丙丁戊己" for kind in ("局", "委", "办公室")]
_BODIES += [f"{body}（区{body[1]}中心）" for body in _BODIES[::4]] + ["区级有关部门"]
_CHINESE = "一二三四五六七八九十"
_HEADERS = {
    "number": ("序号", "编号", "自动编号", "序 号"),
    "name": ("指标", "考核指标", "目标任务", "指标名称"),
    "weight": ("权重", "分值", "满分", "权重（分）"),
    "content": ("考核内容及说明", "考核内容", "评分标准"),
    "units": ("责任单位", "牵头单位", "责任部门"),
}


class Criterion(NamedTuple):
    content: str
    units: tuple[str, ...]
    weight: Decimal | None


class Indicator(NamedTuple):
    name: str
    criteria: tuple[Criterion, ...]


class Section(NamedTuple):
    title: str
    indicators: tuple[Indicator, ...]


class Layout(NamedTuple):
    """How the data is drawn."""

    order: tuple[str, ...]
    words: dict[str, str]
    merges: bool
    separator: str
    titles_in_table: bool
    breaks: frozenset[int]
    repeats_header: bool
    unit_of_weight: str
    totals: bool
    suffix: str


texts = st.text(_HAN, min_size=4, max_size=12)


@st.composite
def sections(draw: st.DrawFn) -> list[Section]:
    """Parts with and without weights; within a part every name and every content is another."""
    titles = draw(st.lists(texts, min_size=1, max_size=3, unique=True))
    return [Section(title, draw(indicators())) for title in titles]


@st.composite
def indicators(draw: st.DrawFn) -> tuple[Indicator, ...]:
    scored = draw(st.booleans())
    weights = st.integers(1, 20).map(lambda halves: Decimal(halves) / 2) if scored else st.none()
    names = draw(st.lists(texts, min_size=1, max_size=4, unique=True))
    contents = iter(draw(st.lists(texts, min_size=12, max_size=12, unique=True)))
    bodies = st.lists(st.sampled_from(_BODIES), min_size=1, max_size=4, unique=True).map(tuple)
    return tuple(
        Indicator(
            name,
            tuple(
                Criterion(next(contents), draw(bodies), draw(weights)) for _ in range(draw(st.integers(1, 3)))
            ),
        )
        for name in names
    )


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Columns in any order under any name, titles as paragraphs or rows, breaks anywhere.

    In rows of tabs a cell at the left must not break: nothing shows that the row above had ended.
    """
    suffix = draw(st.sampled_from((".docx", ".docx", ".lines.txt", ".tabs.txt")))
    order = draw(st.permutations(list(_HEADERS)))
    return Layout(
        order=tuple(sorted(order, key="number".__ne__) if suffix == ".tabs.txt" else order),
        words={role: draw(st.sampled_from(words)) for role, words in _HEADERS.items()},
        merges=draw(st.booleans()),
        separator=draw(st.sampled_from(("⏎", "、", "，", "；", " ", "、 "))),
        titles_in_table=draw(st.booleans()),
        breaks=frozenset(draw(st.lists(st.integers(1, 12), max_size=2))),
        repeats_header=draw(st.booleans()),
        unit_of_weight=draw(st.sampled_from(("", "分", " 分"))),
        totals=draw(st.booleans()),
        suffix=suffix,
    )


def drawn(data: Sequence[Section], layout: Layout) -> str:
    """The whole document."""
    parts = ["2022年考核指标任务分解表"]
    for number, section in enumerate(data):
        title = f"{_CHINESE[number]}、{section.title}"
        if layout.titles_in_table and layout.suffix == ".docx":
            order = list(layout.order)
            header = [_header(order, layout)] if number == 0 else []
            spanning = "|".join([title, *["<"] * (len(order) - 1)])
            rows = [*header, spanning, *_rows(section, order, layout)]
            parts.append("\n".join(rows))
        else:
            scored = section.indicators[0].criteria[0].weight is not None
            order = [role for role in layout.order if scored or role != "weight"]
            rows = _rows(section, order, layout)
            parts += ["", title, _header(order, layout), *_broken(rows, _header(order, layout), layout)]
    return "\n".join(parts)


def _header(order: Sequence[str], layout: Layout) -> str:
    return "|".join(layout.words[role] for role in order)


def _rows(section: Section, order: Sequence[str], layout: Layout) -> list[str]:
    rows = []
    for number, indicator in enumerate(section.indicators, 1):
        for place, criterion in enumerate(indicator.criteria):
            again = "^" if layout.merges else ""
            values = {
                "number": str(number) if place == 0 else again,
                "name": indicator.name if place == 0 else again,
                "weight": "" if criterion.weight is None else f"{criterion.weight}{layout.unit_of_weight}",
                "content": criterion.content,
                "units": layout.separator.join(criterion.units),
            }
            rows.append("|".join(values[role] for role in order))
    if layout.totals and "weight" in order and section.indicators[0].criteria[0].weight is not None:
        total = sum((c.weight or Decimal(0) for i in section.indicators for c in i.criteria), Decimal(0))
        cells = dict.fromkeys(order, "") | {"weight": str(total), "name": "合计"}
        rows.append("|".join(cells[role] for role in order))
    return rows


def _broken(rows: Sequence[str], header: str, layout: Layout) -> list[str]:
    """Where a page ends, a table of its own goes on, with the header again or without."""
    found: list[str] = []
    for number, row in enumerate(rows):
        if number in layout.breaks and "^" not in row and layout.suffix == ".docx":
            found += ["", *([header] if layout.repeats_header else [])]
        found.append(row)
    return found


def expected(data: Sequence[Section]) -> list[tuple[object, ...]]:
    return [
        (section.title, indicator.name, c.weight, c.content, c.units)
        for section in data
        for indicator in section.indicators
        for c in indicator.criteria
    ]


@settings(max_examples=150)
@given(sections(), layouts())
def test_what_is_drawn_is_what_is_imported(data: list[Section], layout: Layout) -> None:
    document = drawn(data, layout)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"表{layout.suffix}"
        draw = {".lines.txt": lines, ".tabs.txt": tabs}.get(layout.suffix)
        path.write_bytes(draw(document).encode() if draw else word(document))
        result = import_files([path])
    table = result.tables.indicators
    assert table is not None, document
    plain = [
        (p.section.title, p.indicator.name, p.criterion.weight, p.criterion.content, p.criterion.units)
        for p in table.criteria()
    ]
    assert plain == expected(data), document
    assert result.is_complete, (document, result.doubts)
    assert sum(result.account.fates.values()) == result.account.rows
    assert result.account.read == len(plain)


_WORDS = (
    *(
        "序号",
        "指标",
        "权重",
        "考核内容",
        "责任单位",
        "牵头单位",
        "市级牵头单位",
        "激励对象",
        "备注",
        "自评得分",
    ),
    *(
        "1",
        "2",
        "4分",
        "一",
        "（一）经济",
        "合计",
        "小计",
        "注：甲",
        "区教委",
        "市财政局",
        "区甲局、区乙局",
        "",
        "^",
    ),
    *(
        "<",
        "内容很长的一段文字",
        "牵头：；配合：",
        "（",
        "）",
        "（（）",
        "、",
        "等",
        "⏎",
        "↵",
        "→",
        "2022年考核指标表",
    ),
    *("1．甲。乙。（市教委负责）", "（续表）", "附件3", "½", "𠮷", "\u200b"),
)
_cells = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6)
_blocks = st.lists(_cells.map("|".join) | st.sampled_from(_WORDS), min_size=1, max_size=12)


@settings(max_examples=150)
@given(_blocks, st.sampled_from((word, lines, tabs)), st.booleans())
def test_whatever_is_drawn_is_imported_or_refused_and_every_row_counted(
    blocks: list[str], draw: Callable[[str], bytes | str], has_header: bool
) -> None:
    head = "2022年考核指标表\n序号|指标|权重|考核内容|责任单位\n1|甲|4|内|区教委\n" if has_header else ""
    data = draw(head + "\n".join(blocks))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        try:
            result = import_files([path], year=2022)
        except KaoheError:
            return
    assert sum(result.account.fates.values()) == result.account.rows
    for table in result.account.tables:
        assert not table.is_read or sum(table.fates.values()) == table.rows
    for text in result.files().values():
        root, problems = read_yaml(text)
        assert root is not None, text
        assert problems == []


_KINDS = {
    "序号": st.integers(1, 30).map(str),
    "指标": texts,
    "类别": texts,
    "权重": st.sampled_from(("5", "10分", "加3分", "-5", "—", "0.5", "15%", "五分之一")),
    "考核内容": texts,
    "评分标准": texts,
    "目标值": st.sampled_from(("6.5%", "5800人", "全年达标")),
    "责任单位": st.lists(st.sampled_from(_BODIES), min_size=1, max_size=3).map("、".join),
    "分管领导": st.sampled_from(("张样例", "李样例")),
    "完成时限": st.sampled_from(("6月底前", "全年")),
}


@st.composite
def merged_tables(draw: st.DrawFn) -> list[list[str]]:
    """A table of any columns, with cells merged across and down anywhere, titles and sums among its rows."""
    header = ["指标", "责任单位", *draw(st.lists(st.sampled_from(sorted(_KINDS)), max_size=6))]
    header = draw(st.permutations(list(dict.fromkeys(header))))
    table = [list(header)]
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(("row", "row", "row", "row", "title", "sum")))
        if kind == "title":
            table.append([f"{draw(st.sampled_from(_CHINESE))}、{draw(texts)}", *["<"] * (len(header) - 1)])
            continue
        row = [draw(_KINDS[column]) for column in header]
        if kind == "sum":
            row[0] = "合计"
        for at in range(len(row)):
            merge = draw(st.sampled_from(("", "", "", "", "<", "^", "blank")))
            if merge == "<" and at and row[at - 1] != "^":
                row[at] = "<"
            elif (
                merge == "^"
                and len(table) > 1
                and table[-1][at] not in ("<", "")
                and len(table[-1]) == len(row)
            ):
                row[at] = "^"
            elif merge == "blank":
                row[at] = ""
        table.append(row)
    return table


@settings(max_examples=120)
@given(merged_tables())
def test_no_cell_is_lost(table: list[list[str]]) -> None:
    """Each text of the body stands in the data, in a doubt with its place, or in a column named as left out."""
    document = "2022年考核指标表\n" + "\n".join("|".join(row) for row in table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.docx"
        path.write_bytes(word(document))
        try:
            result = import_files([path])
        except KaoheError:
            return
    account = result.account
    assert sum(account.cells.values()) == account.filled, document
    left_out = {title for one in account.tables for title in one.left_out_columns}
    heap = bare("\n".join((*result.files().values(), *map(str, result.doubts), *left_out)))
    for row in table[1:]:
        for column, text in zip(table[0], row, strict=True):
            plain = re.sub("^[一二三四五六七八九十]、", "", text)
            parts = plain.split("、") if column == "责任单位" else [plain]
            for part in map(bare, parts):
                is_number = column in ("序号", "权重") or part in ("合计", "")
                assert is_number or column in left_out or part in heap, (part, document, result.doubts)
