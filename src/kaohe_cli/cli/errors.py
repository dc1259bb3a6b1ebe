"""Every error as what the person at the terminal reads: one clear sentence, never a traceback."""

from pathlib import Path

import typer

from kaohe_cli.exceptions import KaoheError, NothingAskedError
from kaohe_cli.files.lengths import is_too_long, too_long
from kaohe_cli.workspace.finding import UnusableDataError


def explain(error: Exception) -> str:
    """Returns what to print for an error; one that nobody foresaw is named by its type and place."""
    if isinstance(error, UnusableDataError):
        from kaohe_cli.cli.findings import as_text

        return f"{as_text(error.findings)}\n{error}，请先改正，共 {len(error.findings)} 处"
    if isinstance(error, NothingAskedError):
        return str(error)
    if isinstance(error, KaoheError):
        return f"错误：{error}"
    if isinstance(error, typer.TyperException):
        from kaohe_cli.cli.usage import in_chinese

        return in_chinese(error)
    if isinstance(error, OSError) and isinstance(error.filename, str):
        path = Path(error.filename)
        if is_too_long(path, error):
            return f"错误：{too_long(path)}"
    kind = type(error).__name__
    return f"程序内部出错（{kind}，{_innermost(error)}）；请把这一行和所用的命令告诉维护者"


def _innermost(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "未知位置"
