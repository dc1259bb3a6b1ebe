"""Files that appear whole or not at all."""

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from kaohe_cli.exceptions import CannotWriteError

_NEW_FILE_MODE = 0o666


def write_file(path: Path, data: bytes) -> None:
    """Writes a file beside its final place and moves it there, so that nobody ever sees half of it.

    The folder is made where it is missing; a symbolic link stays, and the file behind it is written.

    Raises:
        CannotWriteError: the folder or the disk does not allow it; what was there before is untouched.
    """
    temporary: Path | None = None
    try:
        path = path.resolve() if path.is_symlink() else path
        if path.exists() and not path.is_file() and not path.is_dir():  # a pipe, a device
            path.write_bytes(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary.chmod(_NEW_FILE_MODE & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise CannotWriteError(_explanation(path, error)) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _explanation(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"磁盘已满，“{path}”没有写入，原有文件没有改动；请腾出空间再试"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"“{path.parent}”不是文件夹，不能在里面写文件；请换一个位置"
    if isinstance(error, IsADirectoryError):
        return f"“{path}”是文件夹，不能当作文件写；请换一个文件名"
    if isinstance(error, PermissionError):
        return f"没有写入“{path}”的权限，或它正在 Word、WPS 中打开；请关闭后再试，或用 --output 换一个文件夹"
    if error.errno == errno.EROFS:
        return f"“{path.parent}”是只读的，不能写入；请用 --output 换一个文件夹"
    if error.errno == errno.ENAMETOOLONG:
        return f"“{path}”的名称太长，不能写入；请换一个短些的文件夹"
    return f"“{path}”写不进去；请检查磁盘或网络位置，或用 --output 换一个文件夹"
