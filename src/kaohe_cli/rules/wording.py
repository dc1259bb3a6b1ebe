"""Typographic noise in the documents' texts: half-width punctuation between 汉字, stray spaces."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace

_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_FULL_WIDTH = _HAN + "，。、；：？！“”‘’（）《》〈〉〔〕【】—…"
_HALF_WIDTH_MARK = re.compile(
    f"""(?<=[{_HAN}”’）》〉〕】])[,;:?!()"'](?=[{_FULL_WIDTH}])|(?<=[{_FULL_WIDTH}])[,;:?!()"'](?=[{_HAN}“‘（《〈〔【])"""
)
_STRAY_SPACE = re.compile(rf"^\s+|\s+$|(?<=[{_FULL_WIDTH}])\s+|\s+(?=[{_FULL_WIDTH}])")

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
    elif isinstance(value, str):
        yield from _check_text(loaded, part, path, value)


def _check_text(
    loaded: Loaded[Any], part: BaseModel, path: tuple[str | int, ...], text: str
) -> Iterator[Finding]:
    if mark := _HALF_WIDTH_MARK.search(text):
        full = _FULL_FORMS.get(mark[0], "“”")
        yield loaded.finding(
            "KH701",
            f"汉字之间的“{mark[0]}”是半角标点",
            part,
            *path,
            hint=f"改成全角的 {full}",
            severity="warning",
            offset=mark.start(),
        )
    if space := _STRAY_SPACE.search(text):
        around = text[max(0, space.start() - 4) : space.end() + 4].strip()
        yield loaded.finding(
            "KH702",
            f"“{around}”里有多余的空格",
            part,
            *path,
            hint="删去空格",
            severity="warning",
            offset=space.start(),
        )
