"""Paths as people read them."""

from contextlib import suppress
from pathlib import Path


def shown_path(path: Path) -> str:
    """Returns a path as people want to read it: from here where it is below here, always with “/”."""
    with suppress(ValueError, OSError, RuntimeError):  # RuntimeError: symbolic links in a circle
        here = path.parent.resolve() / path.name  # a link is called by its own name
        return here.relative_to(Path.cwd().resolve()).as_posix()
    return path.as_posix()
