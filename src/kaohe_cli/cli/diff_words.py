"""How one changed row is put into words."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from kaohe_cli.comparing.changes import MORE, RowChange
from kaohe_cli.comparing.fields import FactValue, FieldChange, ListChange, TextChange
from kaohe_cli.comparing.matching import R
from kaohe_cli.comparing.responsibility import UnitsChange
from kaohe_cli.comparing.words import WordPiece
from kaohe_cli.query.rows import CriterionRow, Row, points
from kaohe_cli.tables.indicators import OPEN_COLUMNS, REQUIRED
from kaohe_cli.words.shortening import shortened

_VALUES = {"scored": "计分", "unscored": "不计分", "required": REQUIRED}
LABELS = {
    **OPEN_COLUMNS,
    "id": "编号",
    "name": "名称",
    "title": "标题",
    "weight": "权重",
    "metrics": "分项报送",
    "content": "考核内容",
    "extra": "加减分项",
    "city_lead": "市级牵头",
    "city_support": "市级配合",
    "eligible": "激励对象",
    "rewards": "激励方式",
    "bonus_points": "予以加分",
    "measure": "措施原文",
    "form": "报送表",
    "total_weight": "权重合计",
    "year": "年度",
    "heading": "一级标题",
    "report_due": "报送截止",
    "rounds": "各轮报送",
    "lights": "红黄绿灯",
    "area_code": "区号",
    "office": "落款单位",
    "document": "文号",
    "document_title": "文件名称",
    "issuer": "印发机关",
    "issued": "成文日期",
    "published": "发布日期",
    "replaces": "同时废止",
    "timeline": "实施步骤",
    "wording": "期限写法",
}

_WHOLE = {"id", "form", "document", "issuer", "replaces", "wording", "lights", "area_code", "office", "due"}
"""Texts that are named, not read: shown whole, before and after."""

_CLEARLY_THE_SAME = 0.8

Words = tuple[str, tuple[WordPiece, ...]]
"""A label, and the text behind it."""

LONGEST_TITLE = 17
"""Of a part: its id stands before it, and the line goes on."""


def label(field: str) -> str:
    """Returns what people call a field; a column without a field of its own by its own name."""
    return LABELS.get(field) or field.removeprefix(MORE)


def plain(text: str) -> tuple[WordPiece, ...]:
    """Returns a text in which nothing changed."""
    return (WordPiece("same", text),)


def row_title(change: RowChange[R]) -> tuple[WordPiece, ...]:
    """Returns the ids and the name of a row, with its score where it is not clearly the same."""
    old, new = change.old, change.new
    ids = new.id if old.id == new.id else f"{old.id} → {new.id}"
    renamed = next((one for one in change.fields if one.field == "name"), None)
    name = renamed.pieces if isinstance(renamed, TextChange) else plain(new.name)
    likeness = f"（相似度 {change.score:.0%}）" if renamed or change.score < _CLEARLY_THE_SAME else ""
    return (*plain(f"{ids} "), *name, *plain(likeness))


def row_lines(change: RowChange[R], renames: Collection[tuple[str, str]]) -> Iterator[Words]:
    """Yields what to say of a row below its title; nothing where only its number changed.

    ``renames`` are the bodies that were renamed: a row that follows them is no news.
    """
    if change.place is not None and change.place.kind != "number":
        yield "位置", _place_pieces(change)
    if change.units is not None:
        yield from _unit_lines(change.units, change.old, change.new, renames)
    for field in change.fields:
        if field.field != "name":  # stands in the title
            yield label(field.field), field_pieces(field)


def _place_pieces(change: RowChange[R]) -> tuple[WordPiece, ...]:
    old, new = change.old, change.new
    assert change.place is not None  # noqa: S101 - asked only then
    if change.place.kind == "section" and isinstance(old, CriterionRow) and isinstance(new, CriterionRow):
        was, now = (f"{one.id} {shortened(one.title, LONGEST_TITLE)}" for one in (old.section, new.section))
        return plain(f"由 {was} 移到 {now}")
    return plain("在表中的次序变了")


def _unit_lines(
    units: UnitsChange, old: Row, new: Row, renames: Collection[tuple[str, str]]
) -> Iterator[Words]:
    if units.before != units.after:
        notes = []
        if units.lead and units.lead[1] in units.before:
            notes.append(f"；改由{units.lead[1]}牵头")
        elif units.lead and all(units.lead):
            notes.append(f"；牵头由{units.lead[0]}改为{units.lead[1]}")
        elif units.reordered:
            notes.append("；配合单位的次序变了")
        yield "责任单位", (*list_pieces(units.before, units.after), *plain("".join(notes)))
    elif len(old.units) != len(new.units):
        yield "责任单位", list_pieces(old.units, new.units)
    elif units.lead:
        yield "牵头单位", list_pieces(*units.leads)
    for one in units.resolved:
        yield f"{one.collective}", (*plain("落实到 "), *list_pieces(one.before, one.after))
    for written in units.reworded:
        if (written.before, written.after) not in renames:
            yield "单位写法", (WordPiece("dropped", written.before), WordPiece("added", written.after))


def field_pieces(field: FieldChange) -> tuple[WordPiece, ...]:
    """Returns the old and the new value of a field in one text."""
    if isinstance(field, ListChange):
        return list_pieces(field.before, field.after)
    if isinstance(field, TextChange) and field.field not in _WHOLE:
        return field.pieces
    return plain(f"{_shown(field.before)} → {_shown(field.after)}{_difference(field.before, field.after)}")


def _shown(value: FactValue) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{points(value)} 分"
    return "（没有）" if value is None else _VALUES.get(str(value), str(value))


def _difference(before: FactValue, after: FactValue) -> str:
    both = isinstance(before, Decimal) and isinstance(after, Decimal)
    return f"（{signed(after - before)}）" if both else ""  # type: ignore[operator, arg-type]


def signed(value: Decimal) -> str:
    """Returns a difference as people write it, nothing where there is none.

    >>> signed(Decimal("-1.50")), signed(Decimal("2")), signed(Decimal("0"))
    ('−1.5', '+2', '')
    """
    return f"{'+' if value > 0 else '−'}{points(abs(value))}" if value else ""


def list_pieces(before: Sequence[str], after: Sequence[str]) -> tuple[WordPiece, ...]:
    """Returns a list in one line, item by item."""
    pieces: list[WordPiece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pieces += [WordPiece("same", item) for item in before[a:b]]
        else:
            pieces += [WordPiece("dropped", item) for item in before[a:b]]
            pieces += [WordPiece("added", item) for item in after[c:d]]
    if not pieces:
        return plain("（没有）")
    return tuple(_joined(pieces))


def _joined(items: Sequence[WordPiece]) -> Iterator[WordPiece]:
    """Yields the items with “、” between them."""
    for position, item in enumerate(items):
        if position:
            yield WordPiece("same", "、")
        yield item
