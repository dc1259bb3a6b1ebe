"""Documents of one template bound into one file.

Each body keeps its text, headers, footers, sections, list numbers and notes, and counts its own pages, as its
own file would show them. Styles, settings and pictures are the template's and are shared.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from kaohe_cli.ooxml.binding import sections as pages
from kaohe_cli.ooxml.binding.binding import Binding, Front, body_name
from kaohe_cli.ooxml.binding.fields import confine, counts_pages, settle_properties
from kaohe_cli.ooxml.binding.identities import Identities
from kaohe_cli.ooxml.binding.lists import Lists
from kaohe_cli.ooxml.binding.notes import KINDS, Notes
from kaohe_cli.ooxml.package import CONTENT_TYPES, WORD_TYPE, package_of, relations_part, to_bytes
from kaohe_cli.ooxml.wml.element import Element
from kaohe_cli.ooxml.wml.names import (
    BODY,
    BOOKMARK_END,
    BOOKMARK_START,
    HYPERLINK,
    ID,
    NAME,
    P_PR,
    SDT,
    TEXT_BOX,
    VAL,
    P,
    R,
    w,
)

_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
"""For what we have just written ourselves, which may be longer than what we accept from others."""
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationships"
_R_ID: Final = f"{{{_R}}}id"
_END_NAME: Final = "kaohe_end_{}"
_PAGE_OF: Final = re.compile(r"\s*PAGEREF (kaohe_body_\d+)\b")
_BLANK: Final = (
    f'<w:{{0}} xmlns:w="{BODY[1:].partition("}")[0]}"><w:p><w:pPr><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p></w:{0}>'
)
"""A header or footer with nothing in it, 1 pt high."""
_AMONG_RUNS: Final = frozenset((R, SDT, HYPERLINK, w("fldSimple")))
_PART_ROOTS: Final = {"header": "hdr", "footer": "ftr"}
_MOST_OF_PROPERTY: Final = 255
"""Characters; Word cuts properties that are longer."""


def bind(
    static: Mapping[str, bytes], bodies: Sequence[Mapping[str, bytes]], binding: Binding
) -> dict[str, bytes]:
    """The parts of one file.

    `static` are those of the template that no body changes, `bodies` for each body those that are its own.
    """
    binder = _Binder(static, bodies, binding)
    for body in bodies:
        binder.add(body)
    return binder.finished()


class _Binder:
    def __init__(
        self, static: Mapping[str, bytes], bodies: Sequence[Mapping[str, bytes]], binding: Binding
    ) -> None:
        self.parts: dict[str, bytes] = {**static, **bodies[0]}
        self._package = package_of(self.parts)
        self._static = static
        self._binding = binding
        self._count = len(bodies)
        self._main = self._package.main
        self._targets = {one.id: one for one in self._package.relations(self._main) if not one.external}
        self._relations = self._tree(relations_part(self._main), etree.Element(_RELATIONS))
        self._types = self._tree(CONTENT_TYPES)
        self._root = _parsed(self.parts[self._main])
        self._body = pages.body_of(self._root)
        self._names = self._labels()
        self._settings = self._related("settings")
        self._notes = {
            kind: (part, Notes(kind, _parsed(self.parts[part])))
            for kind in KINDS
            if (part := self._related(kind)) is not None
        }
        self._identities = self._known()
        self._lists = self._numbered()
        self._properties = {
            part: [body[part] for body in bodies]
            for part in bodies[0]
            if not self._package.content_types.get(part, "").startswith(WORD_TYPE)
        }
        self._properties_differ = any(len(set(values)) > 1 for values in self._properties.values())
        self._headers: dict[tuple[str, bytes, int], str] = {}
        self._inherited: set[tuple[str, str]] = set()
        self._done = 0

    # --- parts --------------------------------------------------------------------------------------

    def _part(self, name: str, own: Mapping[str, bytes]) -> bytes:
        """A part as one body has it."""
        return own[name] if name in own else self._static[name]

    def _tree(self, part: str, otherwise: Element | None = None) -> Element:
        return self._package.xml(part) if otherwise is None or part in self.parts else otherwise

    def _related(self, kind: str) -> str | None:
        """The part of a kind that belongs to the main one."""
        found = (one.target for one in self._targets.values() if one.kind == kind)
        return next((target for target in found if target in self.parts), None)

    def _labels(self) -> dict[int, tuple[str, str]]:
        """For each body the bookmarks around it and at its end."""
        return {number: (body_name(number), _END_NAME.format(number)) for number in range(1, self._count + 1)}

    def _known(self) -> Identities:
        """The ids and names that the first body has."""
        texts = [one.target for one in self._targets.values() if one.kind in (*_PART_ROOTS, *KINDS)]
        roots = [_parsed(self.parts[name]) for name in dict.fromkeys(texts) if name in self.parts]
        return Identities([self._root, *roots])

    def _numbered(self) -> Lists | None:
        numbering, styles = self._related("numbering"), self._related("styles")
        if numbering is None:
            return None
        return Lists(_parsed(self.parts[numbering]), None if styles is None else _parsed(self.parts[styles]))

    def _add_part(self, name: str, data: bytes, kind: str) -> str:
        """A further part of a kind beside the main one; the id of the relation to it."""
        folder, file = posixpath.split(self._main)
        stem, ending = posixpath.splitext(posixpath.basename(name) or file)
        number, part = 2, posixpath.join(folder, f"{stem}_{1}{ending}")
        taken = {one.lower() for one in self.parts}
        while part.lower() in taken:
            part, number = posixpath.join(folder, f"{stem}_{number}{ending}"), number + 1
        self.parts[part] = data
        own = relations_part(name)
        if own in self.parts:
            self.parts[relations_part(part)] = self.parts[own]
        _sub(self._types, "Override", PartName=f"/{part}", ContentType=f"{WORD_TYPE}{kind}+xml")
        return self._relate(f"{_R}/{kind}", posixpath.relpath(part, folder))

    def _relate(self, kind: str, target: str) -> str:
        taken = {node.get("Id", "") for node in self._relations}
        number = len(self._relations) + 1
        while f"rIdBound{number}" in taken:
            number += 1
        _sub(self._relations, "Relationship", Id=f"rIdBound{number}", Type=kind, Target=target)
        return f"rIdBound{number}"

    # --- bodies -------------------------------------------------------------------------------------

    def add(self, own: Mapping[str, bytes]) -> None:
        """Adds a body behind the others."""
        self._done += 1
        is_first = self._done == 1
        root = self._root if is_first else _parsed(self._part(self._main, own))
        body = self._body if is_first else pages.body_of(root)
        if not is_first:
            self._make_its_own(root, own)
        sections = pages.sections(body)
        self._mark(body)
        self._confine(root)
        self._number_pages(sections, is_first=is_first)
        self._restart_notes(sections, is_first=is_first)
        for section in sections:
            self._give_headers(section, own)
        self._keep_out(sections[0])
        self._inherited |= {key for section in sections for key in pages.kinds_of(section)}
        if self._done < self._count:
            pages.end_section(body, sections[-1])
        if not is_first:
            self._body.extend(list(body))

    def _make_its_own(self, root: Element, own: Mapping[str, bytes]) -> None:
        """What may stand only once in a file."""
        notes = {}
        for kind, (part, collected) in self._notes.items():
            notes[kind] = _parsed(self._part(part, own))
            collected.add(root, notes[kind])
        if self._lists is not None:
            self._lists.begin_anew([root, *notes.values()])
        self._identities.settle([root, *notes.values()], str(self._done))

    def _mark(self, body: Element) -> None:
        """Puts bookmarks around the body and at its end."""
        first = next(body.iter(P), None)
        if first is None:
            first = body.makeelement(P)
            body.insert(0, first)
        last = _last_text(body)
        name, end = self._names[self._done]
        number, end_number = self._identities.next_id(), self._identities.next_id()
        start = first.makeelement(BOOKMARK_START, {ID: number, NAME: name})
        first.insert(1 if first.find(P_PR) is not None else 0, start)
        ending = last.makeelement(BOOKMARK_START, {ID: end_number, NAME: end})
        content = [child for child in last if child.tag in _AMONG_RUNS]
        if content:  # LibreOffice drops a bookmark around nothing at the end of a file
            content[-1].addprevious(ending)
        else:
            last.append(ending)
        for one in (end_number, number):
            last.append(last.makeelement(BOOKMARK_END, {ID: one}))

    def _confine(self, root: Element) -> None:
        body, end = self._names[self._done]
        if self._binding.counted_through:
            end = self._names[self._count][1]
        confine(root, body, end, restart=self._done > 1)
        if self._properties_differ:
            settle_properties(root)

    def _number_pages(self, sections: Sequence[Element], *, is_first: bool) -> None:
        has_front = self._binding.front is not None
        if not is_first or has_front:
            pages.begin_on_new_page(sections[0])
            pages.restart_lines(sections[0])
        if self._binding.counted_through:
            for section in sections:
                pages.count_from(section, None)
            if is_first:
                pages.count_from(sections[0], 1)
        elif not is_first or has_front:
            pages.count_from(sections[0], 1)

    def _restart_notes(self, sections: Sequence[Element], *, is_first: bool) -> None:
        """Notes of each body count from 1; its endnotes stand at its end."""
        if "footnotes" in self._notes and not is_first and not self._setting("footnotePr/numRestart"):
            pages.restart_notes(sections[0], "footnotePr")
        if "endnotes" in self._notes:
            if not is_first and not self._setting("endnotePr/numRestart"):
                pages.restart_notes(sections[0], "endnotePr")
            for section in sections[:-1]:
                pages.put(section, "noEndnote")

    def _setting(self, path: str) -> bool:
        """Whether the settings say something of their own about it."""
        if self._settings is None:
            return False
        found = self._package.xml(self._settings).find("/".join(map(w, path.split("/"))))
        return found is not None and found.get(VAL) != "continuous"

    # --- headers ------------------------------------------------------------------------------------

    def _give_headers(self, section: Element, own: Mapping[str, bytes]) -> None:
        """Has a section name the headers and footers of its own body."""
        for node in section.iterchildren(*pages.REFERENCES):
            known = node.get(_R_ID, "")
            target = self._targets.get(known)
            if target is not None and target.target in self.parts:
                node.set(_R_ID, self._header(target.target, target.kind, known, own))

    def _header(self, part: str, kind: str, known: str, own: Mapping[str, bytes]) -> str:
        """The relation to a header as this body has it; bodies whose headers are alike share one."""
        data = self._part(part, own)
        if (part, data, 0) in self._headers:
            return self._headers[part, data, 0]
        root = _parsed(data)
        key = part, data, self._done if counts_pages(root) and not self._binding.counted_through else 0
        if key in self._headers:
            return self._headers[key]
        is_original = not any(name == part for name, *_ in self._headers)
        if not is_original:
            if self._lists is not None:
                self._lists.begin_anew([root])
            self._identities.settle([root], str(self._done))
        self._confine(root)
        if is_original:
            self.parts[part] = to_bytes(root)
            self._headers[key] = known
        else:
            self._headers[key] = self._add_part(part, to_bytes(root), kind)
        return self._headers[key]

    def _keep_out(self, first: Element) -> None:
        """Keeps the headers of the body before out of one that has none of their kind."""
        for kind, of_pages in sorted(self._inherited - pages.kinds_of(first)):
            name = kind.rpartition("}")[2].removesuffix("Reference")
            reference = first.makeelement(kind, {w("type"): of_pages, _R_ID: self._blank(name)})
            first.insert(0, reference)

    def _blank(self, kind: str) -> str:
        key = (f"word/blank_{kind}.xml", b"", 0)
        if key not in self._headers:
            data = _BLANK.format(_PART_ROOTS[kind]).encode()
            self._headers[key] = self._add_part(key[0], data, kind)
        return self._headers[key]

    # --- the file -----------------------------------------------------------------------------------

    def _add_front(self, front: Front) -> None:
        styles = self._related("styles")
        if styles is None:
            return
        root = _parsed(self.parts[styles])
        root.extend(list(_parsed(front.styles)))
        self.parts[styles] = to_bytes(root)
        body = pages.body_of(_parsed(front.document))
        pages.end_section(body, pages.sections(body)[-1])
        self._body[0:0] = list(body)

    def finished(self) -> dict[str, bytes]:
        """All parts, once every body has been added."""
        if self._binding.front is not None:
            self._add_front(self._binding.front)
        if "endnotes" in self._notes and self._settings is not None:
            settings = self._tree(self._settings)
            pages.end_notes_with_sections(settings)
            self.parts[self._settings] = to_bytes(settings)
        written = {self._main: self._root, CONTENT_TYPES: self._types}
        written[relations_part(self._main)] = self._relations
        for part, notes in self._notes.values():
            written[part] = notes.root
        numbering = self._related("numbering")
        if numbering is not None and self._lists is not None:
            written[numbering] = self._lists.root
        self.parts |= {part: to_bytes(root) for part, root in written.items()}
        self.parts |= {part: joined_values(values) for part, values in self._properties.items()}
        return self.parts


def joined_values(parts: Sequence[bytes]) -> bytes:
    """Document properties of several bodies as one: where they differ, one behind the other."""
    first, *others = map(_parsed, parts)
    nodes = zip(first.iter(), *(other.iter() for other in others), strict=True)
    for node, *same in nodes:
        values = list(dict.fromkeys(one.text or "" for one in (node, *same)))
        if len(values) > 1:
            text = "、".join(filter(None, values))
            node.text = text if len(text) <= _MOST_OF_PROPERTY else f"{text[: _MOST_OF_PROPERTY - 1]}…"
    return to_bytes(first)


def _last_text(body: Element) -> Element:
    """The last paragraph that shows something, else the last; those in text boxes stand elsewhere."""
    paragraphs = [one for one in body.iter(P) if next(one.iterancestors(TEXT_BOX), None) is None]
    shown = (one for one in reversed(paragraphs) if any(child.tag in _AMONG_RUNS for child in one))
    return next(shown, paragraphs[-1])


def with_page_numbers(parts: Mapping[str, bytes], numbers: Mapping[str, str] | None) -> dict[str, bytes]:
    """The parts of a file whose contents show the pages, by the names of bookmarks.

    Where nobody knows them (None), Word is told to work them out when it opens the file, for which it asks.
    """
    package = package_of(parts)
    if numbers is None:
        settings = next((one.target for one in package.relations(package.main) if one.kind == "settings"), "")
        if settings not in parts:
            return dict(parts)
        root = package.xml(settings)
        pages.update_fields(root)
        return {**parts, settings: to_bytes(root)}
    root = _parsed(parts[package.main])
    for node in root.iter(w("fldSimple")):
        named = _PAGE_OF.match(node.get(w("instr"), ""))
        if named and named[1] in numbers:
            for words in node.iter(w("t")):
                words.text = numbers[named[1]]
    return {**parts, package.main: to_bytes(root)}


def _parsed(data: bytes) -> Element:
    return etree.fromstring(data, _PARSER)


def _sub(root: Element, name: str, **attributes: str) -> None:
    etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{name}", attributes)
