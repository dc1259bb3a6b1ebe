"""Tags that stand where none is filled in, and would reach every report as they are: where, what to do."""

import itertools
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.errors import PackageError
from kaohe_cli.ooxml.package import Package, safe_parts
from kaohe_cli.ooxml.places import PartPlace, shorten
from kaohe_cli.ooxml.template.tags import half_width
from kaohe_cli.ooxml.wml import Element
from kaohe_cli.ooxml.wml.fields import CODE, INSTRUCTION
from kaohe_cli.ooxml.wml.names import T, w

_TAG: Final = re.compile(
    r"\{\{[^{}]*\}\}"
    r"|(?<!\{)\{\{(?!\{|[^{}]*\}(?!\}).*\})(?:.*?\}\})?"  # not {{1},{2}} and \frac{{x}_{1}}{2}
    r"|\{%.*?%\}|\{#[^{]*#\}|\{%",
    re.DOTALL,
)
_MARKUP: Final = re.compile(r"<[^<>]*>")
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWN_PARAGRAPH: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
_TOLD_AS_WHOLE: Final = (f"{_MATH}oMath", _DRAWN_PARAGRAPH, w("ruby"))
_MOVE: Final = "请移到普通的文字里"
_FIX: Final = "请改成固定的文字"


_CHUNKS: Final = (".htm", ".html", ".xhtml", ".mht", ".mhtml", ".txt")


class Leftover(NamedTuple):
    """A tag that is not filled in."""

    place: str
    tag: str
    advice: str
    shown: bool = True
    """Whether a reader of the reports can come to see it."""

    @property
    def message(self) -> str:
        """What is to be said of it at its place."""
        return f"{self.tag} 写在这里不会填写，会照原样留着；{self.advice}"


class _Kind(NamedTuple):
    name: str
    advice: str


_FIELD: Final = _Kind("域代码", "请删去这个域，把它写在普通的文字里")
_FORMULA: Final = _Kind("公式", "请移到公式外面，写成普通的文字")
_RUBY: Final = _Kind("注音（拼音指南）", "请去掉这几个字的注音")
_ALTERNATIVE: Final = _Kind("图片或图形的替代文字", _FIX)
_CHOICE: Final = _Kind("下拉选项", "请改成固定的选项")
_BOOKMARK: Final = _Kind("书签的名称", "请换一个名称")
_TIP: Final = _Kind("超链接的屏幕提示", _FIX)
_ADDRESS: Final = _Kind("超链接的地址", "请改成固定的地址")
_LEGACY: Final = _Kind("窗体域的默认文字或帮助", _FIX)
_ELSEWHERE: Final = _Kind("特殊内容（不是普通的文字）", _MOVE)
_DRAWING: Final = _Kind("图形", _MOVE)
_BY_ELEMENT: Final = {
    "listItem": _CHOICE,
    "bookmarkStart": _BOOKMARK,
    "textpath": _Kind("艺术字或水印", _FIX),
    "tblCaption": _Kind("表格的替代文字", _FIX),
    "tblDescription": _Kind("表格的替代文字", _FIX),
    "docPart": _Kind("控件的占位文字", _FIX),
    "comment": _Kind("作者", _FIX),
    "default": _LEGACY,
    "helpText": _LEGACY,
    "statusText": _LEGACY,
}
_BY_ATTRIBUTE: Final = {
    "tooltip": _TIP,
    "anchor": _ADDRESS,
    "docLocation": _ADDRESS,
    "href": _ADDRESS,
    "descr": _ALTERNATIVE,
    "title": _ALTERNATIVE,
    "alt": _ALTERNATIVE,
}

