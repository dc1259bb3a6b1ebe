"""YAML 1.2 (core) read in one pass over libyaml's events, keeping where each value stands.

Two things set it apart from ``yaml.load``. Words are read as editors read them: ``no``, ``1:30`` and
``007`` are text. And what could surprise the next reader is refused, with its position: duplicate keys,
anchors, aliases, merge keys, tags, further documents, keys that are not text, deep nesting. This module
knows YAML and nothing of 考核.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar, Final, Literal, TypeAlias

import yaml
from yaml import events as ev

from kaohe_cli.words.control import CONTROL, code_of
from kaohe_cli.words.folding import LOOKALIKE, look_of
from kaohe_cli.words.patterns import regex
from kaohe_cli.yamltext.syntax import UNKNOWN, slip, too_deep

MAX_DEPTH = 64
_MAX_DIGITS = 40

Scalar: TypeAlias = str | int | bool | Decimal | None
ProblemKind = Literal["encoding", "syntax", "hidden", "duplicate", "refused", "trap", "lookalike"]


@dataclass(slots=True)
class Mark:
    """A place in the text; all count characters from 0."""

    index: int
    line: int
    column: int


class Node:
    """A value of the file with the text it spans, ``start`` up to but not including ``end``.

    The marks are libyaml's own, which have the names of :class:`Mark`: copying them took as long as libyaml.
    """

    __slots__ = ("end", "keys", "plain", "start", "value")

    def __init__(self, value: "Scalar | list[Node] | dict[str, Node]", start: Mark, end: Mark) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.plain = True
        """False for a scalar in quotes or a block (``|``, ``>``)."""
        self.keys: dict[str, Node] = _NO_KEYS
        """The key nodes of a mapping; those of anything else are never written to."""

    def data(self) -> Any:
        """Returns the plain value: scalars, lists and dicts."""
        value = self.value
        if isinstance(value, dict):
            return {key: node.data() for key, node in value.items()}
        if isinstance(value, list):
            return [node.data() for node in value]
        return value

    def own(self) -> "Node":
        """Returns the same tree with collections of its own, out of which values may be taken."""
        value: list[Node] | dict[str, Node]
        if isinstance(self.value, dict):
            value = {key: node.own() for key, node in self.value.items()}
        elif isinstance(self.value, list):
            value = [node.own() for node in self.value]
        else:
            return self
        node = Node(value, self.start, self.end)
        node.plain, node.keys = self.plain, dict(self.keys)
        return node


_NO_KEYS: Final[dict[str, Node]] = {}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the YAML itself that is wrong (or, for a trap, risky)."""

    kind: ProblemKind
    message: str
    mark: Mark
    hint: str | None = None


