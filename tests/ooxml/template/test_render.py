"""Awkward templates, each with the body that it must give."""

from collections.abc import Callable

import pytest

from kaohe_cli.ooxml.template.template import Template
from kaohe_cli.ooxml.template.values import Paragraphs, Placeholder
from tests.ooxml.builder import body, bookmark, docx, p, r, sdt, t, tbl, text_box, tr

CONTEXT = {
    "甲": "A",
    "空": None,
    "真": True,
    "假": False,
    "数": 3,
    "项们": [{"名": "一", "分": 1, "子": ["x", "y"]}, {"名": "二", "分": 2, "子": []}],
    "无": [],
    "长": "第一行\n\n第二行\n第三行",
    "嵌": "{{ 甲 }}{% if %}",
}
FILTERS: dict[str, Callable[..., object]] = {
    "分段": Paragraphs,
    "待填": lambda value, words: value or Placeholder(words),
}


def rendered(*content: str) -> str:
    """The body that these paragraphs give."""
    return body(Template(docx(*content), filters=FILTERS).render(CONTEXT))


def plain(*paragraphs: str) -> str:
    """Paragraphs of one run each."""
    return "".join(f"<p><r><t>{text}</t></r></p>" if text else "<p/>" for text in paragraphs)


# what a person may type, and what must come of it
SPELLINGS = [
    "{{甲}}",
    "{{ 甲 }}",
    "｛｛ 甲 ｝｝",
    "｛{ 甲 }｝",
    "{｛甲｝}",
    "{{\u00a0甲\u3000}}",
    "{{\u200b甲\ufeff}}",
    "{{- 甲 -}}",
    "{{ 空|待填(“A”)|join('') if 假 else 甲 }}",
    '{{ ""|default("A", true) }}',
    "{{ “”|default（“A”，true） }}",
    "{{ ”“｜default(‘A’,true) }}",
    "{{ ＂＂|default(＇A＇,true) }}",
    '{{ 没有|default("A”) }}',
    "{{ 没有|default(“A\") }}{{ 空 }}{{ '' ~ “” }}",
    "{{ 项们［0］．名 if 假 else 甲 }}",
    "{{ 甲 if 数＝＝3 else ”B“ }}",
    "{{ 甲 if 项们[0].分 < 2 and not 假 else 1 }}",
    "{{ [\"A\",'B']|first }}",
    "{{ 'a'|upper }}",
    "{{ ' A '|trim }}",
    "{{ 没有|default('A') }}",
    "{{ 'A' if 没有 is undefined }}",
    "{# 说明 #}{{ 甲 }}{# }} {% #}",
    "｛＃ 说明 ＃｝{{甲}}",
    "{% if 真 %}A{% else %}B{% endif %}",
    "｛％ if 假 ％｝B｛％elif 真％｝A｛％ endif ％｝",
    "{%- if 真 -%}A{%- endif -%}",
    "{% set 乙 = 甲 ~ '' %}{{ 乙 }}",
    "{% for 字 in ['A'] %}{{ 字 }}{% endfor %}",
    "{% for 字 in 无 %}B{% else %}A{% endfor %}",
]


@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_spelling_of_a_tag(typed: str) -> None:
    assert "".join(rendered(typed)).replace("</t></r><r><t>", "") == plain("A")


LITERALS = [
    ("{{ '立足“四个优势”' }}", "立足“四个优势”"),
    ("{{ “立足“四个优势””}}", "立足“四个优势”"),
    ("{{ “a'b” }}", "a'b"),
    ('{{ ‘a"b’ }}', "a&quot;b"),
    ("{{ '（ ，：｜＝．）' }}", "（ ，：｜＝．）"),
    ("{{ '}}' }}{{ '%}{{' }}", "}}%}{{"),
    ("{{ '“”' }}", "“”"),
    ("{{ 空|分段 }}{{ 数|分段 }}", "3"),
    ('{{ 没有|default("A”) }}{{ 没有|default("B”) }}', "AB"),
    ("{{ 嵌 }}", "{{ 甲 }}{% if %}"),
    ("{{ '<&>' }}", "&lt;&amp;&gt;"),
    ("{{ 真 }}{{ 空 }}{{ 假 }}", "是否"),
    ("占比{5%}、{a}", "占比{5%}、{a}"),
    ("{{ 1.5 + 数 * 2 - 1 }}", "6.5"),
    ("{{ 2.5|round }}{{ 1.005|round(2) }}", "31.01"),
    ("{{ 项们|join('、', '名') }}{{ 项们|length }}", "一、二2"),
    ("{{ 项们[-1].名 }}{{ 甲[0] }}", "二A"),
]


