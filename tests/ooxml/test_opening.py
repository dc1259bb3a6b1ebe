"""Templates opened through python-docx after the safety scan: what it stumbles over is mended or told."""

from io import BytesIO
from unittest import mock

import docx as python_docx
import pytest
from lxml import etree

from kaohe_cli.ooxml import opening as opening_module
from kaohe_cli.ooxml.errors import PackageError, UnsafePackageError
from kaohe_cli.ooxml.opening import open_document, roots
from kaohe_cli.ooxml.package import MAIN_TYPES, open_package
from kaohe_cli.ooxml.template.template import Template
from tests.ooxml.builder import STYLES, document, docx, lines, p, package, r

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GOOD = docx("{{ 甲 }}")


def related(*relations: tuple[str, str]) -> bytes:
    """A template whose main part has further relations."""
    written = "".join(
        f'<Relationship Id="rIdX{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations)
    )
    return package(document("{{ 甲 }}"), main_relations=written)


def test_the_engine_takes_its_trees_from_python_docx() -> None:
    with mock.patch.object(python_docx, "Document", wraps=python_docx.Document) as opened:
        assert lines(Template(GOOD).render({"甲": "乙"})) == ["乙"]
    assert opened.call_count == 1


def test_python_docx_is_not_asked_before_the_scan() -> None:
    with (
        mock.patch.object(python_docx, "Document") as opened,
        pytest.raises(UnsafePackageError),
    ):
        Template(package(document("x").replace("<w:document", "<!DOCTYPE x><w:document", 1)))
    assert not opened.called


@pytest.mark.parametrize(
    "relation",
    [
        ("image", "NULL"),
        ("image", "media/gone.png"),
        ("hyperlink", "#_Toc1"),
        ("header", "../word/header9.xml"),
    ],
)
def test_relations_that_lead_nowhere_do_not_matter(relation: tuple[str, str]) -> None:
    """WPS and others leave them behind; Word opens such files."""
    template = Template(related(relation))
    assert lines(template.render({"甲": "乙"})) == ["乙"]
    assert template.document({"甲": "乙"}).paragraphs[0].text == "乙"


def test_a_part_without_a_content_type_does_not_matter() -> None:
    data = package(
        document("{{ 甲 }}"),
        {"word/x.unknown": b"x"},
        main_relations=f'<Relationship Id="rIdX" Type="{OFFICE}/oleObject" Target="x.unknown"/>',
    )
    assert lines(Template(data).render({"甲": "乙"})) == ["乙"]


def test_a_word_template_is_opened_as_a_document() -> None:
    made = Template(package(document("{{ 甲 }}"), main_type=MAIN_TYPES[1])).document({"甲": "乙"})
    assert made.paragraphs[0].text == "乙"


def test_comments_and_instructions_of_xml_are_left_out() -> None:
    body = p("<?kaohe 0?>", r("{{ 甲 }}"), "<!-- {{ 乙 }} -->", "<?x y?>").replace(
        "<w:p>", "<w:p><!--x-->", 1
    )
    assert lines(Template(docx(body)).render({"甲": "丙"})) == ["丙"]


def test_blanks_that_count_stay() -> None:
    body = f"<w:p>\n  <w:r>\n <w:t>甲</w:t></w:r>{r(' ')}<w:r><w:t xml:space='preserve'>  </w:t></w:r>{r('乙')}</w:p>"
    assert lines(Template(docx(body)).render({})) == ["甲   乙"]


@pytest.mark.parametrize("part", ["word/styles.xml", "word/settings.xml", "word/header1.xml"])
def test_a_damaged_part_is_named(part: str) -> None:
    kind = {"word/settings.xml": "settings", "word/header1.xml": "header"}.get(part)
    kinds = {part.removeprefix("word/"): kind} if kind else {}
    data = package(
        document("{{ 甲 }}"),
        {part: "<w:x>"} if kind else {},
        kinds=kinds,
        styles=STYLES if kind else "<w:styles>",
    )
    with pytest.raises(PackageError, match=f"{part} 内容已损坏"):
        Template(data)


def test_relations_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening_module, "MAX_RELATIONS", 50)
    with pytest.raises(UnsafePackageError, match="互相引用"):
        Template(related(*[("image", f"{number}.png") for number in range(50)]))


def test_a_chain_of_parts_is_told_not_followed_to_the_end() -> None:
    """Each part refers to the next; python-docx goes down the chain by calling itself."""
    parts: dict[str, str | bytes] = {}
    for number in range(1500):
        parts[f"word/c{number}.xml"] = "<x/>"
        parts[f"word/_rels/c{number}.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{OFFICE}/x" Target="c{number + 1}.xml"/></Relationships>'
        )
    start = f'<Relationship Id="rIdX" Type="{OFFICE}/x" Target="c0.xml"/>'
    with pytest.raises(PackageError, match="请用 Word 打开"):
        Template(package(document("{{ 甲 }}"), parts, main_relations=start))


def test_what_python_docx_says_of_itself_does_not_get_into_documents() -> None:
    blank = python_docx.Document()
    blank.add_paragraph("{{ 甲 }}")
    blank.core_properties.subject = "留下"
    buffer = BytesIO()
    blank.save(buffer)
    made = Template(buffer.getvalue()).document({"甲": "乙"})
    known = made.core_properties
    assert (known.author, known.comments, known.subject, known.created) == ("", "", "留下", None)
    rendered = open_package(Template(buffer.getvalue()).render({"甲": "乙"}))
    assert b"python-docx" not in rendered.parts["docProps/core.xml"]


def test_a_template_without_core_properties_gets_some_of_ours() -> None:
    made = Template(GOOD).document({"甲": "乙"})
    assert (made.core_properties.last_modified_by, made.core_properties.title) == ("", "")
    assert "docProps/core.xml" in open_package(Template(GOOD).render({"甲": "乙"})).parts


def test_every_tree_of_python_docx_is_found_by_the_name_of_its_part() -> None:
    package_ = open_package(GOOD)
    found = roots(open_document(package_))
    assert {"word/document.xml", "word/styles.xml"} <= set(found)
    assert etree.QName(found[package_.main]).localname == "document"
