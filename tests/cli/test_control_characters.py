"""Characters that steer the terminal: told in the data, and visible wherever something is printed."""

import csv
import io
import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kaohe_cli.cli.diff_html import as_html
from kaohe_cli.cli.diff_report import DiffBlock, DiffEntry, Report
from kaohe_cli.cli.diff_text import as_markdown, as_table
from kaohe_cli.cli.diff_words import plain
from kaohe_cli.cli.findings import REPORTS, ReportFormat
from kaohe_cli.cli.formats import FORMATS, Column, Grid, Rows
from kaohe_cli.cli.output import Format, emit, remark
from kaohe_cli.workspace.finding import Finding
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]

NASTY = "民营\x1b[31m经\u202e济\x9b31m发\u200b展\x07\U000e0041"
SHOWN = "民营\\u001b[31m经\\u202e济\\u009b31m发\\u200b展\\u0007\\udb40\\udc41"
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\U000e0000-\U000e007f]"
)


def write_into(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    "written", ["民营\\e[31m经济", "民营\\u202e经济", "民营\\x9b31m", "民营\u200b经济", "民\\u200D营"]
)
@pytest.mark.parametrize(
    "words", ["list", "list --format json", "show A02", "export", "draft --unit 区商务委", "status"]
)
def test_no_command_works_on_a_table_that_hides_something(
    kaohe: Kaohe, workspace: Path, words: str, written: str
) -> None:
    write_into(workspace / "data" / "indicators.yaml", "name: 民营经济发展成效", f'name: "{written}"')
    done = kaohe(*words.split())
    assert done.code == 2
    assert "indicators.yaml:" in done.err
    assert "KH103 有看不见的字符 U+" in done.err
    assert "程序内部出错" not in done.err
    assert not STEERING.search(done.out + done.err)


