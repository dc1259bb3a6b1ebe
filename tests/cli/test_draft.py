"""``kaohe draft``: one body, several, all; and what it refuses."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from kaohe_cli.ooxml.package import open_package
from kaohe_cli.workspace.locate import shipped
from tests.conftest import PATIENCE, Outcome
from tests.ooxml.printed_form import W, bookmark_names, document_xml, headings, lines, pages

Kaohe = Callable[..., Outcome]


def test_one_body(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("draft", "--unit", "区商务委")
    path = workspace / "drafts" / "2021" / "区商务委.docx"
    assert (done.code, done.out, done.err) == (0, f"{path}\n", "")
    assert len(headings(path)) == 5


def test_any_name_of_a_body_and_each_body_once(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("draft", "--unit", "区招商投资局", "--unit", "区政府外办", "--unit", "区教委")
    assert done.code == 0
    assert [Path(line).name for line in done.out.splitlines()] == ["区政府外办.docx", "区教委.docx"]
    assert "“区招商投资局”即区政府外办" in done.err
    assert "生成 2 份（新建 2，更新 0，未变 0），跳过 0 份" in done.err


def test_all(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("draft", "--all")
    assert done.code == 0
    assert len(done.out.splitlines()) == 36
    assert len(list((workspace / "drafts" / "2021").iterdir())) == 36
    assert "生成 36 份（新建 36" in done.err
    assert "还有 4 项没有全部落实到具体单位（C01.1、C04.1、D02.2、D04.1）" in done.err
    assert "未变 36" in kaohe("draft", "--all").err


def test_a_month_and_a_folder(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("draft", "--unit", "区教委", "--through-month", "9", "-o", "上报")
    assert done.out == "上报/区教委.docx\n".replace("/", os.sep)
    assert "（二）1—9月完成情况" in lines(workspace / "上报" / "区教委.docx")


def test_a_collective_gets_no_draft(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("draft", "--unit", "区级有关部门")
    assert done.code == 2
    assert "是统称" in done.err
    assert not (workspace / "drafts").exists()


def test_a_body_without_rows_gets_no_draft(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "units.yaml"
    path.write_text(
        path.read_text("utf-8").replace("collectives:", "  - name: 区档案馆\ncollectives:"), "utf-8"
    )
    done = kaohe("draft", "--unit", "区档案馆")
    assert (done.code, done.out) == (1, "")
    assert "区档案馆没有要报送的项，没有生成" in done.err
    assert not (workspace / "drafts").exists()
    assert kaohe("draft", "--all").code == 0


@pytest.mark.parametrize("name", ["区商务局", "../区商务委", "/etc/passwd", "区商务委/..", ""])
def test_a_name_that_is_no_body(kaohe: Kaohe, workspace: Path, name: str) -> None:
    done = kaohe("draft", "--unit", name)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert not (workspace / "drafts").exists()


@pytest.mark.parametrize("name", ["../出逃", "甲/乙", "甲\\乙", "..", "CON:", " 区教委"])
def test_a_registered_name_that_could_leave_the_folder_is_refused(
    kaohe: Kaohe, workspace: Path, name: str
) -> None:
    path = workspace / "data" / "units.yaml"
    path.write_text(path.read_text("utf-8").replace("name: 区教委", f"name: '{name}'"), "utf-8")
    done = kaohe("draft", "--all")
    assert done.code == 2
    assert "KH204" in done.err
    assert not (workspace / "drafts").exists()


def test_a_filled_in_draft_is_refused_and_kept_with_force(kaohe: Kaohe, workspace: Path) -> None:
    kaohe("draft", "--all")
    path = workspace / "drafts" / "2021" / "区商务委.docx"
    document = docx.Document(str(path))
    document.add_paragraph("增长8%")
    document.save(str(path))
    filled = path.read_bytes()
    done = kaohe("draft", "--all")
    assert done.code == 1
    assert "已有人填写或改动过，没有覆盖" in done.err
    assert "未变 35），跳过 1 份" in done.err
    assert path.read_bytes() == filled
    done = kaohe("draft", "--unit", "区商务委", "--force")
    assert done.code == 0
    assert "旧文件留作" in done.err
    assert path.with_name("区商务委.docx.bak").read_bytes() == filled


def test_a_bad_report_stops_only_its_own_body(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "data" / "reports").mkdir()
    (workspace / "data" / "reports" / "区商务委.yaml").write_text("year: 2021\n", "utf-8")
    done = kaohe("draft", "--unit", "区商务委", "--unit", "区教委")
    assert done.code == 1
    assert [Path(line).name for line in done.out.splitlines()] == ["区教委.docx"]
    assert "data/reports/区商务委.yaml:1:1: 错误 KH201" in done.err


def test_the_workspaces_own_template_is_used(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "templates").mkdir()
    document = docx.Document(str(shipped("templates") / "annex3.docx"))
    document.add_paragraph("填报单位：{{ 单位 }}")
    document.save(str(workspace / "templates" / "annex3.docx"))
    kaohe("draft", "--unit", "区教委")
    assert "填报单位：区教委" in lines(workspace / "drafts" / "2021" / "区教委.docx")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ 单位 ", "{{ 单位"),
        ("{{ 单味 }}", "单位"),
        ("{% for 项 in 计分部分.项目 %}", "endfor"),
        ("{{ 单位.__class__ }}", "__class__"),
        ("{{ 单位|没有 }}", "没有"),
    ],
)
def test_a_broken_tag_is_named_with_its_paragraph(
    kaohe: Kaohe, workspace: Path, text: str, says: str
) -> None:
    document = docx.Document(str(shipped("templates") / "annex3.docx"))
    document.add_paragraph(text)
    document.save("模板.docx")
    done = kaohe("draft", "--unit", "区教委", "--template", "模板.docx")
    assert done.code == 2
    assert done.err.startswith("错误：")
    assert says in done.err
    assert "段" in done.err
    assert done.err.count("\n") == 1
    assert not (workspace / "drafts").exists()


def test_a_template_that_is_no_word_file(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "模板.docx").write_text("甲", "utf-8")
    done = kaohe("draft", "--unit", "区教委", "--template", "模板.docx")
    assert done.code == 2
    assert done.err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "drafts").mkdir(mode=0o500)
    done = kaohe("draft", "--unit", "区教委")
    assert done.code == 2
    assert "权限" in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files as a full disk would")
def test_a_disk_that_fills_up(workspace: Path) -> None:
    command = f'ulimit -f 1; "{sys.executable}" -m kaohe_cli draft --unit 区农业农村委'
    done = subprocess.run(
        ["bash", "-c", f"trap '' XFSZ; {command}"],
        cwd=workspace,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.decode().count("\n") == 1
    assert "写" in done.stderr.decode()
    assert not (workspace / "drafts").exists()


def test_word_libraries_are_loaded_for_drafts_only(workspace: Path) -> None:
    code = (
        "import sys; from kaohe_cli.cli.app import run; run(['list', 'A01']); run(['validate']);"
        "print([name for name in ('docx', 'lxml', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workspace, capture_output=True, check=True, timeout=PATIENCE
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_drafts_need_no_reader_of_word_files(workspace: Path) -> None:
    code = (
        "import sys; from kaohe_cli.cli.app import run; run(['draft', '--all']);"
        "print([name for name in sys.modules if name.startswith('kaohe_cli.ooxml.reading')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workspace, capture_output=True, check=True, timeout=PATIENCE
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_an_installed_kaohe_works_in_an_empty_folder(tmp_path: Path) -> None:
    here = tmp_path / "空"
    here.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KAOHE")}
    done = subprocess.run(
        [sys.executable, "-m", "kaohe_cli", "draft", "--unit", "区商务委"],
        cwd=here,
        env=environment,
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    assert done.stdout.decode().strip() == str(here / "drafts" / "2021" / "区商务委.docx")
    shutil.rmtree(here)


class TestOtherOutputs:
    def test_markdown_is_the_same_report(self, kaohe: Kaohe, workspace: Path) -> None:
        done = kaohe("draft", "--unit", "区教委", "--format", "md")
        assert done.out.endswith("区教委.md\n")
        text = (workspace / "drafts" / "2021" / "区教委.md").read_text("utf-8")
        assert text.startswith("# 2021年市对区考核指标完成情况\n\n（立足")
        assert "\n## 一、基本公共服务均等化——学前教育普惠率" in text
        assert "\n### （二）1—10月完成情况\n" in text
        assert "\n3\\. 自评排名：【请填写自评排名】。\n" in text

    def test_several_bodies_in_one_file(self, kaohe: Kaohe, workspace: Path) -> None:
        done = kaohe("draft", "--unit", "区商务委", "--unit", "区教委", "--merge")
        path = workspace / "drafts" / "2021" / "合订.docx"
        assert done.out == f"{path}\n"
        assert len(headings(path)) == 5 + 4
        names = bookmark_names(path)
        assert len({name.lower() for name in names}) == len(names)
        tags = document_xml(path).iter(f"{W}id")
        ids = [tag.get(f"{W}val") for tag in tags]
        assert len(set(ids)) == len(ids)
        assert len(list(document_xml(path).iter(f"{W}sectPr"))) == 2

    def test_a_bound_file_gets_a_cover_and_contents(
        self, kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        done = kaohe("draft", "--unit", "区商务委", "--unit", "区教委", "--merge", "--cover", "--toc")
        path = workspace / "drafts" / "2021" / "合订.docx"
        assert (done.code, done.out) == (0, f"{path}\n")
        assert "目录的页码要用 LibreOffice 算" in done.err
        assert lines(path)[:9] == [
            "2021年市对区考核指标完成情况", "督查激励支持政策争取情况", "（合订，共2个单位）", "区政府督查室", "2021年1—10月",
            "目　录", "1．区商务委", "2．区教委", "2021年市对区考核指标完成情况",
        ]  # fmt: skip
        assert b"<w:updateFields" in open_package(path).parts["word/settings.xml"]
        refused = kaohe("collect", str(path))
        assert refused.code == 2
        assert "几个单位合订的材料" in refused.err

    def test_contents_in_markdown_have_no_pages(self, kaohe: Kaohe, workspace: Path) -> None:
        kaohe("draft", "--unit", "区商务委", "--unit", "区教委", "--merge", "--toc", "--format", "md")
        text = (workspace / "drafts" / "2021" / "合订.md").read_text("utf-8")
        assert text.startswith("目　录\n\n1．区商务委\n\n2．区教委\n\n# 2021年")

    @pytest.mark.parametrize("option", ["--cover", "--toc"])
    def test_cover_and_contents_are_for_bound_files(self, kaohe: Kaohe, option: str) -> None:
        done = kaohe("draft", "--unit", "区商务委", option)
        assert (done.code, done.out) == (2, "")
        assert "--merge" in done.err

    @pytest.mark.libreoffice
    def test_the_contents_say_where_each_body_begins(self, kaohe: Kaohe, workspace: Path) -> None:
        for wanted in ("docx", "pdf"):
            asked = ("--unit", "区公安分局", "--unit", "区司法局", "--merge", "--toc", "--format", wanted)
            kaohe("draft", *asked)
        path = workspace / "drafts" / "2021" / "合订.docx"
        numbers = [re.sub(r".*局", "", line) for line in lines(path) if "．区" in line]
        contents, *found = ("".join(page.split()) for page in pages(path.with_suffix(".pdf")))
        begin = [
            re.sub(r".*—(\d+)—$", r"\1", page) for page in found if page.startswith("2021年市对区考核指标")
        ]
        assert numbers == begin
        assert len(begin) == 2
        assert re.findall(r"\.+(\d)", contents) == begin

    def test_pdf_without_libreoffice_says_what_to_do(
        self, kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        done = kaohe("draft", "--unit", "区教委", "--format", "pdf")
        assert (done.code, done.out) == (2, "")
        assert "LibreOffice" in done.err
        assert "另存为 PDF" in done.err
        assert not (workspace / "drafts").exists()

    @pytest.mark.libreoffice
    def test_pdf(self, kaohe: Kaohe, workspace: Path) -> None:
        done = kaohe("draft", "--unit", "区教委", "--unit", "区公安分局", "--format", "pdf")
        assert done.code == 0
        folder = workspace / "drafts" / "2021"
        assert sorted(path.name for path in folder.iterdir()) == ["区公安分局.pdf", "区教委.pdf"]
        assert "平安重庆建设" in "".join(pages(folder / "区公安分局.pdf"))

    @pytest.mark.libreoffice
    def test_a_merged_pdf_begins_each_body_on_its_own_page(self, kaohe: Kaohe, workspace: Path) -> None:
        kaohe("draft", "--unit", "区公安分局", "--unit", "区司法局", "--merge", "--format", "pdf")
        found = pages(workspace / "drafts" / "2021" / "合订.pdf")
        first = [page.split("\n")[0].strip() for page in found]
        assert first.count("2021 年市对区考核指标完成情况") == 2
        assert all(page.strip() for page in found)


class TestReports:
    def report(self, workspace: Path, entries: str) -> None:
        (workspace / "data" / "reports").mkdir()
        (workspace / "data" / "reports" / "区住房城乡建委.yaml").write_text(
            f"schema_version: 1\nyear: 2021\nunit: 区住房城乡建委\nthrough_month: 10\nentries:\n  {entries}\n",
            "utf-8",
        )

    @pytest.mark.parametrize(
        ("entries", "code", "remark"),
        [
            ("A19.1: {problems: 无}", "KH801", "A19.1 不是它要报送的项"),
            ("A01.1: {problems: 无}", "KH802", "A01.1 不是它要报送的项"),
            ("J01: {problems: 无}", "KH802", "J01 不是它要报送的项"),
            ("A19.1.1: {progress: {completed: 是}}", "KH807", ""),
            ("B02.1: {progress: {self_score: 1}}", "KH807", ""),
            ("A19.1.1: {progress: {self_score: -2}}", "KH804", ""),
        ],
    )
    def test_what_does_not_go_into_the_draft_is_said(
        self, kaohe: Kaohe, workspace: Path, entries: str, code: str, remark: str
    ) -> None:
        self.report(workspace, entries)
        assert code in kaohe("validate").out
        assert remark in kaohe("draft", "--unit", "区住房城乡建委").err

    def test_a_misspelt_field_stops_the_draft_of_its_body(self, kaohe: Kaohe, workspace: Path) -> None:
        self.report(workspace, "B02.1: {progress: {compleeted: 是}}")
        done = kaohe("draft", "--unit", "区住房城乡建委")
        assert done.code == 1
        assert "可能是 completed" in done.err

    @pytest.mark.usefixtures("workspace")
    def test_a_reports_folder_that_is_not_there_is_wrong_use(self, kaohe: Kaohe) -> None:
        done = kaohe("--reports", "没有", "draft", "--unit", "区教委")
        assert done.code == 2
        assert "--reports 指的“没有”还没有，请先建好" in done.err


def test_a_file_in_the_place_of_the_folder(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "占着").write_text("", "utf-8")
    done = kaohe("draft", "--unit", "区教委", "-o", "占着")
    assert done.code == 2
    assert "“占着”不是文件夹" in done.err


def test_bodies_whose_files_would_be_one_get_none(kaohe: Kaohe, workspace: Path) -> None:
    """On Windows the draft of the one would replace that of the other, with what was filled in."""
    units = workspace / "data" / "units.yaml"
    text = units.read_text("utf-8").replace(
        "  - name: 区商务委\n", "  - name: 区商务委a\n    aliases: [区商务委]\n"
    )
    units.write_text(text.replace("units:\n", "units:\n  - name: 区商务委A\n", 1), "utf-8")
    done = kaohe("draft", "--unit", "区商务委", "--unit", "区教委")
    assert done.code == 1
    assert "区商务委a和区商务委A在 Windows、macOS 上是同一个文件名，没有生成" in done.err
    assert [path.name for path in (workspace / "drafts" / "2021").iterdir()] == ["区教委.docx"]
    done = kaohe("draft", "--all")
    assert done.code == 1
    assert not (workspace / "drafts" / "2021" / "区商务委a.docx").exists()
