"""A file from elsewhere: its bytes, or in one sentence why there are none."""

from pathlib import Path
from typing import Final

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.lengths import is_too_long, too_long
from kaohe_cli.files.looking import is_folder

MOST_BYTES: Final = 64 * 2**20
"""What is larger is no table and no report: 附件1—3 with all their pictures have 2 MB."""
_OWNER_FILES: Final = ("~$", ".~")
"""Word and LibreOffice keep a file of this name beside one that is open."""


class CannotOpenError(KaoheError):
    """A file cannot be opened; the message says why and what to do."""


def read_foreign(path: Path, most: int = MOST_BYTES) -> bytes:
    """Returns what a file of at most ``most`` bytes holds, which may be nothing.

    Raises:
        CannotOpenError: it is not there, is no file, is too large, or the system does not let us.
    """
    if path.name.startswith(_OWNER_FILES):
        mark = path.name[:2]
        raise CannotOpenError(
            f"{path.name} 是 Word、Excel 打开文件时留下的临时文件，请关闭它们，改用不带“{mark}”的那个文件"
        )
    try:
        if is_folder(path):
            raise CannotOpenError(f"{path} 是文件夹，请写其中的文件")
        with path.open("rb") as stream:
            data = stream.read(most + 1)
            size = path.stat().st_size if len(data) > most else 0
    except OSError as error:
        raise CannotOpenError(_why_closed(path, error)) from None
    except ValueError:  # a program names a path with a NUL or half a character; no shell can
        raise CannotOpenError(f"找不到文件 {path}，请检查路径") from None
    if size:
        sizes = f"有 {size // 2**20} MB，超过 {most // 2**20} MB"
        raise CannotOpenError(f"{path.name} {sizes}，太大了；请压缩其中的图片，或只留下要用的部分")
    return data


def _why_closed(path: Path, error: OSError) -> str:
    if is_too_long(path, error):
        return too_long(path)
    if isinstance(error, FileNotFoundError):
        return f"找不到文件 {path}，请检查路径"
    return f"打不开文件 {path}，请看它是否正被别的程序占用、是否有读取权限"
