"""Build `templates/annex3.docx`, the Word template of 附件3, to the figures of GB/T 9704-2012.

    python tools/build_annex3.py              write templates/annex3.docx
    python tools/build_annex3.py OTHER.docx   write elsewhere

The result is an ordinary Word file, which offices go on editing in Word or WPS. This script keeps the
reason for each figure of the shipped layout, and makes the same bytes again. “GB” in a comment means
GB/T 9704-2012 《党政机关公文格式》 and is followed by the clause. Lengths are in twips (1/20 pt) and
font sizes in half points, which is how Word counts them.
"""

import itertools
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Final

from kaohe_cli.word.forms import FORMS, Field, Form, Heading, Line

TARGET: Final = Path(__file__).parent.parent / "templates" / "annex3.docx"


# --- Figures ----------------------------------------------------------------------------------------


def mm(millimetres: float) -> int:
    """The length in whole twips.

    >>> mm(25.4)
    1440
    """
    return round(millimetres * 1440 / 25.4)


PAGE_WIDTH, PAGE_HEIGHT = mm(210), mm(297)  # GB 5.1: A4
MARGIN_TOP, MARGIN_LEFT = mm(37), mm(28)  # GB 5.2.1: 天头 37 mm, 订口 28 mm
MARGIN_BOTTOM, MARGIN_RIGHT = mm(35), mm(26)  # what the 版心 of 156 mm × 225 mm (GB 5.2.1) leaves

TITLE_SIZE = 44  # 二号, 22 pt. GB 7.3.1: 标题一般用2号小标宋体字
BODY_SIZE = 32  # 三号, 16 pt. GB 5.2.2, 7.3.3: 一般用3号仿宋体字
PAGE_NUMBER_SIZE = 28  # 四号, 14 pt. GB 7.5: 4号半角宋体阿拉伯数字
STATEMENT_SIZE, STATEMENT_LINE = 18, 240  # 小五, 9 pt. Statements never reach a finished document

# GB 5.2.3: 一般每面排22行，每行排28个字，并撑满版心.
# 22 lines: the 225 mm are 12756 twips, 579.8 a line; 579 as the grid and as exact line spacing.
# 28 characters: the 156 mm are 8845 twips, but 28 × 320 = 8960, so each character gives up 6 (28 × 314 =
# 8792; with 5, LibreOffice 7.4 drops a 、 that hangs behind a full line). The grid holds lines only: with
# "linesAndChars" LibreOffice 7.4 breaks lines elsewhere than Word.
LINE = 579
CHARACTER_SPACING = -6
INDENT = 2 * BODY_SIZE * 10  # GB 7.3.3: 每个自然段左空二字; a character is as wide as its font is high

# GB 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜. Between these indents the subtitle has room for 23
# characters (7245 of 8845 twips): the 22 of the second form stay on one line, and the 56 of the first fill
# three, where 28 on a line would leave “板）” alone on the last.
SUBTITLE_INDENT = 790

# GB 7.5: 一字线上距版心下边缘7 mm. Word measures from the edge of the page to the foot of the line; the
# dash runs 2.6 mm over that foot, at 0.52 of the height of a 14 pt line.
FOOTER_DISTANCE = mm(35 - 7 - 2.6)
PAGE_NUMBER_INDENT = PAGE_NUMBER_SIZE * 10  # GB 7.5: 单页码居右空一字，双页码居左空一字

# GB 7.3.1: 小标宋; GB 7.3.3: 第一层用黑体字、第二层用楷体字、第三层和第四层用仿宋体字; GB 7.5: 宋体.
XIAO_BIAO_SONG, HEI, KAI, FANG_SONG, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
# The standard names no font for letters. The figures of Times New Roman, and of what stands in for it
# elsewhere, are half a character wide, as those of 仿宋 are: lines break alike in Word and LibreOffice.
# Titles and 黑体 take their own, Times would look pale among them.
LATIN = "Times New Roman"

GREY = "808080"  # as Word has it for 占位符文本


# --- Document ---------------------------------------------------------------------------------------

