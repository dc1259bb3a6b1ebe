"""What people hand in: archives, mails, pages, texts, other variants of Word, and what is no Word at all."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.collecting.reading.builder import SCORED_TITLE, docx, scored
from tests.collecting.reading.comparing import differences, report_of, reports_in
from tests.collecting.reading.corpus.values import A10, A11, INVESTMENT, TRADE
from tests.conftest import Outcome
from tests.files.packing import archive, mail

Kaohe = Callable[..., Outcome]
UNIT = "区商务委"
LINES = [*SCORED_TITLE, *scored(f"一、{A10}", INVESTMENT, marks="2")]
FORM = docx(*LINES)
HTML = "<html><body>" + "".join(f"<p>{line}</p>" for line in LINES) + "</body></html>"
ROSTER = "schema_version: 1\nunits:\n  区商务委: {contact: 李样例, email: Li@example.com}\n"


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def with_macros(data: bytes) -> bytes:
    parts = members(data)
    kinds = parts["[Content_Types].xml"].decode()
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    kinds = kinds.replace(plain, "application/vnd.ms-word.document.macroEnabled.main+xml")
    kinds = kinds.replace(
        "<Override",
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override',
        1,
    )
    return archive({**parts, "[Content_Types].xml": kinds.encode(), "word/vbaProject.bin": b"macro"})


def strict(data: bytes) -> bytes:
    usual, iso = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    parts = members(data)
    for name, content in parts.items():
        for place in (b"officeDocument/2006/relationships", b"wordprocessingml/2006/main"):
            content = content.replace(usual + place, iso + place.replace(b"/2006", b""))
        parts[name] = content
    return archive(parts)


def saved_by_a_browser(page: str) -> bytes:
    head = (
        b"From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E8=A1=A8?=\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head + page.encode() + b"\r\n--x--\r\n"


def pdf(*, font: bool) -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Page" + (b"/Resources<</Font<</F1 2 0 R>>>>" if font else b"") + b">>\n"


def archive_in(workspace: Path) -> Path:
    """Where the originals of what was taken in are kept."""
    (found,) = (workspace / "data" / "reports").rglob("returned")
    return found


READ = {
    "区商务委.docm": (with_macros(FORM), "带有宏，宏没有运行，只读了文字"),
    "区商务委.docx": (strict(FORM), "是“严格 Open XML”格式"),
    "区商务委.doc": (HTML.encode(), "其实是网页"),
    "区商务委.wps": (saved_by_a_browser(HTML), "其实是网页"),
    "区商务委.mht": (saved_by_a_browser(HTML), "已录入 1 份"),
    "区商务委.html": (
        HTML.replace("<body>", '<meta charset="gb2312"><body>').encode("gb18030"),
        "已录入 1 份",
    ),
    "区商务委.txt": ("\n".join(LINES).encode("gb18030"), "已录入 1 份"),
    "区商务委（记事本）.txt": ("\r\n".join(LINES).encode("utf-16"), "已录入 1 份"),
    "材料.zip": (archive({"区商务委.docx": FORM}, encoding="gbk"), "其中打开了压缩包 1 个"),
    "材料.rar": (archive({"区商务委.docx": FORM}), "其中打开了压缩包 1 个"),
    "信.eml": (mail({"区商务委.docx": FORM}), "其中打开了邮件 1 封"),
    "没有后缀的.eml": (mail({"区商务委": FORM}), "其中打开了邮件 1 封"),
    "正文里的.eml": (mail({}, body="\n".join(LINES)), "其中打开了邮件 1 封"),
}


@pytest.mark.parametrize("name", READ)
def test_it_is_read_and_said(kaohe: Kaohe, workspace: Path, name: str) -> None:
    data, words = READ[name]
    (workspace / name).write_bytes(data)
    done = kaohe("collect", name)
    assert done.code == 0, done.err
    assert words in done.err
    assert differences(workspace, report_of(workspace, UNIT), {"A10.1": INVESTMENT}) == []
    assert len(list((archive_in(workspace) / UNIT).iterdir())) == 1
    assert kaohe("collect", name).err.count("已经录入过") == 1


def test_macros_are_not_kept_from_being_archived_as_they_came(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "区商务委.docm").write_bytes(with_macros(FORM))
    kaohe("collect", "区商务委.docm")
    copy = archive_in(workspace) / UNIT / "区商务委.docm"
    assert copy.read_bytes() == with_macros(FORM)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("区商务委.pdf", pdf(font=True), "是 PDF，读不出附件3的栏目；请单位交 Word 版（.docx）"),
        ("区商务委.pdf", pdf(font=False), "是扫描件（PDF 里只有图片，没有文字）；请单位交 Word 版"),
        ("区商务委.docx", pdf(font=True), "是 PDF"),
        ("区商务委.jpg", b"\xff\xd8\xff\xe0 photo", "是图片（扫描件或照片），读不出文字；请单位交 Word 版"),
        ("区商务委.xlsx", archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "是 Excel 表格"),
        ("区商务委.ofd", b"OFD", "是 OFD 版式文件"),
        ("区商务委.rar", b"Rar!\x1a\x07\x01\x00", "是 .rar 压缩包，这里打不开"),
    ],
)
def test_what_cannot_be_read_is_kept(
    kaohe: Kaohe, workspace: Path, name: str, data: bytes, words: str
) -> None:
    (workspace / name).write_bytes(data)
    done = kaohe("collect", name)
    assert done.code == 2
    assert words in done.err
    assert "无法读取 1 份" in done.err
    assert (archive_in(workspace) / "待交Word版" / name).read_bytes() == data
    assert reports_in(workspace) == []
    again = kaohe("collect", name, "--dry-run")
    assert again.code == 2
    assert len(list((archive_in(workspace) / "待交Word版").iterdir())) == 1


def test_the_last_line_adds_up_over_containers(kaohe: Kaohe, workspace: Path) -> None:
    folder = workspace / "交回"
    folder.mkdir()
    trade = docx(*SCORED_TITLE, *scored(f"一、{A11}", TRADE, marks="2"))
    (folder / "甲.zip").write_bytes(
        archive(
            {"区商务委.docx": FORM, "说明.txt": "请查收".encode(), "x.exe": b"x", "扫描.pdf": pdf(font=False)}
        )
    )
    (folder / "乙.eml").write_bytes(mail({"区商务委（外贸）.docx": trade, "区商务委.docx": FORM}))
    (folder / "密.zip").write_bytes(archive({"区教委.docx": FORM}, encrypted=True))
    (folder / "图.ico").write_bytes(b"x")
    done = kaohe("collect", folder)
    assert done.code == 1
    assert done.err.splitlines()[-1] == (
        "共 8 份（其中打开了压缩包 1 个、邮件 1 封）："
        "已录入 2 份，重复 1 份，无法读取 2 份，不是填报的表 1 份，不是 Word 文件 2 份"
    )
    assert "密.zip：设了密码，打不开；请解压后把里面的文件放进文件夹再收" in done.err
    assert "乙.eml 里的 乙（邮件正文）.txt：信里写的是“请查收”" in done.err
    assert "不是 Word 文件，没有读：图.ico、x.exe" in done.err


def test_the_archive_is_never_read_again(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "区商务委.docx").write_bytes(FORM)
    (workspace / "区商务委.pdf").write_bytes(pdf(font=True))
    kaohe("collect", "区商务委.docx", "区商务委.pdf")
    done = kaohe("collect", workspace / "data")
    assert done.code == 2
    assert "2 份是录入后存的原件" in done.err
    assert "没有找到 Word 文件" in done.err
    everything = kaohe("collect", workspace)
    assert "已录入过 1 份，无法读取 1 份" in everything.err
    copy = archive_in(workspace) / UNIT / "区商务委.docx"
    assert kaohe("collect", copy).code == 2


def test_names_inside_lead_nowhere(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "材料.zip").write_bytes(archive({"../../../区商务委.docx": FORM, "/坏.docx": b"x"}))
    before = {path for path in workspace.parent.rglob("*") if "data" not in path.parts}
    done = kaohe("collect", "材料.zip")
    assert done.code == 1
    assert (archive_in(workspace) / UNIT / "区商务委.docx").read_bytes() == FORM
    assert {path for path in workspace.parent.rglob("*") if "data" not in path.parts} == before


def test_who_mailed_it_proves_whose_it_is(kaohe: Kaohe, workspace: Path) -> None:
    nobody = docx(*SCORED_TITLE, *scored(f"一、{A10}", INVESTMENT, unit="", marks="2"))
    (workspace / "信.eml").write_bytes(mail({"材料.docx": nobody}))
    assert kaohe("collect", "信.eml").code == 2
    (workspace / "data/contacts.yaml").write_text(ROSTER, "utf-8")
    done = kaohe("collect", "信.eml")
    assert done.code == 0, done.err
    assert reports_in(workspace) == [UNIT]
    assert "example.com" not in done.err + done.out


def test_a_sender_who_speaks_against_the_rest_is_asked(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "data/contacts.yaml").write_text(ROSTER.replace("区商务委", "区教委"), "utf-8")
    (workspace / "信.eml").write_bytes(mail({"区商务委.docx": FORM}))
    done = kaohe("collect", "信.eml")
    assert done.code == 2
    assert "发件人的邮箱在联系人（contacts.yaml）里是区教委的" in done.err
    assert reports_in(workspace) == []
    (workspace / "信.eml").write_bytes(mail({"区商务委.docx": FORM}, sender="other@example.com"))
    assert kaohe("collect", "信.eml").code == 0


def test_a_mailbox_in_one_file_is_opened(kaohe: Kaohe, workspace: Path) -> None:
    first, second = mail({"区商务委.docx": FORM}), mail({}, body="From the office\n开会")
    quoted = second.replace(b"\nFrom the", b"\n>From the")
    box = b"".join(b"From - Fri Nov 12 10:00:00 2021\n" + one + b"\n\n" for one in (first, quoted))
    (workspace / "收件箱.mbox").write_bytes(box)
    done = kaohe("collect", "收件箱.mbox", "--received", "2021-11-12")
    assert "其中打开了邮箱文件 1 个、邮件 2 封" in done.err
    assert "第1封.eml 里的 区商务委.docx" in done.out
    assert [one for one in reports_in(workspace) if one == UNIT] == [UNIT]


def test_attachments_that_outlook_wrapped_are_told(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "信.eml").write_bytes(mail({"winmail.dat": b"\x78\x9f\x3e\x22" + bytes(100)}))
    done = kaohe("collect", "信.eml")
    assert done.code == 2
    assert "winmail.dat：是 Outlook 把附件裹成的" in done.err
