"""Reading a .docx safely: the zip archive, its parts and their relations. Nothing is unpacked to disk."""

import posixpath
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Final, TypeAlias

from lxml import etree

from kaohe_cli.files.foreign import MOST_BYTES, CannotOpenError, read_foreign
from kaohe_cli.ooxml.errors import PackageError, UnsafePackageError
from kaohe_cli.ooxml.variants import readable
from kaohe_cli.ooxml.wml import Element

Source: TypeAlias = str | PathLike[str] | bytes

MAX_FILE: Final = MOST_BYTES
MAX_UNPACKED: Final = 256 * 2**20
MAX_XML: Final = 32 * 2**20
MAX_RATIO: Final = 200
"""Unpacked to packed size of a member larger than a megabyte; text of office documents stays near 20."""
MAX_MEMBERS: Final = 5000

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES_NS: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT_NS: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
CONTENT_TYPES: Final = "[Content_Types].xml"
RELATIONS: Final = "_rels/.rels"
"""The relations of the file as a whole."""
WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPES: Final = (f"{WORD_TYPE}document.main+xml", f"{WORD_TYPE}template.main+xml")
_MEMBER_TYPES: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Relation:
    """A relation of one part to another part of the file, or to something outside it."""

    kind: str
    """The last word of the relation's type: `hyperlink`, `image`, `attachedTemplate`, …"""
    target: str
    """A part's name, or the address of what is outside."""
    external: bool
    id: str = ""
    """By which the part names it."""


@dataclass(frozen=True)
class Package:
    """A Word file that is safe to look into: its parts by name, in the order of the archive."""

    name: str
    """What to call the file in messages."""
    parts: Mapping[str, bytes]
    content_types: Mapping[str, str]
    """The content type of every part."""
    main: str
    """The name of the part that holds the document's body."""
    told: tuple[str, ...] = ()
    """How it was read, where it is not quite a .docx: what a person should know, in sentences."""

    def xml(self, part: str) -> Element:
        """The root element of an XML part."""
        return parse_xml(self.parts[part], f"{self.name} 的 {part}")

    def is_xml(self, part: str) -> bool:
        """Whether a part is XML, by its name or by what the file says of it."""
        return part.lower().endswith(_XML_NAMES) or self.content_types.get(part, "").lower().endswith("xml")

    def relations(self, part: str = "") -> Sequence[Relation]:
        """The relations of a part, or of the file as a whole; read once."""
        known = self._known_relations
        if part not in known:
            known[part] = tuple(_relations(self.name, self.parts, part))
        return known[part]

    @cached_property
    def _known_relations(self) -> dict[str, Sequence[Relation]]:
        return {}

    def parts_of_type(self, *kinds: str) -> list[str]:
        """The names of the WordprocessingML parts of these kinds (`header`, `footnotes`, …), in order."""
        types = {f"{WORD_TYPE}{kind}+xml" for kind in kinds}
        return [part for part, content_type in self.content_types.items() if content_type in types]


def open_package(source: Source, *, name: str = "", to_read: bool = False) -> Package:
    """The Word file at a path or in memory, which messages call `name`.

    One that is only `to_read` may be Strict Open XML, and may hold macros, which are left out: `Package.told`
    says so. Raises PackageError for what is not a sound .docx, UnsafePackageError for what we refuse to read.
    """
    name, data = read_source(source, name)
    _check_kind(name, data)
    parts = _read_members(name, data)
    if not to_read:
        return package_of(parts, name)
    plain = readable(parts)
    return _package(plain.parts, name, plain.told)


def safe_parts(data: bytes, name: str) -> dict[str, bytes]:
    """The members of any Office file that is a zip archive, none of them XML that declares entities.

    Raises PackageError for a broken archive, UnsafePackageError for what we refuse to read.
    """
    parts = _read_members(*read_source(data, name))
    _refuse_dtd(name, parts)
    return parts


def package_of(parts: Mapping[str, bytes], name: str = "文件") -> Package:
    """The Word file that these parts are. Raises as `open_package`."""
    return _package(parts, name)