NAMESPACE: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NEWLINE: Final = "\n"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class DocumentWriter:
    """Writes the body, and numbers its content controls and bookmarks."""

    def __init__(self) -> None:
        self._control_ids = itertools.count(1001)
        self._bookmark_ids = itertools.count(1)

    def document(self) -> str:
        """The whole of word/document.xml."""
        paragraphs = [
            paragraph for number, form in enumerate(FORMS) for paragraph in self._form(form, number == 0)
        ]
        body = "".join(paragraphs) + SECTION
        head = f'{DECLARATION}<w:document {NAMESPACE} xmlns:r="{RELATIONSHIPS}">'
        return f"{head}<w:body>{body}</w:body></w:document>"

    def _form(self, form: Form, is_first: bool) -> Iterator[str]:
        """Statements stand on paragraphs of their own, which vanish together with their marks."""
        yield statement(f"{{% if {form.part}.项目 %}}")
        yield paragraph("FormTitle" if is_first else "FormTitleNewPage", run(form.title))
        yield paragraph("FormSubtitle", run(form.subtitle))
        yield statement(f"{{% for 项 in {form.part}.项目 %}}")
        heading = run("{{ loop.index|中文数字 }}、{{ 项.标题 }}")
        yield paragraph("ItemHeading", self._bookmark(f"kh_{form.letter}_row", heading))
        for line in form.lines:
            yield self._line(line, form)
        yield statement("{% endfor %}")
        yield statement("{% endif %}")

    def _line(self, line: Heading | Line, form: Form) -> str:
        if isinstance(line, Heading):
            return paragraph("SectionHeading", run(line.text))
        label_style = "SectionHeadingChar" if line.is_section else ""
        content = run(line.label, label_style) + run(line.text) if line.label else ""
        for field in line.fields:
            content += self._field(field, form, label_style)
        if line.fields:
            content += run(f"{{{{ 项.{line.fields[-1].variable}|句号 }}}}")
        return paragraph(line.style, content)

    def _field(self, field: Field, form: Form, label_style: str) -> str:
        joint = run(field.joint) if field.joint else ""
        return (
            joint + self._bookmark(form.bookmark(field), run(field.label, label_style)) + self._control(field)
        )

    def _bookmark(self, name: str, content: str) -> str:
        number = next(self._bookmark_ids)
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'

    def _control(self, field: Field) -> str:
        """A control around the value.

        Text has no type element: with `<w:text/>` LibreOffice loses or multiplies what was typed.
        `w:rPr` is what Word gives to text typed over the placeholder: the look of its paragraph.
        """
        filters = field.filters.format(hint=field.hint)
        items = "".join(f'<w:listItem w:displayText="{item}" w:value="{item}"/>' for item in field.choices)
        kind = f"<w:dropDownList>{items}</w:dropDownList>" if items else ""
        return (
            '<w:sdt><w:sdtPr><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
            f'<w:tag w:val="{{{{ 项.编号 }}}}/{field.path}"/><w:id w:val="{next(self._control_ids)}"/>'
            f'<w:lock w:val="sdtLocked"/>{kind}</w:sdtPr>'
            f"<w:sdtContent>{run(f'{{{{ 项.{field.variable}|{filters} }}}}')}</w:sdtContent></w:sdt>"
        )


def paragraph(style: str, content: str) -> str:
    """A paragraph; without a style it is 正文."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{content}</w:p>"


def statement(text: str) -> str:
    """A paragraph that holds a `{% … %}` and vanishes with it."""
    return paragraph("Statement", run(text))


def run(text: str, style: str = "") -> str:
    """A run of text. With the hint Word sets “ ” — × in the font for Chinese, as wide as a character."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return (
        f'<w:r><w:rPr>{named}<w:rFonts w:hint="eastAsia"/></w:rPr>'
        f"<w:t{space}>{escape(text, quote=False)}</w:t></w:r>"
    )


SECTION: Final = (
    '<w:sectPr><w:footerReference w:type="even" r:id="rId4"/>'
    '<w:footerReference w:type="default" r:id="rId5"/>'
    f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
    f'<w:pgMar w:top="{MARGIN_TOP}" w:right="{MARGIN_RIGHT}" w:bottom="{MARGIN_BOTTOM}"'
    f' w:left="{MARGIN_LEFT}" w:header="{mm(15)}" w:footer="{FOOTER_DISTANCE}" w:gutter="0"/>'
    f'<w:cols w:space="{mm(7.5)}"/><w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
)


def footer(style: str) -> str:
    """A footer with “— 1 —”; GB 7.5: 数字左右各放一条一字线."""
    number = f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>'
    content = paragraph(style, f"{run('— ')}{number}{run(' —')}")
    return f"{DECLARATION}<w:ftr {NAMESPACE}>{content}</w:ftr>"


# --- Styles -----------------------------------------------------------------------------------------


def fonts(name: str, latin: str = LATIN) -> str:
    """The font for Chinese, and the one for letters and figures."""
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{name}" w:hAnsi="{latin}" w:cs="{LATIN}"/>'