@pytest.mark.parametrize(("typed", "shown"), LITERALS)
def test_text_between_quotes_and_values(typed: str, shown: str) -> None:
    assert "".join(rendered(typed)).replace("</t></r><r><t>", "").replace("&quot;", '"') == plain(
        shown
    ).replace("&quot;", '"')


def link(words: str) -> str:
    """A hyperlink."""
    return f"<w:hyperlink w:anchor='x'>{r(words)}</w:hyperlink>"


BOLD = "<rPr><b/></rPr>"
LAYOUTS = [
    pytest.param(
        [p("前{% for 项 in 项们 %}{{ 项.名 }}、{% endfor %}后")],
        "<p><r><t>前</t></r><r><t>一</t></r><r><t>、</t></r><r><t>二</t></r><r><t>、</t></r><r><t>后</t></r></p>",
        id="a loop among runs",
    ),
    pytest.param(
        [p("{% for 项 in 项们 %}"), p("{{ 项.名 }}"), p("{% endfor %}"), p("尾")],
        plain("一", "二", "尾"),
        id="statement paragraphs leave nothing",
    ),
    pytest.param(
        [p("{% if 真 %}{% for 项 in 项们 %}"), p("{{ 项.名 }}"), p("{%endfor%} {%endif%}")],
        plain("一", "二"),
        id="several statements in a paragraph",
    ),
    pytest.param([p("首"), p("{# 说明 #}"), p("{% set 乙 = 1 %}")], plain("首"), id="comment and set vanish"),
    pytest.param(
        [p("{% if 假 %}"), p("无"), p("{% else %}"), p("有"), p("{% endif %}")],
        plain("有"),
        id="else paragraph",
    ),
    pytest.param(
        [p("{% if 假 %}"), p("无"), p("{% elif 真 %}"), p("有"), p("{% endif %}")],
        plain("有"),
        id="elif paragraph",
    ),
    pytest.param(
        [p(r("{{", "<w:b/>"), "<w:proofErr w:type='spellStart'/>", r(" 甲 "), r("}}尾", "<w:i/>"))],
        f"<p><r>{BOLD}<t>A</t></r><r><rPr><i/></rPr><t>尾</t></r></p>",
        id="split over runs, format of the first",
    ),
    pytest.param(
        [p("{", "{", "<w:smartTag w:element='x'><w:r><w:t>甲</w:t></w:r></w:smartTag>", "}", "}")],
        plain("A"),
        id="every brace in its own run, smart tag",
    ),
    pytest.param(
        [p("{{ ", "<w:hyperlink w:anchor='x'>" + r("甲") + "</w:hyperlink>", " }}")],
        plain("A"),
        id="a hyperlink inside a tag",
    ),
    pytest.param(
        [p("<w:hyperlink w:anchor='x'>" + r("{{ 甲 }}") + "</w:hyperlink>")],
        '<p><hyperlink anchor="x"><r><t>A</t></r></hyperlink></p>',
        id="a tag inside a hyperlink",
    ),
    pytest.param(
        [p("<w:hyperlink w:anchor='x'>" + r("{% if 真 %}") + "</w:hyperlink>"), p("有"), p("{% endif %}")],
        plain("有"),
        id="a statement made a hyperlink",
    ),
    pytest.param(
        [p("前", link("{% if 真 %}"), "有", link("{% endif %}"))],
        "<p><r><t>前</t></r><r><t>有</t></r></p>",
        id="statements among runs made hyperlinks",
    ),
    pytest.param(
        [p("{{ ", bookmark("kh_x", r("甲")), " }}")],
        '<p><r><t>A</t></r><bookmarkStart id="1" name="kh_x"/><bookmarkEnd id="1"/></p>',
        id="a bookmark inside a tag",
    ),
    pytest.param(
        [p("<w:r><w:t>{{</w:t><w:tab/><w:t>甲</w:t><w:br/><w:t>}}</w:t></w:r>")],
        plain("A"),
        id="tab and break inside a tag",
    ),
    pytest.param(
        [p(f"<w:r>{t('首{{甲}}中{{甲}}')}<w:tab/>{t('{{甲}}尾')}</w:r>")],
        "<p><r><t>首</t></r><r><t>A</t></r><r><t>中</t></r><r><t>A</t></r><r><tab/></r><r><t>A</t></r>"
        "<r><t>尾</t></r></p>",
        id="several tags in a run",
    ),
    pytest.param(
        [
            p(
                "<w:ins w:id='1'>" + r("{{ 甲") + "</w:ins>",
                "<w:del w:id='2'><w:r><w:delText>无</w:delText></w:r></w:del>",
                " }}",
            )
        ],
        plain("A"),
        id="tracked changes are accepted",
    ),
    pytest.param(
        [
            p("{{ ", properties="<w:rPr><w:del w:id='1'/></w:rPr>"),
            p("甲 }}", properties="<w:jc w:val='both'/>"),
        ],
        '<p><pPr><jc val="both"/></pPr><r><t>A</t></r></p>',
        id="a deleted paragraph mark joins",
    ),
    pytest.param(
        [tbl("<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc><w:p/></w:tc></w:tr>"), p("尾")],
        plain("尾"),
        id="a deleted row takes its table along",
    ),
    pytest.param(
        [
            p(
                "<w:moveFrom w:id='1'>" + r("旧") + "</w:moveFrom>",
                "<w:moveTo w:id='2'>" + r("{{甲}}") + "</w:moveTo>",
            )
        ],
        plain("A"),
        id="moved text",
    ),
    pytest.param(
        [p(r("{{ 甲 }}", "<w:b/><w:rPrChange w:id='1'><w:rPr/></w:rPrChange>"))],
        f"<p><r>{BOLD}<t>A</t></r></p>",
        id="a tracked format",
    ),
    pytest.param(
        [
            p("{% if 真 %}", properties="<w:sectPr><w:type w:val='nextPage'/></w:sectPr>"),
            p("有"),
            p("{% endif %}"),
        ],
        '<p><pPr><sectPr><type val="nextPage"/></sectPr></pPr></p>' + plain("有"),
        id="a section break stays, before what opens",
    ),
    pytest.param(
        [p("{% if 假 %}"), p("有"), p("{% endif %}", properties="<w:sectPr/>")],
        "<p><pPr><sectPr/></pPr></p>",
        id="a section break stays, after what closes",
    ),
    pytest.param(
        [
            p(
                "<w:commentRangeStart w:id='1'/>",
                "{% if 真 %}",
                "<w:commentRangeEnd w:id='1'/><w:r><w:commentReference w:id='1'/></w:r>",
            ),
            p("有"),
            p("{% endif %}"),
        ],
        plain("有"),
        id="a reviewer's comment on a statement",
    ),
    pytest.param(
        [p("{% if 真 %}", "<w:r><w:br w:type='page'/></w:r>", "{% endif %}")],
        '<p><r><br type="page"/></r></p>',
        id="a page break is content",
    ),
    pytest.param(
        [p(r("{{ 长 }}"))],
        "<p><r><t>第一行</t><br/><t/><br/><t>第二行</t><br/><t>第三行</t></r></p>",
        id="line breaks",
    ),
    pytest.param(
        [p("情况：", r("{{ 长|分段 }}", "<w:b/>"), "。", properties="<w:jc w:val='both'/>")],
        f'<p><pPr><jc val="both"/></pPr><r><t>情况：</t></r><r>{BOLD}<t>第一行</t></r><r><t>。</t></r></p>'
        f'<p><pPr><jc val="both"/></pPr><r>{BOLD}<t>第二行</t></r></p>'
        f'<p><pPr><jc val="both"/></pPr><r>{BOLD}<t>第三行</t></r></p>',
        id="further paragraphs",
    ),
    pytest.param(
        [
            p(
                "{{ 长|分段 }}",
                properties="<w:pageBreakBefore/><w:numPr><w:numId w:val='1'/></w:numPr><w:sectPr/>",
            )
        ],
        '<p><pPr><pageBreakBefore/><numPr><numId val="1"/></numPr><sectPr/></pPr><r><t>第一行</t></r></p>'
        "<p><pPr/><r><t>第二行</t></r></p><p><pPr/><r><t>第三行</t></r></p>",
        id="numbers, page and section breaks are not repeated",
    ),
    pytest.param(
        [
            p(
                "{{ '一'|分段 }}{{ 长|分段 }}",
                properties="<w:pStyle w:val='a'/><w:keepNext/><w:jc w:val='both'/>",
            )
        ],
        '<p><pPr><pStyle val="a"/><keepNext/><jc val="both"/></pPr><r><t>一</t></r><r><t>第一行</t></r></p>'
        + "".join(
            '<p><pPr><pStyle val="a"/><keepNext/><numPr><numId val="0"/></numPr><jc val="both"/></pPr>'
            f"<r><t>{line}</t></r></p>"
            for line in ("第二行", "第三行")
        ),
        id="a style's numbers are not repeated",
    ),
    pytest.param([p("{{ '一行'|分段 }}")], plain("一行"), id="one line stays one paragraph"),
    pytest.param(
        [p("{{ '1. 甲\n2. 乙'|分段 }}")], plain("1. 甲 2. 乙"), id="a line break inside a tag is a space"
    ),
    pytest.param(
        [p(r("{{ 空|待填('基本情况') }}", "<w:b/>"))],
        '<p><r><rPr><rStyle val="PlaceholderText"/><b/></rPr><t>基本情况</t></r></p>',
        id="a placeholder",
    ),
    pytest.param(
        [p(sdt(r("{{ 空|待填('情况') }}"), properties="<w:lock w:val='sdtLocked'/><w:text/>"))],
        '<p><sdt><sdtPr><lock val="sdtLocked"/><showingPlcHdr/><text/></sdtPr><sdtContent><r><rPr>'
        '<rStyle val="PlaceholderText"/></rPr><t>情况</t></r></sdtContent></sdt></p>',
        id="a control that shows its placeholder",
    ),
    pytest.param(
        [
            p(
                sdt(
                    r("{{ 甲|待填('情况') }}", "<w:rStyle w:val='PlaceholderText'/>"),
                    properties="<w:showingPlcHdr/>",
                )
            )
        ],
        "<p><sdt><sdtPr/><sdtContent><r><t>A</t></r></sdtContent></sdt></p>",
        id="a control that shows a value",
    ),
    pytest.param(
        [p(sdt(r("{% if 假 %}B{% endif %}"), properties=""))],
        "<p><sdt><sdtPr/><sdtContent/></sdt></p>",
        id="a run-level control may be empty",
    ),
    pytest.param(
        [sdt(p("{% if 假 %}"), p("B"), p("{% endif %}"), properties="")],
        "<sdt><sdtPr/><sdtContent><p/></sdtContent></sdt>",
        id="a block control keeps a paragraph",
    ),
    pytest.param(
        [sdt(p("{% if 真 %}"), tbl(tr("B")), p("{% endif %}"), properties="")],
        "<sdt><sdtPr/><sdtContent>"
        '<tbl><tblPr/><tblGrid><gridCol w="2000"/></tblGrid><tr><tc><tcPr><tcW w="0" type="auto"/></tcPr>'
        "<p><r><t>B</t></r></p></tc></tr></tbl></sdtContent></sdt>",
        id="a block control may end in a table",
    ),
    pytest.param(
        [p(sdt(r("x"), properties="<w:alias w:val='{{ 甲 }}&lt;'/><w:tag w:val='kh_{{ 项们[0].分 }}'/>"))],
        '<p><sdt><sdtPr><alias val="A&lt;"/><tag val="kh_1"/></sdtPr><sdtContent><r><t>x</t></r></sdtContent>'
        "</sdt></p>",
        id="tags in a control's tag and title",
    ),
]


