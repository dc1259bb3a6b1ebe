"""What python-docx has no name for, written with its `OxmlElement` and `qn`; the one module with `w:` names.

An element goes where the schema wants it: Word calls a file damaged whose elements stand in another order.
"""

import copy
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element: TypeAlias = Any
"""An element of python-docx's tree; its classes have no public names."""

# The order in which ECMA-376 (17.3.1.26, 17.3.2.28, 17.4.60, …) lists children of properties, as far as
# we write them ourselves or python-docx does.
_PARAGRAPH: Final = (
    "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:widowControl", "w:numPr", "w:pBdr",
    "w:shd", "w:tabs", "w:overflowPunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid", "w:spacing",
    "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr",
)  # fmt: skip
_RUN: Final = (
    "w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:color", "w:spacing", "w:kern", "w:sz",
    "w:szCs", "w:highlight", "w:u", "w:vertAlign", "w:lang",
)  # fmt: skip
_ROW: Final = ("w:cantSplit", "w:trHeight", "w:tblHeader")
_CELL: Final = ("w:tcW", "w:gridSpan", "w:vMerge", "w:shd", "w:vAlign")
_TABLE: Final = (
    "w:tblStyle", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook",
)  # fmt: skip
_STYLE: Final = (
    "w:name", "w:basedOn", "w:next", "w:link", "w:uiPriority", "w:semiHidden", "w:unhideWhenUsed",
    "w:qFormat", "w:pPr", "w:rPr", "w:tblPr",
)  # fmt: skip
_ORDERS: Final = {
    qn(parent): tuple(map(qn, children))
    for parent, children in {
        "w:pPr": _PARAGRAPH, "w:rPr": _RUN, "w:trPr": _ROW, "w:tcPr": _CELL, "w:tblPr": _TABLE,
        "w:style": _STYLE,
    }.items()
}  # fmt: skip


def element(kind: str, /, *children: Element, **attributes: str | int) -> Element:
    """A new element; its attributes are `w:` attributes.

    >>> element("w:jc", val="left").get(qn("w:val"))
    'left'
    """
    made: Element = OxmlElement(kind)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), str(value))
    made.extend(children)
    return made


def placed(parent: Element, child: Element) -> Element:
    """The child, put in its place among a property element's children; one of its name gives way."""
    order = _ORDERS[parent.tag]
    for old in parent.findall(child.tag):
        parent.remove(old)
    behind = set(order[order.index(child.tag) + 1 :])
    successor = next((node for node in parent if node.tag in behind), None)
    if successor is None:
        parent.append(child)
    else:
        successor.addprevious(child)
    return child


def _properties(owner: Element, name: str) -> Element:
    """The property element of a paragraph, run, row, cell or style; a new one where there is none."""
    found = owner.find(qn(name))
    if found is None:
        found = element(name)
        if owner.tag in _ORDERS:
            placed(owner, found)
        else:
            owner.insert(0, found)
    return found


def around(inner: Element) -> Element:
    """The element that another stands in."""
    return inner.getparent()


def repeat(one: Element, times: int) -> None:
    """Has an element stand so many times, one behind the other; not at all where that is never."""
    for _ in range(times - 1):
        one.addnext(copy.deepcopy(one))
    if times == 0:
        around(one).remove(one)


def set_flag(owner: Element, properties: str, name: str, value: bool) -> None:
    """Turns a property on or, against the style, off."""
    placed(_properties(owner, properties), element(name) if value else element(name, val=0))


def set_property(owner: Element, properties: str, name: str, **attributes: str | int) -> None:
    """Writes a property; attributes that it had and that are not named here stay."""
    inside = _properties(owner, properties)
    found = inside.find(qn(name))
    if found is None:
        found = placed(inside, element(name))
    for attribute, value in attributes.items():
        found.set(qn(f"w:{attribute}"), str(value))


