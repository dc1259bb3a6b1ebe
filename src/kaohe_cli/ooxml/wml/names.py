"""Names of WordprocessingML elements and attributes."""

from typing import Final

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
WP14: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
VML: Final = "urn:schemas-microsoft-com:vml"
OFFICE: Final = "urn:schemas-microsoft-com:office:office"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


P, R, T, TBL, TR, TC, SDT = (w(name) for name in ("p", "r", "t", "tbl", "tr", "tc", "sdt"))
P_PR, R_PR, SDT_PR, SDT_CONTENT, SECT_PR = (w(n) for n in ("pPr", "rPr", "sdtPr", "sdtContent", "sectPr"))
BODY, HYPERLINK, TEXT_BOX = w("body"), w("hyperlink"), w("txbxContent")
BOOKMARK_START, BOOKMARK_END = w("bookmarkStart"), w("bookmarkEnd")
VAL, ID, NAME = w("val"), w("id"), w("name")