def _package(parts: Mapping[str, bytes], name: str, told: tuple[str, ...] | None = None) -> Package:
    """`told` is None for a file that has to be a plain .docx."""
    if CONTENT_TYPES not in parts:
        raise PackageError(f"{name} 是压缩包，但不是 Word 文件，请用 Word 或 WPS 另存为 .docx")
    _refuse_dtd(name, parts)
    content_types = _content_types(name, parts)
    if told is None:
        _refuse_macros(name, content_types)
    return Package(name, parts, content_types, _main_part(name, parts, content_types), told or ())


# --- the archive ----------------------------------------------------------------------------------


def read_source(source: Source, name: str = "") -> tuple[str, bytes]:
    """What to call a file in messages, and its bytes. Raises PackageError where it cannot be read."""
    if isinstance(source, bytes):
        name, data = name or "文件", source
    else:
        name = name or Path(source).name
        data = _read_file(Path(source))
    if len(data) > MAX_FILE:
        raise UnsafePackageError(f"{name} 超过 {MAX_FILE // 2**20} MB，太大了，请压缩其中的图片后再用")
    return name, data


def _read_file(path: Path) -> bytes:
    try:
        return read_foreign(path)
    except CannotOpenError as error:
        raise PackageError(str(error)) from None


def _check_kind(name: str, data: bytes) -> None:
    if not data:
        raise PackageError(f"{name} 是空文件，请换成真正的 Word 文件（.docx）")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise PackageError(f"{name} 设了打开密码，请在 Word 里取消密码后再用")
        raise PackageError(f"{name} 是旧格式（.doc 或 .wps），请用 Word 或 WPS 另存为 .docx")
    if not data.startswith(b"PK"):
        raise PackageError(f"{name} 不是 Word 文件，请用 Word 或 WPS 另存为 .docx")


