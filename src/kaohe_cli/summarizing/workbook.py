"""The workbook of a round: rows with all fields of their forms, sums, units, losses, risks, claims, gaps."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kaohe_cli.exporting.excel_file import Book
from kaohe_cli.exporting.sheets import Sheet, SheetValue
from kaohe_cli.exporting.sheets import SheetField as Column
from kaohe_cli.forms.record import NUMBERS, Field
from kaohe_cli.query.rows import points
from kaohe_cli.summarizing.earlier import Compared
from kaohe_cli.summarizing.incentives import IncentiveStanding
from kaohe_cli.summarizing.lights import WORDS
from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.statements import Statement
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.summarizing.totals import Totals
from kaohe_cli.summarizing.wording import NOT_REPORTED, heading, lights_line
from kaohe_cli.words.phones import masked

if TYPE_CHECKING:
    from kaohe_cli.forms.record import Form

_LONGEST_CELL: Final = (
    30_000  # Excel takes 32,767 characters; the rest is for the note that some were left out
)
_MOST_BARS: Final = 15  # a chart of more is no longer read
_COLOURS: Final = {
    WORDS["green"]: ("#C6EFCE", "#0B5A1E"),
    WORDS["yellow"]: ("#FFEB9C", "#5C4300"),
    WORDS["red"]: ("#FFC7CE", "#8C0A14"),
    WORDS[None]: ("#EDEDED", "#404040"),
}
"""The ground and the text of a light's cell; each pair has a contrast of 4.5 : 1 and more."""
_FIGURES: Final = tuple(Column(title, 9) for title in ("满分", "自评得分", "全年预计", "失分"))
_CHECK: Final = "需核对"
_FORECAST: Final = 2  # its place among the figures
_WIDTHS: Final = {"paragraphs": 48, "score": 9, "number": 9, "rank": 12, "choice": 12, "date": 12}
_USUAL_WIDTH: Final = 18


class _Asked(NamedTuple):
    """The fields of the forms that are shown, and how their texts are."""

    fields: tuple[Field, ...]
    shown: Callable[[str], str]


