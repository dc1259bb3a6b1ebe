"""Reading a Word file for what people wrote into it."""

from typing import Final

from kaohe_cli.word.engine import oxml
from kaohe_cli.word.engine.content import Content, Paragraph, Place
from kaohe_cli.word.engine.oxml import Element
from kaohe_cli.word.engine.package import Package, Relation, Source, open_package

_NOTES: Final[dict[str, Place]] = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}


def read_content(source: Source | Package) -> Content:
    """The paragraphs and tables of a Word file, in the order of its text; tracked changes are accepted.

    Raises PackageError for an unusable file, UnsafePackageError for one that we refuse to read.
    """
    package = source if isinstance(source, Package) else open_package(source)
    relations = package.relations(package.main)
    styles, numbering = (_related(package, relations, kind) for kind in ("styles", "numbering"))
    levels = oxml.style_levels(styles) if styles is not None else {}
    root = package.xml(package.main)
    changed = oxml.revised_paragraphs(root)
    if changed:
        oxml.accept_changes(root)
    has_hidden = oxml.has_hidden(root)
    reader = oxml.ContentReader(oxml.Numbers(numbering, styles), levels, changed, has_hidden=has_hidden)
    blocks = tuple(block for body in oxml.bodies(root) for block in reader.blocks(body))
    notes = [note for kind, place in _NOTES.items() for note in _notes(package, kind, place)]
    return Content(blocks, (*reader.hidden, *notes), revised=bool(changed))


def _related(package: Package, relations: list[Relation], kind: str) -> Element | None:
    targets = (relation.target for relation in relations if relation.kind == kind)
    found = next((target for target in targets if target in package.parts), None)
    return None if found is None else package.xml(found)


def _notes(package: Package, kind: str, place: Place) -> list[Paragraph]:
    found: list[Paragraph] = []
    for part in package.parts_of_type(kind):
        root = package.xml(part)
        changed = oxml.revised_paragraphs(root)
        oxml.accept_changes(root)
        reader = oxml.ContentReader(oxml.Numbers(None, None), {}, changed)
        for block in reader.blocks(root, place):
            if isinstance(block, Paragraph) and block.text.strip():
                found.append(block)
            elif not isinstance(block, Paragraph):
                found.append(Paragraph(block.text, place=place))
    return found
