"""Files that are no sound Word file, or hold what we refuse; and what a finished file carries."""

import io
import re
import tracemalloc
import zipfile
from pathlib import Path
from unittest import mock

import pytest

from kaohe_cli.ooxml import package as package_module
from kaohe_cli.ooxml.errors import DocumentError, PackageError, UnsafePackageError
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.properties import is_untouched, read_properties
from kaohe_cli.ooxml.reading.plaintext import plain_text
from kaohe_cli.ooxml.template.inspection import inspect
from kaohe_cli.ooxml.template.template import Template
from kaohe_cli.ooxml.template.values import Placeholder
from tests.ooxml.builder import (
    SECTION,
    document,
    docx,
    lines,
    p,
    package,
    r,
    sdt,
    tbl,
    text_box,
    tr,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OPC = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GOOD = docx("{{ 甲 }}")


def members(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_member(name: str, data: bytes = b"x") -> bytes:
    """A good package and one member more."""
    return zipped({**members(GOOD), name: data})


def twice(first: str, second: str) -> bytes:
    """A package with two members whose names differ at most in case."""
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(first, "x")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("warnings.warn", lambda *_, **__: None)
            archive.writestr(second, "y")
    return buffer.getvalue()


def outside(kind: str, target: str = "http://x.example/a") -> bytes:
    """A package that refers to something outside itself."""
    relation = f'<Relationship Id="rId9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    return package(document("{{ 甲 }}"), main_relations=relation)


def encrypted() -> bytes:
    """A zip whose members say that they are encrypted."""
    data = bytearray(GOOD)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(signature)
        while position >= 0:
            data[position + offset] |= 1
            position = data.find(signature, position + 4)
    return bytes(data)


BOMB = zipped({**members(GOOD), "word/big.xml": b"0" * 2_000_000})
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"

REFUSED = [
    (b"", PackageError, "是空文件"),
    (b"hello", PackageError, "不是 Word 文件"),
    (b"%PDF-1.7", PackageError, "不是 Word 文件"),
    (b"{\\rtf1}", PackageError, "不是 Word 文件"),
    (OLE + b"x" * 600, PackageError, "是旧格式（.doc 或 .wps）"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), PackageError, "设了打开密码"),
    (GOOD[: len(GOOD) // 2], PackageError, "不完整或已损坏"),
    (GOOD[:200] + b"\xff" * 40 + GOOD[240:], PackageError, "不完整或已损坏"),
    (encrypted(), PackageError, "压缩方式不受支持"),
    (zipped({"a.txt": "x"}), PackageError, "是压缩包，但不是 Word 文件"),
    (
        zipped({name: data for name, data in members(GOOD).items() if "document.xml" not in name}),
        PackageError,
        "没有正文",
    ),
    (
        zipped({name: data for name, data in members(GOOD).items() if name != "_rels/.rels"}),
        PackageError,
        "没有正文",
    ),
    (BOMB, UnsafePackageError, "压缩比异常"),
    (with_member("../evil.xml"), UnsafePackageError, "成员名"),
    (with_member("word/../../evil.xml"), UnsafePackageError, "成员名"),
    (with_member("/etc/passwd"), UnsafePackageError, "成员名"),
    (with_member("C:/x.xml"), UnsafePackageError, "成员名"),
    (with_member("word\\x.xml"), UnsafePackageError, "成员名"),
    (twice("word/x.xml", "word/x.xml"), UnsafePackageError, "有重名的成员"),
    (twice("word/x.xml", "word/X.xml"), UnsafePackageError, "有重名的成员"),
    (package(document("x").replace("<w:document", ENTITIES + "<w:document", 1)), UnsafePackageError, "DTD"),
    (with_member("word/theme.xml", ENTITIES.encode() + b"<x>&b;</x>"), UnsafePackageError, "DTD"),
    (with_member("word/theme.xml", ENTITIES.encode("utf-16") + b""), UnsafePackageError, "DTD"),
    (with_member("word/vbaProject.bin"), UnsafePackageError, "带有宏"),
    (
        package(document("x"), main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        UnsafePackageError,
        "带有宏",
    ),
    (
        package(
            document("x"),
            main_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        ),
        PackageError,
        "是Excel 表格，不是 Word 文档",
    ),
    (package("<w:document"), PackageError, "内容已损坏"),
    (
        package(
            document("x").replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
        ),
        PackageError,
        "严格 Open XML",
    ),
    (package(document("<w:p>" * 400 + "</w:p>" * 400)), PackageError, "内容已损坏"),
    (outside("attachedTemplate", "file:///C:/x.dotm"), UnsafePackageError, "附加模板"),
    (outside("image"), UnsafePackageError, "链接的图片"),
    (outside("oleObject"), UnsafePackageError, "链接的内容"),
    (outside("frame"), UnsafePackageError, "链接的内容"),
    (docx("\U0010fff1 endfor \U0010fff2"), UnsafePackageError, "不能用的字符"),
]


@pytest.mark.parametrize(("data", "kind", "message"), REFUSED)
def test_refused(data: bytes, kind: type[DocumentError], message: str) -> None:
    with pytest.raises(kind, match=re.escape(message)) as caught:
        Template(data)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert [str(problem) for problem in inspect(data)] == [str(caught.value)]


def test_sizes_are_looked_at_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "MAX_UNPACKED", 1000)
    with (
        mock.patch.object(zipfile.ZipFile, "read", side_effect=AssertionError),
        pytest.raises(UnsafePackageError, match="解开后超过"),
    ):
        open_package(GOOD)


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [("MAX_FILE", 100, "太大了"), ("MAX_MEMBERS", 2, "个成员"), ("MAX_XML", 100, "太大了")],
)
def test_limits(limit: str, value: int, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, limit, value)
    with pytest.raises(UnsafePackageError, match=message):
        Template(GOOD)


def test_a_member_that_is_larger_than_it_says_is_refused() -> None:
    data = bytearray(zipped({**members(GOOD), "word/big.xml": b"01" * 5000}))
    position = data.rfind(b"PK\x01\x02")
    data[position + 24 : position + 28] = (10).to_bytes(4, "little")
    with pytest.raises(PackageError, match="不完整或已损坏"):
        open_package(bytes(data))


def test_ordinary_links_are_fine_and_reading_allows_linked_pictures() -> None:
    Template(outside("hyperlink"))
    assert open_package(outside("image")).main == "word/document.xml"


def test_paths(tmp_path: Path) -> None:
    (tmp_path / "模板.docx").write_bytes(GOOD)
    (tmp_path / "~$模板.docx").write_bytes(GOOD)
    assert Template(tmp_path / "模板.docx").render({"甲": "A"})
    assert Template(str(tmp_path / "模板.docx")).tags[0].code == "甲"
    for path, message in (("没有.docx", "找不到文件"), ("", "是文件夹"), ("~$模板.docx", "临时文件")):
        with pytest.raises(PackageError, match=message):
            Template(tmp_path / path)


# --- what a finished file carries -----------------------------------------------------------------

FORMAT = 'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"'
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    f'<property {FORMAT} pid="2" name="Year"><vt:i4>2020</vt:i4></property>'
    f'<property {FORMAT} pid="3" name="别"><vt:lpwstr>&lt;旧</vt:lpwstr></property>'
    "</Properties>"
)
CORE = (
    f'<cp:coreProperties xmlns:cp="{OPC}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>题</dc:title>'
    "<dcterms:created>2020-01-01T00:00:00Z</dcterms:created><dcterms:modified>2021-01-01T00:00:00Z</dcterms:modified>"
    "</cp:coreProperties>"
)


def with_properties() -> bytes:
    """A template that has custom and core properties of its own."""
    relations = (
        f'<Relationship Id="rId8" Type="{OFFICE}/custom-properties" Target="docProps/custom.xml"/>'
        f'<Relationship Id="rId9" Type="{OPC}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/>'
    )
    return package(
        document("{{ 甲 }}"), {"docProps/custom.xml": CUSTOM, "docProps/core.xml": CORE}, relations=relations
    )


def test_custom_properties_are_added_to_the_templates() -> None:
    data = Template(with_properties()).render({"甲": 1}, properties={"year": "2021", "单位": "<区&\n\x00委>"})
    assert read_properties(data) == {"别": "<旧", "year": "2021", "单位": "<区& 委>"}
    assert b"2020-01-01" not in members(data)["docProps/core.xml"]
    assert b"2021-01-01" not in members(data)["docProps/core.xml"]
    assert "题" in members(data)["docProps/core.xml"].decode()


def test_custom_properties_are_made_where_there_are_none() -> None:
    data = Template(GOOD).render({"甲": 1}, properties={"year": "2021"})
    assert read_properties(data) == {"year": "2021"}
    assert b"custom-properties+xml" in members(data)["[Content_Types].xml"]
    assert read_properties(GOOD) == {}


@pytest.mark.parametrize("template", [GOOD, with_properties()])
def test_a_file_knows_whether_it_was_touched(template: bytes) -> None:
    data = Template(template).render({"甲": 1}, properties={"year": "2021"}, digest_property="digest")
    assert is_untouched(data, "digest") is True
    assert is_untouched(data, "other") is None
    assert is_untouched(template, "digest") is None
    parts = members(data)
    assert is_untouched(zipped(dict(reversed(parts.items()))), "digest") is True
    assert is_untouched(zipped({**parts, "word/new.xml": b"<x/>"}), "digest") is False
    for name in parts:
        if name not in {"docProps/custom.xml", "[Content_Types].xml", "_rels/.rels"}:
            changed = zipped({**parts, name: parts[name].replace(b"?>", b"?> ", 1) + b" "})
            assert is_untouched(changed, "digest") is False


def test_the_same_input_gives_the_same_bytes() -> None:
    once = Template(GOOD).render({"甲": "x"}, properties={"a": "b"}, digest_property="d")
    template = Template(GOOD)
    again = [template.render({"甲": "x"}, properties={"a": "b"}, digest_property="d") for _ in range(2)]
    assert again == [once, once]
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(set(archive.namelist()))


def test_a_word_template_becomes_a_document() -> None:
    data = Template(package(document("{{ 甲 }}"), main_type=f"{WORDML}.template.main+xml")).render({"甲": 1})
    assert b"template.main" not in members(data)["[Content_Types].xml"]
    assert open_package(data).main == "word/document.xml"


def test_the_placeholder_style_is_added_once_or_found_by_name() -> None:
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    named = (
        f'<w:styles {ns}><w:style w:type="character" w:styleId="a3">'
        '<w:name w:val="Placeholder Text"/></w:style></w:styles>'
    )
    for styles, style in ((f"<w:styles {ns}/>", "PlaceholderText"), (named, "a3")):
        data = Template(package(document("{{ 甲 }}"), styles=styles)).render({"甲": Placeholder("x")})
        assert f'<w:rStyle w:val="{style}"/>' in members(data)["word/document.xml"].decode()
        assert members(data)["word/styles.xml"].decode().count(f'w:styleId="{style}"') == 1


STORIES = [
    ("header", "hdr", "页眉"),
    ("footer", "ftr", "页脚"),
    ("footnotes", "footnotes", "脚注"),
    ("endnotes", "endnotes", "尾注"),
    ("comments", "comments", "批注"),
]


@pytest.mark.parametrize(("kind", "element", "label"), STORIES)
def test_other_parts_with_text(kind: str, element: str, label: str) -> None:
    note = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}.get(kind)

    def story(*content: str) -> bytes:
        inside = "".join(p(item) for item in content)
        if note:
            inside = f'<w:{note} w:id="1">{inside}</w:{note}>'
        xml = document(inside).replace(SECTION, "").replace("<w:body>", "").replace("</w:body>", "")
        return package(
            document("x"), {"word/s.xml": xml.replace("w:document", f"w:{element}")}, kinds={"s.xml": kind}
        )

    assert lines(Template(story("{% if 0 %}", "无", "{% endif %}")).render({}), "word/s.xml") == [""]
    assert lines(Template(story("{{ 甲 }}")).render({"甲": "A"}), "word/s.xml") == ["A"]
    with pytest.raises(DocumentError, match=f"{label}第1段"):
        Template(story("{{ 甲"))