def size(half_points: int) -> str:
    """A font size."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def exact(line: int) -> str:
    """Exact line spacing."""
    return f'<w:spacing w:line="{line}" w:lineRule="exact"/>'


def indent(left: int = 0, right: int = 0) -> str:
    """Indents from the left and the right, and no indent of the first line."""
    return f'<w:ind w:left="{left}" w:right="{right}" w:firstLineChars="0" w:firstLine="0"/>'


KEEP: Final = "<w:keepNext/><w:keepLines/>"  # a title or heading neither ends a page nor is torn by it
OFF_GRID: Final = '<w:snapToGrid w:val="0"/>'
NOT_CONDENSED: Final = '<w:spacing w:val="0"/>'  # only lines of 28 characters need to be
HIDDEN: Final = "<w:semiHidden/><w:unhideWhenUsed/>"  # kept from Word's list of styles until it is used

STYLES: Final = (
    # 正文. Without widowControl="0" Word moves a line to the next page and leaves one of 21; without
    # overflowPunct="0" a comma may stand outside the 版心; without autoSpace="0" Word sets a quarter of a
    # character on both sides of a figure.
    f"""<w:style w:type="paragraph" w:default="1" w:styleId="Normal">
  <w:name w:val="Normal"/><w:uiPriority w:val="5"/><w:qFormat/>
  <w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="0"/>
    <w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{exact(LINE)}
    <w:ind w:firstLineChars="200" w:firstLine="{INDENT}"/><w:jc w:val="both"/></w:pPr>
  <w:rPr><w:spacing w:val="{CHARACTER_SPACING}"/>{size(BODY_SIZE)}</w:rPr>
</w:style>""",
    # For the lines that end in a telephone number. It cannot be broken, and justified text before it would
    # be pulled apart.
    """<w:style w:type="paragraph" w:customStyle="1" w:styleId="Contact">
  <w:name w:val="联系方式"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="6"/><w:qFormat/>
  <w:pPr><w:jc w:val="left"/></w:pPr>
</w:style>""",
    # Three more defaults, which Word adds to a file without them.
    f"""<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
  <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/>{HIDDEN}
</w:style>""",
    f"""<w:style w:type="table" w:default="1" w:styleId="TableNormal">
  <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>{HIDDEN}
  <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
    <w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
    <w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>
</w:style>""",
    f"""<w:style w:type="numbering" w:default="1" w:styleId="NoList">
  <w:name w:val="No List"/><w:uiPriority w:val="99"/>{HIDDEN}
</w:style>""",
    # The line spacing of the body, but off the grid, of which LibreOffice would give a title two rows.
    f"""<w:style w:type="paragraph" w:customStyle="1" w:styleId="FormTitle">
  <w:name w:val="公文标题"/><w:basedOn w:val="Normal"/><w:next w:val="FormSubtitle"/>
  <w:uiPriority w:val="1"/><w:qFormat/>
  <w:pPr>{KEEP}{OFF_GRID}{indent()}<w:jc w:val="center"/></w:pPr>
  <w:rPr>{fonts(XIAO_BIAO_SONG, latin=XIAO_BIAO_SONG)}{NOT_CONDENSED}{size(TITLE_SIZE)}</w:rPr>
</w:style>""",
    # The second and the third form begin a page. The style does it, so that a form without rows takes its
    # page break along. The first form needs none: with one, the open template began with an empty page.
    """<w:style w:type="paragraph" w:customStyle="1" w:styleId="FormTitleNewPage">
  <w:name w:val="公文标题（另起一页）"/><w:basedOn w:val="FormTitle"/><w:next w:val="FormSubtitle"/>
  <w:uiPriority w:val="1"/><w:qFormat/>
  <w:pPr><w:pageBreakBefore/></w:pPr>
</w:style>""",
    # A blank line after it (GB 7.3.2 has one after the title), which is no empty paragraph.
    f"""<w:style w:type="paragraph" w:customStyle="1" w:styleId="FormSubtitle">
  <w:name w:val="公文副标题"/><w:basedOn w:val="Normal"/><w:next w:val="ItemHeading"/>
  <w:uiPriority w:val="2"/><w:qFormat/>
  <w:pPr>{KEEP}{OFF_GRID}
    <w:spacing w:afterLines="100" w:after="{LINE}" w:line="{LINE}" w:lineRule="exact"/>
    {indent(SUBTITLE_INDENT, SUBTITLE_INDENT)}<w:jc w:val="center"/></w:pPr>
  <w:rPr>{fonts(KAI)}</w:rPr>
