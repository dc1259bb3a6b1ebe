"""`from kaohe_cli import render`: the same document that `kaohe draft` writes, for other programs."""

import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from unittest import mock

import docx
import pytest
from docx.document import Document
from docx.opc.part import XmlPart
from lxml import etree

import kaohe_cli
from kaohe_cli import render
from kaohe_cli.drafting import render as render_module
from kaohe_cli.drafting.annex3 import context
from kaohe_cli.drafting.drafts import open_drafter
from kaohe_cli.exceptions import KaoheError
from kaohe_cli.forms.rounds import FORM_MONTH
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.template.template import Template
from kaohe_cli.query.selection import find_body
from kaohe_cli.workspace.locate import DataFolder
from kaohe_cli.workspace.workspace import Workspace
from tests.conftest import REPOSITORY
from tests.ooxml.builder import document as document_of
from tests.ooxml.builder import docx as template_of
from tests.ooxml.builder import package as package_of

TEMPLATE = REPOSITORY / "templates" / "annex3.docx"


def shapes(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file; XML in its canonical form."""
    parts = open_package(data).parts
    return {
        name: etree.tostring(etree.fromstring(part), method="c14n")
        if name.endswith((".xml", ".rels"))
        else part
        for name, part in parts.items()
    }


def saved(document: Document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["区商务委", "区农业农村委", "区公安分局"])
def test_render_and_draft_give_equal_xml(name: str) -> None:
    drafter = open_drafter(Workspace(DataFolder(REPOSITORY / "data", Path())), TEMPLATE, None)
    unit = find_body(name, drafter.tables.registry)
    variables = context(unit, drafter.rows[name], drafter.tables, None, FORM_MONTH)  # type: ignore[arg-type]
    drafted = drafter.render([unit], pytest.fail)  # type: ignore[list-item]
    made = render(TEMPLATE, variables)
    ours, theirs = shapes(drafted), shapes(saved(made))
    for part in ("docProps/custom.xml", "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        del ours[part], theirs[part]  # whose draft it is, and lists that python-docx writes anew
    assert ours == theirs
    trees = {
        str(part.partname)[1:]: etree.tostring(part.element, method="c14n")
        for part in made.part.package.iter_parts()
        if isinstance(part, XmlPart)
    }
    assert trees["word/document.xml"] == ours["word/document.xml"]


def test_a_template_is_given_as_a_path_a_string_or_bytes(tmp_path: Path) -> None:
    path = tmp_path / "信.docx"
    path.write_bytes(template_of("{{ 甲|顿号 }}"))
    given: list[str | Path | bytes] = [path, str(path), path.read_bytes()]
    for template in given:
        made = render(template, {"甲": ["乙", "丙"]})
        assert type(made) is Document
        assert [one.text for one in made.paragraphs] == ["乙、丙"]


def test_the_document_can_be_changed_and_saved(tmp_path: Path) -> None:
    made = render(template_of("{{ 甲 }}"), {"甲": "乙"})
    made.add_paragraph("附言")
    made.save(str(tmp_path / "信.docx"))
    again = docx.Document(str(tmp_path / "信.docx"))
    assert [one.text for one in again.paragraphs] == ["乙", "附言"]
    assert again.core_properties.author == ""
    assert not any(b"python-docx" in part for part in open_package(tmp_path / "信.docx").parts.values())


def test_any_mapping_is_a_context() -> None:
    class Counted(Mapping[str, object]):
        def __getitem__(self, key: str) -> object:
            return {"甲": MappingProxyType({"乙": 1})}[key]

        def __iter__(self):  # type: ignore[no-untyped-def]
            return iter(["甲"])

        def __len__(self) -> int:
            return 1

    assert render(template_of("{{ 甲.乙 }}"), Counted()).paragraphs[0].text == "1"


def test_documents_of_one_template_are_each_their_own() -> None:
    data = template_of("{{ 甲 }}")
    first, second = render(data, {"甲": "一"}), render(data, {"甲": "二"})
    first.add_paragraph("只在第一份")
    assert [one.text for one in second.paragraphs] == ["二"]
    assert [one.text for one in render(data, {"甲": "三"}).paragraphs] == ["三"]


def test_a_template_given_again_is_not_compiled_again_and_a_changed_one_is(tmp_path: Path) -> None:
    path = tmp_path / "信.docx"
    path.write_bytes(template_of("{{ 甲 }}，又一次"))
    with mock.patch.object(render_module, "Template", wraps=Template) as compiled:
        for _ in range(3):
            render(path, {"甲": "乙"})
        assert compiled.call_count == 1
        path.write_bytes(template_of("{{ 甲 }}，改了"))
        assert render(path, {"甲": "乙"}).paragraphs[0].text == "乙，改了"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (b"", "空文件"),
        (b"PK", "已损坏"),
        ("没有.docx", "找不到文件"),
        (template_of("{{ 乙 }}"), "没有对应的数据"),
        (template_of("{% for %}"), "写法有误"),
        (template_of("{{ 甲.__class__ }}"), "没有对应的数据"),
        (template_of("{{ 甲() }}"), "不能调用函数"),
        (package_of(document_of("x").replace("<w:document", "<!DOCTYPE x><w:document", 1)), "DTD"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(template: bytes | str, said: str) -> None:
    with pytest.raises(KaoheError, match=said):
        render(template, {"甲": "丁"})


def test_messages_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK")
    with pytest.raises(KaoheError, match=r"坏\.docx"):
        render(tmp_path / "坏.docx", {})


@pytest.mark.parametrize(
    "code",
    [
        "import kaohe_cli",
        "from kaohe_cli import render",
        "from kaohe_cli.cli.app import run; run(['list'])",
        "from kaohe_cli.cli.app import run; run(['--data', 'data', 'validate'])",
    ],
)
def test_python_docx_is_imported_only_where_word_is_made(code: str) -> None:
    check = "import sys; assert not {'docx', 'jinja2'} & set(sys.modules), 'imported'"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{check}"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_type_checkers_see_it() -> None:
    assert "render" in kaohe_cli.__all__
    assert (Path(kaohe_cli.__file__).parent / "py.typed").exists()
