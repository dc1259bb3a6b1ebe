"""A summary table, one row an indicator and one column a field, written out as the forms that it stands for.

Units that report on many rows lay them out so. Each row becomes a form of its own, in the words of the form,
and is read as any other; a column that is no field's is listed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, NamedTuple

from kaohe_cli.collecting.reading.bullets import label_pattern
from kaohe_cli.collecting.reading.titles import Titles
from kaohe_cli.collecting.reading.wordings import pattern, without_bracket
from kaohe_cli.forms.record import Field, Form, Forms, FormSection
from kaohe_cli.ooxml.reading.content import Block, Content, Paragraph, Row, Table, asides_of
from kaohe_cli.words.folding import fold

_MOST_HEADS: Final = 3
"""Rows of a table's head: periods above, fields below, perhaps a title over all."""
_FEWEST_COLUMNS: Final = 3
"""Fields beside the name that make a table a summary; a table inside a text has fewer of the form's words."""
_FORM_LINES: Final = 3
"""So many lines with labels outside of tables are a form; its tables belong to its texts."""
_MOST_ROWS: Final = 2000

_NAME: Final = re.compile(
    r"(?:考核|市对区|督查)?(?:指标|事项|激励事项|激励措施|措施|任务|项目|工作)(?:\(?名称\)?|任务)?|名称|考核(?:内容|项目|事项)"
)
_COUNT: Final = re.compile(r"序号|编号|№|No\.?", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r" *(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十\d]{1,3} *[.、,])[.、]? *"
)
_BRACKET: Final = re.compile(r"\([^()]*\)")
_PHONE: Final = re.compile(r"(?:及|和|与|、|/|,)?(?:联系)?(?:电话|方式|手机)(?:号码?)?$")
_SITUATION: Final = re.compile(r"(?:完成)?情况$")
_OPTIONAL: Final = re.compile(r"〔[^〔〕]*〕")
_OPENER: Final = "考核内容："
"""As （一）责任单位 does, it says that the line above is a heading, also of a row that nobody knows."""
_NUMERALS: Final = "一二三四五六七八九"


class _Place(NamedTuple):
    """What a column holds."""

    section: FormSection
    field: Field | None
    """None for （一）责任单位."""


@dataclass
class _Columns:
    """The columns of a summary table, by their positions in the grid."""

    heads: int
    name: int
    places: dict[int, dict[str, _Place]] = field(default_factory=dict)
    """What each column holds, by the id of the form."""
    written: dict[str, str] = field(default_factory=dict)
    """What the head says over the columns of a section, by the section's number."""
    others: dict[int, str] = field(default_factory=dict)
    """The heads of columns that are no field's."""

    def count(self) -> int:
        """Returns how many fields have a column."""
        return len({one.field.key for places in self.places.values() for one in places.values() if one.field})


def laid_out(content: Content, forms: Forms, titles: Titles) -> Content:
    """Returns a file with its summary tables written out as forms; any other as it is.

    What stands in columns that are no field's is added to the notes, so that it is listed.
    """
    columns = [_columns(block, forms) if isinstance(block, Table) else None for block in content.blocks]
    if not any(columns) or _is_a_form(content, forms):
        return content
    blocks: list[Block] = []
    notes: list[Paragraph] = []
    for block, own in zip(content.blocks, columns, strict=True):
        if own is None or not isinstance(block, Table):
            blocks.append(block)
        else:
            writer = _Writer(own, forms, titles)
            blocks += writer.forms_of(block)
            notes += writer.notes
    return replace(content, blocks=tuple(blocks), notes=(*content.notes, *notes))


def _is_a_form(content: Content, forms: Forms) -> bool:
    """True where labels stand outside of tables: a table then belongs to a text of the form."""
    labels = label_pattern(forms)
    found = (block for block in content.blocks if isinstance(block, Paragraph) and _is_label(block, labels))
    return len(list(islice(found, _FORM_LINES))) == _FORM_LINES


def _is_label(paragraph: Paragraph, labels: re.Pattern[str]) -> bool:
    text = fold(paragraph.shown)
    number = _NUMBER.match(text)
    return labels.match(text, number.end() if number else 0) is not None


# --- the head ---------------------------------------------------------------------------------------


def _columns(table: Table, forms: Forms) -> _Columns | None:
    """Returns what the columns of a table hold, with the rows of head that say most; None for no summary."""
    depths = range(1, min(_MOST_HEADS, len(table.rows) - 1) + 1)
    found = [_Head(_paths(table.rows[:heads]), forms).columns(heads) for heads in depths]
    return max((one for one in found if one is not None), key=_Columns.count, default=None)


