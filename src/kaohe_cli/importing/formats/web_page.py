"""Web pages that a browser or Word has saved: .html, .mht, and what systems export under .doc and .xls."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Final

from lxml import html

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.importing.formats.laying_out import Spanning, laid_out
from kaohe_cli.importing.pasted_text import decoded, refuse_large
from kaohe_cli.importing.stream import Grid, Stream, StreamItem, Text
from kaohe_cli.ooxml.wml import Element

_UNSEEN: Final = frozenset({"script", "style", "head", "template", "noscript", "select", "button", "nav"})
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl"),
        *("dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("html", "li", "main", "ol", "p", "pre", "section", "td", "th", "tr", "ul"),
    }
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_DEEPEST: Final = 200  # elements in each other; pages of offices stay below 60
_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_GBK: Final = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936", "ms936"})


class NoPageError(KaoheError):
    """A web page cannot be read; the message says why and what to do."""


def read_page(name: str, data: bytes) -> Stream:
    """Returns a saved web page as a stream; ``name`` is what messages call it.

    Scripts are not run and nothing is fetched.

    Raises:
        NoPageError: it is nested deeper than any page.
        UnreadableTextError: it is too large, or no text.
        TooLargeError: a table has more rows or columns than any that people issue.
    """
    root = html.document_fromstring(_without_controls(_decoded(name, data)), parser=_parser())
    page = _Page(name)
    items = tuple(page.items(root))
    return Stream(name, items, tuple(page.remarks))


def read_archived_page(name: str, data: bytes) -> Stream:
    """Returns the page in a .mht file as a stream. Raises as :func:`read_page`."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            return read_page(name, _payload(part))
    raise NoPageError(f"{name} 里没有网页正文；请在浏览器里另存为 .html，或复制表格存为 .txt")


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if charset and not _CHARSET.search(data[:4096]):
        return f"<meta charset={charset}>".encode() + data
    return data


def _decoded(name: str, data: bytes) -> str:
    """Returns the text of a page in the encoding that it names, else in the one that it proves to be in."""
    found = _CHARSET.search(data[:4096])
    if found and found[1].decode("ascii", "replace").lower() in _GBK:
        refuse_large(name, data)
        return data.decode("utf-8-sig") if _is_utf8(data) else data.decode("gb18030", "replace")
    return decoded(name, data)


def _is_utf8(data: bytes) -> bool:
    """True for a page that was converted while its charset was left as it was."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _without_controls(text: str) -> str:
    """Returns the text without what lxml refuses: an XML declaration with an encoding, and zero signs."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")).replace("\0", "")


def _parser() -> html.HTMLParser:
    return html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)


class _Page:
    """Goes through the elements of a page once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tables = 0
        self.remarks: list[str] = []

    def items(self, root: Element) -> Iterator[StreamItem]:
        """Yields the lines and the tables below an element, in order; one that lays out a page is none."""
        lines = _Lines()
        yield from self._walk(root, lines, 0)
        yield from lines.taken()

    def _walk(self, element: Element, lines: "_Lines", depth: int) -> Iterator[StreamItem]:
        if depth > _DEEPEST:
            raise NoPageError(
                f"{self._name} 的网页嵌套超过 {_DEEPEST} 层，不像正常的网页；请复制其中的表格存为 .txt 再导入"
            )
        if _is_unseen(element):
            return
        if element.tag == "table" and not _is_frame(element):
            yield from lines.taken()
            yield from self._table(element)
            return
        is_block = element.tag in _BLOCKS
        if is_block:
            yield from lines.taken()
        lines.add(element.text)
        for child in element:
            yield from self._walk(child, lines, depth + 1)
            lines.add(child.tail)
        if is_block:
            yield from lines.taken()

    def _table(self, table: Element) -> Iterator[StreamItem]:
        for caption in _children(table, "caption"):
            yield Text(" ".join(_text(caption).split()))
        rows = laid_out([self._cell(cell) for cell in _children(row, "td", "th")] for row in _rows(table))
        if any(row.filled for row in rows):
            self._tables += 1
            yield Grid(self._tables, rows, shows_merges=True)

    def _cell(self, cell: Element) -> Spanning:
        if next(cell.iter("table"), None) is not None:
            self.remarks.append(f"表{self._tables + 1}的格子里还有一个表，按文字读")
        return Spanning(_text(cell), _number(cell, "colspan"), _number(cell, "rowspan"))


class _Lines:
    """The text since the last block, which becomes a line."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def add(self, text: str | None) -> None:
        self._pieces.append(text or "")

    def taken(self) -> Iterator[Text]:
        line = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        if line:
            yield Text(line)


def _is_unseen(element: Element) -> bool:
    return element.tag in _UNSEEN or bool(_HIDDEN.search(element.get("style", "")))


def _is_frame(table: Element) -> bool:
    """True for a table that lays out a page: most of what it says stands in tables inside it."""
    inner = [one for one in table.iterdescendants("table") if next(one.iterancestors("table")) is table]
    return sum(map(_length, inner)) * 2 > _length(table)


def _length(element: Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _children(child, "tr")


def _children(element: Element, *tags: str) -> list[Element]:
    return [child for child in element if child.tag in tags and not _is_unseen(child)]


def _text(element: Element) -> str:
    """Returns what a cell shows; “\\n” where the page breaks the line."""
    pieces: list[str] = []
    waiting = [(element, False)]
    while waiting:
        one, is_left = waiting.pop()
        if is_left:
            pieces.append("\n" if one.tag in _BLOCKS and one is not element else "")
            pieces.append(_on_one_line(one.tail) if one is not element else "")
            continue
        waiting.append((one, True))
        if _is_unseen(one):
            continue
        if one.tag in _BLOCKS:
            pieces.append("\n")
        pieces.append(_on_one_line(one.text))
        waiting += [(child, False) for child in reversed(one)]
    lines = (line.strip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _on_one_line(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _number(cell: Element, name: str) -> int:
    found = re.match(r"\s*(\d{1,9})", cell.get(name, ""))
    return max(1, int(found[1])) if found else 1
