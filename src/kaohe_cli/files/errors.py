"""What can go wrong while people's files are being changed."""

from kaohe_cli.exceptions import KaoheError


class CannotEditError(KaoheError):
    """A text cannot be edited safely; nothing was changed."""

    def __init__(self, reason: str, hint: str, line: int | None = None, file: str | None = None) -> None:
        where = " ".join(part for part in (file, f"第 {line} 行" if line else None) if part)
        super().__init__(
            f"{where}：{reason}，文件未作改动；{hint}" if where else f"{reason}，未作改动；{hint}"
        )
        self.reason = reason
        self.hint = hint
        self.line = line

    def in_file(self, file: str) -> "CannotEditError":
        """Returns the same error, naming the file."""
        return CannotEditError(self.reason, self.hint, self.line, file)


class ExternallyChangedError(KaoheError):
    """A file is no longer what it was when it was read; nothing was overwritten."""


class WorkspaceBusyError(KaoheError):
    """Somebody else held the lock for as long as we were willing to wait."""


class InterruptedChangeError(KaoheError):
    """A change that was killed half-way can be neither finished nor undone without harm to later edits."""


class NotOursError(KaoheError):
    """What stands under the name of our lock was not written by us, or not for this workspace."""
