"""Sections: how pages are and count, and where headers come from."""

from typing import Final

from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import BODY, P_PR, SECT_PR, VAL, P, w

REFERENCES: Final = (w("headerReference"), w("footerReference"))
_ORDER: Final = (
    *REFERENCES,
    *(
        w(name)
        for name in (
            "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType",
            "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi",
            "rtlGutter", "docGrid", "printerSettings",
        )
    ),
)  # fmt: skip
"""CT_SectPr of ECMA-376 (17.6.17)."""
_PARAGRAPH_END: Final = (w("sectPr"), w("pPrChange"))
_AFTER_NOTES: Final = frozenset(
    w(name)
    for name in (
        "compat", "docVars", "rsids", "attachedSchema", "themeFontLang", "clrSchemeMapping",
        "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions",
        "readModeInkLockDown", "smartTagType", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol",
        "listSeparator",
    )
)  # fmt: skip
"""What stands behind `w:endnotePr` in the settings (17.15.1.78)."""
_AFTER_UPDATE: Final = frozenset((*_AFTER_NOTES, *map(w, ("hdrShapeDefaults", "footnotePr", "endnotePr"))))
"""What stands behind `w:updateFields`."""
_NEW_PAGE: Final = frozenset(("oddPage", "evenPage"))


def body_of(root: Element) -> Element:
    """The body of a main part, made where it has none."""
    body = root.find(BODY)
    if body is None:
        body = root.makeelement(BODY)
        root.append(body)
    return body


def sections(body: Element) -> list[Element]:
    """The properties of a body's sections in order; the last one's are made where it has none."""
    last = body.find(SECT_PR)
    if last is None:
        last = body.makeelement(SECT_PR)
        body.append(last)
    return list(body.iter(SECT_PR))


def put(section: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    """A property of a section, made in its place where it is not there."""
    found = section.find(w(name))
    if found is None:
        found = section.makeelement(w(name))
        behind = _ORDER[_ORDER.index(w(name)) + 1 :]
        following = next((child for child in section if child.tag in behind), None)
        if following is None:
            section.append(found)
        else:
            following.addprevious(found)
    for key, value in (attributes or {}).items():
        found.set(w(key), value)
    return found


def begin_on_new_page(section: Element) -> None:
    """Has a section begin a page, as the first of a file does whatever it says."""
    kind = section.find(w("type"))
    if kind is not None and kind.get(VAL) not in _NEW_PAGE:
        section.remove(kind)


def restart_lines(section: Element) -> None:
    """Has numbers of lines that count through begin with this section."""
    lines = section.find(w("lnNumType"))
    if lines is not None and lines.get(w("restart")) == "continuous":
        lines.set(w("restart"), "newSection")


def count_from(section: Element, start: int | None) -> None:
    """Has the pages of a section count from a number, or go on where the one before ended."""
    found = section.find(w("pgNumType"))
    if start is not None:
        if found is None or found.get(w("start")) is None:
            put(section, "pgNumType", {"start": str(start)})
    elif found is not None:
        found.attrib.pop(w("start"), "")


def restart_notes(section: Element, kind: str) -> None:
    """Has notes of a kind (`footnotePr`, `endnotePr`) count from 1 in a section, unless it says how."""
    notes = put(section, kind)
    if notes.find(w("numRestart")) is None:
        restart = notes.makeelement(w("numRestart"), {VAL: "eachSect"})
        notes.append(restart)


def end_section(body: Element, section: Element) -> None:
    """Moves the properties of the last section to the paragraph that ends it; the body has no more of them.

    A text that ends in a table or in another section gets the empty paragraph that Word shows there anyway.
    """
    body.remove(section)
    last = next((node for node in reversed(body) if node.tag in (P, w("tbl"), w("sdt"))), None)
    if last is None or last.tag != P or last.find(f"{P_PR}/{SECT_PR}") is not None:
        last = body.makeelement(P)
        body.append(last)
    properties = last.find(P_PR)
    if properties is None:
        properties = last.makeelement(P_PR)
        last.insert(0, properties)
    place = sum(child.tag not in _PARAGRAPH_END for child in properties)
    properties.insert(place, section)


def kinds_of(section: Element) -> set[tuple[str, str]]:
    """Which headers and footers a section names: the element and the pages that it is for."""
    return {(str(node.tag), node.get(w("type"), "")) for node in section if node.tag in REFERENCES}


def end_notes_with_sections(settings: Element) -> None:
    """Has endnotes stand at the end of the sections that do not pass them on, not of the file."""
    notes = settings.find(w("endnotePr"))
    if notes is None:
        following = next((child for child in settings if child.tag in _AFTER_NOTES), None)
        notes = settings.makeelement(w("endnotePr"))
        if following is None:
            settings.append(notes)
        else:
            following.addprevious(notes)
    place = notes.find(w("pos"))
    if place is None:
        place = notes.makeelement(w("pos"))
        notes.insert(0, place)
    place.set(VAL, "sectEnd")


def update_fields(settings: Element) -> None:
    """Has Word bring all fields up to date when it opens the file."""
    following = next((child for child in settings if child.tag in _AFTER_UPDATE), None)
    made = settings.makeelement(w("updateFields"), {VAL: "true"})
    if following is None:
        settings.append(made)
    else:
        following.addprevious(made)
