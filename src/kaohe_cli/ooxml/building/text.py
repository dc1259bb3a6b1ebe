"""Paragraphs and runs, content controls and bookmarks."""

from collections.abc import Sequence
from typing import Protocol

from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kaohe_cli.ooxml.building import markup
from kaohe_cli.ooxml.building.styles import Paragraphs, shape
from kaohe_cli.ooxml.template.values import plain


class Container(Protocol):
    """What paragraphs are added to: a document, a cell, a footer."""

    def add_paragraph(self, text: str = ..., style: str | ParagraphStyle | None = ...) -> Paragraph:
        """Adds a paragraph at the end."""


def add_paragraph(
    container: Container,
    text: str = "",
    style: str | ParagraphStyle | None = None,
    look: Paragraphs | None = None,
) -> Paragraph:
    """Adds a paragraph; without a style it is 正文. Line breaks and tabs stay, control characters go."""
    paragraph = container.add_paragraph(style=style)
    if look is not None:
        shape(paragraph.paragraph_format, look)
    if text:
        add_run(paragraph, text)
    return paragraph


def add_run(paragraph: Paragraph, text: str, style: str | CharacterStyle | None = None) -> Run:
    """Adds text at the end of a paragraph."""
    run = paragraph.add_run(plain(text), style)
    markup.hint_east_asian(run.font.element)
    return run


def add_control(
    paragraph: Paragraph,
    text: str,
    *,
    tag: str,
    number: int,
    title: str = "",
    choices: Sequence[str] = (),
    style: str | CharacterStyle | None = None,
    placeholder: bool = False,
) -> Run:
    """Adds a content control that holds the text, and returns the run in it.

    People can fill it in, choose or type where it has choices, and not delete it. `number` is its id, which
    no other control of the document may have.
    """
    run = add_run(paragraph, text, style)
    markup.control(
        [run.font.element], tag=tag, number=number, title=title, choices=choices, placeholder=placeholder
    )
    return run


def add_bookmark(first: Run, last: Run | None = None, *, name: str, number: int) -> None:
    """Puts a bookmark around a run, or around the runs from one to another of the same paragraph.

    `number` is its id, which no other bookmark of the document may have. Word cuts names of more than 40
    letters.
    """
    markup.bookmark(first.font.element, (last or first).font.element, name=name, number=number)


def add_page_number(paragraph: Paragraph) -> None:
    """Adds “— 1 —” (GB/T 9704-2012, 7.5: 数字左右各放一条一字线)."""
    add_run(paragraph, "— ")
    markup.field(add_run(paragraph, "1").font.element, "PAGE")
    add_run(paragraph, " —")
