"""The page of GB/T 9704-2012 《党政机关公文格式》. “GB” and a clause say where a figure comes from."""

from typing import Final

from docx.document import Document
from docx.shared import Mm, Twips

from kaohe_cli.ooxml.building import markup
from kaohe_cli.ooxml.building.text import add_page_number

TEXT_WIDTH: Final = 8845
"""GB 5.2.1: 版心 is 156 mm wide; in twips."""
LINE: Final = 579
"""GB 5.2.3: 22 lines on the 225 mm of the 版心, which are 12756 twips: 579.8 a line."""

_LEFT, _RIGHT, _TOP, _BOTTOM = Mm(28), Mm(26), Mm(37), Mm(35)
"""GB 5.2.1: 订口 28 mm and 天头 37 mm; the others are what the 版心 leaves of A4."""
_FOOTER: Final = Mm(35 - 7 - 2.6)
"""GB 7.5: 一字线上距版心下边缘7 mm. Word measures to the foot of the line, 2.6 mm below the dash."""


def set_page(document: Document) -> None:
    """A4 with the margins and the 22 lines of an official document (GB 5.1, 5.2)."""
    section = document.sections[-1]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.top_margin, section.bottom_margin = _TOP, _BOTTOM
    section.footer_distance = _FOOTER
    section.header_distance = Mm(15)
    section.gutter = Twips(0)
    markup.set_line_grid(document.element.body, LINE)


def number_pages(document: Document, style: str, even_style: str) -> None:
    """Puts “— 1 —” at the foot of every page, on the outer side (GB 7.5: 单页码居右，双页码居左)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, name in ((section.footer, style), (section.even_page_footer, even_style)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = name
        add_page_number(paragraph)
