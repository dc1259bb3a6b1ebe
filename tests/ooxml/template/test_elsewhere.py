"""Tags outside the paragraphs: those in the document properties are filled in, all others are told."""

import re

import pytest

from kaohe_cli.ooxml.errors import TagError, UnknownNameError, UnsafePackageError
from kaohe_cli.ooxml.package import open_package
from kaohe_cli.ooxml.properties import is_untouched, read_properties
from kaohe_cli.ooxml.template.inspection import beside_the_text, inspect, tags_of
from kaohe_cli.ooxml.template.template import Template
from tests.ooxml.builder import NAMESPACES, all_of, document, docx, p, package, part, r, sdt, zipped

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dc:subject>不变</dc:subject><cp:keywords>｛｛ 单位 ｝｝、{{{{ 年度 }}}}</cp:keywords>"
    "<dcterms:created>2021-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"
)
APP = f'<Properties xmlns="{OFFICE}/extended-properties"><Company>{{{{ 单位 }}}}</Company><Pages>3</Pages></Properties>'
CUSTOM = (
    f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="{name}"><vt:lpwstr>{{{{ 单位 }}}}办</vt:lpwstr>'
    '</property><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="号"><vt:i4>7</vt:i4></property>'
    "</Properties>"
)
CONTEXT = {"单位": "甲 & 乙", "年度": 2021}


def with_properties(*content: str, title: str = "{{ 单位 }}{{ 年度 }}年报送", name: str = "承办") -> bytes:
    relations = "".join(
        f'<Relationship Id="rIdP{number}" Type="{kind}" Target="docProps/{file}.xml"/>'
        for number, (kind, file) in enumerate(
            (
                (f"{PACKAGE}/relationships/metadata/core-properties", "core"),
                (f"{OFFICE}/relationships/extended-properties", "app"),
                (f"{OFFICE}/relationships/custom-properties", "custom"),
            )
        )
    )
    parts = {
        "docProps/core.xml": CORE.replace("{title}", title).replace("{{{{", "{{").replace("}}}}", "}}"),
        "docProps/app.xml": APP,
        "docProps/custom.xml": CUSTOM.replace("{name}", name).replace("{{{{", "{{").replace("}}}}", "}}"),
    }
    made = package(document(*(content or ("正文",))), parts, relations=relations)
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    changed = {
        name: data.replace(b"</Types>", f"{core}</Types>".encode())
        for name, data in open_package(made).parts.items()
    }
    return zipped(changed)


def words(data: bytes, name: str) -> list[str]:
    """The texts of a part."""
    return [str(one) for one in part(data, f"docProps/{name}.xml").itertext()]


