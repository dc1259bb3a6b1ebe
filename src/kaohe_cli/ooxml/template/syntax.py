"""What a tag may say: one expression, or one of a few statements.

Each tag is parsed by itself, so that every mistake of a template can be told with its place.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from kaohe_cli.ooxml.template.filters import Unusable
from kaohe_cli.ooxml.template.sandbox import (
    BLOCK_END,
    BLOCK_START,
    MAX_NUMBER,
    VALUE_END,
    VALUE_START,
    Sandbox,
)
from kaohe_cli.ooxml.template.tags import MAX_CODE
from kaohe_cli.words import likeness

OPENERS: Final = {"for": "endfor", "if": "endif"}
MIDDLES: Final = frozenset({"elif", "else"})
CLOSERS: Final = {"endfor": "for", "endif": "if"}
ALLOWED_STATEMENTS: Final = ("for", "endfor", "if", "elif", "else", "endif", "set")
_RESERVED_NAMES: Final = frozenset({"self", "super", "caller", "varargs", "kwargs"})
_MAX_DEPTH: Final = 20
_LITERAL: Final = re.compile(r'"(\\.|[^"\\])*"')
_QUOTES: Final = frozenset("\"'“”‘’")

_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.For, nodes.If, nodes.Assign, nodes.TemplateData,
    nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test,
    nodes.Keyword,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Concat, nodes.CondExpr,
    nodes.List, nodes.Tuple,
)  # fmt: skip
_REFUSED: Final[dict[type[nodes.Node], str]] = {
    nodes.Call: "模板里不能调用函数，要处理文字请用“|过滤器”",
    nodes.Pow: "模板里不能用乘方 **",
    nodes.Dict: "模板里不能写 {…} 这样的一组数据",
}


@dataclass(frozen=True)
class Statement:
    """A statement's first word, and the names a `for` gives to each item."""

    keyword: str
    variables: tuple[str, ...] = ()


def nearest(name: str, known: Collection[str]) -> str:
    """A hint that names the most similar known name, or nothing."""
    found = likeness.nearest(name, sorted(known), limit=1)
    return f"，可能是“{found[0]}”" if found else ""


def check_expression(code: str, sandbox: Sandbox) -> nodes.Template:
    """The parsed expression. Raises Unusable when it is not exactly one allowed expression.

    A template says most of its expressions several times, and each is parsed once.
    """
    if code not in sandbox.checked:
        sandbox.checked[code] = _checked(code, sandbox)
    return sandbox.checked[code]


def _checked(code: str, sandbox: Sandbox) -> nodes.Template:
    if not code:
        raise Unusable("是空的，请写上要填的内容或删去")
    tree = _parse(f"{VALUE_START} {code} {VALUE_END}", code, sandbox)
    output = tree.body[0] if len(tree.body) == 1 else None
    values = [] if not isinstance(output, nodes.Output) else _without_data(output)
    if len(values) != 1 or isinstance(values[0], nodes.Tuple):
        raise Unusable("里只能写一个值")
    _check(tree, sandbox)
    return tree


def _without_data(output: nodes.Output) -> list[nodes.Expr]:
    return [node for node in output.nodes if not isinstance(node, nodes.TemplateData)]


def check_statement(code: str, sandbox: Sandbox) -> tuple[Statement, nodes.Template | None]:
    """The statement and, if it says more than its first word, what it parses to. Raises Unusable."""
    keyword = code.split(maxsplit=1)[0] if code.strip() else ""
    if keyword not in ALLOWED_STATEMENTS:
        raise Unusable(_refusal(keyword))
    if keyword in CLOSERS or keyword == "else":
        if code != keyword:
            raise Unusable(f"{keyword} 后面不能再写别的")
        return Statement(keyword), None
    tree = _parse(_completed(keyword, code), code, sandbox)
    _check(tree, sandbox)
    loop = tree.body[0]
    if not isinstance(loop, nodes.For):
        return Statement(keyword), tree
    if loop.recursive:
        raise Unusable("for 不能写 recursive")
    return Statement(keyword, tuple(name.name for name in _names(loop.target))), tree


