"""Findings: what is wrong, where, and how to mend it. Values, collected and sorted, never raised."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kaohe_cli.exceptions import KaoheError

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem in one file. Lines and columns count from 1, columns in characters; 0 is the whole file."""

    file: str
    line: int
    column: int
    code: str
    message: str
    severity: Severity = "error"
    hint: str | None = None
    source: str | None = None
    """The line it stands in, without its line break."""


class UnusableDataError(KaoheError):
    """The data cannot be read; ``findings`` say why, file by file."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("数据有误，无法继续")
        self.findings = findings


def shown_path(path: Path) -> str:
    """Returns a path as people want to read it: from here where it is below here, always with “/”."""
    with suppress(ValueError, OSError, RuntimeError):  # RuntimeError: symbolic links in a circle
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    return path.as_posix()
