"""The roster of people (通讯录) as an Excel file, which ``kaohe assign --people`` reads again."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from kaohe_cli.assignment.roster import PHONES, TITLES, as_rows
from kaohe_cli.exporting.excel_file import Book
from kaohe_cli.exporting.sheets import Sheet, SheetField
from kaohe_cli.tables.contacts import Contacts, People

UNIT, ROW_ID = "单位", "编号"
_WIDTHS: Final[Mapping[str, int]] = {"email": 26, "cc": 26, "leader_post": 18, "post": 18}
_USUAL_WIDTH: Final = 15


def roster_workbook(contacts: Contacts, units: Iterable[str], hide: Callable[[str], str]) -> bytes:
    """Returns a workbook with a line for each of the bodies, and for each row with people of its own.

    ``hide`` is what becomes of a telephone number. The same roster gives the same bytes.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    fields = (
        SheetField(UNIT, 24),
        SheetField(ROW_ID, 8),
        *(SheetField(title, _WIDTHS.get(name, _USUAL_WIDTH)) for name, title in TITLES.items()),
    )
    known: dict[str, list[tuple[str, People]]] = {unit: [] for unit in units}
    for unit, row_id, people in as_rows(contacts):
        if unit in known:
            known[unit].append((row_id, people))
    rows = [
        (unit, row_id, *(_shown(name, people, hide) for name in TITLES))
        for unit, lines in known.items()
        for row_id, people in lines or [("", People())]
    ]
    book = Book("考核联系人")
    book.add(Sheet("联系人", fields, rows))
    return book.finished()


def _shown(name: str, people: People, hide: Callable[[str], str]) -> str:
    text = getattr(people, name) or ""
    return hide(text) if name in PHONES else text
