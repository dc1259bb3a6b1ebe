"""Wrong use of the command line, said in Chinese; from what Typer's errors know, not from their sentences."""

from collections.abc import Iterable
from typing import Any

import typer

from kaohe_cli.cli.help import choices
from kaohe_cli.words.likeness import did_you_mean


def in_chinese(error: Any) -> str:
    """Returns what is wrong and how to call the command, from any of Typer's usage errors."""
    ctx: Any = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "kaohe"
    message, hint = _said(error, ctx)
    return f"错误：{message}，{hint or f'用法见 {path} --help'}"


def _said(error: Any, ctx: Any) -> tuple[str, str | None]:
    if isinstance(error, typer.BadParameter):
        return _bad_value(error, ctx), None
    option = getattr(error, "option_name", None)
    if option is None:
        is_group = hasattr(getattr(ctx, "command", None), "commands")
        return ("未指明命令" if is_group else "命令格式有误"), None
    params = ctx.command.get_params(ctx) if ctx is not None else []
    known = next((param for param in params if option in (*param.opts, *param.secondary_opts)), None)
    if known is None:
        return f"没有“{option}”这个选项", did_you_mean(option, _option_names(params))
    return f"选项“{option}”后面{'不需要值' if known.is_flag else '需要一个值'}", None


def _option_names(params: Iterable[Any]) -> list[str]:
    return [name for param in params for name in param.opts if name.startswith("--")]


def _bad_value(error: Any, ctx: Any) -> str:
    param = error.param
    if param is None:
        return "命令格式有误"
    is_argument = param.param_type_name == "argument"
    name = str(param.metavar or param.name) if is_argument else "/".join(param.opts)
    if hasattr(error, "param_type"):  # only the error of a value that is missing knows it
        return f"缺少“{name}”"
    return f"{name}：{_complaint(param, ctx, _value(error))}"


def _complaint(param: Any, ctx: Any, value: Any) -> str:
    shown = "这个值" if value is None else f"“{value}”"
    if words := choices(param, ctx):
        return f"{shown}无效，可以写：{'、'.join(words)}"
    if param.min is None:
        return f"{shown}无效"
    if not str(value).lstrip("+-").isdecimal():
        return "应为整数"
    return f"数字最大是 {param.max}" if int(value) > param.max else f"数字最小是 {param.min}"


def _value(error: Any) -> Any:
    """Returns the value that was refused, which pydantic keeps beside its sentence."""
    from pydantic import ValidationError

    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return None
    return cause.errors(include_url=False, include_context=False)[0]["input"]