_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER_START = frozenset("+-.0123456789")
_INT = regex(r"[-+]?(?:0|[1-9][0-9]*)")
_BASED = regex(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = regex(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")

# Not allowed in YAML, or a line break to one reader and a character to another.
_UNREADABLE = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def resolve(text: str) -> Scalar:
    """Returns what a plain scalar means.

    >>> resolve("no"), resolve("1:30"), resolve("007"), resolve("0.5"), resolve("~")
    ('no', '1:30', '007', Decimal('0.5'), None)
    """
    if text in _NULLS:
        return None
    if text[0] in _NUMBER_START and len(text) <= _MAX_DIGITS:
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return Decimal(text)
        if _BASED.fullmatch(text):
            return int(text, 0)
    return _BOOLS.get(text, text)


_YAML11_TYPES = {
    "tag:yaml.org,2002:bool": bool,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": Decimal,
    "tag:yaml.org,2002:null": type(None),
}
_YAML11_RESOLVERS = yaml.resolver.Resolver.yaml_implicit_resolvers
# PyYAML is not alone: these are booleans in YAML 1.1 to other readers.
_YAML11_LETTERS = frozenset("yYnN")


def _is_trap(text: str, value: Scalar) -> bool:
    """True where a YAML 1.1 reader takes a plain scalar for something else than we do."""
    if not text or text == "<<":
        return False
    if text in _YAML11_LETTERS:
        return True
    for tag, pattern in _YAML11_RESOLVERS.get(text[0], ()):
        if pattern.match(text):
            return _YAML11_TYPES.get(tag) is not type(value)
    return not isinstance(value, str | bool | None)


# What is longer is a sentence, seldom a number, and stands once; keys and choices stand in every row.
_LONGEST_REPEATED = 32


@lru_cache(maxsize=2048)
def _meaning_of_repeated(text: str) -> tuple[Scalar, bool]:
    value = resolve(text)
    return value, _is_trap(text, value)


def _meaning(text: str) -> tuple[Scalar, bool]:
    """Returns what a plain scalar means, and whether that is a trap."""
    if len(text) <= _LONGEST_REPEATED:
        return _meaning_of_repeated(text)
    value = resolve(text)
    return value, _is_trap(text, value)


class _Open:
    """A collection whose end has not been read yet, and the key that waits for its value."""

    __slots__ = ("items", "keys", "node", "pending")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.pending: Node | None = None
        self.items: list[Node] | None = None
        """None for a mapping."""
        self.keys: dict[str, Node] = {}


class _Builder:
    """Turns events into one tree of nodes; collects problems and goes on where it can."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._documents = 0

    @property
    def depth(self) -> int:
        """How many collections are open."""
        return len(self._stack)

    def _scalar(self, event: Any) -> bool:
        text: str = event.value
        node = Node(text, event.start_mark, event.end_mark)
        if event.implicit[0] and not event.style:
            node.value, is_trap = _meaning(text)
            if is_trap:
                self._tell_trap(node, text)
        else:
            node.plain = False
            if event.style == '"' and (hidden := CONTROL.search(text)):
                raw = self._text[node.start.index : node.end.index]
                if hidden[0] not in raw:  # else it is told where it stands
                    self.problems.append(_hidden(hidden[0], node.start))
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        return self._place(node)

    def _open(self, event: Any) -> bool:
        is_list = isinstance(event, ev.SequenceStartEvent)
        node = Node([] if is_list else {}, event.start_mark, event.end_mark)
        if event.anchor or event.tag:
            self._refuse_decoration(event)
        self._place(node)
        opened = _Open(node)
        if is_list:
            opened.items = node.value  # type: ignore[assignment]
        else:
            node.keys = opened.keys
        self._stack.append(opened)
        if len(self._stack) > MAX_DEPTH:
            self.problems.append(_nested_too_deeply(node.start))
            return False
        return True

    def _close(self, event: Any) -> bool:
        self._stack.pop().node.end = event.end_mark
        return True

    def _alias(self, event: Any) -> bool:
        mark = event.start_mark
        self._problem("refused", f"不支持引用（*{event.anchor}）", mark, "把引用的内容照抄在这里")
        return self._place(Node(None, mark, event.end_mark))

    def _document(self, event: Any) -> bool:
        self._documents += 1
        if self._documents > 1:
            mark = event.start_mark
            self._problem("refused", "一个文件里只能有一份 YAML 文档", mark, "去掉“---”，或分成两个文件")
            return False
        return True

    HANDLERS: ClassVar[dict[type, Callable[["_Builder", Any], bool]]] = {
        ev.ScalarEvent: _scalar,
        ev.MappingStartEvent: _open,
        ev.SequenceStartEvent: _open,
        ev.MappingEndEvent: _close,
        ev.SequenceEndEvent: _close,
        ev.AliasEvent: _alias,
        ev.DocumentStartEvent: _document,
    }
    """Who takes an event of each kind; False means that reading on is pointless."""

    def _tell_trap(self, node: Node, text: str) -> None:
        message = f"“{text}”没有加引号，按 YAML 1.1 读的软件会读成别的值"
        self._problem("trap", message, node.start, f'两边加上引号："{text}"')

    def _refuse_decoration(self, event: Any) -> None:
        mark = event.start_mark
        if event.anchor:
            self._problem("refused", f"不支持锚点（&{event.anchor}）", mark, "去掉锚点，需要处照抄内容")
        if event.tag:
            self._problem("refused", "不支持类型标签（!…）", mark, "去掉标签")

    def _place(self, node: Node) -> bool:
        """Puts a finished or just opened value where it belongs: root, list item, key or value of a key."""
        if not self._stack:
            self.root = node
            return True
        parent = self._stack[-1]
        if parent.items is not None:
            parent.items.append(node)
        elif parent.pending is None:
            parent.pending = node
        else:
            key, parent.pending = parent.pending, None
            self._put(parent, key, node)
        return True

    def _put(self, opened: _Open, key: Node, node: Node) -> None:
        mapping = opened.node.value
        assert isinstance(mapping, dict)  # noqa: S101 - narrows the type
        if isinstance(key.value, int) and not isinstance(key.value, bool) and len(self._stack) > 1:
            key.value = str(key.value)  # a month (at: {12: …}) is the text that it is
        if not isinstance(key.value, str):
            self._problem("refused", "项名须是文字", key.start, "给项名加上引号，或检查缩进和冒号")
        elif key.value == "<<" and key.plain:
            self._problem("refused", "不支持合并键（<<）", key.start, "把要合并的内容照抄在这里")
        elif key.value in mapping:
            first = opened.keys[key.value].start.line + 1
            self._problem(
                "duplicate", f"“{key.value}”写了两次，第一次在第 {first} 行", key.start, "删去其中一处"
            )
        else:
            mapping[key.value] = node
            opened.keys[key.value] = key

    def _problem(self, kind: ProblemKind, message: str, mark: Mark, hint: str | None = None) -> None:
        self.problems.append(Problem(kind, message, mark, hint))


def _events(text: str) -> Iterator[Any]:
    """Yields libyaml's events, as ``yaml.parse`` does with a Python call more for each."""
    loader = yaml.CSafeLoader(text)
    try:
        yield from iter(loader.get_event, None)
    finally:
        loader.dispose()


def read_yaml(text: str) -> tuple[Node | None, list[Problem]]:
    """Returns the tree of values in ``text`` and every problem found.

    The tree is None where the text is empty, broken or nested too deeply. ``text`` must not begin with
    a byte-order mark. The tree is shared by all who read the same text: change only an ``own()`` one.
    """
    root, problems = _read(text)
    return root, [*problems]


def forget() -> None:
    """Forgets the texts that were read, for whoever measures how long reading takes."""
    _read.cache_clear()


# A change reads each text up to four times: to edit it, to prove the edit, and twice to check all tables. A
# round that is collected brings 45 reports.
@lru_cache(maxsize=64)
def _read(text: str) -> tuple[Node | None, list[Problem]]:
    hidden: list[Problem] = []
    if not text.replace("\n", "").isprintable():  # else it can hold no such sign, and no pattern is compiled
        hidden = [_hidden(sign, mark) for sign, mark in _once_a_line(CONTROL, text)]
        if _UNREADABLE.search(text):
            return None, [replace(hidden[0], kind="syntax")]
    builder, handlers = _Builder(text), _Builder.HANDLERS
    event: Any = None
    try:
        for event in _events(text):
            handle = handlers.get(type(event))
            if handle is not None and not handle(builder, event):
                return None, [*builder.problems, *hidden]
    except yaml.YAMLError as error:
        read = event.end_mark.index if event else 0
        return None, [*builder.problems, *hidden, _syntax_problem(text, error, read, builder.depth)]
    if builder.root is None:
        empty = Problem("refused", "文件是空的", Mark(0, 0, 0), "至少要有 schema_version 一行")
        return None, [*hidden, empty]
    lookalikes = (_lookalike(sign, mark) for sign, mark in _once_a_line(LOOKALIKE, text))
    return builder.root, [*builder.problems, *hidden, *lookalikes]


def _once_a_line(signs: re.Pattern[str], text: str) -> Iterator[tuple[str, Mark]]:
    """Yields the first of such signs in each line that has one, and its place."""
    found = list(signs.finditer(text))
    if not found:
        return
    starts = [0, *(match.end() for match in re.finditer("\r\n|\n|\r", text))]
    last = -1
    for match in found:
        line = bisect_right(starts, match.start()) - 1
        if line != last and match[0] != "\r":
            yield match[0], Mark(match.start(), line, match.start() - starts[line])
            last = line


def _hidden(character: str, mark: Mark) -> Problem:
    return Problem("hidden", f"有看不见的字符 {code_of(character)}", mark, "多半是从别处粘贴带来的，删去它")


def _lookalike(radical: str, mark: Mark) -> Problem:
    message = f"“{radical}”是部首符号 {code_of(radical)}，看起来像汉字，按名称查找找不到它"
    look = look_of(radical)
    hint = f"改成汉字“{look}”" if look != radical else "改成看起来相同的汉字"
    return Problem("lookalike", message, mark, f"{hint}；多半是从 PDF 粘贴带来的，整段都看一遍")


def _mark_at(text: str, index: int) -> Mark:
    before = text[:index]
    line = len(re.findall("\r\n|\n|\r", before))
    return Mark(index, line, len(before) - max(before.rfind("\n"), before.rfind("\r")) - 1)


def _syntax_problem(text: str, error: yaml.YAMLError, read: int, depth: int) -> Problem:
    """Returns what stopped libyaml behind ``read`` characters, in which ``depth`` collections were opened."""
    stopped = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if not isinstance(error, yaml.MarkedYAMLError) or stopped is None:
        return Problem("syntax", UNKNOWN.message, Mark(0, 0, 0), UNKNOWN.hint)
    # libyaml looks ahead by a line and has a limit of its own (1000); ours comes first.
    bracket = too_deep(text, read, stopped.index + 1, MAX_DEPTH - depth)
    if bracket is not None:
        return _nested_too_deeply(_mark_at(text, bracket))
    found = slip(text, error)
    mark: Any = error.context_mark if found.at_beginning else stopped
    return Problem("syntax", found.message, mark, found.hint)


def _nested_too_deeply(mark: Mark) -> Problem:
    return Problem("refused", f"嵌套超过 {MAX_DEPTH} 层", mark, "检查括号或缩进")
