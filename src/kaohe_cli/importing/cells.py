"""What the cells of a row of 附件1 say: bodies, weight, content; what is odd about them is a doubt."""

import re
from decimal import Decimal
from typing import NamedTuple

from kaohe_cli.importing.columns import WORDS, Role
from kaohe_cli.importing.drafts import CriterionDraft
from kaohe_cli.importing.rows import DataRow, Origin
from kaohe_cli.importing.table_reader import TableCells
from kaohe_cli.importing.texts import (
    clean,
    is_bonus,
    is_unreadable,
    joins_items,
    percent_of,
    weight_of,
    with_remark,
)
from kaohe_cli.tables.indicators import OPEN_COLUMNS, REQUIRED
from kaohe_cli.words.listed_bodies import split_bodies
from kaohe_cli.words.shortening import quoted

BODY_ROLES: tuple[Role, ...] = ("lead", "units", "support")
_STEP = Decimal("0.5")
_EXTRA = re.compile("(?:加|减|扣|加减|加扣|附加)分(?:项目?)?")
_REQUIRED = frozenset({REQUIRED, "需提供", "提供", "必须", "是", "需要", "√", "✓"})
_LEADS = re.compile("牵头|主办|主责")


class Units(NamedTuple):
    """The bodies of a row, and where they stand."""

    names: tuple[str, ...]
    origin: Origin
    leads: tuple[str, ...] = ()
    """Those that lead together; empty where the first leads alone."""


class Points(NamedTuple):
    """What stands in a cell of points."""

    weight: Decimal | None
    wording: str = ""
    """What it says beside a plain number of points: 加3分, 10（含加分2）."""
    is_extra: bool = False


class _Named(NamedTuple):
    """The bodies of a row as its cells name them."""

    lead: list[str]
    """Those that lead; all, where nothing tells them apart."""
    support: list[str]
    together: list[str]
    """Those that are said to lead where others support."""
    origins: set[Origin]


class CellReader(TableCells):
    """Reads the cells of one table."""

    def content(self, row: DataRow, name: str, last: CriterionDraft | None) -> str:
        """Returns 考核内容及说明; where there is none, that of the row above or else the indicator's name."""
        if "content" not in self.layout.roles:
            return name
        value = row["content"]
        if value.origin != "blank":
            if value.origin == "own" and joins_items(value.text):
                self.doubt(row, "content", "分条的内容连成了一段，条与条之间补了“；”")
            return clean(value.text)
        if last is not None:
            if self.shows_merges:
                self.doubt(row, "content", "空白，按与上一行相同处理")
            return last.content
        self.doubt(row, "content", "空白，暂用指标名称代替", serious=True)
        return name

    def points(self, row: DataRow) -> "Points":
        """Returns the points of a row, and the wording of a bonus or penalty, which is in no total."""
        value = row["weight"]
        if value.origin != "own":
            return Points(None)
        text = clean(value.text)
        if is_bonus(text):
            return Points(None, "" if _EXTRA.fullmatch(text) else text, is_extra=True)
        number, remark = with_remark(value.text)
        weight = weight_of(number)
        if self.layout.is_in_percent and (percent := percent_of(number)) is not None:
            weight = percent
        if weight is None and is_unreadable(value.text):
            self.doubt(row, "weight", f"无法识别“{quoted(value.text)}”是几分", serious=True)
        elif weight is not None and (weight % _STEP or not weight):
            self.doubt(row, "weight", f"{weight} 不是 0.5 的正倍数")
        return Points(weight, text if remark else "")

    def units(self, row: DataRow, last: CriterionDraft | None, *, is_new: bool) -> Units:
        """Returns the bodies of a row, the leading ones first; never those of another indicator."""
        lead, support, together, origins = self._named(row)
        names = tuple(dict.fromkeys((*lead, *support)))
        origin: Origin = "own" if "own" in origins else "above" if "above" in origins else "blank"
        if names:
            if support and not lead:
                self.doubt(row, "support", f"没有牵头单位，“{names[0]}”排在第一位")
            leads = tuple(dict.fromkeys(together))
            is_several = len(leads) > 1 and names[: len(leads)] == leads
            return Units(names, origin, leads if is_several else ())
        if origin == "own":
            if not self._has_undecided(row):
                self.doubt(row, "units", "没有责任单位", serious=True)
            return Units((), origin)
        if not set(BODY_ROLES) & self.layout.roles.keys():
            return Units((), origin)
        if last is not None and not (is_new and self.shows_merges):
            if row["content"].origin == "own":
                self.doubt(row, "units", "没有责任单位，按与上一行相同处理")
            return Units(last.units, origin, last.leads)
        self.doubt(row, "units", "没有责任单位", serious=True)
        return Units((), origin)

    def open_columns(self, row: DataRow) -> tuple[dict[str, str], dict[str, str]]:
        """Returns what the open columns say, by their fields, and what other columns say, by their names."""
        more = {name: clean(value.text) for name, value in row.further.items()}
        columns = {name: clean(row[name].text) for name in OPEN_COLUMNS}  # type: ignore[index]
        if columns["evidence"] in _REQUIRED:
            columns["evidence"] = "required"
        else:  # which papers are wanted, in words
            more[self._title("evidence")] = columns.pop("evidence")
        measure = clean(row["measure"].text)
        more = {**({WORDS["measure"]: measure} if measure else {}), **more}
        return ({k: v for k, v in columns.items() if v}, {k: v for k, v in more.items() if v})

    def _title(self, role: Role) -> str:
        column = self.layout.roles.get(role)
        return column.wording or column.title if column else WORDS[role]

    def _has_undecided(self, row: DataRow) -> bool:
        return any(split_bodies(row[role].text, known=self.known).undecided for role in BODY_ROLES)

    def _named(self, row: DataRow) -> "_Named":
        named = _Named([], [], [], set())
        has_support = {"support", "units"} & self.layout.roles.keys()
        for role in [role for role in BODY_ROLES if role in self.layout.roles]:
            value = row[role]
            named.origins.add(value.origin)
            bodies = split_bodies(value.text, known=self.known)
            (named.support if role == "support" else named.lead).extend(bodies.lead)
            named.support.extend(bodies.support)
            if (role == "lead" and has_support) or (bodies.support and _LEADS.search(value.text)):
                named.together.extend(bodies.lead)
            for word in bodies.undecided if value.origin == "own" else ():
                self.doubt(row, role, f"写的是“{word}”，没有作单位导入，请补上责任单位", serious=True)
            for oddity in bodies.oddities if value.origin == "own" else ():
                self.doubt(row, role, oddity)
        return named

    def look_at_pictures(self, row: DataRow) -> None:
        """Adds a doubt for each picture in the row."""
        for role, value in row.values.items():
            if value.has_picture:
                self.doubt(row, role, "格子里有图片，图片里的字没有导入", serious=value.origin == "blank")
