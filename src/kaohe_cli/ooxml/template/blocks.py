"""Where statements take effect: rows and paragraphs that vanish, loops that must close at their level."""

from dataclasses import dataclass, field
from typing import cast

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.errors import BlockError
from kaohe_cli.ooxml.template.marking import COMMENT, MarkedPart, Tag
from kaohe_cli.ooxml.template.sandbox import VALUE_END, VALUE_START
from kaohe_cli.ooxml.template.syntax import CLOSERS, MIDDLES, OPENERS
from kaohe_cli.ooxml.wml import Element

MAX_NESTING = 10


@dataclass
class TagBlock:
    """A for or an if, from its opening mark to its closing one."""

    opener: Element
    middles: list[Element] = field(default_factory=list)
    closer: Element | None = None


def settle(part: MarkedPart) -> None:
    """Move every statement to the level it governs, and see that blocks open and close there."""
    statements = [mark for mark in wml.marks(part.root) if part.statement(mark)]
    _unwrap_links(part)
    _vanish_rows(part)
    blocks = _match(part)
    for block in blocks:
        _repeat_row(part, block)
    _vanish_paragraphs(part)
    for block in blocks:
        _check_level(part, block)
    _keep_valid(part, statements)
    for mark in statements:
        if part.statement(mark) == COMMENT:
            wml.remove(mark)


def _statements_only(part: MarkedPart, node: Element) -> list[Element]:
    """The marks under a node when all of them are statements; otherwise nothing."""
    found = list(wml.marks(node))
    return found if all(part.statement(mark) for mark in found) else []


def _unwrap_links(part: MarkedPart) -> None:
    for link in wml.elements(part.root, wml.HYPERLINK):
        if len(link) == len(_statements_only(part, link)):
            wml.unwrap(link)


def _vanish_rows(part: MarkedPart) -> None:
    for row in reversed(wml.elements(part.root, wml.TR)):
        found = _statements_only(part, row)
        if found and wml.shows_nothing(row):
            for mark in found:
                row.addprevious(mark)
            wml.remove(row)


def _vanish_paragraphs(part: MarkedPart) -> None:
    for paragraph in wml.elements(part.root, wml.P):
        found = _statements_only(part, paragraph)
        if not found or not wml.only_marks(paragraph):
            continue
        if wml.section_break(paragraph):
            _set_beside(part, paragraph, found)
            continue
        for node in (*wml.bookmark_starts(paragraph), *found):
            paragraph.addprevious(node)
        wml.remove(paragraph)


def _set_beside(part: MarkedPart, paragraph: Element, found: list[Element]) -> None:
    """Statements of a paragraph that must stay: what ends a block before it, what opens one after."""
    opened = False
    following = paragraph
    for mark in found:
        statement = part.statement(mark)
        opened = opened or (statement is not None and statement.keyword in OPENERS)
        if opened:
            following.addnext(mark)
            following = mark
        else:
            paragraph.addprevious(mark)


# --- pairing --------------------------------------------------------------------------------------


def _match(part: MarkedPart) -> list[TagBlock]:
    """The blocks of a part, in the order in which they open; what does not pair is a problem."""
    blocks: list[TagBlock] = []
    open_blocks: list[TagBlock] = []
    for mark in wml.marks(part.root):
        statement = part.statement(mark)
        keyword = statement.keyword if statement else ""
        if keyword in OPENERS:
            open_blocks.append(TagBlock(mark))
            blocks.append(open_blocks[-1])
            _check_nesting(part, open_blocks)
        elif keyword in MIDDLES:
            _add_middle(part, open_blocks, mark, keyword)
        elif keyword in CLOSERS:
            _close(part, open_blocks, mark, CLOSERS[keyword])
    for block in open_blocks:
        _report_unclosed(part, block)
    return [block for block in blocks if block.closer is not None]


def _keyword(part: MarkedPart, mark: Element) -> str:
    statement = part.statement(mark)
    return statement.keyword if statement else ""


def _tag(part: MarkedPart, mark: Element) -> Tag:
    return cast(Tag, part.slot(mark).tag)


def _problem(part: MarkedPart, mark: Element, what: str) -> None:
    tag = _tag(part, mark)
    part.problems.append(BlockError(str(tag.place), f"{tag.kind} {tag} {what}", tag.text))


