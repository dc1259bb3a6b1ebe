"""Files in, tables out: every table recognised, left out with a reason, or refused."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from kaohe_cli.exceptions import KaoheError, WrongUseError
from kaohe_cli.importing.checks import check_sections
from kaohe_cli.importing.columns import Layout
from kaohe_cli.importing.drafts import IncentivesDraft, IndicatorsDraft
from kaohe_cli.importing.form_example import metrics_shown
from kaohe_cli.importing.form_import import FormImport, forms_text
from kaohe_cli.importing.formats.any_file import read_stream
from kaohe_cli.importing.imported import Imported
from kaohe_cli.importing.incentive_table import IncentiveReader
from kaohe_cli.importing.indicator_table import IndicatorReader
from kaohe_cli.importing.joining import joined
from kaohe_cli.importing.naming import Naming, naming
from kaohe_cli.importing.outline import Outline, year_in
from kaohe_cli.importing.policy_text import parts_of, read_policy
from kaohe_cli.importing.recognition import (
    Foreign,
    Recognised,
    TableKind,
    Unclear,
    Verdict,
    recognise,
    refusal,
)
from kaohe_cli.importing.remembered import KnownHeader, header_of
from kaohe_cli.importing.report import Account, DocumentPlace, Doubt, TableAccount
from kaohe_cli.importing.running_indicators import read_running_indicators
from kaohe_cli.importing.running_text import CITED, pieces
from kaohe_cli.importing.stream import Grid, Stream, Text
from kaohe_cli.importing.tables import (
    Data,
    ImportedTables,
    IncentiveParts,
    as_model,
    doubt_parts,
    incentives_data,
    indicators_data,
    registry_data,
)
from kaohe_cli.importing.texts import clean
from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.tables.units import Registry
from kaohe_cli.words.likeness import lookalikes
from kaohe_cli.words.listed_bodies import names_standing_whole
from kaohe_cli.words.plaques import bodies_named
from kaohe_cli.workspace.names import FORMS, INCENTIVES, INDICATORS, UNITS
from kaohe_cli.workspace.workspace import Workspace
from kaohe_cli.yamltext.new_file import yaml_text

_LONGEST_LINE = 2000


class NothingFoundError(KaoheError):
    """The files hold nothing that can be imported."""


def import_files(
    paths: Sequence[Path],
    *,
    columns: Sequence[str] | None = None,
    year: int | None = None,
    beside: Workspace | None = None,
    remembered: Sequence[KnownHeader] = (),
) -> Imported:
    """Returns what Word files and pasted texts hold: 附件1, 附件2, 附件3 and the policy, in any combination.

    ``columns`` are the values of ``--columns``; ``remembered`` is what people said before of tables with
    these headers; ``year`` is asked for where no title names one; ``beside`` is the workspace that it will be
    merged into.

    Raises:
        KaoheError: a file cannot be read, a table cannot be understood, or there is nothing to import.
    """
    work = _Import(naming(columns or ()), year, FormImport(beside), remembered)
    for path in paths:
        work.read(read_stream(path))
    return work.result([path.name for path in paths])


class _Import:
    """All files of one import."""

    def __init__(
        self, named: Naming, year: int | None, forms: FormImport, remembered: Sequence[KnownHeader]
    ) -> None:
        self._naming = named
        self._remembered = remembered
        self._answers: list[KnownHeader] = []
        self._named_year = year
        self._indicators = IndicatorsDraft()
        self._incentives = IncentivesDraft()
        self._forms = forms
        self._doubts: list[Doubt] = []
        self._part_doubts: list[Doubt] = []
        self._account = Account()
        self._unclear: list[tuple[str, int, str]] = []
        self._titles: list[str] = []
        self._lines: list[str] = []

    def read(self, stream: Stream) -> None:
        """Reads one file."""
        file = _File(stream.name, self)
        file.known = names_standing_whole(_texts(stream))
        self._lines += [text for text in _texts(stream) if len(text) <= _LONGEST_LINE]
        lines = self._forms.read(stream, self._account)
        for item in stream.items:
            if isinstance(item, Grid):
                file.grid(item)
            else:
                file.outline.see(item.text)
        file.finish()
        self._account.remarks += [(stream.name, remark) for remark in dict.fromkeys(stream.remarks)]
        self._titles += [line for line in lines[:40] if year_in(line) and not CITED.search(line)]
        self._read_running_text(stream.name, lines)

    def _read_running_text(self, file: str, lines: list[str]) -> None:
        text = list(pieces(lines))
        policy, doubts = read_policy(file, lines, text)
        if policy.measures:
            if self._incentives.policy.measures:
                raise WrongUseError(f"{file} 和前面的文件都有政策措施，一次只能导入一份")
            self._incentives.policy = policy
            self._doubts += doubts
            count, steps = len(policy.measures), len(policy.timeline)
            text_read = f"政策措施 {count} 条，组织实施的步骤 {steps} 个"
            self._account.texts.append((file, text_read))
        taken = {id(piece) for _, part, is_policy in parts_of(text) if is_policy for piece in part}
        read, other = read_running_indicators(file, text, taken, self._indicators, self._doubts)
        if read:
            self._account.texts.append(
                (file, f"正文里的编号段落 {read + other} 个 = 读入 {read} + 不是指标 {other}")
            )

    def grid(self, file: "_File", grid: Grid) -> None:
        """Reads one table."""
        place = DocumentPlace(file.name, grid.number)
        account = TableAccount(place, "", len(grid.rows), sum(len(row.filled) for row in grid.rows))
        self._account.tables.append(account)
        if self._forms.takes(account):
            return
        named = self._named(file, grid)
        verdict = recognise(
            grid, file.name, file.outline.table_title, file.before, named, self._year_of(file)
        )
        if isinstance(verdict, Foreign):
            account.is_read, account.reason = False, verdict.reason
            self._doubts += self._forms.doubt(account)
        elif isinstance(verdict, Unclear):
            self._unclear.append((file.name, grid.number, verdict.seen))
        else:
            account.kind = verdict.kind
            table = verdict.table._replace(known=file.known)
            layout = table.layout
            is_of_indicators = verdict.kind == "考核指标"
            account.left_out_columns = tuple(
                filter(None, layout.withheld if is_of_indicators else layout.left_out)
            )
            account.further_columns = tuple(layout.further) if is_of_indicators else ()
            self._doubts += [Doubt(place, oddity) for oddity in layout.oddities]
            self._doubts += [Doubt(place, question, serious=True) for question in layout.questions]
            file.before = (verdict.kind, layout)
            reader = file.indicators if verdict.kind == "考核指标" else file.incentives
            reader.read(table, place, account)
        if grid.rows and not isinstance(verdict, Foreign):
            self._titles.append(file.outline.table_title)
        if named is self._naming:
            self._keep_answer(file, grid, verdict)

    def _named(self, file: "_File", grid: Grid) -> Naming:
        """Returns what people say of columns; for a table of which they say nothing, what was kept."""
        words = next((one.columns for one in reversed(self._remembered) if one.fits(grid)), None)
        if words is None or self._naming.of(file.name, grid.number):
            return self._naming
        self._account.remarks.append((file.name, f"表{grid.number}的各列照 columns.yaml 里记下的读"))
        return self._naming.with_words(file.name, grid.number, words)

    def _keep_answer(self, file: "_File", grid: Grid, verdict: Verdict) -> None:
        """Takes note of the columns that a person named and that were needed."""
        words = self._naming.of(file.name, grid.number)
        if not words and isinstance(verdict, Recognised) and verdict.table.is_named:
            words = self._naming.general
        header = header_of(grid)
        if words and header:
            self._answers.append(KnownHeader(header=header, columns=words))

    def _year_of(self, file: "_File") -> int | None:
        return self._named_year or year_in(file.outline.table_title) or year_in(file.name)

    def file_readers(self, file: str, outline: Outline) -> tuple[IndicatorReader, IncentiveReader]:
        """Returns the readers of the tables of one file."""
        return (
            IndicatorReader(file, outline, self._indicators, self._doubts),
            IncentiveReader(outline, self._incentives, self._doubts),
        )

    def see_titles(self, outline: Outline) -> None:
        """Keeps the titles of a file that the tables are called by."""
        if self._indicators.sections:
            self._indicators.heading = self._indicators.heading or outline.heading

    def result(self, names: list[str]) -> Imported:
        """Returns the tables; to be called once all files are read."""
        counts = Counter(table.place.file for table in self._account.tables)
        self._naming.check_there({name: counts[name] for name in names})
        if self._unclear:
            raise refusal(self._unclear)
        check_sections(self._indicators, self._doubts)
        rows_of_indicators = [row for section in self._indicators.sections for row in section.criteria]
        for said in metrics_shown(self._lines, rows_of_indicators):
            self._doubts.append(Doubt(DocumentPlace(names[0]), said))
        rows = joined(self._incentives, self._doubts)
        self._titles += self._forms.titles
        if not self._indicators.sections and not rows and not self._forms.titles:
            raise self._nothing_found(names)
        year = self._checked_year(names)
        indicators = (
            indicators_data(self._indicators, year, self._doubts) if self._indicators.sections else None
        )
        incentives = incentives_data(self._incentives, rows, year, self._doubts) if rows else None
        self._part_doubts += doubt_parts(rows) if rows else ()
        units = [
            name for section in self._indicators.sections for one in section.criteria for name in one.units
        ]
        units += [name for row in rows for name in row.units]
        registry = bodies_named(units, (name for row in rows for name in (*row.city_lead, *row.city_support)))
        for short, long in lookalikes(registry.names):
            message = f"“{short}”和“{long}”可能是同一单位；是的话，在 units.yaml 里并成一条，写在 aliases 里"
            self._doubts.append(Doubt(DocumentPlace(names[0]), message))
        return self._imported(names, year, indicators, incentives, registry_data(registry))

    def _imported(
        self, names: list[str], year: int, indicators: Data | None, incentives: Data | None, registry: Data
    ) -> Imported:
        shown = "、".join(clean(name) for name in names)
        source = f"来源：{shown}（kaohe import 导入）。文字照录原文，只去掉排版留下的空格和换行。"
        found = {"indicators": indicators, "incentives": incentives, "units": registry}
        forms = self._forms.result(indicators, year, has_incentives=incentives is not None)
        parts = self._incentive_parts(incentives)
        is_written = {"units": bool(registry["units"])}
        texts = tuple(
            (f"{kind}.yaml", yaml_text(kind, data, (source,)))
            for kind, data in found.items()
            if data is not None and is_written.get(kind, True)
        )
        if forms is not None:
            self._doubts += forms.doubts
            texts = (*texts, (FORMS, forms_text(forms, source)))
        tables = ImportedTables(
            as_model(IndicatorTable, indicators, INDICATORS, self._doubts),
            as_model(IncentiveTable, incentives, INCENTIVES, self._doubts),
            as_model(Registry, registry, UNITS, self._doubts),
        )
        counts = _counts(indicators, incentives, registry)
        if forms is not None:
            counts["报送表"] = len(forms.data["forms"])
        doubts = dict.fromkeys((*self._doubts, *self._part_doubts))
        return Imported(
            tables,
            tuple(sorted(doubts, key=lambda doubt: _reading_order(doubt, names))),
            self._account,
            tuple(names),
            counts,
            parts,
            tuple(self._part_doubts),
            texts,
            forms,
            tuple(self._answers),
        )

    def _incentive_parts(self, data: Data | None) -> IncentiveParts | None:
        draft = self._incentives
        if data is None:
            return None
        return IncentiveParts(data, bool(draft.rows), bool(draft.policy.measures), bool(draft.title))

    def _checked_year(self, names: list[str]) -> int:
        """Returns the year to write; one that is asked for against the documents' word is a doubt."""
        said, wanted = self._year(names), self._named_year
        if wanted and said and wanted != said:
            message = (
                f"文件里写的是 {said} 年，按 --year 记成 {wanted} 年；标题照录，请核对是否为这一年的文件"
            )
            self._doubts.append(Doubt(DocumentPlace(names[0]), message))
        return wanted or said or self._supposed_year(names)

    def _supposed_year(self, names: list[str]) -> int:
        """Returns the newest year that the documents mention at all, else this one; it must be looked at."""
        mentioned = [
            year for line in self._lines if (year := year_in(line)) and year <= date.today().year + 1
        ]
        year = max(mentioned, default=date.today().year)
        why = "文件里提到的最近一年" if mentioned else "今年"
        message = f"标题里没有看出是哪一年的表，暂记作 {year} 年（{why}）；不对的，用 --year 写明再导入"
        self._doubts.append(Doubt(DocumentPlace(names[0]), message, serious=True))
        return year

    def _year(self, names: list[str]) -> int | None:
        policy = self._incentives.policy
        titles = [self._indicators.title, self._incentives.title, policy.document_title, policy.document]
        for title in (*titles, *self._titles, *names):
            if found := year_in(title):
                return found
        return None

    def _nothing_found(self, names: list[str]) -> NothingFoundError:
        left_out = "；".join(str(table) for table in self._account.tables)
        seen = f"；看到的表：{left_out}" if left_out else "，也没有表格"
        forms = any("附件3" in remark for _, remark in self._account.remarks)
        hint = "；像有报送表，没有看出空白的栏目；各单位交回的报送材料用 kaohe collect 录入" if forms else ""
        return NothingFoundError(f"{'、'.join(names)} 里没有找到考核指标表、督查激励表或政策措施{seen}{hint}")


