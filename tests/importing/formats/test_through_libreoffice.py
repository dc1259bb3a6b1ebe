"""What others save comes in through LibreOffice: .doc, .wps, .rtf, .odt, .xls and .ods."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.importing import import_files
from tests.importing.corpus import PLAIN
from tests.importing.drawing import word
from tests.importing.formats.reading import indicators
from tests.importing.formats.test_excel import HEADER, TITLE, book, data_of
from tests.ooxml.builder import zipped


def converted(folder: Path, data: bytes, suffix: str, to: str) -> Path:
    """A file as LibreOffice saves it in another format."""
    (folder / f"表.{suffix}").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command: list[str | Path] = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", folder]
    subprocess.run([*command, folder / f"表.{suffix}"], check=True, capture_output=True)
    return folder / f"表.{to}"


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_word_files_of_others(tmp_path: Path, suffix: str) -> None:
    document = word(PLAIN + "（完）")
    (tmp_path / "原.docx").write_bytes(document)
    path = converted(tmp_path, document, "docx", suffix)
    assert import_files([path]).tables == import_files([tmp_path / "原.docx"]).tables


@pytest.mark.libreoffice
def test_a_wps_file_and_one_whose_name_lies(tmp_path: Path) -> None:
    path = converted(tmp_path, word(PLAIN + "（完）"), "docx", "doc")
    for name in ("来文.wps", "来文.docx"):
        shutil.copy(path, tmp_path / name)
        assert import_files([tmp_path / name]).account.read == 8


# Calc is not everywhere where Writer is: what it makes of a file stands ready.
STAND_IN = """#!{python}
import pathlib, shutil, sys
pathlib.Path("made").mkdir()
for name in sys.argv[sys.argv.index("made") + 1:]:
    shutil.copy({ready!r}, pathlib.Path("made", pathlib.Path(name).stem + ".xlsx"))
"""


def old_excel() -> bytes:
    entry = "Workbook\0".encode("utf-16-le").ljust(128, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(128, b"\0") + entry


def test_excel_files_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = tmp_path / "ready.xlsx"
    ready.write_bytes(
        data_of(book((TITLE,), HEADER, (1, "就业", 0.5, "新增就业", "区教委"), merged=("A1:E1",)))
    )
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "soffice"
    program.write_text(STAND_IN.format(python=sys.executable, ready=str(ready)), "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    spreadsheet = {"content.xml": "<a/>", "META-INF/manifest.xml": "<a/>", "mimetype": "x.spreadsheet"}
    for name, data in (
        ("来文.xls", old_excel()),
        ("来文.et", old_excel()),
        ("来文.ods", zipped(spreadsheet)),
    ):
        (tmp_path / name).write_bytes(data)
        rows = indicators(import_files([tmp_path / name])).criteria()
        assert [str(row.weight) for *_, row in rows] == ["0.5"]


def test_without_libreoffice_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "来文.rtf").write_bytes(rb"{\rtf1\ansi x\par}")
    with pytest.raises(KaoheError, match=r"来文\.rtf 不是 \.docx；.*另存为 \.docx.*或安装 LibreOffice"):
        import_files([tmp_path / "来文.rtf"])
    (tmp_path / "来文.xls").write_bytes(old_excel())
    with pytest.raises(KaoheError, match=r"来文\.xls 不是 \.xlsx；.*另存为 \.xlsx"):
        import_files([tmp_path / "来文.xls"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
        (
            zipped({"content.xml": b"\0" * 300 * 2**20, "META-INF/manifest.xml": "<a/>"}),
            "压缩炸弹",
        ),
        (b"<?xml version='1.0'?><Workbook/>", "是 XML 文件"),
        (zipped({"xl/workbook.bin": b""}), "二进制的 Excel 文件"),
    ],
    ids=["password", "bomb", "xml", "xlsb"],
)
def test_what_is_not_handed_over(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "来文.doc").write_bytes(data)
    with pytest.raises(KaoheError, match=said):
        import_files([tmp_path / "来文.doc"])
