"""``kaohe init``: a whole workspace in which everything works, or nothing at all."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.cli.commands import COMMANDS
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.conftest import REPOSITORY, Outcome
from tests.test_docs import blocks

SOURCES = REPOSITORY / "tests" / "sources"
ANNEXES, POLICY = SOURCES / "附件1-3_任务分解表与报送模板.docx", SOURCES / "渝府办发〔2021〕83号_激励措施.txt"

Kaohe = Callable[..., Outcome]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_workspace_has_all_that_the_year_needs(kaohe: Kaohe, here: Path) -> None:
    done = kaohe("init", "考核")
    assert done.code == 0
    made = files(here / "考核")
    assert {f"考核/{name}" for name in made} == set(done.out.split())
    assert {
        "data/indicators.yaml",
        "data/incentives.yaml",
        "data/units.yaml",
        "schema/indicators.schema.json",
        "templates/annex3.docx",
        ".github/workflows/kaohe.yml",
        ".gitlab-ci.yml",
        ".gitignore",
        "README.md",
    } <= made
    assert "kaohe validate" in done.err
    assert [path.name for path in here.iterdir()] == ["考核"]


def test_everything_works_in_it(kaohe: Kaohe, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kaohe("init", "考核")
    monkeypatch.chdir(here / "考核")
    validated = kaohe("validate")
    assert (validated.code, "0 处错误" in validated.out + validated.err) == (0, True)
    assert kaohe("schema", "--check").code == 0
    assert kaohe("draft", "--unit", "区商务委").code == 0
    assert kaohe("assign", "A18.1", "--add", "区教委").code == 0
    for name in ("indicators", "incentives", "units"):
        first = (here / "考核" / "data" / f"{name}.yaml").read_text("utf-8").splitlines()[0]
        schema = re.fullmatch(r"# yaml-language-server: \$schema=(.+)", first)
        assert schema is not None
        assert (here / "考核" / "data" / schema[1]).is_file()


def test_another_year_is_written_and_the_old_contents_are_pointed_out(kaohe: Kaohe, here: Path) -> None:
    done = kaohe("init", "考核", "--year", "2022")
    assert "内容还是 2021 年的" in done.err
    assert "kaohe import" in done.err
    tables = Workspace(DataFolder(here / "考核" / "data", here)).tables()
    assert (tables.indicators.year, tables.incentives.year) == (2022, 2022)
    assert tables.indicators.title == "2022年市对区考核指标任务分解表"
    assert tables.incentives.document == "渝府办发〔2021〕83号"
    for name in ("indicators", "incentives"):
        lines = (here / "考核" / "data" / f"{name}.yaml").read_text("utf-8").splitlines()
        assert lines[0].startswith("# yaml-language-server")
        assert "内容还是 2021 年的" in lines[1]
    assert "2022年" in (here / "考核" / "README.md").read_text("utf-8").splitlines()[0]


def test_the_same_year_changes_nothing(kaohe: Kaohe, here: Path) -> None:
    done = kaohe("init", "考核", "--year", "2021")
    assert "内容还是" not in done.err
    for name in ("indicators", "incentives", "units"):
        shipped = (REPOSITORY / "data" / f"{name}.yaml").read_bytes()
        assert (here / "考核" / "data" / f"{name}.yaml").read_bytes() == shipped


def test_the_tables_come_from_the_issued_documents(kaohe: Kaohe, here: Path) -> None:
    done = kaohe("init", "考核", "--from", ANNEXES, "--from", POLICY)
    assert done.code == 0
    assert "表格共 90 行" in done.err
    made = Workspace(DataFolder(here / "考核" / "data", here)).tables()
    shipped = Workspace(DataFolder(REPOSITORY / "data", here)).tables()
    assert made.incentives == shipped.incentives
    assert [place.criterion.content for place in made.indicators.criteria()] == [
        place.criterion.content for place in shipped.indicators.criteria()
    ]
    assert "2021年" in (here / "考核" / "README.md").read_text("utf-8").splitlines()[0]


def test_what_was_exported_begins_a_workspace_again(
    kaohe: Kaohe, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kaohe("export", "--policy", "-o", "全.docx").code == 0
    assert kaohe("init", "新", "--from", "全.docx", "--year", "2022").code == 0
    before = kaohe("list", "--format", "json").out
    monkeypatch.chdir(here / "新")
    assert kaohe("list", "--format", "json").out == before
    assert "year: 2022\n" in (here / "新" / "data" / "incentives.yaml").read_text("utf-8")


def test_what_must_be_added_is_said_and_the_folder_is_made(kaohe: Kaohe, here: Path) -> None:
    done = kaohe("init", "考核", "--from", ANNEXES)
    assert done.code == 1
    assert "没有措施全文" in done.err
    assert "补上上面说的内容" in done.err
    assert (here / "考核" / "data" / "incentives.yaml").is_file()


def test_nothing_is_asked_for_that_the_documents_do_not_hold(kaohe: Kaohe, here: Path) -> None:
    policy = here / "政策.txt"
    policy.write_text(POLICY.read_text("utf-8").replace("2021年8月11日", ""), "utf-8")
    done = kaohe("init", "考核", "--from", ANNEXES, "--from", policy)
    assert done.code == 0
    assert "没有找到政策文件的成文日期，没有写" in done.err
    assert kaohe("--data", "考核/data", "validate").code == 0
    assert kaohe("--data", "考核/data", "export", "--policy", "-o", here / "来文.docx").code == 0


def test_another_year_than_the_documents_is_told(kaohe: Kaohe, here: Path) -> None:
    done = kaohe("init", "考核", "--from", ANNEXES, "--from", POLICY, "--year", "2022")
    assert done.code == 0
    assert "文件里写的是 2021 年，按 --year 记成 2022 年" in done.err


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (Path("没有.docx"), "找不到文件"),
        (REPOSITORY / "templates" / "annex3.docx", "没有找到"),
    ],
)
def test_documents_that_are_not_enough_make_nothing(
    kaohe: Kaohe, here: Path, source: Path, said: str
) -> None:
    done = kaohe("init", "考核", "--from", source)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("source", "tables", "said"),
    [
        (POLICY, ["incentives.yaml"], "没有考核指标（附件1），先不建 indicators.yaml"),
        (ANNEXES, ["incentives.yaml", "indicators.yaml", "units.yaml"], "27 项督查激励没有措施全文"),
    ],
)
@pytest.mark.usefixtures("here")
def test_documents_with_one_table_make_a_workspace_of_it(
    kaohe: Kaohe, source: Path, tables: list[str], said: str
) -> None:
    done = kaohe("init", "考核", "--from", source)
    assert done.code == 1  # what the documents lack is to be added
    assert said in done.err
    assert sorted(path.name for path in Path("考核/data").glob("*.yaml")) == sorted(["forms.yaml", *tables])
    assert kaohe("--data", "考核/data", "list").code == 0
    assert kaohe("--data", "考核/data", "validate").code in (0, 1)


def test_an_empty_folder_and_a_git_folder_will_do(kaohe: Kaohe, here: Path) -> None:
    (here / "空").mkdir()
    (here / "库" / ".git").mkdir(parents=True)
    assert kaohe("init", "空").code == 0
    assert kaohe("init", "库").code == 0
    assert files(here / "空") == files(here / "库")
    assert sorted(path.name for path in (here / "库").iterdir()) == [
        ".git",
        ".github",
        ".gitignore",
        ".gitlab-ci.yml",
        "README.md",
        "data",
        "schema",
        "templates",
    ]


def test_folders_above_are_made(kaohe: Kaohe, here: Path) -> None:
    assert kaohe("init", "甲/乙/丙").code == 0
    assert (here / "甲" / "乙" / "丙" / "data" / "units.yaml").is_file()


def test_what_is_there_is_left_alone(kaohe: Kaohe, here: Path) -> None:
    kaohe("init", "考核")
    before = {name: (here / "考核" / name).read_bytes() for name in files(here / "考核")}
    done = kaohe("init", "考核")
    assert (done.code, done.out) == (2, "")
    assert "“考核”里已经有" in done.err
    assert {name: (here / "考核" / name).read_bytes() for name in files(here / "考核")} == before

    (here / "文件").write_text("甲", "utf-8")
    done = kaohe("init", "文件")
    assert done.code == 2
    assert "不是文件夹" in done.err
    done = kaohe("init", "文件/里面")
    assert done.code == 2
    assert (here / "文件").read_text("utf-8") == "甲"


@pytest.mark.parametrize("present", [True, False])
def test_a_failure_half_way_leaves_nothing(
    kaohe: Kaohe, here: Path, monkeypatch: pytest.MonkeyPatch, present: bool
) -> None:
    folder = here / "上面" / "考核" if not present else here / "考核"
    if present:
        folder.mkdir()
    rename, replace = Path.rename, Path.replace

    def failing_rename(path: Path, target: Path) -> Path:
        if path.name == "README.md":
            raise PermissionError(13, "not allowed")
        return rename(path, target)

    def failing_replace(path: Path, target: Path) -> Path:
        if target.name == ".gitlab-ci.yml":
            raise OSError(28, "disk full")
        return replace(path, target)

    if present:
        monkeypatch.setattr(Path, "rename", failing_rename)
    else:
        monkeypatch.setattr(Path, "replace", failing_replace)
    done = kaohe("init", folder)
    assert (done.code, done.out) == (2, "")
    assert "什么也没有留下" in done.err
    assert [path.name for path in here.iterdir()] == (["考核"] if present else [])
    assert not present or list(folder.iterdir()) == []


def test_a_killed_init_does_not_hold_up_the_next(kaohe: Kaohe, here: Path) -> None:
    """It left its temporary folder, or that and some entries in place: those that are the very same."""
    kaohe("init", "考核")
    wanted = {name: (here / "考核" / name).read_bytes() for name in files(here / "考核")}
    (here / "考核").rename(here / "旧")
    (here / "考核" / ".kaohe-new-abc" / "data").mkdir(parents=True)
    (here / ".kaohe-new-考核-abc" / "data").mkdir(parents=True)
    shutil.copytree(here / "旧" / "schema", here / "考核" / "schema")
    shutil.copy(here / "旧" / ".gitignore", here / "考核" / ".gitignore")
    assert kaohe("init", "考核").code == 0
    assert {name: (here / "考核" / name).read_bytes() for name in files(here / "考核")} == wanted


def test_what_a_killed_init_did_not_leave_still_does(kaohe: Kaohe, here: Path) -> None:
    (here / "考核" / ".kaohe-new-abc").mkdir(parents=True)
    (here / "考核" / "README.md").write_text("我的", "utf-8")
    done = kaohe("init", "考核")
    assert done.code == 2
    assert "“考核”里已经有 README.md，没有新建" in done.err
    assert (here / "考核" / "README.md").read_text("utf-8") == "我的"


def test_a_temporary_folder_left_beside_is_cleaned_up(kaohe: Kaohe, here: Path) -> None:
    (here / ".kaohe-new-考核-abc" / "data").mkdir(parents=True)
    assert kaohe("init", "考核").code == 0
    assert [path.name for path in here.iterdir()] == ["考核"]


def test_git_takes_the_tables_and_leaves_phones_and_drafts_out(kaohe: Kaohe, here: Path) -> None:
    kaohe("init", "考核")
    folder = here / "考核"
    kept_out = [
        "drafts/2021/区商务委.docx",
        "exports/2021/任务分解表.docx",
        "data/reports/区商务委.yaml",
        "data/contacts.yaml",
        "data/sent.yaml",
        "data/returned/区商务委.docx",
        "收回/区商务委.docx",
        "交回/区商务委.docx",
        "试用/发出/区商务委.docx",
        "evidence/A18.1/照片.jpg",
        "2022/drafts/2022/区商务委.md",
        "2022/data/reports/2022-10/区商务委.yaml",
        "2022/data/contacts.yaml",
        "打印/区商务委.pdf",
        "发给单位的/区商务委.docx",
        "桌面/商务委报来.wps",
        "区商务委.docx.bak",
        "区商务委.docx.bak2",
        "data/.kaohe-lock",
        "data/.kaohe-lock.不明",
        "data/.units.yaml.kaohe-new",
        ".区商务委.docx.k3j2h1.tmp",
        "打印/.kaohe-new-x/data/units.yaml",
        "~$附件.docx",
    ]
    for name in kept_out:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("甲", "utf-8")
    git = ["git", "-c", "core.quotePath=false", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    listed = subprocess.run([*git, "ls-files"], check=True, capture_output=True).stdout.decode().split()
    assert set(listed) == files(folder) - set(kept_out) - {
        name for name in files(folder) if name.startswith(".git/")
    }
    assert "data/indicators.yaml" in listed


def test_the_ci_files_are_those_that_the_documentation_shows(kaohe: Kaohe, here: Path) -> None:
    kaohe("init", "考核")
    shown = blocks(REPOSITORY / "docs" / "ci.md", "yaml")
    assert (here / "考核" / ".github" / "workflows" / "kaohe.yml").read_text("utf-8") in shown
    assert (here / "考核" / ".gitlab-ci.yml").read_text("utf-8") in shown


def test_the_note_names_commands_that_exist(kaohe: Kaohe, here: Path) -> None:
    kaohe("init", "考核")
    text = (here / "考核" / "README.md").read_text("utf-8")
    named = re.findall(r"kaohe ([a-z]+)", text)
    assert named[:1] != []
    assert set(named) <= set(COMMANDS)
    steps = re.findall(r"^kaohe ([a-z]+)", text, re.MULTILINE)
    assert steps == ["import", "assign", "draft", "collect", "status", "summary", "claim", "validate"]
    assert not re.findall(r"〔年度〕", text)