class TestProperties:
    def test_they_are_filled_in(self) -> None:
        data = Template(with_properties()).render(CONTEXT, properties={"own": "1"}, digest_property="digest")
        assert words(data, "core") == ["甲 & 乙2021年报送", "不变", "甲 & 乙、2021"]
        assert words(data, "app") == ["甲 & 乙", "3"]
        properties = read_properties(data)
        assert (properties["承办"], properties["号"], properties["own"]) == ("甲 & 乙办", "7", "1")
        assert is_untouched(data, "digest")

    def test_the_document_of_python_docx_has_them_too(self) -> None:
        made = Template(with_properties()).document(CONTEXT)
        assert made.core_properties.title == "甲 & 乙2021年报送"

    def test_a_bound_file_names_all(self) -> None:
        contexts = [CONTEXT, {"单位": "丙", "年度": 2021}]
        data = Template(with_properties()).bound(contexts)
        assert words(data, "core") == ["甲 & 乙2021年报送、丙2021年报送", "不变", "甲 & 乙、2021、丙、2021"]
        assert read_properties(data)["承办"] == "甲 & 乙办、丙办"

    def test_their_tags_are_listed_behind_those_of_the_text(self) -> None:
        found = [(str(tag.place), tag.text) for tag in tags_of(with_properties("{{ 单位 }}")).tags]
        assert found == [
            ("正文第1段“{{ 单位 }}”", "{{ 单位 }}"),
            ("文档属性“标题”", "{{ 单位 }}"),
            ("文档属性“标题”", "{{ 年度 }}"),
            ("文档属性“关键词”", "｛｛ 单位 ｝｝"),
            ("文档属性“关键词”", "{{ 年度 }}"),
            ("文档属性“单位”", "{{ 单位 }}"),
            ("文档属性“承办”", "{{ 单位 }}"),
        ]

    @pytest.mark.parametrize(
        ("title", "said"),
        [
            ("{{ 单为 }}", "文档属性“标题”：填空处 {{ 单为 }} 里的“单为”不是已知的名称，可能是“单位”"),
            (
                "{% if 单位 %}x{% endif %}",
                "文档属性“标题”：文档属性里只能写填空处，不能写控制语句 {% if 单位 %}",
            ),
            ("{{ 单位", "文档属性“标题”：填空处“{{ 单位”没有写完"),
            ("{{ 单位 |没有 }}", "文档属性“标题”：填空处 {{ 单位 |没有 }} 没有叫“没有”的过滤器"),
        ],
    )
    def test_mistakes_are_told(self, title: str, said: str) -> None:
        problems = inspect(with_properties(title=title), known=CONTEXT)
        assert said in [str(one)[: len(said)] for one in problems]

    def test_what_goes_wrong_while_rendering_names_the_property(self) -> None:
        with pytest.raises(UnknownNameError, match=r"文档属性“标题”：填空处 \{\{ 别的"):
            Template(with_properties(title="{{ 别的 }}")).render(CONTEXT)


