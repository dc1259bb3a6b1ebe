"""附件1: the rows of indicator tables as sections, indicators and criteria."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kaohe_cli.importing.cells import BODY_ROLES, CellReader, Points, Units
from kaohe_cli.importing.checks import check_total
from kaohe_cli.importing.drafts import CriterionDraft, IndicatorDraft, IndicatorsDraft, SectionDraft
from kaohe_cli.importing.outline import Outline
from kaohe_cli.importing.report import DocumentPlace, Doubt, Fate, TableAccount
from kaohe_cli.importing.rows import CellValue, DataRow, KnownTable, Origin
from kaohe_cli.importing.table_reader import TableReader
from kaohe_cli.importing.texts import (
    CONTINUED,
    after_number,
    clean,
    is_unreadable,
    number_of,
    points_behind,
    weight_of,
)
from kaohe_cli.words.folding import bare
from kaohe_cli.words.shortening import quoted

_SUBDIVIDED = re.compile(r"[A-Za-z]?\d+(?:[.．\-—]\d+)*[.．]?")
_LONGEST_NUMBER = 4


class IndicatorReader(TableReader):
    """Reads one indicator table after another; a part may go on in the next."""

    def __init__(self, file: str, outline: Outline, draft: IndicatorsDraft, doubts: list[Doubt]) -> None:
        super().__init__(outline, draft, doubts)
        self._file = file
        self._draft = draft
        self._section: SectionDraft | None = None
        self._indicator: IndicatorDraft | None = None
        self._last: CriterionDraft | None = None
        self._shared: dict[int, list[CriterionDraft]] = {}
        self._since_total = Decimal(0)
        self._group = ""
        self._number = 0

    def read(self, table: KnownTable, place: DocumentPlace, account: TableAccount) -> None:
        """Reads a table; each row is counted in the account."""
        self._cells = CellReader(place, table, self._doubts)
        if "content" not in table.layout.roles:
            self._doubts.append(Doubt(place, "没有考核内容一列，用指标名称作考核内容"))
        if not set(BODY_ROLES) & table.layout.roles.keys():
            message = "没有责任单位一列，各项都没有责任单位；定下来后用 kaohe assign 补上"
            self._doubts.append(Doubt(place, message, serious=True))
        self._go_through(table, self._cells, account)

    def _texts(self) -> Iterator[str]:
        if self._indicator is not None and self._section is not None:
            yield from (self._indicator.name, self._section.title)
            if self._last is not None:
                yield from self._last.texts()

    # --- one row --------------------------------------------------------------------------------

    def _data(self, row: DataRow) -> Fate:
        section = self._current_section(row)
        number, name, origin = self._name(row)
        current = self._indicator
        repeated = origin == "own" and current is not None and _is_same(current, number, name)
        if origin == "own" and not repeated:
            current = self._begin_indicator(row, section, number, name)
            return self._new_criterion(row, current, self._cells.units(row, self._last, is_new=True))
        if number == self._number + 1:  # the numbers count the rows, not the indicators
            self._number = number
        if current is None:
            self._cells.doubt(row, "name", "没有指标名称，这一行没有导入", serious=True)
            return "跳过"
        if number is not None and origin == "blank" and self._cells.shows_merges:
            message = f"有序号而没有指标名称，归到上一项“{quoted(current.name)}”，请核对"
            self._cells.doubt(row, "name", message)
        return self._further(row, current, repeated=repeated)

    def _current_section(self, row: DataRow) -> SectionDraft:
        group = row["section"]
        if group.origin == "own" and clean(group.text) != self._group:
            self._group = clean(group.text)
            self._outline.see(self._group, in_table=True)
        taken = self._outline.take()
        if taken is None and self._section is not None:
            return self._section
        title, declared = taken or (self._outline.table_title, None)
        if not title:
            title = "考核指标"
            self._cells.doubt(row, None, "没有看出这一部分的标题，暂写作“考核指标”")
        self._section = SectionDraft(title, self._cells.place.at(row.number), declared)
        self._draft.sections.append(self._section)
        self._indicator = self._last = None
        self._since_total = Decimal(0)
        return self._section

    def _name(self, row: DataRow) -> tuple[int | None, str, Origin]:
        value = row["name"] if "name" in self._cells.layout.roles else row["content"]
        name = CONTINUED.sub("", clean(value.text))
        if "number" in self._cells.layout.roles:
            return number_of(row["number"].text), name, value.origin
        number, name = after_number(name)
        return number, name, value.origin

    def _begin_indicator(
        self, row: DataRow, section: SectionDraft, number: int | None, name: str
    ) -> IndicatorDraft:
        written = row["number"].text.strip()
        if number is None and written and not _SUBDIVIDED.fullmatch(written):
            message = f"无法识别“{quoted(written)}”是第几项，请核对这一行和上一行"
            self._cells.doubt(
                row, "number", message, serious="\n" in written or len(written) > _LONGEST_NUMBER
            )
        if number is not None:
            is_first = not section.indicators
            if problem := _break_in_numbers(self._number, number, is_first=is_first):
                self._cells.doubt(row, "number", f"{problem}，请看原文有没有漏行")
            self._number = number
        self._indicator = IndicatorDraft(name, number)
        section.indicators.append(self._indicator)
        return self._indicator

    # --- what a row asks for --------------------------------------------------------------------

    def _further(self, row: DataRow, indicator: IndicatorDraft, *, repeated: bool) -> Fate:
        """A further row of an indicator: another criterion, more bodies for the last one, or nothing new."""
        units = self._cells.units(row, self._last, is_new=False)
        last = self._last
        if last is None:
            return self._new_criterion(row, indicator, units)
        if not self._says_more(row):
            return _more_units(last, units, repeated=repeated)
        if repeated:
            if (clean(row["content"].text), units.names) != (last.content, last.units):
                message = "与上面同一项指标重复写了一次（常见于换页处），接着读，没有另立指标"
                self._cells.doubt(row, "name", message)
            elif _weighs_the_same(row, last):
                return "手工重复"
            else:
                message = "与上一行只有权重不同，另作一条考核内容；是换页重复的，请改正权重"
                self._cells.doubt(row, "weight", message)
        return self._new_criterion(row, indicator, units)

    def _new_criterion(self, row: DataRow, indicator: IndicatorDraft, units: Units) -> Fate:
        content = self._cells.content(row, indicator.name, self._last)
        points = self._cells.points(row)
        if "weight" not in self._cells.layout.roles:
            content, points = self._points_in_texts(indicator, content)
        criterion = CriterionDraft(self._cells.place.at(row.number), content, units.names, points.weight)
        criterion.is_weight_explained = points.weight is None and is_unreadable(row["weight"].text)
        criterion.is_extra = points.is_extra
        criterion.leads = units.leads
        criterion.columns, criterion.more = self._cells.open_columns(row)
        if points.wording:
            said = (points.wording, criterion.columns.get("scoring", ""))
            criterion.columns["scoring"] = "；".join(filter(None, said))
        self._share_weight(row["weight"], criterion)
        self._cells.look_at_pictures(row)
        indicator.criteria.append(criterion)
        self._last = criterion
        self._since_total += criterion.weight or Decimal(0)
        return "读入"

    def _points_in_texts(self, indicator: IndicatorDraft, content: str) -> tuple[str, Points]:
        """Where a table has no column of points, those in brackets at the end of a content or a name count.

        Points at the name are those of all its contents; where these have points of their own, they stay
        in the name.
        """
        text, weight = points_behind(content)
        if weight is not None and "content" in self._cells.layout.roles:
            return text, Points(weight)
        name, weight = points_behind(indicator.name)
        if weight is None or indicator.criteria:
            return content, Points(None)
        content = name if content == indicator.name else content
        indicator.name = name
        return content, Points(weight)

    def _says_more(self, row: DataRow) -> bool:
        """True for a row with a content or a weight of its own; where nothing is weighed, with bodies.

        A content that goes over several rows repeats; but one weight makes one row of what is below it.
        """
        if row["content"].origin == "own" or row["weight"].origin == "own":
            return True
        is_weighed = (
            "weight" in self._cells.layout.roles and self._last is not None and self._last.weight is not None
        )
        return not is_weighed and any(row[role].origin == "own" for role in BODY_ROLES)

    def _share_weight(self, value: CellValue, criterion: CriterionDraft) -> None:
        last = self._last
        if value.origin == "above" and last is not None:
            group = self._shared.get(id(last)) or [last]
            group.append(criterion)
            criterion.is_weight_explained = True
            self._shared[id(criterion)] = group

    # --- sums -----------------------------------------------------------------------------------

    def _total(self, row: DataRow) -> Fate:
        wrong = check_total(row, self._section, self._draft, self._since_total)
        self._since_total = Decimal(0)
        if wrong is not None:
            self._cells.doubt(row, "weight" if wrong.serious else None, wrong.message, serious=wrong.serious)
        return "合计"

    def finish(self) -> None:
        """Looks at the parts as a whole."""
        for group in {id(group): group for group in self._shared.values()}.values():
            first, *others = group
            rows = "、".join(f"第{other.place.row}行" for other in others)
            self._doubts.append(
                Doubt(
                    first.place,
                    f"权重 {first.weight} 由这一行和{rows}共用一格，记在这一行，其余没有写；请商定各占几分",
                    serious=True,
                )
            )
        for line in self._outline.untaken:
            self._doubts.append(Doubt(DocumentPlace(self._file), f"“{line}”下面没有读到内容，没有导入"))
        for line in self._outline.unused:
            self._doubts.append(Doubt(DocumentPlace(self._file), f"标题和表之间的一行没有导入：{line}"))
        if self._outline.other_headings:
            left_out = "、".join(f"“{title}”" for title in dict.fromkeys(self._outline.other_headings))
            self._doubts.append(
                Doubt(DocumentPlace(self._file), f"一级标题只记了第一个，没有导入：{left_out}")
            )


def _is_same(indicator: IndicatorDraft, number: int | None, name: str) -> bool:
    """True where a row names an indicator that is being read already."""
    return bare(name) == bare(indicator.name) and (
        number is None or indicator.number is None or number == indicator.number
    )


def _weighs_the_same(row: DataRow, last: CriterionDraft) -> bool:
    """True where a repeated row has the weight of the row above, or none of its own."""
    value = row["weight"]
    return value.origin != "own" or weight_of(value.text) in (None, last.weight)


def _break_in_numbers(before: int, number: int, *, is_first: bool) -> str:
    """Returns what is wrong with a number; a part may begin at 1 or go on counting."""
    if number == before + 1 or (is_first and number == 1):
        return ""
    if is_first:
        return f"这一部分的序号从 {number} 开始"
    return f"序号 {number} 重复" if number == before else f"序号从 {before} 跳到 {number}"


def _more_units(last: CriterionDraft, units: Units, *, repeated: bool) -> Fate:
    """A row with nothing but bodies names more bodies for the row above."""
    fresh = tuple(name for name in units.names if name not in last.units)
    if units.origin == "own" and fresh:
        last.units += fresh
        return "并入"
    return "手工重复" if repeated else "并入"