_PARTS: Final[tuple[tuple[str, str, str, bool], ...]] = (
    ("/charts/", "图表", "请改成固定的文字和数字，或用表格", True),
    ("/diagrams/", "SmartArt 图形", _MOVE, True),
    ("/drawings/", "图形", _MOVE, True),
    ("numbering", "列表的编号", "请改成固定的编号文字", True),
    ("docprops/", "文档属性的名称", "请换一个名称", True),
    ("/glossary/", "构建基块（自动图文集、控件的占位文字）", "不用的请删去", False),
    ("customxml/", "附带的 XML 数据", "用不到的，在“文件—信息—检查文档”里删去", False),
    ("styles", "样式的名称", "请改一个名称", False),
    ("settings", "文档设置", "用不到的，在“文件—信息—检查文档”里删去", False),
    ("", "文件里的附带内容", "用不到的，在“文件—信息—检查文档”里删去", False),
)


def found_in(text: str) -> str:
    """The first tag in a text as it was typed, "" where there is none.

    >>> found_in("第{{ 号 }}号"), found_in('{"a": {"b": 1}}'), found_in("A={{1},{2}}")
    ('{{ 号 }}', '', '')
    """
    found = _TAG.search(half_width(text))
    return text[found.start() : found.end()] if found else ""


# --- parts whose paragraphs are filled in ---------------------------------------------------------------


def of_text_part(root: Element, places: Mapping[Element, PartPlace], label: str) -> list[Leftover]:
    """The tags of a part that are left once those in its paragraphs have become marks."""
    if not _may_hold(wml.to_text(root)):
        return []
    found: dict[str, Leftover] = {}
    for kind, node, text in _odd_texts(root):
        if tag := found_in(text):
            paragraph = node if node.tag == wml.P else wml.ancestor(node, wml.P)
            where = places.get(paragraph) if paragraph is not None else None
            place = f"{where or label}的{kind.name}"
            found[place] = Leftover(place, shorten(tag, 60), kind.advice)
    return list(found.values())


def _may_hold(text: str) -> bool:
    """Whether there is a brace at all: a tag in a formula or a field is cut into pieces."""
    return "{" in text or "｛" in text


def _odd_texts(root: Element) -> Iterator[tuple[_Kind, Element, str]]:
    """Whatever a part says outside the text of its paragraphs."""
    for node in root.iter("*"):
        for name, value in node.attrib.items():
            if _may_hold(str(value)):
                yield _kind_of_attribute(node, str(name)), node, str(value)
    for paragraph in wml.elements(root, wml.P):
        yield from _odd_texts_of(paragraph)
    for formula in root.iter(f"{_MATH}oMath"):
        yield _FORMULA, formula, "".join(node.text or "" for node in formula.iter(f"{_MATH}t", T))
    for drawn in root.iter(_DRAWN_PARAGRAPH):
        yield _DRAWING, drawn, "".join(map(str, drawn.itertext()))
    yield from _texts_elsewhere(root)


def _texts_elsewhere(root: Element) -> Iterator[tuple[_Kind, Element, str]]:
    """What stands in none of the elements that we know, by paragraph: two versions of a run, foreign ones."""
    pieces = (piece for paragraph in wml.elements(root, wml.P) for piece in wml.pieces(paragraph))
    read = {piece.node for piece in pieces if piece.node.tag == T}
    found: dict[Element, str] = {}
    for node in root.iter("*"):
        if len(node) or not node.text or node.tag == INSTRUCTION or node in read:
            continue  # what has children has their text here: these are elements of python-docx
        if next(node.iterancestors(*_TOLD_AS_WHOLE), None) is None:
            around = wml.ancestor(node, wml.P)
            around = node if around is None else around
            found[around] = found.get(around, "") + node.text
    for around, text in found.items():
        yield _ELSEWHERE, around, text