def picture(descr: str) -> str:
    return f'<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="图" descr="{descr}"/></wp:inline></w:drawing></w:r>'


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
TAG = "{{ 单位 }}"
ODD = [
    pytest.param(p("见", f'<w:fldSimple w:instr=" REF {TAG} ">{r("x")}</w:fldSimple>'), "第1段“见x”的域代码", id="field"),
    pytest.param(
        p("<w:r><w:instrText> HYPERLINK {{ 单</w:instrText></w:r><w:r><w:instrText>位 }}</w:instrText></w:r>"),
        "第1段的域代码",
        id="field in pieces",
    ),
    pytest.param(
        p("式", f"<m:oMath {MATH}><m:r><m:t>{{{{</m:t></m:r><m:r><m:t> 单位 }}}}</m:t></m:r></m:oMath>"),
        "第1段“式”的公式",
        id="formula",
    ),
    pytest.param(p("图", picture(TAG)), "第1段“图”的图片或图形的替代文字", id="picture"),
    pytest.param(
        p(f'<w:r><w:pict><v:shape alt="{TAG}"/></w:pict></w:r>'), "第1段的图片或图形的替代文字", id="old picture"
    ),
    pytest.param(
        p(
            "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase>"
            f"<w:r><w:t>{TAG}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        ),
        "第1段的注音（拼音指南）",
        id="ruby",
    ),
    pytest.param(
        p(sdt(r("x"), properties=f'<w:comboBox><w:listItem w:displayText="{TAG}" w:value="a"/></w:comboBox>')),
        "第1段“x”的下拉选项",
        id="choice",
    ),
    pytest.param(
        p(f'<w:bookmarkStart w:id="1" w:name="{TAG}"/><w:bookmarkEnd w:id="1"/>'), "第1段的书签的名称", id="bookmark"
    ),
    pytest.param(
        p(f'<w:hyperlink w:anchor="x" w:tooltip="{TAG}">{r("链")}</w:hyperlink>'), "第1段“链”的超链接的屏幕提示", id="tip"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("content", "place"), ODD)
def test_a_tag_that_is_not_filled_in_is_told_with_its_place(content: str, place: str) -> None:
    (problem,) = inspect(docx(content, "{{ 单位 }}"), known=CONTEXT)
    assert str(problem).startswith(f"正文{place}：{{{{ 单位 }}}} 写在这里不会填写")
    with pytest.raises(TagError, match="写在这里不会填写"):
        Template(docx(content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (f'<w:r><w:pict><v:shape><v:textpath string="{TAG}"/></v:shape></w:pict></w:r>', "艺术字或水印"),
        (f'<w:r><w:pict><v:shape href="{TAG}"/></w:pict></w:r>', "超链接的地址"),
        (f'<w:hyperlink w:anchor="{TAG}">{r("")}</w:hyperlink>', "超链接的地址"),
        (
            sdt(r(""), properties=f'<w:placeholder><w:docPart w:val="{TAG}"/></w:placeholder>'),
            "控件的占位文字",
        ),
    ],
)
def test_a_place_is_called_what_people_call_it(content: str, kind: str) -> None:
    (problem,) = inspect(docx(p(content)))
    assert str(problem).startswith(f"正文第1段的{kind}：")


UNSEEN = [
    pytest.param(
        f'<mc:AlternateContent><mc:Choice Requires="w14">{r(TAG)}</mc:Choice></mc:AlternateContent>',
        id="version",
    ),
    pytest.param(
        "<w:r><mc:AlternateContent><mc:Choice><w:t>{{ 单</w:t><w:t>位 }}</w:t></mc:Choice></mc:AlternateContent></w:r>",
        id="version of a text",
    ),
    pytest.param(f'<x:y xmlns:x="urn:x">{r(TAG)}</x:y>', id="foreign"),
    pytest.param(f'<w:r><x:y xmlns:x="urn:x">{TAG}</x:y></w:r>', id="foreign text"),
]


@pytest.mark.parametrize("content", UNSEEN)
def test_what_stands_in_no_known_element_is_told(content: str) -> None:
    (problem,) = inspect(docx(p("见", content)))
    assert str(problem).startswith("正文第1段“见”的特殊内容（不是普通的文字）：{{ 单位 }} 写在这里不会填写")


def test_a_text_in_a_formula_is_told() -> None:
    (problem,) = inspect(docx(p("式", f"<m:oMath {MATH}><m:r><w:t>{TAG}</w:t></m:r></m:oMath>")))
    assert str(problem).startswith("正文第1段“式”的公式：{{ 单位 }}")


@pytest.mark.parametrize("name", ["页.htm", "页.html", "页.mht", "文.txt"])
def test_content_that_word_inserts_is_looked_through(name: str) -> None:
    (problem,) = inspect(package(document("正文"), {f"word/{name}": "<p>{{ <b>单位</b> }}</p>"}))
    assert str(problem).startswith(f"嵌入的内容 {name}：{{{{ 单位 }}}}")


@pytest.mark.parametrize("text", ['{"a": {"b": {"c": 1}}}', "a{b{c}}"])
def test_braces_that_belong_together_are_no_tag(text: str) -> None:
    assert inspect(docx(p(text))) == []
    assert inspect(docx("{{ 单位 }}{ 单位 }}"), known=CONTEXT) != []


@pytest.mark.parametrize("text", ["A={{1},{2}}", "{{{1},{2}},{3}}", r"\frac{{x}_{1}}{{{y}^{2}}+1}"])
def test_sets_and_indices_are_no_tags(text: str) -> None:
    formula = f"<m:oMath {MATH}><m:r><m:t>{text}</m:t></m:r></m:oMath>"
    assert inspect(docx(p(formula, picture(text)))) == []


def test_the_header_and_the_paragraph_are_named() -> None:
    header = f"<w:hdr {NAMESPACES}>{p('一')}{p('眉', picture(TAG))}</w:hdr>"
    data = package(document("正文"), {"word/header1.xml": header}, kinds={"header1.xml": "header"})
    (problem,) = inspect(data)
    assert str(problem).startswith("页眉第2段“眉”的图片或图形的替代文字：")


def test_what_only_looks_like_a_tag_is_none() -> None:
    braces = '<a:ext xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" uri="{28A0092B-C50C}"/>'
    content = p("占{5%}", f"<w:r><w:drawing>{braces}</w:drawing></w:r>", picture("集合 {a}"))
    extra = {"customXml/item1.xml": '<x>{"a": {"b": {"c": 1}}}</x>'}
    assert inspect(package(document(content), extra)) == []


SHOWN = [
    ("word/charts/chart1.xml", '<c xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>{{ 单</a:t></a:r><a:r><a:t>位 }}</a:t></a:r></a:p></c>', "图表：{{ 单位 }}"),
    ("word/diagrams/data1.xml", "<d><t>{{ 单位 }}</t></d>", "SmartArt 图形：{{ 单位 }}"),
    ("word/embeddings/表.xlsx", zipped({"xl/sharedStrings.xml": "<sst><t>{{ 单位 }}</t></sst>"}), "嵌入的文件 表.xlsx：{{ 单位 }}"),
    ("word/numbering.xml", f'<w:numbering {NAMESPACES}><w:lvl><w:lvlText w:val="第{{{{ 单位 }}}}条"/></w:lvl></w:numbering>', "列表的编号：{{ 单位 }}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "said"), SHOWN)
def test_other_parts_are_looked_through(name: str, content: str | bytes, said: str) -> None:
    (problem,) = inspect(package(document("正文"), {name: content}))
    assert str(problem).startswith(said)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("customXml/item1.xml", "附带的 XML 数据"),
        ("word/glossary/document.xml", "构建基块（自动图文集、控件的占位文字）"),
        ("word/settings.xml", "文档设置"),
    ],
)
def test_what_no_reader_sees_does_not_stop_a_template(name: str, place: str) -> None:
    data = package(document("正文"), {name: "<x><t>{{ 单位 }}</t></x>"})
    assert inspect(data) == []
    assert [(one.place, one.tag, one.shown) for one in tags_of(data).leftovers] == [
        (place, "{{ 单位 }}", False)
    ]


def test_the_name_of_a_property_is_not_filled_in() -> None:
    (problem,) = inspect(with_properties(name="{{ 单位 }}"), known=CONTEXT)
    assert str(problem).startswith("文档属性的名称：{{ 单位 }} 写在这里不会填写")


@pytest.mark.parametrize(
    "target", ["https://example.com/{{ 单位 }}", "https://example.com/%7B%7B%20单位%20%7D%7D"]
)
def test_the_address_of_a_link_is_not_filled_in(target: str) -> None:
    link = f'<Relationship Id="rId9" Type="{OFFICE}/relationships/hyperlink" TargetMode="External" Target="{target}"/>'
    content = p(f'<w:hyperlink r:id="rId9">{r("网站")}</w:hyperlink>')
    (problem,) = inspect(package(document(content), main_relations=link))
    assert str(problem).startswith("超链接的地址“https://example.com/{{ 单位 }}”：{{ 单位 }}")


# --- the template that Word attaches ----------------------------------------------------------------------


def attached(target: str) -> bytes:
    settings = (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:attachedTemplate r:id="rId1"/></w:settings>'
    )
    relation = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/relationships/attachedTemplate" TargetMode="External" Target="{target}"/></Relationships>'
    )
    parts = {"word/settings.xml": settings, "word/_rels/settings.xml.rels": relation}
    return package(document("{{ 单位 }}"), parts, kinds={"settings.xml": "settings"})


@pytest.mark.parametrize(
    "target",
    [
        "Normal.dotm",
        "Normal.dot",
        "Normal",
        "Normal.wpt",
        "file:///C:\\Users\\样例\\AppData\\Roaming\\Microsoft\\Templates\\Normal.dotm",
        "file:///C:/Users/%E6%A0%B7%E4%BE%8B/AppData/Roaming/Microsoft/Templates/NORMAL.DOTM",
        "C:\\Users\\样例\\Normal.dotm",
    ],
)
def test_the_template_of_every_word_document_is_let_go(target: str) -> None:
    data = Template(attached(target)).render(CONTEXT)
    assert not all_of(part(data, "word/settings.xml"), "attachedTemplate")
    assert not open_package(data).relations("word/settings.xml")
    assert "样例" not in str([*open_package(data).parts.values()])


@pytest.mark.parametrize(
    "target",
    [
        "报送.dotm",
        "http://example.com/Normal.dotm",
        "file://server/share/Normal.dotm",
        "file:////server/share/Normal.dotm",
        "\\\\server\\share\\Normal.dotm",
        "//server/Normal.dotm",
        "C:\\a\\..\\\\server\\Normal.dotm",
        "../Normal.dotm",
        "C:\\Users\\样例\\Normal.dotm.exe",
        "file:///C:/x/xNormal.dotm",
    ],
)
def test_any_other_template_is_refused(target: str) -> None:
    with pytest.raises(UnsafePackageError, match="附加模板"):
        Template(attached(target))


# --- braces ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('{{ "{{" }}', "{{"),
        ('写 {{ "{{ 单位 }}" }} 就行', "写 {{ 单位 }} 就行"),
        ("{{ '{%' }}{{ \"%}\" }}", "{%%}"),
        ("｛｛ “{#” ｝｝", "{#"),
    ],
)
def test_braces_are_printed_by_naming_them(typed: str, shown: str) -> None:
    data = Template(docx(typed)).render(CONTEXT)
    assert "".join(node.text or "" for node in all_of(part(data), "t")) == shown


