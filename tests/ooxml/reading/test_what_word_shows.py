"""Whatever Word shows outside plain text is read as what it shows, or told."""

import base64
import unicodedata

import pytest

from kaohe_cli.ooxml.reading.content import Paragraph
from kaohe_cli.ooxml.reading.inline import decisions
from kaohe_cli.ooxml.reading.looks import RUN_PROPERTIES
from kaohe_cli.ooxml.reading.plaintext import outline, plain_text
from kaohe_cli.ooxml.reading.reading import read_content
from kaohe_cli.ooxml.reading.symbols import symbol
from tests.ooxml.builder import (
    NAMESPACES,
    STYLES,
    W,
    document,
    docx,
    p,
    package,
    r,
    sdt,
    t,
    tbl,
    tc,
    text_box,
    tr,
)

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
RUN_CONTENT = """
    annotationRef br commentReference contentPart continuationSeparator cr dayLong dayShort delInstrText delText
    drawing endnoteRef endnoteReference fldChar footnoteRef footnoteReference instrText lastRenderedPageBreak
    monthLong monthShort noBreakHyphen object pgNum pict ptab ruby separator softHyphen sym t tab yearLong yearShort
"""
"""EG_RunInnerContent of ECMA-376 (5th edition), by name; and the `control` of a form."""
PARAGRAPH_CONTENT = """
    bdo bookmarkEnd bookmarkStart commentRangeEnd commentRangeStart customXml customXmlDelRangeEnd
    customXmlDelRangeStart customXmlInsRangeEnd customXmlInsRangeStart customXmlMoveFromRangeEnd
    customXmlMoveFromRangeStart customXmlMoveToRangeEnd customXmlMoveToRangeStart del dir fldSimple hyperlink ins
    moveFrom moveFromRangeEnd moveFromRangeStart moveTo moveToRangeEnd moveToRangeStart permEnd permStart proofErr
    r sdt smartTag subDoc
"""
"""EG_PContent of ECMA-376, by name; formulas stand in a namespace of their own."""
RUN_LOOKS = """
    b bCs bdr caps color cs dstrike eastAsianLayout effect em emboss fitText highlight i iCs imprint kern lang noProof
    oMath outline position rFonts rStyle rtl shadow shd smallCaps snapToGrid spacing specVanish strike sz szCs u vanish
    vertAlign w webHidden
"""
"""EG_RPrBase of ECMA-376, by name."""


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def read(*content: str, styles: str = STYLES) -> tuple[str, list[str]]:
    """The text of a file's paragraphs, and what is told of them."""
    blocks = read_content(package(document(*content), styles=styles)).blocks
    found = [block for block in blocks if isinstance(block, Paragraph)]
    return "\n".join(one.text for one in found), [str(aside) for one in found for aside in one.asides]


def shown(*runs: str, styles: str = STYLES) -> str:
    """The text of one paragraph of which nothing is to be told."""
    text, told = read(p(*runs), styles=styles)
    assert told == []
    return text


def sym(font: str, char: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'


def field(code: str, result: str | None = None) -> str:
    """A field as Word writes it, its code in two runs."""
    half = len(code) // 2
    codes = "".join(
        f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>'
        for part in (code[:half], code[half:])
    )
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}{codes}{'' if result is None else separate + result}{end}"


def math(inside: str) -> str:
    return f'<m:oMath xmlns:m="{MATH}">{inside}</m:oMath>'


def m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


# --- the tables are whole ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "names"), [("run", RUN_CONTENT.split()), ("paragraph", PARAGRAPH_CONTENT.split())]
)
def test_every_element_of_the_standard_has_a_decision(place: str, names: list[str]) -> None:
    assert {w(name) for name in names} - set(decisions()[place]) == set()


def test_formulas_and_alternatives_have_a_decision() -> None:
    decided = decisions()
    assert {f"{{{MATH}}}oMath", f"{{{MATH}}}oMathPara"} <= set(decided["paragraph"])
    assert all(any(name.endswith("AlternateContent") for name in table) for table in decided.values())


