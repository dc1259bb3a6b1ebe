"""Files that people hand in packed: archives and mails opened, one in the other, with limits.

Nothing is written to disk, and no name inside is a path: of “../../区商务委.docx” the last part is kept, for
people to know the file by.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain
from pathlib import PurePath
from typing import Final, Literal, NamedTuple, TypeAlias

from kaohe_cli.files.archives import BrokenArchiveError, members_of
from kaohe_cli.files.kinds import kind_of
from kaohe_cli.files.mail import BrokenMailError, Mail, is_mail, mails_of, read_mail
from kaohe_cli.files.names import shortened, why_unusable
from kaohe_cli.words.control import without_controls

DEEPEST: Final = 4
"""A mail with an archive in which each unit's is packed again; more is a mistake or a trap."""
MOST_PIECES: Final = 3000
MOST_BYTES: Final = 512 * 2**20
"""Of all that one file holds, however it is nested."""
_TOO_MUCH: Final = "里的文件太多或太大，没有读；请分几次收"
_LONGEST_NAME: Final = 180  # in bytes; a file name may have 255
_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_CONTENT_TYPES: Final = "[Content_Types].xml"
_OTHER_ARCHIVES: Final = {
    b"Rar!\x1a\x07": ".rar",
    b"7z\xbc\xaf\x27\x1c": ".7z",
    b"\x1f\x8b": ".gz",
    b"BZh": ".bz2",
    b"\xfd7zXZ": ".xz",
}
_HEAD: Final = 64 * 1024
"""Of a mailbox, enough to see that it is one."""
_TNEF: Final = b"\x78\x9f\x3e\x22"
_OUTLOOK: Final = "__substg1.0_".encode("utf-16-le")
_OLE: Final = b"\xd0\xcf\x11\xe0"

_OFFICE: Final = frozenset(
    (".docx", ".docm", ".dotx", ".dotm", ".doc", ".wps", ".odt", ".xlsx", ".xlsm", ".et", ".ods", ".pptx")
)
"""What says by its name that it is an Office file is none that was packed on purpose, but a broken one."""
_BROKEN: Final = {
    ".zip": "不是完整的压缩包，打不开；请重新传一份",
    ".eml": "不是完整的邮件，无法读取；请把附件存出来再收",
}
ContainerKind: TypeAlias = Literal["压缩包", "邮箱", "邮件"]


@dataclass(frozen=True)
class PackedFile:
    """A file, perhaps one that lay in others."""

    name: str
    data: bytes
    inside: tuple[str, ...] = ()
    """The names of what it lay in, the outermost first."""
    sender: str = ""
    """The address of who sent the mail that it came with."""
    message_id: str = ""
    """What names that mail, to answer it."""
    is_body: bool = False
    """Whether it is what a mail itself says."""


class Opened(NamedTuple):
    """A container that was opened."""

    name: str
    inside: tuple[str, ...]
    kind: ContainerKind


class Unopened(NamedTuple):
    """What could not be opened, or not taken out, and why."""

    name: str
    inside: tuple[str, ...]
    reason: str
    data: bytes = b""


Unpacked: TypeAlias = PackedFile | Opened | Unopened


def container_kind(data: bytes) -> ContainerKind | None:
    """Returns what kind of container a file is, whatever its name says; None for one that is none."""
    if data.startswith(b"PK"):
        return "压缩包" if _is_archive(data) else None
    if data.startswith(b"From "):
        return "邮箱" if mails_of(data[:_HEAD]) else None
    return "邮件" if is_mail(data) else None


def _is_archive(data: bytes) -> bool:
    """True for an archive that is no Office file: those have a list of their parts' kinds."""
    if kind_of(data) in {"odt", "ods", "damaged"}:
        return False
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return _CONTENT_TYPES not in archive.namelist()


def other_container(data: bytes) -> str | None:
    """Returns what to do with a container that is not opened here; None for what is none.

    >>> other_container(b"Rar!" + bytes([26, 7, 0]))
    '是 .rar 压缩包，这里打不开；请解压后把里面的文件放进文件夹再收'
    """
    suffix = next((name for magic, name in _OTHER_ARCHIVES.items() if data.startswith(magic)), None)
    if suffix is not None:
        return f"是 {suffix} 压缩包，这里打不开；请解压后把里面的文件放进文件夹再收"
    if data.startswith(_OLE) and _OUTLOOK in data:
        return "是 Outlook 的邮件（.msg），这里打不开；请把附件存出来，或另存为 .eml 再收"
    if data.startswith(_TNEF):
        return "是 Outlook 把附件裹成的 winmail.dat，这里打不开；请发件人改用 HTML 或纯文本格式重发"
    return None