def _paths(rows: Sequence[Row]) -> dict[int, tuple[str, ...]]:
    """Returns what stands over each column of the grid, the upper words first."""
    paths: dict[int, tuple[str, ...]] = {}
    for row in rows:
        for cell in row.cells:
            words = "".join(fold(cell.text).split())
            for column in range(cell.column, cell.column + cell.span):
                before = paths.get(column, ())
                paths[column] = before if not words or words in before else (*before, words)
    return paths


class _Head:
    """The head of a table, read column by column."""

    def __init__(self, paths: dict[int, tuple[str, ...]], forms: Forms) -> None:
        self._paths = paths
        self._forms = forms

    def columns(self, heads: int) -> _Columns | None:
        names = [column for column, path in sorted(self._paths.items()) if path and _NAME.fullmatch(path[-1])]
        if not names:
            return None
        found = _Columns(heads, names[0])
        for form in self._forms:
            self._add(found, form)
        if found.count() < _FEWEST_COLUMNS:
            return None
        for column, path in self._paths.items():
            if (
                column != found.name
                and column not in found.places
                and path
                and not _COUNT.fullmatch(path[-1])
            ):
                found.others[column] = path[-1]
        return found

    def _add(self, found: _Columns, form: Form) -> None:
        section: FormSection | None = None
        taken: set[str] = set()
        for column, path in sorted(self._paths.items()):
            if column == found.name or not path:
                continue
            above = next((one for words in path[:-1] if (one := _section(words, form))), None)
            place = _place(path[-1], form, above or section, taken, is_bound=above is not None)
            if place is None:
                continue
            section = place.section
            if _section(path[-1], form) is section or above is section:
                words = path[-1] if above is None else next(w for w in path if _section(w, form) is above)
                found.written.setdefault(section.number, _NUMBER.sub("", words, count=1))
            if place.field is not None:
                taken.add(place.field.key)
            found.places.setdefault(column, {})[form.id] = place


def _place(
    words: str, form: Form, section: FormSection | None, taken: set[str], *, is_bound: bool
) -> _Place | None:
    """Returns what a column with this head holds; of fields with one label, that of the section at hand."""
    bare = _bare(words)
    named = _section(words, form)
    if named is not None and not is_bound:
        first = next(named.fields(), None)
        is_free = first.key not in taken if first is not None else named.prints == "units"
        return _Place(named, first) if is_free else None
    own = [(rest, one) for one in form.sections if (rest := _behind(bare, one))]
    for rest, one in sorted(own, key=lambda pair: len(pair[0])):  # 全年预计 before 全年
        for field_ in one.fields():
            if field_.key not in taken and _is_called(rest, field_):
                return _Place(one, field_)
    places = [
        _Place(one, field_) for one in form.sections for field_ in one.fields() if _is_called(bare, field_)
    ]
    free = [place for place in places if place.field is not None and place.field.key not in taken]
    here = [place for place in free if place.section is section]
    return next(iter(here or (() if is_bound else free)), None)


def _bare(words: str) -> str:
    return _BRACKET.sub("", _NUMBER.sub("", words, count=1)).strip(" :。")


def _section(words: str, form: Form) -> FormSection | None:
    """Returns the section that a head names."""
    bare = _bare(words)
    for section in form.sections:
        if any(re.fullmatch(pattern(without_bracket(one)), bare) for one in (*section.labels, *section.also)):
            return section
    return None


def _behind(bare: str, section: FormSection) -> str:
    """Returns what stands behind the words of a section in a head: 自评得分 in 全年预计自评得分."""
    rests = []
    for label in (*section.labels, *section.also):
        short = pattern(_SITUATION.sub("", without_bracket(label)))
        found = re.match(f"{short}(?:完成)?(?:情况)?[的:之—-]*", bare) if short else None
        if found and 0 < found.end() < len(bare):
            rests.append(bare[found.end() :])
    return min(rests, key=len, default="")


def _is_called(words: str, one: Field) -> bool:
    names = {words, words.removeprefix("预计"), *([_PHONE.sub("", words)] if one.phone else [])}
    called = [label for label in (one.label, *one.also) if label]
    return any(
        re.fullmatch(pattern(without_bracket(label)), name) for label in called for name in names if name
    )


