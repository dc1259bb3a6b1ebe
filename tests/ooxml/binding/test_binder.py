"""Documents bound into one file: each as its own file shows it, none in another's way."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from kaohe_cli.ooxml.binding.binding import Binding
from kaohe_cli.ooxml.building.front import Cover, front
from kaohe_cli.ooxml.office import to_pdf
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.template.template import Template
from tests.conftest import PATIENCE
from tests.ooxml.binding.rich_template import complex_field, field, rich_template
from tests.ooxml.builder import (
    NAMESPACES,
    W,
    all_of,
    document,
    docx,
    p,
    package,
    part,
    r,
    sdt,
    tbl,
    text,
    text_box,
    tr,
    value,
    zipped,
)
from tests.ooxml.printed_form import pages

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
UNITS = ("甲局", "乙局", "丙局")
CONTEXTS = [{"单位": unit, "项们": [f"{unit}项{number}" for number in (1, 2)]} for unit in UNITS]
Node = etree._Element


@pytest.fixture(scope="module")
def template() -> Template:
    return Template(rich_template())


@pytest.fixture(scope="module")
def own(template: Template) -> list[bytes]:
    """The file of each body."""
    return [template.render(context) for context in CONTEXTS]


@pytest.fixture(scope="module")
def bound(template: Template) -> bytes:
    return template.bound(CONTEXTS)


def with_front(*, cover: bool, contents: bool) -> Binding:
    pages = front(Cover(["标题"], "下", "署名", "日期") if cover else None, UNITS if contents else ())
    return Binding(pages, counted_through=contents)


def bodies(data: bytes, count: int = len(UNITS)) -> list[list[Node]]:
    """The blocks of each body, cut where its bookmark begins."""
    found: list[list[Node]] = []
    for block in part(data)[0]:
        names = [value(node, "name") for node in all_of(block, "bookmarkStart")]
        if any(name.startswith("kaohe_body_") for name in names):
            found.append([])
        if found:
            found[-1].append(block)
    assert len(found) == count
    return found


def sections(blocks: list[Node]) -> list[Node]:
    return [section for block in blocks for section in block.iter(f"{{{W}}}sectPr")]


def page_looks(data: bytes, found: list[Node]) -> list[tuple[object, ...]]:
    """Of each section the paper, and what its headers and footers say where it names some."""
    package = open_package(data)
    targets = {one.id: one.target for one in package.relations(package.main)}
    looks: list[tuple[object, ...]] = []
    for section in found:
        (size,) = all_of(section, "pgSz")
        says = {
            (etree.QName(node).localname, value(node, "type")): text(
                part(data, targets[node.get(f"{{{R}}}id", "")])
            )
            for node in all_of(section, "headerReference", "footerReference")
        }
        looks.append((sorted(map(str, size.attrib.items())), says))
    return looks


def test_each_body_keeps_its_text_and_its_pages(bound: bytes, own: list[bytes]) -> None:
    for blocks, single in zip(bodies(bound), own, strict=True):
        alone = list(part(single)[0])
        assert [text(block) for block in blocks if text(block)] == [
            text(block) for block in alone if text(block)
        ]
        assert page_looks(bound, sections(blocks)) == page_looks(single, sections(alone))


def test_ids_and_names_are_unique_and_what_names_them_follows(bound: bytes) -> None:
    roots = [
        part(bound, name) for name in open_package(bound).parts if name.startswith("word/") and "xml" in name
    ]
    starts = [node for root in roots for node in all_of(root, "bookmarkStart")]
    names = [value(node, "name").lower() for node in starts]
    ids = [value(node, "id") for node in starts]
    controls = [value(node) for root in roots for box in all_of(root, "sdtPr") for node in all_of(box, "id")]
    drawings = [node.get("id") for root in roots for node in root.iter("{*}docPr")]
    for found in (names, ids, controls, drawings):
        assert found
        assert max(Counter(found).values()) == 1
    links = [value(node, "anchor").lower() for root in roots for node in all_of(root, "hyperlink")]
    codes = " ".join(value(node, "instr") for root in roots for node in all_of(root, "fldSimple"))
    asked = [name.lower() for name in re.findall(r"PAGEREF (\S+)", codes)]
    assert len(links) == len(UNITS)
    assert len(asked) == 2 * len(UNITS)
    assert {*links, *asked} <= set(names)
    assert len(set(links)) == len(UNITS)


def test_lists_begin_anew(bound: bytes) -> None:
    numbering = part(bound, "word/numbering.xml")
    definitions = {value(num, "numId"): value(num[0]) for num in all_of(numbering, "num")}
    used = [{value(node) for block in blocks for node in all_of(block, "numId")} for blocks in bodies(bound)]
    assert [len(one) for one in used] == [1, 2, 2]  # the first body has the clauses of their style
    lists = [definitions[number] for numbers in used for number in numbers]
    assert len(set(lists)) == len(lists)
    identities = [value(node) for node in all_of(numbering, "nsid")]
    assert len(set(identities)) == len(identities)
    kinds = [etree.QName(node).localname for node in numbering]
    assert kinds == sorted(kinds)  # definitions before the lists that name them


def test_a_list_of_a_style_keeps_the_indent_of_the_style(bound: bytes) -> None:
    (clause,) = [block for block in bodies(bound)[1] if text(block) == "总则"]
    (further,) = [block for block in bodies(bound)[1] if text(block) == "附则"]
    for paragraph in (clause, further):
        names = [etree.QName(node).localname for node in paragraph[0]]
        assert names[:3] == ["pStyle", "numPr", "ind"]
        assert value(all_of(paragraph, "ind")[0], "left") == "0"
    assert value(all_of(clause, "numId")[0]) == value(all_of(further, "numId")[0])


@pytest.mark.parametrize("kind", ["footnote", "endnote", "comment"])
def test_notes_go_with_their_bodies(bound: bytes, own: list[bytes], kind: str) -> None:
    notes = {value(node, "id"): text(node) for node in all_of(part(bound, f"word/{kind}s.xml"), kind)}
    for blocks, single in zip(bodies(bound), own, strict=True):
        says = [notes[value(node, "id")] for block in blocks for node in all_of(block, f"{kind}Reference")]
        alone = [text(node) for node in all_of(part(single, f"word/{kind}s.xml"), kind)]
        assert says == [words for words in alone if words]
    assert len(notes) == len(UNITS) + (kind != "comment")


def test_notes_count_from_1_and_stand_with_their_body(bound: bytes) -> None:
    for number, blocks in enumerate(bodies(bound)):
        first, *others = sections(blocks)
        for kind in ("footnotePr", "endnotePr"):
            assert len(all_of(first, kind)) == (number > 0)
            assert not any(all_of(section, kind) for section in others)
        assert [len(all_of(section, "noEndnote")) for section in (first, *others)] == [1, 1, 0]
    assert value(all_of(part(bound, "word/settings.xml"), "pos")[0]) == "sectEnd"


def test_pages_of_each_body_count_from_1(bound: bytes) -> None:
    starts = [
        [value(node, "start") for node in all_of(section, "pgNumType")]
        for blocks in bodies(bound)
        for section in sections(blocks)
    ]
    assert starts == [[], [], [], ["1"], [], [], ["1"], [], []]
    kinds = [value(node) for blocks in bodies(bound)[1:] for node in all_of(sections(blocks)[0], "type")]
    assert not kinds  # “continuous” would go on on the page of the body before


def test_pages_count_through_where_there_are_contents(template: Template) -> None:
    data = template.bound(CONTEXTS, with_front(cover=True, contents=True))
    starts = [value(node, "start") for node in all_of(part(data), "pgNumType") if value(node, "start")]
    assert starts == ["1"]
    body = part(data)[0]
    assert [text(block).strip("→") for block in body if text(block)][:7] == [
        "标题", "下", "署名", "日期", "目\u3000录", "1．甲局", "2．乙局",
    ]  # fmt: skip
    styles = [value(node, "styleId") for node in all_of(part(data, "word/styles.xml"), "style")]
    assert {value(node) for block in list(body)[:8] for node in all_of(block, "pStyle")} <= set(styles)
    front_section = next(iter(body.iter(f"{{{W}}}sectPr")))
    assert not all_of(front_section, "headerReference", "footerReference")


def test_fields_stay_within_their_body(bound: bytes) -> None:
    for number, blocks in enumerate(bodies(bound), 1):
        codes = [value(node, "instr") for block in blocks for node in all_of(block, "fldSimple")]
        assert [code for code in codes if "SEQ" in code] == [
            " SEQ 图 \\* ARABIC " if number == 1 else " SEQ 图 \\* ARABIC \\r 1 "
        ]
        (contents,) = [node.text for block in blocks for node in all_of(block, "instrText")]
        assert contents == f' TOC \\o "1-3" \\h \\b kaohe_body_{number} '
    names = [name for name in open_package(bound).parts if "footer" in name and name.endswith(".xml")]
    ends = {value(node, "instr") for name in names for node in all_of(part(bound, name), "fldSimple")}
    assert ends == {" PAGE ", *(f" PAGEREF kaohe_end_{number} " for number in (1, 2, 3))}


def test_fields_of_properties_show_what_they_show_of_each_body() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ 单位 }}</dc:title></cp:coreProperties>'
    )
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    relation = f'<Relationship Id="rId9" Type="{kind}" Target="docProps/core.xml"/>'
    header = f"<w:hdr {NAMESPACES}>{p(complex_field('TITLE', '{{ 单位 }}'), field('DOCPROPERTY x', '固定'))}</w:hdr>"
    main = document(p("正文", field("PAGE", "1"))).replace(
        "<w:pgSz", '<w:headerReference w:type="default" r:id="rId2"/><w:pgSz'
    )
    parts = {"word/header1.xml": header, "docProps/core.xml": core}
    template = Template(package(main, parts, kinds={"header1.xml": "header"}, relations=relation))
    alone = part(template.render(CONTEXTS[0]), "word/header1.xml")
    assert (text(alone), len(all_of(alone, "instrText", "fldSimple", "fldChar"))) == ("甲局固定", 5)
    data = template.bound(CONTEXTS)
    headers = [
        part(data, name) for name in open_package(data).parts if "header" in name and "rels" not in name
    ]
    assert [text(one) for one in headers] == ["甲局固定", "乙局固定", "丙局固定"]
    assert not any(all_of(one, "instrText", "fldSimple", "fldChar") for one in headers)
    assert len(all_of(part(data), "fldSimple")) == len(UNITS)
    assert "".join(map(str, part(data, "docProps/core.xml").itertext())) == "甲局、乙局、丙局"


def test_headers_that_are_alike_are_one_part(bound: bytes) -> None:
    headers = [text(part(bound, name)) for name in open_package(bound).parts if "header" in name]
    assert Counter(headers) == {"甲局的页眉。": 1, "乙局的页眉。": 1, "丙局的页眉。": 1, "横页的页眉固定": 1}


def test_a_body_without_a_header_does_not_get_that_of_the_one_before() -> None:
    first = p("{{ 单位 }}", properties='<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>')
    last = '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    main = re.sub(r"<w:sectPr><w:pgSz[^>]*/></w:sectPr></w:body>", f"{last}</w:body>", document(first, "末"))
    header = f"<w:hdr {NAMESPACES}>{p('只在第二节')}</w:hdr>"
    data = Template(package(main, {"word/header1.xml": header}, kinds={"header1.xml": "header"})).bound(
        CONTEXTS
    )
    looks = [page_looks(data, sections(blocks)) for blocks in bodies(data)]
    key = ("headerReference", "default")
    assert [[says.get(key) for _, says in one] for one in looks] == [  # type: ignore[attr-defined]
        [None, "只在第二节"], ["", "只在第二节"], ["", "只在第二节"],
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [tbl(tr("表尾")), sdt(p("控件")), "普通一段", p(text_box("框里")), p()])
def test_a_body_may_end_in_anything(ending: str) -> None:
    data = Template(docx("{{ 单位 }}", ending)).bound(CONTEXTS)
    for blocks in bodies(data):
        assert len(sections(blocks)) == 1
        boxes = [node for block in blocks for node in all_of(block, "txbxContent")]
        assert not any(all_of(box, "bookmarkStart", "bookmarkEnd") for box in boxes)


def test_a_file_of_nothing_but_a_text_is_bound() -> None:
    parts = dict(open_package(docx("{{ 单位 }}")).parts)
    del parts["word/_rels/document.xml.rels"], parts["word/styles.xml"]
    data = Template(zipped(parts)).bound(CONTEXTS, with_front(cover=True, contents=False))
    assert [text(one[0]) for one in bodies(data)] == list(UNITS)


def test_a_file_without_a_body_is_bound_as_one_without_text() -> None:
    data = Template(package(f"<w:document {NAMESPACES}/>")).bound(CONTEXTS)
    assert len(bodies(data)) == len(UNITS)


@pytest.mark.parametrize("number", ["9" * 5000, "--5", "x", "", "１２"])
def test_ids_that_are_none_do_no_harm(number: str) -> None:
    numbering = f'<w:abstractNum w:abstractNumId="{number}"/><w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    parts = {
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
        "word/footnotes.xml": f'<w:footnotes {NAMESPACES}><w:footnote w:id="{number}">{p("注")}</w:footnote></w:footnotes>',
    }
    listed = p(
        "{{ 单位 }}",
        f'<w:r><w:footnoteReference w:id="{number}"/></w:r><w:bookmarkStart w:id="{number}" w:name="a"/>'
        f'<w:bookmarkEnd w:id="{number}"/>',
        sdt(r("x"), properties=f'<w:id w:val="{number}"/>'),
        properties=f'<w:numPr><w:numId w:val="{number}"/></w:numPr>',
    )
    kinds = {"numbering.xml": "numbering", "footnotes.xml": "footnotes"}
    data = Template(package(document(listed), parts, kinds=kinds)).bound(CONTEXTS)
    assert len(bodies(data)) == len(UNITS)


def test_limits_hold_for_the_whole_file() -> None:
    template = Template(docx("{% for a in 多 %}{% for b in 多 %}{% endfor %}{% endfor %}x"))
    many = {"多": list(range(1500))}
    template.bound([many])
    with pytest.raises(Exception, match="循环的次数太多"):
        template.bound([many] * 3)


def test_the_same_input_gives_the_same_bytes_and_one_digest(template: Template, bound: bytes) -> None:
    assert template.bound(CONTEXTS) == bound


@pytest.mark.parametrize("contents", [False, True])
def test_a_bound_file_fits_the_schema(template: Template, tmp_path: Path, contents: bool) -> None:
    path = tmp_path / "合订.docx"
    path.write_bytes(template.bound(CONTEXTS, with_front(cover=contents, contents=contents)))
    command = [sys.executable, "-m", "openxml_audit", "--output", "json", "--max-errors", "0", str(path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
    (result,) = json.loads(done.stdout)
    found = [error["description"] for error in result["errors"]]
    assert [one for one in found if "/theme'" not in one and "/fontTable'" not in one] == []


@pytest.mark.libreoffice
def test_each_body_is_printed_as_its_own_file(
    template: Template, bound: bytes, own: list[bytes], tmp_path: Path
) -> None:
    """But for the numbers of notes, which LibreOffice counts through, and the page of endnotes it adds."""
    through = template.bound(CONTEXTS, with_front(cover=True, contents=True))
    pdfs = to_pdf({"合订": bound, "连着编": through, **dict(zip(UNITS, own, strict=True))})

    def printed(name: str) -> list[str]:
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdfs[name])
        shown = ["".join(page.split()) for page in pages(path)]
        return [re.sub(r"共\d页|\d(?=脚注|.局的目标)|(?<=批注处)i+", "", page) for page in shown]

    together = printed("合订")
    for number, unit in enumerate(UNITS):
        alone = printed(unit)
        assert together[3 * number : 3 * number + 3] == alone[:3]
    _, contents, first, *_ = printed("连着编")
    assert re.findall(r"．(.局)\.+(\d)", contents) == [("甲局", "1"), ("乙局", "4"), ("丙局", "7")]
    assert first.startswith("甲局的页眉")
    assert "第1页" in first
