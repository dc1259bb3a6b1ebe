"""LibreOffice converts what others save; one bad file does not take the others with it."""

import io
import os
import subprocess
import sys
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import docx as python_docx
import pytest

from kaohe_cli.ooxml import office
from kaohe_cli.ooxml.office import NoOfficeError, to_docx, to_pdf
from tests.conftest import PATIENCE
from tests.ooxml.builder import docx, zipped

RTF = rb"{\rtf1\ansi %s\par}"

# Stands in for LibreOffice where one is needed that crashes or hangs: it does to a file what the file says.
STAND_IN = """#!{python}
import os, pathlib, sys, time, zipfile
made = pathlib.Path("made")
made.mkdir(exist_ok=True)
with open({log!r}, "a", encoding="utf-8") as log:
    print(*sys.argv[1:], sep="|", file=log)
for name in sys.argv[sys.argv.index("made") + 1:]:
    says = pathlib.Path(name).read_text()
    if "hang" in says:
        pathlib.Path({hung!r}).write_text(str(os.getpid()))
        time.sleep(600)
    if "crash" in says:
        sys.exit(77)
    if "half" in says:
        (made / (name[:-3] + "docx")).write_bytes(b"PK half")
    elif "refuse" not in says:
        with zipfile.ZipFile(made / (name[:-3] + "docx"), "w") as archive:
            archive.writestr("says", says)
"""


def write_all(folder: Path, says: dict[str, str]) -> list[Path]:
    for name, words in says.items():
        (folder / name).write_bytes(RTF % words.encode())
    return [folder / name for name in says]


def message(outcome: bytes | NoOfficeError) -> str:
    assert isinstance(outcome, NoOfficeError)
    return str(outcome)