# --- the rows ---------------------------------------------------------------------------------------


class _Writer:
    """Writes the rows of a summary table out as forms."""

    def __init__(self, columns: _Columns, forms: Forms, titles: Titles) -> None:
        self._columns = columns
        self._forms = forms
        self._titles = titles
        self.notes: list[Paragraph] = []

    def forms_of(self, table: Table) -> Iterator[Paragraph]:
        above: dict[int, str] = {}
        for number, row in enumerate(table.rows[self._columns.heads : _MOST_ROWS]):
            cells = _cells(row, above)
            above = cells
            name = cells.get(self._columns.name, "")
            self._keep_asides(row)
            if name and any(cells.get(column) for column in self._columns.places):
                yield Paragraph(f"{_numeral(number)}、{' '.join(name.split())}")
                yield from self._form(name, cells)
                self._keep_others(name, cells)
            else:
                self._note(" | ".join(dict.fromkeys(filter(None, cells.values()))))
        for row in table.rows[_MOST_ROWS:]:
            self._note(" | ".join(cell.text for cell in row.cells))

    def _form(self, name: str, cells: dict[int, str]) -> Iterator[Paragraph]:
        form = self._form_of(name)
        values: dict[str, str] = {}
        units: dict[str, str] = {}
        for column, places in self._columns.places.items():
            place = places.get(form.id)
            if place is None:
                words = next(iter(places.values()))
                self._note(f"{name} {words.field.title if words.field else ''}：{cells.get(column, '')}")
            elif place.field is None:
                units[place.section.number] = cells.get(column, "")
            else:
                values[place.field.key] = cells.get(column, "")
        if not any(section.prints == "units" for section in form.sections):
            yield Paragraph(_OPENER)
        for section in form.sections:
            yield from self._section(section, values, units)

    def _section(
        self, section: FormSection, values: dict[str, str], units: dict[str, str]
    ) -> Iterator[Paragraph]:
        printed = self._columns.written.get(section.number) or _printed(section)
        if section.prints == "units":
            yield Paragraph(f"{section.number}{printed}：{units.get(section.number, '')}")
        elif section.is_one_line:
            own = [values[one.key] for one in section.fields() if one.key in values]
            yield from (Paragraph(f"{section.number}{printed}：{text}") for text in own)
        elif any(one.key in values for one in section.fields()):
            yield Paragraph(f"{section.number}{printed}")
            for line in section.lines:
                yield from _line(line.fields, line.label, line.number, values)

    def _form_of(self, name: str) -> Form:
        """Returns the form that a row of this name is reported in; else what fits the columns best."""
        meaning = self._titles.find(name, frozenset())
        if meaning.entry is not None:
            return meaning.entry.form
        fitting = {form.id: 0 for form in self._forms}
        for places in self._columns.places.values():
            for form_id in places:
                fitting[form_id] += 1
        return max(self._forms, key=lambda form: fitting[form.id])

    def _keep_others(self, name: str, cells: dict[int, str]) -> None:
        for column, head in self._columns.others.items():
            if cells.get(column):
                self._note(f"{name} {head}：{cells[column]}")

    def _keep_asides(self, row: Row) -> None:
        for cell in row.cells:
            for block in cell.blocks:
                if asides := tuple(aside._replace(at=0) for aside in asides_of(block)):
                    self.notes.append(Paragraph("", asides=asides))

    def _note(self, text: str) -> None:
        if text.strip(" |：:"):
            self.notes.append(Paragraph(text))


def _cells(row: Row, above: dict[int, str]) -> dict[int, str]:
    """Returns the text of each column; a cell merged with the one above says the same."""
    return {
        cell.column: above.get(cell.column, "") if cell.merged == "further" else cell.text.strip()
        for cell in row.cells
    }


def _line(fields: Sequence[Field], label: str, number: str, values: dict[str, str]) -> Iterator[Paragraph]:
    """Yields a line of the form; each value stands behind its own label, whatever the form joins."""
    given = [one for one in fields if one.key in values]
    for one in given:
        words = without_bracket(one.label or label)
        start = f"{number}．" if number and one is fields[0] else ""
        yield Paragraph(f"{start}{words}：{values[one.key]}")


def _printed(section: FormSection) -> str:
    """Returns a label of a section that needs nothing filled in."""
    plain = [_OPTIONAL.sub("", label) for label in (*section.labels, *section.also)]
    return next((label for label in plain if label and "<" not in label), section.label)


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
