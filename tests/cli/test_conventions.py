"""What every command keeps to: --dry-run writes nothing, --quiet says nothing more, “-” is a stream."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import typer
from typer.main import get_command

from kaohe_cli.cli.app import app, run
from kaohe_cli.files.lock_place import LOCK_NAME
from tests.conftest import REPOSITORY, WHAT_SHIPS, Outcome

Kaohe = Callable[..., Outcome]

ISSUED = str(REPOSITORY / "tests" / "sources" / "附件1-3_任务分解表与报送模板.docx")
RETURN = "交回/区商务委.docx"
DAY = ("--today", "2021-11-16")

WRITING: dict[str, list[str]] = {
    "list": ["-o", "表.csv", "--format", "csv"],
    "draft": ["--unit", "区商务委", "--mail", "邮件", "--zip"],
    "status": ["--remind", *DAY, "-o", "催.txt"],
    "summary": ["--brief", *DAY],
    "collect": [RETURN, "--received", "2021-11-12", "--receipts", "回执"],
    "migrate": [],
    "assign": ["A01.1", "--add", "区教委"],
    "unit list": ["-o", "名录.txt"],
    "unit add": ["区数据局"],
    "unit alias": ["区商务委", "区口岸办"],
    "unit rename": ["区教委", "区教育局"],
    "claim": ["J01", "--draft"],
    "template vars": ["-o", "变量.md", "--format", "md"],
    "template new": ["新模板.docx"],
    "import": [ISSUED, "-o", "新数据"],
    "diff": ["data", "data", "-o", "变化.html", "--format", "html"],
    "export": ["--format", "xlsx"],
    "init": ["新的"],
    "schema": [],
}
"""The words that make each command write."""

READING = {"help", "show", "validate", "template check", "template show"}


def leaves(command: Any, ctx: Any, name: str = "") -> Iterator[str]:
    """Yields every command by its words."""
    if not hasattr(command, "list_commands"):
        yield name
        return
    for word in command.list_commands(ctx):
        yield from leaves(command.get_command(ctx, word), ctx, f"{name} {word}".strip())


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in folder.rglob("*")
    }


@pytest.fixture
def district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small district of the examples, with a report of the old shape, in which the test then stands."""
    folder = tmp_path / "区"
    shutil.copytree(REPOSITORY / "examples", folder, ignore=WHAT_SHIPS)
    monkeypatch.chdir(folder)
    return folder


def of_the_old_shape(district: Path) -> None:
    reports = district / "data" / "reports"
    reports.mkdir()
    (reports / "区教委.yaml").write_text(
        "schema_version: 1\nyear: 2021\nunit: 区教委\nthrough_month: 10\nentries: {}\n", "utf-8"
    )


def test_every_command_is_known_to_write_or_only_to_read() -> None:
    root: Any = get_command(app)
    assert {*leaves(root, typer.Context(root))} == {*WRITING, *READING}


@pytest.mark.parametrize("command", WRITING)
def test_a_dry_run_writes_nothing_and_says_what_it_would(kaohe: Kaohe, district: Path, command: str) -> None:
    words = [*command.split(), *WRITING[command]]
    if command == "migrate":
        of_the_old_shape(district)
    before = tree(district)
    tried = kaohe(*words, "--dry-run")
    assert tree(district) == before
    assert tried.err.endswith("仅为预览，未写入文件\n")
    done = kaohe(*words)
    made = sorted(name for name, digest in tree(district).items() if digest and before.get(name) != digest)
    assert done.code == tried.code
    assert made
    told = tried.out + tried.err
    assert [name for name in made if name.rpartition("/")[2] not in told] == []


