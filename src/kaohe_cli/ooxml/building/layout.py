"""What a document stands on: page, fonts, footers and styles of another Word file, or nothing at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from kaohe_cli.ooxml.building import markup
from kaohe_cli.ooxml.building.page import LINE, set_page
from kaohe_cli.ooxml.building.styles import LATIN, NO_INDENT, Characters, Indent, Paragraphs, Style
from kaohe_cli.ooxml.building.tables import CENTRED, HEADER, SENTENCE
from kaohe_cli.ooxml.opening import open_document
from kaohe_cli.ooxml.package import Source, open_package, to_bytes

TITLE, SUBTITLE, HEADING, SUBHEADING = "公文标题", "公文副标题", "一级标题", "二级标题"
"""Styles of the template that ships."""
LABEL, PLAIN_TITLE, SIGNATURE = "附件序号", "公文标题（无副标题）", "署名和日期"
"""Styles that `ANNEX_STYLES` adds to them, besides those of tables."""

BODY_CHARACTER: Final = 320
"""The width of a character of the body (三号, 16 pt), in twips."""
_KEPT: Final = frozenset(
    (
        RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
        RELATIONSHIP_TYPE.CORE_PROPERTIES,
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.SETTINGS,
    )
)
_HEI: Final = "黑体"
_SMALL: Final = 21  # 五号, as in the issued tables; on lines of 15 pt
_PRIORITY: Final = 8  # in Word's list behind the styles of the template

ANNEX_STYLES: Final = (
    # GB/T 9704-2012, 7.4 and 7.3.2: 附件 in 黑体 三号 at the upper left, on a page of its own.
    Style(
        name=LABEL,
        style_id="AnnexLabel",
        based_on="Normal",
        priority=_PRIORITY,
        paragraphs=Paragraphs(keep_with_next=True, indent=NO_INDENT, align="left"),
        characters=Characters(font=_HEI, latin=_HEI),
    ),
    # Half a line behind it: the annexes have no subtitle that would keep the distance of 7.3.2.
    Style(
        name=PLAIN_TITLE,
        style_id="AnnexTitle",
        based_on=TITLE,
        priority=_PRIORITY,
        paragraphs=Paragraphs(after_lines=50, after=290, line=LINE),
    ),
    # GB 7.3.5: the date ends two characters of the body before the right edge.
    Style(
        name=SIGNATURE,
        style_id="Signature",
        based_on="Normal",
        priority=_PRIORITY,
        paragraphs=Paragraphs(indent=Indent(right=640), align="right"),
    ),
    Style(
        name=CENTRED,
        style_id="TableText",
        based_on="Normal",
        priority=_PRIORITY,
        paragraphs=Paragraphs(snap_to_grid=False, line=300, at_least=True, indent=NO_INDENT, align="center"),
        characters=Characters(spacing=0, size=_SMALL),
    ),
    Style(
        name=SENTENCE,
        style_id="TableSentence",
        based_on=CENTRED,
        priority=_PRIORITY,
        paragraphs=Paragraphs(align="left"),
    ),
    Style(
        name=HEADER,
        style_id="TableHeader",
        based_on=CENTRED,
        priority=_PRIORITY,
        paragraphs=Paragraphs(keep_with_next=True),
        characters=Characters(font=_HEI, latin=_HEI),
    ),
)


def on_layout_of(template: Source) -> Document:
    """An empty document with the page, the footers and the styles of a Word file. Raises PackageError."""
    document = open_document(open_package(template))
    markup.clear(document.element.body)
    return document


def blank(font: str) -> Document:
    """A document with nothing in it: no styles, no fonts, none of what python-docx's own blank one brings.

    `font` is the one for Chinese where no style names another.
    """
    document = docx.Document()
    for source in (document.part, document.part.package):
        for key, relation in list(source.rels.items()):
            if relation.reltype not in _KEPT:
                del source.rels[key]
    markup.clear(document.element.body)
    markup.write_style_defaults(document.styles.element, font, LATIN)
    markup.write_settings(document.settings.element, 2 * BODY_CHARACTER)
    set_page(document)
    return document


@dataclass(frozen=True)
class FontEntry:
    """A font, and those to take in its place, in this order, where it is not installed."""

    name: str
    substitutes: str
    panose: str
    family: str
    pitch: str
    charset: str = "86"  # GB2312


def add_fonts(document: Document, fonts: Iterable[FontEntry]) -> None:
    """Adds a table of fonts to a document that has none."""
    table = markup.element("w:fonts")
    for one in fonts:
        table.append(
            markup.font(
                one.name,
                substitutes=one.substitutes,
                panose=one.panose,
                charset=one.charset,
                family=one.family,
                pitch=one.pitch,
            )
        )
    package = document.part.package
    part = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, to_bytes(table), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)