def _reading_order(doubt: Doubt, names: list[str]) -> tuple[int, int, int]:
    file = names.index(doubt.place.file) if doubt.place.file in names else len(names)
    return file, doubt.place.table, doubt.place.row


def _counts(indicators: Data | None, incentives: Data | None, registry: Data) -> dict[str, int]:
    sections = indicators["sections"] if indicators else []
    rows = [one for section in sections for one in section["indicators"]]
    counts = {
        "考核指标": len(rows),
        "考核内容": sum(len(one["criteria"]) for one in rows),
        "督查激励": len(incentives["incentives"]) if incentives else 0,
        "单位": len(registry["units"]),
        "统称": len(registry.get("collectives", ())),
        "市级部门": len(registry.get("city_departments", ())),
    }
    return {what: count for what, count in counts.items() if count}


def _texts(stream: Stream) -> Iterator[str]:
    for item in stream.items:
        if isinstance(item, Text):
            yield item.text
        else:
            yield from (cell.text for row in item.rows for cell in row.filled)


class _File:
    """One file on the way through it."""

    def __init__(self, name: str, work: _Import) -> None:
        self.name = name
        self._work = work
        self.outline = Outline()
        self.indicators, self.incentives = work.file_readers(name, self.outline)
        self.before: tuple[TableKind, Layout] | None = None
        self.known: frozenset[str] = frozenset()

    def grid(self, grid: Grid) -> None:
        """Reads a table of the file."""
        if grid.rows:
            self._work.grid(self, grid)

    def finish(self) -> None:
        """Looks at the whole of the file."""
        self.indicators.finish()
        self._work.see_titles(self.outline)
