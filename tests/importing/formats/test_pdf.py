"""PDF files with a text layer: ruled tables over pages; scans, passwords and bombs are refused."""

import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.importing import Imported, import_files
from kaohe_cli.ooxml.office import to_pdf
from tests.conftest import Outcome
from tests.importing.drawing import paragraph, word_table
from tests.importing.formats.reading import indicators
from tests.ooxml.builder import docx, p

Kaohe = Callable[..., Outcome]
TITLE = "2022年市对区考核指标任务分解表"
WIDTHS = (40, 100, 40, 160, 120)
HEADER = ("序号", "指标", "权重", "考核内容", "责任单位")
LEFT, LINE = 60, 24
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def pdf(*pages: str, before: bytes = b"") -> bytes:
    """A PDF file with these contents of pages, in a font that every reader knows without having it."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        b"/DW 1000>>]>>"
    )
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        font,
    ]
    for n, page in enumerate(pages):
        packed = zlib.compress(page.encode("latin-1"))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            + f"/Contents {5 + 2 * n} 0 R>>".encode()
        )
        objects.append(
            f"<</Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"
        )
    body, places = b"%PDF-1.4\n" + before, []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{tail}".encode()


def text(x: float, y: float, words: str) -> str:
    return f"BT /F 12 Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def ruled(rows: Sequence[Sequence[str]], top: float) -> str:
    """A table with a line around each cell; “^” goes on from the cell above."""
    drawn = ""
    for n, row in enumerate(rows):
        x: float = LEFT
        for width, cell in zip(WIDTHS, row, strict=True):
            if cell != "^":
                height = 1
                while n + height < len(rows) and rows[n + height][row.index(cell)] == "^":
                    height += 1
                y = top - (n + height) * LINE
                drawn += f"{x} {y} {width} {height * LINE} re S\n" + text(x + 4, y + height * LINE - 16, cell)
            x += width
    return drawn


FIRST = text(180, 780, TITLE) + ruled(
    [HEADER, ("1", "民营经济", "3", "增加值", "区发展改革委"), ("^", "^", "2", "企业增量", "区市场监管局")],
    760,
)
SECOND = ruled([HEADER, ("2", "环境", "1", "水质", "区生态环境局")], 780) + text(280, 40, "— 2 —")


def imported(folder: Path, data: bytes) -> Imported:
    (folder / "来文.pdf").write_bytes(data)
    return import_files([folder / "来文.pdf"])


def test_a_table_that_goes_on_over_pages(tmp_path: Path) -> None:
    done = imported(tmp_path, pdf(FIRST, SECOND))
    assert [
        (one.name, str(row.weight), row.content, row.units) for _, one, row in indicators(done).criteria()
    ] == [
        ("民营经济", "3", "增加值", ("区发展改革委",)),
        ("民营经济", "2", "企业增量", ("区市场监管局",)),
        ("环境", "1", "水质", ("区生态环境局",)),
    ]
    (table,) = done.account.tables
    assert table.fates == {"表头": 2, "读入": 3}
    assert (indicators(done).title, done.doubts) == (TITLE, ())


def test_a_paragraph_is_read_over_its_lines(tmp_path: Path) -> None:
    lines = ("（二）全面完成民营经济发展和城市更新的各项重点任务和目标要求，并按月", "报告进展情况")
    page = text(200, 800, TITLE) + text(84, 770, lines[0]) + text(60, 750, lines[1])
    page += ruled([HEADER, ("1", "环境", "1", "水质", "区生态环境局")], 720)
    table = indicators(imported(tmp_path, pdf(page)))
    assert (
        table.sections[0].title
        == "全面完成民营经济发展和城市更新的各项重点任务和目标要求，并按月报告进展情况"
    )


def test_a_scan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KaoheError, match="是扫描件或图片，没有可以读的文字"):
        imported(tmp_path, pdf("0 0 595 842 re f\n"))


def test_a_page_that_is_a_picture_is_told(tmp_path: Path) -> None:
    done = imported(tmp_path, pdf(FIRST, "0 0 595 842 re f\n"))
    assert ("来文.pdf", "第 2 页是图片，没有文字，没有读") in done.account.remarks


BOMB = zlib.compress(b"\0" * 300 * 2**20)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 ...", "不完整或已损坏"),
        (pdf(FIRST)[:900], "不完整或已损坏|扫描件"),
        (
            pdf(FIRST, before=b"9 0 obj<</Filter/FlateDecode>>stream\n" + BOMB + b"\nendstream endobj\n"),
            "压缩炸弹",
        ),
        (pdf(FIRST, before=b"9 0 obj<</Filter[/FlateDecode /FlateDecode]>>endobj\n"), "压缩炸弹"),
        (pdf(*["" for _ in range(600)]), "超过 500 页"),
        (pdf("0 0 m 5 5 l S\n" * 30_000 + FIRST), "线条太多"),
    ],
    ids=["nothing", "cut", "bomb", "packed twice", "pages", "lines"],
)
def test_hostile_files_get_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(KaoheError, match=said):
        imported(tmp_path, data)


def test_a_password_is_named(tmp_path: Path) -> None:
    locked = pdf(FIRST).replace(
        b"trailer<<",
        b"trailer<</ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<"
        + b"11" * 32
        + b">/U<"
        + b"22" * 32
        + b">>>",
    )
    with pytest.raises(KaoheError, match="设了打开密码，请取消密码后再导入"):
        imported(tmp_path, locked)


def test_without_pdfplumber_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(KaoheError, match=r'pip install -c constraints.txt "\.\[pdf\]"'):
        imported(tmp_path, pdf(FIRST))


@pytest.mark.libreoffice
def test_the_annexes_as_a_pdf_come_back_whole(kaohe: Kaohe, workspace: Path) -> None:
    kaohe("export", "--policy", "-o", "来文.docx")
    made = to_pdf({"来文": (workspace / "来文.docx").read_bytes()})
    (workspace / "来文.pdf").write_bytes(made["来文"])
    done = kaohe("import", "来文.pdf", "--merge", "--dry-run")
    assert "与现有内容一致，未作改动" in done.err


@pytest.mark.libreoffice
def test_many_pages_are_one_table(tmp_path: Path) -> None:
    rows = "\n".join(f"{n}|指标{n}|1|按第{n}号办法考核|区教委" for n in range(1, 121))
    edges = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in SIDES)
    table = word_table(f"序号|指标|权重|考核内容|责任单位\n{rows}")
    table = table.replace("<w:tblPr/>", f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>")
    made = to_pdf({"表": docx(paragraph(TITLE), table, p(""))})
    (done,) = imported(tmp_path, made["表"]).account.tables
    assert done.fates["读入"] == 120