def test_every_run_property_of_the_standard_has_a_decision() -> None:
    assert set(RUN_LOOKS.split()) - set(RUN_PROPERTIES) == set()


def test_what_the_standard_does_not_know_is_told() -> None:
    assert read(p("甲", '<w:r><x:new xmlns:x="urn:x"/></w:r>')) == ("甲", ["〔嵌入内容 new〕"])


@pytest.mark.parametrize("name", ["Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"])
def test_every_place_of_a_symbol_font_is_read_or_told(name: str) -> None:
    for code in range(0x20, 0x100):
        sign = symbol(name, 0xF000 + code)
        assert sign == symbol(name.upper(), code)
        if sign is None:
            text, told = read(p("甲", sym(name, f"F0{code:02X}")))
            assert (text, told) == ("甲", [f"〔符号 {name} F0{code:02X}〕"])
        else:
            assert len(sign) == 1
            assert unicodedata.category(sign) not in {"Co", "Cn", "Cc"}


# --- symbols ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "char", "sign"),
    [
        ("Symbol", "F0B3", "≥"), ("Symbol", "F02D", "−"), ("Symbol", "F050", "Π"), ("Symbol", "F0B4", "×"),
        ("Symbol", "00A3", "≤"), ("Wingdings", "F081", "①"), ("Wingdings", "F08C", "❶"), ("Wingdings", "F0E0", "→"),
        ("Wingdings", "F0FC", "√"), ("Wingdings", "F0FE", "☑"), ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "F06A", "①"), ("Wingdings 3", "F070", "▲"), ("Webdings", "F061", "✔"),
        ("MS Gothic", "2612", "☒"), ("宋体", "25A0", "■"),
    ],
)  # fmt: skip
def test_signs_of_symbol_fonts(font: str, char: str, sign: str) -> None:
    assert shown(sym(font, char)) == sign


def test_letters_typed_in_a_symbol_font_are_read_as_its_signs() -> None:
    fonts = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    assert shown(r("甲"), r("ü\uf0a8 甲", fonts)) == "甲√□ 甲"
    theme = '<w:rFonts w:asciiTheme="minorHAnsi" w:ascii="Wingdings"/>'
    assert shown(r("ab", theme)) == "ab"


def test_a_sign_of_no_known_font_is_told() -> None:
    assert read(p(r("增速\uf0b38%"))) == ("增速8%", ["〔符号 字体不明 F0B3〕"])
    assert read(p("甲", sym("Marlett", "F061"))) == ("甲", ["〔符号 Marlett F061〕"])
    assert read(p("甲", sym("Symbol", "zz"))) == ("甲", ["〔符号 Symbol zz〕"])


# --- looks ------------------------------------------------------------------------------------------


def look(name: str, value: str = "") -> str:
    return f'<w:{name} w:val="{value}"/>' if value else f"<w:{name}/>"


@pytest.mark.parametrize(
    ("properties", "text", "expected"),
    [
        (look("vertAlign", "superscript"), "4", "10⁴"), (look("vertAlign", "subscript"), "2", "10₂"),
        (look("vertAlign", "superscript"), "-3", "10⁻³"), (look("vertAlign", "superscript"), "［2］", "10[²]"),
        (look("vertAlign", "baseline"), "4", "104"), (look("position", "8"), "4", "10⁴"),
        (look("position", "-8"), "2", "10₂"), (look("position", "2"), "4", "104"),
        (look("caps"), "gdp", "10GDP"), (look("smallCaps"), "gdp", "10GDP"), (look("strike", "0"), "4", "104"),
        (look("b"), "4", "104"),
    ],
)  # fmt: skip
def test_looks_that_change_what_a_text_says(properties: str, text: str, expected: str) -> None:
    assert shown(r("10"), r(text, properties)) == expected


