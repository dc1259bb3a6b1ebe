"""“-” on the command line: a file that comes by standard input, a document that goes to standard output."""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import typer

from kaohe_cli.cli.output import MANNER, emit_bytes, remark
from kaohe_cli.exceptions import WrongUseError

DASH: Final = "-"
STDIN_NAME: Final = "标准输入"
_ENDINGS: Final = {"text": ".txt", "encrypted": ".docx", "damaged": ".zip", "ole": ".doc", "image": ".jpg"}
"""Of the kinds whose files are not named after them."""
_MOST: Final = 256 * 2**20  # as much as an archive or a mail of many units may have


def is_dash(path: Path | str | None) -> bool:
    """True for “-”."""
    return path is not None and str(path) == DASH


def read_file(ctx: typer.Context, path: Any) -> Any:
    """Returns a path that was asked for, or of “-” that of a file with what standard input holds.

    As the callback of a parameter: for one path or name, or several. The file is there until the command
    ends, and is called after what it is, so that it is read as any other.

    Raises:
        WrongUseError: “-” was asked for twice, or there is too much to read.
    """
    if ctx.resilient_parsing or path is None:
        return path
    if isinstance(path, list | tuple):
        return [read_file(ctx, one) for one in path]
    return type(path)(_kept(ctx)) if is_dash(path) else path


def folder_only(ctx: typer.Context, path: Path | None) -> Path | None:
    """Returns a folder that was asked for, which standard output cannot be; as the callback of a parameter.

    Raises:
        WrongUseError: it is “-”.
    """
    if is_dash(path) and not ctx.resilient_parsing:
        raise WrongUseError("“-”是标准输出，不能放文件夹；请写文件夹的名称")
    return path


def to_stdout(output: Path | None, made: Sequence[Callable[[], bytes]], *, is_text: bool = False) -> bool:
    """Writes a document to standard output where that was asked for; False where it was not.

    Raises:
        WrongUseError: there are several documents, or a terminal would show what is no text.
    """
    if not is_dash(output):
        return False
    if len(made) != 1:
        raise WrongUseError(f"有 {len(made)} 个文件，不能都写到标准输出；--output 请写文件夹")
    if not is_text and sys.stdout.isatty():
        raise WrongUseError("Word、Excel、PDF 文件不能显示在终端上；--output 请写文件名，或用“>”“|”接到别处")
    emit_bytes(made[0]())
    return True


def _kept(ctx: typer.Context) -> Path:
    from tempfile import TemporaryDirectory

    if STDIN_NAME in ctx.find_root().meta:
        raise WrongUseError("“-”（标准输入）只能写一次")
    data = _read()
    folder = TemporaryDirectory(prefix="kaohe-", ignore_cleanup_errors=True)
    ctx.find_root().call_on_close(folder.cleanup)
    path = Path(folder.name, STDIN_NAME + _ending(data))
    path.write_bytes(data)
    ctx.find_root().meta[STDIN_NAME] = path
    MANNER.unnamed = re.compile(rf"[^\s“”（）：]*{re.escape(Path(folder.name).name)}[\\/]")
    return path


def _read() -> bytes:
    if sys.stdin is None:  # closed by whoever started us
        return b""
    if sys.stdin.isatty():
        remark("从标准输入读取；输入完毕按 Ctrl-D（Windows 上按 Ctrl-Z 再按回车）")
    data = sys.stdin.buffer.read(_MOST + 1)
    if len(data) > _MOST:
        raise WrongUseError(f"标准输入超过 {_MOST // 2**20} MB，太大了；请压缩其中的图片，或分几次送入")
    return data


def _ending(data: bytes) -> str:
    """Returns the ending of files with this content."""
    from kaohe_cli.files.kinds import kind_of
    from kaohe_cli.files.mail import is_mail

    if is_mail(data):
        return ".eml"
    kind = kind_of(data)
    if kind == "text" and re.search(rb"^schema_version:", data, re.M):
        return ".yaml"
    return _ENDINGS.get(kind, f".{kind}")