def _refusal(keyword: str) -> str:
    if not keyword:
        return "是空的，请写上控制语句或删去"
    known = "、".join(ALLOWED_STATEMENTS)
    return f"模板里没有控制语句“{keyword}”，能用的有 {known}{nearest(keyword, ALLOWED_STATEMENTS)}"


def _completed(keyword: str, code: str) -> str:
    """The statement made into a whole little template."""
    tag = f"{BLOCK_START} {code} {BLOCK_END}"
    if keyword == "elif":
        return f"{BLOCK_START} if 1 {BLOCK_END}{tag}{BLOCK_START} endif {BLOCK_END}"
    return f"{tag}{BLOCK_START} {OPENERS[keyword]} {BLOCK_END}" if keyword in OPENERS else tag


def _parse(source: str, code: str, sandbox: Sandbox) -> nodes.Template:
    if len(code) > MAX_CODE:
        raise Unusable(f"太长，最多 {MAX_CODE} 个字符")
    try:
        tree = sandbox.parse(source)
        depth = _depth(tree)
    except (TemplateSyntaxError, ValueError):
        raise Unusable(_syntax_hint(code)) from None
    except RecursionError:
        depth = _MAX_DEPTH + 1
    if depth > _MAX_DEPTH:
        raise Unusable("括号或运算套得太深，请拆开来写")
    return tree


def _syntax_hint(code: str) -> str:
    """What is probably wrong with code that cannot be parsed."""
    keyword = code.split(maxsplit=1)[0]
    bare = _LITERAL.sub("", code)
    if set(bare) & _QUOTES:
        return "写法有误：引号没有成对"
    if bare.count("(") != bare.count(")") or bare.count("[") != bare.count("]"):
        return "写法有误：括号没有成对"
    if keyword in {"if", "elif"} and re.search(r"[^=!<>]=[^=]", bare):
        return "写法有误：比较两个值要用两个等号 =="
    if keyword == "set" and "=" not in bare:
        return "写法有误：set 要写成“set 名称 = 值”"
    return "写法有误，可能漏写或多写了符号"


def _depth(node: nodes.Node) -> int:
    return 1 + max(map(_depth, node.iter_child_nodes()), default=0)


def _names(target: nodes.Node) -> Iterator[nodes.Name]:
    if isinstance(target, nodes.Name):
        yield target
    yield from target.find_all(nodes.Name)


def _check(tree: nodes.Template, sandbox: Sandbox) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise Unusable(_REFUSED.get(type(node), "用了模板不支持的写法"))
        if isinstance(node, nodes.Name):
            _check_name(node.name)
        elif isinstance(node, nodes.Filter):
            _check_known("过滤器", node.name, sandbox.filters)
        elif isinstance(node, nodes.Test):
            _check_known("判断", node.name, sandbox.tests)
        elif isinstance(node, nodes.Const):
            _check_number(node.value)
        elif isinstance(node, (nodes.List, nodes.Tuple)):
            _check_items(node)
        elif isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
            raise Unusable("set 一次只能给一个名称赋值")


def _check_name(name: str) -> None:
    if name.startswith("_") or name in _RESERVED_NAMES:
        raise Unusable(f"名称“{name}”不能用在模板里")


def _check_known(kind: str, name: str, known: Collection[str]) -> None:
    public = [key for key in known if not key.startswith("_")]
    if name not in public:
        raise Unusable(f"没有叫“{name}”的{kind}{nearest(name, public)}")


def _check_number(value: object) -> None:
    if isinstance(value, (int, float)) and not abs(value) <= MAX_NUMBER:
        raise Unusable("数字太大")


def _check_items(node: nodes.List | nodes.Tuple) -> None:
    """Lists of names could be nested into one another by `set` until they fill the memory."""
    if not all(isinstance(item, (nodes.Const, nodes.Name)) for item in node.items) or (
        isinstance(node, nodes.List) and not all(isinstance(item, nodes.Const) for item in node.items)
    ):
        raise Unusable("列表里只能写文字和数字")
