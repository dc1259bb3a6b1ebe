"""Drafts that were filled in, and what people and software then do to them: through the XML."""

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any, Final

from lxml import etree

from kaohe_cli.query.entries import Entry
from tests.collecting.reading.drafting import Edit
from tests.ooxml.builder import W

_W: Final = f"{{{W}}}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
SECTIONS: Final = ("（一）", "（二）", "（三）", "（四）", "（五）", "（六）")


def told_apart(entries: list[Entry]) -> dict[str, dict[str, str]]:
    """A value for every field, no two alike but for choices, so that each can be found again."""
    made: dict[str, dict[str, str]] = {}
    number = 100
    for entry in entries:
        for field in entry.form.fields:
            number += 1
            made.setdefault(entry.id, {})[field.key] = _value(field.kind, number, field.choices)
    return made


def _value(kind: str, number: int, choices: tuple[str, ...]) -> str:
    return {
        "paragraphs": f"甲项目{number}号已开工，乙项目增长8.{number}%",
        "line": f"争取激励{number}项",
        "score": f"0.{number}",
        "rank": f"第{number}名",
        "choice": choices[0] if choices else "",
        "person": f"王样例{_in_han(number)}",
        "office": f"样例{number}处",
        "phone": f"13800000{number}",
    }[kind]


def _in_han(number: int) -> str:
    """A number in 汉字, so that a telephone number typed behind a name is not part of it."""
    return "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in str(number))


def paragraphs(root: etree._Element) -> list[etree._Element]:
    """The paragraphs of the body."""
    body = root.find(f"{_W}body")
    assert body is not None
    return [one for one in body if one.tag == f"{_W}p"]


def text_of(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))


def without_tags(root: etree._Element) -> None:
    """As LibreOffice leaves controls."""
    _remove(root, "tag")


def without_controls(root: etree._Element) -> None:
    """As a .doc leaves them."""
    _remove(root, "sdtPr")
    etree.strip_tags(root, f"{_W}sdt", f"{_W}sdtContent")


def without_marks(root: etree._Element) -> None:
    """Only the bookmarks go."""
    _remove(root, "bookmarkStart")
    _remove(root, "bookmarkEnd")


def plain(root: etree._Element) -> None:
    """As if it were typed by hand."""
    without_controls(root)
    without_marks(root)


def _remove(root: etree._Element, name: str) -> None:
    for element in list(root.iter(f"{_W}{name}")):
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)


def sections(root: etree._Element) -> list[tuple[str, list[etree._Element]]]:
    """Each section of each row, by its number, with its paragraphs; a heading begins another row."""
    found: list[tuple[str, list[etree._Element]]] = []
    for paragraph in paragraphs(root):
        text = text_of(paragraph)
        if text[:3] in SECTIONS:
            found.append((text[:3], [paragraph]))
        elif found and text[:2] in {"1.", "2.", "3."}:
            found[-1][1].append(paragraph)
        else:
            found.append(("", [paragraph]))
    return [one for one in found if one[0]]


def deleted(number: str) -> Edit:
    """A section taken out of every row."""

    def edit(root: etree._Element) -> None:
        for name, inside in sections(root):
            for paragraph in inside if name == number else ():
                _take_out(paragraph)

    return edit


def heading_deleted(number: str) -> Edit:
    """The line of a section taken out of every row, what stands under it left."""

    def edit(root: etree._Element) -> None:
        for name, inside in sections(root):
            if name == number and len(inside) > 1:
                _take_out(inside[0])

    return edit


def swapped(number: str, other: str) -> Edit:
    """A section moved above another one in every row."""

    def edit(root: etree._Element) -> None:
        found = sections(root)
        for index, (name, inside) in enumerate(found):
            row = list(takewhile(lambda one: one[0] != SECTIONS[0], found[index + 1 :]))
            behind = next((late for early, late in row if early == other), [])
            for paragraph in behind if name == number else ():
                inside[0].addprevious(paragraph)

    return edit


def _take_out(paragraph: etree._Element) -> None:
    parent = paragraph.getparent()
    assert parent is not None
    parent.remove(paragraph)


def line_deleted(at: int) -> Edit:
    """One numbered line taken out."""

    def edit(root: etree._Element) -> None:
        lines = _numbered(root)
        _take_out(lines[at % len(lines)])

    return edit


def lines_swapped(at: int) -> Edit:
    """A numbered line moved above the one before it in its section."""

    def edit(root: etree._Element) -> None:
        several = [inside for _, inside in sections(root) if len(inside) > 2]
        inside = several[at % len(several)]
        inside[1].addprevious(inside[2])

    return edit


def merged(at: int) -> Edit:
    """A numbered line joined with the one above it, as when somebody deletes the mark between them."""

    def edit(root: etree._Element) -> None:
        several = [inside for _, inside in sections(root) if len(inside) > 2]
        inside = several[at % len(several)]
        for piece in list(inside[2]):
            if piece.tag != f"{_W}pPr":
                inside[1].append(piece)
        _take_out(inside[2])

    return edit


def reworded(at: int) -> Edit:
    """The words of a label replaced by others, its number and colon left."""

    def edit(root: etree._Element) -> None:
        lines = _numbered(root)
        line = lines[at % len(lines)]
        first = next(text for text in line.iter(f"{_W}t") if text.text and "：" in text.text)
        before, _, behind = str(first.text).partition("：")
        first.text = f"{before[:2]} 另一种说法：{behind}"

    return edit


def typed(at: int, words: str, *, behind: bool) -> Edit:
    """Something typed just before or behind a control, or at the end of its line where there is none."""

    def edit(root: etree._Element) -> None:
        run = etree.Element(f"{_W}r")
        etree.SubElement(run, f"{_W}t", {_SPACE: "preserve"}).text = words
        controls = list(root.iter(f"{_W}sdt"))
        if not controls:
            lines = _numbered(root)
            lines[at % len(lines)].append(run)
        elif behind:
            controls[at % len(controls)].addnext(run)
        else:
            controls[at % len(controls)].addprevious(run)

    return edit


def bookmark_moved(at: int, to: int) -> Edit:
    """A bookmark put on another line, as pasting does."""

    def edit(root: etree._Element) -> None:
        marks = list(root.iter(f"{_W}bookmarkStart"))
        lines = _numbered(root)
        if marks:
            target = lines[to % len(lines)]
            place = 1 if len(target) and target[0].tag == f"{_W}pPr" else 0
            target.insert(place, marks[at % len(marks)])

    return edit


def pasted_twice(at: int) -> Edit:
    """A numbered line that stands a second time below itself."""

    def edit(root: etree._Element) -> None:
        lines = _numbered(root)
        line = lines[at % len(lines)]
        line.addnext(etree.fromstring(etree.tostring(line)))

    return edit


def _numbered(root: etree._Element) -> list[etree._Element]:
    return [line for _, inside in sections(root) for line in inside[1:]]


def shown(root: etree._Element) -> str:
    """All that stands in the body."""
    return "\n".join(map(text_of, paragraphs(root)))


Values = Mapping[str, Mapping[str, Any]]


def each(values: Values) -> Iterator[tuple[str, str, str]]:
    """The values with their rows and keys."""
    for row, fields in values.items():
        for key, value in fields.items():
            yield row, key, str(value)
