"""What 附件1 and 附件2 have in common on the way through a table: each row is read and accounted for."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from kaohe_cli.importing.columns import WORDS, Layout, Role
from kaohe_cli.importing.conservation import Ledger
from kaohe_cli.importing.drafts import IncentivesDraft, IndicatorsDraft
from kaohe_cli.importing.outline import Outline
from kaohe_cli.importing.report import DocumentPlace, Doubt, Fate, TableAccount
from kaohe_cli.importing.rows import DataRow, KnownTable, data_rows


class TableCells:
    """The cells of one table; ``layout`` changes where a header does."""

    def __init__(self, place: DocumentPlace, table: KnownTable, doubts: list[Doubt]) -> None:
        self.place = place
        self.layout = table.layout
        self.known = table.known
        self.shows_merges = table.grid.shows_merges
        self._doubts = doubts

    def doubt(self, row: DataRow, role: Role | None, message: str, *, serious: bool = False) -> None:
        """Adds a doubt at a row, or at its cell in the column of a role."""
        column = self.layout.roles.get(role) if role else None
        title = column.title if column else WORDS[role] if role else ""
        self._doubts.append(Doubt(self.place.at(row.number, title), message, serious))


class TableReader(ABC):
    """Reads one table of a kind after another."""

    def __init__(
        self, outline: Outline, draft: IndicatorsDraft | IncentivesDraft, doubts: list[Doubt]
    ) -> None:
        self._outline = outline
        self._titled = draft
        self._doubts = doubts

    def _go_through(self, table: KnownTable, cells: TableCells, account: TableAccount) -> None:
        """Reads the rows of a table; each is counted in the account."""
        self._titled.title = self._titled.title or self._outline.table_title
        ledger = Ledger(cells.place, account, self._doubts)
        for row, grid_row in zip(data_rows(table), table.grid.rows, strict=True):
            before = len(self._doubts)
            fate = self._row(row, cells)
            ledger.at(row.number)
            ledger.settle(grid_row, self._columns(cells), row, fate, self._said(row, before))

    def _row(self, row: DataRow, cells: TableCells) -> Fate:
        if row.kind == "header":
            cells.layout = row.layout or cells.layout
            return "表头"
        if row.kind == "blank":
            return "空行"
        if row.kind == "total":
            return self._total(row)
        if row.kind == "note":
            cells.doubt(row, None, f"这一行是表内的说明，没有导入：{row.title}")
            return "跳过"
        if row.oddity:
            cells.doubt(row, None, row.oddity)
        if row.kind == "title":
            self._outline.see(row.title, in_table=True)
            self._titled.title = self._titled.title or self._outline.table_title
            return "标题"
        return self._data(row)

    def _said(self, row: DataRow, before: int) -> Iterator[str]:
        """Yields what was made of a row: the texts of its draft, its title, the doubts about it."""
        yield from (doubt.message for doubt in self._doubts[before:])
        if row.kind == "title":
            yield from self._outline.titles
        if row.kind == "data":
            yield from self._texts()

    def _columns(self, cells: TableCells) -> Layout:
        """Returns the columns as the account sees them."""
        return cells.layout

    def _total(self, row: DataRow) -> Fate:  # noqa: ARG002 - 附件1 looks at its sums
        """Takes a row of sums."""
        return "合计"

    @abstractmethod
    def _data(self, row: DataRow) -> Fate:
        """Reads a row of data."""

    @abstractmethod
    def _texts(self) -> Iterator[str]:
        """Yields the texts of the draft that the last row of data went into."""
