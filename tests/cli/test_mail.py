"""Forms out by mail and in an archive, returns in by mail, receipts and reminders; who got which version."""

import email
import email.policy
import json
import os
import stat
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe_cli.ooxml.properties import read_properties
from tests.collecting.reading.drafting import filled
from tests.conftest import REPOSITORY, Outcome
from tests.files.packing import archive, mail

Kaohe = Callable[..., Outcome]
UNIT, ROW = "区商务委", "A18.1"
NOVEMBER = ("--on", "2021-11-01")
ROSTER = """\
schema_version: 1
units:
  区商务委:
    contact: 李样例
    mobile: "13800000000"
    email: 李样例 <li@example.com>; wang@example.com
    cc: zhao@example.com
    salutation: 李科长
  区教委: {contact: 周样例, email: 周样例}
"""


@pytest.fixture
def office(workspace: Path) -> Path:
    """A workspace with a roster, a due day and who signs."""
    (workspace / "data" / "contacts.yaml").write_text(ROSTER, "utf-8")
    put(workspace, "  - through_month: 10\n    due: 2021-11-15\noffice: 区政府督查室\n")
    return workspace


def put(workspace: Path, rounds: str) -> None:
    path = workspace / "data" / "indicators.yaml"
    text = path.read_text("utf-8")
    start = text.index("rounds:\n")
    end = text.index("sections:")
    path.write_text(f"{text[:start]}rounds:\n{rounds}{text[end:]}", "utf-8")


def opened(path: Path | bytes) -> EmailMessage:
    data = path if isinstance(path, bytes) else path.read_bytes()
    return email.message_from_bytes(data, policy=email.policy.default)


def text_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def form_in(path: Path) -> bytes:
    (form,) = opened(path).iter_attachments()
    return bytes(form.get_content())


def sent(workspace: Path) -> Any:
    return yaml.safe_load((workspace / "data" / "sent.yaml").read_text("utf-8"))["sent"]


def answered(form: bytes, score: float = 2.5, **letter: Any) -> bytes:
    """A unit's answer: its form, filled in, in a mail."""
    letter = {"sender": "李样例 <li@example.com>"} | letter
    return mail({"材料.docx": filled(form, {ROW: {"progress/self_score": score}})}, **letter)


def _to_nothing(place: Path) -> None:
    place.symlink_to("没有")


def _refuse(*_: object) -> None:
    raise PermissionError(13, "no")