# --- other engines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{%p if 甲 %}", "控制语句 {%p if 甲 %} 是 docxtpl 管整段的写法；这里写 {% if 甲 %}，单独占一段时"),
        ("{%p %}", "是 docxtpl 管整段的写法；这里写 {% … %}"),
        ("{%tr for a in b %}", "是 docxtpl 管表格整行的写法；这里写 {% for a in b %}，单独占一行时"),
        ("{%r if 甲 %}", "是 docxtpl 管一段文字的写法；这里写 {% if 甲 %}"),
        ("{%tc for a in b %}", "是 docxtpl 让表格的列重复的写法，这里只能让行重复，只去掉“tc”是不行的"),
        ("{%tc endfor %}", "把行和列对调"),
        ("{%hm%}", "左右合并单元格"),
        ("{% vm %}", "上下合并单元格"),
        ("{% colspan 3 %}", "左右合并单元格"),
        ("{% cellbg 色 %}", "单元格底色"),
        ("{{r 甲 }}", "填空处 {{r 甲 }} 是 docxtpl 的富文本（RichText）；这里写 {{ 甲 }}"),
        ("{{p 甲 }}", "是 docxtpl 的子文档（subdoc），这里不能插入别的文档；文字有几段的，写 {{ 甲|分段 }}"),
        ("{{ 甲|e }}", "不用加管转义的过滤器，特殊符号会照原样印出来；写 {{ 甲 }} 就行"),
        ("{_{ 甲 }_}", '“{_{”是 docxtpl 印出 {{ 的写法；这里写 {{ "{{" }}'),
        (
            "{{?甲}}",
            "是 poi-tl 的区块对；这里一组内容写 {% for 项 in 甲 %} 到 {% endfor %}，里面的名称前面加“项.”；有时才显示的写 {% if 甲 %}",
        ),
        ("{{？甲}}", "是 poi-tl 的区块对"),
        ("{{/甲}}", "是 poi-tl 区块对的结尾"),
        ("{{@图}}", "是 poi-tl 的图片，这里不能填入图片"),
        ("{{#表}}", "是 poi-tl 的表格"),
        ("{{*列}}", "是 poi-tl 的列表；这里单独一段写 {% for 项 in 列 %}"),
        ("{{+文}}", "是 poi-tl 的嵌套文档，这里不能插入别的文档"),
        ("{{=甲}}", "是 poi-tl 的表达式写法；这里直接写 {{ 甲 }}"),
        ("{{ 甲 ? '是' : '否' }}", '这里写 {{ "是" if 甲 else "否" }}'),
        ("{{ 甲 > 1 && !乙 ? 甲 : '否' }}", '这里写 {{ 甲 if 甲 > 1 and not 乙 else "否" }}'),
        ("{{?!甲 || 乙 != null}}", "有时才显示的写 {% if not 甲 or 乙 != none %}"),
        ("{{?甲}}", "里面的名称前面加“项.”"),
        ("{{=#this}}", "这里写 {{ 项 }}"),
        ("{{#this}}", "这里写 {{ 项 }}"),
        ("{{ _is_even_item }}", "这里写 {{ loop.index is even }}"),
        ("{{ 甲|e|upper }}", "写 {{ 甲|upper }} 就行"),
        ("{{ _index }}", "是 poi-tl 循环里的名称；这里写 {{ loop.index0 }}"),
        ("{% raw %}", '要印出大括号，写 {{ "{{" }}'),
    ],
)
def test_notations_of_other_engines_are_named(typed: str, said: str) -> None:
    problems = [str(one) for one in inspect(docx(typed))]
    assert any(said in one for one in problems), problems
    assert "前缀" not in "".join(problems)


