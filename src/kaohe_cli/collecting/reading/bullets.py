"""Labels behind typed bullets and numbers in steps (● 基本情况, 1.2.1 自评得分), read as without a number.

Word's own bullets and numbers of that kind go the same way. What stands before other text stays.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kaohe_cli.collecting.reading.wordings import pattern, without_bracket
from kaohe_cli.forms.record import Forms
from kaohe_cli.ooxml.reading.content import Block, Content, Paragraph
from kaohe_cli.words.folding import fold

# “•” and “·” are folded to “.”; a box or tick before a label is a bullet too, before 是 it is an answer.
_BULLET: Final = r" *(?:[●○◆◇■□▪▫▶►➢➤✓✔√*#.§—–-]+|\d{1,2}(?:\.\d{1,2})+[.、]?) *"
_STEPS: Final = re.compile(_BULLET)
_BEFORE_HEADING: Final = re.compile(rf"{_BULLET}| *\d{{1,2}} +")
_BEHIND: Final = re.compile(r" *(?:\([^()\n]{0,40}\))? *(?::|$|。)")
_FEWEST: Final = 3
"""So many labels of a form with such a start: it is how the whole was numbered, and no list inside a text."""


@lru_cache(maxsize=8)
def label_pattern(forms: Forms) -> re.Pattern[str]:
    """Returns a pattern for any label of the forms, to be matched in folded text."""
    return re.compile("|".join(_wordings(forms)).replace("(?P<month>", "(?:") or "(?!)")


def _wordings(forms: Forms) -> Iterator[str]:
    for form in forms:
        for section in form.sections:
            yield from (pattern(without_bracket(one)) for one in (*section.labels, *section.also))
            for line in section.lines:
                yield from (pattern(without_bracket(one)) for one in (line.label, *line.also) if one)
            for one in section.fields():
                yield from (pattern(without_bracket(word)) for word in (one.label, *one.also) if word)


def without_bullets(content: Content, forms: Forms) -> Content:
    """Returns a file whose labels stand without such bullets and numbers; any other as it is."""
    starts = [_start(block, forms) if isinstance(block, Paragraph) else 0 for block in content.blocks]
    if sum(start > 0 for start in starts) < _FEWEST:
        return content
    blocks = list(content.blocks)
    for at, start in enumerate(starts):
        if start:
            blocks[at] = _cut(blocks[at], start)
            if not starts[at - 1]:
                _cut_heading(blocks, at - 1)
    return replace(content, blocks=tuple(blocks))


def _start(paragraph: Paragraph, forms: Forms) -> int:
    """Returns where the label of a paragraph begins behind a bullet; 0 where there is none."""
    if paragraph.controls or paragraph.bookmarks:
        return 0
    text = fold(paragraph.shown)
    before = _STEPS.match(text)
    if before is None:
        return 0
    label = label_pattern(forms).match(text, before.end())
    return before.end() if label and _BEHIND.match(text, label.end()) else 0


def _cut(block: Block, start: int) -> Block:
    """Returns a paragraph without its first characters, the automatic number among them."""
    if not isinstance(block, Paragraph):
        return block
    off = start - len(block.number)
    if off < 0:
        return block
    asides = tuple(aside._replace(at=max(0, aside.at - off)) for aside in block.asides)
    return block._replace(number="", text=block.text[off:], asides=asides)


def _cut_heading(blocks: list[Block], at: int) -> None:
    """Takes the bullet off the line above the first label, which is the heading of its row."""
    block = blocks[at] if at >= 0 else None
    if isinstance(block, Paragraph) and not block.bookmarks:
        found = _BEFORE_HEADING.match(fold(block.shown))
        if found and found.end() < len(block.shown):
            blocks[at] = _cut(block, found.end())
