"""``--help`` in Chinese, wrapped by the width of 汉字."""

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any

from typer.core import TyperCommand, TyperGroup

_INDENT = "  "
_TRANSLATED = {
    "Show this message and exit.": "显示这段说明",
    "[required]": "（必填）",
}
_METAVARS = {"TEXT": "文字", "INTEGER": "数字", "PATH": "路径", "FILE": "文件"}


class ChineseCommand(TyperCommand):
    """A command whose help is in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        write_help(self, ctx, formatter)


class ChineseGroup(TyperGroup):
    """A group of commands whose help is in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        summaries = {
            name: inspect.cleandoc(self.commands[name].help or "").split("\n")[0].rstrip("。")
            for name in self.list_commands(ctx)
        }
        write_help(self, ctx, formatter, summaries)


def write_help(command: Any, ctx: Any, formatter: Any, commands: Mapping[str, str] | None = None) -> None:
    """Writes usage, description, arguments, options and commands into click's formatter."""
    params = [param for param in command.get_params(ctx) if param.get_help_record(ctx)]
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    usage = [ctx.command_path, "[选项]", *(_argument_usage(param) for param in arguments)]
    if commands:
        usage.append("命令 …")
    formatter.write(f"用法：{' '.join(usage)}\n\n")
    formatter.write(f"{inspect.cleandoc(command.help or '')}\n")
    _write_section(formatter, "参数", (_record(param, ctx) for param in arguments))
    _write_section(formatter, "选项", (_record(param, ctx) for param in options))
    _write_section(formatter, "命令", (commands or {}).items())
    if commands:
        formatter.write(f"\n每个命令的用法：{ctx.command_path} 命令 --help\n")


def _argument_usage(param: Any) -> str:
    name = f"{param.metavar or param.name}{'…' if param.nargs == -1 else ''}"
    return name if param.required else f"[{name}]"


def _record(param: Any, ctx: Any) -> tuple[str, str]:
    names, text = param.get_help_record(ctx)
    if param.param_type_name == "argument":
        names = param.metavar or param.name
    for english, chinese in _TRANSLATED.items():
        text = text.replace(english, chinese)
    text = re.sub(r"\[default: (.*?)\]", r"（不写时是 \1）", text)
    return re.sub(r"\b[A-Z]+\b", lambda found: _METAVARS.get(found[0], found[0]), names), text.strip()


def _write_section(formatter: Any, title: str, records: Iterable[tuple[str, str]]) -> None:
    from rich.cells import cell_len

    rows = list(records)
    if not rows:
        return
    width = min(max(cell_len(names) for names, _ in rows), 30)
    formatter.write(f"\n{title}：\n")
    for names, text in rows:
        gap = width - cell_len(names)
        lines = list(_wrapped(text, max(formatter.width, 60) - width - 6))
        if gap < 0:
            formatter.write(f"{_INDENT}{names}\n")
            lead = _INDENT + " " * (width + 2)
        else:
            lead = f"{_INDENT}{names}{' ' * (gap + 2)}"
        for line in lines or [""]:
            formatter.write(f"{lead}{line}".rstrip() + "\n")
            lead = _INDENT + " " * (width + 2)


def _wrapped(text: str, width: int) -> Iterable[str]:
    """Yields lines of at most ``width`` columns; words of Latin letters are not split."""
    from rich.cells import cell_len

    line = ""
    for piece in re.findall(r"[!-~]+ ?|.", text):
        if line and cell_len(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()
