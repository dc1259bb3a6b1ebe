"""Text is conserved: every filled cell below a header is found again in what was made of its row, or told."""

import re
from collections.abc import Iterable

from kaohe_cli.importing.columns import Column, Layout
from kaohe_cli.importing.report import CellFate, DocumentPlace, Doubt, Fate, TableAccount
from kaohe_cli.importing.rows import DataRow
from kaohe_cli.importing.stream import Cell, GridRow
from kaohe_cli.importing.texts import clean
from kaohe_cli.words.folding import as_it_looks, bare
from kaohe_cli.words.numerals import HAN_NUMERAL

_SIGNS = r"、，,；;：:。/／|·•()（）〔〕【】\[\]★☆"
_AND = r"(?<=[一-鿿])(?:和|及|与|以及)(?=[一-鿿])|(?<![\d.])\d{1,2}[.．、)）]"
_PARTS = re.compile(rf"[{_SIGNS}\s]+|{_AND}")
_PARTS_OF_SPACED = re.compile(rf"[{_SIGNS}\n]+|{_AND}")
_SAYS_NOTHING = re.compile(
    rf"\d+(?:\.\d+)?[分项%]?|{HAN_NUMERAL}|(?:合|总|小|共)计(?:\d+(?:\.\d+)?分?)?|总分|得分|等|无|暂无|同上|同前|续表?"
    r"|(?:牵头|主办|主责|责任|负责|配合|协助|协办|参与)(?:责任)?(?:单位|部门)?"
)
_WHOLE: frozenset[Fate] = frozenset({"表头", "空行"})
_BY_ROW: dict[Fate, CellFate] = {"表头": "表头", "标题": "标题", "合计": "合计"}


class Ledger:
    """The cells of one table on the way through its rows."""

    def __init__(self, place: DocumentPlace, account: TableAccount, doubts: list[Doubt]) -> None:
        self._place = place
        self._account = account
        self._doubts = doubts

    def settle(self, row: GridRow, layout: Layout, found: DataRow, fate: Fate, said: Iterable[str]) -> None:
        """Counts the cells of a row; one that is nowhere in what was ``said`` of the row becomes a doubt.

        ``said`` are the texts of the draft that the row went into, and of the doubts about the row.
        """
        self._account.add(fate)
        if fate in _WHOLE:
            self._account.cells["表头"] += len(row.filled) if fate == "表头" else 0
            return
        heap = ""
        for cell in row.filled:
            column = _column_of(cell, layout)
            if column is not None and _is_left_out(column, layout):
                self._account.cells["未导入的列"] += 1
            elif _counts(cell, column, found):
                self._account.cells[_BY_ROW.get(fate, "录入")] += 1
            else:
                heap = heap or bare("\n".join(said))
                self._look_for(cell, column, fate, heap)

    def _look_for(self, cell: Cell, column: Column | None, fate: Fate, heap: str) -> None:
        kept = any(all(part in heap for part in _parts(cell.text, by)) for by in (_PARTS, _PARTS_OF_SPACED))
        if kept:
            told = fate == "跳过"
            self._account.cells["存疑" if told else _BY_ROW.get(fate, "录入")] += 1
            return
        self._account.cells["存疑"] += 1
        title = column.title if column is not None else ""
        place = self._place.at(self._row_number, title)
        self._doubts.append(Doubt(place, f"这一格没有全部导入，请核对：{clean(cell.text)}"))

    def at(self, number: int) -> None:
        """Goes on to the row of this number."""
        self._row_number = number


def _parts(text: str, by: re.Pattern[str]) -> list[str]:
    """Returns what a text says, apart from numbers, separators and words of roles."""
    parts = (part.strip() for part in by.split(as_it_looks(text)))
    return [found for part in parts if not _SAYS_NOTHING.fullmatch(part) and (found := bare(part))]


def _column_of(cell: Cell, layout: Layout) -> Column | None:
    return next((one for one in layout.columns if one.start <= cell.start < one.end), None)


def _is_left_out(column: Column, layout: Layout) -> bool:
    return column.role is None and column.title in layout.withheld


def _counts(cell: Cell, column: Column | None, found: DataRow) -> bool:
    """True for numbers of rows and points, which the readers look at sign by sign."""
    if column is None or column.role not in ("number", "weight") or found.kind == "title":
        return False
    return cell.start >= column.start and cell.end <= column.end
