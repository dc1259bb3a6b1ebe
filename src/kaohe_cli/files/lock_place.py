"""Where the lock of a folder stands: the one place that says so."""

from pathlib import Path
from typing import Final

LOCK_NAME: Final = ".kaohe-lock"


def lock_of(folder: Path) -> Path:
    """Returns the lock file of a folder, which is empty or absent while nothing is written."""
    return folder / LOCK_NAME