def test_raised_words_that_have_no_signs_are_read_as_usual_and_told() -> None:
    assert read(p(r("面积"), r("注", look("vertAlign", "superscript")))) == ("面积注", ["〔上标 注〕"])
    assert read(p(r("面积"), r("水", look("vertAlign", "subscript")))) == ("面积水", ["〔下标 水〕"])


@pytest.mark.parametrize(
    ("name", "kind"), [("strike", "删除线"), ("dstrike", "删除线"), ("vanish", "隐藏文字")]
)
def test_struck_and_hidden_words_are_no_part_of_the_text_and_told(name: str, kind: str) -> None:
    runs = (r("增长"), r("8", look(name)), r("%", look(name)), r("9%"))
    assert read(p(*runs)) == ("增长9%", [f"〔{kind} 8%〕"])


def style(kind: str, key: str, properties: str, based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{key}"/>{base}<w:rPr>{properties}</w:rPr></w:style>'


def test_styles_strike_hide_and_raise_too() -> None:
    styles = (
        f"<w:styles {NAMESPACES}>{style('character', 'up', look('vertAlign', 'superscript'))}"
        f"{style('character', 'further', look('b'), 'up')}{style('paragraph', 'gone', look('strike'))}"
        f"{style('character', 'back', look('strike'))}</w:styles>"
    )
    assert shown(r("10"), r("4", look("rStyle", "further")), styles=styles) == "10⁴"
    assert read(p(r("旧"), properties=look("pStyle", "gone")), styles=styles) == ("", ["〔删除线 旧〕"])
    both = p(r("旧"), r("新", look("rStyle", "back")), properties=look("pStyle", "gone"))
    assert read(both, styles=styles) == ("新", ["〔删除线 旧〕"])
    undone = p(r("新", look("strike", "0")), properties=look("pStyle", "gone"))
    assert read(undone, styles=styles) == ("新", [])


# --- formulas ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f"<m:f><m:num>{m('3')}</m:num><m:den>{m('4')}</m:den></m:f>", "3/4"),
        (f"<m:f><m:num>{m('a+b')}</m:num><m:den>{m('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSup><m:e>{m('10')}</m:e><m:sup>{m('4')}</m:sup></m:sSup>", "10⁴"),
        (f"<m:sSup><m:e>{m('x')}</m:e><m:sup>{m('率')}</m:sup></m:sSup>", "x^率"),
        (f"<m:sSub><m:e>{m('CO')}</m:e><m:sub>{m('2')}</m:sub></m:sSub>", "CO₂"),
        (
            f"<m:rad><m:radPr><m:degHide m:val='1'/></m:radPr><m:deg/><m:e>{m('a+b')}</m:e></m:rad>",
            "√(a+b)",
        ),
        (f"<m:rad><m:deg>{m('3')}</m:deg><m:e>{m('8')}</m:e></m:rad>", "∛8"),
        (
            (
                f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{m('i=1')}</m:sub>"
                f"<m:sup>{m('n')}</m:sup><m:e>{m('x')}</m:e></m:nary>"
            ),
            "∑_(i=1)^n x",
        ),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{m('x')}</m:e></m:d>", "[x]"),
        (f"<m:func><m:fName>{m('ln')}</m:fName><m:e>{m('x')}</m:e></m:func>", "ln x"),
        (f"<m:limLow><m:e>{m('lim')}</m:e><m:lim>{m('n→∞')}</m:lim></m:limLow>", "lim_(n→∞)"),
        (f"<m:bar><m:barPr><m:pos m:val='top'/></m:barPr><m:e>{m('x')}</m:e></m:bar>", "x̅"),
        (f"<m:m><m:mr><m:e>{m('1')}</m:e><m:e>{m('2')}</m:e></m:mr><m:mr><m:e>{m('3')}</m:e></m:mr></m:m>", "1, 2; 3"),
        (f"<m:box><m:e>{m('x')}</m:e></m:box>{m('=1')}", "x=1"),
        (f"<m:r><w:rPr><w:i/></w:rPr>{t('y')}</m:r>", "y"),
    ],
)  # fmt: skip
def test_formulas_in_one_line(inside: str, expected: str) -> None:
    assert shown(r("占比"), math(inside), r("。")) == f"占比{expected}。"


