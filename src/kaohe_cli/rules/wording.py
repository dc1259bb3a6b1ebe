"""Typographic noise in the documents' texts: half-width punctuation between 汉字, stray spaces."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from kaohe_cli.words.folding import is_han
from kaohe_cli.words.patterns import regex
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace

# Looked for first; what stands beside is asked afterwards. One pattern with all 汉字 in it would take longer
# to compile, at every start, than all texts take to read.
_HALF_WIDTH_MARK = regex("[,;:?!()\"']")
_SPACE = regex(r"\s+")
_FULL_WIDTH_MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉〔〕【】—…")
_CLOSING, _OPENING = frozenset("”’）》〉〕】"), frozenset("“‘（《〈〔【")

_FULL_FORMS = dict(zip(",;:?!()", "，；：？！（）", strict=True))


def texts_are_clean(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH701 and KH702 (warnings) for the texts of both tables."""
    for loaded in (workspace.indicators, workspace.incentives):
        if loaded.model is not None:
            yield from _check_texts(loaded, loaded.model)


def _check_texts(loaded: Loaded[Any], part: BaseModel) -> Iterator[Finding]:
    for name in type(part).model_fields:
        if name in part.model_fields_set:
            yield from _check_value(loaded, part, (name,), getattr(part, name))


def _check_value(
    loaded: Loaded[Any], part: BaseModel, path: tuple[str | int, ...], value: Any
) -> Iterator[Finding]:
    if isinstance(value, BaseModel):
        yield from _check_texts(loaded, value)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _check_value(loaded, part, (*path, position), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _check_value(loaded, part, (*path, key), item)
    elif isinstance(value, str):
        yield from _check_text(loaded, part, path, value)


def _check_text(
    loaded: Loaded[Any], part: BaseModel, path: tuple[str | int, ...], text: str
) -> Iterator[Finding]:
    mark = next((found for found in _HALF_WIDTH_MARK.finditer(text) if _is_misplaced(text, found)), None)
    if mark is not None:
        message = f"汉字之间的“{mark[0]}”是半角标点"
        hint = f"改成全角的 {_FULL_FORMS.get(mark[0], '“”')}"
        yield loaded.finding(
            "KH701", message, part, *path, hint=hint, severity="warning", offset=mark.start()
        )
    space = next((found for found in _SPACE.finditer(text) if _is_stray(text, found)), None)
    if space is not None:
        around = text[max(0, space.start() - 4) : space.end() + 4].strip()
        message = f"“{around}”里有多余的空格"
        yield loaded.finding(
            "KH702", message, part, *path, hint="删去空格", severity="warning", offset=space.start()
        )


def _is_misplaced(text: str, mark: re.Match[str]) -> bool:
    """True for a half-width mark between 汉字, or between one and the full-width marks beside it."""
    before, after = text[: mark.start()][-1:], text[mark.end() :][:1]
    if not before or not after:
        return False
    return ((is_han(before) or before in _CLOSING) and (is_han(after) or after in _FULL_WIDTH_MARKS)) or (
        (is_han(before) or before in _FULL_WIDTH_MARKS) and (is_han(after) or after in _OPENING)
    )


def _is_stray(text: str, space: re.Match[str]) -> bool:
    """True for space at either end, or beside a 汉字 or full-width punctuation."""
    beside = (text[: space.start()][-1:], text[space.end() :][:1])
    return any(not one or is_han(one) or one in _FULL_WIDTH_MARKS for one in beside)
