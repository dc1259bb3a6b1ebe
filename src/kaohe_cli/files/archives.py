"""A .zip archive as people make it: its files one by one, with limits, whatever encoding its names are in."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final, NamedTuple

MOST_MEMBERS: Final = 2000
"""A district has some 45 units, with a handful of files each."""
MOST_UNPACKED: Final = 512 * 2**20
"""Of all members together."""
LARGEST_MEMBER: Final = 64 * 2**20
"""As for a file that lies in a folder."""
MOST_RATIO: Final = 200
"""Unpacked to packed size of a member larger than a megabyte; texts stay near 20, Word files are packed."""
_UTF8_FLAG: Final = 0x800
_ENCRYPTED: Final = 0x1
_ENCODINGS: Final = ("utf-8", "gb18030")
"""What names without the flag are in: of macOS and Linux, of Windows in Chinese."""
_LEFT_BY_SYSTEMS: Final = "__MACOSX"


class BrokenArchiveError(Exception):
    """It cannot be opened, or holds more than is sound; the message is the end of a sentence about it."""


class Member(NamedTuple):
    """A file in an archive, or why it cannot be taken out."""

    name: str
    """With its folders, as it was meant; never to be used as a path."""
    data: bytes
    reason: str = ""
    """"" for a file that was taken out."""


def members_of(data: bytes) -> Iterator[Member]:
    """Yields the files of an archive, in its order; what systems leave in them beside is left out.

    Raises:
        BrokenArchiveError: it is no sound archive, wholly encrypted, or larger than is sound.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise BrokenArchiveError("不完整或已损坏，请重新传一份") from None
    with archive:
        found = [member for member in archive.infolist() if not member.filename.endswith("/")]
        named = [(meant_name(member), member) for member in found]
        named = [(name, member) for name, member in named if not _is_left_over(name)]
        if len(named) > MOST_MEMBERS:
            raise BrokenArchiveError(f"里面有 {len(named)} 个文件，超过 {MOST_MEMBERS} 个；请分几次收")
        if sum(member.file_size for _, member in named) > MOST_UNPACKED:
            limit = MOST_UNPACKED // 2**20
            raise BrokenArchiveError(f"解开后超过 {limit} MB，可能是压缩炸弹，没有打开；请分几次收")
        if named and all(member.flag_bits & _ENCRYPTED for _, member in named):
            raise BrokenArchiveError("设了密码，打不开；请解压后把里面的文件放进文件夹再收")
        for name, member in named:
            yield _taken_out(archive, name, member)


def _taken_out(archive: zipfile.ZipFile, name: str, member: zipfile.ZipInfo) -> Member:
    if member.flag_bits & _ENCRYPTED:
        return Member(name, b"", "设了密码，打不开；请解压后再收")
    if member.file_size > LARGEST_MEMBER:
        return Member(name, b"", f"超过 {LARGEST_MEMBER // 2**20} MB，太大了，请压缩其中的图片后再交")
    if member.file_size > max(2**20, MOST_RATIO * member.compress_size):
        return Member(name, b"", "压缩比异常，可能是压缩炸弹，没有打开")
    try:
        with archive.open(member) as stream:
            data = stream.read(LARGEST_MEMBER + 1)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
        MemoryError,
    ):  # fmt: skip
        return Member(name, b"", "在压缩包里已损坏，请重新传一份")
    return Member(name, data) if len(data) <= LARGEST_MEMBER else Member(name, b"", "太大了，没有打开")


def meant_name(member: zipfile.ZipInfo) -> str:
    """Returns the name of a member as it was meant: one without the flag of UTF-8 may be in it, or in GBK."""
    if member.flag_bits & _UTF8_FLAG:
        return member.filename
    try:
        written = member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in _ENCODINGS:
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _is_left_over(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return _LEFT_BY_SYSTEMS in parts or parts[-1].startswith((".", "~$")) or not parts[-1]