def test_a_formula_does_not_join_the_number_beside_it() -> None:
    half = math(f"<m:f><m:num>{m('1')}</m:num><m:den>{m('2')}</m:den></m:f>")
    assert shown(r("1"), half, r("5")) == "1 1/2 5"
    assert shown(r("1"), field(r"EQ \f(1,2)"), r("倍")) == "1 1/2倍"


def test_a_formula_of_an_older_word_is_told() -> None:
    old = '<w:r><w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>'
    other = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    assert read(p("甲", old, other)) == ("甲", ["〔公式 Equation.DSMT4〕", "〔嵌入内容 Excel.Sheet.12〕"])


# --- fields -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (r" eq \o\ac(○,1) ", "①"), (r"EQ \o\ac(○,35)", "㉟"), (r"EQ \o\ac(○,一)", "㊀"), (r"EQ \o\ac(□,√)", "☑"),
        (r"EQ \f(3,4)", "3/4"), (r"EQ \f(a+b;2)", "(a+b)/2"), (r"EQ \r(3,8)", "∛8"), (r"EQ \r(x)", "√x"),
        (r"eq 10\s\up5(4)", "10⁴"), (r"EQ CO\s\do4(2)", "CO₂"), (r"EQ \b\lc\{(x)", "{x"), (r"EQ \b(x)", "(x)"),
        (r"EQ \i\su(i=1,n,x)", "∑_(i=1)^n x"), (r"EQ \x(甲)", "甲"), (r"EQ \l(1,2)", "1,2"), (r"EQ \f(f(x),2)", "(f(x))/2"),
        (r"EQ 甲\,乙", "甲,乙"), (r'SYMBOL 179 \f "Symbol" \s 12', "≥"), ("MACROBUTTON NoMacro 请填写", "请填写"),
        ("XE 索引词", ""), ("FORMTEXT", ""),
    ],
)  # fmt: skip
def test_fields_that_keep_no_result(code: str, expected: str) -> None:
    assert shown(r("甲"), field(code), r("乙")) == f"甲{expected}乙"


def test_a_field_is_read_as_its_result() -> None:
    assert shown(field("REF a", r("甲")), f'<w:fldSimple w:instr="REF b">{r("乙")}</w:fldSimple>') == "甲乙"
    assert shown(field(r"EQ \f(3,4)", r("旧"))) == "3/4"
    nested = field("IF 1=1", field("REF a", r("里")) + r("外"))
    assert shown(nested) == "里外"


def test_a_field_within_a_code_is_no_text() -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    inner = field("REF a", r("4"))
    code = r"<w:r><w:instrText>EQ \f(3,</w:instrText></w:r>"
    assert shown(begin, code, inner, "<w:r><w:instrText>)</w:instrText></w:r>", end) == "3/4"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("PAGE", "〔域 PAGE〕"), (r"EQ \q(1)", r"〔公式 EQ \q(1)〕"), (r"EQ \f(3", r"〔公式 EQ \f(3〕"),
        (r"EQ \o(甲,乙)", r"〔公式 EQ \o(甲,乙)〕"), (r"SYMBOL 97 \f Marlett", r"〔域 SYMBOL 97 \f Marlett〕"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_read_is_told(code: str, told: str) -> None:
    assert read(p("甲", field(code))) == ("甲", [told])


def test_a_field_that_does_not_end_swallows_nothing() -> None:
    open_ended = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert read(p("甲", open_ended, "乙"), p("丙")) == ("甲\n丙", ["〔域 PAGE乙〕"])


def test_a_circle_that_no_sign_has_is_told() -> None:
    assert read(p("甲", field(r"EQ \o\ac(○,重)"))) == ("甲重", ["〔符号 “重”外面的○〕"])


def test_a_phonetic_guide_is_told_and_its_text_read() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('qián')}</w:rt><w:rubyBase>{r('黔')}</w:rubyBase></w:ruby></w:r>"
    old = field(r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(qián),黔)')
    assert read(p(ruby, r("江"))) == ("黔江", ["〔注音 qián〕"])
    assert read(p(old, r("江"))) == ("黔江", ["〔注音 qián〕"])


