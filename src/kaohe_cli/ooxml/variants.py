"""Word files that are read though they are not quite .docx: Strict Open XML, and files with macros.

Only reading takes them; a template has to be a plain .docx. Macros are taken out unread and never run.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

STRICT: Final = b"http://purl.oclc.org/ooxml/"
"""How the namespaces of ISO/IEC 29500 Strict begin."""
MACROS: Final = "带有宏，宏没有运行，只读了文字"
STRICT_READ: Final = "是“严格 Open XML”格式，按普通 .docx 读取"

_NAMESPACE: Final = re.compile(
    rb"""(?<==["'])http://purl\.oclc\.org/ooxml/([A-Za-z]+)/([A-Za-z/]+)(?=["'])"""
)
_RENAMED: Final = {
    b"customProperties": b"custom-properties",
    b"extendedProperties": b"extended-properties",
}
"""What is called otherwise in the usual, transitional variant (ISO/IEC 29500-4, annex A)."""
_CONTENT_TYPES: Final = "[Content_Types].xml"
_MACRO_TYPES: Final = {
    b"application/vnd.ms-word.document.macroEnabled.main+xml": b"document",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml": b"template",
}
_PLAIN_TYPE: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.%s.main+xml"
_XML: Final = (".xml", ".rels")


class Readable(NamedTuple):
    """The parts of a file as a plain .docx has them, and what was done for it, in sentences."""

    parts: Mapping[str, bytes]
    told: tuple[str, ...]


def readable(parts: Mapping[str, bytes]) -> Readable:
    """Returns the parts of a Word file of either variant as those of a plain .docx."""
    told: list[str] = []
    types = parts.get(_CONTENT_TYPES, b"")
    macros = [name for name in parts if "vba" in name.lower()]
    if macros or b"macroenabled" in types.lower():
        told.append(MACROS)
        for macro_type, kind in _MACRO_TYPES.items():
            types = types.replace(macro_type, _PLAIN_TYPE % kind)
        kept = {name: data for name, data in parts.items() if name not in macros}
        parts = {**kept, _CONTENT_TYPES: types} if _CONTENT_TYPES in parts else kept
    if any(STRICT in data for name, data in parts.items() if name.lower().endswith(_XML)):
        told.append(STRICT_READ)
        parts = {
            name: _NAMESPACE.sub(_as_usual, data) if name.lower().endswith(_XML) else data
            for name, data in parts.items()
        }
    return Readable(parts, tuple(told))


def _as_usual(found: re.Match[bytes]) -> bytes:
    *folders, last = found[2].split(b"/")
    place = b"/".join([*folders, _RENAMED.get(last, last)])
    return b"http://schemas.openxmlformats.org/%s/2006/%s" % (found[1], place)