def is_style(node: Element, ids: Collection[str]) -> bool:
    """Whether a child of the styles part is one of these styles."""
    return bool(node.tag == qn("w:style")) and node.get(qn("w:styleId")) in ids


def make_default(style: Element) -> None:
    """Makes a style the one that is used where none is named."""
    style.set(qn("w:default"), "1")


def set_in_style(style: Element, name: str, **attributes: str | int) -> None:
    """Writes what a style says of itself, such as the style that it is linked with."""
    placed(style, element(name, **attributes))


def hint_east_asian(run: Element) -> None:
    """Has “ ” — × set in the font for Chinese, as wide as a character."""
    set_property(run, "w:rPr", "w:rFonts", hint="eastAsia")


# --- text ----------------------------------------------------------------------------------------------

_PIECE: Final = re.compile("[\n\t]|[^\n\t]+")


def paragraph(style_id: str, runs: Iterable[Element] = ()) -> Element:
    """A paragraph of a style, which stands nowhere yet."""
    return element("w:p", element("w:pPr", element("w:pStyle", val=style_id)), *runs)


def run(text: str, style_id: str = "") -> Element:
    """A run; line ends become breaks, tabs stay tabs. The text holds nothing that XML forbids.

    python-docx makes the same of `add_run`, and looks through all styles for each one that is named.
    """
    properties = element("w:rPr", element("w:rFonts", hint="eastAsia"))
    if style_id:
        properties.insert(0, element("w:rStyle", val=style_id))
    made = element("w:r", properties)
    for piece in _PIECE.findall(text):
        if piece == "\n":
            made.append(element("w:br"))
        elif piece == "\t":
            made.append(element("w:tab"))
        else:
            words = element("w:t")
            words.text = piece
            if piece != piece.strip():
                words.set(qn("xml:space"), "preserve")
            made.append(words)
    return made


def rule_paragraph(paragraph: Element) -> None:
    """Draws a line above and below a paragraph, as wide as the text of the page."""
    sides = (element(f"w:{side}", val="single", sz=8, space=1, color="auto") for side in ("top", "bottom"))
    placed(_properties(paragraph, "w:pPr"), element("w:pBdr", *sides))


def add_to_body(body: Element, made: Element) -> None:
    """Puts an element at the end of the text, before what says how the page is."""
    body.find(qn("w:sectPr")).addprevious(made)


def last_in_body(body: Element) -> Element | None:
    """The paragraph or table that the text ends in."""
    return body.find(qn("w:sectPr")).getprevious()


def ends_in_table(body: Element) -> bool:
    """Whether the last of the text is a table."""
    last = last_in_body(body)
    return last is not None and bool(last.tag == qn("w:tbl"))


# --- tables -------------------------------------------------------------------------------------------


def rule(table: Element, width: int, margins: dict[str, int]) -> None:
    """Gives a table its width, lines of half a point (`sz` 4), and its cells their margins."""
    set_property(table, "w:tblPr", "w:tblW", w=width, type="dxa")
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = (element(f"w:{edge}", val="single", sz=4, space=0, color="auto") for edge in edges)
    placed(_properties(table, "w:tblPr"), element("w:tblBorders", *lines))
    sides = (element(f"w:{edge}", w=margin, type="dxa") for edge, margin in margins.items())
    placed(_properties(table, "w:tblPr"), element("w:tblCellMar", *sides))


def set_cell_margins(style: Element, margins: dict[str, int]) -> None:
    """Gives the tables of a style no indent, and their cells these margins."""
    sides = (element(f"w:{edge}", w=margin, type="dxa") for edge, margin in margins.items())
    indent = element("w:tblInd", w=0, type="dxa")
    placed(style, element("w:tblPr", indent, element("w:tblCellMar", *sides)))


def keep_row_whole(row: Element) -> None:
    """Has a row go to the next page as a whole."""
    set_flag(row, "w:trPr", "w:cantSplit", True)