def is_running(pid: str) -> bool:
    if not pid:  # not yet written
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts the stand-in on PATH; the log of its starts."""
    folder, log = tmp_path / "bin", tmp_path / "log"
    folder.mkdir()
    program = folder / "soffice"
    hung = tmp_path / "hung"
    program.write_text(STAND_IN.format(python=sys.executable, log=str(log), hung=str(hung)), "utf-8")
    program.chmod(0o755)
    now = 0.0

    def clock() -> float:
        """Stands still, however slow the machine is, but while the stand-in hangs: an hour at each look."""
        nonlocal now
        if hung.exists() and is_running(hung.read_text("utf-8")):
            now += 3600
        return now

    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(office, "_clock", clock)
    monkeypatch.setattr(office, "_LOOK_EVERY", 0.05)
    return log


def test_all_files_go_through_one_start_under_names_of_our_own(tmp_path: Path, stand_in: Path) -> None:
    paths = write_all(tmp_path, {"--convert-to pdf.rtf": "a", "区商务委 '\";$(rm).rtf": "b", "c.wps": "c"})
    outcomes = to_docx(paths)
    assert list(outcomes) == paths
    assert all(isinstance(outcome, bytes) for outcome in outcomes.values())
    (start,) = stand_in.read_text("utf-8").splitlines()
    assert start.split("|")[-3:] == ["00000.rtf", "00001.rtf", "00002.rtf"]
    assert "区商务委" not in start


@pytest.mark.parametrize("fate", ["crash", "hang", "half", "refuse"])
def test_one_bad_file_leaves_the_others(tmp_path: Path, stand_in: Path, fate: str) -> None:
    paths = write_all(tmp_path, {"a.rtf": "a", "b.rtf": "b", "bad.rtf": fate, "c.rtf": "c", "d.rtf": "d"})
    outcomes = to_docx(paths)
    assert message(outcomes.pop(tmp_path / "bad.rtf")).startswith("LibreOffice 打不开 bad.rtf")
    assert [
        zipfile.ZipFile(io.BytesIO(outcome)).read("says").split()[1]
        for outcome in outcomes.values()
        if isinstance(outcome, bytes)
    ] == [b"a\\par}", b"b\\par}", b"c\\par}", b"d\\par}"]
    assert len(stand_in.read_text("utf-8").splitlines()) == (1 if fate in ("half", "refuse") else 2)


def test_a_libreoffice_that_never_works_is_not_started_for_every_file(tmp_path: Path, stand_in: Path) -> None:
    paths = write_all(tmp_path, {f"{number}.rtf": "crash" for number in range(20)})
    assert all("打不开" in message(outcome) for outcome in to_docx(paths).values())
    assert len(stand_in.read_text("utf-8").splitlines()) == 3


def test_without_libreoffice_it_says_how_to_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (path,) = write_all(tmp_path, {"区商务委.doc": "a"})
    says = message(to_docx([path])[path])
    assert says.startswith("区商务委.doc 不是 .docx")
    assert "另存为 .docx" in says
    assert "LibreOffice" in says


def test_without_libreoffice_a_docx_by_another_name_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "其实是.doc"
    path.write_bytes(docx("正文"))
    assert to_docx([path]) == {path: docx("正文")}


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = zipped({"content.xml": bytes(300 * 2**20), "META-INF/manifest.xml": "<x/>"})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"just text", "不是 Word、WPS 或 ODT 文件"),
        (b"<html><img src='http://127.0.0.1/'></html>", "不是 Word、WPS 或 ODT 文件"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
        (OLE + "Workbook".encode("utf-16-le"), "不是 Word 文档"),
        (b"PK\3\4 broken", "不完整或已损坏"),
        (BOMB, "压缩炸弹"),
    ],
)
def test_what_is_no_document_is_never_handed_over(
    tmp_path: Path, stand_in: Path, data: bytes, words: str
) -> None:
    path = tmp_path / "区商务委.doc"
    path.write_bytes(data)
    assert words in message(to_docx([path])[path])
    assert not stand_in.exists()


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path, stand_in: Path) -> None:
    large = tmp_path / "large.odt"
    with large.open("wb") as file:
        file.truncate(200 * 2**20)
    outcomes = to_docx([large, tmp_path / "none.doc"])
    assert "超过 64 MB" in message(outcomes[large])
    assert "找不到文件" in message(outcomes[tmp_path / "none.doc"])
    assert not stand_in.exists()


def test_a_pdf_that_did_not_come_out_is_an_error(stand_in: Path) -> None:
    with pytest.raises(NoOfficeError, match="没有把“区商务委”转成 PDF"):
        to_pdf({"区商务委": b"refuse"})


@pytest.mark.libreoffice
def test_what_others_save_becomes_docx(tmp_path: Path) -> None:
    source = tmp_path / "form.docx"
    source.write_bytes(docx("一、公租房使用分配率", "（一）责任单位：区住房城乡建委。"))
    for suffix in ("odt", "doc", "rtf"):
        profile = (tmp_path / "profile").as_uri()
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix,
             "--outdir", str(tmp_path), str(source)],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )  # fmt: skip
    (tmp_path / "form.doc").rename(tmp_path / "form.wps")
    locked = tmp_path / "damaged.odt"
    locked.write_bytes(zipped({"content.xml": "<no", "META-INF/manifest.xml": "<x/>"}))
    paths = [tmp_path / "form.odt", locked, tmp_path / "form.wps", tmp_path / "form.rtf"]
    outcomes = to_docx(paths)
    assert "damaged.odt" in message(outcomes.pop(locked))
    for outcome in outcomes.values():
        assert isinstance(outcome, bytes)
        lines = [paragraph.text for paragraph in python_docx.Document(io.BytesIO(outcome)).paragraphs]
        assert lines[:2] == ["一、公租房使用分配率", "（一）责任单位：区住房城乡建委。"]


def linking_odt(address: str) -> bytes:
    """An .odt whose picture lies elsewhere."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
        for name, uri in {
            "office": "office",
            "text": "text",
            "draw": "drawing",
            "svg": "svg-compatible",
        }.items()
    )
    frame = (
        '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
        f'<draw:image xlink:href="{address}" xlink:type="simple"/></draw:frame>'
    )
    kind = "application/vnd.oasis.opendocument.text"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    return zipped(
        {
            "mimetype": kind,
            "content.xml": f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'office:version="1.2"><office:body><office:text><text:p>甲{frame}</text:p></office:text>'
            "</office:body></office:document-content>",
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f"{entries}</m:manifest>",
        }
    )


@pytest.mark.libreoffice
def test_nothing_that_a_document_links_to_is_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        path = tmp_path / "links.odt"
        path.write_bytes(linking_odt(f"http://127.0.0.1:{server.server_port}/picture.png"))
        outcome = to_docx([path])[path]
        server.shutdown()
    assert isinstance(outcome, bytes)
    assert python_docx.Document(io.BytesIO(outcome)).paragraphs[0].text.startswith("甲")
    assert asked == []


@pytest.mark.libreoffice
def test_pdf(tmp_path: Path) -> None:
    pdfs = to_pdf({"区商务委": docx("甲"), "区教委": docx("乙")})
    assert list(pdfs) == ["区商务委", "区教委"]
    assert all(pdf.startswith(b"%PDF") for pdf in pdfs.values())
