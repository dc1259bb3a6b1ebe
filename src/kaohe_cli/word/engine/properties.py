"""Custom document properties, and the digest by which an untouched file is known."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from kaohe_cli.word.engine.oxml.element import Element
from kaohe_cli.word.engine.package import Package, Source, open_package, parse_xml, to_bytes
from kaohe_cli.word.engine.values import escape_attribute

_DEFAULT_PART: Final = "docProps/custom.xml"
_KIND: Final = "custom-properties"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTY: Final = f"{{{_OFFICE}/custom-properties}}property"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z?", re.ASCII)
_VOLATILE: Final = (
    "{http://purl.org/dc/terms/}created",
    "{http://purl.org/dc/terms/}modified",
    f"{{{_PACKAGE}/metadata/core-properties}}lastPrinted",
)


class CustomProperties:
    """The custom properties of a template, to which each rendering adds its own."""

    def __init__(self, package: Package) -> None:
        self.part = _part(package) or _DEFAULT_PART
        self._is_new = self.part not in package.parts
        self._inherited: dict[str, str] = {}
        if not self._is_new:
            for node in package.xml(self.part).iter(_PROPERTY):
                value = node[0] if len(node) else None
                self._inherited[node.get("name", "")] = "" if value is None else _fragment(value)

    def typed(self, content_types: bytes) -> bytes:
        """`[Content_Types].xml` with the properties part in it."""
        return self._added(
            content_types, "content-types", "Override", PartName=f"/{self.part}", ContentType=_TYPE
        )

    def related(self, relations: bytes) -> bytes:
        """`_rels/.rels` with the properties part in it."""
        kind = f"{_OFFICE}/relationships/{_KIND}"
        return self._added(
            relations, "relationships", "Relationship", Id="rIdKaoheProperties", Type=kind, Target=self.part
        )

    def _added(self, data: bytes, namespace: str, element: str, **attributes: str) -> bytes:
        if not self._is_new:
            return data
        root = parse_xml(data, namespace)
        etree.SubElement(root, f"{{{_PACKAGE}/{namespace}}}{element}", attributes)
        return to_bytes(root)

    def with_values(self, values: Mapping[str, str]) -> bytes:
        """The properties part with these values in it; a value replaces the template's of the same name."""
        own = {name.lower() for name in values}
        written = {name: xml for name, xml in self._inherited.items() if name.lower() not in own}
        for name, value in values.items():
            written[name] = f"<vt:lpwstr>{escape_attribute(value)}</vt:lpwstr>"
        lines = [
            f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{escape_attribute(name)}">{xml}</property>'
            for number, (name, xml) in enumerate(written.items(), 2)
        ]
        head = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        )
        return f"{head}{''.join(lines)}</Properties>".encode()


def _fragment(value: Element) -> str:
    return etree.tostring(value, encoding="unicode", with_tail=False)


def _part(package: Package) -> str | None:
    targets = [relation.target for relation in package.relations() if relation.kind == _KIND]
    return next((target for target in targets if target in package.parts), None)


def read_properties(source: Source | Package) -> dict[str, str]:
    """The custom properties of a Word file, as text."""
    package = source if isinstance(source, Package) else open_package(source)
    part = _part(package)
    if part is None:
        return {}
    return {
        node.get("name", ""): "".join(map(str, node.itertext())) for node in package.xml(part).iter(_PROPERTY)
    }


def without_dates(package: Package, part: str) -> bytes:
    """The core properties without the times of creation, change and printing."""
    root = package.xml(part)
    for name in _VOLATILE:
        for node in root.findall(name):
            root.remove(node)
    return to_bytes(root)


def core_part(package: Package) -> str | None:
    """The name of the part that holds title, author and the like."""
    return next(
        (relation.target for relation in package.relations() if relation.kind == "core-properties"), None
    )


def last_saved(package: Package) -> str | None:
    """When the file was last saved, as it says of itself: 2021-11-03T08:15:00Z; None where it does not."""
    part = core_part(package)
    if part is None or part not in package.parts:
        return None
    node = package.xml(part).find("{http://purl.org/dc/terms/}modified")
    text = "" if node is None else (node.text or "").strip()
    return text if _TIME.fullmatch(text) else None


# --- digest ---------------------------------------------------------------------------------------


def part_digest(data: bytes) -> bytes:
    """The digest of one part."""
    return hashlib.sha256(data).digest()


def document_digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """One digest over the names and digests of parts, whatever their order."""
    whole = hashlib.sha256()
    for name, digest in sorted(parts):
        whole.update(name.encode() + b"\0" + digest)
    return whole.hexdigest()


def is_untouched(source: Source | Package, digest_property: str) -> bool | None:
    """Whether a file is byte for byte what was rendered; None when it carries no digest.

    The custom properties themselves are not covered: the digest stands among them.
    """
    package = source if isinstance(source, Package) else open_package(source)
    expected = read_properties(package).get(digest_property)
    if expected is None:
        return None
    own = _part(package)
    actual = document_digest((name, part_digest(data)) for name, data in package.parts.items() if name != own)
    return actual == expected