def unpacked(piece: PackedFile) -> Iterator[Unpacked]:
    """Yields what a file holds, itself where it is no container; one in another is opened to `DEEPEST`."""
    yield from _Unpacking().of(piece)


def safe_name(name: str) -> str:
    """Returns the last part of a name out of a container, as a name that any system can have.

    >>> safe_name("../材料/区商务委.docx"), safe_name("C:\\\\x\\\\nul.docx"), safe_name(" 表?.docx ")
    ('区商务委.docx', '_nul.docx', '表_.docx')
    """
    last = without_controls(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    bare = _FORBIDDEN.sub("_", last).strip(" ").rstrip(". ")
    bare = shortened(bare, _LONGEST_NAME) if bare else "未命名"
    return f"_{bare}" if why_unusable(bare) or bare.startswith(".") else bare


class _Unpacking:
    """One file taken apart, with what is left of its limits."""

    def __init__(self) -> None:
        self._pieces = 0
        self._bytes = 0

    def of(self, piece: PackedFile) -> Iterator[Unpacked]:
        suffix = PurePath(piece.name).suffix.lower()
        kind = None if suffix in _OFFICE else container_kind(piece.data)
        reason = _BROKEN.get(suffix) if kind is None else None
        if reason and kind_of(piece.data) in {"damaged", "text"}:
            yield Unopened(piece.name, piece.inside, reason, piece.data)
        elif kind is None:
            yield self._counted(piece)
        elif len(piece.inside) >= DEEPEST:
            yield Unopened(
                piece.name, piece.inside, f"在压缩包里套了 {DEEPEST} 层以上，没有打开；请解压后再收"
            )
        elif kind == "压缩包":
            yield from self._archive(piece)
        elif kind == "邮箱":
            yield from self._mailbox(piece)
        else:
            yield from self._message(piece)

    @property
    def _is_full(self) -> bool:
        return self._pieces >= MOST_PIECES or self._bytes >= MOST_BYTES

    def _counted(self, piece: PackedFile) -> Unpacked:
        if piece.inside and self._is_full:
            return Unopened(piece.name, piece.inside, f"{piece.inside[0]} {_TOO_MUCH}")
        self._pieces += 1
        self._bytes += len(piece.data)
        return piece

    def _archive(self, piece: PackedFile) -> Iterator[Unpacked]:
        inside = (*piece.inside, piece.name)
        members = members_of(piece.data)
        try:
            first = next(members, None)
        except BrokenArchiveError as error:
            yield Unopened(piece.name, piece.inside, str(error), piece.data)
            return
        yield Opened(piece.name, piece.inside, "压缩包")
        if first is None:
            yield Unopened(piece.name, piece.inside, "是空的压缩包，里面没有文件")
            return
        for member in chain([first], members):
            name = safe_name(member.name)
            if self._is_full:
                yield Unopened(name, inside, f"{inside[0]} {_TOO_MUCH}")
            elif member.reason:
                yield Unopened(name, inside, member.reason)
            else:
                yield from self.of(replace(piece, name=name, data=member.data, inside=inside, is_body=False))

    def _mailbox(self, piece: PackedFile) -> Iterator[Unpacked]:
        yield Opened(piece.name, piece.inside, "邮箱")
        inside = (*piece.inside, piece.name)
        for number, data in enumerate(mails_of(piece.data), 1):
            yield from self.of(replace(piece, name=f"第{number}封.eml", data=data, inside=inside))

    def _message(self, piece: PackedFile) -> Iterator[Unpacked]:
        try:
            mail = read_mail(piece.data)
        except BrokenMailError:
            reason = "是邮件，但无法读取；请把附件存出来再收"
            yield Unopened(piece.name, piece.inside, reason, piece.data)
            return
        yield from self._mail(mail, piece.name, piece.inside)

    def _mail(self, mail: Mail, name: str, inside: tuple[str, ...]) -> Iterator[Unpacked]:
        yield Opened(name, inside, "邮件")
        within = (*inside, name)
        if mail.body:
            body = f"{PurePath(name).stem}（邮件正文）{'.html' if mail.is_page else '.txt'}"
            yield self._counted(
                PackedFile(
                    safe_name(body), mail.body.encode(), within, mail.sender, mail.message_id, is_body=True
                )
            )
        for written, data in mail.files:
            yield from self.of(PackedFile(safe_name(written), data, within, mail.sender, mail.message_id))
        for number, inner in enumerate(mail.mails, start=1):
            title = safe_name(f"{inner.subject or f'转发的邮件{number}'}.eml")
            if len(within) >= DEEPEST:
                yield Unopened(title, within, "邮件套得太深，没有打开；请把附件存出来再收")
            else:
                yield from self._mail(inner, title, within)
