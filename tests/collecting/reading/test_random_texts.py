"""Any text that a unit may write comes back as it was, the form's own words inside it included."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe_cli.collecting.reading import Known, Reader, ReturnedForm, Titles
from kaohe_cli.drafting.annex3 import context
from kaohe_cli.drafting.drafts import Drafter, open_drafter
from kaohe_cli.forms.reports import Report
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.properties import read_properties
from kaohe_cli.ooxml.reading.reading import read_content
from kaohe_cli.query.entries import entries_of, rows_by_unit
from kaohe_cli.query.rows import all_rows
from kaohe_cli.tables.units import Unit
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Workspace
from tests.ooxml.printed_form import W, document_xml, with_document

UNIT = "区商务委"
ROWS = ("A18.1", "B02.1", "C03.1")

LABELS = [
    "1. 基本情况：", "2. 自评得分（满分为3分）：", "3. 自评排名：第1名。", "（一）责任单位：区教委。",
    "（二）1—10月完成情况", "（三）全年预计情况", "（四）存在问题及建议：", "（五）对接市级部门情况",
    "（六）区级责任单位", "2. 责任人：", "联系电话（手机）：13800000001", "一、主要做法",
    "社会消费品零售总额及增速", "三、社会消费品零售总额及增速", "2021年市对区考核指标完成情况",
]  # fmt: skip
PIECES = [
    *LABELS,
    "增长8%",
    "，",
    "。",
    "；",
    "：",
    "（1）",
    "“十四五”",
    "12.5亿元",
    " ",
    "排名第2",
    "A18.1",
    "kh_a_row",
    "<w:t>",
    "{{ 项 }}",
]

line = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
    | st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
)  # fmt: skip
SAYS_NOTHING = re.compile(r"[\s\W_×xX]*")
one_line = line.map(str.strip).filter(lambda text: not SAYS_NOTHING.fullmatch(text))
paragraphs = st.lists(one_line, min_size=1, max_size=4).map("\n".join)


@cache
def drafter() -> Drafter:
    return open_drafter(
        Workspace(DataFolder(shipped("data"), shipped("data").parent, shipped=True)), None, None
    )


@cache
def reader() -> Reader:
    tables = drafter().tables
    own = {unit: frozenset(e.id for e in entries_of(rows)) for unit, rows in rows_by_unit(tables).items()}
    return Reader(Known(tables.registry, {}), Titles(all_rows(tables)), own, tables.forms)


def drafted(entries: dict[str, Any]) -> bytes:
    """The draft of a body of which this is known."""
    tables = drafter().tables
    report = Report.model_validate(
        {"schema_version": 1, "year": 2021, "unit": UNIT, "through_month": 10, "entries": entries}
    )
    unit = tables.registry.resolve(UNIT)
    assert isinstance(unit, Unit)
    variables = context(unit, rows_by_unit(tables)[UNIT], tables, report, 10)
    properties = {"kaohe_unit": UNIT, "kaohe_year": "2021", "kaohe_through_month": "10"}
    return drafter().template.render(variables, properties=properties, digest_property="kaohe_digest")


def read(data: bytes) -> ReturnedForm:
    package = open_package(data)
    (form,) = reader().read(read_content(package), read_properties(package), "交回.docx")
    return form


def without_closing(text: str) -> str:
    """A text but for blanks around its lines and the “。” at its end, which may be the form's."""
    return "\n".join(line.strip() for line in text.split("\n")).rstrip("。")


@given(paragraphs, paragraphs, paragraphs)
def test_known_texts_are_read_back_from_a_draft(situation: str, forecast: str, problems: str) -> None:
    entries = {
        row: {"progress": {"situation": situation}, "forecast": {"situation": forecast}, "problems": problems}
        for row in ROWS
    }
    form = read(drafted(entries))
    assert set(form.rows) >= set(ROWS)
    for row in ROWS:
        values = form.rows[row].values
        assert without_closing(str(values["progress/situation"])) == without_closing(situation)
        assert without_closing(str(values["forecast/situation"])) == without_closing(forecast)
        assert without_closing(str(values["problems"])) == without_closing(problems)
    assert form.unclaimed == []


@given(paragraphs, one_line, st.decimals(0, 3, places=1))
def test_texts_typed_into_the_controls_are_read_back(situation: str, problems: str, score: Decimal) -> None:
    typed = {
        "A18.1/progress/situation": situation,
        "A18.1/progress/self_score": str(score),
        "A18.1/problems": problems,
        "B02.1/forecast/situation": situation,
    }
    form = read(typed_into(drafted({}), typed))
    values = form.rows["A18.1"].values
    assert without_closing(str(values["progress/situation"])) == without_closing(situation)
    assert values["progress/self_score"] == score
    assert without_closing(str(values["problems"])) == without_closing(problems)
    assert without_closing(str(form.rows["B02.1"].values["forecast/situation"])) == without_closing(situation)
    assert sum(len(row.values) for row in form.rows.values()) == len(typed)
    assert form.unclaimed == []


@pytest.mark.slow
@settings(max_examples=200)
@given(paragraphs, one_line, st.decimals(0, 3, places=1))
def test_texts_typed_where_tags_are_lost_are_read_back(situation: str, problems: str, score: Decimal) -> None:
    """LibreOffice 7.4 drops every tag; the bookmarks on the labels stay."""
    typed = {
        "A18.1/progress/situation": situation,
        "A18.1/progress/self_score": str(score),
        "A18.1/problems": problems,
        "C03.1/progress/situation": situation,
    }
    data = typed_into(drafted({}), typed)
    root = document_xml(data)
    for control in list(root.iter(f"{W}sdt")):
        for child in list(control.find(f"{W}sdtContent")):  # type: ignore[arg-type]
            control.addprevious(child)
        control.getparent().remove(control)  # type: ignore[union-attr]
    form = read(with_document(data, root))
    values = form.rows["A18.1"].values
    assert without_closing(str(values["progress/situation"])) == without_closing(situation)
    assert values["progress/self_score"] == score
    assert without_closing(str(values["problems"])) == without_closing(problems)
    assert sum(len(row.values) for row in form.rows.values()) == len(typed)


def typed_into(data: bytes, values: dict[str, str]) -> bytes:
    """A draft with these texts in its controls, by tag; line breaks as Enter makes them there."""
    root = document_xml(data)
    for control in root.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        words = values.get(tag.get(f"{W}val", "") if tag is not None else "")
        run = control.find(f"{W}sdtContent/{W}r")
        if words is None or run is None:
            continue
        for node in [child for child in run if child.tag != f"{W}rPr"]:
            run.remove(node)
        for number, piece in enumerate(words.split("\n")):
            if number:
                run.append(run.makeelement(f"{W}br"))
            node = run.makeelement(f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            node.text = piece
            run.append(node)
    return with_document(data, root)


def test_every_field_that_the_forms_ask_has_a_place_in_the_reader() -> None:
    wordings = reader().wordings
    for form in drafter().tables.forms:
        order = wordings.of_form(form).order
        places = [order[field.key] for field in form.fields]
        assert places == sorted(places)