</w:style>""",
    # Headings: Word's own carry the look and the outline level, so that the navigation pane and the
    # shortcuts work; the styles on top of them carry the names that a clerk looks for.
    f"""<w:style w:type="paragraph" w:styleId="Heading1">
  <w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>
  <w:uiPriority w:val="9"/>{HIDDEN}
  <w:pPr>{KEEP}<w:outlineLvl w:val="0"/></w:pPr><w:rPr>{fonts(HEI, latin=HEI)}</w:rPr>
</w:style>""",
    f"""<w:style w:type="paragraph" w:styleId="Heading2">
  <w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>
  <w:uiPriority w:val="9"/>{HIDDEN}
  <w:pPr>{KEEP}<w:outlineLvl w:val="1"/></w:pPr><w:rPr>{fonts(KAI)}</w:rPr>
</w:style>""",
    """<w:style w:type="paragraph" w:customStyle="1" w:styleId="ItemHeading">
  <w:name w:val="一级标题"/><w:basedOn w:val="Heading1"/><w:next w:val="Normal"/>
  <w:uiPriority w:val="3"/><w:qFormat/>
</w:style>""",
    """<w:style w:type="paragraph" w:customStyle="1" w:styleId="SectionHeading">
  <w:name w:val="二级标题"/><w:basedOn w:val="Heading2"/><w:next w:val="Normal"/>
  <w:link w:val="SectionHeadingChar"/><w:uiPriority w:val="4"/><w:qFormat/>
</w:style>""",
    # For a （一） that shares its line with the text after it. Word lists linked styles as one.
    f"""<w:style w:type="character" w:customStyle="1" w:styleId="SectionHeadingChar">
  <w:name w:val="二级标题 字符"/><w:basedOn w:val="DefaultParagraphFont"/>
  <w:link w:val="SectionHeading"/><w:uiPriority w:val="4"/>
  <w:rPr>{fonts(KAI)}</w:rPr>
</w:style>""",
    f"""<w:style w:type="character" w:styleId="PlaceholderText">
  <w:name w:val="Placeholder Text"/><w:basedOn w:val="DefaultParagraphFont"/>
  <w:uiPriority w:val="99"/><w:semiHidden/>
  <w:rPr><w:color w:val="{GREY}"/></w:rPr>
</w:style>""",
    f"""<w:style w:type="paragraph" w:customStyle="1" w:styleId="Statement">
  <w:name w:val="模板语句"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="7"/>
  <w:pPr>{OFF_GRID}{exact(STATEMENT_LINE)}{indent()}<w:jc w:val="left"/></w:pPr>
  <w:rPr><w:color w:val="{GREY}"/>{NOT_CONDENSED}{size(STATEMENT_SIZE)}</w:rPr>
</w:style>""",
    f"""<w:style w:type="paragraph" w:styleId="Footer">
  <w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>
  <w:pPr>{OFF_GRID}{exact(PAGE_NUMBER_SIZE * 10)}
    {indent(right=PAGE_NUMBER_INDENT)}<w:jc w:val="right"/></w:pPr>
  <w:rPr>{fonts(SONG, latin=SONG)}{NOT_CONDENSED}{size(PAGE_NUMBER_SIZE)}</w:rPr>
</w:style>""",
    f"""<w:style w:type="paragraph" w:customStyle="1" w:styleId="FooterEven">
  <w:name w:val="页脚（双页）"/><w:basedOn w:val="Footer"/><w:uiPriority w:val="99"/>
  <w:pPr>{indent(left=PAGE_NUMBER_INDENT)}<w:jc w:val="left"/></w:pPr>
