"""From a marked tree to a compiled Jinja template, with the tag that each line of it came from."""

import hashlib
import marshal
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import CodeType
from typing import Final, cast

import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from kaohe_cli.files.cache import keep, recall
from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.template.marking import MarkedPart, Slot, Tag
from kaohe_cli.ooxml.template.sandbox import BLOCK_END, BLOCK_START, SLOT, VALUE_END, VALUE_START, Sandbox
from kaohe_cli.ooxml.wml import Element, Markup, Site, site

_SLOT: Final = re.compile(rf"<\?{wml.MARK} (\d+)\?>|{SLOT}(\d+){SLOT}")


@dataclass(frozen=True)
class Translated:
    """A part of the document, ready to be rendered."""

    name: str
    label: str
    markup: Markup
    program: jinja2.Template
    tags: dict[int, Tag]
    """The tag on each line of the Jinja source that holds one."""

    def tag_of(self, error: Exception) -> Tag | None:
        """The tag whose evaluation raised an error."""
        lines = [
            line for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename == self.name
        ]  # fmt: skip
        return self.tags.get(lines[-1]) if lines else None


def translate_values(part: MarkedPart, sites: list[Site], style: str) -> None:
    """Say for every tag of the part what it is in Jinja; `sites` grows by one for each value."""
    paragraphs: dict[Element, int] = {}
    for mark in list(wml.marks(part.root)):
        slot = part.slot(mark)
        if slot.tag is None:
            continue
        if slot.tag.statement:
            slot.source = f"{BLOCK_START}\n{slot.tag.code} {BLOCK_END}"
            continue
        paragraph = wml.paragraph_of(mark)
        if paragraph not in paragraphs:
            paragraphs[paragraph] = len(sites)
        number = len(sites)
        sites.append(site(part.root, paragraph, paragraphs[paragraph], slot.run_properties, style))
        _translate_value(part, mark, slot, number)
    for paragraph, number in paragraphs.items():
        paragraph.addnext(part.new_mark(f"{VALUE_START}''|_further({number}){VALUE_END}"))


def _translate_value(part: MarkedPart, mark: Element, slot: Slot, number: int) -> None:
    """A value is worked out where it stands, or at the head of the control that it alone fills."""
    code = slot.tag.code if slot.tag else ""
    control = wml.sole_content(mark)
    for around in wml.controls_around(mark):
        wml.forget_placeholder(around)
    if control is None:
        slot.source = f"{VALUE_START}\n({code})|_run({number}){VALUE_END}"
        return
    early = part.new_mark(f"{VALUE_START}\n({code})|_hold({number}){VALUE_END}", slot.tag)
    wml.insert_placeholder_mark(control, early)
    slot.source = f"{VALUE_START}\n''|_held({number}){VALUE_END}"


def compile_part(name: str, part: MarkedPart, sandbox: Sandbox) -> Translated:
    """The part as a Jinja program. Its source has each tag on a line of its own."""
    source: list[str] = []
    tags: dict[int, Tag] = {}
    line = 1
    for text, slot in _stretches(part):
        if slot and slot.tag and slot.source:
            tags[line + 1] = slot.tag
        source.append(text)
        line += text.count("\n")
    text = "".join(source)
    code = kept(name, text, __file__, lambda: _compiled(name, text, sandbox))
    return Translated(
        name, part.label, Markup.of(part.root), jinja2.Template.from_code(sandbox, code, {}), tags
    )


def _compiled(name: str, source: str, sandbox: Sandbox) -> CodeType:
    tree = Guarded().visit(sandbox.parse(source))
    return sandbox.compile(tree, name, name)


def _stretches(part: MarkedPart) -> Iterator[tuple[str, Slot | None]]:
    """The part's XML and the Jinja source of its marks, in turn."""
    text = wml.to_text(part.root)
    end = 0
    for found in _SLOT.finditer(text):
        yield text[end : found.start()], None
        slot = part.slots[int(found[1] or found[2])]
        yield slot.source, slot
        end = found.end()
    yield text[end:], None


class Guarded(NodeTransformer):
    """Puts the limits into a parsed template: loops are counted, joined text is measured."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  (Jinja's name for it)
        """A loop that goes through a checked list; its rounds count by the work they make."""
        weight = 1 + sum(1 for _ in node.find_all((nodes.Output, nodes.If, nodes.For, nodes.Assign)))
        self.generic_visit(node)
        node.iter = _filtered(node.iter, "_each", nodes.Const(weight))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """A joined text that is measured."""
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), "_concat")


def _filtered(value: nodes.Node, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(cast(nodes.Expr, value), name, list(arguments), [], None, None, lineno=value.lineno)


def kept(name: str, source: str, compiler: str, compile_it: Callable[[], CodeType]) -> CodeType:
    """The code of a translated template: what was kept of it, or what `compile_it` makes.

    `compiler` is the file of the module that compiles. It is part of the key as the versions of Jinja and
    Python are, since what guards a template (its loops are counted) is compiled into it.
    """
    made_by = _made_by(compiler)
    if made_by is None:
        return compile_it()
    key = hashlib.sha256("\0".join((*made_by, name, source)).encode()).hexdigest()
    known = _read(recall(key))
    if known is not None:
        return known
    code = compile_it()
    keep(key, marshal.dumps(code))
    return code


def _read(data: bytes | None) -> CodeType | None:
    if data is None:
        return None
    try:
        code = marshal.loads(data)  # noqa: S302 - only what this user wrote gets here: see files.cache
    except (EOFError, ValueError, TypeError):
        return None
    return code if isinstance(code, CodeType) else None


@cache
def _made_by(compiler: str) -> tuple[str, ...] | None:
    """What the code depends on besides its source; None where that cannot be told."""
    try:
        ours = hashlib.sha256(Path(compiler).read_bytes()).hexdigest()
        return version("jinja2"), sys.version, ours
    except (OSError, PackageNotFoundError):
        return None
