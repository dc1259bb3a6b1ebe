"""Compiled templates kept from one start of the program to the next."""

import hashlib
import marshal
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import CodeType

from kaohe_cli.files.cache import keep, recall


def kept(name: str, source: str, compiler: str, compile_it: Callable[[], CodeType]) -> CodeType:
    """The code of a translated template: what was kept of it, or what `compile_it` makes.

    `compiler` is the file of the module that compiles. It is part of the key as the versions of Jinja and
    Python are, since what guards a template (its loops are counted) is compiled into it.
    """
    made_by = _made_by(compiler)
    if made_by is None:
        return compile_it()
    key = hashlib.sha256("\0".join((*made_by, name, source)).encode()).hexdigest()
    known = _read(recall(key))
    if known is not None:
        return known
    code = compile_it()
    keep(key, marshal.dumps(code))
    return code


def _read(data: bytes | None) -> CodeType | None:
    if data is None:
        return None
    try:
        code = marshal.loads(data)  # noqa: S302 - only what this user wrote gets here: see files.cache
    except (EOFError, ValueError, TypeError):
        return None
    return code if isinstance(code, CodeType) else None


@cache
def _made_by(compiler: str) -> tuple[str, ...] | None:
    """What the code depends on besides its source; None where that cannot be told."""
    try:
        ours = hashlib.sha256(Path(compiler).read_bytes()).hexdigest()
        return version("jinja2"), sys.version, ours
    except (OSError, PackageNotFoundError):
        return None
