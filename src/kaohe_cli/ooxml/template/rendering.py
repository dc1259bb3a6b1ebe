"""One rendering: what the marks of a translated template write, and the state they share.

The functions at the end are Jinja filters that only translated templates use; staff cannot name them,
for a tag may not use a name that begins with an underscore.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Final

from jinja2 import pass_context
from jinja2.runtime import Context

from kaohe_cli.ooxml.template.filters import refuse_missing, sequence, text
from kaohe_cli.ooxml.template.values import Paragraphs, Placeholder, escape, escape_attribute, escape_run
from kaohe_cli.ooxml.wml import Markup, Site

MAX_ROUNDS: Final = 5_000_000
"""Rounds of all loops together, each weighed by the number of tags inside; a full report has 50,000."""
MAX_CHARACTERS: Final = 50_000_000
_MAPPINGS: Final = (dict, Mapping)
"""Nearly all are dicts, and to ask for those first is quick."""
_NOT_IN_BOOKMARKS: Final = re.compile("[^A-Za-z0-9_]")
MAX_BOOKMARK: Final = 40
"""Word cuts longer bookmark names."""


class Exceeded(Exception):  # noqa: N818  (a signal, turned into a LimitError with a place above)
    """A template asks for too much; the message says of what, in Chinese."""


class Rendering:
    """The state of one document while it is written."""

    markup: Markup
    """Of the part being written."""

    def __init__(self, sites: Sequence[Site], first_id: int, names: frozenset[str]) -> None:
        self._first_id, self._names = first_id, names
        self.sites = sites
        self.out: list[str] = []
        self.next_id = count(first_id)
        self.names = set(names)
        self.ranges: dict[int, int] = {}
        self.held: dict[int, object] = {}
        self.further: dict[int, list[str]] = {}
        self.tables: list[int] = []
        self.rounds = 0
        self.characters = 0

    def of_next_document(self) -> "Rendering":
        """The state of one more document of the same file: the limits go on, ids and names begin anew."""
        following = Rendering(self.sites, self._first_id, self._names)
        following.rounds, following.characters = self.rounds, self.characters
        return following

    def write(self, chunks: Iterable[str], markup: Markup) -> str:
        """The text of one part; marks may look back at what has been written so far."""
        out: list[str] = []
        self.out, self.markup = out, markup
        left = MAX_CHARACTERS - self.characters
        for chunk in chunks:
            left -= len(chunk)
            if left < 0:
                raise Exceeded(f"生成的内容超过 {MAX_CHARACTERS} 个字符，请检查循环")
            out.append(chunk)
        self.characters = MAX_CHARACTERS - left
        return "".join(out)

    def run(self, value: object, number: int) -> str:
        """A value as a run; its further paragraphs are kept for the end of the paragraph."""
        site = self.sites[number]
        if isinstance(value, Paragraphs):
            first, *others = Paragraphs(text(value)).lines()
            for line in others:
                further = self.further.setdefault(site.paragraph_number, [])
                further.append(f"{site.paragraph}{self._escaped(line)}{site.paragraph_end}")
        else:
            first = value if isinstance(value, str) else text(value)
        if not first:
            return ""
        opening = site.placeholder_run if isinstance(value, Placeholder) else site.run
        return f"{opening}{self._escaped(first)}{site.run_end}"

    def _escaped(self, words: str) -> str:
        return escape_run(words, self.markup.line_break, self.markup.tab)

    def unique_name(self, name: str, items: Sequence[object]) -> str:
        """A bookmark's name, made unique by the innermost item's `anchor` or by a number."""
        anchor = None
        for item in items:
            if isinstance(item, _MAPPINGS) and "anchor" in item:
                anchor = item["anchor"]
                break
        suffix = "" if anchor is None else "_" + _NOT_IN_BOOKMARKS.sub("_", text(anchor))
        wanted = _fitted(name, suffix)
        number = 1
        unique = _fitted(name, "_1") if anchor is None else wanted
        while (folded := unique.lower()) in self.names:
            number += 1
            unique = _fitted(wanted, f"_{number}")
        self.names.add(folded)
        return unique


def _fitted(name: str, suffix: str) -> str:
    if len(name) + len(suffix) < MAX_BOOKMARK:
        return name + suffix
    return name[: max(1, MAX_BOOKMARK - len(suffix))] + suffix[: MAX_BOOKMARK - 1]


def _state(context: Context) -> Rendering:
    state: Rendering = context.parent["_rendering"]
    return state


@pass_context
def _run(context: Context, value: object, number: int) -> str:
    """A value as a run of text."""
    return _state(context).run(value, number)


@pass_context
def _hold(context: Context, value: object, number: int) -> str:
    """Work a value out before its place, where its control says whether it shows a placeholder."""
    refuse_missing(value)
    state = _state(context)
    state.held[number] = value
    return state.markup.showing_placeholder if isinstance(value, Placeholder) else ""


@pass_context
def _held(context: Context, _: str, number: int) -> str:
    """The value that was worked out before, as a run of text."""
    state = _state(context)
    return state.run(state.held.pop(number), number)


def _attribute(value: object) -> str:
    """A value inside an attribute."""
    return escape_attribute(text(value))


@pass_context
def _further(context: Context, _: str, paragraph_number: int) -> str:
    """The further paragraphs of the values in a paragraph that has just ended."""
    state = _state(context)
    return "".join(state.further.pop(paragraph_number)) if paragraph_number in state.further else ""


@pass_context
def _each(context: Context, value: object, weight: int) -> Sequence[object]:
    """The list a `for` goes through, counted against the limit."""
    items = sequence(value)
    state = _state(context)
    state.rounds += len(items) * weight
    if state.rounds > MAX_ROUNDS:
        raise Exceeded("循环的次数太多，请检查循环和它里面的循环")
    return items


def _concat(values: Sequence[object]) -> str:
    """Values joined by `~`."""
    joined = "".join(map(text, values))
    return text(joined)


@pass_context
def _new_id(context: Context, _: str) -> str:
    return str(next(_state(context).next_id))


@pass_context
def _open_id(context: Context, pair: int) -> str:
    state = _state(context)
    state.ranges[pair] = next(state.next_id)
    return str(state.ranges[pair])


@pass_context
def _same_id(context: Context, pair: int) -> str:
    return str(_state(context).ranges[pair])


@pass_context
def _bookmark(context: Context, name: str, *items: object) -> str:
    return escape(_state(context).unique_name(name, items))


@pass_context
def _begin_table(context: Context, _: str) -> str:
    state = _state(context)
    state.tables.append(len(state.out))
    return ""


@pass_context
def _end_table(context: Context, _: str) -> str:
    """Take back a table that was given no row: Word cannot open one."""
    state = _state(context)
    begin = state.tables.pop()
    if not any(state.markup.row_start in chunk for chunk in state.out[begin:]):
        del state.out[begin:]
    return ""


@pass_context
def _fill(context: Context, may_end_in_table: bool) -> str:
    """The empty paragraph that Word needs at the end of a cell and the like, unless one is there."""
    state = _state(context)
    markup = state.markup
    last = next((chunk for chunk in reversed(state.out) if chunk), "")
    if last.endswith((markup.paragraph_end, markup.empty_paragraph)):
        return ""
    return "" if may_end_in_table and last.endswith(markup.table_end) else markup.empty_paragraph


INTERNAL_FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    function.__name__: function
    for function in (
        _run, _hold, _held, _attribute, _further, _each, _concat,
        _new_id, _open_id, _same_id, _bookmark, _begin_table, _end_table, _fill,
    )
}  # fmt: skip
