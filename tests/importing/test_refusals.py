"""What is not imported: tables that are none of ours, tables nobody understands, files that are no good."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from kaohe_cli.exceptions import KaoheError, WrongUseError
from kaohe_cli.importing import NothingFoundError, NotUnderstoodError, import_files
from kaohe_cli.ooxml.errors import PackageError, UnsafePackageError
from tests.importing.corpus import PLAIN
from tests.importing.drawing import word
from tests.ooxml.builder import docx, zipped

UNCLEAR = """
2022年表
项|数|责
甲|3|区教委
乙|4|区财政局
"""


def saved(folder: Path, data: bytes | str, name: str = "来文.docx") -> Path:
    path = folder / name
    path.write_bytes(word(data) if isinstance(data, str) else data)
    return path


def test_a_table_nobody_understands_is_refused_with_what_it_shows(tmp_path: Path) -> None:
    with pytest.raises(NotUnderstoodError) as refused:
        import_files([saved(tmp_path, UNCLEAR)])
    text = str(refused.value)
    assert "来文.docx 表1：3 列，前几行是 项 | 数 | 责 ⏎ 甲 | 3 | 区教委" in text
    assert "--columns 1:序号,指标,权重,考核内容,责任单位" in text


def test_one_such_table_refuses_the_whole_import(tmp_path: Path) -> None:
    with pytest.raises(NotUnderstoodError, match="表3"):
        import_files([saved(tmp_path, PLAIN + UNCLEAR)])


def test_until_its_columns_are_named_or_it_is_left_out(tmp_path: Path) -> None:
    path = saved(tmp_path, PLAIN + UNCLEAR)
    named = import_files([path], columns=["3:指标,权重,责任单位"])
    assert named.account.tables[2].fates == {"表头": 1, "读入": 2}
    without = import_files([path], columns=["3:不导入"])
    assert str(without.account.tables[2]) == "表3：3 行，没有导入（--columns 写明不导入）"
    assert without.account.fates["没有导入"] == 3
    assert sum(without.account.fates.values()) == without.account.rows


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("序号,甲乙丙", "“甲乙丙”不知道是哪一列"),
        ("序号,备注", "至少要有指标"),
        ("::", "无法识别"),
        ("1:指标,责任单位", "表1 有 3 列，--columns 写了 2 列"),
        ("9:指标,权重,责任单位", "--columns 写的表9没有：来文.docx 有 1 个表"),
        ("别的:1:指标,权重,责任单位", "--columns 写的别的 表1没有"),
    ],
)
def test_columns_named_wrongly(tmp_path: Path, option: str, said: str) -> None:
    with pytest.raises(WrongUseError, match=said):
        import_files([saved(tmp_path, UNCLEAR)], columns=[option])


def test_a_merged_header_of_named_columns_is_no_part_and_words_of_ones_own_are_kept(tmp_path: Path) -> None:
    document = """
