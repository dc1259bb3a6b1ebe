"""Word files opened through python-docx, once they have passed the safety scan.

python-docx is handed the scanned parts, not the file: it sees nothing that the scan has not seen.
"""

from typing import Final

import docx
from docx.document import Document
from docx.opc.part import XmlPart
from lxml import etree

from kaohe_cli.ooxml import archive
from kaohe_cli.ooxml.errors import PackageError, UnsafePackageError
from kaohe_cli.ooxml.package import (
    CONTENT_TYPES,
    Package,
    as_document,
    check_size,
    to_bytes,
    without_relations,
)
from kaohe_cli.ooxml.wml import Element

MAX_RELATIONS: Final = 10_000
"""Of one part to another, in a whole file; python-docx compares each with all parts. A picture or a header is
one, and a book of reports has some hundreds."""


def open_document(package: Package) -> Document:
    """A scanned Word file as python-docx has it. Raises PackageError."""
    parts = _openable(package)
    for name in package.parts:
        if package.is_xml(name):
            check_size(package.parts[name], f"{package.name} 的 {name}")
    try:
        document = docx.Document(archive.stored(parts))
    except Exception:  # what a file can be wrong about has no end, and python-docx no error of its own for it
        for name in filter(package.is_xml, package.parts):
            package.xml(name)  # says which part is damaged
        raise PackageError(f"{package.name} 的各部分对不上，请用 Word 打开，另存一份再用") from None
    for name, root in roots(document).items():
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnsafePackageError(f"{package.name} 的 {name} 含有 DTD 声明，已拒绝打开")
    return document


def roots(document: Document) -> dict[str, Element]:
    """The root elements of the parts of which python-docx keeps a tree, by the parts' names."""
    found = document.part.package.iter_parts()
    return {str(part.partname).lstrip("/"): part.element for part in found if isinstance(part, XmlPart)}


class Trees:
    """The XML of a template's parts: python-docx's trees, and for parts of which it keeps none our own."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._roots = roots(open_document(package))

    def __getitem__(self, part: str) -> Element:
        """The root of a part, without the comments and processing instructions that python-docx keeps."""
        root = self._roots.get(part)
        if root is None:
            return self._package.xml(part)
        etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
        return root

    def written(self) -> dict[str, bytes]:
        """The parts of which python-docx keeps a tree, as a file has them."""
        return {name: to_bytes(root) for name, root in self._roots.items() if name in self._package.parts}


def _openable(package: Package) -> dict[str, bytes]:
    """The parts, without the relations that lead nowhere, at which Word shrugs and python-docx stops."""
    parts = dict(package.parts)
    parts[CONTENT_TYPES] = as_document(parts[CONTENT_TYPES])
    count = 0
    for part in ("", *package.content_types):
        inside = [relation for relation in package.relations(part) if not relation.external]
        count += len(inside)
        if count > MAX_RELATIONS:
            raise UnsafePackageError(f"{package.name} 里互相引用的部分太多，不是正常的 Word 文件")
        dangling = {one.target for one in inside if not package.content_types.get(one.target)}
        if dangling:
            name, data = without_relations(package, part, dangling)
            parts[name] = data
    return parts
