"""A YAML file as text, as a tree with positions, and as a model whose parts know where they stand."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from kaohe_cli.exceptions import CannotLookError
from kaohe_cli.files.changing import Content
from kaohe_cli.files.lengths import is_too_long
from kaohe_cli.files.looking import is_folder
from kaohe_cli.files.paths import shown_path
from kaohe_cli.words.patterns import regex
from kaohe_cli.workspace.finding import Finding, Severity, UnusableDataError, cut
from kaohe_cli.workspace.schema_findings import SchemaProblem, explain
from kaohe_cli.workspace.store import ENOUGH, MAX_BYTES
from kaohe_cli.yamltext.conflicts import conflicts
from kaohe_cli.yamltext.reader import Mark, Node, Problem, read_yaml

_LINE_BREAK = regex("\r\n|\n|\r")
_TOP = Mark(0, 0, 0)

_CODES = {
    "encoding": "KH102",
    "syntax": "KH103",
    "hidden": "KH103",
    "duplicate": "KH104",
    "refused": "KH105",
    "trap": "KH106",
    "lookalike": "KH108",
}

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Source:
    """The text of one file and its tree; ``root`` is None where the file cannot be read."""

    path: Path
    shown_path: str
    text: str
    root: Node | None
    findings: tuple[Finding, ...]
    private: bool = False
    """True for files with personal data: long numbers are masked in findings."""

    def finding(
        self,
        code: str,
        message: str,
        mark: Mark,
        hint: str | None = None,
        severity: Severity = "error",
    ) -> Finding:
        """Returns a finding at ``mark``, with the line it stands in."""
        line, column = mark.line, mark.column
        if line and line == len(self._lines) - 1 and not self._lines[line]:  # just behind the last line break
            line -= 1
            column = len(self._lines[line])
        source = self._lines[line] if line < len(self._lines) else ""
        message = cut(self._hidden(message))
        hint = cut(hint) if hint else None
        return Finding(self.shown_path, line + 1, column + 1, code, message, severity, hint, source or None)

    @cached_property
    def _lines(self) -> list[str]:
        """The lines as findings show them, the same object in each; a number may be broken over two."""
        return _LINE_BREAK.split(self._hidden(self.text))

    def _hidden(self, text: str) -> str:
        if not self.private:
            return text
        from kaohe_cli.words.addresses import without_addresses
        from kaohe_cli.words.phones import masked

        return without_addresses(masked(text))


def read_source(path: Path, *, private: bool = False) -> Source:
    """Reads one file. What is wrong with it stands in ``findings``; nothing is raised."""
    try:
        content: Content = _read_bytes(path)
    except OSError as error:
        content = error
    return source_as_read(content, path, private=private)


def source_as_read(content: Content, path: Path, shown: str = "", *, private: bool = False) -> Source:
    """Returns one file by what reading it gave, in messages under the name ``shown``.

    What is wrong with it stands in ``findings``.
    """
    shown = shown or shown_path(path)
    if isinstance(content, OSError):
        message, hint = _cannot_read(path, content)
        wrong = Finding(shown, 0, 0, "KH101", message, hint=hint)
        return Source(path, wrong.file, "", None, (wrong,), private)
    return source_of(content, path, shown, private=private)


def source_of(raw: bytes, path: Path, shown: str, *, private: bool = False) -> Source:
    """Returns a text that was read already: a file, or an old version of one under the name ``shown``.

    What is wrong with it stands in ``findings``; nothing is raised.
    """
    source = Source(path, shown, "", None, (), private)
    if len(raw) > MAX_BYTES:
        size = f"文件超过 {MAX_BYTES // 1024 // 1024} MB，不像是数据文件"
        return replace(
            source, findings=(Finding(source.shown_path, 0, 0, "KH101", size, hint="检查是否选错了文件"),)
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        wrong = Finding(source.shown_path, line, 0, "KH102", *_encoding_advice(raw))
        return replace(source, findings=(wrong,))
    unsettled = conflicts(text)
    root, problems = (None, unsettled) if unsettled else read_yaml(text)
    source = replace(source, text=text, root=root)
    return replace(source, findings=tuple(_as_finding(source, problem) for problem in problems))


def _read_bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(ENOUGH)


def _cannot_read(path: Path, error: OSError) -> tuple[str, str]:
    if is_too_long(path, error):
        return "路径或名称太长，系统不能打开", "把文件夹移到路径短些的地方，或改用短些的名称"
    if _is_open_folder(path):
        return "这是一个文件夹，不是文件", "写明文件夹里的文件名"
    if isinstance(error, FileNotFoundError):
        return "找不到这个文件", "检查路径，或用 --data 指明数据文件夹"
    if isinstance(error, PermissionError):
        return "没有读取这个文件的权限", "检查文件权限，或关闭正在占用它的软件"
    return "这个文件无法读取", "检查磁盘或网络位置是否正常"


def _is_open_folder(path: Path) -> bool:
    """True where opening a file failed since it is a folder, which Windows reports as missing permission."""
    with suppress(CannotLookError):
        return is_folder(path)
    return False


def _encoding_advice(raw: bytes) -> tuple[str, Severity, str]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        found = "UTF-16"
    else:
        try:
            raw.decode("gb18030")
            found = "GBK"
        except UnicodeDecodeError:
            return "不是 UTF-8 编码的文本文件", "error", "用文本编辑器打开，另存为 UTF-8"
    convert = f"iconv -f {found} -t UTF-8"
    return (
        f"这个文件是 {found} 编码，应为 UTF-8",
        "error",
        f"在记事本里“另存为”，编码选 UTF-8（或运行 {convert}）",
    )


def _as_finding(source: Source, problem: Problem) -> Finding:
    severity: Severity = "warning" if problem.kind in ("trap", "lookalike") else "error"
    return source.finding(_CODES[problem.kind], problem.message, problem.mark, problem.hint, severity)


class Loaded(Generic[M]):
    """A file's model, and the places of its parts.

    ``model`` is None where the file is too broken; ``partial`` is True where something had to be left out,
    so that statements about the whole table would be wrong.
    """

    def __init__(
        self,
        source: Source,
        model: M | None,
        findings: tuple[Finding, ...],
        partial: bool,
        *,
        missing: bool = False,
    ) -> None:
        self.source = source
        self.missing = missing
        """True where there is no such file and none is needed: there is nothing to find in it."""
        self.model = model
        self.findings = findings
        self.partial = partial
        self._nodes: dict[int, Node] = {}
        self._keys: dict[int, Node] = {}
        if model is not None and source.root is not None:
            self._bind(model, source.root)

    @property
    def usable(self) -> bool:
        """True where all of the file could be read; one that need not be there is read without it, too."""
        return self.missing or (self.model is not None and not self.partial)

    def get(self) -> M:
        """Returns the model.

        Raises:
            UnusableDataError: the file cannot be used; the error holds the findings.
        """
        if self.model is None or self.partial:
            raise UnusableDataError(tuple(sorted(self.findings)))
        return self.model

    def finding(
        self,
        code: str,
        message: str,
        part: object,
        *path: str | int,
        hint: str | None = None,
        severity: Severity = "error",
        offset: int = 0,
    ) -> Finding:
        """Returns a finding at a part of the model, or at the field (and item) of it that ``path`` names.

        ``offset`` points at a character of a text, where the file spells that text out on one line.
        """
        node = self._node(part, path) if path else self._keys.get(id(part)) or self._nodes.get(id(part))
        mark = node.start if node else _TOP
        if node and offset and self.source.text[node.start.index : node.end.index] == node.value:
            mark = Mark(mark.index + offset, mark.line, mark.column + offset)
        return self.source.finding(code, message, mark, hint, severity)

    def _node(self, part: object, path: tuple[str | int, ...]) -> Node | None:
        node = self._nodes.get(id(part))
        for step in path:
            inner = _child(node, step) if node else None
            if inner is None:
                break
            node = inner
        return node

    def _bind(self, value: Any, node: Node) -> None:
        if isinstance(value, BaseModel):
            self._nodes[id(value)] = node
            steps: Iterator[tuple[Any, Any]] = (
                (name, getattr(value, name)) for name in value.model_fields_set
            )
        elif isinstance(value, dict):
            steps = iter(value.items())
        elif isinstance(value, tuple):
            steps = iter(enumerate(value))
        else:
            return
        for step, inner in steps:
            child = _child(node, step)
            if child is not None:
                self._bind(inner, child)
            if isinstance(value, dict) and step in node.keys:
                self._keys[id(inner)] = node.keys[step]


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def not_there(path: Path) -> Loaded[M]:
    """Returns what stands for a file that a workspace does without: there is nothing to find in it."""
    return Loaded(Source(path, shown_path(path), "", None, ()), None, (), partial=False, missing=True)


def load(source: Source, model: type[M], context: object = None) -> Loaded[M]:
    """Reads a source as a model; ``context`` is what the model's own validators need to know.

    Every schema error becomes a finding. The rows that hold one are left out and the rest is read again,
    so that one slip does not hide what else is wrong in the file.
    """
    root = source.root
    if root is None:
        return Loaded(source, None, source.findings, partial=True)
    findings: list[Finding] = list(source.findings)
    partial = any(finding.severity == "error" for finding in findings)
    left_out = False
    while True:
        try:
            return Loaded(
                source, model.model_validate(root.data(), context=context), tuple(findings), partial
            )
        except ValidationError as error:
            problems = explain(error, model)
        findings += [
            _schema_finding(source, problem)
            for problem in problems
            if not (
                partial and problem.empty
            )  # a list that leaving rows out has emptied is not the writer's slip
        ]
        if not left_out:
            root = root.own()
            source = replace(source, root=root)
        unwanted = [_removable(root, problem) for problem in problems]
        if None in unwanted:
            return Loaded(source, None, tuple(findings), partial=True)
        _leave_out(filter(None, unwanted))
        left_out = partial = True


def _schema_finding(source: Source, problem: SchemaProblem) -> Finding:
    node = source.root
    for step in problem.path[:-1] if problem.unknown_key else problem.path:
        inner = _child(node, step) if node is not None else None
        if inner is None:
            break
        node = inner
    mark = node.start if node is not None else _TOP
    if problem.unknown_key and node is not None and (key := node.keys.get(str(problem.path[-1]))):
        mark = key.start
    return source.finding(problem.code, problem.message, mark, problem.hint)


def _removable(root: Node, problem: SchemaProblem) -> tuple[Node, Node] | None:
    """Returns the node to leave out (an unknown key, the row around a wrong value) after its holder."""
    nodes = [root]
    for step in problem.path:
        inner = _child(nodes[-1], step)
        if inner is None:
            break
        nodes.append(inner)
    if problem.unknown_key:
        return nodes[-2], nodes[-1]
    for holder, row in zip(reversed(nodes[:-1]), reversed(nodes[1:]), strict=True):
        if isinstance(holder.value, list) and isinstance(row.value, dict):
            return holder, row
    return None


def _leave_out(unwanted: Iterable[tuple[Node, Node]]) -> None:
    """Takes each node out of its holder, every holder gone through once."""
    by_holder: dict[int, tuple[Node, set[int]]] = {}
    for holder, node in unwanted:
        by_holder.setdefault(id(holder), (holder, set()))[1].add(id(node))
    for holder, nodes in by_holder.values():
        if isinstance(holder.value, list):
            holder.value[:] = [node for node in holder.value if id(node) not in nodes]
        elif isinstance(holder.value, dict):
            for key in [key for key, node in holder.value.items() if id(node) in nodes]:
                del holder.value[key]
