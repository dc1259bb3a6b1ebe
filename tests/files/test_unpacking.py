"""What is opened of archives and mails, and where the limits are."""

import struct
import zipfile
from io import BytesIO

import pytest

from kaohe_cli.files import archives, unpacking
from kaohe_cli.files.mail import BrokenMailError, is_mail, read_mail
from kaohe_cli.files.unpacking import Opened, PackedFile, Unopened, Unpacked, safe_name, unpacked
from tests.files.packing import archive, mail


def opened(name: str, data: bytes) -> list[Unpacked]:
    return list(unpacked(PackedFile(name, data)))


def names(found: list[Unpacked]) -> list[str]:
    return [one.name for one in found if isinstance(one, PackedFile)]


def reasons(found: list[Unpacked]) -> list[str]:
    return [one.reason for one in found if isinstance(one, Unopened)]


def test_a_plain_file_is_itself() -> None:
    assert opened("表.docx", b"abc") == [PackedFile("表.docx", b"abc")]


@pytest.mark.parametrize("encoding", ["", "gbk", "utf-8"])
def test_names_of_any_system_are_read(encoding: str) -> None:
    found = opened("a.zip", archive({"交回/区商务委.docx": b"x"}, encoding=encoding))
    assert names(found) == ["区商务委.docx"]
    assert found[0] == Opened("a.zip", (), "压缩包")


def test_what_systems_leave_is_no_file() -> None:
    files = {"__MACOSX/._表.docx": b"x", ".DS_Store": b"x", "夹/": b"", "~$表.docx": b"x", "表.docx": b"y"}
    assert names(opened("a.zip", archive(files))) == ["表.docx"]


def test_archives_in_mails_in_archives_are_opened_and_no_deeper_than_four() -> None:
    inner = archive({"表.docx": b"x"})
    found = opened("a.zip", archive({"信.eml": mail({"b.zip": inner})}))
    assert [one.inside for one in found if isinstance(one, PackedFile) and not one.is_body] == [
        ("a.zip", "信.eml", "b.zip")
    ]
    for number in range(5):
        inner = archive({f"{number}.zip": inner})
    found = opened("外.zip", inner)
    assert names(found) == []
    assert "套了 4 层以上" in reasons(found)[0]


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("../../区商务委.docx", "区商务委.docx"),
        ("/etc/passwd", "passwd"),
        ("C:\\Windows\\表.docx", "表.docx"),
        ("nul.docx", "_nul.docx"),
        ("..", "未命名"),
        ("表\x00\u202e.docx", "表.docx"),
        (".隐藏.docx", "_.隐藏.docx"),
        ("甲" * 300 + ".docx", "甲" * 58 + ".docx"),
    ],
)
def test_no_name_inside_is_a_path(written: str, safe: str) -> None:
    assert safe_name(written) == safe


def test_a_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive({"大.docx": b"\0" * (30 * 2**20), "表.docx": b"x"})
    found = opened("a.zip", bomb)
    assert names(found) == ["表.docx"]
    assert reasons(found) == ["压缩比异常，可能是压缩炸弹，没有打开"]
    monkeypatch.setattr(archives, "MOST_UNPACKED", 2**20)
    found = opened("a.zip", bomb)
    assert names(found) == []
    assert "可能是压缩炸弹" in reasons(found)[0]


def test_a_member_that_lies_of_its_size_is_refused_alone() -> None:
    data = bytearray(archive({"大.docx": b"\0" * (3 * 2**20), "表.docx": b"x"}))
    for mark, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", data, data.find(mark) + place, 100)
    found = opened("a.zip", bytes(data))
    assert names(found) == ["表.docx"]
    assert reasons(found) == ["在压缩包里已损坏，请重新传一份"]


def test_too_many_files_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    many = archive({f"{number}.docx": b"x" for number in range(12)})
    monkeypatch.setattr(archives, "MOST_MEMBERS", 10)
    assert "里面有 12 个文件，超过 10 个" in reasons(opened("a.zip", many))[0]
    monkeypatch.setattr(archives, "MOST_MEMBERS", 100)
    monkeypatch.setattr(unpacking, "MOST_PIECES", 5)
    found = opened("a.zip", many)
    assert len(names(found)) == 5
    assert len(reasons(found)) == 7
    monkeypatch.setattr(unpacking, "MOST_BYTES", 3)
    assert len(names(opened("a.zip", many))) == 3


