"""Reading a Word file for what people wrote into it."""

from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.errors import PackageError
from kaohe_cli.ooxml.package import Package, Source, open_package, parse_xml
from kaohe_cli.ooxml.reading.content import Aside, Block, Content, Paragraph, Table, TextPlace, asides_of
from kaohe_cli.ooxml.reading.content_reader import ContentReader, revised_paragraphs
from kaohe_cli.ooxml.reading.looks import Looks
from kaohe_cli.ooxml.reading.numbering import Numbers
from kaohe_cli.ooxml.reading.webpage import blocks_of_page
from kaohe_cli.ooxml.text_parts import NOTES
from kaohe_cli.ooxml.wml import Element
from kaohe_cli.ooxml.wml.names import R_PR

_STYLES: Final = "样式（word/styles.xml）"
_DEEPEST: Final = 3
"""Files embedded in embedded files; more is a mistake or a trap."""


class _Styles(NamedTuple):
    root: Element | None
    levels: dict[str, tuple[str, int | None]]
    looks: Looks


@lru_cache(maxsize=4)
def _styles_of(data: bytes) -> _Styles:
    """A styles part, read once for all the files that share it, as drafts of one template do."""
    root = parse_xml(data, _STYLES) if data else None
    return _Styles(root, {} if root is None else wml.style_levels(root), Looks(root))


class PartReader:
    """Reads the parts of one Word file."""

    def __init__(self, package: Package, depth: int = 0) -> None:
        self._package = package
        self._depth = depth
        self._relations = package.relations(package.main)
        styles, numbering = self._related("styles"), self._related("numbering")
        self._styles = _styles_of(b"" if styles is None else package.parts[styles])
        self._numbering = None if numbering is None else package.xml(numbering)

    def blocks(self, part: str, place: TextPlace = "正文") -> tuple[tuple[Block, ...], bool]:
        """The paragraphs and tables of a part, and whether tracked changes were accepted in it."""
        root = self._package.xml(part)
        changed = revised_paragraphs(root)
        if changed:
            wml.accept_changes(root)
        styles, is_main = self._styles, part == self._package.main
        looks = styles.looks if styles.looks.may_be_in(self._package.parts[part], root) else None
        if looks is None:  # then they say nothing, and are a third of all elements
            etree.strip_elements(root, R_PR)
        numbers = Numbers(self._numbering if is_main else None, styles.root)
        reader = ContentReader(numbers, styles.levels, changed, looks, lambda key: self._embedded(part, key))
        containers = wml.bodies(root) if is_main else [root]
        return tuple(block for one in containers for block in reader.blocks(one, place)), bool(changed)

    def _related(self, kind: str) -> str | None:
        targets = (relation.target for relation in self._relations if relation.kind == kind)
        return next((target for target in targets if target in self._package.parts), None)

    def _embedded(self, part: str, key: str) -> tuple[Block, ...]:
        """A file inside the file, which Word shows as part of the text; told where it cannot be read."""
        relations = {relation.id: relation.target for relation in self._package.relations(part)}
        name = relations.get(key, "")
        data = self._package.parts.get(name, b"")
        try:
            if self._depth < _DEEPEST and data.startswith(b"PK"):
                inner = open_package(data, name=f"{self._package.name} 的 {name}", to_read=True)
                return PartReader(inner, self._depth + 1).blocks(inner.main)[0]
        except PackageError:
            pass
        page = blocks_of_page(name, data)
        if page:
            return page
        return (Paragraph("", asides=(Aside("嵌入内容", name, 0),)),)


def read_content(source: Source | Package) -> Content:
    """The paragraphs and tables of a Word file, in the order of its text; tracked changes are accepted.

    Raises PackageError for an unusable file, UnsafePackageError for one that we refuse to read.
    """
    package = source if isinstance(source, Package) else open_package(source)
    reader = PartReader(package)
    blocks, revised = reader.blocks(package.main)
    notes = [
        note
        for kind, place in NOTES.items()
        for part in package.parts_of_type(kind)
        for note in _notes(reader.blocks(part, place)[0], place)
    ]
    return Content(blocks, tuple(notes), revised=revised)


def _notes(blocks: tuple[Block, ...], place: TextPlace) -> list[Paragraph]:
    found = [
        Paragraph(block.text, asides=tuple(asides_of(block)), place=place)
        if isinstance(block, Table)
        else block
        for block in blocks
    ]
    return [note for note in found if note.text.strip() or note.asides]