@pytest.mark.parametrize(("content", "expected"), LAYOUTS)
def test_layout(content: list[str], expected: str) -> None:
    assert rendered(*content) == expected


def cells(*rows: list[str]) -> str:
    """A table whose cells hold one paragraph each."""
    inside = "".join(
        "<tr>"
        + "".join(f'<tc><tcPr><tcW w="0" type="auto"/></tcPr>{plain(text)}</tc>' for text in row)
        + "</tr>"
        for row in rows
    )
    return f'<tbl><tblPr/><tblGrid><gridCol w="2000"/></tblGrid>{inside}</tbl>'


TABLES = [
    pytest.param(
        [tr("头"), tr("{% for 项 in 项们 %}", ""), tr("{{ 项.名 }}", "{{ 项.分 }}"), tr("{% endfor %}", "")],
        cells(["头"], ["一", "1"], ["二", "2"]),
        id="for and endfor rows vanish",
    ),
    pytest.param(
        [tr("{% for 项 in 项们 %}{{ 项.名 }}", "{{ 项.分 }}{% endfor %}")],
        cells(["一", "1"], ["二", "2"]),
        id="from first to last cell",
    ),
    pytest.param(
        [tr("{% for 项 in 项们 %}{% if 项.分 == 2 %}{{ 项.名 }}", "{{ 项.分 }}{% endif %}{% endfor %}")],
        cells(["二", "2"]),
        id="two blocks from first to last cell",
    ),
    pytest.param(
        [tr("{% for 项 in 项们 %}", "{{ 项.分 }}{% endfor %}")],
        cells(["", "1"], ["", "2"]),
        id="a first cell with nothing but for",
    ),
    pytest.param(
        [tr("{% if 假 %}甲", "乙{% endif %}"), tr("丙", "丁")],
        cells(["丙", "丁"]),
        id="a row under a condition",
    ),
    pytest.param(
        [
            "<w:tr><w:tc><w:tcPr/>"
            + p("{% for 项 in 项们 %}")
            + p("{{ 项.名 }}")
            + p("{% endfor %}")
            + "</w:tc></w:tr>"
        ],
        '<tbl><tblPr/><tblGrid><gridCol w="2000"/></tblGrid><tr><tc><tcPr/>'
        + plain("一", "二")
        + "</tc></tr></tbl>",
        id="a loop inside a cell",
    ),
    pytest.param(
        [f"<w:tr><w:tc><w:tcPr/>{p('{% if 假 %}')}{p('无')}{p('{% endif %}')}</w:tc></w:tr>"],
        '<tbl><tblPr/><tblGrid><gridCol w="2000"/></tblGrid><tr><tc><tcPr/><p/></tc></tr></tbl>',
        id="an emptied cell keeps a paragraph",
    ),
    pytest.param(
        [f"<w:tr><w:tc><w:tcPr/>{p('{% if 真 %}')}{tbl(tr('内'))}{p('{% endif %}')}</w:tc></w:tr>"],
        '<tbl><tblPr/><tblGrid><gridCol w="2000"/></tblGrid><tr><tc><tcPr/>'
        + cells(["内"])
        + "<p/></tc></tr></tbl>",
        id="a cell does not end in a table",
    ),
    pytest.param(
        [tr("{% for 项 in 无 %}"), tr("{{ 项.名 }}"), tr("{% endfor %}")],
        "",
        id="a table without rows vanishes",
    ),
]


@pytest.mark.parametrize(("rows", "expected"), TABLES)
def test_table(rows: list[str], expected: str) -> None:
    assert rendered(tbl(*rows), p("尾")) == expected + plain("尾")


def test_a_cell_whose_only_table_vanishes_keeps_a_paragraph() -> None:
    inner = tbl(tr("{% for 项 in 无 %}"), tr("x"), tr("{% endfor %}"))
    outer = tbl(f"<w:tr><w:tc><w:tcPr/>{inner}<w:p/></w:tc></w:tr>")
    assert rendered(outer, p("尾")).count("<tc><tcPr/><p/></tc>") == 1


def test_a_text_box_is_filled_in_both_forms() -> None:
    result = rendered(
        p("外{{ 长|分段 }}", text_box("{% if 假 %}", "无", "{% endif %}"), text_box("{{ 长|分段 }}"))
    )
    assert result.count("<txbxContent><p/></txbxContent>") == 2
    inside = "<txbxContent>" + plain("第一行", "第二行", "第三行") + "</txbxContent>"
    assert result.count(inside) == 2
    assert result.endswith("</p>" + plain("第二行", "第三行"))
