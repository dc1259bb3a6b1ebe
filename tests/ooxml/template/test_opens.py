"""Finished files open: python-docx reads them, LibreOffice converts them."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest

from kaohe_cli.ooxml.template.template import Template
from kaohe_cli.ooxml.template.values import Paragraphs, Placeholder
from tests.conftest import PATIENCE
from tests.ooxml.builder import (
    all_of,
    bookmark,
    document,
    docx,
    p,
    package,
    part,
    r,
    sdt,
    tbl,
    text_box,
    tr,
)

FILTERS: dict[str, Callable[..., object]] = {
    "分段": Paragraphs,
    "待填": lambda value, words: value or Placeholder(words),
}
CONTEXT = {
    "年份": 2021,
    "项们": [
        {"anchor": "A01.1", "名": "甲 & 乙", "情况": "第一段\n第二段", "领导": ""},
        {"anchor": "A02.1", "名": "丙", "情况": "", "领导": "张三"},
    ],
}
FORM = (
    p("{{ 年份 }}年{# 说明 #}报送", bookmark("_GoBack", "")),
    p("{% for 项 in 项们 %}"),
    p("{{ loop.index }}.{{ 项.名 }}"),
    p(
        bookmark("kh_sit", r("基本情况："), 1),
        sdt(r("{{ 项.情况|分段 }}"), properties="<w:tag w:val='{{ 项.anchor }}'/><w:id w:val='9'/>"),
    ),
    p(
        bookmark("kh_lead", r("责任领导："), 2),
        sdt(r("{{ 项.领导|待填('姓名') }}"), properties="<w:id w:val='10'/><w:lock w:val='sdtLocked'/>"),
    ),
    p("外", text_box("{{ 项.名 }}")),
    p("{% endfor %}"),
    tbl(tr("名", "领导"), tr("{% for 项 in 项们 %}{{ 项.名 }}", "{{ 项.领导 }}{% endfor %}")),
    p("尾"),
)


def form() -> bytes:
    """A finished form with everything in it."""
    header = document(p("{{ 年份 }}")).replace("w:document", "w:hdr")
    header = header.replace("<w:body>", "").split("<w:sectPr>")[0] + "</w:hdr>"
    template = package(document(*FORM), {"word/header1.xml": header}, kinds={"header1.xml": "header"})
    return Template(template, filters=FILTERS).render(
        CONTEXT, properties={"year": "2021"}, digest_property="digest"
    )


def test_python_docx_reads_it() -> None:
    opened = python_docx.Document(io.BytesIO(form()))
    assert [cell.text for row in opened.tables[0].rows for cell in row.cells] == [
        "名",
        "领导",
        "甲 & 乙",
        "",
        "丙",
        "张三",
    ]
    assert opened.paragraphs[0].text == "2021年报送"


@pytest.mark.libreoffice
def test_libreoffice_converts_it(tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_bytes(form())
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "form.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    shown = (tmp_path / "form.txt").read_text("utf-8-sig")
    for words in (
        "2021年报送",
        "1.甲 & 乙",
        "基本情况：第一段",
        "第二段",
        "责任领导：姓名",
        "责任领导：张三",
        "尾",
    ):
        assert words in shown


CONTROL_ORDER = (
    "rPr",
    "alias",
    "tag",
    "id",
    "lock",
    "placeholder",
    "temporary",
    "showingPlcHdr",
    "dataBinding",
    "label",
    "text",
)


@pytest.mark.parametrize(
    "properties",
    [
        "",
        "<w:text/>",
        "<w:dataBinding/><w:text/>",
        "<w:rPr/><w:alias w:val='x'/><w:tag w:val='x'/><w:id w:val='1'/><w:placeholder/><w:temporary/>",
        "<w:lock w:val='sdtLocked'/><w:label w:val='1'/><w:text/>",
    ],
)
def test_the_children_of_a_control_keep_the_order_of_the_schema(properties: str) -> None:
    data = Template(docx(p(sdt(r("{{ x }}", "<w:b/>"), properties=properties)))).render(
        {"x": Placeholder("填")}
    )
    names = [str(node.tag).rpartition("}")[2] for node in all_of(part(data), "sdtPr")[0]]
    assert names == [name for name in CONTROL_ORDER if name in names]
    assert "showingPlcHdr" in names
    assert [str(node.tag).rpartition("}")[2] for node in all_of(part(data), "rPr")[-1]] == ["rStyle", "b"]


def test_importing_the_engine_does_not_import_python_docx() -> None:
    code = "import sys, kaohe_cli.ooxml; print('docx' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "False"
