"""Random texts survive: into a draft's controls, or typed into the old form, and back."""

import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe_cli.collecting.reading import Known, Reader, ReturnedForm, Titles
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.properties import read_properties
from kaohe_cli.ooxml.reading.reading import read_content
from kaohe_cli.query.entries import entries_of, rows_by_unit
from kaohe_cli.query.rows import all_rows
from kaohe_cli.tables.units import Registry
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Workspace
from tests.ooxml.builder import docx

from .builder import SCORED_TITLE, scored
from .corpus.values import A10, INVESTMENT
from .drafting import draft, filled

_WORDS = (
    "基本情况", "自评得分", "自评排名：", "存在问题及建议：", "（四）", "责任人", "联系电话", "全年预计情况", "责任单位：",
    "一是", "；", "。", "，", "：", "1．", "（1）", "2. ", "3、", "增长8.2%", "第3名", "4.9分", "13800000000", "“甲”", "/",
    "&<>", "\t", "　", " ",
)  # fmt: skip
_piece = st.one_of(
    st.sampled_from(_WORDS),
    st.text(string.ascii_letters + string.digits, max_size=4),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=8),
)
_line = st.lists(_piece, min_size=1, max_size=8).map("".join)
_text = st.lists(_line, min_size=1, max_size=4).map("\n".join)
_plain_text = st.lists(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=30),
    min_size=1,
    max_size=5,
).map("\n".join)


@pytest.fixture(scope="module")
def reader() -> Reader:
    tables = Workspace(DataFolder(shipped("data"), Path("没有"), shipped=True)).tables()
    rows = rows_by_unit(tables)
    own = {unit: frozenset(entry.id for entry in entries_of(its)) for unit, its in rows.items()}
    assert isinstance(tables.registry, Registry)
    return Reader(Known(tables.registry, {}), Titles(all_rows(tables)), own, tables.forms)


def read(reader: Reader, data: bytes, unit: str | None = None) -> ReturnedForm:
    package = open_package(data)
    wanted = next((one for one in reader.known.registry.units if one.name == unit), None)
    (form,) = reader.read(read_content(package), read_properties(package), "回收.docx", wanted)
    return form


def tidy(text: Any) -> str:
    """A text as a report has it: without blank lines, blanks at the ends of lines and the closing “。”."""
    return "\n".join(line.strip() for line in str(text).split("\n") if line.strip()).rstrip("。")


def is_nothing(text: str) -> bool:
    return not any(sign.isalnum() and sign not in "xX×" for sign in text)


EMPTY = draft("区商务委")


@given(progress=_text, problems=_text, forecast=_text)
@settings(max_examples=60)
def test_into_a_draft_and_back(reader: Reader, progress: str, problems: str, forecast: str) -> None:
    texts = {"progress/situation": progress, "forecast/situation": forecast, "problems": problems}
    form = read(reader, filled(EMPTY, {"A10.1": texts, "A11.1": INVESTMENT}))
    for path, text in texts.items():
        if not is_nothing(text):
            assert tidy(form.rows["A10.1"].values.get(path, "")) == tidy(text)
    assert set(form.rows["A11.1"].values) == set(INVESTMENT)
    assert form.unclaimed == []


@given(progress=_plain_text, problems=_plain_text)
@settings(max_examples=40)
def test_into_the_old_form_and_back(reader: Reader, progress: str, problems: str) -> None:
    values = {**INVESTMENT, "progress/situation": progress, "problems": problems}
    form = read(reader, docx(*SCORED_TITLE, *scored(f"一、{A10}", values, marks="2")))
    assert {path: tidy(value) for path, value in form.rows["A10.1"].values.items()} == {
        path: tidy(value) for path, value in values.items()
    }
    assert form.unclaimed == []


@given(progress=_text, problems=_text)
@settings(max_examples=60)
def test_nothing_typed_into_the_old_form_is_lost(reader: Reader, progress: str, problems: str) -> None:
    """With the labels' own words in a text its end may be in doubt; but every word is somewhere.

    Whose it is is said: “责任单位：某公司” in a text would make it a question.
    """
    values = {**INVESTMENT, "progress/situation": progress, "problems": problems}
    lines = scored(f"一、{A10}", values, marks="2")
    form = read(reader, docx(*SCORED_TITLE, *lines), "区商务委")
    kept = "\n".join(
        [str(value) for row in form.rows.values() for value in row.values.values()]
        + [one.text for one in form.unclaimed]
    )
    for line in [*progress.split("\n"), *problems.split("\n")]:
        for word in words_of(line):
            assert word in kept


def words_of(line: str) -> list[str]:
    """The words of a line in Chinese characters that are no label's own."""
    found = "".join(sign if "\u4e00" <= sign <= "\u9fa5" else " " for sign in line)
    for label in _WORDS:
        found = found.replace(label.strip("：（）。 "), " ") if len(label.strip("：（）。 ")) > 1 else found
    return [word for word in found.split() if len(word) > 1]
