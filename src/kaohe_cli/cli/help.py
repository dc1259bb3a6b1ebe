"""``--help`` in Chinese, wrapped by the width of 汉字; and ``kaohe help``: the handbook in the terminal."""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import typer

from kaohe_cli.cli.wrapping import wrapped

_INDENT = "  "


class ParameterHelp(NamedTuple):
    """What is said of one argument or option."""

    names: str
    """``-o, --output``; of an argument what people call it."""
    values: str
    """What an option takes: ``文件`` or ``<docx|md>``; empty where it takes nothing."""
    text: str
    """What it does, with what counts where it is not written."""


class CommandHelp(NamedTuple):
    """All that ``--help`` says of a command; the manual pages are made of it too."""

    usage: str
    text: str
    arguments: tuple[ParameterHelp, ...]
    options: tuple[ParameterHelp, ...]


def described(
    command: Any, ctx: Any, *, has_commands: bool = False, shared: Sequence[Any] = ()
) -> CommandHelp:
    """Returns what there is to say of a command, without the options that are ``shared``."""
    own = [param for param in command.get_params(ctx) if not param.hidden and param not in shared]
    arguments = [param for param in own if param.param_type_name == "argument"]
    options = [param for param in own if param.param_type_name == "option"]
    usage = [ctx.command_path, "[选项]", *(_argument_usage(param) for param in arguments)]
    if has_commands:
        usage.append("命令 …")
    return CommandHelp(
        " ".join(usage),
        inspect.cleandoc(command.help or ""),
        tuple(_parameter_help(param, ctx) for param in arguments),
        tuple(_parameter_help(param, ctx) for param in options),
    )


def command(
    ctx: typer.Context,
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar="章或命令", help="章的序号、名称里的几个字，或命令的名称；不写时列出各章"),
    ] = None,
) -> None:
    """手册：列出各章，显示一章，或一个命令的用法。

    例：kaohe help；kaohe help 5；kaohe help 催报；kaohe help collect；kaohe help unit rename
    """
    from kaohe_cli.cli.handbook_views import show

    show(ctx, topic or [])


def write_help(
    command: Any,
    ctx: Any,
    formatter: Any,
    commands: Mapping[str, str] | None = None,
    *,
    shared: Sequence[Any] = (),
) -> None:
    """Writes usage, description, arguments, options and commands into Typer's formatter.

    ``shared`` are the options of ``kaohe`` itself.
    """
    said = described(command, ctx, has_commands=bool(commands), shared=shared)
    formatter.write(f"用法：{said.usage}\n\n")
    formatter.write(f"{said.text}\n")
    _write_section(formatter, "参数", map(_record, said.arguments))
    _write_section(formatter, "选项", map(_record, said.options))
    _write_section(formatter, "命令", (commands or {}).items())
    lasting = [param for param in shared if not (param.is_flag and param.is_eager)]  # --version ends all
    _write_section(
        formatter, "通用选项（写在命令前后均可）", (_record(_parameter_help(param, ctx)) for param in lasting)
    )
    if commands:
        formatter.write(f"\n每个命令的用法：{ctx.command_path} 命令 --help\n")


def choices(param: Any, ctx: Any) -> list[str]:
    """Returns the words that a parameter takes, where it takes only some."""
    if param.metavar is not None or getattr(param, "is_flag", False):
        return []
    return [item.value for item in param.shell_complete(ctx, "") if item.type == "plain"]


def _argument_usage(param: Any) -> str:
    name = f"{param.metavar or param.name}{'…' if param.nargs == -1 else ''}"
    return name if param.required else f"[{name}]"


def _parameter_help(param: Any, ctx: Any) -> ParameterHelp:
    if param.name == "help":
        return ParameterHelp(_opts(param.opts), "", "显示本说明")
    text = (param.help or "") + "".join(f"（{note}）" for note in _notes(param))
    if param.param_type_name == "argument":
        return ParameterHelp(str(param.metavar or param.name), "", text)
    names = " / ".join(filter(None, (_opts(param.opts), _opts(param.secondary_opts))))
    if param.is_flag:
        return ParameterHelp(names, "", text)
    return ParameterHelp(names, param.metavar or "<" + "|".join(choices(param, ctx)) + ">", text)


def _record(said: ParameterHelp) -> tuple[str, str]:
    """Returns what stands on the left and on the right of a parameter's line."""
    return f"{said.names} {said.values}".rstrip(), said.text


def _opts(names: Sequence[str]) -> str:
    return ", ".join(sorted(names, key=len))  # -o before --output


def _notes(param: Any) -> Iterable[str]:
    if param.min is not None:
        yield f"{param.min} 至 {param.max}"
    if param.required:
        yield "必填"
    elif getattr(param, "secondary_opts", None):
        opts = param.opts if param.default else param.secondary_opts
        yield f"不写时是 {opts[0]}"
    elif param.default and not getattr(param, "is_flag", False):
        yield f"不写时是 {param.default}"


def _write_section(formatter: Any, title: str, records: Iterable[tuple[str, str]]) -> None:
    from rich.cells import cell_len

    rows = list(records)
    if not rows:
        return
    width = min(max(cell_len(names) for names, _ in rows), 30)
    formatter.write(f"\n{title}：\n")
    for names, text in rows:
        gap = width - cell_len(names)
        lines = list(wrapped(text, max(formatter.width, 60) - width - 6))
        if gap < 0:
            formatter.write(f"{_INDENT}{names}\n")
            lead = _INDENT + " " * (width + 2)
        else:
            lead = f"{_INDENT}{names}{' ' * (gap + 2)}"
        for line in lines or [""]:
            formatter.write(f"{lead}{line}".rstrip() + "\n")
            lead = _INDENT + " " * (width + 2)
