"""Reading drafts back in tests, by means other than kaohe's own."""

import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree

from tests.conftest import PATIENCE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document_xml(source: Path | bytes) -> etree._Element:
    """Returns the root of ``word/document.xml``."""
    with zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source) as package:
        assert package.testzip() is None
        return etree.fromstring(package.read("word/document.xml"))


def lines(source: Path | bytes) -> list[str]:
    """Returns the text of every paragraph; a line break is “⏎”."""
    found = []
    for paragraph in document_xml(source).iter(f"{W}p"):
        pieces = [
            (node.text or "") if node.tag == f"{W}t" else "⏎" for node in paragraph.iter(f"{W}t", f"{W}br")
        ]
        found.append("".join(pieces))
    return found


def pages(pdf: Path) -> list[str]:
    """Returns the text of each page, laid out like the page."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return done.stdout.decode().split("\f")[:-1]


def headings(source: Path | bytes) -> list[str]:
    """Returns the headings of the items: 一、…"""
    return [line for line in lines(source) if re.match(r"[一二三四五六七八九十]+、", line)]


def control_tags(source: Path | bytes) -> list[str]:
    """Returns the tags of all content controls, in order."""
    return [tag.get(f"{W}val", "") for tag in document_xml(source).iter(f"{W}tag")]


def bookmark_names(source: Path | bytes) -> list[str]:
    """Returns the names of all bookmarks, in order."""
    return [mark.get(f"{W}name", "") for mark in document_xml(source).iter(f"{W}bookmarkStart")]


def with_document(source: bytes, root: etree._Element) -> bytes:
    """Returns a package with another ``word/document.xml``."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(source)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = etree.tostring(root) if name == "word/document.xml" else old.read(name)
            new.writestr(name, data)
    return changed.getvalue()
