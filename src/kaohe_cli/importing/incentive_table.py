"""附件2: the rows of incentive tables."""

from collections.abc import Iterator

from kaohe_cli.importing.columns import LEFT_OUT, WORDS, Layout, Role
from kaohe_cli.importing.conservation import Ledger
from kaohe_cli.importing.drafts import IncentiveDraft, IncentivesDraft
from kaohe_cli.importing.outline import Outline
from kaohe_cli.importing.report import Doubt, Fate, Place, TableAccount
from kaohe_cli.importing.rewards import listed
from kaohe_cli.importing.rows import DataRow, KnownTable, data_rows
from kaohe_cli.importing.texts import after_number, clean, number_of
from kaohe_cli.words.folding import bare
from kaohe_cli.words.listed_bodies import Bodies, split_bodies

_YES_OR_NO = {"是": True, "有": True, "√": True, "否": False, "无": False, "×": False}


class IncentiveReader:
    """Reads one incentive table after another."""

    def __init__(self, outline: Outline, draft: IncentivesDraft, doubts: list[Doubt]) -> None:
        self._outline = outline
        self._draft = draft
        self._doubts = doubts
        self._last: IncentiveDraft | None = None
        self._by_title = {(row.number, bare(row.title)): row for row in draft.rows}

    def read(self, table: KnownTable, place: Place, account: TableAccount) -> None:
        """Reads a table; each row is counted in the account."""
        self._layout = table.layout
        self._known = table.known
        self._place = place
        if self._outline.table_title and not self._draft.title:
            self._draft.title = self._outline.table_title
        self._outline.forget()
        ledger = Ledger(place, account, self._doubts)
        for row, grid_row in zip(data_rows(table), table.grid.rows, strict=True):
            before = len(self._doubts)
            fate = self._row(row)
            ledger.at(row.number)
            ledger.settle(grid_row, self._known_columns(), row, fate, self._said(row, before))

    def _known_columns(self) -> Layout:
        """Returns the columns with those named as left out: 附件2 has no place for them."""
        left_out = self._layout.left_out
        columns = [
            one._replace(role=None, title=LEFT_OUT) if one.title in left_out else one
            for one in self._layout.columns
        ]
        return self._layout._replace(columns=tuple(columns))

    def _said(self, row: DataRow, before: int) -> Iterator[str]:
        """Yields what was made of a row: the texts of its draft, its title, the doubts about it."""
        yield from (doubt.message for doubt in self._doubts[before:])
        if row.kind == "title":
            yield from self._outline.titles
        last = self._last
        if row.kind == "data" and last is not None:
            yield from (last.title, last.measure, *last.city_lead, *last.city_support, *last.units)
            yield from (*last.eligible, *last.rewards)
            yield "" if last.bonus_points is None else "是有√否无×"

    def _row(self, row: DataRow) -> Fate:
        if row.kind == "header":
            self._layout = row.layout or self._layout
            return "表头"
        if row.kind == "blank":
            return "空行"
        if row.kind == "title":
            if row.oddity:
                self._doubt(row, None, row.oddity)
            self._outline.see(row.title, in_table=True)
            self._draft.title = self._draft.title or self._outline.table_title
            return "标题"
        if row.kind == "total":
            return "合计"
        if row.kind == "note":
            self._doubt(row, None, f"这一行是表内的说明，没有导入：{row.title}")
            return "跳过"
        if row.oddity:
            self._doubt(row, None, row.oddity)
        return self._data(row)

    def _data(self, row: DataRow) -> Fate:
        title_value = row["name"] if "name" in self._layout.roles else row["content"]
        if title_value.origin != "own":
            return self._continued(row)
        number, title = number_of(row["number"].text), clean(title_value.text)
        if "number" not in self._layout.roles:
            number, title = after_number(title)
        last = self._last
        if last is not None and _is_same(last, number, title):
            return "手工重复" if not self._add_bodies(row, last) else "并入"
        if (known := self._by_title.get((number, bare(title)))) is not None:
            self._last = known  # the same measure in another table, which may say more of it
            self._add_bodies(row, known)
            self._add_texts(row, known)
            return "并入"
        if number is not None and last is not None and last.number is not None and number != last.number + 1:
            self._doubt(row, "number", f"序号从 {last.number} 跳到 {number}，请看原文有没有漏行")
        self._last = IncentiveDraft(self._place.at(row.number), number, title)
        self._draft.rows.append(self._last)
        self._by_title[number, bare(title)] = self._last
        self._add_bodies(row, self._last)
        self._add_texts(row, self._last)
        return "读入"

    def _continued(self, row: DataRow) -> Fate:
        """A row without a title names more bodies for the row above."""
        if self._last is None:
            self._doubt(row, "name", "没有措施名称，这一行没有导入", serious=True)
            return "跳过"
        self._add_bodies(row, self._last)
        return "并入"

    def _add_bodies(self, row: DataRow, incentive: IncentiveDraft) -> bool:
        """Adds the bodies of a row that the incentive does not have yet; returns whether there were any."""
        before = (incentive.city_lead, incentive.city_support, incentive.units)
        lead, support = self._split(row, "city_lead"), self._split(row, "city_support", keep_others=True)
        incentive.city_lead = _with(incentive.city_lead, lead.lead)
        incentive.city_support = _with(incentive.city_support, (*lead.support, *support.all))
        for role in ("lead", "units", "support"):
            incentive.units = _with(incentive.units, self._split(row, role).all)
        return before != (incentive.city_lead, incentive.city_support, incentive.units)

    def _split(self, row: DataRow, role: Role, *, keep_others: bool = False) -> Bodies:
        value = row[role]
        bodies = split_bodies(value.text, keep_others=keep_others, known=self._known)
        if value.origin == "own":
            for oddity in bodies.oddities:
                self._doubt(row, role, oddity)
            for word in bodies.undecided:
                self._doubt(row, role, f"写的是“{word}”，没有当作单位，定下来后请补上", serious=True)
        return bodies

    def _add_texts(self, row: DataRow, incentive: IncentiveDraft) -> None:
        if "name" in self._layout.roles:
            incentive.measure = clean(row["content"].text) or incentive.measure
        incentive.eligible = listed(row["eligible"].text) or incentive.eligible
        incentive.rewards = listed(row["rewards"].text) or incentive.rewards
        if (bonus := _YES_OR_NO.get(clean(row["bonus_points"].text))) is not None:
            incentive.bonus_points = bonus
        if not incentive.units and {"units", "lead"} & self._layout.roles.keys():
            self._doubt(row, "units", "没有责任单位", serious=True)

    def _doubt(self, row: DataRow, role: Role | None, message: str, *, serious: bool = False) -> None:
        column = self._layout.roles.get(role) if role else None
        title = column.title if column else WORDS[role] if role else ""
        self._doubts.append(Doubt(self._place.at(row.number, title), message, serious))


def _is_same(incentive: IncentiveDraft, number: int | None, title: str) -> bool:
    """True where a row names the incentive again: two numbers are two incentives, however alike."""
    return bare(incentive.title) == bare(title) and (
        number is None or incentive.number is None or number == incentive.number
    )


def _with(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *more)))
