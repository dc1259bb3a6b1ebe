"""What only looks like a 汉字 is read as what it looks like, at every door through which text comes in."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from kaohe_cli.words.folding import LOOKALIKE, as_it_looks, bare, fold, look_of, plain
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]

KANGXI = "".join(map(chr, range(0x2F00, 0x2FD6)))
PASTED = "区\u2f69\u200b\u2f84委"  # 区白至委 out of a PDF, with a zero-width sign


def test_every_kangxi_radical_is_read_as_the_character_it_looks_like() -> None:
    looks = as_it_looks(KANGXI)
    assert looks == unicodedata.normalize("NFKC", KANGXI)
    assert not LOOKALIKE.search(looks)
    assert len(looks) == len(KANGXI)


def test_the_radicals_supplement_has_the_simplified_forms_that_reports_are_full_of() -> None:
    assert as_it_looks("⻓⻔⻚⻛⻋⻅⻉⻢⻥⻨⻩⻬⻰⺠⻄⻘") == "长门页风车见贝马鱼麦黄齐龙民西青"


def test_a_radical_that_is_only_a_piece_of_a_character_stays() -> None:
    assert as_it_looks("⺈") == look_of("⺈") == "⺈"


def test_what_is_compared_is_compared_as_it_looks() -> None:
    assert bare("区\u2f42旅\u00ad委") == bare("区文旅委")
    assert plain("（\u2f00 分）") == "(一分)"


def test_folding_keeps_every_offset() -> None:
    text = "１．自评得分（满分为３分）：２．９　。"
    assert fold(text) == "1.自评得分(满分为3分):2.9 。"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("words", ["list --unit", "show", "assign --unit", "unit show"])
def test_arguments_pasted_from_a_pdf_are_read_as_they_look(kaohe: Kaohe, words: str) -> None:
    plain_words, pasted = ("区文化旅游委", "区\u2f42化\u200b旅游委")
    if words == "show":
        plain_words, pasted = "A02", "A\u200b02"
    expected = kaohe(*words.split(), plain_words)
    assert kaohe(*words.split(), pasted) == expected


def test_a_file_that_is_called_so_is_opened(kaohe: Kaohe, tmp_path: Path) -> None:
    table = tmp_path / "\u2f42.txt"
    table.write_text("随便写的", "utf-8")
    assert table.name in kaohe("import", str(table)).err


def test_a_word_file_pasted_together_from_a_pdf_is_imported_as_it_looks(kaohe: Kaohe, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("2022年考核指标任务分解表")
    table = document.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("序号", "指标名称", "分值", "责任单位"), strict=True):
        cell.text = text
    for number, (name, units) in enumerate(
        [("⺠营经济", "区\u2f42旅委"), ("\u2f24数据", "区\u00ad商务委")], 1
    ):
        for cell, text in zip(table.add_row().cells, (str(number), name, "5", units), strict=True):
            cell.text = text
    document.save(str(tmp_path / "表.docx"))
    done = kaohe("import", str(tmp_path / "表.docx"), "--output", str(tmp_path / "新"))
    text = (tmp_path / "新" / "indicators.yaml").read_text("utf-8")
    assert "民营经济" in text, done.err
    assert "大数据" in text
    assert "[区文旅委]" in text
    assert "[区商务委]" in text
    assert not LOOKALIKE.search(text)


@pytest.mark.parametrize(
    ("name", "separator"),
    [("表.txt", "\t"), ("表.csv", ","), ("表.html", "</td><td>")],
    ids=["txt", "csv", "html"],
)
def test_headings_and_headers_out_of_a_pdf_are_read_in_every_format(
    kaohe: Kaohe, tmp_path: Path, name: str, separator: str
) -> None:
    """⼀ for 一, ⻓ for 长, ⽬ for 目."""
    rows = [
        ("序号", "指标", "分值", "考核内容及说明", "责任单位"),
        ("1", "项\u2f6c完成", "5", "增\u2ed3率", "区\u200b教委"),
    ]
    lines = [separator.join(row) for row in rows]
    if name.endswith("html"):
        body = "".join(f"<tr><td>{line}</td></tr>" for line in lines)
        text = f"<html><body><p>2022年考核指标表</p><p>\u2f00、经济（5分）</p><table>{body}</table></body></html>"
    else:
        text = "\n".join(["2022年考核指标表", "\u2f00、经济（5分）", *lines])
    (tmp_path / name).write_text(text, "utf-8")
    done = kaohe("import", str(tmp_path / name), "--output", str(tmp_path / "新"))
    written = (tmp_path / "新" / "indicators.yaml").read_text("utf-8")
    assert ("title: 经济\n" in written, "项目完成" in written) == (True, True), done.err + written
    assert ("content: 增长率" in written, "[区教委]" in written) == (True, True)
