"""What import says of its work: every row accounted for, and every doubt with its place."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Fate: TypeAlias = Literal["读入", "并入", "手工重复", "表头", "标题", "合计", "空行", "跳过"]
"""What became of a row of a table; “并入” adds to a row before; “跳过” is always explained by a doubt."""

CellFate: TypeAlias = Literal["录入", "表头", "标题", "合计", "未导入的列", "存疑"]
"""What became of a filled cell; “存疑” is always told with its place."""


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """A place in a file, as messages name it."""

    file: str
    table: int = 0
    """0 for running text."""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        words = f"表{self.table}" if self.table else ""
        if self.row:
            words += f"第{self.row}行" if self.table else f"第{self.row}条"
        return words + (f"“{self.column}”" if self.column else "") or "全文"

    def at(self, row: int, column: str = "") -> "DocumentPlace":
        """The place in a row of the same table."""
        return DocumentPlace(self.file, self.table, row, column)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that import was unsure of, or that is missing."""

    place: DocumentPlace
    message: str
    serious: bool = False
    """True where the data cannot be used as it is: something is missing, or does not add up."""

    def __str__(self) -> str:
        return f"{self.place}：{self.message}"


@dataclass
class TableAccount:
    """What became of the rows of one table."""

    place: DocumentPlace
    kind: str
    """“考核指标”, “督查激励”, or why the table was left out."""
    rows: int
    filled: int = 0
    """How many cells say something of their own."""
    fates: Counter[Fate] = field(default_factory=Counter)
    cells: Counter[CellFate] = field(default_factory=Counter)
    left_out_columns: tuple[str, ...] = ()
    further_columns: tuple[str, ...] = ()
    """The columns that are kept under their own names."""
    is_read: bool = True
    reason: str = ""

    def add(self, fate: Fate) -> None:
        """Counts a row."""
        self.fates[fate] += 1

    def __str__(self) -> str:
        if not self.is_read:
            return f"{self.place}：{self.rows} 行，没有导入（{self.reason}）"
        parts = " + ".join(f"{fate} {count}" for fate, count in self.fates.items())
        return f"{self.place}（{self.kind}）：{self.rows} 行 = {parts}"


@dataclass
class Account:
    """What became of everything in the files."""

    tables: list[TableAccount] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    """File, and what was read from its running text."""
    remarks: list[tuple[str, str]] = field(default_factory=list)
    """File and remark."""

    @property
    def rows(self) -> int:
        """The number of rows of all tables in the files."""
        return sum(table.rows for table in self.tables)

    @property
    def fates(self) -> Counter[str]:
        """How many rows had which fate; rows of tables that were left out are “没有导入”."""
        total: Counter[str] = Counter()
        for table in self.tables:
            total.update(table.fates if table.is_read else {"没有导入": table.rows})
        return total

    @property
    def filled(self) -> int:
        """The number of filled cells of all tables in the files."""
        return sum(table.filled for table in self.tables)

    @property
    def cells(self) -> Counter[str]:
        """How many filled cells had which fate."""
        total: Counter[str] = Counter()
        for table in self.tables:
            total.update(table.cells if table.is_read else {"没有导入": table.filled})
        return total

    @property
    def read(self) -> int:
        """The number of rows that became rows of the data."""
        return self.fates["读入"]
