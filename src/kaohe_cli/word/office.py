"""LibreOffice, where it is installed: Word files to PDF."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kaohe_cli.exceptions import KaoheError

_PROGRAMS = ("soffice", "libreoffice", "soffice.com")
_SECONDS_TO_START, _SECONDS_A_FILE = 120, 30


class NoOfficeError(KaoheError):
    """LibreOffice is needed and not there, or did not do its work."""


def to_pdf(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Returns each Word file, by its name, as PDF. LibreOffice is started once for all of them.

    Raises:
        NoOfficeError: LibreOffice is not on PATH, or a file did not come out.
    """
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise NoOfficeError(
            "生成 PDF 要用 LibreOffice，这台电脑上没有找到；请安装后把它的 program 文件夹加入 PATH，"
            "或用 Word、WPS 打开 .docx 另存为 PDF"
        )
    with tempfile.TemporaryDirectory(prefix="kaohe-") as name:
        folder = Path(name)
        numbered = {f"{number:04d}": document for number, document in enumerate(documents.values())}
        for stem, document in numbered.items():
            (folder / f"{stem}.docx").write_bytes(document)
        _convert(program, folder, [folder / f"{stem}.docx" for stem in numbered])
        pdfs = {}
        for name, stem in zip(documents, numbered, strict=True):
            pdf = folder / f"{stem}.pdf"
            if not pdf.is_file():
                raise NoOfficeError(f"LibreOffice 没有把“{name}”转成 PDF；请关闭打开着的 LibreOffice 再试")
            pdfs[name] = pdf.read_bytes()
        return pdfs


def _convert(program: str, folder: Path, documents: list[Path]) -> None:
    """A profile of its own keeps a LibreOffice that the person has open out of the way."""
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *map(str, documents),
    ]
    seconds = _SECONDS_TO_START + _SECONDS_A_FILE * len(documents)
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=seconds)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoOfficeError("LibreOffice 没有反应，没有生成 PDF；请关闭打开着的 LibreOffice 再试") from error