2022年表
大项|<|怎么考|几分|谁|多少
一、组织机构|机构健全|成立机构|2|区政府办公室|3
^|领导重视|召开会议|1|区应急局|4
"""
    named = ["1:部分,指标,考核内容,权重,责任单位,照录"]
    result = import_files([saved(tmp_path, document)], columns=named)
    assert result.tables.indicators is not None
    (section,) = result.tables.indicators.sections
    assert section.title == "组织机构"
    assert [one.name for one in section.indicators] == ["机构健全", "领导重视"]
    assert [one.criteria[0].more for one in section.indicators] == [{"多少": "3"}, {"多少": "4"}]
    assert result.account.tables[0].fates == {"表头": 1, "读入": 2}


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("姓名|电话|签字\n张三||\n李四||", "报送或签字"),
        ("序号|指标|自评得分|自评排名|责任单位\n1|甲|3|第2名|区教委", "报送或签字|报送或汇总"),
        ("责任单位|区教委\n指标名称|甲\n1—10月完成情况|好", "报送或签字"),
        ("物品|数量|单价\n纸|2|3\n笔|2|3", "前几行是 物品 | 数量 | 单价"),
    ],
)
def test_other_tables_are_left_out_and_counted(tmp_path: Path, table: str, reason: str) -> None:
    result = import_files([saved(tmp_path, f"{PLAIN}\n附件4\n{table}\n")])
    account = result.account.tables[2]
    assert not account.is_read
    assert any(piece in account.reason for piece in reason.split("|")) or reason in account.reason
    assert sum(result.account.fates.values()) == result.account.rows == 10 + len(table.split("\n"))


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("就一段话", "也没有表格"),
        ("附件3\n（报送模板）\n一、××（指标名称）\n（一）责任单位：。", "kaohe collect"),
        ("物品|数量|单价\n纸|2|3\n笔|2|3", "看到的表：表1：3 行，没有导入"),
    ],
)
def test_files_with_nothing_to_import(tmp_path: Path, document: str, said: str) -> None:
    with pytest.raises(NothingFoundError, match=said):
        import_files([saved(tmp_path, document)])


def test_two_policies_at_once(tmp_path: Path) -> None:
    text = "渝府办发〔2022〕70号\n一、激励措施\n1.甲。对成效好的区县，给予资金奖励。（市教委负责）\n"
    for name in ("一.txt", "二.txt"):
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(WrongUseError, match=r"二\.txt 和前面的文件都有政策措施"):
        import_files([tmp_path / "一.txt", tmp_path / "二.txt"])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "空文件"),
        ("空.docx", b"", "空文件"),
        ("空白.txt", b" \n\t\n", "空文件"),
        ("表.pdf", b"%PDF-1.7 ...", "PDF"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不是 Word、Excel 或 WPS 文件"),
        ("坏.docx", b"PK\x03\x04 not a zip", "不完整或已损坏"),
        ("程序.txt", b"\x00\x01\x02\xff\xfe" * 100, "不是文本文件"),
        ("大.txt", b"\xe7\x94\xb2" * (4 * 2**20), "超过 10 MB"),
        ("照片.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 600, "是图片文件"),
        ("~$附件1.docx", b"x", "临时文件"),
    ],
    ids=["empty", "empty docx", "blank", "pdf", "doc", "broken docx", "program", "large", "picture", "lock"],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(KaoheError, match=said):
        import_files([saved(tmp_path, data, name)])


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(KaoheError, match="找不到文件"):
        import_files([tmp_path / "没有.docx"])
    with pytest.raises(KaoheError, match="是文件夹"):
        import_files([tmp_path])


def with_member(name: str, data: bytes) -> bytes:
    """A sound .docx with a further member."""
    buffer = io.BytesIO(docx("甲"))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({"[Content_Types].xml": "x", "word/big.xml": b"\0" * 2**26}), "压缩炸弹"),
        (with_member("../../etc/passwd", b"x"), "不安全"),
        (with_member("word/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "DTD"),
    ],
    ids=["bomb", "path", "DTD"],  # not the bytes, which carry the time of day
)
def test_hostile_packages_are_refused(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(UnsafePackageError, match=said):
        import_files([saved(tmp_path, data)])


def test_an_archive_that_is_no_office_file(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="不是 Word 文件"):
        import_files([saved(tmp_path, zipped({"readme.txt": "x"}))])


def test_deeply_nested_tables_and_ragged_rows_do_no_harm(tmp_path: Path) -> None:
    inner = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
    for _ in range(60):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>"
    with pytest.raises(KaoheError):
        import_files([saved(tmp_path, docx(inner))])
    ragged = PLAIN.replace("^|^|2|民营企业", "^|2|民营企业")
    result = import_files([saved(tmp_path, ragged)])
    assert sum(result.account.fates.values()) == result.account.rows


ENDLESS = [
    "（牵头",
    "（",
    "）",
    "一、",
    "1.",
    "补助",
    "公益金",
    "111",
    "分",
    "《甲",
    "    ",
    "\n",
    "、",
    "2022年",
    "甲",
    "①\n",
]


@pytest.mark.parametrize("piece", ENDLESS)
def test_endless_texts_come_to_an_end(tmp_path: Path, piece: str) -> None:
    """A text that takes more than its length would hang here for hours."""
    long = piece * 40_000
    head = "2022年考核指标表\n一、经济\n"
    texts = [
        f"{head}{long}\n1.{long}（市教委负责）\n（一）{long}",
        f"{head}序号\t指标\t权重\t考核内容\t责任单位\n1\t{long}\t{long}\t{long}\t{long}\n",
    ]
    for text in texts:
        with suppress(KaoheError):
            import_files([saved(tmp_path, text.encode(), "长.txt")])