def _read_members(name: str, data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(name, members)
            return {member.filename: archive.read(member) for member in members if not member.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError):
        raise PackageError(f"{name} 不完整或已损坏，请重新传一份，或用 Word 打开并修复后另存") from None


def _check_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise UnsafePackageError(f"{name} 里有 {len(members)} 个成员，不是正常的 Word 文件")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnsafePackageError(f"{name} 解开后超过 {MAX_UNPACKED // 2**20} MB，可能是压缩炸弹，已拒绝打开")
    seen: set[str] = set()
    for member in members:
        if member.file_size > max(2**20, MAX_RATIO * member.compress_size):
            raise UnsafePackageError(f"{name} 的 {member.filename} 压缩比异常，可能是压缩炸弹，已拒绝打开")
        if member.flag_bits & 1 or member.compress_type not in _MEMBER_TYPES:
            raise PackageError(f"{name} 的压缩方式不受支持（可能加了密码），请用 Word 或 WPS 另存为 .docx")
        if not _is_plain_name(member):
            raise UnsafePackageError(f"{name} 的成员名 {member.filename!r} 不安全，已拒绝打开")
        if member.filename.lower() in seen:
            raise UnsafePackageError(f"{name} 有重名的成员 {member.filename}，已拒绝打开")
        seen.add(member.filename.lower())


def _is_plain_name(member: zipfile.ZipInfo) -> bool:
    """Whether a member's name stays inside the archive, as it was stored and as zipfile reads it."""
    names = {member.filename, member.orig_filename}
    return not any(
        name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")
        for name in names
    )


# --- XML ------------------------------------------------------------------------------------------


def to_bytes(root: Element) -> bytes:
    """An XML part as it is stored in a file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def parse_xml(data: bytes, what: str) -> Element:
    """The root element; nothing outside the text is ever loaded or expanded.

    Comments and processing instructions are left out. `what` names the text in messages.
    """
    check_size(data, what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise PackageError(f"{what} 内容已损坏，请用 Word 打开并修复后另存") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafePackageError(f"{what} 含有 DTD 声明，正常的 Word 文件没有，已拒绝打开")
    return root


def check_size(data: bytes, what: str) -> None:
    """Refuse XML that is longer than any office document's."""
    if len(data) > MAX_XML:
        raise UnsafePackageError(f"{what} 超过 {MAX_XML // 2**20} MB，太大了")


_XML_NAMES: Final = (".xml", ".rels", ".vml")
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def _refuse_dtd(name: str, parts: Mapping[str, bytes]) -> None:
    """Look for a DTD before any parser sees the text."""
    for part, data in parts.items():
        if b"!" not in data:  # as in most parts: no encoding that is looked for can do without
            continue
        if part.lower().endswith(_XML_NAMES) and any(word in data for word in _DOCTYPES):
            raise UnsafePackageError(f"{name} 的 {part} 含有 DTD 声明，正常的 Word 文件没有，已拒绝打开")


def as_document(content_types: bytes) -> bytes:
    """`[Content_Types].xml` of a document, also when it was that of a Word template (.dotx)."""
    document, template = MAIN_TYPES
    return content_types.replace(template.encode(), document.encode())


# --- parts ----------------------------------------------------------------------------------------


def _content_types(name: str, parts: Mapping[str, bytes]) -> dict[str, str]:
    root = parse_xml(parts[CONTENT_TYPES], f"{name} 的 {CONTENT_TYPES}")
    by_part = _declared(root, "Override", "PartName")
    by_extension = _declared(root, "Default", "Extension")
    return {
        part: by_part.get(f"/{part}".lower()) or by_extension.get(posixpath.splitext(part)[1][1:].lower(), "")
        for part in parts
        if part != CONTENT_TYPES
    }


def _declared(root: Element, element: str, key: str) -> dict[str, str]:
    nodes = root.iter(f"{_TYPES_NS}{element}")
    return {node.get(key, "").lower(): node.get("ContentType", "") for node in nodes}


def _refuse_macros(name: str, content_types: Mapping[str, str]) -> None:
    for part, content_type in content_types.items():
        if "macroenabled" in content_type.lower() or "vba" in f"{part}{content_type}".lower():
            raise UnsafePackageError(f"{name} 带有宏，请用 Word 另存为不带宏的 .docx")


def _main_part(name: str, parts: Mapping[str, bytes], content_types: Mapping[str, str]) -> str:
    found = [relation for relation in _relations(name, parts, "") if relation.kind == "officeDocument"]
    if not found or found[0].target not in parts:
        raise PackageError(f"{name} 里没有正文（document.xml），不是完整的 Word 文件")
    main = found[0].target
    content_type = content_types[main]
    if content_type not in MAIN_TYPES:
        kinds = {"spreadsheetml": "Excel 表格", "presentationml": "演示文稿"}
        kind = next((word for key, word in kinds.items() if key in content_type), "别的文件")
        raise PackageError(f"{name} 是{kind}，不是 Word 文档")
    if _STRICT_NS in parts[main]:
        raise PackageError(f"{name} 是“严格 Open XML”格式，请用 Word 另存为普通的 .docx")
    return main


def _relations(name: str, parts: Mapping[str, bytes], part: str) -> list[Relation]:
    where = relations_part(part)
    if where not in parts:
        return []
    root = parse_xml(parts[where], f"{name} 的 {where}")
    return [_relation(node, part) for node in root.iter(_RELATION)]


def relations_part(part: str) -> str:
    """The name of the part that holds a part's relations."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _relation(node: Element, part: str) -> Relation:
    target = node.get("Target", "")
    external = node.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
    return Relation(node.get("Type", "").rsplit("/", 1)[-1], target, external, node.get("Id", ""))


def without_relations(
    package: Package, part: str, targets: Collection[str] = (), *, ids: Collection[str] = ()
) -> tuple[str, bytes]:
    """The name and the bytes of a part's relations, without those to targets in the file or of `ids`."""
    where = relations_part(part)
    root = package.xml(where)
    for node in list(root.iter(_RELATION)):
        relation = _relation(node, part)
        if relation.id in ids or (not relation.external and relation.target in targets):
            root.remove(node)
    return where, to_bytes(root)
