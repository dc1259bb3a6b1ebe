"""Looks of paragraphs and text, and styles that carry them. Lengths are twips, font sizes half points."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import RGBColor, Twips
from docx.styles.style import BaseStyle, CharacterStyle, ParagraphStyle
from docx.text.font import Font
from docx.text.parfmt import ParagraphFormat

from kaohe_cli.ooxml.building import markup

Alignment: TypeAlias = Literal["left", "center", "right", "both"]
LATIN: Final = "Times New Roman"
"""The font for letters and figures. Its figures are half a character wide, as those of 仿宋 are."""

_KINDS: Final = {
    "paragraph": WD_STYLE_TYPE.PARAGRAPH,
    "character": WD_STYLE_TYPE.CHARACTER,
    "table": WD_STYLE_TYPE.TABLE,
    "numbering": WD_STYLE_TYPE.LIST,
}
_CELL_MARGINS: Final = {"top": 0, "left": 108, "bottom": 0, "right": 108}
"""Those of a table without any of its own, in twips, as Word has them."""
_ALIGNMENTS: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True, kw_only=True)
class Indent:
    """How far a paragraph stands in; nothing is inherited."""

    left: int = 0
    right: int = 0
    first_line: int = 0
    first_line_characters: int = 0
    """In hundredths of a character; comes before `first_line` in Word."""


NO_INDENT: Final = Indent()


@dataclass(frozen=True, kw_only=True)
class Paragraphs:
    """How paragraphs look; what is None comes from the style below."""

    align: Alignment | None = None
    indent: Indent | None = None
    line: int | None = None
    at_least: bool = False
    """Whether `line` is the least distance of lines, not the exact one."""
    before: int | None = None
    after: int | None = None
    after_lines: int | None = None
    """In hundredths of a line; comes before `after` in Word."""
    keep_with_next: bool | None = None
    keep_together: bool | None = None
    page_break_before: bool | None = None
    widow_control: bool | None = None
    snap_to_grid: bool | None = None
    overflow_punctuation: bool | None = None
    auto_space: bool | None = None
    """Whether a quarter of a character is set between 汉字 and letters or figures."""
    outline_level: int | None = None
    """From 0."""


@dataclass(frozen=True, kw_only=True)
class Characters:
    """How text looks; what is None comes from the style below."""

    font: str | None = None
    """The font for Chinese."""
    latin: str = LATIN
    size: int | None = None
    spacing: int | None = None
    color: str | None = None


@dataclass(frozen=True, kw_only=True)
class Style:
    """A style, by the name that people see."""

    name: str
    style_id: str
    kind: Literal["paragraph", "character", "table", "numbering"] = "paragraph"
    based_on: str | None = None
    next: str | None = None
    link: str | None = None
    """The id of the style that Word lists as one with it."""
    priority: int = 99
    quick: bool = True
    hidden: bool = False
    """Kept from Word's list of styles until it is used."""
    builtin: bool = False
    """Whether Word knows the style by this name."""
    default: bool = False
    paragraphs: Paragraphs = Paragraphs()
    characters: Characters = Characters()


def define(document: Document, styles: Iterable[Style]) -> None:
    """Adds styles to a document, or redefines those of their names."""
    wanted = list(styles)
    for style in wanted:
        _define(document, style)
    for style in wanted:  # once all are there, since a style may name one behind it
        made = document.styles[style.name]
        if style.based_on and isinstance(made, CharacterStyle):
            made.base_style = document.styles[style.based_on]
        if style.next and isinstance(made, ParagraphStyle):
            made.next_paragraph_style = document.styles[style.next]


def _define(document: Document, style: Style) -> None:
    kind = _KINDS[style.kind]
    if style.name in document.styles:
        document.styles[style.name].delete()
    made: BaseStyle = document.styles.add_style(style.name, kind, style.builtin)
    made.style_id = style.style_id
    made.priority = style.priority
    made.quick_style = style.quick
    made.hidden = style.hidden
    made.unhide_when_used = style.hidden
    if style.default:
        markup.make_default(made.element)
    if style.link:
        markup.set_in_style(made.element, "w:link", val=style.link)
    if style.kind == "table":
        markup.set_cell_margins(made.element, _CELL_MARGINS)
    elif isinstance(made, ParagraphStyle):
        shape(made.paragraph_format, style.paragraphs)
    if isinstance(made, CharacterStyle):
        dress(made.font, style.characters)


def shape(target: ParagraphFormat, look: Paragraphs) -> None:
    """Gives a paragraph or a style the look of paragraphs."""
    if look.align is not None:
        target.alignment = _ALIGNMENTS[look.align]
    for name, value in (
        ("keep_with_next", look.keep_with_next),
        ("keep_together", look.keep_together),
        ("page_break_before", look.page_break_before),
        ("widow_control", look.widow_control),
    ):
        if value is not None:
            setattr(target, name, value)
    _space(target, look)
    _place(target, look)


def _space(target: ParagraphFormat, look: Paragraphs) -> None:
    """The distances between lines and paragraphs."""
    if look.line is not None:
        target.line_spacing = Twips(look.line)
        target.line_spacing_rule = WD_LINE_SPACING.AT_LEAST if look.at_least else WD_LINE_SPACING.EXACTLY
    if look.before is not None:
        target.space_before = Twips(look.before)
    if look.after is not None:
        target.space_after = Twips(look.after)
    if look.after_lines is not None:
        markup.set_property(target.element, "w:pPr", "w:spacing", afterLines=look.after_lines)


def _place(target: ParagraphFormat, look: Paragraphs) -> None:
    """What python-docx has no name for."""
    flags = {
        "w:overflowPunct": look.overflow_punctuation,
        "w:autoSpaceDE": look.auto_space,
        "w:autoSpaceDN": look.auto_space,
        "w:snapToGrid": look.snap_to_grid,
    }
    for name, value in flags.items():
        if value is not None:
            markup.set_flag(target.element, "w:pPr", name, value)
    if (indent := look.indent) is not None:
        markup.set_property(
            target.element,
            "w:pPr",
            "w:ind",
            left=indent.left,
            right=indent.right,
            firstLineChars=indent.first_line_characters,
            firstLine=indent.first_line,
        )
    if look.outline_level is not None:
        markup.set_property(target.element, "w:pPr", "w:outlineLvl", val=look.outline_level)


def dress(target: Font, look: Characters) -> None:
    """Gives a run or a style the look of text."""
    if look.font is not None:
        markup.set_property(
            target.element,
            "w:rPr",
            "w:rFonts",
            ascii=look.latin,
            eastAsia=look.font,
            hAnsi=look.latin,
            cs=LATIN,
        )
    if look.color is not None:
        target.color.rgb = RGBColor.from_string(look.color)
    if look.spacing is not None:
        markup.set_property(target.element, "w:rPr", "w:spacing", val=look.spacing)
    if look.size is not None:
        markup.set_property(target.element, "w:rPr", "w:sz", val=look.size)
        markup.set_property(target.element, "w:rPr", "w:szCs", val=look.size)
