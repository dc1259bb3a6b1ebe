"""The Word template that ships: made from the forms, sound as a Word file, complete as a form."""

import os
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from kaohe_cli.drafting.new_template import build
from kaohe_cli.ooxml.template.template import Template
from tests.conftest import PATIENCE
from tests.progress.filled import TABLES

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "templates" / "annex3.docx"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {"w": W}
CONTROL_PROPERTIES = ["rPr", "tag", "id", "lock", "comboBox"]
LONGEST_ID = "A18.1"

PEOPLE = """
（五）对接市级部门情况
1. 市级考核单位分管领导：[city_liaison/leader]。
2. 经办处室名称及联系电话：[city_liaison/office]，[city_liaison/phone]。
（六）区级责任单位
1. 责任领导：[leader]。
2. 责任人：[contact/name]；联系电话（手机）：[contact/mobile]。
"""
SCORED = f"""
2021年市对区考核指标完成情况
（甲25项指标）
一、公租房使用分配率
（一）责任单位：区住房城乡建委、区财政局。
（二）1—10月完成情况
1. 基本情况：[progress/situation]。
2. 自评得分（满分为3分）：[progress/self_score]。
3. 自评排名：[progress/self_rank]。
（三）全年预计情况
1. 基本情况：[forecast/situation]。
2. 自评得分（满分为3分）：[forecast/self_score]。
3. 自评排名：[forecast/self_rank]。
（四）存在问题及建议：[problems]。
{PEOPLE}"""
UNSCORED = f"""
2021年市对区考核指标完成情况
（乙、丙）
一、公租房使用分配率
（一）责任单位：区住房城乡建委、区财政局。
（二）1—10月完成情况
1. 基本情况：[progress/situation]。
2. 是否完成：[progress/completed]。
（三）全年预计情况
1. 基本情况：[forecast/situation]。
2. 是否完成：[forecast/completed]。
（四）存在问题及建议（是否存在扣分风险点，分别是哪些？）：[problems]。
{PEOPLE}"""
INCENTIVES = f"""
督查激励支持政策争取情况
一、公租房使用分配率
（一）责任单位：区住房城乡建委、区财政局。
（二）政策争取情况：[progress/situation]。
（三）全年预计情况
1. 基本情况：[forecast/situation]。
2. 是否符合申报条件：[forecast/eligible]。
3. 预计争取结果：[forecast/expected_result]。
（四）存在问题及建议：[problems]。
{PEOPLE}"""
FORMS = {"计分部分": SCORED, "不计分部分": UNSCORED, "激励部分": INCENTIVES}


def part(name: str, package: bytes | None = None) -> etree._Element:
    """A part of the template, or of a rendered document."""
    with zipfile.ZipFile(BytesIO(package or TEMPLATE.read_bytes())) as archive:
        return etree.fromstring(archive.read(name))


def select(root: etree._Element, path: str) -> list[etree._Element]:
    """The elements at an XPath."""
    found = root.xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    return [node for node in found if isinstance(node, etree._Element)]


def values(root: etree._Element, path: str) -> list[str]:
    """The attributes or texts at an XPath."""
    found = root.xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    return [str(value) for value in found]


def local_name(node: etree._Element) -> str:
    return etree.QName(node).localname


@pytest.fixture(scope="module")
def document() -> etree._Element:
    return part("word/document.xml")


@pytest.fixture(scope="module")
def styles() -> etree._Element:
    return part("word/styles.xml")


# --- The file ---------------------------------------------------------------------------------------


def test_the_shipped_template_is_what_the_shipped_forms_give() -> None:
    with zipfile.ZipFile(TEMPLATE) as shipped, zipfile.ZipFile(BytesIO(build(TABLES.forms))) as built:
        assert shipped.namelist() == built.namelist()
        for name in shipped.namelist():
            assert shipped.read(name) == built.read(name), (
                "run: kaohe template new templates/annex3.docx --force"
            )