@pytest.mark.parametrize("name", ["pgNum", "dayLong"])
def test_what_word_fills_in_when_it_shows_a_file_is_told(name: str) -> None:
    assert read(p("甲", f"<w:r><w:{name}/></w:r>")) == ("甲", [f"〔域 {name}〕"])


# --- drawings, alternatives, files in files -----------------------------------------------------------


def test_word_art_is_read_where_it_stands() -> None:
    old = '<w:r><w:pict><v:shape><v:textpath string="喜报"/></v:shape></w:pict></w:r>'
    bent = text_box("喜报").replace(
        "<wps:bodyPr/>", '<wps:bodyPr><a:prstTxWarp prst="textWave1"/></wps:bodyPr>'
    )
    plain = bent.replace("textWave1", "textNoShape")
    assert read(p("甲", old, "乙")) == ("甲喜报乙", [])
    assert read(p("甲", bent, "乙")) == ("甲喜报乙", [])
    assert read(p("甲", plain, "乙")) == ("甲乙\n喜报", [])


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("http://schemas.openxmlformats.org/drawingml/2006/picture", "〔图片〕"),
        ("http://schemas.openxmlformats.org/drawingml/2006/chart", "〔嵌入内容 图表〕"),
        ("http://schemas.openxmlformats.org/drawingml/2006/diagram", "〔嵌入内容 SmartArt 图形〕"),
    ],
)
def test_drawings_are_told_by_their_kind(uri: str, told: str) -> None:
    graphic = f'<a:graphic><a:graphicData uri="{uri}"/></a:graphic>'
    assert read(p("甲", f"<w:r><w:drawing><wp:inline>{graphic}</wp:inline></w:drawing></w:r>")) == (
        "甲",
        [told],
    )


