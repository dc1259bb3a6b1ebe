"""Wrong use of the command line, said in Chinese: the one place that knows Typer's sentences."""

import re
from typing import Any

from kaohe_cli.suggest import did_you_mean

_SENTENCES = (
    (r"No such command '(?P<it>.*?)'.*", "没有“{it}”这个命令"),
    (r"Missing command.*", "没有写要做什么"),
    (r"No such option: (?P<it>\S+).*", "没有“{it}”这个选项"),
    (r"Option '(?P<it>.*?)' requires an? .*argument.*", "选项“{it}”后面要写值"),
    (r"Option '(?P<it>.*?)' does not take a value.*", "选项“{it}”后面不写值"),
    (r"Got unexpected extra argument\(?s?\)? \((?P<it>.*)\)", "多写了“{it}”，程序不知道是什么意思"),
    (r"Missing option '?(?P<it>[^'.]*)'?.*", "缺少选项“{it}”"),
    (r"Missing argument '?(?P<it>[^'.]*)'?.*", "缺少参数“{it}”"),
    (r"(?:Value error, )?'(?P<it>.*)' is not one of (?P<rest>.*?)\.?$", "“{it}”不能用，可以写：{rest}"),
    (r".*valid integer.*", "要写整数"),
    (r".*less than or equal to (?P<it>\d+).*", "数字最大是 {it}"),
    (r".*greater than or equal to (?P<it>\d+).*", "数字最小是 {it}"),
)
_GLOBAL_OPTIONS = ("--data", "--reports", "--contacts")


def in_chinese(error: Any) -> str:
    """Returns what is wrong and how to call the command, from any of Typer's usage errors."""
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and ctx is not None:
        return str(ctx.get_help())
    path = ctx.command_path if ctx is not None else "kaohe"
    message = _translated(str(getattr(error, "message", "") or error))
    if type(error).__name__ == "MissingParameter":
        message = f"缺少“{_parameter_name(error.param)}”"
    elif getattr(error, "param", None) is not None:
        message = f"{_parameter_name(error.param)}：{message}"
    return f"错误：{message}，{_hint(error, ctx) or f'用法见 {path} --help'}"


def _parameter_name(param: Any) -> str:
    if param is None:
        return "参数"
    return str(param.metavar or param.name) if param.param_type_name == "argument" else "/".join(param.opts)


def _translated(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            parts = {name: text.replace("'", "") for name, text in found.groupdict().items()}
            return sentence.format(**parts)
    return "命令写得不对"


def _hint(error: Any, ctx: Any) -> str | None:
    option = getattr(error, "option_name", None)
    if option in _GLOBAL_OPTIONS and ctx is not None and ctx.parent is not None:
        return f"{option} 要写在命令前面：kaohe {option} 文件夹 {ctx.info_name}"
    if option and ctx is not None:
        return did_you_mean(option, [name for param in ctx.command.params for name in param.opts])
    if found := re.match(r"No such command '(.*?)'", str(getattr(error, "message", ""))):
        return did_you_mean(found[1], ctx.command.list_commands(ctx) if ctx is not None else ())
    return None
