"""A document in the form of GB/T 9704-2012, written from the top down: titles, headings, paragraphs, tables.

`Official` writes what reports, notices and claims are made of. It makes paragraphs itself, since python-docx
looks through all styles for each one that is given a style. “GB” and a clause say where a figure comes from.
Lengths are twips.
"""

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from kaohe_cli.ooxml.building import layout, markup, tables
from kaohe_cli.ooxml.building.grid import Grid
from kaohe_cli.ooxml.building.page import LINE, TEXT_WIDTH
from kaohe_cli.ooxml.building.saving import packed
from kaohe_cli.ooxml.building.styles import LATIN, NO_INDENT, Characters, Indent, Paragraphs, Style, define
from kaohe_cli.ooxml.building.titles import add_end, add_label, add_title, broken
from kaohe_cli.ooxml.package import Source
from kaohe_cli.ooxml.template.values import Paragraphs as SeveralParagraphs
from kaohe_cli.ooxml.template.values import plain

BODY: Final = "Normal"
HEADINGS: Final = (layout.HEADING, layout.SUBHEADING, "三级标题")
"""The styles of headings, whose outline levels are 1 to 3."""
ADDRESSEE, ANNEX_NOTE, NOTE, COPIES = "主送机关", "附件说明", "表注", "抄送机关"
COMPACT, COMPACT_HEADING, CHART = "正文（紧凑）", "标题（紧凑）", "图表文字"
"""For a page that must be one page."""
STRONG, KAI, BLANK = "着重", "二级标题 字符", "填空处"
"""Styles of text within a paragraph."""
DARK, PALE = "44546A", "D9E2F3"
"""Grounds of bars and of cells that are to be seen first; they differ in print without colours, too."""

_CHARACTER: Final = layout.BODY_CHARACTER
COMPACT_LINE: Final = 440
"""The lines of a page that must be one page: 四号 on lines of 22 pt, 28 of them on a page."""
_COMPACT_SIZE: Final = 28
COMPACT_CHARACTER: Final = _COMPACT_SIZE * 10
"""The width of a character of 四号."""
_NOTE_SIZE: Final = 21  # 五号, as in the tables
_CHART_LINE: Final = 340  # 17 pt: bars as high as lines of 五号
CHART_HEIGHT: Final = _CHART_LINE + 60
"""The height of a bar with the white line of 3 pt below it."""
_BELOW_TABLE: Final = round(LINE / 2)
_GREY: Final = "808080"  # as Word has it for 占位符文本
_HEI: Final = "黑体"
_PRIORITY: Final = 8
_FIRST_CONTROL: Final = 1001
_CHART_COLUMNS: Final = 120
"""Into how many columns the room of a chart is divided: a bar is exact to a hundredth of the room."""

STYLES: Final = (
    # GB 7.3.3: 第三层用仿宋体字. Outline level 3, so that the navigation pane shows it.
    Style(
        name=HEADINGS[2],
        style_id="ThirdHeading",
        based_on="Normal",
        next="Normal",
        priority=_PRIORITY,
        paragraphs=Paragraphs(keep_with_next=True, keep_together=True, outline_level=2),
    ),
    # GB 7.3.2: 主送机关居左顶格.
    Style(
        name=ADDRESSEE,
        style_id="Addressee",
        based_on="Normal",
        next="Normal",
        priority=_PRIORITY,
        paragraphs=Paragraphs(keep_with_next=True, indent=NO_INDENT, align="left"),
    ),
    # GB 7.3.4: 正文下空一行左空二字.
    Style(
        name=ANNEX_NOTE,
        style_id="AnnexNote",
        based_on="Normal",
        priority=_PRIORITY,
        paragraphs=Paragraphs(align="left", keep_together=True, keep_with_next=True),
    ),
    Style(
        name=NOTE,
        style_id="TableNote",
        based_on="Normal",
        priority=_PRIORITY,
        paragraphs=Paragraphs(
            snap_to_grid=False, line=300, at_least=True, indent=NO_INDENT, align="left", before=60
        ),
        characters=Characters(spacing=0, size=_NOTE_SIZE),
    ),
    # GB 7.4.2: 抄送机关一般用4号仿宋体字，左右各空一字.
    Style(
        name=COPIES,
        style_id="CopiesTo",
        based_on="Normal",
        priority=_PRIORITY,
        paragraphs=Paragraphs(
            snap_to_grid=False,
            line=COMPACT_LINE,
            indent=Indent(left=_COMPACT_SIZE * 10, right=_COMPACT_SIZE * 10),
            align="left",
            keep_together=True,
        ),
        characters=Characters(spacing=0, size=_COMPACT_SIZE),
    ),
    Style(
        name=COMPACT,
        style_id="CompactBody",
        based_on="Normal",
        priority=_PRIORITY,
        paragraphs=Paragraphs(
            snap_to_grid=False,
            line=COMPACT_LINE,
            indent=Indent(first_line_characters=200, first_line=2 * COMPACT_CHARACTER),
        ),
        characters=Characters(spacing=0, size=_COMPACT_SIZE),
    ),
    Style(
        name=COMPACT_HEADING,
        style_id="CompactHeading",
        based_on="Heading 1",
        next=COMPACT,
        priority=_PRIORITY,
        paragraphs=Paragraphs(
            snap_to_grid=False, line=COMPACT_LINE, before=60, indent=NO_INDENT, align="left"
        ),
        characters=Characters(font=_HEI, latin=_HEI, spacing=0, size=_COMPACT_SIZE),
    ),
    Style(
        name=CHART,
        style_id="ChartText",
        based_on="Normal",
        priority=_PRIORITY,
        paragraphs=Paragraphs(
            snap_to_grid=False, line=_CHART_LINE, indent=NO_INDENT, align="left", keep_with_next=True
        ),
        characters=Characters(spacing=0, size=_NOTE_SIZE),
    ),
    Style(
        name=STRONG,
        style_id="StrongWords",
        kind="character",
        based_on="Default Paragraph Font",
        priority=_PRIORITY,
        characters=Characters(font=_HEI, latin=LATIN),
    ),
    Style(
        name=BLANK,
        style_id="BlankToFill",
        kind="character",
        based_on="Default Paragraph Font",
        priority=_PRIORITY,
        characters=Characters(color=_GREY),
    ),
)


