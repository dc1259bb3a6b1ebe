"""``kaohe diff``: folders, files and git versions, in every format."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]

NAME = "科技创新工作成效"


def replace(path: Path, *pairs: tuple[str, str]) -> None:
    """Puts other texts in a file, each in place of one that must be there."""
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


@pytest.fixture
def last_year(workspace: Path) -> Path:
    """Another data folder, ``去年``, that differs from the workspace's in a few places."""
    folder = workspace / "去年"
    shutil.copytree(workspace / "data", folder)
    replace(
        folder / "indicators.yaml",
        ("year: 2021", "year: 2020"),
        ("weight: 7\n            units: [区科技局]", "weight: 6\n            units: [区教委, 区科技局]"),
        ("研发经费投入占比", "研究经费投入占比"),
        (f"name: {NAME}", "name: 科技创新情况"),
    )
    return folder


def git(folder: Path, *words: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    person = ("-c", "user.name=测试甲", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *person, *words], cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture
def repository(workspace: Path) -> Path:
    """The workspace as a git repository with a version v2020 in which A04.1 had other weight."""
    git(workspace, "init", "-q")
    table = workspace / "data" / "indicators.yaml"
    now = table.read_text("utf-8")
    replace(table, ("weight: 7\n", "weight: 6\n"))
    git(workspace, "add", ".")
    git(workspace, "commit", "-q", "-m", "去年")
    git(workspace, "tag", "v2020")
    table.write_text(now, "utf-8")
    return workspace


def test_what_changed_since_last_year(kaohe: Kaohe, last_year: Path) -> None:
    done = kaohe("diff", "去年")
    assert (done.code, done.err) == (0, "")
    assert "考核内容 58 条：改名 1，权重调整 1，责任单位变化 1，内容修改 1" in done.out
    assert "权重合计 89 → 90 分" in done.out
    assert "年度 2020 → 2021" in done.out
    assert "A04.1 科技创新〔-情况-〕〔+工作成效+〕（相似度 " in done.out
    assert "权重     6 分 → 7 分（+1）" in done.out
    assert "〔-区教委-〕、区科技局；改由区科技局牵头" in done.out
    assert "研〔-究-〕〔+发+〕经费" in done.out
    assert "J01" not in done.out
    assert all(cell_len(line) <= 80 for line in done.out.splitlines())


def test_nothing_changed(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("diff", "data", "--exit-code")
    assert (done.code, done.out.splitlines()[-1]) == (0, "没有变化")
    assert json.loads(kaohe("diff", "data", "--format", "json").out)["changed"] is False


def test_the_exit_code_tells_on_request(kaohe: Kaohe, last_year: Path) -> None:
    assert kaohe("diff", "去年").code == 0
    assert kaohe("diff", "去年", "--exit-code").code == 1


def test_both_sides_named(kaohe: Kaohe, last_year: Path) -> None:
    assert "7 分 → 6 分（−1）" in kaohe("diff", "data", "去年").out
    assert "没有变化" in kaohe("diff", "去年", "去年").out


def test_the_folder_above_the_data_will_do(kaohe: Kaohe, last_year: Path, tmp_path: Path) -> None:
    (tmp_path / "y2020").mkdir()
    last_year.rename(tmp_path / "y2020" / "data")
    assert "改名 1" in kaohe("diff", "y2020").out


def test_a_single_file(kaohe: Kaohe, last_year: Path) -> None:
    (last_year / "incentives.yaml").unlink()
    (last_year / "indicators.yaml").rename(last_year / "去年的表.yaml")
    (last_year / "units.yaml").write_text("schema_version: 1\nunits:\n  - name: 区教委\n", "utf-8")
    done = kaohe("diff", "去年/去年的表.yaml")
    assert (done.code, done.err) == (0, "")
    assert "权重调整 1" in done.out
    assert "单位名录" not in done.out
    assert "督查激励" not in done.out.split("【各单位")[0]


def test_the_registry_alone(kaohe: Kaohe, workspace: Path) -> None:
    shutil.copy(workspace / "data" / "units.yaml", workspace / "旧名录.yaml")
    replace(workspace / "旧名录.yaml", ("  - name: 区教委\n", ""))
    done = kaohe("diff", "旧名录.yaml")
    assert "+ 区教委" in done.out
    assert "考核内容" not in done.out


def test_files_of_different_kinds_are_not_compared(kaohe: Kaohe, workspace: Path) -> None:
    done = kaohe("diff", "data/indicators.yaml", "data/units.yaml")
    assert (done.code, done.out) == (2, "")
    assert "不是同一种表" in done.err


def test_a_table_that_only_one_side_has_is_named(kaohe: Kaohe, last_year: Path) -> None:
    (last_year / "incentives.yaml").unlink()
    done = kaohe("diff", "去年")
    assert done.code == 0
    assert "incentives.yaml" in done.err
    assert "没有比较" in done.err


def test_errors_on_either_side_name_file_and_line(kaohe: Kaohe, last_year: Path) -> None:
    replace(last_year / "indicators.yaml", ("weight: 6\n", "weight: 六\n"))
    for words in (("去年",), ("data", "去年")):
        done = kaohe("diff", *words)
        assert (done.code, done.out) == (2, "")
        assert re.search(r"^去年/indicators\.yaml:\d+:\d+: 错误 KH203", done.err, re.MULTILINE)


@pytest.mark.parametrize("name", ["没有这个", "", " ", "../nowhere", "x\ny", "-x", "字" * 400])
def test_what_is_neither_folder_nor_file_nor_version(kaohe: Kaohe, repository: Path, name: str) -> None:
    done = kaohe("diff", "--", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("错误：")
    assert len(done.err.splitlines()) == 1


def test_a_folder_without_tables(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "空").mkdir()
    assert "没有 indicators.yaml" in kaohe("diff", "空").err


def test_a_file_that_is_no_table(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "x.yaml").write_text("a: 1\n", "utf-8")
    done = kaohe("diff", "x.yaml")
    assert done.code == 2
    assert "不是 indicators.yaml" in done.err


# git


def test_a_version_out_of_git(kaohe: Kaohe, repository: Path) -> None:
    done = kaohe("diff", "v2020")
    assert (done.code, done.err) == (0, "")
    assert "6 分 → 7 分" in done.out
    assert "没有变化" in kaohe("diff", "v2020", "HEAD").out


def test_from_a_folder_below_with_chinese_names(
    kaohe: Kaohe, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = repository / "考核 工作" / "二〇二一年"
    inner.mkdir(parents=True)
    git(repository, "mv", "data", "考核 工作/二〇二一年/data")
    git(repository, "commit", "-q", "-m", "搬家")
    git(repository, "tag", "搬家以后")
    monkeypatch.chdir(inner)
    assert "6 分 → 7 分" in kaohe("diff", "搬家以后").out
    broken = inner / "data" / "indicators.yaml"
    replace(broken, ("weight: 7\n", "weight: 七\n"))
    git(repository, "commit", "-q", "-a", "-m", "写错")
    done = kaohe("diff", "HEAD")
    assert done.code == 2
    assert re.search(
        r"^HEAD:考核 工作/二〇二一年/data/indicators\.yaml:\d+:\d+: 错误 KH203", done.err, re.MULTILINE
    )
    assert "v2020 里没有 考核 工作/二〇二一年/data/indicators.yaml" in kaohe("diff", "v2020").err


def test_a_folder_goes_before_a_version_of_its_name(kaohe: Kaohe, repository: Path) -> None:
    shutil.copytree(repository / "data", repository / "v2020")
    done = kaohe("diff", "v2020")
    assert "没有变化" in done.out
    assert "既是文件夹，也是 git 里的版本" in done.err
    assert "6 分 → 7 分" in kaohe("diff", "refs/tags/v2020").out


def test_a_folder_without_tables_gives_way_to_a_version_of_its_name(kaohe: Kaohe, repository: Path) -> None:
    (repository / "v2020").mkdir()
    done = kaohe("diff", "v2020")
    assert "6 分 → 7 分" in done.out
    assert "文件夹“v2020”里没有表，按 git 里的版本比较" in done.err


def test_a_shallow_clone_is_told_of(
    kaohe: Kaohe, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "浅克隆" not in kaohe("diff", "v2019").err
    git(repository, "commit", "-q", "-a", "-m", "今年")
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    done = kaohe("diff", "v2020")
    assert done.code == 2
    assert "git fetch --unshallow --tags" in done.err


@pytest.mark.parametrize("name", ["导出.docx", "导出.xlsx"])
def test_a_document_is_compared_as_it_would_be_imported(kaohe: Kaohe, workspace: Path, name: str) -> None:
    kaohe("export", "-o", name, "--format", name[-4:])
    same = kaohe("diff", name)
    assert (same.code, same.out.splitlines()[-1]) == (0, "没有变化")
    kaohe("assign", "A04.1", "--set", "区教委,区科技局")
    forth, back = kaohe("diff", name), kaohe("diff", "data", name)
    assert "责任单位 〔+区教委+〕、区科技局" in forth.out
    assert "责任单位 〔-区教委-〕、区科技局" in back.out
    assert all("责任单位变化 1" in done.out and "取消" not in done.out for done in (forth, back))


def test_two_documents_are_compared(kaohe: Kaohe, workspace: Path) -> None:
    table = "序号\t指标\t权重\t考核内容\t责任单位\n1\t就业\t{}\t新增就业人数\t区教委\n"
    for year, weight in (("2021", "2"), ("2022", "3")):
        (workspace / f"{year}.txt").write_text(
            f"{year}年区考核指标任务分解表\n{table.format(weight)}", "utf-8"
        )
    done = kaohe("diff", "2021.txt", "2022.txt")
    assert "2 分 → 3 分（+1）" in done.out


def test_a_document_that_must_be_told_more(kaohe: Kaohe, workspace: Path) -> None:
    (workspace / "表.txt").write_text("项\t数\t责\n甲\t3\t区教委\n乙\t4\t区财政局\n", "utf-8")
    done = kaohe("diff", "表.txt")
    assert done.code == 2
    assert "请先用 kaohe import 表.txt --output 文件夹 读成数据" in done.err


def test_what_may_be_the_same_is_shown_on_both_sides(kaohe: Kaohe, last_year: Path) -> None:
    """Two tasks of one body with one weight: too little in common to be one, enough to be looked at."""
    for folder, out in (("去年", "A10"), ("data", "A11")):
        path = Path(folder, "indicators.yaml")
        lines = path.read_text("utf-8").split("\n")
        start = next(n for n, line in enumerate(lines) if line.strip() == f"- id: {out}")
        stop = next(
            n
            for n in range(start + 1, len(lines))
            if lines[n].strip().startswith("- id: A1") and "." not in lines[n]
        )
        path.write_text("\n".join(lines[:start] + lines[stop:]), "utf-8")
    done = kaohe("diff", "去年", "--format", "md")
    assert "可能是同一项：原来的 A11.1" in done.out
    assert "可能是同一项：现在的 A10.1" in done.out
    said = json.loads(kaohe("diff", "去年", "--format", "json").out)["criteria"]["maybe_same"]
    assert [(one["before_id"], one["after_id"]) for one in said] == [("A11.1", "A10.1")]


def test_without_a_repository(kaohe: Kaohe, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.parent))
    done = kaohe("diff", "v2020")
    assert done.code == 2
    assert "不在 git 仓库里" in done.err


def test_without_git(kaohe: Kaohe, last_year: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(last_year))
    assert "没有安装 git" in kaohe("diff", "v2020").err
    assert kaohe("diff", "去年").code == 0


@pytest.mark.parametrize(
    "name", ["--output=stolen", "-p", "--upload-pack=touch stolen", "HEAD:data", "HEAD --all"]
)
def test_a_hostile_version_reaches_no_option_of_git(kaohe: Kaohe, repository: Path, name: str) -> None:
    done = kaohe("diff", "--", name)
    assert done.code == 2
    assert "也不是 git 里的版本" in done.err
    assert not (repository / "stolen").exists()


def test_a_link_in_an_old_version_is_not_followed(kaohe: Kaohe, repository: Path) -> None:
    units = repository / "data" / "units.yaml"
    kept = units.read_bytes()
    units.unlink()
    units.symlink_to("indicators.yaml")
    git(repository, "commit", "-q", "-a", "-m", "链接")
    units.unlink()
    units.write_bytes(kept)
    done = kaohe("diff", "HEAD")
    assert done.code == 0
    assert "units.yaml，这张表没有比较" in done.err


# formats


def test_json_has_everything(kaohe: Kaohe, last_year: Path) -> None:
    record = json.loads(kaohe("diff", "去年", "--format", "json").out)
    assert (record["old"], record["new"], record["changed"]) == ("去年", "data", True)
    assert record["totals"] == {"before": 89, "after": 90}
    (row,) = record["criteria"]["changed"]
    assert (row["before_id"], row["after_id"], row["place"]) == ("A04.1", "A04.1", None)
    assert 0.5 < row["score"] < 1
    assert row["units"]["lead"] == ["区教委", "区科技局"]
    fields = {field["field"]: field for field in row["fields"]}
    assert (fields["weight"]["before"], fields["weight"]["after"]) == (6, 7)
    assert ["dropped", "究"] in fields["content"]["pieces"]
    loads = {load["unit"]: load for load in record["loads"]}
    assert loads["区科技局"]["before"]["led"] + 1 == loads["区科技局"]["after"]["led"]


def test_markdown(kaohe: Kaohe, last_year: Path) -> None:
    out = kaohe("diff", "去年", "--format", "md").out
    assert "科技创新<del>情况</del><ins>工作成效</ins>" in out
    assert "| 区科技局 | 0 → 1 | 1 → 0 | 2 | 0 → 7 | +7 |" in out


class _Page(HTMLParser):
    """The texts of a page, and whether its tags close as they should."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_of_its_own(kaohe: Kaohe, last_year: Path) -> None:
    replace(last_year / "indicators.yaml", ("研究经费", "<script>alert(1)</script>&研究经费"))
    done = kaohe("diff", "去年", "--format", "html", "--output", "变化.html")
    assert (done.code, done.out) == (0, "")
    text = Path("变化.html").read_text("utf-8")
    page = _Page()
    page.feed(text)
    assert page.open == []
    assert page.links == []
    assert "script" not in page.seen
    assert "&lt;script&gt;" in text
    assert "@import" not in text
    assert "url(" not in text


def test_one_body(kaohe: Kaohe, last_year: Path) -> None:
    replace(
        last_year / "indicators.yaml",
        ("weight: 4\n            units: [区发展改革委]", "weight: 3\n            units: [区发展改革委]"),
    )
    done = kaohe("diff", "去年", "--unit", "区教委")
    assert "A04.1" in done.out
    assert "A01.1" not in done.out
    assert "权重合计" not in done.out
    assert "没有变化" in kaohe("diff", "去年", "--unit", "区民政局").out
    assert kaohe("diff", "去年", "--unit", "区民政局", "--exit-code").code == 0
    wrong = kaohe("diff", "去年", "--unit", "区民正局")
    assert wrong.code == 2
    assert "可能是 区民政局" in wrong.err


def test_control_characters_do_not_steer_the_terminal(kaohe: Kaohe, last_year: Path) -> None:
    replace(last_year / "indicators.yaml", ("content: 研究经费", 'content: "\\e[31m研究经费" # content: '))
    for kind in ("table", "md"):
        assert "\x1b" not in kaohe("diff", "去年", "--format", kind).out


def test_renumbering_is_said_once(kaohe: Kaohe, last_year: Path) -> None:
    table = last_year / "indicators.yaml"
    text = re.sub(r"      - id: A01\n.*?(?=      - id: A02\n)", "", table.read_text("utf-8"), flags=re.DOTALL)
    for number in range(2, 26):
        text = text.replace(f"A{number:02d}", f"A{number - 1:02d}")
    table.write_text(text, "utf-8")
    out = kaohe("diff", "去年").out
    assert "+ A01.1 GDP增量及增速（4 分）" in out
    assert "编号顺延：A01.1—A24.1 → A02.1—A25.1（32 项）" in out
    assert "~ A02" not in out


def test_a_row_that_moved_to_another_section(kaohe: Kaohe, last_year: Path) -> None:
    table = last_year / "indicators.yaml"
    replace(table, ("      - id: B03\n", "      - id: B99\n"))
    text = table.read_text("utf-8")
    block = text[text.index("      - id: B99\n") : text.index("  - id: C\n")]
    text = text.replace(block, "").rstrip("\n") + "\n" + block.replace("B99", "D05").replace("B03", "D05")
    table.write_text(text, "utf-8")
    out = kaohe("diff", "去年").out
    assert "~ D05.1 → B03.1 社会公众生态环境满意度调查" in out
    assert "由 D 基础保障 移到 B 群众主观感受" in out


def test_a_long_text_is_cut_down_to_its_changes_on_the_screen(kaohe: Kaohe, last_year: Path) -> None:
    replace(last_year / "incentives.yaml", ("给予资金奖励支持", "给予资金奖补支持"))
    assert "措施原文 …" in kaohe("diff", "去年").out
    assert "措施原文：对建立健全巩固拓展脱贫攻坚成果长效机制" in kaohe("diff", "去年", "--format", "md").out


# a hostile repository, an inherited environment


def script(path: Path, marker: Path) -> str:
    path.write_text(f'#!/bin/sh\necho "$0 $@" >> "{marker}"\nexit 1\n', "utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_git_planted_in_the_workspace_is_not_run(
    kaohe: Kaohe, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = repository / "运行过"
    script(repository / "git", marker)
    (repository / "bin").mkdir()
    script(repository / "bin" / "git", marker)
    bad = ["", ".", "bin", str(repository), str(repository / "bin")]
    monkeypatch.setenv("PATH", os.pathsep.join([*bad, os.environ["PATH"]]))
    assert kaohe("diff", "v2020").code == 0
    monkeypatch.chdir("/")
    assert kaohe("--data", repository / "data", "diff", "v2020").code == 0
    assert not marker.exists()


def test_no_program_that_the_repository_names_is_run(
    kaohe: Kaohe, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = repository.parent / f"{repository.name}-运行过"
    named = script(repository.parent / f"{repository.name}.sh", marker)
    for key in (
        "core.fsmonitor",
        "diff.external",
        "core.pager",
        "core.sshCommand",
        "diff.x.textconv",
        "core.gitProxy",
    ):
        git(repository, "config", key, named)
    for key in (
        "filter.x.smudge",
        "filter.x.clean",
        "diff.x.command",
        "remote.origin.uploadpack",
        "alias.cat-file",
    ):
        git(repository, "config", key, f"!{named}" if key.startswith("alias") else named)
    (repository / ".gitattributes").write_text("*.yaml diff=x filter=x\n", "utf-8")
    for hook in ("post-index-change", "reference-transaction", "post-checkout"):
        script(repository / ".git" / "hooks" / hook, marker)
    assert kaohe("diff", "v2020").code == 0
    # A clone that lacks a part and would fetch it, by a program that the repository names.
    git(repository, "config", "core.repositoryFormatVersion", "1")
    git(repository, "config", "extensions.partialClone", "origin")
    git(repository, "config", "remote.origin.promisor", "true")
    git(repository, "config", "remote.origin.url", (repository.parent / "anywhere").as_uri())
    git(repository, "config", "protocol.allow", "always")
    marker.unlink(missing_ok=True)  # git itself was asked to set all that
    blob = (
        subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "rev-parse", "v2020:data/indicators.yaml"],
            cwd=repository,
            check=True,
            capture_output=True,
        )
        .stdout.decode()
        .strip()
    )
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    done = kaohe("diff", "v2020")
    assert done.code == 2
    assert "git 读不出旧版本" in done.err
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", named)
    monkeypatch.setenv("GIT_SSH_COMMAND", named)
    kaohe("diff", "v2020")
    assert not marker.exists()


def test_what_a_hook_of_another_repository_inherits_misleads_nobody(
    kaohe: Kaohe, repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    for name, value in {
        "GIT_DIR": other / ".git",
        "GIT_WORK_TREE": other,
        "GIT_INDEX_FILE": other / ".git" / "index.lock",
        "GIT_OBJECT_DIRECTORY": other / ".git" / "objects",
        "GIT_COMMON_DIR": other / ".git",
        "GIT_PREFIX": "data/",
        "GIT_NAMESPACE": "x",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_CONFIG_PARAMETERS": "'core.bare'='true'",
        "GIT_TRACE": "1",
    }.items():
        monkeypatch.setenv(name, str(value))
    done = kaohe("diff", "v2020")
    assert done.code == 0, done.err
    assert "A04.1" in done.out


def test_a_hook_of_the_repository_itself_can_compare(repository: Path) -> None:
    hook = repository / ".git" / "hooks" / "pre-commit"
    command = f'"{sys.executable}" -m kaohe_cli diff v2020 --format json -o "{repository / "出.json"}"'
    hook.write_text(f"#!/bin/sh\nexec {command}\n", "utf-8")
    hook.chmod(0o755)
    git(repository, "commit", "-q", "-a", "-m", "今年")
    assert "A04.1" in (repository / "出.json").read_text("utf-8")


def test_a_repository_that_the_user_trusts_by_environment_is_read(
    kaohe: Kaohe, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container of CI, where the files are somebody else's."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")  # taken away with the others
    for name, value in {"COUNT": "1", "KEY_0": "safe.directory", "VALUE_0": "*"}.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert kaohe("diff", "v2020").code == 0
