"""How the forms of 附件3 look, to the figures of GB/T 9704-2012 《党政机关公文格式》.

“GB” in a comment means that standard and is followed by the clause. Lengths are in twips (1/20 pt) and font
sizes in half points, which is how Word counts them. Offices change the looks in Word, by the styles' names.
"""

from typing import Final

from kaohe_cli.ooxml.building.layout import BODY_CHARACTER, HEADING, SUBHEADING, SUBTITLE, TITLE, FontEntry
from kaohe_cli.ooxml.building.page import LINE
from kaohe_cli.ooxml.building.styles import LATIN, NO_INDENT, Characters, Indent, Paragraphs, Style

TITLE_SIZE: Final = 44  # 二号, 22 pt. GB 7.3.1: 标题一般用2号小标宋体字
BODY_SIZE: Final = 32  # 三号, 16 pt. GB 5.2.2, 7.3.3: 一般用3号仿宋体字
PAGE_NUMBER_SIZE: Final = 28  # 四号, 14 pt. GB 7.5: 4号半角宋体阿拉伯数字
STATEMENT_SIZE, STATEMENT_LINE = 18, 240  # 小五, 9 pt. Statements never reach a finished document

# GB 5.2.3: 一般每面排22行，每行排28个字，并撑满版心.
# 28 characters: the 156 mm are 8845 twips, but 28 × 320 = 8960, so each character gives up 6 (28 × 314 =
# 8792; with 5, LibreOffice 7.4 drops a 、 that hangs behind a full line). The grid holds lines only: with
# "linesAndChars" LibreOffice 7.4 breaks lines elsewhere than Word.
CHARACTER_SPACING: Final = -6
INDENT: Final = 2 * BODY_CHARACTER  # GB 7.3.3: 每个自然段左空二字

# GB 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜. Between these indents the subtitle has room for 23
# characters (7245 of 8845 twips): the second form's stays on one line, and the 53 of the first fill three.
SUBTITLE_INDENT: Final = 790
PAGE_NUMBER_INDENT: Final = PAGE_NUMBER_SIZE * 10  # GB 7.5: 单页码居右空一字，双页码居左空一字

# GB 7.3.1: 小标宋; GB 7.3.3: 第一层用黑体字、第二层用楷体字、第三层和第四层用仿宋体字; GB 7.5: 宋体.
XIAO_BIAO_SONG, HEI, KAI, FANG_SONG, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
GREY: Final = "808080"  # as Word has it for 占位符文本

NEW_PAGE, ALONE, ALONE_NEW_PAGE = "公文标题（另起一页）", "公文标题（独立）", "公文标题（独立，另起一页）"
SUBHEADING_RUN: Final = "二级标题 字符"
KEPT, CONTACT = "正文（与下段同页）", "联系方式"
STATEMENT: Final = "模板语句"
FOOTER, FOOTER_EVEN = "footer", "页脚（双页）"

# A title or heading neither ends a page nor is torn by it: it keeps together, and with what comes next.
# GB 7.3.2: a blank line after the title, which is no empty paragraph: 100 hundredths of a line.
_AFTER_TITLE: Final = 100