class TestOut:
    def test_a_mail_that_is_ready_to_send(self, kaohe: Kaohe, office: Path) -> None:
        done = kaohe("draft", "--unit", UNIT, "--mail", "邮件", *NOVEMBER)
        assert done.code == 0
        assert done.out.splitlines()[-1] == os.path.join("邮件", "区商务委.eml")  # noqa: PTH118 - as it is printed
        letter = opened(office / "邮件" / "区商务委.eml")
        assert letter["X-Unsent"] == "1"
        assert letter["Subject"] == "2021年考核指标和督查激励报送表（1—10月）——区商务委"
        assert [str(one) for one in letter["To"].addresses] == ["李样例 <li@example.com>", "wang@example.com"]
        assert str(letter["Cc"]) == "zhao@example.com"
        text = text_of(letter)
        assert text.startswith("区商务委 李科长：\n")
        assert "请于2021年11月15日前填好。\n" in text
        assert text.endswith("\n区政府督查室\n")
        (form,) = letter.iter_attachments()
        assert form.get_filename() == "区商务委.docx"
        assert form.get_content() == (office / "drafts" / "2021" / "区商务委.docx").read_bytes()
        assert "13800000000" not in done.out + done.err
        assert "example.com" not in done.out + done.err

    def test_who_got_which_version_is_noted_once(self, kaohe: Kaohe, office: Path) -> None:
        done = kaohe("draft", "--unit", UNIT, "--mail", "邮件", "--zip", *NOVEMBER)
        assert "不要放进公开的 git" in done.err
        form = (office / "drafts" / "2021" / "区商务委.docx").read_bytes()
        version = read_properties(form)["kaohe_version"]
        mailed = {
            "version": version,
            "date": "2021-11-01",
            "by": "邮件",
            "to": ["li@example.com", "wang@example.com"],
        }
        assert sent(office) == {
            "2021-10": {UNIT: [mailed, {"version": version, "date": "2021-11-01", "by": "压缩包"}]}
        }
        noted = (office / "data" / "sent.yaml").read_bytes()
        letter = (office / "邮件" / "区商务委.eml").read_bytes()
        again = kaohe("draft", "--unit", UNIT, "--mail", "邮件", "--zip", "--on", "2021-11-02")
        assert again.code == 0
        assert (office / "data" / "sent.yaml").read_bytes() == noted
        assert (office / "邮件" / "区商务委.eml").read_bytes() == letter
        assert kaohe("validate").code == 0

    def test_comments_in_the_list_stay(self, kaohe: Kaohe, office: Path) -> None:
        kaohe("draft", "--unit", UNIT, "--mail", "邮件", *NOVEMBER)
        path = office / "data" / "sent.yaml"
        before = path.read_text("utf-8").replace("by: 邮件", "by: 邮件  # 发了两次")
        path.write_text(before, "utf-8")
        kaohe("draft", "--unit", "区税务局", "--mail", "邮件", *NOVEMBER)
        assert path.read_text("utf-8").startswith(before)
        assert list(sent(office)["2021-10"]) == [UNIT, "区税务局"]

    def test_a_body_without_an_address_gets_its_file_and_that_is_told(
        self, kaohe: Kaohe, office: Path
    ) -> None:
        done = kaohe("draft", "--unit", "区教委,区税务局", "--mail", "邮件", *NOVEMBER)
        assert done.code == 1  # 周样例 is no address
        assert "区教委的邮箱里有 1 处不是邮箱地址，没有用" in done.err
        assert "区教委、区税务局没有邮箱，收件人空着，发送前填上" in done.err
        for unit, greeting in (("区教委", "区教委 周样例同志："), ("区税务局", "区税务局：")):
            letter = opened(office / "邮件" / f"{unit}.eml")
            assert letter["To"] is None
            assert text_of(letter).startswith(greeting)
            assert len(list(letter.iter_attachments())) == 1

    def test_without_a_due_day_the_sentence_falls_away(self, kaohe: Kaohe, office: Path) -> None:
        put(office, "  - through_month: 10\n")
        done = kaohe("draft", "--unit", UNIT, "--mail", "邮件", *NOVEMBER)
        assert done.code == 0
        assert "2021-10 这一轮没有定截止日期，邮件里没有写" in done.err
        assert "没有落款" in done.err
        text = text_of(opened(office / "邮件" / "区商务委.eml"))
        assert "请于" not in text
        assert "\n\n\n" not in text

    @pytest.mark.parametrize(
        "words",
        [
            ("draft", "--unit", UNIT, "--mail", "-"),
            ("status", "--remind", "--mail", "-"),
            ("collect", "收", "--receipts", "-"),
        ],
    )
    def test_mails_do_not_go_to_standard_output(self, kaohe: Kaohe, office: Path, words: list[str]) -> None:
        (office / "收").mkdir()
        done = kaohe(*words)
        assert (done.code, done.out) == (2, "")
        assert "不能放文件夹" in done.err
        assert not (office / "-").exists()

    def test_a_dry_run_says_what_would_be_done(self, kaohe: Kaohe, office: Path) -> None:
        done = kaohe("draft", "--unit", UNIT, "--mail", "邮件", "--zip", "表.zip", "--dry-run", *NOVEMBER)
        assert "将写 1 封邮件" in done.err
        assert "1 个单位的表将打成一个压缩包" in done.err
        assert not (office / "表.zip").exists()

    @pytest.mark.usefixtures("office")
    def test_a_mail_that_cannot_be_written_is_told_without_another_option(
        self, kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What cannot be written is told in the same words for --output, --mail and --receipts."""
        monkeypatch.setattr("kaohe_cli.files.atomic.os.replace", _refuse)
        done = kaohe("status", "--remind", "--mail", "催报")
        assert done.code == 2
        assert "换一个文件夹" in done.err
        assert "--output" not in done.err

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
    def test_a_letter_that_is_no_file_is_refused(self, kaohe: Kaohe, office: Path) -> None:
        """Reading a pipe would wait for ever; a link to nothing is no leave to use the shipped letter."""
        place = office / "templates" / "mail.txt"
        place.parent.mkdir(exist_ok=True)
        for make in (os.mkfifo, _to_nothing):  # type: ignore[attr-defined,unused-ignore]
            place.unlink(missing_ok=True)
            make(place)
            done = kaohe("draft", "--unit", UNIT, "--mail", "邮件", *NOVEMBER)
            assert done.code == 2
            assert "mail.txt”无法读取" in done.err
            assert not (office / "邮件").exists()

    @pytest.mark.usefixtures("office")
    def test_a_due_day_that_is_over_is_told(self, kaohe: Kaohe) -> None:
        done = kaohe("draft", "--unit", UNIT, "--mail", "邮件", "--on", "2021-11-16")
        assert "截止日期 2021年11月15日 已经过了" in done.err

    def test_a_form_that_somebody_filled_in_is_not_sent_as_a_blank_one(
        self, kaohe: Kaohe, office: Path
    ) -> None:
        kaohe("draft", "--unit", UNIT, "--mail", "邮件", *NOVEMBER)
        letter = (office / "邮件" / "区商务委.eml").read_bytes()
        path = office / "drafts" / "2021" / "区商务委.docx"
        path.write_bytes(filled(path.read_bytes(), {ROW: {"progress/self_score": 2.5}}))
        done = kaohe("draft", "--unit", f"{UNIT},区税务局", "--mail", "邮件", "--zip", *NOVEMBER)
        assert done.code == 1
        assert "区商务委的表没有重新生成，没有放进邮件和压缩包" in done.err
        assert "是以前写的，不要再发" in done.err
        assert (office / "邮件" / "区商务委.eml").read_bytes() == letter
        with zipfile.ZipFile(office / "drafts" / "2021.zip") as packed:
            assert packed.namelist() == ["区税务局/区税务局.docx"]

    def test_what_stands_in_the_place_of_a_mail_stays(self, kaohe: Kaohe, office: Path) -> None:
        came = mail({"区商务委.docx": (REPOSITORY / "templates" / "annex3.docx").read_bytes()})
        (office / "收回").mkdir()
        (office / "收回" / "区商务委.eml").write_bytes(came)
        done = kaohe("draft", "--unit", UNIT, "--mail", "收回", "--force", *NOVEMBER)
        assert done.code == 1
        assert "不是这里写的邮件，或者有人改过，没有覆盖" in done.err
        assert (office / "收回" / "区商务委.eml").read_bytes() == came
        assert not (office / "data" / "sent.yaml").exists()

    def test_the_archive_has_a_folder_for_each_body(self, kaohe: Kaohe, office: Path) -> None:
        done = kaohe("draft", "--unit", f"{UNIT},区教委", "--zip", "发出.zip", *NOVEMBER)
        assert done.code == 0
        data = (office / "发出.zip").read_bytes()
        with zipfile.ZipFile(BytesIO(data)) as packed:
            assert packed.namelist() == ["区商务委/区商务委.docx", "区教委/区教委.docx"]
            assert all(one.flag_bits & 0x800 and one.date_time[0] == 1980 for one in packed.infolist())
            assert (
                packed.read("区教委/区教委.docx") == (office / "drafts" / "2021" / "区教委.docx").read_bytes()
            )
        kaohe("draft", "--unit", f"{UNIT},区教委", "--zip", "发出.zip", *NOVEMBER)
        assert (office / "发出.zip").read_bytes() == data
        (office / "发出.zip").write_bytes(archive({"区商务委.docx": b"somebody's"}))
        done = kaohe("draft", "--unit", UNIT, "--zip", "发出.zip", *NOVEMBER)
        assert done.code == 1
        assert "里有别的文件，没有覆盖" in done.err

    @pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
    def test_what_holds_people_is_private(self, kaohe: Kaohe, office: Path) -> None:
        kaohe("draft", "--unit", UNIT, "--mail", "邮件", "--zip", "发出.zip", *NOVEMBER)
        for name in ("邮件/区商务委.eml", "发出.zip", "data/sent.yaml"):
            assert stat.S_IMODE((office / name).stat().st_mode) == 0o600

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["--mail", "邮件", "--merge"], "--merge"),
            (["--mail", "邮件", "--format", "md"], "--format md"),
            (["--zip", "发出.docx"], "不是 .zip 文件"),
            (["--on", "2021-11-01"], "--on"),
            (["--mail", "邮件", "--on", "十一月"], "不是日期"),
        ],
    )
    def test_what_cannot_be_is_refused(self, kaohe: Kaohe, office: Path, words: list[str], says: str) -> None:
        done = kaohe("draft", "--unit", UNIT, *words)
        assert done.code == 2
        assert says in done.err
        assert not (office / "drafts").exists()

    @pytest.mark.parametrize(
        "text",
        [
            "schema_version: 1\nsent: [1]\n",
            "schema_version: 1\nsent:\n  2021-10:\n    区商务委: [{version: abc, date: 2021-11-01, by: 邮件}]\n",
            "a: &a [*a]\n",
            "\x00",
        ],
    )
    def test_a_list_that_is_broken_stops_it_before_anything_is_written(
        self, kaohe: Kaohe, office: Path, text: str
    ) -> None:
        (office / "data" / "sent.yaml").write_text(text, "utf-8")
        done = kaohe("draft", "--unit", UNIT, "--mail", "邮件", *NOVEMBER)
        assert done.code == 2
        assert "data/sent.yaml:" in done.err.replace(os.sep, "/")
        assert not (office / "drafts").exists()
        assert kaohe("validate").code != 0
        assert kaohe("status").code == 0

    def test_the_tables_that_ship_are_not_written_to(
        self, kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        done = kaohe("draft", "--unit", UNIT, "--mail", "邮件")
        assert done.code == 0
        assert "没有记下哪个单位收到哪一版" in done.err
        assert (tmp_path / "邮件" / "区商务委.eml").exists()


class TestLetter:
    def write(self, office: Path, text: str | bytes) -> None:
        path = office / "templates" / "mail.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def test_the_offices_own_words(self, kaohe: Kaohe, office: Path) -> None:
        self.write(
            office,
            "\ufeff主题：报表\r\n\r\n{{ 单位 }}：共 {{ 项数 }} 项\r\n{% for 项 in 项目 %}\r\n"
            "{{ loop.index }}. {{ 项.编号 }}{{ 项.名称 }}\r\n{% endfor %}\r\n｛｛ 截止日期｜日期 ｝｝\r\n",
        )
        assert kaohe("draft", "--unit", UNIT, "--mail", "邮件", *NOVEMBER).code == 0
        letter = opened(office / "邮件" / "区商务委.eml")
        assert letter["Subject"] == "报表"
        lines = text_of(letter).splitlines()
        assert lines[0] == "区商务委：共 5 项"
        assert lines[1].startswith("1. A")
        assert lines[-1] == "2021年11月15日"
        assert len(lines) == 7

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            (
                "主题：报表\n\n{{ 单味 }}\n",
                "templates/mail.txt 第 3 行：“单味”没有对应的数据",
            ),
            ("主题：报表\n{% if 截止日期 %}\n", "templates/mail.txt 第 2 行：if 没有结束"),
            ("主题：报表\n{{ 单位.__class__ }}\n", "templates/mail.txt 第 2 行"),
            ("主题：报表\n{{ 单位\n", "templates/mail.txt 第 2 行"),
            ("{{ 单位 }}您好\n", "templates/mail.txt 的第一行应当是主题"),
            ("", "templates/mail.txt 的第一行应当是主题"),
            ("主题：报表\n单位\n".encode("gbk"), "不是 UTF-8 编码"),
        ],
    )
    def test_a_mistake_is_named_with_its_line_before_anything_is_written(
        self, kaohe: Kaohe, office: Path, text: str | bytes, says: str
    ) -> None:
        self.write(office, text)
        done = kaohe("draft", "--unit", UNIT, "--mail", "邮件", *NOVEMBER)
        assert done.code == 2
        assert says in done.err.replace(os.sep, "/")
        assert not (office / "drafts").exists()
        assert not (office / "邮件").exists()

    def test_a_line_break_in_a_name_is_no_header(self, kaohe: Kaohe, office: Path) -> None:
        self.write(office, "主题：{{ 称呼 }}\n\n{{ 单位 }}\n")
        (office / "data" / "contacts.yaml").write_text(
            'schema_version: 1\nunits:\n  区商务委: {salutation: "甲\\nBcc: x@example.com\\n\\n乙"}\n',
            "utf-8",
        )
        kaohe("draft", "--unit", UNIT, "--mail", "邮件", *NOVEMBER)
        letter = opened(office / "邮件" / "区商务委.eml")
        assert letter["Bcc"] is None
        assert letter["Subject"] == "甲 Bcc: x@example.com 乙"


class TestAndBack:
    def out(self, kaohe: Kaohe, office: Path, day: str = "2021-11-01") -> bytes:
        assert kaohe("draft", "--unit", UNIT, "--mail", "邮件", "--on", day).code == 0
        return form_in(office / "邮件" / "区商务委.eml")

    def test_a_form_goes_out_and_comes_back_in_an_archive_of_mails(self, kaohe: Kaohe, office: Path) -> None:
        form = self.out(kaohe, office)
        forwarded = mail({}, sender="同事 <other@example.com>", inner=answered(form))
        (office / "收件箱.zip").write_bytes(
            archive({"收件箱/转发.eml": forwarded, "收件箱/闲话.eml": mail({})})
        )
        done = kaohe("collect", "收件箱.zip", "--received", "2021-11-10", "--receipts", "回执")
        assert done.code == 0
        assert "已录入 1 份" in done.err
        assert "旧表" not in done.err
        (record,) = json.loads(kaohe("status", "--unit", UNIT, "--format", "json").out)
        assert (record["filled"] > 0, record["received"], record["old_form"]) == (True, "2021-11-10", None)
        assert kaohe("validate").code == 0

    def test_a_return_on_an_old_form_is_told(self, kaohe: Kaohe, office: Path) -> None:
        old = self.out(kaohe, office)
        kaohe("assign", "A01.1", "--add", UNIT)
        new = self.out(kaohe, office, "2021-11-05")
        assert new != old
        said = "填的是 2021-11-01 发出的旧表，2021-11-05 发过新表；对照新表，改动的项请单位按新表重报"
        (office / "信.eml").write_bytes(answered(old))
        done = kaohe("collect", "信.eml", "--received", "2021-11-10", "--receipts", "回执")
        assert said in done.err
        assert "2021-11-05 发过新表；请对照新表" in (office / "回执" / "区商务委.txt").read_text("utf-8")
        status = kaohe("status")
        assert f"区商务委{said}" in status.err
        (record,) = json.loads(kaohe("status", "--unit", UNIT, "--format", "json").out)
        assert record["old_form"] == {"sent": "2021-11-01", "round": "2021-10", "newest": "2021-11-05"}
        assert "KH842" in kaohe("validate").out
        (office / "信2.eml").write_bytes(answered(new, 2.6))
        assert "旧表" not in kaohe("collect", "信2.eml", "--force", "--received", "2021-11-12").err
        assert "旧表" not in kaohe("status").err
        assert "KH842" not in kaohe("validate").out

    def test_a_form_that_goes_out_again_with_what_was_reported_is_no_new_one(
        self, kaohe: Kaohe, office: Path
    ) -> None:
        """Only what is asked makes a version, neither what is filled in already nor whom the roster names."""
        form = self.out(kaohe, office)
        (office / "信.eml").write_bytes(answered(form))
        assert kaohe("collect", "信.eml", "--received", "2021-11-10").code == 0
        kaohe("assign", "--unit", UNIT, "--contact", "孙样例")
        assert self.out(kaohe, office, "2021-11-11") != form
        assert len(sent(office)["2021-10"][UNIT]) == 1
        assert "旧表" not in kaohe("status").err
        assert "KH842" not in kaohe("validate").out

    def test_a_file_that_cannot_be_read_is_in_the_receipt_of_its_mail(
        self, kaohe: Kaohe, office: Path
    ) -> None:
        """The body must not take its report for complete where half of it was lost."""
        form = filled(self.out(kaohe, office), {ROW: {"progress/self_score": 2.5}})
        scan = b"%PDF-1.4\n" + bytes(300)
        both = mail({"材料.docx": form, "续.docx": form[:3000], "盖章.pdf": scan})
        (office / "信.eml").write_bytes(both)
        (office / "别.eml").write_bytes(mail({"区教委.docx": form[:3000]}, sender="zhou@example.com"))
        done = kaohe("collect", "信.eml", "别.eml", "--received", "2021-11-10", "--receipts", "回执")
        text = (office / "回执" / "区商务委.txt").read_text("utf-8")
        assert "已收到（材料.docx、续.docx、盖章.pdf）" in text
        assert "“续.docx”没有录入：不完整或已损坏，请重新传一份" in text
        assert "“盖章.pdf”没有录入：是" in text
        assert "returned" not in text
        assert "请单位" not in text
        assert "别.eml 里的 区教委.docx无法读取，不知道是哪个单位交的，没有写回执" in done.err

    def test_that_nobody_signs_is_said(self, kaohe: Kaohe, office: Path) -> None:
        put(office, "  - through_month: 10\n    due: 2021-11-15\n")
        (office / "信.eml").write_bytes(answered(self.out(kaohe, office)))
        done = kaohe("collect", "信.eml", "--received", "2021-11-10", "--receipts", "回执")
        assert "回执没有落款；落款的单位写在 indicators.yaml 的开头" in done.err
        assert "催报没有落款" in kaohe("status", "--remind").err
        assert "催报没有落款" in kaohe("status", "--remind", "--mail", "催报").err

    @pytest.mark.parametrize("broken", ["- 甲\n", "", "<<<<<<< HEAD\nschema_version: 1\n"])
    def test_that_old_forms_cannot_be_told_is_said(self, kaohe: Kaohe, office: Path, broken: str) -> None:
        form = self.out(kaohe, office)
        (office / "data" / "sent.yaml").write_text(broken, "utf-8")
        (office / "信.eml").write_bytes(answered(form))
        done = kaohe("collect", "信.eml", "--received", "2021-11-10")
        for one in (done, kaohe("status")):
            assert "sent.yaml 有误，看不出谁填的是旧表；用 kaohe validate 查看原因" in one.err

    def test_what_a_mail_says_is_quoted_without_numbers_and_addresses(
        self, kaohe: Kaohe, office: Path
    ) -> None:
        form = self.out(kaohe, office)
        words = f"{'已' * 31}13800000001{'原' * 40}"
        (office / "信.eml").write_bytes(answered(form, body=words))
        done = kaohe("collect", "信.eml", "--received", "2021-11-10")
        assert f"信里写的是“{'已' * 31}*********……" in done.err
        (office / "信2.eml").write_bytes(answered(form, body="发件人：督查室 <ducha@example.com>"))
        done = kaohe("collect", "信2.eml", "--received", "2021-11-10")
        assert "信里写的是“发件人：督查室 <d***@example.com>”" in done.err

    def test_forms_of_which_nothing_is_noted_are_taken_as_ever(self, kaohe: Kaohe, office: Path) -> None:
        form = self.out(kaohe, office)
        (office / "data" / "sent.yaml").unlink()
        (office / "信.eml").write_bytes(answered(form))
        done = kaohe("collect", "信.eml", "--received", "2021-11-10")
        assert "已录入 1 份" in done.err
        assert "旧表" not in done.err + kaohe("status").err

    def test_a_version_that_is_made_up_is_not_believed(self, kaohe: Kaohe, office: Path) -> None:
        form = self.out(kaohe, office)
        version = read_properties(form)["kaohe_version"]
        with zipfile.ZipFile(BytesIO(filled(form, {ROW: {"progress/self_score": 2.5}}))) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(
            version.encode(), b"x: [1] # &#10;"
        )
        (office / "区商务委.docx").write_bytes(archive(parts))
        assert kaohe("collect", "区商务委.docx", "--received", "2021-11-10").code == 0
        (path,) = (office / "data" / "reports" / "2021-10").glob("*.yaml")
        assert "form" not in yaml.safe_load(path.read_text("utf-8"))["returned"]

    def test_a_mail_that_still_waits_to_be_sent_is_an_empty_form(self, kaohe: Kaohe, office: Path) -> None:
        self.out(kaohe, office)
        done = kaohe("collect", "邮件", "--received", "2021-11-10")
        assert "没有人填写过" in done.err

    def test_a_rename_goes_along(self, kaohe: Kaohe, office: Path) -> None:
        self.out(kaohe, office)
        assert kaohe("unit", "rename", UNIT, "区商务局").code == 0
        assert list(sent(office)["2021-10"]) == ["区商务局"]
        assert kaohe("validate").code == 0


class TestReceipts:
    @pytest.fixture
    def form(self, kaohe: Kaohe, office: Path) -> bytes:
        kaohe("draft", "--unit", UNIT, "--mail", "邮件", *NOVEMBER)
        return form_in(office / "邮件" / "区商务委.eml")

    def collect(self, kaohe: Kaohe, *words: str | Path) -> Outcome:
        return kaohe("collect", *words, "--received", "2021-11-10", "--receipts", "回执")

    def test_it_says_what_was_read_what_to_check_and_what_is_open(
        self, kaohe: Kaohe, office: Path, form: bytes
    ) -> None:
        came = EmailMessage()
        came["From"], came["To"], came["Subject"] = "Li <li@example.com>", "ducha@example.com", "报送"
        came["Message-ID"] = "<123@example.com>"
        came.set_content("请查收")
        values = {"progress/self_score": 99, "problems": "联系13800000001"}
        data = filled(form, {ROW: values})
        came.add_attachment(data, maintype="application", subtype="msword", filename="材料.docx")
        (office / "信.eml").write_bytes(came.as_bytes())
        done = self.collect(kaohe, "信.eml")
        assert "写好 1 份回执" in done.err
        text = (office / "回执" / "区商务委.txt").read_text("utf-8")
        assert text.startswith("区商务委 李科长，您好！\n")
        assert "报送材料（1—10月）已收到（材料.docx）。" in text
        assert "一、已录入 5 项，共 " in text
        assert "填的是“99”，超过满分" in text
        assert "栏没有填写" in text
        assert "请在11月15日前核对、补充后重新发来" in text
        assert text.endswith("\n区政府督查室\n")
        assert "1380000000" not in text
        letter = opened(office / "回执" / "区商务委.eml")
        assert str(letter["To"]) == "li@example.com"
        assert letter["Subject"].startswith("回执：2021年")
        assert letter["In-Reply-To"] == "<123@example.com>"
        assert text_of(letter) == text
        assert letter["X-Unsent"] == "1"

    def test_a_dry_run_writes_none(self, kaohe: Kaohe, office: Path, form: bytes) -> None:
        (office / "信.eml").write_bytes(answered(form))
        done = self.collect(kaohe, "信.eml", "--dry-run")
        assert "新建 回执/区商务委.eml\n新建 回执/区商务委.txt\n" in done.out
        assert "仅为预览，未写入文件" in done.err
        assert not (office / "回执").exists()

    def test_a_file_without_a_mail_is_answered_by_the_roster(
        self, kaohe: Kaohe, office: Path, form: bytes
    ) -> None:
        (office / "区商务委.docx").write_bytes(filled(form, {ROW: {"progress/self_score": 2.5}}))
        self.collect(kaohe, "区商务委.docx")
        letter = opened(office / "回执" / "区商务委.eml")
        assert [one.addr_spec for one in letter["To"].addresses] == ["li@example.com", "wang@example.com"]
        assert letter["In-Reply-To"] is None

    def test_a_sender_whom_nobody_knows_is_told(self, kaohe: Kaohe, office: Path, form: bytes) -> None:
        (office / "信.eml").write_bytes(answered(form, sender="other@example.org"))
        done = self.collect(kaohe, "信.eml")
        assert "不是从联系人文件里的邮箱发来的" in done.err
        assert "example.org" not in done.err
        assert str(opened(office / "回执" / "区商务委.eml")["To"]) == "other@example.org"

    def test_a_blank_form_and_one_taken_before_are_answered_too(
        self, kaohe: Kaohe, office: Path, form: bytes
    ) -> None:
        (office / "区商务委.docx").write_bytes(form)
        self.collect(kaohe, "区商务委.docx")
        text = (office / "回执" / "区商务委.txt").read_text("utf-8")
        assert "“区商务委.docx”里还没有填写，请填好再报" in text
        (office / "区商务委.docx").write_bytes(filled(form, {ROW: {"progress/self_score": 2.5}}))
        kaohe("collect", "区商务委.docx", "--received", "2021-11-10")
        done = self.collect(kaohe, "区商务委.docx")
        assert "写好 1 份回执" in done.err
        again = (office / "回执" / "区商务委.txt").read_text("utf-8")
        assert "还没有填写，请填好" not in again
        assert "已录入" in again

    def test_one_that_somebody_changed_stays(self, kaohe: Kaohe, office: Path, form: bytes) -> None:
        (office / "信.eml").write_bytes(answered(form))
        self.collect(kaohe, "信.eml")
        place = office / "回执" / "区商务委.txt"
        place.write_text("另有安排", "utf-8")
        done = self.collect(kaohe, "信.eml", "--force")
        assert done.code == 1
        assert "没有覆盖" in done.err
        assert place.read_text("utf-8") == "另有安排"

    def test_without_a_body_there_is_none(self, kaohe: Kaohe, office: Path) -> None:
        (office / "通知.txt").write_text("开会", "utf-8")
        assert "没有写回执" in self.collect(kaohe, "通知.txt").err


class TestReminders:
    def test_they_are_signed_and_go_by_mail(self, kaohe: Kaohe, office: Path) -> None:
        words = ("status", "--unit", UNIT, "--remind", "--today", "2021-11-16")
        told = kaohe(*words)
        assert "区商务委 李科长，您好！" in told.out
        assert "\n区政府督查室\n" in told.out
        done = kaohe(*words, "--mail", "催报")
        assert done.code == 0
        assert "写好 1 封催报的邮件" in done.err
        letter = opened(office / "催报" / "区商务委.eml")
        assert [one.addr_spec for one in letter["To"].addresses] == ["li@example.com", "wang@example.com"]
        assert letter["Subject"] == "催报：2021年考核指标和督查激励报送材料（1—10月）——区商务委"
        assert text_of(letter).strip() in told.out

    @pytest.mark.parametrize("words", [["--mail", "催报"], ["--remind", "--mail", "催报", "-o", "a.txt"]])
    def test_what_cannot_be_is_refused(self, kaohe: Kaohe, office: Path, words: list[str]) -> None:
        assert kaohe("status", *words).code == 2
        assert not (office / "催报").exists()