</w:style>""",
)


def styles() -> str:
    """The whole of word/styles.xml.

    Styles that Word knows and the file does not use stay out of the list a clerk chooses from.
    """
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    defaults = f"<w:rPrDefault><w:rPr>{fonts(FANG_SONG)}{language}</w:rPr></w:rPrDefault><w:pPrDefault/>"
    latent = (
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
        ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
    )
    return (
        f"{DECLARATION}<w:styles {NAMESPACE}>\n<w:docDefaults>{defaults}</w:docDefaults>\n{latent}\n"
        f"{NEWLINE.join(STYLES)}\n</w:styles>"
    )


# --- Fonts and settings -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Font:
    """A font, and those to take in its place, in this order, where it is not installed."""

    name: str
    substitutes: str
    panose: str
    family: str
    pitch: str
    charset: str = "86"  # GB2312

    def xml(self) -> str:
        """The font as fontTable.xml has it."""
        substitutes = f'<w:altName w:val="{self.substitutes}"/>' if self.substitutes else ""
        panose = f'<w:panose1 w:val="{self.panose}"/>' if self.panose else ""
        return (
            f'<w:font w:name="{self.name}">{substitutes}{panose}<w:charset w:val="{self.charset}"/>'
            f'<w:family w:val="{self.family}"/><w:pitch w:val="{self.pitch}"/></w:font>'
        )


# Windows since Vista has 仿宋 and 楷体 without _GB2312; the offices of Chongqing have 方正…_GBK (the
# document 附件3 came in uses them); 华文中宋, part of Office, is the nearest to 小标宋 after that.
FONTS: Final = (
    Font(FANG_SONG, "仿宋,FangSong,方正仿宋_GBK,STFangsong", "02010609030101010101", "modern", "fixed"),
    Font(KAI, "楷体,KaiTi,方正楷体_GBK,STKaiti", "02010609030101010101", "modern", "fixed"),
    Font(HEI, "SimHei,方正黑体_GBK,STHeiti", "02010609060101010101", "modern", "fixed"),
    Font(XIAO_BIAO_SONG, "方正小标宋_GBK,华文中宋,STZhongsong,宋体,SimSun", "", "roman", "variable"),
    Font(SONG, "SimSun,STSong", "02010600030101010101", "auto", "variable"),
    Font(LATIN, "", "02020603050405020304", "roman", "variable", charset="00"),
)


def font_table() -> str:
    """The whole of word/fontTable.xml."""
    return (
        f"{DECLARATION}<w:fonts {NAMESPACE}>\n" + NEWLINE.join(font.xml() for font in FONTS) + "\n</w:fonts>"
    )


def settings() -> str:
    """The whole of word/settings.xml.

    - evenAndOddHeaders: page numbers on the outer side (GB 7.5).
    - doNotCompress: punctuation keeps the width of a character, so that 28 stay 28.
    - doNotExpandShiftReturn: Enter in a content control makes a line break, before which a justified
      line would otherwise be pulled apart.
    - compatibilityMode 15: Word opens the file without “兼容模式”.
    """
    return (
        f'{DECLARATION}<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="{INDENT}"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


# --- Package ----------------------------------------------------------------------------------------

DATE: Final = "2025-01-01T00:00:00Z"
ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def content_types() -> str:
    """The whole of [Content_Types].xml."""
    types = {
        "/word/document.xml": f"{WORD_TYPE}.document.main+xml",
        "/word/styles.xml": f"{WORD_TYPE}.styles+xml",
        "/word/settings.xml": f"{WORD_TYPE}.settings+xml",
        "/word/fontTable.xml": f"{WORD_TYPE}.fontTable+xml",
        "/word/footer1.xml": f"{WORD_TYPE}.footer+xml",
        "/word/footer2.xml": f"{WORD_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{content}"/>' for name, content in types.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relationships(targets: dict[str, str]) -> str:
    """A .rels part: the targets with their types, numbered from rId1."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def core_properties() -> str:
    """The whole of docProps/core.xml."""
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{DATE}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>考核指标完成情况和督查激励争取情况报送模板</dc:title>{dates}"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def parts() -> dict[str, str]:
    """The names and contents of the package's parts, in the order in which they are stored."""
    properties = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    package = {
        "word/document.xml": f"{RELATIONSHIPS}/officeDocument",
        "docProps/core.xml": f"{PACKAGE}/relationships/metadata/core-properties",
        "docProps/app.xml": f"{RELATIONSHIPS}/extended-properties",
    }
    document = {
        "styles.xml": f"{RELATIONSHIPS}/styles",
        "settings.xml": f"{RELATIONSHIPS}/settings",
        "fontTable.xml": f"{RELATIONSHIPS}/fontTable",
        "footer1.xml": f"{RELATIONSHIPS}/footer",
        "footer2.xml": f"{RELATIONSHIPS}/footer",
    }
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(package),
        "word/document.xml": DocumentWriter().document(),
        "word/_rels/document.xml.rels": relationships(document),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("FooterEven"),
        "word/footer2.xml": footer("Footer"),
        "docProps/core.xml": core_properties(),
        "docProps/app.xml": f'{DECLARATION}<Properties xmlns="{properties}">'
        "<Application>kaohe</Application></Properties>",
    }


def build() -> bytes:
    """The template. Its parts are stored as they are: compressed bytes differ between versions of zlib."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts().items():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, content.encode())
    return buffer.getvalue()


def main() -> None:
    """Write the template where the command line says, or where it is shipped from."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(build())
    print(target)


if __name__ == "__main__":
    main()