def test_validate_names_the_character_and_its_place(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "indicators.yaml"
    write_into(path, "name: 民营经济发展成效", 'name: "民营经济\\e[31m发展成效"')
    write_into(path, "content: 按统计数据考核", "content: 按统计\u202e数据考核")
    done = kaohe("validate")
    assert done.code == 1
    assert "有看不见的字符 U+001B" in done.out
    lines = done.out.splitlines()
    (place,) = (at for at, line in enumerate(lines) if "U+202E" in line)
    assert lines[place + 1].endswith("content: 按统计\\u202e数据考核")
    caret = lines[place + 2].index("^")
    assert len(lines[place + 1].partition("\\u202e")[0].encode("gbk")) == caret
    assert kaohe("validate", "--format", "github").code == 1


@pytest.mark.parametrize("format", FORMATS)
def test_rows_are_visible_in_every_format(format: Format, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: A002
    grid = Grid((Column("名称"),), [(NASTY,)], f"共 1 行 {NASTY}")
    emit(FORMATS[format](Rows(lambda: grid, lambda: grid, lambda: [{"名称": NASTY}])), exact=format == "csv")
    out = capsys.readouterr().out
    assert not STEERING.search(out.replace("\r\n", "\n"))
    if format == "json":
        assert json.loads(out) == [{"名称": NASTY}]
    elif format == "yaml":
        assert yaml.safe_load(out) == [{"名称": NASTY}]
    elif format == "csv":
        assert out.startswith("\ufeff")
        assert list(csv.reader(io.StringIO(out[1:]))) == [["名称"], [SHOWN]]
    else:
        assert SHOWN in "".join(out.split()).replace("<br>", "").replace("\\\\", "\\")


@pytest.mark.parametrize("format", REPORTS)
def test_findings_are_visible_in_every_format(
    format: ReportFormat,  # noqa: A002
    capsys: pytest.CaptureFixture[str],
) -> None:
    finding = Finding(f"data/{NASTY}\n甲.yaml", 3, 9, "KH204", NASTY, hint=NASTY, source=f"名称: {NASTY}")
    emit(REPORTS[format]([finding], {}))
    out = capsys.readouterr().out
    assert not STEERING.search(out)
    assert "\\u202e" in out
    if format in ("json", "sarif"):
        assert json.loads(out)


@pytest.mark.parametrize("write", [as_html, as_markdown, as_table])
def test_a_comparison_is_visible_in_every_format(
    write: Callable[[Report], str], capsys: pytest.CaptureFixture[str]
) -> None:
    entry = DiffEntry("+", plain(NASTY), ())
    emit(write(Report(NASTY, (NASTY,), (DiffBlock(NASTY, entries=(entry,), notes=(NASTY,)),))))
    out = re.sub("\x1b\\[[0-9;]*m", "", capsys.readouterr().out)
    assert not STEERING.search(out)
    assert out.count("u202e") >= 5


def test_colours_of_ours_reach_the_terminal_and_those_of_others_do_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    emit(as_table(Report("标题\x1b[5m", (), ())))
    assert capsys.readouterr().out == "\x1b[1m标题\\u001b[5m\x1b[0m\n"


def test_a_remark_is_visible(capsys: pytest.CaptureFixture[str]) -> None:
    remark(f"“{NASTY}”不是文件夹")
    assert capsys.readouterr().err == f"“{SHOWN}”不是文件夹\n"


def test_what_is_written_into_a_file_is_visible_too(tmp_path: Path) -> None:
    emit("甲\u202e乙\udcc9", tmp_path / "出.txt")
    assert (tmp_path / "出.txt").read_text("utf-8") == "甲\\u202e乙\\udcc9\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
@pytest.mark.parametrize("name", ["\x1b[31m新\u202e表", "甲\n全部通过", b"\xc9\xcc\xce\xf1"])
def test_a_file_name_steers_nothing(kaohe: Kaohe, workspace: Path, name: str | bytes) -> None:
    folder = workspace / os.fsdecode(name)
    (workspace / "data").rename(folder)
    write_into(folder / "indicators.yaml", "year: 2021", "year: 二零二一")
    for words in (["validate"], ["validate", "--format", "json"], ["list"], ["list", "--unit", "没有的单位"]):
        done = kaohe("--data", folder, *words)
        assert done.code in (1, 2)
        assert not STEERING.search(done.out + done.err)
        assert "\n全部通过" not in done.out + done.err
        (done.out + done.err).encode()  # no half of a pair is left


def test_old_versions_are_looked_at_as_closely(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "indicators.yaml"
    before = path.read_text("utf-8")
    write_into(path, "name: 民营经济发展成效", 'name: "民营\\e[31m经济"')
    git = ["git", "-c", "user.name=甲", "-c", "user.email=a@example.invalid"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "旧"]):
        subprocess.run([*git, *words], cwd=workspace, check=True)
    path.write_text(before, "utf-8")
    done = kaohe("diff", "HEAD")
    assert done.code == 2
    assert "有看不见的字符 U+001B" in done.err
    assert not STEERING.search(done.out + done.err)


def test_a_pasted_number_comes_without_what_its_phone_put_around_it(kaohe: Kaohe, workspace: Path) -> None:
    """Messengers put U+202D and U+202C around a number that is copied from a card."""
    from docx import Document

    document = Document()
    for line in (
        "附件3",
        "2021年区级承担考核指标1—10月完成情况模板（计分）",
        "区商务委",
        "1．社会消费品零售总额及增速（满分3分）",
        "（二）1—10月完成情况",
        "1．基本情况：增\u200b长\u202e8%。\u2028排名第三",
    ):
        document.add_paragraph(line)
    document.save(str(workspace / "区商务委.docx"))
    done = kaohe("collect", "区商务委.docx", "--unit", "区商务委")
    assert done.code in (0, 1), done.err
    text = (workspace / "data" / "reports" / "2021-10" / "区商务委.yaml").read_text("utf-8")
    assert "增长8%。\n" in text
    assert not STEERING.search(text)
