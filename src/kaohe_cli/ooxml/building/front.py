"""The pages before bound documents: a cover, and contents with page numbers (`binding`).

Their styles stand on no others, so that they look the same whatever template the documents are made of. GB
and a clause of GB/T 9704-2012 say where a figure comes from; the standard knows no cover.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from docx.document import Document

from kaohe_cli.ooxml.binding.binding import Front, body_name
from kaohe_cli.ooxml.building import layout, markup
from kaohe_cli.ooxml.building.page import LINE, TEXT_WIDTH
from kaohe_cli.ooxml.building.styles import NO_INDENT, Alignment, Characters, Paragraphs, Style, define
from kaohe_cli.ooxml.package import to_bytes
from kaohe_cli.ooxml.template.values import plain

_XIAO_BIAO_SONG, _KAI, _FANG_SONG = "方正小标宋简体", "楷体_GB2312", "仿宋_GB2312"
_TITLE_SIZE: Final = 44  # GB 7.3.1: 2号小标宋体字
_BODY_SIZE: Final = 32  # GB 5.2.2: 3号仿宋体字
_TITLE_LINE: Final = 800  # 40 pt, so that lines of 二号 do not touch
_ABOVE_TITLE, _ABOVE_OFFICE = 5 * LINE, 8 * LINE
"""Of 22 lines a page has: the title above its middle, the office below."""


def _style(
    name: str, style_id: str, font: str, size: int, align: Alignment, line: int, **spaces: int
) -> Style:
    return Style(
        name=name,
        style_id=style_id,
        quick=False,
        hidden=True,
        paragraphs=Paragraphs(
            align=align,
            indent=NO_INDENT,
            line=line,
            before=spaces.get("before", 0),
            after=spaces.get("after", 0),
            keep_with_next=False,
            page_break_before=False,
            widow_control=False,
            snap_to_grid=False,
            overflow_punctuation=False,
            auto_space=False,
        ),
        characters=Characters(font=font, size=size, spacing=0, color="000000"),
    )


_TITLE, _TITLE_BELOW, _SUBTITLE = "合订封面标题", "合订封面标题（续行）", "合订封面副标题"
_OFFICE, _DAY, _CONTENTS, _ENTRY = "合订封面署名", "合订封面日期", "合订目录标题", "合订目录项"
_STYLES: Final = (
    _style(_TITLE, "BoundTitle", _XIAO_BIAO_SONG, _TITLE_SIZE, "center", _TITLE_LINE, before=_ABOVE_TITLE),
    _style(_TITLE_BELOW, "BoundTitleBelow", _XIAO_BIAO_SONG, _TITLE_SIZE, "center", _TITLE_LINE),
    _style(_SUBTITLE, "BoundSubtitle", _KAI, _BODY_SIZE, "center", LINE, before=LINE),
    _style(_OFFICE, "BoundOffice", _FANG_SONG, _BODY_SIZE, "center", LINE, before=_ABOVE_OFFICE),
    _style(_DAY, "BoundDay", _FANG_SONG, _BODY_SIZE, "center", LINE),
    _style(_CONTENTS, "BoundContents", _XIAO_BIAO_SONG, _TITLE_SIZE, "center", _TITLE_LINE, after=LINE),
    _style(_ENTRY, "BoundEntry", _FANG_SONG, _BODY_SIZE, "left", LINE),
)


class Cover(NamedTuple):
    """What a cover says."""

    titles: Sequence[str]
    """A line each."""
    below: str
    office: str
    day: str


def front(cover: Cover | None, entries: Sequence[str], *, paged: bool = True) -> Front | None:
    """The pages before bound documents; `entries` are what the contents call each of them, none without.

    What is not `paged` has no page numbers to show.
    """
    if cover is None and not entries:
        return None
    document = layout.blank(_FANG_SONG)
    define(document, _STYLES)
    writer = _Writer(document)
    if cover is not None:
        writer.add_cover(cover)
    if entries:
        writer.add_contents(entries, new_page=cover is not None, paged=paged)
    styles = document.styles.element
    own = {style.style_id for style in _STYLES}
    for node in list(styles):
        if not markup.is_style(node, own):
            styles.remove(node)
    return Front(to_bytes(document.element), to_bytes(styles))


class _Writer:
    def __init__(self, document: Document) -> None:
        self._body = document.element.body
        self._ids = {style.name: style.style_id for style in _STYLES}

    def add_cover(self, cover: Cover) -> None:
        """Adds a page with the title and who bound it."""
        for number, title in enumerate(cover.titles):
            self._add(title, _TITLE if number == 0 else _TITLE_BELOW)
        for text, style in ((cover.below, _SUBTITLE), (cover.office, _OFFICE)):
            if text:
                self._add(text, style)
        made = self._add(cover.day, _DAY if cover.office else _OFFICE)
        markup.set_flag(made, "w:pPr", "w:keepNext", False)

    def add_contents(self, entries: Sequence[str], *, new_page: bool, paged: bool) -> None:
        """Adds a line for each document: its number and name, dots, and the page on which it begins."""
        title = self._add("目　录", _CONTENTS)
        if new_page:
            markup.set_flag(title, "w:pPr", "w:pageBreakBefore", True)
        for number, entry in enumerate(entries, 1):
            content = [markup.run(f"{number}．{plain(' '.join(entry.split()))}")]
            if paged:
                content.append(markup.run("\t"))
                content.append(markup.field_with_result(f"PAGEREF {body_name(number)} \\h", ""))
            link = markup.link_within(body_name(number), content)
            made = markup.paragraph(self._ids[_ENTRY], [link])
            markup.set_right_tab(made, TEXT_WIDTH)
            markup.add_to_body(self._body, made)

    def _add(self, text: str, style: str) -> markup.Element:
        made = markup.paragraph(self._ids[style], [markup.run(plain(text).replace("\n", " "))])
        markup.add_to_body(self._body, made)
        return made
