"""Word packages for tests: a few functions that write WordprocessingML, and a zip around it."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" mc:Ignorable="w14 wp14"'
)
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = (
    f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style><w:style w:type="character" w:styleId="PlaceholderText">'
    '<w:name w:val="Placeholder Text"/></w:style></w:styles>'
)


def t(text: str) -> str:
    """A `w:t`."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str, properties: str = "") -> str:
    """A run of text, with the inside of its properties."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{t(text)}</w:r>"


def p(*content: str, properties: str = "") -> str:
    """A paragraph; content that is not XML becomes a run."""
    inside = "".join(item if item.startswith("<") else r(item) for item in content if item)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def tc(*content: str) -> str:
    """A table cell; content that is not XML becomes a paragraph."""
    return f"<w:tc><w:tcPr><w:tcW w:w='0' w:type='auto'/></w:tcPr>{_blocks(content)}</w:tc>"


def tr(*cells: str) -> str:
    """A table row."""
    return f"<w:tr>{''.join(cell if cell.startswith('<w:tc') else tc(cell) for cell in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='2000'/></w:tblGrid>{''.join(rows)}</w:tbl>"


def sdt(*content: str, properties: str = "<w:tag w:val='c'/><w:id w:val='77'/>") -> str:
    """A content control."""
    inside = f"<w:sdtContent>{''.join(content)}</w:sdtContent>"
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>{inside}</w:sdt>"


def bookmark(name: str, content: str, number: int = 1) -> str:
    """A bookmark around something."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def text_box(*content: str, number: int = 5) -> str:
    """A run with a text box, in the two forms in which Word writes it."""
    inside = f"<w:txbxContent>{_blocks(content)}</w:txbxContent>"
    choice = (
        f'<w:drawing><wp:inline wp14:anchorId="1A2B3C4D"><wp:extent cx="900000" cy="300000"/>'
        f'<wp:docPr id="{number}" name="文本框"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/>'
        f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{inside}</wps:txbx>'
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    fallback = (
        '<w:pict><v:shape id="_x0000_s1026" o:spid="_x0000_s1026">'
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _blocks(content: tuple[str, ...]) -> str:
    return "".join(item if item.startswith("<") else p(item) for item in content)


def document(*content: str) -> str:
    """The XML of a main part; content that is not XML becomes a paragraph."""
    return f"{_HEAD}<w:document {NAMESPACES}><w:body>{_blocks(content)}{SECTION}</w:body></w:document>"


def package(
    main: str,
    parts: Mapping[str, str | bytes] | None = None,
    *,
    kinds: Mapping[str, str] | None = None,
    main_type: str = f"{_KIND}.document.main+xml",
    relations: str = "",
    main_relations: str = "",
    styles: str = STYLES,
) -> bytes:
    """A .docx. `kinds` says what each further part is to the main one (header, footnotes, …)."""
    kinds = {"styles.xml": "styles", **(kinds or {})}
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{name}"/>'
        for number, (name, kind) in enumerate(kinds.items(), 1)
    )
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{overrides}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>{relations}'
        "</Relationships>",
        "word/document.xml": main,
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f"{main_relations}</Relationships>",
        "word/styles.xml": styles,
        **(parts or {}),
    }
    return zipped(content)


def zipped(content: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def docx(*content: str) -> bytes:
    """A .docx with this body."""
    return package(document(*content))


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """The root element of a part of a .docx."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def all_of(root: etree._Element, *names: str) -> list[etree._Element]:
    """All elements with one of these local names, in document order."""
    return list(root.iter(*(f"{{{W}}}{name}" for name in names)))


def value(node: etree._Element, name: str = "val") -> str:
    """A `w:` attribute."""
    return node.get(f"{{{W}}}{name}", "")


def text(node: etree._Element) -> str:
    """What an element shows: breaks as ⏎, tabs as →."""
    signs = {f"{{{W}}}br": "⏎", f"{{{W}}}tab": "→"}
    return "".join(signs.get(str(item.tag), item.text or "") for item in all_of(node, "t", "br", "tab"))


def lines(data: bytes, name: str = "word/document.xml") -> list[str]:
    """The text of every paragraph of a part."""
    return [text(paragraph) for paragraph in all_of(part(data, name), "p")]


def body(data: bytes) -> str:
    """The XML of the body without namespaces, attributes kept, section left out: for exact comparison."""
    root = part(data)
    inside = "".join(etree.tostring(node, encoding="unicode") for node in list(root[0])[:-1])
    for prefix, uri in root.nsmap.items():
        inside = inside.replace(f' xmlns:{prefix}="{uri}"', "")
    return inside.replace("w:", "").replace(' xml:space="preserve"', "")
