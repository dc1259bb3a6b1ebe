"""Which names a template's tags use that the data does not have."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from jinja2 import nodes

from kaohe_cli.ooxml.errors import TemplateError, UnknownNameError
from kaohe_cli.ooxml.template.filters import Unusable
from kaohe_cli.ooxml.template.marking import MarkedPart, Tag
from kaohe_cli.ooxml.template.sandbox import Sandbox
from kaohe_cli.ooxml.template.syntax import CLOSERS, OPENERS, check_expression, check_statement, nearest

_ANYTHING: Final = object()
"""A value of which nothing is known, so that nothing about it can be wrong."""


def unknown_names(part: MarkedPart, known: Mapping[str, object], sandbox: Sandbox) -> Iterator[TemplateError]:
    """A problem for each name in the part's tags that `known`, an example of the data, does not have."""
    scopes: list[dict[str, object]] = [dict(known)]
    loop_variables = {name for tag in part.tags if tag.statement for name in tag.statement.variables}
    told: set[str] = set()
    for tag in part.tags:
        keyword = tag.statement.keyword if tag.statement else ""
        if keyword in CLOSERS:
            del scopes[max(1, len(scopes) - 1) :]
            continue
        tree = _parsed(tag, sandbox)
        reader = _Reader(scopes)
        if keyword in OPENERS:
            scopes.append({})
        for node in tree.body if tree else ():
            reader.statement(node)
        for name, beside in reader.unknown:
            if name in loop_variables or name == "loop":
                if name in told:
                    continue  # one slip, a for that is missing, is one problem
                told.add(name)
                advice = (
                    f"，它只能写在 {{% for {name if name != 'loop' else '…'} in … %}} 和 {{% endfor %}} 之间"
                )
            else:
                advice = nearest(name, beside)
            what = f"{tag.kind} {tag} 里的“{name}”不是已知的名称{advice}"
            yield UnknownNameError(str(tag.place), what, tag.text)


def _parsed(tag: Tag, sandbox: Sandbox) -> nodes.Template | None:
    """What a tag says; nothing for one that is mistaken, which has been told elsewhere."""
    try:
        if tag.statement:
            return check_statement(tag.code, sandbox)[1]
        return check_expression(tag.code, sandbox)
    except Unusable:
        return None


class _Reader:
    """Follows the names of one tag through an example of the data."""

    def __init__(self, scopes: list[dict[str, object]]) -> None:
        self.scopes = scopes
        self.unknown: list[tuple[str, list[str]]] = []

    def statement(self, node: nodes.Node) -> None:
        """Read a statement or expression, and note what it names for the tags after it."""
        if isinstance(node, nodes.For):
            items = self.value(node.iter)
            if isinstance(node.target, nodes.Name):
                self.scopes[-1][node.target.name] = _item(items)
            else:
                self.scopes[-1].update({name.name: _ANYTHING for name in node.target.find_all(nodes.Name)})
            self.scopes[-1]["loop"] = _ANYTHING
            if node.test is not None:
                self.value(node.test)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            self.scopes[-1][node.target.name] = self.value(node.node)
        else:
            for child in node.iter_child_nodes():
                self.value(child)

    def value(self, node: nodes.Node) -> object:
        """What the example has for an expression."""
        if isinstance(node, nodes.Name):
            return self._named(node.name)
        if isinstance(node, nodes.Getattr):
            return self._member(self.value(node.node), node.attr)
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            owner = self.value(node.node)
            key = node.arg.value
            return self._member(owner, key) if isinstance(key, str) else _item(owner)
        if isinstance(node, nodes.Filter) and node.name in {"first", "last"} and node.node is not None:
            return _item(self.value(node.node))
        for child in node.iter_child_nodes():
            self.value(child)
        return _ANYTHING

    def _named(self, name: str) -> object:
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        self.unknown.append((name, [key for scope in self.scopes for key in scope if key != "loop"]))
        return _ANYTHING

    def _member(self, owner: object, key: str) -> object:
        if not isinstance(owner, Mapping):
            return _ANYTHING
        if key in owner:
            return owner[key]
        self.unknown.append((key, [str(name) for name in owner]))
        return _ANYTHING


def _item(items: object) -> object:
    """An item of a list: all that any of its items has."""
    if not isinstance(items, Sequence) or isinstance(items, str) or not items:
        return _ANYTHING
    if all(isinstance(item, Mapping) for item in items):
        return {key: value for item in items for key, value in item.items()}
    return items[0]
