"""Where something stands in a Word file, in words that a person can follow."""

from dataclasses import dataclass

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.wml import Element
from kaohe_cli.words.shortening import quoted


@dataclass(frozen=True)
class PartPlace:
    """A paragraph: the part of the file, its number there, its table row, its text."""

    part: str
    paragraph: int
    """Counted from 1 over the part; paragraphs in tables and text boxes count too."""
    table: int = 0
    row: int = 0
    in_text_box: bool = False
    text: str = ""

    def __str__(self) -> str:
        where = f"表格{self.table}第{self.row}行" if self.table else f"第{self.paragraph}段"
        box = "文本框里" if self.in_text_box else ""
        quoted = f"“{shorten(self.text)}”" if self.text.replace(wml.OBJECT, "").strip() else ""
        return f"{self.part}{box}{where}{quoted}"


@dataclass(frozen=True)
class NamedPlace:
    """A place that is no paragraph, by what people call it: a document property, the text of a picture."""

    name: str
    text: str = ""

    def __str__(self) -> str:
        return self.name


def shorten(text: str, length: int = 24) -> str:
    """The text on one line, cut to `length` characters."""
    return quoted(text.replace(wml.OBJECT, " "), length)


def paragraph_places(root: Element, part: str) -> dict[Element, PartPlace]:
    """The place of every paragraph of a part; what repeats a text box shares its place."""
    tables = {table: number for number, table in enumerate(wml.outer_tables(root), 1)}
    rows = {row: number for table in tables for number, row in enumerate(wml.rows(table), 1)}
    places: dict[Element, PartPlace] = {}
    boxes: dict[str, PartPlace] = {}
    number = 0
    for paragraph in wml.elements(root, wml.P):
        text = wml.text_of(paragraph)
        if text in boxes and wml.in_fallback(paragraph):
            places[paragraph] = boxes[text]
            continue
        number += 1
        around = list(paragraph.iterancestors(wml.TR, wml.TBL))
        place = places[paragraph] = PartPlace(
            part,
            number,
            table=next((tables[node] for node in around if node in tables), 0),
            row=next((rows[node] for node in around if node in rows), 0),
            in_text_box=wml.ancestor(paragraph, wml.TEXT_BOX) is not None,
            text=text,
        )
        if place.in_text_box:
            boxes[text] = place
    return places
