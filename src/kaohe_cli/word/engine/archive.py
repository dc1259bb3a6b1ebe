"""Writing a .docx: parts that never change are compressed once, the others for each document."""

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip archive can hold; the same input must give the same bytes."""


def zip_prefix(parts: Mapping[str, bytes]) -> bytes:
    """An archive of the parts that every document shares."""
    return _written(BytesIO(), "w", parts.items())


def completed(prefix: bytes, parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A copy of the archive with further parts."""
    return _written(BytesIO(prefix), "a", parts)


def _written(buffer: BytesIO, mode: str, parts: Iterable[tuple[str, bytes]]) -> bytes:
    with zipfile.ZipFile(buffer, "w" if mode == "w" else "a") as archive:
        for name, data in parts:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return buffer.getvalue()
