"""Titles on the way through a file: which table, which part of it a row belongs to."""

import re
import unicodedata
from decimal import Decimal

from kaohe_cli.importing.texts import CONTINUED, clean, heading, weight_of
from kaohe_cli.words.numerals import HAN, digits_value

_YEAR = re.compile(r"(20\d{2})\s*年")
_CHINESE_YEAR = re.compile(r"二[〇零○０OＯ]([〇零○０OＯ一二三四五六七八九]{2})\s*年")
_ZEROS = re.compile("[零○０OＯ]")
_ANNEX = re.compile(rf"附(?:件|表)\s*(?:\d|{HAN})*\s*[:：]?")
_TABLE_TITLE = re.compile(r".*(?:表|方案|清单|目录)(?:[（(].*[)）])?")
_OF_A_YEAR = re.compile("指标|任务|考核|考评|目标|实事|激励|分解|要点|重点工作")
_ASIDE = re.compile(
    r"(?:备?注|说明|单位|填报|填表|制表|日期|联系)\S{0,4}[：:].*|[（(].*[)）]|[-—\d\s]+|.*[。；：:]"
)
_POINTS = re.compile(
    r"(?:[（(]\s*(?:共|满分|计|总分)?\s*(?P<inside>[\d.．０-９]+)\s*分\s*[)）]"
    r"|(?:共|满分|计|总分)?\s*(?P<points>[\d.．０-９]+)\s*分)\s*$"
)
_POINTS_AMONG_OTHERS = re.compile(
    r"[（(][^（()）]*?[，,、；;]\s*(?:共|满分|计|总分)?\s*(?P<points>[\d.．０-９]+)\s*分\s*[)）]\s*$"
)
_LONGEST_TITLE = 80
_UNNUMBERED = 3


class Outline:
    """The titles seen so far; a title counts from the next row of a table on."""

    def __init__(self) -> None:
        self.table_title = ""
        self.heading = ""
        self.other_headings: list[str] = []
        self.unused: list[str] = []
        """Lines between a numbered title and its table."""
        self.titles: list[str] = []
        """The title just seen; empty where it was none that is taken."""
        self.untaken: list[str] = []
        """Titles among the rows of a table that no row has followed yet."""
        self._pending: list[tuple[int, str]] = []
        self._goes_on = False
        self._part = ""

    def see(self, text: str, *, in_table: bool = False) -> None:
        """Takes note of a paragraph, or of a row of a table that is a title."""
        found = heading(text)
        line = clean(text)
        if not line:
            return
        goes_on, self._goes_on = self._goes_on, False
        self.titles = [line]
        self.untaken += [line] if in_table else []
        if found is not None:
            self._pending.append(found)
        elif len(line) > _LONGEST_TITLE or _ASIDE.fullmatch(line):
            self.titles = []
        elif _ANNEX.fullmatch(line):
            self._pending.clear()
        elif _is_table_title(line):
            self._begin_table(f"{self.table_title}{line}" if goes_on else line)
        elif in_table:
            self._pending.append((2, line))
        elif self.table_title or self._pending:
            self._pending.append((_UNNUMBERED, line))

    def forget(self) -> None:
        """Drops the titles that no row has taken."""
        self.untaken.clear()
        self._pending.clear()

    def take(self) -> tuple[str, Decimal | None] | None:
        """Returns the title of the part that begins here, and its points; None where none begins."""
        self.untaken.clear()
        if not self._pending:
            return None
        numbered = [one for one in self._pending if one[0] != _UNNUMBERED]
        level, title = (numbered or self._pending)[-1]
        if numbered:
            self.unused += [text for upper, text in self._pending if upper == _UNNUMBERED]
        for upper, text in numbered[:-1]:
            if upper < level:
                self._see_heading(text)
            else:  # a part without rows
                self.unused.append(text)
        self._pending.clear()
        part, points = without_points(CONTINUED.sub("", title))
        goes_on = part == self._part and CONTINUED.search(title) is not None
        self._part = part
        return None if goes_on else (part, points)

    def _see_heading(self, text: str) -> None:
        if not self.heading:
            self.heading = without_points(text)[0]
        elif text != self.heading:
            self.other_headings.append(text)

    def _begin_table(self, title: str) -> None:
        self._pending.clear()
        self.untaken.clear()
        self.table_title = title
        self._goes_on = not title.endswith("表")


def _is_table_title(line: str) -> bool:
    return bool(
        _TABLE_TITLE.fullmatch(line) or (year_in(line) and _OF_A_YEAR.search(line) and "，" not in line)
    )


def year_in(text: str) -> int | None:
    """Returns the year that a title names.

    >>> year_in("２０２３年表"), year_in("二〇二三年表"), year_in("渝府办发〔2022〕74号"), year_in("表")
    (2023, 2023, 2022, None)
    """
    plain = unicodedata.normalize("NFKC", text)
    found = _YEAR.search(plain) or re.search(r"[〔\[（(【](20\d{2})[〕\])）】]", plain)
    if found:
        return int(found[1])
    if chinese := _CHINESE_YEAR.search(text):
        return 2000 + (digits_value(_ZEROS.sub("〇", chinese[1])) or 0)
    return None


def without_points(title: str) -> tuple[str, Decimal | None]:
    """Returns a title without the points at its end, and these.

    Points that stand in brackets beside something else stay there.

    >>> without_points("经济发展（40分）"), without_points("党的建设")
    (('经济发展', Decimal('40')), ('党的建设', None))
    >>> without_points("经济发展（共2项，8分）")
    ('经济发展（共2项，8分）', Decimal('8'))
    """
    if len(title) > _LONGEST_TITLE:
        return title, None
    if among := _POINTS_AMONG_OTHERS.search(title):
        return title, weight_of(among["points"])
    found = _POINTS.search(title)
    if found is None or not title[: found.start()].strip():
        return title, None
    return title[: found.start()].strip(" ，,：:"), weight_of(found["inside"] or found["points"])
