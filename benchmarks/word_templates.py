"""The templates that are rendered, in kaohe's syntax and in docxtpl's, and what they are filled with."""

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import docx
from lxml import etree

from kaohe_cli.drafting.annex3 import context
from kaohe_cli.drafting.filters import FILTERS
from kaohe_cli.forms.rounds import FORM_MONTH
from kaohe_cli.query.entries import rows_by_unit
from kaohe_cli.workspace.locate import find_data, shipped
from kaohe_cli.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
MAIN_PART = "word/document.xml"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STATEMENT = re.compile(r"\s*\{%.*%\}\s*")
_SITUATION = (
    "1—10月，全区研发经费投入{0}亿元、同比增长{0}%，新增高新技术企业{0}家，"
    "完成年度目标任务的{0}%，高于全市平均水平{0}个百分点，居全市第{0}位。"
)


class Form(NamedTuple):
    """A template in both syntaxes, with its data."""

    name: str
    kaohe: bytes
    docxtpl: bytes
    filters: Mapping[str, Callable[..., object]]
    properties: Mapping[str, str]
    context: Callable[[int], dict[str, Any]]
    """The data of a document with so many items."""


def annex3() -> Form:
    """The template of 附件3, as `kaohe draft` renders it: with custom properties."""
    template = shipped("templates").joinpath("annex3.docx").read_bytes()
    properties = {"kaohe_year": "2021", "kaohe_unit": "区科技局", "kaohe_through_month": "10"}
    return Form("annex3", template, as_docxtpl(template), FILTERS, properties, _annex3_context)


def letter() -> Form:
    """What docxtpl's users have: a page of text and a table with a row for each item."""
    template = _letter()
    return Form("letter", template, as_docxtpl(template), {}, {}, _letter_context)


def as_docxtpl(template: bytes) -> bytes:
    """The template with docxtpl's prefixes on statements that have a paragraph or row to themselves."""
    parts = parts_of(template)
    root = etree.fromstring(parts[MAIN_PART])
    for paragraph in root.iter(f"{_W}p"):
        texts = list(paragraph.iter(f"{_W}t"))
        if _STATEMENT.fullmatch("".join(text.text or "" for text in texts)):
            prefix = "tr" if next(paragraph.iterancestors(f"{_W}tc"), None) is not None else "p"
            texts[0].text = (texts[0].text or "").replace("{%", "{%" + prefix)
    parts[MAIN_PART] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return zipped(parts)


def parts_of(document: bytes) -> dict[str, bytes]:
    """The parts of a document, in order."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], start: bytes = b"") -> bytes:
    """The parts as an archive, compressed; added to those of `start`, if there is one."""
    buffer = BytesIO(start)
    with zipfile.ZipFile(buffer, "a" if start else "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def visible_text(document: bytes) -> str:
    """All text of the body, by which two engines are seen to have done the same."""
    root = etree.fromstring(parts_of(document)[MAIN_PART])
    return "".join(text.text or "" for text in root.iter(f"{_W}t"))


# --- 附件3 ----------------------------------------------------------------------------------------


def _annex3_context(items: int) -> dict[str, Any]:
    """Real rows of the tables; half of them filled in, as when a second draft is made."""
    tables = Workspace(find_data(ROOT / "data")).tables()
    rows = rows_by_unit(tables)
    contexts = [context(unit, rows[unit.name], tables, None, FORM_MONTH) for unit in tables.registry.units]
    known = {item["编号"]: item for whole in contexts for item in whole["计分部分"]["项目"]}
    chosen = list(known.values())[:items]
    assert len(chosen) == items, "the tables have fewer rows"
    for number, item in enumerate(chosen[::2], 1):
        _fill_in(item, number)
    first = contexts[0]
    return {
        **first,
        "计分部分": {**first["计分部分"], "项目": chosen},
        "不计分部分": {**first["不计分部分"], "项目": []},
        "激励部分": {"项目": []},
    }


def _fill_in(item: dict[str, Any], number: int) -> None:
    for part in ("完成情况", "全年预计"):
        item[part] |= {"基本情况": _SITUATION.format(number), "自评得分": 3, "自评排名": str(number)}
    item["存在问题"] = "财政科技投入强度与先进区县相比还有差距，建议市级部门在项目安排上予以倾斜。"
    item["对接市级部门"] = {"分管领导": "王某某", "经办处室": "规划处", "联系电话": "023-00000000"}
    item |= {"责任领导": "张某某", "责任人": "李某某", "联系电话": "13800000000"}


# --- the letter -----------------------------------------------------------------------------------


def _letter() -> bytes:
    document = docx.Document()
    document.add_heading("Offer {{ number }}", 1)
    for line in ("{{ customer.name }}", "{{ customer.street }}", "{{ customer.town }}", "{{ date }}"):
        document.add_paragraph(line)
    document.add_paragraph("Dear {{ customer.contact }}, thank you for asking us. We offer as follows.")
    table = document.add_table(0, 4)
    heads = ("Item", "Pieces", "Price", "Sum")
    values = tuple(f"{{{{ item.{name} }}}}" for name in ("name", "pieces", "price", "sum"))
    for texts in (heads, ("{% for item in items %}",), values, ("{% endfor %}",)):
        for cell, text in zip(table.add_row().cells, texts, strict=False):
            cell.text = text
    document.add_paragraph("{% if total > 100 %}")
    document.add_paragraph("Delivery is free of charge.")
    document.add_paragraph("{% endif %}")
    document.add_paragraph("The total is {{ total }}. Yours sincerely, {{ seller }}")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _letter_context(items: int) -> dict[str, Any]:
    customer = {"name": "Miller & Sons", "street": "Long Lane 5", "town": "Oldham", "contact": "Mrs Miller"}
    rows = [{"name": f"Shelf no. {n}", "pieces": n, "price": 20, "sum": 20 * n} for n in range(1, items + 1)]
    return {
        "number": 17,
        "date": "1 June 2026",
        "seller": "A. Smith",
        "customer": customer,
        "items": rows,
        "total": sum(20 * n for n in range(1, items + 1)),
    }