def _odd_texts_of(paragraph: Element) -> Iterator[tuple[_Kind, Element, str]]:
    own = [node for node in paragraph.iter(INSTRUCTION, T) if next(node.iterancestors(wml.P)) is paragraph]
    yield _FIELD, paragraph, "".join(node.text or "" for node in own if node.tag == INSTRUCTION)
    ruby: dict[Element, str] = {}
    for node in own:
        around = wml.ancestor(node, w("ruby"))
        if around is not None and node.tag == T:
            ruby[around] = ruby.get(around, "") + (node.text or "")
    for around, text in ruby.items():
        yield _RUBY, around, text
    yield _RUBY, paragraph, "".join(ruby.values())  # each sign may have one of its own


def _kind_of_attribute(node: Element, name: str) -> _Kind:
    local = etree.QName(node).localname
    if name == CODE:
        return _FIELD
    if found := _BY_ELEMENT.get(local) or _BY_ATTRIBUTE.get(etree.QName(name).localname):
        return found
    if name == "name":
        return _ALTERNATIVE
    return _Kind(f"{local} 的属性", _FIX)


# --- all other parts ------------------------------------------------------------------------------------


def of_package(package: Package, read: Collection[str], filled: Collection[str]) -> list[Leftover]:
    """The tags in the parts that are not `read` for tags: charts, settings, embedded files, addresses.

    Of those that are `filled` the texts are filled in and the attributes are not.
    """
    found: dict[str, Leftover] = {}
    for name, data in package.parts.items():
        if name.endswith(".rels"):
            leftovers = _in_addresses(package, name, data)
        elif name in read:
            continue
        elif name.lower().endswith(_CHUNKS):
            leftovers = _in_chunk(name, data)
        elif data.startswith(b"PK"):
            leftovers = _in_embedded(name, data)
        elif package.is_xml(name) and _has_brace(data):
            leftovers = _in_part(name, package.xml(name), attributes_only=name in filled)
        else:
            continue
        found.update((one.place, one) for one in leftovers)
    return list(found.values())


def _has_brace(data: bytes) -> bool:
    return b"{" in data or "｛".encode() in data


def _in_part(name: str, root: Element, *, attributes_only: bool) -> Iterator[Leftover]:
    _, what, advice, shown = next(one for one in _PARTS if one[0] in name.lower())
    attributes = (str(value) for node in root.iter("*") for value in node.attrib.values())
    for text in attributes if attributes_only else itertools.chain(attributes, _texts(root)):
        if tag := found_in(text):
            yield Leftover(what, shorten(tag, 60), advice, shown)
            return


def _texts(root: Element) -> Iterator[str]:
    for node in root.iter("*"):
        if node.tag in (wml.P, _DRAWN_PARAGRAPH):
            yield "".join(map(str, node.itertext()))
        elif node.text:
            yield node.text


def _in_chunk(name: str, data: bytes) -> Iterator[Leftover]:
    """A web page or text that Word inserts when it opens the file."""
    if tag := found_in(_MARKUP.sub("", data.decode("utf-8", "replace"))):
        yield Leftover(f"嵌入的内容 {posixpath.basename(name)}", shorten(tag, 60), "请改成普通的文字")


def _in_embedded(name: str, data: bytes) -> Iterator[Leftover]:
    file = posixpath.basename(name)
    try:
        parts = safe_parts(data, file)
    except PackageError:
        return
    for part, inside in parts.items():
        text = inside.decode("utf-8", "replace") if part.endswith((".xml", ".rels")) else ""
        if tag := found_in(text) or found_in(_MARKUP.sub("", text)):
            yield Leftover(f"嵌入的文件 {file}", shorten(tag, 60), "请在 Word 里打开它，改成固定的内容")
            return


def _in_addresses(package: Package, name: str, data: bytes) -> Iterator[Leftover]:
    if not _has_brace(data) and b"%7b" not in data.lower():
        return
    folder, file = posixpath.split(name)
    part = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
    for relation in package.relations(part):
        target = unquote(relation.target)
        if relation.external and (tag := found_in(target)):
            what = f"超链接的地址“{shorten(target, 40)}”"
            yield Leftover(what, shorten(tag, 60), "请改成固定的网址")