def workbook(view: Compared, *, show_phones: bool = False) -> bytes:
    """Returns the workbook; the same summary gives the same bytes. Phones only where asked for.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    summary = view.summary
    book = Book(heading(summary), summary.tables.indicators.title)
    painter = _Painter(book)
    rows = _rows(view, _asked((one.row.form for one in summary.standings), show_phones))
    page = book.add(rows)
    _print_up_to_the_check(page, rows)
    painter.lights(page, rows)
    for sheet in (_parts(summary), _units(summary), _losses(summary)):
        if sheet.rows:
            painter.losses(book.add(sheet), sheet)
    claims = _claims(summary, _asked((one.row.form for one in summary.incentives), show_phones))
    for sheet in (_risks(summary), claims, _missing(summary)):
        if sheet.rows:
            page = book.add(sheet)
            if sheet is claims:
                _print_up_to_the_check(page, sheet)
    return book.finished()


def _print_up_to_the_check(page: Any, sheet: Sheet) -> None:
    """Leaves the fields of the forms off the paper: with them a page of A4 could not be read."""
    titles = [column.title for column in sheet.fields]
    page.print_area(0, 0, len(sheet.rows), titles.index(_CHECK))


def _asked(forms: "Iterable[Form]", show_phones: bool) -> _Asked:
    """Returns the fields of these forms, each key once in the order of the forms."""
    by_key = {field.key: field for form in dict.fromkeys(forms) for field in form.fields}
    fields = tuple(one for one in by_key.values() if show_phones or one.kind != "phone")
    return _Asked(fields, str if show_phones else masked)


def _rows(view: Compared, asked: _Asked) -> Sheet:
    columns = (
        Column("编号", 8),
        Column("包括", 12),
        Column("部分", 6),
        Column("指标", 28),
        Column("牵头单位", 18),
        Column("责任单位", 22),
        *_FIGURES,
        Column("灯", 6),
        *(Column(f"{name}预计", 9) for name, _ in view.earlier),
        Column("报送单位", 18),
        Column(_CHECK, 30),
        *_columns_of(asked.fields),
    )
    rows = [
        (
            one.id,
            "、".join(one.covers),
            one.row.section.id,
            one.name,
            "\n".join(one.leads),
            "\n".join(one.units),
            *_figures(one),
            WORDS[one.light],
            *(_points(row.last if (row := each.rows.get(one.id)) else None) for _, each in view.earlier),
            "\n".join(one.reported_by),
            "\n".join(flag.text for flag in one.flags),
            *_said(one.statements, asked),
        )
        for one in view.summary.standings
    ]
    return Sheet("各项", columns, rows)


def _columns_of(fields: Iterable[Field]) -> Iterator[Column]:
    for field in fields:
        yield Column(field.name.replace(".", " "), _WIDTHS.get(field.kind, _USUAL_WIDTH))


def _said(statements: Sequence[Statement], asked: _Asked) -> Iterator[SheetValue]:
    """Yields what was said of a row, field by field; with several voices each under its name."""
    for field in asked.fields:
        found = [(one, one.report.value(one.id, field.key)) for one in statements]
        there = [(one, value) for one, value in found if value is not None]
        if len(there) == 1 and isinstance(there[0][1], Decimal) and field.kind in NUMBERS:
            yield there[0][1]
            continue
        texts = [
            (_voice(one, statements), points(value) if isinstance(value, Decimal) else asked.shown(value))
            for one, value in there
        ]
        if len({text for _, text in texts}) == 1:
            yield _fitting(texts[0][1])
        else:
            yield _fitting("\n".join(f"{voice}：{text}" for voice, text in texts))


def _voice(statement: Statement, every: Sequence[Statement]) -> str:
    """Returns by what one of several statements is told from the others: its body, and the metric."""
    return f"{statement.unit} {statement.id}" if len({one.id for one in every}) > 1 else statement.unit


def _fitting(text: str) -> str:
    """Returns a text as a cell can hold it, saying how much of it was left out."""
    if len(text) <= _LONGEST_CELL:
        return text
    return f"{text[:_LONGEST_CELL]}\n……（后面还有 {len(text) - _LONGEST_CELL} 字，见报送数据）"


def _figures(standing: Standing) -> Iterator[SheetValue]:
    unasked = standing.is_final and standing.forecast is None
    figures = (standing.full_marks, standing.progress, standing.forecast, standing.loss)
    for place, value in enumerate(figures):
        missing = NOT_REPORTED if standing.counts and not (unasked and place == _FORECAST) else ""
        yield value if value is not None else missing


def _points(value: Decimal | None) -> SheetValue:
    return "" if value is None else value


def _sums(totals: Totals) -> Iterator[SheetValue]:
    for total in (totals.full_marks, totals.progress, totals.forecast, totals.loss):
        yield total.points if total.points is not None else NOT_REPORTED if totals.rows else ""


def _parts(summary: Summary) -> Sheet:
    columns = (
        Column("部分", 40),
        *_FIGURES,
        Column("计分项", 8),
        Column("自评项", 8),
        Column("预计项", 8),
        Column("灯", 30),
    )
    named = [(f"{part.id} {part.title}", part.totals) for part in summary.parts]
    rows = [
        (name, *_sums(totals), *_counts(totals), lights_line(totals))
        for name, totals in (*named, *([("合计", summary.totals)] if named else []))
    ]
    return Sheet("合计", columns, rows)


def _counts(totals: Totals) -> Iterator[SheetValue]:
    for count in (totals.rows, totals.progress.rows, totals.forecast.rows):
        yield Decimal(count)


def _units(summary: Summary) -> Sheet:
    """Returns the sheet of bodies, those that lose most first, as its chart has them."""
    columns = (
        Column("单位", 24),
        *_FIGURES,
        Column("状态", 10),
        Column("逾期天数", 9),
        Column("牵头项", 8),
        Column("配合项", 8),
        Column("没有报的项", 40),
    )
    ordered = {unit.unit: unit for unit in (*summary.units_by_loss, *summary.units)}
    rows = [
        (
            unit.unit,
            *_sums(unit.totals),
            unit.state.value,
            Decimal(unit.late_days) if unit.late_days else "",
            Decimal(len(unit.led)),
            Decimal(len(unit.supported)),
            "、".join(unit.missing),
        )
        for unit in ordered.values()
    ]
    return Sheet("单位", columns, rows)


def _losses(summary: Summary) -> Sheet:
    columns = (Column("指标", 40), *_FIGURES, Column("灯", 6), Column("牵头单位", 24))
    rows = [
        (f"{one.id} {one.row.name}", *_figures(one), WORDS[one.light], "\n".join(one.leads))
        for one in summary.losses
    ]
    return Sheet("失分", columns, rows)


def _risks(summary: Summary) -> Sheet:
    names = {one.id: one.name for one in summary.standings}
    columns = (
        Column("编号", 8),
        Column("指标", 36),
        Column("单位", 20),
        Column("依据", 14),
        Column("原话", 70),
    )
    rows: list[tuple[SheetValue, ...]] = [
        (risk.id, names[risk.id], risk.unit, "全年填“否”" if risk.says_no else "情况中写到", risk.quote)
        for risk in summary.risks
    ]
    return Sheet("风险", columns, rows)


def _claims(summary: Summary, asked: _Asked) -> Sheet:
    said: dict[str, IncentiveStanding] = {one.id: one for one in summary.incentives}
    columns = (
        Column("编号", 8),
        Column("督查激励措施", 32),
        Column("进度", 10),
        Column("还有几天", 9),
        Column("牵头单位", 20),
        Column("是否加分", 9),
        Column(_CHECK, 30),
        *_columns_of(asked.fields),
    )
    rows = []
    for claim in summary.claims:
        one = said.get(claim.id)
        rows.append(
            (
                claim.id,
                claim.name,
                claim.state or "未定",
                Decimal(claim.days_left) if claim.days_left is not None else "",
                claim.lead,
                "是" if one is not None and one.row.incentive.bonus_points else "否",
                claim.alarm,
                *_said(one.statements if one is not None else (), asked),
            )
        )
    return Sheet("督查激励", columns, rows)


def _missing(summary: Summary) -> Sheet:
    names = {one.id: one.name for one in summary.standings}
    names |= {one.id: one.name for one in summary.incentives}
    columns = (Column("单位", 24), Column("状态", 10), Column("编号", 10), Column("没有报的项", 60))
    rows: list[tuple[SheetValue, ...]] = [
        (unit.unit, unit.state.value, row_id, names.get(row_id, ""))
        for unit in summary.missing
        for row_id in unit.missing
    ]
    return Sheet("未报", columns, rows)


class _Painter:
    """Puts colours and charts on finished sheets, native ones, which follow what people change."""

    def __init__(self, book: Book) -> None:
        self._file: Any = book.file
        self._looks = {
            word: self._file.add_format({"bg_color": ground, "font_color": text})
            for word, (ground, text) in _COLOURS.items()
        }

    def lights(self, page: Any, sheet: Sheet) -> None:
        """Colours the column of the lights, and what is lost."""
        titles = [column.title for column in sheet.fields]
        at = titles.index("灯")
        for word, look in self._looks.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
            page.conditional_format(1, at, max(1, len(sheet.rows)), at, rule)
        self._bars(page, sheet)

    def losses(self, page: Any, sheet: Sheet) -> None:
        """Colours what is lost, and draws it beside the table where the sheet is about that."""
        self._bars(page, sheet)
        titles = [column.title for column in sheet.fields]
        at = titles.index("失分")
        values = [row[at] for row in sheet.rows]
        losing = sum(isinstance(value, Decimal) and value > 0 for value in values)
        if sheet.name == "失分":
            self.lights(page, sheet)
        if losing and sheet.name in ("失分", "单位"):
            last = min(losing, _MOST_BARS)
            chart = self._file.add_chart({"type": "bar"})
            chart.add_series(
                {
                    "name": "失分",
                    "categories": [sheet.name, 1, 0, last, 0],
                    "values": [sheet.name, 1, at, last, at],
                    "fill": {"color": "#8C1D18"},
                    "data_labels": {"value": True},
                }
            )
            title = "失分最多的指标" if sheet.name == "失分" else "失分最多的单位"
            chart.set_title({"name": title, "name_font": {"size": 12}})
            chart.set_legend({"none": True})
            chart.set_y_axis({"reverse": True})
            chart.set_x_axis({"major_gridlines": {"visible": False}, "visible": False})
            chart.set_size({"width": 640, "height": 90 + 26 * last})
            page.insert_chart(1, len(sheet.fields) + 1, chart, {"description": title})

    def _bars(self, page: Any, sheet: Sheet) -> None:
        titles = [column.title for column in sheet.fields]
        at = titles.index("失分")
        rule = {"type": "cell", "criteria": "between", "minimum": 0.000001, "maximum": 1_000_000}
        page.conditional_format(
            1, at, max(1, len(sheet.rows)), at, {**rule, "format": self._looks[WORDS["red"]]}
        )