def _check_nesting(part: MarkedPart, open_blocks: list[TagBlock]) -> None:
    if len(open_blocks) == MAX_NESTING + 1:
        _problem(part, open_blocks[-1].opener, f"套得太深，循环和条件最多套 {MAX_NESTING} 层")


def _add_middle(part: MarkedPart, open_blocks: list[TagBlock], mark: Element, keyword: str) -> None:
    if not open_blocks or (keyword == "elif" and _keyword(part, open_blocks[-1].opener) != "if"):
        _problem(part, mark, "前面没有与它配对的 {% if … %}，请补上或删去")
    else:
        open_blocks[-1].middles.append(mark)


def _close(part: MarkedPart, open_blocks: list[TagBlock], mark: Element, opening: str) -> None:
    if not any(_keyword(part, block.opener) == opening for block in open_blocks):
        _problem(part, mark, f"前面没有与它配对的 {{% {opening} … %}}，请补上或删去")
        return
    while _keyword(part, open_blocks[-1].opener) != opening:
        _report_unclosed(part, open_blocks.pop(), mark)
    open_blocks.pop().closer = mark


def _report_unclosed(part: MarkedPart, block: TagBlock, instead: Element | None = None) -> None:
    ending = OPENERS[_keyword(part, block.opener)]
    met = ""
    if instead is not None:
        tag = _tag(part, instead)
        met = f"，却先遇到了{tag.place}的 {tag}"
    _problem(part, block.opener, f"没有与它配对的 {{% {ending} %}}{met}，请在它管到的最后一处之后补上")


def _check_level(part: MarkedPart, block: TagBlock) -> None:
    for end in (*block.middles, block.closer):
        if end is not None and end.getparent() is not block.opener.getparent():
            tag = _tag(part, end)
            _problem(
                part,
                block.opener,
                f"与{tag.place}的 {tag} 不在同一层，请把两者写在同一段里，"
                "或各自单独成段（表格里各自单独成行），并且都在或都不在同一个内容控件、单元格里",
            )
            return


# --- table rows -----------------------------------------------------------------------------------


def _repeat_row(part: MarkedPart, block: TagBlock) -> None:
    """Let a block that opens in a row's first cell and closes in its last one govern the row."""
    opener, closer = block.opener, block.closer
    if closer is None or block.middles or wml.ancestor(opener, wml.TC) is wml.ancestor(closer, wml.TC):
        return
    row = wml.ancestor(opener, wml.TR)
    if row is None or wml.ancestor(closer, wml.TR) is not row:
        return
    if _value_outside(part, row, opener, closer) or wml.shows_outside(row, opener, closer):
        tag = _tag(part, closer)
        what = f"与同一行的 {tag} 要让整行重复，请把前者放在第一格的最前面，后者放在最后一格的最后面"
        _problem(part, opener, what)
    row.addprevious(opener)
    row.addnext(closer)


def _value_outside(part: MarkedPart, row: Element, opener: Element, closer: Element) -> bool:
    """Whether a value stands in the row before the opening or after the closing mark."""
    found = list(wml.marks(row))
    outside = found[: found.index(opener)] + found[found.index(closer) + 1 :]
    return any(not part.statement(mark) for mark in outside)


# --- what Word needs ------------------------------------------------------------------------------


def _keep_valid(part: MarkedPart, statements: list[Element]) -> None:
    """Let tables without rows vanish, and give cells, controls and the like the paragraph Word needs."""
    inside_tables = [table for mark in statements if (table := wml.row_level(mark)) is not None]
    tables = dict.fromkeys(inside_tables)
    begins = []
    for table in tables:
        begins.append(part.new_mark(f"{VALUE_START}''|_begin_table{VALUE_END}"))
        table.addprevious(begins[-1])
        table.addnext(part.new_mark(f"{VALUE_START}''|_end_table{VALUE_END}"))
    around = [wml.block_container(mark) for mark in (*statements, *begins)]
    for container in dict.fromkeys(node for node in around if node is not None):
        may_end_in_table = "true" if container.tag == wml.SDT_CONTENT else "false"
        mark = part.new_mark(f"{VALUE_START}{may_end_in_table}|_fill{VALUE_END}")
        wml.block_end(container).addnext(mark)
