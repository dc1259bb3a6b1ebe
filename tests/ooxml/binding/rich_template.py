"""A template with all that documents bound into one file could take from each other."""

import base64

from tests.ooxml.builder import (
    NAMESPACES,
    SECTION,
    STYLES,
    bookmark,
    document,
    p,
    package,
    r,
    sdt,
    tbl,
    text_box,
    tr,
)

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def field(code: str, result: str = "") -> str:
    """A field in one element."""
    return f'<w:fldSimple w:instr=" {code} ">{r(result)}</w:fldSimple>'


def complex_field(code: str, result: str) -> str:
    """A field as Word writes it."""
    kinds = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    begin, separate, end = kinds
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{separate}{r(result)}{end}'


def _picture(number: int) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/><wp:docPr id="{number}" name="图"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="0" name="图"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId20"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _part(kind: str, *content: str) -> str:
    return f"{_HEAD}<w:{kind} {NAMESPACES}>{''.join(content)}</w:{kind}>"


def _references(**ids: str) -> str:
    return "".join(
        f'<w:{name.partition("_")[0]}Reference w:type="{name.partition("_")[2]}" r:id="{number}"/>'
        for name, number in ids.items()
    )


def _section(references: str, *, landscape: bool = False, kind: str = "") -> str:
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    margins = (
        'w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"'
    )
    began = f'<w:type w:val="{kind}"/>' if kind else ""
    return f"<w:sectPr>{references}{began}<w:pgSz {size}/><w:pgMar {margins}/></w:sectPr>"


def _level(number: int, text: str, linked: str = "") -> str:
    style = f'<w:pStyle w:val="{linked}"/>' if linked else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{style}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{420 * (number + 1)}" w:hanging="420"/></w:pPr></w:lvl>'
    )


NUMBERING = _part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0"><w:nsid w:val="11111111"/><w:multiLevelType w:val="multilevel"/>',
    _level(0, "%1."),
    _level(1, "%1.%2"),
    "</w:abstractNum>",
    '<w:abstractNum w:abstractNumId="1"><w:nsid w:val="22222222"/><w:multiLevelType w:val="multilevel"/>',
    _level(0, "第%1条", "Clause"),
    "</w:abstractNum>",
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
)
_STYLES = STYLES.replace(
    "</w:styles>",
    '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="条"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Clause2"><w:name w:val="条（续）"/><w:basedOn w:val="Clause"/>'
    "</w:style></w:styles>",
)
_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def _note(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


BODY = (
    p("单位：{{ 单位 }}", _note("footnote", 1), bookmark("目标", r("{{ 单位 }}的目标"), 7)),
    p(sdt(r("{{ 单位 }}填写"), properties='<w:tag w:val="a/{{ 单位 }}"/><w:id w:val="77"/>')),
    p("见第", field("PAGEREF 目标 \\h", "1"), "页", f'<w:hyperlink w:anchor="目标">{r("跳转")}</w:hyperlink>'),
    p(complex_field('TOC \\o "1-3" \\h', "目录")),
    p("{% for 项 in 项们 %}"),
    p("{{ 项 }}", properties=_LIST),
    p("{% endfor %}"),
    p("总则", properties='<w:pStyle w:val="Clause"/>'),
    p("附则", properties='<w:pStyle w:val="Clause2"/><w:jc w:val="left"/>'),
    p("图", field("SEQ 图 \\* ARABIC", "1"), _picture(3)),
    p("外", text_box("{{ 单位 }}框")),
    p(
        '<w:commentRangeStart w:id="4"/>', "批注处",
        '<w:commentRangeEnd w:id="4"/>' + _note("comment", 4), _note("endnote", 2),
        properties=_section(_references(header_default="rId2", footer_default="rId3"), kind="continuous"),
    ),
    tbl(tr("横页", "{{ 单位 }}的表")),
    p("横页末", properties=_section(_references(header_default="rId4"), landscape=True)),
    p("{% for 项 in 项们 %}"),
    p("续{{ 项 }}", properties=_LIST),
    p("{% endfor %}"),
    p("{{ 单位 }}完"),
)  # fmt: skip
_NOTES = {
    "footnotes.xml": _part(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="-1">{p("")}</w:footnote>',
        f'<w:footnote w:id="1">{p("脚注：{{ 单位 }}")}</w:footnote>',
    ),
    "endnotes.xml": _part(
        "endnotes",
        f'<w:endnote w:type="separator" w:id="-1">{p("")}</w:endnote>',
        f'<w:endnote w:id="2">{p("尾注不变")}</w:endnote>',
    ),
    "comments.xml": _part(
        "comments", f'<w:comment w:id="4" w:author="样例">{p("批注：{{ 单位 }}")}</w:comment>'
    ),
}
_PARTS = {
    "header1.xml": _part("hdr", p("{{ 单位 }}的页眉", bookmark("页眉处", r("。"), 8))),
    "footer1.xml": _part("ftr", p("第", field("PAGE", "1"), "页，共", field("NUMPAGES", "9"), "页")),
    "header2.xml": _part("hdr", p("横页的页眉", sdt(r("固定"), properties='<w:id w:val="78"/>'))),
    "settings.xml": _part("settings", '<w:zoom w:percent="100"/><w:compat/>'),
    "numbering.xml": NUMBERING,
    **_NOTES,
}
KINDS = {
    "header1.xml": "header",
    "footer1.xml": "footer",
    "header2.xml": "header",
    "settings.xml": "settings",
    "numbering.xml": "numbering",
    "footnotes.xml": "footnotes",
    "endnotes.xml": "endnotes",
    "comments.xml": "comments",
}


def rich_template() -> bytes:
    """The template: an upright section, a landscape one with a header of its own, and an upright end."""
    main = document(*BODY).replace(SECTION, _section(_references(header_default="rId2")))
    picture = f'<Relationship Id="rId20" Type="{_RELATION}/image" Target="media/image1.png"/>'
    return package(
        main,
        {f"word/{name}": data for name, data in _PARTS.items()} | {"word/media/image1.png": PNG},
        kinds=KINDS,
        main_relations=picture,
        styles=_STYLES,
    )