STYLES: Final = (
    # 正文. Without widow_control=False Word moves a line to the next page and leaves one of 21; without
    # overflow_punctuation=False a comma may stand outside the 版心; without auto_space=False Word sets a
    # quarter of a character on both sides of a figure.
    Style(
        name="Normal",
        style_id="Normal",
        builtin=True,
        default=True,
        priority=5,
        paragraphs=Paragraphs(
            widow_control=False,
            overflow_punctuation=False,
            auto_space=False,
            line=LINE,
            indent=Indent(first_line_characters=200, first_line=INDENT),
            align="both",
        ),
        characters=Characters(spacing=CHARACTER_SPACING, size=BODY_SIZE),
    ),
    # For a line that belongs to the one below it, as 责任领导 and 责任人 do.
    Style(
        name=KEPT, style_id="Kept", based_on="Normal", priority=6, paragraphs=Paragraphs(keep_with_next=True)
    ),
    # For the lines that end in a telephone number. It cannot be broken, and justified text before it would
    # be pulled apart.
    Style(
        name=CONTACT,
        style_id="Contact",
        based_on="Normal",
        priority=6,
        paragraphs=Paragraphs(keep_together=True, align="left"),
    ),
    # Three more defaults, which Word adds to a file without them.
    Style(
        name="Default Paragraph Font",
        style_id="DefaultParagraphFont",
        kind="character",
        builtin=True,
        default=True,
        hidden=True,
        quick=False,
        priority=1,
    ),
    Style(
        name="Normal Table",
        style_id="TableNormal",
        kind="table",
        builtin=True,
        default=True,
        hidden=True,
        quick=False,
    ),
    Style(
        name="No List",
        style_id="NoList",
        kind="numbering",
        builtin=True,
        default=True,
        hidden=True,
        quick=False,
    ),
    # The line spacing of the body, but off the grid, of which LibreOffice would give a title two rows.
    Style(
        name=TITLE,
        style_id="FormTitle",
        based_on="Normal",
        next=SUBTITLE,
        priority=1,
        paragraphs=Paragraphs(
            keep_with_next=True, keep_together=True, snap_to_grid=False, indent=NO_INDENT, align="center"
        ),
        characters=Characters(font=XIAO_BIAO_SONG, latin=XIAO_BIAO_SONG, spacing=0, size=TITLE_SIZE),
    ),
    # Every form but the first begins a page. The style does it, so that a form without rows takes its page
    # break along. The first needs none: with one, the open template began with an empty page.
    Style(
        name=NEW_PAGE,
        style_id="FormTitleNewPage",
        based_on=TITLE,
        next=SUBTITLE,
        priority=1,
        paragraphs=Paragraphs(page_break_before=True),
    ),
    # Titles without a subtitle.
    Style(
        name=ALONE,
        style_id="FormTitleAlone",
        based_on=TITLE,
        next=HEADING,
        priority=1,
        paragraphs=Paragraphs(after_lines=_AFTER_TITLE, after=LINE, line=LINE),
    ),
    Style(
        name=ALONE_NEW_PAGE,
        style_id="FormTitleAloneNewPage",
        based_on=ALONE,
        next=HEADING,
        priority=1,
        paragraphs=Paragraphs(page_break_before=True),
    ),
    Style(
        name=SUBTITLE,
        style_id="FormSubtitle",
        based_on="Normal",
        next=HEADING,
        priority=2,
        paragraphs=Paragraphs(
            keep_with_next=True,
            keep_together=True,
            after_lines=_AFTER_TITLE,
            after=LINE,
            snap_to_grid=False,
            line=LINE,
            indent=Indent(left=SUBTITLE_INDENT, right=SUBTITLE_INDENT),
            align="center",
        ),
        characters=Characters(font=KAI),
    ),
    # Headings: Word's own carry the look and the outline level, so that the navigation pane and the
    # shortcuts work; the styles on top of them carry the names that a clerk looks for.
    Style(
        name="Heading 1",
        style_id="Heading1",
        builtin=True,
        based_on="Normal",
        next="Normal",
        priority=9,
        hidden=True,
        quick=False,
        paragraphs=Paragraphs(keep_with_next=True, keep_together=True, outline_level=0),
        characters=Characters(font=HEI, latin=HEI),
    ),
    Style(
        name="Heading 2",
        style_id="Heading2",
        builtin=True,
        based_on="Normal",
        next="Normal",
        priority=9,
        hidden=True,
        quick=False,
        paragraphs=Paragraphs(keep_with_next=True, keep_together=True, outline_level=1),
        characters=Characters(font=KAI),
    ),
    Style(name=HEADING, style_id="ItemHeading", based_on="Heading 1", next="Normal", priority=3),
    Style(
        name=SUBHEADING,
        style_id="SectionHeading",
        based_on="Heading 2",
        next="Normal",
        link="SectionHeadingChar",
        priority=4,
    ),
    # For a （一） that shares its line with the text after it. Word lists linked styles as one.
    Style(
        name=SUBHEADING_RUN,
        style_id="SectionHeadingChar",
        kind="character",
        based_on="Default Paragraph Font",
        link="SectionHeading",
        priority=4,
        quick=False,
        characters=Characters(font=KAI),
    ),
    Style(
        name="Placeholder Text",
        style_id="PlaceholderText",
        kind="character",
        builtin=True,
        based_on="Default Paragraph Font",
        quick=False,
        hidden=True,
        characters=Characters(color=GREY),
    ),
    Style(
        name=STATEMENT,
        style_id="Statement",
        based_on="Normal",
        priority=7,
        quick=False,
        paragraphs=Paragraphs(snap_to_grid=False, line=STATEMENT_LINE, indent=NO_INDENT, align="left"),
        characters=Characters(color=GREY, spacing=0, size=STATEMENT_SIZE),
    ),
    Style(
        name=FOOTER,
        style_id="Footer",
        builtin=True,
        based_on="Normal",
        quick=False,
        paragraphs=Paragraphs(
            snap_to_grid=False,
            line=PAGE_NUMBER_SIZE * 10,
            indent=Indent(right=PAGE_NUMBER_INDENT),
            align="right",
        ),
        characters=Characters(font=SONG, latin=SONG, spacing=0, size=PAGE_NUMBER_SIZE),
    ),
    Style(
        name=FOOTER_EVEN,
        style_id="FooterEven",
        based_on=FOOTER,
        quick=False,
        paragraphs=Paragraphs(indent=Indent(left=PAGE_NUMBER_INDENT), align="left"),
    ),
)

# Windows since Vista has 仿宋 and 楷体 without _GB2312; the offices of Chongqing have 方正…_GBK (the
# document 附件3 came in uses them); 华文中宋, part of Office, is the nearest to 小标宋 after that.
FONTS: Final = (
    FontEntry(FANG_SONG, "仿宋,FangSong,方正仿宋_GBK,STFangsong", "02010609030101010101", "modern", "fixed"),
    FontEntry(KAI, "楷体,KaiTi,方正楷体_GBK,STKaiti", "02010609030101010101", "modern", "fixed"),
    FontEntry(HEI, "SimHei,方正黑体_GBK,STHeiti", "02010609060101010101", "modern", "fixed"),
    FontEntry(XIAO_BIAO_SONG, "方正小标宋_GBK,华文中宋,STZhongsong,宋体,SimSun", "", "roman", "variable"),
    FontEntry(SONG, "SimSun,STSong", "02010600030101010101", "auto", "variable"),
    FontEntry(LATIN, "", "02020603050405020304", "roman", "variable", charset="00"),
)