def test_two_headers_are_told_apart() -> None:
    header = document("{{ 甲").replace("w:document", "w:hdr").replace("<w:body>", "").replace("</w:body>", "")
    good = header.replace("{{ 甲", "x")
    data = package(
        document("x"),
        {"word/a.xml": good, "word/b.xml": header},
        kinds={"a.xml": "header", "b.xml": "header"},
    )
    with pytest.raises(DocumentError, match="页眉2第1段"):
        Template(data)


def test_a_part_without_tags_has_its_tracked_changes_accepted_too() -> None:
    data = Template(
        docx(p("<w:ins w:id='1'>" + r("新") + "</w:ins>", "<w:del w:id='2'>" + r("旧") + "</w:del>"))
    ).render({})
    assert lines(data) == ["新"]


def test_tags_are_listed_in_reading_order() -> None:
    template = Template(
        docx(
            p(sdt(r("{{ 乙 }}"), properties="<w:tag w:val='{{ 甲 }}'/>")),
            tbl(tr("{% if 1 %}x{% endif %}")),
            "{# 注 #}",
        )
    )
    assert [(tag.text, str(tag.place)) for tag in template.tags] == [
        ("{{ 甲 }}", "正文第1段“{{ 乙 }}”"),
        ("{{ 乙 }}", "正文第1段“{{ 乙 }}”"),
        ("{% if 1 %}", "正文表格1第1行“{% if 1 %}x{% endif %}”"),
        ("{% endif %}", "正文表格1第1行“{% if 1 %}x{% endif %}”"),
    ]


def test_plain_text_shows_tags_controls_and_tables() -> None:
    data = docx(
        p("{{ 甲", "<w:del w:id='1'>" + r("旧") + "</w:del>", " }}", sdt(r("值"))),
        tbl(tr("一", "二")),
        sdt(p("块"), properties="<w:alias w:val='名'/>"),
        p("外", text_box("内")),
    )
    assert plain_text(data) == "〔正文〕\n{{ 甲 }}［c：值］\n| 一 | 二 |\n［名：块］\n外\n〔文本框〕内\n"


def test_memory_does_not_grow_with_documents() -> None:
    template = Template(docx("{% for x in 列 %}{{ x }}{% endfor %}", p(sdt(r("{{ 列[0] }}")))))
    context = {"列": list(range(50))}
    for _ in range(20):
        template.render(context)
    tracemalloc.start()
    template.render(context)
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(200):
        template.render(context)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 20_000
