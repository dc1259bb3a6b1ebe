"""附件2: the rows of incentive tables."""

from collections.abc import Iterator

from kaohe_cli.importing.columns import LEFT_OUT, Layout, Role
from kaohe_cli.importing.drafts import IncentiveDraft, IncentivesDraft
from kaohe_cli.importing.outline import Outline
from kaohe_cli.importing.report import DocumentPlace, Doubt, Fate, TableAccount
from kaohe_cli.importing.rewards import listed
from kaohe_cli.importing.rows import DataRow, KnownTable
from kaohe_cli.importing.table_reader import TableCells, TableReader
from kaohe_cli.importing.texts import after_number, clean, number_of
from kaohe_cli.words.folding import bare
from kaohe_cli.words.listed_bodies import Bodies, split_bodies

_YES_OR_NO = {"是": True, "有": True, "√": True, "否": False, "无": False, "×": False}


class IncentiveReader(TableReader):
    """Reads one incentive table after another."""

    def __init__(self, outline: Outline, draft: IncentivesDraft, doubts: list[Doubt]) -> None:
        super().__init__(outline, draft, doubts)
        self._draft = draft
        self._last: IncentiveDraft | None = None
        self._by_title = {(row.number, bare(row.title)): row for row in draft.rows}

    def read(self, table: KnownTable, place: DocumentPlace, account: TableAccount) -> None:
        """Reads a table; each row is counted in the account."""
        self._cells = TableCells(place, table, self._doubts)
        self._outline.forget()
        self._go_through(table, self._cells, account)

    def _columns(self, cells: TableCells) -> Layout:
        """Returns the columns with those named as left out: 附件2 has no place for them."""
        left_out = cells.layout.left_out
        columns = [
            one._replace(role=None, title=LEFT_OUT) if one.title in left_out else one
            for one in cells.layout.columns
        ]
        return cells.layout._replace(columns=tuple(columns))

    def _texts(self) -> Iterator[str]:
        last = self._last
        if last is not None:
            yield from (last.title, last.measure, *last.city_lead, *last.city_support, *last.units)
            yield from (*last.eligible, *last.rewards)
            yield "" if last.bonus_points is None else "是有√否无×"

    def _data(self, row: DataRow) -> Fate:
        title_value = row["name"] if "name" in self._cells.layout.roles else row["content"]
        if title_value.origin != "own":
            return self._continued(row)
        number, title = number_of(row["number"].text), clean(title_value.text)
        if "number" not in self._cells.layout.roles:
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
            self._cells.doubt(row, "number", f"序号从 {last.number} 跳到 {number}，请看原文有没有漏行")
        self._last = IncentiveDraft(self._cells.place.at(row.number), number, title)
        self._draft.rows.append(self._last)
        self._by_title[number, bare(title)] = self._last
        self._add_bodies(row, self._last)
        self._add_texts(row, self._last)
        return "读入"

    def _continued(self, row: DataRow) -> Fate:
        """A row without a title names more bodies for the row above."""
        if self._last is None:
            self._cells.doubt(row, "name", "没有措施名称，这一行没有导入", serious=True)
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
        bodies = split_bodies(value.text, keep_others=keep_others, known=self._cells.known)
        if value.origin == "own":
            for oddity in bodies.oddities:
                self._cells.doubt(row, role, oddity)
            for word in bodies.undecided:
                self._cells.doubt(row, role, f"写的是“{word}”，没有当作单位，定下来后请补上", serious=True)
        return bodies

    def _add_texts(self, row: DataRow, incentive: IncentiveDraft) -> None:
        if "name" in self._cells.layout.roles:
            incentive.measure = clean(row["content"].text) or incentive.measure
        incentive.eligible = listed(row["eligible"].text) or incentive.eligible
        incentive.rewards = listed(row["rewards"].text) or incentive.rewards
        if (bonus := _YES_OR_NO.get(clean(row["bonus_points"].text))) is not None:
            incentive.bonus_points = bonus
        if not incentive.units and {"units", "lead"} & self._cells.layout.roles.keys():
            self._cells.doubt(row, "units", "没有责任单位", serious=True)


def _is_same(incentive: IncentiveDraft, number: int | None, title: str) -> bool:
    """True where a row names the incentive again: two numbers are two incentives, however alike."""
    return bare(incentive.title) == bare(title) and (
        number is None or incentive.number is None or number == incentive.number
    )


def _with(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *more)))
