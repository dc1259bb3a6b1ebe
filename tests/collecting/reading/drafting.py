"""Drafts that kaohe wrote, filled in by a machine: through the XML, as Word leaves a filled control."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from kaohe_cli.drafting.drafts import open_drafter
from kaohe_cli.query.entries import Entry, entries_of, rows_by_unit
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Tables, Workspace
from tests.ooxml.builder import W

_MAIN: Final = "word/document.xml"
_W: Final = f"{{{W}}}"

Edit = Callable[[etree._Element], None]
"""Changes the body of a document in place."""


def _workspace() -> Workspace:
    return Workspace(DataFolder(shipped("data"), Path("没有"), shipped=True))


def shipped_tables() -> Tables:
    """The tables that ship."""
    return _workspace().tables()


def entries(unit: str) -> list[Entry]:
    """What a unit reports on, in the order of its draft."""
    return list(entries_of(rows_by_unit(_workspace().tables())[unit]))


def draft(unit: str, through_month: int | None = None) -> bytes:
    """The draft of a unit, empty."""
    workspace = _workspace()
    (body,) = (one for one in workspace.tables().registry.units if one.name == unit)
    return open_drafter(workspace, None, through_month).render([body], _must_not_be_called)


def _must_not_be_called(remark: str) -> None:
    raise AssertionError(remark)


def complete(unit: str) -> dict[str, dict[str, Any]]:
    """A value for every field that a unit is asked for, each another."""
    return {entry.id: complete_entry(entry, number) for number, entry in enumerate(entries(unit), 1)}


def complete_entry(entry: Entry, number: int = 1) -> dict[str, Any]:
    """A value for every field of a heading; ``number`` tells headings apart."""
    return {field.key: _value(field.key, number) for field in entry.form.fields}


def _value(path: str, number: int) -> Any:
    last = path.rpartition("/")[2]
    fixed = {
        "self_score": 0.1 if path.startswith("progress") else 0.2,
        "self_rank": f"第{number}名",
        "completed": "是",
        "eligible": "否",
        "phone": f"023-6000000{number % 10}",
        "mobile": "13800000000",
        "leader": "张三" if path == "leader" else f"王样例{number}",
        "name": "李四",
        "office": f"第{number}处",
        "expected_result": f"争取激励{number}",
    }
    return fixed.get(last, f"{path}的情况{number}：增长8.{number}%，其中甲项1，乙项2")


def edited(document: bytes, *edits: Edit) -> bytes:
    """A document with its body changed."""
    with ZipFile(BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts[_MAIN])
    for edit in edits:
        edit(root)
    parts[_MAIN] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def filled(document: bytes, values: Mapping[str, Mapping[str, Any]]) -> bytes:
    """A draft with these values in its controls, by row and path."""

    def fill(root: etree._Element) -> None:
        for entry, fields in values.items():
            for path, value in fields.items():
                type_into(control(root, entry, path), str(value))

    return edited(document, fill)


def control(root: etree._Element, entry: str, path: str) -> etree._Element:
    """The control of a field."""
    (tag,) = (tag for tag in root.iter(f"{_W}tag") if tag.get(f"{_W}val") == f"{entry}/{path}")
    found = tag.getparent()
    assert found is not None
    whole = found.getparent()
    assert whole is not None
    return whole


def type_into(whole: etree._Element, text: str) -> None:
    """Puts a text in a control's place; Enter is a line break there."""
    for sign in whole.iter(f"{_W}showingPlcHdr"):
        parent = sign.getparent()
        assert parent is not None
        parent.remove(sign)
        break
    content = whole.find(f"{_W}sdtContent")
    assert content is not None
    for old in list(content):
        content.remove(old)
    run = etree.SubElement(content, f"{_W}r")
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, f"{_W}br")
        etree.SubElement(
            run, f"{_W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
        ).text = line
