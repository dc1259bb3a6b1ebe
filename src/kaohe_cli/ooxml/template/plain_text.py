"""A text with the same tags as a Word template, by the same rules, in the same sandbox."""

import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import jinja2

from kaohe_cli.ooxml.errors import LimitError, TagError, TemplateError, UnknownNameError, ValueKindError
from kaohe_cli.ooxml.places import shorten
from kaohe_cli.ooxml.template import tags
from kaohe_cli.ooxml.template.filters import Unusable, text
from kaohe_cli.ooxml.template.rendering import INTERNAL_FILTERS, MAX_CHARACTERS, Exceeded, Rendering
from kaohe_cli.ooxml.template.sandbox import (
    BLOCK_END,
    BLOCK_START,
    COMMENT_END,
    COMMENT_START,
    RESERVED_CHARACTERS,
    VALUE_END,
    VALUE_START,
    MissingNameError,
    Sandbox,
)
from kaohe_cli.ooxml.template.syntax import (
    CLOSERS,
    MIDDLES,
    OPENERS,
    check_expression,
    check_statement,
    nearest,
)
from kaohe_cli.ooxml.template.translation import Guarded
from kaohe_cli.words.control import without_controls

_NAME: Final = "text"
_LONGEST: Final = 200_000
"""Characters of a template; a letter has a few hundred."""

_UNSEEN_END: Final = f"{COMMENT_START}\n{COMMENT_END}"


class TextTemplate:
    """A text with tags, compiled once, filled in many times.

    A line that holds nothing but statements and comments is none of the result. `name` is what messages call
    the text; a place is a line of it. Raises the first TemplateError where its tags have mistakes.
    """

    def __init__(self, source: str, *, name: str, filters: Mapping[str, Callable[..., object]]) -> None:
        self._name = name
        self._lines = without_controls(source).split("\n")
        if len(source) > _LONGEST:
            raise LimitError(name, f"超过 {_LONGEST} 个字，不像是模板")
        if set(source).intersection(RESERVED_CHARACTERS):
            raise TagError(name, "里面有不能用的字符（U+10FFF0 一带），请删去")
        self._sandbox = Sandbox({**filters, **INTERNAL_FILTERS, "_text": text}, {})
        self._blocks: list[tuple[str, int]] = []
        translated = "".join(self._translated())
        if self._blocks:
            keyword, line = self._blocks[-1]
            raise TagError(self._place(line), f"{keyword} 没有结束，请补上 {{% {OPENERS[keyword]} %}}")
        code = self._sandbox.compile(Guarded().visit(self._sandbox.parse(translated)), _NAME, _NAME)
        self._program = jinja2.Template.from_code(self._sandbox, code, {})

    def render(self, context: Mapping[str, object]) -> str:
        """The text filled in. Raises a TemplateError that names the line."""
        state = Rendering([], 0, frozenset())
        written: list[str] = []
        left = MAX_CHARACTERS
        try:
            for chunk in self._program.generate({**context, "_rendering": state}):
                left -= len(chunk)
                if left < 0:
                    raise Exceeded(f"生成的内容超过 {MAX_CHARACTERS} 个字符，请检查循环")
                written.append(chunk)
        except Exception as error:
            raise self._explained(error, context) from None
        return "".join(written)

    def _translated(self) -> Iterator[str]:
        """Yields the lines as Jinja has them, one for one, so that an error there has the line here."""
        for number, line in enumerate(self._lines, 1):
            try:
                spans = tags.scan(line)
            except tags.Unfinished as mistake:
                what = f"标记“{shorten(mistake.text)}”处开头和结尾的大括号没有成对，请补上"
                raise TagError(self._place(number), what, mistake.text) from None
            words, end = [], 0
            for span in spans:
                words += [line[end : span.start], self._tag(span, number)]
                end = span.end
            words.append(line[end:])
            is_silent = bool(spans) and not any(span.opening == "{{" for span in spans)
            ending = _UNSEEN_END if is_silent and not "".join(words[::2]).strip() else "\n"
            yield f"{''.join(words)}{ending if number < len(self._lines) else ''}"

    def _tag(self, span: tags.Span, line: int) -> str:
        try:
            if span.opening == "{{":
                check_expression(span.code, self._sandbox)
                return f"{VALUE_START} ({span.code})|_text {VALUE_END}"
            if span.opening == "{#":
                return ""
            statement, _ = check_statement(span.code, self._sandbox)
            self._nest(statement.keyword, line)
        except Unusable as mistake:
            what = f"标记 {shorten(span.text, 60)} {mistake}"
            raise TagError(self._place(line), what, span.text) from None
        return f"{BLOCK_START} {span.code} {BLOCK_END}"

    def _nest(self, keyword: str, line: int) -> None:
        if keyword in OPENERS:
            self._blocks.append((keyword, line))
        elif keyword in MIDDLES or keyword in CLOSERS:
            opener = self._blocks[-1][0] if self._blocks else ""
            wanted = CLOSERS.get(keyword, "if")
            if opener != wanted:
                raise Unusable(f"前面没有与它成对的 {wanted}")
            if keyword in CLOSERS:
                self._blocks.pop()

    def _place(self, line: int) -> str:
        return f"{self._name} 第 {line} 行"

    def _explained(self, error: Exception, context: Mapping[str, object]) -> TemplateError:
        """The error in our words, with its line."""
        lines = [
            line
            for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename == _NAME
        ]
        place = self._place(lines[-1]) if lines else self._name
        if isinstance(error, MissingNameError):
            hint = nearest(error.name, error.beside or [name for name in context if not name.startswith("_")])
            return UnknownNameError(place, f"“{error.name}”没有对应的数据{hint}")
        if isinstance(error, Exceeded):
            return LimitError(place, str(error))
        if isinstance(error, Unusable):
            return ValueKindError(place, str(error))
        return ValueKindError(place, "有一个标记算不出结果，请检查其中的过滤器、括号里的值和比较的双方")