@pytest.mark.parametrize(
    "typed",
    ["{{r 甲 }}", "{{p 甲 }}", "{{ 甲|e|upper }}", "{{ 甲 ? 1 : 2 }}", "{{=甲}}", "{{=甲 && !乙}}", "{{+甲}}",
     "{{?甲 && 乙}}", "{{#甲}}", "{{*甲}}", "{{ _index }}", "{{ _has_next }}", "{{ _is_even_item }}",
     "{{ _is_odd_item }}", "{%p if 甲 %}", "{%tr for 项 in 甲 %}", "{_{ 甲 }_}"],
)  # fmt: skip
def test_what_is_advised_is_understood(typed: str) -> None:
    (problem, *_) = [str(one).partition("这里")[2] or str(one) for one in inspect(docx(typed))]
    advised = [one for one in re.findall(r"\{[{%] .*? [}%]\}", problem) if one != typed]
    assert advised
    closing = {"{% if": "{% endif %}", "{% for": "{% endfor %}"}
    for one in advised:
        if not one.startswith("{% end"):
            content = one + closing.get(one[:5].strip(), closing.get(one[:6], ""))
            assert inspect(docx(content), filters={"分段": str}) == [], content


@pytest.mark.parametrize("typed", ["{%vm%}", "{% hm %}", "{%r if 甲 %}", "{% endraw %}", "{{+文}}"])
def test_a_notation_that_is_named_is_no_unknown_name_too(typed: str) -> None:
    assert not any("不是已知的名称" in str(one) for one in inspect(docx(typed), known={"甲": 1}))


def test_blanks_around_tags_are_no_mistake() -> None:
    assert inspect(docx("{%- if 甲 -%}{{- 甲 -}}{%- endif -%}{# 注释 #}")) == []


def test_they_are_shown_of_any_file() -> None:
    data = with_properties(p("图", picture(TAG)))
    assert beside_the_text(data) == [
        ("文档属性“标题”", "{{ 单位 }}{{ 年度 }}年报送"),
        ("文档属性“关键词”", "｛｛ 单位 ｝｝、{{ 年度 }}"),
        ("文档属性“单位”", "{{ 单位 }}"),
        ("文档属性“承办”", "{{ 单位 }}办"),
        ("正文第1段“图”的图片或图形的替代文字", "{{ 单位 }}"),
    ]


def test_an_embedded_file_that_cannot_be_opened_does_not_stop_the_search() -> None:
    assert inspect(package(document("正文"), {"word/embeddings/坏.xlsx": b"PK\x03\x04"})) == []
