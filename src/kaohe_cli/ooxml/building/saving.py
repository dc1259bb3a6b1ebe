"""Documents packed: fixed times, properties of our own, and the same bytes for the same input."""

from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Final

from docx.document import Document

from kaohe_cli.ooxml import archive
from kaohe_cli.ooxml.package import package_of
from kaohe_cli.ooxml.properties import CustomProperties, document_digest, part_digest, with_properties

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def packed(
    document: Document,
    *,
    title: str,
    properties: Mapping[str, str] = _NONE,
    digest_property: str | None = None,
) -> bytes:
    """The document as a file. It says its title and nothing of the program or the time that made it.

    `properties` become custom properties; the one called `digest_property` gets a digest over everything
    else, which `is_untouched` checks.
    """
    document.core_properties.title = ""  # where there is no such part, python-docx now adds it
    buffer = BytesIO()
    document.save(buffer)
    parts = archive.parts_of(buffer)
    package = package_of(parts)
    custom = CustomProperties(package)
    parts |= with_properties(package, title)
    values = dict(properties)
    if digest_property:
        own = ((name, part_digest(data)) for name, data in parts.items() if name != custom.part)
        values[digest_property] = document_digest(own)
    parts[custom.part] = custom.with_values(values)
    return archive.zip_prefix(parts)
