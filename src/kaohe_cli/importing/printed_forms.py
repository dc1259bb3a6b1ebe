"""附件3 as it is printed: its empty forms found among the texts and tables of a document, label by label.

A form is a run of （一）, （二）, … with numbered lines below them, all of them empty: what units have filled
in is no template and goes to ``collect``. What a label means is settled elsewhere (``form_templates``).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kaohe_cli.importing.report import DocumentPlace
from kaohe_cli.importing.stream import Grid, GridRow, Stream, Text
from kaohe_cli.importing.texts import clean
from kaohe_cli.words.folding import as_it_looks, fold
from kaohe_cli.words.numerals import HAN_NUMERAL, chinese_numeral, numeral_value

CALLED_TEMPLATE: Final = re.compile(r"(?:填报|报送)(?:模板|表|格式|样表)|模板")
"""What only the empty form is called."""

_SECTION = re.compile(rf" *\( *(?P<number>{HAN_NUMERAL}) *\)[、.]? *")
_LINE = re.compile(r" *(?:\( *\d{1,2} *\)|\d{1,2} *[.、)]|[①-⑳])(?!\d(?!\d{3} *年)) *")
_HEADING = re.compile(rf" *{HAN_NUMERAL} *[、.]")
_ANNEX = re.compile(r" *附 *件 *\d* *:? *")
_PASTED_MARK = re.compile(r"^\[bookmark: ?\w*\]")  # LibreOffice leaves it when it saves as text
_EMPTY = re.compile(r"[\s.。;,、_×xX*—…·/\-]*")
_BEHIND = re.compile(r"(?P<empty>[\s.。_×xX*—…·/\-]*)(?P<joint>[;,、]?)[\s]*(?P<label>[\u4e00-\u9fff].*)")
_HINT = re.compile(r"\([^()]{1,60}\)|□.*|.{1,8}□.*|[^/]{1,8}(?:/[^/]{1,8}){1,5}")
"""What may stand behind a colon in an empty form: a hint in brackets, or what there is to choose from."""
_LONGEST_LABEL: Final = 60
"""存在问题及建议（是否存在扣分风险点，分别是哪些？） has 25 characters, a paragraph of a policy 100."""
_LONGEST_TITLE: Final = 120
"""The title of the first part of 2021 alone has 50."""
_MOST_ROWS: Final = 100
"""A form of 2021 has 18 lines; a table with more rows is one of indicators."""
_MOST_TITLES: Final = 4
_FEWEST_SECTIONS: Final = 2
_FEWEST_KNOWN: Final = 3
"""Of 附件3 of 2021 fourteen labels and more are known; of a policy text with （一） and （二） none."""


@dataclass(frozen=True)
class PrintedField:
    """A label, and what stands where its value is to be written."""

    label: str
    hint: str = ""
    joint: str = ""
    """The punctuation before it, where it stands on the line of another."""


@dataclass(frozen=True)
class PrintedLine:
    """A line of a section."""

    fields: tuple[PrintedField, ...]
    place: DocumentPlace
    is_numbered: bool = True


@dataclass
class PrintedSection:
    """A （一） of a form."""

    number: int
    head: PrintedField
    place: DocumentPlace
    lines: list[PrintedLine] = field(default_factory=list)


@dataclass
class PrintedForm:
    """A form as it stands in the document."""

    title: str
    subtitle: str
    place: DocumentPlace
    sections: list[PrintedSection] = field(default_factory=list)
    values: list[bool] = field(default_factory=list)
    """Of each place for a value whether something is written there."""
    tables: set[int] = field(default_factory=set)
    """The tables of the file that it stands in."""

    def labels(self) -> Iterator[str]:
        """Yields every label of it."""
        for section in self.sections:
            yield section.head.label
            for line in section.lines:
                yield from (one.label for one in line.fields)

    @property
    def is_filled_in(self) -> bool:
        """True for what a unit sent back."""
        return 2 * sum(self.values) > len(self.values)

    @property
    def all_words(self) -> tuple[object, ...]:
        """All that it prints, for telling whether two are the same."""
        return (self.title, self.subtitle, *self.shape)

    @property
    def shape(self) -> tuple[tuple[str, ...], ...]:
        """What it asks, for telling whether two ask the same."""
        return tuple(
            (one.head.label, *(part.label for line in one.lines for part in line.fields))
            for one in self.sections
        )


@dataclass(frozen=True)
class PrintedForms:
    """What a file has of 附件3."""

    forms: tuple[PrintedForm, ...] = ()
    used: frozenset[int] = frozenset()
    """Which items of the stream they are, by position."""
    not_understood: tuple[DocumentPlace, ...] = ()
    """Tables that ask what a form asks, in a layout that nobody can read safely."""


def printed_forms(stream: Stream, is_known: Callable[[str], bool]) -> PrintedForms:
    """Returns the empty forms of a file; ``is_known`` says whether a label is one that forms have."""
    finder = _Finder(stream.name, is_known)
    tables: list[tuple[int, Grid]] = []
    for position, item in enumerate(stream.items):
        if isinstance(item, Text):
            finder.see(item.text, position)
        elif _asks(item, is_known):
            tables.append((position, item))
            finder.see_table(item, position)
        else:
            finder.end()
    finder.end()
    found = finder.forms
    used = frozenset(
        position for form in found for position, owners in finder.used.items() if id(form) in owners
    )
    lost = tuple(DocumentPlace(stream.name, grid.number) for position, grid in tables if position not in used)
    return PrintedForms(tuple(_different(found)), used, lost)


def _asks(grid: Grid, is_known: Callable[[str], bool]) -> bool:
    """True for a table with labels of a form in at least three of its rows: a table to collect has one."""
    if len(grid.rows) > _MOST_ROWS:
        return False
    rows = (any(is_known(_label_in(text)) for text in _texts(row)) for row in grid.rows)
    return sum(rows) >= _FEWEST_KNOWN


def _texts(row: GridRow) -> list[str]:
    lines = (line for cell in row.filled for line in cell.text.split("\n"))
    return [line for line in lines if line.strip() and len(line) <= _LONGEST_LABEL]


def _label_in(text: str) -> str:
    folded = fold(as_it_looks(text))
    number = _SECTION.match(folded) or _LINE.match(folded)
    return _split(as_it_looks(text)[number.end() if number else 0 :])[0].label


def _is_template(form: PrintedForm, is_known: Callable[[str], bool]) -> bool:
    labels = [label for label in form.labels() if label]
    sound = len(form.sections) >= _FEWEST_SECTIONS and all(map(_is_label, form.labels()))
    return sound and not form.is_filled_in and sum(map(is_known, labels)) >= _FEWEST_KNOWN


def _different(forms: Sequence[PrintedForm]) -> Iterator[PrintedForm]:
    """Yields the forms without those that show another one again, for a second row (二、××)."""
    seen: list[tuple[tuple[str, ...], ...]] = []
    for form in forms:
        if form.title or form.shape not in seen:
            yield form
        seen.append(form.shape)


def _is_label(label: str) -> bool:
    outside = re.sub(r"[（(][^（）()]*[）)]", "", label)
    return bool(label) and len(label) <= _LONGEST_LABEL and not re.search("[。；]", outside)


class _Finder:
    """Goes through the lines of a file; knows the form that it stands in."""

    def __init__(self, file: str, is_known: Callable[[str], bool]) -> None:
        self._file = file
        self._is_known = is_known
        self.forms: list[PrintedForm] = []
        self.used: dict[int, set[int]] = {}
        self._form: PrintedForm | None = None
        self._above: list[tuple[str, int]] = []
        """The lines since the last form, which may be the titles of the next."""
        self._open: tuple[str, int] | None = None
        """A line with an open bracket, which goes on in the next."""

    def end(self) -> None:
        """Ends the form: something else begins."""
        self._form, self._open = None, None
        self._above.clear()
        self._drop_others()

    def _drop_others(self) -> None:
        """Drops the form before, where it is none."""
        if self.forms and not _is_template(self.forms[-1], self._is_known):
            self.forms.pop()

    def see(self, text: str, position: int, *, in_table: int = 0) -> None:
        """Takes a line: of running text, or of a cell of a table."""
        text = _PASTED_MARK.sub("", as_it_looks(text).strip(" \u3000\t")).strip(" \u3000\t")
        if not text:
            return
        if self._open is not None:
            text, self._open = self._open[0] + text, None
        if _is_open(text) and self._form is not None and not in_table:
            self._open = (text, position)
            self._own(position)
            return
        if _ANNEX.fullmatch(fold(text)):
            self.end()
        elif not self._is_taken(text, position, in_table):
            self._above.append((text, position))
            if self._form is not None and not _HEADING.match(fold(text)):
                self._form = None

    def see_table(self, grid: Grid, position: int) -> None:
        """Takes a table that is a form, or a part of one: labels beside empty cells."""
        for row in grid.rows:
            for cell in row.filled:
                for line in cell.text.split("\n"):
                    self.see(line, position, in_table=grid.number)

    def _is_taken(self, text: str, position: int, table: int) -> bool:
        folded = fold(text)
        section = _SECTION.match(folded)
        if section is not None and (number := numeral_value(section["number"])) is not None:
            return self._section(number, text[section.end() :], position, table)
        if self._form is None or not self._form.sections:
            return False
        numbered = _LINE.match(folded)
        fields = _split(text[numbered.end() if numbered else 0 :])
        if numbered is None and not (table or _is_row_of_labels(text, fields)):
            return False
        self._own(position)
        if numbered is None and table and (_EMPTY.fullmatch(folded) or _HEADING.match(folded)):
            return True
        section_now = self._form.sections[-1]
        place = self._place(table, f"{_bracketed(section_now.number)}{len(section_now.lines) + 1}")
        section_now.lines.append(PrintedLine(fields, place, numbered is not None))
        self._form.values += [_is_filled(one) for one in fields]
        return True

    def _section(self, number: int, rest: str, position: int, table: int) -> bool:
        if number == 1:
            self._begin(table)
        if self._form is None or (self._form.sections and number <= self._form.sections[-1].number):
            return False
        if not self._form.sections and number != 1:
            return False
        self._own(position)
        if table:
            self._form.tables.add(table)
        head, *further = _split(rest)
        section = PrintedSection(number, head, self._place(table, _bracketed(number)))
        if further and number > 1:  # what stands behind 责任单位 is printed
            section.lines.append(PrintedLine((head, *further), section.place))
        self._form.sections.append(section)
        if number > 1:
            self._form.values.append(_is_filled(head))
        return True

    def _begin(self, table: int) -> None:
        """Begins a form; what stands above it are its titles."""
        self._drop_others()
        above = [one for one in self._above[-_MOST_TITLES:] if len(one[0]) <= _LONGEST_TITLE]
        titles = [one for one in above if not _HEADING.match(fold(one[0]))]
        subtitle = clean(titles[-1][0]) if titles and _in_brackets(titles[-1][0]) else ""
        title = next((clean(one[0]) for one in reversed(titles) if not _in_brackets(one[0])), "")
        place = DocumentPlace(self._file, table, column="" if table else f"报送表{len(self.forms) + 1}")
        self._form = PrintedForm(title, subtitle, place)
        self.forms.append(self._form)
        for _, position in above:
            self._own(position)
        self._above.clear()

    def _own(self, position: int) -> None:
        self.used.setdefault(position, set()).add(id(self._form))

    def _place(self, table: int, where: str) -> DocumentPlace:
        return DocumentPlace(self._file, table, column=where if table else f"报送表{len(self.forms)}{where}")


def _bracketed(number: int) -> str:
    return f"（{chinese_numeral(number)}）"


def number_of_section(section: PrintedSection) -> str:
    """Returns a section's number as forms write it: （二）."""
    return _bracketed(section.number)