def repeat_row(row: Element) -> None:
    """Has a row stand at the head of the table on every page."""
    set_flag(row, "w:trPr", "w:tblHeader", True)


def shade(cell: Element, color: str) -> None:
    """Gives a cell a ground of a colour, as RGB."""
    placed(_properties(cell, "w:tcPr"), element("w:shd", val="clear", color="auto", fill=color))


def let_row_break(row: Element) -> None:
    """Has a row go on over the page."""
    found = _properties(row, "w:trPr").find(qn("w:cantSplit"))
    if found is not None:
        around(found).remove(found)


class Bar(NamedTuple):
    """A row of a chart of bars: what stands before it, how long the bar is in columns, what stands behind."""

    before: Element
    length: int
    color: str
    behind: Element


def bars(rows: Iterable[Bar], *, label: int, column: int, columns: int, style_id: str) -> Element:
    """A table that is a chart: a bar is a cell over as many columns as it is long, fewer than there are.

    Its only lines are white ones between the bars. Widths are twips.
    """
    widths = [label, *[column] * columns]
    table = element(
        "w:tbl",
        element(
            "w:tblPr",
            element("w:tblW", w=sum(widths), type="dxa"),
            element("w:jc", val="center"),
            element("w:tblBorders", element("w:insideH", val="single", sz=24, space=0, color="FFFFFF")),
            element("w:tblLayout", type="fixed"),
            element("w:tblCellMar", *(element(f"w:{edge}", w=0, type="dxa") for edge in ("left", "right"))),
        ),
        element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths)),
    )
    for bar in rows:
        cells = [_bar_cell(label, 1, bar.before)]
        if bar.length:
            filled = _bar_cell(column * bar.length, bar.length, paragraph(style_id))
            shade(filled, bar.color)
            cells.append(filled)
        rest = columns - bar.length
        cells.append(_bar_cell(column * rest, rest, bar.behind))
        row = element("w:tr", element("w:trPr", element("w:cantSplit")), *cells)
        table.append(row)
    return table


def _bar_cell(width: int, span: int, content: Element) -> Element:
    properties = element("w:tcPr", element("w:tcW", w=width, type="dxa"), element("w:vAlign", val="center"))
    if span > 1:
        placed(properties, element("w:gridSpan", val=span))
    return element("w:tc", properties, content)


def merge(cell: Element, *, begins: bool) -> None:
    """Merges a cell with the one above, or makes it the first of those that are merged."""
    placed(_properties(cell, "w:tcPr"), element("w:vMerge", val="restart") if begins else element("w:vMerge"))


# --- controls, bookmarks, fields -----------------------------------------------------------------------


def control(
    runs: Sequence[Element], *, tag: str, number: int, title: str, choices: Sequence[str], placeholder: bool
) -> Element:
    """A content control in the place of these runs. It can be filled in, not deleted.

    Text has no type element: with `w:text` LibreOffice loses or multiplies what was typed. Choices stand in a
    combo box, where another answer can be typed.
    """
    inside = [element("w:rPr", element("w:rFonts", hint="eastAsia"))]  # text typed over the placeholder
    if title:
        inside.append(element("w:alias", val=title))
    inside += [element("w:tag", val=tag), element("w:id", val=number), element("w:lock", val="sdtLocked")]
    if placeholder:
        inside.append(element("w:showingPlcHdr"))
    if choices:
        items = (element("w:listItem", displayText=choice, value=choice) for choice in choices)
        inside.append(element("w:comboBox", *items))
    content = element("w:sdtContent")
    made = element("w:sdt", element("w:sdtPr", *inside), content)
    runs[0].addprevious(made)
    content.extend(runs)
    return made


def bookmark(first: Element, last: Element, *, name: str, number: int) -> None:
    """Puts a bookmark around what stands from one element of a paragraph to another."""
    first.addprevious(element("w:bookmarkStart", id=number, name=name))
    last.addnext(element("w:bookmarkEnd", id=number))


