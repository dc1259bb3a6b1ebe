"""Web pages and plain texts inside a Word file: many systems that export “Word” put their page into one."""

import codecs
import email
import email.policy
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from kaohe_cli.ooxml.reading.content import Aside, AsideKind, Block, Cell, Paragraph, Row, Table
from kaohe_cli.ooxml.reading.scripts import lowered, raised
from kaohe_cli.ooxml.wml import Element
from kaohe_cli.words.folding import as_it_looks

_SKIPPED: Final = frozenset({"head", "script", "style", "title", "template"})
_BLOCKS: Final = frozenset(
    (
        *("address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav"),
        *("ol", "p", "pre", "section", "tbody", "tfoot", "thead", "ul"),
    )
)
"""What stands on lines of its own."""
_STRUCK: Final = frozenset({"s", "strike", "del"})
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_CHARSET: Final = re.compile(rb"""<meta[^>]*charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_HEAD: Final = 2048
"""How far a page is searched for its encoding, twice as far as browsers do."""
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
"""What pages and texts without a word on it are written in here."""
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What the editor of Windows calls Unicode."""
_SUBSETS: Final = frozenset({"gb2312", "gbk"})
"""Names under which pages hold more characters than these have."""


def blocks_of_page(name: str, data: bytes) -> tuple[Block, ...] | None:
    """The paragraphs and tables of a page (.htm, .mht) or text; None for anything else."""
    kind = name.rpartition(".")[2].lower()
    if kind in {"mht", "mhtml", "eml"}:
        return _archived(data)
    if kind in {"htm", "html", "xhtml"}:
        return _page(data, "")
    if kind == "txt":
        text = _decoded(data)
        return None if text is None else tuple(map(Paragraph, as_it_looks(text).splitlines()))
    return None


def _archived(data: bytes) -> tuple[Block, ...] | None:
    """The page in a web archive (.mht)."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            return _page(page, part.get_content_charset() or "") if isinstance(page, bytes) else None
    return None


def _page(data: bytes, charset: str) -> tuple[Block, ...] | None:
    named = _CHARSET.search(data[:_HEAD])
    text = _decoded(data, charset or (named[1].decode() if named else ""))
    if text is None:
        return None
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root is None else tuple(_Page().blocks(root))


def _decoded(data: bytes, named: str = "") -> str | None:
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace")
    for encoding in (named, *_ENCODINGS) if named.lower() not in _SUBSETS else _ENCODINGS[::-1]:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


class _Page:
    """Gathers the words of a line until the line ends."""

    def __init__(self) -> None:
        self._words = ""
        self._asides: list[Aside] = []

    def blocks(self, node: Element) -> Iterator[Block]:
        yield from self._inside(node)
        yield from self._line()

    def _inside(self, node: Element) -> Iterator[Block]:
        self._say(node.text)
        for child in node:
            yield from self._child(child, str(child.tag).lower())
            self._say(child.tail)

    def _child(self, node: Element, name: str) -> Iterator[Block]:
        if name in _SKIPPED:
            return
        if name == "table":
            yield from self._line()
            yield Table(tuple(_rows(node)))
        elif name in _BLOCKS:
            yield from self._line()
            yield from self._inside(node)
            yield from self._line()
        elif name in {"sup", "sub"}:
            self._script(_words(node), is_raised=name == "sup")
        elif name in _STRUCK:
            self._tell("删除线", _words(node))
        elif name == "img":
            self._tell("图片", node.get("alt", ""))
        elif name == "br":
            self._words = f"{self._words.rstrip(' ')}\n"
        else:
            yield from self._inside(node)

    def _say(self, words: str | None) -> None:
        words = _BLANKS.sub(" ", as_it_looks(words or ""))
        self._words += words.lstrip(" ") if not self._words or self._words[-1] in " \n" else words

    def _script(self, words: str, *, is_raised: bool) -> None:
        changed = raised(words) if is_raised else lowered(words)
        if changed is None:
            self._tell("上标" if is_raised else "下标", words)
        self._say(changed or words)

    def _tell(self, kind: AsideKind, words: str) -> None:
        self._asides.append(Aside(kind, words.strip(), len(self._words)))

    def _line(self) -> Iterator[Block]:
        words, asides = self._words.rstrip(), tuple(self._asides)
        self._words, self._asides = "", []
        if words or asides:
            yield Paragraph(words, asides=asides)


def _words(node: Element) -> str:
    return "".join(map(str, node.itertext()))


def _rows(table: Element) -> Iterator[Row]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table:
            cells, column = [], 0
            for cell in row.iterchildren("td", "th"):
                text = cell.get("colspan", "1")
                span = min(int(text), 1000) if text.isascii() and text.isdigit() else 1
                cells.append(Cell(tuple(_Page().blocks(cell)), column, span))
                column += span
            yield Row(tuple(cells))
