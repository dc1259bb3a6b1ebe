"""Files that are broken, dangerous or no forms at all: a clear line each, and the rest is still collected."""

import io
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Outcome
from tests.ooxml.builder import document, docx, p, package, r, sdt, zipped

from .builder import SCORED_TITLE, scored
from .comparing import differences, report_of, reports_in
from .corpus.values import A10, INVESTMENT

Kaohe = Callable[..., Outcome]
GOOD = docx(*SCORED_TITLE, *scored(f"一、{A10}", INVESTMENT, marks="2"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def _with_member(name: str) -> bytes:
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


def _body(xml: str) -> bytes:
    return package(document(p("x")).replace("<w:body>", f"<w:body>{xml}"))


def _entities() -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    main = document(p("&a9;")).replace("?>", f'?><!DOCTYPE w:document [<!ENTITY a0 "哈">{lines}]>', 1)
    return package(main.replace("&amp;", "&"))


BAD: dict[str, tuple[bytes, str]] = {
    "压缩炸弹.docx": (zipped({"word/document.xml": bytes(200 * 2**20)}), "压缩炸弹"),
    "带宏.docm": (package(document("x"), main_type=_MACRO), "没有读出附件3的栏目"),
    "带宏改名.docx": (package(document("x"), main_type=_MACRO), "没有读出附件3的栏目"),
    "加密.docx": (_OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "截断.docx": (GOOD[: len(GOOD) // 2], "损坏"),
    "空文件.docx": (b"", "空文件"),
    "其实是文本.docx": ("考核情况如下".encode(), "不是 Word 文件"),
    "其实是表格.docx": (package(document("x"), main_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "Excel"),
    "只是压缩包.docx": (zipped({"甲.txt": "x"}), "不是 Word 文件"),
    "实体炸弹.docx": (_entities(), "DTD"),
    "外面的成员.docx": (_with_member("../../evil.txt"), "不安全"),
    "绝对路径的成员.docx": (_with_member("/etc/evil"), "不安全"),
    "坏的正文.docx": (package("<w:document>"), "损坏"),
    "嵌套很深.docx": (_body("".join(["<w:sdt><w:sdtContent>"] * 5000) + "".join(["</w:sdtContent></w:sdt>"] * 5000)), ""),
    "~$商务委.docx": (b"\x05owner", "~$"),
    "没有内容.docx": (docx(), ""),
    "不是材料.docx": (docx("会议通知", "定于明日召开会议。"), ""),
}  # fmt: skip


def _lines_about(outcome: Outcome, name: str) -> list[str]:
    return [line for line in (outcome.out + outcome.err).splitlines() if name in line]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_a_line_and_the_good_one_is_collected(
    kaohe: Kaohe, workspace: Path, name: str
) -> None:
    data, words = BAD[name]
    folder = workspace / "交回"
    folder.mkdir()
    (folder / name).write_bytes(data)
    (folder / "好的.docx").write_bytes(GOOD)
    outcome = kaohe("collect", folder)
    lines = _lines_about(outcome, name)
    assert lines
    assert any(words in line for line in lines)
    assert "Traceback" not in outcome.err
    assert differences(workspace, report_of(workspace, "区商务委"), {"A10.1": INVESTMENT}) == []
    assert outcome.code == 1


@pytest.mark.parametrize("name", BAD)
def test_alone_it_writes_nothing_outside(kaohe: Kaohe, workspace: Path, name: str) -> None:
    path = workspace / "交回" / name
    path.parent.mkdir()
    path.write_bytes(BAD[name][0])
    outcome = kaohe("collect", path)
    assert outcome.code == 2
    assert reports_in(workspace) == []
    assert not list(workspace.parent.glob("evil*"))


def test_a_file_of_200_megabytes_is_not_read(kaohe: Kaohe, workspace: Path) -> None:
    folder = workspace / "交回"
    folder.mkdir()
    for name in ("大.docx", "大.doc"):
        with (folder / name).open("wb") as file:
            file.write(b"PK\x03\x04")
            file.truncate(200 * 2**20)
    (folder / "好的.docx").write_bytes(GOOD)
    outcome = kaohe("collect", folder)
    for name in ("大.docx", "大.doc"):
        assert any("200 MB" in line for line in _lines_about(outcome, name))
    assert reports_in(workspace) == ["区商务委"]


def test_the_summary_counts_what_came_of_the_files(kaohe: Kaohe, workspace: Path) -> None:
    folder = workspace / "交回"
    folder.mkdir()
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    (folder / "好的.docx").write_bytes(GOOD)
    outcome = kaohe("collect", folder)
    last = outcome.err.strip().splitlines()[-1]
    assert f"共 {len(BAD) + 1} 份" in last
    assert "已录入 1 份" in last


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "锁着.docx"
    path.write_bytes(GOOD)
    path.chmod(0)
    outcome = kaohe("collect", path)
    assert "锁着.docx" in outcome.err
    assert outcome.code == 2


def test_a_link_in_a_circle(kaohe: Kaohe, workspace: Path) -> None:
    folder = workspace / "交回"
    folder.mkdir()
    (folder / "圈").symlink_to(folder, target_is_directory=True)
    (folder / "没有.docx").symlink_to(workspace / "nothing.docx")
    (folder / "好的.docx").write_bytes(GOOD)
    kaohe("collect", folder)
    assert reports_in(workspace) == ["区商务委"]


def _rows(count: int) -> Iterator[str]:
    for number in range(count):
        yield p(r(f"第{number}段。"))


@pytest.mark.slow
def test_a_hundred_thousand_paragraphs(kaohe: Kaohe, workspace: Path) -> None:
    lines = scored(f"一、{A10}", INVESTMENT, marks="2")
    path = workspace / "长.docx"
    path.write_bytes(docx(*SCORED_TITLE, *lines[:4], *_rows(100_000), *lines[4:]))
    kaohe("collect", path)
    report = report_of(workspace, "区商务委")
    assert report is not None
    situation = report.entries["A10.1"]["progress/situation"]
    assert isinstance(situation, str)
    assert situation.endswith("第99999段。")


@pytest.mark.slow
def test_a_hundred_thousand_labels(kaohe: Kaohe, workspace: Path) -> None:
    lines = scored(f"一、{A10}", INVESTMENT, marks="2")
    path = workspace / "标签.docx"
    path.write_bytes(docx(*SCORED_TITLE, *lines, *(["1．基本情况：好。", "（二）1—10月完成情况"] * 20_000)))
    outcome = kaohe("collect", path)
    assert outcome.code in (0, 1, 2)
    assert "Traceback" not in outcome.err


@pytest.mark.slow
def test_controls_in_controls_in_one_paragraph(kaohe: Kaohe, workspace: Path) -> None:
    inner = r("深处")
    for _ in range(100):
        inner = sdt(inner, properties="")
    lines = scored(f"一、{A10}", INVESTMENT, marks="2")
    path = workspace / "深.docx"
    path.write_bytes(docx(*SCORED_TITLE, *lines[:3], p(r("1．基本情况："), inner), *lines[4:]))
    kaohe("collect", path)
    expected = {"A10.1": {**INVESTMENT, "progress/situation": "深处"}}
    assert differences(workspace, report_of(workspace, "区商务委"), expected) == []


@pytest.mark.slow
def test_a_folder_of_two_thousand_files(kaohe: Kaohe, workspace: Path) -> None:
    folder = workspace / "交回"
    folder.mkdir()
    for number in range(1990):
        (folder / f"{number:04d}.docx").write_bytes(GOOD[: number % 700])
    for number in range(9):
        (folder / f"照片{number}.jpg").write_bytes(b"\xff\xd8")
    (folder / "好的.docx").write_bytes(GOOD)
    outcome = kaohe("collect", folder)
    assert reports_in(workspace) == ["区商务委"]
    assert all(_lines_about(outcome, f"{number:04d}.docx") for number in range(0, 1990, 199))
    assert "照片3.jpg" in outcome.err
    assert "已录入 1 份" in outcome.err.strip().splitlines()[-1]