def test_a_dry_run_leaves_no_trace_beside_the_files_either(
    kaohe: Kaohe, district: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No lock for a moment, which a folder that may only be read refuses, and no compiled template kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.setattr("kaohe_cli.files.lock.FolderLock.acquire", lambda *_: pytest.fail("took the lock"))
    for command in ("draft", "collect", "assign", "unit rename", "claim"):
        assert kaohe(*command.split(), *WRITING[command], "--dry-run").code in {0, 1}
    assert not (tmp_path / "cache").exists()


def test_a_dry_run_tells_of_a_change_that_was_killed_and_lets_it_be(kaohe: Kaohe, district: Path) -> None:
    for left in (b"[]\n", b"not ours"):
        (district / "data" / LOCK_NAME).write_bytes(left)
        before = tree(district)
        for words in (["list"], ["unit", "add", "区数据局"], ["draft", "--unit", "区商务委"]):
            done = kaohe(*words, "--dry-run")
            assert done.code == 0
            assert "里有没写完的修改，预览时不补" in done.err
        assert tree(district) == before


def test_a_dry_run_tells_new_changed_and_same_files_apart(kaohe: Kaohe, district: Path) -> None:
    kaohe("draft", "--unit", "区商务委,区教委")
    claims = district / "data" / "indicators.yaml"
    text = claims.read_text("utf-8")
    claims.write_text(
        text.replace("name: GDP", "name: 地区GDP").replace("content: ", "content: 甲", 1), "utf-8"
    )
    (district / "drafts" / "2021" / "区教委.docx").unlink()
    kaohe("draft", "--unit", "区农业农村委")
    done = kaohe("--dry-run", "draft", "--unit", "区商务委,区教委,区农业农村委")
    assert done.out.splitlines() == [
        "更新 drafts/2021/区商务委.docx",
        "新建 drafts/2021/区教委.docx",
        "未变 drafts/2021/区农业农村委.docx",
    ]


def test_a_dry_run_that_fails_is_as_one_that_is_meant(kaohe: Kaohe, district: Path) -> None:
    before = tree(district)
    for words in (["draft", "--unit", "无此局"], ["init", "data"], ["import", "没有.docx", "-o", "x"]):
        tried, done = kaohe(*words, "--dry-run"), kaohe(*words)
        assert (tried.code, tried.out, tried.err) == (2, "", done.err)
    assert tree(district) == before


def test_json_stays_json_in_a_dry_run(kaohe: Kaohe, district: Path) -> None:
    import json

    kaohe("collect", RETURN, "--received", "2021-11-12")
    assert json.loads(kaohe("assign", "--learn", "--format", "json", "--dry-run").out)


@pytest.mark.parametrize("command", WRITING)
def test_quiet_leaves_results_and_the_exit_code(kaohe: Kaohe, district: Path, command: str) -> None:
    words = [*command.split(), *WRITING[command], "--dry-run"]
    if command == "migrate":
        of_the_old_shape(district)
    loud, quiet = kaohe(*words), kaohe(*words, "-q")
    assert (quiet.code, quiet.out) == (loud.code, loud.out)
    assert quiet.err == ""
    assert kaohe("--quiet", *words) == quiet


def test_quiet_leaves_whose_tables_these_are(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "用的是随程序安装的 2021 年表" in kaohe("list", "J01", "--quiet").err


def test_quiet_leaves_errors_and_what_a_person_must_see_to(kaohe: Kaohe, district: Path) -> None:
    assert kaohe("-q", "list", "--unit", "无此局").err.startswith("错误：")
    done = kaohe("collect", "交回", "--received", "2021-11-12", "-q")
    assert done.code == 1
    assert "经信委.docx：A02.1 完成情况的自评得分 5.2 超过满分 5" in done.err
    assert "没有读出附件3的栏目" in done.err
    assert "卫健委10月报送.docx" not in done.err
    assert "共 8 份" not in done.err
    assert kaohe("validate", "-q").out == kaohe("validate").out
    (district / "drafts" / "2021").mkdir(parents=True)
    shutil.copy(RETURN, district / "drafts" / "2021")
    assert "已有人填写或改动过" in kaohe("draft", "--unit", "区商务委", "-q").err


def test_quiet_says_why_the_exit_code_is_not_0(kaohe: Kaohe, district: Path) -> None:
    for place in (
        "邮件/区商务委.eml",
        "催报/区商务委.eml",
        "回执/区商务委.eml",
        "表.zip",
        "drafts/2021/区教委.docx",
    ):
        (district / place).parent.mkdir(parents=True, exist_ok=True)
        (district / place).write_bytes(b"somebody else's")
    for words, says in (
        (["draft", "--unit", "区商务委", "--mail", "邮件"], "没有覆盖；请换一个文件夹"),
        (["draft", "--unit", "区商务委", "--zip", "表.zip"], "没有覆盖；请给 --zip 换一个文件名"),
        (["draft", "--unit", "区教委,区商务委", "--zip"], "区教委的表没有重新生成"),
        (["status", "--remind", "--mail", "催报", *DAY], "没有覆盖；请换一个文件夹"),
        (["collect", RETURN, "--received", "2021-11-12", "--receipts", "回执"], "没有覆盖；请换一个文件夹"),
    ):
        done = kaohe(*words, "-q")
        assert (done.code, says in done.err) == (1, True), words


# --- standard input -------------------------------------------------------------------------------


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Lets standard input hold these bytes."""

    def give(data: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


Given = Callable[[bytes], None]


def test_issued_tables_are_imported_from_standard_input(kaohe: Kaohe, district: Path, given: Given) -> None:
    beside = kaohe("import", ISSUED)
    given(Path(ISSUED).read_bytes())
    done = kaohe("import", "-", "-o", "新数据")
    assert done.code == beside.code
    assert done.out.replace("标准输入.docx", Path(ISSUED).name) == beside.out
    kaohe("import", ISSUED, "-o", "旁")
    one, other = ((district / name / "indicators.yaml").read_text("utf-8") for name in ("新数据", "旁"))
    assert one.replace("标准输入.docx", Path(ISSUED).name) == other


def test_a_table_that_was_copied_is_imported_as_text(kaohe: Kaohe, district: Path, given: Given) -> None:
    given("序号\t指标\t权重\t考核内容\t责任单位\n1\tGDP增速\t4\t按统计数据考核\t区发展改革委\n".encode())
    assert "读入 1" in kaohe("import", "-").out


def test_a_workspace_begins_with_what_comes_by_standard_input(
    kaohe: Kaohe, district: Path, given: Given
) -> None:
    given(Path(ISSUED).read_bytes())
    kaohe("init", "新的", "--from", "-")
    imported = (district / "新的" / "data" / "indicators.yaml").read_text("utf-8")
    assert "来源：标准输入.docx" in imported


@pytest.mark.parametrize("packed", ["docx", "zip", "eml"])
def test_returns_are_collected_from_standard_input(
    kaohe: Kaohe, district: Path, given: Given, packed: str
) -> None:
    data = (district / RETURN).read_bytes()
    if packed == "zip":
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("区商务委.docx", data)
        data = stream.getvalue()
    elif packed == "eml":
        from email.message import EmailMessage

        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "yang@example.com", "du@example.com", "report"
        mail.set_content("见附件。")
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename="区商务委.docx")
        data = mail.as_bytes()
    given(data)
    done = kaohe("collect", "-", "--received", "2021-11-12")
    assert (done.code, "已录入 1 份" in done.err) == (0, True)
    assert (district / "data" / "reports" / "2021-10" / "区商务委.yaml").exists()


def test_a_side_of_a_comparison_comes_by_standard_input(kaohe: Kaohe, district: Path, given: Given) -> None:
    text = (district / "data" / "indicators.yaml").read_text("utf-8")
    given(text.replace("weight: 4", "weight: 3", 1).encode())
    done = kaohe("diff", "-", "data/indicators.yaml")
    assert done.code == 0
    assert done.out.startswith("考核表的变化：标准输入.yaml → data/indicators.yaml\n")
    given(Path(ISSUED).read_bytes())
    assert kaohe("diff", "-").out.startswith("考核表的变化：标准输入.docx → data\n")


def test_a_template_comes_by_standard_input(kaohe: Kaohe, district: Path, given: Given) -> None:
    kaohe("template", "new", "我的.docx")
    template = (district / "我的.docx").read_bytes()
    kaohe("draft", "--unit", "区商务委", "--template", "我的.docx", "-o", "一")
    given(template)
    assert kaohe("draft", "--unit", "区商务委", "--template", "-", "-o", "二").code == 0
    assert (district / "一" / "区商务委.docx").read_bytes() == (
        district / "二" / "区商务委.docx"
    ).read_bytes()
    given(template)
    assert kaohe("template", "check", "-").code == 0
    given(template)
    assert kaohe("template", "show", "-").out == kaohe("template", "show", "我的.docx").out


def test_a_roster_comes_by_standard_input(kaohe: Kaohe, district: Path, given: Given) -> None:
    kaohe("assign", "--people", "-o", "通讯录.xlsx")
    book = openpyxl.load_workbook(district / "通讯录.xlsx")
    sheet = book.active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "区教委":
            row[heads.index("责任人")].value = "王样例"
    stream = io.BytesIO()
    book.save(stream)
    given(stream.getvalue())
    assert kaohe("assign", "--people", "-").code == 0
    assert "王样例" in (district / "data" / "contacts.yaml").read_text("utf-8")


def test_standard_input_is_read_once_and_leaves_nothing(
    kaohe: Kaohe, district: Path, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = tree(tmp_path)
    given(b"x")
    done = kaohe("import", "-", "-")
    assert (done.code, done.err) == (2, "错误：“-”（标准输入）只能写一次\n")
    given(b"")
    done = kaohe("import", "-")
    assert done.code == 2
    assert "标准输入" in done.err
    assert done.err.count("\n") == 1
    given(b"not a document")
    assert kaohe("template", "show", "-").code == 2
    assert tree(tmp_path) == before


# --- standard output ------------------------------------------------------------------------------


def printed(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, bytes, str]:
    capsysbinary.readouterr()
    code = run(list(words))
    out, err = capsysbinary.readouterr()
    return code, out, err.decode()


@pytest.mark.parametrize(
    "words",
    [
        ["draft", "--unit", "区商务委"],
        ["export"],
        ["summary", "--format", "docx", *DAY],
        ["summary", "--brief", *DAY],
        ["summary", "--card", "区商务委", *DAY],
        ["claim", "J01", "--draft"],
    ],
    ids=" ".join,
)
def test_a_document_goes_to_standard_output(
    district: Path, capsysbinary: pytest.CaptureFixture[bytes], words: list[str]
) -> None:
    before = tree(district)
    code, out, _ = printed(capsysbinary, *words, "-o", "-")
    assert (code, tree(district)) == (0, before)
    assert docx.Document(io.BytesIO(out)).paragraphs
    code, paths, _ = printed(capsysbinary, *words)
    assert Path(paths.decode().strip()).read_bytes() == out


def test_other_kinds_go_there_too(district: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    _, out, _ = printed(capsysbinary, "summary", "--format", "xlsx", "-o", "-", *DAY)
    assert openpyxl.load_workbook(io.BytesIO(out)).sheetnames
    _, out, _ = printed(capsysbinary, "template", "new", "-")
    assert docx.Document(io.BytesIO(out)).paragraphs
    _, out, _ = printed(capsysbinary, "draft", "--unit", "区商务委", "--format", "md", "-o", "-")
    assert out.decode().startswith("#")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["draft", "--all", "-o", "-"], "有 8 个文件，不能都写到标准输出"),
        (["export", "--all", "-o", "-"], "不能都写到标准输出"),
        (["summary", "--card", "区商务委,区教委", "-o", "-"], "有 2 个文件，不能都写到标准输出"),
        (["summary", "--slips", "-"], "“-”是标准输出，不能放文件夹"),
        (["draft", "--unit", "区商务委", "--mail", "-"], "“-”是标准输出，不能放文件夹"),
        (["status", "--remind", "--mail", "-"], "“-”是标准输出，不能放文件夹"),
        (["collect", RETURN, "--receipts", "-"], "“-”是标准输出，不能放文件夹"),
        (["import", ISSUED, "-o", "-"], "“-”是标准输出，不能放文件夹"),
        (["init", "-"], "“-”是标准输出，不能放文件夹"),
        (["schema", "-"], "“-”是标准输出，不能放文件夹"),
    ],
    ids=lambda words: " ".join(words[:2]) if isinstance(words, list) else "",
)
def test_what_cannot_go_there_is_refused(kaohe: Kaohe, district: Path, words: list[str], says: str) -> None:
    before = tree(district)
    done = kaohe(*words)
    assert (done.code, done.out, tree(district)) == (2, "", before)
    assert says in done.err
