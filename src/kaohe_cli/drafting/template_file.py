"""The file of a template, before anything is made of it."""

from pathlib import Path

from kaohe_cli.exceptions import KaoheError, WrongUseError
from kaohe_cli.files.looking import is_folder, is_there


class UnusableTemplateError(KaoheError):
    """A template has mistakes; the message has a line for each."""


def read_template(path: Path) -> bytes:
    """Returns the bytes of a template.

    Raises:
        WrongUseError: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        what = "是文件夹，不是文件" if is_folder(path) else "不存在" if not is_there(path) else "无法读取"
        raise WrongUseError(f"模板“{path}”{what}；请检查路径") from error