def field(run: Element, instruction: str) -> Element:
    """Makes a run the shown result of a field."""
    made = element("w:fldSimple", instr=f" {instruction} ")
    run.addprevious(made)
    made.append(run)
    return made


def field_with_result(instruction: str, result: str) -> Element:
    """A field among runs; its result is empty where nobody knows it yet."""
    words = element("w:t")
    words.text = result
    shown = element("w:r", element("w:rPr", element("w:rFonts", hint="eastAsia")), words)
    return element("w:fldSimple", shown, instr=f" {instruction} ")


def link_within(bookmark: str, content: Sequence[Element]) -> Element:
    """A link to a bookmark of the same document, which looks like any text."""
    return element("w:hyperlink", *content, anchor=bookmark, history=1)


def set_right_tab(paragraph: Element, position: int) -> None:
    """Has a tab lead, over dots, to what ends at a position."""
    tab = element("w:tab", val="right", leader="dot", pos=position)
    placed(_properties(paragraph, "w:pPr"), element("w:tabs", tab))


# --- sections, settings --------------------------------------------------------------------------------


def set_line_grid(body: Element, pitch: int) -> None:
    """Sets the distance of the lines on the pages of the last section, in twips."""
    section = body.find(qn("w:sectPr"))
    for old in section.findall(qn("w:docGrid")):
        section.remove(old)
    section.append(element("w:docGrid", type="lines", linePitch=pitch))


def clear(body: Element) -> None:
    """Takes everything out of a body but its section: the page and its footers."""
    for node in list(body):
        if node.tag != qn("w:sectPr"):
            body.remove(node)


# --- styles, settings, fonts ----------------------------------------------------------------------------


def write_style_defaults(styles: Element, font: str, latin: str) -> None:
    """Replaces all styles by the defaults under them: two fonts, Chinese, what Word lists of its own styles.

    Styles that Word knows and the file does not use stay out of the list people choose from.
    """
    for old in list(styles):
        styles.remove(old)
    fonts = element("w:rFonts", ascii=latin, eastAsia=font, hAnsi=latin, cs=latin)
    language = element("w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    run = element("w:rPrDefault", element("w:rPr", fonts, language))
    styles.append(element("w:docDefaults", run, element("w:pPrDefault")))
    styles.append(
        element(
            "w:latentStyles",
            defLockedState=0, defUIPriority=99, defSemiHidden=1, defUnhideWhenUsed=1, defQFormat=0, count=376,
        )
    )  # fmt: skip


def write_settings(settings: Element, tab: int) -> None:
    """Replaces the settings of a file.

    - doNotCompress: punctuation keeps the width of a character, so that 28 a line stay 28.
    - doNotExpandShiftReturn: Enter in a content control makes a line break, before which a justified line
      would otherwise be pulled apart.
    - compatibilityMode 15: Word opens the file without “兼容模式”.
    """
    for old in list(settings):
        settings.remove(old)
    mode = element(
        "w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15
    )
    settings.extend(
        (
            element("w:zoom", percent=100),
            element("w:defaultTabStop", val=tab),
            element("w:characterSpacingControl", val="doNotCompress"),
            element("w:compat", element("w:doNotExpandShiftReturn"), element("w:useFELayout"), mode),
            element("w:themeFontLang", val="en-US", eastAsia="zh-CN"),
            element("w:decimalSymbol", val="."),
            element("w:listSeparator", val=","),
        )
    )


def font(name: str, *, substitutes: str, panose: str, charset: str, family: str, pitch: str) -> Element:
    """A font as the font table has it."""
    inside = [element("w:altName", val=substitutes)] if substitutes else []
    inside += [element("w:panose1", val=panose)] if panose else []
    for kind, value in (("charset", charset), ("family", family), ("pitch", pitch)):
        inside.append(element(f"w:{kind}", val=value))
    return element("w:font", *inside, name=name)
