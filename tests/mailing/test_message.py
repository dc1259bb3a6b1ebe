"""Mails as files, read by the parser of the standard library under its default policy."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.files.mail import is_mail, read_mail
from kaohe_cli.mailing.message import Attachment, Message, is_as_written
from kaohe_cli.words.addresses import Address, addresses_in

FORM = Attachment("区商务委 2021年1—10月（“计分”部分）.docx", bytes(range(256)) * 20)
HEADERS = {"x-kaohe-digest", "x-unsent", "to", "cc", "subject", "mime-version", "content-type"}
OF_THE_BODY = {"content-transfer-encoding"}


def parsed(message: Message) -> EmailMessage:
    return email.message_from_bytes(message.written(), policy=email.policy.default)


def defects(mail: EmailMessage) -> Iterator[object]:
    for part in mail.walk():
        yield from part.defects
        for value in part.values():
            yield from getattr(value, "defects", ())


def test_a_parser_that_is_not_ours_reads_all_of_it() -> None:
    message = Message(
        "2021年考核指标和督查激励报送表（1—10月）——区商务委，请于11月15日前填好后回复",
        "区商务委 李样例同志：\n\n您好！\n",
        [Address("li@example.com", "李样例, “科长”"), Address("wang@example.com")],
        [Address("zhao@example.com", 'Zhao, "Z" \\')],
        [FORM],
        "<abc.123@mail.example.com>",
    )
    mail = parsed(message)
    assert list(defects(mail)) == []
    assert mail["X-Unsent"] == "1"
    assert mail["Subject"] == message.subject
    assert [(one.display_name, one.addr_spec) for one in mail["To"].addresses] == [
        ("李样例, “科长”", "li@example.com"), ("", "wang@example.com"),
    ]  # fmt: skip
    assert [(one.display_name, one.addr_spec) for one in mail["Cc"].addresses] == [
        ('Zhao, "Z" \\', "zhao@example.com")
    ]
    assert mail["In-Reply-To"] == mail["References"] == "<abc.123@mail.example.com>"
    assert not {"from", "date", "message-id"} & {name.lower() for name in mail}
    body = mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == message.text
    (form,) = mail.iter_attachments()
    assert (form.get_filename(), form.get_content()) == (FORM.name, FORM.data)
    assert form.get_content_type().endswith("wordprocessingml.document")


def test_lines_are_as_mail_has_them() -> None:
    data = Message("主题" * 60, "正文" * 500, [Address("li@example.com")], (), [FORM]).written()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert all(len(line) <= 76 for line in data.split(b"\r\n") if b"=?utf-8?" in line)


def test_the_same_content_gives_the_same_bytes_and_a_change_is_known() -> None:
    message = Message("主题", "正文", [Address("li@example.com")], (), [FORM])
    data = message.written()
    assert data == message.written()
    assert is_as_written(data)
    assert not is_as_written(data.replace(b"X-Unsent: 1", b"X-Unsent: 0"))
    assert not is_as_written(data + b"\r\n")
    assert not is_as_written(b"")


def test_our_own_reader_takes_it_for_a_mail() -> None:
    data = Message("主题", "正文", (), (), [FORM]).written()
    assert is_mail(data)
    mail = read_mail(data)
    assert (mail.subject, mail.sender, mail.files) == ("主题", "", ((FORM.name, FORM.data),))


@pytest.mark.parametrize(
    "answers", ["", "abc", "<a@b>\r\nBcc: x@y.cn", "<a@b> <c@d>", "<甲@b>", f"<{'a' * 300}@b>", "<a b>"]
)
def test_what_is_no_message_id_is_left_out(answers: str) -> None:
    mail = parsed(Message("主题", "正文", answers=answers))
    assert {name.lower() for name in mail} <= HEADERS | OF_THE_BODY


TEXTS = st.text(max_size=60)
PEOPLE = st.lists(st.builds(Address, st.just("li@example.com"), TEXTS), max_size=3)


@given(TEXTS, TEXTS, PEOPLE, PEOPLE, st.text(min_size=1, max_size=40))
def test_whatever_stands_in_it_begins_no_header_of_its_own(
    subject: str, text: str, to: list[Address], cc: list[Address], name: str
) -> None:
    clean = [one for person in to for one in addresses_in(f"{person.name} <{person.address}>").found]
    mail = parsed(Message(subject, text, clean, cc, [Attachment(name, b"form")]))
    assert {one.lower() for one in mail} <= HEADERS
    assert len(mail["To"].addresses if clean else ()) == len(clean)
    if cc:
        assert [one.addr_spec for one in mail["Cc"].addresses] == ["li@example.com"] * len(cc)
    (form,) = mail.iter_attachments()
    assert form.get_content() == b"form"
    assert " ".join(str(mail["Subject"]).split()) == str(mail["Subject"])
