"""How a new value is written: in the manner of the document it goes into."""

from dataclasses import dataclass
from typing import NamedTuple

from kaohe_cli.yamltext.document import Document, YamlValue, walk
from kaohe_cli.yamltext.reader import Node
from kaohe_cli.yamltext.scalars import literal_header, literal_lines, write_scalar


class Rendered(NamedTuple):
    """``head`` goes behind the ``:`` or ``-``; ``body`` are the lines below, without line breaks."""

    head: str
    body: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manner:
    """The habits of a document."""

    step: int
    """How far a mapping is indented below its key."""
    dash: int
    """How far a list is indented below its key; 0 in the style without indentation."""
    flow_keys: frozenset[str]
    block_keys: frozenset[str]
    """Keys whose value is written in brackets or braces, or without, wherever it first occurs."""

    def wants_flow(self, key: str, value: YamlValue) -> bool:
        """True where a value goes into brackets: lists of scalars, unless the document does otherwise."""
        if not value:
            return True
        if key in self.flow_keys | self.block_keys:
            return key in self.flow_keys
        return isinstance(value, list) and not any(isinstance(item, list | dict) for item in value)


def manner_of(document: Document) -> Manner:
    """Returns the habits of a document, taken from where each shows first."""
    steps: list[int] = []
    dashes: list[int] = []
    flow: dict[str, bool] = {}
    for name, node in walk(document.root):
        if name and node.value and isinstance(node.value, list | dict):
            flow.setdefault(name, document.is_flow(node))
        if isinstance(node.value, dict):
            for key, child in node.value.items():
                if _is_indented_block(document, node.keys[key], child):
                    indent = child.start.column - node.keys[key].start.column
                    (steps if isinstance(child.value, dict) else dashes).append(indent)
    step = steps[0] if steps else 2
    return Manner(
        step,
        dashes[0] if dashes else step,
        frozenset(key for key, is_flow in flow.items() if is_flow),
        frozenset(key for key, is_flow in flow.items() if not is_flow),
    )


def _is_indented_block(document: Document, key: Node, child: Node) -> bool:
    is_block = isinstance(child.value, list | dict) and not document.is_flow(child)
    return is_block and child.start.line > key.start.line and child.start.column >= key.start.column


def common_quote(document: Document, nodes: list[Node]) -> str:
    """Returns the quotation mark that all texts among the nodes are written in, or nothing."""
    marks = {document.quote(node) for node in nodes if isinstance(node.value, str)}
    return marks.pop() if len(marks) == 1 else ""


def render(value: YamlValue, manner: Manner, column: int, key: str = "", quote: str = "") -> Rendered:
    """Returns a value as it stands in block style below a key or dash at ``column``."""
    if isinstance(value, str):
        header = literal_header(value) if "\n" in value else None
        if header:
            return Rendered(header, tuple(literal_lines(value, column)))
    if not isinstance(value, list | dict):
        return Rendered(write_scalar(value, quote=quote))
    if manner.wants_flow(key, value):
        return Rendered(render_flow(value, quote))
    if isinstance(value, dict):
        inner = column + manner.step
        lines = [line for name, item in value.items() for line in entry_lines(name, item, manner, inner)]
    else:
        # Below a dash a list must be indented; below a key it need not be.
        inner = column + (manner.dash if key else 2)
        lines = [line for item in value for line in item_lines(item, manner, inner)]
    return Rendered("", tuple(lines))


def entry_lines(
    key: str, value: YamlValue, manner: Manner, column: int, quote: str = "", key_quote: str = ""
) -> list[str]:
    """Returns the lines of ``key: value`` in block style."""
    rendered = render(value, manner, column, key, quote)
    first = f"{' ' * column}{write_scalar(key, quote=key_quote)}:"
    return [f"{first} {rendered.head}" if rendered.head else first, *rendered.body]


def item_lines(value: YamlValue, manner: Manner, column: int, quote: str = "", gap: str = " ") -> list[str]:
    """Returns the lines of ``- value`` in block style, a mapping beginning beside its dash."""
    inner = column + 1 + len(gap)
    if value and isinstance(value, dict):
        lines = [line for name, item in value.items() for line in entry_lines(name, item, manner, inner)]
    elif isinstance(value, list) and not manner.wants_flow("", value):
        lines = [line for item in value for line in item_lines(item, manner, inner)]
    else:
        rendered = render(value, manner, column, quote=quote)
        lines = [" " * inner + rendered.head, *rendered.body]
    return [" " * column + "-" + gap + lines[0][inner:], *lines[1:]]


def render_flow(value: YamlValue, quote: str = "") -> str:
    """Returns a value on one line, with brackets and braces.

    >>> render_flow({"name": "张三", "posts": ["甲", 1]})
    '{name: 张三, posts: [甲, 1]}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(flow_entry(key, item, quote) for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(render_flow(item, quote) for item in value) + "]"
    return write_scalar(value, flow=True, quote=quote)


def flow_entry(key: str, value: YamlValue, quote: str = "", key_quote: str = "") -> str:
    """Returns ``key: value`` as it stands between braces."""
    return f"{write_scalar(key, flow=True, quote=key_quote)}: {render_flow(value, quote)}"
