"""Writing a .docx: parts that never change are compressed once, the others for each document."""

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Final, Literal

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip archive can hold; the same input must give the same bytes."""


def zip_prefix(parts: Mapping[str, bytes]) -> bytes:
    """An archive of the parts that every document shares."""
    return _written(BytesIO(), "w", parts.items())


def completed(prefix: bytes, parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A copy of the archive with further parts."""
    return _written(BytesIO(prefix), "a", parts)


def stored(parts: Mapping[str, bytes]) -> BytesIO:
    """An archive that is read again at once and never kept: nothing is compressed."""
    return BytesIO(_written(BytesIO(), "w", parts.items(), zipfile.ZIP_STORED))


def parts_of(archive: BytesIO) -> dict[str, bytes]:
    """The parts of an archive that this program has written."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _written(
    buffer: BytesIO,
    mode: Literal["w", "a"],
    parts: Iterable[tuple[str, bytes]],
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    with zipfile.ZipFile(buffer, mode) as archive:
        for name, data in parts:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = compression
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return buffer.getvalue()