def test_the_same_forms_give_the_same_bytes() -> None:
    assert build(TABLES.forms) == build(TABLES.forms)


def test_package_holds_what_word_needs_and_nothing_else() -> None:
    with zipfile.ZipFile(TEMPLATE) as archive:
        assert sorted(archive.namelist()) == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "docProps/custom.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/fontTable.xml",
            "word/footer1.xml",
            "word/footer2.xml",
            "word/settings.xml",
            "word/styles.xml",
        ]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- Layout -----------------------------------------------------------------------------------------


def test_page_has_22_lines_of_28_characters(document: etree._Element, styles: etree._Element) -> None:
    def number(root: etree._Element, path: str) -> int:
        return int(values(root, path)[0])

    height = number(document, "//w:pgSz/@w:h") - sum(
        number(document, f"//w:pgMar/@w:{side}") for side in ("top", "bottom")
    )
    width = number(document, "//w:pgSz/@w:w") - sum(
        number(document, f"//w:pgMar/@w:{side}") for side in ("left", "right")
    )
    body = "//w:style[@w:styleId='Normal']"
    line = number(styles, f"{body}/w:pPr/w:spacing/@w:line")
    character = number(styles, f"{body}//w:sz/@w:val") * 10 + number(styles, f"{body}/w:rPr/w:spacing/@w:val")
    assert (height // line, width // character) == (22, 28)
    assert values(document, "//w:docGrid/@*") == ["lines", str(line)]


def test_page_numbers_stand_on_the_outer_side(document: etree._Element, styles: etree._Element) -> None:
    assert values(document, "//w:footerReference/@w:type") == ["default", "even"]
    assert select(part("word/settings.xml"), "//w:evenAndOddHeaders")
    for name, style, side in (("footer1", "Footer", "right"), ("footer2", "FooterEven", "left")):
        footer = part(f"word/{name}.xml")
        assert "".join(values(footer, "//w:t/text()")) == "— 1 —"
        assert values(footer, "//w:pStyle/@w:val") == [style]
        assert values(styles, f"//w:style[@w:styleId='{style}']//w:jc/@w:val") == [side]
        assert values(styles, f"//w:style[@w:styleId='{style}']//w:ind/@w:{side}") == ["280"]


def test_every_look_comes_from_a_style(document: etree._Element) -> None:
    assert {local_name(node) for node in select(document, "//w:pPr/*")} == {"pStyle"}
    assert {local_name(node) for node in select(document, "//w:r/w:rPr/*")} == {"rStyle", "rFonts"}
    assert set(values(document, "//w:rFonts/@*")) == {"eastAsia"}
    assert select(document, "//w:r[not(w:rPr/w:rFonts/@w:hint)]") == []


def test_styles_are_all_used_and_all_there(document: etree._Element, styles: etree._Element) -> None:
    roots = [document, styles, part("word/footer1.xml"), part("word/footer2.xml")]
    references = "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:basedOn/@w:val | //w:link/@w:val"
    used = {value for root in roots for value in values(root, references)}
    unnamed = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "PlaceholderText"}
    assert used | unnamed == set(values(styles, "//w:style/@w:styleId"))


def test_fonts_are_all_in_the_font_table(styles: etree._Element) -> None:
    listed = set(values(part("word/fontTable.xml"), "//w:font/@w:name"))
    used = set(values(styles, "//w:rFonts/@*"))
    assert used == listed


def test_headings_show_in_the_navigation_pane_and_hold_on_to_their_text(styles: etree._Element) -> None:
    for level, style in enumerate(("ItemHeading", "SectionHeading")):
        assert values(styles, f"//w:style[@w:styleId='{style}']/w:basedOn/@w:val") == [f"Heading{level + 1}"]
        base = f"//w:style[@w:styleId='Heading{level + 1}']"
        assert values(styles, f"{base}//w:outlineLvl/@w:val") == [str(level)]
        assert select(styles, f"{base}//w:keepNext")


