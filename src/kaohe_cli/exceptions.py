"""Everything kaohe raises for people to read: one short tree with one base.

Each message is a finished Chinese sentence with where, what and how to mend it; the command line
prints it as it is.
"""


class KaoheError(Exception):
    """Base of every error whose message is meant for the person at the terminal."""


class WrongUseError(KaoheError):
    """A command was called in a way that cannot work; the message says how to call it."""


class NothingAskedError(WrongUseError):
    """The program was called without a command; the message is its help."""


class UnknownNameError(WrongUseError):
    """A name, id or filter that the data does not know; the message names the nearest ones."""


class CannotWriteError(KaoheError):
    """A file or folder cannot be written; nothing was left half written."""


class CannotLookError(KaoheError):
    """The system does not say whether a file or folder is there; "not there" would be a guess."""


class MissingExtraError(KaoheError):
    """The library of an optional part is not installed.

    The part is named as one of the program's own folder: what a package index has under our name is not ours.
    """

    def __init__(self, task: str, library: str, extra: str, instead: str) -> None:
        super().__init__(
            f"{task}要用 {library}，还没有安装；请到程序文件夹里运行 "
            f'pip install -c constraints.txt ".[{extra}]" 后再试，或{instead}'
        )