def alternatives(choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="x">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def test_the_fallback_is_read_where_the_choice_shows_nothing() -> None:
    new = '<x:new xmlns:x="urn:x"/>'
    assert shown(f"<w:r>{alternatives(t('新'), t('旧'))}</w:r>") == "新"
    assert shown(f"<w:r>{alternatives(new, t('旧'))}</w:r>") == "旧"
    assert shown(alternatives("", r("旧"))) == "旧"
    assert shown(alternatives(r("新"), r("旧"))) == "新"
    assert read(alternatives("", p("旧")), alternatives(p("新"), p("旧"))) == ("旧\n新", [])
    assert read(p("甲", f"<w:r>{alternatives('<w:drawing/>', t('旧'))}</w:r>")) == ("甲旧", [])
    assert read(p("甲", f"<w:r>{alternatives('<w:drawing/>', '')}</w:r>")) == ("甲", ["〔图片〕"])
    assert read(p("甲", f"<w:r>{alternatives(t('新') + new, '')}</w:r>")) == ("甲新", ["〔嵌入内容 new〕"])
    assert read(p("甲", f"<w:r>{alternatives(new, '')}</w:r>")) == ("甲", ["〔嵌入内容 new〕"])


def test_an_emoji_of_a_newer_word_is_read() -> None:
    emoji = (
        '<w16se:symEx xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" '
        'w16se:font="Segoe UI Emoji" w16se:char="1F60A"/>'
    )
    assert shown(f"<w:r>{alternatives(emoji, t('旧'))}</w:r>") == "😊"


def chunked(target: str, data: str | bytes) -> bytes:
    """A file whose body holds another one between two paragraphs."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    return package(
        document(p("前"), '<w:altChunk r:id="chunk"/>', p("后")),
        {f"word/{target}": data},
        main_relations=f'<Relationship Id="chunk" Type="{kind}" Target="{target}"/>',
    )


def test_a_word_file_in_a_word_file_is_read_and_any_other_told() -> None:
    inner = chunked("b.docx", docx("里", tbl(tr(tc("格")))))
    assert [block.text for block in read_content(inner).blocks] == ["前", "里", "格", "后"]
    for name, data in (("a.rtf", r"{\rtf1 x}"), ("b.docx", b"PK\x03\x04broken")):
        blocks = read_content(chunked(name, data)).blocks
        told = [str(aside) for block in blocks if isinstance(block, Paragraph) for aside in block.asides]
        assert ([block.text for block in blocks], told) == (["前", "", "后"], [f"〔嵌入内容 word/{name}〕"])


def test_deeply_nested_content_is_read_in_time_and_without_end() -> None:
    ways = t("深")
    for _ in range(60):
        ways = alternatives(ways, ways) if len(ways) < 200 else alternatives(ways, "")
    assert shown(f"<w:r>{ways}</w:r>") == "深"
    inside = m("1")
    for _ in range(80):
        inside = f"<m:f><m:num>{inside}</m:num><m:den>{m('2')}</m:den></m:f>"
    assert shown(math(inside)).endswith("1/2" + ")/2" * 79)
    assert shown(field("EQ " + r"\f(" * 30 + "1" + ",2)" * 30)).endswith("1/2" + ")/2" * 29)
    assert read(p(field("EQ " + r"\f(" * 300 + "1" + ",2)" * 300)))[1][0].startswith("〔公式 EQ")


PAGE = (
    "<html><head><title>题</title><style>p {}</style></head><body><p>增速\n <b>8%</b><br>二</p>"
    "<div>10<sup>4</sup>亩<s>旧</s><p>CO<sub>2</sub></p></div><table><tr><td colspan='2'>甲</td><td>乙</td></tr>"
    "</table>末<img alt='图'></body></html>"
)
READ = ["前", "增速 8%\n二", "10⁴亩", "CO₂", "甲\t乙", "末", "后"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", PAGE.encode()),
        ("a.htm", PAGE.encode("gb18030")),
        (
            "a.html",
            PAGE.replace("<head>", "<head><meta charset='gb2312'>").replace("⁴", "").encode("gb18030"),
        ),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE.encode()),
        (
            "a.mht",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
            b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(PAGE.encode("gb18030"))
            + b"\r\n--x--\r\n",
        ),
    ],
)
def test_a_page_in_a_word_file_is_read(name: str, data: bytes) -> None:
    blocks = read_content(chunked(name, data)).blocks
    assert [block.text for block in blocks] == READ
    told = [str(aside) for block in blocks if isinstance(block, Paragraph) for aside in block.asides]
    assert told == ["〔删除线 旧〕", "〔图片 图〕"]


def test_a_plain_text_in_a_word_file_is_read() -> None:
    blocks = read_content(chunked("a.txt", "一\r\n二".encode("gb18030"))).blocks
    assert [block.text for block in blocks] == ["前", "一", "二", "后"]


# --- one reader -----------------------------------------------------------------------------------------


def test_plain_text_and_outline_show_the_same_as_the_reader() -> None:
    half = math(f"<m:f><m:num>{m('3')}</m:num><m:den>{m('4')}</m:den></m:f>")
    struck = r("8%", look("strike"))
    data = docx(
        p(sym("Symbol", "F0B3"), struck, r("为"), sdt(half)), tbl(tr(tc(p(sym("Wingdings", "F081")))))
    )
    assert plain_text(data) == "〔正文〕\n≥〔删除线 8%〕为［c：3/4］\n| ① |\n"
    assert [line.text for line in outline(data)] == ["≥〔删除线 8%〕为3/4", "①"]