def test_only_the_first_title_stays_on_its_page(document: etree._Element, styles: etree._Element) -> None:
    titles = [name for name in values(document, "//w:pStyle/@w:val") if name.startswith("FormTitle")]
    assert titles == ["FormTitle", "FormTitleNewPage", "FormTitleAloneNewPage"]
    assert values(styles, "//w:style[.//w:pageBreakBefore]/@w:styleId") == titles[1:]


# --- Controls and bookmarks -------------------------------------------------------------------------


def test_controls_are_written_as_the_schema_orders_them(document: etree._Element) -> None:
    for properties in select(document, "//w:sdtPr"):
        names = [local_name(child) for child in properties]
        assert names == [name for name in CONTROL_PROPERTIES if name in names]
        assert names[:4] == CONTROL_PROPERTIES[:4]
    assert set(values(document, "//w:lock/@w:val")) == {"sdtLocked"}


def test_controls_stand_inside_paragraphs_around_one_run(document: etree._Element) -> None:
    assert {local_name(parent) for parent in select(document, "//w:sdt/..")} == {"p"}
    for content in select(document, "//w:sdtContent"):
        assert [local_name(child) for child in content] == ["r"]
        assert re.fullmatch(r"\{\{ .+ \}\}", "".join(values(content, ".//w:t/text()")))


def test_control_tags_are_ascii_and_short(document: etree._Element) -> None:
    for tag in values(document, "//w:sdtPr/w:tag/@w:val"):
        assert re.fullmatch(r"\{\{ 项\.编号 \}\}/[a-z_]+(/[a-z_]+)?", tag)
        assert len(tag.replace("{{ 项.编号 }}", LONGEST_ID)) <= 64


def test_yes_or_no_is_chosen_from_a_list(document: etree._Element) -> None:
    tags = values(document, "//w:sdtPr[w:comboBox]/w:tag/@w:val")
    assert [tag.split("/", 1)[1] for tag in tags] == [
        "progress/completed",
        "forecast/completed",
        "forecast/eligible",
    ]
    assert values(document, "//w:listItem/@w:value") == [*["是", "否", "正在推进"] * 2, "是", "否"]
    assert select(document, "//w:dropDownList") == []


def test_ids_and_bookmark_names_are_unique(document: etree._Element) -> None:
    starts = values(document, "//w:bookmarkStart/@w:id")
    assert starts == values(document, "//w:bookmarkEnd/@w:id")
    for numbers in (
        starts,
        values(document, "//w:sdtPr/w:id/@w:val"),
        values(document, "//w:bookmarkStart/@w:name"),
    ):
        assert len(numbers) == len(set(numbers))


def test_bookmarks_name_the_field_whose_label_they_stand_on(document: etree._Element) -> None:
    for paragraph in select(document, "//w:p[w:sdt]"):
        names = values(paragraph, "w:bookmarkStart/@w:name")
        tags = values(paragraph, "w:sdt/w:sdtPr/w:tag/@w:val")
        paths = [tag.split("/", 1)[1].replace("/", "_") for tag in tags]
        assert [re.sub("^kh_[abc]_", "", name) for name in names] == paths
        assert all(len(f"{name}_{LONGEST_ID}") <= 40 for name in names)
        for mark in select(paragraph, "w:bookmarkStart"):
            following = [local_name(node) for node in mark.itersiblings()][:3]
            assert following == ["r", "bookmarkEnd", "sdt"]


def test_item_headings_carry_a_bookmark(document: etree._Element) -> None:
    headings = "//w:p[w:pPr/w:pStyle/@w:val='ItemHeading']"
    assert values(document, f"{headings}/w:bookmarkStart/@w:name") == ["kh_a_row", "kh_b_row", "kh_c_row"]


# --- Text -------------------------------------------------------------------------------------------