def _is_open(text: str) -> bool:
    """True for a label that a line break cut in its bracket."""
    folded = fold(text) if len(text) <= _LONGEST_TITLE else ""
    return folded.count("(") > folded.count(")")


def _in_brackets(text: str) -> bool:
    return re.fullmatch(r" *\(.*\) *", fold(text)) is not None


def _is_row_of_labels(text: str, fields: Sequence[PrintedField]) -> bool:
    """True for a line without a number that only asks: 填报人：　　　审核人：　　　."""
    return ":" in fold(text) and all(_is_label(one.label) and not _is_filled(one) for one in fields)


def _is_filled(one: PrintedField) -> bool:
    return bool(one.hint) and not _HINT.fullmatch(fold(one.hint).strip(" ;,。"))


def _split(text: str) -> tuple[PrintedField, ...]:
    """Returns the fields of a line, parted by the colons outside its brackets.

    >>> [(one.label, one.joint) for one in _split("责任人：．．；联系电话（手机）：　　。")]
    [('责任人', ''), ('联系电话（手机）', '；')]
    >>> _split("是否完成：□是 □否。")[0].hint
    '□是 □否'
    """
    pieces = _at_colons(text)
    label, joint = pieces[0], ""
    fields: list[PrintedField] = []
    for number, piece in enumerate(pieces[1:], start=1):
        behind = _BEHIND.fullmatch(fold(piece)) if number < len(pieces) - 1 else None
        if behind is None:
            value = "：".join(pieces[number:]).strip(" \u3000。；")
            fields.append(
                PrintedField(_as_label(label), "" if _EMPTY.fullmatch(fold(value)) else value, joint)
            )
            return tuple(fields)
        fields.append(PrintedField(_as_label(label), "", joint))
        joint = piece[behind.start("joint") : behind.end("joint")] or "；"
        label = piece[behind.start("label") :]
    return (*fields, PrintedField(_as_label(label), "", joint))


def _at_colons(text: str) -> list[str]:
    pieces, depth, start = [], 0, 0
    for at, sign in enumerate(fold(text)):
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if sign == ":" and not depth:
            pieces.append(text[start:at])
            start = at + 1
    return [*pieces, text[start:]]


def _as_label(text: str) -> str:
    return clean(text).strip(" 　。；：:、，")


def lines_left(stream: Stream, found: PrintedForms) -> Iterable[str]:
    """Yields the running text that is no form."""
    for position, item in enumerate(stream.items):
        if isinstance(item, Text) and position not in found.used:
            yield item.text
