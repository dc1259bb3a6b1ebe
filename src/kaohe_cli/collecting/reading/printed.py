"""What a returned file holds that nobody typed: lines of the template, the tables that were sent out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kaohe_cli.collecting.reading.lines import CELL_JOINT
from kaohe_cli.ooxml.reading.content import Content, Paragraph
from kaohe_cli.query.rows import CriterionRow, IncentiveRow, Row, unit_texts
from kaohe_cli.tables.units import Registry, Unit
from kaohe_cli.words.folding import bare, fold

_TAG: Final = re.compile(r"\{%-?\s*if\b.*?\bendif\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_FEWEST_SIGNS: Final = 4
"""汉字 of its own that a line of the template must have: “日期：{{ }}” could be anybody's."""
_FILLED_IN: Final = ".{0,300}?"
"""What a tag leaves in a line; nothing that a line of a template names is longer in the tables of 2021."""
_LONGEST: Final = 600
_DAY: Final = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}日|20\d\d[.\-/]\d{1,2}[.\-/]\d{1,2}")
_SEAL: Final = re.compile(r"\((?:盖章|公章|加盖公章|章)\)|^(?:报送|填报)单位:")
_HEADING_NUMBER: Final = re.compile(r"^ *\(?[一二三四五六七八九十\d]{1,3}[)、.]? *")
_TITLE: Final = re.compile(r" *(?:\(?[一二三四五六七八九十]{1,3}[)、][^。:]{2,60}|[^。:]{2,60}表|附件\d?) *")
_FEWEST_ROWS: Final = 3
"""A single row of a table may be quoted in a letter: that is told."""
_HEADS: Final = frozenset({"序号", "指标", "权重", "分值", "考核内容及说明", "考核内容", "责任单位", "备注"})


@dataclass(frozen=True)
class Printed:
    """What is known of the template and the tables that were sent out."""

    rows: tuple[Row, ...] = ()
    titles: tuple[str, ...] = ()
    """The titles of the tables and of their parts."""
    template: Content | None = None
    """A template of the workspace's own; the one that ships prints nothing but the form."""

    @cached_property
    def _lines(self) -> list[re.Pattern[str]]:
        blocks = self.template.blocks if self.template is not None else ()
        return list(_patterns(one for one in blocks if isinstance(one, Paragraph) and not one.controls))

    @cached_property
    def _notes(self) -> list[re.Pattern[str]]:
        return list(_patterns(self.template.notes if self.template is not None else ()))

    def has_line(self, text: str) -> bool:
        """Whether the template prints this line in its body."""
        return bool(self._lines) and _is_one_of(text, self._lines)

    def has_note(self, text: str) -> bool:
        """Whether the template prints this in a margin or a note."""
        return bool(self._notes) and _is_one_of(text, self._notes)

    def of_tables(self, texts: Sequence[str]) -> list[bool]:
        """Returns which of the lines are the tables that were sent out, with the titles above them."""
        found = [self._is_of_tables(text) for text in texts]
        if sum(found) < _FEWEST_ROWS:
            return [False] * len(texts)
        for number in range(len(texts) - 2, -1, -1):
            found[number] |= found[number + 1] and _TITLE.fullmatch(fold(texts[number])) is not None
        return found

    def _is_of_tables(self, text: str) -> bool:
        """Whether a line is a row, a heading or a title of the tables, with nothing else in it."""
        cells = [bare(cell) for cell in text.split(CELL_JOINT.strip())]
        if len(cells) == 1:
            return bare(_HEADING_NUMBER.sub("", fold(text))) in self._headings
        return all(not cell or cell in self._cells or cell.isdigit() for cell in cells)

    @cached_property
    def _headings(self) -> frozenset[str]:
        parts = {row.part for row in self.rows}
        return frozenset(filter(None, map(bare, (*self.titles, *parts))))

    @cached_property
    def _cells(self) -> frozenset[str]:
        return frozenset({*map(bare, _HEADS), *(bare(cell) for row in self.rows for cell in _cells_of(row))})


def _cells_of(row: Row) -> Iterator[str]:
    yield from (row.name, "".join(row.units), "".join(unit_texts(row)))
    if isinstance(row, CriterionRow):
        yield row.criterion.content
    elif isinstance(row, IncentiveRow):
        yield from ("".join(row.incentive.city_lead), "督查激励措施", "市级牵头部门", "区级责任单位")


def _patterns(paragraphs: Iterable[Paragraph]) -> Iterator[re.Pattern[str]]:
    for paragraph in paragraphs:
        pieces = ["".join(fold(piece).split()) for piece in _TAG.split(paragraph.shown)]
        if len(_HAN.findall("".join(pieces))) >= _FEWEST_SIGNS:
            yield re.compile(_FILLED_IN.join(map(re.escape, pieces)))


def _is_one_of(text: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    plain = "".join(fold(text).split())
    return 0 < len(plain) <= _LONGEST and any(one.fullmatch(plain) for one in patterns)


def without_sign_off(text: str, unit: str, registry: Registry) -> str:
    """Returns a text without the lines that only say which body signs it, and when."""
    return "\n".join(line for line in text.split("\n") if not _is_sign_off(line, unit, registry))


def _is_sign_off(line: str, unit: str, registry: Registry) -> bool:
    folded = "".join(fold(line).split())
    plain = _DAY.sub("", _SEAL.sub("", folded)).strip("。.,;:")
    if not plain:
        return bool(folded) and plain != folded.strip("。.,;:")
    body = registry.find(plain)
    return isinstance(body, Unit) and body.name == unit
