"""What ``kaohe help`` prints: the list of chapters, a chapter, or how a command is called."""

import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final

import typer

from kaohe_cli.cli.handbook import Chapter, Handbook
from kaohe_cli.cli.markdown_text import as_text
from kaohe_cli.cli.output import Painted, coloured, emit, remark
from kaohe_cli.cli.wrapping import wrapped

_NARROWEST, _WIDEST = 40, 100
"""Columns of text: less cannot be read, and in more the eye loses the line."""
_HINT: Final = """\
看一章：kaohe help 5，或 kaohe help 催报
一个命令的用法：kaohe help collect"""


def show(ctx: typer.Context, topic: Sequence[str]) -> None:
    """Prints what was asked for."""
    handbook = Handbook()
    if not topic:
        emit(_listed(handbook.chapters))
        return
    root: Any = ctx.find_root()
    if topic[0] in root.command.list_commands(root):
        emit(_usage(root, topic))
        chapter = handbook.about(topic[0])
        if chapter is not None:
            remark(f"手册第 {chapter.number} 章“{chapter.title}”讲到它：kaohe help {chapter.number}")
        return
    found = handbook.find(" ".join(topic), root.command.list_commands(root))
    if len(found) > 1:
        emit(_listed(found))
        return
    emit(Painted(as_text(found[0].text, _width(), colour=coloured(sys.stdout))))


def _width() -> int:
    return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)


def _listed(chapters: Iterable[Chapter]) -> str:
    lines: list[str] = []
    for chapter in chapters:
        lines.append(f"{chapter.number:>2}  {chapter.title}")
        lines += [f"    {line}" for line in wrapped(chapter.summary, _width() - 4)]
    return "\n".join([*lines, "", _HINT])


def _usage(root: Any, words: Sequence[str]) -> str:
    """Returns the help of a command; of a group's command where the words go on to it.

    Raises:
        UnknownNameError: the group has no such command.
    """
    ctx, rest = root, list(words)
    while rest and hasattr(ctx.command, "resolve_command"):
        name, command, rest = ctx.command.resolve_command(ctx, rest)
        ctx = typer.Context(command, parent=ctx, info_name=name, resilient_parsing=True)
    help_text: str = ctx.get_help()
    return help_text
