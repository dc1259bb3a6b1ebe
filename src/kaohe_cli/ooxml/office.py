"""LibreOffice, where it is installed: Word files to PDF, and what others save to .docx and .xlsx.

Users' file names never reach a command line: LibreOffice sees numbered copies in a folder of its own, with
a profile of its own that runs no macros and follows no links.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Hashable, Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final, Literal, TypeAlias, TypeVar

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.foreign import CannotOpenError, read_foreign
from kaohe_cli.files.kinds import FileKind, kind_of
from kaohe_cli.files.looking import is_file, listing
from kaohe_cli.files.programs import find_program, system_program
from kaohe_cli.ooxml.archive import parts_of, zip_prefix
from kaohe_cli.ooxml.package import MAX_FILE, MAX_UNPACKED

_PROGRAMS: Final = ("soffice", "libreoffice")
_SECONDS_TO_START, _SECONDS_A_FILE = 120, 60
_LOOK_EVERY: Final = 0.5
_clock = time.monotonic
_MOST_AT_ONCE: Final = 1000
"""Names on one command line; Windows allows 32,767 characters."""
_BAD_STARTS: Final = 3
"""So many starts in a row without a file: LibreOffice itself does not work."""
_FILTERS: Final = {
    "pdf": "pdf:writer_pdf_Export",
    "docx": "docx:MS Word 2007 XML",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
}
_SAVE_AS: Final = "请用 Word 或 WPS 打开，另存为 .docx（“文件”→“另存为”→“Word 文档”）后再用"
_SAVE_AS_EXCEL: Final = "请用 Excel 或 WPS 打开，另存为 .xlsx（“文件”→“另存为”→“Excel 工作簿”）后再用"

_SETTINGS: Final = {
    "Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
    },
    "Writer/Content/Update": {"Link": "0"},
    "Calc/Content/Update": {"Link": "2"},  # never; Writer counts the other way
}


_LOOKS: Final = ("word/styles.xml", "word/document.xml")
_OVERFLOW_OFF: Final = re.compile(rb'<w:overflowPunct w:val="(?:0|false|off)"/>')
_Key = TypeVar("_Key", bound=Hashable)
Target: TypeAlias = Literal["pdf", "docx", "xlsx"]


class NoOfficeError(KaoheError):
    """LibreOffice is needed and not there, or did not do its work."""


def to_pdf(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Returns each Word file, by its name, as PDF. LibreOffice is started once for all of them.

    Raises:
        NoOfficeError: LibreOffice is not on PATH, or a file did not come out.
    """
    program = find_program(*_PROGRAMS)
    if program is None:
        raise NoOfficeError(
            "生成 PDF 要用 LibreOffice，这台电脑上没有找到；请安装后把它的 program 文件夹加入 PATH，"
            "或用 Word、WPS 打开 .docx 另存为 PDF"
        )
    copies = [("docx", _without_hanging_signs(document)) for document in documents.values()]
    pdfs = _converted(program, copies, "pdf")
    for name, pdf in zip(documents, pdfs, strict=True):
        if pdf is None:
            raise NoOfficeError(f"LibreOffice 没有把“{name}”转成 PDF；请关闭打开着的 LibreOffice 再试")
    return {name: pdf for name, pdf in zip(documents, pdfs, strict=True) if pdf is not None}


def laid_out(document: bytes) -> bytes:
    """Returns a Word file as LibreOffice saves it: the fields that ask for pages show them.

    Raises:
        NoOfficeError: LibreOffice is not on PATH, or could not open the file.
    """
    return converted("文件", "docx", _without_hanging_signs(document), "docx")


def _without_hanging_signs(document: bytes) -> bytes:
    """Returns a copy for LibreOffice in which no punctuation hangs into the margin.

    It reads `w:overflowPunct` the wrong way round (`PROP_PARA_IS_HANGING_PUNCTUATION` is `nIntValue == 0`, in
    7.4 as in the newest): what is off for Word is on for it. What is no Word file stays as it is.
    """
    try:
        parts = parts_of(BytesIO(document))
    except zipfile.BadZipFile:
        return document
    for name in _LOOKS:
        if name in parts:
            parts[name] = _OVERFLOW_OFF.sub(b"<w:overflowPunct/>", parts[name])
    return zip_prefix(parts)


def to_docx(paths: Sequence[Path]) -> dict[Path, bytes | NoOfficeError]:
    """Returns each .doc, .wps, .odt or .rtf file as .docx, or why there is none.

    What a file is shows in its content; one that is a .docx already comes back as it is. LibreOffice is
    started once for all; a file at which it stops does not keep the others from being converted.
    """
    outcomes: dict[Path, bytes | NoOfficeError] = {}
    read: dict[Path, tuple[str, bytes]] = {}
    for path in paths:
        try:
            read[path] = path.name, _bytes_of(path)
        except NoOfficeError as error:
            outcomes[path] = error
    outcomes |= documents_to_docx(read)
    return {path: outcomes[path] for path in paths}


def documents_to_docx(documents: Mapping[_Key, tuple[str, bytes]]) -> dict[_Key, bytes | NoOfficeError]:
    """Returns the same of files in memory, each given with the name that messages call it."""
    outcomes: dict[_Key, bytes | NoOfficeError] = {}
    waiting: dict[_Key, tuple[str, bytes]] = {}
    for key, (name, data) in documents.items():
        try:
            kind = _word_kind(name, data)
        except NoOfficeError as error:
            outcomes[key] = error
            continue
        if kind == "docx":
            outcomes[key] = data
        else:
            waiting[key] = kind, data
    program = find_program(*_PROGRAMS)
    results: Iterable[bytes | None] = [None] * len(waiting)
    if waiting and program is not None:
        results = _converted(program, list(waiting.values()), "docx")
    for key, result in zip(waiting, results, strict=True):
        outcomes[key] = result if result is not None else _not_converted(Path(documents[key][0]), program)
    return outcomes


