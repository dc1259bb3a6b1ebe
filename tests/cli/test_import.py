"""``kaohe import``: report, files, merge, exit codes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Outcome
from tests.importing.corpus import EXPECTED, PLAIN
from tests.importing.drawing import word
from tests.importing.test_sources import POLICY, WORD

Kaohe = Callable[..., Outcome]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "附件1.docx"
    path.write_bytes(word(PLAIN))
    return path


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    path = tmp_path / "存疑.docx"
    path.write_bytes(
        word(PLAIN.replace("|区规划自然资源局（区林业局）", "|区规划自然资源局（区林业局）\n合计||10||"))
    )
    return path


def test_without_a_target_it_reports_and_writes_nothing(kaohe: Kaohe, table: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = kaohe("import", table)
    assert done.code == 0
    assert done.out == (
        "附件1.docx\n"
        "  表1（考核指标）：5 行 = 表头 1 + 读入 4\n"
        "  表2（考核指标）：5 行 = 表头 1 + 读入 4\n"
        "表格共 10 行 = 表头 2 + 读入 8\n"
        "得到：考核指标 6，考核内容 8，单位 7，统称 1\n"
    )
    assert "没有写文件" in done.err
    assert sorted(tmp_path.rglob("*")) == before


def test_it_writes_a_folder_that_the_other_commands_read(kaohe: Kaohe, tmp_path: Path) -> None:
    folder = tmp_path / "2021" / "data"
    done = kaohe("import", WORD, POLICY, "--output", folder)
    assert (done.code, "已写入" in done.err) == (0, True)
    assert sorted(path.name for path in folder.iterdir()) == [
        "incentives.yaml",
        "indicators.yaml",
        "units.yaml",
    ]
    listed = kaohe("--data", folder, "list", "--format", "csv")
    assert listed.out == kaohe("--data", REPOSITORY / "data", "list", "--format", "csv").out
    checked = kaohe("--data", folder, "validate")
    assert checked.code == 0
    assert "KH505" in checked.out


def test_it_never_writes_over_data(kaohe: Kaohe, table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "units.yaml").write_text("units: []\n", "utf-8")
    done = kaohe("import", table, "-o", folder)
    assert done.code == 2
    assert "已有 units.yaml" in done.err
    assert [path.name for path in folder.iterdir()] == ["units.yaml"]
    assert (folder / "units.yaml").read_text("utf-8") == "units: []\n"


def test_a_file_in_place_of_the_folder(kaohe: Kaohe, table: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", "utf-8")
    done = kaohe("import", table, "-o", tmp_path / "data")
    assert (done.code, "不能用作文件夹" in done.err) == (2, True)


def test_dry_run_writes_nothing(kaohe: Kaohe, table: Path, tmp_path: Path) -> None:
    done = kaohe("import", table, "-o", tmp_path / "data", "--dry-run")
    assert done.code == 0
    assert not (tmp_path / "data").exists()


def test_what_must_be_mended_makes_the_exit_code_1(kaohe: Kaohe, doubtful: Path, tmp_path: Path) -> None:
    done = kaohe("import", doubtful, "-o", tmp_path / "data")
    assert done.code == 1
    assert "必须补上或改正（1 处）\n  表1第6行“权重”：合计写的是 10，各行之和是 9.5" in done.out
    text = (tmp_path / "data" / "indicators.yaml").read_text("utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../schema/indicators.schema.json\n# 来源：存疑.docx"
    )
    assert text.endswith(EXPECTED)


def test_a_refused_table_and_named_columns(kaohe: Kaohe, tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(word(PLAIN.replace("序号|指标|权重|考核内容及说明|责任单位", "甲|乙|丙|丁|戊")))
    done = kaohe("import", path, "-o", tmp_path / "data")
    assert done.code == 2
    assert "前几行是 甲 | 乙 | 丙 | 丁 | 戊" in done.err
    assert not (tmp_path / "data").exists()
    done = kaohe("import", path, "--columns", "1:序号,指标,权重,考核内容,责任单位")
    assert done.code == 0
    assert "表1（考核指标）：5 行 = 表头 1 + 读入 4" in done.out


def test_merging_shows_the_diff_and_keeps_the_rest(kaohe: Kaohe, workspace: Path) -> None:
    before = {path.name: path.read_bytes() for path in (workspace / "data").iterdir()}
    done = kaohe("import", WORD, POLICY, "--merge")
    assert done.code == 0
    assert "没有要改的" in done.err
    assert {path.name: path.read_bytes() for path in (workspace / "data").iterdir()} == before


def test_merging_next_years_table(kaohe: Kaohe, workspace: Path, table: Path) -> None:
    untouched = (workspace / "data" / "incentives.yaml").read_bytes()
    dry = kaohe("import", table, "--merge", "--dry-run")
    assert dry.code == 0
    assert "+title: 2022年市对区考核指标任务分解表" in dry.out
    assert "没有写文件" in dry.err
    assert "2021年市对区" in (workspace / "data" / "indicators.yaml").read_text("utf-8")
    done = kaohe("import", table, "--merge")
    assert done.out == dry.out
    text = (workspace / "data" / "indicators.yaml").read_text("utf-8")
    assert "title: 2022年市对区考核指标任务分解表" in text
    assert (workspace / "data" / "incentives.yaml").read_bytes() == untouched


def test_the_shipped_tables_are_not_merged_into(
    kaohe: Kaohe, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(table.parent)
    done = kaohe("import", table, "--merge")
    assert (done.code, "不能修改" in done.err) == (2, True)


def test_output_and_merge_exclude_each_other(kaohe: Kaohe, table: Path) -> None:
    assert kaohe("import", table, "--merge", "--output", "data").code == 2


def test_wrong_use(kaohe: Kaohe, tmp_path: Path) -> None:
    assert kaohe("import").code == 2
    missing = kaohe("import", tmp_path / "没有.docx")
    assert (missing.code, "找不到文件" in missing.err) == (2, True)


def test_help_is_chinese(kaohe: Kaohe) -> None:
    done = kaohe("import", "--help")
    assert done.code == 0
    assert "用法：kaohe import [选项] 文件…" in done.out
    assert "--columns" in done.out
