"""Files as they come: encodings, sizes, schema errors; each becomes a finding in our words."""

import os
import sys
from pathlib import Path

import pytest

from kaohe_cli.forms.reports import Report
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.workspace.source import load, read_source
from kaohe_cli.workspace.store import MAX_BYTES
from kaohe_cli.yamltext.reader import Mark
from tests.progress.filled import TABLES

TABLE = """\
schema_version: 1
year: 2021
title: 表
sections:
  - id: A
    title: 经济
    form: scored
    total_weight: 3
    indicators:
      - id: A01
        name: 甲
        criteria:
          - {id: A01.1, weight: 3, units: [区教委], content: 乙}
"""


def findings(path: Path) -> list[tuple[str, int, int, str]]:
    loaded = load(read_source(path), IndicatorTable)
    return [(f.code, f.line, f.column, f.message) for f in loaded.findings]


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        b"\xef\xbb\xbf" + TABLE.encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.rstrip("\n").encode(),
    ],
    ids=["lf", "bom", "crlf", "no final newline"],
)
def test_files_of_every_editor_are_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_bytes(data)
    loaded = load(read_source(path), IndicatorTable)
    assert loaded.findings == ()
    assert loaded.get().year == 2021
    assert loaded.finding("X", "", loaded.get().sections[0], "form").column == 11


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (TABLE.encode("gb18030"), "KH102", "GBK"),
        (TABLE.encode("utf-16"), "KH102", "UTF-16"),
        (b"\xff\x00\xfe\x81\x30", "KH102", "不是 UTF-8"),
        (b"", "KH105", "空"),
        (b"[" * 10_000_000, "KH105", "嵌套"),
        (b" " * (MAX_BYTES + 1), "KH101", "超过 10 MB"),
        (b"PK\x03\x04\x14\x00\x06\x00", "KH103", "看不见的字符"),
    ],
)
def test_a_file_that_is_no_table_says_what_it_is(tmp_path: Path, data: bytes, code: str, says: str) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_bytes(data)
    found = findings(path)
    assert [entry[0] for entry in found] == [code]
    assert says in found[0][3]


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert findings(tmp_path / "没有.yaml")[0][3] == "找不到这个文件"
    assert findings(tmp_path)[0][3] == "这是一个文件夹，不是文件"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text(TABLE, "utf-8")
    path.chmod(0)
    assert "权限" in findings(path)[0][3]


def test_all_schema_errors_come_in_one_run_with_their_places(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text(
        TABLE.replace("name: 甲", "nmae: 甲")
        .replace("weight: 3,", 'weight: "3",')
        .replace("year: 2021", "year: 1921"),
        "utf-8",
    )
    found = findings(path)
    assert {(code, line, column) for code, line, column, _ in found} == {
        ("KH201", 10, 9),
        ("KH202", 11, 9),
        ("KH203", 13, 33),
        ("KH204", 2, 7),
    }


def test_a_bad_row_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yaml"
    row = "          - {id: A01.2, weight: x, units: [区教委], content: 丙}\n"
    path.write_text(TABLE + row, "utf-8")
    loaded = load(read_source(path), IndicatorTable)
    assert [f.code for f in loaded.findings] == ["KH203"]
    assert loaded.partial
    assert loaded.model is not None
    assert [place.criterion.id for place in loaded.model.criteria()] == ["A01.1"]


def test_what_one_reader_leaves_out_the_next_finds_again(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yaml"
    row = "          - {id: A01.2, weight: x, units: [区教委], content: 丙}\n"
    path.write_text(TABLE + row, "utf-8")
    assert findings(path) == findings(path) != []


def test_phone_numbers_are_masked_in_findings_of_private_files(tmp_path: Path) -> None:
    path = tmp_path / "区教委.yaml"
    path.write_text('schema_version: 1\nyear: 2021\nunit: 区教委\nthrough_month: "13800000000"\n', "utf-8")
    (finding,) = load(read_source(path, private=True), Report).findings
    assert finding.source == 'through_month: "***********"'


def test_a_number_broken_over_two_lines_is_masked_in_both(tmp_path: Path) -> None:
    path = tmp_path / "区教委.yaml"
    text = (
        "schema_version: 1\nyear: 2021\nunit: 区教委\nthrough_month: 10\nleader: 赵六1380000\n  0001\nx: 1\n"
    )
    path.write_text(text, "utf-8")
    loaded = load(read_source(path, private=True), Report)
    assert loaded.model is not None
    found = [loaded.source.finding("X", "", Mark(0, line, 0)).source for line in (4, 5)]
    assert found == ["leader: 赵六*******", "  ****"]


def test_a_bare_phone_number_is_still_text(tmp_path: Path) -> None:
    path = tmp_path / "区教委.yaml"
    path.write_text(
        "schema_version: 1\nyear: 2021\nunit: 区教委\nthrough_month: 10\ncontact: {mobile: 13800000000}\n",
        "utf-8",
    )
    assert load(read_source(path), Report, TABLES.forms).get().said["contact/mobile"] == "13800000000"


def test_conflict_markers_are_named_at_their_line(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yaml"
    both = "<<<<<<< HEAD\nyear: 2021\n=======\nyear: 2022\n>>>>>>> 新表\n"
    path.write_text(f"schema_version: 1\n{both}title: 表\n{both}", "utf-8")
    found = read_source(path).findings
    assert [(one.code, one.line, one.column) for one in found] == [("KH103", 2, 1), ("KH103", 8, 1)]
    assert found[0].message == "合并冲突没有解决，从这一行到第 6 行"
    assert found[0].hint
    assert "=======" in found[0].hint


@pytest.mark.parametrize("left", ["=======", "=======\r", "||||||| base", ">>>>>>> 新表", "<<<<<<< HEAD"])
def test_a_marker_that_was_left_behind_is_named_too(tmp_path: Path, left: str) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_bytes(f"schema_version: 1\n{left}\nyear: 2021\n".encode())
    (found,) = read_source(path).findings
    assert (found.code, found.line) == ("KH103", 2)
    assert "合并冲突" in found.message


def test_what_only_looks_like_a_marker_is_text(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text("# =======\na: |\n  =======\n  <<<<<<< HEAD\nb: =======\nc: 1\n", "utf-8")
    assert read_source(path).findings == ()