def converted(name: str, kind: FileKind, data: bytes, target: Target) -> bytes:
    """Returns a file of another program as .docx or .xlsx; ``name`` is what messages call it.

    Raises:
        NoOfficeError: LibreOffice is not on PATH, or could not open the file.
    """
    _check(name, kind, data)
    program = find_program(*_PROGRAMS)
    result = _converted(program, [(kind, data)], target)[0] if program is not None else None
    if result is None:
        raise _not_converted(Path(name), program, target)
    return result


def _not_converted(path: Path, program: str | None, target: Target = "docx") -> NoOfficeError:
    save_as = _SAVE_AS if target == "docx" else _SAVE_AS_EXCEL
    if program is None:
        return NoOfficeError(f"{path.name} 不是 .{target}；{save_as}，或安装 LibreOffice 由 kaohe 转换")
    why = "可能设了密码或已损坏" if target == "docx" else "可能设了密码、已损坏，或没有安装其中的 Calc"
    return NoOfficeError(f"LibreOffice 打不开 {path.name}，{why}；{save_as}")


# --- what a file is -------------------------------------------------------------------------------


def _bytes_of(path: Path) -> bytes:
    try:
        return read_foreign(path)
    except CannotOpenError as error:
        raise NoOfficeError(str(error)) from None


def _word_kind(name: str, data: bytes) -> FileKind:
    """The kind of a file that may be handed to LibreOffice as a Word file."""
    if not data:
        raise NoOfficeError(f"{name} 是空文件，请换成真正的 Word 文件")
    kind = kind_of(data)
    _check(name, kind, data)
    if kind == "ole":
        raise NoOfficeError(f"{name} 不是 Word 文档，或者不完整；{_SAVE_AS}")
    if kind not in ("docx", "doc", "rtf", "odt", "zip", "encrypted", "damaged"):
        raise NoOfficeError(f"{name} 不是 Word、WPS 或 ODT 文件；{_SAVE_AS}")
    return "docx" if kind == "zip" else kind


def _check(name: str, kind: FileKind, data: bytes) -> None:
    """Refuses what is not worth LibreOffice's while, or not safe to be handed to it.

    What a .docx may hold is checked where it is read.
    """
    if len(data) > MAX_FILE:
        raise NoOfficeError(f"{name} 超过 {MAX_FILE // 2**20} MB，太大了，请压缩其中的图片后再用")
    if kind == "encrypted":
        raise NoOfficeError(f"{name} 设了打开密码，请在 Word 或 WPS 里取消密码后再用")
    if kind == "damaged":
        raise NoOfficeError(f"{name} 不完整或已损坏，请重新传一份")
    if kind in ("odt", "ods"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise NoOfficeError(f"{name} 解开后超过 {MAX_UNPACKED // 2**20} MB，可能是压缩炸弹，已拒绝打开")


# --- LibreOffice ----------------------------------------------------------------------------------


def _converted(program: str, documents: Sequence[tuple[str, bytes]], target: Target) -> list[bytes | None]:
    """Each document, given with its suffix, in the other format; None where that failed."""
    with tempfile.TemporaryDirectory(prefix="kaohe-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _write_profile(folder / "profile")
        for number, (kind, document) in enumerate(documents):
            (folder / f"{number:05d}.{kind}").write_bytes(document)
        names = [f"{number:05d}.{kind}" for number, (kind, _) in enumerate(documents)]
        for start in range(0, len(names), _MOST_AT_ONCE):
            _convert(program, folder, names[start : start + _MOST_AT_ONCE], target)
        return [_product(folder, name, target) for name in names]


def _convert(program: str, folder: Path, names: Sequence[str], target: str) -> None:
    """LibreOffice takes the files in order: where it stops, that file is left out and the rest goes on."""
    bad_starts = 0
    while names and bad_starts < _BAD_STARTS:
        if _run(program, folder, names, target):
            return
        made = [number for number, name in enumerate(names) if _product(folder, name, target) is not None]
        bad_starts = 0 if made else bad_starts + 1
        names = names[made[-1] + 2 :] if made else names[1:]


def _run(program: str, folder: Path, names: Sequence[str], target: str) -> bool:
    """Whether LibreOffice went through all files; it is stopped when it spends too long on one."""
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        _FILTERS[target],
        "--outdir",
        "made",
        *names,
    ]
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return _wait(process, folder / "made") == 0
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], made: Path) -> int | None:
    """The exit code, or None when no file came out for too long."""
    known, patience = 0, _clock() + _SECONDS_TO_START
    while _clock() < patience:
        try:
            return process.wait(_LOOK_EVERY)
        except subprocess.TimeoutExpired:
            pass
        count = len(listing(made))
        if count != known:
            known, patience = count, _clock() + _SECONDS_A_FILE
    return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends LibreOffice with its children: the program that is started only starts the real one."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        command = [system_program("taskkill.exe"), "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _product(folder: Path, name: str, target: str) -> bytes | None:
    path = folder / "made" / f"{Path(name).stem}.{target}"
    if not is_file(path):
        return None
    data = path.read_bytes()
    whole = zipfile.is_zipfile(BytesIO(data)) if target != "pdf" else data.startswith(b"%PDF")
    return data if whole else None


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        "utf-8",
    )