class Words(NamedTuple):
    """Text in a style of its own within a paragraph."""

    text: str
    style: str


class Blank(NamedTuple):
    """A 填空处: what is to be filled in by people, in a control that a click selects."""

    prompt: str


TextPiece: TypeAlias = str | Words | Blank


class Bar(NamedTuple):
    """A bar of a chart; the label stands before it, the figure behind it."""

    label: str
    value: float
    figure: str


_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def piece_text(piece: TextPiece) -> str:
    """Returns what a piece of a paragraph shows.

    >>> piece_text("甲"), piece_text(Words("乙", STRONG)), piece_text(Blank("丙"))
    ('甲', '乙', '【丙】')
    """
    if isinstance(piece, Blank):
        return f"【{plain(piece.prompt)}】"
    return piece.text if isinstance(piece, Words) else piece


class Official:
    """A document that is written from the top down, on the page and in the styles of a Word file.

    The file is the template of the forms, which has page, footers and the styles of titles and headings.
    """

    def __init__(self, layout_file: Source) -> None:
        """Opens the file for its layout. Raises PackageError."""
        self._document = layout.on_layout_of(layout_file)
        define(self._document, (*layout.ANNEX_STYLES, *STYLES))
        self._body = self._document.element.body
        self._ids: dict[str, str] = {
            style.name: style.style_id or style.name for style in self._document.styles if style.name
        }
        self._controls = itertools.count(_FIRST_CONTROL)

    # --- text -------------------------------------------------------------------------------------------

    def title(self, *phrases: str, below: str = "", label: str = "", new_page: bool = False) -> None:
        """Adds a title, of which no line ends within one of the phrases that are given.

        `below` is its second line in brackets, `label` the 附件1 above it.
        """
        if label:
            add_label(self._document, label, new_page=new_page)
        style = layout.TITLE if below else layout.PLAIN_TITLE
        add_title(self._document, "\n".join(broken([_one_line(one) for one in phrases])), style)
        if new_page and not label:
            self._on_new_page(markup.last_in_body(self._body))
        if below:
            self.paragraph(below, style=layout.SUBTITLE)

    def heading(self, text: str, level: int = 1, *, style: str = "", new_page: bool = False) -> None:
        """Adds a heading of a level from 1 to 3; below a table it keeps half a line's distance."""
        made = self.paragraph(_one_line(text), style=style or HEADINGS[level - 1])
        if new_page:
            self._on_new_page(made)

    def paragraph(self, *pieces: TextPiece, style: str = BODY) -> markup.Element:
        """Adds a paragraph; line ends in it stay line ends."""
        below_table = markup.ends_in_table(self._body)
        made = markup.paragraph(self._ids[style], [self._run(piece) for piece in pieces if piece])
        if below_table and style not in (NOTE, CHART):
            markup.set_property(made, "w:pPr", "w:spacing", before=_BELOW_TABLE)
        markup.add_to_body(self._body, made)
        return made

    def paragraphs(self, *before: TextPiece, text: str, style: str = BODY) -> None:
        """Adds a text of people, a paragraph for each of its lines; `before` begins the first."""
        first, *others = (line.strip() for line in SeveralParagraphs(plain(text)).lines())
        self.paragraph(*before, first, style=style)
        for line in others:
            self.paragraph(line, style=style)

    def annexes(self, names: Sequence[str]) -> None:
        """Adds what annexes there are (GB 7.3.4: 附件说明在正文下空一行，多个附件的用数字标注)."""
        for number, name in enumerate(names, 1):
            before = "附件：" if number == 1 else "　　　"
            counted = f"{number}．{name}" if len(names) > 1 else name
            made = self.paragraph(f"{before}{_one_line(counted)}", style=ANNEX_NOTE)
            if number == 1:
                self._space_before(made, LINE)

    def signature(self, office: str, day: TextPiece) -> None:
        """Adds who signs and the date, a line below the text (GB 7.3.5.2, for a paper without a seal).

        The date begins two characters behind the first of the name; where it is the longer, it ends two
        characters before the edge and the name stands further in. Where nobody is named, that is a 填空处.
        """
        signs: TextPiece = _one_line(office) or Blank("署名单位")
        name = tables.characters(office or "【署名单位】")
        overhang = tables.characters(_shown(day)) + 2 - name
        first = self.paragraph(signs, style=layout.SIGNATURE)
        markup.set_flag(first, "w:pPr", "w:keepNext", True)
        self._space_before(first, LINE)
        self._stand_in(first, 2 + max(0.0, overhang))
        dated: TextPiece = _one_line(day) if isinstance(day, str) else day
        self._stand_in(self.paragraph(dated, style=layout.SIGNATURE), 2 + max(0.0, -overhang))

    def _stand_in(self, paragraph: markup.Element, side: float) -> None:
        """Keeps a paragraph so many characters from the right edge."""
        markup.set_property(
            paragraph, "w:pPr", "w:ind", right=round(side * _CHARACTER), rightChars=round(side * 100)
        )

    def copies(self, text: str) -> None:
        """Adds to whom copies go, between two lines (GB 7.4.2: 抄送机关, 4号仿宋, 左右各空一字)."""
        made = self.paragraph(_one_line(text), style=COPIES)
        markup.rule_paragraph(made)
        self._space_before(made, 2 * LINE)

    # --- tables and charts ----------------------------------------------------------------------------------

    def table(self, grid: Grid) -> None:
        """Adds a table: its header on every page, its rows whole as far as they fit a page."""
        if markup.ends_in_table(self._body):  # Word makes one table of two that touch
            add_end(self._document)
        tables.add_table(self._document, grid)

    def bars(self, bars: Sequence[Bar], *, label: int = 3000) -> None:
        """Adds a chart of bars, the longest as long as what stands behind it allows.

        It is a table, which Word, WPS, LibreOffice and what phones preview with draw alike, and people can
        correct. `label` is the width of what stands before the bars.
        """
        if not bars:
            return
        if markup.ends_in_table(self._body):
            add_end(self._document)
        largest = max(bar.value for bar in bars)
        column = (TEXT_WIDTH - label) // _CHART_COLUMNS
        behind = max(tables.characters(bar.figure) + 1 for bar in bars) * _NOTE_SIZE * 10
        room = max(_CHART_COLUMNS // 4, _CHART_COLUMNS - math.ceil(behind / column))
        scale = room / largest if largest > 0 else 0.0
        rows = (
            markup.Bar(
                markup.paragraph(self._ids[CHART], [markup.run(plain(_one_line(bar.label)))]),
                max(1, round(bar.value * scale)) if bar.value > 0 else 0,
                DARK,
                markup.paragraph(self._ids[CHART], [markup.run(plain(f" {_one_line(bar.figure)}"))]),
            )
            for bar in bars
        )
        made = markup.bars(
            rows, label=label, column=column, columns=_CHART_COLUMNS, style_id=self._ids[CHART]
        )
        markup.add_to_body(self._body, made)

    # --- the file -----------------------------------------------------------------------------------------

    def packed(
        self, *, title: str, properties: Mapping[str, str] = _NONE, digest_property: str | None = None
    ) -> bytes:
        """The document as a file; the same input gives the same bytes (`saving.packed`)."""
        if markup.ends_in_table(self._body):
            add_end(self._document)
        return packed(self._document, title=title, properties=properties, digest_property=digest_property)

    def _run(self, piece: TextPiece) -> markup.Element:
        if isinstance(piece, Blank):
            return self._blank(piece)
        if isinstance(piece, Words):
            return markup.run(plain(piece.text), self._ids[piece.style])
        return markup.run(plain(piece))

    def _blank(self, blank: Blank) -> markup.Element:
        number = next(self._controls)
        run = markup.run(piece_text(blank), self._ids[BLANK])
        holder = markup.element("w:p", run)
        made = markup.control(
            [run],
            tag=f"blank_{number - _FIRST_CONTROL + 1}",
            number=number,
            title=_one_line(plain(blank.prompt))[:60],
            choices=(),
            placeholder=True,
        )
        holder.remove(made)
        return made

    def _on_new_page(self, paragraph: markup.Element) -> None:
        markup.set_flag(paragraph, "w:pPr", "w:pageBreakBefore", True)

    def _space_before(self, paragraph: markup.Element, space: int) -> None:
        markup.set_property(paragraph, "w:pPr", "w:spacing", before=space)


def _shown(piece: TextPiece) -> str:
    """Returns what a piece of text looks like on paper."""
    if isinstance(piece, Blank):
        return f"【{piece.prompt}】"
    return piece.text if isinstance(piece, Words) else piece


def chinese_lines(texts: Iterable[str]) -> tuple[str, ...]:
    """Returns the lines of a cell, without blank ones.

    >>> chinese_lines(["区商务委", "", "一是甲。\\n二是乙。"])
    ('区商务委', '一是甲。', '二是乙。')
    """
    return tuple(line.strip() for text in texts for line in text.splitlines() if line.strip())


def _one_line(text: str) -> str:
    return " ".join(text.split())