def test_an_encrypted_archive_is_told() -> None:
    found = opened("a.zip", archive({"表.docx": b"x"}, encrypted=True))
    assert reasons(found) == ["设了密码，打不开；请解压后把里面的文件放进文件夹再收"]
    assert not any(isinstance(one, Opened) for one in found)


@pytest.mark.parametrize("data", [b"PK\3\4broken", archive({"表.docx": b"x"})[:40]])
def test_a_broken_archive_is_told(data: bytes) -> None:
    assert reasons(opened("a.zip", data)) == ["不是完整的压缩包，打不开；请重新传一份"]


def test_an_empty_archive_is_told() -> None:
    assert reasons(opened("a.zip", archive({}))) == ["是空的压缩包，里面没有文件"]


def test_a_word_file_is_no_archive() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("[Content_Types].xml", "")
        made.writestr("word/document.xml", "")
    assert names(opened("表.zip", stream.getvalue())) == ["表.zip"]
    assert names(opened("a.zip", archive({"word/表.docx": b"x"}))) == ["表.docx"]


def test_a_mail_brings_its_files_and_who_sent_it() -> None:
    found = opened("信.eml", mail({"区商务委.docx": b"x"}, sender="李样例 <Li@Example.com>"))
    body, file = (one for one in found if isinstance(one, PackedFile))
    assert (body.name, body.data.decode(), body.is_body) == ("信（邮件正文）.txt", "请查收", True)
    assert (file.name, file.data, file.sender) == ("区商务委.docx", b"x", "li@example.com")


def test_of_a_forwarded_mail_the_first_sender_counts() -> None:
    inner = mail({"表.docx": b"x"}, sender="wang@example.com", subject="原信", body="")
    found = opened("信.eml", mail({}, inner=inner))
    file = next(one for one in found if isinstance(one, PackedFile) and not one.is_body)
    assert (file.name, file.inside, file.sender) == ("表.docx", ("信.eml", "原信.eml"), "wang@example.com")


def test_names_of_attachments_in_any_encoding() -> None:
    raw = mail({"x.docx": b"x"}).replace(b'filename="x.docx"', 'filename="区商务委.docx"'.encode("gbk"))
    assert read_mail(raw).files[0][0] == "区商务委.docx"
    words = mail({"x.docx": b"x"}).replace(
        b'filename="x.docx"', b'filename="=?gb2312?B?x/jJzM7xzq8uZG9jeA==?="'
    )
    assert read_mail(words).files[0][0] == "区商务委.docx"


def test_a_picture_of_the_text_is_no_file() -> None:
    raw = (
        b"From: li@example.com\nTo: d@example.com\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html\n\n<p>hi</p>\n'
        b"--x\nContent-Type: image/png; name=logo.png\nContent-ID: <1>\n\nabc\n--x--\n"
    )
    assert is_mail(raw)
    assert read_mail(raw).files == ()
    assert read_mail(raw).is_page


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00" * 50,
        "From: 甲\n".encode(),
        b"Hello: world\nFoo: bar\n\nFrom: x\nTo: y",
        b'From: "Saved by Blink"\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n',
    ],
)
def test_what_is_no_mail(data: bytes) -> None:
    assert not is_mail(data)


def test_a_broken_mail_is_told() -> None:
    assert reasons(opened("信.eml", b"no mail at all"))[0].startswith("不是完整的邮件")
    nested = b"From: a@example.com\nTo: b@example.com\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number) for number in range(300)
    )
    with pytest.raises(BrokenMailError):
        read_mail(nested)
    assert reasons(opened("信.eml", nested)) == ["是邮件，但无法读取；请把附件存出来再收"]
    cut = mail({"表.docx": b"x" * 5000})[:-3000]
    assert names(opened("信.eml", cut)) == ["信（邮件正文）.txt", "表.docx"]


@pytest.mark.parametrize(
    ("start", "words"),
    [(b"Rar!\x1a\x07\x01", ".rar"), (b"7z\xbc\xaf\x27\x1c", ".7z"), (b"\x1f\x8b\x08", ".gz")],
)
def test_other_archives_are_told(start: bytes, words: str) -> None:
    assert words in (unpacking.other_container(start) or "")
