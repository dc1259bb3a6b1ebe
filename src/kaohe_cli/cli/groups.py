"""What every command and group of kaohe has: Chinese help and refusals, and the global options behind it.

Built on Typer's public classes and attributes alone.
"""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from kaohe_cli.cli.help import write_help
from kaohe_cli.exceptions import NothingAskedError, UnknownNameError, WrongUseError
from kaohe_cli.words.likeness import did_you_mean


def global_options(ctx: Any) -> list[Any]:
    """Returns the options of ``kaohe`` itself, which every command understands too; none for ``kaohe``."""
    root = ctx.find_root()
    return [] if root is ctx else list(root.command.params)


WORDS: Final = "kaohe_cli.words"
"""Under this name a context knows all that was typed, for options that end the program early."""

_MAY_STAND_ALONE: Final = {"assign": ("--people",), "draft": ("--zip",)}
"""Options with a value that may be left out: ``--people 通讯录.xlsx`` reads, ``--people`` lists."""


def _with_values_left_out(args: list[str], options: Sequence[str]) -> list[str]:
    """Returns the words of a command with an empty value behind options that stand alone.

    >>> _with_values_left_out(["--people", "-o", "a.xlsx"], ["--people"])
    ['--people=', '-o', 'a.xlsx']
    >>> _with_values_left_out(["--people", "a.xlsx", "--people"], ["--people"])
    ['--people', 'a.xlsx', '--people=']
    >>> _with_values_left_out(["--people", "-"], ["--people"]), _with_values_left_out([], ["--people"])
    (['--people', '-'], [])
    """
    behind = [*args[1:], "--"]
    return [
        f"{word}=" if word in options and following.startswith("-") and following != "-" else word
        for word, following in zip(args, behind, strict=False)
    ]


class ChineseCommand(TyperCommand):
    """A command of kaohe."""

    def get_params(self, ctx: Any) -> list[Any]:
        return [*super().get_params(ctx), *global_options(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        args = _with_values_left_out(args, _MAY_STAND_ALONE.get(str(ctx.info_name), ()))
        ctx.allow_extra_args = True  # refused here, since Typer's own refusal names them in a sentence only
        rest = _parsed(super().parse_args, ctx, args)
        if rest:
            raise WrongUseError(_stray(rest, ctx))
        return rest

    def invoke(self, ctx: Any) -> Any:
        _forget_global_options(ctx)
        with ctx.obj.in_manner():
            return super().invoke(ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        write_help(self, ctx, formatter, shared=global_options(ctx))


def _stray(words: Sequence[str], ctx: Any) -> str:
    """Returns that words belong to no argument; one in 汉字, where bodies can be asked for, is mostly a body.

    ``kaohe draft 区教委`` means ``--unit 区教委``.
    """
    takes_bodies = any("--unit" in param.opts for param in ctx.command.params)
    name = next((word for word in words if not word.isascii()), None)
    if takes_bodies and name is not None:
        hint = f"指定单位请用 --unit {name}"
    else:
        hint = f"用法见 {ctx.command_path} --help"
    return f"无法识别参数“{' '.join(words)}”；{hint}"


class ChineseGroup(TyperGroup):
    """A group of commands of kaohe."""

    def get_params(self, ctx: Any) -> list[Any]:
        return [*super().get_params(ctx), *global_options(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta.setdefault(WORDS, tuple(args))
        if not args and self.no_args_is_help:
            raise NothingAskedError(ctx.get_help())
        return _parsed(super().parse_args, ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None:
            hint = did_you_mean(name, self.list_commands(ctx)) or f"用法见 {ctx.command_path} --help"
            raise UnknownNameError(f"没有“{name}”这个命令，{hint}")
        return name, command, args[1:]

    def invoke(self, ctx: Any) -> Any:
        _forget_global_options(ctx)
        return super().invoke(ctx)

    def summaries(self, ctx: Any) -> Mapping[str, str]:
        """Returns a line about each command."""
        return {
            name: inspect.cleandoc(self.commands[name].help or "").split("\n")[0].rstrip("。")
            for name in self.list_commands(ctx)
        }

    def format_help(self, ctx: Any, formatter: Any) -> None:
        write_help(self, ctx, formatter, self.summaries(ctx), shared=global_options(ctx))


def _parsed(parse: Any, ctx: Any, args: list[str]) -> list[str]:
    """Returns what is left of the arguments; an error that does not know its command is told it."""
    try:
        rest: list[str] = parse(ctx, args)
    except typer.TyperException as error:
        if getattr(error, "ctx", ctx) is None:
            error.ctx = ctx  # type: ignore[attr-defined]
        raise
    return rest


def _forget_global_options(ctx: Any) -> None:
    """Takes the global options behind the command away from it; the session has heard of them already."""
    for param in global_options(ctx):
        ctx.params.pop(param.name, None)