def rendered(*parts: str) -> bytes:
    """The template filled with one item, of which nothing is known, in each of these parts."""
    period = dict.fromkeys(
        ["基本情况", "自评得分", "自评排名", "是否完成", "是否符合申报条件", "预计争取结果"]
    )
    people = dict.fromkeys(["存在问题", "责任领导", "责任人", "联系电话"])
    item = {
        "编号": "A19.1",
        "标题": "公租房使用分配率",
        "责任单位": ["区住房城乡建委", "区财政局"],
        "满分说明": "满分为3分",
        "考核内容": "",
        "完成情况": period,
        "全年预计": period,
        "对接市级部门": dict.fromkeys(["分管领导", "经办处室", "联系电话"]),
        **people,
    }
    titles = {"计分部分": "甲", "不计分部分": "乙、丙", "激励部分": "丁"}
    context: dict[str, object] = {"年度": 2021, "截至月份": 10}
    for name, title in titles.items():
        context[name] = {"标题": title, "指标数": 25, "项目": [item] if name in parts else []}
    filters: dict[str, Callable[..., object]] = {
        "中文数字": lambda number: "一二三"[number - 1],
        "顿号": "、".join,
        "分数": lambda score: score,
        "待填": lambda _, hint: f"<{hint}>",
        "分段": lambda text: text,
        "句号": lambda _: "。",
    }
    return Template(TEMPLATE, filters=filters).render(context)


def lines(package: bytes) -> list[str]:
    """The paragraphs of a document, each control written as its path in brackets."""
    found = []
    for paragraph in select(part("word/document.xml", package), "//w:body/w:p"):
        words = ""
        for node in select(paragraph, ".//w:sdt | w:r"):
            tag = values(node, "w:sdtPr/w:tag/@w:val")
            words += f"[{tag[0].split('/', 1)[1]}]" if tag else "".join(values(node, "w:t/text()"))
        found.append(words)
    return found


@pytest.mark.parametrize("name", FORMS)
def test_form_has_every_line_of_annex_3_in_order(name: str) -> None:
    assert lines(rendered(name)) == [line for line in FORMS[name].splitlines() if line]


def test_forms_follow_one_another() -> None:
    expected = [line for form in FORMS.values() for line in form.splitlines() if line]
    assert lines(rendered(*FORMS)) == expected


def test_every_field_has_a_placeholder(document: etree._Element) -> None:
    hints = [re.findall(r'待填\("(.+?)"\)', text) for text in values(document, "//w:sdtContent//w:t/text()")]
    assert all(len(found) == 1 for found in hints)


# --- Pages ------------------------------------------------------------------------------------------


def pages(pdf: bytes) -> int:
    """The number of pages of a PDF, whose page objects may stand in compressed streams."""
    count = len(re.findall(rb"/Type\s*/Page\b", pdf))
    for match in re.finditer(rb"stream\r?\n", pdf):
        try:
            content = zlib.decompressobj().decompress(pdf[match.end() :])
        except zlib.error:
            continue
        count += len(re.findall(rb"/Type\s*/Page\b", content))
    return count


def page_count(characters: int, folder: Path) -> int:
    """The pages that LibreOffice makes of one paragraph of so many Chinese characters."""
    run = f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{"字" * characters}</w:t></w:r>'
    file = folder / f"{characters}.docx"
    with zipfile.ZipFile(TEMPLATE) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                body = f"<w:body><w:p>{run}</w:p>".encode()
                data = re.sub(rb"<w:body>.*(?=<w:sectPr)", body, data, flags=re.DOTALL)
            target.writestr(name, data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return pages(file.with_suffix(".pdf").read_bytes())


@pytest.mark.libreoffice
@pytest.mark.skipif(
    shutil.which("soffice") is None and "CI" not in os.environ, reason="LibreOffice is not installed"
)
def test_libreoffice_fills_a_page_with_22_lines_of_28_characters(tmp_path: Path) -> None:
    two_pages = 2 * 22 * 28 - 2  # the first line is indented by two characters
    assert page_count(two_pages, tmp_path) == 2
    assert page_count(two_pages + 1, tmp_path) == 3
